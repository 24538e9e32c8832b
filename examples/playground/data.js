// The data: points [u, v, c] of a plane from -EDGE to EDGE, what a network is given of them, and
// which of them are held out. c is the class; in a curve it is not used, v is what to answer.
export const EDGE = 3;
const LAST = 2.95; // as far out as a point lies

export function random(seed) { // mulberry32: the same points for the same seed
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Each makes point k of n. `next` gives numbers from 0 to 1; noise is added after.
const polar = (r, angle, c) => [r * Math.cos(angle), r * Math.sin(angle), c];
export const DATA = {
  xor: {
    title: "XOR", kind: "two",
    point(k, n, next) {
      const [right, up] = [k & 1, k >> 1 & 1], side = (positive) => (positive ? 1 : -1) * (0.2 + 2.6 * next());
      return [side(right), side(up), right ^ up];
    },
  },
  circles: {
    title: "circles", kind: "two",
    point: (k, n, next) => polar(k % 2 ? 2.1 + 0.7 * next() : 1.35 * Math.sqrt(next()), 2 * Math.PI * next(), k % 2),
  },
  moons: {
    title: "moons", kind: "two",
    point(k, n, next) {
      const side = k % 2 ? -1 : 1, [x, y] = polar(1.7 + 0.35 * (next() - 0.5), Math.PI * next());
      return [side * (x - 0.85), side * (1.3 * y - 0.65), k % 2];
    },
  },
  spiral: {
    title: "spiral", kind: "two",
    point(k, n) {
      const t = 0.06 + 0.94 * (Math.floor(k / 2) + 0.5) / Math.ceil(n / 2);
      return polar(2.8 * t * (k % 2 ? -1 : 1), 2.5 * Math.PI * t, k % 2);
    },
  },
  blobs: {
    title: "blobs", kind: "three",
    point(k, n, next) {
      const [x, y] = polar(1.75, Math.PI * (0.5 + 2 * (k % 3) / 3)), [dx, dy] = polar(0.95 * Math.sqrt(next()), 2 * Math.PI * next());
      return [x + dx, y - 0.4 + dy, k % 3];
    },
  },
  curve: {
    title: "curve", kind: "curve",
    point(k, n, next) {
      const u = 5.6 * (k + next()) / n - 2.8;
      return [u, 1.5 * Math.sin(1.9 * u) + 0.4 * u, 0];
    },
  },
};

export function makePoints({ data, count, noise, draw }) {
  const next = random(draw), round = (w) => Math.round(100 * Math.min(LAST, Math.max(-LAST, w))) / 100;
  const spread = () => noise / 100 * 1.5 * (next() + next() + next() + next() - 2); // nearly normal
  return Array.from({ length: count }, (_, k) => {
    const [u, v, c] = DATA[data].point(k, count, next);
    return [round(DATA[data].kind === "curve" ? u : u + spread()), round(v + spread()), c];
  });
}

// The kind of task: two classes, three classes or a curve. One's own points have the kind of the
// data that they came from; a point of the third class makes it three.
export function kindOf({ data, own, ownKind }) {
  if (data !== "own") return DATA[data].kind;
  return ownKind !== "curve" && own.some(([, , c]) => c === 2) ? "three" : ownKind;
}

// Held out: `share` percent of each class, drawn by lot; each point keeps its lot when others come.
export function isHeldOut(points, share) {
  const lots = points.map((_, k) => random(1000 + k)()), out = points.map(() => false);
  for (const c of [0, 1, 2]) {
    const some = points.map((_, k) => k).filter((k) => points[k][2] === c).sort((a, b) => lots[a] - lots[b]);
    for (const k of some.slice(0, Math.floor(some.length * share / 100))) out[k] = true;
  }
  return out;
}

export const INPUTS = {
  x: { title: "x", of: (u) => u, curve: true },
  y: { title: "y", of: (u, v) => v },
  xx: { title: "x²", of: (u) => u * u, curve: true },
  yy: { title: "y²", of: (u, v) => v * v },
  xy: { title: "x·y", of: (u, v) => u * v },
  sinx: { title: "sin x", of: (u) => Math.sin(u), curve: true },
  siny: { title: "sin y", of: (u, v) => Math.sin(v) },
};

export function inputsOf({ inputs }, kind) {
  const fit = Object.keys(INPUTS).filter((name) => inputs.includes(name) && (kind !== "curve" || INPUTS[name].curve));
  return fit.length ? fit : ["x"];
}

export function rowsOf(points, inputs, kind) {
  const round = (w) => Math.round(1e4 * w) / 1e4; // short enough to be typed into a calculator
  return {
    X: points.map(([u, v]) => inputs.map((name) => round(INPUTS[name].of(u, v)))),
    y: points.map(([, v, c]) => kind === "curve" ? [v] : kind === "three" ? [0, 1, 2].map((k) => Number(k === c)) : [c]),
  };
}
