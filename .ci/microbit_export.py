"""Runs networks that to_python wrote on a BBC micro:bit v1 (in QEMU), and compares their outputs.

    .ci/install boards && python3 .ci/microbit_export.py

The tutorial's trained network goes to the board at its prompt, the iris example's as a script in
flash; both get their data there.
"""
import usage  # noqa: F401; it answers --help

import ast
import os
import sys

from board import Board

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
import iris
import purenn
from export import to_python

TOLERANCE = 1e-4
FREE = "import gc\ngc.collect()\nprint(gc.mem_free())"


def compare(name, rows, net, X):
    worst = max(abs(a - b) for row, expected in zip(rows, net.forward_propagation(X))
                for a, b in zip(row, expected))
    print("%s: %d rows on the board, largest difference %.1e" % (name, len(rows), worst))
    if len(rows) != len(X) or not worst <= TOLERANCE:
        sys.exit("past %g" % TOLERANCE)


def main():
    X, y = [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]], [[0], [1], [1], [0]]
    net = purenn.Network([3, 4, 1])
    net.train(X, y, 10000, 0.1, print_every=0)
    with Board() as board:
        board.run(to_python(net))
        rows = [ast.literal_eval(board.run("print(predict(%r))" % row)) for row in X]
        print("bytes free beside it: " + board.run(FREE).strip())
    compare("3-4-1 at the prompt", rows, net, X)

    net, _, X, _ = iris.learn()
    script = to_python(net) + "for i in range(3):\n    print(predict([1, i, -i, 0.5]))\n"
    with Board(script) as board:
        rows = [ast.literal_eval(line) for line in board.printed.splitlines()]
        more = [ast.literal_eval(board.run("print(predict(%r))" % row)) for row in X]
        print("bytes free beside it: " + board.run(FREE).strip())
    compare("4-8-3 in flash, %d bytes" % len(script), rows, net, [[1, i, -i, 0.5] for i in range(3)])
    compare("4-8-3 in flash, fed with iris flowers", more, net, X)


if __name__ == "__main__":
    main()
