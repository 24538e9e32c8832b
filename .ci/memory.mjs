// node memory.mjs PACKAGE FILE TRAINS: prints, as JSON, what importing FILE as purenn costs there,
// and training too if TRAINS is "yes".
import { asPurenn, heap, start } from "./heap.mjs";

const [loader, file, trains] = process.argv.slice(2);
const files = asPurenn(file);
const X = "[[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]";
const y = "[[0], [1], [1], [0]]";
const network = [`X, y = ${X}, ${y}`, "net = purenn.Network([3, 4, 1], weights=[[[0.5] * 4] * 3, [[0.5]] * 4])"];
// Seeding needs a collector that runs in time, so the weights are given; a step of one row, in parts.
const step = [
  "A = net._forward(X[:1])",
  "loss = net._loss(A[-1], y[:1])",
  "net._backward(A, y[:1], 0.1, 0.0)",
];
// Where a product or a step cannot be generated for want of heap, the plain one stays; here the heap
// would grow. Up to the section "speed" they are plain.
const plain = [
  "if hasattr(purenn, '_plain_dot'): purenn._dot = purenn._plain_dot",
  "if hasattr(purenn, '_plain_step'): purenn.Network._step = purenn._plain_step",
];

async function retained() {
  const run = await start(loader, 1 << 20, files);
  run("before = gc.mem_alloc()");
  run("import purenn\ngc.collect()");
  return run("print(gc.mem_alloc() - before)");
}

async function epoch() {
  const run = await start(loader, 1 << 22, files);
  run(["import purenn", ...plain, ...network].join("\n"));
  const allocated = (epochs) =>
    run(`a = gc.mem_alloc()\nnet.train(X, y, ${epochs}, 0.1, None, 0.0, 0)\nprint(gc.mem_alloc() - a)`);
  allocated(1);
  return Math.round((allocated(21) - allocated(1)) / 20);
}

process.on("uncaughtException", (error) => {
  console.error(error.message); // left to node, it comes with a line of minified code
  process.exit(1);
});
const steps = trains === "yes" ? ["import purenn", ...plain, ...network, ...step] : ["import purenn"];
console.log(JSON.stringify({
  retained: await retained(),
  heap: await heap(loader, files, steps),
  epoch: trains === "yes" ? await epoch() : null,
}));
