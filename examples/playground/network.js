// The network as a drawing: a button with a picture for every neuron, a line for every weight.
// Arrow keys go from neuron to neuron, Shift with up or down from weight to weight of a neuron.
import { capital, neuronName } from "./names.js";
import { drawInput, drawLine, palette } from "./plane.js";

const SVG = "http://www.w3.org/2000/svg";
const SMALL = 32;
const DRAWN = 24; // neurons of a layer that are drawn; a user's own code may ask for more

const number = (w) => (w < 0 ? "−" : "") + Math.abs(w).toFixed(4);

function button(className, text, label, press) {
  const node = document.createElement("button");
  node.type = "button";
  node.className = className;
  node.append(text);
  if (label) node.ariaLabel = label;
  node.addEventListener("click", press);
  return node;
}

export class Drawing {
  // heard: look([layer, k] or null), pick([i, j, k]; j -1: the bias), input(name), resize(layer, by)
  constructor(box, detail, heard) {
    Object.assign(this, { box, detail, heard, picked: null });
    this.svg = document.createElementNS(SVG, "svg");
    this.svg.ariaHidden = "true";
    box.addEventListener("pointermove", (event) => this.hover(event));
    box.addEventListener("pointerleave", () => this.tell(null));
    document.addEventListener("pointerdown", ({ target }) => {
      if (!box.contains(target)) this.tell(null); // not every browser blurs what was touched
    });
    box.addEventListener("click", (event) => {
      if (event.target === this.svg || event.target === box) {
        const at = this.near(event);
        if (!at) return;
        this.tell({ weight: at });
        heard.pick(at);
      }
    });
    box.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.net && this.shape(this.net)).observe(box);
  }

  // net: sizes, activations, weights, biases, and the task
  shape(net) {
    this.net = net;
    this.titles = net.task.titles;
    const { box } = this,
      focused = box.contains(document.activeElement) && document.activeElement.dataset;
    this.layOut(net);
    const nodes = [this.svg];
    this.addNeurons(net, nodes);
    this.addHeads(net, nodes);
    this.lines = this.linesOf(net);
    this.svg.setAttribute("viewBox", `0 0 ${box.clientWidth} ${box.clientHeight}`);
    this.svg.replaceChildren(...this.lines.flat(2));
    box.replaceChildren(...nodes);
    this.refocus(focused);
    this.roving();
    this.weights(net);
    if (this.last) this.pictures(this.last);
    this.mark(this.picked);
  }

  // Where everything is: x(layer) and y(k of n), the places of the neurons, and their radius.
  layOut({ sizes, task: { inputs, known } }) {
    const { clientWidth: width, clientHeight: height } = this.box,
      top = 30,
      columns = sizes.length;
    const most = Math.max(known.length, ...sizes.slice(1).map((n) => Math.min(n, DRAWN)));
    const gap = (height - top) / most;
    this.radius = Math.max(4, Math.min(18, gap / 2 - (gap > 20 ? 2 : 0.6), width / columns / 4));
    this.box.classList.toggle("small", this.radius < 8);
    const hasLongNames = known.some((name) => this.titles[name].length > 5),
      left = hasLongNames ? Math.min(100, width / 4) : 46;
    this.x = (layer) =>
      layer ? left + 10 + ((width - left - 44) * layer) / (columns - 1) : left;
    this.y = (k, n) =>
      top + (height - top) / 2 + Math.min(gap * 1.35, (height - top) / n) * (k - (n - 1) / 2);
    const placeOf = (layer, k, n) =>
      layer || !inputs[k]
        ? [this.x(layer), this.y(k, n)]
        : [this.x(0), this.y(known.indexOf(inputs[k]), known.length)];
    this.places = sizes.map((size, layer) => {
      const n = Math.min(size, DRAWN);
      return Array.from({ length: n }, (_, k) => placeOf(layer, k, n));
    });
  }

  // The neurons, and the inputs that are not in use.
  addNeurons({ sizes, task: { inputs, known } }, nodes) {
    this.nodes = sizes.map((_, layer) =>
      this.places[layer].map((place, k) =>
        layer
          ? this.neuron(place, layer, k, nodes)
          : this.input(inputs[k], place, true, k, nodes),
      ),
    );
    known.forEach((name, k) => {
      if (inputs.includes(name)) return;
      this.input(name, [this.x(0), this.y(k, known.length)], false, -1, nodes);
    });
  }

  // Buttons above every layer where they have room; else they stand below, for one layer at a time.
  addHeads({ sizes }, nodes) {
    const isForFingers = matchMedia("(pointer: coarse), (max-width: 700px)").matches,
      last = sizes.length - 1,
      isRoomy = this.box.clientWidth / last >= (isForFingers ? 120 : 72);
    this.box.parentNode.classList.toggle("stepper", !isRoomy);
    for (let layer = 1; layer < last; layer++)
      this.head(this.x(layer), layer, sizes[layer], nodes, isRoomy);
  }

  linesOf({ weights }) {
    return weights.map((_, i) =>
      this.places[i].map((from, j) =>
        this.places[i + 1].map((to, k) => {
          const line = document.createElementNS(SVG, "line");
          const [x1, y1, x2, y2] = [from[0] + this.radius, from[1], to[0] - this.radius, to[1]];
          for (const [name, value] of Object.entries({ x1, y1, x2, y2 }))
            line.setAttribute(name, value.toFixed(1));
          line.dataset.weight = [i, j, k].join("_");
          return line;
        }),
      ),
    );
  }

  // What is pressed with the keyboard stays in focus.
  refocus(focused) {
    const name = ["input", "neuron", "more", "less"].find((one) => focused?.[one]);
    if (name) this.box.querySelector(`[data-${name}="${focused[name]}"]`)?.focus();
  }

  // There is no network, as the code is wrong.
  clear() {
    this.net = this.last = null;
    this.tell(null);
    this.svg.replaceChildren();
    this.box.replaceChildren(this.svg);
    this.detail.textContent = "No network: the code that makes it is wrong, or was stopped.";
  }

  canvas() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = SMALL;
    return canvas;
  }

  place(node, [x, y], size = 2 * this.radius) {
    Object.assign(node.style, {
      left: `${x - this.radius}px`,
      top: `${y - this.radius}px`,
      width: `${size}px`,
      height: `${size}px`,
    });
  }

  input(name, place, on, k, nodes) {
    if (!name) {
      // the code wants more inputs than the page has for it
      const unknown = button("neuron input", this.canvas(), `input ${k}`, () => {});
      this.place(unknown, place);
      nodes.push(unknown);
      return unknown;
    }
    const node = button(`neuron input${on ? "" : " off"}`, this.canvas(), "", () =>
      this.heard.input(name),
    );
    const label = document.createElement("span");
    node.setAttribute("aria-describedby", "word-input");
    node.ariaLabel = `input ${this.titles[name]}`;
    node.ariaPressed = String(on);
    node.dataset.input = name;
    if (on) node.dataset.neuron = `0_${k}`;
    label.textContent = this.titles[name];
    label.className = "name";
    node.append(label);
    drawInput(node.firstChild, name, this.net.task);
    this.place(node, place);
    this.listen(node, on ? [0, k] : null);
    nodes.push(node);
    return node;
  }

  neuron(place, layer, k, nodes) {
    const node = button("neuron", this.canvas(), "", () => {
      this.tell({ neuron: [layer, k] });
      this.heard.pick([layer - 1, -1, k]);
    });
    node.dataset.neuron = `${layer}_${k}`;
    node.ariaLabel = capital(this.title(layer, k));
    this.place(node, place);
    this.listen(node, [layer, k]);
    nodes.push(node);
    return node;
  }

  listen(node, at) {
    const show = () => this.tell(at && { neuron: at });
    node.addEventListener("pointerenter", show);
    node.addEventListener("focus", () => {
      this.at = at ?? this.at;
      this.weight = null;
      if (at) this.roving();
      show();
    });
    node.addEventListener("blur", () => this.tell(null));
  }

  head(x, layer, size, nodes, hasButtons) {
    const head = document.createElement("div");
    head.className = "head";
    head.style.left = `${x}px`;
    const less = button("", "−", `a neuron less in layer ${layer}`, () =>
      this.heard.resize(layer - 1, -1),
    );
    const more = button("", "+", `a neuron more in layer ${layer}`, () =>
      this.heard.resize(layer - 1, 1),
    );
    less.dataset.less = more.dataset.more = layer;
    for (const node of [less, more]) node.setAttribute("aria-describedby", "word-neurons");
    const count = document.createElement("span");
    count.textContent = size;
    head.append(...(hasButtons ? [less, count, more] : [count]));
    nodes.push(head);
  }

  title(layer, k) {
    return neuronName(layer, k, this.net.sizes, this.net.task);
  }

  roving() {
    // Tab comes to one neuron, arrow keys go on from there
    const { at = [1, 0] } = this,
      fits = this.nodes[at[0]]?.[at[1]] ? at : [1, 0];
    this.nodes.forEach((column, layer) =>
      column.forEach((node, k) => {
        if (layer)
          node.tabIndex =
            (layer === fits[0] && k === fits[1]) || (!fits[0] && layer === 1 && k === 0) ? 0 : -1;
      }),
    );
  }

  key(event) {
    const at = document.activeElement?.dataset?.neuron?.split("_").map(Number);
    if (!at) return;
    const [layer, k] = at,
      moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] },
      move = moves[event.key];
    if (event.key === "Enter" && this.weight) {
      this.heard.pick(this.weight);
    } else if (!move) {
      return;
    } else if (event.shiftKey && move[1] && layer) {
      const n = this.places[layer - 1].length,
        j = this.weight ? this.weight[1] + move[1] : move[1] > 0 ? 0 : n - 1;
      this.weight = [layer - 1, (j + n) % n, k];
      this.tell({ weight: this.weight });
    } else {
      const column = this.nodes[Math.min(this.nodes.length - 1, Math.max(0, layer + move[0]))];
      const fraction = (k + 0.5) / this.nodes[layer].length;
      const next = move[0]
        ? Math.floor(fraction * column.length)
        : Math.min(column.length - 1, Math.max(0, k + move[1]));
      column[next].focus();
    }
    event.preventDefault();
  }

  // The weight whose line is next to the pointer, if one is near.
  near(event) {
    const box = this.box.getBoundingClientRect(),
      x = event.clientX - box.left,
      y = event.clientY - box.top;
    let best = event.pointerType === "touch" ? 16 : 8,
      found = null;
    this.lines?.forEach((matrix, i) =>
      matrix.forEach((row, j) =>
        row.forEach((_, k) => {
          const [x1, y1] = this.places[i][j],
            [x2, y2] = this.places[i + 1][k];
          if (x < x1 + this.radius || x > x2 - this.radius) return;
          const slope = (y2 - y1) / (x2 - x1 - 2 * this.radius);
          const away = Math.abs(y - y1 - (x - x1 - this.radius) * slope) / Math.hypot(1, slope);
          if (away < best) [best, found] = [away, [i, j, k]];
        }),
      ),
    );
    return found;
  }

  hover(event) {
    if (event.target.closest(".neuron")) return;
    const at = this.near(event);
    this.box.style.cursor = at ? "pointer" : "";
    this.tell(at && { weight: at });
  }

  tell(what) {
    const before = JSON.stringify(this.told ?? null);
    this.told = what;
    this.say();
    this.svg.querySelector(".near")?.classList.remove("near");
    if (what?.weight)
      this.lines[what.weight[0]]?.[what.weight[1]]?.[what.weight[2]]?.classList.add("near");
    if (before !== JSON.stringify(what ?? null)) this.heard.look(what?.neuron ?? null);
  }

  // What is pointed at, else what is picked, in words.
  say() {
    const { net, picked } = this;
    if (!net) return;
    const [i, j, k] = picked ?? [],
      told = this.told ?? (picked && (j < 0 ? { neuron: [i + 1, k] } : { weight: picked }));
    const { weights, biases, activations } = net;
    if (told?.weight && weights[told.weight[0]]?.[told.weight[1]]) {
      const [i, j, k] = told.weight;
      this.detail.textContent = `net.weights[${i}][${j}][${k}] = ${number(weights[i][j][k])}, from ${this.title(i, j)} to ${this.title(i + 1, k)}`;
    } else if (
      told?.neuron &&
      told.neuron[0] &&
      biases[told.neuron[0] - 1]?.[told.neuron[1]] !== undefined
    ) {
      const [layer, k] = told.neuron;
      this.detail.textContent =
        `${capital(this.title(layer, k))}: ${activations[layer - 1]},` +
        ` net.biases[${layer - 1}][${k}] = ${number(biases[layer - 1][k])},` +
        ` weights in: ${weights[layer - 1]
          .slice(0, 8)
          .map((row) => number(row[k]))
          .join("  ")}${weights[layer - 1].length > 8 ? " …" : ""}`;
    } else if (told?.neuron && !told.neuron[0]) {
      const k = told.neuron[1];
      this.detail.textContent = `${capital(this.title(0, k))}: number ${k + 1} of each row of X`;
    } else {
      const hidden = this.isDoubted
        ? " There are no pictures, as this network answers otherwise than its layers say."
        : net.sizes.slice(1, -1).some((n) => n > DRAWN)
          ? ` The first ${DRAWN} neurons of a layer are drawn.`
          : "";
      this.detail.textContent = `Solid: weights above 0. Dashed: below. Thick: far from 0. Point at a line, or tap it, for its numbers.${hidden}`;
    }
  }

  weights({ weights, biases }) {
    this.net = { ...this.net, weights, biases };
    const width = this.radius > 8 ? 1.6 : 0.9;
    this.lines.forEach((matrix, i) =>
      matrix.forEach((row, j) =>
        row.forEach((line, k) => {
          const w = weights[i]?.[j]?.[k] ?? 0,
            drawn = `${w < 0}${Math.min(4 * width, 0.4 + width * Math.abs(w)).toFixed(1)}`;
          if (line.drawn === drawn) return; // most of them have not changed to the eye
          line.drawn = drawn;
          line.classList.toggle("negative", w < 0);
          line.style.strokeWidth = drawn.replace(/^[a-z]+/, "");
        }),
      ),
    );
    this.say();
  }

  // answers: from the painter, small pictures of every neuron or, for a curve, values; null: the
  // network answers otherwise than its layers say
  pictures(answers) {
    if (this.isDoubted !== !answers) {
      this.isDoubted = !answers;
      this.say();
    }
    this.last = answers;
    if (!answers) return;
    this.nodes.forEach(
      (column, layer) =>
        layer &&
        column.forEach((node, k) => {
          const canvas = node.firstChild,
            pixels = answers.small?.[layer]?.[k],
            values = answers.values?.[layer]?.[k];
          if (pixels)
            canvas.getContext("2d").putImageData(new ImageData(pixels, SMALL, SMALL), 0, 0);
          if (!values) return;
          canvas.getContext("2d").clearRect(0, 0, SMALL, SMALL);
          drawLine(canvas, values, palette().ink, 2.5, Math.max(1, ...values.map(Math.abs)) * 1.1);
        }),
    );
  }

  mark(picked) {
    this.picked = picked;
    this.box.querySelectorAll(".picked").forEach((node) => node.classList.remove("picked"));
    this.say();
    if (!picked) return;
    const [i, j, k] = picked;
    (j < 0 ? this.nodes?.[i + 1]?.[k] : this.lines?.[i]?.[j]?.[k])?.classList.add("picked");
  }
}
