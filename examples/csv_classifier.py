"""Learns to tell a column of a CSV file from the others; Python 3 and nothing else.

    python3 examples/csv_classifier.py train examples/iris.csv --target species
    python3 examples/csv_classifier.py predict model.json examples/iris.csv
    python3 examples/csv_classifier.py export model.json iris_model.py

The file has a header; columns of numbers are the features, and the target is a class or a number.
train holds some rows out, learns from the others, and says how well it does on those held out. It
writes the model, which is also a network for purenn.load, and a report with the loss curve.
To keep this tool, copy csv_classifier.py, learning.py, pictures.py and purenn.py into one folder.
"""
import argparse
import csv
import html
import json
import os
import sys

from learning import confusion, largest, one_hot, print_confusion, progress, scale, scaling, split
from pictures import curves, svg
from purenn import Network, load, save, to_python


class Problem(Exception):
    """Something that the user can put right; its text says what and where."""


# ---- reading ------------------------------------------------------------------------------------
def read(path, delimiter):
    """The header, and the other rows that are not empty, each with the number of its line."""
    rows = []
    try:
        with open(path, newline="", encoding="utf-8-sig") as f:
            reader = csv.reader(f, delimiter=delimiter, strict=True)
            line = 1
            for row in reader:
                if any(cell.strip() for cell in row):
                    rows.append((line, [cell.strip() for cell in row]))
                line = reader.line_num + 1
    except OSError as error:
        raise Problem("%s: %s" % (path, error.strerror))
    except UnicodeDecodeError:
        raise Problem("%s, line %d or after: not UTF-8" % (path, line))
    except csv.Error as error:
        raise Problem("%s, line %d: %s" % (path, line, error))
    if not rows:
        raise Problem("%s, line 1: expected a header, but the file is empty" % path)
    header = rows.pop(0)[1]
    for name in header:
        if not name or header.count(name) > 1:
            raise Problem("%s, line 1: expected a name for each column, and no name twice, got %r"
                          % (path, header))
    if not rows:
        raise Problem("%s, line 2: expected rows under the header, but there are none" % path)
    for line, row in rows:
        if len(row) != len(header):
            raise Problem("%s, line %d: expected %d cells, as in the header, got %d"
                          % (path, line, len(header), len(row)))
    return header, rows


def number(cell):
    """Its float, or None if it is no finite number."""
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if abs(value) < 1e100 else None  # so that its square is finite


def numbers(path, header, rows, name, advice=""):
    """A column as floats."""
    k, values = header.index(name), []
    for line, row in rows:
        values.append(number(row[k]))
        if values[-1] is None:
            got = "got %r" % row[k] if row[k] else "the cell is empty"
            raise Problem("%s, line %d: column %r: expected a number, %s%s"
                          % (path, line, name, got, advice))
    return values


def words(path, header, rows, name):
    """A column as text."""
    k = header.index(name)
    for line, row in rows:
        if not row[k]:
            raise Problem("%s, line %d: column %r: expected a value, the cell is empty"
                          % (path, line, name))
    return [row[k] for _, row in rows]


def known(path, header, names):
    for name in names:
        if name not in header:
            raise Problem("%s, line 1: no column %r; there are: %s%s"
                          % (path, name, ", ".join(header),
                             " (another --delimiter?)" if len(header) == 1 else ""))


def varied(path, rows, name, values, advice=""):
    if len(set(values)) < 2:
        raise Problem("%s, lines %d to %d: column %r is always %r: there is nothing to learn%s"
                      % (path, rows[0][0], rows[-1][0], name, values[0], advice))


def features(path, header, rows, target, ignored):
    """The names of the columns to learn from, and their numbers, a row per row."""
    names, columns = [], []
    for k, name in enumerate(header):
        if name == target or name in ignored:
            continue
        if all(number(row[k]) is None for _, row in rows) and any(row[k] for _, row in rows):
            print("column %r is text: left out" % name)
            continue
        advice = " (to leave it out: --ignore %s)" % name
        column = numbers(path, header, rows, name, advice)
        varied(path, rows, name, column, advice)
        names.append(name)
        columns.append(column)
    if not names:
        raise Problem("%s, line 1: expected a column of numbers besides %r" % (path, target))
    return names, [list(row) for row in zip(*columns)]


