"""The tests of export.py: .venv/bin/python -m pytest examples/test_export.py

What is written in C runs where there is gcc, what is written in JavaScript where there is node.
"""
import json
import os
import shutil
import subprocess
import sys
from collections import namedtuple

import pytest

import export  # it finds purenn.py
import purenn
from export import to_c, to_java, to_javascript, to_python
from purenn import Network, randn


def python_that_trains(net):
    return to_python(net, train=True)


def javascript_that_trains(net):
    return to_javascript(net, train=True)


def c_that_trains(net):
    return to_c(net, train=True)


WRITERS = [to_python, python_that_trains, to_javascript, javascript_that_trains, to_c,
           c_that_trains, to_java]
NAMES = sorted(export.WRITTEN)  # the first test below asks whether that is all of purenn's
NAN = float("nan")
INF = float("inf")
every_writer = pytest.mark.parametrize("write", WRITERS)


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


def with_all_activations(last, loss=None):
    names = [name for name in NAMES if name != "softmax"] + [last]
    return network([3] + [2] * len(names), names, loss)


def large(sums, *activations):
    """A network of two weights of 1000 and -1000 a layer, and rows whose sums are so large."""
    sizes = [1, 2, 2][-len(activations) - 1:]
    net = Network(sizes, list(activations), weights=[[[1000.0, -1000.0]] * n for n in sizes[:-1]])
    return net, [[sign * v] * sizes[0] for v in sums for sign in (1, -1)]


def cases():
    for name in NAMES:
        yield pytest.param(lambda name=name: with_activation(name), id=name)
    for sizes, activations, loss in (
            ([1, 1], "sigmoid", None),
            ([4, 3], "softmax", None),
            ([3, 4, 2, 3], ["sigmoid", "tanh", "linear"], None),
            ([2, 3, 4, 3], ["relu", "linear", "softmax"], None),
            ([2, 3, 2], ["relu", "sigmoid"], "cross_entropy"),
            ([20, 30, 4], ["tanh", "sigmoid"], None)):  # in Python it is written with loops
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
    module = {"__name__": "exported"}
    exec(source, module)
    return module


def output_of(command, folder, status=0):
    if shutil.which(command[0]) is None:
        pytest.skip("does not apply: %s is not installed" % command[0])
    done = subprocess.run(command, cwd=str(folder), universal_newlines=True, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    assert (done.returncode != 0) == (status != 0), done.stdout
    return done.stdout


Training = namedtuple("Training", "X y epochs learning_rate")  # what train() takes


# Each of these gives [the loss of training] or [], and the outputs for X.
def in_python(net, X, folder, training=None):
    module = executed(to_python(net, train=training is not None))
    loss = [module["train"](*training)] if training else []
    return loss, [module["predict"](x) for x in X]


def asked(source, javascript, folder):
    (folder / "net.mjs").write_text(source)
    (folder / "ask.mjs").write_text('import * as net from "./net.mjs";\n' + javascript)
    return output_of(["node", "ask.mjs"], folder)


def in_javascript(net, X, folder, training=None):
    program = "const loss = [];\n"
    if training:
        program += "loss.push(net.train(...%s));\n" % json.dumps(training)
    program += ("console.log(JSON.stringify([loss, %s.map((x) => net.predict(x))]));\n"
                % json.dumps(X))
    return json.loads(asked(to_javascript(net, train=training is not None), program, folder))


C_MAIN = """
#include <stdio.h>
static const REAL X[] = {%(X)s};
int main(void)
{
    REAL y[%(n_out)d];
    int i, j;
    %(first)s
    for (i = 0; i < %(m)d; i++) {
        predict(X + i * %(n_in)d, y);
        for (j = 0; j < %(n_out)d; j++)
            printf("%%.17g\\n", (double)y[j]);
    }
    return 0;
}
"""
C_TRAINING = """
static const REAL rows[] = {%s}, targets[] = {%s};
"""
STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wconversion", "-Wsign-conversion",
          "-Wdouble-promotion", "-Wmissing-prototypes"]


def numbers_in_c(rows):
    return ", ".join("(REAL)%r" % float(v) for row in rows for v in row)


def compiled(folder, *flags):
    program = os.path.join(str(folder), "net.exe")  # Windows wants the ending, others do not mind
    output_of(["gcc", "-O1", "-o", program, "net.c"] + STRICT + list(flags) + ["-lm"], folder)
    return [float(line) for line in output_of([program], folder).split()]


def in_c(net, X, folder, training=None, flags=("-std=c89",)):
    source, first = to_c(net, train=training is not None), ""
    if training:
        source += C_TRAINING % (numbers_in_c(training.X), numbers_in_c(training.y))
        first = 'printf("%%.17g\\n", (double)train(rows, targets, %d, %d, (REAL)%r));' % (
            len(training.X), training.epochs, training.learning_rate)
    n_out = net.sizes[-1]
    (folder / "net.c").write_text(source + C_MAIN % {
        "X": numbers_in_c(X), "m": len(X), "n_in": net.sizes[0], "n_out": n_out, "first": first})
    values = compiled(folder, *flags)
    loss = [values.pop(0)] if training else []
    return loss, [values[k:k + n_out] for k in range(0, len(values), n_out)]


every_language = pytest.mark.parametrize("run", [in_python, in_javascript, in_c])


