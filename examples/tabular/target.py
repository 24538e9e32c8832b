# coding: utf-8
"""The column to predict: which it is, and whether it has classes or numbers."""
from __future__ import absolute_import, division, print_function, unicode_literals
import collections
import difflib
import math
import re
from .cells import MISSING, clock_unit, ending, is_code, is_limit, missing, number, says_unknown
from .kinds import (centre, check_unit, code_remark, expect, finite, likely_code, likely_slips,
                    measured_words, mixed_units, one_spelling, other_units, quantile,
                    read_as_numbers, read_numbers, texts)
from .words import Problem, counted, listed, plain_space, quoted, shown

MAX_CLASSES = 100
EMPTY = "(empty)"  # the class of empty cells, where all others are one class
CODE = re.compile("[A-Z]{2}$")
WORDS_OF_NOTHING = set(["none", "missing", "nil"])  # which may be classes of a target


def find_column(table, name):
    """The place of a column by its name, or its number from 1; Problem with the likeliest name."""
    names, name = table.names, plain_space(name)
    if name in names:
        return names.index(name)
    if name.isdigit() and 1 <= int(name) <= len(names):
        return int(name) - 1
    close = [other for other in names if other.lower() == name.lower()] or \
        difflib.get_close_matches(name, names[:1000], 1)
    if close:
        hint = "did you mean %s?" % quoted(close[0])
    else:
        hint = "there are: " + listed(names)
        if len(names) == 1:
            hint += " (or another --delimiter?)"
    raise Problem("%s: no column is called %s; %s" % (shown(table.path), quoted(name), hint))


# ---- the target ---------------------------------------------------------------------------------
class Target(object):
    """What to predict. kind: "class", with classes, or "number", with a unit and marks."""

    def __init__(self, name, kind):
        self.name, self.kind = name, kind
        self.classes = []
        self.unit, self.marks = "", []
        self.share = False          # whether the numbers are shares: 12 % is 0.12
        self.missing = []           # words that say so, beside those of all columns: "-99"
        self.low = self.high = 0.0  # answers are kept within
        self.is_balanced = False    # whether all classes count alike, however rare

    @property
    def has_classes(self):
        return self.kind == "class"

    def entry(self):
        """What a model keeps of it."""
        if self.has_classes:
            return {"name": self.name, "kind": self.kind, "classes": self.classes,
                    "missing": self.missing}
        return {"name": self.name, "kind": self.kind, "unit": self.unit, "marks": self.marks,
                "share": self.share, "missing": self.missing, "low": self.low, "high": self.high}

    @classmethod
    def from_entry(cls, entry):
        """The target that a model keeps."""
        target = cls(entry["name"], entry["kind"])
        for key in "classes", "unit", "marks", "share", "missing", "low", "high":
            setattr(target, key, entry.get(key, getattr(target, key)))
        return target

    @staticmethod
    def check(entry, outputs):
        """ValueError unless a model's entry fits a network of so many outputs."""
        expect("target", entry["kind"] in ("class", "number"),
               entry.get("missing", []) == [] or texts(entry["missing"]))
        if entry["kind"] == "class":
            expect("classes", texts(entry["classes"]), len(entry["classes"]) == outputs)
        else:
            expect("target", finite([entry["low"], entry["high"]], 2), outputs == 1)
            check_unit(entry)

    def set_range(self, values):
        """Answers are kept within the range of the values and a tenth more; at 0 where none was
        below."""
        low, high = min(values), max(values)
        margin = (high - low) / 10
        self.low, self.high = low - margin, high + margin
        if low >= 0:
            self.low = max(0.0, self.low)

    def answers(self, outputs):
        """Classes, or numbers within the range of those learned from and a tenth more."""
        if self.has_classes:
            return [self.classes[row.index(max(row))] for row in outputs]
        return [min(self.high, max(self.low, a)) for a, in outputs]

    def as_numbers(self, truth):
        """What is known of each row as lists of numbers: one list, or one for each of ten
        classes."""
        if not self.has_classes:
            return [truth]
        return [[float(t == c) for t in truth] for c in self.classes[:10]]

    def truth(self, cells, decimal):
        """What the cells of the target's own column say, None where one is missing or new."""
        return [self.truth_of(cell, decimal) for cell in cells]

    def truth_of(self, cell, decimal):
        if is_code(cell, decimal, self.missing):
            return None
        value = None
        if not missing(cell):
            value = number(cell, decimal, self.unit, self.marks, self.share)
        return self.class_of(cell, value, decimal) if self.has_classes else value

    def class_of(self, cell, value, decimal):
        """The class that a cell means: spelled so, or but for capitals, or the same number."""
        if missing(cell) and EMPTY in self.classes:
            return EMPTY
        same = [c for c in self.classes if c == cell] or [
            c for c in self.classes if c.lower() == cell.lower()]
        if not same and value is not None:
            same = [c for c in self.classes if number(c, decimal) == value]
        return same[0] if same else None


