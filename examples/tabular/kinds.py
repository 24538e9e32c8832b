# coding: utf-8
"""The kinds of columns: a class for each, with all that depends on the kind.

To add a kind: a class below, with its recognise in RECOGNISERS where its turn is, and in KINDS;
its two functions in KINDS of answer.py and of answer.js; what c_read and c_inputs call in answer.c,
between "for" and "end for"; a column, cells and what it is recognised by in golden.py. To add a
form of dates: its cells in golden.py; date in answer.py and answer.js, read_date in answer.c; and
DATE_ORDERS if its parts stand in a new order, with a column in golden.py.

    python3 -m pytest -q examples/tabular/test_cells.py     # says what was forgotten, and where
"""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import re
from . import answer
from .cells import (CLOCK, CURRENCY_SIGNS, FACTORS, FLAG, NO, NO_FLAGS, SCALES, SHARES, YES, bare,
                    ending, is_limit, is_share, missing, number, powers_of, says_unknown)
from .words import Text, counted, figure, in_quotes, listed, quoted, shown

MAX_CATEGORIES = 100
# Names of columns that tell rows apart: "id", "customer_id", "userid", "row.names", "Unnamed: 0",
# "Nr."
IDENTITY = re.compile("(?:unnamed.*|row.?(?:names?|nr|no|num|number|index)?|index|idx|#|"
                      "(?:.*[^a-z])?(?:id|key)[ #.]*|.+nr[.]?|.+nummer|"
                      "(?:.*[^a-z])?(?:uuid|guid|ssn)|"
                      "(?:.*[^a-z])?(?:user|customer|client|patient|person|student|employee|"
                      "member|subject|row|record|order|case|sample|item|product|account|device|"
                      "transaction)id)$",
                      re.I)
CAMEL_ID = re.compile(".*[a-z]I[Dd]$")  # customerID
COUNTS_OF_TIME = re.compile("(?:.*[^a-z])?(?:year|jahr|date|time|timestamp|month|day|hour|minute|"
                            "second)s?$", re.I)  # these may count, and still tell something
COUNTER = re.compile("(?:x|nr|no|num|number|obs|case)$", re.I)  # if its numbers rise
# 120/80, 3 x 4, 2h 30m, (40.6, -73.9)
TWO_NUMBERS = re.compile("[(]?-?[0-9.,]+ *(?:[/x:\u2013-]|[a-z']+|(?<=,) ) *-?[0-9.,]+ *[a-z\")]*$")
# Q2 2021, Q22021, 2021-T2, 2Q2021; not T10:00
QUARTER = re.compile("(?:^|[^a-z])(?:q ?[1-4]|t ?[1-4](?![0-9:])|[1-4]q)", re.I)
DATE_ORDERS = ["ymd", "mdy", "dmy", "ym", "my", "yq", "qy", "clock"]
DATE_PARTS = ["time", "month", "weekday", "hour"]


def mean(values):
    return sum(values) / len(values)


def quantile(values, share=0.5):
    """The value below which a share of them lies; the median, by default."""
    values = sorted(values)
    place = share * (len(values) - 1)
    low = int(place)
    return values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low])


def centre(values):
    """The median, and what is the deviation if the middle half is as of a normal distribution."""
    low, half, high = [quantile(values, share) for share in (0.25, 0.5, 0.75)]
    deviation = mean([(v - half) * (v - half) for v in values]) ** 0.5
    return half, (high - low) / 1.349 or deviation


# ---- what a column is recognised by -------------------------------------------------------------
class Seen(object):
    """A column as it stands in the table: what the kinds look at."""

    def __init__(self, name, cells, learned, decimal, dates=None, keep=False, unnamed=False,
                 forced=False, lines=None):
        self.name, self.cells, self.learned, self.decimal = name, cells, learned, decimal
        self.lines = lines or range(1, len(cells) + 1)  # of the cells, in the file
        self.dates = dates      # "day" or "month": which comes first in 1/2/2020
        self.keep = keep        # --keep: not to be left out
        self.unnamed = unnamed
        self.forced = forced    # --number: what is no number is missing
        self.is_wanted = keep or forced
        self.present = [cell for cell in cells if not missing(cell)]
        self.distinct = set(self.present)
        self._reading = None
        self._order = None

    @property
    def apart(self):
        """Whether most cells differ from each other."""
        return len(self.distinct) > 10 and len(self.distinct) > 0.5 * len(self.present)

    @property
    def reading(self):
        """The Reading of the cells as numbers."""
        if self._reading is None:
            self._reading = read_numbers(self.cells, self.decimal)
        return self._reading

    @property
    def order(self):
        """The order of the parts if the cells are dates, else None."""
        if self._order is None:
            known = without_few_words([cell for cell in self.present if not says_unknown(cell)])
            # Nobody who writes a decimal comma writes the month first.
            first = self.dates or ("day" if self.decimal == "," else None)
            self._order = [date_order(known, first) if known and may_be_dates(known[0]) else None]
        return self._order[0]

    def is_number(self):
        """Whether enough of the cells are numbers, and no codes or days written in digits."""
        if len(set(self.reading.known)) < 2:
            return False
        if self.forced:
            return True
        return read_as_numbers(self.reading, self.cells, 0.5 if self.apart else 0.95) \
            and not (self.has_leading_zeros() or self.is_days_in_digits())

    @property
    def numbers(self):
        """The cells that are numbers."""
        return [cell for v, cell in zip(self.reading.values, self.cells) if v is not None]

    def converted(self):
        """The units beside the commonest one that stand for it, and "no unit" for 5 beside 5K."""
        reading = self.reading
        powers = SHARES if reading.share else powers_of(reading.unit)
        ends = set([ending(cell) for cell in self.numbers]) & set(powers)
        return sorted([end or "no unit" for end in ends - set([reading.unit] + reading.marks)])

    def has_leading_zeros(self):
        """Whether the cells are codes such as 01067: all digits, of one length or with a 0
        first."""
        cells = self.numbers
        if not any([re.match("0[0-9]", cell) for cell in cells]):
            return False
        length = len(cells[0])
        return all([cell.isdigit() and (cell[0] == "0" or len(cell) == length) for cell in cells])

    def is_days_in_digits(self):
        """Whether the cells are months as 202105, days as 20210503, with hours as 2021050314, or
        times of day as 9:30."""
        first = self.numbers[0]
        if not first.isdigit():
            return ":" in first and self.order == "clock"
        return self.order == ("ym" if len(first) == 6 else "ymd")


