// Runs purenn.py and the page's code on MicroPython, away from the page, which so stays responsive.
// Its script begins with the runtime's own, which brings loadMicroPython.
/* global loadMicroPython */
const SLICE = 40; // milliseconds of training between looks at what the page wants

let python, epoch, epochs, losses, running, shown, pause, nextJudging, kind, of, loops = 0;

function call(name, ...args) {
  return python.globals.get(name)(...args);
}

function asked(name, ...args) {
  return JSON.parse(call(name, ...args));
}

async function begin({ wasm, purenn, exporting, glue }) {
  const stdout = (text) => postMessage({ type: "printed", text });
  const base64 = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(new Blob([wasm], { type: "application/wasm" }));
  });
  python = await loadMicroPython({ heapsize: 1 << 24, linebuffer: true, stdout, url: base64 });
  python.FS.writeFile("/purenn.py", purenn);
  python.FS.writeFile("/export.py", exporting);
  python.runPython("import sys\nsys.path.append('/')");
  python.runPython(glue);
  postMessage({ type: "ready" });
}

function load(message) {
  running = false;
  epochs = 0;
  losses = [];
  epoch = undefined;
  kind = message.kind;
  of = message.id; // which code all that follows is about
  const data = ["X", "y", "held_out_X", "held_out_y"].map((name) => `${name} = ${JSON.stringify(message[name])}\n`);
  python.FS.writeFile("/page.py", data.join(""));
  call("_begin");
  python.runPython(message.code);
  for (const name of ["net", "epoch"]) {
    if (python.globals.get(name) === undefined) throw new Error(`The code does not define ${name}.`);
  }
  epoch = python.globals.get("epoch");
  postMessage({ type: "loaded", of, ...asked("_in_force") });
  show(true);
}

function show(judge) {
  const start = performance.now();
  const [weights, biases] = asked("_weights");
  let figures = null;
  if (judge || start > nextJudging) { // a tenth of the time goes into counting what is right
    const before = performance.now();
    figures = asked("_figures", kind);
    nextJudging = before + 10 * (performance.now() - before);
  }
  postMessage({ type: "state", of, epochs, losses, weights, biases, figures });
  losses = [];
  shown = performance.now();
  pause = 2 * (shown - start); // at most a third of the time goes into looking
}

function train() {
  if (!epoch) throw new Error("Run the code first.");
  const loss = epoch();
  if (typeof loss !== "number") throw new Error("epoch() does not return the loss.");
  losses.push(loss);
  epochs++;
}

async function keepTraining() {
  if (running) return;
  running = true;
  const mine = ++loops; // one that was paused must not go on beside this one
  while (running && mine === loops) {
    const end = performance.now() + SLICE;
    attempt(() => {
      do train(); while (performance.now() < end);
      if (performance.now() > shown + Math.max(pause, 60)) show();
      python.runPython("gc.collect()"); // between calls, or its heap would grow and grow
    });
    await new Promise((resume) => setTimeout(resume)); // messages from the page come in here
  }
}

function attempt(job) {
  try {
    job();
  } catch (error) {
    running = false;
    postMessage({ type: "error", of, text: String(error.message ?? error).trim() });
  }
}

const ACTIONS = {
  load: (message) => attempt(() => load(message)),
  set: ({ code }) => attempt(() => {
    python.runPython(code);
    postMessage({ type: "loaded", of, ...asked("_in_force") });
    show();
  }),
  train: () => keepTraining(),
  pause: () => {
    const was = running;
    running = false;
    if (was) attempt(() => show(true));
  },
  step: () => attempt(() => { train(); show(true); }),
  hand: ({ rate, batch, momentum }) => attempt(() => {
    if (!epoch) throw new Error("Run the code first.");
    const record = asked("_hand", rate, batch, momentum);
    show(true);
    postMessage({ type: "hand", of, record });
  }),
  file: ({ name }) => attempt(() => postMessage({ type: "file", name, text: call("_file", name) })),
};

onmessage = ({ data }) => {
  if (data.type === "begin") {
    begin(data).catch((error) => postMessage({ type: "failed", text: String(error.message ?? error) }));
    return;
  }
  ACTIONS[data.type](data);
  postMessage({ type: "done", id: data.id });
};
