"""The tests of export.py: .venv/bin/python -m pytest examples/test_export.py

What is written in C runs where there is gcc, what is written in JavaScript where there is node.
"""
import json
import os
import shutil
import subprocess
import sys

import pytest

import export  # it finds purenn.py
import purenn
from export import to_c, to_javascript, to_python
from purenn import Network, randn


def to_c_that_trains(net):
    return to_c(net, train=True)


WRITERS = [to_python, to_javascript, to_c, to_c_that_trains]
NAMES = sorted(purenn.ACTIVATIONS)
NAN = float("nan")
INF = float("inf")


# ---- networks and rows --------------------------------------------------------------------------
def random_rows(m, n, seed=1):
    stream = randn(seed)
    return [[next(stream) for _ in range(n)] for _ in range(m)]


def network(sizes, activations, loss=None):
    """Its biases are random too: a new network's are 0, and would not be missed.

    The seed is one with which relu has outputs above 0, and some that are 0.
    """
    return Network(sizes, activations, loss, weights=Network(sizes, activations, seed=7).weights,
                   biases=[random_rows(1, n, seed=n)[0] for n in sizes[1:]])


def with_activation(name):
    return network([3, 5, 2], ["tanh", name] if name == "softmax" else name)


def cases():
    for name in NAMES:
        yield pytest.param(lambda name=name: with_activation(name), id=name)
    for sizes, activations, loss in (
            ([1, 1], "sigmoid", None),
            ([3, 4, 2, 3], ["sigmoid", "tanh", "linear"], None),
            ([2, 3, 4, 3], ["relu", "linear", "softmax"], None),
            ([2, 3, 2], ["relu", "sigmoid"], "cross_entropy")):
        yield pytest.param(lambda s=sizes, a=activations, b=loss: network(s, a, b),
                           id="%s %s" % ("-".join(map(str, sizes)), loss or activations))


every_network = pytest.mark.parametrize("make", list(cases()))


def assert_close(rows, expected, tolerance=1e-13, least=1.0):
    """Each number is right to a part of its size, or of least if it is smaller."""
    assert [len(row) for row in rows] == [len(row) for row in expected]
    for row, wanted in zip(rows, expected):
        for a, b in zip(row, wanted):
            assert abs(a - b) <= tolerance * max(least, abs(b)), (rows, expected)


# ---- the three languages ------------------------------------------------------------------------
def executed(source):
    module = {}
    exec(source, module)
    return module


