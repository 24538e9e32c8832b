"""What the examples named from_ share: the check that a network is the same."""
import sys

import learning  # finds purenn.py, one folder up
from purenn import to_python


def compare(name, net, X, expected, classes=None, tolerance=1e-12):
    """Ends the program unless net, and the module made of it, give the expected outputs for X."""
    source, module = to_python(net), {}
    if classes:
        source += "\nCLASSES = %r\n" % (classes,)
    exec(source, module)
    X = X.tolist()
    worst = 0.0
    for outputs in net.forward_propagation(X), [module["predict"](x) for x in X]:
        if [len(row) for row in outputs] != [len(row) for row in expected]:
            sys.exit("%s: expected outputs of the shape %r" % (name, tuple(expected.shape)))
        for row, wanted in zip(outputs, expected.tolist()):
            for a, b in zip(row, wanted):
                error = abs(a - b) / max(1.0, abs(b))
                if not error <= tolerance:  # true of NaN also
                    sys.exit("%s: expected %r, got %r" % (name, b, a))
                worst = max(worst, error)
    print("%s: %r %r%s\n    %d outputs differ by at most %.0e; the module has %d bytes"
          % (name, net.sizes, net.activations, ", classes %r" % (classes,) if classes else "",
             len(X) * net.sizes[-1], worst, len(source)))
