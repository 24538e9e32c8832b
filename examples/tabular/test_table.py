# coding: utf-8
"""Files, however they are written: each case with its smallest input."""
import pytest

from tabular.cells import bare, number
from tabular.table import NOTHING_KNOWN, Known, cued, possible_marks
from tabular.target import study_target
from tabular.words import Problem

ROWS = "".join("%d,%d,%s\n" % (k, k * 7 % 5, "xy"[k % 2]) for k in range(40))


def cells(table):
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("text, names, first", [
    ("a,b\n1,2\n3,4\n", ["a", "b"], ["1", "2"]),
    ("a;b\n1,5;2\n3,5;4\n", ["a", "b"], ["1,5", "2"]),
    ("a\tb\n1\t2\n3\t4\n", ["a", "b"], ["1", "2"]),
    ("a|b\n1|2\n3|4\n", ["a", "b"], ["1", "2"]),
    ("sep=;\na;b\n1;2\n3;4\n", ["a", "b"], ["1", "2"]),
    ("a\tb c\n1 2\n3 4\n", ["a", "b c"], ["1", "2"]),  # names parted by tabs, cells by spaces
    ("0,1,2,3\n5,1.5,2,x\n6,2.5,3,y\n", ["0", "1", "2", "3"], ["5", "1.5", "2", "x"]),
    (",0,1,2\na,5,1.5,2\nb,6,2.5,3\n", ["column_1", "0", "1", "2"], ["a", "5", "1.5", "2"]),
    ("1,2\n3,4\n5,6\n", ["column_1", "column_2"], ["1", "2"]),
    ("'a','b'\n'x',1\n'y',2\n", ["a", "b"], ["x", "1"]),
    ("a,a\n1,2\n3,4\n", ["a", "a_2"], ["1", "2"]),
    ("\ufeffa,b\n1,2\n3,4\n", ["a", "b"], ["1", "2"]),
    ("# of a sensor\na,b\n1,2\n3,4\n", ["a", "b"], ["1", "2"]),
    ("# a,b\n1,2\n3,4\n", ["a", "b"], ["1", "2"]),
    ("a,b,\n1,2,\n3,4,\n", ["a", "b"], ["1", "2"]),
    ("My table\n\na,b,c\n1,2,x\n3,4,y\n", ["a", "b", "c"], ["1", "2", "x"])])
def test_names_and_rows(read, text, names, first):
    table = read(text)
    assert table.names == names
    assert table.rows[0].cells == first


@pytest.mark.parametrize("text", ["a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y\n"])
def test_ends_of_lines(read, text):
    assert cells(read(text)) == [["1", "x"], ["2", "y"]]


@pytest.mark.parametrize("data, encoding, name", [
    ("a\u00f6,b\n1,2\n".encode("utf-8"), "utf-8", "a\u00f6"),
    ("a\u00f6,b\n1,2\n".encode("latin-1"), "cp1252", "a\u00f6"),
    ("a\u00f6,b\n1,2\n".encode("utf-16"), "utf-16-le", "a\u00f6"),
    ("a\u00f6,b\n1,2\n".encode("utf-16-le"), "utf-16-le", "a\u00f6"),
    (b"\xfe\xff" + "a\u00f6,b\n1,2\n".encode("utf-16-be"), "utf-16-be", "a\u00f6")])
def test_encodings(read, data, encoding, name):
    table = read(data)
    assert (table.encoding, table.names[0]) == (encoding, name)


@pytest.mark.parametrize("text, cell", [
    ('a,b\n"5\\" pipe",1\n"6\\" pipe",2\n', '5" pipe'),
    ('a,b\n"5"" pipe",1\n"6",2\n', '5" pipe'),
    ('a,b\n"x, y" ,1\n"z",2\n', "x, y"),
    ('a,b\n"x\ny",1\n"z",2\n', "x\ny"),
    ('a,b\nC:\\dir,1\nD:\\,2\n', "C:\\dir")])
