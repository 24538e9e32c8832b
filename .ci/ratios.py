"""The speed of purenn.py beside an earlier one: its time by that one's, in one run.

    .ci/install runtimes && python3 .ci/ratios.py REVISION [RUNTIME...]
    python3 .ci/ratios.py --help

REVISION is git's name of the earlier version. A RUNTIME is cpython-3.13.0 or the like, as in the
table of runtimes.py; python3 (Debian's); a program's path; micropython-unix. With :cut behind it,
as in python3:cut, both versions are cut where the reference ends.

All the jobs run in one process, old and new in turns; a ratio is that of the smallest times. Below 1:
the present file is the faster one. The first job is the tutorial's whole training as a user starts it,
so with all that train makes for itself; the others have trained before, on a thousand rows and more.
MicroPython has a few of them.

Builds differ: products by math.sumprod gain most where Python itself is built with optimisation, as
Debian's is and pyenv's is not. Debian 13's 3.13 runs on Debian 12, too: python3.13-minimal,
libpython3.13-minimal, libpython3.13-stdlib, libc6, zlib1g and libexpat1 unpacked by dpkg -x into one
folder, started by that folder's ld-linux-x86-64.so.2 with --library-path.
"""
import usage  # noqa: F401; it answers --help

import os
import shutil
import subprocess
import sys
import tempfile

from constants import PROJECT, VERSIONS
from runtimes import command

DEFAULT = ["python3", "cpython-3.13.0", "cpython-3.8.18", "cpython-2.7.18", "pypy3-debian",
           "micropython-unix", "python3:cut", "micropython-unix:cut"]
ROUNDS = 10
ENDS = "# ---- scaling", "# ---- save and load"  # of the reference; up to 0.2.0 the second
TANH = ["tanh", "softmax"]


def job_of(title, sizes, activations, rows, epochs, batch_size=None, momentum=0.0):
    """rows: None for the tutorial's four; epochs: those of one call of train, which is timed."""
    return {"title": title, "sizes": sizes, "activations": activations, "rows": rows,
            "epochs": epochs, "batch_size": batch_size, "momentum": momentum}


WHOLE = "tutorial, whole job"
JOBS = [job_of(WHOLE, [3, 4, 1], "sigmoid", None, 10000),
        job_of("tutorial", [3, 4, 1], "sigmoid", None, 200),
        job_of("16-16-4, 32 rows", [16, 16, 4], ["tanh", "sigmoid"], 32, 4),
        job_of("4-8-3, 150 rows", [4, 8, 3], TANH, 150, 3),
        job_of("4-8-3 momentum", [4, 8, 3], TANH, 150, 3, momentum=0.9),
        job_of("4-8-3 one by one", [4, 8, 3], TANH, 150, 1, batch_size=1),
        job_of("64-32-10 by 32", [64, 32, 10], TANH, 160, 4, batch_size=32),
        job_of("64-32-10 one by one", [64, 32, 10], TANH, 30, 1, batch_size=1)]
ON_MICROPYTHON = "tutorial", "16-16-4, 32 rows", "4-8-3, 150 rows"

# Both versions run it, on every Python: it prints a time for each of the jobs.
PROGRAM = """
import sys
import purenn
try:
    from time import process_time as seconds
except ImportError:
    try:
        from time import ticks_us
        def seconds():
            return ticks_us() / 1e6
    except ImportError:
        from time import clock as seconds  # Python 2

WARM_ROWS = 1000  # after some hundred, train has made its step for a small network
TIMES = 150 if "PyPy" in sys.version else 6  # PyPy compiles what it saw often enough
XOR = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]

def samples(m, n_in, n_out):
    z = purenn.randn(3)
    return ([[next(z) for _ in range(n_in)] for _ in range(m)],
            [[float(i % n_out == k) for k in range(n_out)] for i in range(m)])

def time_of(job):
    X, y = samples(job["rows"], job["sizes"][0], job["sizes"][-1]) if job["rows"] else XOR
    net = purenn.Network(job["sizes"], job["activations"])
    def train(epochs):
        start = seconds()
        net.train(X, y, epochs, 0.01, job["batch_size"], job["momentum"], print_every=0)
        return seconds() - start
    if job["title"] == WHOLE:
        return train(job["epochs"])
    train(1 + WARM_ROWS // len(X))
    return min([train(job["epochs"]) for _ in range(TIMES)])

for job in JOBS:
    print("%.9f" % time_of(job))
"""


def words(runtime):
    """The command that runs the program."""
    if runtime == "python3":
        return ["/usr/bin/python3", "job.py"]
    if os.path.isabs(runtime):
        return [runtime, "job.py"]
    if runtime == "micropython-unix":
        return command(runtime, VERSIONS[runtime][0], "job.py")
    kind, _, version = runtime.rpartition("-")
    if version not in VERSIONS.get(kind, []):
        known = ["%s-%s" % (kind, version) for kind in sorted(VERSIONS) for version in VERSIONS[kind]]
        sys.exit("%s: neither a path nor one of %s" % (runtime, ", ".join(known)))
    return command(kind, version, "job.py")


def cut(source):
    """The lines of the reference."""
    end = next(end for end in ENDS if end in source)
    return source[:source.index(end)]


def prepare(folder, source, jobs):
    os.mkdir(folder)
    with open(os.path.join(folder, "purenn.py"), "w") as f:
        f.write(source)
    with open(os.path.join(folder, "job.py"), "w") as f:
        f.write("WHOLE = %r\nJOBS = %r\n%s" % (WHOLE, jobs, PROGRAM))


def times(folder, runtime):
    """Seconds of each job, in a new process that has to compile the file."""
    shutil.rmtree(os.path.join(folder, "__pycache__"), ignore_errors=True)
    done = subprocess.run(words(runtime), cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return list(map(float, done.stdout.split()))


def ratios(runtime, jobs, old, new):
    """For each job, the new file's smallest time by the old one's."""
    best = {}
    with tempfile.TemporaryDirectory() as top:
        for source, side in (old, "old"), (new, "new"):
            prepare(os.path.join(top, side), source, jobs)
        for _ in range(ROUNDS):
            for side in "old", "new":
                measured = times(os.path.join(top, side), runtime)
                best[side] = list(map(min, measured, best.get(side, measured)))
    return [b / a for a, b in zip(best["old"], best["new"])]


def main(revision, runtimes):
    old = subprocess.run(["git", "show", revision + ":purenn.py"], cwd=PROJECT, check=True,
                         capture_output=True, text=True).stdout
    with open(os.path.join(PROJECT, "purenn.py")) as f:
        new = f.read()
    titles = [job["title"] for job in JOBS]
    print("| %-20s | %s |" % (revision[:20], " | ".join(titles)))
    print("|%s|%s" % ("---", "--:|" * len(titles)))
    for name in runtimes:
        runtime, _, how = name.partition(":")
        jobs = JOBS
        if "micropython" in runtime:
            jobs = [job for job in JOBS if job["title"] in ON_MICROPYTHON]
        sides = (cut(old), cut(new)) if how == "cut" else (old, new)
        found = dict(zip([job["title"] for job in jobs], ratios(runtime, jobs, *sides)))
        cells = [("%.2f" % found[title] if title in found else "").rjust(len(title))
                 for title in titles]
        print("| %-20s | %s |" % (name, " | ".join(cells)), flush=True)


if __name__ == "__main__":
    if not sys.argv[1:] or sys.argv[1].startswith("-"):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:] or DEFAULT)
