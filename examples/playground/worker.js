// Runs purenn.py and the page's code on MicroPython, away from the page, which so stays responsive.
// Its script begins with the runtime's own, which brings loadMicroPython. glue.py says what the
// calls answer.
/* global loadMicroPython */
const SLICE = 40; // milliseconds of training between looks at what the page wants

let python, of, training = null; // of: the message with the code that all is about
let losses, epochs, shownAt, pause, nextJudging;

function collect() { // between calls, or MicroPython's heap would grow and grow
  python.runPython("gc.collect()");
}

// The answer of a function in glue.py. An error in it has {text, line, where}.
function asked(name, ...args) {
  const text = python.globals.get("call")(name, JSON.stringify(args));
  const answer = JSON.parse(text.replace(/(?<=[[,: ])-?(inf|nan)(?=[\],}])/g, "null"));
  if (answer?.error) throw Object.assign(new Error(answer.error.text), { report: answer.error });
  return answer;
}

async function begin({ wasm, files, settings }) {
  const stdout = (text) => postMessage({ type: "printed", of, text });
  const base64 = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(new Blob([wasm], { type: "application/wasm" }));
  });
  const start = performance.now();
  python = await loadMicroPython({ heapsize: 1 << 24, linebuffer: true, stdout, url: base64 });
  for (const [name, content] of Object.entries(files)) python.FS.writeFile(`/${name}`, content);
  python.registerJsModule("the_page", { alive: () => postMessage({ type: "alive", of }) });
  python.runPython("import gc, sys\nsys.path.append('/')\nfrom glue import begin, call\nimport the_page\n"
    + "with open('/purenn.py') as f:\n    begin(f.read(), the_page.alive)");
  postMessage({ type: "ready", lines: asked("lines"), activations: asked("activations"), took: performance.now() - start });
}

function load({ id, code, kind, rows, inSlices }) {
  training = null;
  of = id;
  epochs = 0;
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
  pause = 2 * (shownAt - start); // at most a third of the time goes into looking
}

function train(milliseconds, most) {
  const done = asked("train", milliseconds, most);
  losses.push(...done.losses);
  epochs += done.losses.length;
  collect();
  return done;
}

// Trains until something else is asked for, or until epoch `last` has ended. In between, messages
// come in.
async function keepTraining(last) {
  if (training !== null) {
    training.last = last;
    return;
  }
  const mine = training = { last };
  while (training === mine && epochs < mine.last) {
    attempt(() => {
      const { batches } = train(SLICE, mine.last === Infinity ? null : mine.last - epochs);
      if (performance.now() > shownAt + Math.max(pause, 60)) show();
      postMessage({ type: "part", of, batches });
    });
    await new Promise((resume) => setTimeout(resume));
  }
  if (training !== mine) return;
  training = null;
  attempt(() => show(true));
  postMessage({ type: "trained", of });
}

function attempt(job) {
  try {
    job();
  } catch (error) {
    training = null;
    const report = error.report ?? { text: String(error.message ?? error).trim(), line: 0, where: [] };
    postMessage({ type: "error", of, ...report });
  }
}

const ACTIONS = {
  load,
  change({ code }) {
    show(false, { type: "loaded", of, ...asked("change", code) });
  },
  train({ most }) {
    keepTraining(most ? epochs + most : Infinity);
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
  file({ name }) {
    postMessage({ type: "file", name, text: asked("file", name).text });
  },
};

onmessage = ({ data }) => {
  if (data.type === "begin") {
    begin(data).catch((error) => postMessage({ type: "failed", text: String(error.message ?? error) }));
    return;
  }
  attempt(() => ACTIONS[data.type](data));
  postMessage({ type: "done", id: data.id });
};
