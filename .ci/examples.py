"""Runs the examples as a user would, and checks what comes of it, what examples/README.md shows, and
that a clone is as clean afterwards as it was before.

    .ci/install examples && python3 .ci/examples.py
"""
import usage  # noqa: F401; it answers --help

import glob
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from xml.etree import ElementTree

import readme
from constants import PYENV, TOOLS, VERSIONS
from runtimes import TUTORIAL

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
    """A folder that holds the files as they lie beside each other, without examples/."""
    folder = tempfile.mkdtemp(dir=".")
    for name in names:
        path = os.path.join(folder, name.replace("examples/", ""))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        shutil.copy(os.path.join(ROOT, name), path)
    return folder


def on_board(folder, name, kilobytes=1600):
    """What the example prints on a native MicroPython (pointers of 64 bits) with so much heap."""
    command = [os.path.join(TOOLS, "micropython"), "-X", "heapsize=%dk" % kilobytes, "-c",
               "import %s; %s.main()" % (name, name)]
    for left in glob.glob(os.path.join(folder, "*.json")):
        os.remove(left)
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    return done.stdout if done.returncode == 0 else ""


def smallest_heap(folder, name):
    low, high = 8, 512
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if on_board(folder, name, middle) else (middle, high)
    return high


def names_of(examples):
    """The files in this folder that are an example, and not the tests of one."""
    paths = glob.glob(os.path.join(examples, "*.py"))
    paths += map(os.path.dirname, glob.glob(os.path.join(examples, "*", "__main__.py")))
    names = sorted(map(os.path.basename, paths))
    return [name for name in names if not name.startswith("test_")]


