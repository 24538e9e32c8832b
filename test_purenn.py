"""The tests of purenn.py: "python -m pytest", or "PYTHON test_purenn.py" on any Python.

They stand in the order of the file, and use only what every Python has. A test that a Python
cannot run raises DoesNotApply with the reason; CPython runs them all.
"""
import sys

import purenn
from purenn import Network, dot, randn, transpose

X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
y = [[0], [1], [1], [0]]
LOSSES = [0.3190961396617872, 0.23389628100235738, 0.22122619658645834, 0.20415125201627182,
          0.18512473288607606, 0.16661998434551017, 0.14379390635599898, 0.1124922861325062,
          0.0800007572551575, 0.05544090915497345]
OUTPUT = [[0.14283269], [0.82557799], [0.78334995], [0.24171482]]

EPS = 1.0  # the distance from 1 to the next float tells how wide floats are here
while 1.0 + EPS / 2 != 1.0:
    EPS /= 2
WIDE = EPS < 1e-10
LARGEST = 1.7976931348623157e308 if WIDE else 3.4028234e38
INF = float("inf")
NAN = INF - INF


try:
    Missing = IOError  # what Python 2 raises for a missing file
except NameError:
    Missing = OSError
try:
    OSError
    ArithmeticError
except NameError:  # Skulpt
    OSError, ArithmeticError = Missing, OverflowError


try:
    from unittest import SkipTest  # as which pytest knows it
except (ImportError, AttributeError):
    SkipTest = Exception


class DoesNotApply(SkipTest):
    """Raised by a test, with the reason, where this Python cannot run it."""


try:
    BaseException
except NameError:  # Skulpt
    BaseException = Exception


class Modules:
    """While it lasts, these modules stand in the place of those of the same names."""

    def __init__(self, **modules):
        self.modules = modules

    def __enter__(self):
        self.kept = {name: sys.modules.get(name) for name in self.modules}
        sys.modules.update(self.modules)

    def __exit__(self, *_):
        for name, module in self.kept.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


class Stop(BaseException):
    """Raised from within the maths to interrupt it, as Ctrl-C does."""


def close(a, b, tolerance):
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all([close(v, w, tolerance) for v, w in zip(a, b)])
    return abs(a - b) <= tolerance * max(1.0, abs(b))


def files_here():
    import os
    if hasattr(os, "listdir"):
        return os.listdir(".")
    return [entry[0] for entry in os.ilistdir(".")]  # MicroPython before 1.19


def shapes(matrices):
    return [(len(M), [len(row) for row in M]) for M in matrices]


def raises(kind, words, function, *arguments):
    try:
        function(*arguments)
    except kind as error:
        for word in words:
            assert word in str(error), "%r is not in %r" % (word, str(error))
        return
    assert False, "nothing raised, where %r was expected" % (words,)


def source():
    try:
        with open(purenn.__file__.replace(".pyc", ".py").replace("$py.class", ".py")) as f:
            return f.read()
    except (AttributeError, NameError, NotImplementedError, OSError, ValueError, Missing):
        raise DoesNotApply("a module's source cannot be read here")


def flat(matrices):
    return [v for M in matrices for row in M for v in row]


def blobs(m, n_in, n_out, seed=1):
    """m random rows, and targets of one 1 and else 0 that depend on them."""
    stream = randn(seed)
    A = [[next(stream) for _ in range(n_in)] for _ in range(m)]
    return A, [[float(int(abs(sum(row)) * 3) % n_out == k) for k in range(n_out)] for row in A]


def loss_of(net, A, b):
    copy = Network(net.sizes, net.activations, net.loss, None, 0, net.weights, net.biases)
    return copy.train(A, b, 1, 0.1, print_every=0)


# ---- head
def test_the_head_carries_licence_and_version():
    parts = source().split("\n# ---- ")
    head = parts[0]
    assert "SPDX-License-Identifier: MIT" in head and "Copyright (c) 2026" in head
    assert parts[-1].startswith("licence ") and "WITHOUT WARRANTY OF ANY KIND" in parts[-1]
    assert purenn.__version__.count(".") == 2 and purenn.__version__ in head


ORDER = ["matrices", "activations", "the network", "the tutorial", "random numbers", "checks",
         "scaling", "save and load", "speed", "licence"]


def test_every_cut_works():
    parts = source().split("\n# ---- ")
    assert [part.split(" -")[0] for part in parts[1:]] == ORDER
    for k in range(ORDER.index("scaling") + 1, len(parts) + 1):
        space = {"__name__": "cut"}
        try:
            exec("\n# ---- ".join(parts[:k]) + "\n", space)
        except NameError as error:
            if "exec" in str(error):
                raise DoesNotApply("no exec here")
            raise
        for name, section in (("scale", "scaling"), ("save", "save and load"), ("_fast_dot", "speed")):
            assert (name in space) == (k > ORDER.index(section) + 1), (k, name)
        assert space["dot"]([[1, 2]], [[3], [4]]) == [[11.0]]
        assert close(next(space["randn"](0)), 1.764052345967664, 8 * EPS)
        net = space["Network"]([3, 4, 1])
        assert close(net.train(X, y, 1, 0.1, None, 0.0, 0), LOSSES[0], 8 * EPS)


def test_the_reference_ends_with_the_tutorials_run():
    reference = source().split("\n# ---- scaling")[0]
    last = reference.rstrip().split("\n")[-2:]
    assert last == ['if __name__ == "__main__":', "    main()  # Here the minimal reference ends."]


# ---- matrices
def slow_product(A, B, plus):
    return [[plus[i][j] + sum([a * b[j] for a, b in zip(A[i], B)]) for j in range(len(B[0]))]
            for i in range(len(A))]


def matrix(m, n):
    return [[(3 * i + 5 * j) % 7 - 3.125 for j in range(n)] for i in range(m)]


def products():
    """The product in use, and the plain one that it has replaced in the section speed."""
    return [purenn._dot, getattr(purenn, "_plain_dot", purenn._dot)]


def test_the_product_with_plus():
    A, B = [[1.0, 2.0], [0.0, -1.0]], [[3.0, 5.0, 7.0], [4.0, 6.0, 8.0]]
    C = [[0.5, 0.25, 0.0], [1.0, 2.0, 3.0]]
    for product in products():
        for _ in range(300):  # until speed has made its own
            assert product(A, B) == [[11.0, 17.0, 23.0], [-4.0, -6.0, -8.0]]
            assert product(A, B, plus=C) == [[11.5, 17.25, 23.0], [-3.0, -4.0, -5.0]]
            assert product([(1, 3), (2, 4)], ((3.0,), (4.0,)), [(0.5,)] * 2) == [[15.5], [22.5]]
    assert C == [[0.5, 0.25, 0.0], [1.0, 2.0, 3.0]]


def test_the_product_of_every_size():
    # Straight lines up to 256 numbers; beyond in parts, added or side by side; sumprod.
    sumprod = getattr(purenn, "_sumprod", None)
    for m, k, n in ((1, 1, 1), (210, 3, 5), (3, 16, 16), (2, 257, 1), (3, 20, 16), (2, 30, 17),
                    (1, 1, 257), (2, 3, 300), (1, 2, 600)):
        A, B, plus = matrix(m, k), matrix(k, n), matrix(m, n)
        expected = slow_product(A, B, plus)
        for product in products():
            assert close(product(A, B, plus), expected, 64 * k * EPS), (m, k, n)
        if sumprod:
            purenn._sumprod = None
            assert close(purenn._dot(A, B, plus), expected, 64 * k * EPS), (m, k, n)
            purenn._sumprod = sumprod


def test_transpose():
    assert transpose([[1, 2, 3], [4, 5, 6]]) == [[1, 4], [2, 5], [3, 6]]
    assert transpose([(7,)]) == [[7]]
    assert transpose(transpose([[1, 2], [3, 4], [5, 6]])) == [[1, 2], [3, 4], [5, 6]]


def test_transpose_refuses():
    raises(ValueError, ["A, row 1", "2"], transpose, [[1, 2], [3]])
    raises(ValueError, ["A, row 2"], transpose, [[1, 2], [3, 4], [5, 6, 7]])
    raises(ValueError, ["A"], transpose, [])
    raises(ValueError, ["A, row 0"], transpose, [[]])
    raises(ValueError, ["A: ", "list of one or more rows", "[1, 2]"], transpose, [1, 2])


def test_dot():
    assert dot([[1, 2], [3, 4], [5, 6]], [[7, 8, 9], [1, 0, 2]]) == [
        [9.0, 8.0, 13.0], [25.0, 24.0, 35.0], [41.0, 40.0, 57.0]]
    assert dot([[2]], [[3]]) == [[6.0]]


def test_dot_refuses():
    raises(ValueError, ["A, row 0", "3"], dot, [[1, 2]], [[1], [2], [3]])
    raises(ValueError, ["A, row 0", "1"], dot, [[1, 2]], [[1]])
    raises(ValueError, ["A, row 1", "2"], dot, [[1, 2], [1, 2, 3]], [[1], [2]])
    raises(ValueError, ["B, row 1", "2"], dot, [[1, 2]], [[1, 2], [3]])
    raises(ValueError, ["B"], dot, [[1]], [])
    raises(ValueError, ["B"], dot, [[1]], 1)


# ---- activations
def test_activations_of_known_values():
    Z = [[-1.0, 0.0, 2.0]]
    tolerance = 4 * EPS
    assert close(purenn.sigmoid(Z), [[0.2689414213699951, 0.5, 0.8807970779778823]], tolerance)
    assert close(purenn.tanh(Z), [[-0.7615941559557649, 0.0, 0.9640275800758169]], tolerance)
    assert purenn.relu(Z) == [[0.0, 0.0, 2.0]]
    assert purenn.linear(Z) == Z
    sums = [0.04201006613406605, 0.1141952, 0.8437947]
    assert close(purenn.softmax(Z), [sums], 1e-6)
    assert close(sum(purenn.softmax([[5, 1, -3, 0.5]])[0]), 1.0, 4 * EPS)


def test_sigmoid_keeps_its_digits():
    for z in (-15.0, -20.5, -30.0, -39.9, -40.0, -40.1, -80.0):
        a = purenn.sigmoid([[z]])[0][0]
        power = 2.718281828459045 ** z
        exact = power / (1.0 + power)
        assert abs(a - exact) <= 300 * EPS * exact, z


def test_activations_of_large_numbers():
    for big in (89.0, 710.0, 1e30, LARGEST):
        assert purenn.sigmoid([[big, -big]])[0][0] == 1.0
        assert 0.0 <= purenn.sigmoid([[big, -big]])[0][1] < 1e-38
        assert purenn.tanh([[big, -big]]) == [[1.0, -1.0]]
        assert purenn.relu([[big, -big]]) == [[big, 0.0]]
        assert close(purenn.softmax([[big, -big]]), [[1.0, 0.0]], EPS)
        assert purenn.softmax([[-big, -big], [big, big]]) == [[0.5, 0.5]] * 2
        assert close(purenn.softmax([[-big, 0, big, big]]), [[0.0, 0.0, 0.5, 0.5]], EPS)
    assert purenn.tanh([[INF, -INF]]) == [[1.0, -1.0]]  # Z may overflow where X and W are finite
    assert purenn.sigmoid([[INF, -INF]]) == [[1.0, 0.0]]


def test_nan_is_not_hidden():
    for name in sorted(purenn.ACTIVATIONS):
        a = purenn.ACTIVATIONS[name][0]([[NAN]])[0][0]
        assert a != a, name
    a = purenn.softmax([[0.0, NAN]])[0]
    assert a[0] != a[0] and a[1] != a[1]


def test_derivatives():
    h = EPS ** (1.0 / 3)
    for name in sorted(purenn.ACTIVATIONS):
        function, derivative = purenn.ACTIVATIONS[name]
        if derivative is None:  # it comes only last, and test_every_gradient has it
            assert name == "softmax"
            continue
        for z in (-2.0, -0.5, 0.25, 3.0):
            slope = (function([[z + h]])[0][0] - function([[z - h]])[0][0]) / (2 * h)
            assert close(derivative(function([[z]]))[0][0], slope, 1e-8 if WIDE else 1e-3), name


# ---- the network
def test_network_describes_itself():
    net = Network((3, 4, 1))
    assert net.sizes == [3, 4, 1] and net.activations == ["sigmoid", "sigmoid"]
    assert net.loss == "mse"
    assert shapes(net.weights) == [(3, [4, 4, 4]), (4, [1, 1, 1, 1])]
    net = Network([2, 3], ("softmax",))
    assert net.activations == ["softmax"] and net.loss == "cross_entropy"
    assert Network([2, 3], "sigmoid", "cross_entropy").loss == "cross_entropy"


def test_given_weights_are_copied_as_floats():
    W, b = [[[1, 2], [3, 4]]], [(5, 6)]
    net = Network([2, 2], "linear", weights=W, biases=b)
    assert net.forward_propagation([[1, 10]]) == [[36.0, 48.0]]
    assert [type(v) for v in flat(net.weights)] == [float] * 4
    net.train([[1, 1]], [[0, 0]], 1, 0.1, print_every=0)
    assert W == [[[1, 2], [3, 4]]] and b == [(5, 6)]
    assert Network([2, 2], weights=W).biases == [[0.0, 0.0]]
    assert Network([2, 2], biases=b).weights == Network([2, 2]).weights


def test_forward_propagation():
    net = Network([2, 2, 1], ["relu", "linear"], weights=[[[1, -1], [2, 0.5]], [[3], [-4]]],
                  biases=[[0.5, 0], [0.25]])
    assert net.forward_propagation([[1, 1], (0, 3)]) == [[10.75], [13.75]]


