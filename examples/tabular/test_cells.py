# coding: utf-8
"""The golden table of cells, through the tool and the modules that it exports."""
import functools
import json
import math
import os
import re
import shutil
import subprocess
import sys

import pytest

import purenn
from tabular import answer, golden, kinds
from tabular.columns import column_of
from tabular.exporting import module_text
from tabular.golden import MISSING, REFUSED, ToolOnly
from tabular.model import Model
from tabular.resources import resource
from tabular.target import Target
from tabular.words import shown

CELLS = {".": golden.CELLS, ",": golden.CELLS_OF_COMMA}
CASES = [(decimal,) + case for decimal in ".," for case in CELLS[decimal]]
NAMES = [shown("%s %s %s" % (case[0], case[1], case[2])) for case in CASES]
LANGUAGES = ["python", "javascript", "c"]


@functools.lru_cache(None)
def model_of(decimal):
    """A model with all columns of the table."""
    columns = [column_of(dict(entry, name=name)) for name, entry in sorted(golden.COLUMNS.items())]
    inputs = sum([column.width for column in columns])
    return Model(purenn.Network([inputs, 1], "linear"), Target("y", "number"), columns,
                 ["y"] + sorted(golden.COLUMNS), decimal)


def value_in_tool(column, expected):
    """A golden value as the tool has it: of a date also the years as one number."""
    if expected in (MISSING, REFUSED) or column.kind != "date" or column.order == "clock":
        return None if expected in (MISSING, REFUSED) else expected
    return list(expected)


@pytest.mark.parametrize("decimal, name, text, expected", CASES, ids=NAMES)
def test_tool(decimal, name, text, expected):
    column = column_of(dict(golden.COLUMNS[name], name=name))
    found = column.value(text, decimal)
    expected = expected.value if isinstance(expected, ToolOnly) else expected
    if expected in (MISSING, REFUSED):
        assert found is None
        assert column.oddity(text, found) == ("missing" if expected == MISSING else "odd")
    elif column.kind == "date" and name != "clock":
        assert same(found[:4], expected)
        assert int(found[4]) == expected[0] and 0 <= found[4] % 1 < 1
    else:
        assert found == [pytest.approx(expected)] if name == "clock" else same([found], [expected])


def same(found, expected):
    """Whether lists are of the same texts and Nones, and of numbers but for rounding."""
    assert len(found) == len(expected)
    for a, b in zip(found, expected):
        if isinstance(b, float):
            if not (a is not None and math.isclose(a, b, rel_tol=1e-12, abs_tol=1e-12)):
                return False
        elif a != b:
            return False
    return True


@pytest.fixture(scope="session")
def exported(tmp_path_factory):
    """A function that gives the inputs of all cells by a module: [list of numbers, or
    "refused"]."""
    known = {}

    def inputs(language, decimal):
        if (language, decimal) not in known:
            folder = tmp_path_factory.mktemp(language)
            known[language, decimal] = RUNS[language](folder, model_of(decimal), CELLS[decimal])
        return known[language, decimal]
    return inputs


def in_python(folder, model, cells):
    (folder / "model.py").write_text(module_text(model, ".py"), encoding="utf-8")
    (folder / "cells.json").write_text(json.dumps([cell[:2] for cell in cells]))
    (folder / "ask.py").write_text("""
import io, json
from model import FEATURES, inputs
found = []
with io.open("cells.json") as f:
    cells = json.load(f)
for name, text in cells:
    row = dict.fromkeys(FEATURES)
    row[name] = text
    try:
        found.append(inputs(row))
    except ValueError:
        found.append("refused")
print(json.dumps(found))
""")
    return printed([sys.executable, "ask.py"], folder)


def in_javascript(folder, model, cells):
    (folder / "model.mjs").write_text(module_text(model, ".js"), encoding="utf-8")
    (folder / "cells.json").write_text(json.dumps([cell[:2] for cell in cells]))
    names = json.dumps([column.name for column in model.columns])
    (folder / "ask.mjs").write_text("""
import { inputs } from "./model.mjs";
import { readFileSync } from "fs";
const cells = JSON.parse(readFileSync("cells.json"));
const empty = Object.fromEntries(%s.map(name => [name, null]));
console.log(JSON.stringify(cells.map(([name, text]) => {
    try { return inputs({...empty, [name]: text}); }
    catch (error) { if (error instanceof RangeError) return "refused"; throw error; }
})));
""" % names)
    return printed(["node", "ask.mjs"], folder)


