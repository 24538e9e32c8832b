// The four parts of an update by hand, as tables and formulas. Each is told where it is, {record,
// task, i, j, k, row}: the weight from j (-1: the bias) to neuron k of layer i, counted from 0; and
// a row of the batch.
import { element, factor, formula, LIT, number, OF_THE_TUTORIAL, says, table } from "./lines.js";
import { capital, className, inputName, neuronName } from "./names.js";

export const STAGES = { forward, loss, delta, update };

export function linesOfStage(name, where) {
  const lines = STAGES[name](where).filter(Boolean);
  const words = lines.some((line) => line.querySelector(".tutorial"))
    ? `${LIT} ${OF_THE_TUTORIAL}`
    : LIT;
  return [...lines, element("p", words, "says")];
}

const sizesOf = ({ weights }) => [weights[0].length, ...weights.map((matrix) => matrix[0].length)];

// The tutorial's names of what belongs to layer i: W1, z1, a1, a1_delta; of the last one: output,
// output_delta.
function tutorial(i, { weights }) {
  if (i < 0) return { A: "X" };
  const A = i === weights.length - 1 ? "output" : `a${i + 1}`;
  return {
    A,
    Z: `z${i + 1}`,
    W: `W${i + 1}`,
    b: `b${i + 1}`,
    error: `${A}_error`,
    delta: `${A}_delta`,
  };
}

const nameOf = ({ record, task }, layer, k) => neuronName(layer, k, sizesOf(record), task);
// In a table, below the word "input" or "neuron".
const shortName = ({ task }, layer, n) => (layer ? String(n + 1) : inputName(task, n));
const kindOf = ({ task }, layer) => {
  if (layer) return "neuron";
  return task.isScaled ? "input, scaled" : "input";
};
const rowName = ({ record }, r) => String(record.first + r + 1);

// What the right answer is, in words.
function meaningOfY({ record, task }) {
  if (task.kind === "two") return `1 is ${className(task, 1)}, 0 is ${className(task, 0)}`;
  if (task.kind === "several") return "1 for the right class, 0 for the others";
  const title = task.target?.title ?? "the height of the point";
  return task.isScaled ? `${title}, scaled` : title;
}

// ---- forward ------------------------------------------------------------------------------------
function forward(where) {
  const { record, i, j, k, row } = where,
    { A, Z, weights, biases, activations } = record,
    names = tutorial(i, record),
    activation = activations[i];
  const products = A[i][row].map((a, n) => ({
    cells: [shortName(where, i, n), a, weights[i][n][k], a * weights[i][n][k]],
    chosen: n === j,
  }));
  const bias = { cells: ["b", "", "", biases[i][k]], chosen: j < 0 };
  const head = [kindOf(where, i), ["A_in", tutorial(i - 1, record).A], ["W", names.W], "A_in · W"];
  const isShare = activation === "softmax",
    id = { softmax: "share", linear: "same" }[activation] ?? "A",
    made = isShare ? "softmax(Z), over all outputs" : `${activation}(${number(Z[i][row][k])})`;
  return [
    element("p", `Row ${rowName(where, row)}: what does ${nameOf(where, i + 1, k)} answer?`),
    table("Z", {}, head, [...products, bias], [["Z", names.Z], Z[i][row][k]]),
    formula(id, { activation }, "A", made, A[i + 1][row][k], names.A),
  ];
}

// ---- loss ---------------------------------------------------------------------------------------
function loss(where) {
  const { record, task, row } = where,
    { A, y, loss: mean, rowLosses, lossName } = record,
    output = A.at(-1),
    isWide = y[0].length > 1,
    sum = rowLosses.reduce((a, b) => a + b, 0);
  const right = output.map((_, r) => (isWide ? y[r].indexOf(1) : 0));
  const target = (r) => (isWide ? className(task, right[r]) : whole(y[r][0]));
  const rows = rowLosses.map((l, r) => ({
    cells: [rowName(where, r), target(r), output[r][right[r]], l],
    at: r,
    chosen: r === row,
  }));
  const { id, made } = lossOf(lossName, isWide),
    head = ["row", isWide ? "class" : "y", "A", made];
  const asked = "How wrong are the answers?";
  return [
    element("p", isWide ? asked : `${asked} The right one is y: ${meaningOfY(where)}.`),
    formula("loss", {}, "loss", `${number(sum)} / ${y.length}`, mean),
    table(id, {}, head, rows, ["sum", sum]),
  ];
}

const whole = (w) => (Number.isInteger(w) ? String(w) : w); // 1, not 1.00000

function lossOf(name, isWide) {
  if (name === "mse") return { id: "squares", made: "(y − A)²" };
  if (isWide) return { id: "logarithmsOfClasses", made: "−ln A" };
  return { id: "logarithms", made: "−ln A or −ln(1 − A)" };
}

// ---- delta --------------------------------------------------------------------------------------
function delta(where) {
  const { record, i, k, row } = where,
    isLast = i === record.weights.length - 1,
    isProduct = !isLast || record.lossName === "mse",
    head = `Row ${rowName(where, row)}: which way should ${nameOf(where, i + 1, k)} move?`;
  return [
    element("p", head),
    isLast ? errorOfOutput(where) : errorFromAfter(where),
    ...(isProduct ? deltaFromSlope(where) : [deltaOfClasses(where)]),
  ];
}

function errorOfOutput(where) {
  const { record, i, k, row } = where,
    { A, y, errors } = record,
    target = y[row][k],
    right = Number.isInteger(target) ? target : factor(target),
    made = `y − A = ${right} − ${factor(A[i + 1][row][k])}`;
  const other = tutorial(i, record).error;
  return formula("error", { y: meaningOfY(where) }, "error", made, errors[i][row][k], other);
}

