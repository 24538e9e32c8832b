"""Takes trained networks out of PyTorch: the same outputs in plain Python, without NumPy.

    python3 examples/from_pytorch.py

To use it, copy this file beside purenn.py and write: from from_pytorch import from_sequential. Run
by itself, for which export.py must stand beside it too, it trains three models, compares, and takes
10 seconds; it writes nothing. Imports torch (PyTorch). The outputs are those of the model in eval(): logits stay logits, but LogSoftmax comes
out as the probabilities. The models here compute in float64, to agree within 1e-12. The weights of
a float32 model, which is the default, come over exactly too, but its outputs then differ by its own
rounding: by about 1e-7 of their size.
"""
import sys

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

try:
    import torch
    from torch import nn
    from torch.nn.utils.parametrize import type_before_parametrizations
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install torch" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network

KNOWN = {nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.Softmax: "softmax",
         nn.LogSoftmax: "softmax"}
NOTHING = (nn.Dropout, nn.AlphaDropout, nn.Flatten)  # in eval()


def from_sequential(model, loss=None):
    """The Network of an nn.Sequential, as it is in eval(). loss: for more training, Network's.

    It may hold Linear, BatchNorm1d (which goes into the weights), ReLU, Tanh, Sigmoid, at the end
    Softmax or LogSoftmax (the outputs are then the probabilities themselves), Flatten, Dropout,
    AlphaDropout, Identity, and Sequentials of these. A ValueError says what it cannot take over,
    and what to do.
    """
    model = getattr(model, "_orig_mod", model)  # that of torch.compile
    if isinstance(model, (nn.DataParallel, nn.parallel.DistributedDataParallel)):
        model = model.module
    if not isinstance(model, nn.Sequential):
        raise ValueError("expected an nn.Sequential, got %s: pass nn.Sequential(...) of its layers,"
                         " in the order in which its forward() uses them, with an nn.ReLU() for"
                         " each relu there; a state_dict is loaded into one first"
                         % type(model).__name__)
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            return converted(model, loss)
    finally:
        for module, mode in modes:
            module.training = mode


def converted(model, loss):
    steps = list(parts(model))
    kinds = [step[0] for step in steps if step[0] != "affine"]  # which is no activation either
    if ("dense", "dense") in zip(kinds, kinds[1:]):
        raise ValueError("expected an activation between two Linear: put the nn.ReLU() there that"
                         " is only in forward(), and so not among children(); or nn.Identity() if"
                         " there is none")
    assemble(known(steps))  # whether it can be, before the model is asked
    weight, probes = next(model.parameters()), []
    logarithm = any(type(layer) is nn.LogSoftmax for layer in model.modules())
    for size in 1.0, 30.0:  # what clips shows at large inputs, what shifts at small ones
        X = torch.tensor(probe(known(steps), size), dtype=weight.dtype, device=weight.device)
        try:
            A = model(X)
        except (RuntimeError, IndexError) as error:
            raise ValueError("expected a model of rows of %d numbers: put Flatten first, and train"
                             " with it there (PyTorch: %s)" % (X.shape[1], error))
        probes.append((X, A.exp() if logarithm else A))
    net = assemble(known(parts(model)), loss)  # only now has an old weight_norm renewed its weights
    for X, A in probes:
        agree(net, X.tolist(), A.tolist(), 1e-3 if torch.finfo(A.dtype).bits > 16 else 0.1)
    return net


def known(steps):
    return [step for step in steps if step[0] != "identity"]


def parts(model):
    if type(model).forward is not nn.Sequential.forward:
        raise ValueError("expected an nn.Sequential without a forward() of its own, got %s: write"
                         " what it does as layers" % type(model).__name__)
    for layer in model:
        kind = type_before_parametrizations(layer)  # weight_norm and the like
        if isinstance(layer, nn.Sequential):
            yield from parts(layer)
        elif kind is nn.Linear:  # PyTorch keeps (n_out, n_in)
            yield ("dense", layer.weight.t().tolist(),
                   [0.0] * layer.out_features if layer.bias is None else layer.bias.tolist())
        elif kind is nn.BatchNorm1d and layer.running_mean is not None:
            scale = (layer.running_var.double() + layer.eps).rsqrt()
            scale = scale * layer.weight if layer.affine else scale
            shift = -layer.running_mean * scale
            yield "affine", scale.tolist(), (shift + layer.bias if layer.affine else shift).tolist()
        elif kind in KNOWN and getattr(layer, "dim", 1) in (1, -1, None):  # others mix the rows
            yield "activation", KNOWN[kind]
        elif kind is nn.Identity:
            yield "identity",
        elif kind not in NOTHING or kind is nn.Flatten and layer.start_dim != 1:
            raise ValueError("expected %s, got %s: %s" % (
                ", ".join(sorted(k.__name__ for k in [nn.Linear, nn.BatchNorm1d, nn.Identity]
                                 + list(KNOWN) + list(NOTHING))),
                " ".join(repr(layer).split()),
                advice(kind.__module__ + "." + kind.__name__, layer is model[-1])))


