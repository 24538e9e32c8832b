"""What flows through a model, as a small network can compute it."""
from collections import namedtuple

import numpy as np

from purenn import Network


class Layer:
    """W (n_in, n_out) and b (n_out), arrays, and the activation's name. It never changes."""

    def __init__(self, W, b, activation):
        self.W, self.b, self.activation = W, b, activation


# A function that is a sum of relus, for each column z:
#     constant + factor * relu(slope * z + start) + ...
# terms is a list of (factor, slope, start); each of these is a number, or an array of one a column.
Relus = namedtuple("Relus", "constant terms")


def leaky(slope):
    """z above 0, slope * z below it: LeakyReLU, PReLU."""
    return Relus(0.0, [(1.0, 1.0, 0.0), (-np.asarray(slope, float), -1.0, 0.0)])


def clip(low=None, high=None):
    """z, but at least low and at most high (None: no bound): ReLU6, Hardtanh."""
    if low is None:
        return Relus(high, [(-1.0, -1.0, high)])
    above_low = (1.0, 1.0, -low)
    return Relus(low, [above_low] if high is None else [above_low, (-1.0, 1.0, -high)])


def absolute():
    return Relus(0.0, [(1.0, 1.0, 0.0), (1.0, -1.0, 0.0)])


def soft_shrink(width):
    """0 from -width to width; beyond, z moved by width towards 0."""
    return Relus(0.0, [(1.0, 1.0, -width), (-1.0, -1.0, -width)])


# Why the others are refused, and the nearest that is taken. "relu" in any library's writing.
CURVED = ("it bends everywhere, and a sum of relus has corners: retrain with LeakyReLU in its"
          " place, which is the nearest that is exact")


