"""What purenn.py and its prefixes need on a board: a table, a word past the budgets, and an error
past what has been reached, or where a page says otherwise.

    .ci/install boards && python3 .ci/memory.py

Every line of the table is the file up to and with a section. Sizes are in bytes; a heap is the smallest
one, in KB, that suffices to import it, from source or from .mpy, and, once it is complete (from the end
of the reference on), to train the tutorial's network. With pointers of 32 bits, as boards have them:
npm's MicroPython, the weights given, a step of one row in parts, as it collects garbage only between
calls; a real heap with pointers of 32 bits needs 1 KB more or less. With pointers of 64 bits: a native
MicroPython that is started with that heap, the weights drawn, so many epochs that train has tried to
make its faster step. Retained: what stays in use after the import; epoch: what one allocates, by the
plain step, and the collector gets back.
"""
import usage  # noqa: F401; it answers --help

import json
import os
import subprocess
import sys
import tempfile

import readme
from constants import CACHE, HERE, PROJECT, TOOLS, VERSIONS

sys.path[:0] = [PROJECT, os.path.join(PROJECT, "examples")]
from export import to_python
from purenn import Network

WASM = os.path.join(CACHE, "node_modules", "micropython-" + VERSIONS["micropython"][-1],
                    "micropython.mjs")
# Heaps of 32 bits in KB, from source and from .mpy, by the section that ends the part.
REFERENCE, WHOLE = "checks", "purenn.py"
BUDGETS = {REFERENCE: (53, 18), WHOLE: (82, 25)}
REACHED = {REFERENCE: (63, 20), WHOLE: (114, 30)}  # may only become less
TOLD = REFERENCE, "save and load", WHOLE  # the parts in the table of examples/boards.md
# MicroPython's table of a module's names grows only when it is full. Every builtin, such as len, is
# looked for there first, which in a full one means at every place: a fifth of all training time.
TABLES = 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73, 97, 127
FULL = 0.94
TRAIN = """import purenn
net = purenn.Network([3, 4, 1])
net.train([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]], 500, 0.1)
"""
COLUMNS = ("lines", "retained", "source, 32", "source, 64", ".mpy, 32", ".mpy, 64", ".mpy, size",
           "epoch")
FORM = "| %-16s | %5s | %8s | %10s | %10s | %10s | %10s | %10s | %6s |"


# ---- measuring ----------------------------------------------------------------------------------
def wasm(path, trains):
    command = ["node", os.path.join(HERE, "memory.mjs"), WASM, path, "yes" if trains else "no"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def native(folder, trains):
    """The smallest heap, in KB, of a MicroPython started in folder."""
    def suffices(kb):
        command = [os.path.join(TOOLS, "micropython"), "-X", "heapsize=%dk" % kb, "-c",
                   TRAIN if trains else "import purenn"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        if done.returncode and kb == high:  # it was not for want of heap
            raise RuntimeError(done.stderr)
        return not done.returncode

    low, high = 0, 512
    suffices(high)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def write(lines, folder):
    path = os.path.join(folder, "purenn.py")
    with open(path, "w") as f:
        f.writelines(lines)
    return path


def measure(lines, trains):
    """The columns of the table, by their names, for a file of these lines, imported as purenn."""
    with tempfile.TemporaryDirectory() as folder:
        path = write(lines, folder)
        source, source_64 = wasm(path, trains), native(folder, trains)
        subprocess.run([os.path.join(TOOLS, "mpy-cross"), "purenn.py"], cwd=folder, check=True)
        os.remove(path)
        path = os.path.join(folder, "purenn.mpy")
        compiled, compiled_64 = wasm(path, trains), native(folder, trains)
        size = os.path.getsize(path)
    return {"lines": len(lines), "retained": source["retained"], "epoch": source["epoch"] or "",
            "source, 32": source["heap"], "source, 64": source_64,
            ".mpy, 32": compiled["heap"], ".mpy, 64": compiled_64, ".mpy, size": size}


def exported():
    """The smallest heaps, in KB, that import a network of 4-8-3 as Python, and that compiled."""
    text = to_python(Network([4, 8, 3], ["tanh", "softmax"]))
    columns = measure(text.splitlines(True), trains=False)
    return columns["source, 32"], columns[".mpy, 32"]


def names_of(lines):
    """How many names the module has, and for how many there is room."""
    with tempfile.TemporaryDirectory() as folder:
        write(lines, folder)
        count = int(subprocess.run(
            [os.path.join(TOOLS, "micropython"), "-c", "import purenn; print(len(purenn.__dict__))"],
            cwd=folder, stdout=subprocess.PIPE, check=True).stdout)
    return count, next(size for size in TABLES if size >= count)


def table(lines):
    """What was measured of every part, by its name; printed line by line, for it takes a while."""
    print(FORM % (("up to",) + COLUMNS))
    print(FORM % (("---",) + ("--:",) * len(COLUMNS)))
    measured, trains = {}, False
    for name, end in readme.ends().items():
        trains = trains or name == REFERENCE
        measured[name] = measure(lines[:end], trains)
        cells = tuple(measured[name][column] for column in COLUMNS)
        print(FORM % ((name,) + cells), flush=True)
    return measured


# ---- judging ------------------------------------------------------------------------------------
def past_limits(measured):
    """Sentences on what is larger than it was; what is over the budget is printed."""
    found = []
    for part in BUDGETS:
        heaps = measured[part]["source, 32"], measured[part][".mpy, 32"]
        print("up to %s: heaps of %d and %d KB; reached %d and %d, budget %d and %d"
              % ((part,) + heaps + REACHED[part] + BUDGETS[part]))
        if any(heap > budget for heap, budget in zip(heaps, BUDGETS[part])):
            print("over the budget: %s" % part)
        if any(heap > reached for heap, reached in zip(heaps, REACHED[part])):
            found.append("%s: heaps of %r KB, of %r reached" % (part, heaps, REACHED[part]))
    return found


def full_tables(lines):
    found = []
    for part in BUDGETS:
        count, room = names_of(lines[:readme.ends()[part]])
        print("up to %s: %d names, MicroPython's table of them has room for %d" % (part, count, room))
        if count > FULL * room:
            found.append("%s: a table of names that is nearly full" % part)
    return found


def facts_of(measured):
    """What the pages must say, by name: numbers of lines, heaps and budgets."""
    facts = readme.line_facts()
    for part in TOLD:
        heaps = [measured[part][column]
                 for column in ("source, 32", ".mpy, 32", "source, 64", ".mpy, 64")]
        facts["heaps " + part] = " | ".join(map(str, heaps))
    facts["heap checks compiled"] = str(measured[REFERENCE][".mpy, 32"])
    facts["heap of an exported network"] = "%d KB as `fan.py`, %d as `fan.mpy`" % exported()
    for part, budget in BUDGETS.items():
        facts["budget " + part] = "%d KB from source, %d KB compiled" % budget
    return facts


def main():
    lines = readme.text_of("purenn.py").splitlines(True)
    measured = table(lines)
    found = past_limits(measured) + full_tables(lines)
    if not readme.hold(facts_of(measured)):
        found.append("a page says otherwise")
    if found:
        sys.exit("not as it was reached or told:\n%s" % "\n".join(found))


if __name__ == "__main__":
    if sys.argv[1:]:
        sys.exit(__doc__)
    main()
