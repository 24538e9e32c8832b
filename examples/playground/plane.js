// The plane: the network's answers all over it, the points, those held out hollow, and a cross to
// add points with the keyboard. A shape for each class too, for those who do not see the colours.
import { EDGE } from "./data.js";

const LIGHT = {
  middle: [246, 244, 240],
  classes: [
    [66, 134, 200],
    [232, 139, 62],
    [70, 165, 105],
    [222, 200, 70],
    [214, 130, 180],
    [80, 190, 200],
    [150, 110, 85],
    [150, 155, 165],
  ],
  points: [
    "#11508c",
    "#a84a05",
    "#136335",
    "#7a6400",
    "#96306c",
    "#0b6470",
    "#5a3520",
    "#3f4550",
  ],
  edge: "#fff",
  ink: "#15181d",
};
const DARK = {
  middle: [34, 37, 43],
  classes: [
    [42, 104, 170],
    [176, 92, 26],
    [38, 118, 70],
    [128, 112, 20],
    [140, 62, 106],
    [20, 118, 128],
    [110, 78, 56],
    [98, 104, 114],
  ],
  points: [
    "#8cc6ff",
    "#ffb877",
    "#7fe0a3",
    "#f2df6b",
    "#ffb0dc",
    "#7fe8f2",
    "#d9b59c",
    "#d5dae2",
  ],
  edge: "#101216",
  ink: "#f4f5f7",
};
const dark = matchMedia("(prefers-color-scheme: dark)");
export const palette = () => (dark.matches ? DARK : LIGHT);
export const onTheme = (call) => dark.addEventListener("change", call);

const rgb = (colour) => `rgb(${colour.join(" ")})`;
const mixed = (from, to, share) => from.map((part, k) => part + (to[k] - part) * share);

// Each class has a shape: its sign in the text, and its corners around (0, 0); a circle has none.
const TRIANGLE = [
  [0, -1.15],
  [1.1, 0.8],
  [-1.1, 0.8],
];
const SQUARE = [
  [-0.86, -0.86],
  [0.86, -0.86],
  [0.86, 0.86],
  [-0.86, 0.86],
];
const STAR = Array.from({ length: 10 }, (_, k) => {
  const angle = (Math.PI * k) / 5,
    r = k % 2 ? 0.55 : 1.35;
  return [r * Math.sin(angle), -r * Math.cos(angle)];
});
const ARM = [
  [-0.4, -1.2],
  [0.4, -1.2],
  [0.4, -0.4],
];
const PLUS = [0, 1, 2, 3].flatMap((quarter) =>
  turned(ARM, (quarter * Math.PI) / 2),
);
const SHAPES = [
  { sign: "●", corners: null },
  { sign: "■", corners: SQUARE },
  { sign: "▲", corners: TRIANGLE },
  { sign: "◆", corners: turned(SQUARE, Math.PI / 4) },
  { sign: "▼", corners: turned(TRIANGLE, Math.PI) },
  { sign: "✚", corners: PLUS },
  { sign: "★", corners: STAR },
  { sign: "✖", corners: turned(PLUS, Math.PI / 4) },
];
function turned(corners, angle) {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return corners.map(([u, v]) => [u * cos - v * sin, u * sin + v * cos]);
}

export const SIGNS = SHAPES.map(({ sign }) => sign);

// The plane's places at the middles of side x side cells, or along a line for a curve.
function places(side, kind) {
  const at = (k) => EDGE * ((2 * k + 1) / side - 1),
    rows = kind === "curve" ? 1 : side;
  const all = Array.from({ length: side * rows }, (_, p) => p);
  return [
    all.map((p) => at(p % side)),
    all.map((p) => (kind === "curve" ? 0 : -at(Math.floor(p / side)))),
  ];
}

// The inputs there, as the network gets them.
export function gridOf(task, { means, deviations }, side) {
  const columns = task.columns(...places(side, task.kind));
  const scaled = (column, k) =>
    means ? column.map((value) => (value - means[k]) / deviations[k]) : column;
  return { side, columns: columns.map((column, k) => Float64Array.from(scaled(column, k))) };
}

// A picture that came as pixels, on a canvas of its size.
export function canvasOf(pixels, side) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  canvas.getContext("2d").putImageData(new ImageData(pixels, side, side), 0, 0);
  return canvas;
}

export function drawLine(canvas, values, colour, width, high) {
  const context = canvas.getContext("2d"),
    { width: w, height: h } = canvas;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.beginPath();
  values.forEach((value, k) =>
    context.lineTo(((k + 0.5) * w) / values.length, h / 2 - ((value / high) * h) / 2),
  );
  context.stroke();
}

// What an input is, all over the plane.
export function drawInput(canvas, name, task) {
  const column = task.column(name, ...places(canvas.width, task.kind)),
    {
      classes: [from, to],
      middle,
    } = palette();
  const zero = task.isScaled === undefined ? 0 : (Math.max(...column) + Math.min(...column)) / 2;
  const values = column.map((value) => value - zero),
    most = Math.max(...values.map(Math.abs)) || 1;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (task.kind === "curve") {
    drawLine(canvas, values, palette().ink, 2.5, 1.1 * most);
    return;
  }
  const image = context.createImageData(canvas.width, canvas.height);
  values.forEach((value, p) =>
    image.data.set([...mixed(middle, value < 0 ? from : to, Math.abs(value) / most), 255], 4 * p),
  );
  context.putImageData(image, 0, 0);
}

