"""How fast it is: purenn beside NumPy and scikit-learn, measured in the same minute.

    python3 examples/benchmark.py
    python3 examples/benchmark.py --with pypy3     # a larger network, also by another Python

Three tables: an epoch of training by `Network.train` and by the two others; the prediction of one
sample, also by the code of `to_python`; how the time of `train` grows with the work. It takes a
minute and writes nothing. It imports NumPy and scikit-learn if they are there, and export.py from
beside this file; what is not there it says and leaves out. It runs on MicroPython too: fewer and
smaller jobs. --with takes a minute, too; the other Python needs neither NumPy nor scikit-learn.

All numbers are ratios of times: whatever is compared takes turns of some milliseconds, so that a
busy machine slows all of it alike, and a ratio is the median of those of all rounds. Each has
trained on a thousand rows before: for small networks `train` makes itself a faster step, once.
"""
import sys

WITH, EPOCH_ONLY = "--with", "--seconds-of-an-epoch"  # the second is for the other Python
ARGUMENTS = getattr(sys, "argv", [""])[1:] if __name__ == "__main__" else []
if ARGUMENTS and not (ARGUMENTS == [EPOCH_ONLY] or ARGUMENTS[0] == WITH and len(ARGUMENTS) == 2):
    known = ARGUMENTS[0] in ("-h", "--help")  # answered before the imports that take long
    print(__doc__ if known else "unknown argument: %s; --help tells more" % " ".join(ARGUMENTS))
    sys.exit(0 if known else 2)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
import purenn
from purenn import Network, randn

try:
    from export import to_python
except ImportError:
    to_python = None
try:
    import numpy as np
except ImportError:
    np = None
try:
    import sklearn
    import warnings
    from sklearn.neural_network import MLPClassifier
    warnings.simplefilter("ignore")  # each fit would say that so few epochs are not enough
except ImportError:
    MLPClassifier = None
try:
    from time import ticks_us, ticks_diff  # MicroPython, whose floats may be too short for a date

    def seconds(job, n):
        start = ticks_us()
        job(n)
        return ticks_diff(ticks_us(), start) / 1e6
except ImportError:
    try:
        from time import perf_counter as now
    except ImportError:  # Python 2
        from time import time as now

    def seconds(job, n):
        start = now()
        job(n)
        return now() - start

SMALL = "MicroPython" in sys.version
TURN = 0.04  # seconds; less, and what a fit of scikit-learn does once would count
SPAN = 1.5  # seconds that the rounds of one line take at least
WARM_UP = 0.2 if "PyPy" in sys.version else TURN / 2  # PyPy compiles what it saw often enough
WARM_ROWS = 1000  # after some hundred, train has made its step for a small network
RATE = 0.1
MOMENTUM = 0.9
XOR = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
TANH = ["tanh", "softmax"]


# ---- NumPy, as the tutorial has it --------------------------------------------------------------
def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_derivative(x):
    return x * (1 - x)


def softmax(x):
    powers = np.exp(x - np.max(x, axis=1, keepdims=True))
    return powers / np.sum(powers, axis=1, keepdims=True)