def test_the_same_seed_gives_the_same_network():
    assert Network([3, 4, 1]).weights == Network([3, 4, 1], seed=0).weights
    assert Network([3, 4, 1], seed=1).weights != Network([3, 4, 1], seed=2).weights
    A, b = blobs(20, 3, 2)
    runs = []
    for _ in (1, 2):
        net = Network([3, 5, 2], ["tanh", "softmax"], seed=9)
        net.train(A, b, 5, 0.1, 6, 0.5, 0)
        runs.append(net.weights)
    assert runs[0] == runs[1]


def test_every_gradient():
    # A step is -learning_rate times the slope of the loss. For mse that holds with two outputs:
    # the tutorial's step leaves out the factor 2 / n_out.
    h = EPS ** (1.0 / 3)
    purenn.ACTIVATIONS["leaky"] = (
        lambda Z: [[z if z > 0.0 else z / 8 for z in row] for row in Z],
        lambda A: [[1.0 if a > 0.0 else 0.125 for a in row] for row in A])
    pairs = [(name, "mse") for name in sorted(purenn.ACTIVATIONS) if name != "softmax"]
    pairs += [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy")]
    A, b = blobs(4, 3, 2, seed=5)
    for name, loss in pairs:
        for depth in (1, 2, 3, 4):
            sizes = [3, 4, 3, 5][:depth] + [2]
            hidden = "tanh" if name == "softmax" else name
            net = Network(sizes, [hidden] * (depth - 1) + [name], loss, "xavier", depth)
            for b_row in net.biases:
                b_row[0] = 0.25
            old = [[row[:] for row in M] for M in net.weights + [net.biases]]
            slopes = []
            for M in net.weights + [net.biases]:
                for row in M:
                    for k in range(len(row)):
                        kept, around = row[k], []
                        for row[k] in (kept + h, kept - h):
                            around.append(loss_of(net, A, b))
                        row[k] = kept
                        slopes.append((around[0] - around[1]) / (2 * h))
            net.forward_propagation(A)
            net.backpropagation(A, b, 0.5)
            steps = [(w - v) / 0.5 for v, w in zip(flat(old), flat(net.weights + [net.biases]))]
            scale = max([abs(s) for s in slopes])
            assert scale > 1e-3, "no slope to compare: %s, %d layers" % (name, depth)
            worst = max([abs(s + g) for s, g in zip(steps, slopes)])
            assert worst <= scale * (1e-6 if WIDE else 0.02), (name, loss, depth, worst / scale)
    del purenn.ACTIVATIONS["leaky"]


def test_losses():
    mse = Network([1, 2], "linear", weights=[[[1, 1]]])
    assert close(mse.train([[1], [3]], [[0, 3], [3, 4]], 1, 0.1, print_every=0), 1.5, EPS)
    softmax = Network([1, 2], "softmax", weights=[[[0, 0]]])
    log2 = 0.6931471805599453
    assert close(softmax.train([[1], [2]], [[0, 1], [1, 0]], 1, 0.1, print_every=0), log2, 4 * EPS)
    sigmoid = Network([1, 2], loss="cross_entropy", weights=[[[0, 0]]])
    assert close(sigmoid.train([[1]], [[0, 1]], 1, 0.1, print_every=0), 2 * log2, 4 * EPS)


def test_cross_entropy_of_a_certain_mistake_is_finite():
    for name in ("sigmoid", "softmax"):
        net = Network([1, 2], name, "cross_entropy", weights=[[[1e6, -1e6]]])
        loss = net.train([[1]], [[0, 1]], 1, 0.1, print_every=0)
        assert 10.0 < loss < 1000.0, name


def test_the_tutorials_losses_and_output():
    seen = []

    def callback(epoch, loss):
        if epoch % 1000 == 0 or epoch == 9999:
            seen.append(loss)

    net = Network([3, 4, 1])
    last = net.train(X, y, 10000, 0.1, print_every=0, callback=callback)
    assert last == seen.pop()
    assert close(seen, LOSSES, 1e-12 if WIDE else 1e-3)
    assert close(net.forward_propagation(X), OUTPUT, 1e-8 if WIDE else 1e-3)


def test_steps_by_hand_equal_train():
    A, b = blobs(7, 3, 2)
    for momentum in (0.0, 0.9):
        net, by_hand = Network([3, 4, 2]), Network([3, 4, 2])
        net.train(A, b, 20, 0.3, momentum=momentum, print_every=0)
        for _ in range(20):
            by_hand.forward_propagation(A)
            if momentum:
                by_hand.backpropagation(A, b, 0.3, momentum)
            else:
                by_hand.backpropagation(A, b, 0.3)
        assert net.weights == by_hand.weights and net.biases == by_hand.biases


def slow_step(W, b, v, rows, targets, learning_rate, momentum):
    """A step of one linear layer with mse, an element at a time; v holds W's and then b's."""
    m, n_in, n_out = len(rows), len(W), len(b)
    steps = [[0.0] * n_out for _ in range(n_in + 1)]
    for r in range(m):
        for k in range(n_out):
            output = b[k]
            for i in range(n_in):
                output += rows[r][i] * W[i][k]
            error = targets[r][k] - output
            for i in range(n_in):
                steps[i][k] += learning_rate * error * rows[r][i] / m
            steps[n_in][k] += learning_rate * error / m
    for i in range(n_in + 1):
        for k in range(n_out):
            v[i][k] = momentum * v[i][k] + steps[i][k]
            if i < n_in:
                W[i][k] += v[i][k]
            else:
                b[k] += v[i][k]


def test_momentum_and_batches_against_a_slow_computation():
    A, targets = blobs(11, 3, 2)
    for size, momentum in ((None, 0.0), (None, 0.9), (4, 0.0), (4, 0.5), (1, 0.9), (50, 0.5)):
        net = Network([3, 2], "linear", seed=6)
        W, b = [row[:] for row in net.weights[0]], net.biases[0][:]
        v, stream = [[0.0] * 2 for _ in range(4)], randn(6)
        for _ in range(6):
            order = list(range(11))
            if size:
                order = [k for _, k in sorted([(next(stream), k) for k in order])]
            for k in range(0, 11, size or 11):
                batch = order[k:k + (size or 11)]
                rows, wanted = [A[j] for j in batch], [targets[j] for j in batch]
                slow_step(W, b, v, rows, wanted, 0.1, momentum)
        net.train(A, targets, 2, 0.1, size, momentum, 0)
        for _ in range(4):  # the shuffle and the momentum go on from call to call
            net.train(A, targets, 1, 0.1, size, momentum, 0)
        assert close(net.weights[0], W, 100 * EPS) and close(net.biases[0], b, 100 * EPS), size


def test_a_batch_larger_than_all_rows_is_shuffled_too():
    A, targets = blobs(5, 3, 2)
    nets = [Network([3, 2], "linear", seed=6) for _ in (1, 2, 3)]
    for net, size in zip(nets, (2, 5, 50)):
        net.train(A, targets, 1, 1e-30, size, 0.0, 0)  # which draws an order, and changes nothing
        net.train(A, targets, 1, 0.1, 2, 0.0, 0)
        assert close(net.weights, nets[0].weights, 8 * EPS), size


def test_a_step_without_momentum_forgets_it():
    A, b = blobs(5, 3, 2)

    def trained(net, momentum):
        net.train(A, b, 1, 0.5, None, momentum, 0)

    def by_hand(net, momentum):
        net.forward_propagation(A)
        net.backpropagation(A, b, 0.5, momentum)

    for step in (trained, by_hand):
        net = Network([3, 4, 3, 2])
        for momentum in (0.9, 0.9, 0.0):
            step(net, momentum)
        fresh = Network([3, 4, 3, 2], weights=net.weights, biases=net.biases)
        for other in (net, fresh):
            for _ in range(3):
                step(other, 0.9)
        assert net.weights == fresh.weights and net.biases == fresh.biases


def test_the_loss_of_an_epoch_is_the_mean_over_rows():
    A, b = blobs(5, 3, 2)
    net = Network([3, 2], "linear", seed=2)
    seen = []
    last = net.train(A, b, 1, 1e-30, 2, 0.0, 0, lambda epoch, loss: seen.append(loss))
    assert close(last, loss_of(net, A, b), 8 * EPS) and seen == [last]


def test_shuffled_run_is_the_same_on_every_python():
    A, b = blobs(30, 4, 3)
    net = Network([4, 6, 3], ["tanh", "softmax"], seed=11)
    loss = net.train(A, b, 40, 0.2, 7, 0.5, 0)
    assert close(loss, 0.539035322123432, 1e-9 if WIDE else 1e-2), loss  # as NumPy has it


def test_ints_train_as_floats_do():
    ints, floats = Network([2, 2, 1], "tanh"), Network([2, 2, 1], "tanh")
    ints.train([[1, 2], [3, 4]], [[1], [0]], 5, 1, print_every=0)
    floats.train([[1.0, 2.0], [3.0, 4.0]], [[1.0], [0.0]], 5, 1.0, print_every=0)
    assert ints.weights == floats.weights


def test_a_callback_that_looks_false_is_called():
    class Log(list):
        def __call__(self, epoch, loss):
            self.append(loss)

    try:
        log = Log()
        assert len(log) == 0
    except TypeError:
        raise DoesNotApply("no classes derived from list here")
    Network([3, 4, 1]).train(X, y, 3, 0.1, print_every=0, callback=log)
    assert len(log) == 3


def test_a_network_is_copied_with_its_shuffle_and_momentum():
    try:
        from copy import deepcopy
        from pickle import dumps, loads
    except (ImportError, NotImplementedError):
        raise DoesNotApply("no copy or pickle here")
    A, b = blobs(9, 3, 2)
    net = Network([3, 4, 2], "tanh")
    net.train(A, b, 3, 0.1, 4, 0.5, 0)
    try:
        copies = [deepcopy(net), loads(dumps(net, 2))]
    except Exception:
        raise DoesNotApply("copy or pickle do not copy objects here")
    losses = [other.train(A, b, 3, 0.1, 4, 0.5, 0) for other in [net] + copies]
    assert losses[0] == losses[1] == losses[2]
    assert flat(net.weights) == flat(copies[0].weights) == flat(copies[1].weights)


def test_callback_stops_training():
    seen = []

    def callback(epoch, loss):
        seen.append((epoch, loss))
        return epoch == 4

    net = Network([3, 4, 1])
    assert net.train(X, y, 100, 0.1, print_every=0, callback=callback) == seen[-1][1]
    assert [epoch for epoch, _ in seen] == [0, 1, 2, 3, 4]
    same = Network([3, 4, 1])
    same.train(X, y, 5, 0.1, print_every=0)
    assert net.weights == same.weights
    net.train(X, y, 100, 0.1, None, 0.0, 0, lambda epoch, loss: seen.append(epoch) or 1)
    assert len(seen) == 6  # 1 is true, too
    # Python 2's range of so many epochs would take gigabytes.
    net.train(X, y, 100000000, 0.1, None, 0.0, 0, lambda epoch, loss: True)


class Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text


def printed(function, *arguments):
    """The lines that function prints, also where sys.stdout cannot be replaced."""
    out, kept = Lines(), sys.stdout
    setattr(purenn, "print", lambda line: out.write("%s\n" % (line,)))  # a keyword in Python 2
    try:
        sys.stdout = out
    except AttributeError:
        kept = None
    try:
        function(*arguments)
    finally:
        delattr(purenn, "print")
        if kept:
            sys.stdout = kept
    if not out.text:
        raise DoesNotApply("what is printed cannot be caught here")
    return out.text.split("\n")[:-1]


def test_print_every():
    def epochs(every, count):
        lines = printed(Network([3, 4, 1]).train, X, y, count, 0.1, None, 0.0, every)
        return [line.split(",")[0] for line in lines]

    assert epochs(2, 5) == ["Epoch 0", "Epoch 2", "Epoch 4"]
    assert epochs(1000, 3) == ["Epoch 0"]
    lines = printed(Network([3, 4, 1]).train, X, y, 9, 0.1, None, 0.0, 1, lambda epoch, loss: epoch == 2)
    assert len(lines) == 3  # that of the last epoch, too

    def silent_then_not():
        Network([3, 4, 1]).train(X, y, 5, 0.1, print_every=0)
        Network([3, 4, 1]).train(X, y, 1, 0.1)

    lines = printed(silent_then_not)
    assert len(lines) == 1 and lines[0].startswith("Epoch 0, Loss: 0.319096")
    assert lines[0].endswith(": %r" % Network([3, 4, 1]).train(X, y, 1, 0.1, print_every=0))


def test_backpropagation_wants_the_rows_of_the_last_forward():
    net = Network([3, 4, 1])
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, X, y, 0.1)
    net.forward_propagation(X)
    other = [row[:] for row in X]
    other[1][0] = 0.5
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, other, y, 0.1)
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, X[:3], y[:3], 0.1)
    rows = [[float(v) for v in row] for row in X]
    net.backpropagation([tuple(row) for row in rows], y, 0.1)  # equal values are enough
    net.forward_propagation(rows)
    rows[0][0] = 7.0  # so is a change of the rows in place
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, rows, y, 0.1)
    net.forward_propagation(X)
    net.train(X, y, 1, 0.1, print_every=0)  # what was forward before is of weights that are no more
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, X, y, 0.1)

    def looks_once(epoch, loss):
        if epoch == 0:
            net.forward_propagation(X)

    net.train(X, y, 2, 0.1, print_every=0, callback=looks_once)
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, X, y, 0.1)


