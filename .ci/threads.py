"""Two threads with one network, and Ctrl-C at random moments, on several Pythons.

    python3 .ci/threads.py [CHECK...]

Needs Linux, pyenv with CPython 2.7, 3.6, 3.8 and 3.13, and pypy3 and jython.

Whether a layer is whole shows in networks whose neurons all begin alike and get the same inputs and
targets: they stay alike to the last bit, whatever they learn. A layer of which one part is a step
ahead of the other has neurons that differ. The first input is always 1, so its weights begin and
stay as the biases do, but for rounding: unless the weights are ahead of the biases. A Ctrl-C just
between the two may leave them one step apart (on CPython 3.6 and PyPy one in some thousand does);
how often is told, and more than one step is a failure.
"""
import usage  # noqa: F401; it answers --help

import glob
import os
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECONDS = 2.0

# What the Pythons run: these lines must suit 2.7 too.
HEAD = """
import random, signal, sys, threading, time, traceback
sys.path.insert(0, sys.argv[1])
path, seconds = sys.argv[2], float(sys.argv[3])
from purenn import Network, load, save
if hasattr(sys, "setswitchinterval"):  # threads take turns as often as they can
    sys.setswitchinterval(1e-4 if "PyPy" in sys.version else 1e-6)
elif hasattr(sys, "setcheckinterval"):
    sys.setcheckinterval(1)

def alike(n_in, hidden, n_out, names=("tanh", "sigmoid")):
    return Network([n_in, hidden, n_out], list(names),
                   weights=[[[0.0] * hidden] + [[0.3] * hidden] * (n_in - 1),
                            [[0.2] * n_out] * hidden])

def apart(net):
    return abs(net.weights[0][0][0] - net.biases[0][0])

def whole(net):  # weights and biases, each by themselves
    for k, (W, b) in enumerate(zip(net.weights, net.biases)):
        for row in W + [b]:
            assert row == [row[0]] * len(row), "layer %d: half a row: %r" % (k + 1, row)
        for row in W[2 - k:]:  # the first layer's first input is not like the others
            assert row == W[1 - k], "layer %d: half of the rows" % (k + 1)

def together(*works):
    # Each again and again, in a thread of its own; how often each was done.
    counts, failed, end = [0] * len(works), [], time.time() + seconds

    def again(k):
        try:
            while time.time() < end and not failed:
                works[k]()
                counts[k] += 1
        except BaseException:
            failed.append(traceback.format_exc())

    threads = [threading.Thread(target=again, args=(k,)) for k in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        print(failed[0])
        sys.exit(1)
    print("%s" % counts)

def predicts(net, x, wanted):
    def work():
        for _ in range(50):
            got = net.forward_propagation(x)
            assert got == wanted, "the answer to other rows: %r, not %r" % (got, wanted)
    return work

def answers(net):
    X = [[v] * net.sizes[0] for v in (0.5, -0.25)]
    def work():
        for row in net.forward_propagation(X):
            assert row == [row[0]] * len(row), "from a layer that is not whole: %r" % row
    return work

def trains(net, X, y, **options):
    def work():
        net.train(X, y, 20, 0.5, print_every=0, **options)
    return work

rows, targets = [[1.0] + [v] * 3 for v in (0.5, -1.0, 0.25)], [[0.1] * 6, [0.9] * 6, [0.4] * 6]
"""
PREDICT = HEAD + """
net = Network([2, 3, 2], seed=1)
X = [[[0.1 * k, 1.0 - 0.2 * k]] * (1 + k % 2) for k in range(2)]
together(*[predicts(net, x, net.forward_propagation(x)) for x in X])
"""
TRAIN = HEAD + """
net = alike(4, 8, 6)
together(trains(net, rows, targets, momentum=0.5), answers(net), answers(net))
whole(net)
"""
SAVE = HEAD + """
net = alike(4, 8, 6)
def keeps():
    save(net, path)
    whole(load(path))
together(trains(net, rows, targets, batch_size=2), keeps, answers(net))
"""
# Networks of their own share nothing, whatever the module keeps for itself.
OWN = HEAD + """
def run(k):
    net = Network([3, 2 + k, 2], ["tanh", "softmax"], seed=k)
    X, y = [[0.1, 0.2 * k, -0.3], [0.5, -k, 1.0], [0.3, 0.3, 0.0]], [[1, 0], [0, 1], [1, 0]]
    loss = net.train(X, y, 5, 0.1, batch_size=2, momentum=0.5, print_every=0)
    return loss, net.weights, net.forward_propagation(X)

def runs(k, wanted):
    def work():
        assert run(k) == wanted, k
    return work

together(*[runs(k, run(k)) for k in range(9, 12)])
"""
STOP = HEAD + """
hidden = int(sys.argv[4])
counts, stop, rng = [0, 0], time.time() + seconds, random.Random(1)
net, step = alike(4, hidden, 6), 0.0
for _ in range(300):
    before = net.biases[0][0]
    net.train(rows, targets, 1, 0.5, momentum=0.5, print_every=0)
    step = max(step, abs(net.biases[0][0] - before))

def ring(number, frame):
    signal.setitimer(signal.ITIMER_REAL, 0.0)
    raise KeyboardInterrupt

signal.signal(signal.SIGALRM, ring)
while time.time() < stop:
    net, last = alike(4, hidden, 6), 0.0
    for k in range(200):
        options = dict(print_every=0, batch_size=rng.choice([None, 2]), momentum=k % 2 * 0.5)
        try:
            signal.setitimer(signal.ITIMER_REAL, rng.uniform(0.0001, 0.003))
            end = time.time() + 0.5  # in case PyPy's garbage collector swallows it
            while time.time() < end:
                net.train(rows, targets, 40, 0.5, **options)
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        except KeyboardInterrupt:
            counts[0] += 1
        whole(net)
        jump, last = abs(apart(net) - last), apart(net)  # they stay apart
        counts[1] += jump > 1e-9
        assert jump < 2 * step, "weights and biases %r apart, a step is %r" % (jump, step)
    # It works as if nothing had been.
    again = Network(net.sizes, net.activations, weights=net.weights, biases=net.biases)
    assert again.forward_propagation(rows) == net.forward_propagation(rows)
    net.train(rows, targets, 3, 0.5, **options)
    whole(net)
print("%d times, %d of them between weights and biases" % tuple(counts))
"""
THREADS = {"predict": PREDICT, "train": TRAIN, "save": SAVE, "own": OWN}
PYTHONS = ["2.7", "3.6", "3.8", "3.13", "pypy3", "jython"]
STOPPED = ["3.6", "3.13", "pypy3"]
HIDDEN = {"Ctrl-C": 24, "Ctrl-C, larger": 48}  # neurons: small networks have a step of their own


