"""purenn: a complete small neural network in one file of plain Python."""
#     from purenn import Network
#     X = [[0, 0], [0, 1], [1, 0], [1, 1]]              # a row per sample, a column per input
#     y = [[0], [1], [1], [0]]                          # a row per sample, a column per output
#     net = Network([2, 4, 1])                          # 2 inputs, 4 hidden neurons, 1 output
#     net.train(X, y, epochs=5000, learning_rate=2.0)
#     print(net.forward_propagation(X))
# Notation. (m, n): a matrix, a list of m rows of n numbers. A . B: dot(A, B); A^T: transpose(A).
#     X  (m, n_in)       the inputs of m samples        W  (n_in, n_out)  the weights of a layer
#     y  (m, n_out)      the targets                    b  (n_out)        its biases
#     A_in  (m, n_in)    the input of a layer: X, or the output of the layer before
#     A  (m, n_out)      its output f(Z), Z = A_in . W + b; f: its activation; f'(A): f's slope at Z
#     error  (m, n_out)  y - A in the last layer; in the others delta . W^T of the layer after
#     delta  (m, n_out)  error * f'(A). W += learning_rate / m * A_in^T . delta; for b, A_in is 1s
# Clear first, fast last: cut it at any line "# ----" from "save and load" on; keep the licence.
# SPDX-License-Identifier: MIT. Copyright (c) 2026 the purenn authors. The text stands at the end.
import math
from math import exp, log, sqrt
__version__ = "0.2.0"

# ---- matrices -----------------------------------------------------------------------------------
def transpose(A):
    """Rows become columns: (m, n) -> (n, m). ValueError if the rows differ in length."""
    _check("A", A)  # the section "checks" says what is refused
    return list(map(list, _transpose(A)))

def dot(A, B):
    """The matrix product: (m, k) . (k, n) -> (m, n). ValueError if the shapes do not match."""
    B = _check("B", B)
    return _dot(_check("A", A, 0, len(B)), B)

# The same for the network, without checks.
def _transpose(A):
    return list(zip(*A))
def _multiply(A, B):  # A * B, number by number
    return [[p * q for p, q in zip(a, b)] for a, b in zip(A, B)]
def _add(A, B, c=1.0):  # A + c * B
    return [[p + c * q for p, q in zip(a, b)] for a, b in zip(A, B)]
def _dot(A, B, C=None, c=1.0):
    # C + c * A . B: here most of the time is spent. The section "speed" has a faster one.
    K, n, out = len(B), len(B[0]), []
    for a, start in zip(A, C or [[0.0] * n] * len(A)):
        row = []
        for j in range(n):
            z = 0.0
            for k in range(K):
                z += a[k] * B[k][j]
            row.append(start[j] + c * z)
        out.append(row)
    return out

# ---- activations --------------------------------------------------------------------------------
# Each f takes a matrix Z and gives one of the same shape. Its derivative takes f's output A, not Z.
def sigmoid(Z):
    # 1 / (1 + e^-z). From -40 down, 1 + e^-z is e^-z in a float, and may overflow: so e^z.
    return [[1.0 / (1.0 + exp(-z)) if z > -40.0 else exp(z) for z in row] for row in Z]
def sigmoid_derivative(A):
    return [[a * (1.0 - a) for a in row] for row in A]
def tanh(Z):
    # Beyond 40 it is 1 or -1 in a float; there Skulpt, a Python in web pages, gives NaN.
    return [[math.tanh(-40.0 if z < -40.0 else 40.0 if z > 40.0 else z) for z in row] for row in Z]
def tanh_derivative(A):
    return [[1.0 - a * a for a in row] for row in A]
def relu(Z):
    return [[0.0 if z < 0.0 else z for z in row] for row in Z]  # max(0.0, z) may lose a NaN
def relu_derivative(A):
    return [[1.0 if a > 0.0 else 0.0 for a in row] for row in A]
def linear(Z):
    return Z
def linear_derivative(A):
    return [[1.0] * len(row) for row in A]

def softmax(Z):
    # e^z over the sum of e^z in its row. e^(z - top) has the same ratios and cannot overflow.
    powers = [[exp(z - top) for z in row] for row, top in zip(Z, map(max, Z))]
    return [[p / total for p in row] for row, total in zip(powers, map(sum, powers))]

ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_derivative), "tanh": (tanh, tanh_derivative),
               "relu": (relu, relu_derivative), "linear": (linear, linear_derivative),
               "softmax": (softmax, None)}  # only last, with cross_entropy: needs no derivative