WORD = re.compile("[^\\W\\d_][^0-9]+$", re.UNICODE)  # two letters or more, as "Fehler": no code
INFINITE = ("inf", "infinity")  # more than any number, and not unknown


def read_as_numbers(reading, cells, share):
    """Whether so many of the cells are numbers; or all, but for words that say that there is none.

    Such are "unknown" and its like; and one word, or up to three in half of the cells, beside
    numbers of more than ten kinds: so they are amounts, and no codes."""
    words = [cell for v, cell in zip(reading.values, cells) if v is None and not says_unknown(cell)]
    known, different = reading.known, set(words)
    if len(known) >= share * (len(known) + len(words)):
        return True
    most = 3 if len(known) >= len(words) else 1
    return len(set(known)) > 10 and len(different) <= most \
        and all([WORD.match(word) and word.lower() not in INFINITE for word in different])


Reading = collections.namedtuple("Reading", "values known unit marks share")


def read_numbers(cells, decimal):
    """The Reading of cells: the number of each or None, their common unit, the marks beside
    them, whether they are shares, such as 0.12 or 12 %."""
    ends = [ending(cell) for cell in cells[:1000] if not missing(cell) and bare(cell)]
    unit = common_unit(ends)
    values = each(cells, lambda cell: None if missing(cell) else number(cell, decimal, unit))
    if all([v is None or is_limit(cell) for v, cell in zip(values, cells)]):
        values = [None] * len(cells)  # <50 and >=50, say, are classes
    marks = marks_beside(cells, values, unit, ends, decimal)
    if marks:
        values = each(cells, lambda cell: number(cell, decimal, unit, marks))
    share = not unit and is_share(present(values))
    if share and "%" in ends:
        values = each(cells, lambda cell: number(cell, decimal, unit, marks, share))
    return Reading(values, present(values), unit, marks, share)


def present(values):
    """The values that are not None."""
    return [v for v in values if v is not None]


def each(cells, function):
    """[function(cell) of each cell], called once for equal cells."""
    found = {}
    for cell in cells:
        if cell not in found:
            found[cell] = function(cell)
    return [found[cell] for cell in cells]


def common_unit(ends):
    """The commonest ending, of "K" and "M" the commonest of these; "" where it is a mark, or
    long."""
    if not ends:
        return ""
    count = collections.Counter(ends)
    unit = max(count, key=lambda end: (count[end], end))
    if not unit or len(unit) > 8:
        factors = [end for end in ends if end in FACTORS]
        unit = max(factors, key=factors.count) if factors else ""
    is_mark = "" in count and FLAG.match(unit) and unit not in NO_FLAGS
    return "" if is_mark else unit


def marks_beside(cells, values, unit, ends, decimal):
    """The endings beside the unit that say nothing of the number: ["*"] of 5 and 5*; [] where
    unsure."""
    others = [cell for v, cell in zip(values, cells[:1000])
              if v is None and number(bare(cell), decimal) is not None]
    marks = sorted(set([ending(cell) for cell in others]) - set([""]))
    if not 0 < len(marks) < 7 or not all([says_nothing(mark, unit) for mark in marks]):
        return []
    if len(set(others)) <= 40 and len(others) >= 0.5 * len(ends):
        return []
    if "+" in marks and any([cell.endswith("-") for cell in cells]):
        return []  # 3+, 3-: grades
    return marks


def is_plural(one, more):
    """Whether "years" is more than one "year", "Tage" than one "Tag"; "ms" is not of "m"."""
    return len(one) > 1 and more in (one + "s", one + "e")


def says_nothing(mark, unit):
    """Whether an ending is the unit and more ("kg net"), one of it ("year" of "years"), or where
    there is no unit a flag ("*")."""
    if mark.startswith((unit + " ", unit + "(")) or is_plural(mark, unit) or is_plural(unit, mark):
        return True
    return not unit and bool(FLAG.match(mark)) and mark not in NO_FLAGS


def may_be_dates(cell):
    """Whether a cell is more than digits, or they begin with a year, as 202105; not 1111111111."""
    return not cell.isdigit() or YEARS[0] <= int(cell[:4]) <= YEARS[1]


def without_few_words(cells):
    """The cells without up to three words in the place of days: "pending", "still in office"."""
    words = [cell for cell in cells if not re.search("[0-9]", cell)]
    if len(set(words)) > 3 or len(words) > 0.5 * len(cells):
        return cells
    return [cell for cell in cells if re.search("[0-9]", cell)]


def date_order(cells, first):
    """How the parts of dates follow each other, as in "ymd", or None.

    first ("day", "month", None) decides where two ways would do, as for 1/2/2020."""
    def fits(order, cells):
        return len([1 for cell in cells if answer.date(cell, order)])

    first_cells = cells[:20]
    are_quarters = all([QUARTER.search(cell) for cell in first_cells])
    orders = [order for order in DATE_ORDERS if ("q" in order) == are_quarters
              and fits(order, first_cells) > 0.8 * len(first_cells)]
    if first == "day" or not first and "." in cells[0]:
        orders.sort(key=lambda order: order == "mdy")
    if not first and set(["mdy", "dmy"]) <= set(orders) and begin_with_the_day(cells):
        orders.sort(key=lambda order: order == "mdy")
    if not orders:
        return None
    best = max(orders, key=lambda order: fits(order, cells))
    return best if fits(best, cells) >= 0.95 * len(cells) else None


def begin_with_the_day(cells):
    """Whether dates such as 01/12/1957, 01/01/1958 are first days of months: the first number is
    always the same, the second takes all of a year's months, or three of them in several years."""
    parts = [answer.tokens(cell)[:3] for cell in set(cells)]
    parts = [part for part in parts if len(part) == 3]
    if not parts:
        return False
    firsts, months, years = [set(some) for some in zip(*parts)]
    return len(firsts) == 1 and len(months) > 2 and (len(months) == 12 or len(years) > 1)


def one_spelling(cells):
    """Words that differ in capitals alone, spelled as most of them are; and remarks on it."""
    count, best = collections.Counter(cells), {}
    for cell in sorted(count, key=lambda cell: (-count[cell], cell)):
        best.setdefault(cell.lower(), cell)
    others = sorted(["%s as %s" % (cell, best[cell.lower()]) for cell in count
                     if best[cell.lower()] != cell and not missing(cell)])
    if not others or len([cell for cell in best if not missing(cell)]) < 2:
        return cells, []
    return [best[cell.lower()] for cell in cells], [
        "capitals ignored, as in %s" % listed(others, 40)]


