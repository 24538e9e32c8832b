// What changes the state: the user's doings, and what Python tells.
import { changed, isInSlices, LAST, written } from "./code.js";
import { DATA } from "./data.js";
import { FIRST, MOST } from "./settings.js";
import { keepTable } from "./table.js";
import { asksTheSame, isTable, rowAsked, rowsOf, taskOf, typedAt } from "./task.js";

const SLOW = 15; // seconds for an epoch
const NAMES = { rate: "learning_rate", batch: "batch_size", momentum: "momentum" };
const NOTHING = { net: null, values: null, figures: null, epochs: 0 };

export const codeOf = ({ settings, task }) => settings.code ?? written(settings, task);

export class Actions {
  // asked: overwrites(what there is no line for) -> does the user want the code to be written anew?,
  // save(name, text), paste(): the user is asked for a table
  constructor(state, python, asked) {
    Object.assign(this, { state, python, asked });
  }

  start(settings) {
    const { state } = this;
    const isLost = settings.data === "table" && !state.table; // as it is not in the address
    if (isLost) settings = { ...settings, data: FIRST.data, inputs: FIRST.inputs, code: null };
    const task = taskOf(settings, state.table);
    if (settings.code === written({ ...settings, code: null }, task)) settings.code = null;
    const note = isLost
      ? "The table is not in the address, as nothing that you paste leaves your browser. Press “table” to paste it again."
      : null;
    const typed = this.typedFor(task);
    state.change({ settings, task, typed, experiment: null, notice: note, resumes: false });
    this.load();
  }

  // Sets `parts`, in the code too. A code that the user has changed keeps its other lines; where it
  // has no line for what is set, nothing is overwritten without asking.
  async set(parts, { reload = true } = {}) {
    const { state } = this,
      before = [state.settings, state.task];
    const settings = { ...state.settings, ...parts },
      task = taskOf(settings, state.table);
    if (settings.code !== null) {
      const { code, missing } = changed(settings.code, before, [settings, task]);
      if (missing.length && !(await this.asked.overwrites(missing[0]))) {
        state.change({ settings: state.settings });
        return;
      }
      settings.code = missing.length || code === written(settings, task) ? null : code;
    }
    const gone = "data" in parts ? { experiment: null, notice: null } : {};
    if (task.kind !== state.task.kind) gone.figures = null; // they were of another kind
    state.change({ settings, task, typed: this.typedFor(task), ...gone });
    if (reload) this.load();
  }

  // What was typed to be asked stays if it fits.
  typedFor(task) {
    return asksTheSame(this.state.task, task) ? this.state.typed : {};
  }

  typed(code) {
    const { state } = this,
      { settings, task } = state;
    state.change({
      settings: { ...settings, code: code === written(settings, task) ? null : code },
    });
  }

  writeAnew() {
    this.state.change({ settings: { ...this.state.settings, code: null } });
    this.load();
  }

  // ---- Python -----------------------------------------------------------------------------------
  load() {
    const { state, python } = this;
    if (!python.ready) return;
    const code = codeOf(state),
      { task } = state;
    state.change({
      isLoading: true,
      resumes: state.training === "on" || state.resumes,
      training: "",
      record: null,
      marked: new Set(),
      printed: "",
      wrong: null,
      losses: [],
      epochs: 0,
      share: 0,
      slow: 0,
      answer: null,
    });
    python.send({
      type: "load",
      code,
      kind: task.kind,
      rows: { ...rowsOf(task), asked: rowAsked(task, state.typed) },
      inSlices: isInSlices(code),
      isOwn: state.settings.code !== null,
    });
  }

  ready({ lines, activations, patience }) {
    const { state } = this,
      wasStopped = state.wrong;
    state.change({ python: "ready", methods: lines, activations, patience });
    if (!wasStopped || state.settings.code === null) this.load(); // code that was stopped would only hold the next worker too
  }

  failed({ text }) {
    this.state.change({ python: "failed", failure: text });
  }

  stopped({ seconds }) {
    const isOwn = this.state.settings.code !== null,
      lasted = `after ${seconds} seconds`;
    const text = isOwn
      ? `Stopped ${lasted}: your code came neither to an end nor to a step of training. A loop without end? Or a network too large for this computer: then lower the numbers in sizes.`
      : `Stopped ${lasted}. Fewer points or fewer neurons are faster.`;
    this.state.change({
      ...NOTHING,
      python: "loading",
      training: "",
      isLoading: false,
      resumes: false,
      working: 0,
      wrong: { text, line: 0, where: [] },
    });
  }

