"""Draws how networks learn, as SVG, with nothing but Python.

    python3 examples/pictures.py            # xor.svg, moons.svg, spirals.svg, losses.svg
    python3 examples/pictures.py FOLDER     # the same, somewhere else than in examples/

A network with two inputs has an answer for every point of a plane: the first three pictures show
it, before the training, on the way and after it. The last one shows the losses of all three.
"""
import math
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, randn

SIZE, CELLS, GAP = 180, 60, 12  # of a frame: pixels, answers per side, pixels to the next one
COLOURS = ["#2166ac", "#4393c3", "#92c5de", "#d1e5f0", "#fddbc7", "#f4a582", "#d6604d", "#b2182b"]
LINES = ["#2166ac", "#b2182b", "#1b7837"]


# ---- points of two classes, their coordinates in -1..1 ------------------------------------------
def xor():
    return [[-0.6, -0.6], [-0.6, 0.6], [0.6, -0.6], [0.6, 0.6]], [0, 1, 1, 0]


def moons(m=100, noise=0.06, seed=1):
    stream, X = randn(seed), []
    for k in range(m):
        angle, side = math.pi * (k // 2) / (m // 2), 1 - 2 * (k % 2)
        X.append([side * (0.55 * math.cos(angle) - 0.275) + noise * next(stream),
                  side * (0.6 * math.sin(angle) - 0.15) + noise * next(stream)])
    return X, [k % 2 for k in range(m)]


def spirals(m=160, noise=0.015, seed=1):
    stream, X = randn(seed), []
    for k in range(m):
        t = (k // 2 + 6.0) / (m // 2 + 6.0)
        angle, side = 3.0 * math.pi * t, 1 - 2 * (k % 2)
        X.append([side * 0.92 * t * math.cos(angle) + noise * next(stream),
                  side * 0.92 * t * math.sin(angle) + noise * next(stream)])
    return X, [k % 2 for k in range(m)]


# ---- SVG ----------------------------------------------------------------------------------------
def svg(width, height, parts):
    """The text of a picture that stands on white, in a dark page too."""
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" '
                      'font-family="sans-serif" font-size="12">' % (width, height, width),
                      '<rect width="100%" height="100%" fill="#fff"/>'] + parts + ["</svg>", ""])


def text(x, y, words, more=""):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return '<text x="%d" y="%d" %s>%s</text>' % (x, y, more, words)


def surface(net, X, classes, left, top):
    """The answers of net all over -1..1, and the points over them."""
    paths = [[] for _ in COLOURS]
    step, middles = SIZE / float(CELLS), [(2 * k + 1.0) / CELLS - 1.0 for k in range(CELLS)]
    for i, v in enumerate(middles):
        row = net.forward_propagation([[u, v] for u in middles])
        shades = [min(int(p * len(COLOURS)), len(COLOURS) - 1) for p, in row] + [None]
        start = 0
        for k in range(1, CELLS + 1):
            if shades[k] != shades[start]:  # cells of one colour make one stripe
                paths[shades[start]].append("M%d %dh%d" % (start, i, k - start))
                start = k
    parts = ['<g transform="translate(%d %d) scale(%g) translate(0 .5)" stroke-width="1.04">'
             % (left, top, step)]
    parts += ['<path stroke="%s" d="%s"/>' % (colour, "".join(path))
              for colour, path in zip(COLOURS, paths) if path]
    parts += ["</g>"]
    for c in 0, 1:
        parts.append('<g fill="%s" stroke="#fff">' % COLOURS[-c])
        parts += ['<circle cx="%.1f" cy="%.1f" r="3"/>'
                  % (left + (u + 1) * SIZE / 2, top + (v + 1) * SIZE / 2)
                  for (u, v), own in zip(X, classes) if own == c]
        parts.append("</g>")
    return parts