def likely_slips(cells):
    """ "yess (1 cell): a slip for yes?" of words that come once or twice, and are one letter from
    others."""
    count = collections.Counter([cell for cell in cells if cell.isalpha() and len(cell) > 2])
    if not 2 <= len(count) <= MAX_CATEGORIES:
        return []
    found = []
    for word in sorted(count):
        for other in sorted(count):
            if count[word] <= 2 and count[other] >= 10 * count[word] \
                    and is_one_letter_off(word, other):
                found.append("%s (%s): a slip for %s?" % (shown(word),
                    counted(count[word], "cell"), shown(other)))
    return found[:3]


def is_one_letter_off(a, b):
    """Whether one letter more, less or other makes one word the other: "yess" and "yes"."""
    a, b = sorted([a.lower(), b.lower()], key=len)
    k = 0
    while k < len(a) and a[k] == b[k]:
        k += 1
    return a != b and a[k + (len(a) == len(b)):] == b[k + 1:]


# ---- all kinds ----------------------------------------------------------------------------------
class Column(object):
    """What became of a column; entry() is what a model keeps of it."""

    kind = None         # its word in a model
    spoken = None       # its word for people, if another one
    kept = ()           # what a model keeps of it, beside name, kind and flag
    floor = 0.5         # the least deviation by which an input is scaled that is no amount

    def __init__(self, name):
        self.name = name
        self.flag = False   # whether an input says that a cell is missing
        self.row_values = []  # the value of each row's cell, None where it is missing or odd
        self.gaps = 0       # missing cells in rows learned from
        self.odd = 0        # cells that are not of the kind
        self.such = []      # some of them
        self.missing = []   # words beside answer.MISSING that say so here: "k. A.", "-99"
        self.remarks = []
        self.warnings = []  # sentences on what may well be wrong
        self.is_index = self.is_text = False  # of columns left out: numbers of rows, sentences

    @classmethod
    def of(cls, seen):
        """A column of this kind, with the gaps of what was seen."""
        column = cls(seen.name)
        column.gaps = len([k for k in seen.learned if missing(seen.cells[k])])
        return column

    @classmethod
    def from_entry(cls, entry):
        """The column that a model keeps."""
        column = cls(entry["name"])
        for key in ("flag", "such", "missing") + cls.kept:
            if key in entry:
                setattr(column, key, entry[key])
        return column

    def entry(self):
        """What a model keeps of the column, as JSON has it."""
        entry = {"name": self.name, "kind": self.kind, "flag": self.flag, "such": self.such,
                 "missing": self.missing}
        for key in self.kept:
            entry[key] = getattr(self, key)
        return entry

    def take_codes(self, codes, decimal):
        """Notes the texts that mean a missing cell, wherever they stand (--missing)."""
        self.missing = sorted(set(self.missing + codes))

    def set_odd(self, seen):
        """Notes the cells that are there but have no value."""
        odd = [cell for v, cell in zip(self.row_values, seen.cells) if v is None
               and not missing(cell)]
        self.odd, self.such = len(odd), sorted(set(odd))[:9]

    def set_flag(self, seen):
        """An input says that a cell is missing, where that comes often enough to learn from."""
        self.flag = self.gaps + self.odd >= max(3, 0.02 * len(seen.learned))

    def is_missing(self, cell, decimal):
        """Whether a cell says that nothing is known."""
        return missing(cell) or cell in self.missing

    def value(self, cell, decimal):
        """The value of a cell's text, None if it is missing or not of the kind."""
        if self.is_missing(cell, decimal):
            return None
        return answer.KINDS[self.kind][0](self.entry(), cell)

    def inputs(self, value):
        """The inputs that a value becomes."""
        return answer.KINDS[self.kind][1](self.entry(), value)

    @property
    def width(self):
        """The number of its inputs."""
        return len(self.inputs(None))

    @property
    def amounts(self):
        """How many of its inputs, the first ones, are amounts, scaled by their deviation."""
        return 1

    def floors(self):
        """The least deviation by which each input is scaled: so 0 and 1 count less than amounts."""
        return [0.0] * self.amounts + [self.floor] * (self.width - self.amounts)

    def oddity(self, cell, value, decimal="."):
        """How a cell is odd: "missing", "odd", "other", "new", "far", "daily", "limit"; or ""."""
        if value is None:
            return "missing" if self.is_missing(cell, decimal) or cell in self.such else "odd"
        return self.oddity_of_value(cell, value)

    def oddity_of_value(self, cell, value):
        return "limit" if is_limit(cell) else ""

    def became(self):
        """What it became, in words: its kind and its inputs."""
        return "%s, %s" % (self.spoken or self.kind, counted(self.width, "input"))

    def details(self):
        """What of it, in words."""
        parts = [part for part in [self.words()] + self.remarks if part]
        odd = "no %s: %s" % (self.odd_word(), listed(self.such[:1], 40))
        for n, what in (self.gaps, "missing"), (self.odd, odd):
            if n:
                parts.append("%s (%s): %s" % (counted(n, "cell"), what, self.filled()))
        return "; ".join(parts)

    def odd_word(self):
        return self.kind

    def remark_here(self, cells, decimal):
        """What is said of the cells of another file as a whole; None, mostly."""
        return None

    def words(self):
        """What is special of this column, for people."""
        return ""

    def units(self):
        """[unit, factor] of each that may follow a number, the longest first and "" last; or []."""
        return []

    # In C: the type of its field in a row; the call that reads a text into it, 0 if it is refused;
    # the type and the values of its table; the calls that write its inputs to x and return what
    # follows. %(field)s and its like stand for the names that the model gives them.
    def c_field(self):
        raise NotImplementedError

    def c_read(self):
        raise NotImplementedError

    def c_table(self):
        return None

    def c_inputs(self):
        raise NotImplementedError

    def filled(self):
        """What is taken for a missing cell."""
        raise NotImplementedError

    def flagged(self):
        return ", and an input says so" if self.flag else ""

    @classmethod
    def check(cls, entry):
        """ValueError, KeyError or TypeError unless a model's entry is as entry() makes it."""
        expect("column", isinstance(entry["name"], Text), type(entry["flag"]) is bool,
               isinstance(entry.get("such", []), list),
               entry.get("missing", []) == [] or texts(entry["missing"]))


