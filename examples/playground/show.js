// What shows the state. Each function belongs to the keys of the state that it is called for.
import { codeOf } from "./actions.js";
import { lossesOf } from "./code.js";
import { makePoints } from "./data.js";
import { palette, SIGNS } from "./plane.js";
import { answerName, neuronName } from "./names.js";
import { MOST } from "./settings.js";
import { pythonName } from "./stages.js";
import { isTable, placeAsked, taskOf } from "./task.js";
import { thumbnail } from "./thumbnail.js";

export const element = (id) => document.getElementById(id);

export function showAll(state, views) {
  const { drawing, editor, hand, plane, curves, pictures, question } = views;
  const shows = [
    [["settings", "task", "activations"], controls],
    [["settings", "task"], thumbnails],
    [["settings", "task"], dataControls],
    [["settings", "net"], tabs],
    [
      [
        "python",
        "failure",
        "settings",
        "task",
        "training",
        "net",
        "epochs",
        "share",
        "working",
        "isLoading",
      ],
      buttons,
    ],
    [
      [
        "python",
        "failure",
        "settings",
        "task",
        "training",
        "net",
        "epochs",
        "slow",
        "experiment",
        "notice",
        "wrong",
        "figures",
      ],
      note,
    ],
    [["figures", "task", "losses"], figures],
    [["wrong", "printed"], output],
    [["settings", "task"], (now) => editor.write(codeOf(now))],
    [["wrong", "settings"], (now) => editor.mark(now.wrong?.line)],
    [["methods"], ({ methods }) => methods && hand.source(methods)],
    [["record"], ({ record }) => hand.took(record)],
    [["isLoading"], ({ isLoading }) => isLoading && curves.clear()],
    [
      ["losses"],
      ({ epochs, losses }) =>
        curves.add(
          "train",
          losses.map((loss, k) => [epochs - losses.length + 1 + k, loss]),
        ),
    ],
    [
      ["figures"],
      ({ epochs, figures: now }) => now?.[1] && curves.add("heldOut", [[epochs, now[1][0]]]),
    ],
    [
      ["settings", "task", "marked"],
      (now) => plane.draw({ task: now.task, hide: now.settings.hide, marked: ringed(now) }),
    ],
    [["task", "typed"], ({ task, typed }) => question.show(task, typed)],
    [["task", "typed"], ({ task, typed }) => plane.draw({ asked: placeAsked(task, typed) })],
    [["answer"], answer],
    // Before the network: with the row of the weight that is picked, the drawing has less room.
    [["settings", "values"], weight],
    [["net", "values", "task"], (now) => network(now, drawing, plane)],
    [["settings", "net"], (now) => picked(now, drawing, hand)],
    [["settings", "values", "looked"], () => pictures.want()],
  ];
  for (const [keys, show] of shows) state.when(keys, show);
}

