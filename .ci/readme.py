"""Runs every program in README.md and compares what it prints with what the README says."""
import re
import subprocess
import sys

with open("README.md") as f:
    programs = re.findall(r"```python\n(.*?)```.*?```\n(.*?)```", f.read(), re.S)
assert programs, "no program in README.md"
for program, expected in programs:
    printed = subprocess.run([sys.executable, "-"], input=program, stdout=subprocess.PIPE,
                             universal_newlines=True, check=True).stdout
    for line, wanted in zip(printed.splitlines(), expected.splitlines()):
        # An ellipsis in the README stands for the rest of a line.
        assert line == wanted or wanted.endswith("...") and line.startswith(wanted[:-3]), line
    assert len(printed.splitlines()) == len(expected.splitlines()), printed
print("README.md: %d programs print what it says" % len(programs))
