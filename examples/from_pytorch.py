"""Takes trained networks out of PyTorch: the same outputs in plain Python, without NumPy.

    python3 examples/from_pytorch.py

Imports torch (PyTorch) for the training. Take from_sequential with you, and assemble.py. The models
here compute in float64, to agree within 1e-12. The weights of a float32 model, which is the
default, come over exactly too, but its outputs then differ by its own rounding: by about 1e-7 of
their size.
"""
import sys

try:
    import torch
    from torch import nn
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install torch" % error)

from assemble import assemble
from compare import compare
from iris import read
from learning import HERE

KNOWN = {nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.Softmax: "softmax",
         nn.LogSoftmax: "softmax"}


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


def main():
    torch.manual_seed(0)
    rows, names = read(HERE + "/iris.csv")
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
