# coding: utf-8
"""The commands as a user has them: what is written, what is said, what is refused."""
import json
import os
import re
import subprocess
import sys

import pytest

from tabular import files
from tabular.exporting import c_comment, c_names, plain
from tabular.kinds import Number
from tabular.words import (bare_name, counted, figure, grouped, in_quotes, listed, quoted,
                           shown)

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = "".join("%d,%s,%s\n" % (k * 7 % 11, ["red", "blue"][k % 2], "yes" if k * 7 % 11 > 5
                               else "no") for k in range(40))
PLAIN = "x,c,t\n" + ROWS


# ---- predict ------------------------------------------------------------------------------------
def test_answers_are_added(train, predict):
    train(PLAIN, "t")
    text, said = predict("x,c\n0,red\n10,blue\n")
    lines = text.split("\n")
    assert lines[0] == "x,c,predicted_t,probability" and len(lines) == 4 and lines[3] == ""
    assert "p.csv: 2 rows" in said and "note" not in said


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_ends_of_lines_are_kept(train, predict, newline):
    train(PLAIN, "t")
    text, _ = predict(newline.join(["x,c", "0,red", "10,blue", ""]))
    assert text.count(newline) == 3 and text.count("\n") == 3


def test_classes_are_spelled_as_in_the_table(train, predict):
    train("x,t\n" + "".join("%d,%s\n" % (k % 9, "1.0" if k % 9 > 4 else "0.0") for k in range(60)),
          "t")
    text, said = predict("x,t\n1,0\n8,1\n")
    assert set(line.split(",")[2] for line in text.split("\n")[1:-1]) <= set(["0.0", "1.0"])
    assert "the file has t itself" in said


@pytest.mark.parametrize("text, words", [
    ("x,c\n5 kg,red\n6 kg,red\n", "x: in kg here, without a unit in training: taken as the same"),
    ("x,c\n5,red\n<6,red\n", "cells with < or > taken as the number that follows: x (1, first in "
                             "line 3: <6)"),
    ("x,c\nill,red\n6,red\n", "cells not of the kind or unit learned, taken as missing: x (1, "
                              "first in line 2: ill)"),
    ("x,c\n5,green\n6,red\n", "taken as none of them: c (1, first in line 2: green)"),
    ("x,c\n999,red\n6,red\n", "far outside those learned from, so the answers are guesses: x (1, "
                              "first in line 2: 999"),
    ("x,c\n,red\n6,red\n", "missing cells, filled in as in training: x (1, first in line 2)"),
    ("x\n5\n6\n", "these columns are not there, and taken as missing: c"),
    ("5,red\n6,red\n", "no header, so the columns are taken in the order of training")])
def test_what_is_said_of_a_file(train, predict, text, words):
    train(PLAIN, "t")
    assert words in predict(text)[1]


def test_days_of_one_month_are_not_far_from_themselves(train, predict):
    days = ["2024-03-%02d" % (k % 31 + 1) for k in range(62)]
    train("d,t\n" + "".join("%s,%d\n" % (day, k % 7) for k, day in enumerate(days)), "t")
    assert "far outside" not in predict("d\n2024-03-01\n2024-03-31\n")[1]
    assert "far outside" in predict("d\n2024-12-28\n")[1]


def test_days_first_under_a_model_of_months_first(train, predict):
    train("d,t\n" + "".join("%d/%d/2021,%d\n" % (k % 12 + 1, k % 28 + 1, k % 2)
                            for k in range(60)), "t")
    assert "d: the day comes first here, as in 25/12/2020, but the month in training" in predict(
        "d\n25/12/2020\n3/4/2020\n")[1]


@pytest.mark.parametrize("header", ["width,shade", "a b,c d"])
def test_names_that_match_none_are_refused(train, run, tmp_path, header):
    train(PLAIN, "t")
    (tmp_path / "p.csv").write_text(header + "\n1,red\n2,blue\n")
    status, _, errors = run("predict", "model.json", "p.csv")
    assert status == 2 and "none of the model's columns is there (x, c)" in errors


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full here")
def test_what_cannot_be_printed_is_said_in_a_line(train, tmp_path):
    train(PLAIN, "t")
    with open("/dev/full", "w") as full:
        done = subprocess.run([sys.executable, HERE, "predict", "model.json", "t.csv"], stdout=full,
                              stderr=subprocess.PIPE, cwd=str(tmp_path))
    assert done.returncode == 2
    assert re.match(b"tabular: what is printed could not be written: [^\n]+\n$", done.stderr)


