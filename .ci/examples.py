"""Runs the examples as a user would, and checks what comes of it.

    python3 .ci/examples.py MICROPYTHON-PACKAGE MPY-CROSS
"""
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

from runtimes import PYENV, TOOLS, TUTORIAL, VERSIONS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
EXAMPLES = os.path.join(ROOT, "examples")


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


def tutorial():
    """Its own program prints its own numbers, here and on Python 2."""
    expected = [float(v) for v in re.findall(r"Loss: (\S+)|\[([\d.]+)\]", TUTORIAL) for v in v if v]
    two = os.path.join(PYENV, "versions", VERSIONS["cpython"][0], "bin", "python")
    for python in sys.executable, two:
        text = subprocess.run([python, os.path.join(EXAMPLES, "tutorial.py")], check=True,
                              stdout=subprocess.PIPE, universal_newlines=True).stdout
        found = [float(v) for v in re.findall(r"Loss: (\S+)|\[([\d.]+)\]", text) for v in v if v]
        assert len(found) == len(expected) == 14, text
        assert max(abs(a - b) for a, b in zip(found, expected)) <= 1e-12, text
    print("tutorial: its losses and outputs within 1e-12")


def iris_and_digits(package):
    text = run("iris.py")
    right, = found(r"named right \(([\d.]+) %\)", text)
    best, = found(r"Epoch (\d+) was the best", text)
    assert right >= 90 and 10 < best < 250, text  # it stopped early
    folder = copied("purenn.py", "examples/iris.py", "examples/iris.csv")
    right, = found(r"named right \(([\d.]+) %\)", on_board(package, "iris", folder))
    assert right >= 90, right
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    text = run("digits.py")
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    read, = found(r"read right \(([\d.]+) %\)", text)
    assert read >= 95 and seconds < 30, (seconds, text)
    assert len(re.findall(r"(?m)^epoch \d+ of \d+, loss", text)) == 12 and "@" in text, text
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
    # The smallest heap of a native MicroPython, pointers of 64 bits, that the whole example runs in.
    source = os.path.join(folder, "purenn.py")
    with open(source) as f:
        whole = f.read()
    reference = whole[:whole.index("# ---- speed")]
    for name, text, compiled, limit in (("purenn.mpy", whole, True, 92),
                                        ("purenn.mpy up to export", reference, True, 86),
                                        ("purenn.py up to export", reference, False, 150)):
        with open(source, "w") as f:
            f.write(text)
        if compiled:
            subprocess.run([mpy_cross, source], check=True)
            os.remove(source)
        kilobytes = next(k for k in range(30, 300) if learns(folder, k))
        print("on_device.py with %s: learns, saves, loads and recognises in a heap of %d KB"
              % (name, kilobytes))
        assert kilobytes <= limit, limit
        if compiled:
            os.remove(os.path.join(folder, "purenn.mpy"))


def learns(folder, kilobytes):
    command = [os.path.join(TOOLS, "micropython"), "-X", "heapsize=%dk" % kilobytes, "-c",
               "import on_device; on_device.main()"]
    if os.path.exists(os.path.join(folder, "gestures.json")):
        os.remove(os.path.join(folder, "gestures.json"))
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode == 0


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


def main(package, mpy_cross):
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        tutorial()
        iris_and_digits(package)
        pictures()
        on_device(package, mpy_cross)
        os.chdir(ROOT)


if __name__ == "__main__":
    main(*sys.argv[1:])
