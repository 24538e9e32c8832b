"""Reads handwritten digits: a 64-32-10 network, 8 x 8 pixels, a digit for an answer.

    python3 examples/digits.py

Takes 3 seconds and writes nothing. To run it elsewhere, copy purenn.py, digits.py and
data/digits.txt: 1,797 digits by 13 people, a line for each: the digit, then its 64 pixels row by
row, from 0 (white) to g (16, black). It is the test set of E. Alpaydin, C. Kaynak, "Optical
Recognition of Handwritten Digits", UCI Machine Learning Repository (1998), doi 10.24432/C50P49,
CC BY 4.0.
"""
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, randn

EPOCHS = 12
SHADES = " .:-=+*#%@"


def read(path):
    """The pixels, 0..1, a row per digit, and the digits."""
    with open(path) as lines:
        pairs = [line.split() for line in lines]
    return [[int(c, 17) / 16.0 for c in pixels] for _, pixels in pairs], [int(d) for d, _ in pairs]


def draw(pixels, titles):
    """Prints digits side by side, each under its title."""
    print("  ".join(["%-16s" % title for title in titles]))
    for top in range(0, 64, 8):
        # A pixel is two characters wide, since characters are twice as high as wide.
        rows = [p[top:top + 8] for p in pixels]
        print("  ".join(["".join([2 * SHADES[int(9 * v)] for v in row]) for row in rows]))


def split(m, held_out, seed):
    """The row numbers 0 to m - 1, shuffled: those to learn from, and held_out others."""
    stream = randn(seed)
    order = [k for _, k in sorted([(next(stream), k) for k in range(m)])]
    return order[held_out:], order[:held_out]


def largest(row):
    """The index of the largest entry, which is the digit that the network holds likeliest."""
    return row.index(max(row))


def progress(epoch, loss):
    print("epoch %d of %d, loss %.5f" % (epoch + 1, EPOCHS, loss))


def main():
    X, digits = read(HERE + "/data/digits.txt")
    y = [[float(k == d) for k in range(10)] for d in digits]  # one-hot
    learned, held_out = split(len(X), len(X) // 4, seed=0)
    print("Learning from %d digits; %d others are held out." % (len(learned), len(held_out)))
    net = Network([64, 32, 10], ["tanh", "softmax"])
    net.train([X[k] for k in learned], [y[k] for k in learned], EPOCHS, learning_rate=0.1,
              batch_size=16, momentum=0.8, print_every=0, callback=progress)

    outputs = net.forward_propagation([X[k] for k in held_out])
    table = [[0] * 10 for _ in range(10)]
    for k, row in zip(held_out, outputs):
        table[digits[k]][largest(row)] += 1
    right = sum([table[d][d] for d in range(10)])
    print("Held out: %d digits, %d read right (%.1f %%)"
          % (len(held_out), right, 100.0 * right / len(held_out)))
    print("How often a digit (the line) was read as which (the column):")
    for line in [["is"] + list(range(10))] + [[d] + table[d] for d in range(10)]:
        print("".join(["%5s" % cell for cell in line]))

    answers = [(k, largest(row), max(row)) for k, row in zip(held_out, outputs)]
    wrong = [answer for answer in answers if answer[1] != digits[answer[0]]]
    for heading, some in ("The first", answers[:4]), ("Wrong", wrong[:4]), ("", wrong[4:8]):
        print(heading)
        draw([X[k] for k, _, _ in some],
             ["%d: read %d, %.0f %%" % (digits[k], d, 100 * p) for k, d, p in some])


if __name__ == "__main__":
    if sys.argv[1:]:
        known = sys.argv[1] in ("-h", "--help")
        print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
        sys.exit(0 if known else 2)
    main()