def curves(named, width, height):
    """The losses of each epoch as lines in a frame: named is a list of (name, losses)."""
    left, right, top, bottom = 52, width - 16, 24, height - 40
    epochs = max([len(losses) for _, losses in named])
    # A logarithmic scale, since a loss halves and halves again; from one power of ten to another.
    lowest = min([min(losses) for _, losses in named])
    highest = max([max(losses) for _, losses in named])
    low = int(math.floor(math.log10(max(lowest, 1e-12))))
    high = max(int(math.ceil(math.log10(max(highest, 1e-12)))), low + 1)

    def x(epoch):
        return left + (right - left) * epoch / float(epochs)

    def y(loss):
        return bottom - (bottom - top) * (math.log10(max(loss, 10.0 ** low)) - low) / (high - low)

    parts = [text(left - 6, top - 10, "loss", 'text-anchor="end"')]
    for power in range(low, high + 1):
        parts.append('<path stroke="#ddd" d="M%d %.1fH%d"/>' % (left, y(10.0 ** power), right))
        parts.append(text(left - 6, y(10.0 ** power) + 4, "%g" % 10.0 ** power,
                          'text-anchor="end"'))
    for k in range(5):
        epoch = k * epochs // 4
        parts.append(text(x(epoch), bottom + 16, "%d" % epoch, 'text-anchor="middle"'))
    parts.append(text((left + right) // 2, bottom + 32, "epoch", 'text-anchor="middle"'))
    for k, (name, losses) in enumerate(named):
        every = len(losses) // 400 + 1  # more points than pixels would only make a long text
        points = sorted(set(list(range(0, len(losses), every)) + [len(losses) - 1]))
        parts.append('<polyline fill="none" stroke="%s" stroke-width="1.5" points="%s"/>'
                     % (LINES[k % len(LINES)],
                        " ".join(["%.1f,%.1f" % (x(p), y(losses[p])) for p in points])))
        parts.append(text(right - 6, top + 14 + 16 * k, name,
                          'text-anchor="end" fill="%s"' % LINES[k % len(LINES)]))
    return parts


# ---- the pictures -------------------------------------------------------------------------------
def learning_picture(net, X, classes, stops, rate, **options):
    """Trains net up to each of the epochs in stops: the picture, and the losses."""
    y, losses, parts = [[c] for c in classes], [], []
    for k, stop in enumerate(stops):
        if stop > len(losses):
            net.train(X, y, stop - len(losses), rate, print_every=0,
                      callback=lambda epoch, loss: losses.append(loss), **options)
        left = GAP + k * (SIZE + GAP)
        parts += surface(net, X, classes, left, 30)
        parts.append(text(left, 20, "%d epochs" % stop if stop else "before"))
    return svg(GAP + len(stops) * (SIZE + GAP), SIZE + 30 + GAP, parts), losses


def right(net, X, classes):
    return sum([(a > 0.5) == (c == 1) for (a,), c in zip(net.forward_propagation(X), classes)])


def main(folder="drawn"):
    wide = ["tanh", "tanh", "sigmoid"]
    jobs = [("xor", xor(), Network([2, 4, 1], ["tanh", "sigmoid"], "cross_entropy", seed=3),
             [0, 75, 100, 200], 0.5, {}),
            ("moons", moons(), Network([2, 8, 1], ["tanh", "sigmoid"], "cross_entropy", seed=2),
             [0, 5, 20, 200], 0.3, {"batch_size": 10}),
            ("spirals", spirals(), Network([2, 16, 16, 1], wide, "cross_entropy", "normal", 1),
             [0, 10, 25, 200], 0.1, {"batch_size": 10, "momentum": 0.9})]
    named = []
    for name, (X, classes), net, stops, rate, options in jobs:
        picture, losses = learning_picture(net, X, classes, stops, rate, **options)
        named.append((name, losses))
        print("%s.svg: %d of %d points right after %d epochs, loss %.5f"
              % (name, right(net, X, classes), len(X), len(losses), losses[-1]))
        write(folder, name, picture)
    write(folder, "losses", svg(560, 280, curves(named, 560, 280)))
    print("losses.svg: the losses of all three")


def write(folder, name, picture):
    with open("%s/%s.svg" % (folder, name), "w") as f:
        f.write(picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
