# coding: utf-8
"""Learns to predict a column of a CSV file from the others: any table, any Python.

    python3 tabular.py train iris.csv --target species
    python3 tabular.py predict model.json new.csv --output answers.csv
    python3 tabular.py export model.json iris_model.py          # or .c, or .js

To keep this tool, copy tabular.py and purenn.py into one folder: nothing else is needed.
It finds out by itself how the file is written and what its columns are, holds some rows out,
learns from the rest, and says how well it does on those held out, beside the simplest rule.
"""
from __future__ import division, print_function
import argparse
import csv
import errno
import io
import json
import math
import os
import re
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]  # purenn.py stands beside this file, or above it
import purenn

Text = type(u"")
BUDGET = 1.5e9      # multiply-adds of one training: a minute or so on CPython
MAX_INPUTS = 300    # of the network; of more, those that go best with the target
MAX_CLASSES = 100
MAX_CATEGORIES = 20


class Problem(Exception):
    """Something that the user can put right; its text says what, where, and what to do."""


# ---- words --------------------------------------------------------------------------------------
def shown(name, longest=60):
    """Any name as text of one line: what cannot be printed is escaped, what is long is cut."""
    if not isinstance(name, Text):
        name = name.decode("utf-8", "replace") if isinstance(name, bytes) else Text(name)
    name = u"".join([c if c >= u" " and not 0x7f <= ord(c) < 0xa0 and not 0xd800 <= ord(c) < 0xe000
                     and ord(c) not in (0x2028, 0x2029) else u"\\x%02x" % ord(c) for c in name])
    return name if len(name) <= longest else name[:longest - 13] + u"..." + name[-10:]


def listed(names, longest=150):
    """Names with commas between them, as many as fit."""
    line, names = u"", [shown(name, 40) for name in names]
    for k, name in enumerate(names):
        if len(line) + len(name) > longest:
            return u"%s and %d more" % (line, len(names) - k)
        line += (u", " if line else u"") + name
    return line


def quoted(name):
    """As one types it in a shell."""
    name = shown(name)
    return name if re.match(r"^[\w./-]+$", name) else u"'%s'" % name.replace(u"'", u"'\"'\"'")


def counted(n, word):
    if n != 1:
        word = word[:-1] + u"ies" if word.endswith(u"y") else word + u"s"
    return u"%d %s" % (n, word)


def say(line, out=None, end=u"\n"):
    """Prints text on every Python and terminal; letters that it does not know are escaped."""
    out = out or sys.stdout
    data = (line + end).encode(getattr(out, "encoding", None) or "utf-8", "backslashreplace")
    out.write(data if str is bytes else data.decode(getattr(out, "encoding", None) or "utf-8"))
    out.flush()


# ---- reading ------------------------------------------------------------------------------------
DELIMITERS = {"comma": u",", "semicolon": u";", "tab": u"\t", "bar": u"|", "space": u" "}
MISSING = set([u"", u"na", u"n/a", u"#n/a", u"nan", u"null", u"none", u"?", u"-", u"--", u".", u"nil"])
CURRENCY = u"$\u20ac\u00a3\u00a5\u20b9"
SPACES = u" \u00a0\u202f\u2009"
SHAPE = (u"^(\\()?([-+]?)[%s]?\\s*([-+]?)(\\d{1,3}(?:[G%s'\u2019]\\d{3})+|\\d*)(?:[D](\\d*))?"
         u"([eE][-+]?\\d+)?(\\))?$" % (CURRENCY, SPACES)).replace(u"\\d", u"[0-9]")
SHAPES = {u".": re.compile(SHAPE.replace(u"G", u",").replace(u"D", u".")),
          u",": re.compile(SHAPE.replace(u"G", u".").replace(u"D", u","))}


def number(cell, decimal=u".", unit=u""):
    """The float that a cell means (12, -1.5e3, $1,200.50, (3), 40 %), or None."""
    if unit and cell.endswith(unit):
        cell = cell[:-len(unit)].rstrip()
    match = SHAPES[decimal].match(cell.replace(u"\u2212", u"-"))
    if not match:
        return None
    bracket, sign, sign2, whole, part, power, closing = match.groups()
    if not (whole or part) or (sign and sign2) or bool(bracket) != bool(closing):
        return None
    whole = re.sub(u"[^0-9]", u"", whole)
    value = float(u"%s.%s%s" % (whole or u"0", part or u"0", power or u""))
    if not value < 1e100:  # so that its square is finite
        return None
    return -value if bracket or u"-" in (sign, sign2) else value


def missing(cell):
    return cell.lower() in MISSING


class Table:
    """A CSV file: its columns' names, and its rows as (line number, cells as text)."""

    def __init__(self, path, options, names=None, target=None):
        self.path, self.notes = path, []
        text = self.decode(options.encoding)
        lines = text.replace(u"\r\n", u"\n").replace(u"\r", u"\n").split(u"\n")
        skip = 0
        if lines[0].lower().startswith(u"sep="):  # Excel's own way to name the delimiter
            lines[0], skip, named = u"", 1, lines[0][4:5]
            options.delimiter = options.delimiter or (named if named.strip() or named == u"\t" else None)
        while skip < len(lines) and (lines[skip][:1] == u"#" or not lines[skip].strip()):
            lines[skip], skip = u"", skip + 1
        self.quote = None if options.quote == "none" else options.quote
        self.delimiter = options.delimiter or self.sniff(lines[skip:skip + 200])
        rows = list(self.parse(lines, self.delimiter))
        if not rows:
            raise Problem(u"%s, line 1: the file is empty" % shown(path))
        self.decimal = {"point": u".", "comma": u",", None: self.find_decimal(rows)}[options.decimal]
        rows = self.straighten(rows, len(names or []))
        self.name_columns(rows, options.header, names, target)
        self.check_lengths()

    def decode(self, encoding):
        try:
            with io.open(self.path, "rb") as f:
                data = f.read()
        except (IOError, OSError) as error:
            raise Problem(u"%s: %s" % (shown(self.path), error.strerror or error))
        for start, what in ((b"PK\3\4", u"a workbook or archive: save it as CSV"),
                            (b"\x1f\x8b", u"compressed: unpack it first")):
            if data.startswith(start):
                raise Problem(u"%s: this is %s" % (shown(self.path), what))
        guesses = [encoding] if encoding else ["utf-8-sig", "cp1252", "latin-1"]
        zeros = data[1:400:2].count(b"\0"), data[:400:2].count(b"\0")
        if not encoding and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or max(zeros) > len(data[:400]) // 5):
            little = data[:2] == b"\xff\xfe" or data[:2] != b"\xfe\xff" and zeros[0] > zeros[1]
            guesses = ["utf-16-le" if little else "utf-16-be"]
        for name in guesses:
            try:
                text = data.decode(name).lstrip(u"\ufeff")
                break
            except UnicodeDecodeError as error:
                line = data[:error.start].count(b"\n") + 1
            except LookupError:
                raise Problem(u"--encoding: no encoding is called %s" % shown(encoding))
        else:
            raise Problem(u"%s, line %d: not %s (--encoding)" % (shown(self.path), line, name))
        if u"\0" in text:
            raise Problem(u"%s, line %d: a NUL character: no text file, or another --encoding"
                          % (shown(self.path), text[:text.index(u"\0")].count(u"\n") + 1))
        self.encoding = name.replace("utf-8-sig", "utf-8")
        if name in ("cp1252", "latin-1") and not encoding:
            self.notes.append(u"not UTF-8, so taken for Latin-1 (Windows-1252): "
                              u"look at letters with accents; --encoding overrules")
        return text

    def parse(self, lines, delimiter, strict=True):
        """(line, cells) of each row that is not blank. Python 2's csv knows bytes only."""
        def encoded():
            for line in lines:
                yield (line + u"\n").encode("utf-8") if str is bytes else line + u"\n"

        quoting = {"quotechar": str(self.quote)} if self.quote else {"quoting": csv.QUOTE_NONE}
        csv.field_size_limit(2 ** 30)
        reader = csv.reader(encoded(), delimiter=str(delimiter), strict=strict,
                            skipinitialspace=True, **quoting)
        line = 1
        try:
            for row in reader:
                cells = [(c.decode("utf-8") if str is bytes else c).strip() for c in row]
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise Problem(u"%s, line %d: quotation marks do not match: %s (if they belong to the text:"
                          u" --quote none)" % (shown(self.path), line, shown(error)))

    def sniff(self, lines):
        """The delimiter that cuts the first lines into rows of one length, two cells or more."""
        best = 0, u","
        for delimiter in u"\t;|, ":  # a comma may well be a decimal comma: so it comes late
            lengths = [len(cells) for _, cells in self.parse(lines, delimiter, False)]
            width = max(lengths, key=lengths.count) if lengths else 1
            share = lengths.count(width) / len(lengths) if width > 1 else 0
            # The header of what R writes is one cell shorter than the rows.
            if delimiter != u" " and width > 2 and lengths[0] == width - 1:
                share += 1 / len(lengths)
            if share > 0.9 and delimiter != u" ":
                return delimiter
            best = max(best, (share, delimiter), key=lambda pair: pair[0])
        return best[1]

    def find_decimal(self, rows):
        """Whether numbers have a decimal comma: by cells that can only be read in one way."""
        comma = point = unclear = 0
        for _, cells in rows[:2000]:
            for cell in cells:
                if u"," in cell or u"." in cell:
                    cell = re.sub(u"[^0-9)]+$", u"", cell)  # a unit
                    as_point, as_comma = number(cell), number(cell, u",")
                    comma += as_point is None and as_comma is not None
                    point += as_comma is None and as_point is not None
                    unclear += as_point is not None and as_comma is not None and u"," in cell
        return u"," if comma > point or (self.delimiter == u";" and unclear > point) else u"."

    def straighten(self, rows, expected):
        """Cuts what stands before and after the table, and empty cells at the ends of lines."""
        lengths = [len(cells) for _, cells in rows]
        width = max(lengths, key=lengths.count)
        first = 0
        while first < min(20, len(rows) - 1) and lengths[first] < width - 1:
            first += 1
        last = len(rows)
        while last > first + 2 and len([c for c in rows[last - 1][1] if c]) == 1 < width - 1 \
                and lengths[last - 1] < width:
            last -= 1
        for some, where in ((rows[:first], u"before"), (rows[last:], u"after")):
            if some:
                self.notes.append(u"%s %s the table left out, from line %d: %s" % (
                    counted(len(some), u"line"), where, some[0][0], shown(u" ".join(some[0][1]))))
        rows = rows[first:last]
        if width != expected and all([len(cells) > 1 and not cells[-1] for _, cells in rows]):
            rows = [(line, cells[:-1]) for line, cells in rows]  # each line ends with a delimiter
        return rows

    def name_columns(self, rows, header, known, target):
        """Sets names and rows: the first row is the header, or the columns are numbered."""
        first, rest = rows[0][1], [cells for _, cells in rows[1:]]
        if header is None:
            header = "yes" if (len(set(first) & set(known)) * 2 >= min(len(known), len(first))
                               if known else self.has_header(first, rest)) else "no"
        lengths = [len(cells) for cells in rest or [first]]
        self.header, width = header == "yes", max(lengths, key=lengths[:1000].count)
        self.rows, names = rows, [u"column_%d" % (k + 1) for k in range(width)]
        if self.header:
            self.rows = rows[1:]
            if len(first) == width - 1 and lengths.count(width) == len(rest):
                self.notes.append(u"the header has a name less than the rows have cells: "
                                  u"so the first column has none")
                first = [u""] + first
            names, taken, twice = [], set(), []
            for k, name in enumerate(first):
                plain = name = re.sub(u"\\s+", u" ", name) or u"column_%d" % (k + 1)
                n = 1
                while name in taken:
                    n += 1
                    name = u"%s_%d" % (plain, n)
                taken.add(name)
                twice += [name] if n > 1 else []
                names.append(name)
            if twice:
                self.notes.append(u"columns with a name that was taken are called %s" % listed(twice))
            self.unnamed = set([k for k, name in enumerate(first) if not name])
        else:
            self.unnamed = set()
            if known and width == len(known) - 1:
                names = [name for name in known if name != target]
        self.names = names
        if not self.rows:
            raise Problem(u"%s, line %d: expected rows under the header, but there are none"
                          % (shown(self.path), rows[0][0] + 1))

    def has_header(self, first, rest):
        """A header has words over numbers, or words that do not come again below."""
        header = data = 0
        for k, cell in enumerate(first):
            below = [cells[k] for cells in rest[:200] if k < len(cells) and not missing(cells[k])]
            numbers = len([c for c in below if number(c, self.decimal) is not None])
            if numbers > len(below) / 2:
                if number(cell, self.decimal) is None and not missing(cell):
                    header += 1
                elif not missing(cell):
                    data += 1
            elif cell and cell in below:
                data += 1
            elif cell and len(set(below)) < len(below) / 2:
                header += 0.5
        return header >= data or not rest

    def check_lengths(self):
        width = len(self.names)
        for k, (line, cells) in enumerate(self.rows):
            if len(cells) != width:
                if len(cells) > width and not any(cells[width:]):
                    self.rows[k] = line, cells[:width]
                    continue
                raise Problem(u"%s, line %d: expected %s, as in %s, got %d (is the delimiter %s? "
                              u"--delimiter; does a quotation mark belong to the text? --quote none)" % (
                                  shown(self.path), line, counted(width, u"cell"),
                                  u"the header" if self.header else u"the first row", len(cells),
                                  quoted(self.delimiter)))

    def tell(self):
        """A line for each guess, with the option that overrules it."""
        names = dict([(mark, name) for name, mark in DELIMITERS.items()])
        say(u"%s: %s, %s" % (shown(self.path), counted(len(self.rows), u"row"),
                             counted(len(self.names), u"column")))
        for what, found in ((u"encoding", self.encoding),
                            (u"delimiter", names.get(self.delimiter, self.delimiter)),
                            (u"decimal", u"comma" if self.decimal == u"," else u"point"),
                            (u"header", u"yes" if self.header else u"no, so columns are called "
                             + listed(self.names[:2] + self.names[2:][-1:]))):
            say(u"  %-10s %s   (--%s)" % (what, found, what))
        for note in self.notes:
            say(u"  note: " + note)