# ---- the same outputs ---------------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(purenn.ACTIVATIONS))
def test_every_activation_of_purenn_can_be_written(name):
    tables = ["%s_ACTIVATIONS" % language for language in ("PYTHON", "JAVASCRIPT", "C", "INTEGER")]
    lacking = [table for table in ["WRITTEN"] + tables if name not in getattr(export, table)]
    assert not lacking, "purenn's %r has no form in these tables of export.py: %s" % (name, lacking)


@every_network
@every_language
def test_it_predicts_the_same(run, make, tmp_path):
    net = make()
    n = net.sizes[0]
    X = random_rows(5, n) + [[1] * n, [0] * n, [-3.5] * n]
    assert_close(run(net, X, tmp_path)[1], net.forward_propagation(X))


def test_python_takes_a_tuple():
    net = with_activation("tanh")
    for train in False, True:
        predict = executed(to_python(net, train))["predict"]
        assert predict((0.5, 1.0, -2.0)) == predict([0.5, 1.0, -2.0])


def test_javascript_takes_typed_arrays(tmp_path):
    net = with_activation("tanh")
    program = ("for (const kind of [Array, Float64Array, Float32Array, Int16Array])\n"
               "    console.log(JSON.stringify(net.predict(kind.from([1, 2, -3]))));\n")
    lines = asked(to_javascript(net), program, tmp_path).splitlines()
    assert len(lines) == 4
    for line in lines:
        assert_close([json.loads(line)], net.forward_propagation([[1, 2, -3]]))


@pytest.mark.parametrize("standard", ["c89", "c99"])
def test_c_in_floats_of_32_bits(standard, tmp_path):
    net, X = with_all_activations("softmax"), random_rows(5, 3)
    _, outputs = in_c(net, X, tmp_path, None, ["-std=" + standard, "-DREAL=float"])
    assert_close(outputs, net.forward_propagation(X), 1e-6)
    assert outputs != in_c(net, X, tmp_path)[1]


@pytest.mark.parametrize("standard", ["c++98", "c++11"])
@pytest.mark.parametrize("real", ["double", "float"])
@pytest.mark.parametrize("loss", ["mse", "cross_entropy"])
def test_c_is_cplusplus_too(standard, real, loss, tmp_path):
    net = with_all_activations("sigmoid", loss)
    (tmp_path / "net.cpp").write_text(to_c(net, train=True))
    output_of(["g++", "-std=" + standard, "-DREAL=" + real, "-c", "net.cpp"]
              + [flag for flag in STRICT if "prototypes" not in flag], tmp_path)


@pytest.mark.parametrize("real", ["int", "long", "unsigned char", "long double", "int16_t", ""])
def test_real_is_double_or_float_and_nothing_else(real, tmp_path):
    (tmp_path / "net.c").write_text("#include <stdint.h>\n" + to_c(Network([2, 1])))
    assert "error" in output_of(["gcc", "-DREAL=" + real, "-c", "net.c"], tmp_path, status=1)


def test_c_takes_exp_and_tanh_of_yours(tmp_path):
    net = network([2, 3, 2], ["tanh", "sigmoid"])
    own = """
#include <math.h>
static int calls = 0;
static double own_exp(double z) { calls++; return exp(z); }
static double own_tanh(double z) { calls++; return tanh(z); }
#define MATH(function, z) own_##function(z)
"""
    main = """
#include <stdio.h>
int main(void)
{
    REAL x[2] = {1, 2}, y[2];
    predict(x, y);
    printf("%d %.17g %.17g", calls, y[0], y[1]);
    return 0;
}
"""
    (tmp_path / "net.c").write_text(own + to_c(net) + main)
    calls, a, b = compiled(tmp_path, "-std=c89")
    assert calls == 5
    assert_close([[a, b]], net.forward_propagation([[1, 2]]))


@pytest.mark.parametrize("names", [[name] for name in NAMES] + [
    ["relu", "sigmoid"], ["tanh", "tanh"], ["relu", "softmax"]], ids="-".join)
@every_language
def test_nothing_overflows(run, names, tmp_path):
    net, X = large([0.1, 0.36, 1.0, 1e3, 1e30, 1e200], *names)
    assert_close(run(net, X, tmp_path)[1], net.forward_propagation(X))


@every_language
def test_tanh_keeps_its_digits(run, tmp_path):
    net = Network([1, 1], "tanh", weights=[[[1]]], biases=[[0]])
    sizes = (1e-30, 1e-18, 1e-9, 1e-4, 0.0008, 0.001, 0.002, 0.007, 0.0077, 0.0078, 0.008, 0.1, 0.5,
             1.0, 3.0, 15.1, 19.9, 20.1, 1e30)
    X = [[sign * z] for z in sizes for sign in (1, -1)]
    assert_close(run(net, X, tmp_path)[1], net.forward_propagation(X), least=0.0)


@pytest.mark.parametrize("sizes", [[3000, 1], [1, 700, 3], [784, 30, 10]], ids=repr)
@every_language
def test_a_large_network(run, sizes, tmp_path):
    net, X = Network(sizes, "tanh", seed=1), [[0.01] * sizes[0], [-0.02] * sizes[0]]
    assert_close(run(net, X, tmp_path)[1], net.forward_propagation(X), 1e-12)


