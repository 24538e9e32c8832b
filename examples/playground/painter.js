// What every neuron answers, all over the plane, as pictures: a worker, so that the page never waits
// for them: Python takes some hundred times as long. It is told the weights, and of each activation a
// table that Python has made. Where a neuron answers otherwise than Python says, at the plane's
// corners or for two of the points, it gives no pictures.
const SMALL = 32; // pixels along a side of a neuron's picture
const RANGE = 20; // what a table spans: -RANGE..RANGE
let grid;

// Between two numbers of a table, and beyond its ends, it goes on straight.
function looked(table) {
  const last = table.length - 2,
    steps = (table.length - 1) / (2 * RANGE);
  return (z) => {
    const at = (z + RANGE) * steps,
      k = Math.min(last, Math.max(0, Math.floor(at)));
    return table[k] + (at - k) * (table[k + 1] - table[k]);
  };
}

// softmax, the one activation that takes a whole row.
function rowwise(columns) {
  for (let p = 0; p < columns[0].length; p++) {
    const top = Math.max(...columns.map((column) => column[p]));
    const total = columns.reduce((sum, column) => sum + (column[p] = Math.exp(column[p] - top)), 0);
    for (const column of columns) column[p] /= total;
  }
}

// Columns of outputs: of the inputs, then of each layer.
function forward(inputs, { weights, biases, activations, tables }) {
  const layers = [inputs];
  weights.forEach((W, i) => {
    const before = layers[i],
      table = tables[activations[i]];
    const columns = biases[i].map((b, k) => {
      const column = new Float64Array(before[0].length).fill(b);
      before.forEach((a, j) => {
        const w = W[j][k];
        for (let p = 0; p < a.length; p++) column[p] += w * a[p];
      });
      return column;
    });
    if (table) for (const column of columns) column.set(column.map(looked(table)));
    else rowwise(columns);
    layers.push(columns);
  });
  return layers;
}

function isRight({ sample, ...network }) {
  const [rows] = sample,
    columns = rows[0].map((_, j) => Float64Array.from(rows, (row) => row[j]));
  const found = forward(columns, network),
    isNear = (a, b) => Math.abs(a - b) <= 0.02 * (1 + Math.abs(a));
  return (
    sample.length === found.length &&
    sample.every((layer, i) =>
      layer.every((row, p) => row.every((a, k) => isNear(a, found[i][k][p]))),
    )
  );
}

// How a column becomes shares between blue, 0, and orange, 1. A table that is level at both ends,
// as sigmoid's and tanh's are, says itself what is lowest and highest.
function scale(column, table, isOutput, kind, [factor, plus]) {
  if (isOutput && kind === "number") return (a) => Math.min(1, Math.max(0, a * factor + plus));
  if (isOutput || !table) return (a) => a;
  const [low, high] = [table[0], table.at(-1)];
  if (Math.abs(table[1] - low) + Math.abs(table.at(-2) - high) < 1e-6 && low < high)
    return (a) => (a - low) / (high - low);
  let most = 1e-9;
  for (const a of column) most = Math.max(most, Math.abs(a));
  return (a) => 0.5 + a / (2 * most);
}

function paint(pixels, at, [from, middle, to], share) {
  const part = Math.min(1, Math.abs(2 * share - 1)),
    end = share < 0.5 ? from : to;
  for (let k = 0; k < 3; k++) pixels[at + k] = middle[k] + (end[k] - middle[k]) * part;
  pixels[at + 3] = 255;
}

function picture(column, side, share, colours) {
  const pixels = new Uint8ClampedArray(4 * side * side),
    step = grid.side / side;
  for (let row = 0, at = 0; row < side; row++) {
    for (let k = 0; k < side; k++, at += 4) {
      paint(
        pixels,
        at,
        colours,
        share(column[Math.floor((row + 0.5) * step) * grid.side + Math.floor((k + 0.5) * step)]),
      );
    }
  }
  return pixels;
}

function mixture(columns, side, { classes, middle }, discrete) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let p = 0; p < side * side; p++) {
    const shares = columns.map((column) => column[p]),
      top = Math.max(...shares),
      sureness = Math.max(0, (shares.length * top - 1) / (shares.length - 1));
    for (let k = 0; k < 3; k++) {
      let colour = 0;
      shares.forEach((share, c) => {
        colour += (discrete ? Number(share === top) : share) * (classes[c] ?? middle)[k];
      });
      pixels[4 * p + k] =
        middle[k] + (colour - middle[k]) * (discrete ? 1 : sureness);
    }
    pixels[4 * p + 3] = 255;
  }
  return pixels;
}

function answer({ palette, kind, discrete, focus, range, ...network }) {
  if (!isRight(network)) return { wrong: "other" };
  const layers = forward(grid.columns, network),
    last = layers.length - 1,
    { classes, middle } = palette;
  if (kind === "curve") return { values: layers, plane: null, small: null };
  const tableOf = (layer) => network.tables[network.activations[layer - 1]],
    isClass = (layer) => layer === last && !tableOf(last);
  const two = [classes[0], middle, classes[1]];
  const colours = (layer, k) => (isClass(layer) ? [middle, middle, classes[k] ?? middle] : two);
  const shares = (layer, k) =>
    isClass(layer)
      ? (a) => 0.5 + a / 2
      : scale(layers[layer][k], tableOf(layer), layer === last && kind !== "several", kind, range);
  const small = layers.map((columns, layer) =>
    !layer
      ? []
      : columns.map((column, k) => picture(column, SMALL, shares(layer, k), colours(layer, k))),
  );
  let plane;
  if (focus && layers[focus[0]]?.[focus[1]]) {
    plane = picture(layers[focus[0]][focus[1]], grid.side, shares(...focus), colours(...focus));
  } else if (layers[last].length > 1) {
    plane = mixture(layers[last], grid.side, palette, discrete);
  } else {
    const share = shares(last, 0);
    plane = picture(
      layers[last][0],
      grid.side,
      discrete ? (a) => Number(share(a) > 0.5) : share,
      two,
    );
  }
  return { small, plane, side: grid.side };
}

onmessage = ({ data }) => {
  if (data.grid) grid = data.grid;
  try {
    const { small, ...rest } = answer(data);
    postMessage(
      { small, ...rest },
      small ? [rest.plane.buffer, ...small.flat().map((pixels) => pixels.buffer)] : [],
    );
  } catch (error) {
    postMessage({ wrong: error.message }); // the page goes on without pictures
  }
};