class Tutorial(object):
    """Sigmoid, sigmoid and the mean square."""
    def __init__(self, net):
        self.W1, self.W2 = [np.array(W) for W in net.weights]
        self.b1, self.b2 = [np.array([b]) for b in net.biases]

    def forward_propagation(self, X):
        self.a1 = sigmoid(np.dot(X, self.W1) + self.b1)
        self.output = sigmoid(np.dot(self.a1, self.W2) + self.b2)
        return self.output

    def backpropagation(self, X, y, learning_rate):
        output_delta = (y - self.output) * sigmoid_derivative(self.output)
        a1_delta = np.dot(output_delta, self.W2.T) * sigmoid_derivative(self.a1)
        self.update(X, output_delta, a1_delta, learning_rate)

    def update(self, X, output_delta, a1_delta, learning_rate):
        m = X.shape[0]
        self.W2 += np.dot(self.a1.T, output_delta) * learning_rate / m
        self.b2 += np.sum(output_delta, axis=0, keepdims=True) * learning_rate / m
        self.W1 += np.dot(X.T, a1_delta) * learning_rate / m
        self.b1 += np.sum(a1_delta, axis=0, keepdims=True) * learning_rate / m

    def loss(self, y):
        return np.mean(np.square(y - self.output))

    def train(self, X, y, epochs, learning_rate, batch_size=None):
        for epoch in range(epochs):
            if batch_size:
                order = np.random.permutation(len(X))
                for k in range(0, len(X), batch_size):
                    rows = order[k:k + batch_size]
                    self.forward_propagation(X[rows])
                    self.backpropagation(X[rows], y[rows], learning_rate)
            else:
                self.forward_propagation(X)
                self.backpropagation(X, y, learning_rate)
            if epoch % 1000 == 0:
                loss = self.loss(y[rows] if batch_size else y)
        return loss


class TanhSoftmax(Tutorial):
    """Tanh, softmax and the cross-entropy."""
    def forward_propagation(self, X):
        self.a1 = np.tanh(np.dot(X, self.W1) + self.b1)
        self.output = softmax(np.dot(self.a1, self.W2) + self.b2)
        return self.output

    def backpropagation(self, X, y, learning_rate):
        output_delta = y - self.output
        a1_delta = np.dot(output_delta, self.W2.T) * (1 - self.a1 * self.a1)
        self.update(X, output_delta, a1_delta, learning_rate)

    def loss(self, y):
        return -np.mean(np.sum(y * np.log(self.output), axis=1))


class WithMomentum(TanhSoftmax):
    """The same with a momentum."""
    def __init__(self, net):
        TanhSoftmax.__init__(self, net)
        self.parameters = self.W2, self.b2, self.W1, self.b1
        self.velocities = [np.zeros_like(parameter) for parameter in self.parameters]

    def update(self, X, output_delta, a1_delta, learning_rate):
        m = X.shape[0]
        slopes = (np.dot(self.a1.T, output_delta), np.sum(output_delta, axis=0, keepdims=True),
                  np.dot(X.T, a1_delta), np.sum(a1_delta, axis=0, keepdims=True))
        for parameter, velocity, slope in zip(self.parameters, self.velocities, slopes):
            velocity *= MOMENTUM
            velocity += slope * learning_rate / m
            parameter += velocity


def in_numpy(net, momentum=0.0):
    if net.activations[-1] == "sigmoid":
        return Tutorial(net)
    return WithMomentum(net) if momentum else TanhSoftmax(net)


# ---- measuring ----------------------------------------------------------------------------------
def time_of_one(job, enough):
    n = 1
    job(n)  # the first call may have to load something
    while True:
        time = min(seconds(job, n), seconds(job, n))  # one may have been disturbed
        if time >= enough:
            return time / n
        n *= 2


def measure(jobs):
    """For each job, a function of a count: the seconds of one in every round."""
    once = [time_of_one(job, WARM_UP) for job in jobs]
    turn = max(once + [TURN])
    counts = [int(turn / one + 0.5) for one in once]
    rounds, spent = [], 0.0
    while len(rounds) < 5 or spent < SPAN:
        times = [seconds(job, n) for job, n in zip(jobs, counts)]
        rounds.append([time / n for time, n in zip(times, counts)])
        spent += sum(times)
    return list(zip(*rounds))