# ---- columns ------------------------------------------------------------------------------------
# What became of a column is a dict, which the model file keeps: "kind" is number, yes/no, code
# (a few integers), category, date or left out; encode turns a cell into the column's inputs.
YES, NO = (set(u"yes y true t ja oui si on".split()), set(u"no n false f nein non off".split()))
MONTHS = u"jan feb mar apr may jun jul aug sep oct nov dec".split()
PARTS = [u"year", u"month", u"weekday", u"hour"]
TOKENS = re.compile(u"[0-9]+|[A-Za-z]+")
DATE = re.compile(u"^([0-9]{1,4}|[A-Za-z]{3,9}) ?[-/. ,] ?([0-9]{1,4}|[A-Za-z]{3,9})\\.?(,? ?[-/. ,] ?[0-9]{1,4})?"
                  u"([T ]+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)? ?([AaPp][Mm])?(Z|[-+][0-9:]{4,6})?)?$")
INDEX = re.compile(u"^(x|unnamed.*|row.?(names?|nr|no|num|number|id|index)?|index|idx|nr|no|num|number|"
                   u"obs|case|#|id|.*[^a-z]id)$", re.I)


def numbered(cells, decimal):
    """The numbers in a column of text, or None where it is none; and the unit at their ends."""
    ends = [re.search(u"[^0-9.,()'\u2019]*$", cell).group().strip() for cell in cells[:1000]]
    unit = max(set(ends), key=lambda end: (ends.count(end), end)) if ends else u""
    unit = unit if len(unit) <= 8 else u""
    return [None if missing(cell) else number(cell, decimal, unit) for cell in cells], unit


def date(cell, order):
    """Year, month, weekday (Monday: 0) and hour of a date whose parts stand in this order."""
    found = [token for token in TOKENS.findall(cell) if token != u"T"]
    if len(found) < len(order) or not DATE.match(cell):
        return None
    part = dict(zip(order, found))
    clock = found[len(order):len(order) + 2]
    try:
        month = part[u"m"]
        month = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        year, day = int(part[u"y"]), int(part.get(u"d", 1))
        hour = int(clock[0]) + int(clock[1]) / 60 if len(clock) == 2 else 0.0
    except ValueError:
        return None
    if len(clock) == 2 and found[-1].lower() in (u"am", u"pm"):
        hour = hour % 12 + 12 * (found[-1].lower() == u"pm")
    short = len(part[u"y"]) == 2 and order in (u"mdy", u"dmy")
    if not (short or len(part[u"y"]) == 4) or not (1 <= month <= 12 and 1 <= day <= 31 and hour < 25):
        return None
    year += 0 if not short else 2000 if year < 50 else 1900
    y = year - (month < 3)  # Sakamoto's method
    days = y + y // 4 - y // 100 + y // 400 + (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)[month - 1] + day
    return [float(year), float(month), float((days + 6) % 7), hour]


def date_order(cells, decimal):
    """How the parts of the dates in a column follow each other, as in ymd; None: no dates."""
    day_first = decimal == u"," or u"." in cells[0]
    for order in (u"ymd", u"dmy" if day_first else u"mdy", u"mdy" if day_first else u"dmy", u"ym", u"my"):
        if all([date(cell, order) for cell in cells]):
            return order
    return None


def mean(values):
    return sum(values) / len(values)


def middle(values, share=0.5):
    """The median, or another quantile."""
    values = sorted(values)
    place = share * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def left_out(name, why):
    return {"name": name, "kind": "left out", "why": why}


def is_index(name, unnamed, values):
    """Why a column of numbers only says which row this is; or None."""
    if None in values or len(values) < 4 or len(set(values)) < 0.95 * len(values) \
            or any([v != int(v) for v in values]):
        return None
    steps = set([b - a for a, b in zip(values, values[1:])])
    if min(values) in (0, 1) and (steps == set([1.0]) or max(values) - min(values) == len(values) - 1):
        return u"it counts the rows"
    if unnamed:
        return u"it has no name and numbers the rows"
    return u"it tells rows apart, by its name and values" if INDEX.match(name) else None


def study(name, unnamed, cells, learned, decimal, keep):
    """What becomes of a column: its kind is seen from all cells, its numbers from the learned."""
    present = [cell for cell in cells if not missing(cell)]
    gaps = len(cells) - len(present)
    distinct = set(present)
    if not present:
        return left_out(name, u"it is empty")
    if len(distinct) == 1 and not gaps:
        return left_out(name, u"it is always %s" % shown(present[0], 40))
    column = {"name": name, "gaps": len([k for k in learned if missing(cells[k])])}
    column["odd"] = 0
    column["flag"] = column["gaps"] >= max(3, 0.02 * len(learned))  # an input that says: missing
    values, unit = numbered(cells, decimal)
    known = [v for v in values if v is not None]
    codes = all([cell[:1] == u"0" and cell.isdigit() and len(cell) > 1 or cell.isdigit()
                 and len(cell) == len(present[0]) for cell in present]) and any(
                     [cell[:1] == u"0" and len(cell) > 1 for cell in present])
    if len(known) >= 0.95 * len(present) and len(set(known)) > 1 and not codes:
        why = None if keep else is_index(name, unnamed, values)
        column["odd"] = len(present) - len(known)
        return left_out(name, why) if why else study_numbers(column, values, known, unit, learned)
    low = set([cell.lower() for cell in distinct])
    if len(low) == 2 and low & YES and low & NO and low <= YES | NO:
        return study_parts(column, "yes/no", cells, learned)
    column["order"] = date_order(present, decimal)
    if column["order"]:
        column["clock"] = any([date(cell, column["order"])[3] for cell in present])
        return study_parts(column, "date", cells, learned)
    if not keep and len(distinct) > 10 and len(distinct) > 0.5 * len(present):
        words = mean([len(cell.split()) for cell in present])
        return left_out(name, u"%s: %d different values in %d rows" % (
            u"free text" if words > 3 else u"it tells rows apart", len(distinct), len(present)))
    return study_categories(column, "category", cells, learned)


def study_numbers(column, values, known, unit, learned):
    levels = set(known)
    if 3 <= len(levels) <= 8 and all([v == int(v) for v in levels]) and len(known) >= 20 * len(levels):
        return study_categories(column, "code", [u"" if v is None else u"%d" % v for v in values], learned)
    seen = [values[k] for k in learned if values[k] is not None] or known
    low, half, high = [middle(seen, share) for share in (0.25, 0.5, 0.75)]
    spread = (high - low) / 1.349 or (mean([(v - half) * (v - half) for v in seen]) ** 0.5)
    far = max([abs(v - half) for v in seen]) > 10 * spread > 0
    column.update({"kind": "number", "medians": [half], "unit": unit,
                   "squash": [half, spread] if far else None})
    return column


def study_parts(column, kind, cells, learned):
    column["kind"] = kind
    parts = [p for p in [parts_of(column, cells[k]) for k in learned] if p] or \
        [p for p in [parts_of(column, cell) for cell in cells] if p]
    column["medians"] = [middle(part) for part in zip(*parts)]
    if kind == "yes/no":
        column["medians"] = [float(column["medians"][0] >= 0.5)]
    return column


