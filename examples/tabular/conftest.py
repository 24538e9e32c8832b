# coding: utf-8
"""What the tests of this package share."""
import pytest

from tabular import main
from tabular.commands import parser
from tabular.table import NOTHING_KNOWN, read_table


@pytest.fixture
def read(tmp_path):
    """A function that reads text, or bytes, as a table; more: options as a shell has them."""
    def function(text, known=NOTHING_KNOWN, *more):
        path = tmp_path / "table.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        options = parser().parse_args(["predict", "model.json", str(path)] + list(more))
        return read_table(str(path), options, known)
    return function


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """A function that runs a command in a folder of its own: (status, printed, errors)."""
    monkeypatch.chdir(tmp_path)

    def function(*arguments):
        status = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err
    return function


@pytest.fixture(scope="session")
def trained():
    """What was trained in this session: {text, target and options: (printed, model, report)}."""
    return {}


@pytest.fixture
def train(run, tmp_path, trained):
    """A function that trains on text with little effort, and gives what was printed; once for
    equal ones."""
    def function(text, target, *more):
        (tmp_path / "t.csv").write_bytes(text.encode("utf-8"))
        key = (text, target) + more
        if key not in trained:
            status, out, errors = run("train", "t.csv", "--target", target, "--effort", "0.002",
                                      *more)
            assert status == 0, errors
            trained[key] = (out, (tmp_path / "model.json").read_bytes(),
                            (tmp_path / "report.html").read_bytes())
        out, model, report = trained[key]
        (tmp_path / "model.json").write_bytes(model)
        (tmp_path / "report.html").write_bytes(report)
        return out
    return function


@pytest.fixture
def predict(run, tmp_path):
    """A function that predicts text with model.json: what was written, as lines, and what was
    said."""
    def function(text, *more):
        (tmp_path / "p.csv").write_bytes(text.encode("utf-8"))
        status, _, errors = run("predict", "model.json", "p.csv", "--output", "said.csv", *more)
        assert status == 0, errors
        return (tmp_path / "said.csv").read_bytes().decode("utf-8"), errors
    return function
