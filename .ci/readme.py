"""Runs every program in README.md, in its order and in one folder, and compares what it prints. Holds
it to 250 lines, its links to what is there, its nine features to tests, its numbers of lines to the
files, its way to cut purenn.py to the reference.

    python3 .ci/readme.py           # wants node and gcc

A block that names no language is what the programs since the last such block print, each of them.

A number that depends on the files stands between comments, which nobody sees in the page:

    the first <!-- lines checks -->335<!-- / --> lines

The first comment names the fact. Numbers of lines are checked here, against line_facts(); heaps, which
take a minute, in memory.py; and memory.py --write writes all of them.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from runtimes import PROJECT

# How a file of this language is run, in the folder that it is in.
COMMANDS = {"python": [[sys.executable, "program.python"]], "js": [["node", "program.mjs"]],
            "c": [["gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-o", "program",
                   "program.c", "-lm"], ["./program"]]}
PLACE = re.compile(r"(<!-- ([\w ./]+) -->)([^<\n]*)(<!-- / -->)")
HEAPS_DIFFER = 1  # KB, from one machine or measurement to the next


def text_of(name):
    with open(os.path.join(PROJECT, name)) as f:
        return f.read()


# ---- numbers that depend on the files -----------------------------------------------------------
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
    """A fact's name -> what README.md must say."""
    facts = {"lines " + name: str(end) for name, end in ends().items()}
    facts["lines tutorial.py"] = str(text_of("examples/tutorial.py").count("\n"))
    return facts


def told(readme):
    """(A fact's name, what README.md says) for every place that is marked."""
    return [(name, text) for _, name, text, _ in PLACE.findall(readme)]


def agree(name, text, fact):
    if not name.startswith("heap"):
        return text == fact
    numbers, measured = re.findall(r"\d+", text), re.findall(r"\d+", fact)
    return len(numbers) == len(measured) and all(
        abs(int(a) - int(b)) <= HEAPS_DIFFER for a, b in zip(numbers, measured))


def wrong(readme, facts):
    """A sentence for everything that README.md says otherwise, or not at all."""
    found, places = [], told(readme)
    kinds = [name.split()[0] for name in facts]
    for name, text in places:
        if name in facts and not agree(name, text, facts[name]):
            found.append("%s: README.md says %s, it is %s" % (name, text, facts[name]))
        elif name not in facts and name.split()[0] in kinds:
            found.append("%s: nothing is known of it" % name)
    names = [name for name, _ in places]
    for name in facts:
        if name not in names and not name.startswith("lines "):  # of which there are more than told
            found.append("%s: README.md has no place for it" % name)
    return found


def rewritten(readme, facts):
    """README.md with the facts in their places."""
    def place(match):
        start, name, text, end = match.groups()
        return start + facts.get(name, text) + end
    return PLACE.sub(place, readme)


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


def check_programs(readme):
    count, programs = 0, []
    with tempfile.TemporaryDirectory() as folder:
        for language, text in re.findall(r"(?ms)^```(\w*)\n(.*?)^```", readme):
            if language:
                programs.append((language, text))
                continue
            for of, program in programs:
                check_printed(run(of, program, folder), text)
                count += 1
            programs = []
    assert not programs and count >= 5, (count, programs)
    print("README.md: %d programs print what it says" % count)


def check_links(readme):
    anchors = [re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")
               for title in re.findall(r"(?m)^#+ (.*)", readme)]
    for link in re.findall(r"\]\(([^)]+)\)", readme):
        path, _, anchor = link.partition("#")
        assert path.startswith("http") or os.path.exists(os.path.join(PROJECT, path)), link
        assert path or anchor in anchors, link


def check_features(readme):
    tests = re.findall(r"(?m)^def (test_\w+)", text_of("test_purenn.py"))
    features = re.findall(r"(?m)^- .*<!-- (test_.*) -->$", readme)
    assert len(features) == 9, features
    for name in " ".join(features).split():
        assert name in tests, name


def check_lines(readme):
    assert readme.count("\n") <= 250, "%d lines of 250" % readme.count("\n")
    # A line that begins with a comment is HTML to its end: no Markdown in it would be rendered.
    assert not re.search(r"(?m)^ {0,3}<!--", readme), "a line begins with a comment"
    found = wrong(readme, line_facts())
    assert not found, "%s: run .ci/memory.py --write" % "; ".join(found)


def check_cut(readme):
    """The command that cuts purenn.py writes the reference, to the line."""
    program, = re.findall(r'python3 -c "(.*?# ---- scaling.*?)"', readme)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(PROJECT, "purenn.py"), folder)
        subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)
        with open(os.path.join(folder, "reference.py")) as f:
            reference = f.read().splitlines()
    assert reference == text_of("purenn.py").splitlines()[:ends()["checks"]], len(reference)


def main():
    readme = text_of("README.md")
    check_programs(readme)
    check_links(readme)
    check_features(readme)
    check_lines(readme)
    check_cut(readme)
    print("README.md: links, features, numbers of lines and the cut are as it says")


if __name__ == "__main__":
    main()