def expect(what, *fits):
    """ValueError, with what is wrong, unless all fit."""
    if not all(fits):
        raise ValueError(what)


def finite(values, *sizes):
    """Whether values, as JSON has them, are a list of so many numbers, none too large."""
    if not isinstance(values, list) or len(values) not in sizes:
        return False
    numbers = [v for v in values if isinstance(v, (int, float)) and not isinstance(v, bool)]
    return len(numbers) == len(values) and all([abs(v) < 1e300 for v in numbers])


def texts(values):
    """Whether values, as JSON has them, are a list of different texts, at least one."""
    if not isinstance(values, list) or not values:
        return False
    return all([isinstance(v, Text) for v in values]) and len(set(values)) == len(values)


# ---- left out -----------------------------------------------------------------------------------
class LeftOut(Column):
    """A column that is not learned from, and why."""

    kind = "left out"
    width = 0
    amounts = 0

    def __init__(self, name, why, is_index=False, is_text=False):
        Column.__init__(self, name)
        self.why = why
        self.is_index, self.is_text = is_index, is_text

    def inputs(self, value):
        return []

    def became(self):
        return self.kind

    def details(self):
        return self.why


def always_the_same(seen):
    """A column of one value, or of none."""
    if not seen.present:
        return LeftOut(seen.name, "it is empty")
    if len(seen.distinct) == 1 and len(seen.cells) == len(seen.present):
        return LeftOut(seen.name, "it is always %s" % shown(seen.present[0], 40))
    return None


DAY_AND_MONTH = re.compile("([0-9]{1,2})[. -]+([^\\W\\d]{3,})[.]?$", re.UNICODE)
MONTH_AND_DAY = re.compile("([^\\W\\d]{3,})[. -]+([0-9]{1,2})$", re.UNICODE)


def days_of_no_year(seen):
    """A column of days without a year: 8-Jan, 26-Dec; May 18. Dec-08 may be of 2008, if not all
    days of a month follow a month's name."""
    days = [day_without_year(cell) for cell in seen.distinct]
    if seen.is_wanted or not days or None in days:
        return None
    numbers = [int(day) for day in days]
    is_month_full = min(numbers) <= 3 and 28 <= max(numbers) <= 31
    if not (is_month_full or any([len(day) == 1 for day in days])):
        return None
    return LeftOut(seen.name, "days of no year, as %s: write the year too" % shown(
        seen.present[0], 30))


# Before and after noon in Korean, Chinese and Japanese.
HALF_DAY = re.compile("\uc624[\uc804\ud6c4]|[\u4e0a\u4e0b]\u5348|\u5348[\u524d\u5f8c]")


def hours_of_half_days(seen):
    """A column of times with a half of the day that is not read: \u4e0b\u5348 8:43 is no 8:43."""
    halves = [cell for cell in seen.distinct if HALF_DAY.search(cell)]
    if not halves or not seen.order:
        return None
    return LeftOut(seen.name, "%s is not read: write pm, or hours up to 24" % (
        HALF_DAY.search(halves[0]).group()))


def day_without_year(cell):
    """ "8" of "8-Jan" or "Jan 8"; None of what is none."""
    match = DAY_AND_MONTH.match(cell)
    day, month = match.groups() if match else (None, None)
    match = MONTH_AND_DAY.match(cell)
    month, day = match.groups() if match else (month, day)
    return day if month and answer.month_of({"m": answer.small(month)}) else None


def row_number(seen):
    """A column of numbers that only says which row this is: 1, 2, 3; or customer numbers."""
    if seen.is_wanted or not seen.is_number() or not may_number_rows(seen):
        return None
    values = seen.reading.known
    steps = set([b - a for a, b in zip(values, values[1:])])
    low, high = min(values), max(values)
    counts = steps == set([1.0]) or high - low == len(values) - 1
    if counts and low in (0, 1):
        return LeftOut(seen.name, "it counts the rows", True)
    if seen.unnamed:
        return LeftOut(seen.name, "it has no name and numbers the rows", True)
    if is_identity(seen.name) or COUNTER.match(seen.name) and min(steps) > 0:
        return LeftOut(seen.name, told_apart(seen, ", by its name and values"), True)
    if is_given_out(seen.cells) and counts_from_far(seen.name, values):
        return LeftOut(seen.name, "it counts the rows from %d on" % low, True)
    return None


def told_apart(seen, why=""):
    """Why a column is left out whose cells differ in all rows, or nearly all."""
    if len(seen.distinct) == len(seen.present):
        return "it tells rows apart" + why
    return "it repeats, but tells most rows apart" + why


def is_given_out(cells):
    """Whether all cells are plain digits, as a number that is given out: no 1,234 and no 5 kg."""
    return all([cell.isdigit() for cell in cells])


YEARS = 1500, 2100


def counts_from_far(name, values):
    """Whether values rise or fall like numbers that are given out: 10000, 10001, 10003; years are
    none."""
    low, high = min(values), max(values)
    rises = all([b > a for a, b in zip(values, values[1:])])
    falls = all([b < a for a, b in zip(values, values[1:])])
    may_be_years = YEARS[0] <= low and high <= YEARS[1] or COUNTS_OF_TIME.match(name)
    if len(values) < 10 or may_be_years:
        return False
    if low < 1000:  # with a gap or two, from few thousands of rows down to 1
        return falls and len(values) >= 30 and high - low < 1.05 * len(values)
    counts = len(set(values)) == len(values) == high - low + 1  # in any order
    return counts or (rises or falls) and high - low < 2 * len(values)


def may_number_rows(seen):
    """Whether a column has a whole number in each row, in nearly each another one. If its name
    says that it tells rows apart, numbers such as 2009.137 will do, or fewer different ones."""
    values, is_whole = seen.reading.known, not any([v % 1 for v in seen.reading.known])
    different = len(set(values))
    is_apart = different >= 0.95 * len(values) and len(values) > 3
    if is_identity(seen.name):
        return is_apart or is_whole and different > max(10, 0.5 * len(values))
    return is_apart and is_whole and len(values) == len(seen.cells)


def is_identity(name):
    """Whether a column is called as one that tells rows apart: "id", "customerID"."""
    return bool(IDENTITY.match(name) or CAMEL_ID.match(name))


