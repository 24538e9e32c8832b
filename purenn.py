"""purenn: a complete small neural network in one file of plain Python."""
#     from purenn import Network
#     X = [[0, 0], [0, 1], [1, 0], [1, 1]]              # a row per sample, a column per input
#     y = [[0], [1], [1], [0]]                          # a row per sample, a column per output
#     net = Network([2, 4, 1])                          # 2 inputs, 4 hidden neurons, 1 output
#     net.train(X, y, epochs=5000, learning_rate=2.0)
#     print(net.forward_propagation(X))
#
# Notation. (m, n) is a matrix: a list of m rows, each a list of n numbers. A . B is the matrix
# product, A * B is number by number, A^T is A transposed. The examples are the tutorial's network
# of 3 inputs, 4 hidden neurons and 1 output, with its 4 samples:
#     X      (m, n_in)      the inputs, a sample in each row               (4, 3): [0, 0, 1], ...
#     y      (m, n_out)     the targets: what the outputs should be        [[0], [1], [1], [0]]
#     W      (n_in, n_out)  the weights of a layer                         W1 is (3, 4), W2 (4, 1)
#     b      (n_out)        its biases                                     b1 has 4, b2 has 1
#     A_in   (m, n_in)      what a layer gets: X, or A of the one before   X; (4, 4) in layer 2
#     Z      (m, n_out)     A_in . W + b, the same b in each row           (4, 4), then (4, 1)
#     A      (m, n_out)     the layer's output f(Z); f is its activation   a1, then output
#     f'(A)  (m, n_out)     the slope of f, in terms of A                  of sigmoid: A * (1 - A)
#     error  (m, n_out)     how far A should move: y - A in the last layer, in any other
#                           delta . W^T, with delta and W of the next layer
#     delta  (m, n_out)     how far Z should move: error * f'(A)
# A step moves, in every layer,
#     W by learning_rate / m * A_in^T . delta
#     b by learning_rate / m * the sum of each column of delta
#
# It runs on every Python: CPython from 2.7 on, PyPy, Jython, those of web pages (Skulpt, Brython,
# Pyodide), and MicroPython and CircuitPython on boards. What looks needless is for one of these.
#
# The file may be cut at any line "# ---- " from "scaling" on. What is above works by itself; keep
# the licence with it. SPDX-License-Identifier: MIT. Copyright (c) 2026 the purenn authors.
import math
from math import exp, log, sqrt
try:
    from __builtin__ import long, xrange as range  # Python 2, whose range makes a list
except ImportError:
    long = int

__version__ = "0.3.0"

# ---- matrices -----------------------------------------------------------------------------------
def transpose(A):
    """Rows become columns: (m, n) -> (n, m). ValueError if the rows differ in length."""
    _check_matrix("A", A)
    return _transpose(A)

def dot(A, B):
    """The matrix product: (m, k) . (k, n) -> (m, n). ValueError if the shapes do not fit."""
    B = _check_matrix("B", B)
    A = _check_matrix("A", A, columns=len(B))
    return _dot(A, B)

# What the network uses; nothing is checked here.
def _transpose(A):
    return list(map(list, zip(*A)))
def _multiply(A, B):  # A * B, number by number
    return [[p * q for p, q in zip(a, b)] for a, b in zip(A, B)]
def _add(A, B, factor=1):  # A + factor * B, number by number
    return [[p + factor * q for p, q in zip(a, b)] for a, b in zip(A, B)]

def _dot(A, B, plus=None):
    # plus + A . B. Most of the time is spent here; "speed" has a faster one.
    k, n = len(B), len(B[0])
    if plus is None:
        plus = [[0.0] * n] * len(A)
    product = []
    for a, start in zip(A, plus):
        row = []
        for j in range(n):
            z = start[j]  # plus the row a times the column j of B
            for i in range(k):
                z += a[i] * B[i][j]
            row.append(z)
        product.append(row)
    return product

# ---- activations --------------------------------------------------------------------------------
# Each f takes a matrix Z and gives one of the same shape; its derivative takes f's output A.
def sigmoid(Z):
    # 1 / (1 + e^-z). From -40 down, 1 + e^-z is e^-z in a float, and may overflow: 1 / e^-z is e^z.
    return [[1 / (1 + exp(-z)) if z > -40 else exp(z) for z in row] for row in Z]
def sigmoid_derivative(A):
    return [[a * (1 - a) for a in row] for row in A]

def tanh(Z):
    # Beyond 40 it is 1 or -1 in a float; there Skulpt, a Python in web pages, gives NaN.
    return [[math.tanh(-40 if z < -40 else 40 if z > 40 else z) for z in row] for row in Z]
def tanh_derivative(A):
    return [[1 - a * a for a in row] for row in A]

def relu(Z):
    return [[0.0 if z < 0 else z for z in row] for row in Z]  # max(0.0, z) may lose a NaN
def relu_derivative(A):
    return [[1.0 if a > 0 else 0.0 for a in row] for row in A]

def linear(Z):
    return Z
def linear_derivative(A):
    return [[1.0] * len(row) for row in A]

def softmax(Z):
    # e^z over the sum of e^z in its row. e^(z - top) has the same ratios and cannot overflow.
    A = []
    for row in Z:
        top = max(row)
        powers = [exp(z - top) for z in row]
        total = sum(powers)
        A.append([p / total for p in powers])
    return A

# name: (function, derivative in terms of A). You may add your own. Unless said otherwise, their
# weights begin as "xavier", their targets are any numbers, and the loss is mse: see _draw_weights,
# _TARGETS and _LOSSES. For the section "speed" they need their text in _FORMULAS.
ACTIVATIONS = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "linear": (linear, linear_derivative),
    "softmax": (softmax, None),  # only last, with cross_entropy: a step needs no derivative of it
}

