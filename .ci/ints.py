"""No int of 2^30 or more, written or computed: boards without long ints could not run purenn.py.

    python3 .ci/ints.py [FILE]

Evaluates every constant expression of the file. Then runs a copy of the file in which each operator
and each call hands its result to `small`: random numbers of several seeds, and all that a network
can do. A seed itself may be larger, on a Python that has such ints. As on those boards, the module
random has no class Random.
"""
import usage  # noqa: F401; it answers --help

import ast
import os
import sys
import tempfile

LIMIT = 2**30
SEEDS = 0, 1, 42, 5489, 2**30 - 1, 2**30, 2**31, 2**32 - 1
DRAWS = 3000  # the generator makes its words anew after about 245
HERE = os.path.dirname(os.path.abspath(__file__))
found = {}  # line: the largest int there


def small(value, line):
    if isinstance(value, int) and abs(value) >= LIMIT and value != small.seed:
        found[line] = max(abs(value), found.get(line, 0))
    return value


class Instrument(ast.NodeTransformer):
    """E becomes small(E, line), where E computes; a += E becomes a = small(a + E, line)."""

    def wrap(self, node):
        self.generic_visit(node)
        call = ast.Call(ast.Name("small", ast.Load()), [node, ast.Constant(node.lineno)], [])
        return ast.copy_location(call, node)

    visit_BinOp = visit_UnaryOp = visit_Call = wrap

    def visit_AugAssign(self, node):
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        whole = ast.BinOp(read, node.op, node.value)
        for part in ast.walk(whole):
            ast.copy_location(part, node)
        return self.visit(ast.copy_location(ast.Assign([node.target], whole), node))


def constants(tree):
    for node in ast.walk(tree):
        if isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Constant)):
            if not any(isinstance(n, (ast.Name, ast.Call, ast.Attribute)) for n in ast.walk(node)):
                try:
                    small(eval(ast.unparse(node)), node.lineno)
                except (TypeError, ValueError, ArithmeticError):
                    pass  # such as -"text"


def use(purenn):
    """Everything that a network can do."""
    X = [[0.5, -1], [2, 0.25], [-0.75, 1], [1, 1], [0, -2]]
    y = [[1, 0], [0, 1], [0, 1], [1, 0], [0, 1]]
    for names in (["tanh", "softmax"], ["relu", "linear"], ["sigmoid", "sigmoid"]):
        net = purenn.Network([2, 40, 2], names)
        net.train(X, y, 200, 0.01, 2, 0.5, 0)
        net.forward_propagation(X)
        net.backpropagation(X, y, 0.1)
        purenn.dot(purenn.transpose(X), y)
        net = purenn.Network([2, 4, 2], names)
        net.train(X, y, 200, 0.01, print_every=0)  # small: by straight-line code
        if hasattr(purenn, "scaling"):
            means, deviations = purenn.scaling(X)
            purenn.scale(X, means, deviations)
            purenn.fold_scaling(net, means, deviations)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "net.json")
            purenn.save(net, path)
            purenn.load(path)


def main(path):
    with open(path, encoding="utf-8") as f:
        tree = ast.parse(f.read())
    small.seed = None
    constants(tree)
    purenn = type(sys)("purenn")
    purenn.small = small
    sys.modules["random"] = type(sys)("random")
    exec(compile(ast.fix_missing_locations(Instrument().visit(tree)), path, "exec"), vars(purenn))
    for small.seed in SEEDS:
        stream = purenn.randn(small.seed)
        for _ in range(DRAWS):
            next(stream)
    small.seed = None
    use(purenn)
    for line, value in sorted(found.items()):
        print("%s:%d: %d, 0x%X" % (os.path.basename(path), line, value, value))
    if found:
        sys.exit("ints of 2^30 or more in %d lines" % len(found))
    print("%s: no int of 2^30 or more" % os.path.basename(path))


if __name__ == "__main__":
    main(*sys.argv[1:] or [os.path.join(os.path.dirname(HERE), "purenn.py")])
