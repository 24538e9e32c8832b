// The lines of purenn.py that compute a step, found by what they say, in the file that runs and
// whatever its line numbers are. What is not found is named, and the checks fail on it.
const FUNCTIONS = ["_forward", "_loss", "_backward"];
const mse = ({ lossName }) => lossName === "mse";
const isLast = ({ weights }, i) => i === weights.length - 1;

// name: what the line does; when: for which step, and weights of which layer, it has a part in it.
const WANTED = [
  { stage: "forward", name: "A . W + b", within: "_forward", find: /\b_?dot\(.*W/ },
  { stage: "forward", name: "f(Z)", within: "_forward", find: /\bf\(Z\)|\[0\]\(Z\)/ },
  { stage: "loss", name: "(y - A)^2", within: "_loss", find: /\(t - a\) \* \(t - a\)/, when: mse },
  { stage: "loss", name: "log A", within: "_loss", find: /\blog\(a\b/, when: (step) => !mse(step) },
  { stage: "loss", name: "log(1 - A)", within: "_loss", find: /\blog\(1\.0 - a\b/, when: (step) => !mse(step) && step.activations.at(-1) === "sigmoid" },
  { stage: "loss", name: "the mean over the rows", within: "_loss", find: /\bloss \/ len\(y\)/ },
  { stage: "delta", name: "y - A", within: "_backward", find: /_add\(y, outputs/, when: isLast },
  { stage: "delta", name: "delta . W^T", within: "_backward", find: /\b_?dot\(delta, /, when: (step, i) => !isLast(step, i) },
  { stage: "delta", name: "f'(A)", within: "_backward", find: /\[1\]\(A\)/, when: (step, i) => mse(step) || !isLast(step, i) },
  { stage: "delta", name: "error * slope", within: "_backward", find: /_multiply\(error, /, when: (step, i) => mse(step) || !isLast(step, i) },
  { stage: "update", name: "+ momentum * v", within: "_backward", find: /_add\(v, .*momentum\)/, when: ({ momentum }) => momentum },
  { stage: "update", name: "v = learning_rate / m * A^T . delta", within: "_backward", find: /\bv = .*_?dot\(.*learning_rate \/ m/, when: ({ momentum }) => momentum },
  { stage: "update", name: "W + v", within: "_backward", find: /_add\(W /, when: ({ momentum }) => momentum },
  { stage: "update", name: "W + learning_rate / m * A^T . delta", within: "_backward", find: /\bnew = .*_?dot\(.*learning_rate \/ m/, when: ({ momentum }) => !momentum },
  { stage: "update", name: "the new W", within: "_backward", find: /self\.weights\[i\] = / },
];

// lines: number, text, wants (places in WANTED); missing: names of what was not found.
export function linesOf(source) {
  const lines = [], found = new Set();
  let inside = null;
  source.split("\n").forEach((text, k) => {
    const head = /^ {4}def (\w+)|^\S/.exec(text);
    if (head) inside = FUNCTIONS.includes(head[1]) ? head[1] : null;
    if (!inside || !text.trim()) return;
    const wants = WANTED.map((_, n) => n).filter((n) => WANTED[n].find.test(text) && inside === WANTED[n].within);
    wants.forEach((n) => found.add(n));
    lines.push({ number: k + 1, text: text.slice(4), wants });
  });
  return { lines, missing: WANTED.filter((_, n) => !found.has(n)).map(({ name }) => name) };
}

export function has(line, stage, step, i) {
  return line.wants.some((n) => WANTED[n].stage === stage && (WANTED[n].when?.(step, i) ?? true));
}