# ---- the network --------------------------------------------------------------------------------
class Network:
    """Layers of neurons, each of which gets all outputs of the layer before.

    sizes: how many inputs, then how many neurons in each layer, such as [3, 4, 1].
    activations: a name in ACTIVATIONS for all layers, or a list of one per layer.
    loss: "mse", the mean square error, or "cross_entropy", after sigmoid or softmax. None:
        cross_entropy after softmax, else mse.
    init: how weights are drawn: "normal", "xavier" or "he". None: normal if all layers are
        sigmoid, else he for relu and xavier for the others.
    seed: 0 to 4294967295, of the random numbers for weights and shuffles.
    weights: an (n_in, n_out) matrix per layer, instead of drawn ones.
    biases: a list of n_out numbers per layer, instead of zeros.
    What does not fit raises ValueError, here and in the methods, and changes nothing.
    """

    def __init__(self, sizes, activations="sigmoid", loss=None, init=None, seed=0,
                 weights=None, biases=None):
        self.sizes, self.activations, self.loss = _check_layers(sizes, activations, loss)
        self.seed = _check_count("seed", seed, 0, 4294967295.0)
        if init is not None:
            _check_choice("init", init, ("normal", "xavier", "he"))
        if weights is None:
            weights = _draw_weights(self, init)
        if biases is None:
            biases = [[0] * n for n in sizes[1:]]
        # [W1, W2, ...] and [b1, b2, ...]
        self.weights, self.biases = _check_parameters(sizes, weights, biases)
        self.outputs = None  # of the last forward_propagation: X, then A of each layer
        self.velocity = [None] * len(weights)  # for momentum: each layer's last step, of W and b
        self.stream = None  # to shuffle by, from the first mini-batch on: randn(seed), begun anew
        self.epoch = 0  # the one being trained, for messages

    def _forward(self, X):
        # X and the output of every layer, in a list.
        outputs = [X]
        for W, b, name in zip(self.weights, self.biases, self.activations):
            A_in = outputs[-1]
            Z = _dot(A_in, W, plus=[b] * len(X))  # A_in . W + b
            activation, _ = ACTIVATIONS[name]
            outputs.append(activation(Z))
        return outputs

    def _loss(self, A, y):
        # mse: the mean of (y - A)^2. Its slope by A is -2 (y - A) / (m * n_out); a step goes by
        # (y - A) / m, without the 2 / n_out, as in the tutorial.
        # cross_entropy: the sum of -y * log(A) in a row, and the mean over the rows; an output of
        # sigmoid stands for two, A for yes and 1 - A for no. 1e-30 is there because log(0) fails.
        loss = 0.0
        activation, _ = ACTIVATIONS[self.activations[-1]]
        for targets, row in zip(y, A):
            for t, a in zip(targets, row):
                if self.loss == "mse":
                    loss += (t - a) * (t - a)
                else:
                    loss -= t * log(a + 1e-30)
                    if activation == sigmoid:
                        loss -= (1 - t) * log(1 - a + 1e-30)
        if self.loss == "mse":
            loss /= len(y[0])
        return loss / len(y)

    def _backward(self, outputs, y, learning_rate, momentum):
        # One step of every W and b, from the last layer to the first.
        rate = learning_rate / len(y)  # / m: the mean over the rows, not their sum
        last = len(self.weights) - 1
        error = _add(y, outputs[-1], -1.0)  # y - A
        for i in range(last, -1, -1):
            A_in, A = outputs[i], outputs[i + 1]  # outputs[0] is X
            if i == last and self.loss == "cross_entropy":
                # -loss is y * log(A) + (1 - y) * log(1 - A). Its slope by A, times f'(A):
                # (y / A - (1 - y) / (1 - A)) * A * (1 - A) = y * (1 - A) - (1 - y) * A = y - A.
                # Each Z of softmax changes all A of its row. Over the row, the slope of -loss by Z
                # comes to y - A * (the sum of y), and the sum of y is 1: y - A again.
                delta = error
            else:
                _, derivative = ACTIVATIONS[self.activations[i]]
                delta = _multiply(error, derivative(A))
            W, b = self.weights[i], self.biases[i]
            if i > 0:
                error = _dot(delta, _transpose(W))  # for the layer before, with W before this step
            rate_delta = [[rate * d for d in row] for row in delta]
            W = _dot(_transpose(A_in), rate_delta, plus=W)  # W + A_in^T . (rate * delta)
            ones = [1.0] * len(y)  # a row of ones . rate_delta is the sums of its columns
            [b] = _dot([ones], rate_delta, plus=[b])
            if momentum:
                W, b = self._carried_on(i, W, b, momentum)
            # New lists take the place of the old: Ctrl-C leaves no half of a matrix.
            self.weights[i], self.biases[i] = W, b

    def _carried_on(self, i, W, b, momentum):
        # v = step + momentum * v; W += v. W and b come with the step in them; momentum * v is
        # added. The new v is their distance from those before, which layer i still has. For
        # Nesterov's momentum change this, and what _compared_step in "speed" expects of it.
        if self.velocity[i]:  # else v is 0
            W_step, b_step = self.velocity[i]
            W = _add(W, W_step, momentum)
            [b] = _add([b], [b_step], momentum)
        W_step = _add(W, self.weights[i], -1.0)
        [b_step] = _add([b], [self.biases[i]], -1.0)
        self.velocity[i] = (W_step, b_step)
        return W, b

    def _step(self, X, y, learning_rate, momentum):
        # Forward, and backward if the loss is finite; returns the loss. "speed" has code made for
        # both, to be changed with them.
        outputs = self._forward(X)
        loss = self._loss(outputs[-1], y)
        _check_finite("loss", loss, self.epoch)
        self._backward(outputs, y, learning_rate, momentum)
        return loss

    def forward_propagation(self, X):
        """The outputs for X: (m, n_in) -> (m, n_out). Several threads may call it at once."""
        X = _check_matrix("X", X, columns=self.sizes[0])
        _check_shapes(self)
        self.outputs = outputs = self._forward(X)
        return list(map(list, outputs[-1]))  # the caller may change these

    def backpropagation(self, X, y, learning_rate, momentum=0.0):
        """One step: W += learning_rate / m * A_in^T . delta, and so b, in every layer.

        X (m, n_in): that of the last forward_propagation, due before each step. y (m, n_out): its
        targets. ArithmeticError: the loss is not finite (nothing has changed), or the new weights
        are not (they have).
        """
        outputs = self.outputs  # once, as another thread's may take its place
        X, y, learning_rate, momentum = _check_step(self, X, y, learning_rate, momentum)
        if not outputs or outputs[0] != X:
            _refuse("X", "that of forward_propagation(X), called before each step", X)
        _check_finite("loss", self._loss(outputs[-1], y))
        if not momentum:
            self.velocity = [None] * len(self.weights)
        self.outputs = None  # they are of weights that are about to change
        self._backward(outputs, y, learning_rate, momentum)
        _check_finite("sum of weights", _total(self))

    def train(self, X, y, epochs, learning_rate, batch_size=None, momentum=0.0,
              print_every=1000, callback=None):
        """Learns from X (m, n_in) and y (m, n_out); returns the loss in the last epoch.

        batch_size: how many rows make a step, in an order drawn anew for each epoch; None: all.
        momentum: v = momentum * v + step, and W += v, where it would be W += step. v lasts from
            one call to the next, and ends with a step without momentum.
        print_every: the loss is printed once in so many epochs; 0: never.
        callback: callback(epoch, loss), after each epoch, stops it by returning true.
        The loss is the mean over the rows, each before its own step. ArithmeticError: a loss is not
        finite (its step is not made), or in the end the weights are not.
        """
        X, y, learning_rate, momentum = _check_step(self, X, y, learning_rate, momentum)
        _check_count("epochs", epochs, 1)
        m, rows, targets = len(X), X, y
        size = m if batch_size is None else batch_size
        _check_count("batch_size", size, 1)
        _check_count("print_every", print_every, 0)
        if callback is not None and not callable(callback):
            _refuse("callback", "a function", callback)
        if not momentum:
            self.velocity = [None] * len(self.weights)
        for epoch in range(epochs):
            self.epoch, loss = epoch, 0.0
            self.outputs = None  # a callback may have called forward_propagation
            if batch_size:
                self.stream = self.stream or randn(self.seed)
                rows, targets = [], []  # in the order of random numbers
                for _, k in sorted([(next(self.stream), k) for k in range(m)]):
                    rows.append(X[k])
                    targets.append(y[k])
            for start in range(0, m, size):
                batch, wanted = rows[start:start + size], targets[start:start + size]
                step_loss = self._step(batch, wanted, learning_rate, momentum)
                loss += step_loss * len(batch) / m
            if print_every and epoch % print_every == 0:
                print("Epoch %d, Loss: %r" % (epoch, loss))
            if callback is not None and callback(epoch, loss):
                break
        _check_finite("sum of weights", _total(self), epoch)
        return loss