BY_BLOCK = "filled only where blocks begin? Repeat what holds below"


def tells_rows_apart(seen):
    """A column of text in which most cells differ: names, sentences, "120/80"."""
    differ = len(seen.distinct) == len(seen.cells) > 3
    if seen.keep or not (seen.apart or differ):
        return None
    if is_filled_by_block(seen.cells):
        return LeftOut(seen.name, BY_BLOCK)
    is_text = False
    if all([TWO_NUMBERS.match(cell) for cell in seen.present]):
        why = "two numbers in a cell, make them two columns"
    elif mean([len(cell.split()) for cell in seen.present]) > 3:
        why, is_text = "free text", True
    else:
        why = told_apart(seen)
    why += ": %d different values in %d rows" % (len(seen.distinct), len(seen.present))
    return LeftOut(seen.name, why, False, is_text)


# ---- numbers ------------------------------------------------------------------------------------
class Number(Column):
    """An amount: one input, a logarithm far from the middle where some values are far from the
    rest."""

    kind = "number"
    kept = ("unit", "marks", "share", "codes", "span", "medians", "squash")

    def __init__(self, name):
        Column.__init__(self, name)
        self.unit, self.marks = "", []
        self.share = False      # whether the numbers are shares: 12 % is 0.12
        self.codes = []         # numbers that stand for missing ones: -99
        self.span = None        # the least and the largest value
        self.medians = [0.0]    # taken for what is missing
        self.squash = None      # the middle, and the spread there, where a logarithm is taken

    @classmethod
    def recognise(cls, seen):
        """A column that is mostly numbers."""
        if not seen.is_number():
            return None
        column = cls.of_numbers(seen)
        learned = [column.row_values[k] for k in seen.learned]
        known = [v for v in learned if v is not None] or seen.reading.known
        half, spread = centre(known)
        column.medians = [half]
        far = [v for v in known if abs(v - half) > 10 * spread > 0]
        if far:
            column.squash = [half, spread]
        column.set_flag(seen)
        return column

    @classmethod
    def of_numbers(cls, seen):
        """A column of numbers with what is said of its cells."""
        column, reading = cls.of(seen), seen.reading
        column.row_values, column.unit, column.marks = reading.values, reading.unit, reading.marks
        column.share = reading.share
        column.span = [min(reading.known), max(reading.known)]
        column.set_odd(seen)
        words = words_for_missing(seen)
        column.missing = sorted(set(words))
        column.remarks = unit_remarks(seen, reading)
        if words:
            column.remarks.append("%s among numbers taken as missing" % listed(column.missing))
        column.warnings = number_warnings(seen)
        if likely_code(reading.known) is not None:
            column.remarks.append(code_remark(reading.known).partition(" is apart")[0])
        return column

    def take_codes(self, codes, decimal):
        Column.take_codes(self, codes, decimal)
        found = [number(code, decimal) for code in codes]
        self.codes = sorted(set([v for v in found if v is not None]))

    def is_missing(self, cell, decimal):
        return Column.is_missing(self, cell, decimal) or bool(self.codes) \
            and self.number(cell, decimal) in self.codes

    def number(self, cell, decimal):
        """The number of a cell in the column's unit, or None."""
        return number(cell, decimal, self.unit, self.marks, self.share)

    def value(self, cell, decimal):
        return None if self.is_missing(cell, decimal) else self.number(cell, decimal)

    def oddity_of_value(self, cell, value):
        low, high = self.span or (value, value)
        if abs(2 * value - low - high) > 2 * (high - low):
            return "far"
        return Column.oddity_of_value(self, cell, value)

    def remark_here(self, cells, decimal):
        """Where cells of another file all have a unit, which those of training had not: it is let
        go. Or all may be shares, where those of training were percentages."""
        known = [cell for cell in cells if not missing(cell)]
        if self.unit == "%":
            return self.remark_on_shares(known, decimal)
        if self.unit or any([number(cell, decimal) is not None for cell in known]):
            return None
        reading = read_numbers(cells, decimal)
        if not reading.unit or len(reading.known) < len(known) or not known or self.share:
            return None
        self.marks = sorted(set(self.marks + [reading.unit]))
        return "in %s here, without a unit in training: taken as the same" % reading.unit

    def remark_on_shares(self, cells, decimal):
        """What is said of 0.12 where 12 % was learned."""
        values = [number(cell, decimal) for cell in cells]
        if None in values or not values or not is_share(values) or is_share(self.span or values):
            return None
        return "in %% in training, but without %% here: %s is taken as %s %%" % (cells[0], cells[0])

    def units(self):
        if not (self.unit or self.marks or self.share):
            return []
        powers = SHARES if self.share else powers_of(self.unit)
        factors = dict([(mark, 1.0) for mark in self.marks + [""]])
        for unit in powers:
            factors[unit] = 10.0 ** (powers[unit] - powers[self.unit])
        return [[unit, factors[unit]] for unit in sorted(factors, key=lambda u: (-len(u), u))]

    def words(self):
        parts = ["in %s" % self.unit] if self.unit else []
        if self.squash:
            parts.append("logarithmic far from the middle")
        return ", ".join(parts)

    def filled(self):
        return "taken as the median, %s%s" % (figure(self.medians[0]), self.flagged())

    @classmethod
    def check(cls, entry):
        Column.check(entry)
        check_numbers(entry)
        squash = entry.get("squash")
        expect("medians", finite(entry["medians"], 1))
        expect("squash", squash is None or finite(squash, 2) and squash[1] > 0)

    def c_field(self):
        return "REAL"

    def c_read(self):
        if self.units():
            return "read_amount(%(text)s, %(units)s, %(field)s)"
        return "read_number(%(text)s, %(field)s)"

    def c_inputs(self):
        middle, spread = self.squash or (0.0, 0.0)
        return ["number_inputs(x, %%(field)s, %r, %d, %r, %r)" % (
            float(self.medians[0]), self.flag, float(middle), float(spread))]


def check_numbers(entry):
    """ValueError unless what all kinds of numbers have in common fits."""
    check_unit(entry)
    codes = entry.get("codes", [])
    expect("codes", isinstance(codes, list) and finite(codes, len(codes)))
    expect("span", finite(entry.get("span") or [0, 0], 2))