# ---- train --------------------------------------------------------------------------------------
def test_the_report_begins_with_the_verdict(train, tmp_path):
    out = train(PLAIN, "t")
    verdict = [line for line in out.split("\n")
               if "right on rows not learned from; always saying no" in line]
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert len(verdict) == 1 and '<p class="verdict">%s</p>' % verdict[0] in report
    assert report.index('class="verdict"') < report.index("<h2>")
    assert "python3 tabular predict model.json new.csv --output answers.csv" in report


def test_the_report_has_the_worst_rows_by_line(train, tmp_path):
    text = "x,y\n" + "".join("%d,%d\n" % (k % 20, 999 if k == 30 else 2 * (k % 20))
                             for k in range(60))
    (tmp_path / "test.csv").write_text(text)
    train(text.replace("999", "20"), "y", "--test", "test.csv")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    part = report[report.index("<h2>The worst answers"):]
    assert "in test.csv" in part and part[part.index("<td>"):].startswith("<td>32</td><td>999</td>")


def test_letters_of_pictures_are_12_pixels_on_a_telephone(train, tmp_path):
    train("x,y\n" + "".join("%d,%d\n" % (k % 20, 2 * (k % 20)) for k in range(60)), "y")
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    sizes = [int(size) for size in re.findall('<svg viewBox="0 0 600 '
                                              '[0-9]+"[^>]*font-size="([0-9]+)"', report)]
    assert len(sizes) >= 2 and min(sizes) * 330 / 600 >= 12


@pytest.mark.parametrize("value, words", [(999, "a slip or a code? line 41: 999"), (60, None)])
def test_a_slip_is_far_from_the_rest_by_its_amount(train, value, words):
    cells = ["%d" % (20 + k % 11) for k in range(200)]
    cells[39] = "%d" % value
    out = train("x,y\n" + "".join("%d,%s\n" % (k % 9, cell) for k, cell in enumerate(cells)), "y")
    assert (words in out) if words else "a slip or a code" not in out


@pytest.mark.parametrize("text, target, words", [
    ("x,t\n" + "".join("%d,%s\n" % (k % 9, "<5" if k % 9 == 3 else k) for k in range(60)), "t",
     "t: 7 cells like <5 taken as the number alone"),
    ("x,t\n" + "".join("%d,%s\n" % (k % 9, "yess" if k == 7 else ["yes", "no"][k % 2])
                       for k in range(60)), "t",
     "t: yess (1 cell): a slip for yes?")])
def test_what_is_said_of_a_target(train, text, target, words):
    assert words in train(text, target)


# ---- missing cells, and numbers -----------------------------------------------------------------
def gaps(code, every=7):
    """A table of a number and a word, where a code says that nothing is known."""
    return "a,b,t\n" + "".join("%s,%s,%d\n" % (
        code if k % every == 3 else k * 7 % 40, code if k % every == 5 else "xyz"[k % 3], k % 9)
        for k in range(90))


@pytest.mark.parametrize("options", [
    ["--missing", "-99"], ["--missing=-99"], ["--missing", "-99,7x"],
    ["--missing", "7x", "--missing", "-99.0"]])
def test_missing_is_what_the_user_says(train, predict, options):
    out = train(gaps("-99"), "t", "--kind", "number", *options)
    assert "in a (13 cells), b (13 cells)" in out and "is missing" in out
    assert ("7x is missing: in no cell" in out) == ("7x" in "".join(options))
    text, said = predict("a,b\n-99,x\n-99.0,x\n,x\n7,-99\n7,\n")
    answers = [line.split(",")[-1] for line in text.split("\n")[1:-1]]
    assert answers[0] == answers[1] == answers[2] != "" and answers[3] == answers[4] != ""
    assert "missing cells, filled in as in training: a (3, first in line 2: -99), b (2" in said


