// One update, by hand: the numbers that make one weight's new value, beside the lines of purenn.py
// that work with them. What a step went through comes from the worker; here it is laid out.
import { has, linesOf } from "./source.js";

const STAGES = ["forward", "loss", "delta", "update"];
const SLOPES = { // of the activations, with the number for A
  sigmoid: (a) => `A · (1 − A) = ${a} · (1 − ${a})`,
  tanh: (a) => `1 − A · A = 1 − ${a} · ${a}`,
  relu: () => "1 where A > 0, else 0",
  linear: () => "1 for every A",
};


function number(w) { // six digits, as a pocket calculator has them
  const size = Math.abs(w), text = size === 0 ? "0" : size < 1e-7 ? size.toExponential(5) : size >= 1e6 ? size.toPrecision(6)
    : size.toFixed(Math.min(12, Math.max(0, 5 - Math.floor(Math.log10(size)))));
  return (w < 0 ? "−" : "") + text;
}

const factor = (w) => w < 0 ? `(${number(w)})` : number(w);
const slopeOf = (name, a) => SLOPES[name]?.(factor(a)) ?? "f′(A)";
const element = (tag, text = "", className = "") => Object.assign(document.createElement(tag), { textContent: text, className });

function table(head, rows, total) {
  const node = element("table"), line = (cells, tag) => {
    const row = element("tr");
    row.append(...cells.map((cell) => element(tag, typeof cell === "number" ? number(cell) : cell)));
    return row;
  };
  node.append(line(head, "th"));
  for (const { cells, chosen, at } of rows) {
    const row = line(cells, "td");
    if (chosen) row.className = "chosen";
    if (at !== undefined) row.dataset.row = at;
    node.append(row);
  }
  if (total) node.append(Object.assign(line(total, "td"), { className: "total" }));
  return node;
}

function formula(name, text, value, id) {
  const node = element("p", "", "formula"), result = element("output", number(value));
  result.dataset.value = id;
  node.append(element("b", name), text ? ` = ${text} = ` : " = ", result);
  return node;
}

export class Hand {
  // heard: step(), pick([i, j, k])
  constructor(box, heard) {
    Object.assign(this, { box, heard, lines: [], stage: 0, row: 0, record: null, pick: [0, 0, 0] });
    this.part = (name) => box.querySelector(`[data-part="${name}"]`);
    this.part("next").addEventListener("click", () => this.next());
    this.part("stages").addEventListener("click", ({ target }) => {
      if (target.dataset.stage === undefined || !this.record) return;
      this.stage = Number(target.dataset.stage);
      this.show();
    });
    for (const name of ["layer", "from", "to"]) this.part(name).addEventListener("change", () => heard.pick(
      ["layer", "from", "to"].map((part) => Number(this.part(part).value))));
    this.part("row").addEventListener("change", () => {
      this.row = Number(this.part("row").value);
      this.show();
    });
    this.part("numbers").addEventListener("click", ({ target }) => {
      const row = target.closest("[data-row]");
      if (!row) return;
      this.row = Number(row.dataset.row);
      this.show();
    });
  }

  // The source that runs; false if a line that this view is about is not in it.
  source(text) {
    const { lines, missing } = linesOf(text);
    this.lines = lines;
    if (missing.length) this.part("source").textContent = `purenn.py is another than this view was made for: ${missing.join(", ")}`;
    else {
      const nodes = [];
      lines.forEach((line, k) => {
        if (k && line.number > lines[k - 1].number + 2) nodes.push(element("span", "    ⋮", "gap"));
        const node = element("span", `${String(line.number).padStart(4)}  ${line.text}`, "line");
        node.from = line;
        nodes.push(node);
      });
      this.part("source").replaceChildren(...nodes);
    }
    this.show();
    return !missing.length;
  }

  next() {
    if (!this.record || this.stage === STAGES.length - 1) {
      this.heard.step();
      return;
    }
    this.stage++;
    this.show();
  }

  took(record) {
    this.record = record;
    this.stage = 0;
    this.row = Math.min(this.row, record.y.length - 1);
    this.show();
  }

  clear() {
    this.record = null;
    this.show();
  }

