// What is to be learned: the points as the plane shows them, and the rows as Python gets them.
import { DATA, EDGE, INPUTS, isHeldOut, makePoints } from "./data.js";
import { fanTable, meanOf, numberOf, spanOf } from "./table.js";

const round = (w) => Math.round(1e4 * w) / 1e4; // short enough to be typed into a calculator

export const isTable = ({ data }) => data === "fan" || data === "table";

// kind: two or several classes, a curve (a number of one input) or a number of several inputs;
// outputs: of the network;
// known, inputs: names of all inputs and of those in use; titles: their words; points: [u, v, c];
// heldOut: a flag each; X, y: a row each; across, up: what the plane's axes are, {title, low, high};
// columns(us, vs): the inputs in use all over the plane;
// asks: the numbers of a new row, {name, title, value to begin with} each; rowOf(cells): the inputs
// in use of such a row; cellsAt(u, v): the numbers at a place of the plane; placeOf(cells): where
// they are.
export function taskOf(settings, table) {
  const task = isTable(settings)
    ? ofTable(settings, settings.data === "fan" ? fanTable(settings) : table)
    : ofPoints(settings);
  return { ...task, heldOut: isHeldOut(task.groups, settings.heldout) };
}

// ---- points of a plane --------------------------------------------------------------------------
const OWN_CLASSES = 3; // of the page's own data, and of points that one sets

// One's own points have the kind of the data that they came from; one of a third class makes it several.
function kindOfPoints({ data, own, ownKind }) {
  if (data !== "own") return DATA[data].kind;
  return ownKind !== "curve" && own.some(([, , c]) => c === 2) ? "several" : ownKind;
}

function ofPoints(settings) {
  const kind = kindOfPoints(settings),
    points = settings.data === "own" ? settings.own : makePoints(settings);
  const known = Object.keys(INPUTS).filter((name) => kind !== "curve" || INPUTS[name].curve);
  const inputs = inUse(known, settings.inputs, ["x"]);
  const targets = {
    curve: ([, v]) => [v],
    two: ([, , c]) => [c],
    several: ([, , c]) => oneHot(c, OWN_CLASSES),
  };
  return {
    kind,
    outputs: kind === "several" ? OWN_CLASSES : 1,
    known,
    inputs,
    points,
    titles: Object.fromEntries(known.map((name) => [name, INPUTS[name].title])),
    groups: points.map(([, , c]) => c),
    X: points.map(([u, v]) => inputs.map((name) => round(INPUTS[name].of(u, v)))),
    y: points.map(targets[kind]),
    across: { title: "x", low: -EDGE, high: EDGE },
    up: { title: "y", low: -EDGE, high: EDGE },
    columns: (us, vs) => inputs.map((name) => us.map((u, p) => INPUTS[name].of(u, vs[p]))),
    column: (name, us, vs) => us.map((u, p) => INPUTS[name].of(u, vs[p])),
    asks: (kind === "curve" ? ["x"] : ["x", "y"]).map((name) => ({ name, title: name, value: 1 })),
    rowOf: ({ x, y }) => inputs.map((name) => INPUTS[name].of(x, y)),
    cellsAt: (u, v) => (kind === "curve" ? { x: u } : { x: u, y: v }),
    placeOf: ({ x, y = 0 }) => [x, y],
  };
}

const oneHot = (c, n) => Array.from({ length: n }, (_, k) => Number(k === c));

// With a single input, each class has a row of its own in the plane.
function rowOf(c, classes) {
  const apart = Math.min(1.5, 5 / (classes - 1));
  return apart * (c - (classes - 1) / 2);
}

function inUse(known, wanted, otherwise) {
  const found = known.filter((name) => wanted.includes(name));
  return found.length ? found : otherwise;
}

// ---- tables -------------------------------------------------------------------------------------
function kindOfTable({ classes, names }) {
  if (classes) return classes.length === 2 ? "two" : "several";
  return names.length === 2 ? "curve" : "number";
}

// Input k of a table is called ck. The plane shows two of them, the others at their means.
function ofTable(settings, table) {
  const { names, classes, note } = table,
    kind = kindOfTable(table),
    outputs = kind === "several" ? classes.length : 1,
    known = names.slice(0, -1).map((_, k) => `c${k}`),
    inputs = inUse(known, settings.inputs, known);
  const axes = axesOf(settings, table, known),
    column = (name, us, vs) => columnOf(table, axes, name, us, vs);
  return {
    kind,
    outputs,
    known,
    inputs,
    column,
    classes,
    note,
    ...axes,
    points: pointsOf(table, kind, axes),
    titles: Object.fromEntries(known.map((name) => [name, names[indexOf(name)]])),
    groups: table.targets.map((c) => (classes ? c : 0)),
    isScaled: settings.scaled,
    X: table.inputs.map((row) => inputs.map((name) => row[indexOf(name)])),
    y: table.targets.map((c) => (kind === "several" ? oneHot(c, outputs) : [c])),
    columns: (us, vs) => inputs.map((name) => column(name, us, vs)),
    asks: inputs.map((name) => ({
      name,
      title: names[indexOf(name)],
      value: Number(meanOf(valuesOf(table, name)).toPrecision(3)),
    })),
    rowOf: (cells) => inputs.map((name) => cells[name]),
    cellsAt: (u, v) => cellsAt(axes, u, v),
    placeOf: (cells) => placeOf(axes, cells),
  };
}

