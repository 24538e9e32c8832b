// The page: what is set, the code that says so, and who has to hear of a change.
import { text, worker } from "./assets.js";
import { changed, linesOf, lossesOf, OUTPUT, written } from "./code.js";
import { Curves } from "./curves.js";
import { DATA, INPUTS, inputsOf, isHeldOut, kindOf, makePoints, rowsOf } from "./data.js";
import { Editor } from "./editor.js";
import { Hand } from "./hand.js";
import { Drawing } from "./network.js";
import { canvasOf, gridOf, onTheme, palette, Plane } from "./plane.js";
import { Python } from "./python.js";
import { FIRST, fromAddress, MOST, toAddress } from "./settings.js";
import { thumbnail } from "./thumbnail.js";

const element = (id) => document.getElementById(id);
const NAMES = { rate: "learning_rate", batch: "batch_size", momentum: "momentum" };
let settings = fromAddress(location.hash.slice(1));
let points, heldOut, net = null, state = null, training = false, again = false, looked = null, tables = {};

const hand = new Hand(element("hand-panel"), { step: takeStep, pick });
const drawing = new Drawing(element("network"), element("detail"), { look, pick, input, resize, layers });
const plane = new Plane(element("plane"), touch);
const curves = new Curves(element("losses"));
const editor = new Editor(element("code"), element("mirror"), element("lines"), { changed: typed, run: load });
const python = new Python({ ready, failed, stopped, loaded, state: stated, hand: handed, printed, error: wrong, file });

// ---- what is set --------------------------------------------------------------------------------
// Sets `parts`, in the code too. A code that the user has changed keeps its other lines; where it
// has no line for what is set, nothing is overwritten without asking.
async function set(parts, { reload = true } = {}) {
  const before = settings, after = { ...settings, ...parts };
  let code = written(after), missing = [];
  if (after.code !== null) {
    ({ code, missing } = changed(after.code, before, after));
    if (missing.length && !await overwrites(missing)) {
      show();
      return;
    }
    after.code = missing.length ? null : code;
    if (missing.length) code = written(after);
    if (after.code === written(after)) after.code = null;
  }
  settings = after;
  editor.write(code, before.code !== null);
  makeData();
  show();
  if (reload) load();
}

function overwrites(missing) {
  const dialog = element("ask");
  element("ask-text").textContent = `Your code has no line that begins with “${missing[0]} = ”. Write the whole code anew? (Ctrl+Z in the code brings yours back.)`;
  return new Promise((answer) => {
    const close = (anew) => {
      dialog.close();
      answer(anew);
    };
    element("keep").onclick = () => close(false);
    element("overwrite").onclick = () => close(true);
    dialog.oncancel = () => answer(false);
    dialog.showModal();
  });
}

function typed() {
  settings.code = editor.value === written({ ...settings, code: null }) ? null : editor.value;
  show();
}

function makeData() {
  points = settings.data === "own" ? settings.own : makePoints(settings);
  heldOut = isHeldOut(points, settings.heldout);
}

let keeping = null, address = location.hash.slice(1);
function put() {
  if (location.hash.slice(1) !== address) return; // it was given another, of which hashchange will tell
  const kept = toAddress(settings);
  if (kept === address) return;
  history.replaceState(null, "", `#${kept}`);
  address = location.hash.slice(1);
}

function keep() { // in the address: at once, but not often, which browsers do not like
  if (keeping !== null) return;
  put();
  keeping = setTimeout(() => {
    keeping = null;
    put();
  }, 250);
}

// ---- controls show what is in force -------------------------------------------------------------
function choose(id, value) {
  const select = element(id), text = String(value);
  if (![...select.options].some((option) => option.value === text)) select.add(new Option(text, text));
  select.value = text;
}

