# coding: utf-8
"""Learns to predict a column of a CSV file from the others: any table, any Python.

    python3 tabular.py train iris.csv --target species
    python3 tabular.py predict model.json new.csv --output answers.csv
    python3 tabular.py export model.json iris_model.py          # or .c, or .js

To keep this tool, copy tabular.py and purenn.py into one folder: nothing else is needed. Only to
export to C or JavaScript, copy export.py there too.
It finds out by itself how the file is written and what its columns are, holds some rows out,
learns from the rest, and says how well it does on those held out, beside the simplest rule.
"""
from __future__ import division, print_function
import argparse
import collections
import csv
import difflib
import errno
import inspect
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
BUDGET = 2.5e9      # multiply-adds of one training: a minute or so on CPython
MAX_INPUTS = 300    # of the network; of more, those that go best with the target
MAX_CLASSES = 100
MAX_CATEGORIES = 100
LEARNED_AGAIN = 1000  # so few rows, that those held out are learned from in the end

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

def listed(names, longest=150, each=40):
    line, names = u"", [shown(name, each) for name in names]
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
    return u"%d %s%s" % (n, word, u"s" * (n != 1))

def figure(v, digits=4):
    """A number for people: with so many digits, and no exponent."""
    if not 1e-6 < abs(v) < 1e15:
        return u"%.*g" % (digits, v + 0.0)
    text = u"%.*f" % (max(0, digits - 1 - int(math.floor(math.log10(abs(v))))), v)
    return text.rstrip(u"0").rstrip(u".") if u"." in text else text

def plain_space(name):
    return re.sub(u"\\s+", u" ", name).strip()

def say(line, out=None, end=u"\n"):
    """Prints text on every Python and terminal; letters that it does not know are escaped."""
    out = out or sys.stdout
    data = (line + end).encode(getattr(out, "encoding", None) or "utf-8", "backslashreplace")
    out.write(data if str is bytes else data.decode(getattr(out, "encoding", None) or "utf-8"))
    out.flush()

# ---- reading ------------------------------------------------------------------------------------
DELIMITERS = {"comma": u",", "semicolon": u";", "tab": u"\t", "bar": u"|", "space": u" "}
NO_TABLES = (  # how such a file begins, in small letters
    (b"pk\3\4", u"a workbook or archive"), (b"\xd0\xcf\x11\xe0", u"an old workbook"), (b"par1", u"Parquet"),
    (b"sqlite format", u"a database"), (b"%pdf", u"a PDF"), (b"<html", u"a web page"), (b"<?xml", u"XML"),
    (b"<!doctype", u"a web page"), (b"[{", u"JSON"), (b'{"', u"JSON"), (b"\x1f\x8b", u"compressed"))
MISSING = set(u"""na n/a n.a. n/d #n/a <na> nan null (null) none nil missing ? - -- . : \\n
#value! #wert! #ref! #bezug! #div/0! #nv""".split() + [u""])
CURRENCY = u"[A-Z]{0,2}[$\u20ac\u00a3\u00a5\u20b9]|[A-Z]{3}(?= )|(?:Rs|kr|Fr)[. ]"
UNIT = re.compile(u"[^0-9.,()'\u2019-]*(?:[A-Za-z][23]|\\([^0-9()]+\\))?$")
FLAG = re.compile(u"([*+!?#a-z]|[ABDEG-Z]{1,2})$")  # beside a number; not C and F, of temperatures
SPACES = u" \u00a0\u202f\u2009"
MARKS = {u",": u"comma", u".": u"point"}
LIMITS, EMPTY = u"<>\u2264\u2265~", u"(empty)"
SHAPE = (u"^(?:[<>\u2264\u2265~]=?\\s*)?"
         u"(\\()?([-+]?)(?:%s)?\\s*([-+]?)([1-9]\\d{0,2}(?:[G]\\d\\d)*(?:[G%s'\u2019]\\d{3})+|\\d*)"
         u"(?:[D](?:--?|(\\d*)))?([eE][-+]?\\d+)?([)-])?$" % (CURRENCY, SPACES)).replace(u"\\d", u"[0-9]")
SHAPES = {u".": re.compile(SHAPE.replace(u"G", u",").replace(u"D", u".")),
          u",": re.compile(SHAPE.replace(u"G", u".").replace(u"D", u","))}
TOTAL = re.compile(u"((grand )?(total|totals|sum|summe|gesamt|insgesamt|somme|totale|suma)|"
                   u"(.* |gesamt)?ergebnis)[ :]*[0-9]*$", re.I)

SCALES = {}  # units that may stand for each other in a column, as powers of ten
for words in u"""mg -3 g 0 kg 3 t 6;mm -3 cm -2 m 0 km 3;ml -3 cl -2 l 0 hl 2;KB 3 MB 6 GB 9 TB 12
;K 3 k 3 M 6 Mio. 6 B 9 bn 9 Mrd. 9""".split(u";"):
    words = words.split()
    SCALES.update(dict.fromkeys(words[::2], dict(zip(words[::2], map(int, words[1::2])))))
SCALES[u"M"][u""] = 0

def number(cell, decimal=u".", unit=u"", marks=()):
    """The float that a cell means (12, -1.5e3, $1,200.50, (3), <5, 40 %), or None; marks say nothing."""
    if marks and UNIT.search(cell).group().strip() in marks:
        cell = bare(cell) + unit
    end = unit if not unit or cell.endswith(unit) else UNIT.search(cell).group().strip()
    scale = SCALES.get(unit, {unit: 0})
    if end in scale:
        cell = cell[:len(cell) - len(end)].rstrip()
    clock = u":" in cell and re.match(u"([0-9]+):([0-5][0-9])(?::([0-5][0-9](?:[.][0-9]+)?))?$", cell)
    if clock:  # hours
        return sum([float(v or 0) / scale for v, scale in zip(clock.groups(), (1, 60, 3600))])
    match = SHAPES[decimal].match(cell.replace(u"\u2212", u"-"))
    if not match:
        return None
    bracket, sign, sign2, whole, part, power, closing = match.groups()
    if not (whole or part) or len(sign + sign2 + (closing or u"").strip(u")")) > 1 \
            or bool(bracket) != (closing == u")"):
        return None
    value = float(u"%s.%s%s" % (re.sub(u"[^0-9]", u"", whole) or u"0", part or u"0", power or u""))
    value *= 10.0 ** (scale.get(end, scale[unit]) - scale[unit])
    value = -value if bracket or u"-" in (sign, sign2, closing) else value
    return value if abs(value) < 1e100 else None  # so that its square is finite

def bare(cell):
    return cell[:UNIT.search(cell).start()]

def missing(cell):
    return cell.lower() in MISSING

def cued(cues, cells):
    return len([cell for cell in cells if plain_space(cell).lower() in cues])

def contents(path):
    try:
        with io.open(path, "rb") as f:
            return f.read()
    except (IOError, OSError) as error:
        raise Problem(u"%s: %s" % (shown(path), error.strerror or error))

