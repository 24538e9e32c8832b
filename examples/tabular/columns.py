# coding: utf-8
"""All columns of a table: what becomes of them, and the inputs of its rows."""
from __future__ import absolute_import, division, print_function, unicode_literals
import math
from .kinds import KINDS, Code, LeftOut, Number, Seen, each, mean, recognised
from .words import shown

MAX_INPUTS = 300    # of the network: more would take minutes, and be learned by heart
RANKED_BY = 2000    # so many rows tell which columns go with the target


def study(table, place, learned, dates, ignored, kept, forced=()):
    """What becomes of each column but the target's: all cells say its kind, the learned its
    numbers.

    learned: places of rows; ignored, kept, forced (to be numbers): names of columns."""
    seen, lines = [], [row.line for row in table.rows]
    for k, name in enumerate(table.names):
        if k != place:
            seen.append(Seen(name, table.column(k), learned, table.decimal, dates, name in kept,
                             k in table.unnamed, name in forced, lines))
    columns = []
    for one in seen:
        if one.name in ignored:
            columns.append(LeftOut(one.name, "--ignore"))
        else:
            columns.append(recognised(one))
    if not are_often(columns, len(table.rows)):
        for k, column in enumerate(columns):
            if has_many_values(column):
                columns[k] = Number.recognise(seen[k])
    return columns


def has_many_values(column):
    """Whether it is of whole numbers, more than a few, that have an input each: greys of 0 to
    16."""
    return column.kind == Code.kind and len(column.values) > Code.few_values


def are_often(columns, rows):
    """Whether so many rows are enough to learn all values of such columns, each by itself.

    Those of 64 pixels with 17 greys each would take some 40,000 rows."""
    values = sum([len(column.values) for column in columns if has_many_values(column)])
    return not values or Code.is_often(rows, values)


def used(columns):
    """Those that are learned from."""
    return [column for column in columns if column.kind != "left out"]


def studied_inputs(columns, places):
    """The inputs of rows of the table that was studied."""
    return rows_of([each_hashable(column, [column.row_values[k] for k in places])
                    for column in columns])


def each_hashable(column, values):
    """The inputs of values, computed once for equal ones; a date's parts are a list."""
    keys = [tuple(v) if isinstance(v, list) else v for v in values]
    return each(keys, column.inputs)


def rows_of(parts):
    """Rows of inputs from those of each column."""
    return [sum(row, []) for row in zip(*parts)]


def encoded(table, columns, places):
    """The inputs of the rows; the rows in which cells are odd: {how: {column's name: places}}.

    Rows whose cells are all odd or new, so that they tell nothing, are odd["nothing"]."""
    parts, oddities = [], []
    for column in columns:
        j = table.places.get(column.name)
        cells = [table.rows[k].cells[j] if j is not None else "" for k in places]
        values = each(cells, lambda cell: column.value(cell, table.decimal))
        parts.append(each_hashable(column, values))
        if j is not None:
            ways = each(cells, lambda cell: column.oddity(cell, column.value(cell, table.decimal),
                                                       table.decimal))
            oddities.append((column.name, ways))
    odd = {"nothing": []}
    for n, k in enumerate(places):
        found = [(ways[n], name) for name, ways in oddities if ways[n]]
        if tells_nothing([ways[n] for _, ways in oddities]):
            odd["nothing"].append(k)
            continue
        for way, name in found:
            odd.setdefault(way, {}).setdefault(name, []).append(k)
    return rows_of(parts) if parts else [[] for _ in places], odd


def tells_nothing(ways):
    """Whether a row is one of units or types: of cells that are there, all are odd or new."""
    there = [way for way in ways if way != "missing"]
    return set(there) <= set(["odd", "new", "other"]) and ("odd" in there or len(there) > 2)


def limit_inputs(columns, targets, learned):
    """The columns, without those that go least with the target where there are too many inputs.

    targets: the target as lists of numbers, one number for each row."""
    if sum([column.width for column in columns]) <= MAX_INPUTS:
        return columns
    places = learned[:RANKED_BY]
    wanted = [[target[k] for k in places] for target in targets]
    ranked = []
    for k, column in enumerate(columns):
        if column.kind != "left out":
            X = studied_inputs([column], places)
            ranked.append((-max([correlation(a, b) for a in zip(*X) for b in wanted]), k))
    columns, inputs = columns[:], 0
    for _, k in sorted(ranked):
        inputs += columns[k].width
        if inputs > MAX_INPUTS:
            columns[k] = LeftOut(columns[k].name,
                                 "of %d columns, it goes less with the target than those "
                                 "that fill %d inputs" % (len(ranked), MAX_INPUTS))
    return columns


def correlation(a, b):
    """How strongly two lists of numbers go together: 0 not at all, 1 exactly."""
    x, y = mean(a), mean(b)
    xx, yy = sum([(v - x) ** 2 for v in a]), sum([(v - y) ** 2 for v in b])
    if xx * yy <= 0:
        return 0.0
    return abs(sum([(v - x) * (w - y) for v, w in zip(a, b)])) / math.sqrt(xx * yy)


def column_of(entry):
    """The column that a model's entry describes."""
    return KINDS[entry["kind"]].from_entry(entry)


def fates(columns):
    """(name, what it became, details) of each column; in wide tables, columns of one fate share a
    line."""
    is_wide = len(columns) > 40
    if is_wide:
        columns = [c for c in columns if c.kind != "left out"] + [c for c in columns
                                                                  if c.kind == "left out"]
    runs = []
    for column in columns:
        fate = column.became(), column.details()
        if not (is_wide and runs and runs[-1][1] == fate):
            runs.append(([], fate))
        runs[-1][0].append(shown(column.name, 30))
    lines = []
    for names, fate in runs:
        name = names[0] if len(names) == 1 else "%s ... %s (%d)" % (names[0], names[-1], len(names))
        lines.append((name,) + fate)
    return lines
