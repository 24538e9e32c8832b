"""Tries examples/tabular as a user would: good, ugly, malformed and hostile files, each Python.

    python3 .ci/tabular.py [PYTHON ...]      # all that CI knows, by default

The tool is copied to a folder of its own, with purenn.py alone beside it, and export.py only where
it exports; its package is tested beside it, by pytest. Wants node and gcc.
"""
import usage  # noqa: F401; it answers --help

import csv
import glob
import json
import math
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from xml.etree import ElementTree

from runtimes import TOOLS

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
VERSIONS = os.path.expanduser("~/.pyenv/versions")
PYTHONS = [VERSIONS + "/2.7.18/bin/python", VERSIONS + "/3.13.0/bin/python", "jython"]

# Runs many commands in one process, since Jython takes its time to start: prints a JSON list of
# [exit status, what was printed, what was said to stderr].
DRIVER = '''
import io, json, sys
import tabular
done = []
with io.open("cases.json", encoding="utf-8") as f:
    cases = json.load(f)
for arguments in cases:
    if str is bytes:
        arguments = [a.encode("utf-8") for a in arguments]
        sys.stdout, sys.stderr = io.BytesIO(), io.BytesIO()
    else:
        sys.stdout, sys.stderr = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in "12"]
    try:
        status = tabular.main(arguments)
    except SystemExit as error:
        status = error.code
    except BaseException:
        import traceback
        traceback.print_exc()
        status = 99
    sys.stdout.flush()
    sys.stderr.flush()
    texts = [getattr(f, "buffer", f).getvalue().decode("utf-8") for f in (sys.stdout, sys.stderr)]
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    done.append([status] + texts)
with io.open("done.json", "wb") as f:
    f.write(json.dumps(done).encode("ascii"))
'''


def run_all(python, cases):
    """[(status, printed, errors)] of each list of arguments."""
    with open("driver.py", "w") as f:
        f.write(DRIVER)
    with open("cases.json", "w") as f:
        json.dump(cases, f)
    subprocess.run([python, "driver.py"], check=True, timeout=600)
    with open("done.json") as f:
        done = json.load(f)
    assert len(done) == len(cases)
    for case, (status, out, error) in zip(cases, done):
        assert status in (0, 2), (python, case, status, out[-500:], error[-2000:])
        if status == 2 and "usage:" not in error:
            assert error.startswith("tabular: ") and error.count("\n") == 1, (python, case, error)
            assert len(error) < 301, (python, case, len(error), error)
    return done


def here():
    """The files here, but for those that this check or a Python writes."""
    return set(name for name in os.listdir(".") if not re.search(
        r"class$|pyc$|^__pycache__$|^(driver|code)\.py$|^(cases|done)\.json$", name))


def write(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode("utf-8"))


def missed(words, text):
    """The words that a text lacks; of those with a "-" in front, the ones that it has."""
    found = []
    for word in words:
        is_unwanted = word[:1] == "-" and word[1:2] != "-"
        if (word[1:] in text) if is_unwanted else word not in text:
            found.append(word)
    return found


# ---- files that must train ----------------------------------------------------------------------
def table(rows=60, delimiter=",", decimal=".", header=True, index=False, quote=""):
    """x and y by chance, c in words; the class is a question of x and c, the number their sum."""
    chance, lines = random.Random(5), []
    if header:
        lines.append(delimiter.join(([""] if index else []) + ["x", "y", "c", "class", "sum"]))
    for k in range(rows):
        x, y, c = chance.uniform(-3, 3), chance.uniform(0, 1), chance.choice(["red", "green"])
        value = "%.3f" % (2 * x + (3 if c == "red" else 0))
        cells = ["%.2f" % x, "%.4f" % y, c, "yes" if x > (0 if c == "red" else 1) else "no", value]
        cells = [cell.replace(".", decimal) for cell in cells]
        lines.append(delimiter.join(([str(k + 1)] if index else []) +
                                    [quote + cell + quote for cell in cells]))
    return "\n".join(lines) + "\n"


def lines_of(head, count, line):
    """A head, and line(k) for each of so many rows."""
    return "".join(text + "\n" for text in [head] + [line(k) for k in range(count)])


