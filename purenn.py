"""purenn: a complete small neural network in one file of plain Python."""
#     from purenn import Network
#     X = [[0, 0], [0, 1], [1, 0], [1, 1]]                # a row per sample, a column per input
#     y = [[0], [1], [1], [0]]
#     net = Network([2, 4, 1])                            # 2 inputs, 4 hidden neurons, 1 output
#     net.train(X, y, epochs=5000, learning_rate=2.0)
#     print(net.forward_propagation(X))
#
# Copy the file; nothing else is needed. Matrices are lists of rows, their shapes (rows, columns).
# No line needs what stands below it: stop reading, or cut the file, at any line of "# ----".
#
# SPDX-License-Identifier: MIT
# Copyright (c) 2026 the purenn authors. Permission is hereby granted, free of charge, to any
# person obtaining a copy of this software and associated documentation files (the "Software"), to
# deal in the Software without restriction, including without limitation the rights to use, copy,
# modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
# persons to whom the Software is furnished to do so, subject to the following conditions: The
# above copyright notice and this permission notice shall be included in all copies or substantial
# portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS
# OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A
# PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE
# LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
# OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
# IN THE SOFTWARE.

import math
__version__ = "0.1.0"

# ---- matrices -----------------------------------------------------------------------------------
try:
    from math import sumprod  # CPython 3.12+
    def affine(A, B, C):
        """A . B^T + C: (m, k), (n, k), (m, n) -> (m, n)."""
        return [[z + sumprod(a, b) for z, b in zip(c, B)] for a, c in zip(A, C)]
except (ImportError, AttributeError):  # AttributeError: Skulpt
    try:
        import micropython  # whose operator module, if any, is slower than a loop
        def affine(A, B, C):
            out = []
            for a, c in zip(A, C):
                row = []
                for z, b in zip(c, B):
                    for k in range(len(a)):
                        z += a[k] * b[k]
                    row.append(z)
                out.append(row)
            return out
    except ImportError:
        from operator import mul
        def affine(A, B, C):
            out = list(map(list, C))
            for a, row in zip(A, out):
                for j, b in enumerate(B):
                    row[j] = sum(map(mul, a, b), row[j])
            return out

_INTS = (int, type(1 << 62))  # Python 2 has a second type for long ones
_NUMBERS = (float,) + _INTS
_MAX = 1e308 if 1e308 < 2e308 else 3e38  # where floats have 64 bits, 32 bits

def _expect(ok, name, expected, got):
    if not ok:
        raise ValueError("%s: expected %s, got %s" % (name, expected, ("%r" % (got,))[:60]))

def _is_list(A, n):
    return isinstance(A, (list, tuple)) and len(A) == (n or len(A) or 1)

def _check(name, A, m=0, n=0, low=-_MAX):
    # ValueError unless A is m rows of n numbers (0: one or more), finite, or 0..1 for low 0.
    ok, high = _is_list(A, m), _MAX if low else 1
    for i, row in enumerate(A if ok else []):
        ok = _is_list(row, n)
        for v in row if ok else []:
            if not (isinstance(v, _NUMBERS) and low <= v <= high):
                ok = False
        if not ok:
            name, A = "%s, row %d" % (name, i), row
            break
        n = len(row)
    if not ok:
        kind = m or "one or more", n or "one or more", "finite numbers" if low else "numbers 0..1"
        _expect(ok, name, "%s rows of %s %s, in lists (of an array: .tolist())" % kind, A)

def transpose(A):
    """Rows become columns: (m, n) -> (n, m). ValueError if the rows differ in length."""
    _check("A", A)
    return [list(column) for column in zip(*A)]

def dot(A, B):
    """The matrix product: (m, k) . (k, n) -> (m, n). ValueError if the shapes do not match."""
    _check("B", B)
    _check("A", A, 0, len(B))
    return affine(A, list(zip(*B)), [[0.0] * len(B[0])] * len(A))

