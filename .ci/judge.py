"""Lets scikit-learn judge the training: the same first weights, batches and steps on both sides.

    python3 .ci/judge.py            # by a Python that has scikit-learn

Compares weights, biases and the last loss after 50 epochs of plain SGD, in 72
cases; prints those with the largest differences; an error if one is past 1e-9.
"""
import usage  # noqa: F401; it answers --help

import os
import sys
from itertools import product

import numpy as np
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris, load_linnerud
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import label_binarize, scale

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, ".."), os.path.join(HERE, "..", "examples")]
from from_model import from_model
from purenn import randn

EPOCHS, RATE, BATCH = 50, 0.02, 12  # rows: 150 or 20, so that the last batch is a short one
CASES = (("iris, softmax", MLPClassifier, load_iris),
         ("cancer, sigmoid", MLPClassifier, load_breast_cancer),
         ("diabetes, linear", MLPRegressor, load_diabetes),
         ("linnerud, 3 linear", MLPRegressor, load_linnerud))


# Three ways to train a network; they return the last loss where there is one.
def all_rows(net, X, y, momentum):
    return net.train(X, y, EPOCHS, RATE, momentum=momentum, print_every=0)


def by_hand(net, X, y, momentum):
    for k in list(range(0, len(X), BATCH)) * EPOCHS:
        net.forward_propagation(X[k:k + BATCH])
        net.backpropagation(X[k:k + BATCH], y[k:k + BATCH], RATE, momentum)


def shuffled(net, X, y, momentum):
    return net.train(X, y, EPOCHS, RATE, batch_size=BATCH, momentum=momentum, print_every=0)


def judge(Model, load, activation, momentum, learn):
    """The largest difference after training both."""
    X, y = [A[:150] for A in load(return_X_y=True)]
    X, m, classifies = scale(X), len(X), Model is MLPClassifier
    y = y if classifies else scale(y)
    classes = {"classes": np.unique(y)} if classifies else {}
    targets = label_binarize(y, **classes) if classifies else y.reshape(m, -1)
    options = dict(hidden_layer_sizes=[8, 5], activation=activation, solver="sgd", alpha=0,
                   batch_size=m if learn is all_rows else BATCH, shuffle=False,
                   momentum=momentum, nesterovs_momentum=False, random_state=1)

    # A rate too small to change any weight shows what random_state draws.
    first = Model(learning_rate_init=1e-300, **options).partial_fit(X, y, **classes)
    net = from_model(first)[0]
    loss = learn(net, X.tolist(), targets.tolist(), momentum)

    model, stream, order = Model(learning_rate_init=RATE, **options), randn(net.seed), np.arange(m)
    for _ in range(EPOCHS):  # partial_fit is one epoch, keeps the momentum and never stops early
        if learn is shuffled:
            order = [k for _, k in sorted([(next(stream), k) for k in range(m)])]
        model.partial_fit(X[order], y[order], **classes)

    def differences(other):
        pairs = zip(other.weights + other.biases, model.coefs_ + model.intercepts_)
        return [abs(np.array(ours) - theirs).max() for ours, theirs in pairs]

    assert max(differences(from_model(first)[0])) > 1e-3, "nothing was learned"
    theirs = model.loss_ * (1 if classifies else 2)  # scikit-learn halves the squared error
    return np.max(differences(net) + ([] if loss is None else [abs(loss - theirs)]))


def main():
    lines = []
    for (name, Model, load), activation, momentum, learn in product(
            CASES, ("relu", "tanh", "logistic"), (0.0, 0.9), (all_rows, by_hand, shuffled)):
        worst = judge(Model, load, activation, momentum, learn)
        lines.append((not worst <= 1e-9, worst, "%-18s  %-8s  momentum %.1f  %-8s  %.0e" % (
            name, activation, momentum, learn.__name__, worst)))  # NaN fails too
    failed = sum(line[0] for line in lines)
    lines.sort()
    print("\n".join(line[2] for line in lines[-max(failed, 3):]))
    if failed:
        sys.exit("%d cases differ by more than 1e-9" % failed)
    print("%d cases agree" % len(lines))


if __name__ == "__main__":
    main()