  // What can be picked in this network. A layer that lacks the neurons picked before has its last ones.
  shape(sizes, pick) {
    const [i, from, to] = pick && pick[0] < sizes.length - 1 ? pick : [0, 0, 0];
    const j = Math.min(from, sizes[i] - 1), k = Math.min(to, sizes[i + 1] - 1);
    const fill = (name, count, chosen, text) => {
      const first = name === "from" ? -1 : 0;
      this.part(name).replaceChildren(...Array.from({ length: count - first }, (_, at) => new Option(text(at + first), at + first)));
      this.part(name).value = chosen;
    };
    fill("layer", sizes.length - 1, i, (at) => `weights[${at}]`);
    fill("from", sizes[i], j, (at) => at < 0 ? "bias" : `[${at}]`);
    fill("to", sizes[i + 1], k, (at) => `[${at}]`);
    this.pick = [i, j, k];
    this.show();
    return this.pick;
  }

  show() {
    const { record, pick: [i, j, k], row, stage, box } = this, fits = record && record.weights[i]?.[Math.max(j, 0)]?.[k] !== undefined;
    box.querySelectorAll("[data-stage]").forEach((node) => {
      const on = Boolean(fits) && node.dataset.stage === String(stage);
      node.classList.toggle("on", on);
      node.disabled = !fits;
      node.ariaPressed = String(on);
    });
    const source = this.part("source");
    source.querySelectorAll(".line").forEach((node) => node.classList.toggle("on", Boolean(fits) && has(node.from, STAGES[stage], record, i, j)));
    const lit = source.querySelectorAll(".on");
    if (lit.length) {
      const first = lit[0], end = lit[lit.length - 1], main = [...lit].find((node) => node.from.main) ?? first;
      const middle = (first.offsetTop + end.offsetTop + end.offsetHeight - source.clientHeight) / 2;
      source.scrollTop = middle <= first.offsetTop ? middle : main.offsetTop - source.clientHeight / 4;
    }
    this.part("next").textContent = !fits ? "Take a step" : stage === 3 ? "Next step" : `Next: ${STAGES[stage + 1]}`;
    this.part("row").hidden = this.part("row-label").hidden = !fits || stage === 3 || stage === 1;
    if (!fits) {
      this.part("numbers").replaceChildren(element("p", "A step takes as many rows as the batch size says, from the first on, and stops."
        + " Then every number that makes the picked weight's new value can be checked with a pocket calculator."
        + " Pick a weight in the drawing, or here."));
      return;
    }
    const rows = this.part("row");
    if (rows.length !== record.y.length || rows.dataset.first !== String(record.first)) {
      rows.replaceChildren(...record.y.map((_, r) => new Option(record.first + r, r)));
      rows.dataset.first = record.first;
    }
    rows.value = row;
    this.part("numbers").replaceChildren(...this[STAGES[stage]](record, i, j, k, row).filter(Boolean));
    this.part("numbers").scrollTop = 0;
  }

  forward({ A, Z, weights, biases, activations }, i, j, k, r) {
    const terms = A[i][r].map((a, n) => ({ cells: [`[${n}]`, a, weights[i][n][k], a * weights[i][n][k]], chosen: n === j }));
    return [
      element("p", `Row ${this.record.first + r} of X comes to neuron [${k}] of layer ${i + 1}: each output before it times its weight, and the bias.`),
      table(["", i ? "A before" : "X", "W", "A · W"], [...terms, { cells: ["bias", "", "", biases[i][k]], chosen: j < 0 }], ["", "", "Z =", Z[i][r][k]]),
      formula("A", activations[i] === "softmax" ? "softmax(Z), over all outputs" : `${activations[i]}(${number(Z[i][r][k])})`, A[i + 1][r][k], "A"),
    ];
  }

  loss({ A, y, loss, lossName, activations, first }) {
    const output = A.at(-1), m = y.length, wide = y[0].length > 1;
    const each = output.map((row, r) => row.reduce((sum, a, c) => {
      const t = y[r][c];
      if (lossName === "mse") return sum + (t - a) * (t - a) / row.length;
      return sum - t * Math.log(a + 1e-30) - (activations.at(-1) === "sigmoid" ? (1 - t) * Math.log(1 - a + 1e-30) : 0);
    }, 0));
    const means = lossName === "mse" ? "(y − A)²" : wide ? "−ln A" : "−ln A or −ln(1 − A)";
    const right = output.map((row, r) => wide ? y[r].indexOf(1) : 0);
    return [
      element("p", lossName === "mse" ? "How far each answer A is from y, squared; the mean is the loss."
        : wide ? "A is what the right output answers. Its logarithm, negative; the mean is the loss."
          : "−ln A where y is 1, −ln(1 − A) where y is 0; the mean is the loss."),
      formula("loss", `${number(each.reduce((a, b) => a + b, 0))} / ${m}`, loss, "loss"),
      table(["row", wide ? "class" : "y", "A", means], each.map((l, r) => ({ cells: [String(first + r), wide ? String(right[r]) : y[r][0], output[r][right[r]], l], at: r, chosen: r === this.row })),
        ["", "", "sum", each.reduce((a, b) => a + b, 0)]),
    ];
  }

