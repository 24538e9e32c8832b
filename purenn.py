"""purenn: a complete small neural network in one file of plain Python.

    from purenn import Network
    X = [[0, 0], [0, 1], [1, 0], [1, 1]]            # one row per sample
    y = [[0], [1], [1], [0]]
    net = Network([2, 4, 1])                        # 2 inputs, 4 hidden neurons, 1 output
    net.train(X, y, epochs=5000, learning_rate=2.0)
    print(net.forward_propagation([[0, 1]]))

Copy the file; nothing else is needed. Matrices are lists of rows of numbers, shapes are
(rows, columns). Read from the top: nothing needs what stands below it, so the file may be cut
at any line that starts with "# ----".
"""
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the purenn authors. Permission is hereby granted, free of charge, to any person
# obtaining a copy of this software and associated documentation files (the "Software"), to deal in
# the Software without restriction, including without limitation the rights to use, copy, modify,
# merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons
# to whom the Software is furnished to do so, subject to the following conditions: The above
# copyright notice and this permission notice shall be included in all copies or substantial portions
# of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED,
# INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
# NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
# OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
# CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

import math

__version__ = "0.1.0"

# ---- matrices ------------------------------------------------------------------------------------
try:
    from math import sumprod  # CPython 3.12+

    def affine(a, B, c):
        """c + a . B^T, for a row a (k), a matrix B (n, k) and a row c (n) -> a row (n)."""
        return [z + sumprod(a, b) for z, b in zip(c, B)]
except (ImportError, AttributeError):  # the latter in Skulpt
    try:
        from operator import mul

        def affine(a, B, c):
            out = []
            for z, b in zip(c, B):
                out.append(sum(map(mul, a, b), z))
            return out
    except ImportError:  # MicroPython has no operator

        def affine(a, B, c):
            out = []
            for z, b in zip(c, B):
                for p, q in zip(a, b):
                    z += p * q
                out.append(z)
            return out


_LISTS = (list, tuple)
_INTS = (int, type(1 << 62))  # Python 2 has a second type for long ones
_NUMBERS = (float,) + _INTS
_MAX = 1e308 if 1e308 < 2e308 else 3e38  # in floats of 64 bits or of 32


def _expect(ok, name, expected, got):
    """The one form that every ValueError here has."""
    if not ok:
        raise ValueError("%s: expected %s, got %s" % (name, expected, ("%r" % (got,))[:60]))


def _check(name, A, m=0, n=0, low=None):
    """ValueError unless A is m rows of n numbers (0: any); with low 0 of 0..1, with -_MAX finite."""
    ok = isinstance(A, _LISTS) and len(A) == (m or len(A) or 1)
    _expect(ok, name, "a list of %s rows (of an array: .tolist())" % (m or "one or more"), A)
    high = 1 if low == 0 else _MAX
    for i, row in enumerate(A):
        ok = isinstance(row, _LISTS) and len(row) == (n or len(row) or 1)
        if ok and low is not None:
            for v in row:
                ok = ok and isinstance(v, _NUMBERS) and low <= v <= high
        if not ok:
            kind = "a list of %s %s (of an array: .tolist())"
            kind %= n or "one or more", "numbers from 0 to 1" if low == 0 else "finite numbers"
            _expect(ok, "%s, row %d" % (name, i), kind, row)
        n = len(row)


def transpose(A):
    """Rows become columns: (m, n) -> (n, m). ValueError if the rows differ in length."""
    _check("A", A)
    return [list(column) for column in zip(*A)]


def dot(A, B):
    """The matrix product: (m, k) . (k, n) -> (m, n). ValueError if the shapes do not match."""
    _check("B", B)
    _check("A", A, 0, len(B))
    columns = list(zip(*B))
    return [affine(a, columns, [0.0] * len(columns)) for a in A]


# ---- activations ---------------------------------------------------------------------------------
# Each maps a matrix to a matrix of its shape; each derivative takes the activation's output.

def sigmoid(Z):
    """1 / (1 + e^-z), element by element."""
    # Below -40 that is e^z to the last bit of a float, and e^-z may overflow.
    return [[1.0 / (1.0 + math.exp(-z)) if z > -40.0 else math.exp(z) for z in row] for row in Z]


