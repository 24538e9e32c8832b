// The page: its parts are made here and told of each other. state.js is what it knows, actions.js
// changes that, show.js shows it.
import { Actions, TITLES } from "./actions.js";
import { text, worker } from "./assets.js";
import { Address } from "./address.js";
import { SCALED } from "./code.js";
import { Curves } from "./curves.js";
import { Editor } from "./editor.js";
import { Hand } from "./hand.js";
import { Drawing } from "./network.js";
import { Paste } from "./paste.js";
import { Pictures } from "./pictures.js";
import { onTheme, Plane } from "./plane.js";
import { Python } from "./python.js";
import { Question } from "./question.js";
import { fromAddress } from "./settings.js";
import { caption, element, showAll } from "./show.js";
import { State } from "./state.js";
import { tips } from "./tips.js";

const state = new State(fromAddress(location.hash.slice(1)));
const python = new Python({
  ready: (said) => actions.ready(said),
  failed: (said) => actions.failed(said),
  stopped: (said) => actions.stopped(said),
  working: (said) => actions.working(said),
  loaded: (said) => actions.loaded(said),
  state: (said) => actions.stated(said),
  part: (said) => actions.part(said),
  trained: () => actions.trained(),
  printed: (said) => actions.printed(said),
  error: (said) => actions.error(said),
  hand: (said) => actions.hand(said),
  file: (said) => actions.file(said),
});
const paste = new Paste(element("paste"), (table) => actions.take(table));
const actions = new Actions(state, python, { overwrites, save, paste: () => paste.open() });
const address = new Address(state, (settings) => actions.start(settings));

const drawing = new Drawing(element("network"), element("detail"), {
  look: (at) => actions.look(at),
  pick: (at) => actions.pick(at),
  input: (name) => actions.input(name),
  resize: (layer, by) => actions.resize(layer, by),
});
const pictures = new Pictures(state, {
  drawn(made) {
    plane.draw({ picture: made.picture, line: made.line });
    drawing.pictures(made);
    caption(made.looked, state);
  },
  doubted() {
    caption(null, state);
    plane.draw({ picture: null, line: null });
    drawing.pictures(null);
  },
});
const plane = new Plane(element("plane"), {
  pressed: (u, v) => actions.touch(u, v),
  moved: (u, v) => actions.askAt(u, v),
});
showAll(state, {
  drawing,
  pictures,
  plane,
  curves: new Curves(element("losses")),
  question: new Question(element("question"), (typed) => actions.ask(typed)),
  hand: new Hand(element("hand-panel"), {
    step: () => actions.takeStep(),
    pick: (at) => actions.pick(at),
  }),
  editor: new Editor(element("editor"), {
    changed: (code) => actions.typed(code),
    run: () => actions.load(),
  }),
});

// ---- what the user is asked ---------------------------------------------------------------------
function overwrites(name) {
  const dialog = element("ask");
  const why =
    name === SCALED
      ? "Scaling takes more than a line of your code."
      : `Your code has no line that begins with “${name} = ”.`;
  element("ask-text").textContent =
    `${why} Write the whole code anew? (Ctrl+Z in the code brings yours back.)`;
  return new Promise((answer) => {
    const close = (anew) => {
      dialog.close();
      answer(anew);
    };
    element("keep").onclick = () => close(false);
    element("overwrite").onclick = () => close(true);
    dialog.oncancel = () => answer(false);
    dialog.showModal();
  });
}