# ---- the tutorial -------------------------------------------------------------------------------
def main():
    """Trains the tutorial's network on its XOR data and prints what it prints."""
    X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    y = [[0], [1], [1], [0]]
    net = Network([3, 4, 1])
    net.train(X, y, epochs=10000, learning_rate=0.1)
    print("Predicted Output:")
    for row in net.forward_propagation(X):
        print(row)

# ---- random numbers -----------------------------------------------------------------------------
class randn:
    """Iterator of what np.random.randn() gives after np.random.seed(seed)."""

    # The Mersenne Twister MT19937 of Matsumoto and Nishimura: 624 words of 32 bits, each made from
    # the word itself, the next one and the one 397 further on. Some boards have no int of 2^30 or
    # more: so a word is kept in halves of 16 bits, one in self.highs and one in self.lows.
    def __init__(self, seed):
        _check_count("seed", seed, 0, 4294967295.0)
        try:
            from array import array
            highs, lows = array("H", range(624)), array("H", range(624))
            highs[0] = 0  # a try
        except (ImportError, TypeError):  # Skulpt's array takes no single item
            highs, lows = [0] * 624, [0] * 624  # which takes more heap
        high, low = seed // 65536, seed % 65536
        highs[0], lows[0] = high, low
        for i in range(1, 624):
            # init_genrand: word = 0x6C078965 * (word ^ word >> 30) + i, kept to 32 bits. The factor
            # is taken byte by byte, 65, 89, 07, 6C from below: 8 by 16 bits give less than 2^24.
            low ^= high >> 14
            below = low * 0x65 + i + ((low * 0x89 & 0xFF) << 8)
            high = high * 0x65 + low * 0x07 + ((high * 0x89 + low * 0x6C & 0xFF) << 8)
            high = high + (below >> 16) + (low * 0x89 >> 8) & 0xFFFF
            low = below & 0xFFFF
            highs[i], lows[i] = high, low
        self.highs, self.lows = highs, lows
        self.i = 0  # the word to be made next
        self.ready = []  # the second number of a pair, until it is asked for

    def _word(self):
        # The next random word: its high and its low half.
        highs, lows, i = self.highs, self.lows, self.i
        j, k = (i + 1) % 624, (i + 397) % 624
        # The top bit of this word and the others of the next.
        high = highs[i] & 0x8000 | highs[j] & 0x7FFF
        low = lows[j]
        odd = low & 1
        # If it is odd, 0x9908B0DF goes in too: their matrix a.
        low = lows[k] ^ low >> 1 ^ (high & 1) << 15 ^ odd * 0xB0DF
        high = highs[k] ^ high >> 1 ^ odd * 0x9908
        highs[i], lows[i] = high, low
        self.i = j
        # The four temperings: word ^= word >> 11,
        low ^= low >> 11 ^ (high & 0x7FF) << 5
        high ^= high >> 11
        # word ^= word << 7 & 0x9D2C5680,
        high ^= (high << 7 ^ low >> 9) & 0x9D2C
        low ^= low << 7 & 0x5680
        # word ^= word << 15 & 0xEFC60000,
        high ^= ((high & 1) << 15 ^ low >> 1) & 0xEFC6
        # word ^= word >> 18.
        return high, low ^ high >> 2

    def _uniform(self):
        # A number from 0 to below 1 with 53 random bits: 27 of one word and 26 of the next.
        high, low = self._word()
        first = high << 11 | low >> 5
        high, low = self._word()
        second = high << 10 | low >> 6
        return first / 134217728.0 + second / 9007199254740992.0  # 2^27, 2^53

    def __iter__(self):
        return self

    def __next__(self):
        # Marsaglia's polar method: a random point in the unit disc gives two numbers of N(0, 1).
        while not self.ready:
            u = 2 * self._uniform() - 1
            v = 2 * self._uniform() - 1
            square = u * u + v * v
            if 0 < square < 1:
                stretch = sqrt(-2 * log(square) / square)
                self.ready = [stretch * u, stretch * v]
        return self.ready.pop()

randn.next = randn.__next__  # Python 2