def sigmoid_derivative(A):
    """a (1 - a), for A = sigmoid(Z)."""
    return [[a * (1.0 - a) for a in row] for row in A]


def tanh(Z):
    """The hyperbolic tangent, element by element."""
    return [[math.tanh(z) for z in row] for row in Z]


def tanh_derivative(A):
    """1 - a^2, for A = tanh(Z)."""
    return [[1.0 - a * a for a in row] for row in A]


def relu(Z):
    """max(0, z), element by element; NaN stays NaN."""
    return [[0.0 if z < 0.0 else z for z in row] for row in Z]


def relu_derivative(A):
    """1 where a > 0, else 0, for A = relu(Z)."""
    return [[1.0 if a > 0.0 else 0.0 for a in row] for row in A]


def linear(Z):
    """Z itself."""
    return Z


def linear_derivative(A):
    """1 everywhere."""
    return [[1.0] * len(row) for row in A]


def softmax(Z):
    """e^z / sum(e^z) of its row: every row becomes probabilities that add up to 1."""
    A = []
    for row in Z:
        top = max(row)  # taken off first: e^0 is the largest that can come, and the ratio stays
        powers = [math.exp(z - top) for z in row]
        total = sum(powers)
        A.append([p / total for p in powers])
    return A


ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "linear": (linear, linear_derivative),
    "softmax": (softmax, None),  # only as the last layer, where cross_entropy needs no derivative
}


# ---- initial weights -----------------------------------------------------------------------------
def _whole(name, n, low, high=None):
    ok = isinstance(n, _INTS) and n >= low and (high is None or n <= high)
    _expect(ok, name, "a whole number from %d%s" % (low, " to %d" % high if high else ""), n)


def randn(seed):
    """Generator of N(0, 1) floats: those of np.random.seed(seed); np.random.randn(), bit for bit.

    seed: a whole number from 0 to 2**32 - 1, else ValueError.
    """
    _whole("seed", seed, 0, 0xFFFFFFFF)
    return _normals(seed)


def _normals(seed):
    # Mersenne Twister, MT19937 (Matsumoto and Nishimura 1998), seeded by its init_genrand.
    try:
        from array import array
        words = array("I", [seed])
        words[0] = seed
    except (ImportError, TypeError):  # Skulpt cannot assign an item
        words = [seed]
    for i in range(1, 624):
        words.append(1812433253 * (words[-1] ^ words[-1] >> 30) + i & 0xFFFFFFFF)
    i = 0
    while True:
        pair = []
        while len(pair) < 4:  # two floats of 53 bits, each from the top 27 and 26 bits of two words
            j = (i + 1) % 624
            w = words[i] & 0x80000000 | words[j] & 0x7FFFFFFF
            w = words[i] = words[(i + 397) % 624] ^ w >> 1 ^ (w & 1) * 0x9908B0DF
            i = j
            w ^= w >> 11
            w ^= w << 7 & 0x9D2C5680
            w ^= w << 15 & 0xEFC60000
            pair.append(w ^ w >> 18)
        a, b, c, d = pair
        # The polar Box-Muller method (Marsaglia): a point of the unit disc gives two normal numbers.
        u = ((a >> 5) * 67108864.0 + (b >> 6)) / 4503599627370496.0 - 1.0
        v = ((c >> 5) * 67108864.0 + (d >> 6)) / 4503599627370496.0 - 1.0
        r = u * u + v * v
        if 0.0 < r < 1.0:
            r = math.sqrt(-2.0 * math.log(r) / r)
            yield r * v
            yield r * u


# ---- the network ---------------------------------------------------------------------------------
def _floats(A):
    return [list(map(float, row)) for row in A]