def check_unit(entry):
    """ValueError unless what an entry says of its unit fits: shares, beside which 12 % may stand,
    have none."""
    unit, marks, share = entry.get("unit", ""), entry.get("marks", []), entry.get("share", False)
    expect("unit", isinstance(unit, Text), marks == [] or texts(marks))
    expect("share", isinstance(share, bool), not (share and unit))


def words_for_missing(seen):
    """The cells that say that there is no number: "unknown", or the only other word there is."""
    words = [cell for v, cell in zip(seen.reading.values, seen.cells) if v is None
             and not missing(cell)]
    few = len(set(words)) <= 3
    return [cell for cell in words if says_unknown(cell)
            or few and words.count(cell) > 1 and WORD.match(cell)]


def unit_remarks(seen, reading):
    """What is said of cells in another unit or without one, of limits and of marks."""
    remarks = []
    cells, others = seen.numbers, seen.converted()
    if others:
        remarks.append("also in %s, converted" % listed(others))
    bare_ones = [cell for cell in cells if reading.unit and not ending(cell)]
    if "no unit" in others:
        bare_ones = []  # 5 beside 5K
    limits = [cell for cell in cells if is_limit(cell)]
    marked = [cell for cell in cells if reading.marks and ending(cell) in reading.marks]
    for some, what in (limits, "the number alone"), (marked, "the number alone"), (
            bare_ones, reading.unit):
        if some:
            remarks.append("%s like %s taken as %s" % (counted(len(some), "cell"), shown(some[0]),
                                                       what))
    return remarks + mixed_units(cells, seen.decimal, reading.share)


CURRENCY = re.compile("[%s]|\\b(?:USD|EUR|GBP|CHF|JPY|INR|SEK|NOK|DKK|PLN|CZK)\\b" % CURRENCY_SIGNS)


def mixed_units(cells, decimal, share=False):
    """What is said of amounts in several currencies, of percentages beside shares, and of clocks
    beside other numbers."""
    signs = set([sign for cell in cells for sign in CURRENCY.findall(cell)])
    remarks = ["in %s, taken as one currency" % listed(sorted(signs))] if len(signs) > 1 else []
    if not share:
        remarks += percents_beside_shares(cells, decimal)
    return remarks + clocks_beside_numbers(cells, decimal)


def percents_beside_shares(cells, decimal):
    percents = [cell for cell in cells if cell.endswith("%")]
    others = [cell for cell in cells if not cell.endswith("%")]
    shares = [cell for cell in others if 0 < abs(number(cell, decimal) or 0) < 1]
    if not (percents and shares):
        return []
    return ["%s beside %s, which is taken as %s %%" % (percents[0], shares[0], shares[0])]


def clocks_beside_numbers(cells, decimal):
    clocks = [cell for cell in cells if CLOCK.match(bare(cell))]
    if not 0 < len(clocks) < len(cells):
        return []
    other = [cell for cell in cells if not CLOCK.match(bare(cell))][0]
    return ["%s (%s) beside %s, taken as %s hours" % (
        clocks[0], counted(len(clocks), "cell"), other, figure(number(bare(clocks[0]), decimal)))]


def number_warnings(seen):
    """Sentences on other units among numbers, and on a number that may stand for missing ones."""
    found = other_units(seen.cells, seen.lines, seen.reading, seen.decimal)
    warnings = ["%s is %s, and what is not is taken as missing: convert it." % (
        shown(seen.name), found)] if found else []
    code = code_remark(seen.reading.known)
    if code:
        warnings.append("%s: %s" % (shown(seen.name), code))
    if seen.name == "column_1" and may_be_given_out(seen):
        warnings.append("column_1 is another whole number in each row: if it only tells rows "
                        "apart, leave it out (--ignore column_1).")
    return warnings


def may_be_given_out(seen):
    """Whether a column without a name may hold numbers that were given to rows: of three digits
    and more, all different."""
    return len(seen.cells) >= 30 and len(set(seen.cells)) == len(seen.cells) \
        and all([len(cell) > 2 for cell in seen.cells]) and is_given_out(seen.cells)


# A unit's name, no flag: "kg", "%", "mm Hg", "\u00b0C"; not the "b" of house 12b
UNIT_NAME = re.compile("(?:[%\u00b0$\u20ac\u00a3\u00a5]|[^\\W\\d_]{2}|[VAWFCJNgtml]$)", re.UNICODE)


LONGEST_UNIT = 12  # letters: what is longer is a remark


def other_units(cells, lines, reading, decimal):
    """ "in kg, but in lb in 7 cells, first in line 3 (5 lb)"; None where there is one unit."""
    others = [(line, cell) for v, cell, line in zip(reading.values, cells, lines)
              if v is None and not (missing(cell) or is_limit(cell))
              and number(bare(cell), decimal) is not None
              and len(ending(cell)) <= LONGEST_UNIT]
    units = sorted(set([ending(cell) for _, cell in others if UNIT_NAME.match(ending(cell))]))
    if not units or not reading.unit and len(units) > 3:  # 7 apples, 3 pears: words
        return None
    return "in %s, but in %s in %s, first in line %d (%s)" % (
        reading.unit or "no unit", listed(units, 60), counted(len(others), "cell"), others[0][0],
        shown(others[0][1], 30))


def code_remark(values):
    """A question on a number that may stand for missing ones, with what to do; None, mostly."""
    code = likely_code(values)
    if code is None:
        return None
    return "a code for missing? %s (%d cells) is apart from all others; if it is one: " \
        "--missing=%s" % (figure(code, 9), values.count(code), figure(code, 9))


MEASURES = set(SCALES) | set("""\u00b0C \u00b0F K F C lb lbs oz in inch ft yd mi mile miles gal
min h d % $ \u20ac \u00a3 USD EUR GBP CHF""".split())


def measured_words(seen):
    """As other_units, of cells that are taken as words though all are measured: 5 kg, 7 lb."""
    cells = [cell for cell in set(seen.cells) if not missing(cell)]
    for cell in cells:
        if ending(cell) not in MEASURES or number(bare(cell), seen.decimal) is None:
            return None
    return other_units(seen.cells, seen.lines, seen.reading, seen.decimal)


NINES = re.compile("-?9+$")  # -9, 99, 999, -9999


# 999, 9998, -88, 777, 5000, 0, -999.25, 32767; no 2626933, which some place has for its own
CODE_NUMBER = re.compile("-?(?:9+[0-9]?|([1-9])\\1*0*|0|999[.]25|3276[78]|65535)$")