def _draw_weights(net, init):
    # Numbers of N(0, 1) times a standard deviation: layer by layer, row by row, from one stream.
    stream, weights = randn(net.seed), []
    default = "normal" if set(net.activations) == {"sigmoid"} else "xavier"
    for n_in, n_out, name in zip(net.sizes, net.sizes[1:], net.activations):
        kind = init or ("he" if name == "relu" else default)
        variances = {"normal": 1,  # the tutorial's
                     "xavier": 2.0 / (n_in + n_out),  # Glorot and Bengio, 2010
                     "he": 2.0 / n_in}  # He, Zhang, Ren and Sun, 2015
        deviation = sqrt(variances[kind])
        W = []
        for _ in range(n_in):
            W.append([deviation * next(stream) for _ in range(n_out)])
        weights.append(W)
    return weights

# ---- checks -------------------------------------------------------------------------------------
# What does not fit raises ValueError. _check_matrix and _check_row give new lists of floats.
_NUMBERS = (float, int, long)
# The largest float; where floats have 32 bits, 1e308 and 2e308 are both inf.
_LARGEST = 1.7976931348623157e308 if 1e308 < 2e308 else 3.4028234e38
_ARRAY = " (of an array: .tolist())"
# A kind of number: how messages call it, the least and the largest.
_FINITE = "finite numbers", -_LARGEST, _LARGEST
# What the last activation can reach. What is not here (linear, your own) may reach any number. By
# function, as ACTIVATIONS may have one of these by another name, or another one by its name.
_TARGETS = {
    sigmoid: ("numbers 0..1 (any number only after linear)", 0, 1),
    tanh: ("numbers -1..1 (any number only after linear)", -1, 1),
    relu: ("numbers of 0 or more (any number only after linear)", 0, _LARGEST),
    softmax: ("numbers 0..1 that add up to 1 (a class as one-hot: [0, 1, 0])", 0, 1),
}
# By the last activation's function, too; after others only mse.
_LOSSES = {sigmoid: ["mse", "cross_entropy"], softmax: ["cross_entropy"]}

def _refuse(name, expected, got):
    raise ValueError("%s: expected %s, got %s" % (name, expected, _shown(got)[:60]))

def _shown(value, depth=2):
    # repr(value) would take seconds for a million rows, and fail for lists 100,000 deep.
    if isinstance(value, (list, tuple)):
        value = value[:9] if depth else []
        return "[%s]" % ", ".join([_shown(v, depth - 1) for v in value])
    try:
        return "%r" % (value,)
    except ValueError:  # CPython prints no int of more than 4,300 digits
        return "%s" % type(value)

def _is_list(A, n=None):  # of n items, if that is given; else of one or more
    return isinstance(A, (list, tuple)) and (len(A) > 0 if n is None else len(A) == n)

def _check_matrix(name, A, rows=None, columns=None, kind=_FINITE):
    if columns is None and _is_list(A) and _is_list(A[0]):
        columns = len(A[0])  # so the others must have as many
    if not _is_list(A, rows) or isinstance(A[0], _NUMBERS):  # a single row
        _refuse(name, "a list of %s rows, each a list of %s %s%s"
                % (rows or "one or more", columns or "one or more", kind[0], _ARRAY), A)
    floats = []
    for i, row in enumerate(A):
        floats.append(_check_row(name, row, columns, kind, i))
    return floats

def _check_row(name, row, columns, kind=_FINITE, i=None):
    # i: its number, where it is a row of a matrix
    words, low, high = kind
    floats = []
    if _is_list(row, columns):
        floats = [float(v) for v in row if isinstance(v, _NUMBERS) and low <= v <= high]
    if len(floats) != columns:  # it is no such list, or some v in it did not fit
        if i is not None:
            name = "%s, row %d" % (name, i)
        _refuse(name, "a list of %s %s%s (of text: float(cell); of names of classes: one-hot)"
                % (columns or "one or more", words, _ARRAY), row)
    return floats

def _check_step(net, X, y, learning_rate, momentum):
    _check_shapes(net)
    names = net.activations
    if net.loss == "cross_entropy":
        names = names[:-1]  # the last delta needs none
    for name in names:
        _, derivative = ACTIVATIONS[name]
        if derivative is None:
            _refuse("activations", "one with a derivative", name)
    X = _check_matrix("X", X, columns=net.sizes[0])
    activation, _ = ACTIVATIONS[net.activations[-1]]
    _check_choice("loss", net.loss, _LOSSES.get(activation, ["mse"]))
    kind = _TARGETS.get(activation, _FINITE)
    y = _check_matrix("y", y, len(X), net.sizes[-1], kind)
    if activation == softmax:
        for i, row in enumerate(y):
            if abs(sum(row) - 1) > 1e-4:  # three times 0.33333 will do
                _refuse("y, row %d" % i, kind[0], row)
    if not isinstance(learning_rate, _NUMBERS) or not 0 < learning_rate <= _LARGEST:
        _refuse("learning_rate", "a number above 0", learning_rate)
    if not isinstance(momentum, _NUMBERS) or not 0 <= momentum < 1:
        _refuse("momentum", "a number from 0 to below 1", momentum)
    return X, y, float(learning_rate), float(momentum)

def _check_count(name, n, least, most=1e9):  # 1e9: all Pythons can count to it
    if not isinstance(n, (int, long)) or isinstance(n, bool) or not least <= n <= most:
        _refuse(name, "a whole number, %d or more, at most %.10g" % (least, most), n)
    return n

def _check_choice(name, value, known):
    if not isinstance(value, (str, type(u""))) or value not in known:
        _refuse(name, "one of " + ", ".join(sorted(known)) + _ARRAY, value)
    return value

def _check_layers(sizes, activations, loss):
    # The three as lists and a name, the loss that is to be used.
    if not _is_list(sizes) or len(sizes) < 2:
        _refuse("sizes", "a list of two or more" + _ARRAY, sizes)
    for n in sizes:
        _check_count("sizes", n, 1)
    if not isinstance(activations, (list, tuple)):
        activations = [activations] * (len(sizes) - 1)
    _check_list("activations", activations, len(sizes) - 1)
    for name in activations:
        _check_choice("activations", name, ACTIVATIONS)
    if "softmax" in activations[:-1]:
        _refuse("activations", "softmax only as the last", activations)
    activation, _ = ACTIVATIONS[activations[-1]]
    losses = _LOSSES.get(activation, ["mse"])
    if loss is None:
        loss = losses[0]
    return list(sizes), list(activations), _check_choice("loss", loss, losses)

