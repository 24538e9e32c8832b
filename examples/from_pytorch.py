"""Takes trained networks out of PyTorch: the same outputs in plain Python, without NumPy.

    python3 examples/from_pytorch.py

Imports torch (PyTorch) for the training. Take from_sequential with you. The models here compute in
float64, to agree within 1e-12. The weights of a float32 model, which is the default, come over
exactly too, but its outputs then differ by its own rounding: by about 1e-7 of their size.
"""
import torch
from torch import nn

from compare import compare
from iris import read
from learning import HERE, scale, scaling
from purenn import Network


def from_sequential(model, loss=None):
    """The Network of an nn.Sequential of Linear layers, each with an activation behind it or none.

    Its outputs are those of model.eval(). loss: for more training, Network's.
    """
    known = {nn.ReLU: "relu", nn.Tanh: "tanh", nn.Sigmoid: "sigmoid", nn.Softmax: "softmax"}
    names, weights, biases = [], [], []
    for layer in model:
        if isinstance(layer, nn.Linear):
            names.append("linear")
            weights.append(layer.weight.t().tolist())  # PyTorch keeps (n_out, n_in)
            biases.append([0.0] * layer.out_features if layer.bias is None
                          else layer.bias.tolist())
        elif (type(layer) in known and names[-1:] == ["linear"]
              and getattr(layer, "dim", 1) != 0):  # Softmax(dim=0) mixes the rows of a batch
            names[-1] = known[type(layer)]
        elif not isinstance(layer, nn.Dropout):  # which does nothing in eval()
            raise ValueError("not a layer of purenn, or not at this place: %r" % layer)
    sizes = [len(weights[0])] + [len(b) for b in biases]
    return Network(sizes, names, loss, weights=weights, biases=biases)


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
    X = torch.tensor(scale(rows, *scaling(rows)), dtype=torch.float64)
    species = torch.tensor([sorted(set(names)).index(name) for name in names])

    model = nn.Sequential(nn.Linear(4, 8), nn.Tanh(), nn.Dropout(0.1), nn.Linear(8, 3))
    fit(model, nn.CrossEntropyLoss(), X, species)
    model.append(nn.Softmax(dim=1))  # in training it was a part of CrossEntropyLoss
    compare("three species of iris", from_sequential(model), X, model(X))

    model = nn.Sequential(nn.Linear(4, 6), nn.ReLU(), nn.Linear(6, 1, bias=False), nn.Sigmoid())
    fit(model, nn.BCELoss(), X, (species == 2).double().reshape(-1, 1))
    compare("virginica or not", from_sequential(model, "cross_entropy"), X, model(X))

    model = nn.Sequential(nn.Linear(3, 6), nn.Sigmoid(), nn.Linear(6, 4), nn.Tanh(),
                          nn.Linear(4, 1))
    fit(model, nn.MSELoss(), X[:, :3], X[:, 3:])
    compare("a petal's width from the other lengths", from_sequential(model), X[:, :3],
            model(X[:, :3]))


if __name__ == "__main__":
    main()
