"""What the page is answered: glue.py, run here on CPython, where it gives the same answers."""
import json
import os
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.dirname(HERE), ROOT]
import glue
import purenn

CODE = """from purenn import Network
from page import X, y

net = Network([2, 3, 1], ["tanh", "sigmoid"])

def epoch():
    return net.train(X, y, 1, 0.25, batch_size, print_every=0)
"""
ROWS = {"X": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [[0], [1], [1], [0]],
        "held_out_X": [[0.5, 0.5]], "held_out_y": [[1]], "corners": [[-3, 3], [3, -3]],
        "asked": None}


def ask(name, *args):
    return json.loads(glue.call(name, json.dumps(args)))


@pytest.fixture
def loaded(monkeypatch):
    monkeypatch.setattr(purenn.Network, "_step", purenn.Network._step)
    with open(os.path.join(ROOT, "purenn.py")) as f:
        glue.begin(f.read(), lambda: None)

    def load(code="batch_size = 2\n" + CODE, kind="two", rows=ROWS, in_slices=True):
        return ask("load", code, kind, rows, in_slices)
    yield load
    sys.modules.pop("page", None)


def test_what_is_in_force_is_told(loaded):
    made = loaded()
    assert made["sizes"] == [2, 3, 1] and made["activations"] == ["tanh", "sigmoid"]
    assert made["force"] == {"learning_rate": 0.25, "batch_size": 2, "momentum": 0.0}
    assert made["tables"]["tanh"][1280] == 0.0 and made["tables"]["sigmoid"][1280] == 0.5


def test_hidden_layers_have_every_activation_but_softmax():
    names = ask("activations")
    assert set(names) == set(purenn.ACTIVATIONS) - {"softmax"}


@pytest.mark.parametrize("in_slices", [True, False])
def test_training_goes_on_and_ends(loaded, in_slices):
    loaded(in_slices=in_slices)
    first = ask("train", 60000, 3)
    assert len(first["losses"]) == 3
    net = purenn.Network([2, 3, 1], ["tanh", "sigmoid"])
    for loss in first["losses"]:
        assert net.train(ROWS["X"], ROWS["y"], 1, 0.25, 2, print_every=0) == pytest.approx(loss)
    assert ask("show", False)["weights"][1][0] == pytest.approx(net.weights[1][0])


def test_an_epoch_can_be_left_and_gone_on_with(loaded):
    loaded()
    assert ask("train", -1, None) == {"losses": [], "batches": 0, "steps": 0}
    glue.part_of_epoch()
    assert ask("train", -1, None)["batches"] == 1
    assert len(ask("train", 60000, 1)["losses"]) == 1


def test_steps_are_counted_of_epochs_that_ended_too(loaded):
    loaded()
    assert ask("train", 60000, 3)["steps"] == 6
    loaded(in_slices=False)
    assert ask("train", 60000, 3)["steps"] == 0


@pytest.mark.parametrize("code, text, line", [
    ("x = 1\ny = undefined\n", "NameError", 2),
    ("x = = 1\n", "SyntaxError", 1),
    (CODE.replace('"tanh"', '"tank"'), "ValueError: activations", 4),
    (CODE.replace("net = ", "other = "), "NameError: the code does not define net", 0),
])
def test_errors_have_the_line_of_the_pages_code(loaded, code, text, line):
    error = loaded(code)["error"]
    assert error["text"].startswith(text)
    assert error["line"] == line


def test_errors_in_an_epoch_have_no_line_of_purenn(loaded):
    loaded(CODE)
    error = ask("train", 10, 1)["error"]  # batch_size is not defined
    assert error["text"].startswith("NameError") and error["where"] == [7]


