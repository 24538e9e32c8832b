"""Trains the tutorial's network on a BBC micro:bit v1 (in QEMU) with purenn.py's own definitions.

    .ci/install boards && python3 .ci/microbit.py

The board has about 9 KB of heap: it gets only the definitions that training needs, picked out of
purenn.py by name, with what they call, without docstrings and comments, one at a time.
"""
import usage  # noqa: F401; it answers --help

import ast
import os
import sys
import time

from board import Board, BoardError

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
X = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
Y = [[0], [1], [1], [0]]
EPOCHS, RATE, TOLERANCE, TIMEOUT = 10000, 0.1, 1e-3, 300
METHODS = "_forward", "_backward", "_carried_on"

FREE = "import gc\ngc.collect()\nprint(gc.mem_free())"
# At the top level, because the stack (1,800 bytes) holds only one Python frame more. One snippet,
# because the trained weights lie all over the heap and may leave no room to compile another.
STEP = "net._backward(net._forward(X), y, %r, 0.0)" % RATE
TRAIN = """for epoch in range(%d):
    %s
print([a for a, in net._forward(X)[-1]])
gc.collect()
print(gc.mem_free())""" % (EPOCHS, STEP)


def only(what, found):
    if len(found) != 1:
        raise LookupError("purenn.py: expected one %s, found %d" % (what, len(found)))
    return found[0]


def named(name, nodes):
    return only(name, [n for n in nodes if getattr(n, "name", "") == name])


def definitions(source):
    """The functions that the board needs, and its ACTIVATIONS: (list of sources, source)."""
    top = ast.parse(source).body
    table = only("ACTIVATIONS", [n.value for n in top if isinstance(n, ast.Assign)
                                 and ast.unparse(n.targets[0]) == "ACTIVATIONS"])
    sigmoid = only("sigmoid in ACTIVATIONS", [v for k, v in zip(table.keys, table.values)
                                              if k.value == "sigmoid"])
    wanted = [named(n.id, top) for n in sigmoid.elts] + [
        named(name, named("Network", top).body) for name in METHODS]
    helpers = {n.name: n for n in top if isinstance(n, ast.FunctionDef)}
    for function in wanted:  # which grows by what they call
        if ast.get_docstring(function) is not None:
            del function.body[0]
        called = [helpers.get(n.id) for n in ast.walk(function) if isinstance(n, ast.Name)]
        wanted += [n for n in dict.fromkeys(called) if n and n not in wanted]
    return [ast.unparse(n) for n in wanted], "ACTIVATIONS = {'sigmoid': %s}" % ast.unparse(sigmoid)


def network():
    sys.path.insert(0, ROOT)
    import purenn
    return purenn.Network([3, 4, 1])


def untrained():
    """Statements that make the same untrained network there."""
    net = network()
    return ["net.%s = %r" % (name, getattr(net, name))
            for name in ("activations", "loss", "velocity", "weights", "biases")]


def on_pc():
    net = network()
    net.train(X, Y, EPOCHS, RATE, print_every=0)
    return [a for a, in net.forward_propagation(X)]


def prepare(board):
    """Sends all that training needs: (the names of the functions, their size, bytes free)."""
    with open(os.path.join(ROOT, "purenn.py"), encoding="utf-8") as f:
        functions, activations = definitions(f.read())
    # The longest first, and a collection after each: compiling takes kilobytes in one piece.
    snippets = ["from math import exp"] + sorted(functions, key=len, reverse=True) + [activations]
    snippets += ["class Network:\n    " + "; ".join("%s = %s" % (m, m) for m in METHODS),
                 "net = Network()"] + untrained() + ["X = %r" % X, "y = %r" % Y]
    for snippet in snippets:
        board.run(snippet)
        ready = int(board.run(FREE))
    return [f[4:f.index("(")] for f in functions], sum(map(len, functions)), ready


def main():
    expected = on_pc()
    with Board() as board:
        before = int(board.run(FREE))
        board.bytes_sent = 0
        names, size, ready = prepare(board)
        start = time.monotonic()
        outputs, after = board.run(TRAIN, TIMEOUT).splitlines()
        seconds = time.monotonic() - start
    outputs, after = ast.literal_eval(outputs), int(after)
    print("%d definitions (%d bytes): %s" % (len(names), size, ", ".join(names)))
    print("all sent: %d bytes" % board.bytes_sent)
    print("bytes free: %d at first, %d before training, %d after" % (before, ready, after))
    print("%d epochs: %.0f seconds" % (EPOCHS, seconds))
    print("micro:bit: " + " ".join("%.6f" % a for a in outputs))
    print("PC:        " + " ".join("%.6f" % a for a in expected))
    # "not <=": a NaN must fail too.
    if len(outputs) != len(expected) or not all(abs(a - e) <= TOLERANCE
                                                for a, e in zip(outputs, expected)):
        sys.exit("the outputs differ by more than %g" % TOLERANCE)


if __name__ == "__main__":
    try:
        main()
    except (BoardError, LookupError, ValueError) as e:
        sys.exit("microbit.py: %s" % e)