function show() {
  const kind = kindOf(settings), known = lossesOf(kind), names = new Set(settings.names);
  element("loss-name").replaceChildren(...known.map((name) => new Option(name)));
  choose("loss-name", known.includes(settings.loss) ? settings.loss : known[0]);
  choose("activation", names.size > 1 ? settings.names.join(", ") : settings.names[0] ?? "tanh");
  element("activation").disabled = !settings.hidden.length;
  choose("rate", settings.rate);
  choose("momentum", settings.momentum);
  choose("batch", settings.batch ?? "all");
  if (document.activeElement !== element("seed")) element("seed").value = settings.seed; // not while it is typed
  for (const [id, unit] of [["count", ""], ["noise", " %"], ["heldout", " %"]]) {
    element(id).value = settings[id];
    element(`${id}-now`).textContent = settings[id] + unit;
  }
  const own = settings.data === "own";
  element("count").disabled = element("noise").disabled = element("draw").disabled = own;
  if (own) element("count-now").textContent = points.length;
  for (const radio of element("thumbnails").querySelectorAll("button")) {
    const on = radio.dataset.name === settings.data;
    radio.ariaChecked = String(on);
    radio.tabIndex = on ? 0 : -1;
    const looks = [settings.noise, settings.draw, radio.dataset.name === "own" && settings.own.join(), palette().ink].join();
    if (radio.dataset.looks === looks) continue;
    radio.dataset.looks = looks;
    radio.replaceChildren(thumbnail(radio.dataset.name === "own" ? settings.own : makePoints({ ...settings, data: radio.dataset.name, count: 120 })), radio.lastChild);
  }
  for (const radio of document.querySelectorAll("input[name=colour]")) {
    radio.checked = Number(radio.value) === settings.colour;
    radio.parentNode.hidden = kind === "curve" && (radio.value === "1" || radio.value === "2");
  }
  element("discrete").checked = settings.discrete;
  element("discrete").disabled = kind === "curve";
  element("show").checked = !settings.hide;
  element("layers-now").textContent = `${settings.hidden.length} hidden layer${settings.hidden.length === 1 ? "" : "s"}`;
  element("fewer").disabled = !settings.hidden.length;
  element("more").disabled = settings.hidden.length >= MOST.layers;
  element("own").hidden = settings.code === null;
  element("figures-right").textContent = kind === "curve" ? "typical error" : "right";
  for (const name of ["code", "hand"]) {
    element(`tab-${name}`).ariaSelected = String(settings.tab === name);
    element(`tab-${name}`).tabIndex = settings.tab === name ? 0 : -1;
    element(`${name}-panel`).hidden = settings.tab !== name;
  }
  buttons();
  draw();
  keep();
}

function buttons() {
  const some = points.some((_, k) => !heldOut[k]);
  for (const id of ["train", "step"]) element(id).disabled = !python.ready || !some;
  hand.part("next").disabled = !python.ready || !some;
  for (const node of [element("reset"), element("run"), ...document.querySelectorAll("[data-file]")]) node.disabled = !python.ready;
  element("train").textContent = training ? "Pause" : "Train";
  if (!python.ready) return;
  element("epochs").textContent = !some ? "Click into the plane to add points." : `${state?.epochs ?? 0} epoch${state?.epochs === 1 ? "" : "s"}`;
}

// ---- Python -------------------------------------------------------------------------------------
function load() {
  const kind = kindOf(settings), inputs = inputsOf(settings, kind);
  const part = (wanted) => rowsOf(points.filter((_, k) => heldOut[k] === wanted), inputs, kind);
  const train = part(false), held = part(true);
  again = training;
  training = false;
  state = null;
  curves.clear();
  say("");
  editor.number();
  hand.clear();
  plane.draw({ marked: new Set() });
  python.send({ type: "load", code: editor.value, kind, X: train.X, y: train.y, held_out_X: held.X, held_out_y: held.y });
  buttons();
}

function ready() {
  if (!hand.source(python.source)) element("hand-panel").dataset.missing = "";
  buttons();
  if (!ready.before) load();
  ready.before = true; // code that was stopped would only hold the next worker too
}