def test_a_step_wants_a_forward_of_its_own():
    # The outputs of the first step are those of weights that are no more.
    net, once = Network([3, 4, 1]), Network([3, 4, 1])
    for other in (net, once):
        other.forward_propagation(X)
        other.backpropagation(X, y, 0.5)
    raises(ValueError, ["X: ", "forward_propagation(X), called before each step"],
           net.backpropagation, X, y, 0.5)
    assert parameters(net) == parameters(once)
    net.forward_propagation(X)
    net.backpropagation(X, y, 0.5)
    assert parameters(net) != parameters(once)


def test_a_step_wants_a_derivative():
    A, b = blobs(4, 3, 1)
    purenn.ACTIVATIONS["step"] = purenn.relu_derivative, None  # of 1 and 0
    try:
        for names in ("step", ["step", "tanh"], ["tanh", "step"], ["step", "sigmoid"]):
            net = Network([3, 2, 1], names)
            before = parameters(net)
            net.forward_propagation(A)  # which needs none
            for step in (net.backpropagation, lambda X, y, rate: net.train(X, y, 2, rate)):
                raises(ValueError, ["activations", "derivative", "'step'"], step, A, b, 0.1)
            assert parameters(net) == before
        A, b = blobs(4, 3, 2)
        net = Network([3, 2, 2], ["step", "softmax"])
        raises(ValueError, ["activations", "derivative", "'step'"], net.train, A, b, 1, 0.1)
    finally:
        del purenn.ACTIVATIONS["step"]


def test_a_refusal_keeps_the_last_outputs():
    net, untouched = Network([3, 4, 1]), Network([3, 4, 1])
    net.forward_propagation(X)
    raises(ValueError, ["X"], net.forward_propagation, [[1, 2]])
    row, bias = net.weights[0][1], net.biases[1]
    kept, row[3] = row[3], NAN
    raises(ValueError, ["weights[0], row 1"], net.forward_propagation, [[1, 2, 3]])
    row[3] = kept
    bias.append(0.0)
    raises(ValueError, ["biases[1]"], net.forward_propagation, [[1, 2, 3]])
    bias.pop()
    untouched.forward_propagation(X)
    for other in (net, untouched):
        other.backpropagation(X, y, 0.5)
    assert net.weights == untouched.weights and net.biases == untouched.biases


def test_a_step_uses_one_set_of_outputs():
    # As if another thread looked ahead of other rows, as many, in the midst of a step.
    class Disturbed(Network):
        def _loss(self, A, targets):
            self.forward_propagation([[5, -5, 5]] * len(A))
            return Network._loss(self, A, targets)

    net, alone = Disturbed([3, 4, 1]), Network([3, 4, 1])
    for other in (net, alone):
        other.forward_propagation(X)
        other.backpropagation(X, y, 0.5)
    assert net.weights == alone.weights and net.biases == alone.biases
    raises(ValueError, ["X", "forward_propagation"], net.backpropagation, X, y, 0.5)


def test_the_outputs_are_the_callers_own():
    for names in ("sigmoid", "linear", ["tanh", "softmax"]):
        net, untouched = Network([3, 4, 2], names), Network([3, 4, 2], names)
        A, b = blobs(5, 3, 2)
        for row in net.forward_propagation(A):
            row[:] = [9.0, 9.0]
        untouched.forward_propagation(A)
        for other in (net, untouched):
            other.backpropagation(A, b, 0.5)
        assert net.weights == untouched.weights, names


class Functions:
    """Stands in for the module math."""


def test_a_step_makes_new_matrices():
    # Another thread may be in the midst of the old ones.
    A, b = blobs(5, 3, 2)
    net = Network([3, 4, 2])
    for _ in range(50):  # until speed has made its own
        layers = net.weights + net.biases
        before = "%r" % layers
        net.train(A, b, 1, 0.1, None, 0.5, 0)
        assert "%r" % layers == before and layers != net.weights + net.biases


def test_an_interruption_leaves_every_shape():
    # Every function that the maths calls counts down, and at 0 raises.
    def counting(function):
        def counted(*arguments, **named):
            left[0] -= 1
            if left[0] == 0:
                raise Stop()
            return function(*arguments, **named)
        return counted

    left, kept = [0], dict(purenn.ACTIVATIONS)
    product = purenn._dot
    A, b = blobs(5, 3, 2)
    purenn._dot = counting(product)
    purenn.zip, purenn.sum = counting(zip), counting(sum)
    purenn.math, math = Functions(), purenn.math
    purenn.math.tanh = counting(math.tanh)
    for name in ("exp", "log", "sqrt"):
        setattr(purenn, name, counting(getattr(math, name)))
    for name in ("tanh", "relu"):
        purenn.ACTIVATIONS[name] = (counting(kept[name][0]), counting(kept[name][1]))
    stops, finished = 0, False
    try:
        while not finished:
            net = Network([3, 4, 3, 2], ["tanh", "relu", "tanh"])
            weights, biases = shapes(net.weights), [len(row) for row in net.biases]
            left[0] = stops + 1
            try:
                net.train(A, b, 3, 0.1, 3, 0.5, 0)
                finished = True
            except Stop:
                stops += 1
            left[0] = 0
            assert shapes(net.weights) == weights
            assert [len(row) for row in net.biases] == biases
            net.train(A, b, 1, 0.1, 3, 0.5, 0)  # and the shuffle goes on, or begins anew
    finally:
        purenn._dot = product
        del purenn.zip, purenn.sum
        purenn.math, purenn.exp, purenn.log, purenn.sqrt = math, math.exp, math.log, math.sqrt
        purenn.ACTIVATIONS.update(kept)
    assert stops > 100


def test_at_most_four_frames_down_to_the_inner_product():
    if not hasattr(sys, "_getframe"):
        raise DoesNotApply("no sys._getframe here")
    depths, product = [], purenn._dot

    def measuring(A, B, plus=None):
        frame, depth = sys._getframe(), 0
        while frame.f_code.co_filename == here or "purenn" in frame.f_code.co_filename:
            if frame.f_code.co_name.startswith("test_"):
                break
            frame, depth = frame.f_back, depth + 1
        depths.append(depth)
        return product(A, B, plus)

    here = measuring.__code__.co_filename
    purenn._dot = measuring
    try:
        net = Network([3, 4, 2], ["tanh", "softmax"])
        A, b = blobs(5, 3, 2)
        net.train(A, b, 2, 0.1, 2, 0.5, 0)
        net.forward_propagation(A)
        net.backpropagation(A, b, 0.1, 0.5)
    finally:
        purenn._dot = product
    if max(depths) == 1:
        raise DoesNotApply("compiled functions have no frames")
    own = 2 if hasattr(purenn, "_fast_step") else 1  # that of measuring, and what chose the loops
    assert 2 <= max(depths) - own <= 3, max(depths)


# ---- the tutorial
def test_main_prints_the_tutorials_lines():
    lines = printed(purenn.main)
    assert len(lines) == 15 and lines[10] == "Predicted Output:"
    for k in range(10):
        head, value = lines[k].split(", Loss: ")
        assert head == "Epoch %d" % (1000 * k)
        assert close(float(value), LOSSES[k], 1e-12 if WIDE else 1e-3)
    rows = [[float(line.strip("[]"))] for line in lines[11:]]
    assert close(rows, OUTPUT, 1e-8 if WIDE else 1e-3)


# ---- random numbers
def test_randn_gives_numpys_numbers():
    # A block of the generator, 624 words, is used up after about 245 numbers.
    places = [0, 1, 2, 299, 300, 601, 1199]
    numpys = [
        (0, [1.764052345967664, 0.4001572083672233, 0.9787379841057392, 0.37005588784751875,
             -1.3065268517353166, 0.4173188210318355, 0.5897036055747239]),
        (1, [1.6243453636632417, -0.6117564136500754, -0.5281717522634557, 0.5859104311026156,
             2.0657833202188343, 0.49515861120031657, -1.0863009072108918]),
        (42, [0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 0.6296288419236122,
              -0.8289950109220723, -0.9221653241776254, 1.3641404299738442]),
        ("4294967295", [0.6484086742306527, 0.6693235306338161, -1.0805437227474493,
                      0.39378090075283323, 0.9040785664420563, -0.3088204140613355,
                      -1.714601865647896])]
    for seed, expected in numpys:
        try:
            seed = int(seed)
        except OverflowError:  # boards without ints of 2^30 or more
            continue
        stream = randn(seed)
        numbers = [z for k, z in zip(range(1200), stream) if k in places]
        # 1e-5 where floats have 32 bits: log of a number close to 1 loses digits there.
        assert close(numbers, expected, 4 * EPS if WIDE else 1e-5), seed


def test_randn_refuses_at_once():
    for seed in (-1, 1.0, "0", None, NAN, True):
        raises(ValueError, ["seed", "a whole number, 0 or more"], randn, seed)
        raises(ValueError, ["seed", "a whole number, 0 or more"], Network, [1, 1], "tanh", None, None, seed)
    try:
        large = int("4294967296")
    except OverflowError:  # boards without ints of 2^30 or more
        return
    raises(ValueError, ["seed", "4294967295"], randn, large)
    for weights in (None, [[[1.0]]]):
        raises(ValueError, ["seed", "4294967295"], Network, [1, 1], "tanh", None, None, large, weights)


def test_initial_weights():
    for init, factor in (("normal", 1.0), ("xavier", 2.0 / 7), ("he", 2.0 / 5)):
        net = Network([5, 2, 3], "tanh", init=init, seed=7)
        stream = randn(7)
        W1 = [[factor ** 0.5 * next(stream) for _ in range(2)] for _ in range(5)]
        assert close(net.weights[0], W1, 8 * EPS), init
    assert close(net.weights[1][0][0], next(stream), 8 * EPS)  # 2 / n_in is 1 in the second layer
    assert net.biases == [[0.0, 0.0], [0.0, 0.0, 0.0]]


def test_default_init_follows_the_activations():
    for names, inits in ((["sigmoid", "sigmoid"], ["normal", "normal"]),
                         (["sigmoid", "linear"], ["xavier", "xavier"]),
                         (["relu", "softmax"], ["he", "xavier"]),
                         (["tanh", "relu"], ["xavier", "he"])):
        net = Network([3, 5, 2], names, seed=3)
        for i in (0, 1):
            same = Network([3, 5, 2], names, init=inits[i], seed=3)
            assert net.weights[i] == same.weights[i], names


# ---- checks
class Array:
    """Walks like a NumPy array where it matters: it has a length and rows, and is no list.

    Nor is it equal to anything, and it can be in no dict.
    """

    def __hash__(self):
        raise TypeError("unhashable")

    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, k):
        return self.rows[k]

    def __eq__(self, other):
        raise ValueError("the truth value of an array is ambiguous")


def test_bad_rows_are_refused():
    good = [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]
    targets = [[0.0], [1.0], [1.0]]
    bad = [(["rows, each a list of", ".tolist()"], []), ([], None), ([], 5), ([], "abc"), ([], {}),
           ([".tolist()"], Array(good)), ([".tolist()"], iter(good)),
           ([".tolist()", "row 0"], [Array([0.0, 1.0])] * 3),
           (["row 1"], [[0, 1], [1], [1, 1]]), (["row 0"], [[0, 1, 1], [1, 0, 0], [1, 1, 1]]),
           (["row 2"], [[0, 1], [1, 1], 3]), (["row 2"], [[0, 1], [1, 1], "ab"]),
           (["row 0"], [[], [], []]), (["row 1"], [[0, 1], [None, 1], [0, 0]]),
           (["row 1"], [[0, 1], ["1", 1], [0, 0]]), (["row 2"], [[0, 1], [1, 1], [[1], 1]]),
           (["row 1"], [[0, 1], [0, "Ann", 1], [0, 0]]),
           (["row 2"], [[0, 1], [1, 1], [1, NAN]]), (["row 0"], [[INF, 1], [1, 1], [1, 1]]),
           (["row 1"], [[0, 1], [1, -INF], [1, 1]])]
    net = Network([2, 3, 1])
    weights = flat(net.weights)
    net.forward_propagation(good)
    for words, rows in bad:
        raises(ValueError, ["X"] + words, net.train, rows, targets, 1, 0.1)
        raises(ValueError, ["X"] + words, net.forward_propagation, rows)
        raises(ValueError, ["X"] + words, net.backpropagation, rows, targets, 0.1)
    swapped = Network([1, 3, 2])
    swapped.forward_propagation(targets)
    for words, rows in bad:
        raises(ValueError, ["y"] + words, swapped.train, targets, rows, 1, 0.1)
        raises(ValueError, ["y"] + words, swapped.backpropagation, targets, rows, 0.1)
    assert weights == flat(net.weights)
    raises(ValueError, ["y", "3", "got [[0.0], [1.0]]"], net.train, good, targets[:2], 1, 0.1)
    raises(ValueError, ["y", "3"], net.train, good, targets + [[1]], 1, 0.1)