def study_categories(column, kind, cells, learned):
    count = {}
    for k in learned:
        count[cells[k]] = count.get(cells[k], 0) + 1
    values = sorted([v for v in count if not missing(v)], key=lambda v: (-count[v], v))
    least = 1 if len(learned) < 30 else max(2, len(learned) // 200)
    often = [v for v in values if count[v] >= least][:MAX_CATEGORIES]
    if not often:
        return left_out(column["name"], u"none of its values comes often enough")
    column.update({"kind": kind, "values": often, "other": len(often) < len(values)})
    return column


def parts_of(column, cell):
    if column["kind"] == "date":
        parts = None if missing(cell) else date(cell, column["order"])
        return parts and parts[:3 + column["clock"]]
    return [1.0] if cell.lower() in YES else [0.0] if cell.lower() in NO else None


def encode(column, cell, decimal):
    """The inputs that a cell becomes, and what was odd about it: "", missing or new."""
    gap = missing(cell)
    if column["kind"] in ("category", "code"):
        if column["kind"] == "code" and not gap:
            value = number(cell, decimal)
            cell = cell if value is None or value != int(value) else u"%d" % value
        inputs = [float(cell == value) for value in column["values"]]
        new = not gap and cell not in column["values"]
        return (inputs + [float(new)] * column["other"] + [float(gap)] * column["flag"],
                "missing" if gap else "new" * (new and not column["other"]))
    if column["kind"] == "number":
        value = None if gap else number(cell, decimal, column["unit"])
        inputs = None if value is None else [value]
    else:
        inputs = parts_of(column, cell)
    lost = inputs is None
    inputs = list(column["medians"]) if lost else inputs
    if column["kind"] == "number" and column["squash"]:
        inputs = [asinh((inputs[0] - column["squash"][0]) / column["squash"][1])]
    return (inputs + [float(lost)] * column["flag"],
            "" if not lost else "missing" if gap else "odd")


def asinh(z):
    # Nearly z where it is small, its logarithm where it is large. The exported code has the same.
    size = math.log(abs(z) + math.sqrt(z * z + 1.0))
    return size if z > 0 else -size


def width(column):
    if column["kind"] in ("category", "code"):
        return len(column["values"]) + column["other"] + column["flag"]
    return 0 if column["kind"] == "left out" else len(column["medians"]) + column["flag"]


# ---- what to predict ----------------------------------------------------------------------------
def find_target(table, name):
    """The place of a column, by its name or its number."""
    if name in table.names:
        return table.names.index(name)
    if name.isdigit() and 1 <= int(name) <= len(table.names):
        return int(name) - 1
    close = [other for other in table.names if other.lower() == name.lower()]
    raise Problem(u"%s: no column is called %s; %s%s" % (
        shown(table.path), quoted(name), u"did you mean %s? " % quoted(close[0]) if close else u"",
        u"there are: " + listed(table.names) if not close else u""))


def study_target(table, k, kind):
    """The target as a dict, and what it is in each row: a class, a number, or None if missing."""
    name, cells = table.names[k], [cells[k] for _, cells in table.rows]
    gap = set([u"", u"na", u"n/a", u"#n/a", u"nan", u"null"])  # "none" or "-" may well be a class
    present = [cell for cell in cells if cell.lower() not in gap]
    values, unit = numbered(cells, table.decimal)
    known = [v for v in values if v is not None]
    where = u"%s: column %s" % (shown(table.path), quoted(name))
    if not present:
        raise Problem(where + u" is empty: there is nothing to learn")
    numeric = len(known) >= 0.95 * len([cell for cell in present if not missing(cell)]) > 0
    levels, whole = set(known), all([v == int(v) for v in known])
    if kind is None:
        few = len(levels) == 2 or whole and len(levels) <= 10 and len(known) >= 10 * len(levels) \
            or whole and len(levels) == 3
        kind = "number" if numeric and not few else "class"
        if kind == "class" and len(set(present)) > max(10, 0.5 * len(present)):
            raise Problem(where + u" has %d different values in %d rows: no classes that could be "
                          u"learned, and no numbers" % (len(set(present)), len(present)))
    if kind == "number":
        if len(known) < 0.5 * len(present):
            raise Problem(where + u": expected numbers, got %s (--kind class)" % shown(present[0], 40))
        if len(levels) < 2:
            raise Problem(where + u" is always %s: there is nothing to learn" % shown(present[0], 40))
        return {"name": name, "kind": "number", "unit": unit}, values
    if numeric and whole and len(levels) <= MAX_CLASSES:  # 1 and 1.0 are one class
        cells = [u"" if v is None else u"%d" % v for v in values]
    labels = [None if cell.lower() in gap else cell for cell in cells]
    count = {}
    for label in labels:
        count[label] = count.get(label, 0) + 1
    classes = sorted([c for c in count if c is not None], key=lambda c: (-count[c], c))
    if len(classes) < 2:
        raise Problem(where + u" is always %s: there is nothing to learn" % shown(classes[0], 40))
    if len(classes) > MAX_CLASSES:
        table.notes.append(u"only the %d commonest of %d classes are learned" % (MAX_CLASSES, len(classes)))
        classes = classes[:MAX_CLASSES]
        labels = [label if label in classes else None for label in labels]
    if numeric:
        classes.sort(key=float)
    else:
        classes.sort()
    return {"name": name, "kind": "class", "classes": classes}, labels


def shuffled(values, seed):
    """The values in another order, the same one on every Python."""
    stream = purenn.randn(seed)
    return [value for _, _, value in sorted([(next(stream), k, v) for k, v in enumerate(values)])]


def deal(places, truth, hands, seed):
    """Deals places out into so many hands, so that each gets alike targets."""
    order = sorted(shuffled(places, seed), key=lambda k: truth[k])
    return [sorted(order[k::hands]) for k in range(hands)]


def hold_out(rows, truth, percent, seed):
    """The rows to learn from and those held out: of each class, or range of numbers, alike."""
    held, share = [], 0.5
    for k in sorted(shuffled(rows, seed), key=lambda k: truth[k]):
        share += percent / 100
        if share >= 1:
            held.append(k)
            share -= 1
    held = set(held)
    return [k for k in rows if k not in held], [k for k in rows if k in held]


# ---- learning -----------------------------------------------------------------------------------
class Progress:
    """Says how much of the planned work is done, and how long the rest may take."""

    def __init__(self, total):
        self.total, self.done, self.began, self.shown = total, 0.0, time.time(), -1
        self.terminal = getattr(sys.stdout, "isatty", lambda: False)()

    def tick(self, work, words=u""):
        self.done += work
        percent = min(100, int(100 * self.done / self.total))
        step = 1 if self.terminal else 20
        if percent // step > self.shown // step or percent == 100 != self.shown:
            passed = time.time() - self.began
            left = passed * (self.total - self.done) / self.done
            line = u"learning: %3d %%, %s" % (percent, u"at most %d s left" % (left + 1)
                                              if percent < 100 else u"done in %d s" % (passed + 1))
            say(u"\r%-60s" % line if self.terminal else line,
                end=u"\n" if percent == 100 or not self.terminal else u"")
        self.shown = max(percent, self.shown)


def cost(sizes):
    """About the multiply-adds of learning from one row."""
    return sum([3 * (a + 5) * (b + 5) for a, b in zip(sizes, sizes[1:])]) - sizes[0] * sizes[1]


def row_loss(classes, outputs, targets):
    if classes:
        return -math.log(max(1e-9, outputs[targets.index(1.0)]))
    return (outputs[0] - targets[0]) * (outputs[0] - targets[0])


class Candidate:
    """Networks of one shape, one for each fold, which learn side by side, each without its fold.

    They start as the simplest rule: what they answer is the commonest class, or the mean. The
    folds that they have not seen say after which epoch they were best, and how good they are.
    """

    def __init__(self, sizes, classes, X, y, folds, prior):
        self.sizes, self.classes, self.folds = sizes, classes, folds
        self.X, self.y, self.prior = X, y, prior
        self.activations = ["tanh"] * (len(sizes) - 2) + ["softmax" if classes else "linear"]
        self.parts = []
        for fold in folds:
            others = sorted(set(range(len(X))) - set(fold)) if len(folds) > 1 else range(len(X))
            self.parts.append(([X[k] for k in others], [y[k] for k in others],
                               [X[k] for k in fold]))
        self.nets = [purenn.Network(sizes, self.activations, seed=k) for k in range(len(folds))]
        for net in self.nets:
            net.weights[-1] = [[0.0] * sizes[-1] for _ in net.weights[-1]]
            net.biases[-1] = list(prior)
        self.rate = min(0.05, 1.0 / sizes[0])
        self.batch = 8 if len(X) < 300 else 16 if len(X) < 4000 else 32
        self.best, self.curves = None, []

    def validate(self, learned):
        """Keeps the networks if they are better than before; returns whether they are."""
        outputs = [None] * len(self.X)
        for net, fold, (_, _, rows) in zip(self.nets, self.folds, self.parts):
            for k, row in zip(fold, net.forward_propagation(rows)):
                outputs[k] = row
        loss = mean([row_loss(self.classes, a, t) for a, t in zip(outputs, self.y) if a])
        self.curves.append((learned, loss))
        better = self.best is None or loss < self.best["loss"] * (1 - 1e-4)
        if better:
            self.best = {"loss": loss, "epoch": len(self.curves) - 1, "outputs": outputs,
                         "layers": [(net.weights[:], net.biases[:]) for net in self.nets]}
        return better

    def learn(self, epochs, progress):
        """So many epochs, or fewer: with patience, and thrice with smaller steps."""
        patience, waited, work = max(5, epochs // 12), 0, sum([len(part[0]) for part in self.parts])
        work *= cost(self.sizes)
        self.validate(None)
        smaller = 0
        for epoch in range(epochs):
            try:
                losses = [net.train(X, y, 1, self.rate, self.batch, 0.9, 0)
                          for net, (X, y, _) in zip(self.nets, self.parts)]
                better = self.validate(mean(losses))
            except ArithmeticError:  # steps much too long
                better, waited = False, patience
            waited = 0 if better else waited + 1
            progress.tick(work)
            if waited > patience:
                smaller, waited = smaller + 1, 0
                if smaller > 2:
                    break
                self.rate /= 4
                self.nets = self.best_nets(smaller)
        progress.tick(work * (epochs - epoch - 1))

    def best_nets(self, seed):
        return [purenn.Network(self.sizes, self.activations, seed=1000 * seed + k, weights=W, biases=b)
                for k, (W, b) in enumerate(self.best["layers"])]

    def merged(self):
        """The mean of the networks, before the softmax, is one network: hidden layers side by side."""
        nets, share = self.best_nets(0), 1.0 / len(self.folds)
        biases = [share * sum(column) for column in zip(*[net.biases[-1] for net in nets])]
        if len(self.sizes) == 2:
            weights = [[[share * sum(cells) for cells in zip(*rows)]
                        for rows in zip(*[net.weights[0] for net in nets])]]
            return purenn.Network(self.sizes, self.activations, weights=weights, biases=[biases])
        first = [sum(rows, []) for rows in zip(*[net.weights[0] for net in nets])]
        last = [[share * w for w in row] for net in nets for row in net.weights[1]]
        return purenn.Network([self.sizes[0], len(last), self.sizes[2]], self.activations,
                              weights=[first, last], biases=[sum([net.biases[0] for net in nets], []), biases])

    def shrunk(self):
        """The merged network, drawn towards the simplest rule as far as that helps on the folds."""
        def drawn(row, share):
            if not self.classes:
                return [share * row[0] + (1 - share) * self.prior[0]]
            row = [share * math.log(max(a, 1e-9)) + (1 - share) * p for a, p in zip(row, self.prior)]
            return purenn.softmax([row])[0]

        pairs = [(a, t) for a, t in zip(self.best["outputs"], self.y) if a]
        losses = [(mean([row_loss(self.classes, drawn(a, n / 10), t) for a, t in pairs]), -n)
                  for n in range(11)]
        share, net = -min(losses)[1] / 10, self.merged()
        net.weights[-1] = [[share * w for w in row] for row in net.weights[-1]]
        net.biases[-1] = [share * b + (1 - share) * p for b, p in zip(net.biases[-1], self.prior)]
        return net, share, min(losses)[0]


def scaling(columns, X):
    """Means and deviations of the inputs; what is 0 or 1 counts half as much as a number."""
    flags = []
    for column in columns:
        kind, n = column["kind"], width(column)
        flags += [kind not in ("number", "date") or k >= n - column["flag"] for k in range(n)]
    means = [mean(values) for values in zip(*X)]
    deviations = [mean([(v - m) * (v - m) for v in values]) ** 0.5 for values, m in zip(zip(*X), means)]
    return means, [0.5 if flag else d if d > 1e-9 * abs(m) else 1.0  # 1: always the same, but for rounding
                   for flag, d, m in zip(flags, deviations, means)]


def scale(X, means, deviations):
    return [[(v - m) / d for v, m, d in zip(row, means, deviations)] for row in X]


def train_networks(target, columns, X, truth, effort):
    """The best network for X in its own units, how it came about, and whether Ctrl-C ended it."""
    classes, m = target.get("classes"), len(X)
    means, deviations = scaling(columns, X)
    A = scale(X, means, deviations)
    if classes:
        y = [[float(c == t) for c in classes] for t in truth]
        prior = [math.log((sum(column) + 0.5) / m) for column in zip(*y)]
        scales = ()
    else:
        centre = mean(truth)
        spread = mean([(t - centre) * (t - centre) for t in truth]) ** 0.5 or 1.0
        y, prior, scales = [[(t - centre) / spread] for t in truth], [0.0], ([centre], [spread])
    hands = min(m, 5 if m <= 2000 else 4 if m <= 8000 else 3)
    folds = deal(range(m), truth, hands, 1)
    n, n_out = len(A[0]), len(y[0])
    plans = []
    for sizes, share in ([n, n_out], 0.2), ([n, 8 if m < 200 else 16, n_out], 0.8):
        epochs = effort * share * BUDGET / (hands * m * cost(sizes))
        plans.append((sizes, int(max(8, min(300, epochs)))))
    progress = Progress(sum([epochs * (hands - 1) * m * cost(sizes) for sizes, epochs in plans]))
    candidates, stopped = [], False
    try:
        for sizes, epochs in plans:
            candidates.append(Candidate(sizes, classes, A, y, folds, prior))
            candidates[-1].learn(epochs, progress)
    except KeyboardInterrupt:
        if not candidates or not candidates[0].best:
            raise
        say(u"\nstopped: what was best so far is kept")
        stopped = True
    best = min([c for c in candidates if c.best], key=lambda c: c.best["loss"])
    net, share, loss = best.shrunk()
    story = {"sizes": best.sizes, "folds": hands, "epoch": best.best["epoch"], "share": share,
             "curves": best.curves, "loss": loss, "stopped": stopped,
             "losses": [(c.sizes, c.best["loss"], c.curves[0][1]) for c in candidates if c.best]}
    return purenn.fold_scaling(net, means, deviations, *scales), story


# ---- telling ------------------------------------------------------------------------------------
def answers(target, outputs):
    """Classes, or numbers within the range of those learned from and a tenth more."""
    if target["kind"] == "class":
        return [target["classes"][row.index(max(row))] for row in outputs]
    return [min(target["high"], max(target["low"], a)) for a, in outputs]


def score(target, truth, said):
    """Share of right answers; or R2, with the mean error."""
    if target["kind"] == "class":
        return {"score": mean([float(t == a) for t, a in zip(truth, said)])}
    centre, errors = mean(truth), [a - t for t, a in zip(truth, said)]
    total = sum([(t - centre) * (t - centre) for t in truth])
    return {"score": 1 - sum([e * e for e in errors]) / total if total else 0.0,
            "error": mean([abs(e) for e in errors])}


def simplest(target, truth):
    """What one would always say: the commonest class, or the mean."""
    if target["kind"] == "class":
        return max(target["classes"], key=truth.count)
    return mean(truth)


def confusion(target, truth, said):
    """How often (row) a class was (column) said."""
    count = {}
    for pair in zip(truth, said):
        count[pair] = count.get(pair, 0) + 1
    return [[count.get((t, a), 0) for a in target["classes"]] for t in target["classes"]]


def importances(target, columns, net, X, truth):
    """How much of the score is lost when the cells of a column are mixed up, largest first."""
    def judged(rows):
        return score(target, truth, answers(target, net.forward_propagation(rows)))["score"]

    work = sum([a * b for a, b in zip(net.sizes, net.sizes[1:])]) * len(columns)
    most = max(20, int(BUDGET / 50 / work))
    X, truth = X[:most], truth[:most]
    whole, found, first = judged(X), [], 0
    for column in columns:
        last, losses = first + width(column), []
        for seed in range(3 if len(X) > 200 else 10 if len(X) * work < BUDGET / 500 else 1):
            mixed = shuffled([row[first:last] for row in X], seed)
            losses.append(whole - judged([row[:first] + cells + row[last:] for row, cells in zip(X, mixed)]))
        found.append((mean(losses), column["name"]))
        first = last
    return sorted(found, key=lambda pair: (-pair[0], pair[1]))


def fate(column):
    """What became of a column, in words."""
    kind = column["kind"]
    if kind == "left out":
        return u"left out", column["why"]
    if kind in ("category", "code"):
        words = listed(column["values"], 60) + u", and other ones as one" * column["other"]
        filled = u"are a category of their own" if column["flag"] else u"are no category"
    else:
        words = u", ".join(PARTS[:len(column["medians"])]) if kind == "date" else u""
        words += u"in %s" % column["unit"] if column.get("unit") else u""
        words += u", logarithmic far from the middle" if column.get("squash") else u""
        filled = u"become the median, %s" % u", ".join([u"%.6g" % v for v in column["medians"]])
        filled = u"become %s" % [u"no", u"yes"][int(column["medians"][0])] if kind == "yes/no" else filled
        filled += u", and an input says so" if column["flag"] else u""
    for n, what in (column["gaps"], u"missing cell"), (column.get("odd"), u"cell that is no number"):
        if n:
            what = counted(n, what) if n == 1 or what.endswith(u"l") else u"%d cells that are no numbers" % n
            words += u"%s%s %s" % (u"; " if words else u"", what, filled if n > 1 else
                                   filled.replace(u"become ", u"becomes ").replace(u"are ", u"is "))
    return u"%s, %s" % (kind, counted(width(column), u"input")), words.lstrip(u", ")


def tell_columns(columns):
    lines = [(shown(c["name"], 30),) + fate(c) for c in columns[:40]]
    widths = [max([len(line[k]) for line in lines]) for k in (0, 1)]
    say(u"columns:")
    for name, what, why in lines:
        say((u"  %s  %s  %s" % (name.ljust(widths[0]), what.ljust(widths[1]), why)).rstrip())
    if len(columns) > 40:
        kinds = [c["kind"] for c in columns[40:]]
        say(u"  and %d more, %d of them left out" % (len(kinds), kinds.count("left out")))


def per_cent(share):
    return u"%.1f %%" % (100 * share)


def judge(target, columns, net, parts, story):
    """All that there is to tell about a model: {"learned", "held", "rule", "lines", ...}."""
    classes = target.get("classes")
    (X, truth), (X_held, held_truth) = parts
    rule = simplest(target, truth)
    said = answers(target, net.forward_propagation(X))
    held_said = answers(target, net.forward_propagation(X_held))
    facts = {"learned": score(target, truth, said), "held": score(target, held_truth, held_said),
             "rule": score(target, held_truth, [rule] * len(held_truth)),
             "rule_learned": score(target, truth, [rule] * len(truth)),
             "truth": held_truth, "said": held_said, "always": rule,
             "matrix": confusion(target, held_truth, held_said) if classes else None,
             "importances": importances(target, columns, net, X_held, held_truth)}
    facts["sentences"] = sentences(target, facts, len(truth), story)
    return facts


def sentences(target, facts, m, story):
    """What the scores mean, plainly."""
    held, learned, rule = [facts[key]["score"] for key in ("held", "learned", "rule")]
    n, found = len(facts["truth"]), []
    always = shown(facts["always"] if target["kind"] == "class" else u"%.6g" % facts["always"])
    if held <= rule + 0.01 or story["share"] == 0:
        found.append(u"This model is no better than always saying %s: the other columns tell little or "
                     u"nothing about %s, or the rows are too few." % (always, shown(target["name"])))
    if learned - held > max(0.1, 1.5 / math.sqrt(n) if target["kind"] == "class" else 0.1):
        found.append(u"It is much better on the rows it has learned from than on others: it knows them "
                     u"by heart. Expect what it scores on the rows held out, and try more rows.")
    if target["kind"] == "class":
        off = 2 * math.sqrt(max(held * (1 - held), 0.25 / n) / n)
        if off > 0.03:
            found.append(u"Only %s held out: the score on others may well be %.0f points higher or lower."
                         % (counted(n, u"row") + (u" was" if n == 1 else u" were"), 100 * off))
        for name, row in zip(target["classes"], zip(*facts["matrix"])):
            if not any(row) and name in facts["truth"] and len(found) < 6:
                found.append(u"It never says %s, which is rare or looks like the others; --balance makes "
                             u"each class count alike." % shown(name))
    elif n < 30:
        found.append(u"Only %s held out: the score on others may differ a lot." % (
            counted(n, u"row") + (u" was" if n == 1 else u" were")))
    if facts["importances"] and held > 0.99 and held > rule + 0.1:
        found.append(u"Nearly perfect: make sure that %s is known before %s is, or leave it out with --ignore."
                     % (shown(facts["importances"][0][1]), shown(target["name"])))
    return found


def score_rows(target, facts):
    """A table of scores: what, learned from, held out, the simplest rule on those held out."""
    three = facts["learned"], facts["held"], facts["rule"]
    if target["kind"] == "class":
        return [[u"named right"] + [per_cent(f["score"]) for f in three]]
    unit = u" (%s)" % target["unit"] if target["unit"] else u""
    return [[u"R2 (1: all right, 0: the mean)"] + [u"%.3f" % f["score"] for f in three],
            [u"mean error" + unit] + [u"%.4g" % f["error"] for f in three]]


def tell_scores(target, facts, m):
    always = facts["always"] if target["kind"] == "class" else u"%.4g" % facts["always"]
    lines = [[u"", u"%s learned from" % counted(m, u"row"), u"%d held out" % len(facts["truth"]),
              u"always saying %s" % shown(always, 30)]] + score_rows(target, facts)
    print_table(lines)
    if facts["matrix"]:
        classes = target["classes"]
        if len(classes) <= 12:
            head = [[u"is \\ said"] + [shown(c, 14) for c in classes] + [u"found"]]
            print_table(head + [[shown(c, 30)] + [u"%d" % n for n in row] +
                                [per_cent(row[k] / sum(row)) if sum(row) else u"-"]
                                for k, (c, row) in enumerate(zip(classes, facts["matrix"]))])
    found = [u"%s %.3f" % (shown(name, 30), loss) for loss, name in facts["importances"][:8] if loss > 0.0005]
    say(u"columns that matter (score lost when mixed up): %s" % (u", ".join(found) or u"none"))
    for sentence in facts["sentences"]:
        say(u"* " + sentence)


def print_table(lines):
    widths = [max([len(cell) for cell in column]) for column in zip(*lines)]
    for line in lines:
        say(u"  " + line[0].ljust(widths[0]) + u"".join(
            [u"   " + cell.rjust(w) for cell, w in zip(line[1:], widths[1:])]))


# ---- files --------------------------------------------------------------------------------------
def same_file(a, b):
    if os.path.realpath(a) == os.path.realpath(b):
        return True
    try:
        a, b = os.stat(a), os.stat(b)
    except OSError:
        return False
    return (a.st_dev, a.st_ino) == (b.st_dev, b.st_ino) and a.st_ino != 0


def check_outputs(outputs, inputs):
    """Refuses outputs that cannot be written, or that are an input, or each other."""
    inputs = list(inputs) + [__file__, purenn.__file__]
    for k, path in enumerate(outputs):
        if not os.path.isdir(os.path.dirname(os.path.realpath(path))):
            raise Problem(u"%s: there is no such folder" % shown(path))
        if os.path.exists(path) and not os.path.isfile(path):
            raise Problem(u"%s: this is not a file that could be replaced" % shown(path))
        if os.path.exists(path) and not os.access(path, os.W_OK):
            raise Problem(u"%s: this file may not be written" % shown(path))
        for other in inputs + outputs[:k]:
            if same_file(path, other):
                raise Problem(u"%s: this file is needed: give another name for what is written" % shown(path))


def publish(files):
    """Writes all files, [(path, text)], or none: each beside its place first, then all are renamed."""
    replace = getattr(os, "replace", os.rename)
    made, kept = [], []
    try:
        try:
            for path, text in files:
                place = os.path.realpath(path)  # a link stays, what it points to is replaced
                made.append((beside(place, text.encode("utf-8", "replace")), place, path))
            for new, place, path in made:
                old = None
                if os.path.exists(place):
                    with io.open(place, "rb") as f:
                        old = beside(place, f.read())
                kept.append((old, place))
                replace(new, place)
        except BaseException:
            for old, place in kept:
                if old:
                    replace(old, place)
                elif os.path.exists(place):
                    os.remove(place)
            raise
        finally:
            for name in [new for new, _, _ in made] + [old for old, _ in kept if old]:
                if os.path.exists(name):
                    os.remove(name)
    except (IOError, OSError) as error:
        raise Problem(u"%s: %s; nothing was written" % (shown(path), error.strerror or error))


def beside(place, data):
    """A new file of a name of its own beside a place, with the rights of what stands there."""
    handle, name = tempfile.mkstemp(prefix=".tabular-", dir=os.path.dirname(place))
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        os.chmod(name, os.stat(place).st_mode & 0o777 if os.path.exists(place) else 0o666 & ~mask())
    except BaseException:
        os.remove(name)
        raise
    return name


def mask():
    now = os.umask(0)
    os.umask(now)
    return now


def model_text(net, table):
    """What purenn.save writes, so that purenn.load reads it, with one entry more: the table."""
    handle, path = tempfile.mkstemp(prefix="tabular-")
    os.close(handle)
    try:
        purenn.save(net, path)
        with io.open(path, encoding="ascii") as f:
            text = f.read().rstrip()
    finally:
        os.remove(path)
    return u'%s,\n"table": %s}\n' % (text[:-1].rstrip(), Text(json.dumps(table, sort_keys=True)))


def read_model(path):
    """The network and the table of a model; Problem for anything else, edited by hand or not."""
    try:
        with io.open(path, encoding="utf-8") as f:
            table = json.load(f)["table"]
        net = purenn.load(path)
        check_table(table, net)
    except (IOError, OSError) as error:
        raise Problem(u"%s: %s" % (shown(path), error.strerror or error))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RuntimeError) as error:
        what = u"%s: %s" % (type(error).__name__, shown(Text(error), 80))
        raise Problem(u"%s: not a model of this program, or changed by hand (%s)" % (shown(path), what))
    return net, table


def check_table(table, net):
    """ValueError, KeyError or TypeError unless all that is used of a model's table fits."""
    def expect(ok, what):
        if not ok:
            raise ValueError(what)

    def finite(value):
        return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e300

    def texts(values):
        return isinstance(values, list) and values and all([isinstance(v, Text) for v in values]) \
            and len(set(values)) == len(values)

    target, inputs = table["target"], 0
    expect(isinstance(target["name"], Text) and texts(table["names"]), u"names")
    expect(table["decimal"] in (u".", u",") and table["names"].count(target["name"]) == 1, u"target")
    if target["kind"] == u"class":
        expect(texts(target["classes"]) and len(target["classes"]) == net.sizes[-1], u"classes")
    else:
        expect(target["kind"] == u"number" and net.sizes[-1] == 1, u"kind")
        expect(finite(target["low"]) and finite(target["high"]) and isinstance(target["unit"], Text), u"low")
    expect(texts([column["name"] for column in table["columns"]]), u"columns")
    for column in table["columns"]:
        kind = column["kind"]
        expect(column["name"] in table["names"] and type(column["flag"]) is bool, u"column")
        if kind in (u"category", u"code"):
            expect(texts(column["values"]) and type(column["other"]) is bool, u"values")
        else:
            n = {u"number": 1, u"yes/no": 1, u"date": 3 + (column.get("clock") is True)}[kind]
            expect(len(column["medians"]) == n and all(map(finite, column["medians"])), u"medians")
            expect(kind != u"date" or column["order"] in (u"ymd", u"mdy", u"dmy", u"ym", u"my"), u"order")
            expect(kind != u"number" or isinstance(column["unit"], Text), u"unit")
            squash = column["squash"] if kind == u"number" else None
            expect(squash is None or len(squash) == 2 and all(map(finite, squash)) and squash[1] > 0, u"squash")
        inputs += width(column)
    expect(inputs == net.sizes[0], u"inputs")


# ---- report -------------------------------------------------------------------------------------
STYLE = u"""body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:1em auto;padding:0 1em;color:#222}
h1{font-size:1.6em;line-height:1.2}h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #ccc}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}
td,th{padding:.2em .7em;border:1px solid #ccc;text-align:right}td.t,th.t{text-align:left}
.say{background:#fff3d6;padding:.5em .8em;border-left:4px solid #e0a100}
svg{width:100%;height:auto;background:#fff}.out{color:#888}
@media print{body{max-width:none;font-size:11pt}h2{break-after:avoid}tr,svg,.say{break-inside:avoid}}"""


def escaped(words):
    words = shown(words, 200)
    for letter, name in (u"&", u"&amp;"), (u"<", u"&lt;"), (u">", u"&gt;"), (u'"', u"&quot;"):
        words = words.replace(letter, name)
    return words


def html_table(lines, texts=1):
    """The first line as headings; so many columns are text, which begins at the left."""
    parts = [u'<div class="wide"><table>']
    for k, line in enumerate(lines):
        tag = u"td" if k else u"th"
        parts.append(u"<tr>" + u"".join([
            u"<%s%s>%s</%s>" % (tag, u' class="t"' if j < texts else u"", escaped(cell), tag)
            for j, cell in enumerate(line)]) + u"</tr>")
    return u"\n".join(parts + [u"</table></div>"])


def chart(lines, dots, low_x, high_x, low_y, high_y, names, diagonal=False):
    """An SVG of lines [(colour, [(x, y), ...], name)] and dots, with what the axes mean."""
    def place(x, y):
        return (60 + 520 * (x - low_x) / ((high_x - low_x) or 1), 300 - 280 * (y - low_y) / ((high_y - low_y) or 1))

    parts = [u'<svg viewBox="0 0 600 350" xmlns="http://www.w3.org/2000/svg" font-size="13" '
             u'font-family="sans-serif" role="img">', u'<path d="M60 20V300H580" fill="none" stroke="#888"/>']
    for value, x, y, anchor in ((low_x, 60, 318, u"start"), (high_x, 580, 318, u"end"),
                                (low_y, 55, 300, u"end"), (high_y, 55, 28, u"end")):
        parts.append(u'<text x="%d" y="%d" text-anchor="%s">%.4g</text>' % (x, y, anchor, value))
    parts += [u'<text x="320" y="340" text-anchor="middle">%s</text>' % escaped(names[0]),
              u'<text x="60" y="14">%s</text>' % escaped(names[1])]
    if diagonal:
        parts.append(u'<path d="M%.1f %.1fL%.1f %.1f" stroke="#bbb"/>' % (
            place(low_x, low_y) + place(high_x, high_y)))
    for k, (colour, points, name) in enumerate(lines):
        parts.append(u'<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (
            colour, u" ".join([u"%.1f,%.1f" % place(x, y) for x, y in points])))
        parts.append(u'<text x="570" y="%d" text-anchor="end" fill="%s">%s</text>' % (
            30 + 18 * k, colour, escaped(name)))
    parts += [u'<circle cx="%.1f" cy="%.1f" r="3" fill="#2166ac" fill-opacity=".5"/>' % place(x, y)
              for x, y in dots]
    return u"\n".join(parts + [u"</svg>"])