def in_c(folder, model, cells):
    from tabular.exporting import literal
    (folder / "model.c").write_text(module_text(model, ".c"), encoding="utf-8")
    asked = ",\n".join(["{%s, %s}" % (literal(name), literal(text)) for name, text, _ in cells])
    names = ", ".join([literal(column.name) for column in model.columns])
    (folder / "ask.c").write_text("""
#include <stdio.h>
#include "model.c"
static const char *const cells[][2] = {%s};
static const char *const names[] = {%s};
int main(void) {
    size_t k, j;
    int i;
    printf("[");
    for (k = 0; k < sizeof cells / sizeof *cells; k++) {
        Row row;
        REAL x[INPUTS];
        for (j = 0; j < sizeof names / sizeof *names; j++) read_cell(&row, names[j], NULL);
        printf(k ? ",\\n" : "");
        if (!read_cell(&row, cells[k][0], cells[k][1])) { printf("\\"refused\\""); continue; }
        inputs(&row, x);
        for (i = 0; i < INPUTS; i++) printf("%%s%%.17g", i ? ", " : "[", x[i]);
        printf("]");
    }
    printf("]");
    return 0;
}
""" % (asked, names))
    flags = ["-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror", "-Wno-format-security"]
    program = str(folder / "ask.exe")  # Windows wants the ending, others do not mind
    subprocess.run(["gcc"] + flags + ["ask.c", "-o", program, "-lm"], cwd=str(folder), check=True)
    return printed([program], folder)


def printed(command, folder):
    """The JSON that a command prints."""
    done = subprocess.run(command, cwd=str(folder), check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout.decode("utf-8"))