JAVA_MAIN = """
public class Main {
    public static void main(String[] arguments) {
        double[][] X = {%s};
        for (double[] x : X)
            for (double y : Fan.predict(x)) System.out.println(y);
        try {
            Fan.predict(new double[X[0].length + 1]);
        } catch (IllegalArgumentException error) {
            System.err.println(error.getMessage());
        }
    }
}
"""


@pytest.mark.parametrize("make", [
    lambda: with_all_activations("softmax"),
    lambda: network([200, 6, 3], ["sigmoid", "linear"]),
    lambda: large([1.0], "softmax")[0]], ids=["softmax", "linear", "large"])
def test_java_predicts_the_same(make, tmp_path):
    net = make()
    X = random_rows(3, net.sizes[0]) + [[1000.0] * net.sizes[0], [-1000.0] * net.sizes[0]]
    (tmp_path / "Fan.java").write_text(to_java(net, "Fan"))
    (tmp_path / "Main.java").write_text(
        JAVA_MAIN % ", ".join(["{%s}" % ", ".join(map(repr, x)) for x in X]))
    output_of(["javac", "-Xlint:all", "-Werror", "Fan.java", "Main.java"], tmp_path)
    said = output_of(["java", "Main"], tmp_path).split("\n", net.sizes[-1] * len(X))
    n = net.sizes[-1]
    values = [float(line) for line in said[:-1]]
    assert_close([values[k:k + n] for k in range(0, len(values), n)], net.forward_propagation(X))
    assert said[-1] == "x: expected %d numbers, got %d\n" % (net.sizes[0], net.sizes[0] + 1)


@pytest.mark.parametrize("name", ["fan", "", "new", "F an", "_Fan", None, 1])
def test_a_name_that_is_no_class_is_refused(name):
    with pytest.raises(ValueError, match="^name: expected "):
        to_java(Network([2, 1]), name)


# ---- training -----------------------------------------------------------------------------------
def classes(m, n):
    return [[float(k % n == j) for j in range(n)] for k in range(m)]


@every_network
@every_language
def test_it_trains_as_the_network_does(run, make, tmp_path):
    net = make()
    X = random_rows(4, net.sizes[0])
    training = Training(X, classes(4, net.sizes[-1]), 30, 0.05)
    loss, outputs = run(net, X, tmp_path, training)
    before = net.forward_propagation(X)
    expected = net.train(*training, print_every=0)
    after = net.forward_propagation(X)
    assert_close([loss], [[expected]], 1e-12)
    assert_close(outputs, after, 1e-12)
    assert max(abs(a - b) for row, old in zip(after, before) for a, b in zip(row, old)) > 1e-3


@every_language
def test_it_trains_from_outputs_of_0_and_1(run, tmp_path):
    """Where the loss takes the logarithm of 0."""
    for name in "sigmoid", "softmax":
        net, X = large([1e3], name)
        net = Network(net.sizes, name, "cross_entropy", weights=net.weights)
        training = Training(X, [[0, 1], [1, 0]], 2, 0.01)
        loss, outputs = run(net, X, tmp_path, training)
        assert_close([loss], [[net.train(*training, print_every=0)]], 1e-12)
        assert_close(outputs, net.forward_propagation(X), 1e-12)


def not_finite():
    net = network([2, 1], "linear")
    return net, Training([[1e300, 1e300]], [[0]], 3, 1.0), [[1, 1]]


@pytest.mark.parametrize("real, value", [("float", 3e30), ("double", 1e300)])
def test_c_stops_before_a_loss_that_is_not_finite(real, value, tmp_path):
    net, training, X = not_finite()
    training = training._replace(X=[[value, value]])
    [loss], outputs = in_c(net, X, tmp_path, training, ["-std=c89", "-DREAL=" + real])
    assert loss - loss != 0.0
    assert_close(outputs, net.forward_propagation(X), 1e-6)  # as before


def test_python_stops_before_a_loss_that_is_not_finite():
    net, training, X = not_finite()
    module = executed(to_python(net, train=True))
    with pytest.raises(OverflowError, match="^loss (inf|nan): lower learning_rate"):
        module["train"](*training)
    assert_close([module["predict"](x) for x in X], net.forward_propagation(X))


def test_javascript_stops_before_a_loss_that_is_not_finite(tmp_path):
    net, training, X = not_finite()
    program = ("try { net.train(...%s); } catch (error) { console.log(`${error}`); }\n"
               "console.log(JSON.stringify(%s.map((x) => net.predict(x))));\n"
               % (json.dumps(training), json.dumps(X)))
    said, outputs = asked(to_javascript(net, train=True), program, tmp_path).splitlines()
    assert said == "RangeError: loss Infinity: lower learningRate, or scale X and y"
    assert_close(json.loads(outputs), net.forward_propagation(X))


BAD_ROWS = [([], []), ([[1, 2]], []), ([[1, 2]], [[1], [0]]), ([[1, 2, 3]], [[1]]), ([[1]], [[1]]),
            ([[1, 2], [1]], [[1], [1]]), ([[1, 2]], [[1, 0]]), ([[1, 2], [1, 2]], [[1], []])]


@pytest.mark.parametrize("X, y", BAD_ROWS)
def test_python_trains_on_rows_that_fit(X, y):
    train = executed(to_python(Network([2, 1]), train=True))["train"]
    with pytest.raises(ValueError, match="^(X, )?y: expected "):
        train(X, y, 1, 0.1)


