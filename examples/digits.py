"""Reads handwritten digits: a 64-32-10 network, 8 x 8 pixels, a digit for an answer.

    python3 examples/digits.py

digits.txt: 1,797 digits by 13 people, a line for each: the digit, then its 64 pixels row by row,
from 0 (white) to g (16, black). It is the test set of E. Alpaydin, C. Kaynak, "Optical Recognition
of Handwritten Digits", UCI Machine Learning Repository (1998), doi 10.24432/C50P49, CC BY 4.0.
"""
from learning import HERE, confusion, largest, one_hot, print_confusion, progress, split
from purenn import Network

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


def main():
    X, digits = read(HERE + "/digits.txt")
    y = one_hot(digits, 10)
    learned, held_out = split(len(X), len(X) // 4, seed=0)
    print("Learning from %d digits; %d others are held out." % (len(learned), len(held_out)))
    net = Network([64, 32, 10], ["tanh", "softmax"])
    net.train([X[k] for k in learned], [y[k] for k in learned], EPOCHS, learning_rate=0.1,
              batch_size=16, momentum=0.8, print_every=0, callback=progress(EPOCHS))

    outputs = net.forward_propagation([X[k] for k in held_out])
    table, right = confusion([digits[k] for k in held_out], outputs)
    print("Held out: %d digits, %d read right (%.1f %%)"
          % (len(held_out), right, 100.0 * right / len(held_out)))
    print_confusion(["%d" % d for d in range(10)], table)

    answers = [(k, largest(row), max(row)) for k, row in zip(held_out, outputs)]
    wrong = [answer for answer in answers if answer[1] != digits[answer[0]]]
    for heading, some in ("The first", answers[:4]), ("Wrong", wrong[:4]), ("", wrong[4:8]):
        print(heading)
        draw([X[k] for k, _, _ in some],
             ["%d: read %d, %.0f %%" % (digits[k], d, 100 * p) for k, d, p in some])


if __name__ == "__main__":
    main()
