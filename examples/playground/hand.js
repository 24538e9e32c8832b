// One update, by hand: the numbers that make one weight's new value, beside the lines of purenn.py
// that work with them. Both come from Python (walk.py); here they are laid out.
const STAGES = ["forward", "loss", "delta", "update"];
const BEFORE =
  "A step takes as many rows as the batch size says, from the first on, and stops." +
  " Then every number that makes the picked weight's new value can be checked with a pocket calculator." +
  " Pick a weight in the drawing, or here.";

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

const factor = (w) => (w < 0 ? `(${number(w)})` : number(w));
const element = (tag, text = "", className = "") =>
  Object.assign(document.createElement(tag), { textContent: text, className });

// "a * (1 - a)", purenn.py's own, with the number for a.
function slopeOf(text, a) {
  return /\ba\b/.test(text)
    ? `${text.replace(/\ba\b/g, "A")} = ${text.replace(/\ba\b/g, factor(a)).replaceAll("*", "·").replaceAll("-", "−")}`
    : text;
}

// The tutorial's names of what belongs to layer i: W1, z1, a1, a1_delta; of the last: output, output_delta.
function tutorial(i, last) {
  const A = i === last ? "output" : `a${i + 1}`;
  return {
    A,
    Z: `z${i + 1}`,
    W: `W${i + 1}`,
    b: `b${i + 1}`,
    error: `${A}_error`,
    delta: `${A}_delta`,
  };
}