RUNS = {"python": in_python, "javascript": in_javascript, "c": in_c}
NEEDS = {"python": sys.executable, "javascript": "node", "c": "gcc"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("decimal, name, text, expected", CASES, ids=NAMES)
def test_exported(language, decimal, name, text, expected, exported):
    if shutil.which(NEEDS[language]) is None:
        pytest.skip("there is no %s here" % NEEDS[language])
    place = [case[:2] for case in CELLS[decimal]].index((name, text))
    found = exported(language, decimal)[place]
    model = model_of(decimal)
    wanted, nothing = [], []
    for column in model.columns:
        value = value_of(column, decimal, text, expected) if column.name == name else None
        wanted += column.inputs(value)
        nothing += column.inputs(None)
    if expected == REFUSED or isinstance(expected, ToolOnly):
        as_unknown = language != "c" and golden.COLUMNS[name]["kind"] in golden.UNKNOWN_WORDS
        assert found == "refused" or as_unknown and found == pytest.approx(nothing), \
            "%s: a module shall refuse it, or the kind is one of golden.UNKNOWN_WORDS" % text
    else:
        assert found == pytest.approx(wanted, rel=1e-12, abs=1e-12)
        assert (found == pytest.approx(nothing)) == (expected == MISSING)


def value_of(column, decimal, text, expected):
    """The golden value, with what test_tool has checked of a date besides."""
    if expected == MISSING or expected == REFUSED or isinstance(expected, ToolOnly):
        return None
    return column.value(text, decimal) if column.kind == "date" else expected


def lacks(kind):
    """What a new kind of column still wants: a sentence for each place that lacks it."""
    found = []
    entry = [entry for entry in golden.COLUMNS.values() if entry["kind"] == kind]
    golden_kinds = [golden.COLUMNS[name]["kind"] for name, _, _ in golden.CELLS]
    cells = golden.RECOGNISED.get(kind, []) * 30
    seen = kinds.Seen("c", cells, list(range(len(cells))), ".") if cells else None
    script = resource("answer.js")
    for is_there, words in (
            (kind in answer.KINDS, "answer.py: KINDS, its two functions"),
            ("%s: [" % kind in script or '"%s": [' % kind in script,
             "answer.js: KINDS, its two functions"),
            (entry, "golden.py: COLUMNS, a column of it"),
            (golden_kinds.count(kind) >= 3,
             "golden.py: CELLS, a value, a missing and a refused one"),
            (cells, "golden.py: RECOGNISED, what a column of it holds"),
            (seen and kinds.recognised(seen).kind == kind,
             "kinds.py: RECOGNISERS, its recognise in its turn, so that it takes these cells")):
        if not is_there:
            found.append(words)
    for call in c_calls(entry):
        if not re.search(r"(?m)^static [\w* ]+\b%s\(" % call, resource("answer.c")):
            found.append("answer.c: %s, between /* ---- for %s ---- */ and its end" % (call, call))
    return found


def c_calls(entries):
    """The functions that an exported module in C calls for such columns."""
    if not entries:
        return []
    column = column_of(dict(entries[0], name="c"))
    return [call.split("(")[0] for call in [column.c_read()] + column.c_inputs()]


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
def test_every_kind_is_in_every_language(kind):
    wanted = lacks(kind)
    assert not wanted, "the kind %s is not yet in\n%s" % (kind, "\n".join(wanted))


@pytest.mark.parametrize("order", kinds.DATE_ORDERS)
def test_every_order_of_dates_is_golden(order):
    """Then test_tool and test_exported tell which of answer.py, answer.js and answer.c lack it."""
    cells = [expected for name, _, expected in golden.CELLS
             if golden.COLUMNS[name].get("order") == order]
    assert cells, "golden.py: COLUMNS and CELLS want a column and cells of the order %s" % order
    assert REFUSED in cells, "golden.py: CELLS want one that %s refuses" % order


@pytest.mark.parametrize("name, value, inputs", [
    ("number", 7.0, [7.0, 0.0]),
    ("number", None, [0.5, 1.0]),
    ("squashed", 5.0, [math.asinh(1.0), 0.0]),
    ("code", 2.0, [2.0, 0.5, 0.5, 0.0, 0.0]),
    ("code", 99.0, [99.0, 0.0, 0.0, 1.0, 0.0]),
    ("code", None, [3.0, 0.0, 0.0, 0.0, 1.0]),
    ("hour", 14.0, [14.0, 0.0, 0.0, 1.0] + 22 * [0.0]),
    ("hour", 30.0, [30.0] + 17 * [0.0] + [1.0] + 7 * [0.0]),
    ("paid", 0.0, [0.0, 0.0]),
    ("paid", None, [1.0, 1.0]),
    ("colour", "Blue", [0.0, 1.0, 0.0, 0.0, 0.0]),
    ("colour", "green", [0.0, 0.0, 0.0, 1.0, 0.0]),
    ("colour", None, [0.0, 0.0, 0.0, 0.0, 1.0]),
    ("clock", [2.5], [2.5, 0.0] + [0.0, 0.0, 1.0] + 21 * [0.0]),
    ("ymd", [2021.0, 2.0, 2.0, None, 2021.25],
     [2021.25, 2.0, 2.0, 12.0, 0.0] + [0, 0, 1, 0, 0, 0, 0] + 12 * [0] + [1] + 11 * [0])])
def test_inputs(name, value, inputs):
    assert column_of(dict(golden.COLUMNS[name], name=name)).inputs(value) == inputs


@pytest.mark.parametrize("name", ["answer.c", "answer.js"])
def test_files_of_other_languages_stand_alone(name, tmp_path):
    """Their own tools can check them as they stand."""
    path = os.path.join(os.path.dirname(answer.__file__), name)
    tool = "gcc" if name.endswith(".c") else "node"
    if shutil.which(tool) is None:
        pytest.skip("there is no %s here" % tool)
    shutil.copy(path, str(tmp_path / name.replace(".js", ".mjs")))
    command = ["gcc", "-std=c99", "-Wall", "-Wextra", "-pedantic", "-Werror",
               "-Wno-unused-function",  # each model takes those that it needs
               "-fsyntax-only", name]
    if tool == "node":
        command = ["node", "--check", "answer.mjs"]
    subprocess.run(command, cwd=str(tmp_path), check=True)


@pytest.mark.parametrize("name", sorted(golden.COLUMNS))
def test_c_has_no_function_that_it_does_not_need(name, tmp_path):
    """A model of one column compiles without a warning, as C and as C++."""
    if shutil.which("gcc") is None:
        pytest.skip("there is no gcc here")
    column = column_of(dict(golden.COLUMNS[name], name=name))
    model = Model(purenn.Network([column.width, 2], "softmax"), Target("y", "class"), [column],
                  ["y", name], ".")
    model.target.classes = ["a", "b"]
    (tmp_path / "model.c").write_text(module_text(model, ".c"), encoding="utf-8")
    for command in ["gcc", "-std=c99"], ["gcc", "-x", "c++"]:
        subprocess.run(command + ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only",
                                  "model.c"],
                       cwd=str(tmp_path), check=True)
