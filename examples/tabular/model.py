# coding: utf-8
"""A model as a file: the network, as purenn saves it, and the table that it was made for."""
from __future__ import absolute_import, division, print_function, unicode_literals
import io
import json
import os
import tempfile
import purenn
from .cells import MARKS
from .columns import column_of
from .kinds import KINDS, expect, texts
from .table import contents
from .target import Target
from .words import Problem, Text, shown


class Model(object):
    """A network, the target, the columns that it takes, the names of all columns, the decimal
    mark."""

    def __init__(self, net, target, columns, names, decimal):
        self.net, self.target, self.columns = net, target, columns
        self.names, self.decimal = names, decimal

    @property
    def words(self):
        """All words that are values of its columns."""
        return sum([column.values for column in self.columns if column.kind == "category"], [])


def model_text(model):
    """What purenn.save writes, so that purenn.load reads it, with one entry more: the table."""
    handle, path = tempfile.mkstemp(prefix=str("tabular-"))
    os.close(handle)
    try:
        purenn.save(model.net, path)
        with io.open(path, encoding="ascii") as f:
            text = f.read().rstrip()
    finally:
        os.remove(path)
    table = {"target": model.target.entry(),
             "columns": [column.entry() for column in model.columns],
             "names": model.names, "decimal": model.decimal}
    return '%s,\n"table": %s}\n' % (text[:-1].rstrip(), Text(json.dumps(table, sort_keys=True)))


def read_model(path):
    """The Model in a file; Problem for anything else, edited by hand or not."""
    data = contents(path)
    try:
        table, net = json.loads(data.decode("utf-8"))["table"], purenn.load(path)
        check_table(table, net)
        columns = [column_of(entry) for entry in table["columns"]]
        expect("inputs", sum([column.width for column in columns]) == net.sizes[0])
        return Model(net, Target.from_entry(table["target"]), columns, table["names"],
                     table["decimal"])
    except (IOError, KeyError, TypeError, ValueError, AttributeError, IndexError,
            RuntimeError) as error:
        what = "%s: %s" % (type(error).__name__, shown(Text(error), 80))
        raise Problem("%s: not a model of this program, or changed by hand (%s)" % (shown(path),
            what))


def check_table(table, net):
    """ValueError, KeyError or TypeError unless all that is used of a model's table fits."""
    target, columns = table["target"], table["columns"]
    expect("names", texts(table["names"]), table["names"].count(target["name"]) == 1,
           table["decimal"] in MARKS, texts([column["name"] for column in columns]))
    Target.check(target, net.sizes[-1])
    for column in columns:
        expect("column", column["name"] in table["names"], column["kind"] in KINDS)
        KINDS[column["kind"]].check(column)