def ugly():
    """(name, bytes, target, words that must be printed)."""
    plain = table()
    lines = plain.split("\n")

    def with_cell(line, cell):
        """The table with another first cell in a line."""
        return plain.replace(lines[line], cell + lines[line][lines[line].index(","):])

    money = ["price,share,when,paid,n"]
    for k in range(60):
        money.append('"$%s,%03d.50",%d %%,%04d-%02d-%02d,%s,%s' % (
            k % 9 + 1, 7 * k, k % 50, 2018 + k % 4, k % 12 + 1, k % 28 + 1,
            ["yes", "no", "NA"][k % 3], "" if k == 7 else "?" if k == 8 else 3 * k))
    rare = ["a,b,t"] + ["%d,%s,%s" % (k % 7, "xyz"[k % 3], "rare" if k % 30 == 0 else "often")
                        for k in range(90)]
    wide = [",".join("c%d" % k for k in range(500)) + ",t"]
    chance = random.Random(2)
    for k in range(40):
        row = [chance.gauss(0, 1) for _ in range(500)]
        wide.append(",".join("%.3f" % v for v in row) + ",%d" % (row[3] > 0))
    when = ["clock,day,quarter,due,y"] + ["%d:%02d:00,%s,Q%d %d,2021%02d%02d,%d" % (
        k * 7 % 24, k * 11 % 60,
        "unknown" if k % 30 == 5 else '"Mon, %d Mar %d"' % (k % 28 + 1, 2001 + k % 5),
        k % 4 + 1, 1990 + k // 4, k % 12 + 1, k % 28 + 1, k * 7 % 24 + k % 12) for k in range(60)]
    return [
        ("plain", plain, "class", ["comma", "point", "utf-8", "60 rows, 5 columns"]),
        ("german", table(delimiter=";", decimal=","), "sum", ["semicolon", "comma", "a number"]),
        ("tabs", table(delimiter="\t"), "class", ["tab"]),
        ("tabs and commas", table(delimiter="\t", decimal=","), "sum", ["tab", "decimal comma"]),
        ("bars", table(delimiter="|"), "sum", ["bar"]),
        ("quoted commas", table(decimal=",", quote='"'), "sum", ["decimal comma"]),
        ("utf-16", table().encode("utf-16"), "class", ["utf-16"]),
        ("utf-16-be", b"\xfe\xff" + table().encode("utf-16-be"), "class", ["utf-16-be"]),
        ("utf-16 unmarked", table().encode("utf-16-le"), "class", ["utf-16-le"]),
        ("bom", b"\xef\xbb\xbf" + plain.encode(), "x", ["utf-8"]),
        ("latin-1", plain.replace("red", "r\xf6t").encode("latin-1"), "class",
         ["Latin-1", "r\xf6t"]),
        ("no header", table(header=False), "4", ["header no", "column_1", "one of 2 classes"]),
        ("from R", table(index=True), "class", ["counts the rows", "left out"]),
        ("row names", "\n".join([lines[0]] + ["%d,%s" % (k, line)
                                              for k, line in enumerate(lines[1:-1], 1)]),
         "class", ["left out"]),
        ("crlf", plain.replace("\n", "\r\n"), "class", []),
        ("cr", plain.replace("\n", "\r"), "class", []),
        ("ends with delimiter", plain.replace("\n", ",\n"), "class", []),
        ("sep line", "sep=;\n" + table(delimiter=";"), "class", ["semicolon"]),
        ("comment", "# from a sensor\n#\n" + plain, "class", []),
        ("title", "My table\n\n" + plain, "class", ["before the table"]),
        ("footer", plain + "Source: me\n", "class", ["after the table"]),
        ("quoted newline", plain.replace("red", '"re\nd"'), "class", []),
        ("gaps", re.sub(r"(?m)^-?[12]\.\d+,", "NA,", plain), "class",
         ["cells (missing)", "the median"]),
        ("odd", with_cell(5, "ill"), "class", ["1 cell (no number: ill)"]),
        ("limits", with_cell(5, "<5"), "class", ["1 cell like <5 taken as"]),
        ("bounds", lines_of("a,b", 60, lambda k: "%d,%s50K" % (k % 9, "<=" if k % 9 < 4 else ">")),
         "b", ["one of 2 classes"]),
        ("thousands", lines_of("a;b", 60, lambda k: "%d;%s" % (
            k % 9, "1.%03d" % (k % 9) if k % 3 else "987")), "b",
         ["decimal comma", "in line 3: 1.001", "--decimal point"]),
        ("thousands or not", lines_of("a;b", 60, lambda k: "%d;%d.%03d" % (k % 9, k % 3, k % 9)),
         "b", ["decimal point"]),
        ("day first", lines_of("d;y", 60, lambda k: "%d/%d/2020;%d" % (
            k % 12 + 1, k % 7 + 1, k % 7)), "y", ["day first (--dates)"]),
        ("spellings", plain.replace("red", "Red", 9).replace("yes", "Yes", 9), "class",
         ["capitals ignored, as in Red as red", "class: capitals ignored, as in Yes as yes",
          "one of 2 classes"]),
        ("far target", plain.replace(lines[9], lines[9][:lines[9].rindex(",")] + ",99999"), "sum",
         ["far from all others", "line 10: 99999"]),
        ("leaks", lines_of("a,b,d,t", 200, lambda k: "%d,%d,%d,%s" % (
            k * 37 % 101, -(k * 37 % 101), k % 7, "xy"[k * 37 % 101 > 50])), "t",
         ["told by a, b, each alone"]),
        ("codes for missing", lines_of("a,t", 180, lambda k: "%s,%d" % (
            k % 40 / 4 if k % 9 else 999, k % 40)), "t", ["a code for missing? 999 (20 cells)"]),
        ("quarters", lines_of("a,b,c,t", 60, lambda k: "Q%d%d,%dQ%d,%d-Q%d,%d" % (
            (k % 4 + 1, 2000 + k // 4) + (2000 + k // 4, k % 4 + 1) * 2 + (k % 4,))), "t",
         ["a date", "b date", "c date"]),
        ("months", lines_of("a,b,t", 80, lambda k: "%s-%02d,%s 20%02d,%d" % (
            "Jan Feb Mar Apr".split()[k % 4], k // 4,
            "Januar M\u00e4rz Mai Oktober".split()[k % 4], k // 4, k % 4)), "t",
         ["a date", "b date"]),
        ("two in a cell", lines_of("bp,a,t", 60, lambda k: "%d/%d,%d,%d" % (
            100 + k, 60 + k % 40, k % 7, k % 5)), "t", ["two numbers in a cell"]),
        ("currencies", lines_of("a;b;t", 60, lambda k: "CHF %d'%03d.00;%d m2;%d" % (
            k % 5 + 1, k, k % 30 + 20, k % 3)), "t", ["a number", "b number, 1 input in m2"]),
        ("units", lines_of("a,b,t", 60, lambda k: "%s,$%s,%d" % (
            "%d kg" % (k % 37 + 1) if k % 4 else "%d g" % (k % 37 * 1000 + 1000),
            "%dK" % (k + 100) if k % 3 else "%dM" % (k + 1), k)), "t",
         ["in kg; also in g, converted", "in K", "also in M"]),
        ("percents", lines_of("a,t", 100, lambda k: "%d%%,%d" % (k % 4 * 5, k % 4 * 3 % 7)), "t",
         ["few whole numbers, 5 inputs"]),
        ("marks", lines_of("a,t", 60, lambda k: "%d,%s" % (k % 9, "x" if k % 9 > 4 else "")), "t",
         ["empty cells are a class too", "one of 2 classes"]),
        ("year as a name", lines_of("2021;2022", 60, lambda k: "%d,5;%d,5" % (k % 9, k % 9 * 2)),
         "2022", ["60 rows, 2 columns"]),
        ("mac", plain.replace("red", "r\xe9d").encode("mac_roman").replace(
            b"\n", b"\r\n", 3).replace(b"green", b"\x8f"), "class", ["Mac Roman", "r\xe9d"]),
        ("rule", "\n".join(lines[:1] + ["-+-".join("-----")] + lines[1:]).replace(
            ",", " | ") + "(60 rows)\n", "class", ["bar", "60 rows"]),
        ("second names", lines_of("q1,q2,q3,q4,t\nResponse,,Response,Response,Response", 60,
                                  lambda k: "%s,%s,%s,%s,%s" % (
            "yn"[k % 2], "ab"[k % 2], "cd"[k % 3 % 2], "ef"[k % 2], "yn"[k % 2])), "t",
         ["1 row of units or types", "one of 2 classes"]),
        ("sums between", plain.replace(lines[20], lines[20] + "\nSumme 2010,,,,999") +
         "Summe 2011,,,,999\n", "sum", ["2 rows of totals", "60 rows"]),
        ("customers", "".join("%s,%s\n" % ("CustomerID" if not k else 1000 + k * 7919 % 997, s)
                              for k, s in enumerate(lines[:-1])), "class",
         ["by its name and values"]),
        ("units in all", lines_of("rent,beds,size", 60, lambda k: (
            '"$%d,%03d/mo",%d ba,"1,%03d sqft"' % (k % 3 + 1, k * 7, k % 9, k))), "rent",
         ["60 rows", "in sqft", "in ba"]),
        ("rows end in semicolons", table(delimiter=";").replace("\n", ";\n").replace(
            ";\n", "\n", 1), "class", ["60 rows, 5 columns", "c category", "sum number"]),
        ("flags", "crp,hb,as,t\n" + "".join("%s,%d%s,%s,%d VB\n" % (
            "<5" if k % 3 else "%d.5 H" % k, k % 31, "+" * (k % 4 == 0),
            "<LOD" if k % 20 == 7 else k, k * k) for k in range(1, 200)), "t",
         ["133 cells like <5 taken", "66 cells like 3.5 H taken", "cells like 4+ taken",
          "as number", "10 cells (no number: <LOD)"]),
        ("prices", lines_of("a;t", 90, lambda k: "%d;%d.%03d \u20ac%s" % (
            k % 9, k % 7 + 1, k, ["", "", " VB", " (neu)"][k % 4])), "t",
         ["cells like 3.002 \u20ac VB are taken", "a number"]),
        ("header of a bank", lines_of("#x;#c", 60, lambda k: "%d,5 PLN;%s;" % (
            k % 9, "ab"[k % 9 > 4])), "c", ["60 rows, 2 columns", "in PLN"]),
        ("two tables", plain + "\nday,n\n1,2\n2,3\n", "class",
         ["3 rows after an empty line left out", "60 rows"]),
        ("tab cut", table(delimiter="\t") + "1\t0.5\tred\tyes\n" + "1\t0.5\tred\tyes\t2\n", "class",
         ["62 rows", "1 row short, the last cells taken as empty: line 62"]),
        ("pivot", "a,b,v\n" + "".join("%s,%d,%d\n" % (
            "" if k % 5 else "xyz"[k % 3], k % 7, k % 7) + (
                "x Ergebnis,,9\n" if k % 30 == 29 else "") for k in range(150)), "v",
         ["5 rows of totals", "filled only where blocks"]),
        ("three headers", lines_of("s\ta\tu\tt\nd\td\td\td\n\t\t\tclass", 60,
                                   lambda k: "%s\t%s\t%s\t%s" % (
            "xy"[k % 2], "uv"[k % 3 % 2], "pq"[k % 5 % 2], "no yes".split()[k % 2])), "t",
         ["60 rows", "2 rows of units or types", "one of 2 classes"]),
        ("text beside", lines_of("s,x,t", 60, lambda k: "please look at this %d,%d,%s" % (
            k, k % 5, "ab"[k % 2])), "t", ["Text is not read: s"]),
        ("space after", plain.replace("red", '"red" '), "class", []),
        ("no target", plain.replace(",yes,", ",,", 5), "class",
         ["5 rows without a target left out"]),
        ("twice", plain.replace("x,y,c", "x,x,c"), "class", ["x_2"]),
        ("money", "\n".join(money), "price", ["date, 3 inputs", "yes/no", "in %"]),
        ("money2", "\n".join(money), "paid", ["one of 2 classes"]),
        ("rare", "\n".join(rare), "t", ["no better"]),
        ("constant", plain.replace(",green,", ",red,"), "class", ["always red"]),
        ("ids", "\n".join(["id," + lines[0]] + ["%06x,%s" % (7919 * k, s)
                                                for k, s in enumerate(lines[1:-1])]),
         "class", ["tells rows apart"]),
        ("wide", "\n".join(wide), "t", ["left out"]),
        ("tiny", "\n".join(lines[:9]), "class", ["held out"]),
        ("one column more", "\n".join(["a,b"] + ["%d,%d" % (k, k * 3 % 7) for k in range(2, 40)]),
         "b", []),
        ("letters", plain.replace("x,y", "\u4e2d\u6587,\U0001f600").replace(
            "yes", "\xfc<b>&\"'".replace('"', '""').join('""')), "class", ["\u4e2d"]),
        ("times", "\n".join(when), "y", [
            "clock date, 1 input hour", "day date", "cells (no date: unknown)", "quarter date",
            "due date"]),
        ("totals", "x,y,c,class,sum\nm,kg,,,s\n" + plain.split("\n", 1)[1] + "Total,12,,,99999\n",
         "sum", ["1 row of units or types", "1 row of totals", "60 rows"]),
        ("single quotes", lines_of("'c','sum'", 40, lambda k: "'%s',%d" % ("ab"[k % 2], k % 9)),
         "sum", ["quoted by '"]),
        ("semicolons within", lines_of("a,b,t", 60, lambda k: "%d,x;y;z%d,%d" % (
            k % 7, k % 3, k % 7)), "t", ["comma", "3 columns"]),
        ("second header", "Group 1,,Group 2,,\n" + plain, "class", ["1 line before the table"]),
        ("remark header", "# a sensor\n#" + plain, "class", ["60 rows, 5 columns", "header yes"]),
        ("only a counter", lines_of("n,y", 30, lambda k: "%d,%d" % (k, 2 * k)), "y",
         ["nothing else is left"]),
        ("excel", b"\xef\xbb\xbfsep=;\r\n" + table(delimiter=";", decimal=",").replace(
            "\n", "\r\n").encode(), "sum", ["semicolon", "decimal comma"]),
        ("spaces in names", plain.replace("class", "  my   class "), "  my   class ",
         ["target: my class"]),
        ("states", lines_of("s,v", 200, lambda k: "S%d,%d" % (k % 50, k % 50 * 37 % 50)), "v",
         ["50 inputs"]),
        ("far", with_cell(9, "1e9"), "sum", ["logarithmic"]),
    ]


def trains(python):
    """Every file on CPython 3, a third of them elsewhere: what a file says is read alike, and the
    package's own tests look at each case."""
    cases = ugly() if "3.13" in python else ugly()[::3]
    for k, (_, data, _, _) in enumerate(cases):
        write("ugly%d.csv" % k, data)
    done = run_all(python, [
        ["train", "ugly%d.csv" % k, "--target", target, "--model", "m%d.json" % k,
         "--report", "r%d.html" % k, "--effort", "0.003" if k else "0.02"]
        for k, (_, _, target, _) in enumerate(cases)])
    for k, ((name, _, _, words), (status, out, error)) in enumerate(zip(cases, done)):
        assert status == 0, (python, name, out, error)
        lost = [word for word in words if word not in re.sub(" +", " ", out)]
        assert not lost, (python, name, lost, out)
        with open("r%d.html" % k, encoding="utf-8") as f:
            report = f.read()
        ElementTree.fromstring(re.sub("<!DOCTYPE html>|<meta[^>]*>", "", report))
        assert "<script" not in report and "<b>" not in report and "http" not in report.replace(
            "http://www.w3.org/2000/svg", ""), name
    done = run_all(python, [["predict", "m%d.json" % k, "ugly%d.csv" % k, "--output", "o%d.csv" % k]
                            for k in range(len(cases))])
    for k, ((name, _, _, _), (status, out, error)) in enumerate(zip(cases, done)):
        assert status == 0, (python, name, out, error)
        is_noted = "note" in error
        assert not is_noted or name not in ("percents", "units", "spellings", "units in all"), (
            python, name, error)
    with open("o0.csv", newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    right = sum(row["class"] == row["predicted_class"] for row in rows)
    assert len(rows) == 60 and right >= 52, (python, right)
    assert 0.5 <= float(rows[0]["probability"]) <= 1, (python, rows[0])


# ---- files that must be refused -----------------------------------------------------------------
def malformed():
    """(data, words of the message): trained on the target c."""
    good = "a,b,c\n" + "".join("%d,%d,%s\n" % (k, k * 7 % 5, "xy"[k % 2]) for k in range(20))
    return [
        ("", ["empty"]), ("\n\n\n", ["empty"]), ("a,b,c\n", ["line 2", "none"]),
        (good.replace("3,1,y", "3,1"), ["line 5", "expected 3 cells", "got 2", "--delimiter"]),
        (good.replace("3,1,y", "3,1,y,9"), ["line 5", "got 4"]),
        (good.replace("3,1,y", '3,"1,y'), ["line 5", "--quote none"]),
        (good.replace("3,1,y", '3,"1"1,y'), ["line 5", "--quote none"]),
        (good.replace("a,b,c", "a,b,d"), ["no column is called c", "a, b, d"]),
        (good.replace("a,b,c", "a,b,C"), ["did you mean C"]),
        (good.replace("y", "x"), ["always x"]),
        (re.sub("[xy]", "", good), ["column c is empty"]),
        (good[:18], ["too few"]), (re.sub(r"(?m)^\d+,\d", "1,1", good), ["no column is left"]),
        ("c\n" + "x\ny\n" * 9, ["no column is left", "--delimiter"]),
        ("a,b,c\n" + "".join("%d,1,n%d\n" % (k, k) for k in range(50)), ["50 different values"]),
        (good.replace("x", "x\0"), ["line 2", "NUL"]),
        ("a:b:c\n1:2:x\n", ["or another --delimiter"]),
        (good.replace("a,b,c", "a,b,colour"), ["no column is called c"]),
        ('[{"a": 1}]', ["JSON"]), ("<!DOCTYPE html>\n<p>", ["web page"]),
        (b"\xd0\xcf\x11\xe0" + bytes(99), ["workbook"]),
        (b"PK\3\4" + bytes(range(256)), ["workbook"]), (b"\x1f\x8b\x08" + bytes(99), ["unpack"]),
        (bytes(range(1, 256)) * 20, []),
        (b"\xff\xfe" + good.encode("utf-16-le")[:-1], ["line", "utf-16"]),
        (good.replace("a,b,c", ",".join("column number %d" % k for k in range(9999))),
         ["line 2", "expected 9999"]),
        ('"' + "x" * 300000, ["--quote none"]),
    ]


def refuses(python):
    cases = malformed()
    for k, (data, _) in enumerate(cases):
        write("bad%d.csv" % k, data)
    write("good.csv", table())
    before = here()
    done = run_all(python, [["train", "bad%d.csv" % k, "--target", "c", "--strict"]
                            for k in range(len(cases))])
    for k, ((data, words), (status, out, error)) in enumerate(zip(cases, done)):
        assert status == 2 and "bad%d.csv" % k in error, (python, data[:200], status, out, error)
        assert all(word in error for word in words), (python, data[:200], words, error)
    options = [
        ["--held-out", "0"], ["--held-out", "nan"], ["--effort", "0"], ["--effort", "1e9"],
        ["--seed", "-1"], ["--seed", "9" * 5000], ["--delimiter", ",,"], ["--delimiter", "\n"],
        ["--decimal", "x"], ["--encoding", "nonsense"], ["--encoding", "utf-16"], ["--quote", ""],
        ["--quote", "ab"], ["--ignore", "q"], ["--keep", "q"], ["--target", "sum", "--balance"],
        ["--kind", "word"], ["--kind", "number"], ["--model", "no/folder.json"],
        ["--report", "no/folder.html"], ["--model", "."], ["--model", "good.csv"],
        ["--model", "./good.csv"], ["--report", "good.csv"], ["--model", "purenn.py"],
        ["--model", "tabular/words.py"], ["--model", "tabular"],
        ["--model", "same", "--report", "./same"], ["--test", "none.csv"],
        ["--test", "driver.py"], ["--header", "perhaps"]]
    done = run_all(python, [["train", "good.csv", "--target", "class"] + more
                            for more in options] + [
        ["train"], ["train", "missing.csv", "--target", "c"], ["train", ".", "--target", "c"],
        ["nonsense"], []])
    for more, (status, out, error) in zip(options + ["others"] * 5, done):
        assert status == 2, (python, more, status, out, error)
    assert here() == before, here() ^ before


def options_work(python):
    """What each option promises; and predict's, of files that are not quite as the one learned
    from."""
    chance = random.Random(4)
    write("rare.csv", lines_of("a,b,t", 240, lambda k: "%.3f,%.3f,%s" % (
        chance.gauss(1.0 if k % 8 == 0 else 0, 1), chance.gauss(0, 1),
        "rare" if k % 8 == 0 else "often")))
    skew = ["x,y"] + ["%d,%.2f" % (k % 9, math.exp(chance.gauss(3, 1.2))) for k in range(200)]
    write("skew.csv", "\n".join(skew))
    write("skew2.csv", "\n".join(["x,y"] + ["%d,%d" % (k % 9, 999 if k == 7 else 20 + k % 11)
                                            for k in range(200)]))
    write("fraud.csv", lines_of("a,b,t", 800, lambda k: "%d,%d,%d" % (
        k % 31 == 0, k % 7, k % 31 == 0 and k % 93 > 0)))
    write("rare2.csv", lines_of("a,b,t", 600, lambda k: "%d,%d,%d" % (
        k % 6 if k % 60 else 3 + k % 13, k % 7, k % 60 == 0)))
    write("rare3.csv", lines_of("a,b,t", 1200, lambda k: "%d,%d,%s" % (
        k % 60 == 0, k * 7 % 10 > 4, "rare" if k % 60 == 0 else "xy"[k * 7 % 10 > 4])))
    write("dose.csv", lines_of("n,t", 120, lambda k: "%d,%.2f" % (
        k % 4 * 80, [5, 7, 8, 8.4][k % 4])))
    write("doses.csv", "n\n80\n120\n160\n300\n")
    write("sine.csv", lines_of("x,y", 600, lambda k: "%.2f,%.3f" % (
        k % 97 / 97.0, math.sin(6.3 * (k % 97) / 97))))
    write("ids.csv", lines_of("id,x,t", 40, lambda k: "n%d,%d,%d" % (k * 3 // 5, k % 7, k % 2)))
    write("nohead.csv", "".join("%d;%d,5;%s\n" % (k % 9, k * 7 % 11, "xy"[k % 9 > 4])
                                for k in range(60)))
    write("quote.csv", lines_of("a,b,t", 60, lambda k: '%d,5" pipe,%s' % (
        k % 9, "xy"[k % 9 > 4])))
    write("czech.csv", lines_of("a,b,t", 60, lambda k: "%d,%s,%d" % (
        k % 9, ["\u017elut\u00fd", "b"][k % 2], k % 9)).encode("cp1250"))
    good = ["train", "good.csv", "--target", "class"]
    cases = [
        (["train", "rare.csv", "--target", "t"], []),
        (["train", "rare.csv", "--target", "t", "--balance"], []),
        (["train", "ids.csv", "--target", "t", "--keep", "id"], ["-left out"]),
        (["train", "ids.csv", "--target", "t"], ["id left out"]),
        (["train", "ids.csv", "--target", "t", "--kind", "number"], ["target: t is a number"]),
        (["train", "ids.csv", "--target", "x", "--kind", "class"], ["one of 7 classes"]),
        (good + ["--ignore", "sum", "--ignore", "3"], ["sum left out", "c left out", "--ignore"]),
        (good + ["--test", "good.csv"], ["60 rows learned from 60 held out"]),
        (good + ["--held-out", "50"], ["30 rows learned from 30 held out"]),
        (["train", "nohead.csv", "--target", "3", "--header", "no"], ["60 rows, 3 columns"]),
        (["train", "nohead.csv", "--target", "x", "--header", "yes"], ["59 rows, 3 columns"]),
        (["train", "nohead.csv", "--target", "column_2", "--delimiter", "semicolon",
          "--decimal", "comma"], ["target: column_2 is a number"]),
        (["train", "nohead.csv", "--target", "1", "--delimiter", "semicolon",
          "--decimal", "point", "--header", "no"], ["column_2 category"]),
        (["train", "quote.csv", "--target", "t", "--quote", "none"], ["always 5\" pipe"]),
        (["train", "czech.csv", "--target", "t", "--encoding", "cp1250"],
         ["\u017elut\u00fd", "-Latin-1"]),
        (["train", "skew.csv", "--target", "y"], ["-far from all others"]),
        (["train", "skew2.csv", "--target", "y"], ["far from all others", "line 9: 999"]),
        (["train", "fraud.csv", "--target", "t"], ["-Nearly all", "-no better"]),
        (["train", "rare2.csv", "--target", "t"], ["-Nearly all"]),
        (["train", "rare3.csv", "--target", "t"], ["told by a:"]),
        (["train", "dose.csv", "--target", "t", "--kind", "number", "--model", "dose.json"],
         ["few whole numbers"]),
        (["train", "sine.csv", "--target", "y", "--effort", "0.03"], ["as the mean) 0.9"]),
        (["train", "good.csv", "--target", "sum", "--model", "sum.json"], [])]
    cases += [(["train", "good.csv", "--target", "sum", "--seed", str(seed)], [])
              for seed in (1, 2)]
    for case, _ in cases:
        if "--effort" not in case:
            case += ["--effort", "0.003"]
    done = run_all(python, [case for case, _ in cases])
    for (case, words), (status, out, error) in zip(cases, done):
        out = re.sub(" +", " ", out)
        wrong = missed(words, out)
        assert status == 0 and not wrong, (python, case, wrong, out, error)
    found = [float(re.search(r"(?m)^ *rare +\d+ +\d+ +([\d.]+) %", out).group(1))
             for _, out, _ in done[:2]]
    assert found[0] < 40 < 60 < found[1], (python, "--balance", found)
    errors = set(re.search("mean error.*", out).group() for _, out, _ in done[-3:])
    assert len(errors) == 3, done[-3:]

    printed = run_all(python, [["predict", "dose.json", "doses.csv"]])[0][1]
    said = [float(v) for v in printed.replace(",", "\n").split("\n")[3::2]]
    assert said[0] + 0.2 < said[1] < said[2] - 0.2 < said[3] + 1, (python, said)
    write("good.csv", table())
    with open("good.csv") as f:
        rows = list(csv.reader(f))
    write("moved.csv", "".join(";".join(row[k] for k in (3, 2, 1, 0)) + "\n" for row in rows))
    write("less.csv", "".join(",".join(row[k] for k in (2, 0)) + "\n"
                              for row in rows).replace("red", "blue"))
    done = run_all(python, [["predict", "sum.json", name + ".csv", "--output", name + "_said.csv"]
                            for name in ("good", "moved", "less")])
    assert [status for status, _, _ in done] == [0, 0, 0], done
    expected = ["R2"], ["60 rows"], ["not there", "y, class", "c (30, first in line 2: blue)"]
    for words, (_, _, error) in zip(expected, done):
        assert not missed(words, error), (python, words, error)
    said = []
    for name, mark in ("good", ","), ("moved", ";"), ("less", ","):
        with open(name + "_said.csv", newline="") as f:
            said.append([row["predicted_sum"].replace(",", ".")
                         for row in csv.DictReader(f, delimiter=mark)])
    assert said[0] == said[1] and len(said[2]) == 60, (python, said)


def other_files(python):
    """Files to predict that are not written as the one learned from: what is odd is said, and no
    row lost."""
    lines = ["ort;gewicht;tag;kosten;y"] + ["%s;%d kg;%02d.%02d.20%02d;%d,5;%d" % (
        ["Wien", "Linz", "Graz"][k % 3], k * 7 % 20 + 1, k % 28 + 1, k * 5 % 12 + 1, k % 9 + 10,
        k % 11, k * 7 % 20 * 10 ** 7) for k in range(120)]
    write("here.csv", "\ufeff" + "\r\n".join(lines))
    asked = [("wien", "7 kg", "03.04.2012", "1.234"), ("LINZ", "<5 kg", "2012-04-03", "7"),
             ("Rom", "9000 kg", "20120403", "5"), ("Graz", "500 g", "gestern", "3")]
    write("there.csv", "ORT;Gewicht;tag;kosten;extra\n;kg;;EUR;\n" + "".join(
        "%s;%s;%s;%s;1\n" % row for row in asked) + "Summe;9999;;;\nQuelle: wir\n")
    write("point.csv", "ort,gewicht,tag,kosten\n" + "Wien,7,2012-04-03,1.5\n" * 3)
    write("tabs.csv", "ort\tgewicht\ttag\tkosten\n" + "Wien\t7 kg\t03.04.2012\t1.234\n" * 3)
    write("nohead.csv", "Wien;7 kg;03.04.2012;1,5\n" * 3)
    train = ["train", "here.csv", "--target", "y"]
    done = run_all(python, [train + ["--effort", "0.01", "--kind", "number"],
                            train + ["--effort", "0.003"]] + [
        ["predict", "model.json", name + ".csv", "--output", name + "_said.csv"]
        for name in ("here", "here_said", "there", "point", "nohead", "tabs")])
    assert [status for status, _, _ in done] == [0] * 8, (python, done)
    assert not missed(["model.json (replaced)", "report.html (replaced)"], done[1][1]), (
        python, done[1])
    assert "\r" not in done[0][1] and done[0][1].count("learning:") < 13, (python, done[0][1])
    for k, words in enumerate((
            ["120 rows", "-note"], ["120 rows", "-note"],
            ["1 row of units or types without an answer: line 2",
             "1 row of totals without an answer: line 7",
             "1 row after the table without an answer: line 8, Quelle: wir",
             "tag (1, first in line 6: gestern)",
             "taken as none of them: ort (1, first in line 5: Rom)",
             "gewicht (1, first in line 4: <5 kg)", "far outside",
             "gewicht (1, first in line 5: 9000 kg; learned from 1 to 20)",
             "kosten (1, first in line 3: 1.234"],
            ["decimal point, other than in training"], ["no header", "order of training"],
            ["kosten (3, first in line 2: 1.234; learned from 0.5 to 10.5"])):
        error = done[k + 2][2]
        wrong = missed(words, error)
        assert not wrong, (python, k, wrong, error)
    texts = {}
    for name in "here", "here_said", "there":
        with open(name + "_said.csv", "rb") as f:
            texts[name] = f.read().decode("utf-8")
    assert texts["here"] == texts["here_said"], (python, texts)
    assert texts["here"].startswith("\ufeffort;"), (python, texts)
    assert not re.search(r"\de[+-]?\d", texts["here"]), (python, texts["here"][:500])
    rows = [line.split(";") for line in texts["there"].split("\n")[:-1]]
    assert [len(row) for row in rows] == [6] * 8, (python, rows)
    assert [bool(row[5]) for row in rows] == [True, False] + [True] * 4 + [False] * 2, (
        python, rows)
    assert rows[0][:2] == ["ORT", "Gewicht"], (python, rows)
    assert not texts["there"].startswith("\ufeff"), (python, texts)


def many_columns(python):
    """20,000 columns: seconds, and no message longer than a few lines."""
    if "jython" in python:
        return
    chance = random.Random(1)
    rows = [[str(chance.randrange(1000)) for _ in range(20000)] for _ in range(12)]
    for row in rows:
        row[500] = "ab"[int(row[7]) > 500]
    names = ["column%d" % k for k in range(20000)]
    write("many.csv", "\n".join([",".join(row) for row in [names] + rows]))
    began = time.time()
    done = run_all(python, [["train", "many.csv", "--target", "column500", "--effort", "0.003"],
                            ["train", "many.csv", "--target", "none"],
                            ["predict", "model.json", "good.csv"]])
    assert [status for status, _, _ in done] == [0, 2, 2], done
    seconds = time.time() - began
    assert len(done[0][1]) < 9000 and seconds < 120, (python, seconds, len(done[0][1]))


# ---- outputs, and models that someone changed ---------------------------------------------------
def outputs(python):
    """All outputs appear or none, no input is lost, and nothing else stays behind."""
    write("t.csv", table())
    run_all(python, [["train", "t.csv", "--target", "class", "--effort", "0.003",
                      "--model", "one.json", "--report", "one.html"]])
    kept = {}
    os.symlink("t.csv", "link.csv")
    os.link("t.csv", "hard.csv")
    os.symlink("one.json", "link.json")
    os.symlink("loop", "loop")
    os.mkfifo("pipe")
    for name in ("t.csv", "one.json", "one.html"):
        with open(name, "rb") as f:
            kept[name] = f.read()
    names = here()
    done = run_all(python, [
        ["predict", "one.json", "t.csv", "--output", name] for name in
        ("t.csv", "one.json", "link.csv", "hard.csv", "link.json", "pipe", ".", "no/file",
         "tabular/cells.py", "loop/x")] + [
        ["export", "one.json", name] for name in
        ("one.json", "m.txt", "purenn.py", "export.py", "no/m.py", "tabular/answer.py", "m", ".py/",
         "")] + [
        ["train", "link.csv", "--target", "class", "--model", "t.csv"],
        ["train", "t.csv", "--target", "class", "--report", "hard.csv"],
        ["train", "t.csv", "--target", "class", "--model", "new.json", "--report", "pipe"],
        ["train", "t.csv", "--target", "class", "--test", "link.csv", "--model", "hard.csv"]])
    assert [status for status, _, _ in done] == [2] * len(done), (python, done)
    assert here() == names, here() ^ names
    for name, data in kept.items():
        with open(name, "rb") as f:
            assert f.read() == data, name

    # A link stays a link, and rights stay what they were.
    os.symlink("target.csv", "out.csv")
    write("target.csv", "old")
    os.chmod("target.csv", 0o640)
    done = run_all(python, [["predict", "one.json", "t.csv", "--output", "out.csv"]])
    assert done[0][0] == 0 and os.path.islink("out.csv"), done
    assert stat.S_IMODE(os.stat("target.csv").st_mode) == 0o640
    with open("target.csv") as f:
        assert f.read().startswith("x,y,c,class,sum,predicted_class,probability\n")

    # The second of two files cannot be put in its place: then the first stays as it was.
    code = ("import os, tabular\nfrom tabular import files\n"
            "real = getattr(os, 'replace', os.rename)\ncount = []\n"
            "def fails(a, b):\n    count.append(b)\n"
            "    if len(count) == 2:\n        raise OSError(28, 'full')\n"
            "    real(a, b)\nos.replace = os.rename = fails\n"
            "try:\n    files.publish([('one.json', u'new'), ('%s', u'new')])\n"
            "except tabular.Problem as p:\n    print(p)\n")
    for second in "one.html", "fresh.html":
        names = here()
        write("code.py", code % second)
        said = subprocess.run([python, "code.py"], stdout=subprocess.PIPE,
                              check=True).stdout.decode()
        assert "full; nothing was written" in said, (python, said)
        assert here() == names, here() ^ names
        for name in "one.json", "one.html":
            with open(name, "rb") as f:
                assert f.read() == kept[name], (name, second)
    for name in ("link.csv", "hard.csv", "link.json", "loop", "pipe", "out.csv"):
        os.remove(name)


def edited_models(python):
    """Whatever someone writes into a model is refused in a line, or works; NaN does not get out."""
    with open("m0.json") as f:
        model = json.load(f)
    broken = []

    def change(node, path):
        """Every value of the model, in turn, becomes something else."""
        for key in list(node) if isinstance(node, dict) else range(min(2, len(node))):
            old = node[key]
            for new in None, -1, "x", [], {}, 1e999, [None], True, [[1.0]], "\0":
                node[key] = new
                broken.append(json.dumps(model))
            node[key] = old
            if isinstance(node, dict):
                del node[key]
                broken.append(json.dumps(model))
                node[key] = old
            if isinstance(old, (dict, list)):
                change(old, path + [key])

    change(model, [])
    whole = json.dumps(model)
    broken += ["", "{}", "[]", "null", whole[:-9], whole * 2, "[" * 100000,
               whole.replace("0", "NaN", 1)]
    broken = broken[::1 if "3.13" in python else 20]
    for k, data in enumerate(broken):
        write("broken%d.json" % k, data)
    done = run_all(python, [["export", "broken%d.json" % k, "out%d.py" % k]
                            for k in range(len(broken))])
    for k, (status, out, error) in enumerate(done):
        if status == 0:
            with open("out%d.py" % k) as f:
                written = f.read().partition("FEATURES = ")[0]
            assert not re.search(r"\b(nan|inf|NaN|Infinity)\b", written), (python, broken[k][:300])
    assert sum(status == 2 for status, _, _ in done) > 0.6 * len(done)
    done = run_all(python, [["predict", "broken%d.json" % k, "ugly0.csv", "--output", "out.csv"]
                            for k in range(0, len(broken), 3)])


# ---- the terminal -------------------------------------------------------------------------------
def terminal(python):
    """Names of files that no one should give, a terminal that knows only ASCII, Ctrl-C, a pipe."""
    if "jython" in python:
        return
    write("labels.csv", table().replace("yes", "\u4e2d\u6587"))
    write(b"a\nb\xff.csv", table())

    def run(*arguments, **more):
        command = [python.encode(), b"tabular"] + [
            a if isinstance(a, bytes) else a.encode() for a in arguments]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
        assert b"Traceback" not in done.stderr, (
            python, arguments, done.stderr.decode("utf-8", "replace"))
        return done

    ascii_only = dict(os.environ, PYTHONIOENCODING="ascii", LC_ALL="C")
    train = "train", "labels.csv", "--target", "class", "--effort", "0.003"
    done = run(*train, env=ascii_only)
    assert done.returncode == 0 and b"u4e2d" in done.stdout, (python, done)
    done = run("predict", "model.json", "labels.csv", env=ascii_only)
    assert done.returncode == 0 and "\u4e2d".encode() in done.stdout, (python, done)
    names = here()
    for name, status in (b"a\nb\xff.csv", 0), (b"c\nd\xff.csv", 2):
        done = run("train", name, "--target", "class", "--effort", "0.003",
                   "--model", name + b".json", "--report", name + b".html")
        assert done.returncode == status and len(done.stderr.split(b"\n")) <= 2, (python, done)
    for name in (b"a\nb\xff.csv.json", b"a\nb\xff.csv.html"):
        os.remove(name)
    assert here() == names, here() ^ names

    process = subprocess.Popen(  # the signal counts, even where all this runs in the background
        [python, "-u", "tabular", "train", "mixed.csv", "--target", "cost", "--model", "c.json"],
        stdout=subprocess.PIPE, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
    for line in iter(process.stdout.readline, b""):
        if b"learning:" in line:
            break
    process.send_signal(signal.SIGINT)
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0 and b"stopped" in rest, (python, rest)
    assert os.path.exists("c.json"), python
    command = "%s tabular predict c.json mixed.csv 2>errors | head -n 1" % python
    done = subprocess.run(command, shell=True, stdout=subprocess.PIPE)
    assert b"predicted_cost" in done.stdout, (python, done)
    with open("errors") as f:
        assert "Traceback" not in f.read()


# ---- exported modules ---------------------------------------------------------------------------
def mixed():
    """A table of everything: numbers with outliers and gaps, words, codes, dates, yes and no."""
    chance, lines = random.Random(3), ["size,kind,code,when,paid,name?!,spread,sort,cost"]
    for k in range(240):
        size, kind = chance.gauss(50, 9), chance.choice(
            ["a b", "A B"][k % 9 == 0:][:1] + ['q"u', "\u00fc\\", "*/", "rare%d" % (k % 60)])
        code, paid = chance.randrange(4), chance.choice(["yes", "no"])
        cells = ["%.3f" % size, '"%s"' % kind.replace('"', '""'), "%d" % code,
                 "%d/%d/%d %02d:30" % (k % 12 + 1, k % 28 + 1, 2015 + k % 7, k % 24), paid,
                 chance.choice(["x", "y", "NA"]), "%.4g" % math.exp(chance.gauss(0, 3))]
        for j in range(7):
            if chance.random() < 0.06:
                cells[j] = chance.choice(["", "NA", "?"])
        value = size + 10 * code + (20 if kind == "*/" else 0) + chance.gauss(0, 1)
        sort = "low" if value < 60 else "high" if value > 75 else "mid"
        lines.append(",".join(cells + [sort, "%.2f" % value]))
    return "\n".join(lines) + "\n"


def without_export(python):
    """Where export.py was not copied, a module in Python can be had, and the others say what is
    missing."""
    names = here()
    done = run_all(python, [["train", "mixed.csv", "--target", "sort", "--effort", "0.003"]] + [
        ["export", "model.json", "alone" + end] for end in (".js", ".c", ".py")])
    assert [status for status, _, _ in done] == [0, 2, 2, 0], (python, done)
    assert all("export.py is missing" in error for _, _, error in done[1:3]), (python, done)
    assert here() - names <= {"alone.py", "model.json", "report.html"}, here() - names


def exports(python):
    """answer(row) in each language says what predict says, for every row: of numbers not learned,
    dates alone."""
    write("mixed.csv", mixed())
    lines = mixed().split("\n")
    for k in range(1, 240, 5):
        lines[k] = re.sub('("|[a-z*/0-9]),[0-9],', r"\1,%s," % [0.25, 1.5, 8, -1][k % 4], lines[k])
        lines[k] = re.sub(" [0-9]+:30,", ",", lines[k]) if k % 3 else lines[k]
    write("asked.csv", "\n".join(lines))
    with open("asked.csv", newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    without_export(python)
    shutil.copy(os.path.join(ROOT, "examples", "export.py"), ".")
    for target, other in ("sort", "cost"), ("cost", "sort"):
        done = run_all(python, [
            ["train", "mixed.csv", "--target", target, "--ignore", other, "--effort", "0.003"],
            ["predict", "model.json", "asked.csv", "--output", "said.csv"]] + [
                ["export", "model.json", "exported_%s%s" % (target, end)]
                for end in (".py", ".js", ".c")])
        assert [status for status, _, _ in done] == [0] * 5, done
        assert all(words in done[1][2] for words in ("when (", "median", "far outside")), done[1]
        wrong = missed(["other ones as one", "few whole numbers, 6 inputs", "date, 12 inputs",
                        "yes/no, 2 inputs", "logarithmic"], done[0][1])
        assert not wrong, (wrong, done[0][1])
        with open("said.csv", newline="", encoding="utf-8") as f:
            said = [row["predicted_" + target] for row in csv.DictReader(f)]
        numbers = ("size", "code", "spread")
        raw = [dict((name, None if cell in ("", "NA", "?") else
                     float(cell) if name in numbers else cell)
                    for name, cell in row.items()) for row in rows]
        with open("rows.json", "w") as f:
            json.dump(raw, f)
        write("ask.py", ("import json\nfrom exported_%s import answer, FEATURES\n"
                         "with open('rows.json') as f:\n    rows = json.load(f)\n"
                         "said = [answer(r) for r in rows]\n"
                         "assert said == [answer([r[n] for n in FEATURES]) for r in rows]\n"
                         "b = lambda v: v.encode('utf-8') if isinstance(v, type(u'')) else v\n"
                         "assert said == [answer(dict((b(n), b(r[n])) for n in FEATURES)) "
                         "for r in rows]\n"
                         "try:\n    answer({u'gr\\xf6\\xdfe': 1})\n"
                         "except ValueError as error:\n    str(error).encode('ascii', 'replace')\n"
                         "for bad in ([1] * (len(FEATURES) + 1), {}, dict(rows[0], q=1), "
                         "dict(rows[0], size='x')):\n"
                         "    try:\n        answer(bad)\n"
                         "        raise SystemExit('answered %%r' %% (bad,))\n"
                         "    except ValueError:\n        pass\n"
                         "print(json.dumps(said))\n") % target)
        agree(said, [python, "ask.py"], (python, target))
        if "3.13" in python:
            micropython = [os.path.join(TOOLS, "micropython"), "-X", "heapsize=8m"]
            agree(said, micropython + ["ask.py"], ("micropython", target))
            os.rename("exported_%s.js" % target, "exported.mjs")
            write("ask.mjs", "import { answer } from './exported.mjs';\n"
                  "import { readFileSync } from 'fs';\n"
                  "const rows = JSON.parse(readFileSync('rows.json'));\n"
                  "for (const bad of [[1], {}, {...rows[0], q: 1}, {...rows[0], size: 'x'}]) {\n"
                  "    let fine = false;\n"
                  "    try { answer(bad); } catch (e) { fine = e instanceof RangeError; }\n"
                  "    if (!fine) throw new Error('answered ' + JSON.stringify(bad));\n}\n"
                  "console.log(JSON.stringify(rows.map(row => answer(row))));\n")
            agree(said, ["node", "ask.mjs"], ("node", target))
            in_c(target, raw, said)


def in_c(target, raw, said):
    def text(value):
        if value is None:
            return "NULL"
        return json.dumps(value, ensure_ascii=False).replace("?", "\\?")

    def when(value):
        found = [int(n) for n in re.findall("[0-9]+", value or "0 0 0 0 0")]
        hour = "%r" % (found[3] + found[4] / 60) if found[3:] else "NAN"
        return "{%d, %d, %d, %s}" % (found[2], found[0], found[1], hour)

    lines = []
    for r in raw:
        numbers = dict((k, "NAN" if r[k] is None else "%r" % r[k])
                       for k in ("size", "code", "spread"))
        lines.append("{%s, %s, %s, %s, %s, %s, %s}" % (
            numbers["size"], text(r["kind"]), numbers["code"], when(r["when"]),
            {"yes": "1", "no": "0", None: "NAN"}[r["paid"]], text(r["name?!"]), numbers["spread"]))
    write("ask.c", '#include <stdio.h>\n#include "exported_%s.c"\nstatic const Row rows[] = {%s};\n'
          'int main(void)\n{\n    printf("[");\n    for (int k = 0; k < %d; k++)\n'
          '        printf("%%s%s", k ? ", " : "", answer(&rows[k]));\n'
          '    printf("]");\n    return 0;\n}\n' % (
              target, ",\n".join(lines), len(raw), '\\"%s\\"' if target == "sort" else "%.17g"))
    for compiler in ["gcc", "-std=c99"], ["g++"]:
        strict = ["-Wall", "-Wextra", "-pedantic", "-Werror"]
        subprocess.run(compiler + strict + ["ask.c", "-o", "ask", "-lm"], check=True)
        agree(said, ["./ask"], ("C", target))


def agree(said, command, what):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=300)
    answers = json.loads(done.stdout.decode())
    assert len(answers) == len(said) and len(set(said)) > 2
    for k, (a, b) in enumerate(zip(answers, said)):
        is_near = not isinstance(a, str) and abs(a - float(b)) <= 1e-6 * abs(a)
        assert a == b or is_near, (what, k, a, b)


def measures():
    """How the package reads: radon's branches a function, as a newcomer meets them."""
    files = sorted(glob.glob(os.path.join(ROOT, "examples", "tabular", "*.py")))
    files = [path for path in files if not os.path.basename(path).startswith(("test_", "conftest"))]
    done = subprocess.run([os.path.join(TOOLS, "python"), "-m", "radon", "cc", "-j"] + files,
                          check=True, stdout=subprocess.PIPE)
    found = []
    for path, blocks in json.loads(done.stdout.decode()).items():
        for block in blocks:
            found += [(method["complexity"], method["name"])
                      for method in block.get("methods", [block])]
    mean, worst = sum(n for n, _ in found) / len(found), max(found)
    print("tabular: %d functions, %.1f branches on average, at most %d (%s)" % (
        (len(found), mean) + worst))
    assert mean <= 5 and worst[0] <= 15, (mean, [pair for pair in found if pair[0] > 15])


def main(pythons):
    measures()
    for python in pythons:
        began = time.time()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            shutil.copy(os.path.join(ROOT, "purenn.py"), ".")
            shutil.copytree(os.path.join(ROOT, "examples", "tabular"), "tabular",
                            ignore=shutil.ignore_patterns("test_*", "*.pyc", "__pycache__"))
            for check in CHECKS:
                start = time.time()
                check(python)
                print("  %-14s %4d s" % (check.__name__, time.time() - start), flush=True)
            os.chdir(ROOT)
        print("tabular: %d checks on %s, %d s" % (
            len(CHECKS), python, time.time() - began), flush=True)


CHECKS = [trains, refuses, options_work, other_files, many_columns, outputs, edited_models, exports,
          terminal]

if __name__ == "__main__":
    main(sys.argv[1:] or PYTHONS)