// Text that is the same is left as it is: a browser would lay out the page anew.
function put(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

// ---- controls -----------------------------------------------------------------------------------
function choose(id, value) {
  const select = element(id),
    text = String(value);
  if (![...select.options].some((option) => option.value === text))
    select.add(new Option(text, text));
  select.value = text;
}

function options(id, values) {
  if (element(id).dataset.values === String(values)) return;
  element(id).dataset.values = values;
  element(id).replaceChildren(...values.map((value) => new Option(value)));
}

function controls({ settings, task, activations }) {
  const known = lossesOf(task.kind),
    names = new Set(settings.names);
  options("loss-name", known);
  choose("loss-name", known.includes(settings.loss) ? settings.loss : known[0]);
  if (activations.length) options("activation", activations);
  choose("activation", names.size > 1 ? settings.names.join(", ") : (settings.names[0] ?? "tanh"));
  element("activation").disabled = !settings.hidden.length;
  explain("activation", [...names]);
  explain("loss-name", [element("loss-name").value]);
  choose("rate", settings.rate);
  choose("momentum", settings.momentum);
  choose("batch", settings.batch ?? "all");
  if (document.activeElement !== element("seed")) element("seed").value = settings.seed; // not while it is typed
  element("discrete").checked = settings.discrete;
  element("discrete").disabled = task.kind === "curve";
  element("show").checked = !settings.hide;
  const count = settings.hidden.length;
  element("layers-now").textContent = `${count} hidden layer${count === 1 ? "" : "s"}`;
  element("fewer").disabled = !count;
  element("more").disabled = count >= MOST.layers;
  stepper(settings.hidden);
  element("own").hidden = settings.code === null;
}

// The words of the glossary that belong to what is chosen. Names of the user's own are not in it.
function explain(id, names) {
  const words = names.map((name) => `about-${name}`).filter(element),
    [first] = element(id).getAttribute("aria-describedby").split(" ");
  element(id).setAttribute("aria-describedby", [first, ...words].join(" "));
}

// For one layer at a time, where the drawing has no room for buttons.
function stepper(hidden) {
  const select = element("layer"),
    before = Math.min(Number(select.value) || 0, hidden.length - 1);
  select.replaceChildren(...hidden.map((n, k) => new Option(`layer ${k + 1}: ${n}`, k)));
  if (before >= 0) select.value = before;
  select.disabled =
    element("less-neurons").disabled =
    element("more-neurons").disabled =
      !hidden.length;
}

// ---- data ---------------------------------------------------------------------------------------
function thumbnails({ settings, table, task }) {
  for (const radio of element("thumbnails").querySelectorAll("button")) {
    const { name } = radio.dataset,
      on = name === settings.data;
    radio.ariaChecked = String(on);
    radio.tabIndex = on ? 0 : -1;
    const { noise, draw, own } = settings;
    const looks = [
      noise,
      draw,
      name === "own" && own.join(),
      palette().ink,
      name === "table" && [Boolean(table), settings.across, settings.up],
    ].join();
    if (radio.dataset.looks === looks) continue;
    radio.dataset.looks = looks;
    radio.replaceChildren(small(name, { settings, table, task }), radio.lastChild);
  }
}

function small(name, { settings, table }) {
  if (name === "own" && !settings.own.length) return sign("points", "+");
  if (name === "own") return thumbnail({ points: settings.own });
  if (name === "table" && !table) return sign("cells", "");
  if (isTable({ data: name }))
    return thumbnail(taskOf({ ...settings, data: name, count: 120 }, table));
  return thumbnail({ points: makePoints({ ...settings, data: name, count: 120 }) });
}

// Of what is not there yet: a plus for points to be set, cells for a table to be pasted.
function sign(what, text) {
  return Object.assign(document.createElement("span"), {
    className: `sign ${what}`,
    textContent: text,
    ariaHidden: "true",
  });
}

function dataControls({ settings, task }) {
  const isOwn = settings.data === "own" || settings.data === "table";
  for (const [id, unit] of [
    ["count", ""],
    ["noise", " %"],
    ["heldout", " %"],
  ]) {
    element(id).value = settings[id];
    element(`${id}-now`).textContent = settings[id] + unit;
  }
  element("count").disabled = element("noise").disabled = element("draw").disabled = isOwn;
  if (isOwn) element("count-now").textContent = task.points.length;
  for (const radio of document.querySelectorAll("input[name=colour]")) {
    radio.checked = Number(radio.value) === settings.colour;
    radio.parentNode.hidden = task.kind === "curve" && (radio.value === "1" || radio.value === "2");
  }
  element("colours").hidden = isTable(settings);
  element("table-row").hidden = element("axes").hidden = !isTable(settings);
  element("table-again").hidden = settings.data !== "table";
  element("clear").hidden = isTable(settings);
  element("scaled").checked = settings.scaled;
  if (isTable(settings)) axes(task);
}

function axes({ known, titles, across, up, target, classes, kind, note: words }) {
  for (const [id, { name }, other] of [
    ["across", across, up.name],
    ["up", up, across.name],
  ]) {
    const names = known.filter((one) => one !== other);
    if (element(id).dataset.titles !== names.map((one) => titles[one]).join()) {
      element(id).dataset.titles = names.map((one) => titles[one]).join();
      element(id).replaceChildren(...names.map((one) => new Option(titles[one], one)));
    }
    element(id).parentNode.hidden = !name;
    if (name) element(id).value = name;
  }
  const short = (value) => String(Number(value.toPrecision(4))).replace("-", "−");
  const range = ({ title, least, most }) => `${title} ${short(least)} … ${short(most)}`;
  element("legend").textContent = [
    range(across),
    up.name || kind === "curve" ? range(up) : "",
    classes
      ? classes.map((name, k) => `${SIGNS[k]}\u00a0${name}`).join("  ")
      : kind === "number"
        ? `colour: ${range(target)}`
        : "",
    known.length > 2 ? "the others at their means" : "",
    words,
  ]
    .filter(Boolean)
    .join("; ");
}

// ---- what goes on -------------------------------------------------------------------------------
const canLearn = ({ task }) => task.heldOut.includes(false);

function buttons(state) {
  const { python, net, training, working } = state,
    ready = python === "ready",
    some = canLearn(state);
  for (const id of ["train", "step"]) element(id).disabled = !ready || !some;
  document.querySelector("[data-part=next]").disabled = !ready || !some || !net;
  for (const node of [element("reset"), element("run")]) node.disabled = !ready;
  for (const node of document.querySelectorAll("[data-file]")) node.disabled = !ready || !net;
  put("train", training === "on" ? "Pause" : "Train");
  element("stop").hidden = working < 2;
  element("stop").dataset.patience = state.patience; // whoever tests the page wants to know
  for (const id of ["detail", "answer"])
    element(id).ariaLive = training ? "off" : "polite"; // or its numbers were read out on and on
  put("epochs", progress(state, some));
}

function progress({ python, epochs, share, working, training }, some) {
  if (python === "failed") return "no Python";
  if (python === "loading") return "loading Python …";
  if (!some) return "no points";
  const done = `${epochs} epoch${epochs === 1 ? "" : "s"}`;
  if (working) return `at work, ${working} s`;
  return training && share > 0 && share < 1 ? `${done}, ${Math.floor(100 * share)} %` : done;
}

// One sentence on what is the matter, or what to do.
function note(state) {
  put("note", words(state));
  element("failed").hidden = state.python !== "failed";
  put("failed", state.failure);
  put("what", state.experiment ? "Back to the text" : "What is this?");
  document.body.classList.toggle("told", Boolean(state.experiment ?? state.notice));
}

function words(state) {
  const { task, slow, experiment, training, epochs, net, wrong, figures, notice } = state;
  if (state.python === "failed") return "";
  if (state.python === "loading" && !wrong)
    return "Python is fetched and started, which takes some seconds.";
  if (!canLearn(state)) return "Click into the plane to add points.";
  if (slow)
    return `An epoch takes about ${Math.round(slow)} seconds on this computer. Fewer points, a larger batch size or fewer neurons make it faster. Pause works at any moment.`;
  if (experiment ?? notice) return experiment ?? notice;
  if (wrong) return "The code has an error: the red box beside it says which, and where.";
  if (training)
    return "It learns. The colours of the plane are its answers, everywhere; the points are the right ones.";
  if (epochs && typeof figures?.[0]?.[1] === "number") return learned(figures, isOfNumbers(task));
  if (!epochs && net) return beginning(state);
  return "A neural network in plain Python. The code you see is the code that runs.";
}

function beginning({ settings, task }) {
  const count = settings.hidden.reduce((a, b) => a + b, 0),
    neurons = count === 1 ? "1 hidden neuron" : `${count} hidden neurons`;
  const signs = SIGNS.slice(0, task.outputs);
  const what = {
    two: "tell ● from ■",
    several: `tell ${signs.slice(0, -1).join(", ")} and ${signs.at(-1)} apart`,
    curve: "follow a curve",
    number: "answer a number",
  }[task.kind];
  return `Press Train: a network with ${neurons} learns to ${what}.`;
}

const isOfNumbers = ({ kind }) => kind === "curve" || kind === "number";

// "97.3 %", or for numbers "±0.12", the root of the mean square.
function rightness(share, ofNumbers) {
  return ofNumbers ? `±${Math.sqrt(share).toPrecision(3)}` : `${(100 * share).toFixed(1)} %`;
}

// What one sees in the figures once it has learned.
function learned([trained, heldOut], ofNumbers) {
  const what = ofNumbers ? "Typical error" : "Right",
    [known, unknown] = [trained, heldOut].map((one) => one && rightness(one[1], ofNumbers));
  return unknown
    ? `${what}: ${known} for the points it learned from, ${unknown} for the held-out ones, which it has never seen.`
    : `${what}: ${known} for the points it learned from. None is held out, so nobody knows about others.`;
}

function figures({ figures: now, task, losses }) {
  put("figures-right", isOfNumbers(task) ? "typical error" : "right");
  explain("figures", isOfNumbers(task) ? ["loss", "error"] : ["loss"]);
  const digits = (loss) => (loss === null ? "not finite" : loss.toPrecision(4));
  for (const [k, prefix] of [
    [0, ""],
    [1, "heldout-"],
  ]) {
    const last = k === 0 && now && losses.length ? losses.at(-1) : now?.[k]?.[0]; // of an epoch it is told sooner
    put(`${prefix}loss`, now?.[k] ? digits(last) : "–");
    put(`${prefix}right`, now?.[k] && now[k][1] !== null ? rightness(now[k][1], isOfNumbers(task)) : "–");
  }
}

// What the code printed; of an error its last line first, then where in the code it is.
function output({ wrong, printed, settings, task }) {
  const box = element("output");
  box.hidden = !wrong && !printed;
  box.classList.toggle("error", Boolean(wrong));
  if (!wrong) {
    box.textContent = printed;
    return;
  }
  const lines = codeOf({ settings, task }).split("\n"),
    numbers = wrong.where.length ? wrong.where : [wrong.line].filter(Boolean);
  const places = [...numbers]
    .reverse()
    .map((line) => `line ${line}:  ${lines[line - 1]?.trim() ?? ""}`);
  const head = Object.assign(document.createElement("b"), { textContent: wrong.text });
  box.replaceChildren(
    head,
    places.length ? `\n\n${places.join("\n  called in ")}` : "",
    printed ? `\n\nprinted before:\n${printed}` : "",
  );
  box.scrollTop = 0;
}

// The points of an update by hand, as long as one looks at it.
const ringed = ({ settings, marked }) => (settings.tab === "hand" ? marked : new Set());

// ---- the network --------------------------------------------------------------------------------
// It is drawn anew only if it looks otherwise: what is focused or under a finger stays.
function network(state, drawing, plane) {
  const { net, values, task, isLoading } = state;
  document.body.classList.toggle("none", !net);
  if (!net) {
    caption(null, state);
    drawing.looks = null;
    drawing.clear();
    plane.draw({ picture: null, line: null });
    return;
  }
  if (!values || isLoading) return;
  const { inputs, known, titles, kind, across, up } = task;
  const looks = JSON.stringify([
    net.sizes,
    net.activations,
    inputs,
    known,
    titles,
    kind,
    across,
    up,
  ]);
  if (drawing.looks !== looks) {
    drawing.looks = looks;
    drawing.shape({ ...net, task, ...values });
  } else {
    drawing.weights(values);
  }
}

function picked({ settings, net, task }, drawing, hand) {
  if (!net) return;
  const fits = hand.shape(net.sizes, task, settings.pick);
  drawing.mark(settings.pick || settings.tab === "hand" ? fits : null, drawing.net);
}

// What the plane shows, if that is not the network's answer.
export function caption(looked, { net, task }) {
  const isThere = looked && looked[1] < net.sizes[looked[0]];
  element("caption").hidden = !isThere;
  if (!isThere) return;
  if (looked[0] && net.sizes.length - 1 === looked[0] && net.sizes.at(-1) === 1) {
    put("caption", "What the output answers: that is the network's answer.");
    return;
  }
  const what = neuronName(...looked, net.sizes, task),
    shown = looked[0] ? `What ${what} answers` : `What ${what} is`;
  put("caption", `${shown}. Leave it to see the network's answer.`);
}

function answer({ answer: outputs, task }) {
  put("answer", outputs ? answerName(task, outputs) : "–");
}

// The weight that is picked can be set by hand.
function weight({ settings: { pick }, values, net }) {
  const [i, j, k] = pick ?? [],
    value = j < 0 ? values?.biases[i]?.[k] : values?.weights[i]?.[j]?.[k];
  element("weigh").hidden = !net || value === undefined;
  if (value === undefined) return;
  element("weigh-name").textContent = pythonName(i, j, k);
  const number = element("weigh-number"),
    slider = element("weigh-slider");
  if (document.activeElement !== number) number.value = value.toFixed(4);
  if (slider.matches(":active")) return;
  slider.max = Math.max(5, Math.ceil(Math.abs(value)));
  slider.min = -slider.max;
  slider.value = value;
}

function tabs({ settings }) {
  for (const name of ["code", "hand"]) {
    element(`tab-${name}`).ariaSelected = String(settings.tab === name);
    element(`tab-${name}`).tabIndex = settings.tab === name ? 0 : -1;
    element(`${name}-panel`).hidden = settings.tab !== name;
  }
}