def test_a_missing_target_is_left_out(train, predict):
    text = "a,t\n" + "".join("%d,%s\n" % (k % 9, 999 if k % 9 == 4 else k % 9) for k in range(90))
    out = train(text, "t", "--kind", "number", "--missing", "999")
    assert "10 rows without a target left out" in out
    rows = "".join("%d,%d\n" % (k, k) for k in range(8))
    assert "of 8 rows" in predict("a,t\n" + rows + "4,999.0\n")[1]


def test_what_looks_like_a_code_is_asked_and_not_done(train):
    out = train(gaps("-99"), "t", "--kind", "number")
    assert "* a: a code for missing? -99 (13 cells) is apart from all others; if it is one: " \
        "--missing=-99" in out
    text = "a,t\n" + "".join("%d,%s\n" % (k % 9, 999 if k % 9 == 4 else k % 9 + 0.5)
                             for k in range(90))
    assert "t: a code for missing? 999 (10 cells)" in train(text, "t")


def test_other_units_are_a_sentence_at_the_end(train):
    out = train("a,t\n" + "".join("%d %s,%d\n" % (k, "lb" if k % 9 == 4 else "kg", k % 7)
                                  for k in range(90)), "t")
    assert "* a is in kg, but in lb in 10 cells, first in line 6 (4 lb), and what is not is " \
        "taken as missing: convert it." in out


def test_measured_words_in_other_units_are_a_sentence(train):
    text = "a,t\n" + "".join("%d %s,%d\n" % (k % 9 * 7, "lb" if k % 9 == 4 else "kg", k % 7)
                             for k in range(90))
    words = "in kg, but in lb in 10 cells, first in line 6 (28 lb), and taken as words"
    assert "* a is " + words in train(text, "t")
    assert "note: a: it is " + words in train(text, "a")


def test_a_target_in_other_units_is_said(train):
    out = train("a,t\n" + "".join("%d,%d.5 %s\n" % (k, k, "lb" if k % 9 == 4 else "kg")
                                  for k in range(90)), "t")
    assert "t: it is in kg, but in lb in 10 cells, first in line 6 (4.5 lb), which are left out" \
        in out


def test_a_target_of_numbers_may_have_a_word_for_missing(train):
    out = train("a,t\n" + "".join("%d,%s\n" % (k % 40, "unbekannt" if k % 5 == 3 else k % 40)
                                  for k in range(200)), "t")
    assert "target: t is a number" in out and "40 rows without a target left out" in out


def test_number_says_which_cells_are_none(train, run, tmp_path):
    text = "a,b,t\n" + "".join("%s,%s,%d\n" % ("A" if k % 20 == 7 else k % 3, "xyz"[k % 3], k % 9)
                               for k in range(60))
    out = train(text, "t", "--kind", "number", "--number", "a")
    assert "a: 3 cells are no number and taken as missing: line 9, 29, 49 (A)" in out
    assert out.count("3 cells are no number") == 1
    (tmp_path / "t.csv").write_text(text)
    status, _, errors = run("train", "t.csv", "--target", "t", "--number", "b")
    assert status == 2
    assert "column b: --number, but there are no two numbers in it that differ" in errors


@pytest.mark.parametrize("learned, asked, words", [
    ("%.2f", "%d %%", None), ("%.2f", "%d%%", None),
    ("%d %%", "%.2f", "share: in % in training, but without % here: 0.04 is taken as 0.04 %")])
def test_percentages_and_shares(train, predict, run, tmp_path, learned, asked, words):
    """The same answer, or a sentence; and the same in a module."""
    def cell(form, k):
        return form % (k if "d" in form else k / 100)
    text = "share,t\n" + "".join("%s,%d\n" % (cell(learned, k * 4 % 60), k * 4 % 60)
                                 for k in range(90))
    train(text, "t", "--kind", "number")
    rows = "".join(cell(asked, k) + "\n" for k in range(4, 60, 4))
    (answers, said), (same, _) = predict("share\n" + rows), predict(
        "share\n" + "".join(cell(learned, k) + "\n" for k in range(4, 60, 4)))
    answers, same = [[line.split(",")[-1] for line in lines.split("\n")[1:-1]]
                     for lines in (answers, same)]
    assert words in said if words else answers == same and "note" not in said
    assert run("export", "model.json", "model.py")[0] == 0
    names = {}
    exec((tmp_path / "model.py").read_text(encoding="utf-8"), names)
    found = [names["answer"]({"share": row}) for row in rows.split("\n")[:-1]]
    assert found == pytest.approx([float(answer) for answer in answers])


