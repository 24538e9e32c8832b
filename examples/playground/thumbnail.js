// A small picture of points.
import { EDGE } from "./data.js";
import { palette } from "./plane.js";

export function thumbnail({ points, kind }) {
  const canvas = document.createElement("canvas"),
    size = (canvas.width = canvas.height = 72);
  const context = canvas.getContext("2d"),
    { points: colours } = palette();
  for (const [u, v, c] of points.slice(0, 200)) {
    context.fillStyle = colours[kind === "number" ? Number(c > 0.5) : c];
    context.fillRect(
      ((u / EDGE + 1) * size) / 2 - 1.7,
      ((1 - v / EDGE) * size) / 2 - 1.7,
      3.4,
      3.4,
    );
  }
  return canvas;
}
