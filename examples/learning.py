"""What the examples that learn from data share: scaling, holding out, progress, counting."""
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path.insert(0, HERE + "/..")  # purenn.py stands one folder up
from purenn import randn, transpose


def scaling(X):
    """The mean and the standard deviation (1 where that is 0) of every column."""
    means = [sum(column) / len(column) for column in transpose(X)]
    deviations = [(sum([(v - mean) * (v - mean) for v in column]) / len(column)) ** 0.5 or 1.0
                  for column, mean in zip(transpose(X), means)]
    return means, deviations


def scale(X, means, deviations):
    return [[(v - m) / d for v, m, d in zip(row, means, deviations)] for row in X]


def split(m, held_out, seed):
    """The row numbers 0 to m - 1, shuffled: those to learn from, and held_out others."""
    stream = randn(seed)
    order = [k for _, k in sorted([(next(stream), k) for k in range(m)])]
    return order[held_out:], order[:held_out]


def one_hot(classes, n):
    """Classes 0 to n - 1 as rows of n zeros, but for a 1 at the class."""
    return [[float(k == c) for k in range(n)] for c in classes]


def largest(row):
    """The index of the largest entry, which is the class that the network holds likeliest."""
    return row.index(max(row))


def confusion(classes, outputs):
    """How often (row) a class was (column) named, and how many were named right."""
    n = len(outputs[0])
    table = [[0] * n for _ in range(n)]
    for c, row in zip(classes, outputs):
        table[c][largest(row)] += 1
    return table, sum([table[c][c] for c in range(n)])


def print_confusion(names, table):
    lines = [["is \\ named"] + names] + [[name] + row for name, row in zip(names, table)]
    lines = [["%s" % cell for cell in line] for line in lines]
    widths = [max([len(cell) for cell in column]) for column in zip(*lines)]
    for line in lines:
        print(line[0] + " " * (widths[0] - len(line[0]))
              + "".join(["  " + " " * (w - len(c)) + c for c, w in zip(line[1:], widths[1:])]))


def progress(epochs, out=sys.stdout, also=None):
    """A callback for train that shows how it goes; also(epoch, loss) is called if given."""
    terminal = hasattr(out, "isatty") and out.isatty()

    def callback(epoch, loss):
        # A terminal shows one line, rewritten; a log ten of them.
        last = epoch + 1 == epochs
        if terminal or last or (epoch + 1) % (epochs // 10 or 1) == 0:
            text = "epoch %d of %d, loss %.5f" % (epoch + 1, epochs, loss)
            out.write("\r" + text + "   " + "\n" * last if terminal else text + "\n")
        if terminal:
            out.flush()
        return also(epoch, loss) if also else None
    return callback