// The deltas of the layer after it come back through the same weights.
function errorFromAfter(where) {
  const { record, i, k, row } = where,
    { weights, deltas, errors } = record,
    after = tutorial(i + 1, record);
  const rows = deltas[i + 1][row].map((d, n) => {
    const w = weights[i + 1][k][n];
    return { cells: [String(n + 1), d, w, d * w] };
  });
  const isOutput = i + 2 === weights.length,
    head = [isOutput ? "output" : "neuron", ["delta", after.delta], ["W", after.W], "delta · W"];
  const total = [["error", tutorial(i, record).error], errors[i][row][k]];
  return table("back", {}, head, rows, total);
}

function deltaFromSlope(where) {
  const { record, i, k, row } = where,
    { A, errors, deltas, slopes, slopeTexts, activations } = record,
    slope = slopes[i][row][k],
    product = `error · f′(A) = ${factor(errors[i][row][k])} · ${factor(slope)}`;
  const text = slopeOf(slopeTexts[i], A[i + 1][row][k]),
    other = tutorial(i, record).delta;
  return [
    formula("slope", { activation: activations[i] }, "f′(A)", text, slope),
    formula("delta", {}, "delta", product, deltas[i][row][k], other),
  ];
}

function deltaOfClasses({ record, i, k, row }) {
  const value = record.deltas[i][row][k];
  return formula("deltaOfClasses", {}, "delta", "error", value, tutorial(i, record).delta);
}

// "a * (1 - a)", purenn.py's own, with the number for a.
function slopeOf(text, a) {
  if (!/\ba\b/.test(text)) return text;
  const filled = text.replace(/\ba\b/g, factor(a));
  return `${text.replace(/\ba\b/g, "A")} = ${filled}`.replaceAll("*", "·").replaceAll("-", "−");
}

// ---- update -------------------------------------------------------------------------------------
function update(where) {
  const { record, i, j, k } = where,
    { rate, momentum, y } = record,
    { sum, step, old, v, carries, moved, made, now } = stepOf(where);
  const plus = (a, b) => `${number(a)} ${b < 0 ? "−" : "+"} ${number(Math.abs(b))}`,
    stepped = `learning_rate / m · sum = ${rate} / ${y.length} · ${factor(sum)}`,
    added = `old + step = ${plus(old, step)}`,
    carried = `moved + momentum · v = ${number(moved)} + ${momentum} · ${factor(v)}`;
  const head = element("p", `${capital(weightName(where))} moves. `);
  const { W, b } = tutorial(i, record);
  head.append(element("span", `(in ${j < 0 ? b : W})`, "tutorial"));
  return [
    head,
    formula("step", {}, "step", stepped, step),
    carries && formula("moved", {}, "moved", added, moved),
    carries ? formula("carried", {}, "new", carried, made) : formula("new", {}, "new", added, made),
    momentum && formula("v", {}, "v", `new − old = ${plus(made, -old)}`, made - old),
    verdict(`${pythonName(i, j, k)} is now ${number(now)}`, made, now),
    terms(where, sum),
  ];
}

function weightName(where) {
  const { i, j, k } = where,
    to = nameOf(where, i + 1, k);
  return j < 0 ? `the bias of ${to}` : `the weight from ${nameOf(where, i, j)} to ${to}`;
}

export const pythonName = (i, j, k) =>
  j < 0 ? `net.biases[${i}][${k}]` : `net.weights[${i}][${j}][${k}]`;

// What is added up over the rows.
function terms(where, sum) {
  const { record, i, j, k, row } = where,
    { A, deltas } = record,
    input = j < 0 ? "1" : ["A_in", tutorial(i - 1, record).A];
  const rows = deltas[i].map((deltaOfRow, r) => {
    const a = j < 0 ? 1 : A[i][r][j];
    return {
      cells: [rowName(where, r), j < 0 ? "1" : a, deltaOfRow[k], a * deltaOfRow[k]],
      at: r,
      chosen: r === row,
    };
  });
  const product = j < 0 ? "1 · delta" : "A_in · delta",
    head = ["row", input, ["delta", tutorial(i, record).delta], product];
  return table(j < 0 ? "biases" : "products", {}, head, rows, ["sum", sum]);
}

// How one weight or bias is moved, worked out from the numbers that are shown.
function stepOf({ record, i, j, k }) {
  const { A, deltas, weights, biases, velocity, after, afterBiases, rate, momentum } = record,
    isBias = j < 0,
    m = deltas[i].length;
  const sum = deltas[i].reduce((s, row, n) => s + (isBias ? 1 : A[i][n][j]) * row[k], 0),
    step = (rate / m) * sum;
  const old = isBias ? biases[i][k] : weights[i][j][k],
    now = isBias ? afterBiases[i][k] : after[i][j][k];
  const carries = Boolean(momentum && velocity[i]);
  let v = 0;
  if (carries) v = isBias ? velocity[i][1][k] : velocity[i][0][j][k];
  const moved = old + step;
  return { sum, step, old, v, carries, moved, made: moved + momentum * v, now };
}

// Is what these lines give the same as what the network has?
function verdict(text, made, now) {
  const isSame = Math.abs(made - now) <= 1e-9 * Math.max(1, Math.abs(now)),
    words = isSame ? `✓ ${text}` : `✗ ${text}: not what these lines give`;
  const line = element("p", words, isSame ? "same" : "other"),
    box = element("div", "", "step");
  line.id = "hand-check";
  box.append(line, says("verdict", {}));
  return box;
}