def advice(path, last):
    name = path.rpartition(".")[2]
    if "quantized" in path:
        return "pass the model as it was before it was quantized"
    if name.startswith("Lazy"):
        return "call the model with a row first, so that it knows its sizes"
    if name == "BatchNorm1d":
        return "retrain with track_running_stats=True"
    if name in ("Flatten", "Softmax", "LogSoftmax"):
        return "write %s, which leaves the rows apart" % ("Flatten()" if name == "Flatten"
                                                          else name + "(dim=1)")
    if last:
        return "pass model[:-1], and compute this last one from the outputs in your own code"
    if "LU" in name or name in ("Mish", "Softplus", "Hardtanh", "Hardswish"):
        return "retrain with ReLU in its place"
    return "retrain without it, or write it as those, or compute it in your own code"


def assemble(parts, loss=None):
    """The Network of these parts, in the order in which the inputs pass through them:

    ("dense", W, b): a matrix (n_in, n_out) and a list of n_out; ("activation", name);
    ("affine", scale, shift): x * scale + shift, lists of a number per column or of one for all,
    which goes into the weights of the dense layer before it or, behind an activation or at the
    start, after it.
    """
    names, weights, biases, waiting = [], [], [], None
    for kind, *values in parts:
        bare = names[-1:] == ["linear"] and not waiting  # a dense layer is all that is before
        if kind == "dense":
            W, b = values
            if biases and len(biases[-1]) != len(W):
                raise ValueError("expected a layer of %d inputs, got one of %d: put Flatten first,"
                                 " and train with it there" % (len(biases[-1]), len(W)))
            if waiting:
                scales, shifts = [as_long(v, len(W)) for v in waiting]
                b = [v + sum(shift * w for shift, w in zip(shifts, column))
                     for v, column in zip(b, zip(*W))]
                W = [[scale * w for w in row] for scale, row in zip(scales, W)]
            names, weights, biases, waiting = names + ["linear"], weights + [W], biases + [b], None
        elif kind == "activation" and bare:
            names[-1] = values[0]
        elif kind == "affine" and bare:
            scales, shifts = [as_long(v, len(biases[-1])) for v in values]
            weights[-1] = [[w * scale for w, scale in zip(row, scales)] for row in weights[-1]]
            biases[-1] = [b * s + shift for b, s, shift in zip(biases[-1], scales, shifts)]
        elif kind == "affine":
            waiting = composed(waiting, values)
        else:
            raise ValueError("expected a dense layer just before %s: retrain with one there, or"
                             " without this %s" % (values[0], values[0]))
    if waiting or not weights:
        raise ValueError("expected a dense layer, with at most an activation behind the last: leave"
                         " what scales the outputs away, and scale them in your own code")
    if "softmax" in names[:-1]:
        raise ValueError("expected softmax only at the end: retrain with another activation inside")
    return Network([len(weights[0])] + [len(b) for b in biases], names, loss,
                   weights=weights, biases=biases)


def as_long(values, n):
    values = values * n if len(values) == 1 else values
    if len(values) != n:
        raise ValueError("expected a scaling of %d columns, got %d numbers: put Flatten first, and"
                         " train with it there" % (n, len(values)))
    return values


def composed(first, second):
    if not first:
        return second
    n = max(len(first[0]), len(second[0]))
    (a, b), (c, d) = [[as_long(v, n) for v in pair] for pair in (first, second)]
    return [p * q for p, q in zip(a, c)], [p * q + r for p, q, r in zip(b, c, d)]


def probe(steps, size):
    """Rows of inputs for these parts, as large as the data where a scaling comes first."""
    scales, shifts, n = [1.0], [0.0], 0
    for kind, *values in steps:
        if kind != "affine":
            n = len(values[0])
            break
        scales, shifts = composed((scales, shifts), values)
    z = [[size * ((7 * i + 3 * j) % 11 - 5) / 3.0 for j in range(n)] for i in range(9)]
    return [[(v - shift) / (scale or 1.0)
             for v, scale, shift in zip(row, as_long(scales, n), as_long(shifts, n))] for row in z]


def agree(net, rows, expected, tolerance):
    """ValueError unless the network gives what the model gave."""
    largest = max(abs(b) for row in expected for b in row)
    for row, wanted in zip(net.forward_propagation(rows), expected):
        if len(row) != len(wanted):
            raise ValueError("expected the model's %d outputs, the network has %d: put Flatten"
                             " first, and train with it there" % (len(wanted), len(row)))
        for a, b in zip(row, wanted):
            if not abs(a - b) <= tolerance * largest:  # true of NaN also
                raise ValueError(
                    "expected the model's %r, the network gives %r: does a forward() of your own, a"
                    " hook, a subclass or a layer used twice compute something else? Write it as a"
                    " plain nn.Sequential, or compute it in your own code" % (b, a))


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
    from export import to_python  # who takes over a model does not need it
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
