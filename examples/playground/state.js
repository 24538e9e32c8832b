// All that the page knows, in one place. actions.js changes it, show.js shows it.
import { keptTable } from "./table.js";

export class State {
  constructor(settings) {
    this.shows = [];
    Object.assign(this, {
      settings, // what is set: settings.js
      table: keptTable(), // rows that the user pasted: table.js
      task: null, // what is to be learned: task.js
      python: "loading", // or "ready", "failed"
      failure: "", // why Python cannot be had
      methods: null, // of purenn.py, for an update by hand: {missing, methods}
      activations: [], // names that Python knows
      isLoading: false, // the code has been sent, and not yet answered
      net: null, // what the code made: sizes, activations, loss, tables, scaling
      values: null, // its {weights, biases, sample}
      epochs: 0,
      share: 0, // of an epoch that has begun, if it takes long
      slow: 0, // seconds that an epoch takes, if they are many
      losses: [], // of the epochs since the last message
      figures: null, // [trained on, held out]: [loss, right] each
      training: "", // or "on", "one": one epoch
      resumes: false, // goes on training when the code is loaded
      working: 0, // seconds for which Python has not answered
      patience: 0, // milliseconds that code of the user's may take without a sign of life
      looked: null, // [layer, k] of the neuron that is pointed at
      typed: {}, // of the row that the network is asked about, {name: text}
      answer: null, // its outputs for that row
      record: null, // an update by hand
      marked: new Set(), // the points of its rows
      printed: "", // what the code printed
      wrong: null, // {text, line, where} of an error
      experiment: null, // what to look for in the one that was begun
      notice: null, // what the user is told at the start
    });
  }

  // show(state) is called after a change of one of the keys.
  when(keys, show) {
    this.shows.push({ keys, show });
  }

  change(parts) {
    Object.assign(this, parts);
    for (const { keys, show } of this.shows) {
      if (keys.some((key) => key in parts)) show(this);
    }
  }
}