# ---- export, pack -------------------------------------------------------------------------------
def test_a_packed_tool_does_the_same(train, run, tmp_path):
    train(PLAIN, "t")
    assert run("pack", "tabular.pyz")[0] == 0
    assert run("export", "model.json", "a.js")[0] == run("export", "model.json", "a.py")[0] == 0
    for name in "b.js", "b.py":
        subprocess.run([sys.executable, "tabular.pyz", "export", "model.json", name], check=True,
                       cwd=str(tmp_path),
                       stdout=subprocess.PIPE)
        assert (tmp_path / name).read_bytes() == (tmp_path / name.replace("b", "a")).read_bytes()
    done = subprocess.run([sys.executable, "tabular.pyz", "pack", "again.pyz"], cwd=str(tmp_path),
                          stderr=subprocess.PIPE)
    assert done.returncode == 2 and b"copy it" in done.stderr


def test_a_module_answers_as_predict(train, predict, run, tmp_path):
    train(PLAIN, "t")
    assert run("export", "model.json", "model.py")[0] == 0
    names = {}
    exec((tmp_path / "model.py").read_text(encoding="utf-8"), names)
    said, _ = predict("x,c\n" + "".join("%d,red\n" % k for k in range(11)))
    assert [names["answer"]({"x": k, "c": "red"}) for k in range(11)] == [
        line.split(",")[2] for line in said.split("\n")[1:-1]]
    with pytest.raises(ValueError, match="no such column"):
        names["answer"]({"x": 1, "d": "red"})


def test_models_of_before_are_read(train, predict, tmp_path):
    """Entries that a model had once, and this one does not want, do no harm."""
    train(PLAIN, "t")
    model = json.loads((tmp_path / "model.json").read_text())
    for column in model["table"]["columns"]:
        column.update(gaps=0, odd=0, more=["words"], such=[])
    (tmp_path / "model.json").write_text(json.dumps(model))
    assert "2 rows" in predict("x,c\n0,red\n10,blue\n")[1]


@pytest.mark.parametrize("edit, what", [
    (dict(unit="x"), "share"), (dict(share=1), "share"), (dict(unit=None), "unit"),
    (dict(marks=[None]), "unit"), (dict(span=[0]), "span")])
def test_an_edited_column_of_shares_is_refused(train, run, tmp_path, edit, what):
    """One that says of itself what cannot be: shares are without a unit, beside 12 %."""
    train("x,t\n" + "".join("%s,%s\n" % (k % 10 / 10, "ab"[k % 10 > 5]) for k in range(40)), "t")
    model = json.loads((tmp_path / "model.json").read_text())
    column, = model["table"]["columns"]
    assert column["share"]
    column.update(edit)
    (tmp_path / "model.json").write_text(json.dumps(model))
    for command in ["predict", "model.json", "t.csv"], ["export", "model.json", "model.py"]:
        status, _, errors = run(*command)
        assert status == 2 and what in errors, errors


def test_comments_hold_no_marks_that_turn_the_order_of_letters():
    for function in shown, plain, c_comment:
        written = function("a\u202eb\u2066c")
        assert "\u202e" not in written and "\u2066" not in written
    assert c_comment("*/ x /* \\ ??/") == "_/ x _* _ _?/"


def test_names_in_c():
    assert c_names([Number(name) for name in ("a b", "a_b", "1", "int", "\u00e4")]) == [
        "a_b", "a_b_", "c_1", "c_int", "column"]


def test_c_knows_the_columns_that_it_does_not_use(train, run, tmp_path):
    """As the other languages do: a file's own header can be read through."""
    train("rownames,x,t\n" + "".join("%d,%d kg,%s\n" % (k + 1, k * 7 % 11, "ab"[k * 7 % 11 > 5])
                                     for k in range(40)), "t")
    assert run("export", "model.json", "model.c")[0] == 0
    text = (tmp_path / "model.c").read_text()
    assert 'if (!strcmp(name, "rownames")) return 1;  /* not used */' in text
    assert 'if (!strcmp(name, "t")) return 1;  /* not used */' in text
    assert "REAL x;  /* x, in kg */" in text and 'read_amount(text, units_0, &row->x)' in text


