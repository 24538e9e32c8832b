"""Runs every program in README.md, in its order and in one folder, and compares what it prints.

    python3 .ci/readme.py           # wants node and gcc

A block that names no language is what the programs since the last such block print, each of them.
"""
import os
import re
import subprocess
import sys
import tempfile

# How a file of this language is run, in the folder that it is in.
COMMANDS = {"python": [[sys.executable, "program.python"]], "js": [["node", "program.mjs"]],
            "c": [["gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "program",
                   "program.c", "-lm"], ["./program"]]}
here = dict(os.environ, PYTHONPATH=os.getcwd())
with open("README.md") as f:
    blocks = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", f.read())
count, programs = 0, []
with tempfile.TemporaryDirectory() as folder:
    for language, text in blocks:
        if language:
            programs.append((language, text))
            continue
        for language, program in programs:
            name = "program." + {"js": "mjs"}.get(language, language)
            with open(os.path.join(folder, name), "w") as f:
                f.write(program)
            for command in COMMANDS[language]:
                printed = subprocess.run(command, stdout=subprocess.PIPE, universal_newlines=True,
                                         check=True, cwd=folder, env=here).stdout
            assert len(printed.splitlines()) == len(text.splitlines()), printed
            for line, wanted in zip(printed.splitlines(), text.splitlines()):
                # The last digits of a loss may differ from one Python to another.
                same = line[:26] == wanted[:26] if line.startswith("Epoch") else line == wanted
                assert same, (line, wanted)
            count += 1
        programs = []
assert not programs and count >= 6, (count, programs)
print("README.md: %d programs print what it says" % count)