class Signal:
    """What a model has computed at one place: A_in . A + shift, of the last layer's outputs A_in.

    layers: a tuple of Layer; without any, A_in is the network's inputs. A signal never changes:
    each method gives a new one.
    """

    def __init__(self, A, shift, layers=(), start=None, weighted=False):
        self.A, self.shift, self.layers = A, shift, layers
        self.start = start  # (A, shift) where the first weights come: what is there is scaled
        self.weighted = weighted  # whether weights of the model are in A

    @staticmethod
    def of_inputs(n):
        return Signal(np.eye(n), np.zeros(n))

    @property
    def width(self):
        return len(self.shift)

    @property
    def input_width(self):
        return len(self.layers[0].W) if self.layers else len(self.A)

    def _with(self, A, shift, **changes):
        known = dict(layers=self.layers, start=self.start, weighted=self.weighted)
        return Signal(A, shift, **dict(known, **changes))

    def linear(self, A, shift=0.0):
        """x . A + shift; not the model's weights, but what prepares its inputs, as PCA does."""
        return self._with(self.A @ A, self.shift @ A + shift)

    def scaled(self, scale=1.0, shift=0.0):
        """x * scale + shift: numbers, or arrays of one a column."""
        scale, shift = self._by_column(scale), self._by_column(shift)
        return self._with(self.A * scale, self.shift * scale + shift)

    def _by_column(self, values):
        values = np.asarray(values, float).ravel()
        if values.size not in (1, self.width):
            raise ValueError("expected a scaling of %d columns, got %d numbers: put Flatten first,"
                             " and train with it there" % (self.width, values.size))
        return np.broadcast_to(values, self.width)

    def columns(self, which):
        return self._with(self.A[:, which], self.shift[which])

    def split(self, sizes):
        """Signals of so many columns each."""
        ends = np.cumsum(sizes).tolist()
        return [self.columns(list(range(end - n, end))) for n, end in zip(sizes, ends)]

    def dense(self, W, b=0.0):
        """x . W + b."""
        W, b = np.asarray(W, float), np.asarray(b, float).ravel()
        n_in, n_out = W.shape
        if n_in != self.width:
            raise ValueError("expected a layer of %d inputs, got one of %d: put Flatten first, and"
                             " train with it there" % (self.width, n_in))
        if self.weighted and len(self.A) * n_out > len(self.A) * n_in + n_in * n_out:
            return self.activation("linear").dense(W, b)  # by two layers that have fewer weights
        return self._with(self.A @ W, self.shift @ W + b, weighted=True, start=self._scaled_start())

    def _scaled_start(self):
        return self.start or (self.A, self.shift)

    def activation(self, name):
        """What a layer of purenn has: sigmoid, tanh, relu, linear, or softmax at the end."""
        layer = Layer(self.A, self.shift, name)
        n = self.width
        return Signal(np.eye(n), np.zeros(n), self.layers + (layer,), self._scaled_start())

    def relus(self, function):
        """A sum of relus: a layer of as many neurons for each column as it has terms."""
        slopes = [self._by_column(slope) for _, slope, _ in function.terms]
        starts = [self._by_column(start) for _, _, start in function.terms]
        before = Signal(np.hstack([self.A * slope for slope in slopes]),
                        np.hstack([self.shift * s + start for s, start in zip(slopes, starts)]),
                        self.layers, self._scaled_start())
        factors = [np.diag(self._by_column(factor)) for factor, _, _ in function.terms]
        return before.activation("relu").linear(np.vstack(factors),
                                                self._by_column(function.constant))

    def widened(self, n):
        """The same over n inputs, of which it had the first."""
        return self if n == self.input_width else self.over(list(range(self.input_width)), n)

    def over(self, places, n):
        """The same where the inputs stand at these places in rows of n."""
        where = np.eye(n)[:, places]  # (n, old n)
        start = self.start and (where @ self.start[0], self.start[1])
        if not self.layers:
            return self._with(where @ self.A, self.shift, start=start)
        first = self.layers[0]
        first = Layer(where @ first.W, first.b, first.activation)
        return self._with(self.A, self.shift, layers=(first,) + self.layers[1:], start=start)

    def __add__(self, other):
        if 1 in (self.width, other.width):  # one column to each of the other's
            n = max(self.width, other.width)
            self, other = [s if s.width == n else s.columns([0] * n) for s in (self, other)]
        a, b = on_same_layers(self, other)
        return a._with(a.A + b.A, a.shift + b.shift)

    def is_last_layer(self):
        """Whether it is what the last layer gives, unchanged."""
        return (self.layers != () and self.A.shape == (self.width, self.width)
                and not self.shift.any() and (self.A == np.eye(self.width)).all())

    def last_activation(self):
        return self.layers[-1].activation if self.is_last_layer() else "linear"

    def network(self, loss=None):
        layers = list(self.layers)
        if not self.is_last_layer():
            layers.append(Layer(self.A, self.shift, "linear"))
        names = [layer.activation for layer in layers]
        if "softmax" in names[:-1]:
            raise ValueError("expected softmax only at the end: retrain with another activation"
                             " inside; or, where its outputs are only scaled behind it, leave that"
                             " away and scale them in your own code")
        return Network([len(layers[0].W)] + [len(layer.b) for layer in layers], names, loss,
                       weights=[layer.W.tolist() for layer in layers],
                       biases=[layer.b.tolist() for layer in layers])

    def natural_rows(self, size, rows=9):
        """Rows of inputs that are of the data's own size: where they are scaled, N(0, size)."""
        A, shift = self._scaled_start()
        lengths = np.linalg.norm(A, axis=0)
        lengths[lengths == 0.0] = 1.0
        scaled = size * np.random.RandomState(0).randn(rows, len(shift))
        if len(A) == A.shape[1] and not (A - np.diag(A.diagonal())).any():  # each by itself
            return (scaled - shift) / np.where(A.diagonal(), A.diagonal(), 1.0)
        return (scaled - shift) / lengths @ np.linalg.pinv(A / lengths)


