# coding: utf-8
"""The report as a reader sees it: on a phone, on paper, in numbers one can read."""
import re

import pytest

from tabular.judging import Score
from tabular.report import LETTER, LEFT, MANY, amount, bars, chart, html_table, on_axis
from tabular.resources import resource
from tabular.target import Target
from tabular.telling import score_tables, verdict

WIDEST_LETTER = 0.64    # of a font's size: a digit of the widest usual font


class Facts(object):
    """What a verdict on numbers needs."""

    rows, truth, last = 20000, [1.0] * 40, None
    always = 798471.0
    learned = held = rule = Score(0.9, 45497.2)


@pytest.fixture
def target():
    return Target("price", "number")


def test_numbers_are_grouped_in_the_report_alone(target):
    assert "798471" in verdict(target, Facts) and "45497" in verdict(target, Facts)
    assert verdict(target, Facts, amount) == (
        "Off by 45\u202f497 in the mean on rows not learned from (R2 0.900); "
        "always saying 798\u202f471: by 45\u202f497.")
    head, _, errors = score_tables(target, Facts, amount)[0]
    assert head[1:] == ["20\u202f000 rows learned from", "40 held out",
                        "always saying 798\u202f471"]
    assert errors[1] == "45\u202f497"


def test_bars_are_grouped(target):
    assert ">495\u202f000<" in bars(target, [(495000.0, "income")])


@pytest.mark.parametrize("v", [0.0, 9999999.0, -9999999.0, -1.5e12, 0.000123, -123456.7, 1e300])
def test_numbers_have_room_beside_the_axis(v):
    words = on_axis(v)
    spaces = words.count("\u202f")
    assert WIDEST_LETTER * LETTER * (len(words) - 0.6 * spaces) <= LEFT - 6


def test_all_of_a_chart_is_within_its_picture():
    picture = chart((0, 0), (9999999, 9999999), ("true", "said"), [(0, 0), (9999999, 9999999)],
                    [("red", [(0, 0), (9999999, 9999999)])])
    for x, y in re.findall("(-?[0-9.]+),(-?[0-9.]+)", picture):
        assert 0 <= float(x) <= 600 and 0 <= float(y) <= 404


def test_a_table_of_many_classes_is_made_to_fit_paper():
    few = html_table([["is"] + ["c"] * (MANY - 1)])
    many = html_table([["is"] + ["c"] * 61] + [["c"] + ["0"] * 61] * 60)
    assert "many" not in few
    assert many.startswith('<div class="wide many" style="--lines: 61"><table>\n<thead>')
    style = resource("report.css")
    assert "@page wide { size: landscape" in style and "page: wide" in style


def test_a_row_has_texts_first():
    assert '<tr><td class="t">a &#38; b</td><td>1</td></tr>' in html_table(
        [["", "n"], ["a & b", "1"]])
