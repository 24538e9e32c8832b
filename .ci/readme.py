"""Runs every program in the README, in its order and in one folder, and compares what it prints. Holds
the pages to what is so: links, features and their tests, numbers of lines, the way to cut purenn.py.

    python3 .ci/readme.py           # wants node and gcc
    python3 .ci/readme.py --write   # puts the facts that were measured here into the pages

A block that names no language is what the programs since the last such block print, each of them.

A fact stands in a page between comments, which nobody sees there; the first one names it:

    the first <!-- lines checks -->335<!-- / --> lines

A fact whose name begins with "table" has lines of its own. Numbers of lines are counted here. The other
facts are measured by other scripts, such as memory.py and runtimes.py: each keeps what it measured in
PURENN_CI, for --write, and fails if a page says otherwise.
"""
import usage  # noqa: F401; it answers --help

import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

from constants import CACHE, PROJECT

MOST_LINES = 150
FEATURES = 9
WITH_PROGRAMS = "README.md", "examples/learner.md", "examples/models.md"
MEASURED = os.path.join(CACHE, "facts.json")
# How a file of this language is run, in the folder that it is in.
COMMANDS = {"python": [[sys.executable, "program.python"]], "js": [["node", "program.mjs"]],
            "c": [["gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "program",
                   "program.c", "-lm"], ["./program"]]}
PLACES = (re.compile(r"(<!-- (table [\w ./,-]+) -->\n\n)(.*?)(\n\n<!-- / -->)", re.S),
          re.compile(r"(<!-- (?!table )([\w ./,-]+) -->)([^<\n]*)(<!-- / -->)"))
# From one measurement to the next, by how a fact's name begins: an amount, and a part of the number.
MAY_DIFFER = {"heap": (1, 0.0),  # KB
              "table seconds": (0, 0.06),  # of two digits the second by one
              "time": (0, 0.5)}  # a ratio, on a machine that does other things, too
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def text_of(name):
    with open(os.path.join(PROJECT, name), encoding="utf-8") as f:
        return f.read()


def pages():
    """The name of every page -> its text."""
    patterns = "*.md", ".ci/*.md", "examples/*.md", "examples/*/*.md"
    paths = [path for pattern in patterns for path in glob.glob(os.path.join(PROJECT, pattern))]
    names = [os.path.relpath(path, PROJECT) for path in paths]
    return {name: text_of(name) for name in names}


# ---- facts --------------------------------------------------------------------------------------
def ends():
    """The last line of every section of purenn.py, by its name, in their order.

    What stands above the first section is "the head"; the end of the last, the licence, is the
    file's, and called "purenn.py".
    """
    lines = text_of("purenn.py").splitlines()
    found, name = {}, "the head"
    for k, line in enumerate(lines):
        if line.startswith("# ---- "):
            found[name] = k
            name = line[len("# ---- "):].split(" -")[0]
    assert name == "licence", name
    found["purenn.py"] = len(lines)
    return found


def line_facts():
    facts = {"lines " + name: str(end) for name, end in ends().items()}
    facts["lines tutorial.py"] = str(text_of("examples/tutorial.py").count("\n"))
    return facts


def measured():
    """All facts that were measured on this machine."""
    if not os.path.exists(MEASURED):
        return {}
    with open(MEASURED) as f:
        return json.load(f)


def agree(name, told, fact):
    kinds = [start for start in MAY_DIFFER if name.startswith(start)]
    if not kinds:
        return told == fact
    amount, part = MAY_DIFFER[kinds[0]]
    pairs = list(zip(map(float, NUMBER.findall(told)), map(float, NUMBER.findall(fact))))
    return NUMBER.sub("", told) == NUMBER.sub("", fact) and all(
        abs(a - b) <= max(amount, part * b) for a, b in pairs)


def differing(facts):
    """A sentence for every place that says otherwise, and for every fact without a place."""
    sentences, placed = [], set()
    for page, text in pages().items():
        for pattern in PLACES:
            for _, name, told, _ in pattern.findall(text):
                placed.add(name)
                if name in facts and not agree(name, told, facts[name]):
                    sentences.append("%s: %s: it says\n%s\nand it is\n%s" % (page, name, told, facts[name]))
    for name in facts:
        if name not in placed and not name.startswith("lines "):  # of which there are more than told
            sentences.append("no page has a place for: " + name)
    return sentences


