// The code's editor: a text area as large as its text, line numbers, the line of an error.
export class Editor {
  constructor(box, heard) {
    const part = (name) => box.querySelector(name);
    Object.assign(this, {
      area: part("textarea"),
      mirror: part("#mirror"),
      lines: part("#lines"),
      bar: part("#wrong-line"),
    });
    this.isTyped = false; // has the user changed what was written here?
    this.area.addEventListener("input", () => {
      this.isTyped = true;
      this.number();
      heard.changed(this.area.value);
    });
    this.area.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      heard.run();
    });
  }

  // What the user has typed stays within reach of Ctrl+Z.
  write(text) {
    const { area } = this;
    if (text === area.value) return;
    const focused = document.activeElement;
    if (this.isTyped) area.focus({ preventScroll: true });
    if (this.isTyped && document.activeElement === area) {
      area.select();
      if (!document.execCommand("insertText", false, text)) area.value = text;
      area.setSelectionRange(0, 0);
    } else {
      area.value = text;
    }
    if (this.isTyped && focused !== area) {
      area.blur();
      focused?.focus({ preventScroll: true });
    }
    this.number();
  }

  number() {
    const text = this.area.value,
      count = text.split("\n").length;
    this.mirror.textContent = text + "\n ";
    if (this.lines.childElementCount === count) return;
    this.lines.replaceChildren(
      ...Array.from({ length: count }, (_, k) =>
        Object.assign(document.createElement("span"), { textContent: k + 1 }),
      ),
    );
    this.mark(this.marked);
  }

  // The line with an error, or none.
  mark(line) {
    this.marked = line;
    [...this.lines.children].forEach((node, k) => node.classList.toggle("wrong", k + 1 === line));
    const node = this.lines.children[line - 1];
    this.bar.hidden = !node;
    if (!node) return;
    this.bar.style.top = `${node.offsetTop}px`;
    node.scrollIntoView({ block: "nearest" });
  }
}