def test_the_words_of_messages():
    net = Network([3, 4, 1])
    raises(ValueError, ["X: expected a list of one or more rows, each a list of 3 finite numbers",
                        "got [0, 0, 1]"], net.forward_propagation, [0, 0, 1])
    raises(ValueError, ["y: expected a list of 4 rows, each a list of 1 numbers 0..1",
                        "got [0, 1, 1, 0]"], net.train, X, [0, 1, 1, 0], 1, 0.1)
    raises(ValueError, ["y, row 2: expected a list of 1 numbers 0..1", "float(cell)"], net.train, X,
           [[0], [1], ["1"], [0]], 1, 0.1)
    raises(ValueError, ["A, row 0: expected a list of one or more finite numbers"], transpose, [[]])
    binary = Network([3, 1], loss="cross_entropy")
    raises(ValueError, ["y, row 0: expected a list of 1 numbers 0..1"], binary.train, X, [[2]] * 4,
           1, 0.1)
    raises(ValueError, ["sizes: expected a whole number, 1 or more", "got 0"], Network, [3, 0])
    row = [1.25, 2.25, 3.25, 4.25, 5.25, 6.25, 7.25, 8.25, "9"]
    raises(ValueError, ["got %r" % row], Network([9, 1]).forward_propagation, [row])
    try:
        Network([3, 1], "x" * 99)
        assert False, "it was not refused"
    except ValueError as error:
        assert str(error).endswith("got '" + "x" * 59), str(error)  # 60 letters are shown


def test_everything_becomes_a_plain_float():
    class Special(float):
        """As NumPy's float64 is one: what is computed with it is of its kind."""

        def __add__(self, other):
            return Special(float.__add__(self, other))

        def __mul__(self, other):
            return Special(float.__mul__(self, other))

        def __truediv__(self, other):
            return Special(float.__mul__(self, 1.0 / other))

        __radd__, __rmul__, __div__ = __add__, __mul__, __truediv__

    try:
        assert 0.5 <= Special(1.0)
    except TypeError:
        raise DoesNotApply("no classes derived from float here")
    v = Special(0.5)
    net = Network([1, 2], "tanh", weights=[[[v, v]]], biases=[[v, v]])
    assert [type(w) for w in flat(net.weights + [net.biases])] == [float] * 4
    net.forward_propagation([[v]])
    net.backpropagation([[v]], [[v, v]], v, v)
    net.train([[v]], [[v, v]], 2, v, None, v, 0)
    assert [type(w) for w in flat(net.weights + [net.biases])] == [float] * 4
    assert [type(a) for a in net.forward_propagation([[v]])[0]] == [float] * 2


def test_finite_numbers_up_to_the_largest():
    net = Network([1, 1], "linear", weights=[[[1.0]]])
    for big in (LARGEST, -LARGEST):
        assert net.forward_propagation([[big]]) == [[big]]
    for big in (INF, -INF, NAN):
        raises(ValueError, ["X, row 0"], net.forward_propagation, [[big]])
    assert net.train([[0]], [[0]], 1, LARGEST, print_every=0) == 0.0
    try:
        large = int("1" + "0" * 200)
    except OverflowError:  # boards without such ints
        return
    if WIDE:  # ints do what floats do
        assert dot([[large]], [[large]]) == dot([[1e200]], [[1e200]]) == [[INF]]


def test_both_types_of_ints():
    number = purenn.long(5)  # elsewhere than in Python 2 an int
    net = Network([1, number], "linear")
    assert net.forward_propagation([[number]]) == net.forward_propagation([[5.0]])
    net.train([[number]], [[number] * 5], number, number, number, 0, purenn.long(0))


def test_an_int_too_large_for_a_float_is_refused():
    try:
        large = int("1" + "0" * 400)
        assert large > 1.0
    except OverflowError:
        raise DoesNotApply("an int this large cannot be compared with a float here")
    raises(ValueError, ["X, row 0"], Network([2, 1]).forward_propagation, [[1, large]])
    raises(ValueError, ["X, row 0"], Network([2, 1]).forward_propagation, [[1, -large]])
    for n in (1, 25):  # of 401 and 10,001 digits, of which CPython prints no more than 4,300
        raises(ValueError, ["epochs: expected"], Network([2, 1]).train, [[1, 1]], [[1]], -large ** n, 1)


def test_text_among_numbers_comes_with_advice():
    net = Network([2, 2], "linear")
    for rows in ([["1.5", "2"]], ["1.5"], [[1, "2e3"]]):
        raises(ValueError, ["X, row 0", "float(cell)"], net.forward_propagation, rows)
    for targets in ([["cat", "dog"]], ["cat"], [[1, "dog"]]):
        raises(ValueError, ["y, row 0", "one-hot"], net.train, [[1, 2]], targets, 1, 0.1)


def test_a_target_that_cannot_be_reached_is_refused():
    years = [[1692], [1700], [2150], [2400]]
    raises(ValueError, ["y, row 0", "0..1", "1692"], Network([1, 4, 1]).train, [[0.2], [0.4], [0.6], [0.8]],
           years, 500, 0.5)
    for name, words, good, bad in (
            ("sigmoid", "0..1 (any number only after linear)", [0, 0.5, 1], [-1, -1e-9, 1.001, 2, NAN]),
            ("tanh", "-1..1 (any number only after linear)", [-1, 0, 1], [-1.001, 2, NAN]),
            ("relu", "0 or more (any number only after linear)", [0, 1e15], [-1, -1e-9, INF]),
            ("linear", "finite", [-1e15, 1e15], [INF, -INF, NAN])):
        net = Network([1, 2, 1], ["tanh", name])
        net.forward_propagation([[1]])
        for value in bad:
            raises(ValueError, ["y, row 0", words], net.train, [[1]], [[value]], 1, 0.1)
            raises(ValueError, ["y, row 0", words], net.backpropagation, [[1]], [[value]], 0.1)
        for value in good:
            Network([1, 2, 1], ["tanh", name]).train([[1]], [[value]], 1, 1e-30, print_every=0)
    purenn.ACTIVATIONS["mine"] = purenn.ACTIVATIONS["relu"][0], purenn.linear_derivative
    purenn.ACTIVATIONS["other"] = (lambda Z: Z, purenn.linear_derivative)
    try:  # relu by another name reaches no more; of one's own function, anything may be wanted
        raises(ValueError, ["y, row 0", "0 or more"], Network([1, 1], "mine").train, [[1]], [[-5]],
               1, 0.1)
        Network([1, 1], "other").train([[1]], [[-5]], 1, 0.1, print_every=0)
    finally:
        del purenn.ACTIVATIONS["mine"], purenn.ACTIVATIONS["other"]


def test_a_refusal_is_quick_and_never_fails_itself():
    net, nested = Network([2, 1]), []
    many = 100000 if hasattr(sys, "getrecursionlimit") else 500  # in MicroPython
    flat_list = [0.5] * (20 * many)
    for _ in range(many):
        nested = [nested]
    clock = seconds_now()
    for bad in (flat_list, [flat_list], nested, [nested], [[nested, 1]], ["x" * many], [("y" * 99, 1)],
                [[v * 1.23456789] * 9 for v in range(9)]):
        try:
            net.forward_propagation(bad)
            assert False, "it was not refused"
        except ValueError as error:
            assert "X" in str(error) and len(str(error)) < 300, str(error)[:400]
    assert seconds_now() - clock < 5.0
    wide = [0.5] * 9
    for _ in range(4):
        wide = [wide] * 9
    shown, purenn._shown = purenn._shown, Counted(purenn._shown)
    try:
        for bad in (flat_list, wide):
            raises(ValueError, ["X"], net.forward_propagation, bad)
        assert purenn._shown.calls <= 200, purenn._shown.calls  # not all of it is made to text
    finally:
        purenn._shown = shown
    while nested:  # freed layer by layer: all at once is too deep for some
        nested = nested[0]


def seconds_now():
    try:
        import time
        return time.time()
    except (AttributeError, ImportError, NotImplementedError):
        return 0.0


def test_counts_that_no_training_needs():
    net = Network([3, 4, 1])
    for digits in ("1000000001", "9223372036854775808", "1180591620717411303424"):  # 2^63, 2^70
        try:
            large = int(digits)
        except OverflowError:  # boards without ints of 2^30 or more
            return
        raises(ValueError, ["epochs", "1000000000"], net.train, X, y, large, 0.1)
        raises(ValueError, ["batch_size"], net.train, X, y, 1, 0.1, large)
        raises(ValueError, ["print_every"], net.train, X, y, 1, 0.1, None, 0.0, large)
    net.train(X, y, 1, 0.1, 1000000000, 0.0, 1000000000)


def test_weights_changed_by_hand_are_checked():
    def changed(change):
        net = Network([3, 4, 2], ["tanh", "softmax"])
        net.forward_propagation([[1, 2, 3]])
        change(net)
        return net

    def shorter(net):
        net.weights[1].pop()

    def longer_row(net):
        net.weights[0][2].append(1.0)

    def no_matrix(net):
        net.weights[0] = None

    def no_row(net):
        net.weights[0][1] = 3.0

    def bias(net):
        net.biases[1].pop()

    def no_layer(net):
        net.weights.pop()

    def no_bias(net):
        net.biases.pop()

    def no_name(net):
        net.activations = ["tanh"]

    for change, words in ((no_layer, ["weights", "a list of 2"]), (no_bias, ["biases", "a list of 2"]),
                          (shorter, ["weights[1]", "4 rows"]), (longer_row, ["weights[0], row 2"]),
                          (no_matrix, ["weights[0]"]), (no_row, ["weights[0], row 1"]),
                          (bias, ["biases[1]"]), (no_name, ["activations", "a list of 2"])):
        net = changed(change)
        raises(ValueError, words, net.forward_propagation, [[1, 2, 3]])
        raises(ValueError, words, net.backpropagation, [[1, 2, 3]], [[0, 1]], 0.1)
        raises(ValueError, words, net.train, [[1, 2, 3]], [[0, 1]], 1, 0.1)
    for bad in (NAN, INF):
        for what, words in (("weights", ["weights[0], row 1"]), ("biases", ["biases[1]"])):
            net = changed(lambda net: None)
            if what == "weights":
                net.weights[0][1][3] = bad
            else:
                net.biases[1][0] = bad
            if bad != bad:  # an infinite one may have outputs as others have
                raises(ValueError, words, net.forward_propagation, [[1, 2, 3]])
            raises(ValueError, words, net.train, [[1, 2, 3]], [[0, 1]], 1, 0.1)
            raises(ValueError, words, net.backpropagation, [[1, 2, 3]], [[0, 1]], 0.1)
    net = changed(lambda net: None)
    net.weights[0][1][3] = "0.5"
    raises(ValueError, ["weights[0], row 1", "float(cell)"], net.train, [[1, 2, 3]], [[0, 1]], 1, 0.1)
    net = Network([1, 1], "linear", weights=[[[LARGEST]]], biases=[[LARGEST]])
    assert net.forward_propagation([[0]]) == [[LARGEST]]  # finite ones, though their sum is not
    nets = [Network([3, 4, 2]) for _ in (1, 2, 3)]
    nets[1].weights = tuple(nets[1].weights)
    nets[2].biases = tuple(map(tuple, nets[2].biases))
    for momentum in (0.0, 0.5):
        losses = [net.train([[1, 2, 3]], [[0, 1]], 2, 0.1, None, momentum, 0) for net in nets]
        assert losses[0] == losses[1] == losses[2]
        assert nets[0].weights == nets[1].weights == nets[2].weights


def test_targets_of_cross_entropy_are_from_0_to_1():
    for name in ("sigmoid", "softmax"):
        net = Network([1, 2], name, "cross_entropy")
        for bad in (-0.001, 1.001, 2, NAN):
            raises(ValueError, ["y, row 1", "0", "1"], net.train, [[1], [2]], [[0, 1], [0, bad]],
                   1, 0.1)
        net.train([[1], [2]], [[0, 1], [0.25, 0.75]], 1, 0.1, print_every=0)


def test_targets_of_softmax_add_up_to_1():
    net = Network([1, 3], "softmax")
    for bad in ([1, 1, 1], [0, 0, 0], [0.5, 0.25, 0.2], [0, 1, 0.001], [0.5, 0.5, 0.00012],
                [0.5, 0.49988, 0]):
        raises(ValueError, ["y, row 1", "add up to 1 (a class as one-hot: [0, 1, 0])",
                            "got %r" % [float(v) for v in bad]], net.train, [[1], [2]],
               [[0, 1, 0], bad], 1, 0.1)
    for good in ([0.33333, 0.33333, 0.33333], [0, 0, 1], [0.2, 0.3, 0.5], [0.5, 0.5, 0.00009],
                 [0.5, 0.49991, 0]):
        net.train([[1]], [good], 1, 0.1, print_every=0)
    deep = Network([1, 2, 3], ["tanh", "softmax"])
    raises(ValueError, ["y, row 0", "add up to 1"], deep.train, [[1]], [[1, 1, 1]], 1, 0.1)
    net = Network([1, 3], "sigmoid", "cross_entropy")  # where each output is for itself
    net.train([[1]], [[1, 1, 1]], 1, 0.1, print_every=0)


