// Rows of numbers with names: pasted, dropped, or made here. The last column is what to answer, a
// class or a number.
import { random } from "./data.js";

export const MOST_ROWS = 1000,
  MOST_COLUMNS = 8,
  MOST_CLASSES = 8,
  NUMBERED = 3; // so few different whole numbers are taken for classes

// Two columns in units of their own, to see what scaling is for: is a fan on, in degrees and percent?
export function fanTable({ count, noise, draw }) {
  const next = random(draw),
    round = (w) => Math.round(10 * w) / 10,
    rows = [];
  for (let k = 0; k < count; k++) {
    const degrees = round(12 + 26 * next()),
      percent = Math.round(15 + 80 * next());
    const warmth = degrees + percent / 8 + (noise / 100) * 30 * (next() - 0.5);
    rows.push([degrees, percent, warmth > 32 ? "on" : "off"]);
  }
  return tableOf(["temperature", "humidity", "fan"], rows);
}

// ---- text ---------------------------------------------------------------------------------------
// The cells of pasted rows or of a CSV file. What separates them is a tab, a semicolon or a comma.
export function cellsOf(text) {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim());
  const separator = ["\t", ";", ","].find((one) => lines[0]?.includes(one)) ?? /\s+/;
  return lines.map((line) => split(line, separator).map((cell) => cell.trim()));
}

function split(line, separator) {
  if (!line.includes('"') || typeof separator !== "string") return line.trim().split(separator);
  const cells = [""];
  let isQuoted = false;
  for (const letter of line) {
    if (letter === '"') isQuoted = !isQuoted;
    else if (letter === separator && !isQuoted) cells.push("");
    else cells[cells.length - 1] += letter;
  }
  return cells;
}

// "2,5" is a number where commas do not separate cells.
export function numberOf(cell) {
  if (typeof cell === "number") return cell;
  const text = /^[-+]?\d+,\d+$/.test(cell) ? cell.replace(",", ".") : cell;
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
}

// ---- a table ------------------------------------------------------------------------------------
// {names, inputs: rows of numbers, targets: classes by number, or numbers, classes: names or null,
// note: what was done}. It throws an Error that says what does not fit.
export function tableFrom(text) {
  const cells = cellsOf(text);
  if (cells.length < 2)
    throw new Error("There are no rows yet. Each row is a line, with two to eight cells.");
  const width = cells[0].length;
  if (width < 2 || width > MOST_COLUMNS)
    throw new Error(
      `There ${width === 1 ? "is 1 column" : `are ${width} columns`}; two to ${MOST_COLUMNS} are needed, the last one to be learned.`,
    );
  const odd = cells.findIndex((row) => row.length !== width);
  if (odd >= 0)
    throw new Error(`Line ${odd + 1} has ${cells[odd].length} cells, line 1 has ${width}.`);
  const isHead = cells[0].slice(0, -1).every((cell) => numberOf(cell) === null);
  const names = isHead
    ? cells[0].map((cell, k) => cell || `column ${k + 1}`)
    : cells[0].map((_, k) => `column ${k + 1}`);
  return tableOf(names, isHead ? cells.slice(1) : cells, isHead ? 2 : 1);
}

export function tableOf(names, cells, firstLine = 1) {
  const inputs = cells.map((row, k) =>
    row.slice(0, -1).map((cell, j) => {
      const value = numberOf(cell);
      if (value === null)
        throw new Error(
          `Line ${k + firstLine}, ${names[j]}: “${cell}” is not a number. Only the last column may hold names.`,
        );
      return value;
    }),
  );
  const last = cells.map((row) => row.at(-1)),
    empty = last.indexOf("");
  if (empty >= 0) throw new Error(`Line ${empty + firstLine} has nothing in ${names.at(-1)}.`);
  const numbers = last.map(numberOf),
    different = [...new Set(last.map(String))].sort();
  const areNumbers = numbers.every((value) => value !== null);
  const areClasses =
    !areNumbers || (different.length <= NUMBERED && numbers.every(Number.isInteger));
  if (different.length < 2)
    throw new Error(`${names.at(-1)} is always ${different[0]}: there is nothing to learn.`);
  if (areClasses && different.length > MOST_CLASSES) {
    throw new Error(
      `${names.at(-1)} has ${different.length} classes (${different.slice(0, 4).join(", ")} …); the page can show ${MOST_CLASSES}.`,
    );
  }
  const table = {
    names,
    inputs,
    targets: areClasses ? last.map((cell) => different.indexOf(String(cell))) : numbers,
    classes: areClasses ? different : null,
    note: "",
  };
  return thinned(table);
}

function thinned(table) {
  const { inputs, targets } = table,
    count = inputs.length;
  if (count <= MOST_ROWS) return table;
  const kept = Array.from({ length: MOST_ROWS }, (_, k) => Math.floor((k * count) / MOST_ROWS));
  return {
    ...table,
    inputs: kept.map((k) => inputs[k]),
    targets: kept.map((k) => targets[k]),
    note: `${MOST_ROWS} of ${count} rows are used, evenly spread`,
  };
}

// A reload of the page keeps the rows, in this window of the browser only.
const KEY = "purenn playground table";
export function keepTable(table) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(table));
  } catch {
    // a page that is not allowed to
  }
}

export function keptTable() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

export function meanOf(values) {
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

// The least and the most of the values, and an axis that goes a little further, from low to high.
export function spanOf(values) {
  const low = values.reduce((a, b) => Math.min(a, b)),
    high = values.reduce((a, b) => Math.max(a, b));
  const more = (high - low) / 20 || 0.5;
  return { least: low, most: high, low: low - more, high: high + more };
}
