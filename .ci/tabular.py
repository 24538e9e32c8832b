"""Tries examples/tabular.py as a user would: good, ugly, malformed and hostile files, each Python.

    python3 .ci/tabular.py [PYTHON ...]      # all that CI knows, by default

The tool is copied to a folder of its own, with purenn.py alone beside it. Wants node and gcc.
"""
import csv
import io
import json
import math
import os
import random
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from xml.etree import ElementTree

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


def write(name, data):
    with open(name, "wb") as f:
        f.write(data if isinstance(data, bytes) else data.encode("utf-8"))


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
        lines.append(delimiter.join(([str(k + 1)] if index else []) + [quote + c + quote for c in cells]))
    return "\n".join(lines) + "\n"


def ugly():
    """(name, bytes, target, words that must be printed)."""
    plain = table()
    lines = plain.split("\n")
    money = ["price,share,when,paid,n"]
    for k in range(60):
        money.append('"$%s,%03d.50",%d %%,%04d-%02d-%02d,%s,%s' % (
            k % 9 + 1, 7 * k, k % 50, 2018 + k % 4, k % 12 + 1, k % 28 + 1, ["yes", "no", "NA"][k % 3],
            "" if k == 7 else "?" if k == 8 else 3 * k))
    rare = ["a,b,t"] + ["%d,%s,%s" % (k % 7, "xyz"[k % 3], "rare" if k % 30 == 0 else "often") for k in range(90)]
    wide = [",".join("c%d" % k for k in range(500)) + ",t"]
    chance = random.Random(2)
    for k in range(40):
        row = [chance.gauss(0, 1) for _ in range(500)]
        wide.append(",".join("%.3f" % v for v in row) + ",%d" % (row[3] > 0))
    return [
        ("plain", plain, "class", ["comma", "point", "utf-8", "60 rows, 5 columns"]),
        ("german", table(delimiter=";", decimal=","), "sum", ["semicolon", "comma", "a number"]),
        ("tabs", table(delimiter="\t"), "class", ["tab"]),
        ("tabs and commas", table(delimiter="\t", decimal=","), "sum", ["tab", "decimal    comma"]),
        ("bars", table(delimiter="|"), "sum", ["bar"]),
        ("quoted commas", table(decimal=",", quote='"'), "sum", ["decimal    comma"]),
        ("utf-16", table().encode("utf-16"), "class", ["utf-16"]),
        ("utf-16-be", b"\xfe\xff" + table().encode("utf-16-be"), "class", ["utf-16-be"]),
        ("utf-16 unmarked", table().encode("utf-16-le"), "class", ["utf-16-le"]),
        ("bom", b"\xef\xbb\xbf" + plain.encode(), "x", ["utf-8"]),
        ("latin-1", plain.replace("red", "r\xf6t").encode("latin-1"), "class", ["Latin-1", "r\xf6t"]),
        ("no header", table(header=False), "4", ["header     no", "column_1", "one of 2 classes"]),
        ("from R", table(index=True), "class", ["counts the rows", "left out"]),
        ("row names", "\n".join([lines[0]] + ["%d,%s" % (k, line) for k, line in enumerate(lines[1:-1], 1)]),
         "class", ["left out"]),
        ("crlf", plain.replace("\n", "\r\n"), "class", []),
        ("cr", plain.replace("\n", "\r"), "class", []),
        ("ends with delimiter", plain.replace("\n", ",\n"), "class", []),
        ("sep line", "sep=;\n" + table(delimiter=";"), "class", ["semicolon"]),
        ("comment", "# from a sensor\n#\n" + plain, "class", []),
        ("title", "My table\n\n" + plain, "class", ["before the table"]),
        ("footer", plain + "Source: me\n", "class", ["after the table"]),
        ("quoted newline", plain.replace("red", '"re\nd"'), "class", []),
        ("gaps", re.sub(r"(?m)^-?[12]\.\d+,", "NA,", plain), "class", ["missing cells", "the median"]),
        ("odd", plain.replace(lines[5], "<5" + lines[5][lines[5].index(","):]), "class", ["no number"]),
        ("no target", plain.replace(",yes,", ",,", 5), "class", ["5 rows without a target left out"]),
        ("twice", plain.replace("x,y,c", "x,x,c"), "class", ["x_2"]),
        ("money", "\n".join(money), "price", ["date, 3 inputs", "yes/no", "in %"]),
        ("money2", "\n".join(money), "paid", ["one of 2 classes"]),
        ("rare", "\n".join(rare), "t", ["no better"]),
        ("constant", plain.replace(",green,", ",red,"), "class", ["always red"]),
        ("ids", "\n".join(["id," + lines[0]] + ["%06x,%s" % (7919 * k, s) for k, s in enumerate(lines[1:-1])]),
         "class", ["tells rows apart"]),
        ("wide", "\n".join(wide), "t", ["left out"]),
        ("tiny", "\n".join(lines[:9]), "class", ["held out"]),
        ("one column more", "a,b\n" + "\n".join(["%d,%d" % (k, k * 3 % 7) for k in range(2, 40)]), "b", []),
        ("letters", plain.replace("x,y", "\u4e2d\u6587,\U0001f600").replace("yes", "\xfc<b>&\"'"
                                                                            .replace('"', '""').join('""')),
         "class", ["\u4e2d"]),
        ("far", plain.replace(lines[9], "1e9" + lines[9][lines[9].index(","):]), "sum", ["logarithmic"]),
    ]


def trains(python):
    cases = ugly()
    for k, (_, data, _, _) in enumerate(cases):
        write("ugly%d.csv" % k, data)
    effort = "0.02" if "jython" in python else "0.1"
    done = run_all(python, [["train", "ugly%d.csv" % k, "--target", case[2], "--model", "m%d.json" % k,
                             "--report", "r%d.html" % k, "--effort", effort] for k, case in enumerate(cases)])
    for k, ((name, _, _, words), (status, out, error)) in enumerate(zip(cases, done)):
        assert status == 0, (python, name, out, error)
        lost = [word for word in words if word not in out]
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
    with open("o0.csv", newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    right = sum(row["class"] == row["predicted_class"] for row in rows)
    assert len(rows) == 60 and right >= 52 and 0.5 <= float(rows[0]["probability"]) <= 1, (python, right)


def main(pythons):
    for python in pythons:
        began = time.time()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            shutil.copy(os.path.join(ROOT, "purenn.py"), ".")
            shutil.copy(os.path.join(ROOT, "examples", "tabular.py"), ".")
            for check in CHECKS:
                check(python)
            os.chdir(ROOT)
        print("tabular: %d checks on %s, %d s" % (len(CHECKS), python, time.time() - began), flush=True)


CHECKS = [trains]

if __name__ == "__main__":
    main(sys.argv[1:] or PYTHONS)
