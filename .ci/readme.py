"""Runs every program in README.md and compares what it prints with what the README says."""
import os
import re
import subprocess
import sys
import tempfile

here = dict(os.environ, PYTHONPATH=os.getcwd())
with open("README.md") as f:
    programs = re.findall(r"```python\n(.*?)```.*?```\n(.*?)```", f.read(), re.S)
assert programs, "no program in README.md"
for program, expected in programs:
    with tempfile.TemporaryDirectory() as folder:
        printed = subprocess.run([sys.executable, "-"], input=program, stdout=subprocess.PIPE,
                                 universal_newlines=True, check=True, cwd=folder, env=here).stdout
    assert len(printed.splitlines()) == len(expected.splitlines()), printed
    for line, wanted in zip(printed.splitlines(), expected.splitlines()):
        # The last digits of a loss may differ from one Python to another.
        assert line[:26] == wanted[:26] if line.startswith("Epoch") else line == wanted, line
print("README.md: %d programs print what it says" % len(programs))