class Table:
    """A CSV file: its columns' names, its rows as (line number, cells as text), the lines of no data."""

    def __init__(self, path, options, names=None, target=None, decimal=None, words=()):
        """names, decimal and words are a model's, target is what was typed as one: names show the header."""
        self.path, self.notes, self.aside = path, [], set()
        lines = self.decode(options.encoding).replace(u"\r\n", u"\n").replace(u"\r", u"\n").split(u"\n")
        skip, remark, marked = 0, None, options.delimiter
        if lines[0].lower().startswith(u"sep="):  # Excel's own way to name the delimiter
            marked, lines[0] = marked or lines[0][4:5].strip(u" ") or None, u""
        while skip < len(lines) and (lines[skip][:1] == u"#" or not lines[skip].strip()):
            remark = (skip, lines[skip]) if lines[skip] else remark
            lines[skip], skip = u"", skip + 1
        sample = lines[skip:skip + 200]
        single = re.match(u"'[^']*'\\s*[,;\t| ]", u"".join(sample)) and u'"' not in u"".join(sample)
        self.quote = {"none": None, None: u"'" if single else u'"'}.get(options.quote, options.quote)
        if single and not options.quote:
            self.notes.append(u"cells are quoted by '; --quote overrules")
        cues = set([name.lower() for name in names or [plain_space(target or u"")]
                    if not re.match(u"[0-9]{0,3}$|column_[0-9]+$", name)])
        self.delimiter = marked or self.sniff(sample, cues)
        self.cut = dict(zip(DELIMITERS.values(), DELIMITERS)).get(self.delimiter, self.delimiter)
        rows = [(line, cells) for line, cells in self.parse(lines, self.delimiter)
                if not re.match(u"[-=+:| ]{5,}$", u"".join(cells))]  # a rule under the header
        if not rows:
            raise self.wrong(1, u"the file is empty")
        self.decimal = {"point": u".", "comma": u","}.get(options.decimal) or self.find_decimal(rows, decimal)
        if remark:  # a header may look like one
            cells = [cell.strip(u' "#') for cell in remark[1].lstrip(u"#").split(self.delimiter)]
            rest = [row for _, row in rows]
            if len(cells) in (len(rest[0]), len(rest[0]) - (not rest[0][-1])) and (cued(cues, cells) or (
                    len(cells) > 1 and options.header != "no" and not self.has_header(rest[0], rest[1:]))):
                rows.insert(0, (remark[0] + 1, cells))
            else:
                self.notes.append(u"remarks before the table left out, the last one: %s" % shown(remark[1]))
        rows = self.straighten(rows, cues, names, options.header)
        self.name_columns(rows, names, target)
        same = dict([(name.lower(), name) for name in names or []])
        self.heads, self.names = self.names, [same.get(name.lower(), name) for name in self.names]
        if names and not self.header:
            self.notes.append(u"no header, so the columns are taken in the order of training")
        self.find_no_data(names, words)
        self.check_lengths(lines)
        self.where = dict([(name, k) for k, name in enumerate(self.names)])
        if names is None:
            self.rows = [row for row in self.rows if row[0] not in self.aside]

    def wrong(self, line, words):
        return Problem(u"%s, line %d: %s" % (shown(self.path), line, words))

    def decode(self, encoding):
        data = contents(self.path)
        for mark, what in NO_TABLES:
            if data[:99].lstrip().lower().startswith(mark):
                raise Problem(u"%s: this is %s: unpack it, or save it as CSV" % (shown(self.path), what))
        guesses = [encoding] if encoding else ["utf-8", "cp1252", "mac_roman"]
        zeros = data[1:400:2].count(b"\0"), data[:400:2].count(b"\0")
        if not encoding and (data[:2] in (b"\xff\xfe", b"\xfe\xff") or max(zeros) > len(data[:400]) // 5):
            little = data[:2] == b"\xff\xfe" or data[:2] != b"\xfe\xff" and zeros[0] > zeros[1]
            guesses = ["utf-16-le" if little else "utf-16-be"]
        for name in guesses:
            try:
                text = data.decode(name)
                break
            except UnicodeDecodeError as error:
                line = data[:error.start].count(b"\n") + 1
            except LookupError:
                raise Problem(u"--encoding: no encoding is called %s" % shown(encoding))
        else:
            raise self.wrong(line, u"not %s (--encoding)" % name)
        if u"\0" in text:
            raise self.wrong(text[:text.index(u"\0")].count(u"\n") + 1,
                             u"a NUL character: no text file, or another --encoding")
        self.encoding, self.mark = name, u"\ufeff" * (text[:1] == u"\ufeff" or name != "utf-8")
        what = {"cp1252": u"Latin-1 (Windows-1252)", "mac_roman": u"Mac Roman"}.get(name)
        if what and not encoding:
            self.notes.append(u"not UTF-8, so taken for %s: look at accents; --encoding overrules" % what)
        return text.lstrip(u"\ufeff")

    def parse(self, lines, delimiter, strict=True):
        """(line, cells) of each row that is not blank. Python 2's csv knows bytes only."""
        after = re.compile(u'" +(?=%s|$)' % re.escape(delimiter))  # such spaces csv does not take
        texts = (after.sub(u'"', line) + u"\n" for line in lines)
        quoting = {"quotechar": str(self.quote)} if self.quote else {"quoting": csv.QUOTE_NONE}
        csv.field_size_limit(2 ** 30)
        reader = csv.reader((text.encode("utf-8") for text in texts) if str is bytes else texts,
                            delimiter=str(delimiter), strict=strict, skipinitialspace=True, **quoting)
        line = 1
        try:
            for row in reader:
                cells = [(c.decode("utf-8") if str is bytes else c).strip() for c in row]
                if any(cells):
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            raise self.wrong(line, u"quotation marks do not match: %s (if they belong to the text: "
                             u"--quote none)" % shown(error))

    def sniff(self, lines, cues):
        """The delimiter that cuts the first lines into names known, and rows of one length, two or more."""
        best = 0, u","
        for delimiter in u"\t;|, ":  # a comma may well be a decimal comma: so it comes late
            rows = [cells for _, cells in self.parse(lines, delimiter, False)] or [[]]
            lengths, known = list(map(len, rows)), max([cued(cues, cells) for cells in rows])
            width = max(lengths, key=lengths.count)
            if width < 2 and not (known and delimiter == u","):
                continue
            # The header of what R writes is one cell shorter than the rows.
            header = lengths[0] == width or lengths[0] == width - 1 > 1 and delimiter != u" "
            score = (lengths.count(width) / len(lengths) + 0.1 * header) * (0.5 if delimiter == u" " else 1)
            best = max(best, (score + known, delimiter), key=lambda pair: pair[0])
        return best[1]

    def find_decimal(self, rows, known):
        """Whether numbers have a decimal comma: by cells that can only be read in one way."""
        count, unclear, semicolon = {u",": 0, u".": 0}, None, self.delimiter == u";"
        for line, cells in rows[:2000]:
            for cell in cells:
                if u"," in cell or u"." in cell:
                    ways = [mark for mark in u",." if number(bare(cell), mark) is not None]
                    if len(ways) == 1 or ways and semicolon and u"," in cell:
                        count[ways[0]] += 1000 if max(cell.count(u","), cell.count(u".")) > 1 else 1
                    unclear = unclear or len(ways) == 2 and (line, shown(cell, 40))
        sure = count[u","] != count[u"."]
        found = max(count, key=count.get) if sure else known or (u"," if semicolon and unclear else u".")
        if known and found != known:
            self.notes.append(u"decimal %s, other than in training" % MARKS[found])
        elif unclear and semicolon and not sure and not known:
            self.notes.append(u"decimal comma, as semicolons part the cells, in line %d: %s (--decimal point "
                              u"overrules)" % unclear)
        return found

    def straighten(self, rows, cues, known, header):
        """Cuts what stands before and after the table, and empty cells at the ends of lines."""
        lengths = [len(cells) for _, cells in rows]
        width = max(lengths, key=lengths.count)
        found = [cued(cues, cells) for _, cells in rows[:50]]
        first, needed = 0, min(len(cues), width) / 2 if known else 1
        if header is None and cues and max(found) >= needed:
            header, first = "yes", found.index(max(found))
        else:
            while first < min(50, len(rows) - 1) and lengths[first] < width - 1:
                first += 1
        self.header = {"yes": True, "no": False}.get(header, False if known else None)
        last = max([k for k in range(len(rows)) if lengths[k] >= width or k == first]) + 1
        if last < len(rows) and len([cell for cell in rows[last][1] if cell]) > 1:
            last = len(rows)  # a row cut short is no footer: check_lengths will say where it is
        if first:
            self.notes.append(u"%s before the table left out, from line %d: %s" % (
                counted(first, u"line"), rows[0][0], shown(u" ".join(rows[0][1]))))
        self.footer, rows = rows[last:], rows[first:last]
        if width != len(known or []) and all([len(cells) > 1 and not cells[-1] for _, cells in rows]):
            rows = [(line, cells[:-1]) for line, cells in rows]  # each line ends with a delimiter
        return rows

    def name_columns(self, rows, known, target):
        """Sets names and rows: the first row is the header, or the columns are numbered."""
        first, rest = rows[0][1], [cells for _, cells in rows[1:]]
        if self.header is None:
            self.header = self.has_header(first, rest)
        lengths = [len(cells) for cells in rest or [first]]
        width = max(lengths, key=lengths[:1000].count)
        self.rows, self.unnamed = rows, set()
        self.names = [u"column_%d" % (k + 1) for k in range(width)]
        if self.header:
            self.rows = rows[1:]
            while len(first) > width and not first[-1]:
                first = first[:-1]
            if len(first) == width - 1 and lengths.count(width) == len(rest):
                if not any([cells[-1] for cells in rest]):  # rows, but not the header, end with a delimiter
                    del self.names[-1]
                else:
                    self.notes.append(u"the header is a name short: so the first column has none")
                    first = [u""] + first
            taken, twice = set(), []
            for k, name in enumerate(first):
                plain = name = plain_space(name) or u"column_%d" % (k + 1)
                while name in taken:
                    name = u"%s_%d" % (plain, int(name[len(plain) + 1:] or 1) + 1)
                taken.add(name)
                twice += [name] * (name != plain)
                self.names[k:k + 1] = [name]
            if twice:
                self.notes.append(u"columns with a name that was taken are called %s" % listed(twice))
            self.unnamed = set([k for k, name in enumerate(first) if not name])
        elif known and width == len(known) - 1:
            self.names = [name for name in known if name != target]
        if not self.rows:
            raise self.wrong(rows[0][0] + 1, u"expected rows under the header, but there are none")

    def has_header(self, first, rest):
        """A header has words over numbers, or words that do not come again below."""
        header = data = 0
        for k, cell in enumerate(first):
            below = [cells[k] for cells in rest[:200] if k < len(cells) and not missing(cells[k])]
            if len([c for c in below if number(c, self.decimal) is not None]) > len(below) / 2:
                header += number(cell, self.decimal) is None and not missing(cell)
                data += number(cell, self.decimal) is not None
            elif cell:
                data += cell in below
                header += 0.5 * (cell not in below and len(set(below)) < len(below) / 2)
        return header >= data or not rest

    def find_no_data(self, known, learned):
        """Sets aside rows under the header that name units or types, one of totals, and what follows it."""
        few, units = [cells for _, cells in self.rows[3:200]], 0
        below = [[c[k] for c in few if k < len(c) and not missing(c[k])] for k in range(len(self.names))]
        numeric = set([k for k, cells in enumerate(below) if cells and all(
            [number(bare(c), self.decimal) is not None for c in cells])])
        words = [k for k, cells in enumerate(below) if k not in numeric and len(set(cells)) < len(cells) / 4]
        while known is None and self.header and units < 2 < len(self.rows) - units:
            cells = self.rows[units][1]
            there = [cells[k] for k in numeric if k < len(cells) and not missing(cells[k])]
            again = [cells[k] in below[k] for k in words if k < len(cells) and cells[k]]
            second = units and len(list(filter(None, cells))) < min(3, len(cells))
            if [c for c in there if number(bare(c), self.decimal) is not None] or not second and (
                    len(numeric) < 2 or len(there) < len(numeric) / 2) and (
                    len(again) < 4 or sum(again) > len(again) / 4):
                break
            units += 1
        totals = [row for row in self.rows for cell in list(filter(None, row[1]))[:1]
                  if TOTAL.match(cell) and cell not in learned]
        few = known is not None or 8 * len(totals) <= len(self.rows) or len(totals) == 1 < len(self.rows) / 5
        self.fate = u"left out" if known is None else u"without an answer"
        for some, what in ((self.rows[:units], u"of units or types"), (totals * few, u"of totals"),
                           (self.footer, u"after the table")):
            self.put_aside(some, what)
        self.rows = self.rows + self.footer

    def put_aside(self, some, what):
        self.aside.update(dict(some))
        self.notes += [u"%s %s %s: line %d, %s" % (counted(len(some), u"row"), what, self.fate, line, shown(
            u" ".join(cells))) for line, cells in some[:1]]

    def check_lengths(self, lines):
        width, short = len(self.names), []
        for k, (line, cells) in enumerate(self.rows):
            if k and not (line in self.aside or lines[line - 2].strip() or [
                    1 for _, other in self.rows[k:] if len(other) == width]):
                self.put_aside(self.rows[k:], u"after an empty line")
            if self.delimiter == u"\t" and len(cells) == width - 1:  # an editor may cut tabs at ends of lines
                cells, short = cells + [u""], short + [line]
            if line in self.aside or len(cells) > width and not any(cells[width:]) or len(cells) == width:
                self.rows[k] = line, (cells + [u""] * width)[:width]
            else:
                raise self.wrong(line, u"expected %s, as in the %s, got %d (--delimiter, if it is not %s; "
                                 u"--quote none, if quotation marks are text)" % (
                                     counted(width, u"cell"), u"header" if self.header else u"first row",
                                     len(cells), quoted(self.cut)))
        self.notes += [u"%s a cell short, the last one taken as empty: line %d" % (
            counted(len(short), u"row"), line) for line in short[:1]]

    def tell(self):
        """A line for each guess, with the option that overrules it."""
        say(u"%s: %d rows, %s" % (shown(self.path), len(self.rows), counted(len(self.names), u"column")))
        called = u"no, so columns are called " + listed(self.names[:2] + self.names[2:][-1:])
        for pair in ((u"encoding", self.encoding), (u"delimiter", self.cut),
                     (u"decimal", MARKS[self.decimal]), (u"header", u"yes" if self.header else called)):
            say(u"  %-10s %s   (--%s)" % (pair + pair[:1]))
        for note in self.notes:
            say(u"  note: " + shown(note, 300))

# ---- columns ------------------------------------------------------------------------------------
# What became of a column is a dict, which the model file keeps: "kind" is number, yes/no, code
# (a few integers), category, date or left out; value_of and inputs_of turn a cell into the column's inputs.
YES, NO = (set(u"yes y true t ja oui si on".split()), set(u"no n false f nein non off".split()))
MONTHS = [names.split(u"|") for names in u"""jan|ene|gen feb|fév mar|mär|mrz|mrt apr|avr|abr may|mai|mei|mag
jun|juin|giu jul|juil|lug aug|aoû|ago sep|set oct|okt|ott nov dec|dez|déc|dic""".split()]
PARTS = [u"time", u"month", u"weekday", u"hour"]
ORDERS = [u"ymd", u"mdy", u"dmy", u"ym", u"my", u"yq", u"qy", u"clock"]  # clock: hours alone
IDENTITY = re.compile(u"^(unnamed.*|row.?(names?|nr|no|num|number|index)?|index|idx|#|"
                      u"(.*[^a-z])?(id|key)[ #.]*|.+nr[.]?)$", re.I)
COUNTER = re.compile(u"^(x|nr|no|num|number|obs|case)$", re.I)

def numbered(cells, decimal):
    """The numbers in a column of text, or None where it is none; and the unit at their ends."""
    ends = [UNIT.search(cell).group().strip() for cell in cells[:1000] if not missing(cell)]
    unit = max(set(ends), key=lambda end: (ends.count(end), end)) if ends else u""
    factors = [end for end in ends if end in SCALES[u"K"] and end]
    unit = (max(factors, key=factors.count) if factors else u"") if not unit or len(unit) > 8 else unit
    unit = u"" if u"" in ends and FLAG.match(unit) and unit not in SCALES else unit
    found = [None if missing(cell) else number(cell, decimal, unit) for cell in cells]
    if all([v is None or cell[0] in LIMITS for v, cell in zip(found, cells)]):
        found = [None] * len(cells)  # <50 and >=50, say, are classes
    others = [c for v, c in zip(found, cells[:1000]) if v is None and number(bare(c), decimal) is not None]
    marks = sorted(set([UNIT.search(cell).group().strip() for cell in others]) - set([u""]))
    fits = [end for end in marks if end.startswith((unit + u" ", unit + u"(")) or (
        not unit and FLAG.match(end) and end not in SCALES)]
    if 0 < len(fits) == len(marks) < 7 and (len(set(others)) > 40 or len(others) < 0.5 * len(ends)) and not (
            u"+" in marks and [cell for cell in cells if cell[-1:] == u"-"]):
        return [number(cell, decimal, unit, marks) for cell in cells], unit, marks
    return found, unit, []

# The next three are part of every module exported to Python, and use only names that it has.
def date(text, order):
    """[year, month, weekday (Monday: 0), hour] of a date whose parts stand in this order; or None."""
    spaced, last = u"", 0  # no re: MicroPython's has no findall
    for c in text.lower():
        kind = c.isdigit() + 2 * c.isalpha()
        spaced += u" " * int(kind != last) + c * min(kind, 1)
        last = kind
    found = spaced.split() or [u""]
    found = found[found[0][:3] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):] or [""]
    half = 12 if "pm" in found or "p" in found else 0 if "am" in found or "a" in found else None
    if "q" in order:
        found = [token for token in found if token != "q"] or [""]
        if len(found[0]) == 5:  # Q12020
            found[:1] = [found[0][0], found[0][1:]]
    if "d" in order and len(found[0]) == 8:
        found[:1] = [found[0][:4], found[0][4:6], found[0][6:]]
    if "y" in order and len(found[0]) == 4 and found[0].isdigit():  # the year comes first
        order = "y" + "".join(sorted(order.replace("y", ""), reverse=True))
    found = [token for token in found if token not in "t z utc gmt am pm a p st nd rd th".split()]
    size = 0 if order == "clock" else len(order)
    part, clock = dict(zip(order, found[:size])), found[size:size + 3]
    try:
        hour = sum([int(token) / (1.0, 60.0, 3600.0)[k] for k, token in enumerate(clock)])
        hour = None if not clock else hour if half is None else hour % 12 + half
        if order == "clock":
            return [hour] if 1 < len(found) < 5 and len(found[1]) == 2 and ":" in text else None
        year, day = part["y"], int(part.get("d", 1))
        month = 3 * int(part["q"]) - 2 if "q" in order else int(part["m"]) if part["m"].isdigit() else [
            any([part["m"].startswith(name) for name in names]) for names in MONTHS].index(True) + 1
        short = len(year) == 2 and (order in ("mdy", "dmy") or order == "my" and part["m"].isalpha())
        year = int(year) * (short or len(year) == 4) + (0 if not short else 2000 if int(year) < 50 else 1900)
    except (KeyError, ValueError):
        return None
    if not (year and 1 <= month <= 12 and 1 <= day <= 31 and (hour or 0) < 25):
        return None
    y = year - (month < 3)  # Sakamoto's method
    days = y + y // 4 - y // 100 + y // 400 + (0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4)[month - 1] + day
    exact = year + (month - 1) / 12.0 + (day - 1) / 372.0
    return [float(year), float(month), float((days + 6) % 7), hour, exact]