# ---- activations --------------------------------------------------------------------------------
# Each takes a matrix and gives one of its shape. The derivatives take the activation's output.
def sigmoid(Z):
    # 1 / (1 + e^-z). Below -40 that is e^z to the last bit of a float, and e^-z might overflow.
    return [[1.0 / (1.0 + math.exp(-z)) if z > -40.0 else math.exp(z) for z in row] for row in Z]

def sigmoid_derivative(A):
    return [[a * (1.0 - a) for a in row] for row in A]

def tanh(Z):
    # Skulpt's math.tanh of large numbers is NaN.
    return [[1.0 if z > 40.0 else -1.0 if z < -40.0 else math.tanh(z) for z in row] for row in Z]

def tanh_derivative(A):
    return [[1.0 - a * a for a in row] for row in A]

def relu(Z):
    """z where it is above 0, else 0 (but NaN stays NaN)."""
    return [[0.0 if z < 0.0 else z for z in row] for row in Z]

def relu_derivative(A):
    return [[1.0 if a > 0.0 else 0.0 for a in row] for row in A]

def linear(Z):
    return Z

def linear_derivative(A):
    return [[1.0] * len(row) for row in A]

def softmax(Z):
    """e^z over the sum of e^z in its row: rows become probabilities."""
    A = []
    for row in Z:
        top = max(row)  # e^(z - top) has the same ratios and cannot overflow
        powers = [math.exp(z - top) for z in row]
        total = sum(powers)
        A.append([p / total for p in powers])
    return A

ACTIVATIONS = {"sigmoid": (sigmoid, sigmoid_derivative), "tanh": (tanh, tanh_derivative),
               "relu": (relu, relu_derivative), "linear": (linear, linear_derivative),
               "softmax": (softmax, None)}  # last layer only, where cross_entropy needs none

# ---- initial weights ----------------------------------------------------------------------------
def _whole(name, n, low, high=1 << 62):
    ok = isinstance(n, _INTS) and low <= n <= high
    _expect(ok, name, "a whole number from %d to %d" % (low, high), n)

def randn(seed):
    """A generator of the numbers that np.random.seed(seed) and np.random.randn() give."""
    _whole("seed", seed, 0, 0xFFFFFFFF)
    return _normals(seed)

def _normals(seed):
    try:
        from array import array
        words = array("I", (0 for _ in range(624)))  # a list would take more heap
        words[0] = seed
    except (ImportError, TypeError):  # Skulpt cannot assign an item
        words = [seed] * 624
    for i in range(1, 624):  # the Mersenne Twister MT19937 and its init_genrand
        words[i] = 1812433253 * (words[i - 1] ^ words[i - 1] >> 30) + i & 0xFFFFFFFF
    while True:
        bits = []
        for shift in 5, 6, 5, 6:
            i = (i + 1) % 624
            w = words[i] & 0x80000000 | words[(i + 1) % 624] & 0x7FFFFFFF
            w = words[i] = words[(i + 397) % 624] ^ w >> 1 ^ (w & 1) * 0x9908B0DF
            w ^= w >> 11
            w ^= w << 7 & 0x9D2C5680
            w ^= w << 15 & 0xEFC60000
            bits.append((w ^ w >> 18) >> shift)
        # Marsaglia's polar method: a point (u, v) in the unit disc gives two normal numbers.
        u, v = [(bits[k] * 67108864.0 + bits[k + 1]) / 4503599627370496.0 - 1.0 for k in (0, 2)]
        r = u * u + v * v
        if 0.0 < r < 1.0:
            r = math.sqrt(-2.0 * math.log(r) / r)
            yield r * v
            yield r * u

# ---- the network --------------------------------------------------------------------------------
def _floats(A):
    return [list(map(float, row)) for row in A]

def _one_of(name, value, known):
    _expect(value in known, name, "one of " + ", ".join(known), value)