# ---- the network --------------------------------------------------------------------------------
class Network:
    """Layers of neurons. In all methods what does not fit raises ValueError and changes nothing.

    sizes: the inputs, then the neurons of each layer, [3, 4, 1]. activations: a name in ACTIVATIONS
    or a list, one per layer. loss: "mse", or "cross_entropy", after sigmoid (y in 0..1) and always
    after softmax (rows of y add up to 1). init: "normal", "xavier", "he", drawn with seed; default
    normal if all is sigmoid, else he for relu, xavier for the rest. weights: (n_in, n_out) matrices
    in a list. biases: rows of n_out in a list; default 0s.
    """
    def __init__(self, sizes, activations="sigmoid", loss=None, init=None, seed=0,
                 weights=None, biases=None):
        _whole("seed", seed, 0)
        self.sizes, self.activations, self.loss = _check_layers(
            sizes, activations, loss, weights, biases)
        self.seed, self.stream, self.outputs = seed, None, [None]
        _set_parameters(self, init, weights, biases)  # weights are drawn, biases 0, if not given

    def _forward(self, X):  # X and the output of every layer
        outputs = [X]
        for W, b, name in zip(self.weights, self.biases, self.activations):
            Z = _dot(outputs[-1], W, [b] * len(X))  # A_in . W + b, in each row
            outputs.append(ACTIVATIONS[name][0](Z))  # f(Z)
        return outputs

    def _loss(self, A, y):
        # mse: the mean of (y - A)^2; -n_out / 2 times its slope by W is A_in^T . delta / m.
        # cross_entropy: -y log A, for sigmoid -(1 - y) log(1 - A) too, summed over each row, then
        # the mean over the rows. 1e-30 keeps the logarithms finite.
        loss, mse = 0.0, self.loss == "mse"
        for targets, row in zip(y, A):
            for t, a in zip(targets, row):
                loss += (t - a) * (t - a) if mse else -t * log(a + 1e-30)
                if not mse and self.activations[-1] == "sigmoid":
                    loss -= (1.0 - t) * log(1.0 - a + 1e-30)
        return loss / len(y) / (len(A[0]) if mse else 1)

    def _backward(self, outputs, y, learning_rate, momentum):
        # One step, after _forward: through the layers from the last to the first.
        m, last = len(y), len(self.weights) - 1
        error = _add(y, outputs[-1], -1.0)  # y - A
        for i in range(last, -1, -1):
            W, b, A_in, A = self.weights[i], self.biases[i], outputs[i], outputs[i + 1]
            delta = error
            if i < last or self.loss == "mse":  # else y - A is minus the loss's slope at Z already
                delta = _multiply(error, ACTIVATIONS[self.activations[i]][1](A))  # error * f'(A)
            if i > 0:
                error = _dot(delta, _transpose(W))  # delta . W^T, for i - 1
            # W + [b] has b as its last row, for an input that is always 1: one product moves both.
            A_in_T = _transpose(A_in) + [[1.0] * m]  # the 1s . delta: np.sum(delta, axis=0)
            if momentum:  # v = learning_rate / m * A_in^T . delta + momentum * v, then W + v
                v = _dot(A_in_T, delta, None, learning_rate / m)
                if self.velocity[i]:
                    v = _add(v, self.velocity[i], momentum)
                new = _add(W + [b], v)
            else:  # W + learning_rate / m * A_in^T . delta
                v, new = None, _dot(A_in_T, delta, W + [b], learning_rate / m)
            self.velocity[i] = v  # whole new lists are put in: Ctrl-C leaves no half matrix
            self.biases[i], self.weights[i] = new.pop(), new  # pop takes b, the last row, off new

    def forward_propagation(self, X):
        """The outputs for every row of X: (m, n_in) -> (m, n_out). Threads may call it at once."""
        outputs = self.outputs = self._forward(_check("X", X, 0, self.sizes[0]))
        return outputs[-1]  # self.outputs may be another thread's by now

    def backpropagation(self, X, y, learning_rate, momentum=0.0):
        """A step after forward_propagation(X): W += learning_rate / m * A_in^T . delta."""
        X, y, learning_rate, momentum = _check_step(self, X, y, learning_rate, momentum)
        _expect(self.outputs[0] == X, "X", "that of the last forward_propagation", X)
        _check_finite("loss", self._loss(self.outputs[-1], y), 0)
        self._backward(self.outputs, y, learning_rate, momentum)

    def train(self, X, y, epochs, learning_rate, batch_size=None, momentum=0.0,
              print_every=1000, callback=None):
        """Trains on X (m, n_in), y (m, n_out); returns the last epoch's loss, before each step.

        batch_size: rows per step, shuffled in each epoch; None: all rows, in their order.
        momentum: v = momentum * v + step, W += v. print_every: epochs per printed loss, 0: none.
        callback(epoch, loss) comes after each epoch, and stops the training if it returns true.
        OverflowError, an ArithmeticError: a loss, before its step, or sum of weights is not finite.
        """
        X, y, learning_rate, momentum = _check_step(
            self, X, y, learning_rate, momentum, epochs, batch_size, print_every, callback)
        self.outputs = [None]  # so that backpropagation wants a new forward_propagation
        m, size, rows, targets = len(X), batch_size or len(X), X, y
        for epoch in range(epochs):
            loss = 0.0
            if batch_size:
                self.stream = self.stream or randn(self.seed)
                order = sorted([(next(self.stream), k) for k in range(m)])  # by random keys
                rows, targets = [X[k] for _, k in order], [y[k] for _, k in order]
            for k in range(0, m, size):
                outputs, batch = self._forward(rows[k:k + size]), targets[k:k + size]
                loss += self._loss(outputs[-1], batch) * len(batch) / m
                _check_finite("loss", loss, epoch)
                self._backward(outputs, batch, learning_rate, momentum)
            if print_every and epoch % print_every == 0:
                print("Epoch %d, Loss: %r" % (epoch, loss))
            if callback is not None and callback(epoch, loss):
                break
        _check_finite("sum of weights", sum(map(sum, sum(self.weights, self.biases))), epoch)
        return loss

