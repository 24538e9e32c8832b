// Python as the page sees it: a worker that is begun, asked, and stopped when it takes too long.
import { runtime, text, worker } from "./assets.js";

const PATIENCE = 5000; // milliseconds that it may take for an answer

export class Python {
  // `heard` has a function for each type of message: ready, failed, stopped, state, ...
  constructor(heard) {
    this.heard = heard;
    this.ids = 0;
    this.ready = false;
  }

  async begin() {
    this.worker?.terminate();
    this.ready = false;
    this.waiting = new Set();
    this.loading = this.next = null;
    this.later = [];
    try {
      this.files ??= await Promise.all([runtime(), text("../../purenn.py"), text("../export.py"),
        text("glue.py"), text("worker.js")]);
      const [{ script, wasm }, purenn, exporting, glue, own] = this.files;
      this.source = purenn;
      this.worker = worker(script, own);
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = ({ message }) => this.heard.failed({ text: `Python could not be started: ${message}` });
      this.worker.postMessage({ type: "begin", wasm, purenn, exporting, glue });
    } catch (error) {
      this.heard.failed({ text: error.message });
    }
  }

  receive(data) {
    if (data.type === "ready") this.ready = true;
    if (data.type !== "done") { // what is said of a network that is replaced already is not heard
      if (data.of === undefined || data.of === this.last && !this.next) this.heard[data.type](data);
      return;
    }
    this.waiting.delete(data.id);
    if (data.id !== this.loading) return;
    const { next, later } = this;
    this.loading = this.next = null;
    this.later = [];
    if (next) for (const message of [next, ...later]) this.send(message);
  }

  send(message) {
    if (!this.ready) return;
    if (message.type === "load" && this.loading) { // of many, one after the other, the last counts
      this.next = message;
      this.later = [];
      return;
    }
    if (this.next) { // meant for the network that waits to be loaded
      this.later.push(message);
      return;
    }
    const id = ++this.ids, asked = this.waiting;
    asked.add(id);
    if (message.type === "load") this.loading = this.last = id;
    this.worker.postMessage({ ...message, id });
    setTimeout(() => {
      if (!asked.has(id) || asked !== this.waiting) return;
      this.begin();
      this.heard.stopped({ text: `The code did not come to an end within ${PATIENCE / 1000} seconds, and was stopped.` });
    }, PATIENCE);
  }
}
