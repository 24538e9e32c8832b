"""Models as people have them: each is right, or refused with advice that works when it is followed,
never silently wrong. They are in the folder models. In the tools' Python; PyTorch may be missing.

    .ci/install examples && ~/.cache/purenn-ci/tools/bin/python .ci/trained.py [MODULE...]

What is right answers rows as they are, by the network, by its exported Python and JavaScript.
"""
import usage  # noqa: F401; it answers --help

import contextlib
import importlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec

import readme

os.environ.setdefault("KERAS_BACKEND", "numpy")  # which compiles nothing
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
MODULES = ("of_scikit_learn", "of_tables", "of_pytorch", "of_keras", "of_onnx", "of_skl2onnx",
           "of_torch_onnx", "of_tf2onnx")


def copied(folder):
    """What a user copies, into a folder that Python looks in."""
    for name in "purenn.py", "examples/from_model.py", "examples/export.py":
        shutil.copy(os.path.join(ROOT, name), folder)
    shutil.copytree(os.path.join(ROOT, "examples", "from_models"),
                    os.path.join(folder, "from_models"))
    sys.path[:0] = [folder, os.path.join(HERE, "models")]


def command(folder):
    """From a file to code, as a user does it."""
    import from_model
    import joblib
    from sklearn.linear_model import LogisticRegression
    from trying import TWO, X
    joblib.dump(LogisticRegression().fit(X, TWO), "model.joblib")

    def run(*arguments):
        """Whether it worked, and what it says."""
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = from_model.main(list(arguments))
        return result == 0, printed.getvalue() if result == 0 else result

    done = subprocess.run([sys.executable, os.path.join(folder, "from_model.py"), "model.joblib",
                           "first.json", "--trust"], stdout=subprocess.PIPE)
    assert done.returncode == 0 and b"the probability of 1" in done.stdout, done.stdout
    works, text = run("model.joblib", "net.json")
    assert not works and "--trust" in text, text
    for output in "net.json", "net.py", "net.mjs", "net.c", "net.onnx":
        works, text = run("model.joblib", output, "--trust")
        assert works and os.path.getsize(output) > 100 and "the probability of 1" in text, text
    with open("net.c") as f:
        assert "x[3] = x3" in f.read()
    works, text = run("net.json", "again.onnx")
    assert works, text
    works, text = run("nothing.onnx", "net.json")
    assert not works and "not there" in text, text
    print("the command: a file to .json, .py, .mjs, .c and .onnx")


def main(names):
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        copied(folder)
        os.mkdir(os.path.join(folder, "files"))
        os.chdir(os.path.join(folder, "files"))
        from trying import COUNTS, javascript
        for name in names or MODULES:
            if "torch" in name and not find_spec("torch"):
                print("NOT RUN: there is no PyTorch for %s" % name)
                continue
            COUNTS.update(right=0, refused=0, wrong=0)
            for tried in importlib.import_module(name).TRIED:
                tried()
            lines.append((name, COUNTS["right"], COUNTS["refused"], COUNTS["wrong"]))
        javascript()
        importlib.import_module("outgrown").main()
        command(folder)
        os.chdir(ROOT)
    lines.append(("all",) + tuple(map(sum, list(zip(*lines))[1:])))
    print("%-16s %6s   refused, and the advice works   wrong" % ("models", "right"))
    for line in lines:
        print("%-16s %6d %31d %7d" % line)
    _, right, refused, wrong = lines[-1]
    if wrong:
        return 1
    if len(lines) <= len(MODULES):  # not all were run
        return 0
    return 0 if readme.hold({"models tried": "%d models in Python and JavaScript, and the advice"
                             " for %d that are refused" % (right, refused)}) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