def bars(pairs):
    most = max([value for value, _ in pairs] + [1e-9])
    parts = [u'<svg viewBox="0 0 600 %d" xmlns="http://www.w3.org/2000/svg" font-size="13" '
             u'font-family="sans-serif" role="img">' % (22 * len(pairs) + 6)]
    for k, (value, name) in enumerate(pairs):
        parts.append(u'<text x="195" y="%d" text-anchor="end">%s</text><rect x="200" y="%d" width="%.1f" '
                     u'height="16" fill="#2166ac"/><text x="%.1f" y="%d">%.3f</text>' % (
                         22 * k + 17, escaped(shown(name, 28)), 22 * k + 4, 320 * max(0, value) / most,
                         206 + 320 * max(0, value) / most, 22 * k + 17, value))
    return u"\n".join(parts + [u"</svg>"])


def report_text(table, target, facts, m, story):
    """The report as one HTML file without scripts: for a phone, a printer, a mail."""
    always = facts["always"] if target["kind"] == "class" else u"%.4g" % facts["always"]
    name = os.path.basename(table.path)
    title = u"%s from %s" % (escaped(target["name"]), escaped(name))
    parts = [u'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>%s</title>' % title,
             u'<meta name="viewport" content="width=device-width, initial-scale=1">',
             u"<style>%s</style></head>\n<body>\n<h1>%s</h1>" % (STYLE, title)]
    parts += [u'<p class="say">%s</p>' % escaped(line) for line in facts["sentences"]]
    parts += [u"<h2>How good it is</h2>", html_table(
        [[u"", u"%d rows learned from" % m, u"%d rows held out" % len(facts["truth"]),
          u"always saying %s" % shown(always, 40)]] + score_rows(target, facts))]
    if facts["matrix"]:
        classes = target["classes"]
        parts += [u"<p>Of the rows held out, how often each class (a line) was said to be which (a column):</p>",
                  html_table([[u"is \\ said"] + classes + [u"found"]] + [
                      [c] + [u"%d" % n for n in row] + [per_cent(row[k] / sum(row)) if sum(row) else u"-"]
                      for k, (c, row) in enumerate(zip(classes, facts["matrix"]))])]
    else:
        both = facts["truth"] + facts["said"]
        dots = list(zip(facts["truth"], facts["said"]))[:1000]
        parts.append(chart([], dots, min(both), max(both), min(both), max(both),
                           [u"true", u"predicted, rows held out"], True))
    some = facts["importances"][:20]
    if some:
        parts += [u"<h2>Which columns matter</h2>", u"<p>The score lost on the rows held out when the cells of "
                  u"a column are mixed up.%s</p>" % (u" The first 20 of %d." % len(facts["importances"])
                                                     if len(facts["importances"]) > 20 else u""), bars(some)]
    curves = [(k, a, b) for k, (a, b) in enumerate(story["curves"]) if a is not None]
    if curves:
        top = max([max(a, b) for _, a, b in curves])
        lines = [(u"#2166ac", [(k, a) for k, a, _ in curves], u"loss on rows learned from"),
                 (u"#b2182b", [(k, b) for k, _, b in curves], u"loss on rows not learned from")]
        parts += [u"<h2>Learning</h2>", chart(lines, [], 1, curves[-1][0], 0, top, [u"epoch", u"loss"])]
    parts += [u"<p>%s</p>" % escaped(line) for line in tell_story(story)]
    parts += [u"<h2>What became of the columns</h2>", html_table(
        [[u"column", u"became", u""]] + [[c["name"]] + list(fate(c)) for c in table.columns[:1000]], 3)]
    if len(table.columns) > 1000:
        parts.append(u"<p>And %d more.</p>" % (len(table.columns) - 1000))
    parts += [u"<h2>How the file was read</h2>", u"<p>%s: %d rows; encoding %s, decimal %s, %s</p>" % (
        escaped(name), len(table.rows), table.encoding, u"comma" if table.decimal == u"," else u"point",
        u"with a header" if table.header else u"without a header")]
    parts += [u"<p>%s</p>" % escaped(note) for note in table.notes]
    return u"\n".join(parts + [u"</body></html>\n"])


