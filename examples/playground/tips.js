// A word of explanation for what is pointed at, focused or touched: the sentence that stands in the
// text below, in the element that aria-describedby names. It may name words of the glossary, too.
const LATER = 350; // milliseconds
const READ = 5000; // milliseconds: a finger does not leave, as a pointer does

const wordOf = (id) => document.getElementById(id);
const entry = ({ previousElementSibling: { textContent: name }, textContent: [first, ...rest] }) =>
  `${name}: ${first.toLowerCase()}${rest.join("")}`;

export function tips() {
  const tip = Object.assign(document.createElement("div"), { id: "tip", hidden: true });
  let timer,
    shown,
    top,
    isTouch = false,
    pressed = null; // what is pressed needs no word any more
  document.body.append(tip);

  const named = (node) =>
    node.matches("[aria-describedby]") ? node : node.querySelector("[aria-describedby]");
  function described(inner) {
    // a control with its label
    const node = inner.closest?.("[aria-describedby], label");
    return node && named(node) && node;
  }
  function show(node) {
    if (!node.isConnected) return;
    const [first, ...others] = named(node).getAttribute("aria-describedby").split(" ").map(wordOf);
    tip.textContent = [first.textContent, ...others.map(entry)].join(" ");
    tip.hidden = false;
    shown = node;
    const box = node.getBoundingClientRect(),
      left = Math.min(box.left, innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 6,
      above = box.top - tip.offsetHeight - 6;
    top = box.top;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below + tip.offsetHeight < innerHeight || above < 0 ? below : above}px`;
    if (isTouch) timer = setTimeout(hide, READ);
  }
  function soon(node) {
    clearTimeout(timer);
    timer = setTimeout(show, LATER, node);
  }
  function hide() {
    clearTimeout(timer);
    tip.hidden = true;
  }

  addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const node = described(target);
    if (node && node === pressed) return;
    pressed = null;
    if (node) soon(node);
    else hide();
  });
  addEventListener("focusin", ({ target }) => {
    const node = described(target);
    if (node && (target.matches(":focus-visible") || isTouch))
      soon(node); // by a key or a finger
    else hide();
  });
  addEventListener("focusout", hide);
  addEventListener("pointerdown", ({ target, pointerType }) => {
    hide();
    isTouch = pointerType === "touch";
    pressed = described(target);
    if (isTouch && pressed) soon(pressed);
  });
  document.addEventListener("scroll", () => {
    // what is in the head stays where it is
    if (!tip.hidden && Math.abs(shown.getBoundingClientRect().top - top) > 2) hide();
  });
  addEventListener("resize", hide);
  addEventListener("input", hide); // what it does is seen now
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}
