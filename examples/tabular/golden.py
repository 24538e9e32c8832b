# coding: utf-8
"""What cells mean: the one table to which the tool and all exported modules are held.

COLUMNS are columns as a model keeps them; CELLS are (column, text, value) with the value that the text
has: a number, a word, a date as (year, month, weekday from Monday, hour or None). MISSING: nothing is
known. REFUSED: no value of that kind. ToolOnly: the tool reads it, as in a file; a module, which takes
numbers as numbers, refuses it.
"""
from __future__ import absolute_import, division, print_function, unicode_literals

MISSING, REFUSED = "missing", "refused"


class ToolOnly(object):
    """A value that only the tool reads."""

    def __init__(self, value):
        self.value = value


NUMBER = {"kind": "number", "flag": True, "medians": [0.5]}
DATE = {"kind": "date", "flag": True, "exact": True, "medians": [2000.5, 6.0, 3.0, 12.0],
        "cycles": [[2, 7], [3, 24]]}
COLUMNS = {
    "number": NUMBER,
    "squashed": dict(NUMBER, squash=[3.0, 2.0]),
    "weight": dict(NUMBER, unit="kg", marks=["VB"]),
    "code": {"kind": "code", "flag": True, "values": ["3", "1", "10"], "other": False},
    "paid": {"kind": "yes/no", "flag": True, "medians": [1.0]},
    "colour": {"kind": "category", "flag": True, "values": ["red", "Blue", "\u00fc\"\\"], "other": True},
    "clock": {"kind": "date", "flag": True, "order": "clock", "medians": [11.5], "cycles": [[0, 24]]}}
for order in "ymd", "mdy", "dmy", "ym", "my", "yq", "qy":
    COLUMNS[order] = dict(DATE, order=order)

