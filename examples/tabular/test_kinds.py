# coding: utf-8
"""What becomes of columns."""
import pytest

from tabular.cells import number
from tabular.columns import study
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
    (["%d98%d" % (k % 4 + 1, k % 2) for k in range(30)] + ["16980", ""] * 9, "number"),
    (["16980", "", "", ""] * 9, "category"), (["1111111111", "", ""] * 9, "category"),
    (["2021%02d03%02d" % (k % 12 + 1, k % 24) for k in range(60)], "date"),
    (["2021%02d0314%02d18" % (k % 12 + 1, k % 60) for k in range(60)], "date"),
    (["%d%02d" % (2019 + k % 3, k % 12 + 1) for k in range(60)], "date"),
    (["%d%02d" % (1019 + k % 3, k % 12 + 1) for k in range(60)], "number"),
    (["%d:%02d.%03d" % (k % 2 + 1, k % 60, k * 7 % 1000) for k in range(60)], "date"),
    (["%d-Jan" % (k % 30 + 1) for k in range(60)], "left out"),
    (["May %02d" % (k % 31 + 1) for k in range(62)], "left out"),
    (["May-%02d" % (k % 20 + 1) for k in range(60)], "date"),
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
    (["5 Mio.", "7 Mio.", "500 K", "8 Mio."] * 3, "in Mio.; also in K, converted"),
    (["5 sq. ft.", "7 sq. ft.", "8.5 sq. ft."] * 3, "in sq. ft."),
    (["1 year", "2 years", "3 years", "7 years"] * 3, "3 cells like 1 year taken as the"),
    (["5.598", "7.2", "1:30:00", "8.5"] * 3, "1:30:00 (3 cells) beside 5.598, taken as 1.5 hours"),
    (["57.7", "1:22.4", "58.5", "59:30:00"] * 3, "59:30:00 (3 cells) beside 57.7, taken as"),
    (["%d.5" % k for k in range(12)] + ["**"] * 20, "** among numbers taken as missing"),
    (["%dh %02dm" % (k // 9, k % 60) for k in range(60)], "two numbers in a cell"),
    (["(40.%d, -73.%d)" % (k, k) for k in range(60)], "two numbers in a cell"),
    (["yes", "no"] * 12 + ["yess"], "yess (1 cell): a slip for yes?"),
    (["%d" % (k % 12) for k in range(80)] + ["A", "B", "C", "D"] * 5, "mostly numbers: --number"),
    (["Red", "red", "red", "blue"] * 3, "capitals ignored, as in Red as red"),
    (["1.5", "2.5", "999"] + ["%d.5" % (k % 7) for k in range(50)] + ["999"] * 2,
     "a code for missing? 999"),
    (["Berlin"] + [""] * 4 + ["Paris"] + [""] * 4 + ["Berlin"] + [""] * 4 + ["Rome"] + [""] * 4 +
     ["Rome"] + [""] * 4, "filled only where blocks begin")])
def test_what_is_said(cells, words):
    assert words in column(cells).details()


def test_limits_are_no_other_unit():
    assert not column(["<6m", ">6m"] * 30).warnings


def test_stars_among_words_are_words():
    assert column(["*", "**", "n.s."] * 30).details() == "*, **, n.s."


@pytest.mark.parametrize("a, b, off", [
    ("yes", "yess", True), ("yes", "yas", True), ("male", "female", False), ("yes", "yes", False),
    ("", "a", True), ("ab", "ba", False), ("colour", "color", True)])
def test_is_one_letter_off(a, b, off):
    assert is_one_letter_off(a, b) == is_one_letter_off(b, a) == off


@pytest.mark.parametrize("form, order", [
    ("T%d 2021", "qy"), ("Q%d2021", "qy"), ("2021-T%d", "yq"),
    ("%dQ2021", "qy"), ("2021-%d", "ymd"),
    ("2021-0%d-03T1:00", "ymd"), ("2021M0%d", "ymd"), ("20210%d", "ym")])
def test_quarters_are_no_months(form, order):
    assert column([form % (k % 4 + 1) for k in range(30)]).order == order


@pytest.mark.parametrize("cells", [
    ["8-Jan", "26-Dec"], ["May 8", "Jun 18"], ["3. M\u00e4rz", "12. Mai"]])
def test_days_without_a_year_are_said(cells):
    assert "days of no year, as %s" % cells[0] in column(cells * 9).details()


@pytest.mark.parametrize("half", ["\uc624\ud6c4", "\u4e0b\u5348", "\u5348\u5f8c"])
def test_half_days_that_are_not_read_are_said(half):
    cells = ["2021-05-%02d %s 8:43" % (k % 28 + 1, half) for k in range(30)]
    assert column(cells).details() == half + " is not read: write pm, or hours up to 24"
    assert column([half, "x"] * 9).kind == "category"


@pytest.mark.parametrize("first, order", [(None, "mdy"), ("day", "dmy"), ("month", "mdy")])
def test_which_comes_first(first, order):
    assert column(["%d/%d/2021" % (k % 12 + 1, k % 7 + 1) for k in range(30)],
                  dates=first).order == order


@pytest.mark.parametrize("decimal, day, order", [
    (",", 1, "dmy"), (".", 1, "mdy"), (",", 13, "mdy")])
def test_the_day_comes_first_beside_decimal_commas(decimal, day, order):
    cells = ["%d/%d/2021" % (k % 12 + 1, k % 7 + day) for k in range(30)]
    assert column(cells, decimal=decimal).order == order


AMOUNTS = ["%d" % (k * 7 % 40) for k in range(600)]  # 40 numbers, each of which comes often


def with_words(words, every):
    return [words[k // every % len(words)] if k % every == 0 else cell
            for k, cell in enumerate(AMOUNTS)]


@pytest.mark.parametrize("every", [2, 3, 10])
@pytest.mark.parametrize("word", "unbekannt|k. A.|n/a|-|?|missing|unknown|none|Fehler".split("|"))
def test_a_word_for_missing_among_numbers(word, every):
    found = column(with_words([word], every))
    assert found.kind == "number" and found.unit == ""
    assert found.inputs(found.value(word, ".")) == found.inputs(None)
    assert word in found.details() or "(missing)" in found.details()


def test_a_few_words_among_numbers():
    found = column(with_words(["Fehler", "n. n.", "defekt"], 4))
    assert found.kind == "number"
    assert "Fehler, defekt, n. n. among numbers taken as missing" in found.details()


@pytest.mark.parametrize("cells, kind", [
    (["1", "2", "A"] * 60, "category"),
    (["1", "2", "3", "4", "defekt"] * 30, "category"),            # codes, of which one is a word
    (["%d" % (k % 12) for k in range(200)] + ["K", "A"] * 30, "category"),  # school classes
    (["%d" % (k % 12) for k in range(200)] + ["M1", "X2"] * 30, "category"),
    (["%d" % (k % 30) for k in range(200)] + ["Inf"] * 60, "category"),
    (["1", "2", "3", "unknown"] * 30, "code"),
    (["0%d067" % (k % 4) for k in range(40)] + ["unknown"] * 9, "category"),
    (["2021%02d03" % (k % 12 + 1) for k in range(90)] + ["unbekannt"] * 20, "date"),
    (["2021-%02d-03" % (k % 12 + 1) for k in range(90)] + ["unknown"] * 20, "date"),
    (["2021-%02d-03" % (k % 12 + 1) for k in range(90)] + ["pending"] * 20, "date"),
    (["2021-%02d-03" % (k % 12 + 1) for k in range(90)] + ["pending"] * 100, "category"),
    (["often", "never", "unknown"] * 30, "category")])
def test_codes_and_days_beside_words(cells, kind):
    assert column(cells).kind == kind


def test_number_forces_a_column():
    cells = ["1", "2", "A"] * 20
    found = column(cells, forced=True)
    assert found.kind == "number" and found.odd == 20 and found.flag
    assert column(["07", "08", "x"] * 20, forced=True).kind == "number"
    assert column([str(k) for k in range(30)], forced=True).kind == "number"


@pytest.mark.parametrize("cells, unit, first", [
    (["5 kg", "500 g"] * 9 + ["7 kg"], "kg", [5.0, 0.5]),
    (["5 g", "0.5 kg", "6 g"] * 9, "g", [5.0, 500.0]),           # "kg" ends with "g" too
    (["5 mV", "0.01 V", "7 mV"] * 9, "mV", [5.0, 10.0]),
    (["5 \u00b5A", "0.01 mA", "7 \u00b5A"] * 9, "\u00b5A", [5.0, 10.0]),
    (["5 mg/l", "0.01 g/l", "7 mg/l"] * 9, "mg/l", [5.0, 10.0]),
    (["5 kW", "10 MW", "7 kW"] * 9, "kW", [5.0, 10000.0])])
def test_units_with_prefixes_are_converted(cells, unit, first):
    found = column(cells)
    assert found.unit == unit and found.row_values[:2] == pytest.approx(first)
    assert "converted" in found.details() and not found.warnings


@pytest.mark.parametrize("cells, words", [
    (["%d \u00b0F" % (60 + k) for k in range(20)] + ["7 \u00b0C"] * 5,
     "c is in \u00b0F, but in \u00b0C in 5 cells, first in line 21 (7 \u00b0C)"),
    (["%d kg" % (60 + k) for k in range(20)] + ["7 lb"] * 5, "in kg, but in lb in 5 cells"),
    (["%d" % (60 + k) for k in range(20)] + ["7 mV"] * 5, "in no unit, but in mV in 5 cells"),
    (["%d mV" % (60 + k) for k in range(20)] + ["7 mA"] * 5, "in mV, but in mA in 5 cells"),
    (["%d mg/l" % (60 + k) for k in range(20)] + ["7 mg/dl"] * 5,
     "in mg/l, but in mg/dl in 5 cells")])
def test_other_units_are_said_aloud(cells, words):
    found = column(cells)
    assert [warning for warning in found.warnings if words in warning]
    assert found.row_values[-1] is None


def test_cells_without_a_unit_are_said():
    assert "6 cells like 61 taken as kg" in column(["7 kg", "8 kg"] * 6 + ["61"] * 6).details()


@pytest.mark.parametrize("code, cells", [
    ("-99", ["%d" % (k % 50) for k in range(90)]), ("999", ["%d" % (k % 100) for k in range(90)]),
    ("9999", ["%d.5" % (k % 100) for k in range(90)]), ("-1", ["%d" % (k % 30) for k in range(90)]),
    ("-9", ["%d" % (k % 5 + 1) for k in range(190)]), ("99", ["%d" % (k % 19) for k in range(90)])])
def test_a_code_for_missing_is_suggested(code, cells):
    found = column(cells + [code] * 5)
    assert [w for w in found.warnings if "%s (5 cells)" % code in w and "--missing=%s" % code in w]
    assert float(code) in found.row_values


@pytest.mark.parametrize("cells", [
    [str(k % 100) for k in range(300)], ["-1", "0", "1", "2"] * 30, ["0", "1"] * 30,
    [str(k % 12 - 5) for k in range(300)],
    ["1", "2", "3", "9"] * 30 + ["4", "5", "6", "7", "8"] * 9])
def test_no_code_for_missing_is_suggested(cells):
    assert not column(cells).warnings


@pytest.mark.parametrize("name, cells, words", [
    ("Kunde", [str(10000 + k) for k in range(50)], "it counts the rows from 10000 on"),
    ("Kunde", [str(10000 + k * 7 % 50) for k in range(50)], "it counts the rows from 10000 on"),
    ("Kunde", [str(10000 + k * 4 // 3) for k in range(50)], "it counts the rows from 10000 on"),
    ("Kundennummer", [str(10000 + k * 7919 % 997) for k in range(50)],
     "it tells rows apart, by its name"),
    ("Row names", [str(k + 1) for k in range(50)], "it counts the rows"),
    ("rownames", [str(k + 1) for k in range(50)], "it counts the rows"),
    ("Unnamed: 0", [str(k + 1) for k in range(50)], "it counts the rows"),
    ("", [str(k + 1) for k in range(50)], "it counts the rows"),
    ("Individual ID",
     ["N%dA%d" % (k // 2, k // 2 % 2) for k in range(50)] + ["N%d" % k for k in range(9)],
     "it repeats, but tells most rows apart: 34 different values in 59 rows"),
    ("name", ["name %d" % k for k in range(30)],
     "it tells rows apart: 30 different values in 30 rows")])
def test_identifiers(name, cells, words):
    found = column(cells, name)
    assert found.kind == "left out" and found.details().startswith(words)


@pytest.mark.parametrize("name, cells", [
    ("year", [str(1950 + k) for k in range(50)]), ("season", [str(1950 + k) for k in range(50)]),
    ("time", [str(5000 + k) for k in range(50)]), ("wavelength", [str(400 + k) for k in range(50)]),
    ("size", ["1,%03d sqft" % k for k in range(50)]), ("size", ["1,%03d" % k for k in range(50)]),
    ("salary", [str(10000 + k * k) for k in range(50)])])
def test_what_rises_and_is_no_identifier(name, cells):
    assert column(cells, name).kind == "number"


@pytest.mark.parametrize("decimal, cells", [
    (",", ["1\u00a0234,5", "12,5"]), (",", ["1\u202f234,5", "12,5"]),
    (",", ["1\u2009234,5", "12,5"]),
    (",", ["1 234,5", "12,5"]), (",", ["1'234,5", "12,5"]), (".", ["1'234.5", "12.5"]),
    (".", ["1\u2019234.5", "12.5"]), (".", ["1\u2007234.5", "12.5"])])
def test_thousands(decimal, cells):
    assert column(cells * 9, decimal=decimal).row_values[:2] == [1234.5, 12.5]


def test_percentages_among_shares_are_converted():
    found = column(["0.12", "0.3", "40 %"] * 9)
    assert found.row_values[:3] == [0.12, 0.3, 0.4] and "also in %, converted" in found.details()


@pytest.mark.parametrize("cells, order", [
    (["01/%02d/%d" % (k % 12 + 1, 1950 + k // 12) for k in range(60)], "dmy"),
    (["01/%02d/%d" % (k % 4 * 3 + 1, 1950 + k // 4) for k in range(60)], "dmy"),
    (["%02d/01/%d" % (k % 12 + 1, 1950 + k // 12) for k in range(60)], "mdy"),
    (["01/%02d/2020" % (k % 9 + 1) for k in range(30)], "mdy"),
    (["20061218"] * 9 + ["20061220"] * 9, "ymd")])
def test_first_days_of_months(cells, order):
    assert column(cells).order == order


@pytest.mark.parametrize("name, cells, words", [
    ("ID", [str(k - 3 * (k > 30)) for k in range(1, 43)],
     "it repeats, but tells most rows apart, by its name and values"),
    ("inventar_nummer", ["2009.%03d" % (k * 7 % 97) for k in range(60)],
     "it tells rows apart, by its name and values"),
    ("event_no", [str(340 - k - (k > 7)) for k in range(300)],
     "it counts the rows from 40 on"),
    ("id", ["caller %d" % k for k in range(7)], "it tells rows apart: 7 different values in 7"),
    ("month", [] + ["" if k % 31 else "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[
        k // 31] for k in range(372)], "filled only where blocks begin?")])
def test_more_identifiers(name, cells, words):
    found = column(cells, name)
    assert found.kind == "left out" and found.details().startswith(words)


@pytest.mark.parametrize("name, cells, kind", [
    ("id", [str(k % 30) for k in range(90)], "number"),
    ("level", [str(900 - 3 * k) for k in range(100)], "number"),
    ("colour", ["red", "red", "blue", "green"], "category")])
def test_what_is_no_identifier(name, cells, kind):
    assert column(cells, name).kind == kind


def test_numbers_without_a_name_that_differ_in_all_rows_are_asked():
    cells = [str(842302 + k * k * 7919 % 99991) for k in range(60)]
    assert "--ignore column_1" in column(cells, "column_1").warnings[0]
    assert not column(cells, "price").warnings and not column(cells[:20], "column_1").warnings


@pytest.mark.parametrize("word", ["\u2013", "\u2014", "..", "...", "\u2026"])
def test_dashes_and_dots_are_missing(word):
    found = column(["red", "blue", "green"] * 9 + [word] * 9)
    assert word not in found.values and found.gaps == 9


@pytest.mark.parametrize("cell, value", [
    ("$(1,234.50)", -1234.5), ("($5)", -5.0), ("$(0.00)", 0.0), ("$5)", None), ("($(5)", None),
    ("EUR (7)", -7.0)])
def test_brackets_of_accountants(cell, value):
    assert number(cell) == value


def test_a_remark_behind_a_number_is_no_unit():
    cells = ["%d" % (60000 + k) for k in range(20)] + ["10708 Survey flawed in its rankings!"]
    assert not column(cells).warnings


@pytest.mark.parametrize("code, is_asked", [("9998", True), ("-888", True), ("2626933", False)])
def test_what_may_be_a_code_looks_like_one(code, is_asked):
    found = column(["%d" % (k % 50) for k in range(200)] + [code] * 4)
    assert is_asked == any("a code for missing?" in warning for warning in found.warnings)


# ---- columns of a table -------------------------------------------------------------------------
@pytest.mark.parametrize("columns, rows, kind", [(2, 1000, "code"), (2, 780, "number"),
                                                 (60, 1000, "number")])
def test_many_whole_numbers_have_an_input_each_where_rows_suffice_for_all(read, columns, rows, kind):
    """Two columns of ten values each want 800 rows; pixels of ten greys are numbers."""
    names = ["p%d" % k for k in range(columns)] + ["t"]
    lines = [",".join([str((7 * i + j) % 10) for j in range(columns)] + ["ab"[i % 2]])
             for i in range(rows)]
    table = read("\n".join([",".join(names)] + lines) + "\n")
    found = study(table, columns, range(rows), None, [], [])
    assert set(column.kind for column in found) == set([kind])