# ---- train --------------------------------------------------------------------------------------
def train(options):
    path, target = options.csv, options.target
    for output in options.model, options.report:
        if not os.path.isdir(os.path.dirname(output) or "."):
            raise Problem("%s: there is no such folder" % output)
    if len(set(map(os.path.realpath, (path, options.model, options.report)))) < 3:
        raise Problem("%s: expected another file for each of CSV, --model and --report" % path)
    header, rows = read(path, options.delimiter)
    known(path, header, [target] + options.ignore)
    names, X = features(path, header, rows, target, options.ignore)
    cells = words(path, header, rows, target)
    # More different numbers than one would give names to are meant as numbers.
    as_number = options.kind == "number" or options.kind is None and (
        len(set(cells)) > 20 and all(number(cell) is not None for cell in cells))
    truth = numbers(path, header, rows, target) if as_number else cells
    varied(path, rows, target, truth)
    held = int(len(X) * options.held_out / 100.0 + 0.5)
    if held < 1 or len(X) - held < 2:
        raise Problem("%s, lines %d to %d: too few rows to learn from some and to hold out %g %%"
                      % (path, rows[0][0], rows[-1][0], options.held_out))

    learned, held_out = split(len(X), held, options.seed)
    # Only the rows to learn from may set the scale: the others are yet to be seen.
    classes = None if as_number else sorted(set(cells))
    model = {"features": names, "target": target, "classes": classes}
    model["means"], model["deviations"] = scaling([X[k] for k in learned])
    A = scale(X, model["means"], model["deviations"])
    if as_number:
        (mean,), (deviation,) = scaling([[truth[k]] for k in learned])
        model["target_mean"], model["target_deviation"] = mean, deviation
        y = scale([[t] for t in truth], [mean], [deviation])
    else:
        y = one_hot([classes.index(cell) for cell in cells], len(classes))

    sizes = [len(names)] + options.hidden + [len(y[0])]
    net = Network(sizes, ["tanh"] * len(options.hidden) + ["linear" if as_number else "softmax"],
                  seed=options.seed)
    kind = "a number" if as_number else "one of %d classes" % len(classes)
    print("%r, %s, from %s" % (target, kind, ", ".join(names)))
    print("%d rows to learn from, %d held out; layers of %s"
          % (len(learned), held, "-".join(map(str, sizes))))
    losses = []
    try:
        net.train([A[k] for k in learned], [y[k] for k in learned], options.epochs,
                  options.learning_rate, options.batch_size, options.momentum, 0,
                  progress(options.epochs, also=lambda epoch, loss: losses.append(loss)))
    except KeyboardInterrupt:
        if not losses:
            raise
        print("\nstopped after %d epochs" % len(losses))
    except ArithmeticError as error:
        raise Problem("%s (--learning-rate)" % error)

    outputs = net.forward_propagation([A[k] for k in held_out])
    line, table = result = judgement(model, [truth[k] for k in held_out], outputs)
    print("held out: " + line)
    if table and len(classes) <= 20:  # more would not fit; the report has them all
        print_confusion(classes, table)
    write_model(options.model, net, model)
    write_report(options.report, path, model, net, losses, result)
    print("model: %s   report: %s" % (options.model, options.report))


def answers(model, outputs):
    """What the rows of outputs say: names of classes, or numbers in the target's own units."""
    if model["classes"]:
        return [model["classes"][largest(row)] for row in outputs]
    return [a * model["target_deviation"] + model["target_mean"] for a, in outputs]


def judgement(model, truth, outputs):
    """How well the outputs fit, as a line, and the confusion matrix of classes or None."""
    if not model["classes"]:
        errors = [abs(a - t) for a, t in zip(answers(model, outputs), truth)]
        plain = [abs(model["target_mean"] - t) for t in truth]
        return "%d rows, mean error %.4g (%.4g if one always said the mean, %.4g)" % (
            len(truth), sum(errors) / len(errors), sum(plain) / len(plain), model["target_mean"]
        ), None
    table, right = confusion([model["classes"].index(t) for t in truth], outputs)
    return "%d rows, %d named right (%.1f %%)" % (
        len(truth), right, 100.0 * right / len(truth)), table


