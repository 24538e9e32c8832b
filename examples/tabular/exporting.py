# coding: utf-8
"""A model as a module that needs nothing else: answer(row) in Python, JavaScript or C.

answer.py, answer.js and answer.c are these modules, but for the model: it is written between their
lines "---- the model ----" and "---- end of the model ----", and alike in C.
"""
from __future__ import absolute_import, division, print_function, unicode_literals
import json
import os
import re
from . import answer
from .resources import resource
from .words import Problem, Text, shown

KEYWORDS = set("""auto break case char const continue default do double else enum extern float for
goto if inline int long register restrict return short signed sizeof static struct switch typedef
union unsigned void volatile while bool class new delete this template try catch throw public
private protected virtual operator namespace using friend explicit export typename true false and
or not xor""".split())


def module_text(model, ending):
    """The source of a module, by the ending of its name: .py, .js or .c."""
    return {".py": python_text, ".js": javascript_text, ".c": c_text}[ending](model)


def exporter(name, language):
    """A function of export.py, which may not have been copied."""
    try:
        import export
    except ImportError:
        raise Problem("export.py is missing: to export to %s, copy it from purenn's examples "
                      "beside the "
                      "folder of this tool" % language)
    return getattr(export, name)


def filled(text, part, new):
    """The text with what stands between the lines that name a part replaced."""
    pattern = "(?ms)^[^\n]*---- %s ----.*?---- end of %s ----[^\n]*\n" % (part, part)
    found = re.search(pattern, text)
    return text[:found.start()] + new + text[found.end():]


def plain(words):
    """Words for a docstring or a comment: in ASCII, and nothing that could end it."""
    return re.sub("[^ -~]|[\\\\\"*/?]", "_", shown(words))


def numbers(values):
    """Numbers as text, so that they are read back as the same ones."""
    return " ".join(["%r" % v for v in values])


OF_THE_TOOL = set(["such", "span", "marks", "share", "unit"])  # of what a model keeps of a column


def columns_of(model):
    """What a module has to know of the columns."""
    found = []
    for column in model.columns:
        entry = column.entry()
        found.append(dict([(key, entry[key]) for key in entry
                           if key not in OF_THE_TOOL and entry[key] not in (None, [])]))
        if column.units():
            found[-1].update(unit=column.unit, units=column.units())
    return found


def tables_of(model):
    """DECIMAL, NAMES, CLASSES, LOW, HIGH and COLUMNS of a module, as JSON, a column a line."""
    target = model.target
    first = [model.decimal, model.names, target.classes, target.low, target.high]
    lines = [Text(json.dumps(value, sort_keys=True)) for value in first]
    columns = [Text(json.dumps(column, sort_keys=True)) for column in columns_of(model)]
    return "[%s, [\n    %s]]" % (",\n    ".join(lines), ",\n    ".join(columns))


# ---- Python and JavaScript ----------------------------------------------------------------------
def python_text(model):
    """The source of a module in Python."""
    layers = []
    for W, b in zip(model.net.weights, model.net.biases):
        neurons = ",\n    ".join(['"%s"' % numbers(neuron) for neuron in zip(b, *W)])
        layers.append("[%s]" % neurons)
    head = '# coding: utf-8\n"""Predicts %s."""\nimport json\nimport math\n\n'
    data = "# Bias and weights of each neuron, as texts, for which Jython has room.\n" \
        "LAYERS = [[[float(v) for v in neuron.split()] for neuron in layer] " \
        "for layer in [\n    %s]]\n" \
        'DECIMAL, NAMES, CLASSES, LOW, HIGH, COLUMNS = json.loads(r"""%s""")\n' % (
            ",\n    ".join(layers), tables_of(model))
    text = filled(resource("answer.py"), "the model", data)
    return head % plain(model.target.name) + text[text.index(data):]


def javascript_text(model):
    """The source of a module in JavaScript."""
    predict = exporter("to_javascript", "JavaScript")(model.net)
    data = "%s\nconst [DECIMAL, NAMES, CLASSES, LOW, HIGH, COLUMNS] = %s;\n" % (
        predict.rstrip(), tables_of(model))
    for name in "MISSING", "YES", "NO", "MONTHS", "WEEKDAYS", "NOISE":
        data += "const %s = %s;\n" % (name, Text(json.dumps(getattr(answer, name))))
    text = filled(resource("answer.js"), "the model", data)
    return "// Predicts %s.\n%s" % (plain(model.target.name), text[text.index(data):])


# ---- C ------------------------------------------------------------------------------------------
def literal(value):
    """A value in C, in ASCII."""
    if isinstance(value, (list, tuple)):
        return "{%s}" % ", ".join([literal(v) for v in value])
    if value is None:
        return "NULL"
    if not isinstance(value, Text):
        return "%r" % value
    letters = []
    for b in bytearray(value.encode("utf-8")):
        letters.append(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else "\\%03o" % b)
    return '"%s"' % "".join(letters)


def c_comment(words):
    """Words for a comment in C: what would end it, or begin one, is left out."""
    return re.sub("[^ -~]|[*/](?=[*/])|\\\\|[?](?=[?])", "_", shown(words))


def c_names(columns):
    """A name in C for each column: letters, digits and _, no keyword, no two the same."""
    names = []
    for column in columns:
        name = re.sub("[^A-Za-z0-9_]+", "_", column.name).strip("_") or "column"
        if name[0].isdigit() or name in KEYWORDS:
            name = "c_" + name
        while name in names:
            name += "_"
        names.append(name)
    return names