def tell_story(story):
    """How the network came about, in two sentences."""
    tried = u", ".join([u"%s %.4g" % (u"-".join(map(Text, sizes)), loss) for sizes, loss, _ in story["losses"]])
    lines = [u"The rows to learn from were dealt into %d parts; as many networks each learned without one of "
             u"them, and stopped after epoch %d, when they were best on the parts that they had not seen. "
             u"The model is the mean of all of them." % (story["folds"], story["epoch"]),
             u"Loss there: %s; the simplest rule %.4g." % (tried, story["losses"][0][2])]
    if 0 < story["share"] < 1:
        lines.append(u"The answers are drawn to the simplest rule by %d %%, which was better there."
                     % (100 - 100 * story["share"]))
    return lines


# ---- export -------------------------------------------------------------------------------------
# A module holds the network's predict(x), helpers in its language that fill x from raw values as
# encode does, and answer(row) with a call of a helper for each column.
PYTHON = {"head": u'''
MISSING = %(missing)s

def text(v):
    return u"" if v is None or v != v else u"%%d" %% v if isinstance(v, float) and v == int(v) else u"%%s" %% (v,)

def missing(v):
    return text(v).strip().lower() in MISSING
''', "number": u'''
def number(x, name, v, median, flag, centre=0.0, spread=0.0):
    lost = missing(v)
    try:
        v = median if lost else float(v)
        if not abs(v) < 1e100:
            raise ValueError
    except (TypeError, ValueError):
        raise ValueError("%%s: expected a number, or None if it is unknown, got %%r" %% (name, v))
    if spread:
        z = (v - centre) / spread
        v = log(abs(z) + sqrt(z * z + 1.0))
        v = v if z > 0 else -v
    x += [v, float(lost)] if flag else [v]
''', "yes": u'''
def yes(x, name, v, median, flag):
    v = text(v).strip().lower()
    known = v in %(yes)s or v in %(no)s
    x += [float(v in %(yes)s) if known else median] + [float(not known)] * flag
''', "choice": u'''
def choice(x, name, v, values, other, flag):
    gap, v = missing(v), text(v).strip()
    x += [float(v == value) for value in values] + [float(not gap and v not in values)] * other
    x += [float(gap)] * flag
''', "code": u'''
def code(x, name, v, values, other, flag):
    try:
        v = float(v)
    except (TypeError, ValueError):
        pass
    choice(x, name, v, values, other, flag)
''', "day": u'''
def day(x, name, v, order, medians, flag):
    found, last = [], ""
    for c in text(v):
        kind = "digit" if c.isdigit() else "letter" if c.isalpha() else ""
        if kind and kind == last:
            found[-1] += c
        elif kind:
            found.append(c)
        last = kind
    parts = date([token for token in found if token != "T"], order)
    x += (parts or medians)[:len(medians)] + [float(not parts)] * flag

def date(found, order):
    part, clock = dict(zip(order, found)), found[len(order):len(order) + 2]
    try:
        year, month, d = part["y"], part["m"], int(part.get("d", 1))
        month = int(month) if month.isdigit() else %(months)s.index(month[:3].lower()) + 1
        hour = int(clock[0]) + int(clock[1]) / 60.0 if len(clock) == 2 else 0.0
    except (KeyError, ValueError):
        return None
    if len(clock) == 2 and found[-1].lower() in ("am", "pm"):
        hour = hour %% 12 + 12 * (found[-1].lower() == "pm")
    short = len(year) == 2 and order in ("mdy", "dmy")
    if not (short or len(year) == 4) or not (1 <= month <= 12 and 1 <= d <= 31 and hour < 25):
        return None
    year = int(year) + (0 if not short else 2000 if int(year) < 50 else 1900)
    y = year - (month < 3)
    days = y + y // 4 - y // 100 + y // 400 + (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)[month - 1] + d
    return [float(year), float(month), float((days + 6) %% 7), hour]
''', "answer": u'''
FEATURES = %(features)s
COLUMNS = %(names)s

def answer(row):
    """%(doc)s, from a dict of the FEATURES, or a list of them; None where a value is unknown."""
    if isinstance(row, (list, tuple)):
        if len(row) != len(FEATURES):
            raise ValueError("row: expected %%d values, got %%d" %% (len(FEATURES), len(row)))
        row = dict(zip(FEATURES, row))
    for name in list(row) + FEATURES:
        if name not in row or name not in COLUMNS:
            raise ValueError("row: %%s %%s" %% ("no value for" if name in COLUMNS else "there is no column", name))
    x = []
%(calls)s
    y = predict(x)
    return %(result)s
''', "call": u"    %s(x, %s, row[%s], %s)", "class": u"%s[y.index(max(y))]",
    "number answer": u"min(%r, max(%r, y[0]))", "list": u"[%s]", "true": u"True", "false": u"False"}