# ---- files --------------------------------------------------------------------------------------
def write(path, text):
    """Writes it beside path first: a full disk or a Ctrl-C leaves the old file as it was."""
    try:
        with open(path + ".tmp", "w", encoding="utf-8", newline="") as f:
            f.write(text)
        os.replace(path + ".tmp", path)
    except OSError as error:
        if os.path.exists(path + ".tmp"):
            os.remove(path + ".tmp")
        raise Problem("%s: %s" % (path, error.strerror))


def write_model(path, net, model):
    # What purenn.save writes, with one entry more.
    part = path + ".tmp"
    try:
        save(net, part)
        with open(part) as f:
            data = json.load(f)
    except OSError as error:
        raise Problem("%s: %s" % (path, error.strerror))
    data["table"] = model
    write(path, json.dumps(data) + "\n")


def read_model(path):
    try:
        net = load(path)
        with open(path) as f:
            model = json.load(f)["table"]
        n_out = len(model["classes"]) if model["classes"] else 1
        if model["classes"] is None:
            model["target_mean"] + model["target_deviation"]
        fit = [len(model[key]) for key in ("features", "means", "deviations")] == 3 * net.sizes[:1]
        if not fit or n_out != net.sizes[-1] or not isinstance(model["target"], str):
            raise KeyError("table")
    except OSError as error:
        raise Problem("%s: %s" % (path, error.strerror))
    except (KeyError, TypeError):
        raise Problem("%s: not a model of this program" % path)
    except ValueError as error:
        raise Problem(str(error))
    return net, model


def write_report(path, csv_path, model, net, losses, result):
    line, table = result
    parts = ["<!DOCTYPE html>", "<html lang=en><meta charset=utf-8>",
             "<title>%s</title>" % html.escape(csv_path),
             "<style>body{font:16px sans-serif;max-width:40em;margin:2em auto;padding:0 1em}"
             "td,th{padding:.2em .8em;text-align:right;border:1px solid #ccc}"
             "table{border-collapse:collapse}.right{background:#d1e5f0}"
             "svg{max-width:100%;height:auto}</style>",
             "<h1>%s from %s</h1>" % (html.escape(model["target"]),
                                      html.escape(os.path.basename(csv_path))),
             "<p>%s</p>" % html.escape("Held out: %s." % line)]
    if table:
        parts.append("<table><tr><th>is \\ named" + "".join(
            "<th>%s" % html.escape(name) for name in model["classes"]))
        for k, (name, row) in enumerate(zip(model["classes"], table)):
            parts.append("<tr><th>%s" % html.escape(name) + "".join(
                "<td%s>%d" % (" class=right" if j == k else "", n) for j, n in enumerate(row)))
        parts.append("</table>")
    parts += ["<h2>Learning</h2>", svg(560, 280, curves([(model["target"], losses)], 560, 280)),
              "<p>Layers of %s (%s), %d epochs. Features: %s.</p></html>" % (
                  "-".join(map(str, net.sizes)), ", ".join(net.activations), len(losses),
                  html.escape(", ".join(model["features"]))), ""]
    write(path, "\n".join(parts))


# ---- predict, export ----------------------------------------------------------------------------
def predict(options):
    net, model = read_model(options.model)
    header, rows = read(options.csv, options.delimiter)
    known(options.csv, header, model["features"])
    columns = [numbers(options.csv, header, rows, name) for name in model["features"]]
    X = scale(zip(*columns), model["means"], model["deviations"])
    outputs = net.forward_propagation(X)
    out = sys.stdout if options.output is None else Lines()
    writer = csv.writer(out, delimiter=options.delimiter, lineterminator="\n")
    writer.writerow(header + ["predicted_" + model["target"]]
                    + ["probability"] * bool(model["classes"]))
    for (_, row), answer, output in zip(rows, answers(model, outputs), outputs):
        writer.writerow(row + ([answer, "%.4f" % max(output)] if model["classes"]
                               else ["%.7g" % answer]))
    if options.output is not None:
        write(options.output, "".join(out))
    if model["target"] in header:
        compare([row[header.index(model["target"])] for _, row in rows], model, outputs)


def compare(cells, model, outputs):
    """Says how well the answers fit the target's own cells, where these have something to say."""
    if model["classes"]:
        truth = [cell if cell in model["classes"] else None for cell in cells]
    else:
        truth = [number(cell) for cell in cells]
    pairs = [(t, row) for t, row in zip(truth, outputs) if t is not None]
    if pairs:
        print(judgement(model, *zip(*pairs))[0], file=sys.stderr)


