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
    try {
      this.files ??= await Promise.all([runtime(), text("../../purenn.py"), text("glue.py"), text("worker.js")]);
      const [{ script, wasm }, purenn, glue, own] = this.files;
      this.source = purenn;
      this.worker = worker(script, own);
      this.worker.onmessage = ({ data }) => this.receive(data);
      this.worker.onerror = ({ message }) => this.heard.failed({ text: `Python could not be started: ${message}` });
      this.worker.postMessage({ type: "begin", wasm, purenn, glue });
    } catch (error) {
      this.heard.failed({ text: error.message });
    }
  }

  receive(data) {
    if (data.type === "ready") this.ready = true;
    if (data.type === "done") this.waiting.delete(data.id);
    else this.heard[data.type](data);
  }

  send(message) {
    if (!this.ready) return;
    const id = ++this.ids, asked = this.waiting;
    asked.add(id);
    this.worker.postMessage({ ...message, id });
    setTimeout(() => {
      if (!asked.has(id) || asked !== this.waiting) return;
      this.begin();
      this.heard.stopped({ text: `The code did not come to an end within ${PATIENCE / 1000} seconds, and was stopped.` });
    }, PATIENCE);
  }
}