def _finite(loss, epoch):
    if not loss - loss == 0.0:
        raise OverflowError("the loss is %r in epoch %d: try a smaller learning_rate,"
                            " or X scaled to about -1..1" % (loss, epoch))
    return loss

class Network:
    """Layers of neurons; ValueError, here and in every method, for what does not fit."""
    # sizes: the inputs, then the neurons of each layer, as in [3, 4, 1].
    # activations: a name in ACTIVATIONS for all layers, or a list. init: normal, xavier or he.
    # loss: mse or cross_entropy. weights: a list of (n_in, n_out) matrices, biases: of their rows.
    def __init__(self, sizes, activations="sigmoid", loss=None, init=None, seed=0,
                 weights=None, biases=None):
        _expect(_is_list(sizes, 0) and len(sizes) > 1, "sizes", "two or more", sizes)
        for n in sizes:
            _whole("sizes", n, 1)
        layers = len(sizes) - 1
        names = activations if _is_list(activations, 0) else [activations] * layers
        for name, given in ("activations", names), ("weights", weights), ("biases", biases):
            ok = given is None or _is_list(given, layers)
            _expect(ok, name, "a list of %d, one for each layer" % layers, given)
        _expect("softmax" not in names[:-1], "activations", "softmax only as the last", names)
        self.sizes, self.activations, self.seed = list(sizes), list(names), seed
        self.weights, self.biases, self.velocity = [], [], [None] * layers
        self.outputs, self.stream, normals = [None], None, randn(seed)
        for i, name in enumerate(names):
            _one_of("activations", name, sorted(ACTIVATIONS))
            n_in, n_out = sizes[i:i + 2]
            fans = {"normal": 2, "xavier": n_in + n_out, "he": n_in}
            kind = "he" if name == "relu" else "xavier"
            kind = init or ("normal" if names.count("sigmoid") == layers else kind)
            _one_of("init", kind, sorted(fans))
            std = math.sqrt(2.0 / fans[kind])
            W = weights[i] if weights else [[std * next(normals) for _ in range(n_out)]
                                            for _ in range(n_in)]
            b = biases[i] if biases else [0.0] * n_out
            _check("weights[%d]" % i, W, n_in, n_out)
            _check("biases[%d]" % i, [b], 1, n_out)
            self.weights.append(_floats(W))
            self.biases += _floats([b])
        fit = {"sigmoid": ["mse", "cross_entropy"], "softmax": ["cross_entropy"]}
        fit = fit.get(name, ["mse"])
        self.loss = loss or fit[0]
        _one_of("loss", self.loss, fit)

    def _forward(self, X):
        # X, then the output of every layer.
        outputs = [X]
        for W, b, name in zip(self.weights, self.biases, self.activations):
            Z = affine(outputs[-1], list(zip(*W)), [b] * len(X))  # dot(A, W) + b
            outputs.append(ACTIVATIONS[name][0](Z))
        return outputs

    def _backward(self, outputs, y, learning_rate, momentum, epoch):
        # One step, after _forward; returns the loss before it.
        name, output, loss, delta, log = self.activations[-1], outputs[-1], 0.0, [], math.log
        mse, binary, rate = self.loss == "mse", name == "sigmoid", float(learning_rate) / len(y)
        # With cross_entropy the last activation's derivative cancels out.
        slopes = ACTIVATIONS[name if mse else "linear"][1](output)
        for targets, row, slope in zip(y, output, slopes):
            d = []
            for t, a, s in zip(targets, row, slope):
                d.append(rate * (t - a) * s)
                if mse:
                    loss += (t - a) * (t - a) / len(row)
                else:  # 1e-30 keeps the logarithm finite and changes nothing else
                    loss -= t * log(a + 1e-30) + binary * (1.0 - t) * log(1.0 - a + 1e-30)
            delta.append(d)
        loss = _finite(loss / len(y), epoch)
        for i in range(len(self.weights) - 1, -1, -1):
            W, b, columns = self.weights[i], self.biases[i], list(zip(*delta))
            if i:
                W_T, slopes = list(zip(*W)), ACTIVATIONS[self.activations[i - 1]][1](outputs[i])
                for k, slope in enumerate(slopes):
                    E = [0.0] * len(slope)  # row k of dot(delta, W_T), times its slopes
                    for d, column in zip(delta[k], W_T):
                        for j, w in enumerate(column):
                            E[j] += d * w * slope[j]
                    delta[k] = E
            old = rows = W + [b]
            if momentum:
                v = self.velocity[i] or [[0.0] * len(b)] * len(old)
                rows = [[momentum * s for s in row] for row in v]
            new = affine(zip(*outputs[i]), columns, rows[:-1])
            new.append(list(map(sum, columns, rows[-1])))  # a bias is the weight of an input of 1
            self.velocity[i] = new if momentum else None
            if momentum:
                new = [list(map(sum, zip(*pair))) for pair in zip(old, new)]
            self.biases[i], self.weights[i] = new.pop(), new
        return loss

    def _check_step(self, X, y, learning_rate, momentum):
        _check("X", X, 0, self.sizes[0])
        _check("y", y, len(X), self.sizes[-1], -_MAX if self.loss == "mse" else 0)
        ok = isinstance(learning_rate, _NUMBERS) and 0 < learning_rate <= _MAX
        _expect(ok, "learning_rate", "a number above 0", learning_rate)
        ok = isinstance(momentum, _NUMBERS) and 0 <= momentum < 1
        _expect(ok, "momentum", "a number from 0 to below 1", momentum)

    def forward_propagation(self, X):
        """The output for every row of X: (m, n_in) -> (m, n_out)."""
        _check("X", X, 0, self.sizes[0])
        self.outputs = self._forward(_floats(X))
        return self.outputs[-1]

    def backpropagation(self, X, y, learning_rate, momentum=0.0):
        """One step, after forward_propagation(X): W += learning_rate / m * A^T . delta."""
        self._check_step(X, y, learning_rate, momentum)
        _expect(self.outputs[0] == _floats(X), "X", "that of the last forward_propagation", X)
        self._backward(self.outputs, y, learning_rate, momentum, 0)

    def train(self, X, y, epochs, learning_rate, batch_size=None, momentum=0.0,
              print_every=1000, callback=None):
        """The last epoch's loss. OverflowError, an ArithmeticError, if one is not finite."""
        # batch_size: rows per step, in an order shuffled each epoch; None: all, in their order.
        # callback(epoch, loss) is called after each epoch; if it returns true, training stops.
        self._check_step(X, y, learning_rate, momentum)
        _whole("epochs", epochs, 1)
        _whole("print_every", print_every, 0)
        _whole("batch_size", 1 if batch_size is None else batch_size, 1)
        m, rows, targets = len(X), X, y
        for epoch in range(epochs):
            if batch_size:
                stream, self.stream = self.stream or randn(self.seed), None
                order = sorted([(next(stream), k) for k in range(m)])
                self.stream = stream  # an interrupted generator would be of no use
                rows, targets = [X[k] for _, k in order], [y[k] for _, k in order]
            loss, n = 0.0, batch_size or m
            for k in range(0, m, n):
                A, t = self._forward(rows[k:k + n]), targets[k:k + n]
                loss += self._backward(A, t, learning_rate, momentum, epoch) * len(t) / m
            if print_every and epoch % print_every == 0:
                print("Epoch %d, Loss: %r" % (epoch, loss))
            if callback and callback(epoch, loss):
                break
        return loss

