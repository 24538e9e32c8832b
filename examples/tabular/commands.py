# coding: utf-8
"""The commands: train, predict, export, pack; and their options."""
from __future__ import absolute_import, division, print_function, unicode_literals
import argparse
import collections
import errno
import os
import re
import sys
from . import packing
from .cells import missing, number
from .columns import encoded, fates, limit_inputs, study, studied_inputs, used
from .exporting import ending_of, module_text
from .files import check_outputs, publish
from .judging import LEAST_HELD, Facts, score, too_good, worst_answers
from .kinds import is_identity
from .learning import train_networks
from .model import Model, model_text, read_model
from .progress import Progress
from .report import report_text
from .table import (DELIMITERS, Known, read_table, tell_large, tell_size, tell_table,
                    without_codes)
from .splitting import (groups_of, hold_out_groups, hold_out_last, looks_like_groups, repeated_rows,
                        time_order)
from .target import find_column, study_target
from .telling import percent, tell_scores
from .words import Problem, Text, counted, figure, listed, print_table, quoted, say, shown, typed

MOST_LEARNED = 20000    # rows at effort 1: to go through them a dozen times and more
LEARNED_AGAIN = 1000    # so few rows, that those held out are learned from in the end
TIME_AGAIN = 1.25       # that this takes, with judging, by what it took before
MOST_TIMES = 20         # a rare class's row counts so often, at most, with --balance
MOST_FATES = 40         # lines of columns that are printed


# ---- train --------------------------------------------------------------------------------------
def train(options):
    """Learns from a table; writes the model and the report, and prints what became of it."""
    check_outputs([options.model, options.report],
                  [options.csv] + ([options.test] if options.test else []))
    tell_large(options.csv)
    table = read_table(options.csv, options, Known(None, options.target, None, ()))
    tell_size(table)
    training = Training(options, table)
    learned, held = training.divided()
    training.study(learned)
    tell_columns(table, training.all_columns)
    if not training.columns:
        raise Problem("%s: no column is left to learn from (--keep COLUMN, or another --delimiter?)"
                      % shown(options.csv))
    tell_target(training.target)
    learn_and_tell(training, learned, held)


