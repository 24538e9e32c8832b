// The Python that the controls write. Each control has a line of its own, `name = value`, so that
// it can be changed in a code that somebody has made his own, without touching the rest.
export const LAST = { two: "sigmoid", several: "softmax", curve: "linear", number: "linear" };
const LOSSES = {
  two: ["cross_entropy", "mse"],
  several: ["cross_entropy"],
  curve: ["mse"],
  number: ["mse"],
};

export const lossesOf = (kind) => LOSSES[kind];

const quoted = (names) => `[${names.map((name) => `"${name}"`).join(", ")}]`;

export function linesOf(settings, task) {
  const known = lossesOf(task.kind);
  return {
    sizes: `[${[task.inputs.length, ...settings.hidden, task.outputs].join(", ")}]`,
    activations: quoted([...settings.names, LAST[task.kind]]),
    loss: `"${known.includes(settings.loss) ? settings.loss : known[0]}"`,
    seed: String(settings.seed),
    learning_rate: String(settings.rate),
    batch_size: settings.batch === null ? "None" : String(settings.batch),
    momentum: String(settings.momentum),
  };
}

const EPOCH = `def epoch():  # the page calls it, over and over
    return net.train(X, y, 1, learning_rate, batch_size,
                     momentum, print_every=0)
`;

// Only the page's own epoch() can be run in parts: its train() may give a generator.
export const isInSlices = (code) =>
  code.includes(`\n${EPOCH}`) && code.split("def epoch(").length === 2;

export const SCALED = "scaling"; // takes more than a line
const SCALING = `means, deviations = scaling(X)
X = scale(X, means, deviations)
`;
const TARGETS = `target_means, target_deviations = scaling(y)
y = scale(y, target_means, target_deviations)
`;

export function written(settings, task) {
  const lines = Object.entries(linesOf(settings, task)).map(
    ([name, value]) => `${name} = ${value}`,
  );
  const isNumber = task.kind === "curve" || task.kind === "number";
  const scaling = task.isScaled ? `${SCALING}${isNumber ? TARGETS : ""}\n` : "";
  return `from purenn import Network${task.isScaled ? ", scale, scaling" : ""}
${importing(task)}

${scaling}${lines.join("\n")}

net = Network(sizes, activations, loss, seed=seed)

${EPOCH}`;
}

function importing({ inputs, titles }) {
  const names = inputs.map((name) => titles[name]).join(", ");
  return `from page import X, y  # a row per point; X: ${names.length > 16 ? `${inputs.length} columns` : names}`;
}
const pattern = (name) => new RegExp(`^${name} = .*$`, "gm");

// The code with the lines that differ between two pairs [settings, task] changed, and the names
// without a line.
export function changed(code, before, after) {
  const old = linesOf(...before),
    now = linesOf(...after),
    missing = [];
  for (const name in now) {
    if (now[name] === old[name]) continue;
    if (code.match(pattern(name))?.length === 1)
      code = code.replace(pattern(name), () => `${name} = ${now[name]}`);
    else missing.push(name);
  }
  if (Boolean(before[1].isScaled) !== Boolean(after[1].isScaled)) missing.push(SCALED);
  return {
    code: code.replace(/^from page import X, y  # a row per point; X: .*$/m, () =>
      importing(after[1]),
    ),
    missing,
  };
}
