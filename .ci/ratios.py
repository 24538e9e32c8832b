"""The speed of purenn.py beside an earlier one: its time by that one's, in one run.

    .ci/install runtimes && python3 .ci/ratios.py REVISION [RUNTIME...]
    python3 .ci/ratios.py --help

REVISION is git's name of the earlier version. A RUNTIME is cpython-3.13.0 or the like, as in the
table of runtimes.py; python3 (Debian's); a program's path; micropython-unix, and "cut" for the same
with the file cut where the reference ends. Each job runs in a process of its own, old and new in
turns; a ratio is that of the smallest times. Below 1: the present file is the faster one.

Builds differ: products by math.sumprod gain most where Python itself is built with optimisation, as
Debian's is and pyenv's is not. Debian 13's 3.13 runs on Debian 12, too: python3.13-minimal,
libpython3.13-minimal, libpython3.13-stdlib, libc6, zlib1g and libexpat1 unpacked by dpkg -x into one
folder, started by that folder's ld-linux-x86-64.so.2 with --library-path.
"""
import os
import shutil
import subprocess
import sys
import tempfile

from runtimes import PROJECT, VERSIONS, command

DEFAULT = ["python3", "cpython-3.13.0", "cpython-3.8.18", "cpython-2.7.18", "pypy3-debian",
           "micropython-unix", "cut"]
ROUNDS = 10
JOB = """
import sys
import purenn
try:
    from time import process_time as seconds
except ImportError:
    try:
        from time import ticks_us
        seconds = lambda: ticks_us() / 1e6
    except ImportError:
        from time import clock as seconds

def rows(m, n_in, n_out):
    z = purenn.randn(3)
    return ([[next(z) for _ in range(n_in)] for _ in range(m)],
            [[float(i %% n_out == k) for k in range(n_out)] for i in range(m)])

XOR = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
JOBS = {
    "tutorial": ([3, 4, 1], "sigmoid", None, 200, None),
    "16-16-4, 32 rows": ([16, 16, 4], ["tanh", "sigmoid"], (32, 16, 4), 4, None),
    "4-8-3, 150 rows": ([4, 8, 3], ["tanh", "softmax"], (150, 4, 3), 3, None),
    "64-32-10 by 32": ([64, 32, 10], ["tanh", "softmax"], (160, 64, 10), 4, 32),
    "64-32-10 one by one": ([64, 32, 10], ["tanh", "softmax"], (30, 64, 10), 1, 1),
}
for name in %r:
    sizes, names, shape, epochs, batch = JOBS[name]
    X, y = rows(*shape) if shape else XOR
    net, best = purenn.Network(sizes, names), 1e9
    for _ in range(150 if "PyPy" in sys.version else 6):
        start = seconds()
        net.train(X, y, epochs, 0.01, batch, print_every=0)
        best = min(best, seconds() - start)
    print("%%.9f" %% best)
"""
ALL = ["tutorial", "16-16-4, 32 rows", "4-8-3, 150 rows", "64-32-10 by 32", "64-32-10 one by one"]


def words(runtime):
    if runtime == "python3":
        return ["/usr/bin/python3", "job.py"]
    if os.path.isabs(runtime):
        return [runtime, "job.py"]
    kind, _, version = runtime.rpartition("-")
    if runtime in ("cut", "micropython-unix"):
        kind, version = "micropython-unix", VERSIONS["micropython-unix"][0]
    return command(kind, version, "job.py")


def main(revision, runtimes):
    old = subprocess.run(["git", "show", revision + ":purenn.py"], cwd=PROJECT, check=True,
                         capture_output=True, text=True).stdout
    with open(os.path.join(PROJECT, "purenn.py")) as f:
        new = f.read()
    print("| %-16s | %s |" % ("", " | ".join(ALL)))
    for runtime in runtimes:
        small = runtime in ("cut", "micropython-unix")
        jobs = ALL[:2] if small else ALL
        best = {}
        with tempfile.TemporaryDirectory() as folder:
            for side, source in ("old", old), ("new", new):
                if runtime == "cut" and side == "new":
                    source = source[:source.index("# ---- save and load")]
                os.mkdir(os.path.join(folder, side))
                with open(os.path.join(folder, side, "purenn.py"), "w") as f:
                    f.write(source)
                with open(os.path.join(folder, side, "job.py"), "w") as f:
                    f.write(JOB % jobs)
            for _ in range(ROUNDS):
                for side in "old", "new":
                    shutil.rmtree(os.path.join(folder, side, "__pycache__"), ignore_errors=True)
                    done = subprocess.run(words(runtime), cwd=os.path.join(folder, side),
                                          capture_output=True, text=True, check=True)
                    for job, time in zip(jobs, map(float, done.stdout.split())):
                        best[side, job] = min(time, best.get((side, job), time))
        cells = ["%.2f" % (best["new", job] / best["old", job]) for job in jobs]
        cells = [cell.ljust(len(job)) for cell, job in zip(cells + [""] * len(ALL), ALL)]
        print("| %-16s | %s |" % (runtime, " | ".join(cells)), flush=True)


if __name__ == "__main__":
    if not sys.argv[1:] or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:] or DEFAULT)