def test_bad_networks_are_refused():
    for sizes in ([], [3], (3,), None, 3, "34", [3, 0], [3, -1, 2], [3, 2.0], [3, "2"], [3, None],
                  [3, True]):
        raises(ValueError, ["sizes"], Network, sizes)
    known = sorted(purenn.ACTIVATIONS)
    assert len(known) >= 5
    for names in ("foo", None, 3, ["tanh", "foo"], ["foo", "tanh"], ["tanh", ["tanh"]], {}):
        raises(ValueError, ["activations", "one of " + ", ".join(known)], Network, [3, 4, 1], names)
    for names in (["tanh"], ["tanh"] * 3):
        raises(ValueError, ["activations", "a list of 2"], Network, [3, 4, 1], names)
    raises(ValueError, ["activations", ".tolist()"], Network, [3, 4, 1], Array(["tanh", "tanh"]))
    raises(ValueError, ["sizes", ".tolist()"], Network, Array([3, 4, 1]))
    raises(ValueError, ["activations", "softmax", "last"], Network, [3, 4, 2], "softmax")
    raises(ValueError, ["activations", "last"], Network, [3, 4, 2], ["softmax", "tanh"])
    raises(ValueError, ["loss", "mse", "cross_entropy", "foo"], Network, [3, 1], "sigmoid", "foo")
    for bad in ([], [1], Array(["mse"])):
        raises(ValueError, ["loss", ".tolist()"], Network, [3, 1], "sigmoid", bad)
        raises(ValueError, ["init", ".tolist()"], Network, [3, 1], "sigmoid", None, bad)
    for bad in ("", 0, False, [], [1], Array(["mse"])):
        raises(ValueError, ["loss", "mse"], Network, [3, 1], "sigmoid", bad)
        raises(ValueError, ["init", "xavier"], Network, [3, 1], "sigmoid", None, bad)
    raises(ValueError, ["loss", "cross_entropy"], Network, [3, 1], "softmax", "mse")
    for name in ("tanh", "relu", "linear"):
        raises(ValueError, ["loss", "mse"], Network, [3, 1], name, "cross_entropy")
    weights = [[[1.0], [2.0], [3.0]]]  # with which none are drawn
    for init in ("foo", 1, ["he"]):
        for given in (None, weights):
            raises(ValueError, ["init", "he", "normal", "xavier"],
                   Network, [3, 1], "tanh", None, init, 0, given)
    for seed in (-1, 0.0, "1", None):
        raises(ValueError, ["seed"], Network, [3, 1], "tanh", None, None, seed)


def test_cross_entropy_goes_by_the_function_not_by_its_name():
    # Its y - A is right behind sigmoid and softmax only.
    A, b = blobs(5, 3, 2)
    net = Network([3, 2], "sigmoid", "cross_entropy")
    kept = purenn.ACTIVATIONS["sigmoid"]
    purenn.ACTIVATIONS["logistic"] = kept
    purenn.ACTIVATIONS["sigmoid"] = purenn.ACTIVATIONS["tanh"]
    try:
        raises(ValueError, ["loss", "mse"], Network, [3, 2], "sigmoid", "cross_entropy")
        raises(ValueError, ["loss", "mse"], net.train, A, b, 1, 0.1)
        same = Network([3, 2], "logistic", "cross_entropy", weights=net.weights)
        loss = same.train(A, b, 9, 0.1, print_every=0)
    finally:
        purenn.ACTIVATIONS["sigmoid"] = kept
        del purenn.ACTIVATIONS["logistic"]
    assert close(net.train(A, b, 9, 0.1, print_every=0), loss, 8 * EPS)
    assert close(parameters(net), parameters(same), 8 * EPS)


def test_bad_weights_are_refused():
    def build(weights, biases=None):
        return Network([3, 2, 1], weights=weights, biases=biases)

    W1, W2 = [[1, 2], [3, 4], [5, 6]], [[1], [2]]
    assert build([W1, W2], [[0, 0], [0]]).weights == [W1, W2]
    for weights in ([], [W1], [W1, W2, W2], 5, "ab", {}, Array([W1, W2])):
        raises(ValueError, ["weights", "2, one for each layer (of an array: .tolist())"], build, weights)
    raises(ValueError, ["weights[0]", "3"], build, [transpose(W1), W2])
    raises(ValueError, ["weights[1]", "2"], build, [W1, transpose(W2)])
    raises(ValueError, ["weights[0], row 0", "2"], build, [[[1, 2, 3]] * 3, W2])
    raises(ValueError, ["weights[0]", ".tolist()"], build, [Array(W1), W2])
    raises(ValueError, ["weights[0], row 1"], build, [[[1, 2], [3, NAN], [5, 6]], W2])
    raises(ValueError, ["weights[1], row 0"], build, [W1, [[INF], [2]]])
    raises(ValueError, ["weights[1], row 1"], build, [W1, [[1], [None]]])
    raises(ValueError, ["weights[1]"], build, [W1, None])
    for biases in ([], [[0, 0]], [[0, 0], [0], [0]], 5, Array([[0, 0], [0]])):
        raises(ValueError, ["biases", "2"], build, None, biases)
    for biases in ([[0, 0, 0], [0]], [[0, NAN], [0]], [["0", 0], [0]], [0, 0]):
        raises(ValueError, ["biases[0]"], build, [W1, W2], biases)
    raises(ValueError, ["biases[1]"], build, [W1, W2], [[0, 0], Array([0])])


def test_bad_settings_are_refused():
    net = Network([3, 4, 1])
    weights = flat(net.weights)
    for count in (0, -1, 1.0, 2.5, "3", None, NAN):
        raises(ValueError, ["epochs"], net.train, X, y, count, 0.1)
        if count is not None:
            raises(ValueError, ["batch_size"], net.train, X, y, 1, 0.1, count)
        if count != 0:
            raises(ValueError, ["print_every"], net.train, X, y, 1, 0.1, None, 0.0, count)
    net.forward_propagation(X)
    for rate in (0, 0.0, -0.1, NAN, INF, "0.1", None, [0.1]):
        raises(ValueError, ["learning_rate", "a number above 0"], net.train, X, y, 1, rate)
        raises(ValueError, ["learning_rate"], net.backpropagation, X, y, rate)
    for callback in (3, 0, "f", "", [], [len], Array([1])):
        raises(ValueError, ["callback", "function"], net.train, X, y, 1, 0.1, None,
               0.0, 0, callback)
    raises(ValueError, ["epochs"], net.train, X, y, True, 0.1)
    for momentum in (-0.1, 1, 1.0, 2.0, NAN, "0.5", None):
        raises(ValueError, ["momentum", "from 0 to below 1"], net.train, X, y, 1, 0.1, None, momentum)
        raises(ValueError, ["momentum"], net.backpropagation, X, y, 0.1, momentum)
    assert weights == flat(net.weights)


def test_a_loss_that_is_not_finite_stops_before_the_update():
    A, b = [[1.0], [2.0]], [[1.0], [3.0]]
    net, kept = Network([1, 1], "linear", seed=1), []
    before = []

    def callback(epoch, loss):
        before.append(loss)
        kept[:] = flat(net.weights)

    try:
        net.train(A, b, 5000, 1e2, None, 0.0, 0, callback)
        assert False, "the loss stayed finite"
    except ArithmeticError as error:
        assert "loss" in str(error) and "learning_rate" in str(error), error
        assert "in epoch %d:" % len(before) in str(error), error
    assert 3 < len(before) < 5000 and before[-1] - before[-1] == 0.0
    assert kept == flat(net.weights)
    try:
        net.train(A, b, 9, 0.1, print_every=0)
        assert False, "the loss is still not finite"
    except ArithmeticError as error:
        assert "epoch 0" in str(error)
    net.forward_propagation(A)
    try:
        net.backpropagation(A, b, 0.1)
        assert False, "the loss is still not finite"
    except ArithmeticError as error:  # a step by hand is of no epoch
        assert "loss" in str(error) and "learning_rate" in str(error), error
        assert "epoch" not in str(error), error
    assert kept == flat(net.weights)


def test_a_refused_step_by_hand_keeps_the_momentum():
    nets = [Network([1, 1], "linear", seed=1) for _ in (1, 2)]
    for net in nets:
        net.forward_propagation([[1.0]])
        net.backpropagation([[1.0]], [[3.0]], 0.1, 0.9)
    nets[0].forward_propagation([[LARGEST / 8]])
    raises(ArithmeticError, ["loss"], nets[0].backpropagation, [[LARGEST / 8]], [[3.0]], 0.1)
    for net in nets:
        net.forward_propagation([[1.0]])
        net.backpropagation([[1.0]], [[3.0]], 0.1, 0.9)
    assert nets[0].weights == nets[1].weights and nets[0].biases == nets[1].biases


def test_weights_that_are_not_finite_are_told():
    big, words = 0.5 * LARGEST ** 0.5, ["sum of weights", "learning_rate", "scale X and y"]
    for x, target in (big, big), (0.0, big), (big, 1.0):  # both, the bias alone, the weight alone
        for stops in (None, lambda epoch, loss: True):
            net = Network([1, 1], "linear", weights=[[[0.0]]])
            raises(ArithmeticError, words + ["in epoch 0"], net.train, [[x]], [[target]], 1, 8 * big,
                   None, 0.0, 0, stops)
        net = Network([1, 1], "linear", weights=[[[0.0]]])
        net.forward_propagation([[x]])
        raises(ArithmeticError, words, net.backpropagation, [[x]], [[target]], 8 * big)


# ---- scaling
def test_scaling():
    rows = [[1, 10, 7], (3, 30, 7), [5.0, 20, 7]]
    means, deviations = purenn.scaling(rows)
    assert close(means, [3.0, 20.0, 7.0], 4 * EPS)
    assert close(deviations, [(8.0 / 3) ** 0.5, (200.0 / 3) ** 0.5, 1.0], 4 * EPS)
    scaled = purenn.scale(rows, means, deviations)
    assert rows == [[1, 10, 7], (3, 30, 7), [5.0, 20, 7]]
    for column in transpose(scaled)[:2]:
        assert close(sum(column), 0.0, 8 * EPS)
        assert close(sum([v * v for v in column]), 3.0, 8 * EPS)
    assert transpose(scaled)[2] == [0.0] * 3
    again = purenn.scaling(rows[::-1])
    assert close(again[0], means, 4 * EPS) and close(again[1], deviations, 4 * EPS)
    assert purenn.scale([[5, 6]], [1, 2], (2, 8)) == [[2.0, 0.5]]  # also in Python 2


def test_scaling_of_columns_that_hardly_change():
    for v in (0.1, 1.0 / 3, 123456.789, -1e-9):  # a mean of these is another number, by rounding
        means, deviations = purenn.scaling([[v]] * 7)
        assert deviations == [1.0] and close(means, [v], 2 * EPS), v
    assert purenn.scaling([[4]]) == ([4.0], [1.0])
    for unit in (1e-30, 1e-18, 1e18, 1e30):  # whose squares are no floats of 32 bits
        means, deviations = purenn.scaling([[unit], [3 * unit]])
        assert close([means[0] / unit, deviations[0] / unit], [2.0, 1.0], 4 * EPS), unit
    if WIDE:
        means, deviations = purenn.scaling([[1e-200], [3e-200]])
        assert close(deviations[0] / 1e-200, 1.0, 4 * EPS)
    means, deviations = purenn.scaling([[1.0 + EPS], [1.0 + 2 * EPS]])  # the mean is one of them
    assert 0.0 < deviations[0] <= 2 * EPS
    tiny = 1.0
    while tiny / 2 > 0.0:
        tiny /= 2
    assert purenn.scaling([[0.0]] * 4 + [[tiny]])[1] == [1.0]  # a deviation less than tiny is 0.0
    assert purenn.scaling([[LARGEST], [LARGEST]]) == ([LARGEST], [1.0])


def test_scaling_refuses():
    for bad in ([], [1, 2], [[1, 2], [3]], [[NAN]], Array([[1.0]]), [["1"]]):
        raises(ValueError, ["X"], purenn.scaling, bad)
        raises(ValueError, ["X"], purenn.scale, bad, [0.0], [1.0])
    if NAN:  # Brython takes it for false, and so 1.0 in its place
        raises(ValueError, ["X, its deviations"], purenn.scaling, [[-LARGEST], [LARGEST], [LARGEST]])
    for means, deviations, words in (([1], [1, 1], ["means"]), ([1, 1], [1], ["deviations"]),
                                     ([1, INF], [1, 1], ["means"]), (1, [1, 1], ["means"]),
                                     ([1, 1], [1, 0], ["deviations", "1 for a column that never changes"])):
        raises(ValueError, words, purenn.scale, [[1, 2], [3, 4]], means, deviations)


def test_fold_scaling_takes_inputs_as_they_are():
    means, deviations = [5, -100.0, 0.01], [2, 50.0, 0.001]
    rows, _ = blobs(7, 3, 1)
    raw = [[v * d + m for v, m, d in zip(row, means, deviations)] for row in rows]
    for net in (Network([3, 4, 2], ["tanh", "softmax"]), Network([3, 1]),
                Network([3, 4, 1], biases=[[1, 2, 3, 4], [5]], weights=Network([3, 4, 1]).weights)):
        before = [[list(row) for row in W] for W in net.weights + [net.biases]]
        folded = purenn.fold_scaling(net, means, tuple(deviations))
        expected = net.forward_propagation([[(v - m) / d for v, m, d in zip(row, means, deviations)]
                                            for row in raw])
        assert close(folded.forward_propagation(raw), expected, 1e-13 if WIDE else 1e-4)
        assert net.weights + [net.biases] == before
        assert (folded.sizes, folded.activations, folded.loss) == (
            net.sizes, net.activations, net.loss)
        assert folded.weights[1:] == net.weights[1:] and folded.biases[1:] == net.biases[1:]
    # By hand: 3 * (x - 10) / 4 - 2 = 0.75 * x - 9.5, and that times 8 and 100 more.
    net = Network([1, 1], "linear", weights=[[[3]]], biases=[[-2]])
    folded = purenn.fold_scaling(net, [10], [4])
    assert (folded.weights, folded.biases) == ([[[0.75]]], [[-9.5]])
    folded = purenn.fold_scaling(net, [10], [4], [100], [8])
    assert (folded.weights, folded.biases) == ([[[6.0]]], [[24.0]])