def output_of(command, folder):
    if shutil.which(command[0]) is None:
        pytest.skip("%s is not installed" % command[0])
    done = subprocess.run(command, cwd=str(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    assert done.returncode == 0, done.stdout
    return done.stdout


def in_python(net, X, folder):
    predict = executed(to_python(net))["predict"]
    return [predict(x) for x in X]


def in_javascript(net, X, folder):
    (folder / "net.mjs").write_text(to_javascript(net))
    (folder / "ask.mjs").write_text(
        'import { predict } from "./net.mjs";\n'
        "console.log(JSON.stringify(%s.map((x) => predict(x))));\n" % json.dumps(X))
    return json.loads(output_of(["node", "ask.mjs"], folder))


C_MAIN = """
#include <stdio.h>
static const REAL X[] = {%(X)s};
static void show(void) {
    for (int i = 0; i < %(m)d; i++) {
        REAL y[%(n_out)d];
        predict(X + i * %(n_in)d, y);
        for (int j = 0; j < %(n_out)d; j++) printf("%%.17g\\n", (double)y[j]);
    }
}
"""


def numbers_in_c(rows):
    return ", ".join("%r" % float(v) for row in rows for v in row)


def compiled(net, source, X, main, folder, *flags):
    """The numbers that main prints; it may call show(), which prints the outputs for X."""
    (folder / "net.c").write_text(source + C_MAIN % {
        "X": numbers_in_c(X), "m": len(X), "n_in": net.sizes[0], "n_out": net.sizes[-1]} + main)
    output_of(["gcc", "-std=c99", "-O1", "-Wall", "-Wextra", "-pedantic", "-Werror"] + list(flags)
              + ["-o", "net", "net.c", "-lm"], folder)
    return [float(line) for line in output_of([os.path.join(str(folder), "net")], folder).split()]


def rows_of(values, n):
    return [values[k:k + n] for k in range(0, len(values), n)]


def in_c(net, X, folder, source=None, *flags):
    values = compiled(net, source or to_c(net), X, "int main(void) { show(); }", folder, *flags)
    return rows_of(values, net.sizes[-1])


def in_c_that_trains(net, X, folder):
    return in_c(net, X, folder, to_c(net, train=True))


every_language = pytest.mark.parametrize("run", [in_python, in_javascript, in_c, in_c_that_trains])
compilers = pytest.mark.parametrize("run", [in_javascript, in_c, in_c_that_trains])


# ---- the same outputs ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_every_activation_of_purenn_can_be_written(name):
    assert name in export.WRITTEN, (
        "purenn has the activation %r, and export.py has no form for it: add it to WRITTEN, to"
        " PYTHON_FORMS and C_FORMS, and unless its slope is 1 to SLOPES" % name)
    for forms in export.PYTHON_FORMS, export.C_FORMS:
        assert name in forms


@every_network
def test_to_python_predicts_the_same(make, tmp_path):
    net = make()
    n = net.sizes[0]
    X = random_rows(5, n) + [[1] * n, [0] * n, [-3.5] * n]
    assert_close(in_python(net, X, tmp_path), net.forward_propagation(X))
    predict = executed(to_python(net))["predict"]
    assert predict(tuple(X[0])) == predict(X[0])


@every_network
@compilers
def test_javascript_and_c_predict_the_same(run, make, tmp_path):
    net = make()
    n = net.sizes[0]
    X = random_rows(5, n) + [[1] * n, [0] * n, [-3.5] * n]
    assert_close(run(net, X, tmp_path), net.forward_propagation(X))


def test_c_predicts_the_same_in_floats_of_32_bits(tmp_path):
    net = network([3, 4, 2, 3], ["sigmoid", "tanh", "softmax"])
    X = random_rows(5, 3)
    outputs = in_c(net, X, tmp_path, to_c(net), "-DREAL=float", "-Wdouble-promotion")
    assert_close(outputs, net.forward_propagation(X), 1e-6)
    assert outputs != in_c(net, X, tmp_path)


@pytest.mark.parametrize("names", [["sigmoid"], ["tanh"], ["relu"], ["linear"], ["softmax"],
                                   ["relu", "sigmoid"], ["tanh", "tanh"], ["relu", "softmax"]],
                         ids="-".join)
@every_language
def test_nothing_overflows(run, names, tmp_path):
    sizes = [1, 2, 2][-len(names) - 1:]
    net = Network(sizes, names, weights=[[[1000.0, -1000.0]] * n for n in sizes[:-1]])
    sums = 0.1, 0.36, 1.0, 1e3, 1e30, 1e200
    X = [[sign * v] * sizes[0] for v in sums for sign in (1, -1)]
    assert_close(run(net, X, tmp_path), net.forward_propagation(X))


@every_language
def test_tanh_keeps_its_digits(run, tmp_path):
    net = Network([1, 1], "tanh", weights=[[[1]]], biases=[[0]])
    sizes = (1e-30, 1e-18, 1e-9, 1e-4, 0.007, 0.0077, 0.0078, 0.008, 0.1, 0.5, 1.0, 3.0, 15.1, 19.9,
             20.1, 1e30)
    X = [[sign * z] for z in sizes for sign in (1, -1)]
    assert_close(run(net, X, tmp_path), net.forward_propagation(X), least=0.0)


def statements(source, start):
    """The statements of a function in C or JavaScript, which are Python's too."""
    lines = source[source.index(start):].split("\n")
    lines = lines[1:lines.index("}")]
    return "\n".join([line.strip().replace(";", "") for line in lines if " = " in line])


class Math:
    exp = staticmethod(purenn.math.exp)
    tanh = staticmethod(purenn.math.tanh)


SPELT_ALIKE = [([3, 4, 1], "sigmoid"), ([3, 4, 2, 3], ["sigmoid", "tanh", "linear"]),
               ([3, 2, 1], ["tanh", "softmax"])]


@pytest.mark.parametrize("sizes, names", SPELT_ALIKE)
def test_javascript_read_as_python_predicts_the_same(sizes, names):
    """Which needs no node."""
    net, row = network(sizes, names), [0.3, -0.7, 0.9]
    source = to_javascript(net)
    space = {"x": row, "Math": Math}
    exec(statements(source, "    let z, a1_0, "), space)
    last = source[source.index("return [") + 8:source.rindex("]")].split(", ")
    assert_close([[space[name] for name in last]], net.forward_propagation([row]))


@pytest.mark.parametrize("sizes, names", SPELT_ALIKE)
@pytest.mark.parametrize("write", [to_c, to_c_that_trains])
def test_c_read_as_python_predicts_the_same(write, sizes, names):
    """Which needs no gcc."""
    net, row = network(sizes, names), [0.3, -0.7, 0.9]
    source = write(net)
    values = source[source.index("] = {") + 5:source.index("};")].split(",")
    space = {"x": row, "y": [None] * sizes[-1], "w": [float(v) for v in values],
             "MATH": lambda f, z: f(z), "exp": Math.exp, "tanh": Math.tanh}
    exec(statements(source, "void predict(const REAL *x, REAL *y) {"), space)
    assert_close([space["y"]], net.forward_propagation([row]))


# ---- C that trains ------------------------------------------------------------------------------
TRAIN_MAIN = """
static const REAL targets[] = {%s};
int main(void) {
    printf("%%.17g\\n", (double)train(X, targets, %d, %d, %r));
    show();
}
"""


@every_network
def test_c_trains_as_the_network_does(make, tmp_path):
    net, m, epochs, learning_rate = make(), 4, 30, 0.05
    X, n_out = random_rows(m, net.sizes[0]), net.sizes[-1]
    y = [[float(k % n_out == j) for j in range(n_out)] for k in range(m)]
    main = TRAIN_MAIN % (numbers_in_c(y), m, epochs, learning_rate)
    values = compiled(net, to_c(net, train=True), X, main, tmp_path)
    before = net.forward_propagation(X)
    loss = net.train(X, y, epochs, learning_rate, print_every=0)
    after = net.forward_propagation(X)
    assert_close([values[:1]], [[loss]], 1e-12)
    assert_close(rows_of(values[1:], n_out), after, 1e-12)
    assert max(abs(a - b) for row in zip(after, before) for a, b in zip(*row)) > 1e-3


@pytest.mark.parametrize("real, large", [("float", 3e30), ("double", 1e300)])
def test_c_stops_before_a_loss_that_is_not_finite(real, large, tmp_path):
    net, X, y = network([2, 1], "linear"), [[1, 1]], [[0]]
    main = TRAIN_MAIN.replace("train(X,", "train(large,") % (numbers_in_c(y), 1, 3, 1.0)
    main = "static const REAL large[] = {%(v)r, %(v)r};" % {"v": large} + main
    values = compiled(net, to_c(net, train=True), X, main, tmp_path, "-DREAL=" + real)
    assert values[0] - values[0] != 0.0
    assert_close([values[1:]], net.forward_propagation(X), 1e-6)  # as before


# ---- the text -----------------------------------------------------------------------------------
@every_network
def test_the_first_line_says_what_it_is(make):
    net = make()
    said = "Made by purenn %s: %r, %s" % (purenn.__version__, net.sizes, ", ".join(net.activations))
    for write, comment in ((to_python, "# %s\n"), (to_javascript, "// %s\n"), (to_c, "/* %s */\n"),
                           (to_c_that_trains, "/* %s */\n")):
        assert write(net).startswith(comment % said)
    source = to_python(net)
    assert source.count("import") == 1 and "from math import exp\n" in source


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("n, terms", [(150, 250), (300, 500)])
def test_it_grows_by_lines_not_by_expressions(write, n, terms):
    source = write(Network([n, 2], "softmax"))
    assert max([line.count(" + ") for line in source.split("\n")]) < 8
    assert source.count(" + ") >= terms


def test_many_inputs(tmp_path):
    net, X = Network([3000, 1]), [[0.01] * 3000]
    assert_close(in_python(net, X, tmp_path), net.forward_propagation(X), 1e-12)


@pytest.mark.parametrize("write", WRITERS)
def test_it_writes_plain_floats(write):
    class Float(float):
        def __repr__(self):
            return "np.float64(%s)" % float.__repr__(self)

    net = Network([1, 1])
    net.weights[0][0][0] = Float(0.5)
    source = write(net)
    assert "0.5" in source and "np" not in source


@pytest.mark.parametrize("write", WRITERS)
def test_the_network_stays_as_it_was(write):
    net = network([2, 3, 1], "tanh")
    before = repr(vars(net))
    write(net)
    assert repr(vars(net)) == before


# ---- what is refused ----------------------------------------------------------------------------
@pytest.mark.parametrize("x", [[], [1, 2], [1, 2, 3, 4]])
def test_predict_in_python_wants_as_many_inputs(x):
    predict = executed(to_python(Network([3, 4, 1])))["predict"]
    with pytest.raises(ValueError, match="^x: expected 3 numbers, got %d$" % len(x)):
        predict(x)


@pytest.mark.parametrize("x", [[], [1, 2], [1, 2, 3, 4]])
def test_predict_in_javascript_wants_as_many_inputs(x, tmp_path):
    (tmp_path / "net.mjs").write_text(to_javascript(Network([3, 4, 1])))
    (tmp_path / "ask.mjs").write_text(
        'import { predict } from "./net.mjs";\n'
        "try { predict(%s); } catch (error) { console.log(`${error}`); }\n" % json.dumps(x))
    said = output_of(["node", "ask.mjs"], tmp_path)
    assert said == "RangeError: x: expected 3 numbers, got %d\n" % len(x)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("value", [NAN, INF, -INF, None])
def test_weights_that_are_not_finite_are_refused(write, value):
    net = Network([2, 2])
    net.weights[0][1][0] = value
    with pytest.raises(ValueError, match=r"weights\[0\], row 1"):
        write(net)
    net = Network([2, 2])
    net.biases[0][1] = value
    with pytest.raises(ValueError, match=r"biases\[0\]"):
        write(net)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("net", [None, [2, 1], Network, "net.json"], ids=repr)
def test_what_is_no_network_is_refused(write, net):
    with pytest.raises(ValueError, match="^net: expected a Network, got "):
        write(net)


@pytest.mark.parametrize("write", WRITERS)
def test_an_activation_of_ones_own_is_refused(write, monkeypatch):
    monkeypatch.setitem(purenn.ACTIVATIONS, "mine", (purenn.linear, purenn.linear_derivative))
    with pytest.raises(ValueError, match="^activations: expected one of linear, .*, got 'mine'"):
        write(Network([2, 2], "mine"))


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", [0, 1], ids=["function", "derivative"])
def test_a_name_whose_functions_were_replaced_is_refused(write, name, part, monkeypatch):
    functions = list(purenn.ACTIVATIONS[name])
    functions[part] = lambda A: A
    monkeypatch.setitem(purenn.ACTIVATIONS, name, tuple(functions))
    net = with_activation(name)
    with pytest.raises(ValueError, match="^activations: expected purenn's own .* for '%s'" % name):
        write(net)
    monkeypatch.undo()
    write(net)


# ---- the file -----------------------------------------------------------------------------------
def test_importing_it_looks_at_no_arguments(tmp_path):
    program = "import sys; sys.path.insert(0, %r); import export" % os.path.dirname(export.__file__)
    assert output_of([sys.executable, "-c", program, "--unknown"], tmp_path) == ""


def test_it_can_be_read_where_there_is_no_file():
    with open(export.__file__) as f:
        space = {"__name__": "export"}
        exec(f.read(), space)
    assert space["to_c"](Network([2, 1])) == to_c(Network([2, 1]))