def test_quotation_marks(read, text, cell):
    assert read(text).rows[0].cells[0] == cell


@pytest.mark.parametrize("data, words", [
    (b"", "empty"), (b"a,b\n", "none"), (b"[{}]", "JSON"), (b"<!DOCTYPE html>", "web page"),
    (b"PK\3\4...", "workbook"), (b"\x1f\x8b...", "unpack"), (b"a,b\n1,\0\n", "NUL"),
    (b"@relation iris\n@attribute a real\n@data\n1\n", "ARFF"),
    (b"% of Weka\n@RELATION iris\n@DATA\n1\n", "ARFF"),
    (b'a,b\n1,"2\n3,4\n', "--quote none"), (b'a,b\n1,"2"3\n', "--quote none")])
def test_refused(read, data, words):
    with pytest.raises(Problem, match=words):
        read(data)


@pytest.mark.parametrize("row, lost", [("3,1", "2 cells"), ("3,1,y,9", "4 cells"), ("3", "1 cell")])
def test_a_row_that_cannot_be_read_is_left_out(read, row, lost):
    table = read("a,b,c\n" + ROWS.replace("3,1,y", row, 1))
    assert len(table.rows) == 39
    assert "row that cannot be read left out: line 5 has %s instead of 3" % lost in table.notes


def test_many_rows_that_cannot_be_read_are_counted(read):
    table = read("a,b,c\n" + "1,2,x\n" * 300 + "3,1,y,9\n" * 8 + "1,2,x\n")
    assert len(table.rows) == 301 and len(table.notes) == 6
    assert "3 rows more that cannot be read left out" in table.notes


@pytest.mark.parametrize("some", ["1;2;x;\n" * 9, "1;2;x\n" * 9, "1;2;x;\n" * 3 + "1;2;x\n" * 6,
                                  "1;2;x;\n" * 6 + "1;2;x\n" * 3])
def test_lines_may_end_with_a_delimiter(read, some):
    table = read("a;b;c;\n" + some)
    assert table.names == ["a", "b", "c"] and len(table.rows) == 9 and not table.notes
    assert all([row.cells == ["1", "2", "x"] for row in table.rows])


def test_a_last_column_with_a_name_or_a_cell_stays(read):
    assert read("a;b;c;\n1;2;x;\n1;2;x;7\n1;2;x;\n").names == ["a", "b", "c", "column_4"]


@pytest.mark.parametrize("text, encoding", [
    ("\u0433\u043e\u0440\u043e\u0434", "cp1251"), ("\u6771\u4eac", "shift_jis"),
    ("\u5317\u4eac\u5e02", "gb18030"), ("\uc11c\uc6b8", "euc_kr")])
def test_letters_of_another_script_want_an_encoding(read, text, encoding):
    data = ("a,b\n" + 5 * ("%s,1\n" % text)).encode(encoding)
    with pytest.raises(Problem, match="--encoding cp1251"):
        read(data)
    assert read(data, NOTHING_KNOWN, "--encoding=" + encoding).rows[0].cells[0] == text


@pytest.mark.parametrize("text", ["Gr\u00f6\u00dfe", "\u201c\u00c9t\u00e9\u201d", "na\u00efve",
                                  "5 \u20ac", "\u00ab\u00c0 la\u00bb", 4 * "\u00a0\u00a0\u00a0a",
                                  4 * "one title of many words " + "\u2030\u00db\u00d2"])
def test_western_letters_are_read(read, text):
    assert read(("a,b\n" + 9 * ("%s,1\n" % text)).encode("cp1252")).rows[0].cells[0] == text.strip()


def test_padded_notes_below_are_no_rows(read):
    text = "a;b;c\n" + "".join("%d;%d;x\n" % (k, k * k) for k in range(20))
    table = read(text + "Source: an office;;\nAs of 2021;;\n")
    assert len(table.rows) == 20 and "2 rows after the table left out" in table.notes[0]
    sparse = "a;b;c\n" + "".join("%d;;\n" % k for k in range(20))
    assert len(read(sparse).rows) == 20


