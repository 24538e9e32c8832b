"""Draws how networks learn, as SVG, with nothing but Python.

    python3 examples/pictures.py            # into a new folder, drawn
    python3 examples/pictures.py FOLDER     # into another one

A network with two inputs has an answer for every point of a plane. xor.svg, moons.svg and
spirals.svg show it before the training, on the way and after it; losses.svg shows the losses of all
three. learning.svg moves by itself, without a script: the two spirals, epoch by epoch. It takes
5 seconds and writes those five files.
"""
import argparse
import math
import os
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, randn

SIZE, GRID, GAP = 180, 64, 12  # of a plane: pixels, answers per side, pixels to the next one
LEVELS = [0.05, 0.2, 0.5, 0.8, 0.95]  # of the answers: what lies between two of them has a colour
COLOURS = ["#6baed6", "#9ecae1", "#d6e6f2", "#fde0d2", "#f7b799", "#ef8a62"]
POINTS = ["#08519c", "#a50f15"]
LINES = POINTS + ["#1b7837"]


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
WHITE = '<rect width="100%" height="100%" fill="#fff"/>'  # on which it stands in a dark page too


def svg(width, height, parts, ground=WHITE):
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" '
                      'font-family="sans-serif" font-size="12">' % (width, height, width),
                      ground] + parts + ["</svg>", ""])


def text(x, y, words, more=""):
    words = words.replace("&", "&amp;").replace("<", "&lt;")
    return '<text x="%d" y="%d" %s>%s</text>' % (x, y, more, words)


def outline(values, level, size):
    """An SVG path around all that is above the level, > 0, in a square of values: marching squares."""
    n, following, path = len(values), {}, ""
    # Around the square lies a rim of low values in the same places, so every outline is closed.
    rim, places = [-1.0] * (n + 2), [0] + list(range(n)) + [n - 1]
    V = [rim] + [[-1.0] + row + [-1.0] for row in values] + [rim]

    def place(edge):
        (i, j), (p, q) = edge
        t = (level - V[i][j]) / (V[p][q] - V[i][j])
        return [int(round(size / (n - 1.0) * (places[a] + t * (places[b] - places[a]))))
                for a, b in ((j, q), (i, p))]

    for i in range(n + 1):
        for j in range(n + 1):
            corners = [(i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j)]
            above = [V[p][q] > level for p, q in corners]
            crossed = [k for k in range(4) if above[k] != above[k - 1]]
            edges = [tuple(sorted([corners[k - 1], corners[k]])) for k in crossed]
            # Where two opposite corners are above, they belong together if the middle is above.
            step = 1 if sum([V[p][q] for p, q in corners]) > 4 * level else -1
            for m, k in enumerate(crossed):
                if above[k - 1]:
                    following[edges[m]] = edges[(m + step) % len(edges)]
    while following:
        edge = min(following)
        x, y = place(edge)
        path += "M%d %dl" % (x, y)
        moves = [[0, 0]]
        while edge in following:
            edge = following.pop(edge)
            u, v = place(edge)
            if (u - x) * moves[-1][1] == (v - y) * moves[-1][0] and (
                    (u - x) * moves[-1][0] >= 0 and (v - y) * moves[-1][1] >= 0):
                moves[-1][0] += u - x  # straight on
                moves[-1][1] += v - y
            else:
                moves.append([u - x, v - y])
            x, y = u, v
        path += " ".join(["%d %d" % tuple(move) for move in moves]) + "z"
    return path.replace(" -", "-")


def plane(net, size, unit=2):
    """The answers of net all over -1..1, coloured; unit: steps of the outlines in a pixel."""
    middles = [2.0 * k / (GRID - 1) - 1.0 for k in range(GRID)]
    values = [[p for p, in net.forward_propagation([[u, v] for u in middles])] for v in middles]
    return ['<path fill="%s" d="M0 0h%dv%dh-%dz"/>' % (COLOURS[0], size, size, size),
            '<g transform="scale(%g)">' % (1.0 / unit)] + [
            '<path fill="%s" d="%s"/>' % (colour, path)
            for colour, path in zip(COLOURS[1:], [outline(values, level, size * unit)
                                                  for level in LEVELS]) if path] + ["</g>"]


