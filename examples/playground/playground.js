// The page: controls that write the code, pictures of what the worker says about the network.
const element = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
const plane = element("plane"), code = element("code"), output = element("output");
const NEEDS_PYTHON = ["train", "step", "reset", "run", "save-json", "save-python"];

// ---- data: points (x, y) in -1..1 of class 0 or 1 ----------------------------------------------
function random(seed) { // mulberry32: the same points for the same seed
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const DATA = {
  xor: (next) => Array.from({ length: 60 }, () => {
    const [u, v] = [2 * next() - 1, 2 * next() - 1].map((w) => Math.sign(w) * (0.08 + 0.85 * Math.abs(w)));
    return [u, v, Number(u * v < 0)];
  }),
  circles: (next) => Array.from({ length: 60 }, (_, k) => {
    const angle = 2 * Math.PI * next(), r = k % 2 ? 0.7 + 0.2 * next() : 0.4 * Math.sqrt(next());
    return [r * Math.cos(angle), r * Math.sin(angle), k % 2];
  }),
  moons: (next) => Array.from({ length: 60 }, (_, k) => {
    const angle = Math.PI * next(), side = k % 2 ? -1 : 1, noise = () => 0.12 * (next() - 0.5);
    return [side * (0.55 * Math.cos(angle) - 0.27) + noise(), side * (0.6 * Math.sin(angle) - 0.15) + noise(), k % 2];
  }),
  spiral: (next) => Array.from({ length: 100 }, (_, k) => {
    const t = 0.08 + 0.92 * ((k >> 1) / 50), side = k % 2 ? -1 : 1, noise = () => 0.03 * (next() - 0.5);
    return [0.92 * side * t * Math.cos(7 * t) + noise(), 0.92 * side * t * Math.sin(7 * t) + noise(), k % 2];
  }),
};

let points = [], own = [], cross = [0, 0], state = null, losses = [], training = false;

// ---- the code ----------------------------------------------------------------------------------
function hidden() {
  return [...element("neurons").querySelectorAll("input")].map((input) =>
    Math.min(16, Math.max(1, Math.round(Number(input.value)) || 1)));
}

function written() {
  const sizes = [2, ...hidden(), 1];
  const names = [...hidden().map(() => `"${element("activation").value}"`), '"sigmoid"'];
  return `from purenn import Network
from page import X, y  # the points, their colours

learning_rate = ${element("rate").value}
batch_size = ${element("batch").value}

net = Network([${sizes.join(", ")}],
              [${names.join(", ")}],
              loss="cross_entropy", seed=${Math.max(0, Math.round(Number(element("seed").value)) || 0)})

def epoch():  # the page calls it, over and over
    return net.train(X, y, 1, learning_rate,
                     batch_size, print_every=0)
`;
}

function write(text) {
  if (text === code.value) return;
  const focused = document.activeElement;
  code.focus({ preventScroll: true });
  code.select();
  // Unlike an assignment, this can be undone: nothing that was typed is lost.
  if (!document.execCommand("insertText", false, text)) code.value = text;
  focused?.focus({ preventScroll: true });
  number();
}

function number(wrong) {
  const count = code.value.split("\n").length;
  code.rows = Math.max(14, count);
  element("lines").replaceChildren(...Array.from({ length: count }, (_, k) => {
    const span = document.createElement("span");
    span.textContent = k + 1;
    span.className = k + 1 === wrong ? "wrong" : "";
    return span;
  }));
}

// ---- the worker --------------------------------------------------------------------------------
const PATIENCE = 5000; // milliseconds that the worker may take for an answer
let worker, ready, waiting, ids = 0;

function begin(loads = true) {
  worker?.terminate();
  worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
  ready = false;
  waiting = new Set();
  worker.onmessage = ({ data }) => RECEIVED[data.type](data, loads);
  worker.onerror = () => RECEIVED.failed({ text: "The worker could not be started: serve the page by  python3 -m http.server" });
}

function send(message) {
  if (!ready) return;
  const id = ++ids, asked = waiting;
  waiting.add(id);
  worker.postMessage({ ...message, id });
  setTimeout(() => {
    if (!asked.has(id) || asked !== waiting) return;
    begin(false); // loading the same code would only hold the next worker too
    setTraining(false);
    say(`The code did not come to an end within ${PATIENCE / 1000} seconds, and was stopped.`, true);
  }, PATIENCE);
}

function load() {
  losses = [];
  say("");
  number();
  setTraining(false);
  send({ type: "load", code: code.value, X: points.map(([u, v]) => [u, v]), y: points.map(([, , c]) => [c]) });
}

function setTraining(value) {
  training = value;
  element("train").textContent = training ? "Pause" : "Train";
}

const RECEIVED = {
  ready(data, loads) {
    ready = true;
    for (const id of NEEDS_PYTHON) element(id).disabled = false;
    if (loads) load();
  },
  failed({ text }) {
    element("failed").hidden = false;
    element("failed").textContent = text;
    element("epochs").textContent = "no Python";
  },
  done({ id }) {
    waiting.delete(id);
  },
  printed({ text }) {
    say((output.textContent + text + "\n").slice(-4000));
  },
  error({ text }) {
    setTraining(false);
    say(text, true);
    const lines = [...text.matchAll(/File "<stdin>", line (\d+)/g)];
    if (lines.length) number(Number(lines.at(-1)[1]));
  },
  state(data) {
    state = data;
    losses.push(...data.losses);
    draw();
  },
  file({ name, text }) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  },
};