// What the code made is what the controls show.
function loaded({ force, tables: given }) {
  const { sizes, activations, loss } = force, values = { hidden: sizes.slice(1, -1), names: activations.slice(0, -1), loss };
  if (force.learning_rate !== undefined) values.rate = force.learning_rate;
  if (force.batch_size !== undefined) values.batch = force.batch_size;
  for (const name of ["momentum", "seed"]) if (force[name] !== undefined) values[name] = force[name];
  if (kindOf(settings) !== "two") delete values.loss;
  const asked = settings;
  settings = { ...settings, ...values };
  tables = given;
  net = { sizes, activations, inputs: inputsOf(settings, kindOf(settings)), kind: kindOf(settings), weights: [], biases: [] };
  if (asked.code === null && written(asked) !== written(settings)) settings = asked;
  settings.pick = settings.pick && hand.shape(sizes, settings.pick) && settings.pick;
  hand.shape(sizes, settings.pick);
  net.fresh = true;
  show();
}

function stated(data) {
  const before = state?.epochs ?? 0;
  state = data;
  const { figures, losses, weights, biases, epochs } = data;
  if (net.fresh) {
    drawing.shape({ ...net, weights, biases });
    drawing.mark(settings.tab === "hand" ? hand.pick : settings.pick);
    net.fresh = false;
    if (again) toggle();
    again = false;
  } else {
    drawing.weights(data);
  }
  curves.add(before + 1, losses, epochs, figures?.[1]?.[0] ?? null);
  if (figures) tell(figures, losses);
  if (losses.length) element("loss").textContent = losses.at(-1).toPrecision(4);
  buttons();
  wanted = true;
  ask();
}

function tell(figures) {
  const kind = kindOf(settings), right = (share) => kind === "curve" ? `±${Math.sqrt(share).toPrecision(3)}` : `${(100 * share).toFixed(1)} %`;
  for (const [k, prefix] of [[0, ""], [1, "heldout-"]]) {
    element(`${prefix}loss`).textContent = figures[k] ? figures[k][0].toPrecision(4) : "–";
    element(`${prefix}right`).textContent = figures[k] ? right(figures[k][1]) : "–";
  }
}

function toggle() {
  training = !training;
  python.send({ type: training ? "train" : "pause" });
  hand.clear();
  plane.draw({ marked: new Set() });
  buttons();
}

function pauseFirst() {
  if (training) toggle();
}

function takeStep() {
  pauseFirst();
  python.send({ type: "hand", rate: settings.rate, batch: settings.batch, momentum: settings.momentum });
}

function handed({ record }) {
  hand.took(record);
  const rows = points.map((_, k) => k).filter((k) => !heldOut[k]);
  plane.draw({ marked: new Set(rows.slice(record.first, record.first + record.y.length)) });
}

function failed({ text: message }) {
  element("failed").hidden = false;
  element("failed").textContent = message;
  element("epochs").textContent = "no Python";
}

function stopped({ text: message }) {
  training = false;
  say(message, true);
  buttons();
}

function printed({ text: line }) {
  say((element("output").textContent + line + "\n").slice(-4000));
}

function wrong({ text: message }) {
  training = false;
  again = false;
  say(message + hint(message), true);
  const lines = [...message.matchAll(/File "<stdin>", line (\d+)/g)];
  if (lines.length) editor.number(Number(lines.at(-1)[1]));
  buttons();
}

function hint(message) { // purenn does not know what the points are meant for
  if (!net || !/^ValueError: y, row /m.test(message)) return "";
  return `\nThe last activation, ${net.activations.at(-1)}, cannot answer that. For these points it should be ${OUTPUT[kindOf(settings)][1]}.`;
}

function say(message, isError = false) {
  const output = element("output");
  output.hidden = !message;
  output.textContent = message;
  output.classList.toggle("error", isError);
  if (isError) output.scrollTop = output.scrollHeight; // what is wrong stands in its last lines
  if (isError && settings.tab !== "code") set({ tab: "code" }, { reload: false });
}

