// The code's editor: a text area as large as its text, line numbers, the line of an error.
export class Editor {
  constructor(area, mirror, lines, heard) {
    Object.assign(this, { area, mirror, lines });
    area.addEventListener("input", () => {
      this.number();
      heard.changed();
    });
    area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      heard.run();
    });
  }

  get value() {
    return this.area.value;
  }

  // What the user has typed stays within reach of Ctrl+Z.
  write(text, typed) {
    const { area } = this;
    if (text === area.value) return;
    const focused = document.activeElement;
    if (typed) area.focus({ preventScroll: true });
    if (typed && document.activeElement === area) {
      area.select();
      if (!document.execCommand("insertText", false, text)) area.value = text;
      area.setSelectionRange(0, 0);
    } else {
      area.value = text;
    }
    if (typed && focused !== area) {
      area.blur();
      focused?.focus({ preventScroll: true });
    }
    this.number();
  }

  number(wrong) {
    const text = this.area.value;
    this.mirror.textContent = text + "\n ";
    this.lines.replaceChildren(...text.split("\n").map((_, k) => {
      const span = document.createElement("span");
      span.textContent = k + 1;
      span.className = k + 1 === wrong ? "wrong" : "";
      return span;
    }));
    this.lines.querySelector(".wrong")?.scrollIntoView({ block: "nearest" });
  }
}
