// Both losses, epoch by epoch, on a scale of powers of ten.
const SVG = "http://www.w3.org/2000/svg";
const MOST = 800; // points kept of a curve: of a longer one, one of every 2 epochs, of every 4, ...

// The first point of every so many epochs, and the last one.
function thinned(points, every) {
  const part = (k) => Math.floor(points[k][0] / every);
  return points.filter((_, k) => k === 0 || k === points.length - 1 || part(k) > part(k - 1));
}

export class Curves {
  constructor(svg) {
    this.svg = svg;
    this.clear();
    new ResizeObserver(() => this.draw()).observe(svg);
  }

  clear() {
    this.train = [];
    this.heldOut = [];
    this.every = 1; // epochs of which one is kept
    this.draw();
  }

  // name: "train" or "heldOut"; points: [epoch, loss]. A loss that is not finite is null.
  add(name, points) {
    const all = [...this[name], ...points.filter(([, loss]) => loss !== null)];
    this[name] = thinned(all, this.every);
    while (this[name].length > MOST) {
      this.every *= 2;
      this[name] = thinned(all, this.every);
    }
    this.draw();
  }

  draw() {
    this.asked ??= setTimeout(() => {
      // five times a second will do
      this.asked = null;
      this.paint();
    }, 200);
  }

  paint() {
    const { svg } = this,
      width = svg.clientWidth || 400,
      height = svg.clientHeight || 120;
    const left = 42,
      right = width - 8,
      top = 8,
      bottom = height - 18;
    const values = [...this.train, ...this.heldOut].map(([, loss]) => Math.max(loss, 1e-9));
    const low = Math.floor(Math.log10(Math.min(0.1, ...values))),
      high = Math.ceil(Math.log10(Math.max(1, ...values)));
    const last = Math.max(1, this.train.at(-1)?.[0] ?? 1, this.heldOut.at(-1)?.[0] ?? 1);
    const x = (epoch) => left + ((right - left) * epoch) / last;
    const y = (loss) =>
      bottom - ((bottom - top) * (Math.log10(Math.max(loss, 1e-9)) - low)) / (high - low);
    const nodes = [],
      make = (tag, attributes, text = "") => {
        const node = document.createElementNS(SVG, tag);
        for (const name in attributes) node.setAttribute(name, attributes[name]);
        node.textContent = text;
        nodes.push(node);
      };
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const every = Math.ceil((high - low) / 4);
    for (let power = high; power >= low; power -= every) {
      make("line", { x1: left, x2: right, y1: y(10 ** power), y2: y(10 ** power), class: "grid" });
      make(
        "text",
        { x: left - 5, y: y(10 ** power) + 4, "text-anchor": "end" },
        power > -4 ? String(Number((10 ** power).toFixed(4))) : `1e${power}`,
      );
    }
    make("text", { x: left, y: height - 4 }, "0");
    make(
      "text",
      { x: right, y: height - 4, "text-anchor": "end" },
      `${last} epoch${last === 1 ? "" : "s"}`,
    );
    for (const name of ["heldOut", "train"]) {
      make("polyline", {
        class: name,
        points: this[name]
          .map(([epoch, loss]) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`)
          .join(" "),
      });
    }
    svg.replaceChildren(...nodes);
  }
}