class Training(object):
    """What learning from a table needs to know."""

    def __init__(self, options, table):
        self.options, self.table = options, table
        self.place = find_column(table, options.target)
        self.ignored = [table.names[find_column(table, name)] for name in options.ignore]
        self.kept = [table.names[find_column(table, name)] for name in options.keep]
        self.forced = [table.names[find_column(table, name)] for name in options.number]
        codes = [code.strip() for codes in options.missing for code in codes.split(",")]
        self.codes = without_codes(table, codes)
        kind = "number" if table.names[self.place] in self.forced else options.kind
        self.target, self.truth, notes = study_target(table, self.place, kind)
        table.notes += notes
        if options.balance and not self.target.has_classes:
            raise Problem("--balance is for classes, but %s is a number (--kind class)"
                          % shown(self.target.name))
        self.target.is_balanced, self.target.missing = options.balance, self.codes
        self.rows = [k for k, t in enumerate(self.truth) if t is not None]
        self.note_lost()
        self.remarks = []       # sentences on how rows belong together
        self.groups = self.grouped()
        self.all_columns, self.columns = [], []
        self.time, self.times = None, None

    def note_lost(self):
        """Notes how many rows have no target, and the words that say so."""
        lost = [cell for cell, t in zip(self.table.column(self.place), self.truth) if t is None]
        words = listed(sorted(set([cell for cell in lost if cell and missing(cell)])))
        if lost:
            self.table.notes.append("%s without a target%s left out" % (
                counted(len(lost), "row"), " (%s)" % words if words else ""))

    def grouped(self):
        """For each row the first one that belongs to it: equal rows, and those of one --group."""
        table, options = self.table, self.options
        cells = telling_cells(table, [self.table.names[self.place]] + self.ignored)
        groups, repeats = repeated_rows(cells) if not options.group else (list(range(len(cells))),
            0)
        if repeats:
            verb = "repeats" if repeats == 1 else "repeat"
            self.remarks.append("%d of %d rows %s an earlier one: equal rows are held out "
                                "together, and learned from together." % (
                                    repeats, len(cells), verb))
        if options.group:
            place = find_column(table, options.group)
            names = [cell if not missing(cell) else k for k, cell in enumerate(table.column(place))]
            groups = groups_of(names)
            self.ignored.append(table.names[place])
            self.remarks.append("Rows of one %s are held out together: %d of them." % (
                shown(table.names[place]), len(set(groups))))
        return groups

    def divided(self):
        """The places of the rows to learn from and of those held out; Problem where they are too
        few."""
        options, rows, truth = self.options, self.rows, self.truth
        learned, held = self.split()
        is_enough = len(set([self.groups[k] for k in learned])) >= 4 and (held or options.test)
        if not is_enough or len(set([truth[k] for k in learned])) < 2:
            raise Problem("%s: %s with a target: too few, or too few that differ, to hold %g %% "
                          "of them out"
                          % (shown(options.csv), counted(len(rows), "row"), options.held_out))
        most = int(MOST_LEARNED * max(options.effort, 0.1))
        if len(learned) > most:
            self.table.notes.append("%d of %d rows are learned from (--effort takes more)" % (
                most, len(learned)))
            learned = hold_out_groups(learned, truth, 100.0 * most / len(learned), 2,
                                      self.groups)[1]
        return learned, held

    def split(self):
        """All rows to learn from, and those held out: by chance, the last ones, or those of
        --test."""
        options = self.options
        if options.test:
            return self.rows, []
        if options.last:
            self.study(self.rows)
            return hold_out_last(self.rows, options.held_out, self.times
                                 or list(range(len(self.truth))))
        return hold_out_groups(self.rows, self.truth, options.held_out, options.seed, self.groups)

    def study(self, learned):
        """Finds out what becomes of the columns; where nothing else is left, numbers of rows are
        kept."""
        table, options = self.table, self.options
        is_european = "," == table.decimal or ";" == table.delimiter
        dates = options.dates or ("day" if is_european else None)
        columns = study(table, self.place, learned, dates, self.ignored, self.kept, self.forced)
        numbers = [column.name for column in columns if column.is_index]
        if numbers and not used(columns):
            kept = self.kept + numbers
            table.notes.append("row numbers are kept, as nothing else is left: %s" % listed(kept))
            columns = study(table, self.place, learned, dates, self.ignored, kept, self.forced)
        for column in columns:
            column.take_codes(self.codes, table.decimal)
            if column.name in self.forced:
                table.notes += [note for note in forced_notes(table, column)
                                if note not in table.notes]
        self.all_columns = limit_inputs(columns, self.target.as_numbers(self.truth), learned)
        self.columns = used(self.all_columns)
        self.time, self.times = time_order(self.columns)

    def learn(self, places, progress):
        """The network and its Story from these rows; their inputs, and what is known of them."""
        X, truth = self.inputs(places)
        if not self.target.has_classes:
            self.target.set_range(truth)
        times = balanced(truth) if self.options.balance else {}
        groups = groups_of([self.groups[k] for k in places])
        net, story = train_networks(self.target, self.columns, X, truth, groups, times,
                                    self.options.effort, progress)
        story.unread = [column.name for column in self.all_columns if column.is_text]
        return net, story, (X, truth)

    def inputs(self, places):
        """The inputs of rows, and what is known of them."""
        return studied_inputs(self.columns, places), [self.truth[k] for k in places]

    def looking_like_groups(self, learned):
        """A sentence on a column that names what rows belong to, which chance has torn apart."""
        if self.options.group or self.options.test:
            return []
        for k, name in enumerate(self.table.names):
            if k != self.place and looks_like_groups(name, self.table.column(k), self.truth,
                                                     learned):
                many = len(set(self.table.column(k)))
                return ["%s looks like what rows belong to (%d of them, with targets alike "
                        "within): on new ones "
                        "it may do much worse. --group %s holds whole ones out." % (
                            shown(name), many, quoted(name))]
        return []