def inputs_of(column, value):
    """The inputs that a value becomes: a category's text, else numbers; None if missing."""
    flag = [float(value is None)] * column["flag"]
    if column["kind"] == "code":  # a number between two of the values is a bit of each
        levels = [float(v) for v in column["values"]]
        v = value[0] if value else levels[0]
        at = min(max(v, min(levels)), max(levels))
        low, high = max([a for a in levels if a <= at]), min([a for a in levels if a >= at])
        near = [(1 - abs(at - a) / (high - low or 1.0)) * bool(value and low <= a <= high) for a in levels]
        return [v] + near + [0.0] * column["other"] + flag
    if "values" in column:
        other = [float(value is not None and value not in column["values"])] * column["other"]
        return [float(value == v) for v in column["values"]] + other + flag
    numbers = [m if v is None else v for v, m in zip(value or column["medians"], column["medians"])]
    if value and column.get("exact"):
        numbers[0] = value[4]
    if column.get("squash"):  # a logarithm far from the middle
        numbers = [math.asinh((numbers[0] - column["squash"][0]) / column["squash"][1])]
    for place, n in column.get("cycles", []):
        flag += [float(int(numbers[place]) == k) for k in range(n)]
    return numbers + flag

def value_of(column, text, decimal):
    """What inputs_of takes, of a cell's text; None where it is missing, or no such value."""
    kind, low = column["kind"], text.lower()
    if low in MISSING:
        return None
    if kind == "date":
        return date(text, column["order"])
    if kind == "yes/no":
        return [1.0] if low in YES else [0.0] if low in NO else None
    if kind == "category":
        same = [] if text in column["values"] else [v for v in column["values"] if v.lower() == low]
        return (same + [text])[0]
    v = number(text, decimal, column.get("unit", u""), column.get("marks", []))
    return None if v is None else [v]

def oddity(column, cell, value):
    if value is None:
        return "missing" if missing(cell) or cell in column.get("such", []) else "odd"
    if column["kind"] == "category":
        return "" if value in column["values"] else "other" if column["other"] else "new"
    low, high = column.get("span") or (0, 1e99)
    far = abs(2 * value[0] - low - high) > 2 * (high - low)
    daily = value[3:4] == [None] and len(column["medians"]) > 3
    return "far" if far else "daily" if daily else "limit" if cell[0] in LIMITS else ""

def width(column):
    return 0 if column["kind"] == "left out" else len(inputs_of(column, None))

def date_order(cells, first):
    """How the parts of dates follow each other, as in ymd, or None; first decides where two ways would do."""
    def fits(order, cells):
        return len([1 for cell in cells if date(cell, order)])

    orders = [order for order in ORDERS if fits(order, cells[:20]) > 0.8 * len(cells[:20])]
    if first == "day" or not first and u"." in cells[0]:
        orders.sort(key=lambda order: order == u"mdy")
    best = max(orders, key=lambda order: fits(order, cells)) if orders else None
    return best if best and fits(best, cells) >= 0.95 * len(cells) else None

def mean(values):
    return sum(values) / len(values)

def middle(values, share=0.5):
    values = sorted(values)
    place = share * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])

def left_out(name, why, index=False):
    return {"name": name, "kind": "left out", "why": why, "index": index}

def is_index(name, unnamed, values):
    """Why a column of numbers only says which row this is; or None."""
    if None in values or len(values) < 4 or len(set(values)) < 0.95 * len(values) or any(
            [v % 1 for v in values]):
        return None
    steps = set([b - a for a, b in zip(values, values[1:])])
    if min(values) in (0, 1) and (steps == set([1.0]) or max(values) - min(values) == len(values) - 1):
        return u"it counts the rows"
    named = IDENTITY.match(name) or re.search(u"[a-z]I[Dd]$", name) or COUNTER.match(name) and min(steps) > 0
    return u"it has no name and numbers the rows" if unnamed else \
        u"it tells rows apart, by its name and values" if named else None

def one_spelling(cells):
    """Words that differ in capitals alone, spelled as most of them are; and the other spellings."""
    count, best = collections.Counter(cells), {}
    for cell in sorted(count, key=lambda cell: (-count[cell], cell)):
        best.setdefault(cell.lower(), cell)
    others = sorted([u"%s as %s" % (cell, best[cell.lower()]) for cell in count
                     if best[cell.lower()] != cell and not missing(cell)])
    if not others or len([cell for cell in best if not missing(cell)]) < 2:
        return cells, []
    return [best[cell.lower()] for cell in cells], [u"capitals ignored, as in %s" % listed(others, 40)]

def study(table, place, learned, keep):
    """What becomes of a column: its kind is seen from all cells, its numbers from the learned."""
    name, cells, decimal = table.names[place], [row[place] for _, row in table.rows], table.decimal
    present = [cell for cell in cells if not missing(cell)]
    distinct = set(present)
    if not present or len(distinct) == 1 and len(cells) == len(present):
        return left_out(name, u"it is always %s" % shown(present[0], 40) if present else u"it is empty")
    column = {"name": name, "gaps": len([k for k in learned if missing(cells[k])]), "odd": 0, "more": []}
    values, unit, marks = numbered(cells, decimal)
    known = [v for v in values if v is not None]
    codes = any([re.match(u"0[0-9]", cell) for cell in present]) and all(
        [cell.isdigit() and (cell[0] == u"0" or len(cell) == len(present[0])) for cell in present])
    apart = len(distinct) > 10 and len(distinct) > 0.5 * len(present)
    days = (len(present[0]) == 8 and present[0].isdigit() or u":" in present[0]) and date_order(
        present, table.dates) in (u"ymd", u"clock")
    if len(known) >= (0.5 if apart else 0.95) * len(present) and len(set(known)) > 1 and not (codes or days):
        why = None if keep else is_index(name, place in table.unnamed, values)
        odd = [cell for v, cell in zip(values, cells) if v is None and not missing(cell)]
        read = [(cell, UNIT.search(cell).group().strip()) for v, cell in zip(values, cells) if v is not None]
        others = set([UNIT.search(cell).group().strip() for cell in present]) & set(SCALES.get(unit, []))
        others = listed(sorted([end or u"no unit" for end in others - set([unit])]))
        column.update(odd=len(odd), such=sorted(set(odd))[:9], marks=marks, more=[
            u"also in %s, converted" % others] * bool(others) + [
            u"%s like %s taken as the number alone" % (counted(len(some), u"cell"), shown(cell))
            for some in ([cell for cell, _ in read if cell[0] in LIMITS],
                         [cell for cell, end in read if end in marks]) for cell in some[:1]])
        return left_out(name, why, True) if why else study_numbers(column, values, known, unit, learned)
    low = set([cell.lower() for cell in distinct])
    if len(low) == 2 and low & YES and low & NO and low <= YES | NO:
        return study_parts(column, "yes/no", cells, learned, decimal)
    column["order"] = date_order(present, table.dates)
    if column["order"]:
        return study_parts(column, "date", cells, learned, decimal)
    cells, more = one_spelling(cells)
    filled = [k for k, cell in enumerate(cells) if not missing(cell)]
    blocks = filled[0] == 0 and len(cells) > 2 * len(filled) > 8 and 1 not in [
        b - a for a, b in zip(filled, filled[1:])]
    column["more"] += more + [u"filled only where blocks begin? Repeat what holds below"] * blocks
    if apart and not keep:
        return left_out(name, u"%s: %d different values in %d rows" % (
            u"two numbers in a cell, make them two columns" if all(
                [re.match(u"[0-9.,]+ *[/x:-] *[0-9.,]+$", cell) for cell in present]) else
            u"free text" if mean([len(cell.split()) for cell in present]) > 3 else u"it tells rows apart",
            len(distinct), len(present)))
    return study_categories(column, "category", cells, learned)

def says_missing(column, learned):
    """Whether an input says that a cell is missing: where that comes often enough to learn from."""
    column["flag"] = column["gaps"] + column["odd"] >= max(3, 0.02 * len(learned))
    return column

def study_numbers(column, values, known, unit, learned):
    levels = set(known)
    if 3 <= len(levels) <= 8 and all([v == int(v) for v in levels]) and len(known) >= 20 * len(levels):
        cells = [u"" if v is None else u"%d" % v for v in values]
        column.update(unit=unit, span=[min(known), max(known)])
        return study_categories(column, "code", cells, learned)
    seen = [values[k] for k in learned if values[k] is not None] or known
    half, spread = centre(seen)
    far = [v for v in seen if abs(v - half) > 10 * spread > 0]
    extreme = max(far, key=abs) if far else 0
    if far.count(extreme) > 2:
        column["more"].append(u"a code for missing? %s (%d cells)" % (figure(extreme, 9), far.count(extreme)))
    column.update(kind="number", medians=[half], unit=unit, squash=[half, spread] if far else None,
                  span=[min(known), max(known)])
    return says_missing(column, learned)

def centre(values):
    """The median, and what is the deviation if the middle half is as of a normal distribution."""
    low, half, high = [middle(values, share) for share in (0.25, 0.5, 0.75)]
    return half, (high - low) / 1.349 or mean([(v - half) * (v - half) for v in values]) ** 0.5

def study_parts(column, kind, cells, learned, decimal):
    column["kind"] = kind
    parts = [value_of(column, cell, decimal) for cell in cells]
    odd = [cell for p, cell in zip(parts, cells) if not p and not missing(cell)]
    column.update(odd=len(odd), such=sorted(set(odd))[:9])
    parts = [p for p in parts if p]
    if kind == "date" and len(parts[0]) > 1:
        column["exact"], last = True, 4 if any([p[3] for p in parts]) else 3
        parts = [p[4:] + p[1:last] for p in parts]
    half = [middle([v for v in part if v is not None]) for part in zip(*parts)]
    if kind == "date":
        column["span"] = [f(parts)[0] for f in (min, max)]
        column["cycles"] = [[len(half) - 1, 24]] * (len(half) in (1, 4) and len(learned) >= 500) + [
            [2, 7]] * (u"d" in column["order"] and len(learned) >= 100)
    column["medians"] = [float(half[0] >= 0.5)] if kind == "yes/no" else half
    return says_missing(column, learned)

