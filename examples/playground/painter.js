// What every neuron answers, all over the plane, as pictures: a worker, so that the page never waits
// for them. It is told the weights; the sums are those of purenn.py, done for many points at once.
const SMALL = 32; // pixels along a side of a neuron's picture
const RANGE = 20; // what a table of an activation of the user's own spans: -RANGE..RANGE
let grid;

const FUNCTIONS = {
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  tanh: Math.tanh,
  relu: (z) => z < 0 ? 0 : z,
  linear: (z) => z,
};

function looked(table) {
  return (z) => {
    const at = Math.min(table.length - 1.001, Math.max(0, (z / RANGE + 1) / 2 * (table.length - 1)));
    const k = Math.floor(at);
    return table[k] + (at - k) * (table[k + 1] - table[k]);
  };
}

// Columns of outputs: of the inputs, then of each layer.
function forward({ weights, biases, activations, tables }) {
  const layers = [grid.columns];
  weights.forEach((W, i) => {
    const before = layers[i], name = activations[i], f = name === "softmax" ? Math.exp : FUNCTIONS[name] ?? looked(tables[name]);
    const columns = biases[i].map((b, k) => {
      const column = new Float64Array(before[0].length).fill(b);
      before.forEach((a, j) => {
        const w = W[j][k];
        for (let p = 0; p < a.length; p++) column[p] += w * a[p];
      });
      return column;
    });
    for (let p = 0; name === "softmax" && p < columns[0].length; p++) {
      const top = Math.max(...columns.map((column) => column[p]));
      const total = columns.reduce((sum, column) => sum + (column[p] = Math.exp(column[p] - top)), 0);
      for (const column of columns) column[p] /= total;
    }
    if (name !== "softmax") for (const column of columns) for (let p = 0; p < column.length; p++) column[p] = f(column[p]);
    layers.push(columns);
  });
  return layers;
}

// How a column becomes shares between blue, 0, and orange, 1.
function scale(column, name, isOutput) {
  if (name === "tanh" && !isOutput) return (a) => (a + 1) / 2;
  if (isOutput || name === "sigmoid" || name === "softmax") return (a) => a;
  let most = 1e-9;
  for (const a of column) most = Math.max(most, Math.abs(a));
  return (a) => 0.5 + a / (2 * most);
}

function paint(pixels, at, [from, middle, to], share) {
  const part = Math.min(1, Math.abs(2 * share - 1)), end = share < 0.5 ? from : to;
  for (let k = 0; k < 3; k++) pixels[at + k] = middle[k] + (end[k] - middle[k]) * part;
  pixels[at + 3] = 255;
}

function picture(column, side, share, colours) {
  const pixels = new Uint8ClampedArray(4 * side * side), step = grid.side / side;
  for (let row = 0, at = 0; row < side; row++) {
    for (let k = 0; k < side; k++, at += 4) {
      paint(pixels, at, colours, share(column[Math.floor((row + 0.5) * step) * grid.side + Math.floor((k + 0.5) * step)]));
    }
  }
  return pixels;
}

function mixture(columns, side, { classes, middle }, discrete) {
  const pixels = new Uint8ClampedArray(4 * side * side);
  for (let p = 0; p < side * side; p++) {
    const shares = columns.map((column) => column[p]), top = Math.max(...shares);
    for (let k = 0; k < 3; k++) {
      let colour = 0;
      shares.forEach((share, c) => {
        colour += (discrete ? Number(share === top) : share) * (classes[c] ?? middle)[k];
      });
      pixels[4 * p + k] = middle[k] + (colour - middle[k]) * (discrete ? 1 : Math.max(0, (3 * top - 1) / 2));
    }
    pixels[4 * p + 3] = 255;
  }
  return pixels;
}

function answer({ activations, palette, kind, discrete, focus, ...network }) {
  const layers = forward({ activations, ...network }), last = layers.length - 1, { classes, middle } = palette;
  if (kind === "curve") return { values: layers, plane: null, small: null };
  const two = [classes[0], middle, classes[1]];
  const colours = (layer, k) => layer === last && activations[last - 1] === "softmax" ? [middle, middle, classes[k] ?? middle] : two;
  const shares = (layer, k) => {
    const isOutput = layer === last && kind === "two", plain = scale(layers[layer][k], activations[layer - 1], isOutput);
    return layer === last && activations[last - 1] === "softmax" ? (a) => 0.5 + a / 2 : plain;
  };
  const small = layers.map((columns, layer) => !layer ? [] : columns.map((column, k) => picture(column, SMALL, shares(layer, k), colours(layer, k))));
  let plane;
  if (focus && layers[focus[0]]?.[focus[1]]) {
    plane = picture(layers[focus[0]][focus[1]], grid.side, shares(...focus), colours(...focus));
  } else if (layers[last].length > 1) {
    plane = mixture(layers[last], grid.side, palette, discrete);
  } else {
    const share = shares(last, 0);
    plane = picture(layers[last][0], grid.side, discrete ? (a) => Number(share(a) > 0.5) : share, two);
  }
  return { small, plane, side: grid.side, corner: layers[last].map((column) => column[0]) };
}

onmessage = ({ data }) => {
  if (data.grid) grid = data.grid;
  try {
    const { small, ...rest } = answer(data);
    postMessage({ small, ...rest }, small ? [rest.plane.buffer, ...small.flat().map((pixels) => pixels.buffer)] : []);
  } catch (error) {
    postMessage({ wrong: error.message }); // the page goes on without pictures
  }
};