JAVASCRIPT = {"head": u'''
const missing = v => %(missing)s.includes(text(v).toLowerCase());
const text = v => v === null || v === undefined || Number.isNaN(v) ? "" : String(v).trim();
''', "number": u'''
function number(x, name, v, median, flag, centre = 0, spread = 0) {
    const lost = missing(v);
    v = lost ? median : Number(v);
    if (!(Math.abs(v) < 1e100))
        throw new RangeError(name + ": expected a number, or null if it is unknown");
    if (spread) {
        const z = (v - centre) / spread, size = Math.log(Math.abs(z) + Math.sqrt(z * z + 1));
        v = z > 0 ? size : -size;
    }
    x.push(v);
    if (flag) x.push(Number(lost));
}
''', "yes": u'''
function yes(x, name, v, median, flag) {
    const is = %(yes)s.includes(text(v).toLowerCase()), no = %(no)s.includes(text(v).toLowerCase());
    x.push(is || no ? Number(is) : median);
    if (flag) x.push(Number(!is && !no));
}
''', "choice": u'''
function choice(x, name, v, values, other, flag) {
    const gap = missing(v);
    for (const value of values) x.push(Number(text(v) === value));
    if (other) x.push(Number(!gap && !values.includes(text(v))));
    if (flag) x.push(Number(gap));
}
''', "code": u'''
function code(x, name, v, values, other, flag) {
    choice(x, name, missing(v) || Number.isNaN(Number(v)) ? v : Number(v), values, other, flag);
}
''', "day": u'''
function day(x, name, v, order, medians, flag) {
    const parts = date((text(v).match(/[0-9]+|[A-Za-z]+/g) || []).filter(t => t !== "T"), order);
    x.push(...(parts || medians).slice(0, medians.length));
    if (flag) x.push(Number(!parts));
}

function date(found, order) {
    const at = part => found[order.indexOf(part)] || "", clock = found.slice(order.length, order.length + 2);
    const months = %(months)s, whole = t => /^[0-9]+$/.test(t) ? Number(t) : NaN, year = at("y");
    const month = whole(at("m")) || months.indexOf(at("m").slice(0, 3).toLowerCase()) + 1;
    const d = order.includes("d") ? whole(at("d")) : 1, last = (found[found.length - 1] || "").toLowerCase();
    let hour = clock.length === 2 ? whole(clock[0]) + whole(clock[1]) / 60 : 0;
    if (clock.length === 2 && (last === "am" || last === "pm")) hour = hour %% 12 + 12 * (last === "pm");
    const short = year.length === 2 && order.length === 3 && order !== "ymd";
    if (!((short || year.length === 4) && month >= 1 && month <= 12 && d >= 1 && d <= 31 && hour < 25))
        return null;
    const full = whole(year) + (!short ? 0 : year < 50 ? 2000 : 1900), y = full - (month < 3);
    const days = y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
    return [full, month, (days + [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] + d + 6) %% 7, hour];
}
''', "answer": u'''
const FEATURES = %(features)s;
const COLUMNS = %(names)s;

/* %(doc)s, from an object of the FEATURES, or an array of them; null where a value is unknown. */
export function answer(row) {
    if (Array.isArray(row)) {
        if (row.length !== FEATURES.length)
            throw new RangeError("row: expected " + FEATURES.length + " values, got " + row.length);
        row = Object.fromEntries(FEATURES.map((name, k) => [name, row[k]]));
    }
    for (const name of Object.keys(row).concat(FEATURES))
        if (!Object.keys(row).includes(name) || !COLUMNS.includes(name))
            throw new RangeError("row: no such column, or no value for it: " + name);
    const x = [];
%(calls)s
    const y = predict(x);
    return %(result)s;
}
''', "call": u"    %s(x, %s, row[%s], %s);", "class": u"%s[y.indexOf(Math.max(...y))]",
    "number answer": u"Math.min(%r, Math.max(%r, y[0]))", "list": u"[%s]", "true": u"true", "false": u"false"}