# ---- what it is ---------------------------------------------------------------------------------
class TargetCells(object):
    """The target's cells, and how they read as numbers."""

    def __init__(self, table, place):
        self.name, self.cells = table.names[place], table.column(place)
        self.lines, self.decimal = [row.line for row in table.rows], table.decimal
        self.where = "%s: column %s" % (shown(table.path), quoted(self.name))
        self.gaps = MISSING - WORDS_OF_NOTHING
        if "+" in self.cells:
            self.gaps = self.gaps - set(["-"])
        self.has_code_na = is_code_na(self.cells)
        if self.has_code_na:
            self.gaps = self.gaps - set(["na"])
        self.present = [cell for cell in self.cells if cell.lower() not in self.gaps]
        self.reading = read_numbers(self.cells, table.decimal)
        self.levels = set(self.reading.known)
        self.is_whole = all([v == int(v) for v in self.levels])
        certain = [cell for cell in self.present if not missing(cell)]
        self.is_numeric = len(self.reading.known) >= 0.95 * len(certain) > 0
        self.certain = [cell for cell in certain if not says_unknown(cell)]
        self.may_be_numbers = len(self.reading.known) >= 0.5 * len(self.certain) > 0 \
            and read_as_numbers(self.reading, self.cells, 0.95)

    def constant(self):
        """The Problem of a column that is always the same."""
        what = "always " + shown(self.present[0], 40) if self.present else "empty"
        return Problem("%s is %s: there is nothing to learn" % (self.where, what))


def is_code_na(cells):
    """Whether NA is a code of two letters among others, as of North America or Namibia."""
    others = set(cells) - set(["NA"])
    return "NA" in cells and len(others) > 2 and all([CODE.match(cell) for cell in others])


def study_target(table, place, kind=None):
    """The Target, what it is in each row (None where it is missing), and notes.

    kind: "class", "number" or None, to find out. Problem where there is nothing to learn."""
    seen = TargetCells(table, place)
    if not seen.present:
        raise seen.constant()
    kind = kind or likely_kind(seen)
    return study_number(seen) if kind == "number" else study_classes(seen)


def likely_kind(seen):
    """ "class" or "number"; Problem if it is neither."""
    known, levels, present = seen.reading.known, seen.levels, seen.present
    few = len(levels) == 2 or seen.is_whole and (
        len(levels) == 3 or len(levels) <= 10 and len(known) >= 10 * len(levels))
    different = len(set(present))
    many = different > max(10, 0.5 * len(present))
    if not few and (seen.may_be_numbers or many and len(known) > 0.5 * len(present)):
        return "number"
    if many:
        there = set(present)
        words = [cell for v, cell in zip(seen.reading.values, seen.cells) if v is None
                 and cell in there]
        raise Problem("%s has %d different values in %d rows, such as %s: neither numbers nor "
                      "classes "
                      "to learn" % (seen.where, different, len(present), listed(words, 60)))
    return "class"


def study_number(seen):
    """As study_target, for a target of numbers."""
    known, values = seen.reading.known, seen.reading.values
    if len(known) < 0.5 * len(seen.certain):
        raise Problem("%s: expected numbers, got %s (--kind class)" % (seen.where,
                                                                       shown(seen.present[0], 40)))
    if len(seen.levels) < 2:
        raise seen.constant()
    target = Target(seen.name, "number")
    target.unit, target.marks = seen.reading.unit, seen.reading.marks
    target.share = seen.reading.share
    target.unit = target.unit or clock_unit([
        cell for v, cell in zip(values, seen.cells) if v is not None])
    return target, values, ["%s: %s" % (seen.name, words) for words in number_notes(seen)]