def _check_list(name, given, n):
    if not _is_list(given, n):
        _refuse(name, "a list of %d, one for each layer%s" % (n, _ARRAY), given)

def _check_parameters(sizes, weights, biases):
    n = len(sizes) - 1
    _check_list("weights", weights, n)
    _check_list("biases", biases, n)
    matrices, rows = [], []
    for i, W in enumerate(weights):
        matrices.append(_check_matrix("weights[%d]" % i, W, sizes[i], sizes[i + 1]))
        rows.append(_check_row("biases[%d]" % i, biases[i], sizes[i + 1]))
    return matrices, rows

def _check_shapes(net):
    # What may have been changed by hand. Lists are wanted, as a step puts new layers into them.
    sizes, n = net.sizes, len(net.sizes) - 1
    try:
        ok = len(net.weights + []) == len(net.activations) == n
        ok = ok and list(map(len, net.biases)) == sizes[1:]
        for W, n_in, n_out in zip(net.weights, sizes, sizes[1:]):
            ok = ok and list(map(len, W)) == [n_out] * n_in
        ok = ok and abs(_total(net)) <= _LARGEST  # the sum shows that one is not finite
    except TypeError:  # no list, something that has no length, or text
        ok = False
    if not ok:  # or only the sum is too large
        _check_list("activations", net.activations, n)
        net.weights, net.biases = _check_parameters(sizes, net.weights, net.biases)

def _total(net):  # not finite where a weight is not
    rows = sum(net.weights, net.biases)  # of all matrices, and those of biases
    return sum(map(sum, rows))

def _check_finite(name, value, epoch=None):
    if not abs(value) <= _LARGEST:  # so NaN, too
        when = "" if epoch is None else " in epoch %d" % epoch
        raise OverflowError("%s %r%s: lower learning_rate, or scale X and y" % (name, value, when))

# It trains by the loops, as "speed" is further down.
if __name__ == "__main__":
    main()  # Here the minimal reference ends.

# ---- scaling ------------------------------------------------------------------------------------
# Inputs learn best with a mean of about 0 and a deviation of about 1: with large ones most neurons
# answer the same for all rows. Use the means and deviations of the rows learned from for all rows.
def scaling(X):
    """Means and standard deviations of the columns, 1.0 for one that never changes."""
    X = _check_matrix("X", X)
    means, deviations = [], []
    for column in _transpose(X):
        mean = sum([v / len(X) for v in column])
        errors = [v - mean for v in column]
        # In parts of the largest error, as the squares of tiny or huge ones are not floats.
        unit = max(map(abs, errors))
        deviation = 1.0
        if min(column) < max(column):
            total = sum([(v / unit) * (v / unit) for v in errors])
            deviation = unit * sqrt(total / len(X)) or 1.0  # if it rounds to 0.0
        means.append(mean)
        deviations.append(deviation)
    return _check_scaling("X, its ", means, deviations, len(means))  # finite ones

def scale(X, means, deviations):
    """(x - mean) / deviation, column by column: (m, n) -> (m, n). ValueError as for Network."""
    X = _check_matrix("X", X)
    means, deviations = _check_scaling("", means, deviations, len(X[0]))
    return [[(v - mean) / deviation for v, mean, deviation in zip(row, means, deviations)]
            for row in X]

def fold_scaling(net, means, deviations, target_means=None, target_deviations=None):
    """A Network that takes X as it is, where net takes scale(X, means, deviations).

    With target_means and target_deviations, one for each output, it gives y in its own units:
    output * deviation + mean. The last layer must be linear.
    """
    # A mean of 1000 deviations costs 3 of a float's 16 digits (of 7 where floats have 32 bits).
    net = _copy(net)
    means, deviations = _check_scaling("", means, deviations, net.sizes[0])
    # (X - means) / deviations . W + b  is  X . (W / deviations) + (b - means . (W / deviations)).
    W = [[w / deviation for w in row] for row, deviation in zip(net.weights[0], deviations)]
    net.weights[0] = W
    [net.biases[0]] = _add([net.biases[0]], _dot([means], W), -1.0)
    if target_means is not None or target_deviations is not None:
        _check_choice("the last activation", net.activations[-1], ["linear"])
        means, deviations = _check_scaling("target_", target_means, target_deviations,
                                           net.sizes[-1])
        W, b = net.weights[-1], net.biases[-1]
        net.weights[-1] = _multiply(W, [deviations] * len(W))
        [net.biases[-1]] = _add([means], _multiply([b], [deviations]))
    return _copy(net)  # which refuses what became too large

def _check_scaling(prefix, means, deviations, columns):
    means = _check_row(prefix + "means", means, columns)
    deviations = _check_row(prefix + "deviations", deviations, columns)
    if min(deviations) <= 0:
        _refuse(prefix + "deviations", "numbers above 0 (1 for a column that never changes)",
                deviations)
    return means, deviations

def _copy(net):  # checked
    if not isinstance(net, Network):
        _refuse("net", "a Network", net)
    return Network(net.sizes, net.activations, net.loss, None, 0, net.weights, net.biases)

# ---- save and load ------------------------------------------------------------------------------
def save(net, path):
    """Writes net to the file at path as JSON. ValueError: weights or a path that do not fit."""
    # The old file stays until the new one is complete. Killed, or interrupted while it cleans up,
    # it can leave an unfinished file beside it, NAME.*.tmp, on a board NAME.tmp. (FAT on a board
    # takes the old file away just before the new one gets its name: then NAME.tmp is whole.) Not
    # saved are the seed, which is 0 again, the stream of shuffles and the velocity. While net
    # trains, layers may be a step apart.
    import os
    net = _copy(net)
    _check_path(path)
    if hasattr(os, "O_EXCL"):
        path, mode = _file_behind(path)
        unfinished = _name_beside(path)
    else:  # a board: nobody else writes, nothing is a link, a file has no permissions
        if path.endswith("/"):
            _refuse("path", "the name of a file", path)
        mode = None
        unfinished = path + ".tmp"
    try:  # from before the file is there, so that no interruption leaves it
        if hasattr(os, "O_EXCL"):
            # A new file, from the start with the old one's permissions; 0o666: those of any file.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
            f = os.fdopen(os.open(unfinished, flags, 0o666 if mode is None else mode), "w")
        else:
            f = open(unfinished, "w")
        with f:
            _write(net, f)
            if hasattr(os, "fsync"):  # on the disk before the old file goes
                f.flush()
                os.fsync(f.fileno())
        # Closed before it is renamed, as littlefs wants it.
        if mode is not None and mode != os.stat(unfinished).st_mode & 0o777:
            os.chmod(unfinished, mode)  # the umask took away from it
        getattr(os, "replace", os.rename)(unfinished, path)  # Python 2, MicroPython: only rename
    finally:
        try:
            os.remove(unfinished)
        except OSError:  # it has become path, or could not be made
            pass