def test_a_name_is_no_total(read):
    text = "name,sex\n" + "".join("S%d,%s\n" % (k, "fm"[k % 2]) for k in range(20))
    assert len(read(text + "Suma,f\n").rows) == 21


def test_a_last_row_of_means_is_left_out(read):
    text = "name,n\n" + "".join("S%d,%d\n" % (k, k) for k in range(20))
    assert len(read(text + "Overall average,9.5\n").rows) == 20
    assert len(read(text + "Average,9.5\nS,4\n").rows) == 22


def test_times_of_minutes_to_predict(read):
    table = read("t,x\n" + "".join("%d:%02d.5,1\n59.5,2\n" % (k % 9 + 1, k) for k in range(30)))
    target, values, notes = study_target(table, 0)
    assert (target.unit, values[:2], notes) == ("seconds", [60.5, 59.5], [])


@pytest.mark.parametrize("cell, is_total", [
    ("Total", True), ("total:", True), ("Summe 2010", True), ("SUM156", False), ("Totals: ", True),
    ("Total general", True), ("\u0418\u0442\u043e\u0433\u043e", True)])
def test_rows_of_totals(read, cell, is_total):
    table = read("site,n\n" + "".join("S%d,%d\n" % (k, k) for k in range(20)) + cell + ",190\n")
    assert len(table.rows) == (20 if is_total else 21)


def test_strict_refuses_a_row_that_cannot_be_read(read):
    with pytest.raises(Problem, match="line 5: expected 3 cells"):
        read("a,b,c\n" + ROWS.replace("3,1,y", "3,1", 1), Known(None, None, None, ()), "--strict")


def test_a_cell_that_holds_the_delimiter_wants_quotation_marks(read):
    with pytest.raises(Problem) as caught:
        text = "a,b,c\n" + ROWS.replace("3,1,y", "3,1,y, z", 1)
        read(text, Known(None, None, None, ()), "--strict")
    words = str(caught.value)
    assert "line 5: expected 3 cells, as in the header, got 4: if a cell holds a comma, quote it" \
        in words
    with pytest.raises(Problem) as caught:
        read("a,b,c\n" + ROWS.replace("3,1,y", "3,1", 1), Known(None, None, None, ()), "--strict")
    assert "quote it" not in str(caught.value) and len(words) < 290


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009", " ", "'", "\u2019"])
@pytest.mark.parametrize("decimal, delimiter", [(",", ";"), (".", ","), (",", "\t"), (".", ";")])
def test_thousands_apart(read, space, decimal, delimiter):
    text = "a%sb\n" % delimiter + "".join("1%s%03d%s5%s%d\n" % (space, k, decimal, delimiter, k % 7)
                                           for k in range(30))
    table = read(text)
    assert table.decimal == decimal
    assert [number(row.cells[0], decimal) for row in table.rows] == [1000.5 + k for k in range(30)]


def test_more_than_a_few_rows_that_cannot_be_read_are_refused(read):
    with pytest.raises(Problem, match="line 5: expected 3 cells"):
        read("a,b,c\n" + ROWS.replace("3,1,y", "3,1,y,9").replace("5,0,y",
            "5,0,y,9").replace("7,4,y", "7,4,y,9"))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_rows_may_lack_their_last_empty_cells(read, delimiter):
    text = "a,b,c\n" + ROWS.replace(",x", "")
    table = read(text.replace(",", delimiter))
    assert len(table.rows) == 40
    assert table.rows[0].cells == ["0", "0", ""]
    assert "20 rows short, the last cells taken as empty: line 2" in table.notes


def test_a_header_may_come_again(read):
    table = read("a,b\n1,x\n2,y\na,b\n3,x\n\ufeffA,b\n4,y\n5,x\n")
    assert [row.cells[0] for row in table.rows] == ["1", "2", "3", "4", "5"]
    assert any("2 rows that repeat the header left out: line 4" in note for note in table.notes)


