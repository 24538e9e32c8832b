# coding: utf-8
"""What becomes of columns."""
import pytest

from tabular.kinds import Seen, is_one_letter_off, recognised


def column(cells, name="c", decimal=".", **more):
    return recognised(Seen(name, list(cells), list(range(len(cells))), decimal, **more))


@pytest.mark.parametrize("cells, kind", [
    (["%d.5" % k for k in range(30)], "number"),
    ([str(k % 4) for k in range(80)], "code"),
    ([str(k % 4) for k in range(79)], "number"),
    ([str(k % 8) for k in range(160)], "code"), ([str(k % 9) for k in range(359)], "number"),
    ([str(k % 24) for k in range(960)], "code"), ([str(k % 24) for k in range(959)], "number"),
    ([str(k % 31) for k in range(1240)], "code"), ([str(k % 32) for k in range(2000)], "number"),
    ([str(k % 24 / 2.0) for k in range(960)], "number"),
    (["yes", "no"] * 9, "yes/no"), (["Ja", "nein"] * 9, "yes/no"), (["1", "2"] * 9, "number"),
    (["red", "blue"] * 9, "category"),
    (["2021-%02d-03" % (k % 12 + 1) for k in range(30)], "date"),
    (["2021%02d03" % (k % 12 + 1) for k in range(30)], "date"),
    (["%d:30" % (k % 24) for k in range(30)], "date"),
    (["Q%d 2021" % (k % 4 + 1) for k in range(30)], "date"),
    (["February %d, 2021" % (k % 28 + 1) for k in range(30)], "date"),
    (["a"] * 9, "left out"), ([""] * 9, "left out"), ([str(k) for k in range(30)], "left out"),
    (["name %d" % k for k in range(30)], "left out"),
    (["%d/80" % k for k in range(100, 130)], "left out"),
    (["0%d067" % (k % 4) for k in range(30)], "category")])
def test_kind(cells, kind):
    assert column(cells).kind == kind


@pytest.mark.parametrize("name", ["id", "ID", "userid", "customerid", "CustomerID", "uuid", "ssn",
                                  "rowid",
                                  "row.names", "Unnamed: 0", "key", "order_id", "Pt Nr."])
def test_identifiers_are_left_out(name):
    cells = [str(1000 + k * 7919 % 997) for k in range(50)]
    assert column(cells, name).kind == "left out"
    assert column(cells, name, keep=True).kind == "number"


@pytest.mark.parametrize("name", ["paid", "valid", "humid", "width", "monkey", "acid"])
def test_names_that_end_alike_are_no_identifiers(name):
    assert column([str(1000 + k * 7919 % 997) for k in range(50)], name).kind == "number"


@pytest.mark.parametrize("cells, words", [
    (["$5", "\u20ac6", "$7", "\u20ac8.5"] * 3, "in $, \u20ac, taken as one currency"),
    (["12 %", "13 %", "0.14", "15 %"] * 3, "12 % beside 0.14, which is taken as 0.14 %"),
    (["5 kg", "500 g", "7 kg", "8.5 kg"] * 3, "also in g, converted"),
    (["<5", "6", "7", "8.5"] * 3, "3 cells like <5 taken as the number alone"),
    (["yes", "no"] * 12 + ["yess"], "yess (1 cell): a slip for yes?"),
    (["Red", "red", "red", "blue"] * 3, "capitals ignored, as in Red as red"),
    (["1.5", "2.5", "999"] + ["%d.5" % (k % 7) for k in range(50)] + ["999"] * 2,
     "a code for missing? 999"),
    (["Berlin"] + [""] * 4 + ["Paris"] + [""] * 4 + ["Berlin"] + [""] * 4 + ["Rome"] + [""] * 4 +
     ["Rome"] + [""] * 4, "filled only where blocks begin")])
def test_what_is_said(cells, words):
    assert words in column(cells).details()


@pytest.mark.parametrize("a, b, off", [
    ("yes", "yess", True), ("yes", "yas", True), ("male", "female", False), ("yes", "yes", False),
    ("", "a", True), ("ab", "ba", False), ("colour", "color", True)])
def test_is_one_letter_off(a, b, off):
    assert is_one_letter_off(a, b) == is_one_letter_off(b, a) == off


@pytest.mark.parametrize("first, order", [(None, "mdy"), ("day", "dmy"), ("month", "mdy")])
def test_which_comes_first(first, order):
    assert column(["%d/%d/2021" % (k % 12 + 1, k % 7 + 1) for k in range(30)],
                  dates=first).order == order
