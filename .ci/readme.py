"""Runs every program in README.md, in its order and in one folder, and compares what it prints. Holds
it to 250 lines, its links to what is there, its nine features to tests, its cuts to the file.

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
    readme = f.read()
blocks = re.findall(r"(?ms)^```(\w*)\n(.*?)^```", readme)
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
assert not programs and count >= 5, (count, programs)
print("README.md: %d programs print what it says" % count)

assert readme.count("\n") <= 250, readme.count("\n")
anchors = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
           for title in re.findall(r"(?m)^#+ (.*)", readme)]
for link in re.findall(r"\]\(([^)]+)\)", readme):
    path, _, anchor = link.partition("#")
    assert path.startswith("http") or os.path.exists(path or "."), link
    assert path or anchor in anchors, link

with open("test_purenn.py") as f:
    tests = re.findall(r"(?m)^def (test_\w+)", f.read())
features = re.findall(r"(?m)^- .*<!-- (.*) -->$", readme)
assert len(features) == 9, features
for name in " ".join(features).split():
    assert name in tests, name

with open("purenn.py") as f:
    sections = f.read().split("\n# ---- ")
end, ends = 0, {}
for section in sections:
    end += section.count("\n") + (section is not sections[-1])
    ends[section.split(" -")[0]] = str(end)
for name, pattern in (("checks", r"first (\d+) lines work"), ("the tutorial", r'"the tutorial", (\d+) lines'),
                      ("checks", r"\| checks: .*? \| (\d+) "), ("checks", r"reference in (\d+) lines"), ("checks", r"head -n (\d+) "), ("checks", r"from (\d+) on;"),
                      ("save and load", r"\| save and load \| (\d+) "),
                      ("export", r"\| export: .*? \| (\d+) "), ("licence", r"\| speed: .*? \| (\d+) ")):
    assert re.findall(pattern, readme) == [ends[name]], (name, pattern, ends[name])
print("README.md: links, features and cuts are there")
