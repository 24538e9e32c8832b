// The page's own data: points [u, v, c] of a plane from -EDGE to EDGE; and which points are held
// out. c is the class; in a curve it is not used, v is what to answer.
export const EDGE = 3;
const LAST = 2.95; // as far out as a point lies

export function random(seed) {
  // mulberry32: the same points for the same seed
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
    title: "XOR",
    kind: "two",
    point(k, n, next) {
      const [right, up] = [k & 1, (k >> 1) & 1],
        side = (positive) => (positive ? 1 : -1) * (0.2 + 2.6 * next());
      return [side(right), side(up), right ^ up];
    },
  },
  circles: {
    title: "circles",
    kind: "two",
    point: (k, n, next) =>
      polar(k % 2 ? 2.1 + 0.7 * next() : 1.35 * Math.sqrt(next()), 2 * Math.PI * next(), k % 2),
  },
  moons: {
    title: "moons",
    kind: "two",
    point(k, n, next) {
      const side = k % 2 ? -1 : 1,
        [x, y] = polar(1.7 + 0.35 * (next() - 0.5), Math.PI * next());
      return [side * (x - 0.85), side * (1.3 * y - 0.65), k % 2];
    },
  },
  spiral: {
    title: "spiral",
    kind: "two",
    point(k, n) {
      const t = 0.06 + (0.94 * (Math.floor(k / 2) + 0.5)) / Math.ceil(n / 2);
      return polar(2.8 * t * (k % 2 ? -1 : 1), 2.5 * Math.PI * t, k % 2);
    },
  },
  blobs: {
    title: "blobs",
    kind: "several",
    point(k, n, next) {
      const [x, y] = polar(1.75, Math.PI * (0.5 + (2 * (k % 3)) / 3)),
        [dx, dy] = polar(0.95 * Math.sqrt(next()), 2 * Math.PI * next());
      return [x + dx, y - 0.4 + dy, k % 3];
    },
  },
  curve: {
    title: "curve",
    kind: "curve",
    point(k, n, next) {
      const u = (5.6 * (k + next())) / n - 2.8;
      return [u, 1.5 * Math.sin(1.9 * u) + 0.4 * u, 0];
    },
  },
};

export function makePoints({ data, count, noise, draw }) {
  const next = random(draw),
    round = (w) => Math.round(100 * Math.min(LAST, Math.max(-LAST, w))) / 100;
  const spread = () => (noise / 100) * 1.5 * (next() + next() + next() + next() - 2); // nearly normal
  return Array.from({ length: count }, (_, k) => {
    const [u, v, c] = DATA[data].point(k, count, next);
    return [round(DATA[data].kind === "curve" ? u : u + spread()), round(v + spread()), c];
  });
}

// Held out: `share` percent of each class, drawn by lot; each point keeps its lot when others come.
export function isHeldOut(classes, share) {
  const lots = classes.map((_, k) => random(1000 + k)()),
    out = classes.map(() => false);
  for (const c of new Set(classes)) {
    const some = classes
      .map((_, k) => k)
      .filter((k) => classes[k] === c)
      .sort((a, b) => lots[a] - lots[b]);
    for (const k of some.slice(0, Math.floor((some.length * share) / 100))) out[k] = true;
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
