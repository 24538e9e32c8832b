// A row that the network is asked about: a field for each of its numbers, in their own units, and
// the answer beside them.
export class Question {
  // asked(cells): what the fields hold, {name: text}
  constructor(box, asked) {
    const part = (name) => box.querySelector(`[data-part="${name}"]`);
    Object.assign(this, { asked, about: part("about"), fields: part("cells"), titles: "" });
    this.fields.addEventListener("input", () => asked(this.cells()));
  }

  cells() {
    const inputs = [...this.fields.querySelectorAll("input")];
    return Object.fromEntries(inputs.map((input) => [input.name, input.value]));
  }

  // cells: what was typed. What was not has its first value.
  show({ asks, isScaled }, cells) {
    const titles = asks.map(({ name, title }) => `${name} ${title}`).join();
    if (titles !== this.titles) this.fields.replaceChildren(...asks.map(field));
    this.titles = titles;
    this.about.textContent = isScaled === undefined ? "A new point:" : "A new row:";
    for (const { name, value } of asks) {
      const input = this.fields.querySelector(`[name="${name}"]`);
      if (input !== document.activeElement) input.value = cells[name] ?? value;
    }
  }
}

function field({ name, title }) {
  const label = document.createElement("label"),
    input = document.createElement("input");
  Object.assign(input, { name, id: `ask-${name}`, type: "text", autocomplete: "off" });
  Object.assign(input, { inputMode: "decimal", maxLength: 12 });
  input.setAttribute("aria-describedby", "word-question");
  label.append(title, " ", input);
  return label;
}