  working({ seconds }) {
    this.state.change({ working: seconds });
  }

  // What the code made is what the controls show.
  loaded(made) {
    const { state } = this,
      { settings } = state,
      { sizes, activations, loss, force } = made;
    const values = { hidden: sizes.slice(1, -1), names: activations.slice(0, -1) };
    if (state.task.kind === "two") values.loss = loss;
    if (force.learning_rate !== undefined) values.rate = force.learning_rate;
    if (force.batch_size !== undefined) values.batch = force.batch_size;
    for (const name of ["momentum", "seed"])
      if (force[name] !== undefined) values[name] = force[name];
    const shown = settings.code === null ? settings : { ...settings, ...values };
    state.change({ isLoading: false, wrong: null, settings: shown, net: made, values: null });
  }

  // The weights, and perhaps the figures.
  stated({ epochs, losses, weights, biases, sample, figures, answer }) {
    const { state } = this;
    const given = { epochs, losses, answer, values: { weights, biases, sample } };
    state.change(figures ? { ...given, figures } : given);
    if (!state.resumes) return;
    state.change({ resumes: false });
    this.train();
  }

  // batches: done of an epoch that has begun; pace: the seconds that one takes.
  part({ batches, pace }) {
    const { state } = this,
      rows = state.task.heldOut.filter((out) => !out).length;
    const all = Math.ceil(rows / (state.settings.batch ?? rows)),
      seconds = pace * all;
    const share = seconds > 2 ? batches / all : 0,
      slow = seconds > SLOW ? seconds : 0;
    if (share !== state.share || slow !== state.slow) state.change({ share, slow });
  }

  train(most) {
    this.state.change({ training: most ? "one" : "on", record: null, marked: new Set() });
    this.python.send({ type: "train", most });
  }

  trained() {
    this.state.change({ training: "" });
  }

  toggle() {
    const { state } = this;
    if (state.training === "on") this.pause();
    else if (state.net || state.isLoading) this.train();
    else {
      // there is no network, as the code was stopped or wrong
      state.change({ resumes: true });
      this.load();
    }
  }

  pause() {
    const { state, python } = this;
    if (!state.training) return;
    python.send({ type: "pause" });
    state.change({ training: "" });
  }

  oneEpoch() {
    if (this.state.training === "on") this.pause();
    this.train(1);
  }

  reset() {
    this.state.change({ training: "", resumes: false });
    this.load();
  }

  stop() {
    this.python.stop();
  }

  takeStep() {
    this.pause();
    const { rate, batch, momentum } = this.state.settings;
    this.python.send({ type: "hand", rate, batch, momentum });
  }

  hand({ record }) {
    const { task } = this.state,
      rows = task.points.map((_, k) => k).filter((k) => !task.heldOut[k]);
    this.state.change({
      record,
      marked: new Set(rows.slice(record.first, record.first + record.y.length)),
    });
  }

  weigh(at, value) {
    if (!Number.isFinite(value)) return;
    this.state.change({ record: null, marked: new Set() });
    this.python.send({ type: "weigh", at, value });
  }

  printed({ text }) {
    this.state.change({ printed: `${this.state.printed}${text}\n`.slice(-4000) });
  }

  error({ text, line, where }) {
    const { state } = this;
    const gone = state.isLoading ? NOTHING : {}; // the network before is not the code's
    const wrong = { text: text + this.advice(text), where, line: line || this.lineOf(text) };
    state.change({ ...gone, isLoading: false, resumes: false, training: "", wrong });
    if (state.settings.tab !== "code") this.set({ tab: "code" }, { reload: false });
  }

  // purenn does not know what the points are meant for.
  advice(text) {
    const { net, task } = this.state;
    if (!net || !text.startsWith("ValueError: y, row ")) return "";
    return `\nThe last activation, ${net.activations.at(-1)}, cannot answer that. For these points it should be ${LAST[task.kind]}.`;
  }

  // The line that an error is about which appeared only when the network met the points.
  lineOf(text) {
    const name = { "ValueError: X, row": "sizes", "ValueError: y, row": "activations" }[
      text.match(/^ValueError: [Xy], row/)?.[0]
    ];
    const lines = codeOf(this.state).split("\n"),
      at = (start) => lines.findIndex((line) => line.startsWith(start)) + 1;
    return name && (at(`${name} = `) || at("net = "));
  }

  file({ name, text }) {
    this.asked.save(name, text);
  }