def test_javascript_trains_on_rows_that_fit(tmp_path):
    program = ("for (const [X, y] of %s)\n"
               "    try { net.train(X, y, 1, 0.1); } catch (error) { console.log(`${error}`); }\n"
               % json.dumps(BAD_ROWS))
    said = asked(to_javascript(Network([2, 1]), train=True), program, tmp_path).splitlines()
    assert len(said) == len(BAD_ROWS)
    for line in said:
        assert line.startswith(("RangeError: X", "RangeError: y")), line


# ---- integers -----------------------------------------------------------------------------------
INTEGER_CASES = [
    ([1, 1], "sigmoid"), ([4, 8, 3], "sigmoid"), ([4, 8, 3], ["tanh", "softmax"]),
    ([3, 5, 4, 2], ["relu", "linear", "sigmoid"]), ([2, 6, 3], ["relu", "softmax"]),
    ([5, 2], "softmax"), ([3, 4, 2], ["sigmoid", "linear"]), ([6, 3], "relu"), ([20, 9, 1], "tanh")]
INTEGER_CASES += [([3, 5, 2], [name, "linear"]) for name in NAMES if name != "softmax"]
every_integer_network = pytest.mark.parametrize("sizes, names", INTEGER_CASES)
UNITS = [1.0, 100.0, 0.001, 30000.0, 7.0]  # of the inputs


def integer_case(sizes, names):
    """A network that takes each input in a unit of its own, and rows of these."""
    units = [UNITS[k % len(UNITS)] for k in range(sizes[0])]
    net = purenn.fold_scaling(network(sizes, names), [0.0] * sizes[0], units)
    return net, [[v * unit for v, unit in zip(row, units)] for row in random_rows(60, sizes[0], 3)]


def test_an_input_that_is_always_0_does_not_coarsen_the_others():
    net = network([6, 4, 3], ["tanh", "softmax"])
    X = [[0.0, 0.0] + row for row in random_rows(60, 4, 3)]
    found = export.IntegerNetwork(net, X).forward_propagation(X)
    assert max([abs(a - b) for row, expected in zip(found, net.forward_propagation(X))
                for a, b in zip(row, expected)]) < 0.002


INTEGER_MAIN = """
#include <stdio.h>
int main(void)
{
    unsigned long state = 1;
    int row, k;
    for (row = 0; row < %(rows)d; row++) {
        int16_t x[%(n_in)d], y[%(n_out)d];
        for (k = 0; k < %(n_in)d; k++) {
            state = (state * 1103 + 12345) %% 65536UL;
            x[k] = (int16_t)((long)state - 32768);
        }
        predict(x, y);
        for (k = 0; k < %(n_out)d; k++)
            printf("%%d\\n", (int)y[k]);
    }
    return 0;
}
"""
# What is undefined stops the program. By a trap, as gcc on Windows has no library to tell more.
SANITIZED = ["-fsanitize=undefined", "-fsanitize-undefined-trap-on-error"]


def random_integers(rows, n):
    """What INTEGER_MAIN draws: all that 16 bits can be, the least and the largest too."""
    state, drawn = 1, []
    for _ in range(rows * n):
        state = (state * 1103 + 12345) % 65536
        drawn.append(state - 32768)
    return [drawn[k:k + n] for k in range(0, rows * n, n)]


@every_integer_network
def test_integers_in_python_are_those_in_c_bit_for_bit(sizes, names, tmp_path):
    net, X = integer_case(sizes, names)
    main = INTEGER_MAIN % {"rows": 2000, "n_in": sizes[0], "n_out": sizes[-1]}
    (tmp_path / "net.c").write_text(to_c(net, integers=X) + main)
    values = compiled(tmp_path, "-std=c89", *SANITIZED)
    model = export.IntegerNetwork(net, X)
    expected = [model.predict(x) for x in random_integers(2000, sizes[0])]
    assert values == [v for row in expected for v in row]
    assert len(set(values)) > 50  # they are not all at their ends


USED_MAIN = """
#include <stdio.h>
int main(void)
{
    static const double X[] = {%(X)s}, scales[] = {%(scales)s};
    int row, k;
    for (row = 0; row < %(m)d; row++) {
        int16_t x[%(n_in)d], y[%(n_out)d];
        for (k = 0; k < %(n_in)d; k++)
            x[k] = (int16_t)(X[row * %(n_in)d + k] * scales[k]);
        fan_predict(x, y);
        for (k = 0; k < %(n_out)d; k++)
            printf("%%.17g\\n", y[k] / (double)FAN_OUTPUT_PER_UNIT);
    }
    return 0;
}
"""


@every_integer_network
def test_integers_are_near_the_network(sizes, names, tmp_path):
    net, X = integer_case(sizes, names)
    source = to_c(net, integers=X, name="fan")
    scales = ["FAN_INPUT_%d_PER_UNIT" % k for k in range(sizes[0])]
    (tmp_path / "net.c").write_text(source + USED_MAIN % {
        "X": numbers_in_c(X).replace("(REAL)", ""), "scales": ", ".join(scales), "m": len(X),
        "n_in": sizes[0], "n_out": sizes[-1]})
    values = compiled(tmp_path, "-std=c89", *SANITIZED)
    expected = [v for row in net.forward_propagation(X) for v in row]
    largest = max(1.0, max(map(abs, expected)))
    assert max(abs(a - b) for a, b in zip(values, expected)) < 1e-3 * largest