# ---- the tutorial -------------------------------------------------------------------------------
def main():
    # Trains the tutorial's network on its XOR data, and prints what the tutorial prints.
    X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    y = [[0], [1], [1], [0]]
    net = Network([3, 4, 1])
    net.train(X, y, epochs=10000, learning_rate=0.1)
    print("Predicted Output:")
    for row in net.forward_propagation(X):
        print(row)
# Here the minimal reference ends.

# ---- save and load ------------------------------------------------------------------------------
def save(net, path):
    """Writes net to path as JSON, a matrix row per line; ValueError if its weights do not fit.

    The old file stays as it is until the new one is complete. A save that is killed can leave an
    unfinished PATH.*.tmp, on a board PATH.tmp. While net trains, layers can be of different steps.
    """
    import json
    import os
    _expect(isinstance(net, Network), "net", "a Network", net)
    net = Network(net.sizes, net.activations, net.loss, None, 0, net.weights, net.biases)
    ends = ["\n], [\n"] * (len(net.weights) - 1) + ['\n]],\n"biases": [\n', "\n]}\n"]
    if hasattr(os, "O_EXCL"):
        path = os.path.realpath(os.fsdecode(path) if hasattr(os, "fsdecode") else path)
        temporary = "%s.%s.tmp" % (path, "".join(["%02x" % c for c in bytearray(os.urandom(8))]))
    else:  # MicroPython: on a board nobody else writes, and nothing is a link
        temporary = "%s.tmp" % path
    try:
        with _create(temporary, path) as f:  # closed before it is renamed, which littlefs wants
            f.write('{"format": "purenn", "version": 1,\n"sizes": %s,\n"activations": %s,\n'
                    % (json.dumps(net.sizes), json.dumps(net.activations)))
            f.write('"loss": "%s",\n"weights": [[\n' % net.loss)
            for W, end in zip(net.weights + [net.biases], ends):
                for k, row in enumerate(W):  # each by itself: memory may be short
                    f.write("%s%r" % (",\n" if k else "", row))
                f.write(end)
            if hasattr(os, "fsync"):  # on the disk before the old file is given up
                f.flush()
                os.fsync(f.fileno())
        getattr(os, "replace", os.rename)(temporary, path)
    finally:
        try:
            os.remove(temporary)
        except OSError:  # it has become path, or could not be made
            pass