const indexOf = (name) => Number(name.slice(1)); // "c2" -> 2
const valuesOf = (table, name) => table.inputs.map((row) => row[indexOf(name)]);

// What the plane shows, {title, least, most, low, high} each: across and up, and the target. With a
// single input, up is the target.
function axesOf({ across, up }, table, known) {
  const axis = (name) => ({
    name,
    title: table.names[indexOf(name)],
    ...spanOf(valuesOf(table, name)),
  });
  const range = table.classes
    ? { least: 0, most: table.classes.length - 1, low: -EDGE, high: EDGE }
    : spanOf(table.targets);
  const target = { title: table.names.at(-1), ...range },
    first = known.includes(across) ? across : known[0],
    others = known.filter((name) => name !== first),
    second = others.includes(up) ? up : others[0];
  return { target, across: axis(first), up: second ? axis(second) : target };
}

// The rows as points of the plane: [u, v, class], or a share of the way from the least number.
const place = (value, { low, high }) => EDGE * ((2 * (value - low)) / (high - low) - 1);
const unit = (w, { low, high }) => low + ((high - low) * (w / EDGE + 1)) / 2; // the other way

function pointsOf({ inputs, targets, classes }, kind, { across, up, target }) {
  const height = (row, c) => {
    if (up.name) return place(row[indexOf(up.name)], up);
    return classes ? rowOf(c, classes.length) : place(c, up);
  };
  const colour = (c) => {
    if (kind === "number") return (c - target.low) / (target.high - target.low);
    return kind === "curve" ? 0 : c;
  };
  return inputs.map((row, k) => [
    place(row[indexOf(across.name)], across),
    height(row, targets[k]),
    colour(targets[k]),
  ]);
}

// An input all over the plane.
function columnOf(table, { across, up }, name, us, vs) {
  if (name === across.name) return us.map((u) => unit(u, across));
  if (name === up.name) return vs.map((v) => unit(v, up));
  const mean = meanOf(valuesOf(table, name));
  return us.map(() => mean);
}

function cellsAt({ across, up }, u, v) {
  const cells = { [across.name]: unit(u, across) };
  if (up.name) cells[up.name] = unit(v, up);
  return cells;
}

function placeOf({ across, up }, cells) {
  return [place(cells[across.name], across), up.name ? place(cells[up.name], up) : 0];
}

// ---- a new row ----------------------------------------------------------------------------------
const FARTHEST = 1e9; // what is larger might become infinite in the network

// typed: {name: text} of the numbers that the user has set. Null where one of them is no number.
function cellsOf({ asks }, typed) {
  const cells = {};
  for (const { name, value } of asks) {
    cells[name] = numberOf(typed[name]?.trim() ?? value);
    if (cells[name] === null || Math.abs(cells[name]) > FARTHEST) return null;
  }
  return cells;
}

// The row that the network is asked about.
export function rowAsked(task, typed) {
  const cells = cellsOf(task, typed);
  return cells && task.rowOf(cells);
}

// Where it lies on the plane; null if nothing was asked, or elsewhere.
export function placeAsked(task, typed) {
  const cells = Object.keys(typed).length ? cellsOf(task, typed) : null,
    found = cells && task.placeOf(cells);
  return found?.every(Number.isFinite) ? found : null;
}

// What is typed when a place of the plane is asked about.
export function typedAt(task, [u, v], typed) {
  const texts = Object.entries(task.cellsAt(u, v)).map(([name, value]) => [
    name,
    String(Number(value.toPrecision(3))),
  ]);
  return { ...typed, ...Object.fromEntries(texts) };
}

export const asksTheSame = (one, other) =>
  JSON.stringify(one?.asks.map(({ title }) => title)) ===
  JSON.stringify(other.asks.map(({ title }) => title));

// corners: the inputs at two ends of the plane, by which pictures are checked.
export function rowsOf({ X, y, heldOut, columns }) {
  const some = (rows, wanted) => rows.filter((_, k) => heldOut[k] === wanted);
  const ends = columns([-EDGE, EDGE], [EDGE, -EDGE]);
  return {
    corners: [0, 1].map((k) => ends.map((column) => column[k])),
    X: some(X, false),
    y: some(y, false),
    held_out_X: some(X, true),
    held_out_y: some(y, true),
  };
}
