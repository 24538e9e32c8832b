// The lines of purenn.py that compute a step, found by what they say, in the file that runs and
// whatever its line numbers are. What is not found is named, and the checks fail on it.
const FUNCTIONS = ["_forward", "_loss", "_backward", "_carried_on", "_store"];

// When a line has a part: in this step, for weights of layer i, j being -1 for a bias.
const mse = ({ lossName }) => lossName === "mse";
const crossEntropy = (step) => !mse(step);
const twoAnswers = (step) => !mse(step) && step.activations.at(-1) === "sigmoid";
const last = ({ weights }, i) => i === weights.length - 1;
const notLast = (step, i) => !last(step, i);
const noSlope = (step, i) => last(step, i) && !mse(step);
const slope = (step, i) => !noSlope(step, i);
const weight = (step, i, j) => j >= 0;
const bias = (step, i, j) => j < 0;
const carried = ({ momentum, velocity }, i) => momentum && velocity[i];
const kept = ({ momentum }) => momentum;
const carriedWeight = (step, i, j) => carried(step, i) && weight(step, i, j);
const carriedBias = (step, i, j) => carried(step, i) && bias(step, i, j);
const keptWeight = (step, i, j) => kept(step) && weight(step, i, j);
const keptBias = (step, i, j) => kept(step) && bias(step, i, j);

// stage: where it is shown; name: what the line does; within: the function that it stands in; main: the
// one to see first where not all have room.
const WANTED = [
  { stage: "forward", name: "A_in . W + b", within: "_forward", find: /Z = _dot\(A_in, W, .*\bb\b/ },
  { stage: "forward", name: "f", within: "_forward", find: /activation, _ = ACTIVATIONS\[/ },
  { stage: "forward", name: "f(Z)", within: "_forward", find: /activation\(Z\)/ },
  { stage: "loss", name: "(y - A)^2", within: "_loss", find: /loss \+= \(t - a\) \* \(t - a\)/, when: mse },
  { stage: "loss", name: "log A", within: "_loss", find: /loss -= t \* log\(a\b/, when: crossEntropy },
  { stage: "loss", name: "log(1 - A)", within: "_loss", find: /loss -= .*log\(1\.0 - a\b/, when: twoAnswers },
  { stage: "loss", name: "the mean over the outputs", within: "_loss", find: /loss \/= len\(y\[0\]\)/, when: mse },
  { stage: "loss", name: "the mean over the rows", within: "_loss", find: /return loss \/ len\(y\)/ },
  { stage: "delta", name: "y - A", within: "_backward", find: /error = _add\(y, outputs/, when: last },
  { stage: "delta", name: "delta = error", within: "_backward", find: /delta = error$/, when: noSlope },
  { stage: "delta", name: "f'", within: "_backward", find: /derivative = ACTIVATIONS\[/, when: slope },
  { stage: "delta", name: "error * f'(A)", within: "_backward", find: /delta = _multiply\(error, derivative\(A\)\)/, when: slope },
  { stage: "delta", name: "delta . W^T", within: "_backward", find: /error = _dot\(delta, /, when: notLast },
  { stage: "update", name: "learning_rate / m", within: "_backward", find: /= learning_rate \/ len\(/ },
  { stage: "update", name: "W + rate * A_in^T . delta", within: "_backward", find: /W = _dot\(.*A_in.*, delta, .*rate/, when: weight, main: true },
  { stage: "update", name: "the sum of delta", within: "_backward", find: /\bsum\b.*_transpose\(delta\)/, when: bias, main: true },
  { stage: "update", name: "b + rate * the sum of delta", within: "_backward", find: /b = \[bias \+ rate \* /, when: bias },
  { stage: "update", name: "W + momentum * v", within: "_carried_on", find: /W = _add\(W, W_step, /, when: carriedWeight },
  { stage: "update", name: "b + momentum * v", within: "_carried_on", find: /\[b\] = _add\(\[b\], \[b_step\], /, when: carriedBias },
  { stage: "update", name: "v of b = new - old", within: "_store", find: /_add\(.*\bb\b.*self\.biases/, when: keptBias },
  { stage: "update", name: "v of W = new - old", within: "_store", find: /W_step = _add\(W, self\.weights/, when: keptWeight },
  { stage: "update", name: "v is kept", within: "_store", find: /self\.velocity.* = \(W_step, b_step\)/, when: kept },
  { stage: "update", name: "the new W and b", within: "_store", find: /^ +self\.weights.* = / },
];

// lines: number, text, wants (places in WANTED), main; missing: names of what was not found.
export function linesOf(source) {
  const lines = [], found = new Set();
  let inside = null;
  source.split("\n").forEach((text, k) => {
    const head = /^ {4}def (\w+)|^\S/.exec(text);
    if (head) inside = FUNCTIONS.includes(head[1]) ? head[1] : null;
    if (!inside || !text.trim()) return;
    const wants = WANTED.map((_, n) => n).filter((n) => WANTED[n].find.test(text) && inside === WANTED[n].within);
    wants.forEach((n) => found.add(n));
    lines.push({ number: k + 1, text: text.slice(4), wants, main: wants.some((n) => WANTED[n].main) });
  });
  return { lines, missing: WANTED.filter((_, n) => !found.has(n)).map(({ name }) => name) };
}

export function has(line, stage, step, i, j) {
  return line.wants.some((n) => WANTED[n].stage === stage && (WANTED[n].when?.(step, i, j) ?? true));
}