MODEL = Known(["petal_width", "colour", "species"], "species", ".", ())


@pytest.mark.parametrize("header", [
    "petal_width,colour", "Petal Width,Colour", "PETAL.WIDTH,COLOUR", "petal-width,colour ",
    "colour,Petal Width"])
def test_names_are_compared_without_capitals_spaces_and_underscores(read, header):
    rows = "red,1.5\nblue,2.5\n" if header.startswith("colour") else "1.5,red\n2.5,blue\n"
    table = read(header + "\n" + rows, MODEL)
    assert sorted(table.names) == ["colour", "petal_width"]
    assert len(table.rows) == 2


def test_words_over_numbers_are_a_header_of_other_names(read):
    table = read("width,shade\n1.5,red\n2.5,blue\n", MODEL)
    assert table.names == ["width", "shade"] and len(table.rows) == 2


def test_without_header_columns_are_in_the_order_of_training(read):
    table = read("1.5,red\n2.5,blue\n", MODEL)
    assert table.names == ["petal_width", "colour"] and len(table.rows) == 2


@pytest.mark.parametrize("known", [Known(None, "t", None, ()),
                                   Known(["x", "y", "t"], "t", ".", ())])
def test_header_lines_of_orange(read, known):
    text = "x\ty\tt\nc\td\td\n\t\tclass\n" + "".join("%d\t%s\t%s\n" % (k, "ab"[k % 2],
                                                                       "no yes".split()[k % 2])
                                                     for k in range(20))
    table = read(text, known)
    assert len(table.rows) - len(table.aside if known.names else ()) == 20
    assert any("2 rows of units or types" in note for note in table.notes)


@pytest.mark.parametrize("cell", ["0.5", "-12.25", "+1.2345", "1.234", "12.345678", "1234.567",
                                  "1,234", "1,5", "1.234.567", "12.", ".5", "-1.2345e3"])
def test_marks_are_those_with_which_a_cell_is_a_number(cell):
    """What is decided in no time is decided as the rest."""
    assert possible_marks(cell) == [mark for mark in ",." if number(bare(cell), mark) is not None]


def test_names_that_end_in_a_digit_are_cues_too():
    assert cued(set(["x1"]), ["X_1", "5", "y"]) == 1 and cued(set(["x"]), ["X", "5", "x1"]) == 1


def test_a_large_file_is_named_before_it_is_read(run, tmp_path, monkeypatch):
    monkeypatch.setattr("tabular.table.LARGE", 10)
    (tmp_path / "large.csv").write_text("a,b\n" + "1,2\n" * 20, encoding="utf-8")
    _, out, errors = run("train", "large.csv", "--target", "c")
    assert out.startswith("large.csv: reading 0 MB\n") and "no column is called c" in errors


YEARS = "Dept,2000,2001,2002\n" + "".join("%s,%d.5,%d.5,%d.5\n" % (c, k, k + 2, k + 1)
                                          for k, c in enumerate("pqrstu"))
TOWNS = "".join("%s,%d%%,%d%%,%d%%\n" % (c * 4, k * 7 % 9, k * 5 % 9, k * 4 % 9)
                for k, c in enumerate("pqrstuvw"))


@pytest.mark.parametrize("text, names, first, before", [
    (",A title,,\n,of two lines,,\nn,a,b,c\n" + "x,1.5,2,3\ny,2.5,3,4\n" * 9,
     ["n", "a", "b", "c"], ["x", "1.5", "2", "3"], "2 lines before the table left out"),
    (",Pct. of searches,,\ntown,a,b,c\n" + TOWNS, ["town", "a", "b", "c"],
     ["pppp", "0%", "0%", "0%"], "1 line before the table left out"),
    (",share,share,share\nn,a,b,c\n" + "x,1.5,2,3\ny,2.5,3,4\n" * 9, ["n", "a", "b", "c"],
     ["x", "1.5", "2", "3"], "1 line before the table left out"),
    ("A title,,,\n" + YEARS, ["Dept", "2000", "2001", "2002"], ["p", "0.5", "2.5", "1.5"],
     "1 line before the table left out"),
    (YEARS, ["Dept", "2000", "2001", "2002"], ["p", "0.5", "2.5", "1.5"], None),
    ("town,,,,\n" + "y,1,2,3,4\nz,5,6,7,8\n" * 9,
     ["town"] + ["column_%d" % k for k in range(2, 6)], ["y", "1", "2", "3"], None)])