def number_notes(seen):
    """What is said of a target of numbers: what is far from the rest, no number, a limit, or
    marked."""
    notes = []
    code = likely_code(seen.reading.known)
    far = far_values(seen)
    if far and code is None:
        notes.append("far from all others, a slip or a code? %s" % listed(far))
    odd = [cell for v, cell in zip(seen.reading.values, seen.cells) if v is None
           and not missing(cell)]
    if odd:
        notes.append("no number in %d of the cells: %s" % (len(odd), odd[0]))
    limits = [cell for cell in seen.present if is_limit(cell)]
    if limits:
        notes.append("%s like %s taken as the number alone" % (counted(len(limits), "cell"),
            limits[0]))
    notes += questions(seen)
    notes += mixed_units(seen.present, seen.decimal, seen.reading.share)
    marks = seen.reading.marks
    marked = [cell for cell in seen.present if ending(cell) in marks] if marks else []
    if marked:
        notes.append("cells like %s are taken as the number alone" % marked[0])
    return notes


def questions(seen):
    """What is asked of a target of numbers: whether units are mixed, or a number is a code."""
    notes = []
    units = other_units(seen.cells, seen.lines, seen.reading, seen.decimal)
    if units:
        notes.append("it is %s, which are left out: convert them" % units)
    code = code_remark(seen.reading.known)
    if code:
        notes.append(code)
    return notes


def far_values(seen):
    """ "line 7: 99999" of each value that is far from all others, where these are few.

    Amounts that span decades, as incomes do, are compared by their logarithms."""
    known = seen.reading.known
    spans_decades = min(known) > 0 and quantile(known, 0.95) >= 10 * quantile(known, 0.05)
    scale, most = (math.log, 6) if spans_decades else (float, 20)
    half, spread = centre([scale(v) for v in known])
    near = [scale(v) for v in known if abs(scale(v) - half) <= most * spread]
    ends = min(near), max(near)

    def is_far(v):
        return abs(scale(v) - half) > most * spread > 0

    far = [(line, cell, scale(v)) for line, cell, v in zip(seen.lines, seen.cells,
                                                         seen.reading.values)
           if v is not None and is_far(v)]
    gaps = [min([abs(v - end) for end in ends]) for _, _, v in far]
    if not far or len(far) > 1 + len(known) // 50 or min(gaps) <= 3 * spread:
        return []  # what goes on without a gap is a tail
    return ["line %d: %s" % (line, cell) for line, cell, _ in far]


def study_classes(seen):
    """As study_target, for a target of classes."""
    cells, remarks = one_spelling(plain_numbers(seen))
    remarks += likely_slips(cells) + class_remarks(seen)
    notes = ["%s: %s" % (seen.name, words) for words in remarks]
    labels = [None if cell.lower() in seen.gaps else cell for cell in cells]
    classes = by_frequency(labels)
    if len(classes) == 1 and None in labels:
        labels = [EMPTY if label is None else label for label in labels]
        notes.append("%s: empty cells are a class too, as all others are %s" % (seen.name,
            classes[0]))
        classes.append(EMPTY)
    if len(classes) < 2:
        raise seen.constant()
    if len(classes) > MAX_CLASSES:
        notes.append("only the %d commonest of %d classes are learned" % (MAX_CLASSES,
            len(classes)))
    target = Target(seen.name, "class")
    known = set(classes[:MAX_CLASSES])
    target.classes = sorted(known)
    if seen.is_numeric:
        target.classes.sort(key=lambda c: number(c, seen.decimal, seen.reading.unit) or 0.0)
    return target, [label if label in known else None for label in labels], notes


def class_remarks(seen):
    """What is said of a target's words: that NA is one, or that they are measured."""
    remarks, units = [], measured_words(seen)
    if seen.has_code_na:
        remarks.append("NA is a class, as all others have two letters (--missing NA)")
    if units:
        remarks.append("it is %s, and taken as words: convert it" % units)
    return remarks


def by_frequency(labels):
    """The different labels, the commonest first; None is none."""
    count = collections.Counter([label for label in labels if label is not None])
    return sorted(count, key=lambda c: (-count[c], c))


def plain_numbers(seen):
    """The cells; where all are whole numbers and no codes as 01067, equal ones spelled alike."""
    reading = seen.reading
    is_code = any([re.match("0[0-9]", cell) for cell in seen.present])
    if not (seen.is_numeric and seen.is_whole) or reading.unit or reading.marks or is_code:
        return seen.cells
    spelled = {}  # 1 and 1.0 are one class, which is called as most of its cells
    for cell, _ in sorted(collections.Counter(seen.cells).items(),
                          key=lambda pair: (-pair[1], pair[0])):
        spelled.setdefault(number(cell, seen.decimal), cell)
    return ["" if v is None else spelled[v] for v in reading.values]