def c_text(model):
    """The source of a module in C."""
    text = resource("answer.c")
    text = text[text.index("/* ---- the network"):]
    text = filled(text, "the network", c_network(model))
    text = filled(text, "the row", c_row(model.columns))
    reading, inputs = c_reading(model.columns, model.names), c_inputs(model.columns)
    text = filled(text, "reading", reading)
    text = filled(text, "inputs", inputs)
    text = c_words(without_unused(text, reading + inputs))
    return "/* Predicts %s. */\n%s" % (plain(model.target.name), re.sub("\n{3,}", "\n\n", text))


def c_network(model):
    """The network's predict, and what the answer has to know of the target."""
    net, target = model.net, model.target
    lines = [exporter("to_c", "C")(net).rstrip(), "#define INPUTS %d" % net.sizes[0],
             "#define OUTPUTS %d" % net.sizes[-1], "#define DECIMAL '%s'" % model.decimal]
    if target.has_classes:
        lines.append("#define CLASSES " + wrapped(literal(target.classes)).replace("\n", " \\\n"))
    else:
        lines += ["#define LOW ((REAL)%r)" % float(target.low),
                  "#define HIGH ((REAL)%r)" % float(target.high)]
    return "\n".join(lines) + "\n"


# A part of answer.c that only some columns need: it stands between "for A, B" and "end for A, B".
C_PART = re.compile("(?s)/[*] ---- for (?P<names>[a-z_, ]+) ---- [*]/\n"
                    "(?P<text>.*?)/[*] ---- end for (?P=names) ---- [*]/\n")


def without_unused(text, calls):
    """The text without the parts for functions that the calls do not have."""
    def wanted(match):
        names = match.group("names").split(", ")
        return without_unused(match.group("text"),
                              calls) if any([name + "(" in calls for name in names]) else ""
    return C_PART.sub(wanted, text)


def c_words(text):
    """The text with the words that answer.py knows."""
    months = [names + [None] for names in answer.MONTHS]
    text = text.replace('{{"MONTHS", NULL}}', literal(months))
    for name in "MISSING", "YES", "NO", "WEEKDAYS", "NOISE":
        text = text.replace('{"%s", NULL}' % name, wrapped(literal(getattr(answer, name) + [None])))
    return text


def wrapped(text, longest=96):
    """A list in C in lines of so many letters."""
    lines = [""]
    for word in re.findall('(?:"[^"]*"|[^ "])+', text):
        if len(lines[-1]) + len(word) > longest:
            lines.append("")
        lines[-1] += word + " "
    return "\n        ".join([line.rstrip() for line in lines])


def c_row(columns):
    """The struct of a row: a field for each column."""
    lines = ["/* Unknown: NAN, or NULL for text; a Date of year 0. Yes is 1, no 0. Texts are "
             "UTF-8; small and",
             "   capital letters, A to Z and those of Latin-1, are alike. */", "typedef struct {"]
    for column, name in zip(columns, c_names(columns)):
        kind = column.c_field()
        space = "" if kind.endswith("*") else " "
        unit = "hours" if kind == "REAL" and column.kind == "date" else getattr(column, "unit", "")
        remark = c_comment(column.name) + (", in " + c_comment(unit) if unit else "")
        lines.append("    %s%s%s;  /* %s */" % (kind, space, name, remark))
    return "\n".join(lines + ["} Row;\n"])


def c_reading(columns, names):
    """The lines of read_cell: one for each column that is used, and one for each that is not."""
    tables, lines = [], []
    for k, (column, name) in enumerate(zip(columns, c_names(columns))):
        text = "text"
        if column.missing:
            text = "is_one_of(text, missing_%d) ? \"\" : text" % k
            tables.append("    static const char *const missing_%d[] = %s;\n" % (
                k, wrapped(literal(column.missing + [None]))))
        if column.units():
            tables.append("    static const Unit units_%d[] = %s;\n" % (
                k, wrapped(literal(column.units()))))
        read = column.c_read() % {"field": "&row->" + name, "text": text, "units": "units_%d" % k}
        lines.append("    if (!strcmp(name, %s)) return %s;\n" % (literal(column.name), read))
    used = set([column.name for column in columns])
    lines += ["    if (!strcmp(name, %s)) return 1;  /* not used */\n" % literal(name)
              for name in names if name not in used]
    return "".join(tables + lines)


def c_inputs(columns):
    """The lines of inputs: the tables of values, then a call for each column."""
    tables, calls = [], []
    for k, (column, name) in enumerate(zip(columns, c_names(columns))):
        names = {"field": "row->" + name, "table": "values_%d" % k}
        codes = getattr(column, "codes", [])
        if codes:
            tables.append("    static const REAL codes_%d[] = %s;\n" % (k, wrapped(literal(codes))))
            names["field"] = "without_codes(%s, codes_%d, %d)" % (names["field"], k, len(codes))
        if column.c_table():
            kind, values = column.c_table()
            tables.append("    static const %s %s[] = %s;\n" % (kind, names["table"],
                                                                wrapped(literal(values))))
        calls += ["    x = %s;\n" % (call % names) for call in column.c_inputs()]
    return "".join(tables + calls)


def ending_of(path):
    """The ending of a module's name; Problem if it says no language."""
    ending = os.path.splitext(path)[1].lower()
    if ending not in (".py", ".js", ".c"):
        raise Problem("%s: expected a name that ends with .py, .c or .js" % shown(path))
    return Text(ending)
