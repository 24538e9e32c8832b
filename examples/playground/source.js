// The lines of purenn.py that compute a step, found by what they say, in the file that runs and
// whatever its line numbers are. What is not found is named, and the checks fail on it.
const FUNCTIONS = ["_forward", "_loss", "_backward"];
const mse = ({ lossName }) => lossName === "mse";
const isLast = ({ weights }, i) => i === weights.length - 1;

// name: what the line does; when: for which step, and weights of which layer, it has a part in it.
const WANTED = [
  { stage: "forward", name: "Z = A . W + b", find: /\b(_?dot|affine)\(/, within: "_forward" },
  { stage: "forward", name: "A = f(Z)", find: /\bA = f\(|\[0\]\(Z\)/, within: "_forward" },
  { stage: "loss", name: "the square of y - A", find: /loss \+= \(t - a\) \* \(t - a\)/, when: mse },
  { stage: "loss", name: "the logarithm of A", find: /loss -= .*\blog\(/, when: (step) => !mse(step) },
  { stage: "loss", name: "the mean over the rows", find: /\bloss \/ len\(y\)/ },
  { stage: "delta", name: "y - A", find: /\[\[t - a for|rate \* \(t - a\)/, within: "_backward", when: isLast },
  { stage: "delta", name: "delta . W^T", find: /error = _?dot\(delta|d \* w \* slope/, within: "_backward", when: (step, i) => !isLast(step, i) },
  { stage: "delta", name: "f'(A)", find: /\bslopes? = .*ACTIVATIONS|\bslopes = list/, within: "_backward", when: (step, i) => mse(step) || !isLast(step, i) },
  { stage: "delta", name: "error * slope", find: /\[\[e \* s for|delta\.append|d \* w \* slope/, within: "_backward", when: (step, i) => mse(step) || !isLast(step, i) },
  { stage: "update", name: "momentum * v", find: /momentum \* s\b/, within: "_backward", when: ({ momentum }) => momentum },
  { stage: "update", name: "v + step", find: /\bv = _?dot\(|new = affine/, within: "_backward", when: ({ momentum }) => momentum },
  { stage: "update", name: "W + v", find: /new = \[\[w \+ |new = \[list\(map\(sum/, within: "_backward", when: ({ momentum }) => momentum },
  { stage: "update", name: "W + learning_rate / m * A^T . delta", find: /new = .*_?dot\(.*learning_rate \/ m|new = affine/, within: "_backward", when: ({ momentum }) => !momentum },
  { stage: "update", name: "W = new", find: /self\.weights\[i\] = /, within: "_backward" },
];

// lines: number, text, wants (places in WANTED); missing: names of what was not found.
export function linesOf(source) {
  const lines = [], found = new Set();
  let inside = null;
  source.split("\n").forEach((text, k) => {
    const head = /^ {4}def (\w+)|^\S/.exec(text);
    if (head) inside = FUNCTIONS.includes(head[1]) ? head[1] : null;
    if (!inside || !text.trim()) return;
    const wants = WANTED.map((_, n) => n).filter((n) => WANTED[n].find.test(text) && inside === (WANTED[n].within ?? inside));
    wants.forEach((n) => found.add(n));
    lines.push({ number: k + 1, text: text.slice(4), wants });
  });
  return { lines, missing: WANTED.filter((_, n) => !found.has(n)).map(({ name }) => name) };
}

export function has(line, stage, step, i) {
  return line.wants.some((n) => WANTED[n].stage === stage && (WANTED[n].when?.(step, i) ?? true));
}