class Network:
    """A feed-forward network. sizes: inputs, then the neurons of each layer, as in [3, 4, 1].

    activations: a name out of ACTIVATIONS, or a list with a name per layer; softmax only as the last.
    loss: "mse" or "cross_entropy" (default for softmax). init: "normal", "xavier" or "he".
    .weights holds an (n_in, n_out) matrix per layer, .biases n_out floats; given ones are copied.
    ValueError for anything that does not fit.
    """

    def __init__(self, sizes, activations="sigmoid", loss=None, init=None, seed=0,
                 weights=None, biases=None):
        _expect(isinstance(sizes, _LISTS) and len(sizes) > 1, "sizes", "two or more", sizes)
        for n in sizes:
            _whole("sizes", n, 1)
        layers = len(sizes) - 1
        names = list(activations) if isinstance(activations, _LISTS) else [activations] * layers
        _expect(len(names) == layers, "activations", "one name, or %d" % layers, activations)
        known = sorted(ACTIVATIONS)
        for name in names:
            _expect(name in known, "activations", "one of " + ", ".join(known), name)
        _expect("softmax" not in names[:-1], "activations", "softmax only as the last", names)
        fit = {"softmax": ["cross_entropy"], "sigmoid": ["mse", "cross_entropy"]}
        fit = fit.get(names[-1], ["mse"])
        loss = fit[0] if loss is None else loss
        _expect(loss in fit, "loss", "mse, or cross_entropy if the last layer is sigmoid or"
                " softmax (which takes no other)", loss)
        _expect(init in (None, "normal", "xavier", "he"), "init", "normal, xavier or he", init)
        for name, given in ("weights", weights), ("biases", biases):
            ok = given is None or isinstance(given, _LISTS) and len(given) == layers
            _expect(ok, name, "a list of %d, one for each layer" % layers, given)
        self.sizes, self.activations, self.loss, self.seed = list(sizes), names, loss, seed
        self.weights, self.biases, self.velocity = [], [], [None] * layers
        self.outputs, self.stream = [None], None
        normals = randn(seed)
        for i, name in enumerate(names):
            n_in, n_out = sizes[i:i + 2]
            if weights is None:
                variance = {"normal": 1.0, "xavier": 2.0 / (n_in + n_out), "he": 2.0 / n_in}
                plain = "normal" if names.count("sigmoid") == layers else "xavier"
                std = math.sqrt(variance[init or ("he" if name == "relu" else plain)])
                W = [[std * next(normals) for _ in range(n_out)] for _ in range(n_in)]
            else:
                W = weights[i]
            b = biases[i] if biases is not None else [0.0] * n_out
            _check("weights[%d]" % i, W, n_in, n_out, -_MAX)
            _check("biases[%d]" % i, [b], 1, n_out, -_MAX)
            self.weights.append(_floats(W))
            self.biases += _floats([b])

    def _forward(self, X):
        """X and the outputs of every layer for it."""
        outputs = [X]
        for W, b, name in zip(self.weights, self.biases, self.activations):
            columns = list(zip(*W))
            Z = [affine(a, columns, b) for a in outputs[-1]]  # dot(A, W) + b
            outputs.append(ACTIVATIONS[name][0](Z))
        return outputs

    def _loss(self, output, y, epoch):
        """The loss, averaged over rows; ArithmeticError if it is not finite."""
        mse, binary = self.loss == "mse", self.activations[-1] == "sigmoid"
        loss = 0.0
        for targets, row in zip(y, output):
            for t, a in zip(targets, row):
                if mse:
                    loss += (t - a) * (t - a) / len(row)
                else:  # 1e-30 keeps the logarithm finite and changes nothing else
                    loss -= t * math.log(a + 1e-30)
                    if binary:
                        loss -= (1.0 - t) * math.log(1.0 - a + 1e-30)
        loss /= len(y)
        if not loss - loss == 0.0:
            raise ArithmeticError("the loss is %r in epoch %d: try a smaller learning_rate,"
                                  " or X scaled to about -1..1" % (loss, epoch))
        return loss

    def _backward(self, outputs, y, rate, momentum):
        """One step down the gradient for outputs of _forward; rate: learning_rate / rows."""
        # With cross_entropy the derivative of the last activation cancels, as if it were linear.
        name = self.activations[-1] if self.loss == "mse" else "linear"
        slopes = ACTIVATIONS[name][1](outputs[-1])
        delta = [[rate * (t - a) * s for t, a, s in zip(*rows)]
                 for rows in zip(y, outputs[-1], slopes)]
        for i in range(len(self.weights) - 1, -1, -1):
            W, columns = self.weights[i], list(zip(*delta))
            if i:
                slopes = ACTIVATIONS[self.activations[i - 1]][1](outputs[i])
                zeros = [0.0] * len(W)
                delta = [[e * s for e, s in zip(affine(d, W, zeros), row)]  # dot(delta, W^T)
                         for d, row in zip(delta, slopes)]
            rows = old = W + [self.biases[i]]  # a bias is the weight of an input that is always 1
            inputs = list(zip(*outputs[i])) + [[1.0] * len(y)]
            if momentum:
                rows = self.velocity[i] or [[0.0] * len(row) for row in old]
                rows = [[momentum * v for v in row] for row in rows]
            rows = [affine(a, columns, row) for a, row in zip(inputs, rows)]  # + dot(A^T, delta)
            self.velocity[i] = rows if momentum else None
            if momentum:
                rows = [[w + v for w, v in zip(*pair)] for pair in zip(old, rows)]
            self.biases[i], self.weights[i] = rows[-1], rows[:-1]

    def _check_step(self, X, y, learning_rate, momentum):
        _check("X", X, 0, self.sizes[0], -_MAX)
        _check("y", y, len(X), self.sizes[-1], -_MAX if self.loss == "mse" else 0)
        ok = isinstance(learning_rate, _NUMBERS) and 0 < learning_rate <= _MAX
        _expect(ok, "learning_rate", "a number above 0", learning_rate)
        ok = isinstance(momentum, _NUMBERS) and 0 <= momentum < 1
        _expect(ok, "momentum", "a number from 0 to below 1", momentum)

    def forward_propagation(self, X):
        """The network's output: (m, n_in) -> (m, n_out). ValueError for other X."""
        _check("X", X, 0, self.sizes[0], -_MAX)
        self.outputs = self._forward(_floats(X))
        return self.outputs[-1]

    def backpropagation(self, X, y, learning_rate, momentum=0.0):
        """One step, after forward_propagation(X): W += learning_rate / m * A^T . delta.

        y: (m, n_out). ValueError for what does not fit, ArithmeticError if the loss is not finite.
        """
        self._check_step(X, y, learning_rate, momentum)
        ok = self.outputs[0] == _floats(X)
        _expect(ok, "X", "the rows of the last forward_propagation", X)
        self._loss(self.outputs[-1], y, 0)
        self._backward(self.outputs, y, float(learning_rate) / len(y), momentum)

    def train(self, X, y, epochs, learning_rate, batch_size=None, momentum=0.0,
              print_every=1000, callback=None):
        """Trains for a number of epochs; returns the loss of the last one, before its updates.

        batch_size: rows per step, shuffled anew each epoch; None: all rows, in order.
        print_every: epochs from one printed loss to the next, 0 for none.
        callback: called as callback(epoch, loss) after each epoch; a true return stops.
        ValueError for what does not fit, ArithmeticError if a loss is not finite.
        """
        self._check_step(X, y, learning_rate, momentum)
        _whole("epochs", epochs, 1)
        _whole("print_every", print_every, 0)
        m, rows, targets = len(X), X, y
        if batch_size is not None:
            _whole("batch_size", batch_size, 1)
            self.stream = self.stream or randn(self.seed)
        for epoch in range(epochs):
            loss = 0.0
            if batch_size:
                order = sorted([(next(self.stream), k) for k in range(m)])
            for start in range(0, m, batch_size or m):
                if batch_size:
                    batch = order[start:start + batch_size]
                    rows, targets = [X[k] for _, k in batch], [y[k] for _, k in batch]
                outputs = self._forward(rows)
                loss += self._loss(outputs[-1], targets, epoch) * len(rows) / m
                self._backward(outputs, targets, float(learning_rate) / len(rows), momentum)
            if print_every and epoch % print_every == 0:
                print("Epoch %d, Loss: %r" % (epoch, loss))
            if callback and callback(epoch, loss):
                break
        return loss


# ---- the tutorial --------------------------------------------------------------------------------
def main():
    """Trains the tutorial's network on its XOR data and prints what the tutorial prints."""
    X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    y = [[0], [1], [1], [0]]
    net = Network([3, 4, 1])
    net.train(X, y, epochs=10000, learning_rate=0.1)
    print("Predicted Output:")
    for row in net.forward_propagation(X):
        print(row)


# The minimal reference ends here.

if __name__ == "__main__":
    main()
