// The Python that the controls write. Each control has a line of its own, `name = value`, so that
// it can be changed in a code that somebody has made his own, without touching the rest.
import { INPUTS, inputsOf, kindOf } from "./data.js";

export const OUTPUT = { two: [1, "sigmoid"], three: [3, "softmax"], curve: [1, "linear"] };

export function lossesOf(kind) {
  return kind === "two" ? ["cross_entropy", "mse"] : [kind === "three" ? "cross_entropy" : "mse"];
}

const quoted = (names) => `[${names.map((name) => `"${name}"`).join(", ")}]`;

export function linesOf(settings) {
  const kind = kindOf(settings), [outputs, last] = OUTPUT[kind], known = lossesOf(kind);
  return {
    sizes: `[${[inputsOf(settings, kind).length, ...settings.hidden, outputs].join(", ")}]`,
    activations: quoted([...settings.names, last]),
    loss: `"${known.includes(settings.loss) ? settings.loss : known[0]}"`,
    seed: String(settings.seed),
    learning_rate: String(settings.rate),
    batch_size: settings.batch === null ? "None" : String(settings.batch),
    momentum: String(settings.momentum),
  };
}

export function written(settings) {
  const kind = kindOf(settings), lines = Object.entries(linesOf(settings)).map(([name, value]) => `${name} = ${value}`);
  const inputs = inputsOf(settings, kind).map((name) => INPUTS[name].title).join(", ");
  return `from purenn import Network
from page import X, y  # a row per point; X: ${inputs}

${lines.join("\n")}

net = Network(sizes, activations, loss, seed=seed)

def epoch():  # the page calls it, over and over
    return net.train(X, y, 1, learning_rate, batch_size,
                     momentum, print_every=0)
`;
}

const pattern = (name) => new RegExp(`^${name} = .*$`, "gm");

// The code with the lines that differ between two settings changed, and the names without a line.
export function changed(code, before, after) {
  const old = linesOf(before), now = linesOf(after), missing = [];
  for (const name in now) {
    if (now[name] === old[name]) continue;
    if (code.match(pattern(name))?.length === 1) code = code.replace(pattern(name), () => `${name} = ${now[name]}`);
    else missing.push(name);
  }
  return { code: code.replace(/^(from page import X, y  # a row per point; X: ).*$/m,
    (_, start) => start + inputsOf(after, kindOf(after)).map((name) => INPUTS[name].title).join(", ")), missing };
}