  save(name) {
    this.python.send({ type: "file", name });
  }

  // ---- the user -----------------------------------------------------------------------------------
  async tune(id, value) {
    // these may change while it learns
    await this.set({ [id]: value }, { reload: false });
    if (this.state.settings[id] === value)
      this.python.send({ type: "change", code: `${NAMES[id]} = ${value ?? "None"}` });
  }

  ask(typed) {
    this.state.change({ typed });
    this.python.send({ type: "ask", row: rowAsked(this.state.task, typed) });
  }

  askAt(u, v) {
    const { task, typed } = this.state;
    this.ask(typedAt(task, [u, v], typed));
  }

  look(looked) {
    this.state.change({ looked });
  }

  pick(at) {
    this.state.change({ settings: { ...this.state.settings, pick: at } });
  }

  choose(data) {
    if (data === "table" && !this.state.table) {
      this.asked.paste();
      return;
    }
    const isOtherKind = isTable({ data }) !== isTable(this.state.settings);
    this.set({ ...this.left(), data, ...(isOtherKind ? FITTING[isTable({ data })] : {}) });
  }

  // What an experiment has set, such as a learning rate that is too large, ends with it.
  left() {
    const { code, tab, own, ownKind, ...others } = FIRST;
    return this.state.experiment === null ? {} : others;
  }

  // What the plane shows across or up; the other axis gives way.
  axis(id, name) {
    const { across, up } = this.state.task,
      other = id === "across" ? "up" : "across",
      now = { across, up };
    this.set(
      { [id]: name, [other]: now[other].name === name ? now[id].name : (now[other].name ?? "") },
      { reload: false },
    );
  }

  take(table) {
    // of the user's own
    keepTable(table);
    this.state.change({ table });
    this.set({ ...this.left(), data: "table", ...FITTING[true] });
  }

  input(name) {
    const { known, inputs: now } = this.state.task;
    const inputs = known.filter((other) => (other === name) !== now.includes(other));
    if (inputs.length) this.set({ inputs });
  }

  resize(layer, by) {
    const hidden = this.state.settings.hidden.map((n, k) =>
      k === layer ? Math.min(MOST.neurons, Math.max(1, n + by)) : n,
    );
    if (String(hidden) !== String(this.state.settings.hidden)) this.set({ hidden });
  }

  layers(by) {
    const { hidden, names } = this.state.settings,
      count = Math.min(MOST.layers, Math.max(0, hidden.length + by));
    if (count < hidden.length)
      this.set({ hidden: hidden.slice(0, count), names: names.slice(0, count) });
    if (count > hidden.length)
      this.set({
        hidden: [...hidden, hidden.at(-1) ?? 4],
        names: [...names, names.at(-1) ?? this.lastName ?? "tanh"],
      });
  }

  activation(name) {
    this.lastName = name;
    this.set({ names: this.state.settings.hidden.map(() => name) });
  }

  // A place was pressed: a point is added there, or the nearest one taken away.
  touch(u, v) {
    const { settings, task } = this.state;
    if (isTable(settings)) {
      this.askAt(u, v); // its rows are not to be changed
      return;
    }
    const round = (w) => Math.round(100 * Math.min(2.95, Math.max(-2.95, w))) / 100,
      own = task.points.slice();
    if (settings.colour === 3) {
      const away = own.map(([x, y]) => Math.hypot(x - u, y - v)),
        nearest = away.indexOf(Math.min(...away));
      if (nearest < 0 || away[nearest] >= 0.3) return;
      own.splice(nearest, 1);
    } else if (own.length < MOST.points) {
      own.push([round(u), round(v), task.kind === "curve" ? 0 : settings.colour]);
    }
    this.set({ data: "own", own, ownKind: task.kind });
  }

  clear() {
    const { task, settings } = this.state;
    this.set({
      data: "own",
      own: [],
      ownKind: task.kind === "curve" ? "curve" : "two",
      colour: settings.colour % 3,
    });
  }

  experiment(settings, experiment) {
    this.state.change({ training: "" });
    this.start(settings);
    this.state.change({ experiment, resumes: true });
  }
}

// What a table, or points of the plane, begins with.
const FITTING = {
  true: { inputs: [], across: "", up: "", noise: 0, scaled: true },
  false: { inputs: FIRST.inputs, noise: FIRST.noise },
};

export const TITLES = {
  ...Object.fromEntries(Object.entries(DATA).map(([name, { title }]) => [name, title])),
  fan: "fan",
  own: "own",
  table: "table",
};