def study_categories(column, kind, cells, learned):
    count = collections.Counter([cells[k] for k in learned])
    values = sorted([v for v in count if not missing(v)], key=lambda v: (-count[v], v))
    least = 1 if len(learned) < 30 else max(2, len(learned) // 200)
    often = [v for v in values if count[v] >= least][:MAX_CATEGORIES]
    if not often:
        return left_out(column["name"], u"none of its values comes often enough")
    column.update({"kind": kind, "values": often, "other": kind != "code" and len(often) < len(values)})
    return says_missing(column, learned)

# ---- what to predict ----------------------------------------------------------------------------
def find_target(table, name):
    names, name = table.names, plain_space(name)
    if name in names:
        return names.index(name)
    if name.isdigit() and 1 <= int(name) <= len(names):
        return int(name) - 1
    close = [other for other in names if other.lower() == name.lower()] or \
        difflib.get_close_matches(name, names[:1000], 1)
    raise Problem(u"%s: no column is called %s; %s" % (
        shown(table.path), quoted(name), u"did you mean %s?" % quoted(close[0]) if close else
        u"there are: " + listed(names) + u" (or another --delimiter?)" * (len(names) == 1)))

def study_target(table, k, kind):
    """The target as a dict, and what it is in each row: a class, a number, or None if missing."""
    name, cells = table.names[k], [cells[k] for _, cells in table.rows]
    gap = MISSING - set([u"none", u"missing", u"nil"] + [u"-"] * (u"+" in cells))  # which may be classes
    present = [cell for cell in cells if cell.lower() not in gap]
    values, unit, marks = numbered(cells, table.decimal)
    known = [v for v in values if v is not None]
    where = u"%s: column %s" % (shown(table.path), quoted(name))
    constant = Problem(where + u" is %s: there is nothing to learn" % (
        u"always " + shown(present[0], 40) if present else u"empty"))
    if not present:
        raise constant
    numeric = len(known) >= 0.95 * len([cell for cell in present if not missing(cell)]) > 0
    levels, whole = set(known), all([v == int(v) for v in known])
    if kind is None:
        few = len(levels) == 2 or whole and len(levels) <= 10 and len(known) >= 10 * len(levels) \
            or whole and len(levels) == 3
        many = len(set(present)) > max(10, 0.5 * len(present))
        kind = "number" if (numeric or many and len(known) > 0.5 * len(present)) and not few else "class"
        if kind == "class" and many:
            raise Problem(where + u" has %d different values in %d rows, such as %s: neither numbers nor "
                          u"classes to learn" % (len(set(present)), len(present), listed(
                              [cell for v, cell in zip(values, cells) if v is None and cell in present], 60)))
    if kind == "number" and len(known) < 0.5 * len(present):
        raise Problem(where + u": expected numbers, got %s (--kind class)" % shown(present[0], 40))
    if kind == "number":
        if len(levels) < 2:
            raise constant
        scale, most = (math.log, 6) if min(known) > 0 else (float, 20)
        half, spread = centre(list(map(scale, known)))
        far = [u"line %d: %s" % (line, row[k]) for (line, row), v in zip(table.rows, values)
               if v is not None and abs(scale(v) - half) > most * spread > 0]
        if 0 < len(far) <= 1 + len(known) // 50:
            table.notes.append(u"%s: far from all others, a slip or a code? %s" % (name, listed(far)))
        odd = [cell for v, cell in zip(values, cells) if v is None and not missing(cell)]
        table.notes += [u"%s: no number in %d of the cells: %s" % (name, len(odd), c) for c in odd[:1]]
        table.notes += [u"%s: cells like %s are taken as the number alone" % (name, cell) for cell in [
            cell for cell in present if UNIT.search(cell).group().strip() in marks][:1]]
        unit = u"hours" if all([u":" in cell for cell in present]) else unit
        return {"name": name, "kind": "number", "unit": unit, "marks": marks}, values
    if numeric and whole and not (unit or marks or any([re.match(u"0[0-9]", c) for c in present])):
        cells = [u"" if v is None else u"%d" % v for v in values]  # 1.0 is 1
    cells, more = one_spelling(cells)
    table.notes += [u"%s: %s" % (name, words) for words in more]
    labels = [None if cell.lower() in gap else cell for cell in cells]
    count = collections.Counter(labels)
    classes = sorted([c for c in count if c is not None], key=lambda c: (-count[c], c))
    if len(classes) == 1 and None in count:
        labels, classes = [EMPTY if label is None else label for label in labels], classes + [EMPTY]
        table.notes.append(u"%s: empty cells are a class too, as all others are %s" % (name, classes[0]))
    if len(classes) < 2:
        raise constant
    if len(classes) > MAX_CLASSES:
        table.notes.append(u"only the %d commonest of %d classes are learned" % (MAX_CLASSES, len(classes)))
    classes = classes[:MAX_CLASSES]
    labels = [label if label in classes else None for label in labels]
    return {"name": name, "kind": "class", "classes": sorted(
        classes, key=lambda c: (number(c, table.decimal, unit) or 0.0 if numeric else 0.0, c))}, labels

def shuffled(values, seed):
    """The values in another order, the same one on every Python."""
    stream = purenn.randn(seed)
    return [value for _, _, value in sorted([(next(stream), k, v) for k, v in enumerate(values)])]

def deal(places, truth, hands, seed):
    """Deals places out into so many hands by chance, but so that each gets alike targets."""
    chance = dict([(k, n) for n, k in enumerate(shuffled(places, seed))])
    order, dealt = sorted(places, key=lambda k: (truth[k], chance[k])), []
    for k in range(0, len(order), hands):
        dealt += sorted(order[k:k + hands], key=chance.get)
    return [sorted(dealt[k::hands]) for k in range(hands)]

def hold_out(rows, truth, percent, seed):
    """The rows to learn from and those held out: of each class, or range of numbers, alike."""
    chance = dict([(k, n) for n, k in enumerate(shuffled(rows, seed))])
    order, n = sorted(rows, key=lambda k: (truth[k], chance[k])), int(len(rows) * percent / 100 + 0.5)
    held = set([min(order[k * len(rows) // n:(k + 1) * len(rows) // n], key=chance.get) for k in range(n)])
    return [k for k in rows if k not in held], [k for k in rows if k in held]

# ---- learning -----------------------------------------------------------------------------------
class Progress:
    def __init__(self, total):
        self.total, self.done, self.began = total, 0.0, time.time()
        self.terminal = getattr(sys.stdout, "isatty", lambda: False)()
        self.shown = -self.terminal

    def tick(self, work):
        self.done = min(self.total, self.done + work)
        percent, passed = int(100 * self.done / self.total), time.time() - self.began
        if percent // (1 if self.terminal else 20) > self.shown:
            self.shown = percent // (1 if self.terminal else 20)
            left = u"at most %d s left" % (passed * (self.total / self.done - 1) + 1)
            left = left if percent < 100 else u"done in %d s" % (passed + 1)
            line = u"learning: %3d %%, %s" % (percent, left)
            say(u"\r%-60s" % line if self.terminal else line, end=u"\n"[self.terminal and percent < 100:])

def cost(sizes):
    """About the multiply-adds of learning from one row."""
    return sum([3 * (a + 5) * (b + 5) for a, b in zip(sizes, sizes[1:])]) - sizes[0] * sizes[1]

def row_loss(classes, outputs, targets):
    return -math.log(max(1e-9, outputs[targets.index(1.0)])) if classes else (outputs[0] - targets[0]) ** 2

class Candidate:
    """Networks of one shape, one for each fold, which learn side by side, each without its fold.

    They start as the simplest rule: the commonest class, or the mean. The folds that they have not
    seen say after which epoch they were best, and how good they are."""

    def __init__(self, sizes, classes, X, y, folds, prior):
        self.sizes, self.classes, self.folds, self.y = sizes, classes, folds, y
        self.rounds = sum(map(len, folds)) // len(y)  # how often each row is in a fold
        self.activations = ["tanh"] * (len(sizes) - 2) + ["softmax" if classes else "linear"]
        others = [sorted(set(range(len(X))) - set(fold)) for fold in folds]
        self.parts = [([X[k] for k in rest], [y[k] for k in rest], [X[k] for k in fold])
                      for fold, rest in zip(folds, others)]
        self.nets = [purenn.Network(sizes, self.activations, seed=k) for k in range(len(folds))]
        for k, net in enumerate(self.nets):
            for b in net.biases[:-1]:  # from 0, what turns more than once would be found late, or never
                b[:] = [v for _, v in zip(b, purenn.randn(1000 + k))]
            net.weights[-1] = [[0.0] * sizes[-1] for _ in net.weights[-1]]
            net.biases[-1] = list(prior)
        self.rate = min(0.05, 1.0 / sizes[0])
        self.batch = 8 if len(X) < 300 else 16 if len(X) < 4000 else 32
        self.best, self.curves = None, []

    def validate(self, learned):
        """Keeps the networks if they are better than before; returns whether they are."""
        outputs = [None] * len(self.y)
        for net, fold, (_, _, rows) in zip(self.nets, self.folds, self.parts):
            for k, row in zip(fold, net.forward_propagation(rows)):
                outputs[k] = [a + b / self.rounds for a, b in zip(outputs[k] or [0.0] * len(row), row)]
        loss = mean([row_loss(self.classes, a, t) for a, t in zip(outputs, self.y)])
        self.curves.append((learned, loss))
        better = self.best is None or loss < self.loss * (1 - 1e-4)
        if better:
            self.best = [(net.weights[:], net.biases[:]) for net in self.nets]
            self.loss, self.outputs = loss, outputs
        return better

    def learn(self, epochs, progress):
        """So many epochs, or fewer: with patience, and thrice with smaller steps."""
        patience, waited, smaller = max(5, epochs // 12), 0, 0
        work = cost(self.sizes) * sum([len(part[0]) for part in self.parts])
        self.validate(None)
        for epoch in range(epochs):
            try:
                better = self.validate(mean([net.train(X, y, 1, self.rate, self.batch, 0.9, 0)
                                             for net, (X, y, _) in zip(self.nets, self.parts)]))
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

    def best_nets(self, seed=0):
        return [purenn.Network(self.sizes, self.activations, seed=1000 * seed + k, weights=W, biases=b)
                for k, (W, b) in enumerate(self.best)]

def blend(candidates, classes, y, prior):
    """Which share of the answer, before the softmax, is each candidate's, by their folds.

    The rest is the simplest rule's: all of it, unless the gain is more than chance."""
    rows = shuffled(list(range(len(y))), 3)[:2000]
    outputs = [[[math.log(max(a, 1e-9)) if classes else a for a in c.outputs[k]] for c in candidates]
               for k in rows]

    def losses(shares):
        found = []
        for answer, k in zip(outputs, rows):
            Z = [sum([s * a for s, a in zip(shares, column)]) + (1 - sum(shares)) * p
                 for column, p in zip(zip(*answer), prior)]
            found.append(row_loss(classes, purenn.softmax([Z])[0] if classes else Z, y[k]))
        return found

    tried = []
    for n in range(10, 0, -1):
        for w in (0, 1, 2, 3, 4) if len(candidates) > 1 else (4,):
            shares = [n / 10 * w / 4, n / 10 * (1 - w / 4)][:len(candidates)]
            tried.append((mean(losses(shares)), len(tried), shares))
    shares = min(tried)[2]
    # The loss of a number is taken by its root here, so that a few outliers do not decide.
    gains = [a - b if classes else math.sqrt(a) - math.sqrt(b)
             for a, b in zip(losses([0.0] * len(shares)), losses(shares))]
    gain = mean(gains)
    error = math.sqrt(mean([(g - gain) * (g - gain) for g in gains]) / len(gains))
    sure = min(1.0, max(0.0, 1.5 * gain / (error + 1e-12) - 1.0))
    return [sure * share for share in shares]

def merged(candidates, shares, prior):
    """One network that answers what the candidates' networks do together, and the simplest rule."""
    nets = [(s / len(c.folds), net) for c, s in zip(candidates, shares) if s for net in c.best_nets()]
    biases = [sum([s * net.biases[-1][j] for s, net in nets]) + (1 - sum(shares)) * p
              for j, p in enumerate(prior)]
    n, n_out = candidates[0].sizes[0], len(prior)
    flat = [(s, net.weights[0]) for s, net in nets if len(net.sizes) == 2]
    W = [[sum([s * w[i][j] for s, w in flat]) for j in range(n_out)] for i in range(n)]
    hidden = [(s, net) for s, net in nets if len(net.sizes) == 3]
    activations = candidates[0].activations
    if not hidden:
        return purenn.Network([n, n_out], activations[-1:], weights=[W], biases=[biases])
    first = [sum([net.weights[0][i] for _, net in hidden], []) for i in range(n)]
    b = sum([net.biases[0] for _, net in hidden], [])
    last = [[s * w for w in row] for s, net in hidden for row in net.weights[1]]
    if flat:  # a linear network joins as hidden neurons so near 0 that tanh is linear there
        first = [row + [0.01 * w for w in more] for row, more in zip(first, W)]
        b += [0.0] * n_out
        last += [[100.0 * (i == j) for j in range(n_out)] for i in range(n_out)]
    return purenn.Network([n, len(b), n_out], ["tanh", activations[-1]],
                          weights=[first, last], biases=[b, biases])

def scaling(columns, X):
    """Means and deviations of inputs; what is 0 or 1 counts half as much as a number, or less."""
    floors = []
    for column in columns:
        numbers = {"code": 1, "yes/no": 0}.get(column["kind"], len(column.get("medians", [])))
        floors += [0.0] * numbers + [1.0 if column["kind"] == "code" else 0.5] * (width(column) - numbers)
    means = [mean(values) for values in zip(*X)]
    deviations = [mean([(v - m) * (v - m) for v in values]) ** 0.5 for values, m in zip(zip(*X), means)]
    return means, [floor or (d if d > 1e-9 * abs(m) else 1.0)  # 1: always the same, but for rounding
                   for floor, d, m in zip(floors, deviations, means)]

def train_networks(target, columns, X, truth, times, effort):
    """The best network for X in its own units, and how it came about; rows of class t count times[t]."""
    classes, hands = target.get("classes"), min(len(X), 5 if len(X) <= 2000 else 4 if len(X) <= 8000 else 3)
    rows, folds = [k for k, t in enumerate(truth) for _ in range(times.get(t, 1))], []
    for seed in range(max(1, min(2, 600 // len(X)))):  # so that chance decides less where rows are few
        folds += [[j for j, k in enumerate(rows) if k in fold]
                  for fold in map(set, deal(range(len(X)), truth, hands, seed + 1))]
    X, truth, m = [X[k] for k in rows], [truth[k] for k in rows], len(rows)
    means, deviations = scaling(columns, X)
    A = [[(v - a) / d for v, a, d in zip(row, means, deviations)] for row in X]
    if classes:
        y = [[float(c == t) for c in classes] for t in truth]
        prior, scales = [math.log((sum(column) + 0.5) / m) for column in zip(*y)], ()
    else:
        half = mean(truth)
        spread = mean([(t - half) ** 2 for t in truth]) ** 0.5 or 1.0
        y, prior, scales = [[(t - half) / spread] for t in truth], [0.0], ([half], [spread])
    n, n_out, plans = len(A[0]), len(y[0]), []
    for sizes, share in ([n, n_out], 0.2), ([n, 8 if m < 200 else 16, n_out], 0.8):
        epochs = effort * share * BUDGET / (len(folds) * m * cost(sizes))
        plans.append((sizes, int(max(8, min(300, epochs)))))
    rounds = len(folds) // hands
    progress = Progress(sum([epochs * rounds * (hands - 1) * m * cost(sizes) for sizes, epochs in plans]))
    candidates, stopped = [], False
    try:
        for sizes, epochs in plans:
            candidates.append(Candidate(sizes, classes, A, y, folds, prior))
            candidates[-1].learn(epochs, progress)
    except KeyboardInterrupt:
        candidates, stopped = [c for c in candidates if c.best], True
        if not candidates:
            raise
        say(u"\nstopped: what was best so far is kept")
    shares = blend(candidates, classes, y, prior)
    story = {"shares": shares, "folds": len(folds), "stopped": stopped, "candidates": candidates}
    return purenn.fold_scaling(merged(candidates, shares, prior), means, deviations, *scales), story

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
    total = sum([(t - centre) ** 2 for t in truth])
    return {"score": 1 - sum([e * e for e in errors]) / total if total else 0.0,
            "error": mean([abs(e) for e in errors])}

def importances(target, columns, net, X, truth):
    """How much less is right, or the error more, when the cells of a column are mixed up; largest first."""
    def judged(rows):
        found = score(target, truth, answers(target, net.forward_propagation(rows)))
        return -found.get("error", -found["score"])

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

def leaks(columns, X, truth):
    """The columns that alone all but say the target, or a rare class: beside each other are rows alike."""
    chance, found, first = shuffled(list(range(len(X))), 5), [], 0
    count, numeric = collections.Counter(truth), isinstance(truth[0], float)
    by_chance = numeric and sum([(truth[a] - truth[b]) ** 2 for a, b in zip(chance, chance[1:])])
    for column in columns:
        last = first + width(column)
        T = [truth[k] for k in sorted(chance, key=lambda k: X[k][first:last])]
        first = last
        if numeric:
            tells = sum([(a - b) ** 2 for a, b in zip(T, T[1:])]) < 0.02 * by_chance
        else:
            right = collections.Counter([t for k, t in enumerate(T) if T[max(0, k - 2):k + 3].count(t) > 2])
            shares = [(right[c] / n, n / len(T)) for c, n in count.items() if n >= 5]
            tells = len(shares) > 1 and (
                min(shares)[0] >= 0.95 and sum(right.values()) >= 0.99 * len(T)
                or any([share >= 0.99 and often < 0.05 for share, often in shares]))
        found += [column["name"]] * tells
    return found

def fate(column):
    kind = {"code": u"few whole numbers"}.get(column["kind"], column["kind"])
    if kind == "left out":
        return kind, column["why"]
    if "values" in column:
        words = listed([u'"%s"' % v if u", " in v else v for v in column["values"]], 60)
        words += u", and other ones as one" * column["other"]
        filled = u"a category of their own" if column["flag"] else u"no category"
    else:
        words = u"in %s" % column["unit"] if column.get("unit") else u""
        words += u", logarithmic far from the middle" if column.get("squash") else u""
        filled = u"taken as the median, %s" % u", ".join([figure(v) for v in column["medians"]])
        if kind == "date":
            words = u", ".join(PARTS[3 * (len(column["medians"]) == 1):][:len(column["medians"])])
            words += {"d": u", day first (--dates)", "m": u", month first (--dates)"}.get(
                column["order"][:1] * (len(column["order"]) == 3), u"")
        if kind == "yes/no":
            filled = u"taken as %s" % [u"no", u"yes"][int(column["medians"][0])]
        filled += u", and an input says so" if column["flag"] else u""
    words = u"; ".join([words] * bool(words) + column["more"])
    odd = u"no %s: %s" % (column["kind"].replace("code", "number"), listed(column.get("such", [])[:1], 40))
    for n, what in (column["gaps"], u"missing"), (column["odd"], odd):
        if n:
            words += u"; %s (%s): %s" % (counted(n, u"cell"), what, filled)
    return u"%s, %s" % (kind, counted(width(column), u"input")), words.lstrip(u",; ")

def fates(columns):
    """Lines of name, what it became, why; in wide tables, columns of one fate share one."""
    runs = []
    wide = len(columns) > 40
    for column in sorted(columns, key=lambda column: wide and column["kind"] == "left out"):
        if not (wide and runs and runs[-1][1] == fate(column)):
            runs.append(([], fate(column)))
        runs[-1][0].append(shown(column["name"], 30))
    return [(names[0] if len(names) == 1 else u"%s ... %s (%d)" % (names[0], names[-1], len(names)),) + what
            for names, what in runs]

def judge(target, columns, net, parts, story):
    (X, truth), (X_held, held_truth) = parts
    rule = max(target["classes"], key=truth.count) if target["kind"] == "class" else mean(truth)
    said = answers(target, net.forward_propagation(X_held))
    facts = {"learned": score(target, truth, answers(target, net.forward_propagation(X))),
             "held": score(target, held_truth, said), "truth": held_truth, "said": said, "always": rule,
             "rule": score(target, held_truth, [rule] * len(held_truth)),
             "rule_learned": score(target, truth, [rule] * len(truth)),
             "leaks": leaks(columns, X[:5000], truth[:5000])}
    held, always = facts["held"]["score"], facts["rule"]["score"]
    facts["better"] = any(story["shares"]) and held > always + min(0.01, 0.2 * (1 - always))
    facts["importances"] = [pair for pair in importances(target, columns, net, X_held, held_truth)
                            if pair[0] > 0.0005 * facts["rule"].get("error", 1)] if facts["better"] else []
    facts["never"] = [c for c in target.get("classes", []) if c in held_truth and c not in said]
    facts["sentences"] = sentences(target, facts, story)
    return facts

def sentences(target, facts, story):
    """What the scores mean, plainly."""
    held, learned, rule = [facts[key]["score"] for key in ("held", "learned", "rule")]
    gap = learned - facts["rule_learned"]["score"] - (held - rule)
    n, found, classes = len(facts["truth"]), [], target["kind"] == "class"
    always, name = shown(facts["always"] if classes else figure(facts["always"])), shown(target["name"])
    few = u"Only %s held out" % (counted(n, u"row") + (u" was" if n == 1 else u" were"))
    if not any(story["shares"]):
        found.append(u"The model always says %s: nothing that the other columns tell about %s held on "
                     u"rows not learned from. More rows or other columns may help." % (always, name))
    elif not facts["better"]:
        found.append(u"This model is no better than always saying %s: the other columns tell little or "
                     u"nothing about %s, or the rows are too few." % (always, name))
    found += [u"Text is not read: %s. A column of what matters in it may help." % words for words in
              [listed(story["unread"])] if words and not facts["better"]]
    if any(story["shares"]) and gap > max(0.1, 1.5 / math.sqrt(n) * classes):
        found.append(u"It is much better on the rows it has learned from than on others: it knows them "
                     u"by heart. Expect what it scores on the rows held out, and try more rows.")
    off = 2 * math.sqrt(held * (1 - held) / n + 1.0 / n / n) / (1 + 4.0 / n) if classes else 0
    if off > 0.05 or n < 30:  # Wilson's interval, 95 %
        half = (held + 2.0 / n) / (1 + 4.0 / n)
        found.append(few + u": the score on others may well be " + (u"anything from %.0f to %.0f %%." % (
            100 * (half - off), 100 * (half + off)) if classes else u"very different."))
    if facts["never"] and any(story["shares"]):
        found.append(u"It never says %s, rare or like others; --balance makes each class count alike."
                     % listed(facts["never"], 80))
    if facts["leaks"] and 1 - held < 0.1 * (1 - rule):
        found.append(u"Nearly all about %s is told by %s%s: make sure that this is known before, or leave it "
                     u"out (--ignore)." % (name, listed(facts["leaks"]),
                                           u", each alone" * (len(facts["leaks"]) > 1)))
    return found

def score_tables(target, facts, m):
    """Tables of cells, head first: the scores; for classes, how often which was taken for which."""
    three = facts["learned"], facts["held"], facts["rule"]
    always = facts["always"] if target["kind"] == "class" else figure(facts["always"])
    head = [u"", u"%s learned from" % counted(m, u"row"), u"%d held out" % len(facts["truth"]),
            u"always saying %s" % shown(always, 30)]
    if target["kind"] == "number":
        unit = u" (%s)" % target["unit"] if target["unit"] else u""
        return [[head, [u"R2 (1: exact, 0: as the mean)"] + [u"%.3f" % f["score"] for f in three],
                 [u"mean error" + unit] + [figure(f["error"]) for f in three]]]
    classes, count = target["classes"], collections.Counter(zip(facts["truth"], facts["said"]))
    names = [shown(c, 30) for c in classes]
    if len(set([shown(name, 14) for name in names])) < len(names):
        names = [u"%d %s" % pair for pair in enumerate(classes, 1)]
    matrix = [[u"is \\ said"] + [shown(name, 14) for name in names] + [u"found"]]
    for c, name in zip(classes, names):
        row = [count.get((c, other), 0) for other in classes]
        matrix.append([shown(name, 30)] + [u"%d" % n for n in row] +
                      [lost(target, count.get((c, c), 0) / sum(row)) if sum(row) else u"-"])
    return [[head, [u"named right"] + [lost(target, f["score"]) for f in three]], matrix]

def tell_story(story):
    what = [u"%s (%.0f %%, loss %.4g)" % (u"-".join(map(Text, c.sizes)), 100 * share, c.loss)
            for c, share in zip(story["candidates"], story["shares"])]
    return u"Networks: the mean of %d of each of these shapes, each of which learned without another part " \
        u"of the rows: %s; the simplest rule (%.0f %%, loss %.4g). Losses are on the parts not learned " \
        u"from, shares are the best there.%s" % (
            story["folds"], u", ".join(what), 100 - 100 * sum(story["shares"]),
            story["candidates"][0].curves[0][1],
            u" This was a trial: the model kept then learns from the rows held out too." * story["again"])

LOST = {"class": u"how many fewer are named right", "number": u"how much the mean error grows"}

def lost(target, loss):
    return u"%.1f %%" % (100 * loss) if target["kind"] == "class" else figure(loss, 3)

def tell_scores(target, facts, m):
    for table in score_tables(target, facts, m):
        if len(table) <= 13:
            print_table(table, True)
    found = [u"%s %s" % (shown(name, 30), lost(target, loss)) for loss, name in facts["importances"][:8]]
    if found:
        say(u"columns that matter, and %s without each: %s" % (LOST[target["kind"]], u", ".join(found)))
    for sentence in facts["sentences"]:
        say(u"* " + sentence)

def print_table(lines, right=False):
    """Columns below each other, which end there, but for the first, if right."""
    widths = [max([len(cell) for cell in column]) for column in zip(*lines)]
    for line in lines:
        cells = [cell.rjust(w) if right else cell.ljust(w) for cell, w in zip(line, widths)]
        say(u"  " + u"   ".join([line[0].ljust(widths[0])] + cells[1:]).rstrip())

# ---- files --------------------------------------------------------------------------------------
def same_file(a, b):
    try:
        return os.path.realpath(a) == os.path.realpath(b) or os.path.samefile(a, b)
    except (OSError, AttributeError):  # Python 2 on Windows has no samefile
        return False

def check_outputs(outputs, inputs):
    """Refuses outputs that cannot be written, or are an input, or each other."""
    needed = list(inputs) + [__file__, purenn.__file__, os.path.join(HERE, "export.py")]
    for k, path in enumerate(outputs):
        there = os.path.exists(path)
        for wrong, what in (
                (not os.path.isdir(os.path.dirname(os.path.realpath(path))), u"there is no such folder"),
                (there and not os.path.isfile(path), u"this is not a file that could be replaced"),
                (there and not os.access(path, os.W_OK), u"this file may not be written"),
                (any([same_file(path, other) for other in needed + outputs[:k]]),
                 u"this file is needed: give another name for what is written")):
            if wrong:
                raise Problem(u"%s: %s" % (shown(path), what))

def publish(files):
    """Writes all files, [(path, text)], or none: each beside its place first, then all are renamed."""
    replace, made, kept = getattr(os, "replace", os.rename), [], []
    try:
        for path, text in files:
            place = os.path.realpath(path)  # a link stays, what it points to is replaced
            made.append((beside(place, text.encode("utf-8", "replace")), place))
        for new, place in made:
            old = beside(place, contents(place)) if os.path.exists(place) else None
            kept.append((old, place))
            replace(new, place)
    except BaseException as error:
        for old, place in kept:
            if old:
                replace(old, place)
            elif os.path.exists(place):
                os.remove(place)
        if isinstance(error, (IOError, OSError)):
            raise Problem(u"%s: %s; nothing was written" % (shown(path), error.strerror or error))
        raise
    finally:
        for name, _ in made + kept:
            if name and os.path.exists(name):
                os.remove(name)
    return [shown(path) + u" (replaced)" * bool(old) for (path, _), (old, _) in zip(files, kept)]

def beside(place, data):
    """A new file of a name of its own beside a place, with the rights of what stands there."""
    handle, name = tempfile.mkstemp(prefix=".tabular-", dir=os.path.dirname(place))
    try:
        with os.fdopen(handle, "wb") as f:
            f.write(data)
            f.flush()
            os.fsync(f.fileno())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, os.stat(place).st_mode & 0o777 if os.path.exists(place) else 0o666 & ~mask)
    except BaseException:
        os.remove(name)
        raise
    return name

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
    data = contents(path)
    try:
        table, net = json.loads(data.decode("utf-8"))["table"], purenn.load(path)
        check_table(table, net)
    except (IOError, KeyError, TypeError, ValueError, AttributeError, IndexError, RuntimeError) as error:
        what = u"%s: %s" % (type(error).__name__, shown(Text(error), 80))
        raise Problem(u"%s: not a model of this program, or changed by hand (%s)" % (shown(path), what))
    return net, table

def check_table(table, net):
    """ValueError, KeyError or TypeError unless all that is used of a model's table fits."""
    def expect(what, *fits):
        if not all(fits):
            raise ValueError(what)

    def finite(values, *sizes):
        return isinstance(values, list) and len(values) in sizes and all(
            [isinstance(v, (int, float)) and not isinstance(v, bool) and abs(v) < 1e300 for v in values])

    def texts(values):
        return isinstance(values, list) and values and all([isinstance(v, Text) for v in values]) \
            and len(set(values)) == len(values)

    target, columns = table["target"], table["columns"]
    expect(u"names", texts(table["names"]), table["names"].count(target["name"]) == 1,
           table["decimal"] in MARKS, target["kind"] in LOST, texts([column["name"] for column in columns]))
    if target["kind"] == u"class":
        expect(u"classes", texts(target["classes"]), len(target["classes"]) == net.sizes[-1])
    else:
        expect(u"target", finite([target["low"], target["high"]], 2), isinstance(target["unit"], Text),
               isinstance(target.get("marks", []), list),
               net.sizes[-1] == 1)
    for column in columns:
        kind = column["kind"]
        expect(u"column", column["name"] in table["names"], type(column["flag"]) is bool,
               isinstance(column.get("unit", u""), Text),
               *[isinstance(column.get(key, []), list) for key in ("such", "marks")])
        if kind in (u"category", u"code"):
            expect(u"values", texts(column["values"]), type(column["other"]) is bool,
                   kind == u"category" or finite([float(v) for v in column["values"]], len(column["values"])),
                   finite(column.get("span") or [0, 0], 2))
        else:
            dated, squash = kind == u"date" and column["order"] != u"clock", column.get("squash")
            expect(u"kind", kind in (u"number", u"yes/no", u"date"), "values" not in column,
                   kind != u"date" or column["order"] in ORDERS, dated or not column.get("exact"),
                   finite(column["medians"], *(3, 4) if dated else (1,)),
                   all([finite(pair, 2) and (u"%s%s" % tuple(pair)).isdigit() and pair[1] < 99
                        and pair[0] < len(column["medians"]) for pair in column.get("cycles", [])]),
                   finite(column.get("span") or [0, 0], 2),
                   squash is None or kind == u"number" and finite(squash, 2) and squash[1] > 0)
    expect(u"inputs", sum(map(width, columns)) == net.sizes[0])

# ---- report -------------------------------------------------------------------------------------
STYLE = u"""body{font:16px/1.5 system-ui,sans-serif;max-width:44em;margin:1em auto;padding:0 1em;color:#222}
h1{font-size:1.6em;line-height:1.2;overflow-wrap:anywhere}
h2{font-size:1.2em;margin-top:2em;border-bottom:1px solid #ccc}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9em}
td,th{padding:.2em .7em;border:1px solid #ccc;text-align:right}td.t,th.t{text-align:left}
.say{background:#fff3d6;padding:.5em .8em;border-left:4px solid #e0a100}
svg{width:100%;height:auto;background:#fff}
@media print{body{max-width:none;font-size:11pt}h2{break-after:avoid}tr,svg,.say{break-inside:avoid}}"""
BLUE, RED = u"#2166ac", u"#b2182b"

def escaped(words):
    return re.sub(u'[&<>"]', lambda match: u"&#%d;" % ord(match.group()), shown(words, 200))

def paragraphs(lines, start=u"<p>"):
    return [u"%s%s</p>" % (start, escaped(line)) for line in lines]

def html_table(lines, texts=1):
    """The first line as headings; so many columns are text, which begins at the left."""
    rows = [u"".join([u"<%s%s>%s</%s>" % (tag, u' class="t"' * (k < texts), escaped(cell), tag)
                      for k, cell in enumerate(line)])
            for tag, line in zip([u"th"] + [u"td"] * len(lines), lines)]
    return u'<div class="wide"><table>\n<tr>%s</tr>\n</table></div>' % u"</tr>\n<tr>".join(rows)

def svg(height, parts):
    return u'<svg viewBox="0 0 600 %d" xmlns="http://www.w3.org/2000/svg" font-size="15" ' \
        u'font-family="sans-serif" role="img">\n%s\n</svg>' % (height, u"\n".join(parts))

def label(x, y, anchor, words, colour=u"#222"):
    words = x, y, anchor, colour, escaped(words)
    return u'<text x="%d" y="%d" text-anchor="%s" fill="%s">%s</text>' % words

def chart(low, high, names, dots, lines):
    """Dots, as (x, y), and lines, as (colour, name, dots), between two corners."""
    def place(dot):
        x, y = [(v - a) / ((b - a) or 1) for v, a, b in zip(dot, low, high)]
        return 100 + 480 * x, 300 - 270 * y

    lines = [(u"#bbb", u"", [(low[0], high[1]), low, (high[0], low[1])])] + lines
    parts = [label(340, 340, u"middle", names[0]), label(100, 18, u"start", names[1])] + [
        label(x, y, u"end" if k else u"start", figure(v) if abs(v) < 1e9 else u"%.3g" % v)
        for k, (v, x, y) in enumerate(zip(low + high, (100, 94, 580, 94), (320, 300, 320, 40)))]
    for k, (colour, name, points) in enumerate(lines):
        parts += [u'<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (colour, u" ".join(
            [u"%.1f,%.1f" % place(dot) for dot in points])), label(570, 25 + 20 * k, u"end", name, colour)]
    return svg(350, parts + [u'<circle cx="%.1f" cy="%.1f" r="3" fill="%s" fill-opacity=".5"/>' % (
        place(dot) + (BLUE,)) for dot in dots])

def bars(target, pairs):
    parts = []
    for k, (value, name) in enumerate(pairs):
        length, y = 270 * value / pairs[0][0], 24 * k + 18
        parts += [label(204, y, u"end", shown(name, 26)),
                  label(216 + length, y, u"start", lost(target, value)),
                  u'<rect x="210" y="%d" width="%.1f" height="18" fill="%s"/>' % (y - 14, length, BLUE)]
    return svg(24 * len(pairs) + 6, parts)

def report_text(table, target, facts, m, story, model):
    """The report as one HTML file without scripts: for a phone, a printer, a mail."""
    name, tables = shown(os.path.basename(table.path)), score_tables(target, facts, m)
    title = u"%s from %s" % (escaped(target["name"]), escaped(name))
    parts = [u'<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8"><title>%s</title>' % title,
             u'<meta name="viewport" content="width=device-width, initial-scale=1">',
             u"<style>%s</style></head>\n<body>\n<h1>%s</h1>" % (STYLE, title)]
    parts += paragraphs(facts["sentences"], u'<p class="say">')
    parts += [u"<h2>How good it is</h2>", html_table(tables[0])]
    if target["kind"] == "class":
        parts += [u"<p>Of the rows held out, how often each class (a line) was said to be which (a column):"
                  u"</p>", html_table(tables[1])]
    else:
        low, high = [f(facts["truth"] + facts["said"]) for f in (min, max)]
        parts.append(chart((low, low), (high, high), (u"true", u"predicted, rows held out"), list(
            zip(facts["truth"], facts["said"]))[:1000], [(u"#bbb", u"", [(low, low), (high, high)])]))
    if facts["importances"]:
        parts += [u"<h2>Which columns matter</h2>", u"<p>On the rows held out, %s when the cells of a "
                  u"column are dealt to other rows (20 columns at most).</p>" % LOST[target["kind"]],
                  bars(target, facts["importances"][:20])]
    curves = [(k, pair) for k, pair in enumerate(max(
        zip(story["shares"], story["candidates"]), key=lambda pair: pair[0])[1].curves) if k]
    top = max([max(pair) for _, pair in curves] + [0])
    parts += [u"<h2>Learning</h2>", chart((1, 0), (len(curves), top), (u"epoch", u"loss"), [], [
        (colour, u"on rows %slearned from" % no, [(k, pair[n]) for k, pair in curves])
        for n, colour, no in ((0, BLUE, u""), (1, RED, u"not "))])]
    parts += [u"<p>%s</p>" % tell_story(story), u"<h2>What became of the columns</h2>",
              html_table([[u"column", u"became", u""]] + fates(table.columns), 3)]
    parts += [u"<h2>How the file was read</h2>"] + paragraphs([
        u"%s: %d rows; encoding %s, decimal %s, %s header" % (name, len(table.rows), table.encoding, MARKS[
            table.decimal], u"with a" if table.header else u"no")] + table.notes + [
        u"Model: %s, of %s" % (shown(os.path.basename(model)), time.strftime("%Y-%m-%d, %H:%M"))])
    return u"\n".join(parts + [u"</body></html>\n"])

# ---- export -------------------------------------------------------------------------------------
# A module holds the network's predict(x), what became of the columns, the words it knows, and
# answer(row). The one in Python has this file's own functions, that in JavaScript says the same;
# C, where a row is a struct of numbers and texts, has a call for each column instead.
PYTHON = u'''"""%(doc)s."""
import json
import math

LAYERS = [[[float(v) for v in neuron.split()] for neuron in layer] for layer in [
    %(network)s]]  # bias and weights of each neuron, as texts, for which Jython has room
DECIMAL, MISSING, MONTHS, YES, NO, COLUMNS, CLASSES, INPUTS = json.loads(r"""%(table)s""")
FEATURES = [column["name"] for column in INPUTS]

def predict(x):
    """The network's outputs for its inputs: probabilities of the CLASSES, or a number."""
    for layer in LAYERS:
        if layer is not LAYERS[0]:
            x = [1.0 - 2.0 / (1.0 + math.exp(2.0 * max(-20.0, min(20.0, z)))) for z in x]  # tanh
        x = [neuron[0] + sum([w * v for w, v in zip(neuron[1:], x)]) for neuron in layer]
    e = [math.exp(z - max(x)) for z in x]
    return [v / sum(e) for v in e] if CLASSES else x

%(functions)s
def number(text, typed, unit, marks):
    try:
        return float(text) if abs(float(text)) < 1e100 and not (typed and u"." in text) else None
    except ValueError:
        return None

def answer(row):
    """The answer to a dict of the FEATURES, or a list of them; None where a value is unknown."""
    def words(v):
        return v.decode("utf-8") if isinstance(v, bytes) else v

    if isinstance(row, (list, tuple)):
        row = dict([((FEATURES + [k])[min(k, len(FEATURES))], v) for k, v in enumerate(row)])
    row = dict([(words(name), row[name]) for name in row])
    for name in list(row) + FEATURES:
        if name not in row or name not in COLUMNS:
            raise ValueError("row: no such column, or no value for it: %%r" %% name)
    x = []
    for column in INPUTS:
        v = words(row[column["name"]])
        whole, typed = isinstance(v, float) and v %% 1 == 0, DECIMAL == "," and isinstance(v, type(u""))
        text = u"" if v is None or v != v else u"%%d" %% v if whole else (u"%%s" %% (v,)).strip()
        wanted = column["kind"] in ("number", "code") and text.lower() not in MISSING
        if wanted and number(text, typed, u"", []) is None:
            raise ValueError("%%r: expected a number, or None, got %%r" %% (column["name"], v))
        x += inputs_of(column, value_of(column, text, typed))
    y = predict(x)
    return CLASSES[y.index(max(y))] if CLASSES else min(%(high)s, max(%(low)s, y[0]))
'''
JAVASCRIPT = u'''%(network)s
const [DECIMAL, MISSING, MONTHS, YES, NO, COLUMNS, CLASSES, INPUTS] = %(table)s;
const FEATURES = INPUTS.map(column => column.name);

function date(text, order) {
    const quarter = order.includes("q"), words = "t z utc gmt am pm a p st nd rd th".split(" ");
    let found = text.toLowerCase().match(/[0-9]+|\\p{L}+/gu) || [];
    if (/^(mon|tue|wed|thu|fri|sat|sun)/.test(found[0])) found.shift();
    const half = /^(pm?)$/m.test(found.join("\\n")) ? 12 : /^(am?)$/m.test(found.join("\\n")) ? 0 : null;
    found = found.filter(token => !(quarter && token === "q"));
    if (quarter && /^.{5}$/.test(found[0])) found.splice(0, 1, found[0][0], found[0].slice(1));
    if (order.includes("d") && /^.{8}$/.test(found[0]))
        found.splice(0, 1, found[0].slice(0, 4), found[0].slice(4, 6), found[0].slice(6));
    if (order.includes("y") && /^[0-9]{4}$/.test(found[0]))
        order = "y" + [...order.replace("y", "")].sort().reverse().join("");
    found = found.filter(token => !words.includes(token));
    const whole = token => /^[0-9]+$/.test(token) ? Number(token) : NaN;
    const at = part => found[order.indexOf(part)];
    const size = order === "clock" ? 0 : order.length, clock = found.slice(size, size + 3);
    let hour = clock.reduce((sum, token, k) => sum + whole(token) / [1, 60, 3600][k], 0);
    hour = !clock.length ? null : half === null ? hour : hour %% 12 + half;
    if (order === "clock") {
        const fits = found.length > 1 && found.length < 5 && found[1].length === 2 && text.includes(":");
        return fits && hour >= 0 ? [hour] : null;
    }
    const d = order.includes("d") ? whole(at("d")) : 1, year = at("y") || "", word = at("m") || "";
    const month = quarter ? 3 * whole(at("q")) - 2 :
        whole(word) || MONTHS.findIndex(names => names.some(name => word.startsWith(name))) + 1;
    const short = year.length === 2 && (["mdy", "dmy"].includes(order) || order === "my" && !whole(at("m")));
    const full = short || year.length === 4 ? whole(year) + (!short ? 0 : year < 50 ? 2000 : 1900) : 0;
    if (!(full && month >= 1 && month <= 12 && d >= 1 && d <= 31 && hour < 25)) return null;
    const y = full - (month < 3), days = y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
    return [full, month, (days + [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4][month - 1] + d + 6) %% 7, hour,
        full + (month - 1) / 12 + (d - 1) / 372];
}

function inputs_of(column, value) {
    const lost = value === null, flag = column.flag ? [Number(lost)] : [];
    const other = column.other ? [Number(!lost && !column.values.includes(value))] : [];
    if (column.kind === "code") {
        const levels = column.values.map(Number), v = lost ? levels[0] : value[0];
        const at = Math.min(Math.max(v, Math.min(...levels)), Math.max(...levels));
        const low = Math.max(...levels.filter(a => a <= at)), high = Math.min(...levels.filter(a => a >= at));
        const near = a => lost || a < low || a > high ? 0 : 1 - Math.abs(at - a) / (high - low || 1);
        return [v, ...levels.map(near), ...other.map(v => 0), ...flag];
    }
    if (column.values) return [...column.values.map(v => Number(v === value)), ...other, ...flag];
    let numbers = column.medians.map((m, k) => lost || value[k] === null ? m : value[k]);
    if (value && column.exact) numbers[0] = value[4];
    if (column.squash) numbers = [Math.asinh((numbers[0] - column.squash[0]) / column.squash[1])];
    for (const [place, n] of column.cycles || [])
        for (let k = 0; k < n; k++) flag.push(Number(Math.floor(numbers[place]) === k));
    return [...numbers, ...flag];
}

function value_of(column, v) {
    const text = v === null || v === undefined || Number.isNaN(v) ? "" : String(v).trim();
    const low = text.toLowerCase();
    if (MISSING.includes(low)) return null;
    if (column.kind === "date") return date(text, column.order);
    if (column.kind === "yes/no") return YES.includes(low) ? [1] : NO.includes(low) ? [0] : null;
    if (column.kind === "category")
        return column.values.includes(text) ? text : column.values.find(v => v.toLowerCase() === low) || text;
    const typed = DECIMAL === "," && typeof v === "string" && text.includes(".");
    if (typed || !(Math.abs(Number(text)) < 1e100))
        throw new RangeError(column.name + ": expected a number, or null if it is unknown");
    return [Number(text)];
}

/* %(doc)s, from an object of the FEATURES, or an array of them; null where a value is unknown. */
export function answer(row) {
    if (Array.isArray(row)) row = Object.fromEntries(row.map((v, k) => [k in FEATURES ? FEATURES[k] : k, v]));
    for (const name of Object.keys(row).concat(FEATURES))
        if (!Object.keys(row).includes(name) || !COLUMNS.includes(name))
            throw new RangeError("row: no such column, or no value for it: " + name);
    const inputs = INPUTS.map(column => inputs_of(column, value_of(column, row[column.name])));
    const y = predict([].concat(...inputs));
    return CLASSES.length ? CLASSES[y.indexOf(Math.max(...y))] : Math.min(%(high)s, Math.max(%(low)s, y[0]));
}
'''
C = u'''%(network)s
#include <stddef.h>

typedef struct { int year, month, day; REAL hour; } Date;  /* year 0: unknown; hour: NAN too */

/* Unknown: NAN, or NULL for text. Yes is 1, no 0. Texts are UTF-8; small or capital, A to Z are alike. */
typedef struct {
%(fields)s
} Row;

static int letter(char c, int exact) { return !exact && c >= 'A' && c <= 'Z' ? c + 32 : c; }

/* The place of a text; n: it is none of them, -1: it is unknown. */
static int place(const char *text, const char *const *values, int n, int exact) {
    static const char *const missing[] = %(missing)s;
    int k, at;
    if (exact && (!text || place(text, missing, %(n_missing)d, 0) < %(n_missing)d))
        return -1;
    for (k = 0; k < n; k++) {
        for (at = 0; text[at] && letter(text[at], exact) == letter(values[k][at], exact); at++)
            ;
        if (!text[at] && !values[k][at])
            return k;
    }
    return exact ? place(text, values, n, 0) : n;
}

static REAL *code(REAL *x, REAL v, const REAL *a, int n, int other, int flag) {
    int k, low = -1, high = -1, known = v == v;
    v = known ? v : a[0];
    for (k = 0; k < n; k++) {
        if (a[k] <= v && (low < 0 || a[k] > a[low])) low = k;
        if (a[k] >= v && (high < 0 || a[k] < a[high])) high = k;
    }
    *x++ = v;
    for (k = 0; k < n + other; k++)
        *x++ = (k != low && k != high) || !known ? 0 : low == high || low < 0 || high < 0 ? 1 :
            (k == low ? a[high] - v : v - a[low]) / (a[high] - a[low]);
    if (flag) *x++ = (REAL)!known;
    return x;
}

static REAL *choice(REAL *x, int known, int n, int other, int flag) {
    int k;
    for (k = 0; k < n + other; k++) *x++ = (REAL)(k == known);
    if (flag) *x++ = (REAL)(known < 0);
    return x;
}

static REAL *number(REAL *x, REAL v, REAL median, int flag, REAL centre, REAL spread) {
    int lost = v != v;
    v = lost ? median : v;
    *x++ = spread > 0 ? MATH(asinh, (v - centre) / spread) : v;
    if (flag) *x++ = (REAL)lost;
    return x;
}

static REAL *date(REAL *x, Date v, const REAL *medians, int n, int flag, int exact) {
    static const int shifts[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    int k, known = v.year != 0 && v.month >= 1 && v.month <= 12, y = v.year - (v.month < 3);
    REAL parts[4];
    parts[0] = (REAL)v.year + (exact ? (REAL)(v.month - 1) / 12 + (REAL)(v.day - 1) / 372 : 0);
    parts[1] = (REAL)v.month;
    parts[2] = known ? (REAL)((y + y / 4 - y / 100 + y / 400 + shifts[v.month - 1] + v.day + 6) %% 7) : 0;
    parts[3] = v.hour;
    for (k = 0; k < n; k++) *x++ = known && parts[k] == parts[k] ? parts[k] : medians[k];
    if (flag) *x++ = (REAL)!known;
    return x;
}

%(type)s answer(const Row *row) {  /* %(doc)s */
    REAL x[%(inputs)d], y[%(outputs)d], *end = x;
%(calls)s
    (void)place, (void)code, (void)choice, (void)number, (void)date, (void)end;
    predict(x, y);
%(result)s
}
'''
KEYWORDS = set(u"""auto break case char const continue default do double else enum extern float for goto if
inline int long register restrict return short signed sizeof static struct switch typedef union unsigned
void volatile while bool class new delete this template try catch throw public private protected virtual
operator namespace using friend explicit export typename true false and or not xor""".split())

def literal(value):
    """A value in C, in ASCII."""
    if isinstance(value, (list, tuple)):
        return u"{%s}" % u", ".join(map(literal, value))
    if not isinstance(value, Text):
        return u"%d" % value if isinstance(value, bool) else u"%r" % value
    return u'"%s"' % u"".join([chr(b) if 32 <= b < 127 and chr(b) not in u'"\\?' else u"\\%03o" % b
                               for b in bytearray(value.encode("utf-8"))])

def plain(words, wrong=u"[^ -~]|[\\\\\"*/?]"):  # of a docstring; in a comment of C, less is wrong
    return re.sub(wrong, u"_", shown(words))

def predict_text(net, language):
    """The source of the network's predict, in JavaScript or C."""
    try:
        from export import to_c, to_javascript
    except ImportError:
        raise Problem(u"export.py is missing: to export to %s, copy it from purenn's examples beside"
                      u" tabular.py" % language)
    return to_c(net) if language == u"C" else to_javascript(net)

def script_text(net, model, language):
    target, keys = model["target"], "name kind flag values other medians squash order exact cycles".split()
    columns = [dict([(key, c[key]) for key in keys if c.get(key) is not None]) for c in model["columns"]]
    words = [model["decimal"], sorted(MISSING), MONTHS, sorted(YES), sorted(NO), model["names"],
             target.get("classes", [])]
    fields = {"doc": plain(u"Predicts %s" % target["name"]), "table": u"[%s, [\n    %s]]" % tuple(
        [u",\n    ".join([Text(json.dumps(v, sort_keys=True)) for v in some]) for some in (words, columns)]),
        "low": u"%r" % target.get("low", 0.0), "high": u"%r" % target.get("high", 0.0)}
    if language == ".js":
        return JAVASCRIPT % dict(fields, network=predict_text(net, u"JavaScript"))
    layers = [u",\n    ".join([u'"%s"' % u" ".join([u"%r" % v for v in neuron]) for neuron in zip(b, *W)])
              for W, b in zip(net.weights, net.biases)]
    return PYTHON % dict(
        fields, functions=u"\n".join([typed(inspect.getsource(f)) for f in (date, inputs_of, value_of)]),
        network=u",\n    ".join([u"[%s]" % layer for layer in layers]))

def c_text(net, model):
    target, fields, calls, taken = model["target"], [], [], []
    for k, column in enumerate(model["columns"]):
        name = re.sub(u"[^A-Za-z0-9_]+", u"_", column["name"]).strip(u"_") or u"column"
        name = u"c_" + name if name[0].isdigit() or name in KEYWORDS else name
        while name in taken:
            name += u"_"
        taken.append(name)
        kind, flag = column["kind"], column["flag"]
        remark = plain(column["name"], u"[*/](?=[*/])|\\\\|[?](?=[?])")
        values = column.get("values") or column["medians"]
        values = values if kind == "category" else [float(v) for v in values]
        table, n, constant = u"values_%d" % k, len(values), u"char *const" if kind == "category" else u"REAL"
        if kind in ("category", "code"):
            value, f = u"row->%s, %s" % (name, table), {"code": u"code"}.get(kind, u"choice")
            value = value if kind == "code" else u"place(%s, %d, 1)" % (value, n)
            call = u"%s(end, %s, %d, %d, %d)" % (f, value, n, column["other"], flag)
        elif kind == "date" and n > 1:
            call = u"date(end, row->%s, %s, %d, %d, %d)" % (name, table, n, flag, column.get("exact", False))
        else:
            more = [values[0], flag] + [float(v) for v in column.get("squash") or (0, 0)]
            call = u"number(end, row->%s, %s)" % (name, u", ".join(map(literal, more)))
            remark += u", in hours" * (kind == "date")
        field = u"const char *" if kind == "category" else u"Date " if call[:4] == u"date" else u"REAL "
        fields.append(u"    %s%s;  /* %s */" % (field, name, remark))
        if table in call:
            calls.append(u"    static const %s %s[] = %s;" % (constant, table, literal(values)))
        calls.append(u"    end = %s;" % call)
        n += flag
        for spot, many in column.get("cycles", []):
            calls.append(u"    end = choice(end, (int)end[%d], %d, 0, 0);" % (spot - n, many))
            n += many
    answer = u"REAL", u"    return y[0] < %(low)r ? %(low)r : y[0] > %(high)r ? %(high)r : y[0];"
    if target["kind"] == "class":
        answer = u"const char *", u"""    int k, best = 0;
    for (k = 1; k < %(outputs)d; k++) best = y[k] > y[best] ? k : best;
    return classes[best];"""
        calls.insert(0, u"    static const char *const classes[] = %s;" % literal(target["classes"]))
    return C % {"network": predict_text(net, u"C"), "fields": u"\n".join(fields), "calls": u"\n".join(calls),
                "type": answer[0], "result": answer[1] % dict(target, outputs=net.sizes[-1]),
                "doc": plain(u"Predicts %s" % target["name"]),
                "missing": literal(sorted(MISSING)), "n_missing": len(MISSING),
                "inputs": net.sizes[0], "outputs": net.sizes[-1]}

def export(options):
    ending = os.path.splitext(options.module)[1].lower()
    if ending not in (".py", ".js", ".c"):
        raise Problem(u"%s: expected a name that ends with .py, .c or .js" % shown(options.module))
    check_outputs([options.module], [options.model])
    net, model = read_model(options.model)
    text = c_text(net, model) if ending == ".c" else script_text(net, model, ending)
    name, = publish([(options.module, text)])
    say(u"%s: answer(row) predicts %s from %s" % (name, shown(model["target"]["name"]),
                                                  listed([c["name"] for c in model["columns"]])))

# ---- commands -----------------------------------------------------------------------------------
def train(options):
    check_outputs([options.model, options.report], [options.csv] + ([options.test] if options.test else []))
    table = Table(options.csv, options, target=options.target)
    place = find_target(table, options.target)
    ignored, kept = [[table.names[find_target(table, name)] for name in names]
                     for names in (options.ignore, options.keep)]
    target, truth = study_target(table, place, options.kind)
    rows = [k for k, t in enumerate(truth) if t is not None]
    if options.balance and target["kind"] == "number":
        raise Problem(u"--balance is for classes, but %s is a number (--kind class)" % shown(target["name"]))
    if len(rows) < len(truth):
        table.notes.append(u"%s without a target left out" % counted(len(truth) - len(rows), u"row"))
    learned, held = (rows, []) if options.test else hold_out(rows, truth, options.held_out, options.seed)
    if len(learned) < 4 or not (held or options.test) or len(set([truth[k] for k in learned])) < 2:
        raise Problem(u"%s: %s with a target: too few, or too few that differ, to hold %g %% of them out"
                      % (shown(options.csv), counted(len(rows), u"row"), options.held_out))
    most = int(20000 * max(options.effort, 0.1))  # to go through them a dozen times and more
    if len(learned) > most:
        table.notes.append(u"%d of %d rows are learned from (--effort takes more)" % (most, len(learned)))
        learned = hold_out(learned, truth, 100.0 * most / len(learned), 2)[1]
    table.dates = options.dates or ("day" if u"," == table.decimal or u";" == table.delimiter else None)

    def study_all():
        table.columns = [
            left_out(name, u"--ignore") if name in ignored else study(table, k, learned, name in kept)
            for k, name in enumerate(table.names) if k != place]

    study_all()
    if not any(map(width, table.columns)):
        kept += [c["name"] for c in table.columns if c.get("index")]
        if kept:
            table.notes.append(u"row numbers are kept, as nothing else is left: %s" % listed(kept))
        study_all()
    limit_inputs(table, target, learned, truth)
    columns = [c for c in table.columns if c["kind"] != "left out"]
    lines = fates(table.columns)
    table.tell()
    say(u"columns:")
    print_table(lines[:40])
    if len(lines) > 40:
        say(u"  and %d more lines of columns, which are in the report" % (len(lines) - 40))
    if not columns:
        raise Problem(u"%s: no column is left to learn from (--keep COLUMN, or another --delimiter?)"
                      % shown(options.csv))
    classes = target.get("classes", [])
    hint = u" number, if it is an amount or a grade" * (len(classes) > 2 and None not in map(number, classes))
    say(u"target: %s is %s   (--kind%s)" % (
        shown(target["name"]), u"one of %d classes" % len(classes) if classes else u"a number", hint))

    def learn(places):
        X, said = encoded(table, columns, places)[0], [truth[k] for k in places]
        if target["kind"] == "number":
            low, high = min(said), max(said)
            target["low"], target["high"] = low - (high - low) / 10, high + (high - low) / 10
        count = collections.Counter(said if options.balance else [])
        times = dict([(t, min(20, max(count.values()) // n)) for t, n in count.items()])
        return train_networks(target, columns, X, said, times, options.effort) + ((X, said),)

    net, story, learned_parts = learn(learned)
    held_parts = test_rows(options, table, target, columns) if options.test else (
        encoded(table, columns, held)[0], [truth[k] for k in held])
    story["unread"] = [c["name"] for c in table.columns if c.get("why", u"").startswith(u"free text")]
    facts = judge(target, columns, net, (learned_parts, held_parts), story)
    more = any(story["shares"])
    story["again"] = more and len(learned) < len(rows) <= LEARNED_AGAIN and not story["stopped"]
    say(u"learned: %d small networks, whose mean answers (see the report)" % (
        story["folds"] * len(story["shares"])) if more else u"learned: the simplest rule")
    tell_scores(target, facts, len(learned))
    if story["again"]:
        say(u"now from all rows, those held out too:")
        again, its, _ = learn(rows)
        net = again if any(its["shares"]) else net
    entry = {"target": target, "columns": columns, "names": table.names, "decimal": table.decimal}
    say(u"model: %s   report: %s" % tuple(publish([
        (options.model, model_text(net, entry)),
        (options.report, report_text(table, target, facts, len(learned), story, options.model))])))

def limit_inputs(table, target, learned, truth):
    """Leaves out the columns that go least with the target, where there are too many inputs."""
    if sum(map(width, table.columns)) <= MAX_INPUTS:
        return
    learned, ranked, inputs = learned[:2000], [], 0
    wanted = [[truth[k] for k in learned]] if target["kind"] == "number" else [
        [float(truth[k] == c) for k in learned] for c in target["classes"][:10]]
    for k, column in enumerate(table.columns):
        if column["kind"] != "left out":
            X, _ = encoded(table, [column], learned)
            ranked.append((-max([correlation(a, b) for a in zip(*X) for b in wanted]), k))
    for _, k in sorted(ranked):
        inputs += width(table.columns[k])
        if inputs > MAX_INPUTS:
            table.columns[k] = left_out(table.columns[k]["name"], u"of %d columns, it goes less with the "
                                        u"target than those that fill %d inputs" % (len(ranked), MAX_INPUTS))

def correlation(a, b):
    x, y = mean(a), mean(b)
    xx, yy = sum([(v - x) ** 2 for v in a]), sum([(v - y) ** 2 for v in b])
    return abs(sum([(v - x) * (w - y) for v, w in zip(a, b)])) / math.sqrt(xx * yy) if xx * yy > 0 else 0.0

def encoded(table, columns, places):
    """The inputs of the rows; the rows in which cells of a column are odd in which way, or tell nothing."""
    X, odd = [], {"nothing": []}
    for k in places:
        X.append([])
        found = []
        for column in columns:
            j = table.where.get(column["name"])
            cell = u"" if j is None else table.rows[k][1][j]
            value = value_of(column, cell, table.decimal)
            X[-1] += inputs_of(column, value)
            found += [(oddity(column, cell, value), column["name"])] * (j is not None)
        ways = [way for way, _ in found if way != "missing"]
        if set(ways) <= set(["odd", "new", "other"]) and ("odd" in ways or len(ways) > 2):
            odd["nothing"].append(k)
        else:
            for way, name in found:
                odd.setdefault(way, {}).setdefault(name, []).append(k)
    return X, odd

def truth_of(table, target):
    """What the target's own column says, None where it is missing or new; [] without that column."""
    found, place = [], table.where.get(target["name"])
    for cell in [cells[place] for _, cells in table.rows if place is not None]:
        value = None if missing(cell) else number(
            cell, table.decimal, target.get("unit", u""), target.get("marks", []))
        cell = EMPTY if missing(cell) and EMPTY in target.get("classes", []) else cell
        if target["kind"] == "class":
            plain = u"%d" % value if value is not None and value == int(value) else cell
            value = ([c for c in target["classes"] if c in (cell, plain)] + [
                c for c in target["classes"] if c.lower() == cell.lower()] + [None])[0]
        found.append(value)
    return found

def test_rows(options, table, target, columns):
    test = Table(options.test, options, table.names, None, table.decimal)
    known_names(test, columns)
    truth = truth_of(test, target)
    places = [k for k, t in enumerate(truth) if t is not None and test.rows[k][0] not in test.aside]
    if not places:
        raise Problem(u"%s: no row with a known %s to test on" % (shown(options.test), shown(target["name"])))
    return encoded(test, columns, places)[0], [truth[k] for k in places]

def known_names(table, columns):
    """The columns of the model that a file lacks; Problem if it has none."""
    missed = [c["name"] for c in columns if c["name"] not in table.names]
    if len(missed) == len(columns):
        raise Problem(u"%s: none of the model's columns is there (%s); there are: %s"
                      % (shown(table.path), listed(missed, 60), listed(table.names, 60)))
    return missed

def predict(options):
    check_outputs([options.output] * (options.output is not None), [options.model, options.csv])
    net, model = read_model(options.model)
    target, columns = model["target"], model["columns"]
    table = Table(options.csv, options, model["names"], target["name"], model["decimal"],
                  sum([column.get("values", []) for column in columns], []))
    missed = known_names(table, columns)
    heads = [u"predicted_" + target["name"]] + [u"probability"] * (target["kind"] == "class")
    places = [k for k, (line, _) in enumerate(table.rows) if line not in table.aside]
    X, odd = encoded(table, columns, places)
    outputs = net.forward_propagation(X)
    said = dict(zip(places, answers(target, outputs)))
    added = dict([(k, [said[k], u"%.4f" % max(row)] if target["kind"] == "class" else [figure(said[k], 7)])
                  for k, row in zip(places, outputs)])
    for k in odd["nothing"]:
        del added[k], said[k]
    table.put_aside([table.rows[k] for k in odd["nothing"]], u"of units or types")
    known = set(model["names"])
    kept = [k for k, name in enumerate(table.names) if name in known or not (
        name == heads[0] or k and table.names[k - 1:k + 1] == heads)]  # earlier answers are replaced
    lines = [[table.heads[k] for k in kept] + heads] if table.header else []
    for k, (_, cells) in enumerate(table.rows):
        more = added.get(k, [u""] * len(heads))
        lines.append([cells[j] for j in kept] + more[:-1] + [more[-1].replace(u".", table.decimal)])
    text = u"".join([table.delimiter.join([u'"%s"' % c.replace(u'"', u'""') if re.search(
        u'[\\s"]', c) or table.delimiter in c else c for c in cells]) + u"\n" for cells in lines])
    if options.output:
        publish([(options.output, table.mark + text)])
    else:
        out = getattr(sys.stdout, "buffer", sys.stdout)
        out.write(text.encode("utf-8"))
        out.flush()
    for line in tell_predicted(table, target, missed, odd, said, columns):
        say(line, sys.stderr)

def tell_predicted(table, target, missed, odd, said, columns):
    """What was done with a file to predict, and how right the answers are where it can be told."""
    lines = [u"%s: %s" % (shown(table.path), counted(len(said), u"row"))]
    lines += [u"note: " + note for note in table.notes]
    if missed:
        lines.append(u"note: these columns are not there, and taken as missing: " + listed(missed))
    spans = dict([(c["name"], u"; learned from %s to %s" % tuple(map(figure, c.get("span") or (0, 0))))
                  for c in columns])
    for what, words in (("missing", u"missing cells, filled in as in training"),
                        ("odd", u"cells not of the kind or unit learned, taken as missing"),
                        ("new", u"categories not among those learned, taken as none of them"),
                        ("daily", u"dates without a time of day, which is taken as the median"),
                        ("limit", u"cells with < or > taken as the number that follows"),
                        ("far", u"numbers far outside those learned from, so the answers are guesses")):
        found = [(name, rows, table.rows[rows[0]]) for name, rows in sorted(odd.get(what, {}).items())]
        if found:
            lines.append(u"note: %s: %s" % (words, listed([u"%s (%d, first in line %d%s%s)" % (
                shown(name, 40), len(rows), line, (u": " + cells[table.where[name]]).rstrip(u": "),
                spans.get(name, u"") * (what == "far")) for name, rows, (line, cells) in found], 150, 120)))
    pairs = [(t, said[k]) for k, t in enumerate(truth_of(table, target)) if t is not None and k in said]
    if pairs:
        found = score(target, *map(list, zip(*pairs)))
        right = lost(target, found["score"]) + u" right" if target["kind"] == "class" else \
            u"R2 %.3f, mean error %s" % (found["score"], figure(found["error"]))
        lines.append(u"the file has %s itself: %s of %s; if the model learned from these, that says little "
                     u"of others" % (shown(target["name"]), right, counted(len(pairs), u"row")))
    return lines

def typed(words):
    return words if isinstance(words, Text) else words.decode("utf-8", "replace")

def delimiter(words, wrong=u"\r\n\0\""):
    mark = DELIMITERS.get(words) or typed(words)
    if len(mark) != 1 or mark in wrong or ord(mark) > 127:
        raise ValueError
    return mark

def quote(words):
    return words if words == "none" else delimiter(words, u"\r\n\0")

def checked(kind, low, high, words):
    def parse(text):
        value = kind(text)
        if not low <= value <= high:
            raise ValueError
        return value
    parse.__name__ = words  # argparse: "invalid number from 1 to 90: value: 'x'"
    return parse

COMMANDS = (
    (train, "learn from a table, in seconds or about a minute; writes a model and a report, and prints what "
     "became of the columns and how good it is"),
    (predict, "add a model's answers to a table: writes (--output) or prints it with one column more, "
     "predicted_COLUMN, and for classes their probability"),
    (export, "write a model as a module that needs nothing else: answer(row) in Python, C or JavaScript"))
COLUMN, FILE = dict(type=typed, metavar="COLUMN"), dict(metavar="FILE")
MORE = dict(COLUMN, action="append", default=[])
OPTIONS = (  # the first letters of the commands that have it, its name, its help, what else argparse wants
    ("tp", "csv", "the table; to predict, its columns may stand in any order", {}),
    ("t", "--target", "what to predict: a column's name or number", dict(COLUMN, required=True)),
    ("t", "--model", "to write; default: %(default)s", dict(FILE, default="model.json")),
    ("t", "--report", "to write; default: %(default)s", dict(FILE, default="report.html")),
    ("t", "--ignore", "leave a column out; may come more than once", MORE),
    ("t", "--keep", "keep a column that would be left out; may come more than once", MORE),
    ("t", "--kind", "what the target is", dict(choices=["class", "number"])),
    ("t", "--balance", "let rare classes count as much as common ones", dict(action="store_true")),
    ("t", "--test", "hold out the rows of this file, instead of some of the table's", FILE),
    ("t", "--held-out", "rows to hold out, in percent; default: 20",
     dict(default=20.0, type=checked(float, 1, 90, "percentage from 1 to 90:"), metavar="N")),
    ("t", "--seed", "another one holds other rows out",
     dict(default=0, type=checked(int, 0, 2 ** 30 - 1, "number from 0:"), metavar="N")),
    ("t", "--effort", "more takes longer; default: 1, about a minute for a large table",
     dict(default=1.0, type=checked(float, 0.001, 1000, "number from 0.001 to 1000:"), metavar="X")),
    ("p", "--output", "the CSV file to write, in UTF-8; default: print it. Cells are written as they are: a "
     "spreadsheet takes those that begin with = + - @ for formulas", FILE),
    ("tp", "--delimiter", "comma, semicolon, tab, bar, space or a character", dict(type=delimiter)),
    ("tp", "--decimal", "in numbers", dict(choices=["point", "comma"])),
    ("t", "--dates", "which comes first in 1/2/2020, the day or the month", dict(choices=["day", "month"])),
    ("tp", "--encoding", "as in utf-8, latin-1, cp1250", {}),
    ("tp", "--header", "whether the first row has the columns' names", dict(choices=["yes", "no"])),
    ("tp", "--quote", "the quotation mark, or none", dict(type=quote)),
    ("e", "module", "to write; its ending says the language: .py, .c or .js", {}))

def parser():
    top = argparse.ArgumentParser(prog="tabular.py", description=__doc__.split("\n")[0],
                                  formatter_class=argparse.RawDescriptionHelpFormatter,
                                  epilog="\n".join(__doc__.split("\n")[2:]))
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    for function, words in COMMANDS:
        one = commands.add_parser(function.__name__, help=words, description=words)
        one.set_defaults(function=function)
        if function is not train:
            one.add_argument("model", help="what train wrote")
        for letters, name, words, more in OPTIONS:
            if function.__name__[0] in letters:
                one.add_argument(name, help=words, **more)
    return top

def main(arguments=None):
    top = parser()
    options = top.parse_args(arguments)
    if not hasattr(options, "function"):  # Python 2 would refuse it itself
        top.error("train, predict or export?")
    try:
        options.function(options)
    except Problem as problem:
        say(u"tabular: " + shown(Text(problem), 297)[:290], sys.stderr)
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