def _create(temporary, path):
    # A new file, never one or a link that is there already; its mode is that of path.
    import os
    if not hasattr(os, "O_EXCL"):
        return open(temporary, "w")
    flags, mode = os.O_WRONLY | os.O_CREAT | os.O_EXCL, None
    if os.path.lexists(path):
        _expect(os.path.isfile(path) and os.access(path, os.W_OK), "path", "a file to write", path)
        mode = os.stat(path).st_mode
    f = os.fdopen(os.open(temporary, flags, mode & 0o777 if mode else 0o666), "w")
    if mode not in (None, os.stat(temporary).st_mode):  # the umask took away from it
        os.chmod(temporary, mode & 0o777)
    return f

def load(path):
    """The network that save wrote; ValueError for anything else in that file."""
    import json
    with open(path) as f:
        try:
            text = f.read()
            _expect(text.rstrip().endswith("}"), "text", "a } at its end", text[-9:])
            try:  # an int takes Python 2 the square of its number of digits
                data = json.loads(text, parse_int=lambda s: int(s) if len(s) < 20 else float(s))
            except TypeError:  # MicroPython, some of which would not miss the } either
                data = json.loads(text)
            _expect(data["format"] == "purenn", "format", "purenn", data["format"])
            _expect(data["version"] == 1, "version", "1", data["version"])
            return Network(data["sizes"], data["activations"], data["loss"], None, 0,
                           data["weights"] or [], data["biases"] or [])
        except Exception as error:  # whatever json makes of it: no memory, recursion too deep ...
            # Not its repr, in which a UnicodeDecodeError shows the whole file.
            name = type(error).__name__
            raise ValueError("%r does not hold a network: %s: %s" % (path, name, error))

# ---- export -------------------------------------------------------------------------------------
def _copy(net):
    _expect(isinstance(net, Network), "net", "a Network", net)
    return Network(net.sizes, net.activations, net.loss, None, 0, net.weights, net.biases)