# ---- the tutorial -------------------------------------------------------------------------------
def main():  # its network on its XOR data
    X, y = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
    net = Network([3, 4, 1])
    net.train(X, y, epochs=10000, learning_rate=0.1)
    print("Predicted Output:")
    for row in net.forward_propagation(X):
        print(row)

# ---- random numbers -----------------------------------------------------------------------------
class randn:
    """Iterator of what np.random.randn() gives after np.random.seed(seed); 0 <= seed < 2**32."""
    # The Mersenne Twister MT19937. As some boards have no int of 2^30 or more, its words of 32
    # bits are kept in halves: H[i] and L[i] are the high and the low one of word i.
    def __init__(self, seed):
        _whole("seed", seed, 0)
        high, low = seed // 65536, seed % 65536
        _expect(high < 65536, "seed", "a whole number from 0 to 4294967295", seed)
        try:
            from array import array
            H, L = array("H", range(624)), array("H", range(624))  # lists take more heap
            H[0] = 0
        except (ImportError, TypeError):  # Skulpt cannot assign an item
            H, L = [0] * 624, [0] * 624
        for i in range(1, 625):  # init_genrand: w = 0x6C078965 * (w ^ w >> 30) + i
            H[i - 1], L[i - 1] = high, low
            low ^= high >> 14
            p = low * 0x65 + i + ((low * 0x89 & 255) << 8)  # in products of 8 by 16 bits
            high = high * 0x65 + low * 0x07 + ((high * 0x89 + low * 0x6C & 255) << 8)
            high, low = high + (p >> 16) + (low * 0x89 >> 8) & 65535, p & 65535
        self.H, self.L, self.i, self.ready = H, L, 0, []

    def __iter__(self):
        return self
    def __next__(self):
        H, L = self.H, self.L
        while not self.ready:
            bits = []
            for shift, unit in ((5, 67108864.0), (6, 4503599627370496.0)) * 2:  # 2^26, 2^52
                i, j, k = self.i, (self.i + 1) % 624, (self.i + 397) % 624
                high, low, odd = H[i] & 0x8000 | H[j] & 0x7FFF, L[j], L[j] & 1
                low = L[k] ^ low >> 1 ^ (high & 1) << 15 ^ odd * 0xB0DF
                high = H[k] ^ high >> 1 ^ odd * 0x9908
                H[i], L[i], self.i = high, low, j
                low ^= low >> 11 ^ (high & 0x7FF) << 5
                high ^= high >> 11
                high ^= (high << 7 ^ low >> 9) & 0x9D2C
                low ^= low << 7 & 0x5680
                high ^= ((high & 1) << 15 ^ low >> 1) & 0xEFC6
                bits.append((high << 16 - shift | (low ^ high >> 2) >> shift) / unit)
            # Marsaglia's polar method: a point (u, v) in the unit disc gives two of N(0, 1).
            u, v = bits[0] + bits[1] - 1.0, bits[2] + bits[3] - 1.0
            r = u * u + v * v
            if 0.0 < r < 1.0:
                r = sqrt(-2.0 * log(r) / r)
                self.ready = [r * u, r * v]
        return self.ready.pop()