function file({ name, text: content }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- pictures: one asked for at a time, the newest first ----------------------------------------
let painter, painting = false, wanted = false, sent = "";

function draw() {
  const kind = kindOf(settings);
  plane.draw({ points, heldOut, kind, hide: settings.hide });
  wanted = true;
  ask();
}

function ask() {
  if (!painter || painting || !wanted || !state || net?.fresh || net.inputs.length !== net.sizes[0]) return;
  const { kind, inputs, sizes, activations } = net, { classes, middle } = palette();
  const side = kind === "curve" ? 150 : training && sizes.reduce((a, b) => a + b) > 24 ? 64 : 100;
  const grid = sent === `${inputs} ${kind} ${side}` ? null : gridOf(inputs, side, kind);
  sent = `${inputs} ${kind} ${side}`;
  painting = true;
  wanted = false;
  painter.postMessage({ grid, weights: state.weights, biases: state.biases, activations, tables, kind,
    palette: { classes, middle }, discrete: settings.discrete, focus: looked });
}

function painted({ data }) {
  painting = false;
  if (!net || net.fresh || data.wrong) return;
  const { plane: pixels, side, values } = data, [layer, k] = looked ?? [net.sizes.length - 1, 0];
  plane.draw({ picture: pixels && canvasOf(pixels, side), values: values?.[layer]?.[k] });
  drawing.pictures(data);
  setTimeout(ask, training ? 30 : 0); // in between the page has time for its user
}

function look(at) {
  looked = at;
  draw();
}

// ---- what the user does -------------------------------------------------------------------------
function pick(at) {
  const fits = hand.shape(net.sizes, at);
  drawing.mark(fits);
  settings.pick = fits;
  keep();
}

function input(name) {
  const kind = kindOf(settings), now = inputsOf(settings, kind);
  const inputs = now.includes(name) ? now.filter((other) => other !== name) : Object.keys(INPUTS).filter((other) => other === name || now.includes(other));
  if (inputs.length) set({ inputs });
}

function resize(layer, by) {
  const hidden = settings.hidden.map((n, k) => k === layer ? Math.min(MOST.neurons, Math.max(1, n + by)) : n);
  if (String(hidden) !== String(settings.hidden)) set({ hidden });
}

function layers(by) {
  const { hidden, names } = settings, count = Math.min(MOST.layers, Math.max(0, hidden.length + by));
  if (count < hidden.length) set({ hidden: hidden.slice(0, count), names: names.slice(0, count) });
  if (count > hidden.length) set({ hidden: [...hidden, hidden.at(-1) ?? 4], names: [...names, names.at(-1) ?? element("activation").value] });
}

function touch(u, v) {
  const round = (w) => Math.round(100 * Math.min(2.95, Math.max(-2.95, w))) / 100, own = points.slice();
  if (settings.colour === 3) {
    const [away, nearest] = own.reduce((best, [x, y], k) => Math.min(best[0], Math.hypot(x - u, y - v)) < best[0] ? [Math.hypot(x - u, y - v), k] : best, [0.3, -1]);
    if (nearest < 0 || away >= 0.3) return;
    own.splice(nearest, 1);
  } else if (own.length < MOST.points) {
    own.push([round(u), round(v), kindOf(settings) === "curve" ? 0 : settings.colour]);
  }
  set({ data: "own", own, ownKind: kindOf(settings) });
}

element("controls").addEventListener("submit", (event) => event.preventDefault());
element("activation").addEventListener("change", ({ target }) => set({ names: settings.hidden.map(() => target.value) }));
element("loss-name").addEventListener("change", ({ target }) => set({ loss: target.value }));
for (const id of ["rate", "momentum", "batch"]) {
  element(id).addEventListener("change", async ({ target }) => { // these may change while it learns
    const value = target.value === "all" ? null : Number(target.value);
    await set({ [id]: value }, { reload: false });
    if (settings[id] === value) python.send({ type: "set", code: `${NAMES[id]} = ${value ?? "None"}` });
  });
}
element("seed").addEventListener("change", ({ target }) => {
  if (/^\s*\d{1,9}\s*$/.test(target.value)) set({ seed: Number(target.value) });
  else target.value = settings.seed; // what cannot be is not shown
});
for (const id of ["count", "noise", "heldout"]) {
  element(id).addEventListener("input", ({ target }) => set({ [id]: Number(target.value) }));
}
element("draw").addEventListener("click", () => set({ draw: settings.draw % 999999 + 1 }));
element("clear").addEventListener("click", () => set({ data: "own", own: [], ownKind: kindOf(settings) === "curve" ? "curve" : "two", colour: settings.colour % 3 }));
element("discrete").addEventListener("change", ({ target }) => set({ discrete: target.checked }, { reload: false }));
element("show").addEventListener("change", ({ target }) => set({ hide: !target.checked }, { reload: false }));
element("colours").addEventListener("change", ({ target }) => set({ colour: Number(target.value) }, { reload: false }));
element("fewer").addEventListener("click", () => layers(-1));
element("more").addEventListener("click", () => layers(1));
element("anew").addEventListener("click", () => {
  settings.code = null;
  editor.write(written(settings), true);
  show();
  load();
});
element("train").addEventListener("click", toggle);
element("step").addEventListener("click", () => {
  pauseFirst();
  hand.clear();
  python.send({ type: "step" });
});
for (const id of ["reset", "run"]) {
  element(id).addEventListener("click", () => {
    if (id === "reset") training = false;
    load();
  });
}
for (const node of document.querySelectorAll("[data-file]")) node.addEventListener("click", () => python.send({ type: "file", name: node.dataset.file }));
for (const name of ["code", "hand"]) {
  element(`tab-${name}`).addEventListener("click", () => {
    if (name === "hand") pauseFirst();
    set({ tab: name }, { reload: false });
    if (net) drawing.mark(name === "hand" ? hand.pick : settings.pick);
  });
}
element("tabs").addEventListener("keydown", ({ key }) => {
  if (!/^Arrow(Left|Right)$/.test(key)) return;
  const other = element(settings.tab === "code" ? "tab-hand" : "tab-code");
  other.click();
  other.focus();
});
element("share").addEventListener("click", async ({ target }) => {
  put();
  try {
    await navigator.clipboard.writeText(location.href);
    target.textContent = "Copied";
  } catch { // a page that is not allowed to
    target.textContent = "It is in the address bar";
  }
  setTimeout(() => { target.textContent = "Copy the address"; }, 2000);
});

for (const [name, { title }] of [...Object.entries(DATA), ["own", { title: "own" }]]) {
  const radio = document.createElement("button");
  radio.type = "button";
  radio.role = "radio";
  radio.dataset.name = name;
  radio.append(document.createElement("canvas"), title);
  radio.addEventListener("click", () => set({ data: name }));
  element("thumbnails").append(radio);
}
element("thumbnails").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key], all = [...element("thumbnails").children];
  if (!by) return;
  event.preventDefault();
  const next = all[(all.indexOf(document.activeElement) + by + all.length) % all.length];
  next.focus();
  next.click();
});

onTheme(() => {
  show();
  if (net && !net.fresh) drawing.shape(drawing.net);
});
addEventListener("hashchange", () => { // another address, in the same page
  address = location.hash.slice(1);
  if (address !== toAddress(settings)) start(fromAddress(address));
});

function start(given) {
  settings = given;
  editor.write(settings.code ?? written(settings), false);
  if (settings.code === written(settings)) settings.code = null;
  makeData();
  show();
  if (python.ready) load();
}

start(settings);
python.begin();
text("painter.js").then((script) => {
  painter = worker(script);
  painter.onmessage = painted;
  ask();
});
