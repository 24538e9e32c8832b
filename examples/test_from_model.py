"""The tests of from_model.py. The models of each library are tried by .ci/trained.py."""
import os
import subprocess
import sys

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]
pytestmark = pytest.mark.skipif(sys.version_info < (3, 8), reason="from_model.py is for Python 3.8")

from from_models import names


# ---- a row becomes inputs; nothing has to be installed for it -----------------------------------
READINGS = [
    names.number("age"),
    names.number("fare", if_missing=7.5),
    names.values("sex", ["female", "male"], [[1.0, 0.0], [0.0, 1.0]], ["sex=female", "sex=male"]),
    names.values("port", ["C", "S"], [[1.0], [0.0]], ["port=C"], unknown=[0.0], if_missing="C"),
    names.values("deck", ["A", None], [[0.0], [1.0]], ["deck (A: 0, None: 1)"]),
    names.steps("height", [1.5, 1.8], [[0.0], [1.0], [2.0]], ["height"]),
]
ROW = {"age": 30, "fare": 8.0, "sex": "male", "port": "S", "deck": "A", "height": 1.5}
ENCODED = [30.0, 8.0, 0.0, 1.0, 0.0, 0.0, 1.0]


def encoded(**changes):
    return names.Names(list(ROW), READINGS).encode(dict(ROW, **changes))


def test_a_row_by_names_and_by_places():
    assert encoded() == ENCODED
    assert names.Names(list(ROW), READINGS).encode(list(ROW.values())) == ENCODED


def test_rows_of_numpy_and_pandas():
    pandas = pytest.importorskip("pandas")
    row = pandas.Series(ROW)
    for one in row, row.to_numpy():
        assert names.Names(list(ROW), READINGS).encode(one) == ENCODED


@pytest.mark.parametrize("changes, where, expected", [
    (dict(fare=None), 1, 7.5), (dict(fare=float("nan")), 1, 7.5),   # what stands for a missing cell
    (dict(port=None), 4, 1.0), (dict(port="elsewhere"), 4, 0.0),    # one that is not known
    (dict(deck=None), 5, 1.0),                                      # a category of its own
    (dict(height=1.49), 6, 0.0), (dict(height=1.79), 6, 1.0), (dict(height=1.8), 6, 2.0)])
def test_cells(changes, where, expected):
    assert encoded(**changes)[where] == expected


def test_a_missing_cell_of_pandas():
    NA = pytest.importorskip("pandas").NA
    assert encoded(fare=NA, deck=NA) == encoded(fare=None, deck=None)


@pytest.mark.parametrize("changes, words", [
    (dict(age=None), "age: expected a number, got None"),
    (dict(age="30"), "age: expected a number, got '30'"),
    (dict(age=[30]), "age: expected a number, got [30]"),
    (dict(sex="?"), "sex: expected one of ['female', 'male'], got '?'")])
def test_cells_that_are_refused(changes, words):
    with pytest.raises(ValueError) as error:
        encoded(**changes)
    assert words in str(error.value)


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row: expected 6 cells, got 2"):
        names.Names(list(ROW), READINGS).encode([1, 2])


def test_the_module_reads_rows_as_names_does():
    from purenn import Network
    known = names.Names(list(ROW), READINGS, ["no", "yes"])
    net, module = Network([7, 2, 1]), {}
    exec(known.to_python(net), module)
    assert module["encode"](ROW) == ENCODED and module["CLASSES"] == ["no", "yes"]
    assert module["predict"](module["encode"](ROW)) == pytest.approx(
        net.forward_propagation([ENCODED])[0])


def test_the_code_in_c_says_what_its_numbers_mean():
    from purenn import Network
    source = names.Names(["a", "b"], classes=["no", "*/ yes"]).to_c(Network([2, 1]))
    assert source.startswith("/* x[0] = a\n   x[1] = b\n   y[0] = the probability of * / yes */\n")


@pytest.mark.parametrize("activation, outputs, expected", [
    ("sigmoid", 1, ["the probability of b"]), ("linear", 1, ["above 0 for b, below for a"]),
    ("softmax", 2, ["the probability of a", "the probability of b"]),
    ("linear", 2, ["the score of a", "the score of b"])])
def test_what_the_outputs_say(activation, outputs, expected):
    from purenn import Network
    net = Network([2, outputs], [activation])
    assert names.Names(["x", "y"], classes=["a", "b"]).outputs(net) == expected
    assert names.Names(["x", "y"]).outputs(net) == []


# ---- the command --------------------------------------------------------------------------------
@pytest.mark.parametrize("arguments, words", [
    (["nothing.onnx", "net.json"], "nothing.onnx: expected a file, which is not there"),
    (["model.joblib", "net.json"], "--trust"),
    (["model.csv", "net.json"], "expected a name that ends in .onnx, .keras"),
    (["net.json"], "expected a model's file and the file to write")])