randn.next = randn.__next__  # Python 2

def _set_parameters(net, init, weights, biases):
    # Those given; else weights of N(0, 1) times std (1, Glorot's or He's), and biases of 0.
    names, z = net.activations, None if weights else randn(net.seed)
    net.weights, net.biases, net.velocity = [], [], [None] * len(names)
    standard = "normal" if names.count("sigmoid") == len(names) else "xavier"
    for i, name in enumerate(names):
        n_in, n_out = net.sizes[i], net.sizes[i + 1]
        kind = ("he" if name == "relu" else standard) if init is None else init
        fans = {"normal": 2, "xavier": n_in + n_out, "he": n_in}  # 2: std is 1
        std = sqrt(2.0 / fans[_one_of("init", kind, fans)])
        W = weights[i] if weights else [[std * next(z) for _ in range(n_out)] for _ in range(n_in)]
        net.weights += [_check("weights[%d]" % i, W, n_in, n_out)]
        net.biases += _check("biases[%d]" % i, [biases[i] if biases else [0.0] * n_out], 1, n_out)

# ---- checks -------------------------------------------------------------------------------------
try:
    from __builtin__ import long, xrange as range  # Python 2, whose range makes a list
except ImportError:
    long = int
_NUMBERS = (float, int, long)
_KINDS = "finite numbers", "numbers 0..1", "numbers 0..1 that add up to 1"
_MAX = 1.7976931348623157e308 if 1e308 < 2e308 else 3.4028234e38  # 32 bits: both are inf

def _expect(ok, name, expected, got):
    if not ok:
        try:
            got = "%.60r" % (got,)
        except ValueError:  # CPython prints no int of more than 4,300 digits
            got = type(got)
        raise ValueError("%s: expected %s, got %s" % (name, expected, got))
def _is_list(A, n=0):
    return isinstance(A, (list, tuple)) and (len(A) == n if n else len(A) > 0)
def _whole(name, n, low):
    _expect(isinstance(n, (int, long)) and not isinstance(n, bool) and n >= low,
            name, "a whole number, %d or more" % low, n)
def _one_of(name, value, known):
    if value not in list(known):  # in a dict, a list as value would be a TypeError
        _expect(False, name, "one of " + ", ".join(sorted(known)), value)
    return value

def _check(name, A, m=0, n=0, kind=0):
    # Returns A with plain floats; refused unless m rows (0: one or more) of n _KINDS[kind].
    low, high = (0, 1) if kind else (-_MAX, _MAX)
    ok, rows = _is_list(A, m) and not isinstance(A[0], _NUMBERS), []
    if ok and _is_list(A[0]):
        n = n or len(A[0])
    each = "a list of %s %s (of an array: .tolist())" % (n or "one or more", _KINDS[kind])
    _expect(ok, name, "a list of %s rows, each %s" % (m or "one or more", each), A)
    for i, row in enumerate(A):
        floats = []
        if _is_list(row, n):
            floats = [float(v) for v in row if isinstance(v, _NUMBERS) and low <= v <= high]
        if len(floats) != n or not n or kind == 2 and not abs(sum(floats) - 1.0) < 1e-4:  # rounded
            _expect(False, "%s, row %d" % (name, i), each, row)
        rows.append(floats)
    return rows

