// Runs purenn.py and the page's code on MicroPython, away from the page, which so stays responsive.
// Its script begins with the runtime's own, which brings loadMicroPython. glue.py says what the
// calls answer.
/* global loadMicroPython */
const SLICE = 40; // milliseconds of training between looks at what the page wants
const COLLECT = 250; // milliseconds between two collections of garbage
const EVIDENCE = 2; // seconds of work before it is told how long a step takes

let python,
  of,
  training = null; // of: the message with the code that all is about
let losses,
  epochs,
  batches,
  worked,
  steps,
  shownAt,
  pause,
  nextJudging,
  collectedAt = 0;

function collect() {
  // between calls, or MicroPython's heap would grow and grow
  if (performance.now() < collectedAt + COLLECT) return;
  python.runPython("gc.collect()");
  collectedAt = performance.now();
}

// Lets messages come in: a timer would wait for 4 ms.
const channel = new MessageChannel();
function breath() {
  return new Promise((resume) => {
    channel.port1.onmessage = resume;
    channel.port2.postMessage(null);
  });
}

// The answer of a function in glue.py. An error in it has {text, line, where}.
function asked(name, ...args) {
  const text = python.globals.get("call")(name, JSON.stringify(args));
  const answer = JSON.parse(text.replace(/(?<=[[,: ])-?(inf|nan)(?=[\],}])/g, "null"));
  if (answer?.error) throw Object.assign(new Error(answer.error.text), { report: answer.error });
  return answer;
}

async function begin({ wasm, files }) {
  const stdout = (text) => postMessage({ type: "printed", of, text });
  // Not a data: address, of 0.6 MB: an error holds it once for each frame, and each file that an
  // import looks for in vain is an error. Firefox took a tenth of a second for one.
  const address = URL.createObjectURL(new Blob([wasm], { type: "application/wasm" }));
  const start = performance.now();
  python = await loadMicroPython({ heapsize: 1 << 24, linebuffer: true, stdout, url: address });
  URL.revokeObjectURL(address);
  for (const [name, content] of Object.entries(files)) python.FS.writeFile(`/${name}`, content);
  python.registerJsModule("the_page", { alive: () => postMessage({ type: "alive", of }) });
  python.runPython(
    "import gc, sys\nsys.path.append('/')\nfrom glue import begin, call\nimport the_page\n" +
      "with open('/purenn.py') as f:\n    begin(f.read(), the_page.alive)",
  );
  postMessage({
    type: "ready",
    lines: asked("lines"),
    activations: asked("activations"),
    took: performance.now() - start,
  });
}

function load({ id, code, kind, rows, inSlices }) {
  training = null;
  of = id;
  epochs = batches = worked = steps = 0;
  losses = [];
  nextJudging = 0;
  const made = asked("load", code, kind, rows, inSlices);
  show(true, { type: "loaded", of, ...made }); // which a network that does not fit the rows does not live to be
}

// Tells the page how things stand, after another message if there is one.
function show(judge, message) {
  const start = performance.now();
  const isJudged = judge || start > nextJudging; // a tenth of the time goes into counting what is right
  const answer = asked("show", isJudged);
  if (message) postMessage(message);
  postMessage({ type: "state", of, epochs, losses, ...answer });
  losses = [];
  shownAt = performance.now();
  if (isJudged) nextJudging = shownAt + 9 * (shownAt - start);
  pause = 4 * (shownAt - start); // at most a fifth of the time goes into looking
}

// Trains for a slice.
function train(milliseconds, most) {
  const isFirst = !epochs && !batches,
    start = performance.now(),
    done = asked("train", milliseconds, most);
  if (!isFirst) measure((performance.now() - start) / 1000, done.steps); // a browser warms up in the first
  batches = done.batches;
  losses.push(...done.losses);
  epochs += done.losses.length;
  collect();
}

// The seconds of work and the steps done in them. What is long ago counts less and less.
function measure(seconds, done) {
  worked += seconds;
  steps += done;
  if (worked < 2 * EVIDENCE) return;
  worked /= 2;
  steps /= 2;
}

// The seconds that a step has lately taken; 0: not known yet. A single slow one, such as that in
// which purenn makes its fast code, weighs little.
const pace = () => (worked > EVIDENCE && steps ? worked / steps : 0);

// Trains until something else is asked for, or until epoch `last` has ended. In between, messages
// come in.
async function keepTraining(last, id) {
  if (training !== null) {
    Object.assign(training, { last, id });
    return;
  }
  const mine = (training = { last, id });
  while (training === mine && epochs < mine.last) {
    attempt(() => {
      train(SLICE, mine.last === Infinity ? null : mine.last - epochs);
      if (performance.now() > shownAt + Math.max(pause, 60)) show();
      postMessage({ type: "part", of, batches, pace: pace() });
    });
    await breath();
  }
  if (training !== mine) return;
  training = null;
  attempt(() => show(true));
  postMessage({ type: "trained", of, id: mine.id });
}

function attempt(job) {
  try {
    job();
  } catch (error) {
    training = null;
    const report = error.report ?? {
      text: String(error.message ?? error).trim(),
      line: 0,
      where: [],
    };
    postMessage({ type: "error", of, ...report });
  }
}

const ACTIONS = {
  load,
  change({ code }) {
    show(false, { type: "loaded", of, ...asked("change", code) });
  },
  train({ most, id }) {
    keepTraining(most ? epochs + most : Infinity, id);
  },
  pause() {
    if (training === null) return;
    training = null;
    show(true);
  },
  hand({ rate, batch, momentum }) {
    const record = asked("hand", rate, batch, momentum);
    show(true);
    postMessage({ type: "hand", of, record });
  },
  weigh({ at: [i, j, k], value }) {
    asked("weigh", i, j, k, value);
    show(true);
  },
  ask({ row }) {
    asked("ask", row);
    show(false);
  },
  file({ name }) {
    postMessage({ type: "file", name, text: asked("file", name).text });
  },
};

onmessage = ({ data }) => {
  if (data.type === "begin") {
    begin(data).catch((error) =>
      postMessage({ type: "failed", text: String(error.message ?? error) }),
    );
    return;
  }
  attempt(() => ACTIONS[data.type](data));
  postMessage({ type: "done", id: data.id });
};