C = {"head": u'''
#include <stddef.h>

static int same(const char *a, const char *b, int any_case)
{
    for (; *a && *b; a++, b++) {
        char c = *a >= 'A' && *a <= 'Z' && any_case ? (char)(*a + 32) : *a;
        if (c != *b)
            return 0;
    }
    return *a == *b;
}

static int among(const char *text, const char *const *values, int n, int any_case)
{
    int k = 0;
    while (k < n && !same(text, values[k], any_case))
        k++;
    return k;
}

static int missing(const char *text)
{
    static const char *const words[] = %(missing)s;
    return !text || among(text, words, %(n_missing)d, 1) < %(n_missing)d;
}
''', "number": u'''
static REAL *number(REAL *x, REAL v, REAL median, int flag, REAL centre, REAL spread)
{
    int lost = v != v;
    v = lost ? median : v;
    if (spread > 0) {
        REAL z = (v - centre) / spread, size = MATH(log, MATH(fabs, z) + MATH(sqrt, z * z + 1));
        v = z > 0 ? size : -size;
    }
    *x++ = v;
    if (flag)
        *x++ = (REAL)lost;
    return x;
}
''', "choice": u'''
static REAL *choice(REAL *x, const char *v, const char *const *values, int n, int other, int flag)
{
    int gap = missing(v), k, known = v ? among(v, values, n, 0) : n;
    for (k = 0; k < n; k++)
        *x++ = (REAL)(k == known);
    if (other)
        *x++ = (REAL)(!gap && known == n);
    if (flag)
        *x++ = (REAL)gap;
    return x;
}
''', "code": u'''
static REAL *code(REAL *x, REAL v, const REAL *values, int n, int other, int flag)
{
    int k, known = 0;
    for (k = 0; k < n; k++) {
        known += v == values[k];
        *x++ = (REAL)(v == values[k]);
    }
    if (other)
        *x++ = (REAL)(v == v && !known);
    if (flag)
        *x++ = (REAL)(v != v);
    return x;
}
''', "day": u'''
/* The date as numbers: year 0 if it is unknown, month, day, hour as in 13.5. */
static REAL *day(REAL *x, Date v, const REAL *medians, int n, int flag)
{
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int k, known = v.year != 0 && v.month >= 1 && v.month <= 12, y = v.year - (v.month < 3);
    REAL parts[4];
    parts[0] = (REAL)v.year;
    parts[1] = (REAL)v.month;
    parts[2] = known ? (REAL)((y + y / 4 - y / 100 + y / 400 + shifts[v.month - 1] + v.day + 6) %% 7) : 0;
    parts[3] = v.hour;
    for (k = 0; k < n; k++)
        *x++ = known ? parts[k] : medians[k];
    if (flag)
        *x++ = (REAL)!known;
    return x;
}
''', "answer": u'''
%(answer_type)s answer(const Row *row)  /* %(doc)s */
{
    REAL x[%(inputs)d], y[%(outputs)d], *end = x;
%(tables)s
%(calls)s
    (void)end;
    predict(x, y);
    return %(result)s;
}
''', "call": u"    end = %s(end, %s%s, %s);", "true": u"1", "false": u"0", "list": u"{%s}"}
KEYWORDS = set(u"""auto break case char const continue default do double else enum extern float for goto if
inline int long register restrict return short signed sizeof static struct switch typedef union unsigned
void volatile while bool class new delete this template try catch throw public private protected virtual
operator namespace using friend explicit export typename true false and or not xor""".split())


def literal(value, words):
    """A value in the source of Python, JavaScript or C, in ASCII."""
    if value is None or isinstance(value, bool):
        return words["true" if value else "false"]
    if isinstance(value, (list, tuple)):
        return words["list"] % u", ".join([literal(v, words) for v in value])
    if not isinstance(value, (Text, str)):
        return u"%r" % value
    if words is JAVASCRIPT:
        return Text(json.dumps(value))
    if words is PYTHON:  # json's text would do in Python 3, but for letters beyond 16 bits
        return u'u"%s"' % value.encode("unicode_escape").decode("ascii").replace(u'"', u'\\"')
    return u'"%s"' % u"".join([chr(b) if 32 <= b < 127 and chr(b) not in u'"\\?' else u"\\%03o" % b
                               for b in bytearray(value.encode("utf-8"))])


def identifiers(names):
    """A name for each column that C allows, and no two alike."""
    found = []
    for name in names:
        name = re.sub(u"[^A-Za-z0-9_]+", u"_", name).strip(u"_") or u"column"
        name = u"c_" + name if name[0].isdigit() or name in KEYWORDS else name
        while name in found:
            name += u"_"
        found.append(name)
    return found


def helper_call(column):
    """The helper that takes a column's value, and what it wants to know besides."""
    kind = column["kind"]
    if kind in ("category", "code"):
        return {"category": "choice", "code": "code"}[kind], [column["values"], column["other"], column["flag"]]
    if kind == "date":
        return "day", [column["order"], column["medians"], column["flag"]]
    return {"number": "number", "yes/no": "yes"}[kind], [
        float(column["medians"][0]), column["flag"]] + [float(v) for v in column.get("squash") or []]


def script_text(net, model, words, source):
    """The module in Python or JavaScript."""
    target, columns = model["target"], model["columns"]
    calls, used = [], set(["head", "answer"])
    for column in columns:
        name, more = helper_call(column)
        used |= set([name, "choice"] if name == "code" else [name])
        calls.append(words["call"] % (name, literal(column["name"], words), literal(column["name"], words),
                                      u", ".join([literal(v, words) for v in more])))
    fields = {"missing": sorted(MISSING), "yes": sorted(YES), "no": sorted(NO), "months": MONTHS,
              "features": [c["name"] for c in columns], "names": model["names"]}
    fields = dict([(key, literal(value, words)) for key, value in fields.items()])
    fields.update({"calls": u"\n".join(calls), "doc": plain(u"Predicts %s" % target["name"]), "result": (
        words["class"] % literal(target["classes"], words) if target["kind"] == "class" else
        words["number answer"] % (target["high"], target["low"]))})
    parts = [words[key] % fields for key in ("head", "number", "yes", "choice", "code", "day", "answer") if key in used]
    squashed = any([column.get("squash") for column in columns])
    return (u"from math import log, sqrt\n" if words is PYTHON and squashed else u"") + source + u"".join(parts)


def plain(words):
    """What may stand in a comment or a docstring of any language."""
    return re.sub(u"[^ -~]|[\\\\\"*/?]", u"_", shown(words))


def c_text(net, model, source):
    """The module in C99: numbers, codes and yes/no (1 or 0) are REAL, NAN where unknown."""
    target, columns = model["target"], model["columns"]
    fields, tables, calls, used = [], [], [], set(["head", "answer"])
    for k, (column, name) in enumerate(zip(columns, identifiers([c["name"] for c in columns]))):
        helper, more = helper_call(column)
        helper = "number" if helper == "yes" else helper
        used.add(helper)
        kind = {"choice": u"const char *", "day": u"Date "}.get(helper, u"REAL ")
        fields.append(u"    %s%s;  /* %s */" % (kind, name, plain(column["name"])))
        more = more + [0.0, 0.0] if helper == "number" and len(more) < 4 else more
        if helper in ("choice", "code", "day"):
            values = more[0] if helper != "day" else more[1]
            if helper == "code":
                values = [float(v) for v in values]
            what = u"const char *const" if helper == "choice" else u"const REAL"
            tables.append(u"    static %s values_%d[] = %s;" % (what, k, literal(values, C)))
            more = ["values_%d" % k, len(values)] + more[2 if helper == "day" else 1:]
            more = [Text(more[0])] + [literal(v, C) for v in more[1:]]
        else:
            more = [literal(v, C) for v in more]
        calls.append(C["call"] % (helper, u"row->", name, u", ".join(more)))
    if target["kind"] == "class":
        n = len(target["classes"])
        tables.append(u"    static const char *const classes[] = %s;\n    int k, best = 0;" % literal(target["classes"], C))
        end = u"    for (k = 1; k < %d; k++)\n        best = y[k] > y[best] ? k : best;" % n
        result = u"classes[best]"
    else:
        end, result = u"", u"y[0] < %r ? %r : y[0] > %r ? %r : y[0]" % (
            target["low"], target["low"], target["high"], target["high"])
    values = {"answer_type": u"const char *" if target["kind"] == "class" else u"REAL",
              "missing": literal(sorted(MISSING), C), "n_missing": len(MISSING), "result": result,
              "doc": plain(u"Predicts %s" % target["name"]), "inputs": net.sizes[0], "outputs": net.sizes[-1],
              "tables": u"\n".join(tables), "calls": u"\n".join(calls)}
    text = source
    if "day" in used:
        text += u"\ntypedef struct { int year, month, day; REAL hour; } Date;  /* year 0: unknown */\n"
    text += u"\n/* Unknown: NAN, or NULL for text. Yes is 1, no 0. Texts are UTF-8. */\ntypedef struct {\n%s\n} Row;\n" % u"\n".join(fields)
    for key in ("head", "number", "choice", "code", "day", "answer"):
        if key in used and (key != "head" or "choice" in used):
            text += C[key] % values
    return text.replace(u"    predict(x, y);\n", u"    predict(x, y);\n" + end + u"\n" if end else u"    predict(x, y);\n")


def export(options):
    writers = {".py": lambda net, model: script_text(net, model, PYTHON, purenn.to_python(net)),
               ".js": lambda net, model: script_text(net, model, JAVASCRIPT, purenn.to_javascript(net)),
               ".c": lambda net, model: c_text(net, model, purenn.to_c(net))}
    ending = os.path.splitext(options.module)[1].lower()
    if ending not in writers:
        raise Problem(u"%s: expected a name that ends with .py, .c or .js" % shown(options.module))
    check_outputs([options.module], [options.model])
    net, model = read_model(options.model)
    publish([(options.module, writers[ending](net, model))])
    say(u"%s: answer(row) predicts %s from %s" % (shown(options.module), shown(model["target"]["name"]),
                                                  listed([c["name"] for c in model["columns"]])))


# ---- commands -----------------------------------------------------------------------------------
def train(options):
    outputs = [options.model, options.report]
    check_outputs(outputs, [options.csv] + ([options.test] if options.test else []))
    table = Table(options.csv, options)
    place = find_target(table, options.target)
    for name in options.ignore + options.keep:
        find_target(table, name)
    target, truth = study_target(table, place, options.kind)
    rows = [k for k, t in enumerate(truth) if t is not None]
    table.tell()
    if len(rows) < len(truth):
        say(u"  note: %s without a target left out" % counted(len(truth) - len(rows), u"row"))
    if len(table.names) == 1:
        raise Problem(u"%s: one column only, so nothing to learn from; or another --delimiter?" % shown(options.csv))
    learned, held = (rows, []) if options.test else hold_out(rows, truth, options.held_out, options.seed)
    if len(learned) < 4 or not (held or options.test) or len(set([truth[k] for k in learned])) < 2:
        raise Problem(u"%s: %s with a target: too few to learn from some and to hold %g %% out"
                      % (shown(options.csv), counted(len(rows), u"row"), options.held_out))
    learned = thinned(learned, truth, options.effort)
    table.columns = [left_out(name, u"--ignore") if name in options.ignore else
                     study(name, k in table.unnamed, [cells[k] for _, cells in table.rows], learned,
                           table.decimal, name in options.keep)
                     for k, name in enumerate(table.names) if k != place]
    limit_inputs(table, target, learned, truth)
    columns = [c for c in table.columns if c["kind"] != "left out"]
    tell_columns(table.columns)
    if not columns:
        raise Problem(u"%s: no column is left to learn from (--keep COLUMN keeps one)" % shown(options.csv))
    target_words = u"a number" if target["kind"] == "number" else u"one of %d classes" % len(target["classes"])
    say(u"target: %s is %s   (--kind)" % (shown(target["name"]), target_words))
    X = encoded(table, columns, learned)[0]
    truth_learned = [truth[k] for k in learned]
    if target["kind"] == "number":
        low, high = min(truth_learned), max(truth_learned)
        target["low"], target["high"] = low - (high - low) / 10, high + (high - low) / 10
    net, story = train_networks(target, columns, *balanced(X, truth_learned, options.balance),
                                effort=options.effort)
    if options.test:
        X_held, truth_held = test_rows(options, table, target, columns)
    else:
        X_held, truth_held = encoded(table, columns, held)[0], [truth[k] for k in held]
    facts = judge(target, columns, net, ((X, truth_learned), (X_held, truth_held)), story)
    for line in tell_story(story):
        say(line)
    tell_scores(target, facts, len(learned))
    entry = {"target": target, "columns": columns, "names": table.names, "decimal": table.decimal}
    publish([(options.model, model_text(net, entry)),
             (options.report, report_text(table, target, facts, len(learned), story))])
    say(u"model: %s   report: %s" % (shown(options.model), shown(options.report)))


