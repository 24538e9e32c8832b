// Runs purenn.py and the page's code on MicroPython, away from the page, which so stays responsive.
const VERSION = "1.29.0-6";
const PACKAGE = "@micropython/micropython-webassembly-pyscript";
const PLACES = [
  new URL(`node_modules/${PACKAGE}/micropython.mjs`, import.meta.url).href,
  `https://cdn.jsdelivr.net/npm/${PACKAGE}@${VERSION}/micropython.mjs`,
];
const CELLS = 24; // answers along each side of the plane
const SLICE = 40; // milliseconds of training between looks at what the page wants

// What the page asks of net; a call each, because this MicroPython collects garbage between calls.
const HELPERS = `
import gc, json, sys
import purenn

def _begin():
    for name in "net", "epoch":
        globals().pop(name, None)
    sys.modules.pop("page", None)

def _weights():
    return json.dumps([net.sizes, net.weights, net.biases])

def _answers(row, cells):
    middles = [(2.0 * k + 1.0) / cells - 1.0 for k in range(cells)]
    rows = net.forward_propagation([[u, -middles[row]] for u in middles])
    return json.dumps([r[-1] for r in rows])

def _json():
    purenn.save(net, "/net.json")
    with open("/net.json") as f:
        return f.read()

def _python():
    return purenn.to_python(net)
`;

let python, epoch, epochs, losses, running, drawn, pause, loops = 0;

function call(name, ...args) {
  return python.globals.get(name)(...args);
}

async function boot() {
  const source = await fetch(new URL("../../purenn.py", import.meta.url));
  if (!source.ok) {
    throw new Error("purenn.py was not found two folders up: serve the repository's root.");
  }
  let load;
  for (const place of PLACES) {
    try {
      load ??= (await import(place)).loadMicroPython;
    } catch {
      // The next place may have it.
    }
  }
  if (!load) {
    throw new Error("MicroPython could not be loaded. Connect to the internet and reload the page,"
      + " or run  npm install --prefix examples/playground  in the repository and reload.");
  }
  const stdout = (text) => postMessage({ type: "printed", text });
  python = await load({ heapsize: 1 << 24, linebuffer: true, stdout });
  python.FS.writeFile("/purenn.py", await source.text());
  python.runPython("import sys\nsys.path.append('/')");
  python.runPython(HELPERS);
}

function load({ code, X, y }) {
  running = false;
  epochs = 0;
  losses = [];
  epoch = undefined;
  python.FS.writeFile("/page.py", `X = ${JSON.stringify(X)}\ny = ${JSON.stringify(y)}\n`);
  call("_begin");
  python.runPython(code);
  for (const name of ["net", "epoch"]) {
    if (python.globals.get(name) === undefined) throw new Error(`The code does not define ${name}.`);
  }
  epoch = python.globals.get("epoch");
  show();
}

function show() {
  const start = performance.now();
  const [sizes, weights, biases] = JSON.parse(call("_weights"));
  let answers = null;
  if (sizes[0] === 2) {
    answers = [];
    for (let row = 0; row < CELLS; row++) answers.push(JSON.parse(call("_answers", row, CELLS)));
  }
  postMessage({ type: "state", epochs, losses, sizes, weights, biases, answers });
  losses = [];
  drawn = performance.now();
  pause = 2 * (drawn - start); // at most a third of the time goes into looking
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
      while (performance.now() < end) train();
      if (performance.now() > drawn + Math.max(pause, 100)) show();
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
    postMessage({ type: "error", text: String(error.message ?? error).trim() });
  }
}

const ACTIONS = {
  load: (message) => attempt(() => load(message)),
  set: ({ code }) => attempt(() => python.runPython(code)),
  train: () => keepTraining(),
  pause: () => {
    const was = running;
    running = false;
    if (was) attempt(show);
  },
  step: () => attempt(() => { train(); show(); }),
  file: ({ name }) => attempt(() => postMessage(
    { type: "file", name, text: call(name.endsWith(".json") ? "_json" : "_python") })),
};

onmessage = ({ data }) => {
  ACTIONS[data.type](data);
  postMessage({ type: "done", id: data.id });
};

boot().then(() => postMessage({ type: "ready" }),
  (error) => postMessage({ type: "failed", text: error.message }));
