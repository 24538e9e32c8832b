// Asks for a table: pasted, chosen as a file, or dropped anywhere on the page.
import { tableFrom } from "./table.js";

export class Paste {
  constructor(dialog, taken) {
    const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
    Object.assign(this, { dialog, taken, area: part("text"), wrong: part("wrong") });
    part("use").addEventListener("click", () => this.use());
    part("cancel").addEventListener("click", () => dialog.close());
    part("file").addEventListener("change", ({ target }) => {
      this.read(target.files[0]);
      target.value = ""; // the same file, mended, can be chosen again
    });
    addEventListener("dragover", (event) => event.preventDefault());
    addEventListener("drop", (event) => {
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.open();
      this.read(event.dataTransfer.files[0]);
    });
  }

  open() {
    this.wrong.textContent = "";
    if (!this.dialog.open) this.dialog.showModal();
  }

  async read(file) {
    if (!file) return;
    if (file.size > 5e6) {
      this.wrong.textContent = "This file is larger than 5 MB.";
      return;
    }
    this.area.value = await file.text();
    this.use();
  }

  use() {
    try {
      const table = tableFrom(this.area.value);
      this.dialog.close();
      this.taken(table);
    } catch (error) {
      this.wrong.textContent = error.message;
    }
  }
}