def dots(X, classes, size, radius):
    parts = []
    for c in 0, 1:
        parts.append('<g fill="%s" stroke="#fff">' % POINTS[c])
        parts += ['<circle cx="%.1f" cy="%.1f" r="%g"/>'
                  % ((u + 1) * size / 2, (v + 1) * size / 2, radius)
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
        parts += ['<g transform="translate(%d 30)">' % left] + plane(net, SIZE)
        parts += dots(X, classes, SIZE, 3) + ["</g>"]
        parts.append(text(left, 20, "%d epochs" % stop if stop else "before"))
    return svg(GAP + len(stops) * (SIZE + GAP), SIZE + 30 + GAP, parts), losses


def right(net, X, classes):
    return sum([(a > 0.5) == (c == 1) for (a,), c in zip(net.forward_propagation(X), classes)])


# The style of learning.svg: frames that appear one after another, each over the one before. Where
# nothing moves, for want of means or because the reader prefers that, it shows the last one.
STYLE = """<style>
.card{fill:#fff}.line{stroke:#d8dee4}.ink{fill:#24292f}.grey{fill:#6e7781}
@media(prefers-color-scheme:dark){.card{fill:#161b22}.line{stroke:#3d444d}.ink{fill:#e6edf3}.grey{fill:#9198a1}}
.frame,.words{opacity:0}
g{animation:%(time)gs linear infinite}
.frame{animation-name:frame}
.words{animation-name:words}
.last{animation-name:last}
.end{animation-name:end}
.cover{transform:translate(%(wide)dpx);animation-name:cover}
@keyframes frame{0%%{opacity:0}%(a).3f%%,%(b).3f%%{opacity:1}%(b).3f1%%,to{opacity:0}}
@keyframes words{0%%,%(a).3f%%{opacity:1}%(a).3f1%%,to{opacity:0}}
@keyframes last{0%%,%(y).3f%%{opacity:0}%(z).3f%%,to{opacity:1}}
@keyframes end{0%%,%(y).3f%%{opacity:0}%(y).3f1%%,to{opacity:1}}
@keyframes cover{%(cover)s}
@media(prefers-reduced-motion:reduce){*{animation:none!important}}
</style>
<rect class="card line" x=".5" y=".5" width="639" height="359" rx="10"/>"""


def moving_picture(net, X, classes, stops, rate, **options):
    """Trains net up to each of the epochs in stops: a picture that shows one after the other."""
    size, left, top, wide, high = 320, 384, 190, 228, 120  # the plane; the losses
    slot, time = 0.35, 0.35 * len(stops) + 4.65  # seconds
    y, losses, planes, words = [[c] for c in classes], [], [], []

    def watch(epoch=0, loss=0.0):  # the loss after the step, over all the points
        outputs = net.forward_propagation(X)
        losses.append(-sum([math.log(max(a if c else 1.0 - a, 1e-30))
                            for (a,), c in zip(outputs, classes)]) / len(X))

    watch()
    for k, stop in enumerate(stops):
        if k:
            net.train(X, y, stop - stops[k - 1], rate, print_every=0, callback=watch, **options)
        # An animation that began long ago is in its course at once.
        kinds, delay = ("frame", "words"), ' style="animation-delay:%gs"' % (slot * k - time)
        if k + 1 == len(stops):
            kinds, delay = ("last", "end"), ""
        planes += ['<g class="%s"%s>' % (kinds[0], delay) if k else "<g>"] + plane(net, size)
        words += ['<g class="%s"%s>' % (kinds[1], delay),
                  text(left, 106, "epoch %d" % stop, 'class="ink" font-size="28"'),
                  text(left, 134, "loss %.4f" % losses[-1], 'class="ink" font-size="18"'),
                  text(left, 158, "%d of %d points right" % (right(net, X, classes), len(X)),
                       'class="grey" font-size="14"'), "</g>"]
        planes.append("</g>")

    low = math.floor(math.log10(min(losses)))

    def at(epoch):
        return wide * epoch / float(stops[-1])

    def deep(loss):
        return high * math.log10(min(loss, 1.0)) / low

    percent = 100.0 / time
    style = STYLE % {
        "time": time, "a": slot * percent, "b": 2 * slot * percent,
        "y": slot * (len(stops) - 1) * percent, "z": slot * len(stops) * percent, "wide": wide + 8,
        "cover": "".join(["%.2f%%{transform:translate(%.1fpx)}" % (slot * k * percent, at(stop) + 2)
                          for k, stop in enumerate(stops)]) + "to{transform:translate(%dpx)}" % (wide + 8)}
    parts = ['<g transform="translate(20 20)">'] + planes + dots(X, classes, size, 4) + ["</g>"]
    parts += [text(left, 40, "A network learns two spirals", 'class="ink" font-size="17"'),
              text(left, 60, "2-16-16-1, in plain Python", 'class="grey" font-size="14"')] + words
    # The losses, from 1 down to a power of ten. A card that moves away uncovers them.
    parts.append('<svg x="%d" y="%d" width="%d" height="%d">' % (left, top, wide + 4, high + 4))
    parts.append('<polyline fill="none" stroke="%s" stroke-width="2" points="%s"/>' % (
        COLOURS[-1], " ".join(["%.1f,%.1f" % (at(k), deep(loss)) for k, loss in enumerate(losses)])))
    parts.append('<g class="cover"><path class="card" d="M0 0h%dv%dH0z"/></g>' % (wide + 4, high + 4))
    for power in range(0, int(low) - 1, -1):
        parts.append('<path class="line" d="M0 %.1fh%d"/>' % (deep(10.0 ** power) + 0.5, wide))
    parts.append("</svg>")
    for power in range(0, int(low) - 1, -1):
        parts.append(text(left - 6, top + deep(10.0 ** power) + 4, "%g" % 10.0 ** power,
                          'class="grey" font-size="10" text-anchor="end"'))
    for stop in 0, stops[-1] // 2, stops[-1]:
        parts.append(text(left + at(stop), top + high + 16, "%d" % stop,
                          'class="grey" font-size="10" text-anchor="middle"'))
    parts.append(text(left + wide // 2, top + high + 32, "epoch",
                      'class="grey" font-size="10" text-anchor="middle"'))
    parts.append(text(left - 6, top - 12, "loss", 'class="grey" font-size="10" text-anchor="end"'))
    return svg(640, 360, parts, style)


def main(folder="drawn"):
    if not os.path.isdir(folder):
        os.mkdir(folder)
    X, classes = spirals()
    options = {"batch_size": 10, "momentum": 0.9}
    wide = ["tanh", "tanh", "sigmoid"]
    jobs = [("xor", xor(), Network([2, 4, 1], ["tanh", "sigmoid"], "cross_entropy", seed=3),
             [0, 75, 100, 200], 0.5, {}),
            ("moons", moons(), Network([2, 8, 1], ["tanh", "sigmoid"], "cross_entropy", seed=2),
             [0, 5, 20, 200], 0.3, {"batch_size": 10}),
            ("spirals", spirals(), Network([2, 16, 16, 1], wide, "cross_entropy", "normal", 2),
             [0, 10, 25, 200], 0.05, options)]
    named = []
    for name, (X, classes), net, stops, rate, more in jobs:
        picture, losses = learning_picture(net, X, classes, stops, rate, **more)
        named.append((name, losses))
        write(folder, name, picture, "%d of %d points right after %d epochs, loss %.5f"
              % (right(net, X, classes), len(X), len(losses), losses[-1]))
    write(folder, "losses", svg(560, 280, curves(named, 560, 280)), "the losses of all three")
    stops = list(range(0, 32, 2)) + list(range(32, 50, 3)) + [55, 60, 70, 80, 100]
    net = Network([2, 16, 16, 1], wide, "cross_entropy", "normal", 2)
    write(folder, "learning", moving_picture(net, X, classes, stops, 0.05, **options),
          "the same spirals, moving")


def write(folder, name, picture, words):
    with open("%s/%s.svg" % (folder, name), "w") as f:
        f.write(picture)
    print("%s/%s.svg: %s" % (folder, name, words))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="drawn", metavar="FOLDER")
    main(parser.parse_args().folder)
