"""Tells three species of iris apart by four lengths: real data, on any Python that reads files.

    python3 examples/iris.py

Takes a second and writes nothing. To run it elsewhere, copy purenn.py, iris.py and data/iris.csv:
150 flowers in cm, measured by E. Anderson, published in R. A. Fisher, "The use of multiple
measurements in taxonomic problems", Annals of Eugenics 7 (1936).
"""
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, fold_scaling, randn, scale, scaling

EPOCHS, PATIENCE = 300, 20


def read(path):
    """The measurements, a row per flower, and the name of each one's species."""
    X, names = [], []
    with open(path) as lines:
        next(lines)  # the header
        for line in lines:
            cells = line.strip().split(",")
            X.append([float(cell) for cell in cells[:-1]])
            names.append(cells[-1])
    return X, names


def shuffled(m, seed):
    """The row numbers 0 to m - 1 in another order, the same on every Python."""
    stream = randn(seed)
    return [k for _, k in sorted([(next(stream), k) for k in range(m)])]


def right(net, X, classes):
    """How many rows get the largest output where their class is."""
    rows = net.forward_propagation(X)
    return sum([row.index(max(row)) == c for row, c in zip(rows, classes)])


def learn(verbose=False):
    """A trained network, and the flowers held out: their species, measurements in cm, classes."""
    X, names = read(HERE + "/data/iris.csv")
    species = sorted(set(names))
    classes = [species.index(name) for name in names]
    y = [[float(k == c) for k in range(len(species))] for c in classes]  # one-hot

    # 50 flowers are held out for the last judgement. Of the others, 40 say when to stop.
    order = shuffled(len(X), seed=3)
    held_out, watched, learned = order[:50], order[50:90], order[90:]
    # Only the flowers to learn from may set the scale: the others are yet to be seen.
    means, deviations = scaling([X[k] for k in learned])
    scaled = scale(X, means, deviations)
    learned_X, learned_y = [scaled[k] for k in learned], [y[k] for k in learned]
    watched_X, watched_y = [scaled[k] for k in watched], [y[k] for k in watched]

    net = Network([4, 8, 3], ["tanh", "softmax"])
    best = {"loss": 1e9}

    def early_stopping(epoch, loss):
        # Learning goes on to fit the flowers learned from; the ones watched tell when that stops
        # to help with others. The best weights so far are kept: train puts new ones in their place.
        rows = net.forward_propagation(watched_X)
        watched_loss = sum([(t - a) * (t - a) for targets, row in zip(watched_y, rows)
                            for t, a in zip(targets, row)]) / len(rows)
        if watched_loss < best["loss"]:
            best.update({"loss": watched_loss, "epoch": epoch,
                         "weights": net.weights[:], "biases": net.biases[:]})
        if verbose and epoch % 10 == 0:
            print("Epoch %d, Loss: %.4f; square error of the flowers watched: %.4f"
                  % (epoch, loss, watched_loss))
        return epoch - best["epoch"] >= PATIENCE  # true: stop

    net.train(learned_X, learned_y, EPOCHS, learning_rate=0.1, batch_size=10, momentum=0.5,
              print_every=0, callback=early_stopping)
    net.weights[:], net.biases[:] = best["weights"], best["biases"]
    if verbose:
        print("Epoch %d was the best." % best["epoch"])
    net = fold_scaling(net, means, deviations)  # now it takes measurements in cm
    return net, species, [X[k] for k in held_out], [classes[k] for k in held_out]


def main():
    net, species, X, classes = learn(verbose=True)
    n = right(net, X, classes)
    print("Held out: %d flowers, %d named right (%.1f %%)" % (len(X), n, 100.0 * n / len(X)))
    for c, name in enumerate(species):
        some = [row for row, k in zip(X, classes) if k == c]
        print("%-12s %d of %d" % (name, right(net, some, [c] * len(some)), len(some)))


if __name__ == "__main__":
    if sys.argv[1:]:
        known = sys.argv[1] in ("-h", "--help")
        print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
        sys.exit(0 if known else 2)
    main()
