// One update, by hand: the numbers that make one weight's new value, beside the lines of purenn.py
// that work with them. Both come from Python (walk.py); here they are laid out.
import { element } from "./lines.js";
import { capital, inputName, neuronName } from "./names.js";
import { linesOfStage, STAGES } from "./stages.js";

const NAMES = Object.keys(STAGES);
const BEFORE =
  "One step of learning, number by number. It takes as many points (here called rows) as the" +
  " batch size says, from the first on, and stops. Then all that makes the new value of one" +
  " weight can be checked with a pocket calculator. Pick the weight in the drawing, or here.";

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
    if (!this.record || this.stage === NAMES.length - 1) {
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
  shape(sizes, task, pick) {
    const [i, from, to] = pick && pick[0] < sizes.length - 1 ? pick : [0, 0, 0];
    const j = Math.min(from, sizes[i] - 1),
      k = Math.min(to, sizes[i + 1] - 1);
    const fromName = (n) => (i ? `neuron ${n + 1}` : inputName(task, n)),
      isLast = i === sizes.length - 2,
      toName = (n) => (isLast ? capital(neuronName(i + 1, n, sizes, task)) : `neuron ${n + 1}`);
    const fill = (name, first, count, chosen, text) => {
      const options = Array.from({ length: count - first }, (_, at) => at + first);
      this.part(name).replaceChildren(...options.map((at) => new Option(text(at), at)));
      this.part(name).value = chosen;
    };
    fill("layer", 0, sizes.length - 1, i, (n) =>
      n === sizes.length - 2 ? "the output" : `layer ${n + 1}`,
    );
    fill("from", -1, sizes[i], j, (n) => (n < 0 ? "bias" : fromName(n)));
    fill("to", 0, sizes[i + 1], k, toName);
    this.task = task;
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
    this.light(fits ? this.litLines() : []);
    this.part("row").hidden = this.part("row-label").hidden = !fits || stage === 3 || stage === 1;
    if (!fits) {
      this.part("numbers").replaceChildren(element("p", BEFORE));
      return;
    }
    this.showRows();
    const where = { record, task: this.task, i, j, k, row };
    this.part("numbers").replaceChildren(...linesOfStage(NAMES[stage], where));
    this.part("numbers").scrollTop = 0;
  }

  showStages(fits) {
    for (const node of this.box.querySelectorAll("[data-stage]")) {
      const on = fits && node.dataset.stage === String(this.stage);
      node.classList.toggle("on", on);
      node.disabled = !fits;
      node.ariaPressed = String(on);
    }
    const then = this.stage === 3 ? "Next step" : `Next: ${NAMES[this.stage + 1]}`;
    this.part("next").textContent = fits ? then : "Take a step";
  }

  // The numbers of purenn.py's lines that make this stage of what is picked.
  litLines() {
    const { record, stage } = this,
      [i, j] = this.pick;
    const isMine = (part) => part === "all" || (part === "bias") === j < 0;
    return record.lit
      .filter(
        ([name, layer, part]) =>
          name === NAMES[stage] && (layer < 0 || layer === i) && isMine(part),
      )
      .map(([, , , line]) => line);
  }

  showRows() {
    const { record, row } = this,
      rows = this.part("row");
    if (rows.length !== record.y.length || rows.dataset.first !== String(record.first)) {
      rows.replaceChildren(...record.y.map((_, r) => new Option(record.first + r + 1, r)));
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
}
