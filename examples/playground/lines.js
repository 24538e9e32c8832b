// The lines of an update by hand, tables and formulas: how they look, and a sentence for each of
// what it does and what its letters are.

const LN =
  "ln is the natural logarithm, a key of the calculator: −ln of 1 is 0, and the nearer to 0" +
  " a number is, the larger is its −ln. So to be sure and wrong costs most.";

// {...}: what differs from network to network.
const SAYS = {
  Z:
    "Each number that comes in, A_in, is multiplied by its weight, W. The products are" +
    " added up, and the bias, b, too: that is the sum Z.",
  A: "The activation, {activation}, bends the sum Z: that is its answer, A.",
  same: "The activation linear leaves the sum Z as it is: that is its answer, A.",
  share:
    "softmax makes shares of the sums Z of all outputs. They add up to 1; A is the share" +
    " of this one.",

  loss: "The loss is the mean: the sum that is below, divided by the number of rows.",
  squares:
    "y is the right answer, A is what the network answers. How far apart they are is" +
    " multiplied by itself, so that it is never below 0.",
  logarithms: `y is the right answer, A is what the network answers. ${LN}`,
  logarithmsOfClasses: `A is what the output of the right class answers; 1 would be best. ${LN}`,

  back:
    "Each neuron of the next layer hands its delta back, times the weight W that leads to" +
    " it. Added up, that is the error: how far this neuron's answer should move.",
  error: "The error: how far the answer A should move. y is the right answer: {y}.",
  slope:
    "f′ (say “f prime”) is the slope of the curve {activation} at the answer A: how far A" +
    " moves when the sum Z moves a little.",
  delta:
    "Delta: how far the sum Z should move. That is the error times the slope f′(A): where" +
    " the curve is flat, moving the sum is of little use.",
  deltaOfClasses:
    "Delta: how far the sum Z should move. With the loss cross_entropy it is the error" +
    " itself.",

  step:
    "The step: the sum that is below, divided by m, the number of rows, and times the" +
    " learning_rate, so that it is small.",
  moved: "The step is added to old: without momentum, that would be the new value.",
  carried:
    "Momentum: it rolls on. v is how far it moved in the last step; a part of that is added" +
    " to moved. That is the new value.",
  new: "The step is added to old: that is the new value.",
  v: "v, for the next step: how far it has moved in this one, from old to new.",
  verdict:
    "The network has the same number. Python counts from 0: the first layer, or neuron," +
    " is [0].",
  products:
    "For each row: the number that came in, A_in, times delta, which says how far the sum" +
    " Z should move. The sum of all says where the weight should go.",
  biases:
    "For each row: delta, which says how far the sum Z should move. A bias counts as the" +
    " weight of a number that is always 1. The sum of all says where it should go.",
};
export const LIT = "The lines of purenn.py that do this are lit.";
export const OF_THE_TUTORIAL =
  "Names in grey brackets are those of the tutorial, examples/tutorial.py, which does the same.";

export const element = (tag, text = "", className = "") =>
  Object.assign(document.createElement(tag), { textContent: text, className });

// The sentence of a line. parts: what stands for {...}.
export function says(id, parts) {
  const text = SAYS[id].replace(/\{(\w+)\}/g, (_, name) => parts[name]);
  return Object.assign(element("p", text, "says"), { id: `says-${id}` });
}

export function number(w) {
  // six digits, as a pocket calculator has them
  const size = Math.abs(w),
    text =
      size === 0
        ? "0"
        : size < 1e-7
          ? size.toExponential(5)
          : size >= 1e6
            ? size.toPrecision(6)
            : size.toFixed(Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(size)))));
  return (w < 0 ? "−" : "") + text;
}

export const factor = (w) => (w < 0 ? `(${number(w)})` : number(w));

// A cell: a number, a text, or [what it is, the tutorial's name for it].
function cell(tag, content) {
  if (typeof content === "number") return element(tag, number(content));
  if (!Array.isArray(content)) return element(tag, content);
  const node = element(tag, content[0]);
  node.append(" ", element("span", `(${content[1]})`, "tutorial"));
  return node;
}

// rows: {cells, chosen, at} each; at: the row of the batch, which a click picks; total: what it
// is, and how much.
export function table(id, parts, head, rows, total) {
  const node = element("table"),
    line = (cells, tag) => {
      const row = element("tr");
      row.append(...cells.map((content) => cell(tag, content)));
      return row;
    };
  node.append(line(head, "th"));
  for (const { cells, chosen, at } of rows) {
    const row = line(cells, "td");
    if (chosen) row.className = "chosen";
    if (at !== undefined) row.dataset.row = at;
    node.append(row);
  }
  const last = line(total, "td");
  last.className = "total";
  last.firstChild.colSpan = head.length - 1;
  node.append(last);
  const box = element("div", "", "wide");
  box.append(node);
  return withSentence(says(id, parts), box);
}

// other: what the tutorial calls it.
export function formula(id, parts, name, text, value, other) {
  const node = element("p", "", "formula"),
    result = element("output", number(value));
  result.dataset.value = id;
  node.append(element("b", name));
  if (other) node.append(" ", element("span", `(${other})`, "tutorial"));
  node.append(text ? ` = ${text} = ` : " = ", result);
  return withSentence(says(id, parts), node);
}

function withSentence(sentence, node) {
  const box = element("div", "", "step");
  box.append(node, sentence);
  return box;
}
