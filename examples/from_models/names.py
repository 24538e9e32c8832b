"""What the inputs and outputs of a network mean, and how a row becomes its inputs."""
import json
import os

from . import encode as encoding

HERE = os.path.dirname(os.path.abspath(__file__))


# ---- readings -----------------------------------------------------------------------------------
# How a cell of a row becomes inputs, as encode.py and encode.js use it, of what JSON has.
def number(column, if_missing=None):
    """The cell is the input."""
    return {"kind": "number", "column": column, "if_missing": if_missing,
            "inputs": [str(column)]}


def values(column, known, codes, inputs, unknown=None, if_missing=None):
    """Codes, lists of one number an input, for the known values. unknown: the code of any other,
    which is refused without."""
    return {"kind": "values", "column": column, "if_missing": if_missing, "inputs": inputs,
            "values": known, "codes": codes + ([] if unknown is None else [unknown])}


def steps(column, edges, codes, inputs, if_missing=None):
    """Codes for a number below the first edge, from it to below the second, and so on."""
    return {"kind": "steps", "column": column, "if_missing": if_missing, "inputs": inputs,
            "edges": edges, "codes": codes}


# ---- names --------------------------------------------------------------------------------------
class Names:
    """What goes into a network and what comes out.

    columns: the name of each cell of a row. inputs: what each of the network's inputs means, such
    as "age" or "sex=male". classes: what its outputs stand for, or None; where there are two of
    them and one output, that is the probability of the second.
    """

    def __init__(self, columns, readings=None, classes=None):
        self.columns, self.classes = columns, classes
        self.readings = readings or [number(name) for name in columns]
        self.inputs = [name for reading in self.readings for name in reading["inputs"]]

    def __repr__(self):
        return "Names(inputs=%r, classes=%r)" % (self.inputs, self.classes)

    def outputs(self, net):
        """What each output of the network says, as text; without classes, nothing."""
        if self.classes is None:
            return []
        if net.activations[-1] != "linear":
            meaning = "the probability of %s"
        elif net.sizes[-1] > 1:
            meaning = "the score of %s"
        else:
            return ["above 0 for %s, below for %s" % (self.classes[1], self.classes[0])]
        return [meaning % name for name in self.classes[-net.sizes[-1]:]]

    def needs_encoding(self):
        """Whether a row is more than a list of the inputs."""
        plain = [number("x%d" % k) for k in range(len(self.columns))]
        return self.readings != plain

    def encode(self, row):
        """The network's inputs for a row: a list of its cells, or a dict by the columns' names."""
        return encoding.encoded(row, self.columns, self.readings)

    def to_python(self, net):
        """Source of a module with predict(inputs), CLASSES, and encode(row) as needed."""
        from export import to_python  # who takes over a model does not need it
        source = "%s\nCLASSES = %r\n" % (to_python(net), self.classes)
        if not self.needs_encoding():
            return source
        constants = "COLUMNS = %r\nREADINGS = %s" % (
            self.columns, lines_of(map(repr, self._exported())))
        return "%s%s\n\n\n%s" % (source, constants, text_of("encode.py"))

    def to_javascript(self, net):
        """Source of an ES module with predict(inputs), CLASSES, and encode(row) as needed."""
        from export import to_javascript
        source = "%s\nexport const CLASSES = %s;\n" % (
            to_javascript(net), json.dumps(self.classes))
        if not self.needs_encoding():
            return source
        constants = "const COLUMNS = %s;\nconst READINGS = %s;" % (
            json.dumps(self.columns), lines_of(map(json.dumps, self._exported())))
        return "%s%s\n\n%s" % (source, constants, text_of("encode.js"))

    def to_c(self, net):
        """Source in C, in which the inputs are made by hand: a comment says what they mean."""
        from export import to_c
        meaning = ["x[%d] = %s" % pair for pair in enumerate(self.inputs)]
        meaning += ["y[%d] = %s" % pair for pair in enumerate(self.outputs(net))]
        comment = "\n   ".join(meaning).replace("*/", "* /")
        return "/* %s */\n%s" % (comment, to_c(net))

    def _exported(self):
        return [{key: reading[key] for key in reading if key != "inputs"}
                for reading in self.readings]


def lines_of(items):
    return "[\n    %s]" % ",\n    ".join(items)


def text_of(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return f.read()