def test_what_the_command_refuses(arguments, words, tmp_path):
    for name in "model.joblib", "model.csv":
        (tmp_path / name).write_text("")
    done = subprocess.run([sys.executable, os.path.join(HERE, "from_model.py")] + arguments,
                          cwd=str(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.decode()
    assert done.returncode and words in text and "Traceback" not in text, text


# ---- signals ------------------------------------------------------------------------------------
@pytest.fixture
def np():
    return pytest.importorskip("numpy")


def outputs_of(signal, X):
    return signal.network().forward_propagation(X.tolist())


def test_sums_of_relus_are_exact(np):
    from from_models import signal
    X = np.linspace(-9.0, 9.0, 37).reshape(-1, 1)
    W, V = np.array([[0.7, -1.3]]), np.array([[1.1], [0.3]])
    for function, formula in (
            (signal.leaky(0.2), lambda z: np.where(z > 0.0, z, 0.2 * z)),
            (signal.leaky([0.1, -0.5]), lambda z: np.where(z > 0.0, z, [0.1, -0.5] * z)),
            (signal.clip(0.0, 6.0), lambda z: np.clip(z, 0.0, 6.0)),
            (signal.clip(-1.0, 2.0), lambda z: np.clip(z, -1.0, 2.0)),
            (signal.clip(low=0.5), lambda z: np.maximum(z, 0.5)),
            (signal.clip(high=0.5), lambda z: np.minimum(z, 0.5)),
            (signal.absolute(), np.abs),
            (signal.soft_shrink(0.5), lambda z: np.sign(z) * np.maximum(np.abs(z) - 0.5, 0.0))):
        before = signal.Signal.of_inputs(1).dense(W, [0.1, 0.2])
        found = outputs_of(before.relus(function).dense(V), X)
        assert np.abs(found - formula(X @ W + [0.1, 0.2]) @ V).max() <= 4e-15


def test_ways_beside_each_other(np):
    from from_models import signal
    X = np.random.RandomState(0).randn(9, 3)
    x = signal.Signal.of_inputs(3)
    W, V = np.random.RandomState(1).randn(3, 4), np.random.RandomState(2).randn(4, 4)
    h = x.dense(W).activation("relu")
    relu = lambda z: np.maximum(z, 0.0)
    residual = h + h.dense(V).activation("relu")
    assert np.allclose(outputs_of(residual, X), relu(X @ W) + relu(relu(X @ W) @ V))
    both = signal.side_by_side([h, x, h.scaled(2.0)])
    assert np.allclose(outputs_of(both, X), np.hstack([relu(X @ W), X, 2.0 * relu(X @ W)]))
    with pytest.raises(ValueError, match="relu beside what goes past it"):
        signal.side_by_side([x, x.dense(W).activation("tanh")])
    with pytest.raises(ValueError, match="softmax only at the end"):
        x.activation("softmax").dense(W).network()


def test_a_narrow_pair_of_layers_stays_a_pair(np):
    from from_models import signal

    def sizes_of(n, hidden):
        x = signal.Signal.of_inputs(n)
        return x.dense(np.ones((n, hidden))).dense(np.ones((hidden, n))).network().sizes

    assert sizes_of(9, 1) == [9, 1, 9]
    assert sizes_of(2, 9) == [2, 2]  # one layer does it, with fewer weights


def test_no_model(np):
    from from_model import from_model
    with pytest.raises(ValueError, match="pass the fitted model itself"):
        from_model([1, 2])
    with pytest.raises(ValueError, match="activations: expected a state_dict"):
        from_model(None, activations=["relu"])


@pytest.mark.parametrize("found, words", [
    ({"scaler": 1, "model": None}, "a dict of scaler: int, model: NoneType: pass the fitted model"),
    ([1.0], "a list of 0: float"), ({}, "a dict of nothing")])
def test_what_files_have_around_a_model(np, found, words):
    from from_model import from_model
    for activations in None, ["relu"]:
        with pytest.raises(ValueError, match="got " + words):
            from_model(found, activations)


def test_files_that_cannot_be_opened(tmp_path):
    pytest.importorskip("joblib")
    from from_model import opened
    broken = tmp_path / "broken.sav"
    broken.write_bytes(b"hello")
    with pytest.raises(ValueError, match="open it with the versions of the libraries"):
        opened(str(broken), trust=True)
    with pytest.raises(ValueError, match="got a folder"):
        opened(str(tmp_path), trust=True)


def test_a_scikit_learn_before_1_3(monkeypatch):
    preprocessing = pytest.importorskip("sklearn.preprocessing")
    import importlib
    from from_models import from_scikit_learn
    with monkeypatch.context() as older:
        older.delattr(preprocessing, "TargetEncoder", raising=False)
        importlib.reload(from_scikit_learn)
    importlib.reload(from_scikit_learn)


def test_columns_before_scikit_learn_1_0():
    pytest.importorskip("sklearn")
    from from_models import from_scikit_learn

    class Older:
        _feature_names_in = ["a", "b"]

    assert from_scikit_learn.names_in(Older()) == ["a", "b"]
