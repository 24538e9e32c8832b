// What inputs, neurons and classes are called, everywhere on the page. People count from 1; only
// Python's own names, such as net.weights[0][2][1], count from 0.
import { SIGNS } from "./plane.js";

const COLOURS = ["blue", "orange", "green"]; // of the page's own classes, which have no other names

export const inputName = ({ titles, inputs }, k) => titles[inputs[k]] ?? String(k + 1);

export const className = ({ classes }, c) => `${SIGNS[c]}\u00a0${(classes ?? COLOURS)[c]}`;

// layer 0: the inputs.
export function neuronName(layer, k, sizes, task) {
  if (layer === 0) return `input ${inputName(task, k)}`;
  if (layer < sizes.length - 1) return `neuron ${k + 1} of layer ${layer}`;
  if (sizes[layer] === 1) return "the output";
  return task.kind === "several" ? `output ${k + 1} (${className(task, k)})` : `output ${k + 1}`;
}

export const capital = (words) => words[0].toUpperCase() + words.slice(1);

// What the network answers, in words; of classes with the output in brackets. outputs: of one row,
// in the target's own units.
export function answerName(task, outputs) {
  const shown = (w) => String(Number(w.toPrecision(3))).replace("-", "−"),
    top = outputs.indexOf(Math.max(...outputs));
  if (outputs.includes(null)) return "a number that is not finite";
  if (task.kind === "two")
    return `${className(task, Number(outputs[0] > 0.5))} (${shown(outputs[0])})`;
  if (task.kind === "several") return `${className(task, top)} (${shown(outputs[top])})`;
  return `${task.target?.title ?? "y"} = ${shown(outputs[0])}`;
}
