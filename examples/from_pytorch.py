"""Takes trained networks out of PyTorch: the same outputs in plain Python, without NumPy.

    python3 examples/from_pytorch.py

Trains three models, compares, and takes 10 seconds; writes nothing. Imports torch (PyTorch) for the
training. Take from_sequential with you, and the two functions that it calls. The models here
compute in float64, to agree within 1e-12. The weights of a float32 model, which is the default,
come over exactly too, but its outputs then differ by its own rounding: by about 1e-7 of their size.
"""
import sys

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

try:
    import torch
    from torch import nn
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install torch" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, to_python

KNOWN = {nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.Softmax: "softmax",
         nn.LogSoftmax: "softmax"}


def assemble(parts, loss=None):
    """The Network of these parts, in the order in which the inputs pass through them:

    ("dense", W, b): a matrix (n_in, n_out) and a list of n_out; ("activation", name);
    ("affine", scale, shift): x * scale + shift, lists of a number per column, which goes into the
    weights of the dense layer before it or, behind an activation or at the start, after it.
    """
    names, weights, biases, waiting = [], [], [], None
    for kind, *values in parts:
        bare = names[-1:] == ["linear"] and not waiting  # a dense layer is all that is before
        if kind == "dense":
            W, b = values
            if waiting:
                b = [v + sum(shift * w for shift, w in zip(waiting[1], column))
                     for v, column in zip(b, zip(*W))]
                W = [[scale * w for w in row] for scale, row in zip(waiting[0], W)]
            names, weights, biases, waiting = names + ["linear"], weights + [W], biases + [b], None
        elif kind == "activation" and bare:
            names[-1] = values[0]
        elif kind == "affine" and bare:
            weights[-1] = [[w * scale for w, scale in zip(row, values[0])] for row in weights[-1]]
            biases[-1] = [b * scale + shift for b, scale, shift in zip(biases[-1], *values)]
        elif kind == "affine" and not waiting:
            waiting = values
        else:
            raise ValueError("expected a dense layer before %s" % values[0] if kind == "activation"
                             else "expected a dense layer between two that scale")
    if waiting or not weights:
        raise ValueError("expected a dense layer, and none but an activation behind the last one")
    return Network([len(weights[0])] + [len(b) for b in biases], names, loss,
                   weights=weights, biases=biases)


def from_sequential(model, loss=None):
    """The Network of an nn.Sequential, as it is in eval(). loss: for more training, Network's.

    It may hold Linear, BatchNorm1d (which goes into the weights), ReLU, Tanh, Sigmoid, at the end
    Softmax or LogSoftmax (the outputs are then the probabilities themselves), Flatten, Dropout,
    Identity, and Sequentials of these.
    """
    if not isinstance(model, nn.Sequential):
        raise ValueError("expected an nn.Sequential, got %s: pass nn.Sequential(...) of its layers,"
                         " in the order in which its forward() uses them" % type(model).__name__)
    return assemble(parts(model), loss)


def parts(model):
    for layer in model:
        if isinstance(layer, nn.Sequential):
            yield from parts(layer)
        elif isinstance(layer, nn.Linear):  # PyTorch keeps (n_out, n_in)
            yield ("dense", layer.weight.t().tolist(),
                   [0.0] * layer.out_features if layer.bias is None else layer.bias.tolist())
        elif isinstance(layer, nn.BatchNorm1d) and layer.running_mean is not None:
            scale = (layer.running_var.double() + layer.eps).rsqrt()
            scale = scale * layer.weight if layer.affine else scale
            shift = -layer.running_mean * scale
            yield "affine", scale.tolist(), (shift + layer.bias if layer.affine else shift).tolist()
        elif type(layer) in KNOWN and getattr(layer, "dim", 1) != 0:  # 0 would mix the rows
            yield "activation", KNOWN[type(layer)]
        elif not isinstance(layer, (nn.Dropout, nn.Flatten, nn.Identity)):
            raise ValueError("expected a layer that purenn has, too, got %r" % layer)


def fit(model, loss, X, y):
    """Trains the model, in float64, and returns it."""
    model.double().train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
    for _ in range(200):
        optimizer.zero_grad()
        loss(model(X), y).backward()
        optimizer.step()
    return model.eval()


def read(path):
    """The measurements, a row per flower, and the name of each one's species."""
    with open(path) as lines:
        rows = [line.strip().split(",") for line in lines][1:]  # but the header
    return [[float(cell) for cell in row[:-1]] for row in rows], [row[-1] for row in rows]


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


def main():
    torch.manual_seed(0)
    rows, names = read(HERE + "/data/iris.csv")
    classes = sorted(set(names))
    X = torch.tensor(rows, dtype=torch.float64)
    species = torch.tensor([classes.index(name) for name in names])

    # The first layer scales, so that the network takes centimetres.
    model = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 8), nn.Tanh(), nn.Dropout(0.1),
                          nn.Sequential(nn.Linear(8, 3), nn.LogSoftmax(dim=1)))
    fit(model, nn.NLLLoss(), X, species)
    compare("three species of iris", from_sequential(model), X, model(X).exp(), classes)

    model = nn.Sequential(nn.Flatten(), nn.Linear(4, 6), nn.BatchNorm1d(6), nn.ReLU(),
                          nn.BatchNorm1d(6, affine=False), nn.Linear(6, 1, bias=False),
                          nn.Sigmoid())
    fit(model, nn.BCELoss(), X, (species == 2).double().reshape(-1, 1))
    compare("virginica or not", from_sequential(model, "cross_entropy"), X, model(X))

    model = nn.Sequential(nn.Linear(3, 6), nn.Sigmoid(), nn.Linear(6, 4), nn.Tanh(),
                          nn.Linear(4, 1))
    fit(model, nn.MSELoss(), X[:, :3], X[:, 3:])
    compare("a petal's width from the other lengths", from_sequential(model), X[:, :3],
            model(X[:, :3]))


if __name__ == "__main__":
    main()