def _check_path(path):
    # open() takes an int, too: the number of an open file, which it closes in the end.
    if not isinstance(path, (type(u""), bytes)) and not hasattr(path, "__fspath__"):
        _refuse("path", "the name of a file", path)

def _file_behind(path):
    # The file that path leads to, as a link stays, and its permissions; None if there is none yet.
    import os
    if hasattr(os, "fsdecode"):  # Python 3
        path = os.fsdecode(path)
    # "new/" has no name in the end, and realpath would cut off the /.
    if not os.path.basename(path):
        _refuse("path", "the name of a file", path)
    path = os.path.realpath(path)
    if not os.path.lexists(path):
        return path, None
    if not os.path.isfile(path) or not os.access(path, os.W_OK):
        _refuse("path", "a file to write", path)
    return path, os.stat(path).st_mode & 0o777

def _name_beside(path):
    # In the same folder, as a file is not renamed from disk to disk. A name has at most 255 bytes.
    import os
    folder, name = os.path.split(path)
    digits = "%02x" * 8 % tuple(bytearray(os.urandom(8)))  # two of each of 8 random bytes
    return os.path.join(folder, "%s.%s.tmp" % (name[:50], digits))

def _write(net, f):
    from json import dumps
    f.write('{"format": "purenn", "version": 1')
    for key in "sizes", "activations", "loss":
        f.write(',\n"%s": %s' % (key, dumps(getattr(net, key))))
    before = ',\n"weights": ['
    for W in net.weights:
        f.write(before)
        _write_rows(W, f)
        before = ", "
    f.write('],\n"biases": ')
    _write_rows(net.biases, f)
    f.write("}\n")

def _write_rows(rows, f):
    before = "[\n"
    for row in rows:  # each by itself, as memory may be short
        f.write("%s%r" % (before, row))
        before = ",\n"
    f.write("\n]")

def load(path):
    """The network that save wrote. ValueError: the file holds something else. It runs no code."""
    _check_path(path)
    with open(path, "rb") as f:  # bytes: whether they are text is for _parsed to see
        text = f.read()
    try:
        return _parsed(text)
    except Exception as error:  # json's MemoryError, too; repr(error) could be the whole file
        raise ValueError("%r holds no network: %s: %s" % (path, type(error).__name__, error))

def _parsed(text):
    import json
    # Not every MicroPython's json minds a text that was cut off.
    if not text.rstrip().endswith(b"}"):
        _refuse("text", "a } at its end", text[-9:])
    try:  # the time Python 2 takes to read an int grows with the square of its digits
        data = json.loads(text, parse_int=lambda s: int(s) if len(s) < 20 else float(s))
    except TypeError:  # MicroPython's takes no parse_int
        data = json.loads(text)
    _check_choice("format", data["format"], ["purenn"])
    if "%r" % data["version"] != "1":  # neither 1.0 nor true will do
        _refuse("version", "1", data["version"])
    for key in "loss", "weights", "biases":
        if data[key] is None:  # null, which would stand for a default
            _refuse(key, "no null", None)
    net = Network(data["sizes"], data["activations"], data["loss"], None, 0,
                  data["weights"], data["biases"])
    for matrix in data["weights"] + [data["biases"]]:
        for row in matrix:
            if bool in map(type, row):
                _refuse("weights and biases", "numbers", row)
    return net

# ---- speed --------------------------------------------------------------------------------------
# For a network that trains for some time, Python code without a loop over its neurons is made and
# kept: of a whole step, and for larger networks of a product. It runs several times as fast. At the
# end _fast_dot and _fast_step take the places of _dot and Network._step. Where no code can be made,
# and until so many rows have been seen that making it repays, these go on as before. The numbers
# are the same but for rounding.
#
# If you change _dot above, change _fast_dot and _dot_source, too. If you change _step, _forward,
# _loss, _backward or an activation, change _step_source, the functions it calls, or _FORMULAS. Or
# cut this section off. If you forget: the first made step of each network is compared with that of
# the loops, and if it differs or fails, that network stays with the loops, without a word. What
# only later steps do is not noticed.
_REPAID = 200  # rows that take about as long as making the code
_DOT_LIMIT = 256  # numbers in the second matrix of a product
_STEP_LIMIT = 340  # weights and biases; Jython and MicroPython cannot compile many more
try:
    import __pypy__
    _STEP_LIMIT = 100  # with more it takes PyPy longer to compile than most trainings to run
except ImportError:
    pass
try:
    from java.lang import System
    _STEP_LIMIT = 70  # with more, Jython's loops are as fast: Java leaves long methods uncompiled
except ImportError:
    pass

# f of z and f' of a, as text: the names to use are z, {a}, exp, log and tanh. An activation of your
# own may join; where one is not here, the loops stay.
_FORMULAS = {
    (sigmoid, sigmoid_derivative): (
        "1.0 / (1.0 + exp(-z)) if z > -40.0 else exp(z)", "{a} * (1.0 - {a})"),
    (tanh, tanh_derivative): ("tanh(z)", "1.0 - {a} * {a}"),
    (relu, relu_derivative): ("0.0 if z < 0.0 else z", "{a} > 0.0"),
    (linear, linear_derivative): ("z", "1.0"),
    (softmax, None): ("z", None),  # the rest is in _loss_lines
}
# By (sizes, pairs of functions, loss) for a step, (k, n) for a product: the function made, or None
# where it cannot be. It stays.
_made = {}
_seen = {}  # the rows so far, by (k, n)
# Of each network by itself, so that its rounding depends on no other:
Network.rows_seen = 0  # in all steps
Network.compared = None  # True or False: its first made step did what the loops do, or did not

