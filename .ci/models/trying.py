"""Tries a model: it is right, or it is refused and its advice works."""
import contextlib
import inspect
import json
import os
import subprocess

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
X = np.random.RandomState(0).randn(40, 4) * 3.0 + 1.0
Y = np.random.RandomState(1).randn(40, 2)
TWO, THREE = (X[:, 0] > 1.0).astype(int), np.digitize(X[:, 0], [0.0, 2.0])


COUNTS = {"right": 0, "refused": 0, "wrong": 0}


def take_over(model, **options):
    from from_model import from_model
    return from_model(model, **options)


# ---- what is right ------------------------------------------------------------------------------
EXPORTED = []  # (JavaScript, rows, outputs) of each model, for one run of Node


def is_right(name, model, ask, rows=None, tolerance=1e-5, **options):
    """The network, and what is exported of it, answer the rows as the model does."""
    rows = X.reshape(len(X), -1).tolist() if rows is None else rows
    net, names = take_over(model, **options)
    inputs = [names.encode(row) for row in rows]
    expected = np.asarray(ask(model), float).reshape(len(rows), -1)[:, -net.sizes[-1]:]
    module = {}
    exec(names.to_python(net), module)
    encode = module.get("encode", list)
    for outputs in net.forward_propagation(inputs), [module["predict"](encode(r)) for r in rows]:
        assert np.shape(outputs) == expected.shape, (name, np.shape(outputs), expected.shape)
        worst = np.max(np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected)))
        assert worst <= tolerance, (name, worst)
    EXPORTED.append((name, names.to_javascript(net), rows, expected.tolist(), tolerance))
    return net, names


def right(name, model, ask, **options):
    """The network and its names, of a model that must be taken over."""
    with counted(name, "right"):
        return is_right(name, model, ask, **options)


@contextlib.contextmanager
def counted(name, what):
    """Counts what comes of a model: what is expected, or that it is wrong, which is printed."""
    try:
        yield
        COUNTS[what] += 1
    except (AssertionError, ValueError) as error:
        COUNTS["wrong"] += 1
        print("WRONG: %s: %s" % (name, error))


def javascript():
    """The exported JavaScript of all models, in one Node."""
    for k, (_, source, _, _, _) in enumerate(EXPORTED):
        with open("m%d.mjs" % k, "w", encoding="utf-8") as f:
            f.write(source)
    with open("rows.json", "w") as f:
        json.dump([rows for _, _, rows, _, _ in EXPORTED], f)
    done = subprocess.run(["node", os.path.join(HERE, "answers.mjs"), os.getcwd()],
                          stdout=subprocess.PIPE, check=True)
    for (name, _, _, expected, tolerance), outputs in zip(EXPORTED, json.loads(done.stdout)):
        expected, outputs = np.array(expected), np.array(outputs, float)
        worst = np.max(np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected)))
        assert worst <= tolerance, ("JavaScript", name, worst)


# ---- what is refused ----------------------------------------------------------------------------
def refused(name, model, says, follow, ask=None, **options):
    """It is refused with these words, and what follow() makes of them is taken over.

    follow: what gives the model that the advice leads to, or calls is_right with it itself; it may
    take the message.
    """
    with counted(name, "refused"):
        message = refusal(model, **options)
        assert says in message, "it says %s" % message
        takes_message = "message" in inspect.signature(follow).parameters
        remedy = follow(message) if takes_message else follow()
        if remedy is not None:
            is_right(name + ", as advised", remedy, ask)


def refusal(model, **options):
    try:
        take_over(model, **options)
    except ValueError as error:
        return str(error)
    raise AssertionError("was taken over, and should be refused")


def answers(model, X):
    for method in "predict_proba", "decision_function", "predict":
        if hasattr(model, method):
            return getattr(model, method)(X)