@every_integer_network
def test_no_sum_of_integers_overflows(sizes, names):
    """The proof is by ranges; here each sum is driven as far as it goes."""
    net, X = integer_case(sizes, names)
    model = export.IntegerNetwork(net, X)
    ranges, finest = model.ranges, []
    for layer in model.layers:
        farthest = 0
        for row, bias in zip(layer.weights, layer.biases):
            for choose in max, min:
                total = bias
                for w, (least, most) in zip(row, ranges):
                    total += choose(w * least, w * most)
                    farthest = max(farthest, abs(total))
        assert farthest < 2 ** 31
        weights = [abs(w) for row in layer.weights for w in row]
        assert max(weights) < 2 ** 15
        finest.append(farthest >= 2 ** 30 or max(weights) >= 2 ** 14)
        ranges = layer.output_ranges(ranges)
        assert all(-2 ** 15 < least <= most < 2 ** 15 for least, most in ranges)
    assert all(finest)  # no bit is given away


def test_inputs_beyond_their_range_count_as_its_end():
    net, X = integer_case([2, 3, 1], "tanh")
    model = export.IntegerNetwork(net, X)
    (least_0, most_0), (least_1, most_1) = model.ranges
    assert model.predict([-32768, 32767]) == model.predict([least_0, most_1])
    assert model.predict([32767, -32768]) == model.predict([most_0, least_1])


@every_integer_network
def test_the_head_of_integers_tells_how_exact_they_are(sizes, names):
    net, X = integer_case(sizes, names)
    own, outputs = net.forward_propagation(X), export.IntegerNetwork(net, X).forward_propagation(X)
    errors = [abs(a - b) for row, other in zip(own, outputs) for a, b in zip(row, other)]
    mean = sum(errors) / len(errors)
    said = "Over 60 rows: worst error %.2g, mean error %.2g" % (max(errors), mean)
    if sizes[-1] > 1:
        said += "; the same answer in %d" % sum(
            a.index(max(a)) == b.index(max(b)) for a, b in zip(own, outputs))
    elif names == "sigmoid":  # of a single output: yes or no
        said += "; the same answer in %d" % sum(
            (a >= 0.5) == (b >= 0.5) for [a], [b] in zip(own, outputs))
    assert said + "." in to_c(net, integers=X)


def test_the_head_of_integers_tells_units_and_ranges():
    net = Network([2, 1], "linear", weights=[[[1.0], [1.0]]])
    lines = to_c(net, integers=[[-2.5, 0.0], [3.0, 2.0 ** -20]], name="fan").split("\n")
    assert "#define FAN_INPUT_0_PER_UNIT 8192 /* -2.5 to 3 */" in lines
    # Beyond 2^30 it is no int of 32 bits, but a double.
    assert "#define FAN_INPUT_1_PER_UNIT 17179869184.0 /* 0 to 9.53674e-07 */" in lines
    assert [export.power_of_two(scale) for scale in (30, 31)] == ["1073741824", "2147483648.0"]


def test_a_column_of_zeros_and_a_network_of_zeros(tmp_path):
    net = Network([2, 2], "linear", weights=[[[0, 0], [0, 0]]])
    (tmp_path / "net.c").write_text(to_c(net, integers=[[0, 1], [0, 2]]) + INTEGER_MAIN % {
        "rows": 3, "n_in": 2, "n_out": 2})
    assert compiled(tmp_path, "-std=c89", *SANITIZED) == [0] * 6


EDGES = {
    "a z that 16 bits cannot turn round": (
        Network([1, 1], weights=[[[8.0]]]), [[1.0], [-1.0]]),
    "sums that go far and come back": (
        Network([80, 1], "linear", weights=[[[1.0]] * 40 + [[-1.0]] * 40]), [[1.0] * 80] * 2),
    "a sum of 2^31 - 10, which the half for rounding takes too far": (
        Network([1, 1], "linear", weights=[[[1.0]]], biases=[[7.0 - 10.0 / 2 ** 28]]),
        [[1.0], [-1.0]]),
    "a weight and an input that round up to 32768": (
        Network([1, 1], "linear", weights=[[[0.99999]]]), [[0.99999], [-0.99999]]),
    "a softmax of tiny sums": (
        Network([2, 2], "softmax", weights=[[[1e-4, 0.0], [0.0, 1e-4]]]),
        [[1.0, 2.0], [-1.0, 0.5]]),
}


@pytest.mark.parametrize("name", sorted(EDGES))
def test_integers_at_the_edges(name, tmp_path):
    net, X = EDGES[name]
    model, n = export.IntegerNetwork(net, X), net.sizes[0]
    ends = [[pair[k] for pair in model.ranges] for k in (0, 1)]
    main = INTEGER_MAIN % {"rows": 2, "n_in": n, "n_out": net.sizes[-1]}
    array = "static const long ends[] = {%s};" % ", ".join(["%d" % v for v in ends[0] + ends[1]])
    main = main.replace("int row, k;", "int row, k;\n    " + array)
    main = main.replace("(int16_t)((long)state - 32768)", "(int16_t)ends[row * %d + k]" % n)
    (tmp_path / "net.c").write_text(to_c(net, integers=X) + main)
    values = compiled(tmp_path, "-std=c89", *SANITIZED)
    assert values == [v for end in ends for v in model.predict(end)]