def _check_layers(sizes, activations, loss, weights, biases):  # sizes, a name a layer, the loss
    _expect(_is_list(sizes) and len(sizes) > 1, "sizes", "a list of two or more", sizes)
    for n in sizes:
        _whole("sizes", n, 1)
    n = len(sizes) - 1
    names = activations if _is_list(activations) else [activations] * n
    for name, given in ("activations", names), ("weights", weights), ("biases", biases):
        _expect(given is None or _is_list(given, n), name, "a list of %d, one a layer" % n, given)
    for name in names:
        _one_of("activations", name, ACTIVATIONS)
    _expect("softmax" not in names[:-1], "activations", "softmax only as the last", names)
    ok = {"sigmoid": ["mse", "cross_entropy"], "softmax": ["cross_entropy"]}.get(names[-1], ["mse"])
    return list(sizes), list(names), _one_of("loss", ok[0] if loss is None else loss, ok)

def _check_step(net, X, y, learning_rate, momentum,
                epochs=1, batch_size=None, print_every=0, callback=None):
    X = _check("X", X, 0, net.sizes[0])
    y = _check("y", y, len(X), net.sizes[-1],
               (net.loss != "mse") + (net.activations[-1] == "softmax"))  # kind 0, 1 or 2
    _expect(isinstance(learning_rate, _NUMBERS) and 0 < learning_rate <= _MAX,
            "learning_rate", "a number above 0", learning_rate)
    _expect(isinstance(momentum, _NUMBERS) and 0 <= momentum < 1,
            "momentum", "a number from 0 to below 1", momentum)
    _whole("epochs", epochs, 1)
    _whole("batch_size", 1 if batch_size is None else batch_size, 1)
    _whole("print_every", print_every, 0)
    _expect(callback is None or callable(callback), "callback", "a function", callback)
    return X, y, float(learning_rate), float(momentum)
def _check_finite(name, v, epoch):
    if not v - v == 0.0:  # inf - inf is NaN, too
        raise OverflowError("%s %r in epoch %d: lower learning_rate, or scale X" % (name, v, epoch))

if __name__ == "__main__":
    main()  # Here the minimal reference ends.

# ---- save and load ------------------------------------------------------------------------------
def _copy(net):
    _expect(isinstance(net, Network), "net", "a Network", net)
    return Network(net.sizes, net.activations, net.loss, None, 0, net.weights, net.biases)

def save(net, path):
    """Writes net to path as JSON, a matrix row per line; ValueError if its weights do not fit.

    The old file stays until the new one is complete. Killed, it can leave an unfinished PATH.*.tmp,
    on a board PATH.tmp. While net trains, layers may be a step apart.
    """
    import os
    from json import dumps
    net, tmp, mode = _copy(net), ".tmp", None
    ends = ["\n], [\n"] * (len(net.weights) - 1) + ['\n]],\n"biases": [\n', "\n]}\n"]
    shared = hasattr(os, "O_EXCL")  # else MicroPython: nobody else writes, and nothing is a link
    if shared:
        path = os.path.realpath(os.fsdecode(path) if hasattr(os, "fsdecode") else path)
        tmp = "." + "%02x" * 8 % tuple(bytearray(os.urandom(8))) + ".tmp"
    if shared and os.path.lexists(path):
        _expect(os.path.isfile(path) and os.access(path, os.W_OK), "path", "a file to write", path)
        mode = os.stat(path).st_mode & 0o777
    try:
        new = os.open(path + tmp, os.O_WRONLY | os.O_CREAT | os.O_EXCL,  # never one that exists
                      0o666 if mode is None else mode) if shared else path + tmp
        with (os.fdopen if shared else open)(new, "w") as f:  # closed before rename: littlefs
            f.write('{"format": "purenn", "version": 1,\n"sizes": %s,\n"activations": %s,\n"loss": '
                    '"%s",\n"weights": [[\n' % (dumps(net.sizes), dumps(net.activations), net.loss))
            for W, end in zip(net.weights + [net.biases], ends):
                for k, row in enumerate(W):  # each by itself: memory may be short
                    f.write("%s%r" % (",\n" if k else "", row))
                f.write(end)
            if hasattr(os, "fsync"):  # on the disk before the old file goes
                f.flush()
                os.fsync(f.fileno())
        if mode is not None and mode != os.stat(path + tmp).st_mode & 0o777:
            os.chmod(path + tmp, mode)  # the umask took away from it
        getattr(os, "replace", os.rename)(path + tmp, path)
    finally:
        try:
            os.remove(path + tmp)
        except OSError:  # it has become path, or could not be made
            pass