def helps():
    """--help answers at once, whatever is not installed; what is unknown is refused."""
    two = os.path.join(PYENV, "versions", VERSIONS["cpython"][0], "bin", "python")
    names = names_of(EXAMPLES)
    for name in names:
        integrates = name.startswith("from_")  # these are for Python 3
        pythons = [[sys.executable, "-S"]]
        if not integrates:
            pythons.append([two])
        for python in pythons:
            for argument, status in ("-h", 0), ("--help", 0), ("--unknown", 2):
                done = subprocess.run(python + [os.path.join(EXAMPLES, name), argument], timeout=5,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                text = done.stdout.decode()
                assert done.returncode == status and text.strip(), (name, argument, text)
                assert "Traceback" not in text, text
                if status == 0:
                    assert re.search("second|minute", text), "%s: for how long?" % name
                    assert re.search("write|file|folder", text), "%s: what does it write?" % name
        if integrates:
            done = subprocess.run([sys.executable, "-S", os.path.join(EXAMPLES, name), "--demo"],
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            text = done.stdout.decode()
            assert done.returncode == 1 and text.count("\n") == 1 and "-m pip install" in text, text
    print("--help: %d examples" % len(names))


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


def iris_and_digits():
    text = run("iris.py")
    best, = found(r"Epoch (\d+) was the best", text)
    assert 10 < best < 250, text  # it stopped early
    folder = copied("purenn.py", "examples/iris.py", "examples/data/iris.csv")
    for text in text, on_board(folder, "iris"):
        right, = found(r"named right \(([\d.]+) %\)", text)
        assert right >= 90, right
    folder = copied("purenn.py", "examples/digits.py", "examples/data/digits.txt")
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    text = run(os.path.abspath(os.path.join(folder, "digits.py")))
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    read, = found(r"read right \(([\d.]+) %\)", text)
    assert read >= 95 and seconds < 30, (seconds, text)
    assert len(re.findall(r"(?m)^epoch \d+ of \d+, loss", text)) == 12 and "@" in text, text
    print("iris: %g %% right, digits: %g %%" % (right, read))


# The name, what it prints when it has learned, and the most KB of heap with purenn.mpy, with
# purenn.mpy without speed and with purenn.py without speed.
LEARN_ON_BOARDS = (("on_device", r"(\d+) of 20 right", (89, 81, 146)),
                   ("pico_temperature", r"(\d+) of 40 right", (80, 72, 146)))


def boards():
    """What learns on a board: simulated, with as much heap as one has."""
    with open(os.path.join(ROOT, "purenn.py")) as f:
        whole = f.read()
    slower = whole[:whole.index("# ---- speed")]
    for name, least, limits in LEARN_ON_BOARDS:
        for path in "gestures.json", "finger.json":
            with open(path, "w") as f:
                f.write("taught")
        text = run(name + ".py", cwd=os.getcwd())
        assert found(least, text)[0] >= 17, text
        for path in "gestures.json", "finger.json":
            with open(path) as f:
                assert f.read() == "taught"  # it simulates elsewhere
        folder = copied("purenn.py", "examples/%s.py" % name)
        source = os.path.join(folder, "purenn.py")
        for what, text, compiled, limit in (("purenn.mpy", whole, True, limits[0]),
                                            ("purenn.mpy without speed", slower, True, limits[1]),
                                            ("purenn.py without speed", slower, False, limits[2])):
            with open(source, "w") as f:
                f.write(text)
            if compiled:
                subprocess.run([os.path.join(TOOLS, "mpy-cross"), source], check=True)
                os.remove(source)
            kilobytes = smallest_heap(folder, name)
            print("%s.py with %s: learns, saves, loads and recognises in a heap of %d KB"
                  % (name, what, kilobytes))
            assert kilobytes <= limit, limit
            assert found(least, on_board(folder, name, kilobytes))[0] >= 17
            if compiled:
                os.remove(os.path.join(folder, "purenn.mpy"))


PICO = """
import time
seconds = [0]
degrees = [27.0]
light = [0]
lights = []
def sleep(s):
    seconds[0] += s
    degrees[0] += ((32.0 if finger() else 27.0) - degrees[0]) / 6.0
    if seconds[0] > %d:
        raise SystemExit("%%d of %%d" %% (sum([a == b for a, b in lights]), len(lights)))
time.sleep = sleep
def finger():
    return %s
class ADC:
    def __init__(self, channel):
        assert channel == 4
    def read_u16(self):
        return int((0.706 - (degrees[0] - 27.0) * 0.001721) / 3.3 * 65535.0) // 16 * 16
class Pin:
    OUT = 1
    def __init__(self, name, mode):
        assert (name, mode) == ("LED", 1)
    def value(self, on):
        light[0] = on
        lights.append((bool(on), bool(finger())))
"""


def pico():
    """pico_temperature.py where a module `machine` acts a Pico: twice, with a reset between."""
    folder = copied("purenn.py", "examples/pico_temperature.py")
    for learns, (seconds, finger) in enumerate((
            (186, "light[0] if seconds[0] <= 126 else 140 < seconds[0] < 165"),
            (60, "20 < seconds[0] < 40"))):
        with open(os.path.join(folder, "machine.py"), "w") as f:
            f.write(PICO % (seconds, finger))
        text = run(os.path.abspath(os.path.join(folder, "pico_temperature.py")), status=1, cwd=folder)
        right, of = found(r"(\d+) of (\d+)$", text.strip())
        assert ("Learned" in text) == (learns == 0) and right >= 0.9 * of >= 40, text
        assert os.path.exists(os.path.join(folder, "finger.json"))
    print("pico_temperature.py: learns from a Pico's sensor, and knows after a reset")


def pictures():
    folder = tempfile.mkdtemp(dir=".")
    text = run("pictures.py", folder)
    names = sorted(os.listdir(folder))
    assert names == sorted(os.listdir(os.path.join(EXAMPLES, "pictures"))), names
    for name, points in ("xor", 4), ("moons", 100), ("spirals", 160):
        assert found(r"%s.svg: (\d+) of %d" % (name, points), text)[0] >= 0.97 * points, text
    for name in names:
        path = os.path.join(folder, name)
        tags = [element.tag.rpartition("}")[2] for element in ElementTree.parse(path).iter()]
        assert "script" not in tags and os.path.getsize(path) <= 300000, name
        with open(path) as new, open(os.path.join(EXAMPLES, "pictures", name)) as old:
            new, old = new.read(), old.read()
        assert ("@keyframes" in new) == (name == "learning.svg"), name
        new, old = new.split("\n"), old.split("\n")
        # Another libm may move a cell or a point, but no more.
        same = sum(a == b for a, b in zip(new, old))
        assert len(new) == len(old) and same >= 0.8 * len(old), (name, same, len(old), len(new))
    print("pictures: well-formed, and those kept are what the command draws")


NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")
ROUGH = {"from_": 0.05, "benchmark": 1.0}  # what depends on the machine: a part of the number


def same_line(shown, printed, rough):
    a, b = NUMBER.findall(shown), NUMBER.findall(printed)
    if NUMBER.sub("#", shown).split() != NUMBER.sub("#", printed).split() or len(a) != len(b):
        return False
    return all(abs(x - y) <= max(rough, 1e-9) * min(x, y) or max(x, y) < 1e-6  # rounding errors
               for x, y in zip(map(float, a), map(float, b)))


def shown(command, lines, printed):
    """The lines that the README shows must have been printed, in their order; ... is any others."""
    rough = max([part for name, part in ROUGH.items() if "/" + name in command] + [0])
    rest, gap = printed.splitlines(), False
    for line in lines:
        if line == "...":
            gap = True
            continue
        while gap and rest and not same_line(line, rest[0], rough):
            del rest[0]
        assert rest and same_line(line, rest[0], rough), (
            "%s: the README shows\n%s\nand it printed\n%s" % (command, line, printed))
        del rest[0]
        gap = False
    assert gap or not rest, "%s: it printed also\n%s" % (command, "\n".join(rest))


def clone():
    """All that the pages have one run, in a clone, which must stay as it is.

    Returns the time of the tutorial's job, by NumPy's, as benchmark.py printed it."""
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                           stdout=subprocess.PIPE, universal_newlines=True).stdout.split("\n")
    names = [name for name in names if os.path.isfile(os.path.join(ROOT, name))]
    for name in names:
        os.makedirs(os.path.dirname(os.path.join("clone", name)), exist_ok=True)
        shutil.copy(os.path.join(ROOT, name), os.path.join("clone", name))
    git = ["git", "-C", "clone", "-c", "user.name=ci", "-c", "user.email=ci"]
    for arguments in ["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it is"]:
        subprocess.run(git + arguments, check=True)
    with open("clone/examples/README.md") as f:
        text = f.read()
    top = "".join(readme.pages().values())
    pictures = ["pictures/" + name for name in os.listdir("clone/examples/pictures")]
    for name in names_of("clone/examples") + pictures:
        assert re.search(r"\]\(%s[)/]" % re.escape(name), text), "examples/README.md does not link to " + name
    blocks = re.findall(r"(?m)^\$ (.*)\n((?:(?!\$ |```).*\n)*)", text)
    commands = [(command, output.splitlines()) for command, output in blocks]
    commands += [(command, ["..."]) for command in sorted(set(
        re.findall(r"python3 (?:examples/\w+|purenn)\.py(?=[`\n])", top)))
        if command not in [known for known, _ in commands]]
    environment = dict(os.environ, KERAS_BACKEND="jax")
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python writes it
    time = None
    for command, lines in commands:
        done = subprocess.run([os.path.join(TOOLS, "python")] + command.split()[1:], cwd="clone",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment)
        output = done.stdout.decode()
        if "No module named 'torch'" in output:
            print("NOT RUN: there is no PyTorch for %s" % command)
            continue
        assert done.returncode == 0, (command, output)
        shown(command, lines, output)
        if command.endswith("benchmark.py"):
            time, = found(r"tutorial's 4 rows +([\d.]+)", output)
    subprocess.run([os.path.join(TOOLS, "mpy-cross"), "purenn.py"], cwd="clone", check=True)
    status = subprocess.run(git + ["status", "--porcelain"], check=True, stdout=subprocess.PIPE,
                            universal_newlines=True).stdout
    assert not status, "the commands left behind:\n" + status
    print("clone: %d commands print what is shown, and leave it clean" % len(commands))
    return "%.2f" % time


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        helps()
        tutorial()
        iris_and_digits()
        pictures()
        boards()
        pico()
        time = clone()
        os.chdir(ROOT)
    heap = max([most[0] for _, _, most in LEARN_ON_BOARDS])
    if not readme.hold({"time of the tutorial": time, "heap of examples on boards": str(heap)}):
        sys.exit(1)


if __name__ == "__main__":
    main()