def test_titles_that_a_spreadsheet_padded_are_no_header(read, text, names, first, before):
    table = read(text)
    assert table.names == names and table.rows[0].cells[:4] == first
    assert bool(before) == any(" before the table" in note for note in table.notes)
    assert before is None or any(before in note for note in table.notes)


def test_rising_years_in_every_row_are_no_header(read):
    table = read("".join("p%d,19%02d,19%02d,20%02d\n" % (k, k, k + 40, k) for k in range(20)))
    assert not table.header and len(table.rows) == 20


@pytest.mark.parametrize("known", [Known(None, "t", None, ()), Known(None, "3", None, ())])
def test_a_header_may_stand_above_other_remarks(read, known):
    table = read("#a\tb\tt\n# of a study, with spaces\nx\t1\t5\ny\t2\t6\nz\t3\t7\n", known)
    assert table.names == ["a", "b", "t"] and len(table.rows) == 3


@pytest.mark.parametrize("text, names", [
    ('"Bonaire","BQ",""\n"Aruba","AW","AA"\n"Kuba","CU","CU"\n"Oman","OM","MU"\n"Peru","PE","PE"\n'
     '"Togo","TG","TO"\n', ["column_1", "column_2", "column_3"]),
    ("place,code,when\n" + "".join("%s,%s,2020-01-%02d\n" % ("p" * k, c + c, k)
                                   for k, c in enumerate("ABCDEFG", 1)),
     ["place", "code", "when"])])
def test_how_cells_are_written_tells_a_header(read, text, names):
    assert read(text).names == names


def test_marks_instead_of_numbers_are_no_units(read):
    text = "town,a,b\nx,**,**\ny,**,**\n" + "".join("z%d,%d.5,%d\n" % (k, k, k * 7 % 9)
                                                    for k in range(30))
    assert len(read(text).rows) == 32


def test_words_with_a_number_in_a_second_header_are_no_data(read):
    text = "group,Age,,\n,18 - 34,35 - 64,65 and up\n" + "".join(
        "w%d,%d%%,%d%%,%d%%\n" % (k, k, k * 7 % 9, k * 5 % 9) for k in range(30))
    table = read(text)
    assert len(table.rows) == 30 and "1 row of units or types left out" in table.notes[0]


def test_header_lines_of_orange_may_list_the_values(read):
    text = "role\tn\tt\nred\\ one blue\tcontinuous\tyes no\n\tmeta\tclass\n" + "".join(
        "%s\t%d\t%s\n" % (["red one", "blue"][k % 2], k, ["yes", "no"][k % 3 % 2])
        for k in range(20))
    table = read(text)
    assert len(table.rows) == 20 and "2 rows of units or types" in table.notes[0]


def test_a_header_that_comes_again_at_once_is_said_once(read):
    table = read("name,b,c\nname,b,c\n" + "x%d,1.5,2\n" * 9 % tuple(range(9)))
    assert len(table.rows) == 9 and len(table.notes) == 1
    assert "1 row that repeats the header left out: line 2" in table.notes[0]


def test_rows_of_two_lengths_are_refused_by_the_length_of_most(read):
    with pytest.raises(Problem, match="line 1: expected 3 cells, as in most rows, got 5"):
        read("1,2,3,4,5\n" * 4 + "1,2,3\n" * 9)


