"""Runs the examples as a user would, and checks what comes of it.

    python3 .ci/examples.py MICROPYTHON-PACKAGE MPY-CROSS
"""
import csv
import io
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
EXAMPLES = os.path.join(ROOT, "examples")
IRIS = os.path.join(EXAMPLES, "iris.csv")
sys.path.insert(0, EXAMPLES)
import learning


def run(name, *arguments, status=0, cwd=None):
    """What the example printed, errors included."""
    done = subprocess.run([sys.executable, os.path.join(EXAMPLES, name)] + list(arguments),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=cwd,
                          stdin=subprocess.DEVNULL, timeout=300)
    text = done.stdout.decode()  # as it is: a text file would turn each \r into a \n
    assert done.returncode == status, (name, arguments, done.returncode, text)
    assert "Traceback" not in text, text
    return text


def found(pattern, text):
    match = re.search(pattern, text)
    assert match, "no %r in:\n%s" % (pattern, text)
    return [float(group) for group in match.groups()]


def copied(*names):
    """A folder that holds the files, as a board's does."""
    folder = tempfile.mkdtemp(dir=".")
    for name in names:
        shutil.copy(os.path.join(ROOT, name), folder)
    return folder


def on_board(package, name, cwd):
    """What the example prints on MicroPython."""
    with open(os.path.join(cwd, "main.py"), "w") as f:
        f.write("import %s; %s.main()" % (name, name))
    return subprocess.run(["node", os.path.join(HERE, "web.mjs"), "micropython", package,
                           "main.py"], stdout=subprocess.PIPE, cwd=cwd,
                          universal_newlines=True).stdout[-2000:]


def iris_and_digits(package):
    right, = found(r"named right \(([\d.]+) %\)", run("iris.py"))
    assert right >= 90, right
    folder = copied("purenn.py", "examples/learning.py", "examples/iris.py", "examples/iris.csv")
    right, = found(r"named right \(([\d.]+) %\)", on_board(package, "iris", folder))
    assert right >= 90, right
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    text = run("digits.py")
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    read, = found(r"read right \(([\d.]+) %\)", text)
    assert read >= 95 and seconds < 30, (seconds, text)
    assert len(re.findall(r"(?m)^epoch \d+ of \d+, loss", text)) >= 10 and "@" in text, text
    print("iris: %g %% right, digits: %g %%" % (right, read))


def on_device(package, mpy_cross):
    with open("gestures.json", "w") as f:
        f.write("taught")
    text = run("on_device.py", cwd=os.getcwd())
    with open("gestures.json") as f:
        assert f.read() == "taught"
    assert found(r"(\d+) of 20 right", text)[0] >= 17 and "-- reset --" in text, text
    folder = copied("purenn.py", "examples/on_device.py")
    text = on_board(package, "on_device", folder)
    assert found(r"(\d+) of 20 right", text)[0] >= 17, text
    source = os.path.join(folder, "purenn.py")
    subprocess.run([mpy_cross, source, "-o", "purenn.mpy"], check=True)
    with open(source) as f:
        whole = f.read()
    with open(source, "w") as f:
        f.write(whole[:whole.index("# ---- export")])
    for file in "purenn.mpy", source:
        subprocess.run(["node", os.path.join(HERE, "device.mjs"), package + "/micropython.mjs",
                        file, os.path.join(EXAMPLES, "on_device.py"), "64"], check=True)


def pictures():
    text = run("pictures.py", os.getcwd())
    for name, points in ("xor", 4), ("moons", 100), ("spirals", 160):
        assert found(r"%s.svg: (\d+) of %d" % (name, points), text)[0] >= 0.97 * points, text
        picture = ElementTree.parse(name + ".svg").getroot()
        tags = [element.tag.rpartition("}")[2] for element in picture.iter()]
        assert tags.count("circle") == 4 * points and tags.count("path") >= 12, tags
    assert "polyline" in [e.tag.rpartition("}")[2] for e in ElementTree.parse("losses.svg").iter()]
    for name in "spirals", "losses":  # those in the README: what the command draws
        with open(name + ".svg") as new, open(os.path.join(EXAMPLES, name + ".svg")) as old:
            new, old = new.read().split("\n"), old.read().split("\n")
        # Another libm may move a cell or a point, but no more.
        same = sum(a == b for a, b in zip(new, old))
        assert len(new) == len(old) and same >= 0.8 * len(old), (name, same, len(old), len(new))
    print("pictures: well-formed, and those of the README are what the command draws")