  delta({ A, y, errors, deltas, slopes, weights, activations, lossName, first }, i, j, k, r) {
    const last = i === weights.length - 1, a = A[i + 1][r][k], slope = slopes[i]?.[r][k];
    const text = element("p", `Row ${first + r}, neuron [${k}] of layer ${i + 1}: `);
    if (last) {
      text.append(lossName === "mse" ? "how far the answer is from y, times the slope there." : "with cross_entropy delta is y − A.");
      const error = formula("error", `y − A = ${y[r][k]} − ${factor(a)}`, errors[i][r][k], "error");
      if (lossName !== "mse") return [text, error, formula("delta", "error", deltas[i][r][k], "delta")];
      return [text, error, formula("slope", slopeOf(activations[i], a), slope, "slope"),
        formula("delta", `error · slope = ${factor(errors[i][r][k])} · ${factor(slope)}`, deltas[i][r][k], "delta")];
    }
    text.append("the deltas of the layer after it come back through the same weights.");
    return [text,
      table(["", "delta after", "W", "delta · W"], deltas[i + 1][r].map((d, n) => ({ cells: [`[${n}]`, d, weights[i + 1][k][n], d * weights[i + 1][k][n]] })),
        ["", "", "error =", errors[i][r][k]]),
      formula("slope", slopeOf(activations[i], a), slope, "slope"),
      formula("delta", `error · slope = ${factor(errors[i][r][k])} · ${factor(slope)}`, deltas[i][r][k], "delta")];
  }

  update({ A, deltas, weights, biases, velocity, after, afterBiases, rate, momentum, first }, i, j, k) {
    const before = j < 0 ? A[i].map(() => 1) : A[i].map((row) => row[j]), m = before.length;
    const terms = before.map((a, r) => a * deltas[i][r][k]), sum = terms.reduce((a, b) => a + b, 0), step = rate / m * sum;
    const old = j < 0 ? biases[i][k] : weights[i][j][k], now = j < 0 ? afterBiases[i][k] : after[i][j][k];
    const carried = momentum && velocity[i], v = !carried ? 0 : j < 0 ? carried[1][k] : carried[0][j][k], start = old + momentum * v, made = start + step;
    const name = j < 0 ? `biases[${i}][${k}]` : `weights[${i}][${j}][${k}]`, same = Math.abs(made - now) <= 1e-9 * Math.max(1, Math.abs(now));
    const plus = (a, b) => `${number(a)} ${b < 0 ? "−" : "+"} ${number(Math.abs(b))}`;
    return [
      element("p", `net.${name}: ${j < 0 ? "1" : i ? "the output before it" : "its column of X"} times delta, added up over the rows.`),
      formula("step", `learning_rate / m · sum = ${rate} / ${m} · ${factor(sum)}`, step, "step"),
      carried && formula("start", `old + momentum · v = ${number(old)} + ${momentum} · ${factor(v)}`, start, "start"),
      formula("new", `${carried ? "start" : "old"} + step = ${plus(start, step)}`, made, "new"),
      momentum && formula("v", `new − old = ${plus(made, -old)}`, made - old, "v"),
      Object.assign(element("p", `${same ? "✓" : "✗"} net.${name} is now ${number(now)}${same ? "" : ": not what these lines give"}`, same ? "same" : "other"), { id: "hand-check" }),
      table(["row", j < 0 ? "1" : i ? "A before" : "X", "delta", "A · delta"], terms.map((term, r) => ({ cells: [String(first + r), before[r], deltas[i][r][k], term], at: r, chosen: r === this.row })),
        ["", "", "sum", sum]),
    ];
  }
}