def _made_for(shape, write):
    # The function "made" whose source is write(*shape), or None.
    try:
        return _made[shape]
    except KeyError:
        pass
    except TypeError:  # a user's list [function, derivative] is in no dict
        return None
    space = {"made": None, "exp": exp, "log": log, "tanh": math.tanh}
    try:
        source = write(*shape)
        if _has_room_for(source):
            exec(source, space)
    except Exception:  # no exec (Skulpt, sandboxes), no room, an activation of one's own
        pass
    _made[shape] = made = space["made"]
    return made

def _has_room_for(source):
    # While it compiles, MicroPython needs some 6 bytes for each letter of the source, and 11 where
    # pointers have 64 bits. There must be twice as much.
    try:
        from gc import collect, mem_free
    except ImportError:  # no MicroPython, which alone may be short of memory
        return True
    from sys import maxsize
    collect()
    return mem_free() > (24 if maxsize >> 40 else 12) * len(source)

def _names(prefix, count):  # "x", 2 -> ["x0", "x1"]
    return [prefix + str(k) for k in range(count)]

def _matrix_names(prefix, k, n):  # "w", 2, 1 -> [["w0_0"], ["w1_0"]]
    return [_names("%s%d_" % (prefix, i), n) for i in range(k)]

def _pattern(names):  # ["a", ["b", "c"]] -> "[a, [b, c]]", which takes lists apart or makes them
    return str(names).replace("'", "")

def _each(form, *names):  # "%s += %s", ["a", "b"], ["c", "d"] -> ["a += c", "b += d"]
    return [form % pair for pair in zip(*names)]

def _products(a, rows):  # ["a", "b"], [["c", "d"], ["e", "f"]] -> ["a * c + b * d", ...]
    return [" + ".join(_each("%s * %s", a, row)) for row in rows]

# A whole step.
def _fast_step(net, X, y, learning_rate, momentum):
    net.rows_seen += len(X)
    step = None
    # Another class may step otherwise.
    if net.rows_seen >= _REPAID and net.__class__ is Network and net.compared is not False:
        pairs = tuple(map(ACTIVATIONS.get, net.activations))
        shape = tuple(net.sizes), pairs, net.loss
        step = _made_for(shape, _step_source)
    if step is None:
        return _plain_step(net, X, y, learning_rate, momentum)
    if not net.compared:
        return _compared_step(net, step, X, y, learning_rate, momentum)
    loss, layers = step(net.weights + [net.biases], X, y, learning_rate / len(X))
    _check_finite("loss", loss, net.epoch)
    for i, b in enumerate(layers[-1]):
        W = layers[i]
        if momentum:
            W, b = net._carried_on(i, W, b, momentum)
        net.weights[i], net.biases[i] = W, b
    return loss

def _compared_step(net, step, X, y, learning_rate, momentum):
    # The loops make this step. The made step is tried beside them and has to arrive where they do:
    # they, or an activation, may have been changed.
    before, velocity = net.weights + [net.biases[:]], net.velocity[:]
    loss = _plain_step(net, X, y, learning_rate, momentum)
    after = net.weights + [net.biases]
    # Squares: it may be a hundred-thousandth of the way apart; with floats of 32 bits a thousandth.
    part = 1e-10 if 1e308 < 2e308 else 1e-6
    try:
        made_loss, layers = step(before, X, y, learning_rate / len(X))
        for i, v in enumerate(velocity):
            if v:  # what _carried_on has added
                W_step, b_step = v
                layers[i] = _add(layers[i], W_step, momentum)
                [layers[-1][i]] = _add([layers[-1][i]], [b_step], momentum)
        net.compared = (abs(made_loss - loss) <= 1e-4 * (1 + abs(loss)) and
                        _apart(layers, after) <= part * (_apart(before, after) + part))
    except Exception:  # such as that of a formula with an error in it
        net.compared = False
    return loss

def _apart(layers, others):  # the square of the distance from the one to the other
    square = 0
    for A, B in zip(layers, others):
        error = _add(A, B, -1.0)
        square += sum(map(sum, _multiply(error, error)))
    return square

def _step_source(sizes, pairs, loss):
    # The source of made(layers, X, y, rate) -> the loss, and the layers after the step.
    #
    # layers: every W, and the biases as one more matrix. rate: learning_rate / len(X).
    # For Network([2, 1]) it is:
    #
    #     def made(layers, X, y, rate):
    #         loss = 0.0
    #         if X is None: z = y0 = x0 = x1 = a0_0 = d0_0 = 0.0
    #         [[[w0_0_0], [w0_1_0]], [[b0_0]]] = layers
    #         [[[v0_0_0], [v0_1_0]], [[c0_0]]] = layers
    #         for [x0, x1], [y0] in zip(X, y):
    #             z = b0_0 + x0 * w0_0_0 + x1 * w0_1_0
    #             a0_0 = 1.0 / (1.0 + exp(-z)) if z > -40.0 else exp(z)
    #             d0_0 = y0 - a0_0
    #             loss += d0_0 * d0_0
    #             d0_0 *= rate
    #             d0_0 *= a0_0 * (1.0 - a0_0)
    #             v0_0_0 += x0 * d0_0
    #             v0_1_0 += x1 * d0_0
    #             c0_0 += d0_0
    #         loss /= len(X) * 1
    #         return loss, [[[v0_0_0], [v0_1_0]], [[c0_0]]]
    #
    # The first number is that of the layer: w1_3_0 leads from neuron 3 of layer 0 to neuron 0 of
    # layer 1. a: outputs. d: errors, then deltas, with the rate in them from the last layer on.
    # w, b: weights and biases. v, c: they begin as copies of them, every row of X adds to them, and
    # in the end they are the new ones. "if X is None" is never true: it makes its names the first,
    # as CPython is quicker with the first 256 names of a function.
    x, y = _names("x", sizes[0]), _names("y", sizes[-1])
    outputs, deltas, W, b, V, c = [x], [], [], [], [], []
    total = 0
    for i, n in enumerate(sizes[1:]):
        total += (sizes[i] + 1) * n
        if total > _STEP_LIMIT:
            raise ValueError("too many")
        outputs.append(_names("a%d_" % i, n))
        deltas.append(_names("d%d_" % i, n))
        W.append(_matrix_names("w%d_" % i, sizes[i], n))
        b.append(_names("b%d_" % i, n))
        V.append(_matrix_names("v%d_" % i, sizes[i], n))
        c.append(_names("c%d_" % i, n))
    lines = (_forward_lines(W, b, outputs, pairs) +
             _loss_lines(y, outputs[-1], deltas[-1], pairs[-1], loss) +
             _backward_lines(W, V, c, outputs, deltas, pairs, loss))
    return "\n    ".join([
        "def made(layers, X, y, rate):",
        "loss = 0.0",
        "if X is None: z = %s = 0.0" % " = ".join(sum(outputs + deltas, y)),
        _pattern(W + [b]) + " = layers",
        _pattern(V + [c]) + " = layers",
        "for %s, %s in zip(X, y):" % (_pattern(x), _pattern(y)),
        "    " + "\n        ".join(lines),
        "loss /= len(X) * %d" % (len(y) if loss == "mse" else 1),
        "return loss, " + _pattern(V + [c])])