def csv_classifier():
    tool = "csv_classifier.py"
    for words in [], ["train"], ["predict"], ["export"]:
        assert "usage:" in run(tool, *words + ["--help"])

    # A class: train, predict from columns in another order, export.
    text = run(tool, "train", IRIS, "--target", "species")
    assert found(r"held out: .*named right \(([\d.]+) %\)", text)[0] >= 90, text
    assert "epoch 100 of 100" in text and "\r" not in text
    terminal = Terminal()
    shown = learning.progress(20, terminal)
    for epoch in range(20):
        shown(epoch, 0.5)
    lines = terminal.getvalue().split("\r")
    assert len(lines) == 21 and terminal.getvalue().count("\n") == 1, lines
    assert lines[7].startswith("epoch 7 of 20, loss 0.5"), lines
    with open("report.html") as f:
        report = f.read()
    assert "<svg" in report and "polyline" in report and "versicolor" in report
    assert "http" not in report.replace("http://www.w3.org/2000/svg", "")
    ElementTree.fromstring(report[report.index("<svg"):report.index("</svg>") + 6])
    with open(IRIS, newline="") as f:
        rows = list(csv.reader(f))
    with open("turned.csv", "w", newline="") as f:
        csv.writer(f).writerows([row[-2::-1] + ["more, and\nmore"] for row in rows])
    run(tool, "predict", "model.json", "turned.csv", "--output", "named.csv")
    with open("named.csv", newline="") as f:
        named = list(csv.DictReader(f))
    right = sum(new["predicted_species"] == row[-1] for new, row in zip(named, rows[1:]))
    assert len(named) == 150 and right >= 140, right
    assert named[0]["more, and\nmore"] == "more, and\nmore"
    assert "150 rows, %d named right" % right in run(tool, "predict", "model.json", IRIS)
    run(tool, "export", "model.json", "exported.py")
    code = "import exported\nfor row in %r: print(exported.answer(row))" % [
        list(map(float, row[:-1])) for row in rows[1:]]
    answers = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True,
                             universal_newlines=True).stdout.split()
    assert answers == [new["predicted_species"] for new in named]

    # A number.
    text = run(tool, "train", IRIS, "--target", "petal_width", "--model", "number.json")
    error, plain = found(r"mean error ([\d.]+) \(([\d.]+) if", text)
    assert error < 0.4 * plain and "'species' is text: left out" in text, text
    run(tool, "predict", "number.json", IRIS, "--output", "numbers.csv")
    run(tool, "export", "number.json", "exported2.py")
    with open("numbers.csv", newline="") as f:
        first = next(csv.DictReader(f))
    value = subprocess.run([sys.executable, "-c", "import exported2\nprint('%.7g' % exported2.answer"
                            "([5.1, 3.5, 1.4]))"], stdout=subprocess.PIPE, check=True,
                           universal_newlines=True).stdout.strip()
    assert value == first["predicted_petal_width"]

    # What is wrong is told, with its line, and nothing is written over.
    with open("model.json", "rb") as f:
        kept = f.read()
    good = "a,b,c\n1,2,x\n2,3,y\n3,5,x\n4,4,y\n5,1,x\n6,0,y\n7,2,x\n8,9,y\n"
    assert "model: model2.json" in told(good, 0, "--model", "model2.json")
    for text, words in (
            ("", ["line 1", "empty"]), ("\n\n", ["line 1", "empty"]),
            ("a,b,c\n", ["line 2", "none"]),
            (good.replace("3,5", "3,five"), ["line 4", "'b'", "'five'"]),
            (good.replace("3,5", "3,"), ["line 4", "'b'", "empty"]),
            (good.replace("3,5", "3,nan"), ["line 4", "'nan'"]),
            (good.replace("3,5", "3,1e999"), ["line 4", "'1e999'"]),
            (good.replace("3,5,x", "3,5,"), ["line 4", "'c'", "empty"]),
            (good.replace("3,5,x", "3,5"), ["line 4", "expected 3 cells", "got 2"]),
            (good.replace("3,5,x", "3,5,x,1"), ["line 4", "expected 3 cells", "got 4"]),
            (good.replace("2,3,y", '2,3,"y\n\n"').replace("3,5", "3,z"), ["line 6", "'z'"]),
            (good.replace("y", "x"), ["lines 2 to 9", "'c'", "always 'x'"]),
            (re.sub(r",\d,", ",7,", good), ["lines 2 to 9", "'b'", "always 7.0", "--ignore b"]),
            (good.replace("a,b,c", "a,b,d"), ["line 1", "no column 'c'", "a, b, d"]),
            (good.replace("a,b,c", "a,a,c"), ["line 1", "twice"]),
            (good.replace("a,b,c", "a,,c"), ["line 1", "name"]),
            (good.replace(",", ";"), ["line 1", "--delimiter"]),
            ("c\nx\ny\nx\ny\n", ["line 1", "besides 'c'"]),
            ("a,c\n1,x\n2,y\n", ["too few rows"]),
            (good.replace("3,5", '3,"5'), ["line"]),
            (good.encode().replace(b"3,5", b"3,\xff"), ["UTF-8"])):
        printed = told(text, 2)
        for word in words + ["bad.csv"]:
            assert word in printed, (word, text, printed)
        assert len(printed.splitlines()) <= 2, printed
    told(good.replace(",", ";"), 0, "--delimiter", ";", "--model", "model3.json")
    for more in (["--hidden", "0"], ["--epochs", "0"], ["--epochs", "1.5"], ["--momentum", "1"],
                 ["--learning-rate", "nan"], ["--seed", "-1"], ["--ignore", "q"],
                 ["--model", "no/such/folder.json"], ["--model", "./bad.csv"],
                 ["--report", "model.json", "--model", "model.json"], ["--learning-rate", "1e300"],
                 ["--held-out", "99"], ["--delimiter", ",,"]):
        assert told(good, 2, *more), more
    run(tool, "train", "missing.csv", "--target", "c", status=2)
    for text in "", "{}", kept.decode()[:-9], kept.decode().replace('"features"', '"fixtures"'), \
            kept.decode().replace('"means": [', '"means": [1.5, '):
        with open("bad.json", "w") as f:
            f.write(text)
        assert "bad.json" in run(tool, "predict", "bad.json", IRIS, status=2)
    assert "'sepal_length'" in run(tool, "predict", "model.json", "bad.csv", status=2)
    with open("model.json", "rb") as f:
        assert f.read() == kept
    assert not [name for name in os.listdir() if name.endswith(".tmp")]
    print("csv_classifier: classes, numbers, exported modules, and what is wrong is told")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(text, status, *more):
    with open("bad.csv", "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    return run("csv_classifier.py", "train", "bad.csv", "--target", "c", *more, status=status)


def main(package, mpy_cross):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        iris_and_digits(package)
        pictures()
        csv_classifier()
        on_device(package, mpy_cross)
        os.chdir(ROOT)


if __name__ == "__main__":
    main(*sys.argv[1:])