def load(path):
    """The network that save wrote; ValueError for anything else in that file."""
    import json
    with open(path) as f:
        try:
            text = f.read()
            _expect(text.rstrip()[-1:] == "}", "text", "a } at its end", text[-9:])
            try:  # an int takes Python 2 the square of its number of digits
                data = json.loads(text, parse_int=lambda s: int(s) if len(s) < 20 else float(s))
            except TypeError:  # MicroPython, some of which would not miss the } either
                data = json.loads(text)
            for key, value in ("format", "purenn"), ("version", 1):
                _expect(data[key] == value, key, value, data[key])
            return Network(data["sizes"], data["activations"], data["loss"], None, 0,
                           data["weights"] or [], data["biases"] or [])  # None would draw new ones
        except Exception as error:  # json's MemoryError, too; repr(error) could be the whole file
            raise ValueError("%r holds no network: %s: %s" % (path, type(error).__name__, error))

# ---- export -------------------------------------------------------------------------------------
def fold_scaling(net, means, deviations, target_means=None, target_deviations=None):
    """A Network that takes inputs as they are, where net takes (x - mean) / deviation.

    Lists: a number per input; target_: per output, if it is linear: a * deviation + mean.
    A mean of 1000 times its deviation costs 3 of a float's 16 digits (32 bits: 7).
    """
    net, M, D = _copy(net), target_means, target_deviations
    if M is None and D is None:
        M, D = [0.0] * net.sizes[-1], [1.0] * net.sizes[-1]
    else:
        _one_of("the last activation", net.activations[-1], ["linear"])
    for kind, m, d, k in ("", means, deviations, 0), ("target_", M, D, -1):
        _check(kind + "means", [m], 1, net.sizes[k])
        _check(kind + "deviations", [d], 1, net.sizes[k])
        _expect(min(d) > 0, kind + "deviations", "numbers above 0", d)
    W, b = net.weights, net.biases
    W[0] = [[w / d for w in row] for row, d in zip(W[0], deviations)]
    b[:1] = _dot([means], W[0], b[:1], -1.0)  # b - means . W
    W[-1] = _multiply(W[-1], [D] * len(W[-1]))
    b[-1:] = _add([M], _multiply(b[-1:], [D]))
    return _copy(net)  # which refuses what became too large

# One generator writes three languages: JavaScript in forms of C. _each puts names for # and @.
_PYTHON = {"item": "@#", "end": "\n    ", "log": "log(# + 1e-30)", "relu": "0.0 if z < 0.0 else z",
           "power": "# = exp(# - z)", "sigmoid": "exp(z) if z < -40.0 else 1.0 / (1.0 + exp(-z))",
           "max": "z = # if # > z else z", "tanh": "1.0 if z > 20 else 1 - 2 / (1 + exp(2 * z)) "
           "if z * z > 6e-5 else z - z * z * z * (1 - 0.4 * z * z) / 3"}  # for its digits near 0
_C = {"item": "@[#]", "end": ";\n    ", "log": "MATH(log, # + (REAL)1e-30)",
      "power": "# = MATH(exp, # - z)", "sigmoid": "1 / (1 + MATH(exp, -z))",
      "tanh": "MATH(tanh, z)", "relu": "z < 0 ? 0 : z", "max": "z = # > z ? # : z"}
_SLOPES = {"sigmoid": "# * (1 - #)", "tanh": "1 - # * #", "relu": "# > 0"}

def _each(form, A, B=()):  # for every pair of names: that of A for #, that of B for @
    return [form.replace("#", str(a)).replace("@", str(b)) for a, b in zip(A, B or A)]
def _sum(name, terms):
    # In statements of 8 terms: Pythons up to 3.12 fail at an expression of thousands.
    return ["%s %s %s" % (name, "+=" if k else "=", " + ".join(terms[k:k + 8]))
            for k in range(0, len(terms), 8)]

