"""Tells three species of iris apart by four lengths: real data, on any Python that reads files.

    python3 examples/iris.py

iris.csv: 150 flowers in cm, measured by E. Anderson, published in R. A. Fisher, "The use of
multiple measurements in taxonomic problems", Annals of Eugenics 7 (1936).
"""
import sys

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path.insert(0, HERE + "/..")  # purenn.py stands one folder up
from purenn import Network, randn, transpose


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


def scaling(X):
    """The mean and the standard deviation of every column."""
    means = [sum(column) / len(column) for column in transpose(X)]
    deviations = [(sum([(v - mean) * (v - mean) for v in column]) / len(column)) ** 0.5
                  for column, mean in zip(transpose(X), means)]
    return means, deviations


def scale(X, means, deviations):
    return [[(v - m) / d for v, m, d in zip(row, means, deviations)] for row in X]


def largest(row):
    """The index of the largest entry, which is the class that the network holds likeliest."""
    return row.index(max(row))


def learn(print_every=0):
    """A trained network, and the flowers held out: their species, scaled measurements, classes."""
    X, names = read(HERE + "/iris.csv")
    species = sorted(set(names))
    classes = [species.index(name) for name in names]
    y = [[float(k == c) for k in range(len(species))] for c in classes]

    stream = randn(1)  # the seeds 0 to 19 give 92 to 100 % right, 96 % in the mean
    order = [k for _, k in sorted([(next(stream), k) for k in range(len(X))])]
    held_out, learned = order[:len(X) // 3], order[len(X) // 3:]
    # Only the flowers to learn from may set the scale: the others are yet to be seen.
    means, deviations = scaling([X[k] for k in learned])
    X = scale(X, means, deviations)

    net = Network([4, 8, 3], ["tanh", "softmax"])
    net.train([X[k] for k in learned], [y[k] for k in learned], epochs=60, learning_rate=0.1,
              batch_size=10, momentum=0.5, print_every=print_every)
    return net, species, [X[k] for k in held_out], [classes[k] for k in held_out]


def main():
    net, species, X, classes = learn(print_every=20)
    table = [[0] * len(species) for _ in species]
    for c, row in zip(classes, net.forward_propagation(X)):
        table[c][largest(row)] += 1
    right = sum([table[c][c] for c in range(len(species))])
    print("Held out: %d flowers, %d named right (%.1f %%)"
          % (len(X), right, 100.0 * right / len(X)))
    form = "%-12s" + "%12s" * len(species)
    print(form % tuple(["is \\ named"] + species))
    for name, row in zip(species, table):
        print(form % tuple([name] + row))


if __name__ == "__main__":
    main()