function save(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// ---- what the user does -------------------------------------------------------------------------
function on(id, type, does) {
  element(id).addEventListener(type, ({ target }) => does(target));
}

const look = { reload: false };
element("controls").addEventListener("submit", (event) => event.preventDefault());
on("activation", "change", ({ value }) => actions.activation(value));
on("loss-name", "change", ({ value }) => actions.set({ loss: value }));
for (const id of ["rate", "momentum", "batch"])
  on(id, "change", ({ value }) => actions.tune(id, value === "all" ? null : Number(value)));
on("seed", "change", (target) => {
  if (/^\s*\d{1,9}\s*$/.test(target.value)) actions.set({ seed: Number(target.value) });
  else target.value = state.settings.seed; // what cannot be is not shown
});
for (const id of ["count", "noise", "heldout"])
  on(id, "input", ({ value }) => actions.set({ [id]: Number(value) }));
on("draw", "click", () => actions.set({ draw: (state.settings.draw % 999999) + 1 }));
on("clear", "click", () => actions.clear());
on("discrete", "change", ({ checked }) => actions.set({ discrete: checked }, look));
on("show", "change", ({ checked }) => actions.set({ hide: !checked }, look));
on("colours", "change", ({ value }) => actions.set({ colour: Number(value) }, look));
on("scaled", "change", ({ checked }) => actions.set({ scaled: checked }));
for (const id of ["across", "up"]) on(id, "change", ({ value }) => actions.axis(id, value));
on("table-again", "click", () => paste.open());
on("fewer", "click", () => actions.layers(-1));
on("more", "click", () => actions.layers(1));
for (const [id, by] of [
  ["less-neurons", -1],
  ["more-neurons", 1],
])
  on(id, "click", () => actions.resize(Number(element("layer").value), by));
on("weigh-number", "change", ({ value }) => actions.weigh(state.settings.pick, Number(value)));
on("weigh-slider", "input", ({ value }) => actions.weigh(state.settings.pick, Number(value)));
on("anew", "click", () => actions.writeAnew());
on("train", "click", () => actions.toggle());
on("step", "click", () => actions.oneEpoch());
on("reset", "click", () => actions.reset());
on("run", "click", () => actions.load());
on("stop", "click", () => actions.stop());
for (const node of document.querySelectorAll("[data-file]"))
  node.addEventListener("click", () => actions.save(node.dataset.file));
for (const tab of ["code", "hand"]) {
  on(`tab-${tab}`, "click", () => {
    if (tab === "hand") actions.pause();
    actions.set({ tab }, look);
  });
}
element("tabs").addEventListener("keydown", ({ key }) => {
  if (!/^Arrow(Left|Right)$/.test(key)) return;
  const other = element(state.settings.tab === "code" ? "tab-hand" : "tab-code");
  other.click();
  other.focus();
});
on("share", "click", async (button) => {
  button.textContent = (await address.copy()) ? "Copied" : "It is in the address bar";
  setTimeout(() => {
    button.textContent = "Copy the address";
  }, 2000);
});
element("what").addEventListener("click", (event) => {
  event.preventDefault(); // the address is taken
  const to = element(state.experiment ? "experiments-title" : "words");
  to.scrollIntoView();
  to.focus({ preventScroll: true }); // so that Tab goes on from there
});
for (const link of document.querySelectorAll("#words a[href^='#data']")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    actions.experiment(fromAddress(link.hash.slice(1)), link.dataset.watch);
    scrollTo({ top: 0 });
  });
}

for (const [name, title] of Object.entries(TITLES)) {
  const radio = document.createElement("button");
  radio.type = "button";
  radio.role = "radio";
  radio.dataset.name = name;
  if (element(`about-${name}`)) radio.setAttribute("aria-describedby", `word-data about-${name}`);
  radio.append(document.createElement("canvas"), title);
  radio.addEventListener("click", () => actions.choose(name));
  element("thumbnails").append(radio);
}
element("thumbnails").addEventListener("keydown", (event) => {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key],
    all = [...element("thumbnails").children];
  if (!by) return;
  event.preventDefault();
  const next = all[(all.indexOf(document.activeElement) + by + all.length) % all.length];
  next.focus();
  if (next.dataset.name !== "table" || state.table) next.click(); // without one, Enter asks for it
});

onTheme(() => {
  state.change({ settings: state.settings });
  if (state.net && state.values) drawing.shape({ ...state.net, task: state.task, ...state.values });
});

tips();
actions.start(state.settings);
python.begin();
text("painter.js").then((script) => pictures.use(worker(script)));