def _source(net, forms, template, named, train):
    # The template, filled in. aI_K: output K (from 0) of layer I (from 1), daI_K: its delta * rate.
    net, forward, backward, names, a = _copy(net), [], [], [], []
    values = ["%r" % w for W, b in zip(net.weights, net.biases) for row in W + [b] for w in row]
    n, m, k, mse, item = net.sizes[0], net.sizes[-1], len(values), net.loss == "mse", forms["item"]
    _expect(k <= forms.get("most", k), "sizes", "at most 340 weights and biases", k)
    x, t = _each(item, range(n), "x" * n), _each(item, range(m), "t" * m)
    A, each = x, iter(_each(item, range(k), "w" * k) if named else values)
    for i, f in enumerate(net.activations):
        _one_of("activations", f, ["linear", "relu", "sigmoid", "softmax", "tanh"])
        W = [[next(each) for _ in net.biases[i]] for _ in range(net.sizes[i] + 1)]
        A_in, A = A, _each("a%d_#" % (i + 1), range(net.sizes[i + 1]))
        names, a, d = names + [W], a + A, _each("d#", A)
        for name, column in zip(A, zip(*W)):
            forward += _sum("z", [column[-1]] + _each("# * @", A_in, column))
            forward.append("%s = %s" % (name, forms.get(f, "z")))
        if train:
            slope = (i + 2 < len(net.sizes) or mse) and _SLOPES.get(f)  # else f'(A) cancels
            step = _each("d# *= " + slope, A) if slope else []
            for name, row in zip(_each("# * ", A_in) + [""], W):
                step += [w.replace("w", "v") + " += " + name + e for w, e in zip(row, d)]
            for name, row in zip(A_in if i else [], W):
                step += _sum("d" + name, _each("# * @", row, d))
            backward = step + backward
    if f == "softmax":
        forward += ["z = " + A[0]] + _each(forms["max"], A[1:]) + _each(forms["power"], A)
        forward += _sum("z", A) + _each("# /= z", A)
    loss = "loss += (@ - #) * (@ - #)" if mse else "loss -= @ * " + forms["log"]
    if f == "sigmoid" and not mse:
        loss += " + (1 - @) * " + forms["log"].replace("#", "1 - #")
    forward, end = forms["end"].join(forward), forms["end"]
    backward = end.join(_each("d# = rate * (@ - #)", A, t) + _each(loss, A, t) + backward)
    w, a = str(names * train).replace("'", ""), ", ".join(a)  # names are printed with quotes
    return template % dict(
        made="Made by purenn %s: %r, %s" % (__version__, net.sizes, ", ".join(net.activations)),
        forward=forward, backward=backward, results=end.join(_each("y[@] = #", A, range(m))),
        n=n, m=m, x=", ".join(x), y=", ".join(A), xt=", ".join(x + t), w=w, v=w.replace("w", "v"),
        a=a, d=a.replace("a", "da"), values=",\n    ".join(values), scale=m if mse else 1)

def to_python(net):
    """Source of a module with predict(x): list -> list, on math.exp; in Jython to 400 weights."""
    return _source(net, _PYTHON, """# %(made)s
from math import exp
def predict(x):
    if len(x) != %(n)d:
        raise ValueError("x: expected %(n)d numbers, got %%d" %% len(x))
    [%(x)s] = x
    %(forward)s
    return [%(y)s]
""", False, False)

def to_javascript(net):
    """Source of an ES module with predict(x): an array of inputs -> the array of outputs."""
    return _source(net, _C, """// %(made)s
export function predict(x) {
    if (x.length !== %(n)d) throw new RangeError("x: expected %(n)d numbers, got " + x.length);
    let z, %(a)s;
    %(forward)s;
    return [%(y)s];
}
""", False, False).replace("MATH(exp, ", "Math.exp(").replace("MATH(tanh, ", "Math.tanh(")

def to_c(net, train=False):
    """C99 and C++ source of void predict(const REAL *x, REAL *y): inputs x -> outputs y.

    REAL is double if not defined before. With train the weights are in RAM, and REAL train(const
    REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate) steps as Network.train does.
    """
    return _source(net, _C, """/* %(made)s */
#include <math.h>
#include <string.h>
#ifndef REAL
#define REAL double
#endif
#define MATH(g, z) (sizeof(REAL) == 4 ? (REAL)g##f((float)(z)) : (REAL)g((double)(z)))
static """ + "const " * (not train) + """REAL w[] = {%(values)s};
void predict(const REAL *x, REAL *y) {
    REAL z, %(a)s;
    %(forward)s;
    %(results)s;
}
""" + (train and """static REAL v[sizeof w / sizeof *w];  /* w after the step */
REAL train_row(const REAL *x, const REAL *t, REAL rate) {  /* not static: inlined it would grow */
    REAL loss = 0, z, %(a)s, %(d)s;
    %(forward)s;
    %(backward)s;
    return loss;
}
REAL train(const REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate) {
    REAL loss = 0;
    while (epochs-- > 0) {
        loss = 0;
        memcpy(v, w, sizeof w);
        for (int row = 0; row < rows; row++)
            loss += train_row(X + row * %(n)dL, y + row * %(m)dL, learning_rate / rows);
        if (loss - loss == 0) memcpy(w, v, sizeof w);  /* if finite */
    }
    return loss / rows / %(scale)d;
}
""" or ""), True, train)