CELLS = [
    ("number", "12", 12.0), ("number", "-1.5", -1.5), ("number", "+3", 3.0), ("number", ".5", 0.5),
    ("number", "5.", 5.0), ("number", "2e3", 2000.0), ("number", "2E-3", 0.002), ("number", "007", 7.0),
    ("number", "", MISSING), ("number", "NA", MISSING), ("number", "-", MISSING), ("number", "?", MISSING),
    ("number", "null", MISSING), ("number", "n/a", MISSING),
    ("number", "1_000", REFUSED), ("number", "0x10", REFUSED), ("number", "inf", REFUSED),
    ("number", "1e400", REFUSED), ("number", "1e100", REFUSED), ("number", "\u0661\u0662", REFUSED),
    ("number", "\uff11\uff12", REFUSED), ("number", "1 2", REFUSED), ("number", "--5", REFUSED),
    ("number", "1.2.3", REFUSED), ("number", "twelve", REFUSED), ("number", "1e", REFUSED),
    ("number", "e5", REFUSED), ("number", "5e+", REFUSED), ("number", "+", REFUSED),
    ("number", "1,5", REFUSED), ("number", "12b", REFUSED), ("number", "0b1", REFUSED),
    ("number", "1,234.5", ToolOnly(1234.5)), ("number", "$5", ToolOnly(5.0)), ("number", "(3)", ToolOnly(-3.0)),
    ("number", "5-", ToolOnly(-5.0)), ("number", "<5", ToolOnly(5.0)), ("number", "\u22125", ToolOnly(-5.0)),
    ("number", "1:30", ToolOnly(1.5)), ("number", "12,34,567", ToolOnly(1234567.0)),
    ("number", "1'234", ToolOnly(1234.0)), ("number", "CHF 5", ToolOnly(5.0)), ("number", "5.-", ToolOnly(5.0)),
    ("squashed", "3", 3.0), ("squashed", "1000000", 1e6), ("squashed", "-7", -7.0), ("squashed", "", MISSING),
    ("weight", "7", 7.0), ("weight", "7 kg", ToolOnly(7.0)), ("weight", "500 g", ToolOnly(0.5)),
    ("weight", "7kg", ToolOnly(7.0)), ("weight", "7 VB", ToolOnly(7.0)), ("weight", "7 m", REFUSED),
    ("code", "3", 3.0), ("code", "2", 2.0), ("code", "0", 0.0), ("code", "99", 99.0), ("code", "1.0", 1.0),
    ("code", "5.5", 5.5), ("code", "", MISSING), ("code", "x", REFUSED),
    ("paid", "yes", 1.0), ("paid", "No", 0.0), ("paid", "JA", 1.0), ("paid", "f", 0.0), ("paid", "none", MISSING),
    ("paid", "yess", REFUSED), ("paid", "1", REFUSED),
    ("colour", "red", "red"), ("colour", "RED", "red"), ("colour", "blue", "Blue"), ("colour", "green", "green"),
    ("colour", "\u00dc\"\\", "\u00fc\"\\"), ("colour", "reddish", "reddish"), ("colour", "re", "re"),
    ("colour", "N/A", MISSING),

    ("ymd", "2021-02-03", (2021, 2, 2, None)), ("ymd", "2021/2/3", (2021, 2, 2, None)),
    ("ymd", "20210203", (2021, 2, 2, None)), ("ymd", "2021 Feb 3", (2021, 2, 2, None)),
    ("ymd", "2021-02-03T14:30:00Z", (2021, 2, 2, 14.5)), ("ymd", "2021-02-03 14:30 UTC", (2021, 2, 2, 14.5)),
    ("ymd", "2021-02-03T14:30:00+01:00", (2021, 2, 2, 14.5)), ("ymd", "2021-02-03 2:30 pm", (2021, 2, 2, 14.5)),
    ("ymd", "20210203T0600", REFUSED), ("ymd", "2021-02", (2021, 2, 0, None)), ("ymd", "2021", REFUSED),
    ("ymd", "2021-13-01", REFUSED), ("ymd", "2021-00-01", REFUSED), ("ymd", "2021-02-32", REFUSED),
    ("ymd", "2021-02-03 25:00", REFUSED), ("ymd", "2021-02-03 noon", REFUSED), ("ymd", "21-02-03", REFUSED),
    ("ymd", "\u0662\u0660\u0662\u0661-02-03", REFUSED), ("ymd", "0000-02-03", REFUSED), ("ymd", "", MISSING),
    ("ymd", "unknown", REFUSED), ("ymd", "1899-12-31", (1899, 12, 6, None)), ("ymd", "2021 02 003", (2021, 2, 2, None)),
    ("ymd", "1999-06-31", (1999, 6, 3, None)),
    ("mdy", "2/3/2021", (2021, 2, 2, None)), ("mdy", "2/3/21", (2021, 2, 2, None)),
    ("mdy", "2/3/50", (1950, 2, 4, None)), ("mdy", "Feb 3, 2021", (2021, 2, 2, None)),
    ("mdy", "February 3, 2021", (2021, 2, 2, None)), ("mdy", "December 3, 2021", (2021, 12, 4, None)),
    ("mdy", "November 3, 2021", (2021, 11, 2, None)), ("mdy", "Mar. 3rd, 2021", (2021, 3, 2, None)),
    ("mdy", "Mar 1st 2021", (2021, 3, 0, None)), ("mdy", "Mar 2nd 2021", (2021, 3, 1, None)),
    ("mdy", "Mar 4th 2021", (2021, 3, 3, None)), ("mdy", "Wed, Feb 3, 2021", (2021, 2, 2, None)),
    ("mdy", "2/3/2021 2:30 PM", (2021, 2, 2, 14.5)), ("mdy", "2/3/2021 12:30 am", (2021, 2, 2, 0.5)),
    ("mdy", "2/3/2021 12:15 pm", (2021, 2, 2, 12.25)), ("mdy", "2/3/2021 2:30p", (2021, 2, 2, 14.5)),
    ("mdy", "2021-02-03", (2021, 2, 2, None)), ("mdy", "20210203", (2021, 2, 2, None)),
    ("mdy", "2/3/2021 14:30:36", (2021, 2, 2, 14.51)), ("mdy", "13/3/2021", REFUSED), ("mdy", "2/3", REFUSED),
    ("mdy", "Foo 3, 2021", REFUSED), ("mdy", "2/3/202", REFUSED), ("mdy", "Septober", REFUSED),
    ("dmy", "3/2/2021", (2021, 2, 2, None)), ("dmy", "03.02.2021", (2021, 2, 2, None)),
    ("dmy", "3.2.21", (2021, 2, 2, None)), ("dmy", "3. Februar 2021", (2021, 2, 2, None)),
    ("dmy", "3 M\u00e4rz 2021", (2021, 3, 2, None)), ("dmy", "3 M\u00c4RZ 2021", (2021, 3, 2, None)),
    ("dmy", "3 ao\u00fbt 2021", (2021, 8, 1, None)), ("dmy", "3 f\u00e9vrier 2021", (2021, 2, 2, None)),
    ("dmy", "3 DECEMBRE 2021", (2021, 12, 4, None)), ("dmy", "3 ene 2021", (2021, 1, 6, None)),
    ("dmy", "3 luglio 2021", (2021, 7, 5, None)), ("dmy", "3 mei 2021", (2021, 5, 0, None)),
    ("dmy", "3 okt 2021", (2021, 10, 6, None)), ("dmy", "Mon, 1 Mar 2021", (2021, 3, 0, None)),
    ("dmy", "Monday 1 March 2021", (2021, 3, 0, None)), ("dmy", "3/2/2021 09:05", (2021, 2, 2, 9 + 5 / 60)),
    ("dmy", "2021-02-03", (2021, 2, 2, None)), ("dmy", "3/13/2021", REFUSED), ("dmy", "3 Sonntag 2021", REFUSED),
    ("ym", "2021-02", (2021, 2, 0, None)), ("ym", "2021 Feb", (2021, 2, 0, None)), ("ym", "21-02", REFUSED),
    ("ym", "2021-14", REFUSED), ("ym", "2021", REFUSED),
    ("my", "02/2021", (2021, 2, 0, None)), ("my", "Feb-21", (2021, 2, 0, None)), ("my", "Feb 1971", (1971, 2, 0, None)),
    ("my", "M\u00e4rz 2021", (2021, 3, 0, None)), ("my", "02/21", REFUSED), ("my", "2021-02", (2021, 2, 0, None)),
    ("my", "Feb", REFUSED),
    ("yq", "2021Q2", (2021, 4, 3, None)), ("yq", "2021-Q2", (2021, 4, 3, None)), ("yq", "2021 q4", (2021, 10, 4, None)),
    ("yq", "2021Q5", REFUSED), ("yq", "2021Q0", REFUSED), ("yq", "Q2", REFUSED),
    ("qy", "Q2 2021", (2021, 4, 3, None)), ("qy", "Q22021", (2021, 4, 3, None)), ("qy", "2/2021", (2021, 4, 3, None)),
    ("qy", "2021Q2", (2021, 4, 3, None)), ("qy", "Q2 21", REFUSED), ("qy", "Q9 2021", REFUSED),
    ("clock", "9:30", 9.5), ("clock", "09:30:18", 9.505), ("clock", "9:30 pm", 21.5), ("clock", "12:00 AM", 0.0),
    ("clock", "9:30:18.5", 9.505), ("clock", "23:59", 23 + 59 / 60), ("clock", "930", REFUSED), ("clock", "9.30", REFUSED),
    ("clock", "9:3", REFUSED), ("clock", "9:xx", REFUSED), ("clock", "", MISSING),
]
# The same with a decimal comma.
CELLS_OF_COMMA = [
    ("number", "1,5", 1.5), ("number", "-1,5", -1.5), ("number", "12", 12.0), ("number", ",5", 0.5),
    ("number", "1,5e3", 1500.0), ("number", "", MISSING), ("number", "1.5", REFUSED),
    ("number", "1,5,5", REFUSED), ("number", "1.234", ToolOnly(1234.0)), ("number", "1.234,5", ToolOnly(1234.5)),
    ("number", "1 234,5", ToolOnly(1234.5)), ("code", "5,5", 5.5), ("code", "3", 3.0), ("code", "5.5", REFUSED),
    ("squashed", "3,25", 3.25)]