def test_integers_are_rounded_to_both_sides():
    net, X = Network([1, 1], "linear", weights=[[[0.3]]]), [[k / 70.0] for k in range(-99, 99)]
    model = export.IntegerNetwork(net, X)
    unit = 2.0 ** -model.layers[-1].scale
    errors = [(a[0] - b[0]) / unit for a, b in zip(model.forward_propagation(X),
                                                   net.forward_propagation(X))]
    assert abs(sum(errors)) / len(errors) < 0.2


@pytest.mark.parametrize("X", [[], [[1]], [[1, 2, 3]], [[1, NAN]], "12", 5, [[1, "2"]], [1, 2]],
                         ids=repr)
def test_rows_for_integers_that_do_not_fit_are_refused(X):
    with pytest.raises(ValueError, match="^integers: X"):
        to_c(Network([2, 1]), integers=X)


def test_integers_do_not_train():
    with pytest.raises(ValueError, match="^integers: expected None with train=True"):
        to_c(Network([2, 1]), train=True, integers=[[1, 2]])


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "softmax"])
def test_sums_too_large_for_integers_are_refused(name):
    net = Network([1, 2], name, weights=[[[1e9, 1]]])
    with pytest.raises(ValueError, match="^integers: expected sums .* up to .* before " + name):
        to_c(net, integers=[[1], [-1]])


@pytest.mark.parametrize("name, weight, bias, x", [
    ("linear", 1.0, 1e300, 1.0), ("sigmoid", 1.0, 1e300, 1.0), ("softmax", 1.7e308, 0.0, 1.0),
    ("tanh", 1.7e308, 0.0, 1e-300), ("relu", 1e-300, 0.0, 1e300),
    ("linear", 1e300, 1e-300, 1e-300)])
def test_numbers_of_any_size_become_integers_or_are_refused(name, weight, bias, x, tmp_path):
    net = Network([1, 1], name, weights=[[[weight]]], biases=[[bias]])
    try:
        source = to_c(net, integers=[[x], [-x]])
    except ValueError as error:
        assert str(error).startswith("integers: expected ")
    else:
        (tmp_path / "net.c").write_text(source + INTEGER_MAIN % {"rows": 9, "n_in": 1, "n_out": 1})
        compiled(tmp_path, "-std=c89", *SANITIZED)


# ---- the text -----------------------------------------------------------------------------------
@every_network
def test_the_first_line_says_what_it_is(make):
    net = make()
    said = "Made by purenn %s: %r, %s" % (purenn.__version__, net.sizes, ", ".join(net.activations))
    for write in WRITERS:
        first = write(net).split("\n")[0]
        assert first in ("# " + said, "// " + said, "/* %s */" % said)


def test_small_python_is_straight_and_large_python_has_loops():
    small, large = Network([16, 16, 4]), Network([16, 16, 5])
    source = to_python(small)
    assert "for " not in source and source.count("import") == 1
    assert "for " in to_python(large)
    assert max(line.count(" + ") for line in to_python(Network([300, 1])).split("\n")) < 8


@pytest.mark.parametrize("write", [to_python, to_java])
def test_no_text_is_longer_than_java_takes(write):
    net = Network([200, 20], weights=[[[1.0 / 3.0 - 1e-5] * 20] * 200])
    texts = write(net).split('"')[1::2]
    assert sum(map(len, texts)) > 65535 > max(map(len, texts))


@every_writer
def test_it_writes_plain_floats(write):
    class Float(float):
        def __repr__(self):
            return "numpy.float64(%s)" % float.__repr__(self)

    net = Network([1, 1])
    net.weights[0][0][0] = Float(0.5)
    source = write(net)
    assert "0.5" in source and "numpy" not in source


class LyingInt(int):
    def __repr__(self):
        return "1; import os"
    __str__ = __repr__


class LyingText(str):
    def __repr__(self):
        return "1; import os"
    __str__ = __repr__
    __format__ = __repr__


@every_writer
def test_objects_that_lie_get_no_text_into_the_code(write):
    net = Network([LyingInt(2), LyingInt(3), LyingInt(1)], LyingText("sigmoid"), LyingText("mse"))
    assert write(net) == write(Network([2, 3, 1]))


def test_a_name_that_lies_gets_no_text_into_the_code():
    assert to_c(Network([2, 1]), name=LyingText("fan")) == to_c(Network([2, 1]), name="fan")


@every_writer
def test_it_is_ascii_text(write):
    source = write(Network([2, 3, 1], u"tanh"))
    assert type(source) is str and all(ord(c) < 128 for c in source)
    assert "$" not in source.replace("${", "") and "name_" not in source and "NAME_" not in source


@every_writer
def test_the_network_stays_as_it_was(write):
    net = network([2, 3, 1], "tanh")
    before = repr(vars(net))
    write(net)
    assert repr(vars(net)) == before


# ---- names in C ---------------------------------------------------------------------------------
TWO_MAIN = """
#include <stdio.h>
int main(void)
{
    static const REAL X[] = {1, 2}, y[] = {1};
    REAL a, b;
    fan_train(X, y, 1, 5L, (REAL)0.5);
    fan_predict(X, &a);
    Pump2_predict(X, &b);
    printf("%.17g %.17g\\n", (double)a, (double)b);
    return 0;
}
"""


def two_networks():
    fan, pump = network([2, 3, 1], "tanh"), network([2, 2, 1], ["relu", "sigmoid"])
    sources = to_c(fan, train=True, name="fan"), to_c(pump, name="Pump2")
    fan.train([[1, 2]], [[1]], 5, 0.5, print_every=0)
    expected = [net.forward_propagation([[1, 2]])[0][0] for net in (fan, pump)]
    return sources, expected