def program(name):
    if not name[0].isdigit():
        return name
    root = subprocess.check_output(["pyenv", "root"], universal_newlines=True).strip()
    found = glob.glob(os.path.join(root, "versions", name + ".*", "bin", "python"))
    assert found, "no CPython %s in pyenv" % name
    return found[0]


def run(name, code, folder, *args):
    done = subprocess.run(["timeout", "60", program(name), "-c", code, TOP,
                           os.path.join(folder, "net.json")] + [str(arg) for arg in args],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    lines = done.stdout.strip().splitlines()
    return done.returncode == 0, "%-7s %s" % (name, lines[-1][:150] if lines else "nothing said")


def main(chosen):
    started, failed = time.time(), 0
    jobs = [(check, name, THREADS[check], (SECONDS,)) for check in THREADS for name in PYTHONS]
    jobs += [(check, name, STOP, (2 * SECONDS, HIDDEN[check])) for check in HIDDEN for name in STOPPED]
    for check, name, code, args in jobs:
        if not chosen or check in chosen:
            with tempfile.TemporaryDirectory() as folder:
                ok, said = run(name, code, folder, *args)
            print("%-14s %-6s %s" % (check, "ok" if ok else "FAILED", said), flush=True)
            failed += not ok
    print("%.0f seconds" % (time.time() - started))
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
