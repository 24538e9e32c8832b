"""Writes a program of networks that to_python made, with what each must answer. runtimes.py runs it
on every Python.

    python3 .ci/exported.py     # prints the program
"""
import usage  # noqa: F401; it answers --help

import os
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
import purenn
from export import to_python
from purenn import Network, randn

# This part has to suit every Python. A function for each network, for Jython's sake, which has a
# limit of 64 KB a function.
HEAD = '''"""Networks that to_python wrote, and what they must answer. Made by .ci/exported.py."""
TOLERANCE = 1e-12 if 1.0 + 1e-10 != 1.0 else 1e-4  # floats of 64 bits, or of 32


def compared(predict, rows, answers, least):
    """How many rows: each answer is right to a part of its size, or of least if it is smaller."""
    for x, expected in zip(rows, answers):
        answer = predict(x)
        if len(answer) != len(expected):
            raise ValueError("expected %d outputs, got %r" % (len(expected), answer))
        for a, b in zip(answer, expected):
            if not abs(a - b) <= TOLERANCE * max(least, abs(b)):
                raise ValueError("expected %r of %r, got %r" % (expected, x, answer))
    try:
        predict(rows[0] + [1.0])
    except ValueError:
        return len(rows)
    raise ValueError("an input too many was taken")
'''
CASE = '''

def check_%(k)d():  # %(title)s
    %(source)s
    rows = %(rows)s
    answers = %(answers)s
    %(training)sreturn compared(predict, rows, answers, %(least)r)
'''
TRAINING = '''train(rows, %(y)s, %(epochs)d, %(learning_rate)r)
    '''
TAIL = '''

checks = [%s]
counts = [check() for check in checks]
print("exported: %%d networks, %%d rows, all the same" %% (len(counts), sum(counts)))
'''


def drawn(seed, m, n):
    stream = randn(seed)
    return [[round(next(stream), 3) for _ in range(n)] for _ in range(m)]


def network(sizes, activations, loss=None):
    """With biases that are not 0, and a seed with which relu has outputs above 0."""
    return Network(sizes, activations, loss, weights=Network(sizes, activations, seed=7).weights,
                   biases=[drawn(n, 1, n)[0] for n in sizes[1:]])


def rounded(net):
    return Network(net.sizes, net.activations, net.loss, biases=net.biases, weights=[
        [[round(w, 3) for w in row] for row in W] for W in net.weights])


def large(*activations):
    """A network whose sums go beyond what exp takes."""
    shapes = [(1, 2), (2, 2)][-len(activations):]
    return Network([shapes[0][0]] + [n for _, n in shapes], list(activations),
                   weights=[[[1000.0, -1000.0]] * m for m, _ in shapes])


def cases():
    """A network, its rows as text, and how small an answer counts to its last digits."""
    for name in sorted(purenn.ACTIVATIONS):
        names = name if name != "softmax" else ["tanh", "softmax"]
        yield network([3, 5, 2], names), ordinary_rows(3), 1.0
    yield network([3, 4, 2, 3], ["sigmoid", "tanh", "linear"]), ordinary_rows(3), 1.0
    yield network([2, 3, 4, 3], ["relu", "linear", "softmax"]), ordinary_rows(2), 1.0
    yield network([2, 3, 2], ["relu", "sigmoid"], "cross_entropy"), ordinary_rows(2), 1.0
    # Without the two that take no power: with them the file is too long for MicroPython 1.22.
    curves = [[name] for name in sorted(purenn.ACTIVATIONS) if name not in ("linear", "relu")]
    for names in curves + [["relu", "sigmoid"], ["tanh", "tanh"]]:
        net = large(*names)
        yield net, repr([[v] * net.sizes[0] for v in (
            0.1, 0.36, 1.0, 1e3, 1e30, -0.1, -0.36, -1.0, -1e3, -1e30)]), 1.0
    small = [1e-30, 1e-18, 1e-9, 1e-4, 0.007, 0.0077, 0.0078, 0.008, 0.1, 0.5, 3.0, 19.9, 20.1]
    yield (Network([1, 1], "tanh", weights=[[[1]]], biases=[[0]]),
           repr([[sign * v] for v in small for sign in (1, -1)]), 0.0)
    yield network([300, 1], "sigmoid"), "[[0.01 * k - 1.5 for k in range(300)], [0.1] * 300]", 1.0
    # Loops, with more numbers than a function of Jython's has room for. The file must stay small.
    yield (rounded(network([60, 30, 4], ["relu", "softmax"])),
           "[[0.01 * k for k in range(60)], [-0.1] * 60]", 1.0)


def training_cases():
    """A network, its rows and their targets."""
    for sizes, names, loss in (([3, 4, 2], ["tanh", "softmax"], None), ([2, 3, 2], "sigmoid", None),
                               ([2, 4, 3, 1], ["relu", "linear", "sigmoid"], "cross_entropy")):
        rows = drawn(1, 4, sizes[0])
        n = sizes[-1]
        y = [[float(k % n == j) for j in range(n)] for k in range(len(rows))]
        yield network(sizes, names, loss), rows, y


def ordinary_rows(n):
    return repr(drawn(1, 4, n) + [[1] * n, [0] * n, [-3.5] * n])


def case(k, net, written, answers, least=1.0, train=False, training=""):
    source = to_python(net, train).strip().replace("\n", "\n    ")
    return CASE % {"k": k, "title": "%r, %s" % (net.sizes, ", ".join(net.activations)),
                   "source": source, "rows": written, "answers": answers, "least": least,
                   "training": training}


def program():
    """The program, and the line that it prints if all is well."""
    texts, rows = [], 0
    for net, written, least in cases():
        X = eval(written)
        texts.append(case(len(texts), net, written, net.forward_propagation(X), least))
        rows += len(X)
    for k, (net, X, y) in enumerate(training_cases()):
        rate = 1 if k else 0.1  # an int, too, as Python 2 divides it otherwise
        how = {"y": y, "epochs": 20, "learning_rate": rate}
        learned = network(net.sizes, net.activations, net.loss)
        learned.train(X, print_every=0, **how)
        texts.append(case(len(texts), net, repr(X), learned.forward_propagation(X), train=True,
                          training=TRAINING % how))
        rows += len(X)
    text = HEAD + "".join(texts) + TAIL % ", ".join(["check_%d" % k for k in range(len(texts))])
    return text, "exported: %d networks, %d rows, all the same" % (len(texts), rows)


if __name__ == "__main__":
    print(program()[0])