def forced_notes(table, column):
    """What is said of a column that shall be numbers: which of its cells are none, and where."""
    if column.kind not in ("number", "code"):
        raise Problem("%s: column %s: --number, but there are no two numbers in it that differ" % (
            shown(table.path), quoted(column.name)))
    cells = table.column(table.names.index(column.name))
    odd = [(row.line, cell) for row, cell, v in zip(table.rows, cells, column.row_values)
           if v is None and not missing(cell)]
    if not odd:
        return []
    return ["%s: %s no number and taken as missing: line %s (%s)" % (
        shown(column.name), "1 cell is" if len(odd) == 1 else "%d cells are" % len(odd),
        listed(["%d" % line for line, _ in odd], 40), listed(sorted(set([c for _, c in odd])), 60))]


def telling_cells(table, without):
    """The cells of each row, but for columns of such names and those that number the rows."""
    columns = []
    for k, name in enumerate(table.names):
        cells = table.column(k)
        numbers_them = len(set(cells)) == len(cells) and (
            k in table.unnamed or is_identity(name) or counts_rows(cells))
        if name not in without and not numbers_them:
            columns.append(cells)
    return list(zip(*columns)) or [() for _ in table.rows]


def counts_rows(cells):
    """Whether cells are 0, 1, 2, ... or 1, 2, 3, ..."""
    first = cells[0] if cells else ""
    return first in ("0", "1") and cells == ["%d" % (int(first) + k) for k in range(len(cells))]


def learn_and_tell(training, learned, held):
    """Learns, judges, writes the model and the report."""
    options, table = training.options, training.table
    target, columns = training.target, training.columns
    is_few = len(learned) < len(training.rows) <= LEARNED_AGAIN
    time_again = TIME_AGAIN if is_few else 0.0
    judges_last = training.time and not (options.test or options.last) \
        and len(training.rows) * options.held_out >= 100 * LEAST_HELD
    progress = Progress(time_again + bool(judges_last))
    net, story, learned_parts = training.learn(learned, progress)
    held_parts, lines = rows_to_judge_by(training, held)
    facts = Facts(target, columns, net, learned_parts, held_parts, story)
    facts.worst = worst_answers(target, lines, held_parts[1],
                                net.forward_propagation(held_parts[0]))
    facts.held_path = os.path.basename(typed(options.test or options.csv))
    facts.sentences += too_good(target, facts, columns, learned, learned_parts[1])
    facts.sentences += sum([column.warnings for column in training.all_columns], [])
    facts.sentences += training.remarks + training.looking_like_groups(learned)
    if judges_last and story.learned and not story.stopped:
        facts.sentences += judge_last(training, facts, learned_parts[1],
                                      Progress(time_again, progress.shares()))
    if story.learned:
        say("learned: %d small networks, whose mean answers (see the report)" % (
            story.folds * len(story.shares)))
    else:
        say("learned: the simplest rule")
    tell_scores(target, facts)
    story.learned_again = story.learned and is_few and not story.stopped
    if story.learned_again:
        net = from_all_rows(training, Progress(0.0, progress.shares())) or net
    model = Model(net, target, columns, table.names, table.decimal)
    report = report_text(table, target, training.all_columns, facts, story, options)
    say("model: %s   report: %s" % tuple(publish([
        (options.model, model_text(model)), (options.report, report)])))


def rows_to_judge_by(training, held):
    """The inputs of the rows of --test, or of those held out, and what is known of them, as a pair;
    their lines."""
    options, table = training.options, training.table
    if options.test:
        return test_rows(options, table, training.target, training.columns)
    return training.inputs(held), [table.rows[k].line for k in held]


def from_all_rows(training, progress):
    """A network learned from the rows that were held out, too; None where a rule does as well."""
    say("now from all rows, those held out too:")
    net, story, _ = training.learn(training.rows, progress)
    return net if story.learned else None


