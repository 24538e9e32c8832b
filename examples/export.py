"""Writes a trained network as code that needs nothing else: Python, JavaScript or C.

    from purenn import load
    from export import to_c, to_javascript, to_python
    with open("fan.c", "w") as f:
        f.write(to_c(load("net.json")))

It is a library, not a command: copy this file beside purenn.py. A function gives the source as text
and writes no file; a network of 100,000 weights takes it less than a second. What it gives holds
predict, which takes the inputs of one sample and gives its outputs. For inputs in their own units
call purenn's fold_scaling first. It runs on CPython from 2.7 on, PyPy, Jython and MicroPython.
"""
import sys

try:
    HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
    sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
except NameError:  # read from a prompt, on a board
    pass
from purenn import (ACTIVATIONS, Network, __version__, linear, linear_derivative, relu,
                    relu_derivative, sigmoid, sigmoid_derivative, softmax, tanh, tanh_derivative)

# ---- what can be written ------------------------------------------------------------------------
# The activations that have a form in each language below, and the functions which it stands for.
WRITTEN = {"sigmoid": (sigmoid, sigmoid_derivative), "tanh": (tanh, tanh_derivative),
           "relu": (relu, relu_derivative), "linear": (linear, linear_derivative),
           "softmax": (softmax, None)}


def checked_copy(net):
    """The network with its weights checked again; ValueError for what cannot be written."""
    if not isinstance(net, Network):
        raise ValueError("net: expected a Network, got %.60r" % (net,))
    net = Network(net.sizes, net.activations, net.loss, weights=net.weights, biases=net.biases)
    for name in net.activations:
        if name not in WRITTEN:
            raise ValueError("activations: expected one of %s, got %.60r"
                             % (", ".join(sorted(WRITTEN)), name))
        if tuple(ACTIVATIONS[name]) != WRITTEN[name]:
            raise ValueError("activations: expected purenn's own functions for %r, got others in"
                             " ACTIVATIONS[%r]" % (name, name))
    return net


# ---- the forms of two languages -----------------------------------------------------------------
# JavaScript is made of those of C. z: the sum that goes into an activation; # and @: see filled().
PYTHON_FORMS = {
    "item": "%s%d", "end": "\n    ",
    "sigmoid": "exp(z) if z < -40.0 else 1.0 / (1.0 + exp(-z))",
    # A micro:bit has no tanh. Near 0 the quotient would lose its digits: there it is a series.
    "tanh": "1.0 if z > 20 else 1 - 2 / (1 + exp(2 * z)) "
            "if z * z > 6e-5 else z - z * z * z * (1 - 0.4 * z * z) / 3",
    "relu": "0.0 if z < 0.0 else z", "linear": "z", "softmax": "z",
    "larger": "z = # if # > z else z", "power": "# = exp(# - z)"}
C_FORMS = {
    "item": "%s[%d]", "end": ";\n    ",
    "sigmoid": "1 / (1 + MATH(exp, -z))", "tanh": "MATH(tanh, z)", "relu": "z < 0 ? 0 : z",
    "linear": "z", "softmax": "z",
    "larger": "z = # > z ? # : z", "power": "# = MATH(exp, # - z)",
    "log": "MATH(log, # + (REAL)1e-30)"}
SLOPES = {"sigmoid": "# * (1 - #)", "tanh": "1 - # * #", "relu": "# > 0"}  # linear's is 1

PYTHON = """# %(made)s
from math import exp
def predict(x):
    if len(x) != %(n)d:
        raise ValueError("x: expected %(n)d numbers, got %%d" %% len(x))
    [%(x)s] = x
    %(forward)s
    return [%(y)s]
"""
JAVASCRIPT = """// %(made)s
export function predict(x) {
    if (x.length !== %(n)d) throw new RangeError("x: expected %(n)d numbers, got " + x.length);
    let z, %(a)s;
    %(forward)s;
    return [%(y)s];
}
"""
C = """/* %(made)s */
#include <math.h>
#include <string.h>
#ifndef REAL
#define REAL double
#endif
#define MATH(g, z) (sizeof(REAL) == 4 ? (REAL)g##f((float)(z)) : (REAL)g((double)(z)))
static %(const)sREAL w[] = {%(values)s};
void predict(const REAL *x, REAL *y) {
    REAL z, %(a)s;
    %(forward)s;
    %(results)s;
}
"""
C_TRAIN = """static REAL v[sizeof w / sizeof *w];  /* w after the step */
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
"""


# ---- what goes into a template ------------------------------------------------------------------
def filled(form, A, B=None):
    """The form for every pair of names: that of A for #, that of B for @."""
    return [form.replace("#", a).replace("@", b) for a, b in zip(A, B or A)]


def items(form, name, n):
    return [form % (name, k) for k in range(n)]


def sum_lines(name, terms):
    # In statements of 8 terms: Pythons up to 3.12 fail at an expression of thousands.
    return ["%s %s %s" % (name, "+=" if k else "=", " + ".join(terms[k:k + 8]))
            for k in range(0, len(terms), 8)]


