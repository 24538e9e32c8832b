"""What the playground needs of purenn.py: a change there that asks for one here fails a test."""
import os
import re
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, ROOT]
import purenn
import walk

with open(os.path.join(ROOT, "purenn.py")) as f:
    SOURCE = f.read()
X = [[0.1, 0.2], [0.3, -0.4], [-0.5, 0.6], [0.7, 0.9], [-0.2, -0.8]]
Y = {1: [[0], [1], [1], [0], [1]], 3: [[1, 0, 0], [0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0]]}
NETS = [([2, 3, 2, 1], ["tanh", "relu", "sigmoid"], "cross_entropy"), ([2, 3, 1], "sigmoid", "mse"),
        ([2, 3, 3], ["tanh", "softmax"], "cross_entropy"), ([2, 1], "linear", "mse")]


def test_purenn_has_what_the_page_looks_for():
    words = walk.missing(SOURCE)
    assert not words, ("The playground follows purenn.py's own lines (examples/playground/walk.py,"
                       " NEEDED), and misses: " + "; ".join(words))


@pytest.mark.parametrize("name", ["_forward", "_backward", "Z", "i", "error", "delta", "_step"])
def test_what_is_missing_is_named(name):
    words = walk.missing(re.sub(r"\b%s\b" % name, "another", SOURCE))
    assert len(words) == 1 and re.search(r"\b%s\b" % name, words[0])


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("sizes, activations, loss", NETS)
def test_a_walked_step_is_the_networks_step(sizes, activations, loss, momentum):
    net = purenn.Network(sizes, activations, loss)
    y = Y[sizes[-1]]
    for _ in range(2):  # the second time there is a velocity
        walked = walk.Walk(net, SOURCE)
        walked.step(X, y, 0.5, momentum)
        net.forward_propagation(X)
        outputs = net.outputs
        net.backpropagation(X, y, 0.5, momentum)
        assert walked.net.weights == net.weights
        assert walked.net.biases == net.biases
        assert walked.A == outputs
        assert walked.loss == pytest.approx(sum(walked.row_losses) / len(X))


@pytest.mark.parametrize("sizes, activations, loss", NETS)
def test_errors_and_deltas_are_those_of_each_layer(sizes, activations, loss):
    net = purenn.Network(sizes, activations, loss)
    walked = walk.Walk(net, SOURCE)
    walked.step(X, Y[sizes[-1]], 0.5, 0.0)
    old = purenn.Network(sizes, activations, loss).weights
    for i, A_in in enumerate(walked.A[:-1]):
        moved = purenn.dot(purenn.transpose(A_in), walked.deltas[i])
        for row, before, after in zip(moved, old[i], walked.net.weights[i]):
            for move, w, v in zip(row, before, after):
                assert w + 0.5 / len(X) * move == pytest.approx(v)
        if i < len(old) - 1:
            error = purenn.dot(walked.deltas[i + 1], purenn.transpose(old[i + 1]))
            assert walked.errors[i] == [pytest.approx(row) for row in error]
        Z = purenn.dot(A_in, old[i])  # the biases are 0 at first
        assert walked.Z[i] == [pytest.approx(row) for row in Z]


def lit(walked, stage, layer, part):
    """The statements of purenn.py that are lit."""
    lines = [line for name, i, of, line in walked.lit
             if name == stage and i in (-1, layer) and of in ("all", part)]
    statements = [s for method in walk.methods(SOURCE).values() for s in method.statements]
    return [statement for statement in statements if statement.start in lines]


def giving(statements, *names):
    """The numbers of those that give a value to all of these names and to no other."""
    return [s.start for s in statements if set(s.names()) - {"_"} == set(names)]


def test_lines_are_lit_where_they_belong():
    net = purenn.Network([2, 3, 2, 1], ["tanh", "relu", "sigmoid"], "cross_entropy")
    net.train(X, Y[1], 1, 0.1, momentum=0.9, print_every=0)  # so there is a velocity
    walked = walk.Walk(net, SOURCE)
    walked.step(X, Y[1], 0.5, 0.9)
    assert giving(lit(walked, "forward", 0, "weight"), "Z")
    assert giving(lit(walked, "loss", 0, "weight"), "loss")
    first, last = lit(walked, "delta", 0, "weight"), lit(walked, "delta", 2, "weight")
    of_last, of_first = giving(last, "error"), giving(first, "error")
    assert len(of_last) == len(of_first) == 1 and of_last < of_first  # y - A, delta . W^T
    assert giving(first, "derivative") and not giving(last, "derivative")  # of cross-entropy, none
    assert giving(first, "delta") and giving(last, "delta")
    assert giving(first, "delta") != giving(last, "delta")
    weight, bias = lit(walked, "update", 1, "weight"), lit(walked, "update", 1, "bias")
    assert giving(weight, "W") and not giving(bias, "W")
    assert giving(bias, "b") and not giving(weight, "b")
    assert giving(weight, "rate") == giving(bias, "rate") != []


@pytest.mark.parametrize("batch_size", [None, 2, 5])
def test_training_in_slices_is_training(batch_size):
    plain, sliced = [purenn.Network([2, 4, 1], ["tanh", "sigmoid"]) for _ in "12"]
    losses = []
    for _ in range(3):
        loss = plain.train(X, Y[1], 2, 0.3, batch_size, 0.5, print_every=0)
        parts = walk.sliced_train(SOURCE)(sliced, X, Y[1], 2, 0.3, batch_size, 0.5, print_every=0)
        steps = 0
        while True:
            before = [row[:] for row in sliced.weights[0]]
            try:
                next(parts)
                steps += 1
                assert sliced.weights[0] != before  # it comes after the step
            except StopIteration as end:
                losses.append(end.value)
                break
        assert losses[-1] == pytest.approx(loss)
        assert steps == 2 * -(-len(X) // (batch_size or len(X)))
    assert sliced.weights[0] == [pytest.approx(row) for row in plain.weights[0]]


@pytest.mark.parametrize("text, target", [
    ("W, b = f(x)", "W, b"), ("[b] = g(a=1)", "[b]"), ("loss += 1", "loss"), ("f(a=1)", ""),
    ("if a == b:", ""), ("a[i] -= 2", "a[i]"), ("a <= b", ""), ("print('a = b')", ""),
])
def test_targets_of_assignments(text, target):
    assert walk.assigned(text) == target


def test_statements_go_over_lines_and_know_comments():
    lines = ['def f(a,', '      b):', '    """Says (', '    more."""', "    # a (",
             '    c = ["(", a,  # "', "         b]", "", "    return c"]
    found = walk.statements(lines, 10)
    assert [(s.start, s.end) for s in found] == [(10, 11), (12, 13), (15, 16), (18, 18)]
    assert found[2].names() == ["c"]
    assert found[0].is_compound() and not found[3].is_compound()