class Lines(list):
    """What csv.writer takes for a file."""
    write = list.append


EXPORTED = '''
FEATURES = %r
MEANS = %r
DEVIATIONS = %r
%s

def answer(row):
    """%s, from a list of the FEATURES in their own units."""
    outputs = predict([(v - m) / d for v, m, d in zip(row, MEANS, DEVIATIONS)])
    return %s
'''


def export(options):
    net, model = read_model(options.model)
    if model["classes"]:
        more, result = "CLASSES = %r" % model["classes"], "CLASSES[outputs.index(max(outputs))]"
    else:
        more = "MEAN, DEVIATION = %r, %r" % (model["target_mean"], model["target_deviation"])
        result = "outputs[0] * DEVIATION + MEAN"
    what = "The %s" % model["target"].replace("\\", " ").replace('"', "'")
    write(options.module, to_python(net) + EXPORTED % (
        model["features"], model["means"], model["deviations"], more, what, result))
    print("%s: answer(row) takes %s" % (options.module, ", ".join(model["features"])))


# ---- the command line ---------------------------------------------------------------------------
def above_0(kind):
    def parse(text):
        value = kind(text)
        if not 0 < value < 1e9:
            raise ValueError
        return value
    parse.__name__ = "%s above 0:" % kind.__name__  # argparse: invalid int above 0: value: 'x'
    return parse


def layers(text):
    return [above_0(int)(n) for n in text.split(",")]


def one_character(text):
    if len(text) != 1 or text in "\r\n\"":
        raise ValueError
    return text


def parser():
    top = argparse.ArgumentParser(
        description="Learns to tell a column of a CSV file from its columns of numbers.")
    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    commands.required = True

    def command(name, function, words):
        one = commands.add_parser(name, help=words, description=words)
        one.set_defaults(function=function)
        return one

    def option(command, name, default, words, kind=str, **more):
        words += "; if not given: %(default)s"
        command.add_argument(name, default=default, type=kind, help=words, **more)

    one = command("train", train, "learn from a CSV file; writes a model and a report")
    one.add_argument("csv", help="a file with a header")
    one.add_argument("--target", required=True, metavar="COLUMN", help="what to predict")
    one.add_argument("--ignore", action="append", default=[], metavar="COLUMN",
                     help="leave a column out; may be given more than once")
    one.add_argument("--kind", choices=["class", "number"], help="what the target is; if not "
                     "given: a number if it has more than 20 values, all of them numbers")
    option(one, "--model", "model.json", "the model to write", metavar="FILE")
    option(one, "--report", "report.html", "the report to write", metavar="FILE")
    option(one, "--hidden", "16", "neurons of hidden layers, as in 16,8", layers, metavar="N,N")
    option(one, "--epochs", 100, "how often to go through the rows", above_0(int), metavar="N")
    option(one, "--learning-rate", 0.05, "length of a step", above_0(float), metavar="X")
    option(one, "--momentum", 0.8, "how much of a step goes into the next", float, metavar="X")
    option(one, "--batch-size", 16, "rows per step", above_0(int), metavar="N")
    option(one, "--held-out", 25, "rows to hold out, in percent", above_0(float), metavar="X")
    option(one, "--seed", 0, "another one splits and begins otherwise", int, metavar="N")
    two = command("predict", predict, "add the predictions of a model to a CSV file")
    two.add_argument("model", help="what train wrote")
    two.add_argument("csv", help="a file with the same columns of numbers, in any order")
    two.add_argument("--output", metavar="FILE", help="the CSV file to write; if not given: print")
    for each in one, two:
        option(each, "--delimiter", ",", "what stands between cells", one_character, metavar="C")
    three = command("export", export, "write a model as a Python module that needs nothing")
    three.add_argument("model", help="what train wrote")
    three.add_argument("module", help="the module to write")
    return top


def main():
    options = parser().parse_args()
    try:
        options.function(options)
    except (Problem, ValueError) as problem:  # ValueError: what Network says of its arguments
        print("csv_classifier: %s" % problem, file=sys.stderr)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the output went to head, or a pager that was left
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
