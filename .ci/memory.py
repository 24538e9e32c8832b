"""What purenn.py and its prefixes need on a board: a table, and an error past the budgets.

    python3 .ci/memory.py MICROPYTHON.mjs MPY-CROSS

The first is the module of npm's micropython-webassembly-pyscript, which has pointers of 32 bits.
"""
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
BUDGETS = {  # last section: lines, bytes retained, KB of heap from source, from .mpy
    "the tutorial": (330, 10800, 48, 20),
    "the end": (520, 17500, 78, 28),
}


def cost(package, path, trains):
    command = ["node", os.path.join(HERE, "memory.mjs"), package, path, "yes" if trains else "no"]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def main(package, mpy_cross):
    with open("purenn.py") as f:
        lines = f.read().splitlines(True)
    cuts = [k for k, line in enumerate(lines) if line.startswith("# ---- ")] + [len(lines)]
    names = ["the head"] + [lines[k].strip("# -\n") for k in cuts[:-1]]
    form = "%-18s %6s %9s %12s %10s %10s %12s"
    print(form % ("up to", "lines", "retained", "heap, source", "heap, .mpy", ".mpy bytes", "bytes, epoch"))
    past = []
    for name, cut in zip(names, cuts):
        with tempfile.TemporaryDirectory() as folder:
            source, compiled = os.path.join(folder, "purenn.py"), os.path.join(folder, "purenn.mpy")
            with open(source, "w") as f:
                f.writelines(lines[:cut])
            subprocess.run([mpy_cross, "-s", "purenn.py", "-o", compiled, source], check=True)
            trains = "class Network:\n" in lines[:cut]
            text, mpy = cost(package, source, trains), cost(package, compiled, trains)
            size = os.path.getsize(compiled)
        figures = cut, text["retained"], text["heap"], mpy["heap"]
        print(form % (name, cut, text["retained"], "%d KB" % text["heap"], "%d KB" % mpy["heap"],
                      size, text["epoch"] or ""), flush=True)
        budgets = [BUDGETS.get(name, figures)]
        if cut == cuts[-1]:
            budgets.append(BUDGETS["the end"])
        past += [name for budget in budgets if any(f > b for f, b in zip(figures, budget))]
    if past:
        sys.exit("past the budget: up to %s" % ", ".join(past))


if __name__ == "__main__":
    main(*sys.argv[1:])