def test_two_networks_in_one_file(tmp_path):
    sources, expected = two_networks()
    (tmp_path / "net.c").write_text("".join(sources) + TWO_MAIN)
    assert_close([compiled(tmp_path, "-std=c89")], [expected])


def test_two_networks_in_files_of_their_own(tmp_path):
    sources, expected = two_networks()
    prototypes = ["#define REAL double\n"]
    for name, source in zip(["fan.c", "pump.c"], sources):
        (tmp_path / name).write_text(source)
        prototypes += [line + "\n" for line in source.split("\n") if line.endswith(");")
                       and line.startswith(("void", "REAL"))]
    assert len(prototypes) == 4
    (tmp_path / "net.c").write_text("".join(prototypes) + TWO_MAIN)
    assert_close([compiled(tmp_path, "-std=c89", "fan.c", "pump.c")], [expected])


@pytest.mark.parametrize("name", ["1fan", "fan pump", "fan-pump", "_fan", "f\xe4n", "fan;", " ",
                                  None, 1, ["fan"], b"fan"], ids=repr)
def test_a_name_that_is_no_identifier_is_refused(name):
    with pytest.raises(ValueError, match='^name: expected "" or a letter, then letters, digits'):
        to_c(Network([2, 1]), name=name)


# ---- what is refused ----------------------------------------------------------------------------
@pytest.mark.parametrize("x", [[], [1, 2], [1, 2, 3, 4]])
@pytest.mark.parametrize("train", [False, True])
def test_predict_in_python_wants_as_many_inputs(x, train):
    predict = executed(to_python(Network([3, 4, 1]), train))["predict"]
    with pytest.raises(ValueError, match="^x: expected 3 numbers, got %d$" % len(x)):
        predict(x)


BAD_INPUTS = [  # in JavaScript, and what is said
    ("[]", "x: expected 3 numbers, got 0"),
    ("[1, 2]", "x: expected 3 numbers, got 2"),
    ("new Float32Array(4)", "x: expected 3 numbers, got 4"),
    ("null", "x: expected 3 numbers, got undefined"),
    ("undefined", "x: expected 3 numbers, got undefined"),
    ("7", "x: expected 3 numbers, got undefined"),
    ('"123"', "x[0]: expected a number, got string 1"),
    ("[1, null, 3]", "x[1]: expected a number, got object null"),
    ('[1, "", 3]', "x[1]: expected a number, got string "),
    ('[1, 2, "0x10"]', "x[2]: expected a number, got string 0x10"),
    ("[1, 2, true]", "x[2]: expected a number, got boolean true"),
    ("[[1], 2, 3]", "x[0]: expected a number, got object 1"),
    ("[1, , 3]", "x[1]: expected a number, got undefined undefined"),
    ("[1, 2, NaN]", "x[2]: expected a number, got number NaN"),
    ("[1, 2, Infinity]", "x[2]: expected a number, got number Infinity"),
    ("[1, 2, 3n]", "x[2]: expected a number, got bigint 3"),
]


def test_predict_in_javascript_is_strict(tmp_path):
    program = "".join(["try { net.predict(%s); } catch (error) { console.log(`${error}`); }\n" % x
                       for x, _ in BAD_INPUTS])
    for write in to_javascript, javascript_that_trains:
        said = asked(write(Network([3, 4, 1])), program, tmp_path)
        assert said.splitlines() == ["RangeError: " + words for _, words in BAD_INPUTS]


@every_writer
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


@every_writer
@pytest.mark.parametrize("net", [None, [2, 1], Network, "net.json"], ids=repr)
def test_what_is_no_network_is_refused(write, net):
    with pytest.raises(ValueError, match="^net: expected a Network, got "):
        write(net)


@pytest.mark.parametrize("write", [to_python, to_javascript, to_c])
@pytest.mark.parametrize("train", [None, "yes", 1, 0, "", []], ids=repr)
def test_train_is_true_or_false(write, train):
    with pytest.raises(ValueError, match="^train: expected True or False, got "):
        write(Network([2, 1]), train=train)


@every_writer
def test_an_activation_of_ones_own_is_refused(write, monkeypatch):
    monkeypatch.setitem(purenn.ACTIVATIONS, "mine", (purenn.linear, purenn.linear_derivative))
    with pytest.raises(ValueError, match="^activations: expected one of .*linear, .*, got 'mine'"):
        write(Network([2, 2], "mine"))


@every_writer
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", [0, 1], ids=["function", "derivative"])
def test_a_name_whose_functions_were_replaced_is_refused(write, name, part, monkeypatch):
    functions = list(purenn.ACTIVATIONS[name])
    functions[part] = lambda A: A
    net = with_activation(name)
    monkeypatch.setitem(purenn.ACTIVATIONS, name, tuple(functions))
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


# ---- the command line ---------------------------------------------------------------------------
@pytest.fixture
def saved(tmp_path, monkeypatch):
    """A network that is saved as net.json in the folder one is in."""
    monkeypatch.chdir(tmp_path)
    net = network([2, 3, 1], "tanh")
    purenn.save(net, "net.json")
    return net