function say(text, wrong = false) {
  output.hidden = !text;
  output.textContent = text;
  output.classList.toggle("error", wrong);
}

// ---- pictures ----------------------------------------------------------------------------------
let asked = false;

function draw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    drawPlane();
    if (state) {
      drawNetwork();
      drawLosses();
      element("epochs").textContent = `${state.epochs} epoch${state.epochs === 1 ? "" : "s"}`;
      element("loss").textContent = losses.length ? losses.at(-1).toPrecision(4) : "–";
    }
  });
}

const BLUE = [33, 102, 172], MIDDLE = [244, 242, 238], ORANGE = [214, 108, 26];

function shade(p) {
  const [from, share] = p < 0.5 ? [BLUE, 1 - 2 * p] : [ORANGE, 2 * p - 1];
  return MIDDLE.map((m, k) => m + (from[k] - m) * Math.min(1, Math.max(0, share)) * 0.85);
}

function drawPlane() {
  const context = plane.getContext("2d"), size = plane.width;
  const at = (u) => (u + 1) * size / 2;
  context.fillStyle = "#f4f2ee";
  context.fillRect(0, 0, size, size);
  if (state?.answers) {
    const cells = state.answers.length, image = new ImageData(cells, cells);
    state.answers.flat().forEach((p, k) => image.data.set([...shade(p), 255], 4 * k));
    const small = document.createElement("canvas");
    small.width = small.height = cells;
    small.getContext("2d").putImageData(image, 0, 0);
    context.drawImage(small, 0, 0, size, size);
  }
  for (const [u, v, c] of points) {
    context.beginPath();
    context.arc(at(u), at(-v), 5.5, 0, 2 * Math.PI);
    context.fillStyle = c ? "#b8560f" : "#1f5f9e";
    context.strokeStyle = "#fff";
    context.lineWidth = 1.5;
    context.fill();
    context.stroke();
  }
  if (document.activeElement === plane) {
    const [x, y] = [at(cross[0]), at(-cross[1])];
    context.strokeStyle = "#111";
    context.lineWidth = 2;
    context.stroke(new Path2D(`M${x - 10} ${y}h20M${x} ${y - 10}v20`));
  }
}

function drawn(svg, tag, count) {
  const found = svg.getElementsByTagName(tag);
  while (found.length < count) svg.append(document.createElementNS(SVG, tag));
  while (found.length > count) found[found.length - 1].remove();
  return found;
}

function set(node, attributes) {
  for (const name in attributes) node.setAttribute(name, attributes[name]);
}

function drawNetwork() {
  const { sizes, weights, biases } = state;
  const x = (layer) => 24 + 312 * layer / (sizes.length - 1);
  const y = (layer, k) => 130 + 240 * (k - (sizes[layer] - 1) / 2) / Math.max(sizes[layer], 4);
  const lines = [], nodes = [];
  sizes.forEach((size, layer) => {
    for (let k = 0; k < size; k++) {
      nodes.push([x(layer), y(layer, k), layer ? biases[layer - 1][k] : 0]);
      if (layer) weights[layer - 1].forEach((row, j) => lines.push([x(layer - 1), y(layer - 1, j), x(layer), y(layer, k), row[k]]));
    }
  });
  const groups = drawn(element("network"), "g", 2), colour = (w) => `var(${w < 0 ? "--one" : "--two"})`;
  const shown = lines.slice(0, 1200), paths = drawn(groups[0], "line", shown.length);
  shown.forEach(([x1, y1, x2, y2, w], k) => set(paths[k], { x1, y1, x2, y2, stroke: colour(w),
    "stroke-width": Math.min(7, 0.3 + 1.4 * Math.abs(w)).toFixed(2), "stroke-opacity": 0.75 }));
  const radius = Math.max(...sizes) > 10 ? 6 : 9, circles = drawn(groups[1], "circle", nodes.length);
  nodes.forEach(([cx, cy, b], k) => set(circles[k], { cx, cy, r: radius, fill: "var(--card)", stroke: b ? colour(b) : "var(--faint)",
    "stroke-width": Math.min(4, 1.5 + Math.abs(b)).toFixed(2) }));
}