def softmax_lines(forms, A):
    lines = ["z = " + A[0]] + filled(forms["larger"], A[1:])
    lines += filled(forms["power"], A)  # e^(a - the largest): it cannot overflow
    return lines + sum_lines("z", A) + filled("# /= z", A)


def forward_lines(net, forms, outputs, layers):
    lines = []
    for name, A_in, A, W in zip(net.activations, outputs, outputs[1:], layers):
        for a, column in zip(A, zip(*W)):
            lines += sum_lines("z", [column[-1]] + filled("# * @", A_in, column))
            lines.append("%s = %s" % (a, forms[name]))
    if net.activations[-1] == "softmax":
        lines += softmax_lines(forms, outputs[-1])
    return lines


def loss_lines(net, forms, A, targets):
    if net.loss == "mse":
        return filled("loss += (@ - #) * (@ - #)", A, targets)
    loss = "loss -= @ * " + forms["log"]
    if net.activations[-1] == "sigmoid":
        loss += " + (1 - @) * " + forms["log"].replace("#", "1 - #")
    return filled(loss, A, targets)


def step_lines(net, i, A_in, A, W):
    """What layer i adds to its weights after the step, and the deltas of the layer before it."""
    lines, deltas = [], filled("d#", A)
    is_last = i == len(net.activations) - 1
    if net.activations[i] in SLOPES and (net.loss == "mse" or not is_last):  # else it cancels out
        lines += filled("d# *= " + SLOPES[net.activations[i]], A)
    for factor, row in zip(filled("# * ", A_in) + [""], W):  # the last row: the biases
        lines += [w.replace("w", "v") + " += " + factor + d for w, d in zip(row, deltas)]
    if i > 0:
        for a, row in zip(A_in, W):
            lines += sum_lines("d" + a, filled("# * @", row, deltas))
    return lines


def backward_lines(net, forms, outputs, layers):
    targets = items(forms["item"], "t", net.sizes[-1])
    lines = filled("d# = rate * (@ - #)", outputs[-1], targets)
    lines += loss_lines(net, forms, outputs[-1], targets)
    for i in range(len(layers) - 1, -1, -1):
        lines += step_lines(net, i, outputs[i], outputs[i + 1], layers[i])
    return lines


def source(net, forms, template, in_array=False, train=False):
    """The template, filled in. in_array: the weights are the items of an array w, not numbers.

    aI_K is output K (from 0) of layer I (from 1), daI_K its delta times the rate.
    """
    net = checked_copy(net)
    n, m = net.sizes[0], net.sizes[-1]
    values = ["%r" % w for W, b in zip(net.weights, net.biases) for row in W + [b] for w in row]
    each = iter(items(forms["item"], "w", len(values)) if in_array else values)
    layers = [[[next(each) for _ in b] for _ in W + [b]] for W, b in zip(net.weights, net.biases)]
    outputs = [items(forms["item"], "x", n)]
    for i, size in enumerate(net.sizes[1:]):
        outputs.append(items("a%d_%d", i + 1, size))
    a = ", ".join([name for A in outputs[1:] for name in A])
    end = forms["end"]
    return template % {
        "made": "Made by purenn %s: %r, %s" % (__version__, net.sizes, ", ".join(net.activations)),
        "const": "" if train else "const ", "values": ",\n    ".join(values),
        "n": n, "m": m, "x": ", ".join(outputs[0]), "y": ", ".join(outputs[-1]),
        "a": a, "d": a.replace("a", "da"),
        "forward": end.join(forward_lines(net, forms, outputs, layers)),
        "backward": end.join(backward_lines(net, forms, outputs, layers)) if train else "",
        "results": end.join(filled("@ = #", outputs[-1], items("%s[%d]", "y", m))),
        "scale": m if net.loss == "mse" else 1}


# ---- the three functions ------------------------------------------------------------------------
def to_python(net):
    """Source of a module with predict(x): list -> list, on math.exp; in Jython to 400 weights."""
    return source(net, PYTHON_FORMS, PYTHON)


def to_javascript(net):
    """Source of an ES module with predict(x): an array of inputs -> the array of outputs."""
    text = source(net, C_FORMS, JAVASCRIPT)
    return text.replace("MATH(exp, ", "Math.exp(").replace("MATH(tanh, ", "Math.tanh(")


def to_c(net, train=False):
    """C99 and C++ source of void predict(const REAL *x, REAL *y): inputs x -> outputs y.

    REAL is double if not defined before. With train the weights are in RAM, and REAL train(const
    REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate) steps as Network.train does.
    """
    return source(net, C_FORMS, C + C_TRAIN if train else C, True, train)


if __name__ == "__main__":
    unknown = [argument for argument in sys.argv[1:] if argument not in ("-h", "--help")]
    print("unknown argument: %s; --help tells more" % unknown[0] if unknown else __doc__)
    sys.exit(2 if unknown else 0)