def test_help_tells_how_often_it_trains(run, capsys):
    with pytest.raises(SystemExit):
        run("train", "--help")
    words = " ".join(capsys.readouterr().out.split())
    assert "It trains twice where there are up to 1000 rows" in words and "20 s" in words


# ---- files --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["t.csv", "tabular/words.py", "no/file.json", "."])
def test_no_file_that_is_needed_is_replaced(run, tmp_path, name):
    (tmp_path / "t.csv").write_text(PLAIN)
    name = os.path.join(HERE, "words.py") if name.startswith("tabular") else name
    before = (tmp_path / "t.csv").read_bytes()
    status, _, errors = run("train", "t.csv", "--target", "t", "--model", name)
    assert status == 2 and errors.count("\n") == 1
    assert (tmp_path / "t.csv").read_bytes() == before and os.listdir(str(tmp_path)) == ["t.csv"]


def test_all_files_are_written_or_none(tmp_path, monkeypatch):
    (tmp_path / "one").write_text("old")
    real, calls = os.replace, []

    def second_fails(a, b):
        calls.append(b)
        if len(calls) == 2:
            raise OSError(28, "full")
        real(a, b)

    monkeypatch.setattr(os, "replace", second_fails)
    with pytest.raises(files.Problem, match="full; nothing was written"):
        files.publish([(str(tmp_path / "one"), "new"), (str(tmp_path / "two"), "new")])
    assert (tmp_path / "one").read_text() == "old" and os.listdir(str(tmp_path)) == ["one"]


# ---- the target ---------------------------------------------------------------------------------
@pytest.mark.parametrize("cells, classes", [
    (["EU", "AS", "AF", "NA"], 4), (["EU", "AS", "Africa", "NA"], 3), (["EU", "AS", "", "NA"], 2)])
def test_na_among_codes_of_two_letters_is_a_class(train, predict, cells, classes):
    text = "x,t\n" + "".join("%d,%s\n" % (k % 4, cells[k % 4]) for k in range(60))
    out = train(text, "t")
    assert "t is one of %d classes" % classes in out
    assert ("t: NA is a class, as all others have two letters" in out) == (classes == 4)
    assert ("15 rows without a target (NA) left out" in out) == (classes == 3)
    if classes == 4:
        assert " of 60 rows" in predict(text)[1]


@pytest.mark.parametrize("values", [
    [1, 1, 3, 4, 5, 6, 8] + [18 + k * 11 % 65 for k in range(60)] + [90 + k for k in range(9)],
    [((k + 0.5) / 1500) ** -0.85 - 1.1 for k in range(1500)]])
def test_a_tail_is_not_far_from_all_others(train, values):
    out = train("x,t\n" + "".join("%d,%.6g\n" % (k % 7, v) for k, v in enumerate(values)), "t")
    assert "far from all others" not in out


def test_a_code_that_is_far_from_all_others_is_said_with_what_to_do(train):
    out = train("x,t\n" + "".join("%d,%s\n" % (k % 7, -99999 if k % 50 == 3 else k * 7 % 50 / 10.0)
                                  for k in range(400)), "t")
    assert "t: a code for missing? -99999 (8 cells)" in out and "--missing=-99999" in out


# ---- words --------------------------------------------------------------------------------------
@pytest.mark.parametrize("found, expected", [
    (counted(1, "row"), "1 row"), (counted(2, "row"), "2 rows"), (figure(1234.5678), "1235"),
    (figure(0.00012345), "0.0001234"), (grouped("1234567.5"), "1\u202f234\u202f567.5"),
    (grouped("-12345"), "-12\u202f345"),
    (grouped("1234"), "1234"), (grouped("red"), "red"),
    (listed(["a"] * 9, 8), "a, a, a, a and 5 more"),
    (listed(in_quotes(["a, b", "c"])), '"a, b", c'),
    (quoted("a b"), "'a b'"), (quoted("a-b.c"), "a-b.c"), (shown("a\nb"), "a\\x0ab"),
    (bare_name("Petal Width"), "petalwidth"),
    (shown(b"\xff"), "\ufffd")])
def test_words(found, expected):
    assert found == expected