def fold_scaling(net, means, deviations, target_means=None, target_deviations=None):
    """A new Network that takes inputs as they are, where net takes (x - mean) / deviation.

    Lists, a number per input; target_: per output, of a linear layer: a * deviation + mean.
    Where a mean is 1000 times its deviation, 3 of a float's 16 digits (32 bits: 7) are lost.
    """
    net = _copy(net)
    given = [("means", means, 0), ("deviations", deviations, 0)]
    if target_means is not None or target_deviations is not None:
        given += [("target_means", target_means, -1), ("target_deviations", target_deviations, -1)]
        _one_of("the last activation", net.activations[-1], ["linear"])
    for name, row, k in given:
        _check(name, [row], 1, net.sizes[k])
        _expect(name.endswith("means") or min(row) > 0, name, "numbers above 0", row)
    for row, mean, deviation in zip(net.weights[0], means, deviations):
        row[:] = [w / deviation for w in row]
        net.biases[0] = [b - mean * w for b, w in zip(net.biases[0], row)]
    if len(given) > 2:
        for row in net.weights[-1] + net.biases[-1:]:
            row[:] = [w * deviation for w, deviation in zip(row, target_deviations)]
        net.biases[-1] = [b + mean for b, mean in zip(net.biases[-1], target_means)]
    return _copy(net)  # which refuses what became too large

# One generator writes three languages, which differ in these forms.
_PYTHON = {"item": "%s%d", "end": "", "exp": "exp(%s)", "log": "log(%s + 1e-30)",
           "sigmoid": "exp(z) if z < -40.0 else 1.0 / (1.0 + exp(-z))",
           "tanh": "1.0 if z > 20.0 else 1.0 - 2.0 / (1.0 + exp(2.0 * z)) if z * z > 6e-5 else "
                   "z - z * z * z * (1.0 - 0.4 * z * z) / 3.0",  # which keeps the digits near 0
           "relu": "0.0 if z < 0.0 else z", "max": "z = %s if %s > z else z"}
_JAVASCRIPT = {"item": "%s[%d]", "end": ";", "exp": "Math.exp(%s)", "tanh": "Math.tanh(z)",
               "sigmoid": "1 / (1 + Math.exp(-z))", "relu": "z < 0 ? 0 : z",
               "max": "z = %s > z ? %s : z"}
_C = dict(_JAVASCRIPT, sigmoid="1 / (1 + MATH(exp, -z))", tanh="MATH(tanh, z)",
          exp="MATH(exp, %s)", log="MATH(log, %s + (REAL)1e-30)")
_SLOPES = {"sigmoid": "{d} *= {a} * (1 - {a})", "tanh": "{d} *= 1 - {a} * {a}",
           "relu": "{d} *= {a} > 0"}

def _sum(name, terms):
    # In statements of 8 terms: Pythons up to 3.12 fail at an expression of thousands.
    return ["%s %s %s" % (name, "+=" if k else "=", " + ".join(terms[k:k + 8]))
            for k in range(0, len(terms), 8)]

def _shaped(flat, W):
    flat = iter(flat)
    return [[[next(flat) for _ in row] for row in rows] for rows in W]

def _forward_lines(net, forms, A, W):
    # A: what X and each layer's outputs are called; W: the weights, in a last row the biases.
    lines = []
    for name, x, outputs, rows in zip(net.activations, A, A[1:], W):
        _one_of("activations", name, ["linear", "relu", "sigmoid", "softmax", "tanh"])
        for a, column in zip(outputs, zip(*rows)):
            lines += _sum("z", [column[-1]] + ["%s * %s" % pair for pair in zip(x, column)])
            lines.append("%s = %s" % (a, forms.get(name, "z")))
    if name == "softmax":
        lines += ["z = " + outputs[0]] + [forms["max"] % (a, a) for a in outputs[1:]]
        lines += ["%s = %s" % (a, forms["exp"] % (a + " - z")) for a in outputs]
        lines += _sum("z", outputs) + ["%s /= z" % a for a in outputs]
    return lines

