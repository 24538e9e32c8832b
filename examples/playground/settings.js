// What can be set, and the page's address, which keeps all of it.
import { DATA, INPUTS } from "./data.js";

export const FIRST = {
  data: "xor",
  noise: 10,
  count: 200,
  heldout: 25,
  draw: 1,
  own: [],
  ownKind: "two",
  inputs: ["x", "y"],
  hidden: [4],
  names: ["tanh"],
  loss: "cross_entropy",
  rate: 0.03,
  batch: 10,
  momentum: 0.9,
  seed: 1,
  scaled: true,
  across: "",
  up: "", // of a table: are its rows scaled, which columns does the plane show?
  code: null, // what the user made of it
  discrete: false,
  hide: false,
  colour: 0,
  tab: "code",
  pick: null,
};
export const MOST = { layers: 6, neurons: 16, points: 500 };
const COLUMNS = ["c0", "c1", "c2", "c3", "c4", "c5", "c6"]; // of a table

const whole = (low, high) => (text) =>
  /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high ? Number(text) : undefined;
const number = (fits) => (text) =>
  text.trim() && Number.isFinite(Number(text)) && fits(Number(text)) ? Number(text) : undefined;
const oneOf =
  (...known) =>
  (text) =>
    known.includes(text) ? text : undefined;
const list = (item, most) => (text) => {
  const items = text === "" ? [] : text.split("_").map(item);
  return items.length <= most && !items.includes(undefined) ? items : undefined;
};
const flag = (text) => text === "1";
const name = (text) => (/^[A-Za-z]\w{0,30}$/.test(text) ? text : undefined);

function point(text) {
  const [u, v, c] = text.split(",").map(Number);
  return Math.abs(u) <= 3 && Math.abs(v) <= 3 && [0, 1, 2].includes(c) ? [u, v, c] : undefined;
}

const READ = {
  data: oneOf(...Object.keys(DATA), "fan", "own", "table"),
  noise: whole(0, 50),
  count: whole(10, MOST.points),
  heldout: whole(0, 50),
  draw: whole(1, 999999),
  own: list(point, MOST.points),
  ownKind: (text) => oneOf("two", "several", "curve")(text === "three" ? "several" : text),
  inputs: list(oneOf(...Object.keys(INPUTS), ...COLUMNS), 7),
  hidden: list(whole(1, 999), 9),
  names: list(name, 9),
  loss: oneOf("cross_entropy", "mse"),
  rate: number((w) => w > 0),
  batch: (text) => (text === "all" ? null : whole(1, 9999)(text)),
  momentum: number((w) => w >= 0 && w < 1),
  seed: whole(0, 999999999),
  code: (text) => text,
  scaled: flag,
  across: oneOf(...COLUMNS),
  up: oneOf(...COLUMNS),
  discrete: flag,
  hide: flag,
  colour: whole(0, 3),
  tab: oneOf("code", "hand"),
  pick: list((text) => (text === "-1" ? -1 : whole(0, 999)(text)), 3), // -1: a bias
};

function written(key, value) {
  if (typeof value === "boolean") return value ? "1" : "0";
  if (Array.isArray(value)) return value.join("_");
  return key === "batch" && value === null ? "all" : String(value);
}

export function toAddress(settings) {
  const parts = new URLSearchParams();
  for (const key in FIRST) {
    const value = settings[key];
    if ((value === null && key !== "batch") || written(key, value) === written(key, FIRST[key]))
      continue;
    parts.set(key, written(key, value));
  }
  return parts.toString();
}

export function fromAddress(text) {
  const settings = { ...FIRST };
  for (const [key, value] of new URLSearchParams(text)) {
    const read = READ[key]?.(value); // what does not fit is left at its first value
    if (read !== undefined) settings[key] = read;
  }
  if (settings.pick?.length !== 3 && settings.pick?.length !== 2) settings.pick = null;
  while (settings.names.length < settings.hidden.length)
    settings.names.push(settings.names.at(-1) ?? "tanh");
  settings.names.length = settings.hidden.length;
  return settings;
}