def test_fold_scaling_gives_outputs_as_they_are():
    net = Network([2, 3, 2], ["tanh", "linear"], biases=[[1, 2, 3], [4, 5]],
                  weights=Network([2, 3, 2], "tanh").weights)
    rows, _ = blobs(7, 2, 1)
    raw = [[(v + 3) * 0.5, (w - 7) * 20] for v, w in rows]
    expected = [[v * 9.0 - 4, w * 0.25 + 10] for v, w in net.forward_propagation(rows)]
    folded = purenn.fold_scaling(net, [1.5, -140], [0.5, 20], [-4, 10], [9, 0.25])
    assert close(folded.forward_propagation(raw), expected, 1e-13 if WIDE else 1e-4)
    assert net.biases == [[1, 2, 3], [4, 5]]


def test_fold_scaling_refuses():
    net, fold = Network([2, 3, 1], ["tanh", "linear"]), purenn.fold_scaling
    for words, arguments in (
            (["means"], ([1], [1, 1])), (["means"], ([1, 2, 3], [1, 1])), (["means"], (1, [1, 1])),
            (["means"], ([NAN, 1], [1, 1])), (["means"], (["1", 1], [1, 1])),
            (["deviations"], ([1, 2], [1])), (["deviations", "above 0 (1 for a column that never changes)"], ([1, 2], [1, 0])),
            (["deviations", "above 0"], ([1, 2], [-1.0, 1])), (["deviations"], ([1, 2], [INF, 1])),
            (["deviations"], ([1, 2], None)), (["target_means"], ([1, 2], [1, 1], [1, 2], [1])),
            (["target_means"], ([1, 2], [1, 1], None, [1])),
            (["target_deviations"], ([1, 2], [1, 1], [1])),
            (["target_deviations", "above 0"], ([1, 2], [1, 1], [1], [0]))):
        raises(ValueError, words, fold, net, *arguments)
    assert net.weights == Network([2, 3, 1], ["tanh", "linear"]).weights
    raises(ValueError, ["last activation", "linear", "'tanh'"], fold, Network([2, 1], "tanh"),
           [1, 2], [1, 1], [1], [1])
    raises(ValueError, ["net", "a Network"], fold, [2, 1], [1, 2], [1, 1])
    net = Network([2, 1], weights=[[[1.0], [LARGEST / 8]]], biases=[[0.0]])
    raises(ValueError, ["weights[0], row 1"], fold, net, [0, 0], [1, 0.01])


# ---- save and load
PATH = "purenn-test.json"


def written(text):
    """PATH, with text in it."""
    try:
        removed(*beside())  # what a test that failed has left, or the others fail at it
        with open(PATH, "w") as f:
            f.write(text)
        import json
    except Exception:  # each Python that cannot has an error of its own
        raise DoesNotApply("no file can be written here")
    assert json.loads("[1]") == [1]
    return PATH


def removed(*paths):
    """Removes PATH and the paths, where they are."""
    import os
    for path in (PATH,) + paths:
        if path in files_here():
            os.remove(path)


def networks():
    yield Network([3, 4, 1])
    yield Network([2, 3, 4, 2], ["relu", "tanh", "softmax"], seed=5)
    yield Network([1, 2], "sigmoid", "cross_entropy", "he", weights=[[[1e-30, -123456.789]]])
    yield Network([4, 1], "linear", biases=[[3]])
    yield Network([10, 12, 1], "tanh")


def test_save_and_load():
    # Nothing is lost where printing a float and reading it back loses nothing; else a few units
    # in the last place are: so it is with 32-bit floats and in old MicroPythons.
    stream = randn(1)
    numbers = [next(stream) for _ in range(200)]
    loss = max([abs(float("%r" % v) - v) / abs(v) for v in numbers])
    assert loss <= 8 * EPS
    exact = WIDE and loss == 0.0
    written("")
    for net in list(networks()) + [Network([purenn.long(4), 1])]:
        row, target = [0.5] * net.sizes[0], [1.0 / net.sizes[-1]] * net.sizes[-1]
        net.train([row] * 2, [target] * 2, 2, 0.1, print_every=0)
        purenn.save(net, PATH)
        again = purenn.load(PATH)
        assert (again.sizes, again.loss, again.seed) == (net.sizes, net.loss, 0)
        assert again.activations == net.activations
        for v, w in zip(flat(net.weights + [net.biases]), flat(again.weights + [again.biases])):
            assert abs(v - w) <= (0.0 if exact else 8 * EPS * abs(v)), (v, w)
        for other in (net, again):  # a loaded network trains on
            other.train([row], [target], 3, 0.1, print_every=0)
        assert close(flat(again.weights), flat(net.weights), 1e-12 if exact else 1e-4)
    assert beside() == []
    removed()


def test_a_saved_network_is_text_to_read():
    written("")
    net = Network([2, 1], weights=[[[0.5], [-2]]], biases=[[0.25]])
    purenn.save(net, PATH)
    with open(PATH) as f:
        text = f.read()
    removed()
    assert text.split("\n") == ['{"format": "purenn", "version": 1,', '"sizes": [2, 1],',
                                '"activations": ["sigmoid"],', '"loss": "mse",',
                                '"weights": [[', '[0.5],', '[-2.0]', ']],',
                                '"biases": [', '[0.25]', ']}', '']


class Full:
    """A file on a full disk."""

    def __init__(self, file, mode):  # a path or, as os.fdopen has it, an open file's number
        self.file = open(file, mode) if file == PATH + ".tmp" else FDOPEN(file, mode)
        self.left = 2

    def write(self, text):
        self.left -= 1
        if self.left == 0:
            raise OSError(28, "disk full")
        self.file.write(text)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()


def beside():
    """What stands next to PATH, with a name that begins as its own does."""
    return [name for name in files_here() if name.startswith(PATH) and name != PATH]


def test_a_failed_save_keeps_the_old_file():
    global FDOPEN
    written("old")
    import os
    net, FDOPEN = Network([2, 2]), getattr(os, "fdopen", None)
    setattr(purenn, "open", Full)
    if FDOPEN:
        os.fdopen = Full
    try:
        raises(OSError, ["28"], purenn.save, net, PATH)
    finally:
        delattr(purenn, "open")
        if FDOPEN:
            os.fdopen = FDOPEN
    for bad in (NAN, INF, None, "1"):
        net.weights[0][1][0] = bad
        raises(ValueError, ["weights[0], row 1"], purenn.save, net, PATH)
    net = Network([2, 2])
    net.biases[0].append(0.0)
    raises(ValueError, ["biases[0]"], purenn.save, net, PATH)
    for bad in (None, "net", purenn, [[1.0]], Network):
        raises(ValueError, ["net", "Network"], purenn.save, bad, PATH)
    raises(OSError, [], purenn.save, Network([2, 2]), PATH + "-no-folder/" + PATH)
    with open(PATH) as f:
        assert f.read() == "old"
    assert beside() == []
    removed()


def test_two_saves_have_a_file_each():
    written("old")
    import json
    import os
    if not hasattr(os, "O_EXCL"):
        removed()
        raise DoesNotApply("here PATH.tmp is the name, which is enough for one writer")
    with open(PATH + ".tmp", "w") as f:
        f.write("of the user's own")
    nets, dumps = [Network([2, 3]), Network([2, 9, 3], seed=1)], json.dumps

    def second(value):  # a save of the other network, while the first one is at work
        json.dumps = dumps
        purenn.save(nets[1], PATH)
        assert purenn.load(PATH).weights == nets[1].weights
        return dumps(value)

    json.dumps = second
    try:
        purenn.save(nets[0], PATH)
    finally:
        json.dumps = dumps
    assert purenn.load(PATH).weights == nets[0].weights
    assert beside() == [PATH + ".tmp"]
    with open(PATH + ".tmp") as f:
        assert f.read() == "of the user's own"
    removed(PATH + ".tmp")


def test_what_is_no_path_is_refused():
    written("old")
    net = Network([2, 1])
    for bad in (None, 1, 0, True, 2.5, [PATH], purenn):
        raises(ValueError, ["path", "the name of a file"], purenn.save, net, bad)
        raises(ValueError, ["path", "the name of a file"], purenn.load, bad)
    for bad in (PATH + "-new/", "./"):
        raises(ValueError, ["path", "the name of a file"], purenn.save, net, bad)
    assert beside() == []
    with open(PATH) as f:
        assert f.read() == "old"
    removed()


def test_a_long_name():
    written("")
    net = Network([2, 1])
    path = PATH + "x" * (240 - len(PATH))
    try:
        with open(path, "w"):
            pass
    except Exception:
        removed()
        raise DoesNotApply("no name of 240 characters here")
    purenn.save(net, path)
    assert purenn.load(path).weights == net.weights
    assert beside() == [path]
    removed(path)


def posix():
    """The module os, where files have permissions and pipes have names."""
    written("old")
    import os
    try:
        os.umask(os.umask(0o022))
        os.chmod(PATH, 0o644)
        os.mkfifo(PATH + ".pipe")
        os.remove(PATH + ".pipe")
        if os.stat(PATH).st_mode & 0o777 != 0o644 or not hasattr(os, "O_EXCL"):
            raise OSError
    except Exception:  # each Python that has none of these fails in its own way
        removed()
        raise DoesNotApply("files have no permissions here, or pipes no names")
    return os


def test_save_keeps_the_permissions():
    os, net = posix(), Network([2, 1])
    umask = os.umask(0o077)
    try:
        for mode in (0o644, 0o664, 0o600):
            os.chmod(PATH, mode)
            purenn.save(net, PATH)
            assert os.stat(PATH).st_mode & 0o777 == mode, oct(mode)
        for mask, mode in ((0o022, 0o644), (0o027, 0o640)):  # a new file has those of any new file
            os.umask(mask)
            removed()
            purenn.save(net, PATH)
            assert os.stat(PATH).st_mode & 0o777 == mode, oct(mask)
    finally:
        os.umask(umask)
        removed()


def test_save_is_on_the_disk_before_the_old_file_goes():
    os, net, sizes = posix(), Network([2, 1]), []
    if not hasattr(os, "fsync"):
        removed()
        raise DoesNotApply("no os.fsync here")
    fsync = os.fsync
    os.chmod(PATH, 0o600)  # nor may others read the new one for a moment

    def watched(number):
        with open(PATH) as f:
            assert f.read() == "old"
        assert os.fstat(number).st_mode & 0o777 == 0o600
        sizes.append(os.fstat(number).st_size)
        fsync(number)

    try:
        os.fsync = watched
    except (AttributeError, TypeError):
        removed()
        raise DoesNotApply("os.fsync cannot be watched here")
    try:
        purenn.save(net, PATH)
    finally:
        os.fsync = fsync
    assert sizes == [os.stat(PATH).st_size]
    removed()


def test_save_refuses_what_is_no_file():
    os, net = posix(), Network([2, 1])
    os.remove(PATH)
    os.mkfifo(PATH)
    raises(ValueError, ["path", "a file to write"], purenn.save, net, PATH)
    assert not os.path.isfile(PATH)
    os.remove(PATH)
    os.mkdir(PATH)
    raises(ValueError, ["path", "a file to write"], purenn.save, net, PATH)
    os.rmdir(PATH)
    assert beside() == []


class Broken:
    """A file on a disk that cannot be read."""

    opened = 0

    def __init__(self, path, mode="r"):
        Broken.opened += 1

    def read(self):
        raise OSError(5, "input/output error")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


def test_an_error_of_reading_stays_an_os_error():
    written(GOOD)
    setattr(purenn, "open", Broken)
    try:
        purenn.load(PATH)
        kind = None
    except Exception as error:
        kind = type(error)
    delattr(purenn, "open")
    removed()
    if not Broken.opened:
        raise DoesNotApply("compiled code opens files by itself")
    assert kind in (OSError, Missing), kind


def test_a_path_in_bytes():
    written("")
    net, path = Network([2, 1]), PATH.encode("utf-8")
    try:
        with open(path, "w"):
            pass
    except Exception:  # each Python that does not has an error of its own
        removed()
        raise DoesNotApply("open takes no path in bytes here")
    purenn.save(net, path)
    assert purenn.load(path).weights == net.weights
    raises(ValueError, [PATH], purenn.load, written("{}") and path)
    assert beside() == []
    removed()


GOOD = """{"format": "purenn", "version": 1, "sizes": [2, 3, 1],
"activations": ["tanh", "sigmoid"], "loss": "mse", "weights": [[[1, 2, 3], [4, 5, 6]], [[1], [2], [3]]], "biases": [[1, 2, 3], [4]]}"""


def test_load_leaves_other_keys_alone():
    net = purenn.load(written(GOOD.replace('"version": 1', '"version": 1, "note": null, "ok": true')))
    assert net.sizes == [2, 3, 1]
    removed()