def thinned(learned, truth, effort):
    """So many of the rows as there is time to go through a dozen times and more."""
    most = int(20000 * max(effort, 0.1))
    if len(learned) <= most:
        return learned
    say(u"  note: %d of %d rows are learned from, which is enough (--effort takes more)" % (most, len(learned)))
    step = len(learned) / most
    order = sorted(shuffled(learned, 2), key=lambda k: truth[k])
    return sorted([order[int(k * step)] for k in range(most)])


def limit_inputs(table, target, learned, truth):
    """Leaves out the columns that go least with the target, where there are too many inputs."""
    if sum(map(width, table.columns)) <= MAX_INPUTS:
        return
    learned = learned[:2000]
    places = dict([(name, k) for k, name in enumerate(table.names)])
    wanted = [[truth[k] for k in learned]] if target["kind"] == "number" else [
        [float(truth[k] == c) for k in learned] for c in target["classes"][:10]]
    ranked = []
    for k, column in enumerate(table.columns):
        if column["kind"] != "left out":
            cells = [encode(column, table.rows[j][1][places[column["name"]]], table.decimal)[0] for j in learned]
            ranked.append((-max([correlation(a, b) for a in zip(*cells) for b in wanted]), k))
    inputs, n = 0, len(ranked)
    for _, k in sorted(ranked):
        inputs += width(table.columns[k])
        if inputs > MAX_INPUTS:
            table.columns[k] = left_out(table.columns[k]["name"], u"of %d columns, it goes less with the target "
                                        u"than those that fill %d inputs" % (n, MAX_INPUTS))


def correlation(a, b):
    """How closely two lists of numbers follow each other, 0 to 1."""
    x, y = mean(a), mean(b)
    xx, yy = sum([(v - x) * (v - x) for v in a]), sum([(v - y) * (v - y) for v in b])
    return abs(sum([(v - x) * (w - y) for v, w in zip(a, b)])) / math.sqrt(xx * yy) if xx * yy > 0 else 0.0


def balanced(X, truth, wanted):
    """With --balance, rows of rare classes come several times."""
    if not wanted:
        return X, truth
    most = max([truth.count(c) for c in set(truth)])
    times = dict([(c, min(20, most // truth.count(c))) for c in set(truth)])
    order = [k for k, t in enumerate(truth) for _ in range(times[t])]
    return [X[k] for k in order], [truth[k] for k in order]


def encoded(table, columns, places):
    """The inputs of the rows, and for each column how many cells were odd in which way."""
    where, X, odd = dict([(name, k) for k, name in enumerate(table.names)]), [], {}
    where = [where.get(column["name"]) for column in columns]
    for k in places:
        cells, inputs = table.rows[k][1], []
        for column, j in zip(columns, where):
            found, what = encode(column, u"" if j is None else cells[j], table.decimal)
            inputs += found
            if what and j is not None:
                odd.setdefault(what, {}).setdefault(column["name"], []).append(k)
        X.append(inputs)
    return X, odd


def truth_of(table, target):
    """What the target's own column says, None where it is missing or new; None without that column."""
    if target["name"] not in table.names:
        return None
    k = table.names.index(target["name"])
    cells = [cells[k] for _, cells in table.rows]
    if target["kind"] == "number":
        return [None if missing(c) else number(c, table.decimal, target["unit"]) for c in cells]
    found = []
    for cell in cells:
        value = number(cell, table.decimal)
        plain = u"%d" % value if value is not None and value == int(value) else cell
        found.append(cell if cell in target["classes"] else plain if plain in target["classes"] else None)
    return found


def test_rows(options, table, target, columns):
    """The rows of --test, which are only judged."""
    test = Table(options.test, options, table.names)
    known_names(test, [c["name"] for c in columns])
    truth = truth_of(test, target)
    places = [k for k, t in enumerate(truth or []) if t is not None]
    if not places:
        raise Problem(u"%s: no row with a known %s to test on" % (shown(options.test), shown(target["name"])))
    return encoded(test, columns, places)[0], [truth[k] for k in places]


def known_names(table, names):
    """The columns of the model that a file lacks; Problem if it has none."""
    lost = [name for name in names if name not in table.names]
    if len(lost) == len(names):
        raise Problem(u"%s: none of the model's columns is there (%s); there are: %s"
                      % (shown(table.path), listed(names, 60), listed(table.names, 60)))
    return lost


def predict(options):
    if options.output:
        check_outputs([options.output], [options.model, options.csv])
    net, model = read_model(options.model)
    target, columns = model["target"], model["columns"]
    table = Table(options.csv, options, model["names"], target["name"])
    lost = known_names(table, [c["name"] for c in columns])
    X, odd = encoded(table, columns, range(len(table.rows)))
    outputs = net.forward_propagation(X)
    said = answers(target, outputs)
    lines = [table.names + [u"predicted_" + target["name"]] + [u"probability"] * (target["kind"] == "class")]
    lines = lines if table.header else []
    for (_, cells), answer, row in zip(table.rows, said, outputs):
        lines.append(cells + ([answer, u"%.4f" % max(row)] if target["kind"] == "class" else
                              [(u"%.7g" % answer).replace(u".", table.decimal)]))
    text = u"".join([csv_line(cells, table.delimiter) for cells in lines])
    if options.output:
        publish([(options.output, text)])
    else:
        out = getattr(sys.stdout, "buffer", sys.stdout)
        out.write(text.encode("utf-8"))
        out.flush()
    for line in tell_predicted(table, target, lost, odd, said):
        say(line, sys.stderr)


def csv_line(cells, delimiter):
    return delimiter.join([u'"%s"' % c.replace(u'"', u'""') if re.search(u'[\\s"]', c) or delimiter in c else c
                           for c in cells]) + u"\n"


def tell_predicted(table, target, lost, odd, said):
    """What was done with a file to predict, and how right the answers are where it can be told."""
    lines = [u"%s: %s" % (shown(table.path), counted(len(said), u"row"))]
    lines += [u"note: " + note for note in table.notes]
    if lost:
        lines.append(u"note: these columns are not there, and taken as missing: " + listed(lost))
    for what, words in (("missing", u"missing cells, filled in as in training"),
                        ("odd", u"cells that are no numbers or dates, taken as missing"),
                        ("new", u"categories never seen in training, taken as none of those known")):
        if what in odd:
            lines.append(u"note: %s: %s" % (words, listed([u"%s (%d, first in line %d)" % (
                name, len(rows), table.rows[rows[0]][0]) for name, rows in sorted(odd[what].items())])))
    pairs = [(t, a) for t, a in zip(truth_of(table, target) or [], said) if t is not None]
    if pairs:
        found = score(target, *map(list, zip(*pairs)))
        lines.append(u"the file has %s itself: %s of %s" % (shown(target["name"]), (
            u"%s right" % per_cent(found["score"]) if target["kind"] == "class" else
            u"R2 %.3f, mean error %.4g" % (found["score"], found["error"])), counted(len(pairs), u"row")))
    return lines


def parser():
    top = argparse.ArgumentParser(prog="tabular.py", description=__doc__.split("\n")[0],
                                  formatter_class=argparse.RawDescriptionHelpFormatter,
                                  epilog="\n".join(__doc__.split("\n")[2:]))
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    def command(function, words):
        one = commands.add_parser(function.__name__, help=words, description=words)
        one.set_defaults(function=function)
        return one

    def checked(kind, low, high, words):
        def parse(text):
            value = kind(text)
            if not low <= value <= high:
                raise ValueError
            return value
        parse.__name__ = words  # argparse: "invalid number from 1 to 90: value: 'x'"
        return parse

    one = command(train, "learn from a CSV file; writes a model and a report")
    one.add_argument("csv", help="the table")
    one.add_argument("--target", required=True, type=typed, metavar="COLUMN",
                     help="what to predict: a column's name, or its number")
    one.add_argument("--model", default="model.json", metavar="FILE", help="to write; default: %(default)s")
    one.add_argument("--report", default="report.html", metavar="FILE", help="to write; default: %(default)s")
    one.add_argument("--ignore", action="append", default=[], type=typed, metavar="COLUMN",
                     help="leave a column out; may come more than once")
    one.add_argument("--keep", action="append", default=[], type=typed, metavar="COLUMN",
                     help="keep a column that would be left out; may come more than once")
    one.add_argument("--kind", choices=["class", "number"], help="what the target is")
    one.add_argument("--balance", action="store_true", help="let rare classes count as much as common ones")
    one.add_argument("--test", metavar="FILE", help="hold out the rows of this file, instead of some of the table's")
    one.add_argument("--held-out", default=20.0, type=checked(float, 1, 90, "percentage from 1 to 90:"),
                     metavar="N", help="rows to hold out, in percent; default: 20")
    one.add_argument("--seed", default=0, type=checked(int, 0, 2 ** 30 - 1, "number from 0:"), metavar="N",
                     help="another one holds other rows out")
    one.add_argument("--effort", default=1.0, type=checked(float, 0.01, 1000, "number from 0.01 to 1000:"),
                     metavar="X", help="more takes longer; default: 1, about a minute for a large table")
    two = command(predict, "add the answers of a model to a CSV file")
    two.add_argument("model", help="what train wrote")
    two.add_argument("csv", help="a table with columns of the same names, in any order")
    two.add_argument("--output", metavar="FILE", help="the CSV file to write, in UTF-8; default: print it. Cells are "
                     "written as they are: a spreadsheet takes those that begin with = + - @ for formulas")
    for each in one, two:
        each.add_argument("--delimiter", type=delimiter, help="comma, semicolon, tab, bar, space or a character")
        each.add_argument("--decimal", choices=["point", "comma"], help="in numbers")
        each.add_argument("--encoding", help="as in utf-8, latin-1, cp1250")
        each.add_argument("--header", choices=["yes", "no"], help="whether the first row has the columns' names")
        each.add_argument("--quote", default='"', type=quote, help="the quotation mark, or none")
    three = command(export, "write a model as a module that needs nothing else")
    three.add_argument("model", help="what train wrote")
    three.add_argument("module", help="to write; its ending says the language: .py, .c or .js")
    return top


def typed(words):
    """What was typed, as text."""
    return words if isinstance(words, Text) else words.decode("utf-8", "replace")


def delimiter(words):
    mark = DELIMITERS.get(words) or typed(words)
    if len(mark) != 1 or mark in u"\r\n\"\0" or ord(mark) > 127:
        raise ValueError
    return mark


def quote(words):
    if words != "none" and (len(words) != 1 or words in "\r\n\0" or ord(words) > 127):
        raise ValueError
    return words


def main(arguments=None):
    top = parser()
    options = top.parse_args(arguments)
    if not hasattr(options, "function"):  # Python 2 would refuse it itself
        top.error("train, predict or export?")
    try:
        options.function(options)
    except Problem as problem:
        words = shown(Text(problem), 297)
        say(u"tabular: " + words[:290], sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    except (IOError, OSError) as error:
        if error.errno != errno.EPIPE:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # it went to head, say
    return 0


if __name__ == "__main__":
    sys.exit(main())