def judge_last(training, facts, learned_truth, progress):
    """Learns from the first rows in time and judges by the last ones; a sentence on it.

    learned_truth: of the rows that the model itself learned from, within whose range it stays."""
    target = training.target
    first, last = hold_out_last(training.rows, training.options.held_out, training.times)
    if len(set([training.truth[k] for k in first])) < 2:
        return []
    say("now from the first rows in time, as %s rises or falls:" % shown(training.time.name))
    net, _, _ = training.learn(first, progress)
    X, truth = training.inputs(last)
    found = score(target, truth, target.answers(net.forward_propagation(X)))
    if not target.has_classes:
        target.set_range(learned_truth)
    facts.last = found, len(last)
    if target.has_classes:
        result = "%s right" % percent(target, found.score)
    else:
        result = "R2 %.3f, mean error %s" % (found.score, figure(found.error))
    return ["Rows follow in time (%s): on the last %s, learned from those before, it has %s. "
            "Expect that of "
            "rows to come; --last makes it the score." % (
                shown(training.time.name), counted(len(last), "row"), result)]


def balanced(truth):
    """How often a row of each class counts, so that all classes count about alike."""
    count = collections.Counter(truth)
    most = max(count.values())
    return dict([(t, min(MOST_TIMES, most // n)) for t, n in count.items()])


def test_rows(options, table, target, columns):
    """The inputs of the rows of --test and what is known of them, as a pair; their lines."""
    test = read_table(options.test, options, Known(table.names, None, table.decimal, ()))
    known_names(test, columns)
    place = test.places.get(target.name)
    truth = target.truth(test.column(place), test.decimal) if place is not None else []
    places = [k for k, t in enumerate(truth) if t is not None
              and test.rows[k].line not in test.aside]
    if not places:
        raise Problem("%s: no row with a known %s to test on" % (shown(options.test),
                                                                 shown(target.name)))
    lines = [test.rows[k].line for k in places]
    return (encoded(test, columns, places)[0], [truth[k] for k in places]), lines


def tell_columns(table, columns):
    """Prints how the file was read, and what became of its columns."""
    tell_table(table)
    say("columns:")
    lines = fates(columns)
    print_table(lines[:MOST_FATES])
    if len(lines) > MOST_FATES:
        say("  and %d more lines of columns, which are in the report" % (len(lines) - MOST_FATES))


def tell_target(target):
    """Prints what the target is taken for."""
    hint = ""
    if len(target.classes) > 2 and None not in [number(c) for c in target.classes]:
        hint = " number, if it is an amount or a grade"
    what = "one of %d classes" % len(target.classes) if target.has_classes else "a number"
    say("target: %s is %s   (--kind%s)" % (shown(target.name), what, hint))


# ---- predict ------------------------------------------------------------------------------------
def predict(options):
    """Adds a model's answers to a table, and says what was odd in it."""
    check_outputs([options.output] if options.output is not None else [],
                  [options.model, options.csv])
    model = read_model(options.model)
    target = model.target
    table = read_table(options.csv, options,
                       Known(model.names, target.name, model.decimal, model.words))
    missed = known_names(table, model.columns)
    places = [k for k, row in enumerate(table.rows) if row.line not in table.aside]
    table.notes += remarks_here(table, model.columns, places)
    X, odd = encoded(table, model.columns, places)
    outputs = model.net.forward_propagation(X)
    said = dict(zip(places, target.answers(outputs)))
    certain = dict(zip(places, [max(row) for row in outputs]))
    for k in odd["nothing"]:
        del said[k]
    table.put_aside([table.rows[k] for k in odd["nothing"]], "of units or types",
                    "without an answer")
    text = answered(table, model, said, certain)
    if options.output:
        publish([(options.output, table.mark + text)])
    else:
        out = getattr(sys.stdout, "buffer", sys.stdout)
        out.write(text.encode("utf-8"))
        out.flush()
    for line in tell_predicted(table, model, missed, odd, said):
        say(line, sys.stderr)


def known_names(table, columns):
    """The columns of the model that a file lacks; Problem if it has none."""
    missed = [column.name for column in columns if column.name not in table.places]
    if len(missed) == len(columns):
        raise Problem("%s: none of the model's columns is there (%s); there are: %s"
                      % (shown(table.path), listed(missed, 60), listed(table.names, 60)))
    return missed


def remarks_here(table, columns, places):
    """What is said of columns that are written otherwise here than in training."""
    found = []
    for column in columns:
        place = table.places.get(column.name)
        if place is not None:
            remark = column.remark_here([table.rows[k].cells[place] for k in places], table.decimal)
            if remark:
                found.append("%s: %s" % (shown(column.name), remark))
    return found


def answered(table, model, said, certain):
    """The table as CSV with the answers, and for classes their probabilities; earlier ones are
    replaced."""
    heads = ["predicted_" + model.target.name]
    if model.target.has_classes:
        heads.append("probability")
    kept = kept_columns(table, model, heads)
    lines = [[table.heads[k] for k in kept] + heads] if table.header else []
    for k, row in enumerate(table.rows):
        if k not in said:
            more = [""] * len(heads)
        elif model.target.has_classes:
            more = [said[k], ("%.4f" % certain[k]).replace(".", table.decimal)]
        else:
            more = [figure(said[k], 7).replace(".", table.decimal)]
        lines.append([row.cells[j] for j in kept] + more)
    return "".join([csv_line(cells, table.delimiter) + table.newline for cells in lines])


def kept_columns(table, model, heads):
    """The places of columns but for the answers of an earlier run."""
    known = set(model.names)
    kept = []
    for k, name in enumerate(table.names):
        is_probability = k and table.names[k - 1:k + 1] == heads
        if name in known or not (name == heads[0] or is_probability):
            kept.append(k)
    return kept


def csv_line(cells, delimiter):
    """Cells as a line of CSV without its end, quoted where that is needed."""
    parts = []
    for cell in cells:
        if delimiter in cell or re.search('[\\s"]', cell):
            cell = '"%s"' % cell.replace('"', '""')
        parts.append(cell)
    return delimiter.join(parts)


# How cells may be odd, and what is said of it.
ODDITIES = (
    ("missing", "missing cells, filled in as in training"),
    ("odd", "cells not of the kind or unit learned, taken as missing"),
    ("new", "categories not among those learned, taken as none of them"),
    ("daily", "dates without a time of day, which is taken as the median"),
    ("limit", "cells with < or > taken as the number that follows"),
    ("far", "numbers far outside those learned from, so the answers are guesses"))


def tell_predicted(table, model, missed, odd, said):
    """What was done with a file to predict, and how right the answers are where it can be told."""
    lines = ["%s: %s" % (shown(table.path), counted(len(said), "row"))]
    lines += ["note: " + note for note in table.notes]
    if missed:
        lines.append("note: these columns are not there, and taken as missing: " + listed(missed))
    spans = dict([(column.name, getattr(column, "span", None)) for column in model.columns])
    for way, words in ODDITIES:
        found = [odd_cells(table, name, places, spans.get(name) if way == "far" else None)
                 for name, places in sorted(odd.get(way, {}).items())]
        if found:
            lines.append("note: %s: %s" % (words, listed(found, 150, 120)))
    return lines + tell_right(table, model.target, said)


def odd_cells(table, name, places, span):
    """ "weight (2, first in line 5: 9000 kg; learned from 1 to 20)"."""
    line, cells = table.rows[places[0]]
    cell = cells[table.places[name]]
    words = "%s (%d, first in line %d" % (shown(name, 40), len(places), line)
    if cell:
        words += ": " + cell
    if span:
        words += "; learned from %s to %s" % (figure(span[0]), figure(span[1]))
    return words + ")"


def tell_right(table, target, said):
    """How right the answers are, where the file has the target itself."""
    place = table.places.get(target.name)
    truth = target.truth(table.column(place), table.decimal) if place is not None else []
    pairs = [(t, said[k]) for k, t in enumerate(truth) if t is not None and k in said]
    if not pairs:
        return []
    found = score(target, [t for t, _ in pairs], [a for _, a in pairs])
    if target.has_classes:
        right = percent(target, found.score) + " right"
    else:
        right = "R2 %.3f, mean error %s" % (found.score, figure(found.error))
    return ["the file has %s itself: %s of %s; if the model learned from these, that says little "
            "of others"
            % (shown(target.name), right, counted(len(pairs), "row"))]


# ---- export, pack -------------------------------------------------------------------------------
def export(options):
    """Writes a model as a module."""
    ending = ending_of(options.module)
    check_outputs([options.module], [options.model])
    model = read_model(options.model)
    name, = publish([(options.module, module_text(model, ending))])
    say("%s: answer(row) predicts %s from %s" % (
        name, shown(model.target.name), listed([column.name for column in model.columns])))


def pack(options):
    """Writes the tool as one file."""
    check_outputs([options.archive], [])
    name, = publish([(options.archive, packing.archive())])
    say("%s: run it as python3 %s train ..." % (name, shown(options.archive)))


# ---- options ------------------------------------------------------------------------------------
def delimiter(words, wrong="\r\n\0\""):
    """The character that a delimiter's name means; ValueError for none."""
    mark = DELIMITERS.get(words) or typed(words)
    if len(mark) != 1 or mark in wrong or ord(mark) > 127:
        raise ValueError
    return mark


def quote(words):
    """A quotation mark, or "none"; ValueError for what is neither."""
    return words if words == "none" else delimiter(words, "\r\n\0")


def within(kind, low, high, words):
    """A type for argparse: a number of a kind between two; words: its name in "invalid ...
    value"."""
    def parse(text):
        value = kind(text)
        if not low <= value <= high:
            raise ValueError
        return value
    parse.__name__ = str(words)
    return parse


TWICE = ". It trains twice where there are up to %d rows: first without those held out, to judge " \
    "by them, then on all rows, for the model; and once more where rows follow in time, to judge " \
    "by the last ones. 1,000 rows of 10 columns take about 20 s in all on CPython, 8 s on PyPy; " \
    "--effort 0.1 gives a first look in a few" % LEARNED_AGAIN
COMMANDS = (
    (train, "learn from a table, in seconds or about a minute; writes a model and a report, and "
            "prints what became of the columns and how good it is" + TWICE),
    (predict, "add a model's answers to a table: writes (--output) or prints it with one column "
              "more, "
     "predicted_COLUMN, and for classes their probability"),
    (export, "write a model as a module that needs nothing else: answer(row) in Python, C or "
             "JavaScript"),
    (pack, "write this tool as one file, to carry to another computer"))
COLUMN, FILE = dict(type=typed, metavar="COLUMN"), dict(metavar="FILE")
MORE = dict(COLUMN, action="append", default=[])
OPTIONS = (  # the commands that have it, its name, its help, what else argparse wants
    ("train predict", "csv", "the table; to predict, its columns may stand in any order", {}),
    ("train", "--target", "what to predict: a column's name or number",
     dict(COLUMN, required=True)),
    ("train", "--model", "to write; default: %(default)s", dict(FILE, default="model.json")),
    ("train", "--report", "to write; default: %(default)s", dict(FILE, default="report.html")),
    ("train", "--ignore", "leave a column out; may come more than once", MORE),
    ("train", "--keep", "keep a column that would be left out; may come more than once", MORE),
    ("train", "--number", "a column is of numbers, and what is none in it is missing; may come "
                          "more than once", MORE),
    ("train", "--missing", "what says that nothing is known, as --missing=-99,999; may come more "
                           "than once", dict(MORE, metavar="TEXT")),
    ("train", "--kind", "what the target is", dict(choices=["class", "number"])),
    ("train", "--balance", "let rare classes count as much as common ones",
     dict(action="store_true")),
    ("train", "--test", "hold out the rows of this file, instead of some of the table's", FILE),
    ("train", "--group", "rows of which this column says the same belong together, as those of a "
                         "patient: "
     "they are held out together, and it is not learned from", COLUMN),
    ("train", "--last", "hold out the last rows: where rows follow in time, those that are yet to "
                        "come",
     dict(action="store_true")),
    ("train", "--held-out", "rows to hold out, in percent; default: 20",
     dict(default=20.0, type=within(float, 1, 90, "percentage from 1 to 90:"), metavar="N")),
    ("train", "--seed", "another one holds other rows out",
     dict(default=0, type=within(int, 0, 2 ** 30 - 1, "number from 0:"), metavar="N")),
    ("train", "--effort", "more takes longer; default: 1, about a minute for a large table",
     dict(default=1.0, type=within(float, 0.001, 1000, "number from 0.001 to 1000:"), metavar="X")),
    ("predict", "--output", "the CSV file to write, in UTF-8; default: print it. Cells are "
                            "written as they "
     "are: a spreadsheet takes those that begin with = + - @ for formulas", FILE),
    ("train predict", "--delimiter", "comma, semicolon, tab, bar, space or a character",
     dict(type=delimiter)),
    ("train predict", "--decimal", "in numbers", dict(choices=["point", "comma"])),
    ("train", "--dates", "which comes first in 1/2/2020, the day or the month",
     dict(choices=["day", "month"])),
    ("train predict", "--encoding", "as in utf-8, latin-1, cp1250", {}),
    ("train predict", "--header", "whether the first row has the columns' names",
     dict(choices=["yes", "no"])),
    ("train predict", "--strict", "refuse a file in which a row has too many cells, or too few, "
                                  "instead of "
     "leaving up to 5 %% of them out", dict(action="store_true")),
    ("train predict", "--quote", "the quotation mark, or none", dict(type=quote)),
    ("export", "module", "to write; its ending says the language: .py, .c or .js", {}),
    ("pack", "archive", "to write, as in tabular.pyz", {}))


def native(words):
    """Words as argparse of Python 2 wants them, in bytes: it writes no others to a file."""
    if isinstance(words, Text):
        return str(words)
    if isinstance(words, (list, tuple)):
        return [native(word) for word in words]
    return words


def parser():
    """The parser of the command line."""
    doc = sys.modules[__name__.rpartition(".")[0]].__doc__.split("\n")
    top = argparse.ArgumentParser(prog=native("tabular"), description=native(doc[0]),
                                  epilog=native("\n".join(doc[2:])),
                                  formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = top.add_subparsers(dest=native("command"), metavar=native("COMMAND"))
    for function, words in COMMANDS:
        one = commands.add_parser(function.__name__, help=native(words), description=native(words))
        one.set_defaults(function=function)
        if function in (predict, export):
            one.add_argument(native("model"), help=native("what train wrote"))
        for names, name, words, more in OPTIONS:
            if function.__name__ in names.split():
                more = dict([(native(key), native(more[key]) if more[key] else more[key])
                             for key in more])
                one.add_argument(native(name), help=native(words), **more)
    return top


def with_codes_joined(arguments):
    """--missing -99,999 as --missing=-99,999: argparse takes what begins with - for an option."""
    joined, missing_option = [], native("--missing")
    for argument in arguments:
        if joined and joined[-1] == missing_option:
            joined[-1] += native("=") + argument
        else:
            joined.append(argument)
    return joined


def main(arguments=None):
    """Runs a command, sys.argv's by default; returns what a shell takes: 0, or 2 where something
    is wrong."""
    top = parser()
    options = top.parse_args(with_codes_joined(sys.argv[1:] if arguments is None else arguments))
    if not hasattr(options, "function"):  # Python 2 would refuse it itself
        top.error(native("train, predict, export or pack?"))
    try:
        options.function(options)
    except Problem as problem:
        say("tabular: " + shown(Text(problem), 297)[:290], sys.stderr)
        return 2
    except KeyboardInterrupt:
        say("tabular: stopped", sys.stderr)
        return 130
    except (IOError, OSError) as error:
        # Python would try again to write, at its end, what could not be written.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if error.errno != errno.EPIPE:  # it went to head, say
            say("tabular: what is printed could not be written: %s" % (error.strerror or error),
                sys.stderr)
            return 2
    return 0