function drawLosses() {
  const svg = element("losses"), left = 40, right = 350, top = 8, bottom = 132;
  const every = Math.ceil(losses.length / 300) || 1;
  const kept = losses.filter((_, k) => k % every === 0 || k === losses.length - 1).map((loss) => Math.max(loss, 1e-6));
  const low = Math.floor(Math.log10(Math.min(0.1, ...kept))), high = Math.ceil(Math.log10(Math.max(1, ...kept)));
  const x = (k) => left + (right - left) * k / Math.max(kept.length - 1, 1);
  const y = (loss) => bottom - (bottom - top) * (Math.log10(loss) - low) / (high - low);
  const powers = Array.from({ length: high - low + 1 }, (_, k) => low + k);
  const grid = drawn(svg, "line", powers.length), words = drawn(svg, "text", powers.length + 1);
  const style = { fill: "var(--faint)", "font-size": 11 };
  powers.forEach((power, k) => {
    set(grid[k], { x1: left, x2: right, y1: y(10 ** power), y2: y(10 ** power), stroke: "var(--line)" });
    set(words[k], { ...style, x: left - 5, y: y(10 ** power) + 4, "text-anchor": "end" });
    words[k].textContent = 10 ** power >= 0.001 ? String(Number((10 ** power).toPrecision(1))) : `1e${power}`;
  });
  set(words[powers.length], { ...style, x: right, y: 147, "text-anchor": "end" });
  words[powers.length].textContent = `${losses.length} epochs`;
  set(drawn(svg, "polyline", 1)[0], { fill: "none", stroke: "var(--two)", "stroke-width": 2,
    points: kept.map((loss, k) => `${x(k).toFixed(1)},${y(loss).toFixed(1)}`).join(" ") });
}

// ---- controls ----------------------------------------------------------------------------------
function rewrite() {
  write(written());
  load();
  draw();
}

function chooseData() {
  const name = element("data").value;
  points = name === "own" ? own : DATA[name](random(7));
}

function chooseLayers() {
  const before = hidden(), count = Number(element("layers").value);
  element("neurons").replaceChildren(...Array.from({ length: count }, (_, k) => {
    const label = document.createElement("label"), input = document.createElement("input");
    label.append(`Neurons in layer ${k + 1}`, input);
    set(input, { type: "number", min: 1, max: 16, value: before[k] ?? 8, id: `neurons-${k + 1}` });
    return label;
  }));
}

function add(u, v) {
  if (element("data").value !== "own") { // what is there becomes the user's
    own = points.slice();
    element("data").value = "own";
  }
  own.push([u, v, Number(document.querySelector("input[name=class]:checked").value)]
    .map((w, k) => k < 2 ? Math.round(w * 1000) / 1000 : w));
  points = own;
  const going = training;
  load();
  if (going) toggle();
  draw();
}

function toggle() {
  setTraining(!training);
  send({ type: training ? "train" : "pause" });
}

element("controls").addEventListener("submit", (event) => event.preventDefault());
element("controls").addEventListener("change", ({ target }) => {
  if (target.id === "data") chooseData();
  if (target.id === "layers") chooseLayers();
  if (target.id === "rate" || target.id === "batch") { // these may change while it learns
    const name = target.id === "rate" ? "learning_rate" : "batch_size", line = `${name} = ${target.value}`;
    const pattern = new RegExp(`^${name} = .*$`, "m");
    write(pattern.test(code.value) ? code.value.replace(pattern, line) : written());
    send({ type: "set", code: line });
    return;
  }
  if (target.id === "data") {
    load();
    draw();
  } else {
    rewrite();
  }
});
element("train").addEventListener("click", toggle);
element("step").addEventListener("click", () => {
  if (training) toggle();
  send({ type: "step" });
});
for (const id of ["reset", "run"]) element(id).addEventListener("click", () => { load(); draw(); });
element("save-json").addEventListener("click", () => send({ type: "file", name: "net.json" }));
element("save-python").addEventListener("click", () => send({ type: "file", name: "model.py" }));
element("clear").addEventListener("click", () => {
  own = [];
  element("data").value = "own";
  chooseData();
  state = state && { ...state, answers: null };
  load();
  draw();
});

code.addEventListener("input", () => number());
code.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    element("run").click();
  }
});

plane.addEventListener("click", (event) => {
  const box = plane.getBoundingClientRect();
  add(2 * (event.clientX - box.left) / box.width - 1, 1 - 2 * (event.clientY - box.top) / box.height);
});
plane.addEventListener("keydown", (event) => {
  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  const move = moves[event.key];
  if (move) {
    cross = cross.map((u, k) => Math.min(1, Math.max(-1, Math.round((u + 0.05 * move[k]) * 100) / 100)));
  } else if (event.key === "Enter" || event.key === " ") {
    add(...cross);
  } else {
    return;
  }
  event.preventDefault();
  draw();
});
plane.addEventListener("focus", draw);
plane.addEventListener("blur", draw);

chooseLayers();
chooseData();
code.value = written();
number();
draw();
begin();
