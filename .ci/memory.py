"""What purenn.py and its prefixes need on a board: a table, a word past the budgets, and an error
past what has been reached.

    .ci/install boards && python3 .ci/memory.py

Every line is the file up to and with a section; README.md has four of them. Sizes are in bytes; a
heap is the smallest one, in KB, that suffices to import it, from source or from .mpy, and, once it
is complete (from the end of the reference on), to train the tutorial's network. With pointers of 32
bits, as boards have them: npm's MicroPython, the weights given, a step of one row in parts, as it
collects garbage only between calls; a real heap with pointers of 32 bits needs 1 KB more or less.
With pointers of 64 bits: a native MicroPython that is started with that heap, the weights drawn.
Retained: what stays in use after the import; epoch: what one allocates and the collector gets back.
"""
import json
import os
import re
import subprocess
import sys
import tempfile

from runtimes import CACHE, HERE, PROJECT, TOOLS, VERSIONS

WASM = os.path.join(CACHE, "node_modules", "micropython-" + VERSIONS["micropython"][-1],
                    "micropython.mjs")
REFERENCE_ENDS = "save and load"  # the first section that is not part of it
BUDGETS = {"the reference": (340, 52, 18), "the file": (620, 10**9, 28)}  # lines, heaps of 32 bits
REACHED = {"the reference": (335, 52, 18), "the file": (620, 94, 28)}  # may only become less
# MicroPython's table of a module's names grows only when it is full. Every builtin, such as len, is
# looked for there first, which in a full one means at every place: a fifth of all training time.
TABLES = 2, 4, 6, 8, 10, 12, 17, 23, 29, 37, 47, 59, 73, 97, 127
TRAIN = """import purenn
net = purenn.Network([3, 4, 1])
net.train([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]], 20, 0.1)
"""


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


def measure(lines, trains, compiled):
    """(retained, heap, native heap, bytes of an epoch, size of the file)."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "purenn.py")
        with open(path, "w") as f:
            f.writelines(lines)
        if compiled:
            subprocess.run([os.path.join(TOOLS, "mpy-cross"), "purenn.py"], cwd=folder, check=True)
            os.remove(path)
            path = os.path.join(folder, "purenn.mpy")
        costs = wasm(path, trains)
        return (costs["retained"], costs["heap"], native(folder, trains), costs["epoch"],
                os.path.getsize(path))


def names_of(lines):
    """How many names the module has, and for how many there is room."""
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "purenn.py"), "w") as f:
            f.writelines(lines)
        count = int(subprocess.run(
            [os.path.join(TOOLS, "micropython"), "-c", "import purenn; print(len(purenn.__dict__))"],
            cwd=folder, stdout=subprocess.PIPE, check=True).stdout)
    return count, next(size for size in TABLES if size >= count)


def main():
    with open(os.path.join(PROJECT, "purenn.py")) as f:
        lines = f.read().splitlines(True)
    cuts = [k for k, line in enumerate(lines) if line.startswith("# ---- ")]
    names = ["the head"] + [lines[k][7:].split(" -")[0] for k in cuts]
    with open(os.path.join(PROJECT, "README.md")) as f:
        told = re.findall(r"^\| .* \|( \d+ \| \d+ \| \d+ \| \d+ \| \d+) \|$", f.read(), re.M)
    told = {row[0]: row[1:] for row in [list(map(int, row.split("|"))) for row in told]}
    reference = names[names.index(REFERENCE_ENDS) - 1]
    form = "| %-16s | %5s | %8s | %10s | %10s | %10s | %10s | %10s | %6s |"
    print(form % ("up to", "lines", "retained", "source, 32", "source, 64", ".mpy, 32", ".mpy, 64",
                  ".mpy, size", "epoch"))
    print(form % (("---",) + ("--:",) * 8))
    past = []
    for name, cut in zip(names, cuts + [len(lines)]):
        trains = names.index(name) >= names.index(reference)
        retained, text, text_64, epoch, _ = measure(lines[:cut], trains, False)
        _, mpy, mpy_64, _, size = measure(lines[:cut], trains, True)
        print(form % (name, cut, retained, text, text_64, mpy, mpy_64, size, epoch or ""), flush=True)
        if trains and name != "speed":  # the table of README.md, but for a KB more or less
            for kb, heap in zip(told[cut], (text, mpy, text_64, mpy_64)):
                if abs(kb - heap) > 1:
                    past.append("%s: README.md has %d KB, it is %d" % (name, kb, heap))
        for part, end in ("the reference", reference), ("the file", names[-1]):
            if name != end:
                continue
            count, room = names_of(lines[:cut])
            print("%s has %d names, MicroPython's table of them room for %d" % (part, count, room))
            if count > 0.94 * room:
                past.append("%s: a table of names that is nearly full" % part)
            if any(f > b for f, b in zip((cut, text, mpy), BUDGETS[part])):
                print("over the budget: %s: %r, of %r" % (part, (cut, text, mpy), BUDGETS[part]))
            if any(f > b for f, b in zip((cut, text, mpy), REACHED[part])):
                past.append("%s: %r, of %r" % (part, (cut, text, mpy), REACHED[part]))
    if past:
        sys.exit("not as it was reached or told: %s" % "; ".join(past))


if __name__ == "__main__":
    main()
