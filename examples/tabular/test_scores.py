# coding: utf-8
"""The printed score is true."""
import collections
import datetime
import random

import pytest

from tabular.judging import formula_for, never_said, recalls, score
from tabular.kinds import Number
from tabular.splitting import (deal_groups, groups_of, hold_out, hold_out_groups, hold_out_last,
                               joined,
                               repeated_rows)
from tabular.target import Target


def table(head, rows):
    return head + "\n" + "".join(",".join([cell if isinstance(cell, str) else "%.3f" % cell
                                           for cell in row]) + "\n"
                                 for row in rows)


def gauss(n, columns, seed=1):
    chance = random.Random(seed)
    return [[chance.gauss(0, 1) for _ in range(columns)] for _ in range(n)]


def test_groups():
    assert groups_of("abac") == [0, 1, 0, 3]
    assert joined([0, 1, 0, 3], [0, 1, 2, 1]) == [0, 1, 0, 1]


@pytest.mark.parametrize("seed", range(3))
def test_groups_stay_together(seed):
    groups = [k // 8 * 8 for k in range(80)]
    truth = [float(k) for k in range(80)]
    learned, held = hold_out_groups(range(80), truth, 20, seed, groups)
    assert sorted(learned + held) == list(range(80)) and len(held) == 16
    assert not set([groups[k] for k in learned]) & set([groups[k] for k in held])
    hands = deal_groups(range(80), truth, 5, seed, groups)
    assert sorted(sum(hands, [])) == list(range(80))
    assert [len(set([groups[k] for k in hand])) for hand in hands] == [2] * 5


def test_without_groups_rows_are_held_out_one_by_one():
    truth = [float(k % 9) for k in range(50)]
    assert hold_out_groups(range(50), truth, 20, 0,
                           list(range(50))) == list(hold_out(list(range(50)), truth, 20, 0))


def test_the_last_in_time():
    assert hold_out_last([0, 1, 2, 3], 25, [5, 9, 7, 8]) == ([0, 2, 3], [1])


def test_rows_of_measurements_that_repeat_are_found():
    rows = [tuple(row) for row in gauss(30, 3)]
    groups, repeats = repeated_rows(rows * 10)
    assert repeats == 270 and groups[30:60] == list(range(30))


def test_rows_of_few_categories_repeat_by_chance():
    rows = [("xy"[k % 2], "ab"[k // 2 % 2]) for k in range(300)]
    assert repeated_rows(rows) == (list(range(300)), 0)


def test_equal_rows_are_held_out_together(train):
    chance = random.Random(3)
    rows = [row + [chance.choice("ab")] for row in gauss(30, 3)] * 10
    out = train(table("x,y,z,t", rows), "t")
    assert "270 of 300 rows repeat an earlier one" in out
    assert held(out) < 80


def held(out):
    """The percentage of right answers on rows held out."""
    line = [line for line in out.split("\n") if "named right" in line][0]
    return float(line.split("%")[1])


def patients():
    chance, rows = random.Random(2), []
    for k in range(25):
        place, t = gauss(1, 3, k)[0], chance.choice(["ill", "well"])
        for _ in range(8):
            rows.append(["P%02d" % k] + [v + chance.gauss(0, 0.05) for v in place] + [t])
    return table("patient,a,b,c,t", rows)


@pytest.mark.parametrize("name", ["ward_patients", "patients_male"])
def test_counts_of_patients_are_no_patients(train, name):
    out = train(name + ",t\n" + "".join("%d,%s\n" % (k % 12, "xy"[k % 12 > 5])
                                             for k in range(120)), "t")
    assert "looks like what rows belong to" not in out


def test_what_looks_like_groups_is_named(train):
    out = train(patients(), "t")
    assert "patient looks like what rows belong to (25 of them" in out and "--group patient" in out
    assert held(out) > 90


def test_group_holds_whole_ones_out(train):
    out = train(patients(), "t", "--group", "patient")
    assert "Rows of one patient are held out together: 25 of them." in out
    assert "--group patient holds" not in out and held(out) < 80


def walk():
    chance, v, rows = random.Random(5), 100, []
    for k in range(150):
        v += chance.gauss(0, 1)
        rows.append([str(datetime.date(2020, 1, 1) + datetime.timedelta(k)), chance.gauss(0, 1), v])
    return table("day,noise,y", rows)


def test_the_last_rows_in_time_are_a_score_of_their_own(train):
    out = train(walk(), "y")
    assert "the last 30 in time" in out
    assert "Rows follow in time (day): on the last 30 rows, learned from those before, it has " \
        "R2 -" in out


def test_last_makes_it_the_score(train):
    out = train(walk(), "y", "--last")
    line = [line for line in out.split("\n") if "R2 (1: exact" in line][0]
    assert "in time" not in out and float(line.split()[-2]) < 0.3


def columns(**values):
    found = []
    for name in sorted(values):
        column = Number(name)
        column.row_values = values[name]
        found.append(column)
    return found


@pytest.mark.parametrize("function, words", [
    (lambda a, b, c: a + b, "a + b"), (lambda a, b, c: a - b, "a - b"),
    (lambda a, b, c: b - a, "b - a"),
    (lambda a, b, c: a * b, "a * b"), (lambda a, b, c: a / b, "a / b"),
    (lambda a, b, c: a + b + c, "a + b + c"),
    (lambda a, b, c: a, "a"), (lambda a, b, c: 3 * a + 1, "a times a number"),
    (lambda a, b, c: a ** b, None)])
def test_formulas(function, words):
    rows = [(k * 7 % 31 + 1.0, k * 5 % 17 + 1.0, k * 3 % 13 + 1.0) for k in range(200)]
    a, b, c = [list(column) for column in zip(*rows)]
    truth = [function(*row) for row in rows]
    assert formula_for(columns(a=a, b=b, c=c), list(range(200)), truth) == words


def test_sums_are_named(train):
    rows = [["%d" % (k * 37 % 101), "%d" % (k * 53 % 97), "%d" % (k * 37 % 101 + k * 53 % 97)]
            for k in range(200)]
    out = train(table("casual,registered,count", rows), "count")
    assert "casual + registered = count" in out


def test_balanced_score():
    target = Target("t", "class")
    target.classes, target.is_balanced = ["often", "rare"], True
    truth, said = ["often"] * 90 + ["rare"] * 10, ["often"] * 95 + ["rare"] * 5
    assert recalls(truth, said) == {"often": 1.0, "rare": 0.5}
    assert score(target, truth, said).score == 0.75 and score(target, truth, said).right == 0.95


def test_balance_is_judged_by_classes(train):
    rows = [[x + (2 if k % 12 == 0 else 0), y, "rare" if k % 12 == 0 else "often"] for k,
            (x, y) in enumerate(gauss(240, 2))]
    out = train(table("a,b,t", rows), "t", "--balance")
    line = [line for line in out.split("\n") if "of each class, in the mean" in line][0]
    assert line.split()[-2] == "50.0" and "no better" not in out
    assert "named right" in out


def test_answers_stay_at_0_where_none_was_below(train, predict):
    rows = [[x, max(0, x)] for x, in gauss(100, 1)]
    train(table("x,y", rows), "y")
    said, _ = predict("x\n-9\n-3\n")
    assert all(float(line.split(",")[1]) >= 0 for line in said.split("\n")[1:-1])


@pytest.mark.parametrize("rows, is_said", [(9, False), (60, True)])
def test_a_handful_of_rows_is_no_score(train, rows, is_said):
    text = "day,a,t\n" + "".join("2021-%02d-%02d,%d,%s\n" % (
        k // 28 + 1, k % 28 + 1, k % 2, "xy"[k % 2]) for k in range(rows))
    out = train(text, "t")
    assert is_said == ("Rows follow in time" in out)
    assert is_said == ("100.0 % right: too good" in out or "is told by a" in out)


def test_classes_with_a_comma_are_quoted_where_they_are_listed():
    facts = collections.namedtuple("Facts", "never")(["Loss", "Loss, Theft"])
    story = collections.namedtuple("Story", "learned")(True)
    assert 'never says Loss, "Loss, Theft", rare' in never_said(facts, story)[0]