function table(head, rows, total) {
  const node = element("table"),
    line = (cells, tag) => {
      const row = element("tr");
      row.append(
        ...cells.map((cell) => element(tag, typeof cell === "number" ? number(cell) : cell)),
      );
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

// other: what the tutorial calls it.
function formula(name, text, value, id, other) {
  const node = element("p", "", "formula"),
    result = element("output", number(value));
  result.dataset.value = id;
  node.append(element("b", name));
  if (other) node.append(element("span", ` (tutorial: ${other})`, "tutorial"));
  node.append(text ? ` = ${text} = ` : " = ", result);
  return node;
}

export class Hand {
  // heard: step(), pick([i, j, k])
  constructor(box, heard) {
    Object.assign(this, { box, heard, stage: 0, row: 0, record: null, pick: [0, 0, 0], lit: [] });
    this.part = (name) => box.querySelector(`[data-part="${name}"]`);
    this.part("next").addEventListener("click", () => this.next());
    this.part("stages").addEventListener("click", ({ target }) => {
      if (target.dataset.stage === undefined || !this.record) return;
      this.stage = Number(target.dataset.stage);
      this.show();
    });
    for (const name of ["layer", "from", "to"])
      this.part(name).addEventListener("change", () =>
        heard.pick(["layer", "from", "to"].map((part) => Number(this.part(part).value))),
      );
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
    new ResizeObserver(() => this.scroll()).observe(this.part("source"));
  }

  // The methods of purenn.py that a step goes through.
  source({ missing, methods }) {
    if (missing.length) {
      this.part("source").textContent =
        `This page needs more of purenn.py than it finds: ${missing.join("; ")}.`;
      this.box.dataset.missing = "";
      return;
    }
    this.part("source").replaceChildren(
      ...methods.map(([name, first, lines]) => {
        const part = element("span", "", "method");
        part.dataset.method = name;
        part.append(
          ...lines.map((text, k) => {
            const node = element("span", "", "line");
            node.dataset.line = first + k;
            const code = element("span", text.trimStart());
            code.style.paddingLeft = `${text.length - text.trimStart().length - 2}ch`; // 2 more: what has no room in a line goes on below, a little to the right
            node.append(element("i", first + k), code);
            return node;
          }),
        );
        return part;
      }),
    );
    this.show();
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
    if (record === this.record) return;
    this.record = record;
    this.stage = 0;
    if (record) this.row = Math.min(this.row, record.y.length - 1);
    this.show();
  }

  // What can be picked in this network. A layer that lacks the neurons picked before has its last ones.
  shape(sizes, pick) {
    const [i, from, to] = pick && pick[0] < sizes.length - 1 ? pick : [0, 0, 0];
    const j = Math.min(from, sizes[i] - 1),
      k = Math.min(to, sizes[i + 1] - 1);
    const fill = (name, count, chosen, text) => {
      const first = name === "from" ? -1 : 0;
      this.part(name).replaceChildren(
        ...Array.from(
          { length: count - first },
          (_, at) => new Option(text(at + first), at + first),
        ),
      );
      this.part(name).value = chosen;
    };
    fill("layer", sizes.length - 1, i, (at) => `weights[${at}]`);
    fill("from", sizes[i], j, (at) => (at < 0 ? "bias" : `[${at}]`));
    fill("to", sizes[i + 1], k, (at) => `[${at}]`);
    this.pick = [i, j, k];
    this.show();
    return this.pick;
  }

  show() {
    const {
        record,
        pick: [i, j, k],
        row,
        stage,
      } = this,
      fits = Boolean(record && record.weights[i]?.[Math.max(j, 0)]?.[k] !== undefined);
    this.showStages(fits);
    this.light(fits ? this.linesOfStage() : []);
    this.part("row").hidden = this.part("row-label").hidden = !fits || stage === 3 || stage === 1;
    if (!fits) {
      this.part("numbers").replaceChildren(element("p", BEFORE));
      return;
    }
    this.showRows();
    const names = tutorial(i, record.weights.length - 1),
      parts = this[STAGES[stage]](record, i, j, k, row, names);
    this.part("numbers").replaceChildren(...parts.filter(Boolean));
    this.part("numbers").scrollTop = 0;
  }

  showStages(fits) {
    for (const node of this.box.querySelectorAll("[data-stage]")) {
      const on = fits && node.dataset.stage === String(this.stage);
      node.classList.toggle("on", on);
      node.disabled = !fits;
      node.ariaPressed = String(on);
    }
    const then = this.stage === 3 ? "Next step" : `Next: ${STAGES[this.stage + 1]}`;
    this.part("next").textContent = fits ? then : "Take a step";
  }

  // The numbers of purenn.py's lines that make this stage of what is picked.
  linesOfStage() {
    const { record, stage } = this,
      [i, j] = this.pick;
    const isMine = (part) => part === "all" || (part === "bias") === j < 0;
    return record.lit
      .filter(
        ([name, layer, part]) =>
          name === STAGES[stage] && (layer < 0 || layer === i) && isMine(part),
      )
      .map(([, , , line]) => line);
  }

  showRows() {
    const { record, row } = this,
      rows = this.part("row");
    if (rows.length !== record.y.length || rows.dataset.first !== String(record.first)) {
      rows.replaceChildren(...record.y.map((_, r) => new Option(record.first + r, r)));
      rows.dataset.first = record.first;
    }
    rows.value = row;
  }

  // Once a step was taken, what is shown is the lines that are lit, those beside them, and the heads
  // of their methods.
  light(lines) {
    this.lit = lines;
    for (const method of this.part("source").querySelectorAll(".method")) {
      for (const node of method.children)
        node.classList.toggle("on", lines.includes(Number(node.dataset.line)));
      method.hidden = lines.length > 0 && !method.querySelector(".on");
    }
    this.scroll();
  }

  // Shows the lines that are lit, and `around` lines on each side of them.
  fold(around) {
    for (const method of this.part("source").querySelectorAll(".method")) {
      const nodes = [...method.children],
        isNear = (k) =>
          nodes
            .slice(Math.max(0, k - around), k + around + 1)
            .some((node) => node.classList.contains("on"));
      nodes.forEach((node, k) => {
        node.hidden = this.lit.length > 0 && k > 0 && !isNear(k);
      });
      nodes.forEach((node, k) => node.classList.toggle("cut", Boolean(nodes[k - 1]?.hidden)));
    }
  }

  // All lines that are lit, if they have room, alone if need be; else from the first one on.
  scroll() {
    const source = this.part("source"),
      lit = source.querySelectorAll(".on");
    this.fold(1);
    if (!lit.length) return;
    if (source.scrollHeight > source.clientHeight) this.fold(0);
    const top = lit[0].offsetTop,
      end = lit[lit.length - 1].offsetTop + lit[lit.length - 1].offsetHeight;
    const room = source.clientHeight - (end - top);
    source.scrollTop = room >= 0 ? top - room / 2 : top - 6;
  }

  forward({ A, Z, weights, biases, activations }, i, j, k, r, name) {
    const terms = A[i][r].map((a, n) => ({
      cells: [`[${n}]`, a, weights[i][n][k], a * weights[i][n][k]],
      chosen: n === j,
    }));
    return [
      element(
        "p",
        `Row ${this.record.first + r} of X comes to neuron [${k}] of layer ${i + 1}: each output before it times its weight, and the bias.`,
      ),
      table(
        ["", i ? `A_in (${tutorial(i - 1, -1).A})` : "A_in (X)", `W (${name.W})`, "A_in · W"],
        [...terms, { cells: [`b (${name.b})`, "", "", biases[i][k]], chosen: j < 0 }],
        ["", "", `Z (${name.Z}) =`, Z[i][r][k]],
      ),
      formula(
        "A",
        activations[i] === "softmax"
          ? "softmax(Z), over all outputs"
          : `${activations[i]}(${number(Z[i][r][k])})`,
        A[i + 1][r][k],
        "A",
        name.A,
      ),
    ];
  }

  loss({ A, y, loss, rowLosses: each, lossName, first }) {
    const output = A.at(-1),
      m = y.length,
      wide = y[0].length > 1,
      sum = each.reduce((a, b) => a + b, 0);
    const means = lossName === "mse" ? "(y − A)²" : wide ? "−ln A" : "−ln A or −ln(1 − A)";
    const right = output.map((row, r) => (wide ? y[r].indexOf(1) : 0));
    return [
      element(
        "p",
        lossName === "mse"
          ? "How far each answer A is from y, squared; the mean is the loss."
          : wide
            ? "A is what the right output answers. Its logarithm, negative; the mean is the loss."
            : "−ln A where y is 1, −ln(1 − A) where y is 0; the mean is the loss.",
      ),
      formula("loss", `${number(sum)} / ${m}`, loss, "loss"),
      table(
        ["row", wide ? "class" : "y", "A (output)", means],
        each.map((l, r) => ({
          cells: [String(first + r), wide ? String(right[r]) : y[r][0], output[r][right[r]], l],
          at: r,
          chosen: r === this.row,
        })),
        ["", "", "sum", sum],
      ),
    ];
  }

  delta({ A, y, errors, deltas, slopes, slopeTexts, weights, lossName, first }, i, j, k, r, name) {
    const last = i === weights.length - 1,
      a = A[i + 1][r][k],
      slope = slopes[i]?.[r][k];
    const text = element("p", `Row ${first + r}, neuron [${k}] of layer ${i + 1}: `);
    const product = () => [
      formula("f′(A)", slopeOf(slopeTexts[i], a), slope, "slope"),
      formula(
        "delta",
        `error · f′(A) = ${factor(errors[i][r][k])} · ${factor(slope)}`,
        deltas[i][r][k],
        "delta",
        name.delta,
      ),
    ];
    if (last) {
      text.append(
        lossName === "mse"
          ? "how far the answer is from y, times the slope there."
          : "with cross_entropy delta is y − A.",
      );
      const error = formula(
        "error",
        `y − A = ${y[r][k]} − ${factor(a)}`,
        errors[i][r][k],
        "error",
        name.error,
      );
      if (lossName !== "mse")
        return [text, error, formula("delta", "error", deltas[i][r][k], "delta", name.delta)];
      return [text, error, ...product()];
    }
    const after = tutorial(i + 1, weights.length - 1);
    text.append("the deltas of the layer after it come back through the same weights.");
    return [
      text,
      table(
        ["", `delta (${after.delta})`, `W (${after.W})`, "delta · W"],
        deltas[i + 1][r].map((d, n) => ({
          cells: [`[${n}]`, d, weights[i + 1][k][n], d * weights[i + 1][k][n]],
        })),
        ["", "", `error (${name.error}) =`, errors[i][r][k]],
      ),
      ...product(),
    ];
  }

  update(record, i, j, k, r, names) {
    const { rate, momentum } = record,
      { sum, step, old, v, carries, start, made, now } = stepOf(record, i, j, k),
      m = record.y.length;
    const name = j < 0 ? `biases[${i}][${k}]` : `weights[${i}][${j}][${k}]`,
      source = j < 0 ? "1" : i ? "the output before it" : "its column of X";
    const plus = (a, b) => `${number(a)} ${b < 0 ? "−" : "+"} ${number(Math.abs(b))}`,
      carried = `old + momentum · v = ${number(old)} + ${momentum} · ${factor(v)}`;
    return [
      element(
        "p",
        `net.${name}, in the tutorial in ${j < 0 ? names.b : names.W}: ${source} times delta,` +
          " added up over the rows.",
      ),
      formula("step", `learning_rate / m · sum = ${rate} / ${m} · ${factor(sum)}`, step, "step"),
      carries && formula("start", carried, start, "start"),
      formula("new", `${carries ? "start" : "old"} + step = ${plus(start, step)}`, made, "new"),
      momentum && formula("v", `new − old = ${plus(made, -old)}`, made - old, "v"),
      verdict(`net.${name} is now ${number(now)}`, made, now),
      this.terms(record, i, j, k, names, sum),
    ];
  }

  // What is added up over the rows.
  terms({ A, deltas, first }, i, j, k, names, sum) {
    const input = j < 0 ? "1" : i ? `A_in (${tutorial(i - 1, -1).A})` : "A_in (X)";
    return table(
      ["row", input, `delta (${names.delta})`, "A_in · delta"],
      deltas[i].map((delta, n) => {
        const a = j < 0 ? 1 : A[i][n][j];
        return {
          cells: [String(first + n), a, delta[k], a * delta[k]],
          at: n,
          chosen: n === this.row,
        };
      }),
      ["", "", "sum", sum],
    );
  }
}

// How one weight, or for j = -1 a bias, is moved, worked out from the numbers that are shown.
function stepOf({ A, deltas, weights, biases, velocity, after, afterBiases, ...set }, i, j, k) {
  const isBias = j < 0,
    { rate, momentum } = set,
    m = deltas[i].length;
  const sum = deltas[i].reduce((s, delta, n) => s + (isBias ? 1 : A[i][n][j]) * delta[k], 0),
    step = (rate / m) * sum;
  const old = isBias ? biases[i][k] : weights[i][j][k],
    now = isBias ? afterBiases[i][k] : after[i][j][k];
  const carries = Boolean(momentum && velocity[i]);
  let v = 0;
  if (carries) v = isBias ? velocity[i][1][k] : velocity[i][0][j][k];
  const start = old + momentum * v;
  return { sum, step, old, v, carries, start, made: start + step, now };
}

// Is what these lines give the same as what the network has?
function verdict(text, made, now) {
  const same = Math.abs(made - now) <= 1e-9 * Math.max(1, Math.abs(now));
  const words = `${same ? "✓" : "✗"} ${text}${same ? "" : ": not what these lines give"}`;
  return Object.assign(element("p", words, same ? "same" : "other"), { id: "hand-check" });
}