def test_load_refuses_everything_else():
    assert purenn.load(written(GOOD)).weights[0] == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    digits = "1234567890123456789012345"
    try:
        int(digits)
        row = purenn.load(written(GOOD.replace("[4, 5, 6]", "[4, %s, 6]" % digits))).weights[0][1]
        assert close(row, [4.0, float(digits), 6.0], EPS)
    except OverflowError:  # boards without ints of 2^30 or more
        pass
    changes = [("purenn", "other"), ('"version": 1', '"version": 2'), ('"version": 1', '"v": 1'),
               ('"format"', '"f"'), ("[2, 3, 1]", "[2, 3]"), ("[2, 3, 1]", "[2, 3, 4, 1]"),
               ("[2, 3, 1]", "[2, 3, 1000000000]"), ("[2, 3, 1]", "[1000000000, 1000000000]"),
               ('"version": 1', '"version": 1.0'),
               ('"version": 1', '"version": true'), ('"version": 1', '"version": null'),
               ('"mse"', "null"), ('["tanh", "sigmoid"]', "null"), ("[4, 5, 6]", "[4, true, 6]"),
               (", [4]]", ", [false]]"), ("[2, 3, 1]", "2"), ("[2, 3, 1]", "[2, 3, true]"), ("[2, 3, 1]", "[2, 3.0, 1]"), ("[2, 3, 1]", "null"),
               ('"tanh", ', ""), ("tanh", "than"), ("tanh", "softmax"), ('"tanh"', "[]"),
               ('"mse"', '"cross"'), ('"mse"', "7"), ("[4, 5, 6]", "[4, 5]"), (", [4, 5, 6]", ""),
               ("[4, 5, 6]", "[4, 5, 6, 7]"), ("[4, 5, 6]", "4"), ("[4, 5, 6]", '[4, "5", 6]'),
               ("[4, 5, 6]", "[4, NaN, 6]"), ("[4, 5, 6]", "[4, Infinity, 6]"),
               ("[4, 5, 6]", "[4, 1e999, 6]"), ("[4, 5, 6]", "[4, null, 6]"),
               ("[4, 5, 6]", "[4, [5], 6]"), (", [[1], [2], [3]]", ""), (", [4]]", "]"),
               (", [4]]", ", [4, 5]]"), (", [4]]", ", 4]"), (", [4]]", ", [[4]]]"),
               ('"biases"', '"bias"'), ('"weights"', '"w"'), ('"loss"', '"los"'),
               ("[4, 5, 6]", "[4, %s, 6]" % ("1" * 5000)), ("[2, 3, 1]", "[2, 3, 1%s]" % ("0" * 30)),
               ('"version": 1', '"version": 1' + "0" * 30)]
    texts = [GOOD.replace(old, new) for old, new in changes]
    for key in ("weights", "biases"):
        begin = GOOD.index('"%s"' % key) + len(key) + 4
        end = GOOD.index(', "biases"') if key == "weights" else len(GOOD) - 1
        for value in ("null", "[]", "{}", "0", '""', "true"):
            texts.append(GOOD[:begin] + value + GOOD[end:])
    texts += ["", "{}", "[]", "null", "3", '"purenn"', "[1, 2", "import os", "[" * 5000,
              '{"a": ' * 5000, GOOD + "x", "\0" * 9]
    for text in texts:
        assert text != GOOD
        raises(ValueError, ["%r holds no network: " % PATH], purenn.load, written(text))
    removed()


def test_a_missing_file_stays_an_os_error():
    written("")
    removed()
    raises(Missing, [], purenn.load, PATH)


def test_load_survives_cuts_and_flips():
    text = GOOD.replace(" ", "").replace("\n", "")
    for cut in range(len(text)):
        raises(ValueError, [PATH], purenn.load, written(text[:cut]))
    valid = 0
    for k in range(len(text)):
        for byte in '0]"{-e, \0~':
            try:
                net = purenn.load(written(text[:k] + byte + text[k + 1:]))
                assert shapes(net.weights) == [(2, [3, 3]), (3, [1, 1, 1])]
                valid += 1
            except ValueError as error:
                assert PATH in str(error)
    removed()
    assert 20 < valid < 5 * len(text)


# ---- speed
def shape_of(net):
    pairs = tuple([tuple(purenn.ACTIVATIONS[name]) for name in net.activations])
    return tuple(net.sizes), pairs, net.loss


def made_step(net):
    """What speed makes for a shape such as net's, or DoesNotApply where nothing can be made."""
    if not hasattr(purenn, "_step_source"):
        raise DoesNotApply("cut before speed")
    for name in net.activations:
        assert tuple(purenn.ACTIVATIONS[name]) in purenn._FORMULAS, name + " is not in _FORMULAS"
    limit = purenn._STEP_LIMIT
    purenn._STEP_LIMIT = 340
    purenn._made.clear()
    try:
        step = purenn._made_for(shape_of(net), purenn._step_source)
    finally:
        purenn._STEP_LIMIT = limit
        purenn._made.clear()
    if step is None:
        raise DoesNotApply("no exec here, or no room for it")
    return step


def parameters(net):
    return flat(net.weights + [net.biases])


def pairs_of_activations():
    """Every activation in ACTIVATIONS as the last and in the midst, with every loss that goes."""
    names = sorted(purenn.ACTIVATIONS)
    for name in names:
        losses = {"softmax": ["cross_entropy"], "sigmoid": ["mse", "cross_entropy"]}.get(name, ["mse"])
        for loss in losses:
            for hidden in names:
                if hidden != "softmax":
                    yield [hidden, name], loss