def _backward_lines(net, forms, A, W):
    # The loss, the deltas D times the rate, and the steps: into v, since w is still needed.
    lines, D, names = [], [[a.replace("a", "d") for a in row] for row in A], net.activations
    for k, (a, d) in enumerate(zip(A[-1], D[-1])):
        t = forms["item"] % ("t", k)
        lines.append("%s = rate * (%s - %s)" % (d, t, a))
        if net.loss == "mse":
            lines.append("loss += (%s - %s) * (%s - %s)" % (t, a, t, a))
        else:
            lines.append("loss -= %s * %s" % (t, forms["log"] % a))
        if net.loss != "mse" and names[-1] == "sigmoid":
            lines.append("loss -= (1 - %s) * %s" % (t, forms["log"] % ("1 - " + a)))
    for i in range(len(W), 0, -1):
        for d, row in zip(D[i], W[i] if i < len(W) else []):
            lines += _sum(d, ["%s * %s" % pair for pair in zip(row, D[i + 1])])
        if names[i - 1] in _SLOPES and (i < len(W) or net.loss == "mse"):
            lines += [_SLOPES[names[i - 1]].format(a=a, d=d) for a, d in zip(A[i], D[i])]
        for a, row in zip([a + " * " for a in A[i - 1]] + [""], W[i - 1]):
            lines += ["%s += %s%s" % (w.replace("w", "v"), a, d) for w, d in zip(row, D[i])]
    return lines

def _source(net, forms, template, named=True):
    # The template, filled in. Weights that are not named are numbers in the code.
    def names(letter, n):
        return [forms["item"] % (letter, k) for k in range(n)]

    def text(lines):
        return "\n".join(["    " + line + forms["end"] for line in lines])

    net, n, m = _copy(net), net.sizes[0], net.sizes[-1]
    W = [[["%r" % w for w in row] for row in W + [b]] for W, b in zip(net.weights, net.biases)]
    values = [w for rows in W for row in rows for w in row]
    w, W = names("w", len(values)), _shaped(names("w", len(values)), W) if named else W
    A = [["a%d_%d" % (i, k) for k in range(size)] for i, size in enumerate(net.sizes)]
    a, A[0] = ", ".join(sum(A[1:], [])), names("x", n)
    return template % {
        "made": "Made by purenn %s: %r, %r" % (__version__, net.sizes, net.activations),
        "n": n, "m": m, "x": ", ".join(A[0]), "a": a, "d": a.replace("a", "d"),
        "y": ", ".join(A[-1]), "t": ", ".join(names("t", m)), "count": len(w),
        "w": ", ".join(w), "v": ", ".join(w).replace("w", "v"), "values": ",\n    ".join(values),
        "forward": text(_forward_lines(net, forms, A, W)),
        "backward": text(_backward_lines(net, forms, A, W) if named else []),
        "results": text(["y[%d] = %s" % pair for pair in enumerate(A[-1])]),
        "scale": m if net.loss == "mse" else 1}

def to_python(net):
    """Source of a module with predict(x): a list of inputs -> the list of outputs.

    It needs math.exp only. Jython takes up to some 400 weights, then says "method too large".
    """
    return _source(net, _PYTHON, """# %(made)s
from math import exp

def predict(x):
    if len(x) != %(n)d:
        raise ValueError("x: expected %(n)d numbers, got %%d" %% len(x))
    [%(x)s] = x
%(forward)s
    return [%(y)s]
""", False)

def to_javascript(net):
    """Source of an ES module with predict(x): an array of inputs -> the array of outputs."""
    return _source(net, _JAVASCRIPT, """// %(made)s
export function predict(x) {
    if (x.length !== %(n)d)
        throw new RangeError("x: expected %(n)d numbers, got " + x.length);
    let z, %(a)s;
%(forward)s
    return [%(y)s];
}
""", False)