def _forward_lines(W, b, outputs, pairs):
    lines = []
    for i, pair in enumerate(pairs):
        formula, _ = _FORMULAS[pair]
        products = _products(outputs[i], zip(*W[i]))
        for bias, product, a in zip(b[i], products, outputs[i + 1]):
            lines += ["z = %s + %s" % (bias, product), "%s = %s" % (a, formula)]
    return lines

def _loss_lines(y, A, delta, pair, loss):
    lines = []
    if pair[0] == softmax:
        lines.append("z = max(%s)" % _pattern(A))
        lines += _each("%s = exp(%s - z)", A, A)
        lines.append("z = " + " + ".join(A))
        lines += _each("%s /= z", A)
    lines += _each("%s = %s - %s", delta, y, A)
    if loss == "mse":
        return lines + _each("loss += %s * %s", delta, delta)
    # Most targets of one-hot rows are 0, and a logarithm takes its time.
    lines += _each("if %s: loss -= %s * log(%s + 1e-30)", y, y, A)
    if pair[0] == sigmoid:
        lines += _each("loss -= (1.0 - %s) * log(1.0 - %s + 1e-30)", y, A)
    return lines

def _backward_lines(W, V, c, outputs, deltas, pairs, loss):
    lines = []
    last = len(pairs) - 1
    for i in range(last, -1, -1):
        if i == last:  # they are the errors
            lines += _each("%s *= rate", deltas[i])
        else:
            lines += _each("%s = %s", deltas[i], _products(deltas[i + 1], W[i + 1]))
        if i < last or loss == "mse":
            _, slope = _FORMULAS[pairs[i]]
            lines += _each("%s *= %s", deltas[i], [slope.format(a=a) for a in outputs[i + 1]])
        for a, row in zip(outputs[i], V[i]):
            lines += _each("%s += " + a + " * %s", row, deltas[i])
        lines += _each("%s += %s", c[i], deltas[i])
    return lines

# A product. A small B goes by code made for it, a large one by math.sumprod, which is C code, where
# there is one (CPython 3.12), else in parts that are small enough.
def _fast_dot(A, B, plus=None):
    k, n = len(B), len(B[0])
    if plus is None:
        plus = [[0.0] * n] * len(A)
    if k * n <= _DOT_LIMIT or k == 1:
        shape = k, n
        if shape not in _made:
            _seen[shape] = _seen.get(shape, 0) + len(A)
            if _seen[shape] >= _REPAID:
                _made_for(shape, _dot_source)
        product = _made.get(shape) or _plain_dot
        return product(A, B, plus)
    if _sumprod and k >= 24:
        columns = _transpose(B)
        return [[z + _sumprod(a, column) for z, column in zip(start, columns)]
                for a, start in zip(A, plus)]
    size = max(1, _DOT_LIMIT // n)
    for i in range(0, k, size):  # some rows of B, and these columns of A
        plus = _dot([row[i:i + size] for row in A], B[i:i + size], plus=plus)
    return plus

def _dot_source(k, n):
    # The source of made(A, B, plus) for a B of k rows and n columns. It adds in the order of the
    # loops: the numbers are the same to the last bit. For (2, 1):
    #
    #     def made(A, B, plus):
    #         [[b0_0], [b1_0]] = B
    #         product = []
    #         for [a0, a1], [z0] in zip(A, plus):
    #             product.append([z0 + a0 * b0_0 + a1 * b1_0])
    #         return product
    if k * n > 4 * _DOT_LIMIT:  # a single row may be longer, but not without end
        raise ValueError("too many")
    a, z = _names("a", k), _names("z", n)
    B = _matrix_names("b", k, n)
    sums = _products(a, zip(*B))
    return "\n    ".join([
        "def made(A, B, plus):",
        _pattern(B) + " = B",
        "product = []",
        "for %s, %s in zip(A, plus):" % (_pattern(a), _pattern(z)),
        "    product.append(%s)" % _pattern(_each("%s + %s", z, sums)),
        "return product"])

_sumprod = getattr(math, "sumprod", None)
_plain_dot, _dot = _dot, _fast_dot
_plain_step, Network._step = Network._step, _fast_step
# A shuffle takes a random number for each row. Where the module random has the same Mersenne
# Twister, as C code in CPython, it goes on with the words of the stream; elsewhere the loops do.
# No board has it: so its words may have all their 32 bits.
try:
    from random import Random

    def _fast_uniform(stream):
        if not hasattr(stream, "twister"):
            words = []
            for k in range(624):
                j = (stream.i + k) % 624  # first the word to be made next
                words.append(stream.highs[j] * 65536 + stream.lows[j])
            twister = Random()
            # 3: how a state is written. 624: all words have been used, and are to be made anew.
            twister.setstate((3, tuple(words + [624]), None))
            stream.twister = twister  # with its state, whenever it is interrupted
            stream.highs = stream.lows = None  # by them loops would begin again
        return stream.twister.random()

    if _fast_uniform(randn(0)) == randn(0)._uniform():
        randn._uniform = _fast_uniform
except Exception:  # no such class (MicroPython), or no such state
    pass

# ---- licence -- MIT License. Copyright (c) 2026 the purenn authors. -----------------------------
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
# associated documentation files (the "Software"), to deal in the Software without restriction,
# including without limitation the rights to use, copy, modify, merge, publish, distribute,
# sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
# furnished to do so, subject to the following conditions: The above copyright notice and this
# permission notice shall be included in all copies or substantial portions of the Software. THE
# SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
# LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
# NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM,
# DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
# OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