def hold(facts):
    """Keeps facts, just measured, for --write; prints where the pages differ: true if nowhere."""
    kept = dict(measured(), **facts)
    with open(MEASURED, "w") as f:
        json.dump(kept, f, indent=1)
    sentences = differing(facts)
    for sentence in sentences:
        print(sentence)
    if sentences:
        print("run .ci/readme.py --write")
    return not sentences


def write():
    facts = dict(measured(), **line_facts())

    def place(match):
        start, name, told, end = match.groups()
        return start + facts.get(name, told) + end

    for page, text in pages().items():
        for pattern in PLACES:
            text = pattern.sub(place, text)
        with open(os.path.join(PROJECT, page), "w", encoding="utf-8") as f:
            f.write(text)


# ---- the checks ---------------------------------------------------------------------------------
def run(language, program, folder):
    """What the program prints, where purenn.py and the examples can be imported."""
    name = "program." + {"js": "mjs"}.get(language, language)
    with open(os.path.join(folder, name), "w") as f:
        f.write(program)
    paths = os.pathsep.join([PROJECT, os.path.join(PROJECT, "examples")])
    for command in COMMANDS[language]:
        done = subprocess.run(command, stdout=subprocess.PIPE, universal_newlines=True, check=True,
                              cwd=folder, env=dict(os.environ, PYTHONPATH=paths))
    return done.stdout


def check_printed(printed, shown):
    assert len(printed.splitlines()) == len(shown.splitlines()), printed
    for line, wanted in zip(printed.splitlines(), shown.splitlines()):
        # The last digits of a loss may differ from one Python to another.
        same = line[:26] == wanted[:26] if line.startswith("Epoch") else line == wanted
        assert same, (line, wanted)


def check_programs():
    count, programs = 0, []
    text = "\n".join(map(text_of, WITH_PROGRAMS))
    with tempfile.TemporaryDirectory() as folder:
        for language, block in re.findall(r"(?ms)^```(\w*)\n(.*?)^```", text):
            if language in COMMANDS:
                programs.append((language, block))
            elif not language:
                for of, program in programs:
                    check_printed(run(of, program, folder), block)
                    count += 1
                programs = []
    assert not programs and count >= 5, (count, programs)
    print("%d programs print what %s say" % (count, " and ".join(WITH_PROGRAMS)))


def anchors(text):
    return [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
            for title in re.findall(r"(?m)^#+ (.*)", text)]


def check_links():
    for page, text in pages().items():
        for link in re.findall(r"\]\(([^)]+)\)", text) + re.findall(r'src="([^"]+)"', text):
            if link.startswith("http"):
                continue
            path, _, anchor = link.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(page), path)) if path else page
            assert os.path.exists(os.path.join(PROJECT, target)), (page, link)
            assert not anchor or anchor in anchors(text_of(target)), (page, link)


def check_features(readme):
    tests = re.findall(r"(?m)^def (test_\w+)", text_of("test_purenn.py"))
    features = re.findall(r"(?m)^- .*<!-- (test_.*) -->$", readme)
    assert len(features) == FEATURES, features
    for name in " ".join(features).split():
        assert name in tests, name


def check_form():
    count = text_of("README.md").count("\n")
    assert count <= MOST_LINES, "README.md has %d lines of %d" % (count, MOST_LINES)
    for page, text in pages().items():
        # A line that begins with a comment is HTML to its end: no Markdown in it would be rendered.
        assert not re.search(r"(?m)^ {0,3}<!--.*-->.", text), "%s: a line begins with a comment" % page
    sentences = differing(line_facts())
    assert not sentences, "\n".join(sentences + ["run .ci/readme.py --write"])


def check_cut():
    """The command that cuts purenn.py writes the reference, to the line."""
    program, = re.findall(r'python3 -c "(.*?# ---- scaling.*?)"', text_of("examples/boards.md"))
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(PROJECT, "purenn.py"), folder)
        subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)
        with open(os.path.join(folder, "reference.py")) as f:
            reference = f.read().splitlines()
    assert reference == text_of("purenn.py").splitlines()[:ends()["checks"]], len(reference)


def main():
    check_programs()
    check_links()
    check_features(text_of("README.md"))
    check_form()
    check_cut()
    print("links, features, numbers of lines and the cut are as the pages say")


if __name__ == "__main__":
    if sys.argv[1:] not in ([], ["--write"]):
        sys.exit(__doc__)
    write() if sys.argv[1:] else main()