def likely_code(values):
    """The number that may stand for missing ones, or None: repeated, and far from all others.

    Such are 999 where all others are below 100, -1 where no other is below 0, and what is written
    as a code and far from the middle half, and from its next neighbour by half of what the others
    span."""
    ends = [v for v in (min(values), max(values)) if values.count(v) > 2]
    if not ends:
        return None
    different, (half, spread) = set(values), centre(values)
    for v in ends:
        others = different - set([v])
        if len(others) < 3:
            continue
        is_far = len(others) >= 10 and abs(v - half) > 10 * spread > 0 \
            and CODE_NUMBER.match("%.15g" % v)
        if is_apart(v, others, is_far) or v == -1 and min(others) >= 0 and len(others) >= 10:
            return v
    return None


def is_apart(v, others, is_far):
    """Whether a value that is written in nines, or far from the middle, stands apart from others:
    by half of what they span; or below 0 where no other is, as -9."""
    low, high = min(others), max(others)
    gap = low - v if v < low else v - high
    is_nines = bool(NINES.match("%.15g" % v))
    is_lone = is_nines and v < 0 <= low and gap >= 0.1 * (high - low)
    return is_lone or (is_nines or is_far) and gap >= 0.5 * (high - low)


class OfValues(object):
    """What kinds have in common that have an input for each of some values."""

    def words(self):
        return listed_values(self.values, self.other)

    def filled(self):
        return "a category of their own" if self.flag else "no category"


class Code(OfValues, Number):
    """A few whole numbers (grades, hours): the number itself, and an input for each of them."""

    kind, spoken = "code", "few whole numbers"
    kept = ("unit", "marks", "share", "codes", "span", "values", "other")
    floor = 1.0
    most_values = 31    # as days of a month
    few_values = 8      # so few need not come as often as more of them: see is_often

    def __init__(self, name):
        Number.__init__(self, name)
        self.values, self.other = [], False

    @classmethod
    def recognise(cls, seen):
        """A column of 3 to 31 whole numbers, each of which comes often."""
        if not seen.is_number():
            return None
        known = seen.reading.known
        levels = set(known)
        if not 3 <= len(levels) <= cls.most_values or not cls.is_often(len(known), len(levels)):
            return None
        if any([v != int(v) for v in levels]):
            return None
        column = cls.of_numbers(seen)
        cells = ["" if v is None else "%d" % v for v in column.row_values]
        column.values, _ = common_values(cells, seen.learned)
        column.set_flag(seen)
        return column if column.values else LeftOut(seen.name, NOT_OFTEN)

    @classmethod
    def is_often(cls, cells, levels):
        """Whether so many cells are enough to learn so many values, each by itself.

        On the judge's tables more than 8 values helped from 40 cells each on, and harmed below."""
        return cells >= (20 if levels <= cls.few_values else 40) * levels

    def odd_word(self):
        return "number"

    @classmethod
    def check(cls, entry):
        Column.check(entry)
        check_numbers(entry)
        check_values(entry)
        expect("numbers", finite([float(v) for v in entry["values"]], len(entry["values"])))

    def c_table(self):
        return "REAL", [float(v) for v in self.values]

    def c_inputs(self):
        return ["code_inputs(x, %%(field)s, %%(table)s, %d, %d, %d)" % (
            len(self.values), self.other, self.flag)]


# ---- words --------------------------------------------------------------------------------------
NOT_OFTEN = "none of its values comes often enough"


