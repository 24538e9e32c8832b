// Python as the page sees it: a worker that is begun, asked, and stopped if it has to be.
import { runtime, text, worker } from "./assets.js";

const FILES = {
  // as they are called in the worker, and where they stand
  "purenn.py": "../../purenn.py",
  "export.py": "../export.py",
  "glue.py": "glue.py",
  "walk.py": "walk.py",
};
const PATIENCE = 5000; // milliseconds that code of the user's may take without a sign of life
const QUICK = 300; // as many does Python take to start on a quick computer; on a slow one, patience grows

export class Python {
  // `heard` has a function for each type of message (ready, failed, loaded, state, ...), and
  // stopped({seconds}) and working({seconds}), which tells how long an answer is waited for.
  constructor(heard) {
    this.heard = heard;
    this.ids = 0;
    this.ready = false;
    setInterval(() => this.look(), 250);
  }

  async begin() {
    this.worker?.terminate();
    this.ready = false;
    this.waiting = new Set(); // ids of messages that are not answered
    this.training = null; // the number of the message that asked for it
    this.loading = this.next = null;
    this.later = [];
    try {
      this.parts ??= await Promise.all([
        runtime(),
        text("worker.js"),
        ...Object.values(FILES).map(text),
      ]);
      const [{ script, wasm }, own, ...texts] = this.parts;
      const files = Object.fromEntries(Object.keys(FILES).map((name, k) => [name, texts[k]]));
      this.worker = worker(script, own);
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = ({ message }) =>
        this.heard.failed({ text: `Python could not be started: ${message}` });
      this.worker.postMessage({ type: "begin", wasm, files });
    } catch (error) {
      this.heard.failed({ text: error.message });
    }
  }

  receive(data) {
    this.lived = performance.now(); // the last sign of life
    if (data.type !== "alive") this.answered = this.lived;
    if (data.type === "trained" && data.id !== this.training) return; // by now it is to train on
    if (["trained", "error"].includes(data.type)) this.training = null;
    if (data.type === "ready") {
      this.ready = true;
      this.patience = PATIENCE * Math.min(6, Math.max(1, data.took / QUICK));
      data.patience = this.patience;
    }
    if (data.type === "done") this.done(data.id);
    // What is said of a network that is replaced already is not heard.
    else if (data.of === undefined || (data.of === this.last && !this.next))
      this.heard[data.type]?.(data);
  }

  done(id) {
    this.waiting.delete(id);
    if (id !== this.loading) return;
    const { next, later } = this;
    this.loading = this.next = null;
    this.later = [];
    if (next) for (const message of [next, ...later]) this.send(message);
  }

  send(message) {
    if (!this.ready) return;
    if (message.type === "load" && this.loading) {
      // of many, one after the other, the last counts
      this.next = message;
      this.later = [];
      return;
    }
    if (this.next) {
      // meant for the network that waits to be loaded
      this.later.push(message);
      return;
    }
    const id = ++this.ids;
    if (!this.isBusy) this.lived = this.answered = performance.now();
    this.waiting.add(id);
    if (message.type === "train") this.training = id;
    if (["pause", "load"].includes(message.type)) this.training = null;
    if (message.type === "load") {
      this.loading = this.last = id;
      this.isOwn = message.isOwn;
    }
    this.worker.postMessage({ ...message, id });
  }

  get isBusy() {
    return this.ready && (this.training !== null || this.waiting.size > 0);
  }

  // Only code that the user has changed is stopped by the clock; and training is a sign of life.
  look() {
    const now = performance.now();
    if (this.isBusy && this.isOwn && now - this.lived > this.patience) this.stop();
    const seconds = this.isBusy ? Math.floor((now - this.answered) / 1000) : 0;
    if (seconds !== this.told) this.heard.working({ seconds });
    this.told = seconds;
  }

  stop() {
    const seconds = Math.round((performance.now() - this.answered) / 1000);
    this.begin();
    this.heard.stopped({ seconds });
  }
}