# ---- speed --------------------------------------------------------------------------------------
def _run(name, source):
    space = {}  # in a function of its own: Jython refuses exec where there is a closure
    exec(source.replace("'", ""), space)  # lists of names, printed with quotes
    return space[name]
def _straight(k, n, form):
    # _dot for a second matrix of (k, n): a line without a loop, B's numbers in local variables.
    a, z = _each("a#", range(k)), _each("z#", range(n))
    B = [_each("b%d_#" % i, range(n)) for i in range(k)]
    sums = [" + ".join(_each("# * @", a, column)) for column in zip(*B)]
    return _run("dot", "def dot(A, B, C, c):\n %s = B\n out = []\n for %s, %s in zip(A, C):\n"
                "  out.append(%s)\n return out" % (B, a, z, _each(form, z, sums)))
def _fast_dot(A, B, C=None, c=1.0):
    k, n = len(B), len(B[0])
    C = C or [[0.0] * n] * len(A)
    if k * n <= 256:
        key = 257 * n + k if c == 1.0 else -257 * n - k  # k < 257: one key a shape
        if key not in _PRODUCTS:
            try:
                _PRODUCTS[key] = _straight(k, n, "# + (@)" if c == 1.0 else "# + c * (@)")
            except Exception:  # no exec (Skulpt, sandboxes), too little heap or stack to compile
                _PRODUCTS[key] = _plain_dot
        return _PRODUCTS[key](A, B, C, c)
    if _sumprod and k >= 24:  # CPython 3.12+
        columns = _transpose(B)
        return [[z + c * _sumprod(a, b) for z, b in zip(row, columns)] for a, row in zip(A, C)]
    if n > 256:  # parts side by side
        return [sum(rows, []) for rows in zip(*[
            _dot(A, [b[j:j + 128] for b in B], [z[j:j + 128] for z in C], c)
            for j in range(0, n, 128)])]
    size = 256 // n
    for i in range(0, k, size):  # parts to be added
        C = _dot([a[i:i + size] for a in A], B[i:i + size], C, c)
    return C
_PRODUCTS, _sumprod, _plain_dot, _dot = {}, getattr(math, "sumprod", None), _dot, _fast_dot

def unroll_source(net):
    """Source of step(layers, rows, learning_rate / m) -> an epoch's loss, the layers after it.

    A layer: the rows of W, then b. A row: a sample's inputs, then its targets.
    """  # The letters: x inputs, t targets, w weights, v after the step; a, da as in _source
    return _source(net, dict(_PYTHON, tanh="tanh(z)", most=340), """from math import exp, log, tanh
def step(layers, rows, rate):
  %(w)s = %(v)s = layers
  loss = 0.0
  for [%(xt)s] in rows:
    %(forward)s
    %(backward)s
  return loss / len(rows) / %(scale)d, %(v)s
""", True, True)

def unroll(net):
    """train(X, y, epochs, learning_rate) -> the last loss: as net.train, faster, and silent."""
    step = _run("step", unroll_source(net))
    def train(X, y, epochs, learning_rate):
        X, y, learning_rate, _ = _check_step(net, X, y, learning_rate, 0.0, epochs)
        rows, rate = [x + t for x, t in zip(X, y)], learning_rate / len(X)
        layers = [W + [b] for W, b in zip(net.weights, net.biases)]
        net.velocity, net.outputs = [None] * len(layers), [None]
        try:
            for epoch in range(epochs):
                loss, stepped = step(layers, rows, rate)
                _check_finite("loss", loss, epoch)
                layers = stepped
        finally:  # whole layers, should it be interrupted
            net.weights[:], net.biases[:] = layers, [W.pop() for W in layers]  # pop takes b off
        _check_finite("sum of weights", sum(map(sum, sum(layers, net.biases))), epoch)
        return loss
    return train

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