def ratio(times, others):
    return sorted([a / b for a, b in zip(times, others)])[len(times) // 2]


def line(name, cells, width):
    cells = [c if isinstance(c, str) else ("%.2f" if c < 10 else "%.0f") % c for c in cells]
    print(name + " " * (34 - len(name)) + "".join([" " * (width - len(c)) + c for c in cells]))


def samples(rows, n_in, n_out):
    """Random numbers, since the time does not depend on them; the classes take turns."""
    stream = randn(0)
    X = [[next(stream) for _ in range(n_in)] for _ in range(rows)]
    return X, [[float(k == row % n_out) for k in range(n_out)] for row in range(rows)]


# ---- the jobs, each a function of a count -------------------------------------------------------
def by_train(net, X, y, batch_size=None, momentum=0.0):
    def job(n):
        return net.train(X, y, n, RATE, batch_size, momentum, print_every=0)
    return job


def by_numpy(net, X, y, batch_size, momentum):
    A, t, other = np.array(X), np.array(y), in_numpy(net, momentum)

    def job(n):
        return other.train(A, t, n, RATE, batch_size)
    return job


def by_scikit_learn(net, X, y, batch_size, momentum):
    classes = [row.index(1) if len(row) > 1 else row[0] for row in y]
    A, activation = np.array(X), {"sigmoid": "logistic"}.get(net.activations[0], "tanh")

    def job(n):
        MLPClassifier(net.sizes[1:-1], activation, solver="sgd", alpha=0,
                      batch_size=batch_size or len(X), learning_rate_init=RATE, momentum=momentum,
                      nesterovs_momentum=False, max_iter=n, shuffle=batch_size is not None,
                      n_iter_no_change=n + 1).fit(A, classes)
    return job


def warm_epochs(X):
    return 1 + WARM_ROWS // len(X)


def repeated(predict, x):
    def job(n):
        for _ in range(n):
            predict(x)
    return job


# ---- the tables ---------------------------------------------------------------------------------
def training():
    if not np:
        print("\nTraining: left out, as there is nothing to compare it with")
        return
    titles = ["train", "NumPy"]
    if MLPClassifier:
        titles += ["scikit-learn", "train/sklearn"]
    print("\nTraining: time per epoch, that of NumPy = 1; train/sklearn: that of scikit-learn = 1")
    line("", titles, 15)
    compare("3-4-1 sigmoid, tutorial's 4 rows", [3, 4, 1], "sigmoid", XOR)
    floats = [[[float(v) for v in row] for row in A] for A in XOR]  # NumPy is slower on ints
    compare("same, given as floats", [3, 4, 1], "sigmoid", floats)
    flowers, digits = samples(150, 4, 3), samples(1500, 64, 10)
    compare("4-8-3 tanh softmax, 150 rows", [4, 8, 3], TANH, flowers)
    compare("4-8-3 same, momentum %g" % MOMENTUM, [4, 8, 3], TANH, flowers, momentum=MOMENTUM)
    compare("4-8-3 same, one by one", [4, 8, 3], TANH, flowers, 1)
    compare("64-32-10 same, 1500 rows by 32", [64, 32, 10], TANH, digits, 32)
    compare("64-32-10 same, 150 rows one by one", [64, 32, 10], TANH,
            (digits[0][:150], digits[1][:150]), 1)


def compare(name, sizes, activations, data, batch_size=None, momentum=0.0):
    """A line of the first table."""
    X, y = data
    net = Network(sizes, activations)
    jobs = [make(net, X, y, batch_size, momentum) for make in (by_train, by_numpy)]
    losses = [(job(warm_epochs(X)), job(1))[1] for job in jobs]
    # Where rows are not shuffled, all must come to the same loss.
    assert batch_size or max(losses) - min(losses) < 1e-4, losses
    if MLPClassifier:
        jobs.append(by_scikit_learn(net, X, y, batch_size, momentum))
    times = measure(jobs)
    cells = [ratio(mine, times[1]) for mine in times]
    if MLPClassifier:
        cells.append(ratio(times[0], times[2]))
    line(name, cells, 15)


def predicting():
    print("\nPredicting one sample: time, that of forward_propagation = 1")
    titles = ["forward_prop."]
    if to_python:
        titles.append("to_python")
    if np:
        titles.append("NumPy")
    line("", titles, 14)
    for sizes, activations in ([3, 4, 1], "sigmoid"), ([4, 8, 3], TANH):
        net, space, x = Network(sizes, activations), {}, [0.5] * sizes[0]
        jobs = [repeated(net.forward_propagation, [x])]
        if to_python:
            exec(to_python(net), space)
            jobs.append(repeated(space["predict"], x))
        if np:
            jobs.append(repeated(in_numpy(net).forward_propagation, np.array([x])))
        times = measure(jobs)
        line("-".join(map(str, sizes)), [ratio(mine, times[0]) for mine in times], 14)


def growing():
    print("\nGrowing: train's time per multiply-add, that of the first = 1; 32 rows, tanh")
    most = 3 if SMALL else 6
    grow("n-n-n, n:", [([n] * 3, 32, n) for n in (4, 8, 16, 32, 64, 128)[:most]])
    grow("layers of 16:", [([16] * (n + 1), 32, n) for n in (1, 2, 4, 8, 16, 32)[:most]])
    grow("16-16-16, rows:", [([16] * 3, n, n) for n in (2, 8, 32, 128, 512, 2048)[:most]])


def grow(name, shapes):
    line(name, ["%d" % n for _, _, n in shapes], 9)
    jobs, work = [], []
    for sizes, rows, _ in shapes:
        X, y = samples(rows, sizes[0], sizes[-1])
        job = by_train(Network(sizes, "tanh"), X, y)
        job(warm_epochs(X))
        jobs.append(job)
        pairs = [a * b for a, b in zip(sizes, sizes[1:])]
        # Forward, the errors (none goes back to the inputs), the steps.
        work.append(float(rows * (3 * sum(pairs) - pairs[0])))
    times = measure(jobs)
    line("", [ratio(mine, times[0]) * work[0] / w for mine, w in zip(times, work)], 9)


# ---- another Python -----------------------------------------------------------------------------
LARGER = [64, 32, 10], TANH


def print_seconds_of_an_epoch():
    X, y = samples(1500, 64, 10)
    job = by_train(Network(*LARGER), X, y, 32)
    job(40 if "PyPy" in sys.version else 2)  # until PyPy has compiled it
    print(min([seconds(job, 1) for _ in range(10)]))


def beside(python):
    """The time of train in this Python and in another, that of scikit-learn = 1; in turns."""
    import subprocess
    if not MLPClassifier:
        sys.exit("scikit-learn is not installed, and there is nothing to compare it with")
    X, y = samples(1500, 64, 10)
    by_other = by_scikit_learn(Network(*LARGER), X, y, 32, 0.0)
    by_other(1)
    smallest = {}
    for _ in range(3):
        found = {"scikit-learn": seconds(by_other, 10) / 10}
        for name in sys.executable, python:
            found[name] = float(subprocess.check_output([name, __file__, EPOCH_ONLY]))
        for name in found:
            smallest[name] = min(found[name], smallest.get(name, found[name]))
    print("64-32-10 tanh softmax, 1500 rows by 32: time, that of scikit-learn = 1")
    line("", ["train, this", "train, " + python.split("/")[-1], "scikit-learn"], 15)
    line("", ["%.3g" % (smallest[name] / smallest["scikit-learn"])
              for name in (sys.executable, python, "scikit-learn")], 15)


def main():
    print("purenn %s, Python %s" % (purenn.__version__, " ".join(sys.version.split())[:70]))
    for name, module in ("NumPy", np), ("scikit-learn", MLPClassifier and sklearn):
        print("%s %s" % (name, module.__version__ if module else "is not installed: left out"))
    if not to_python:
        print("export.py is not beside this file: to_python is left out")
    for table in training, predicting, growing:
        try:
            table()
        except MemoryError:
            print("no room in memory for the rest of this table")


if ARGUMENTS == [EPOCH_ONLY]:
    print_seconds_of_an_epoch()
elif ARGUMENTS:
    beside(ARGUMENTS[1])
elif __name__ == "__main__":
    main()