@pytest.mark.parametrize("arguments, source", [
    (["fan.py"], to_python), (["fan.js"], to_javascript), (["fan.mjs"], to_javascript),
    (["fan.c"], to_c), (["Fan.java"], lambda net: to_java(net, "Fan")),
    (["fan.py", "--train"], python_that_trains),
    (["fan.js", "--train"], javascript_that_trains), (["fan.c", "--train"], c_that_trains),
    (["fan.c", "--name", "fan"], lambda net: to_c(net, name="fan"))], ids=repr)
def test_the_command_writes_what_the_functions_give(arguments, source, saved, tmp_path, capsys):
    export.main(["net.json"] + arguments)
    expected = source(saved)
    assert (tmp_path / arguments[0]).read_text() == expected
    assert capsys.readouterr().out == "%s: %d bytes\n" % (arguments[0], len(expected))
    export.main(["net.json"] + arguments)  # again, in its place


@pytest.mark.parametrize("arguments, said", [
    (["net.json"], "output"),
    (["net.json", "net.json"], "net.json: expected a name that ends in one of .c, .java, .js,"),
    (["net.json", "fan"], "fan: expected a name that ends in one of"),
    (["none.json", "fan.c"], "none.json"),
    (["notes.c", "fan.c"], "'notes.c' holds no network"),
    (["net.json", "notes.c"], "notes.c: it was not made by export.py"),
    (["net.json", "no/fan.c"], "no/fan.c"),
    (["net.json", "fan.c", "--name", "a b"], "name: expected"),
    (["net.json", "fan.py", "--name", "fan"], "--name and --integers are for C, got fan.py"),
    (["net.json", "Fan.java", "--train"], "--train is for Python, JavaScript and C, got Fan.java"),
    (["net.json", "fan.java"], "name: expected a class, which begins with a capital, got 'fan'"),
    (["net.json", "fan.js", "--integers", "rows.csv"], "--name and --integers are for C"),
    (["net.json", "fan.c", "--integers", "none.csv"], "none.csv"),
    (["net.json", "fan.c", "--integers", "notes.c"], "notes.c, line 2: expected 2 numbers, got x"),
    (["net.json", "fan.c", "--integers", "net.json"], "net.json, line 2: expected 2 numbers, got "),
    (["net.json", "fan.c", "--train", "--integers", "rows.csv"], "integers: expected None with"),
    (["net.json", "fan.c", "--unknown"], "--unknown")], ids=repr)
def test_the_command_refuses(arguments, said, saved, tmp_path, capsys):
    (tmp_path / "notes.c").write_text("int mine;\nx\n")
    (tmp_path / "rows.csv").write_text("1,2\n")
    with pytest.raises(SystemExit) as stopped:
        export.main(arguments)
    assert stopped.value.code == 2 and said in capsys.readouterr().err
    assert sorted(os.listdir(".")) == ["net.json", "notes.c", "rows.csv"]
    assert (tmp_path / "notes.c").read_text() == "int mine;\nx\n"


@pytest.mark.parametrize("head", ["", "warm,wet\n"])
def test_the_command_makes_integers_from_a_file(head, saved, tmp_path, capsys):
    (tmp_path / "rows.csv").write_text(head + "1,2\n\n-1.5,0.25\n")
    export.main(["net.json", "fan.c", "--integers", "rows.csv"])
    source = to_c(saved, integers=[[1, 2], [-1.5, 0.25]])
    assert (tmp_path / "fan.c").read_text() == source
    said = capsys.readouterr().out.splitlines()
    assert said[0] == "fan.c: %d bytes" % len(source)
    assert said[1].startswith("Over 2 rows: worst error")


@pytest.mark.parametrize("line", ["1", "1,2,3", "1,x", ",", "1;2"])
def test_the_command_wants_numbers_for_integers(line, saved, tmp_path, capsys):
    for text, number in ("1,2\n%s\n", 2), ("warm,wet\n%s\n", 2):
        (tmp_path / "rows.csv").write_text(text % line)
        with pytest.raises(SystemExit):
            export.main(["net.json", "fan.c", "--integers", "rows.csv"])
        said = capsys.readouterr().err
        assert "rows.csv, line %d: expected 2 numbers, got %s\n" % (number, line) in said


@pytest.mark.parametrize("first", ["1", "1,2,3", "1,x"])
def test_a_first_line_with_numbers_is_no_line_of_names(first, saved, tmp_path, capsys):
    (tmp_path / "rows.csv").write_text(first + "\n1,2\n")
    with pytest.raises(SystemExit):
        export.main(["net.json", "fan.c", "--integers", "rows.csv"])
    said = capsys.readouterr().err
    assert "rows.csv, line 1: expected 2 numbers, got %s\n" % first in said


def test_a_file_that_speaks_of_purenn_further_down_is_not_replaced(saved, tmp_path, capsys):
    text = "/* %s: Made by purenn */\n" % ("mine " * 20)
    (tmp_path / "fan.c").write_text(text)
    with pytest.raises(SystemExit):
        export.main(["net.json", "fan.c"])
    assert "fan.c: it was not made by export.py" in capsys.readouterr().err
    assert (tmp_path / "fan.c").read_text() == text


def test_it_runs_as_a_program(saved, tmp_path):
    program = [sys.executable, os.path.abspath(export.__file__)]
    assert output_of(program + ["net.json", "fan.c"], tmp_path).startswith("fan.c: ")
    assert "--train" in output_of(program + ["--help"], tmp_path)