@pytest.mark.parametrize("cell, is_said", [("1,234", True), ("1,23", False)])
def test_a_comma_that_may_part_thousands_is_said(read, cell, is_said):
    table = read("a;b\n" + "".join("%s;%d\n" % (cell if k == 3 else "%d" % k, k) for k in range(9)))
    assert table.decimal == ","
    assert is_said == any("in line 5: 1,234 (--decimal point overrules)" in note
                          for note in table.notes)


def test_one_row_is_one_row(run, tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("train", "t.csv", "--target", "b")[1] == "t.csv: 1 row, 2 columns\n"


@pytest.mark.parametrize("top, names", [
    ("network,1,1,2\nnode,1,2,1\nhemi,lh,rh,lh\n", ["network", "1", "1_2", "2"]),
    (",Time,1,2\nS/N,,000,000\nType,,TG-4,TG-4\nProperty,,heat,damp\n",
     ["column_1", "Time", "1", "2"])])
def test_lines_of_labels_over_numbers_are_a_header(read, top, names):
    table = read(top + "".join("%d,%d.5,%d,%d.25\n" % (k, k * 7 % 9, k * 5 % 9, k)
                               for k in range(30)))
    assert table.names == names and len(table.rows) == 30
    assert any("of units or types left out: line 2" in note for note in table.notes)


def test_lines_of_labels_are_known_without_the_target(read):
    text = "network,1,2,2,3,3\nnode,2,1,2,1,2\nhemi,rh,lh,rh,lh,rh\n" + "".join(
        "%d,%d,%d.25,1,2,3\n" % (k, k * 5 % 9, k) for k in range(30))
    table = read(text, Known(["network", "1", "1_2", "2", "2_2", "3", "3_2"], "1", ".", ()))
    assert table.header and table.aside == set([2, 3])


def test_a_header_of_numbers_is_known_again(read):
    known = Known(["0", "1", "2", "3"], "2", ".", ())
    for text in "0,1,2,3\na,x,y,z\nb,y,z,x\n", "0,1,3\na,x,z\nb,y,x\n":
        table = read(text, known)
        assert table.header and len(table.rows) == 2 and table.names[-1] == "3"


def test_columns_without_a_name_keep_theirs_where_the_target_is_missing(read):
    known = Known(["a", "column_2", "t", "column_4", "b"], "t", ".", ())
    assert read("a,,,b\nx,1,2,3\ny,4,5,6\n", known).names == ["a", "column_2", "column_4", "b"]
    assert read("a,,c,b\nx,1,2,3\ny,4,5,6\n", known).names == ["a", "column_2", "c", "b"]


def test_a_second_header_has_no_answer_either(read):
    known = Known(["q1", "q2", "q3", "q4", "t"], "t", ".", ("ab",))
    text = "q1,q2,q3,q4,t\nResponse,,ab,Response,Response\n" + "".join(
        "%s,%s,%s,%s,%s\n" % ("yn"[k % 2], "cd"[k % 2], ["ab", "ef"][k % 3 % 2], "gh"[k % 2],
                              "yn"[k % 2]) for k in range(60))
    assert read(text, known).aside == set([2]) and len(read(text).rows) == 60


def test_a_header_with_another_date_comes_again(read):
    block = "%d.5 TL,%d.5 TL,%d,%d,%d,%d,\n"
    rows = "".join(("stock%d," % k) + block % (k, k + 1, k * 7 % 9, k, k * k, k * 5 % 11)
                   for k in range(12))
    text = "".join("0%d/02/2010,CLOSE,3.DEST,2.DEST,LOT,%s,%s\n" % (day, lots, more) + rows
                   for day, lots, more in [(1, "G,G", ""), (2, "G,G", ""), (3, "G,G", "new"),
                                           (4, "G,", ""), (5, "G,G", ""), (6, "G,G", ""),
                                           (7, "G,G", ""), (8, "G,G", "")])
    table = read(text)
    assert table.names[1:7] == ["CLOSE", "3.DEST", "2.DEST", "LOT", "G", "G_2"]
    assert len(table.rows) == 96
    assert "7 rows that repeat the header left out: line 14" in "; ".join(table.notes)