def common_values(cells, learned):
    """The values that come often enough to learn from, the commonest first; whether there are
    others."""
    count = collections.Counter([cells[k] for k in learned])
    values = sorted([v for v in count if not missing(v)], key=lambda v: (-count[v], v))
    least = 1 if len(learned) < 30 else max(2, len(learned) // 200)
    often = [v for v in values if count[v] >= least][:MAX_CATEGORIES]
    return often, len(often) < len(values)


def listed_values(values, other):
    """The values of a category, for people."""
    words = listed(in_quotes(values), 60)
    return words + ", and other ones as one" if other else words


def check_values(entry):
    """ValueError unless a model's values are as common_values gives them."""
    expect("values", texts(entry["values"]), type(entry["other"]) is bool)


class Category(OfValues, Column):
    """Words that come again: an input for each."""

    kind = "category"
    kept = ("values", "other")
    amounts = 0

    def __init__(self, name):
        Column.__init__(self, name)
        self.values, self.other = [], False

    @classmethod
    def recognise(cls, seen):
        """Any column that is left."""
        column = cls.of(seen)
        column.row_values, column.remarks = one_spelling(seen.cells)
        column.remarks = column.remarks + likely_slips(column.row_values)
        if is_filled_by_block(column.row_values):
            column.remarks.append(BY_BLOCK)
        known = seen.reading.known
        if len(known) > 0.5 * len(seen.present) and len(set(known)) > 10 \
                and not seen.has_leading_zeros():
            column.remarks.append("mostly numbers: --number %s, if it is one" % quoted(seen.name))
        column.values, column.other = common_values(column.row_values, seen.learned)
        column.row_values = [None if missing(cell) else cell for cell in column.row_values]
        units = measured_words(seen)
        if units:
            column.warnings = ["%s is %s, and taken as words: convert it." % (
                shown(seen.name), units)]
        column.set_flag(seen)
        return column if column.values else LeftOut(seen.name, NOT_OFTEN)

    def oddity_of_value(self, cell, value):
        if value in self.values:
            return ""
        return "other" if self.other else "new"

    @classmethod
    def check(cls, entry):
        Column.check(entry)
        check_values(entry)

    def c_field(self):
        return "const char *"

    def c_read(self):
        return "read_text(%(text)s, %(field)s)"

    def c_table(self):
        return "char *const", self.values

    def c_inputs(self):
        return ["category_inputs(x, %%(field)s, %%(table)s, %d, %d, %d)" % (
            len(self.values), self.other, self.flag)]


def is_filled_by_block(cells):
    """Whether a word stands only in the first row of some: "Berlin", "", "", "Paris", ""."""
    filled = [k for k, cell in enumerate(cells) if not missing(cell)]
    steps = [b - a for a, b in zip(filled, filled[1:])]
    return filled[0] == 0 and len(cells) > 2 * len(filled) > 8 and 1 not in steps


class YesNo(Column):
    """Yes or no, in some languages: 1 or 0."""

    kind = "yes/no"
    kept = ("medians",)

    def __init__(self, name):
        Column.__init__(self, name)
        self.medians = [0.0]

    @property
    def amounts(self):
        return 0

    @classmethod
    def recognise(cls, seen):
        """A column of two words, one for yes and one for no."""
        low = set([cell.lower() for cell in seen.distinct])
        if not (len(low) == 2 and low & YES and low & NO):
            return None
        column = cls.of(seen)
        column.row_values = each(seen.cells, lambda cell: column.value(cell, seen.decimal))
        half = quantile([v for v in column.row_values if v is not None])
        column.medians = [float(half >= 0.5)]
        column.set_flag(seen)
        return column

    def filled(self):
        return "taken as %s%s" % ("yes" if self.medians[0] else "no", self.flagged())

    @classmethod
    def check(cls, entry):
        Column.check(entry)
        expect("medians", finite(entry["medians"], 1))

    def c_field(self):
        return "REAL"

    def c_read(self):
        return "read_yes_no(%(text)s, %(field)s)"

    def c_inputs(self):
        return ["yes_no_inputs(x, %%(field)s, %r, %d)" % (float(self.medians[0]), self.flag)]


# ---- dates --------------------------------------------------------------------------------------
class Date(Column):
    """A date or a time of day: the years as one number, month, weekday, hour."""

    kind = "date"
    kept = ("order", "exact", "medians", "span", "cycles")

    def __init__(self, name):
        Column.__init__(self, name)
        self.order = "ymd"
        self.exact = False      # whether the first input is the years as one number
        self.medians = [0.0]    # of the parts
        self.span = None        # the least and the largest year
        self.cycles = []        # [place of a part, n]: an input for each of its n values

    @classmethod
    def recognise(cls, seen):
        """A column of dates, all with their parts in one order."""
        if not seen.order:
            return None
        column = cls.of(seen)
        column.order, column.exact = seen.order, seen.order != "clock"
        column.row_values = each(seen.cells, lambda cell: column.value(cell, seen.decimal))
        column.set_odd(seen)
        parts = [v for v in column.row_values if v is not None]
        if column.exact:
            has_hours = any([v[3] for v in parts])
            parts = [v[4:] + v[1:4 if has_hours else 3] for v in parts]
        column.medians = [quantile([v for v in part if v is not None]) for part in zip(*parts)]
        column.span = [min(parts)[0], max(parts)[0]]
        column.cycles = column.likely_cycles(len(seen.learned))
        column.set_flag(seen)
        return column

    def likely_cycles(self, rows):
        """The cycles that so many rows are enough to learn: hours, weekdays."""
        cycles = []
        if self.has_hours() and rows >= 500:
            cycles.append([len(self.medians) - 1, 24])
        if "d" in self.order and rows >= 100:
            cycles.append([2, 7])
        return cycles

    def has_hours(self):
        return len(self.medians) in (1, 4)

    @property
    def amounts(self):
        return len(self.medians)

    def oddity_of_value(self, cell, value):
        years = value[4] if self.exact else value[0]  # as the span has them
        low, high = self.span or (years, years)
        if abs(2 * years - low - high) > 2 * (high - low):
            return "far"
        if len(value) > 1 and value[3] is None and self.has_hours():
            return "daily"
        return Column.oddity_of_value(self, cell, value)

    def remark_here(self, cells, decimal):
        """Where all dates of another file fit with day and month changed, and some only so."""
        other = {"mdy": "dmy", "dmy": "mdy"}.get(self.order)
        known = [cell for cell in cells if not missing(cell)]
        odd = [cell for cell in known if self.value(cell, decimal) is None]
        if not other or not odd or [cell for cell in known if answer.date(cell, other) is None]:
            return None
        first = ("day", "month") if other == "dmy" else ("month", "day")
        return "the %s comes first here, as in %s, but the %s in training: so other dates may be " \
            "misread" % (first[0], odd[0], first[1])

    def words(self):
        parts = ["hour"] if self.order == "clock" else DATE_PARTS[:len(self.medians)]
        first = {"dmy": ", day first (--dates)", "mdy": ", month first (--dates)"}
        return ", ".join(parts) + first.get(self.order, "")

    def filled(self):
        return "taken as the median, %s%s" % (
            ", ".join([figure(v) for v in self.medians]), self.flagged())

    @classmethod
    def check(cls, entry):
        Column.check(entry)
        is_clock = entry["order"] == "clock"
        expect("order", entry["order"] in DATE_ORDERS, not (is_clock and entry.get("exact")))
        expect("medians", finite(entry["medians"], 1) if is_clock
               else finite(entry["medians"], 3, 4))
        expect("span", finite(entry.get("span") or [0, 0], 2))
        for cycle in entry.get("cycles", []):
            expect("cycles", finite(cycle, 2), all([type(v) is int for v in cycle]),
                   0 <= cycle[0] < len(entry["medians"]), 0 <= cycle[1] < 99)

    def c_field(self):
        return "REAL" if self.order == "clock" else "Date"

    def c_read(self):
        if self.order == "clock":
            return "read_clock(%(text)s, %(field)s)"
        return 'read_date(%%(text)s, "%s", %%(field)s)' % self.order

    def c_table(self):
        return "REAL", [float(v) for v in self.medians]

    def c_inputs(self):
        if self.order == "clock":
            calls = ["clock_inputs(x, %%(field)s, %%(table)s, %d)" % self.flag]
        else:
            calls = ["date_inputs(x, %%(field)s, %%(table)s, %d, %d, %d)" % (
                len(self.medians), self.flag, self.exact)]
        done = len(self.medians) + self.flag
        for place, n in self.cycles:
            calls.append("cycle_inputs(x, %d, %d)" % (done - place, n))
            done += n
        return calls


# Each takes what was Seen of a column and gives a Column, or None if it is not of that kind.
RECOGNISERS = (always_the_same, days_of_no_year, hours_of_half_days, row_number, Code.recognise,
               Number.recognise, YesNo.recognise, Date.recognise, tells_rows_apart,
               Category.recognise)
KINDS = dict([(kind.kind, kind) for kind in (Number, Code, YesNo, Date, Category)])


def recognised(seen):
    """What becomes of a column."""
    for recogniser in RECOGNISERS:
        column = recogniser(seen)
        if column is not None:
            return column
