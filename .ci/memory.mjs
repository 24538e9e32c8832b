// node memory.mjs PACKAGE FILE TRAINS: prints, as JSON, what importing FILE as purenn costs there,
// and training too if TRAINS is "yes".
// This MicroPython collects garbage only after a script has ended, so every step is one.
import fs from "node:fs";

const { loadMicroPython } = await import(process.argv[2]);
const file = process.argv[3];
const name = file.endsWith(".mpy") ? "purenn.mpy" : "purenn.py";
const X = "[[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]";
const y = "[[0], [1], [1], [0]]";
const network = [`X, y = ${X}, ${y}`, "net = purenn.Network([3, 4, 1], weights=[[[0.5] * 4] * 3, [[0.5]] * 4])"];
// Seeding needs a collector that runs in time, so the weights are given; a step of a row at a time.
const rows = [0, 1, 2, 3].map((k) => `net.train([X[${k}]], [y[${k}]], 1, 0.1, None, 0.0, 0)`);

async function start(heapsize) {
  const lines = [];
  const options = { heapsize, linebuffer: true, stdout: (line) => lines.push(line) };
  const python = await loadMicroPython(options);
  python.FS.writeFile("/" + name, fs.readFileSync(file));
  python.runPython("import gc, sys\nsys.path.append('/')\ngc.collect()");
  return (code) => {
    python.runPython(code);
    return Number(lines.pop());
  };
}

async function retained() {
  const run = await start(1 << 20);
  run("before = gc.mem_alloc()");
  run("import purenn\ngc.collect()");
  return run("print(gc.mem_alloc() - before)");
}

async function fits(heapsize, steps) {
  const run = await start(heapsize);
  run("total = gc.mem_alloc() + gc.mem_free()");
  try {
    for (const step of steps) run(step + "\ngc.collect()");
    return run("print(gc.mem_alloc() + gc.mem_free() - total)") === 0;
  } catch {
    return false;
  }
}

async function heap(steps) {
  let low = 0, high = 256;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fits(middle * 1024, steps)) high = middle;
    else low = middle;
  }
  return high;
}

async function epoch() {
  const run = await start(1 << 22);
  run(["import purenn", ...network].join("\n"));
  const allocated = (epochs) =>
    run(`a = gc.mem_alloc()\nnet.train(X, y, ${epochs}, 0.1, None, 0.0, 0)\nprint(gc.mem_alloc() - a)`);
  allocated(1);
  return Math.round((allocated(21) - allocated(1)) / 20);
}

const trains = process.argv[4] === "yes";
console.log(JSON.stringify({
  retained: await retained(),
  heap: await heap(trains ? ["import purenn", ...network, ...rows] : ["import purenn"]),
  epoch: trains ? await epoch() : null,
}));