def test_the_made_step_steps_as_the_loops_do():
    A, b = blobs(6, 3, 2)
    for names, loss in pairs_of_activations():
        by_loops, made = [Network([3, 4, 2], names, loss, "xavier", 3) for _ in (1, 2)]
        step = made_step(made)
        for k in range(9):
            momentum = (0.0, 0.5, 0.9)[k // 3]
            got, after = step(made.weights + [made.biases], A, b, 0.05 / 6)
            for i in (0, 1):
                layer = after[i], after[-1][i]
                if momentum:
                    layer = made._carried_on(i, after[i], after[-1][i], momentum)
                made.weights[i], made.biases[i] = layer
            outputs = by_loops._forward(A)
            expected = by_loops._loss(outputs[-1], b)
            by_loops._backward(outputs, b, 0.05, momentum)
            assert close(got, expected, 8 * EPS), (names, loss)
            assert close(parameters(made), parameters(by_loops), 64 * EPS), (names, loss)


def test_a_made_step_keeps_logarithms_and_powers_finite():
    for z in (-900.0, 900.0, -1e30, 1e30, -21.0, -39.0, -41.0):
        for name in ("sigmoid", "softmax"):
            net = Network([1, 2], name, "cross_entropy", weights=[[[z, -z]]])
            layers = net.weights + [net.biases]
            loss, _ = made_step(net)(layers, [[1.0]], [[0.5, 0.5]], 0.1)
            assert close(loss, net._loss(net.forward_propagation([[1.0]]), [[0.5, 0.5]]), 8 * EPS)


class Counted:
    """Stands in for a function, and counts its calls."""

    def __init__(self, function):
        self.function, self.calls = function, 0

    def __call__(self, *arguments):
        self.calls += 1
        return self.function(*arguments)


def plain_steps(net, A, b, epochs):
    """How many of these epochs' steps the loops took."""
    kept, purenn._plain_step = purenn._plain_step, Counted(purenn._plain_step)
    try:
        net.train(A, b, epochs, 0.1, print_every=0)
        return purenn._plain_step.calls
    finally:
        purenn._plain_step = kept


def test_train_uses_the_made_step_when_it_repays():
    A, b = blobs(10, 2, 1)
    nets = [Network([2, 3, 1], "tanh", seed=4) for _ in (1, 2, 3)]
    made_step(nets[0])
    before = purenn._REPAID // 10  # the last of them is one with which the made one must agree
    assert plain_steps(nets[0], A, b, before) == before
    assert plain_steps(nets[0], A, b, 50) == 0
    assert plain_steps(nets[1], A, b, before + 50) == before
    for _ in range(before + 50):
        nets[2].train(A, b, 1, 0.1, print_every=0)
    for net in nets[1:]:  # to the last bit, however the epochs are called
        assert net.weights == nets[0].weights and net.biases == nets[0].biases


class Loops(Network):
    """May step in a way of its own, for all that speed knows."""


def arguments_of(function, known):
    """The names of its arguments; those known, where this Python does not tell."""
    code = getattr(function, "__code__", None)
    if not hasattr(code, "co_varnames") or not hasattr(code, "co_argcount"):
        return known
    return list(code.co_varnames[:code.co_argcount])


def test_every_way_to_train_is_held_to_the_loops():
    # The comparison in _fast_step is of one step, in which a new way may do nothing yet. Who gives
    # train another argument that changes a step tries it in the next test, and names it here.
    known = ["self", "X", "y", "epochs", "learning_rate", "batch_size", "momentum", "print_every",
             "callback"]
    assert arguments_of(Network.train, known) == known


def test_made_steps_go_on_as_the_loops_do():
    made_step(Network([2, 3, 1]))
    A, b = blobs(purenn._REPAID, 2, 1)  # so the first step of all is the one that is compared
    for size in (None, 64):
        for momentum in (0.0, 0.9):
            nets = [kind([2, 3, 1], "tanh", seed=4) for kind in (Network, Loops)]
            losses = [net.train(A, b, 9, 0.1, size, momentum, 0) for net in nets]
            assert nets[0].compared is True and nets[1].compared is None
            assert close(losses[0], losses[1], 1e-12 if WIDE else 1e-4), (size, momentum)
            assert close(parameters(nets[0]), parameters(nets[1]), 1e-12 if WIDE else 1e-4)


def test_train_by_made_steps_learns_as_by_loops():
    A, b = blobs(10, 2, 1)
    made_step(Network([2, 3, 1]))
    steps = purenn._REPAID // 10
    nets = [kind([2, 3, 1], "tanh", seed=4) for kind in (Network, Loops)]
    for net in nets:
        assert plain_steps(net, A, b, steps) == steps
    for momentum in (0.5, 0.9, 0.0, 0.9):  # from call to call, and from the made step to the loops
        losses = [net.train(A, b, 3, 0.1, None, momentum, 0) for net in nets]
        assert close(losses[0], losses[1], 1e-12 if WIDE else 1e-4), momentum
        assert close(parameters(nets[0]), parameters(nets[1]), 1e-12 if WIDE else 1e-4), momentum


def backward_with_a_penalty(net, outputs, targets, learning_rate, momentum):
    """A step as a user may change it above, with a part that speed knows nothing of."""
    LOOPS_BACKWARD(net, outputs, targets, learning_rate, momentum)
    net.weights[0] = [[w - learning_rate * 0.01 * w for w in row] for row in net.weights[0]]


LOOPS_BACKWARD = Network._backward


def test_a_changed_step_is_noticed_at_small_rates_too():
    A, b = blobs(10, 2, 1)
    made_step(Network([2, 3, 1]))
    Network._backward = backward_with_a_penalty
    try:
        for rate in (1.0, 1e-3, 1e-6) if WIDE else (1.0,):
            net = Network([2, 3, 1], "tanh", seed=4)
            net.train(A, b, purenn._REPAID // 10 + 9, rate, print_every=0)
            assert net.compared is False, rate
            assert plain_steps(net, A, b, 9) == 9
    finally:
        Network._backward = LOOPS_BACKWARD
    before = purenn._REPAID // 10  # another network of this shape compares for itself
    assert plain_steps(Network([2, 3, 1], "tanh"), A, b, before + 9) == before


def test_a_loss_of_ones_own_goes_on_in_loops():
    # By code that takes it for cross-entropy, the logarithm of a number below 0 would be wanted.
    def mean_of_distances(net, outputs, targets):
        return sum([abs(t - a) for t, a in zip(flat([targets]), flat([outputs]))]) / len(targets)

    made_step(Network([2, 3, 1]))
    A, b = blobs(10, 2, 1)
    b = [[-v] for v, in b]
    kept, Network._loss = Network._loss, mean_of_distances
    try:
        net = Network([2, 3, 1], ["tanh", "linear"], seed=4)
        purenn._LOSSES[purenn.linear] = ["distance"]
        net.loss = "distance"
        epochs = purenn._REPAID // 10 + 9
        assert plain_steps(net, A, b, epochs) == epochs and net.compared is False
    finally:
        Network._loss = kept
        del purenn._LOSSES[purenn.linear]


def test_a_made_step_agrees_in_large_numbers_too():
    made_step(Network([2, 3, 1]))
    purenn._made.clear()
    A, _ = blobs(10, 2, 1)
    b = [[sum(row) * 1e12 / 3] for row in A]
    before = purenn._REPAID // 10
    for rows in (A, [[0.0, 0.0]] * 10):  # in the second the bias alone moves
        assert plain_steps(Network([2, 1], "linear"), rows, b, before + 9) == before
        purenn._made.clear()


def test_a_made_step_agrees_where_rounding_is_all():
    made_step(Network([2, 3, 1]))
    A, b = blobs(purenn._REPAID, 2, 1)
    net = Network([2, 3, 1], "tanh", seed=4)
    net.train(A, b, 1, 1e-12 if WIDE else 1e-5, print_every=0)
    assert net.compared is True


def test_an_interrupted_comparison_comes_again():
    A, b = blobs(10, 2, 1)
    net = Network([2, 3, 1], "tanh", seed=4)
    made_step(net)
    before = purenn._REPAID // 10 - 1
    assert plain_steps(net, A, b, before) == before

    def interrupted(*arguments):
        raise Stop()

    kept, purenn._plain_step = purenn._plain_step, interrupted
    try:
        net.train(A, b, 1, 0.1, print_every=0)
        assert False, "nothing was compared"
    except Stop:
        pass
    finally:
        purenn._plain_step = kept
    assert plain_steps(net, A, b, 9) == 1


def test_a_made_step_stops_before_the_update_too():
    made_step(Network([1, 1], "linear"))
    repaid, purenn._REPAID = purenn._REPAID, 0
    try:
        for Network.compared in (False, True):  # as in the first step, and as in later ones
            test_a_loss_that_is_not_finite_stops_before_the_update()
    finally:
        purenn._REPAID, Network.compared = repaid, None


def test_the_product_is_made_when_it_repays():
    made_step(Network([2, 3, 1]))
    A, B = matrix(10, 2), matrix(2, 3)
    purenn._seen.clear()
    kept, purenn._plain_dot = purenn._plain_dot, Counted(purenn._plain_dot)
    try:
        for k in range(1, purenn._REPAID // 10 + 9):
            purenn._dot(A, B)
            assert purenn._plain_dot.calls == min(k, purenn._REPAID // 10 - 1)
    finally:
        purenn._plain_dot = kept
    assert "b0_0" in purenn._dot_source(1, 4 * purenn._DOT_LIMIT)
    raises(ValueError, ["too many"], purenn._dot_source, 1, 4 * purenn._DOT_LIMIT + 1)


def test_train_goes_on_in_loops_where_nothing_can_be_made():
    if not hasattr(purenn, "_step_source"):
        raise DoesNotApply("cut before speed")
    A, b = blobs(10, 2, 1)
    expected = Network([2, 3, 1], "tanh", seed=4)
    expected.train(A, b, 60, 0.1, print_every=0)

    def fails(*shape):
        raise MemoryError("as on a board that is full")

    def too_long(*shape):
        return "1 +"

    write, dot = purenn._step_source, purenn._dot_source
    for wrong in (fails, too_long):
        purenn._made.clear()
        purenn._step_source = purenn._dot_source = wrong
        try:
            net = Network([2, 3, 1], "tanh", seed=4)
            assert plain_steps(net, A, b, 60) == 60
            assert close(parameters(net), parameters(expected), 1e-12 if WIDE else 1e-4)
            assert None in purenn._made.values()  # it is not tried again
        finally:
            purenn._step_source, purenn._dot_source = write, dot
            purenn._made.clear()


def test_making_that_is_interrupted_begins_anew():
    made_step(Network([2, 3, 1]))
    A, b = blobs(purenn._REPAID, 2, 1)

    def interrupted(*shape):
        raise Stop

    write, purenn._step_source = purenn._step_source, interrupted
    try:
        Network([2, 3, 1], "tanh").train(A, b, 1, 0.1, print_every=0)
        assert False, "it was not interrupted"
    except Stop:
        pass
    finally:
        purenn._step_source = write
    try:
        assert plain_steps(Network([2, 3, 1], "tanh"), A, b, 5) == 1  # with which it must agree
    finally:
        purenn._made.clear()


def test_train_goes_on_in_loops_with_activations_of_ones_own():
    made_step(Network([2, 3, 1]))
    A, b = blobs(10, 2, 1)
    kept = purenn.ACTIVATIONS["tanh"]
    purenn.ACTIVATIONS["mine"] = (lambda Z: kept[0](Z), lambda A: kept[1](A))
    purenn.ACTIVATIONS["listed"] = list(kept)
    try:
        names = "tanh", "mine", "listed"
        nets = [Network([2, 3, 1], [name, "tanh"], seed=4) for name in names]
        nets[0].train(A, b, 60, 0.1, print_every=0)
        for net in nets[1:]:
            assert plain_steps(net, A, b, 60) == 60
            assert close(parameters(net), parameters(nets[0]), 1e-12 if WIDE else 1e-4)
        purenn.ACTIVATIONS["tanh"] = purenn.ACTIVATIONS["mine"]  # a built-in name with other functions
        assert plain_steps(nets[0], A, b, 3) == 3
    finally:
        del purenn.ACTIVATIONS["mine"], purenn.ACTIVATIONS["listed"]
        purenn.ACTIVATIONS["tanh"] = kept
    assert plain_steps(nets[0], A, b, 3) == 0


def test_train_goes_on_in_loops_where_the_file_was_changed():
    made_step(Network([2, 3, 1]))
    A, b = blobs(10, 2, 1)
    kept = purenn._FORMULAS[purenn.ACTIVATIONS["tanh"]]
    steps = purenn._REPAID // 10 + 20
    expected = Network([2, 3, 1], "tanh", seed=4)
    expected.train(A, b, steps, 0.1, print_every=0)
    for formula, slope in ((kept[0], "0.995 - {a} * {a}"), ("0.99 * tanh(z)", kept[1])):
        purenn._FORMULAS[purenn.ACTIVATIONS["tanh"]] = formula, slope
        purenn._made.clear()
        try:
            net = Network([2, 3, 1], "tanh", seed=4)
            assert plain_steps(net, A, b, steps) == steps
            assert close(parameters(net), parameters(expected), 1e-12 if WIDE else 1e-4)
        finally:
            purenn._FORMULAS[purenn.ACTIVATIONS["tanh"]] = kept
            purenn._made.clear()

    write = purenn._loss_lines
    for change in ("loss -= 0.001", "c0_0 += 0.001", "v0_0_0 += 0.001"):  # the loss, a bias, a weight
        purenn._loss_lines = lambda *arguments: write(*arguments) + [change]
        purenn._made.clear()
        try:
            assert plain_steps(Network([2, 3, 1], "tanh", seed=4), A, b, steps) == steps, change
            purenn._made.clear()
            # In the last of so few steps they are compared; its loss is that of the loops.
            nets = [kind([2, 3, 1], "tanh", seed=4) for kind in (Network, Loops)]
            losses = [net.train(A, b, purenn._REPAID // 10, 0.1, print_every=0) for net in nets]
            assert close(losses[0], losses[1], 1e-12 if WIDE else 1e-5), change
        finally:
            purenn._loss_lines = write
            purenn._made.clear()

    assert plain_steps(Loops([2, 3, 1], "tanh"), A, b, steps) == steps

    class Decaying(Network):
        def _backward(self, *arguments):
            Network._backward(self, *arguments)
            self.weights[0] = [[0.99 * w for w in row] for row in self.weights[0]]

    assert plain_steps(Decaying([2, 3, 1], "tanh"), A, b, steps) == steps


def test_every_activation_has_its_parts():
    # What an activation of the file needs besides its line in ACTIVATIONS.
    lacking = []
    for name in sorted(purenn.ACTIVATIONS):
        functions = purenn.ACTIVATIONS[name]
        _, low, high = purenn._TARGETS.get(functions[0], purenn._FINITE)
        told = max(low, -1e6), min(high, 1e6)  # beyond, all of them go on as they do there
        outputs = [functions[0]([[z, 0.0]])[0][0] for z in (-1e9, 1e9)]
        reached = max(min(outputs), -1e6), min(max(outputs), 1e6)
        if not close(reached, told, EPS):
            lacking.append("%s reaches %r, and _TARGETS says %r" % (name, reached, told))
        if hasattr(purenn, "_FORMULAS") and functions not in purenn._FORMULAS:
            lacking.append("%s has no line in _FORMULAS" % name)
    assert not lacking, "; ".join(lacking)


def test_the_largest_shape_whose_step_is_made():
    made_step(Network([2, 3, 1]))
    net = Network([17, 15, 4, 1], "tanh")  # 339 weights and biases
    A, b = blobs(3, 17, 1)
    layers = net.weights + [net.biases]
    loss, after = made_step(net)(layers, A, b, 0.1 / 3)
    assert close(loss, loss_of(net, A, b), 16 * EPS)
    assert shapes(after[:-1]) == shapes(net.weights)
    pairs = (purenn.ACTIVATIONS["tanh"],)
    assert purenn._step_source((purenn._STEP_LIMIT - 1, 1), pairs, "mse")  # of the limit itself
    raises(ValueError, ["too many"], purenn._step_source, (purenn._STEP_LIMIT, 1), pairs, "mse")


def test_a_made_step_leaves_whole_layers_when_it_is_interrupted():
    if not hasattr(sys, "settrace"):
        raise DoesNotApply("lines cannot be traced here")

    def fresh():
        net = Network([1, 2, 2], ["tanh", "softmax"])
        net.compared = True  # so the made step is used
        return net

    made_step(fresh())
    A, b, states, left = [[1.0], [2.0]], [[0.0, 1.0], [1.0, 0.0]], [], [0]
    repaid, purenn._REPAID = purenn._REPAID, 0
    for epochs in range(4):
        net = fresh()
        if epochs:
            net.train(A, b, epochs, 0.5, print_every=0)
        states.append(list(zip(net.weights, net.biases)))

    def trace(frame, event, argument):
        if frame.f_code.co_filename == "<string>" or "purenn" in frame.f_code.co_filename:
            traced.append(frame.f_code.co_name)
            left[0] -= 1
            if left[0] == 0:
                raise Stop()
            return trace

    found, traced, before = [], [], sys.gettrace()
    try:
        for count in range(2, 3000):
            net, left[0] = fresh(), count
            try:
                sys.settrace(trace)
                net.train(A, b, 3, 0.5, print_every=0)
                break
            except Stop:
                found.append([k for k in range(4) if net.biases[0] == states[k][0][1]][0])
                for i in (0, 1):  # whole layers, at most a step apart
                    layer = net.weights[i], net.biases[i]
                    assert layer in [states[found[-1]][i], states[max(found[-1] - 1, 0)][i]], count
            finally:
                sys.settrace(before)
    finally:
        purenn._REPAID = repaid
    if "train" not in traced:
        raise DoesNotApply("compiled code has no lines to trace")
    assert found == sorted(found) and set(found) == set(range(4))


def test_no_step_is_made_where_memory_is_short():
    made_step(Network([2, 3, 1]))

    class Module:
        pass

    def collect():
        gc.collected = True

    def mem_free():
        assert gc.collected
        return gc.free

    gc = Module()
    gc.collect, gc.mem_free = collect, mem_free
    purenn._made.clear()
    try:
        with Modules(gc=gc):
            shape = shape_of(Network([2, 3, 1], "tanh"))
            taken = (11 if sys.maxsize >> 40 else 6) * len(purenn._step_source(*shape))
            for gc.free, is_made in ((2 * taken, False), (3 * taken, True)):
                gc.collected = False
                assert (purenn._made_for(shape, purenn._step_source) is not None) == is_made
                purenn._made.clear()
            gc.free = 100
            assert purenn._made_for(shape, purenn._step_source) is None
            gc.free = 10000000
            assert purenn._made_for(shape, purenn._step_source) is None  # it is not tried again
            purenn._made.clear()
            assert purenn._made_for(shape, purenn._step_source) is not None
    finally:
        purenn._made.clear()


def purenn_with(random):
    """What is in purenn.py where the module random is another one."""
    try:
        with open(purenn.__file__) as f:
            source = f.read()
        space = {"__name__": "other"}
        with Modules(random=random):
            exec(source, space)
    except Exception:
        raise DoesNotApply("purenn.py cannot be run a second time here")
    return space


def faster():
    """A stream that the module random goes on with."""
    stream = randn(5)
    next(stream)
    if not hasattr(stream, "twister"):
        raise DoesNotApply("the module random has no such generator here")
    return stream


def test_faster_random_numbers_are_those_of_the_loops():
    faster()
    for seed in (0, 5, 4294967295):
        fast, plain = randn(seed), purenn_with(None)["randn"](seed)
        assert [next(fast) for _ in range(2000)] == [next(plain) for _ in range(2000)], seed
        assert not hasattr(plain, "twister")


def test_faster_random_numbers_go_on_where_loops_have_begun():
    faster()
    for begun in (1, 2, 100, 244, 245, 246, 1000):
        plain, fast = purenn_with(None)["randn"](5), randn(5)
        for _ in range(begun):
            next(plain)
        fast.highs, fast.lows = list(plain.highs), list(plain.lows)
        fast.i, fast.ready = plain.i, list(plain.ready)
        assert [next(fast) for _ in range(700)] == [next(plain) for _ in range(700)], begun


def test_faster_random_numbers_begin_whole_or_not_at_all():
    faster()

    class Interrupted:
        def setstate(self, state):
            raise Stop()

    stream = randn(5)
    kept, purenn.Random = purenn.Random, Interrupted
    try:
        raises(Stop, [], next, stream)
    finally:
        purenn.Random = kept
    assert next(stream) == next(randn(5))


def test_faster_random_numbers_do_not_begin_again_in_loops():
    stream = faster()
    stream.__class__ = purenn_with(None)["randn"]
    raises(TypeError, ["None"], lambda: [next(stream) for _ in range(2)])


def test_random_numbers_of_another_generator_are_not_used():
    class Another:
        def setstate(self, state):
            pass

        def random(self):
            return 0.25

    class Refusing(Another):
        def setstate(self, state):
            raise TypeError("state")

    class Module:
        pass

    for Module.Random in (Another, Refusing):
        stream = purenn_with(Module)["randn"](0)
        assert close(next(stream), 1.764052345967664, 4 * EPS if WIDE else 1e-5)


def run(names=None):
    """Runs every test, or those named, says how each went, and returns how many failed."""
    passed, failed, not_applied = 0, 0, 0
    names = names or [name for name in sorted(globals()) if name.startswith("test_")]
    for name, test in [(name, globals()[name]) for name in names]:
        try:
            test()
            passed += 1
            print("ok " + name)
        except DoesNotApply as reason:
            not_applied += 1
            print("does not apply %s: %s" % (name, reason))
        except Exception as error:
            failed += 1
            print("FAILED %s\n%s: %s" % (name, type(error).__name__, error))
            if hasattr(sys, "print_exception"):
                sys.print_exception(error)
            else:
                try:
                    import traceback
                    traceback.print_exc()
                except Exception:  # Skulpt has none
                    pass
    print("%d passed, %d failed, %d did not apply" % (passed, failed, not_applied))
    return failed


if __name__ == "__main__":
    assert not run()