def to_c(net, train=False):
    """C99, also C++: void predict(const REAL *x, REAL *y) makes outputs y of inputs x.

    REAL is double if not defined before. A compiler that optimises puts the weights in the code.
    With train they are in RAM, and REAL train(const REAL *X, const REAL *y, int rows, long epochs,
    REAL learning_rate) does what Network.train does with all rows in a batch, and returns its loss.
    """
    return _source(net, _C, """/* %(made)s */
#include <math.h>
#include <string.h>
#ifndef REAL
#define REAL double
#endif
#define MATH(fn, z) (sizeof(REAL) == sizeof(float) ? \\
    (REAL)fn##f((float)(z)) : (REAL)fn((double)(z)))

static """ + "const " * (not train) + """REAL w[%(count)d] = {
    %(values)s
};

void predict(const REAL *x, REAL *y) {
    REAL z, %(a)s;
%(forward)s
%(results)s
}
""" + (train and """
static REAL v[%(count)d];  /* the weights after the step */

REAL train_row(const REAL *x, const REAL *t, REAL rate) {  /* not static: inlined it would grow */
    REAL loss = 0, z, %(a)s, %(d)s;
%(forward)s
%(backward)s
    return loss;
}

REAL train(const REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate) {
    REAL loss = 0;
    while (epochs-- > 0) {
        loss = 0;
        memcpy(v, w, sizeof w);
        for (int row = 0; row < rows; row++)
            loss += train_row(X + row * %(n)dL, y + row * %(m)dL, learning_rate / rows);
        loss = loss / rows / %(scale)d;
        if (loss - loss == 0)  /* or it is not finite, and the weights stay as they are */
            memcpy(w, v, sizeof w);
    }
    return loss;
}
""" or ""))

# ---- speed --------------------------------------------------------------------------------------
def unroll_source(net):
    """Source of train(weights, rows, epochs, rate): a line for each neuron and each step.

    weights: those of all layers, of each the rows of W and then b, in one list, which is changed.
    rows: each sample's inputs and targets. rate: the learning rate divided by their number.
    Names: xK an input, tK a target, wK a weight, vK the same after the epoch, aI_K an output of
    layer I, dI_K its delta times the rate.
    """
    net = _copy(net)
    count = sum([(n_in + 1) * n_out for n_in, n_out in zip(net.sizes, net.sizes[1:])])
    _expect(count <= 340, "sizes", "at most 340 weights and biases to unroll", count)
    return _source(net, dict(_PYTHON, tanh="tanh(z)"), """from math import exp, log, tanh

def train(weights, rows, epochs, rate):
 epoch = 0
 while epoch < epochs:
  %(w)s = weights
  %(v)s = weights
  loss = 0.0
  for %(x)s, %(t)s in rows:
%(forward)s
%(backward)s
  loss /= len(rows) * %(scale)d
  if not loss - loss == 0.0:
   break
  weights[:] = %(v)s
  epoch += 1
 return loss, epoch
""")

def _run(source):
    space = {}  # in a function of its own: Jython refuses exec where there is a closure
    exec(source, space)
    return space["train"]

def unroll(net):
    """train(X, y, epochs, learning_rate) -> the last loss: does what net.train does, silently.

    At 3-4-1 it is 3 to 13 times faster, at its limit of 340 weights and biases more than twice.
    """
    inner = _run(unroll_source(net))

    def train(X, y, epochs, learning_rate):
        net._check_step(X, y, learning_rate, 0.0)
        _whole("epochs", epochs, 1)
        rows = [a + t for a, t in zip(_floats(X), _floats(y))]
        layers = [W + [b] for W, b in zip(net.weights, net.biases)]
        weights = [w for W in layers for row in W for w in row]
        net.velocity = [None] * len(layers)
        try:
            return _finite(*inner(weights, rows, epochs, float(learning_rate) / len(X)))
        finally:  # whole layers, should it be interrupted
            for i, W in enumerate(_shaped(weights, layers)):
                net.biases[i], net.weights[i] = W.pop(), W
    return train

if __name__ == "__main__":
    main()
