// Pictures of what every neuron answers, asked of the painter: one at a time, the newest first.
import { EDGE } from "./data.js";
import { canvasOf, gridOf, palette } from "./plane.js";

export class Pictures {
  // drawn({picture, line, looked, small, values}): the plane's picture or, for a curve, its line;
  // the neuron that it is of, or null; each neuron's picture or its values; doubted(): the layers
  // give other answers than the network
  constructor(state, heard) {
    Object.assign(this, {
      state,
      heard,
      painter: null,
      isPainting: false,
      isWanted: false,
      sent: "",
    });
  }

  use(painter) {
    this.painter = painter;
    painter.onmessage = ({ data }) => this.painted(data);
    this.ask();
  }

  want() {
    this.isWanted = true;
    this.ask();
  }

  ask() {
    const { state, painter } = this,
      { net, values, task, isLoading, training, settings } = state;
    if (!painter || this.isPainting || !this.isWanted || !net || !values || isLoading) return;
    if (task.inputs.length !== net.sizes[0]) return;
    const side =
      task.kind === "curve" ? 150 : training && net.sizes.reduce((a, b) => a + b) > 24 ? 64 : 100;
    const grid =
      this.task === task && this.net === net && this.side === side
        ? null
        : gridOf(task, net.scaling, side);
    Object.assign(this, { task, net, side, isPainting: true, isWanted: false });
    this.looked = state.looked;
    const { classes, middle } = palette(),
      { weights, biases, sample } = values;
    painter.postMessage({
      grid,
      weights,
      biases,
      sample,
      activations: net.activations,
      tables: net.tables,
      kind: task.kind,
      palette: { classes, middle },
      discrete: settings.discrete,
      focus: this.looked,
      range: this.range(),
    });
  }

  // An output becomes a share of the way from the lowest number to the highest: [factor, plus].
  range() {
    const { net, task } = this.state,
      { target_means: [mean] = [0], target_deviations: [deviation] = [1] } = net.scaling;
    const { low, high } = task.target ?? { low: -EDGE, high: EDGE };
    return [deviation / (high - low), (mean - low) / (high - low)];
  }

  painted(data) {
    this.isPainting = false;
    const { state } = this,
      { net, isLoading, training } = state;
    if (net && !isLoading && net === this.net) {
      const [layer, k] = this.looked ?? [net.sizes.length - 1, 0];
      if (data.wrong) this.heard.doubted(data.wrong);
      else
        this.heard.drawn({
          ...data,
          looked: this.looked,
          picture: data.plane && canvasOf(data.plane, data.side),
          line: data.values && this.onPlane(data.values[layer]?.[k], layer),
        });
    }
    setTimeout(() => this.ask(), training ? 30 : 0); // in between the page has time for its user
  }

  // Where an output lies on the plane of a curve.
  onPlane(values, layer) {
    if (layer !== this.state.net.sizes.length - 1) return values;
    const [factor, plus] = this.range();
    return values.map((value) => EDGE * (2 * (value * factor + plus) - 1));
  }
}
