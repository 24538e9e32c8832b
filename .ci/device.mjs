// node device.mjs PACKAGE PURENN ON_DEVICE LIMIT: the smallest heap, in KB, in which the example learns
// gestures on a board, saves, loads and recognises; an error past LIMIT.
import { asPurenn, heap } from "./heap.mjs";

const [loader, purenn, example, limit] = process.argv.slice(2);
const files = { ...asPurenn(purenn), "on_device.py": example };
const weights = "[[[0.1 * (i - j) for j in range(8)] for i in range(6)], [[0.1 * (i - j) for j in range(4)] for i in range(8)]]";
const steps = [
  "import on_device as o",
  "s, X, y = o.Simulated(), [], []\ndef pause(): pass",
  // Seeding needs a collector that runs in time, so the weights are given.
  `net = o.Network([6, 8, 4], ["tanh", "softmax"], weights=${weights})`,
  ...Array(32).fill("o.show(s, pause, X, y)"),
  ...Array(5).fill([...Array(8).keys()].map((time) => `o.step(net, X, y, ${time})`)).flat(),
  "del X, y",
  "o.save(net, o.PATH)",
  "net = o.load(o.PATH)",
  "s.prompt('shake')",
  "o.recognise(net, s, pause)",
];
const kilobytes = await heap(loader, files, steps);
console.log(`on_device.py with ${purenn.replace(/.*\//, "")}: learns, saves, loads and recognises in a heap of ${kilobytes} KB`);
if (kilobytes > Number(limit)) throw new Error(`expected at most ${limit} KB`);