function shape(context, x, y, c, r) {
  const { corners } = SHAPES[c];
  context.beginPath();
  if (corners) for (const [u, v] of corners) context.lineTo(x + u * r, y + v * r);
  else context.arc(x, y, r, 0, 2 * Math.PI);
  context.closePath();
}

export class Plane {
  // heard: pressed(u, v), moved(u, v): the cross, by arrow keys
  constructor(canvas, heard) {
    this.canvas = canvas;
    this.cross = [0, 0];
    this.heard = heard;
    canvas.addEventListener("click", (event) => {
      const box = canvas.getBoundingClientRect();
      heard.pressed(
        EDGE * ((2 * (event.clientX - box.left)) / box.width - 1),
        EDGE * (1 - (2 * (event.clientY - box.top)) / box.height),
      );
    });
    canvas.addEventListener("keydown", (event) => this.key(event));
    for (const type of ["focus", "blur"]) canvas.addEventListener(type, () => this.draw());
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  key(event) {
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] },
      move = moves[event.key];
    if (move) {
      this.cross = this.cross.map((u, k) =>
        Math.min(
          2.9,
          Math.max(-2.9, Math.round((u + (event.shiftKey ? 0.5 : 0.1) * move[k]) * 100) / 100),
        ),
      );
      this.heard.moved(...this.cross);
    } else if (event.key === "Enter" || event.key === " ") {
      this.heard.pressed(...this.cross);
    } else {
      return;
    }
    event.preventDefault();
    this.draw();
  }

  // task, hide (those held out), marked (a Set of indices), asked ([u, v] of a row, or null),
  // picture or line: what to draw
  draw(given = {}) {
    this.given = { ...this.given, ...given };
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      if (this.given.task) this.paint(this.given);
    });
  }

  paint({ task, marked = new Set(), asked, picture, line, hide }) {
    const { canvas } = this,
      context = canvas.getContext("2d"),
      size = Math.round(canvas.clientWidth * Math.min(2, devicePixelRatio || 1)) || 400;
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const r = Math.max(3.4, size / 110) * (task.points.length > 250 ? 0.8 : 1);
    canvas.dataset.side = picture?.width ?? "";
    ground(context, size, task.kind === "curve" ? null : picture);
    task.points.forEach((_, k) => {
      if (!(hide && task.heldOut[k])) point(context, size, task, k, r, marked.has(k));
    });
    if (line && task.kind === "curve") drawLine(canvas, line, palette().ink, r / 1.4, EDGE);
    const isMoved = document.activeElement === canvas && canvas.matches(":focus-visible");
    if (isMoved) cross(context, size, this.cross, r);
    else if (asked) cross(context, size, asked, r);
  }
}

// Where u across or -v up lies on a plane of so many pixels.
const at = (u, size) => ((u / EDGE + 1) * size) / 2;

// The answers, and the two axes.
function ground(context, size, picture) {
  const { middle, ink } = palette(),
    half = size / 2;
  context.fillStyle = rgb(middle);
  context.fillRect(0, 0, size, size);
  context.imageSmoothingQuality = "high";
  if (picture) context.drawImage(picture, 0, 0, size, size);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.25;
  context.stroke(new Path2D(`M0 ${half}h${size}M${half} 0v${size}`));
  context.globalAlpha = 1;
}

function point(context, size, { points, heldOut, kind }, k, r, isMarked) {
  const [u, v, c] = points[k],
    [x, y] = [at(u, size), at(-v, size)],
    { points: colours, edge, ink } = palette();
  context.lineWidth = r / 2.6;
  if (kind === "number") number(context, x, y, c, r, heldOut[k]);
  else {
    shape(context, x, y, c, r);
    context.strokeStyle = heldOut[k] ? colours[c] : edge;
    context.fillStyle = heldOut[k] ? edge : colours[c];
    context.fill();
    context.stroke();
  }
  if (!isMarked) return;
  context.beginPath();
  context.arc(x, y, 2 * r, 0, 2 * Math.PI);
  context.strokeStyle = ink;
  context.stroke();
}

function cross(context, size, [u, v], r) {
  const [x, y] = [at(u, size), at(-v, size)];
  context.strokeStyle = palette().ink;
  context.lineWidth = r / 2;
  context.stroke(new Path2D(`M${x - 2.5 * r} ${y}h${5 * r}M${x} ${y - 2.5 * r}v${5 * r}`));
}

// A point with a number: blue for the lowest, orange for the highest; with a hole if it is held out.
function number(context, x, y, share, r, isHeldOut) {
  const { classes, middle, ink, edge } = palette();
  context.beginPath();
  context.arc(x, y, 1.3 * r, 0, 2 * Math.PI);
  context.fillStyle = rgb(
    mixed(middle, classes[share < 0.5 ? 0 : 1], Math.min(1, Math.abs(2 * share - 1))),
  );
  context.strokeStyle = ink;
  context.lineWidth = r / 4;
  context.fill();
  context.stroke();
  if (!isHeldOut) return;
  context.beginPath();
  context.arc(x, y, 0.6 * r, 0, 2 * Math.PI);
  context.fillStyle = edge;
  context.fill();
}