def test_an_update_by_hand_is_the_networks(loaded):
    loaded()
    before = ask("show", True)
    record = ask("hand", 9, 9, 0.9)  # what the code says counts
    after = ask("show", True)
    assert (record["rate"], record["momentum"], len(record["y"])) == (0.25, 0.0, 2)
    assert record["weights"] == before["weights"] and record["after"] == after["weights"]
    assert record["slopeTexts"] == ["1 - a * a", "a * (1 - a)"]
    assert ask("hand", 9, 9, 0.9)["first"] == 2


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu"])
def test_slopes_are_written_as_purenn_writes_them(loaded, name):
    derivative = purenn.ACTIVATIONS[name][1]
    text = glue.slope_text(derivative)
    assert eval(text, {"a": 0.3}) == pytest.approx(derivative([[0.3]])[0][0])


def test_a_weight_is_set(loaded):
    loaded()
    ask("weigh", 0, 1, 2, 5.5)
    ask("weigh", 1, -1, 0, -3)
    shown = ask("show", False)
    assert shown["weights"][0][1][2] == 5.5 and shown["biases"][1][0] == -3


def test_a_sample_has_every_layer_as_the_network_has_it(loaded):
    loaded()
    ask("train", 60000, 3)
    shown = ask("show", False)
    net = purenn.Network([2, 3, 1], ["tanh", "sigmoid"], weights=shown["weights"],
                         biases=shown["biases"])
    rows = ROWS["corners"] + ROWS["X"][:2]
    net.forward_propagation(rows)
    assert shown["sample"] == net.outputs and net.outputs[0] == rows


@pytest.mark.parametrize("row", [[0.25, -2], [1, 0]])
def test_a_row_that_is_asked_about_is_answered(loaded, row):
    loaded()
    assert ask("show", False)["answer"] is None
    ask("ask", row)
    ask("train", 60000, 3)
    shown = ask("show", False)
    net = purenn.Network([2, 3, 1], ["tanh", "sigmoid"], weights=shown["weights"],
                         biases=shown["biases"])
    assert shown["answer"] == net.forward_propagation([row])[0]


def test_an_answer_is_in_the_units_of_the_targets(loaded):
    scaling = """from purenn import scale, scaling
means, deviations = scaling(X)
X = scale(X, means, deviations)
target_means, target_deviations = scaling(y)
y = scale(y, target_means, target_deviations)
net = """
    code = "batch_size = 2\n" + CODE.replace("net = ", scaling).replace("sigmoid", "linear")
    rows = dict(ROWS, y=[[1000], [2000], [4000], [5000]], asked=[0.5, 0.25])
    loaded(code, "number", rows)
    ask("train", 60000, 3)
    module = {}
    exec(ask("file", "model.py")["text"], module)  # takes and gives them too
    answer = ask("show", False)["answer"]
    assert answer == pytest.approx(module["predict"]([0.5, 0.25]))
    assert 1000 < answer[0] < 5000


def test_rows_are_scaled_as_the_code_says(loaded):
    scaled = CODE.replace("net = ", "from purenn import scale, scaling\nmeans, deviations ="
                          " scaling(X)\nX = scale(X, means, deviations)\nnet = ")
    rows = dict(ROWS, X=[[100 * v + 1000 for v in row] for row in ROWS["X"]],
                held_out_X=[[1050, 1050]], corners=[[1000, 1100], [1100, 1000]])
    made = loaded("batch_size = 2\n" + scaled, rows=rows)
    assert made["scaling"] == {"means": [1050, 1050], "deviations": [50, 50]}
    shown = ask("show", True)
    assert shown["sample"][0] == [[-1, 1], [1, -1], [-1, -1], [-1, 1]]
    net = purenn.Network([2, 3, 1], ["tanh", "sigmoid"])
    loss = net._loss(net.forward_propagation([[0, 0]]), [[1]])
    assert shown["figures"][1][0] == pytest.approx(loss)
    module = {}
    exec(ask("file", "model.py")["text"], module)  # takes rows in their own units
    assert module["predict"]([1000, 1100])[0] == pytest.approx(
        net.forward_propagation([[-1, 1]])[0][0])


@pytest.mark.parametrize("name, text", [("model.c", "void predict("), ("model.py", "def predict("),
                                        ("model.mjs", "export function predict(")])
def test_files_hold_the_network(loaded, name, text):
    loaded()
    assert text in ask("file", name)["text"]
