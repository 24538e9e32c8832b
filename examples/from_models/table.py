"""A table on its way into a model: columns as they come, and what is made of them.

A Block is the columns at one place, from the left to the right, in parts. A part is a Raw, which is
a column as it comes, or a Signal, which is one or more columns of numbers. A Table holds what is
read of the columns: the network's inputs.
"""
from collections import namedtuple

import numpy as np

from . import names
from .signal import Signal, side_by_side

Raw = namedtuple("Raw", "place if_missing")  # the column's place in a row; what a missing cell is


class Table:
    """The columns as the model gets them, and how the network's inputs are read from them."""

    def __init__(self, columns):
        self.columns = columns
        self.places, self.read, self.firsts = [], [], []  # of each reading: column, itself, input
        self.number_of = {}  # place: the input that is its number, and the reading
        self.shared = set()  # the places of those that are read as numbers more than once
        self.left_out = set()  # the places of columns that a ColumnTransformer drops
        self.width = 0
        self.missing = {}  # place: what a missing cell is in the model's own table

    def number(self, raw):
        """The place of the input that is this column's number."""
        if raw.place not in self.number_of:
            reading = names.number(self.columns[raw.place], raw.if_missing)
            self.number_of[raw.place] = self._add(raw.place, reading), reading
        else:
            self.shared.add(raw.place)
        first, reading = self.number_of[raw.place]
        if reading["if_missing"] != raw.if_missing:
            reading["if_missing"] = None  # two numbers cannot stand for it
        return first

    def numbers(self, raws):
        which = [self.number(raw) for raw in raws]
        return Signal.of_inputs(self.width).columns(which)

    def fill(self, signal, value):
        """Reads gaps so that a column which is scaled has this value there."""
        for place, (first, reading) in self.number_of.items():
            scale = signal.A[first, 0] if first < len(signal.A) else 0.0
            is_of_it_alone = not signal.layers and scale and np.count_nonzero(signal.A) == 1
            if is_of_it_alone and place not in self.shared and reading["if_missing"] is None:
                reading["if_missing"] = float((value - signal.shift[0]) / scale)

    def encoded(self, raw, reading):
        first = self._add(raw.place, reading)
        return Signal.of_inputs(self.width).columns(list(range(first, self.width)))

    def _add(self, place, reading):
        first = self.width
        self.places.append(place)
        self.read.append(reading)
        self.firsts.append(first)
        self.width += len(reading["inputs"])
        return first

    def in_order(self, signal):
        """The signal over inputs in the order of the columns; in a table of numbers of them all,
        but those that are dropped, which may be text."""
        if all(reading["kind"] == "number" for reading in self.read):
            self.numbers([Raw(place, None) for place in range(len(self.columns))
                          if place not in self.left_out.union(self.places)])
        self.order = sorted(range(len(self.read)), key=lambda k: self.places[k])
        ways = [first for k in self.order
                for first in range(self.firsts[k], self.firsts[k] + len(self.read[k]["inputs"]))]
        return signal.widened(self.width).over(np.argsort(ways).tolist(), self.width)

    def readings(self):
        return [self.read[k] for k in self.order]

    def rows(self, inputs):
        """Rows as the model takes them, for such inputs; in the last, what may be missing is."""
        of_place, first = {}, 0
        for k in self.order:
            of_place.setdefault(self.places[k], []).append((first, self.read[k]))
            first += len(self.read[k]["inputs"])
        last = len(inputs) - 1
        return [[self._cell(place, of_place.get(place, []), numbers, k, k == last)
                 for place in range(len(self.columns))] for k, numbers in enumerate(inputs)]

    def _cell(self, place, readings, inputs, row, missing):
        """A cell that fits: each of the categories in turn, or a number as it may be."""
        if missing and readings and all(may_be_missing(reading) for _, reading in readings):
            return self.missing.get(place, np.nan)
        choices = [reading["values"] for _, reading in readings if "values" in reading]
        known = []
        if choices:
            known = [value for value in choices[0]
                     if value is not None and all(value in others for others in choices)]
        numbers = [float(inputs[first]) for first, reading in readings
                   if reading["kind"] == "number"]
        edges = [edge for _, reading in readings for edge in reading.get("edges", ())]
        fitting = known or numbers or edges or [0.0]  # what takes some values may take no others
        return fitting[(3 * row + place) % len(fitting)]


def may_be_missing(reading):
    return reading["if_missing"] is not None or None in reading.get("values", ())


class Block:
    """Columns on their way to the estimator: parts that are a Raw, or a Signal of some columns."""

    def __init__(self, table, parts):
        self.table, self.parts = table, parts

    def signal(self):
        """All columns as numbers."""
        raws = [part for part in self.parts if isinstance(part, Raw)]
        if len(raws) == len(self.parts):
            return self.table.numbers(raws)
        signals = [self.table.numbers([part]) if isinstance(part, Raw) else part
                   for part in self.parts]
        return side_by_side(signals)

    def singles(self):
        """Each column by itself."""
        for part in self.parts:
            if isinstance(part, Raw):
                yield part
            else:
                for k in range(part.width):
                    yield part.columns([k])

    def columns(self, which):
        singles = list(self.singles())
        return Block(self.table, [singles[k] for k in which])

    def leave_out(self):
        self.table.left_out.update(part.place for part in self.parts if isinstance(part, Raw))

    def of(self, signal):
        return Block(self.table, [signal])