def on_same_layers(*signals):
    """Signals as signals of the same inputs and layers, which hold those of all."""
    n = max(signal.input_width for signal in signals)
    signals = [signal.widened(n) for signal in signals]
    longest = max([signal.layers for signal in signals], key=len)
    start = widest_start(signals)
    layers, ways = (), [Way(signal) for signal in signals]
    for i in range(len(longest)):
        if all(way.signal.layers[:i + 1] == longest[:i + 1] for way in ways):  # the same objects
            layers += (longest[i],)
            for way in ways:
                way.A_in = np.eye(len(longest[i].b))
            continue
        n_in = len(layers[-1].b) if layers else len(longest[0].W)
        parts = [way.next_layer(i, n_in, longest[i].activation) for way in ways]
        layers += (Layer(np.hstack([W for W, _ in parts]), np.hstack([b for _, b in parts]),
                         longest[i].activation),)
        first = 0
        for way, (_, b) in zip(ways, parts):
            way.stands_at(first, len(b), len(layers[-1].b))
            first += len(b)
    return [way.over(layers, start) for way in ways]


class Way:
    """A signal on its way through layers that it shares with others."""

    def __init__(self, signal):
        self.signal = signal
        self.A_in = None  # what the signal's next layer gets, out of the shared one's outputs
        self.A, self.shift = signal.A, signal.shift

    def next_layer(self, i, n_in, activation):
        """W and b of what the signal adds to the shared layer i, which has n_in inputs."""
        A_in = np.eye(n_in) if self.A_in is None else self.A_in
        self.after = None
        if i < len(self.signal.layers):
            layer = self.signal.layers[i]
            if "softmax" in (activation, layer.activation):
                raise ValueError("expected softmax over all the outputs, got %s beside %s: leave"
                                 " softmax away at the end, and compute it from the outputs in your"
                                 " own code; inside, retrain with another activation"
                                 % (activation, layer.activation))
            if layer.activation != activation:
                raise ValueError("expected one way through the model, or ways with the same"
                                 " activations, got %s beside %s: retrain with one of them"
                                 % (activation, layer.activation))
            return A_in @ layer.W, layer.b
        W, b = A_in @ self.A, self.shift  # it has no more layers, and goes through as it is
        n = len(b)
        self.A, self.shift = np.eye(n), np.zeros(n)
        if activation == "linear":
            return W, b
        if activation != "relu":
            raise ValueError("expected one way through the model, or relu beside what goes past it,"
                             " got %s: retrain with relu there" % activation)
        self.after = np.vstack([np.eye(n), -np.eye(n)])  # z is relu(z) - relu(-z)
        return np.hstack([W, -W]), np.hstack([b, -b])

    def stands_at(self, first, n, width):
        """The n outputs from the first on, of the shared layer's, are the signal's."""
        self.A_in = np.eye(width)[:, first:first + n]
        if self.after is not None:
            self.A_in = self.A_in @ self.after

    def over(self, layers, start):
        A = self.A if self.A_in is None else self.A_in @ self.A
        return Signal(A, self.shift, layers, start, self.signal.weighted)


def widest_start(signals):
    """The start of the signal that needs most of the inputs at its own size."""
    return max([signal._scaled_start() for signal in signals], key=lambda start: len(start[1]))


def side_by_side(signals):
    """One signal with the columns of all, in this order."""
    plain = [signal for signal in signals if not signal.layers]
    layered = [signal for signal in signals if signal.layers]
    if not layered or not plain:
        return joined(signals)
    ordered = [joined(plain)] + layered  # the plain ones go past the layers of the others together
    places, next_plain, next_layered = [], 0, ordered[0].width
    for signal in signals:
        if signal.layers:
            places += range(next_layered, next_layered + signal.width)
            next_layered += signal.width
        else:
            places += range(next_plain, next_plain + signal.width)
            next_plain += signal.width
    return joined(ordered).columns(places)


def joined(signals):
    n = max(signal.input_width for signal in signals)
    signals = [signal.widened(n) for signal in signals]
    weighted = any(signal.weighted for signal in signals)
    start = widest_start(signals) if weighted else None
    if any(signal.layers for signal in signals):
        signals = on_same_layers(*signals)
        start = signals[0].start
    A = np.hstack([signal.A for signal in signals])
    shift = np.hstack([signal.shift for signal in signals])
    return Signal(A, shift, signals[0].layers, start, weighted)
