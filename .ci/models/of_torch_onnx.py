"""What torch.onnx.export writes, by both of its ways."""
import contextlib
import logging
import os
import warnings

"""What torch.onnx.export writes, by both of its ways."""
import torch
from torch import nn

from trying import X, is_right, refused, right

logging.getLogger("torch.onnx").setLevel(logging.ERROR)  # it misses torchvision
torch.manual_seed(0)
inputs = torch.tensor(X, dtype=torch.float32)


def ask(model):
    with torch.no_grad():
        return model.eval()(inputs).numpy()


def seen(*layers):
    model = nn.Sequential(*layers)
    model.train()(inputs)
    return model.eval()


class Own(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = nn.Linear(4, 8), nn.Linear(8, 2)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        return self.two(torch.relu(self.one(x / 3.0 - 1.0)))


class Towers(nn.Module):
    """Columns are taken apart, and a mean is taken over those of the outputs."""
    def __init__(self):
        super().__init__()
        self.one, self.two, self.last = nn.Linear(2, 5), nn.Linear(2, 5), nn.Linear(10, 3)

    def forward(self, x):
        one, two = x.chunk(2, 1)
        y = self.last(torch.relu(torch.cat([self.one(one), self.two(x[:, 2:])], 1)))
        return y - y.mean(dim=1, keepdim=True)


L = nn.Linear


def by_tracing():
    """dynamo=False, its way until lately."""
    for name, model in (
            ("ReLU", seen(L(4, 8), nn.ReLU(), L(8, 2))),
            ("BatchNorm, LeakyReLU", seen(nn.BatchNorm1d(4), L(4, 8), nn.LeakyReLU(), nn.Dropout(),
                                          L(8, 2), nn.Softmax(dim=1))),
            ("PReLU, ReLU6", seen(L(4, 8), nn.PReLU(), L(8, 6), nn.ReLU6(), L(6, 2))),
            ("Hardtanh, Hardsigmoid", seen(L(4, 8), nn.Hardtanh(), L(8, 6), nn.Hardsigmoid(),
                                           L(6, 2), nn.Tanh())),
            ("forward()", Own())):
        for way in {"one row": {}, "any rows": {"dynamic_axes": {"x": {0: "rows"}}}}.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                torch.onnx.export(model, (inputs[:1],), "torch.onnx", dynamo=False,
                                  input_names=["x"], **way[1])
            right("torch.onnx: %s, %s" % (name, way[0]), "torch.onnx", lambda _: ask(model),
                  tolerance=1e-4)


def by_dynamo():
    """dynamo=True; it needs onnxscript."""
    try:
        import onnxscript  # noqa: F401
    except ImportError:
        print("NOT RUN: there is no onnxscript for torch.onnx.export(dynamo=True)")
        return
    model = seen(nn.BatchNorm1d(4), L(4, 8), nn.LeakyReLU(), L(8, 6), nn.Hardtanh(), L(6, 3),
                 nn.Softmax(dim=1))
    with warnings.catch_warnings(), open(os.devnull, "w") as nothing:
        warnings.simplefilter("ignore")
        with contextlib.redirect_stdout(nothing):
            torch.onnx.export(model, (inputs[:1],), "dynamo.onnx", dynamo=True, verbose=False)
    right("torch.onnx: dynamo", "dynamo.onnx", lambda _: ask(model), tolerance=1e-4)
    towers = Towers()
    torch.onnx.export(towers, (inputs[:1],), "towers.onnx", dynamo=True, verbose=False)
    right("torch.onnx: columns apart", "towers.onnx", lambda _: ask(towers), tolerance=1e-4)
    half = seen(L(4, 8), nn.ReLU(), L(8, 2)).bfloat16()
    torch.onnx.export(half, (inputs[:1].bfloat16(),), "half.onnx", dynamo=True, verbose=False)
    right("torch.onnx: bfloat16", "half.onnx", lambda _: half(inputs.bfloat16()).tolist(),
          tolerance=0.1)
    gelu = seen(L(4, 8), nn.GELU(), L(8, 2))
    torch.onnx.export(gelu, (inputs[:1],), "gelu.onnx", dynamo=False)
    relu = seen(L(4, 8), nn.LeakyReLU(), L(8, 2))
    torch.onnx.export(relu, (inputs[:1],), "leaky.onnx", dynamo=False)

    def with_leaky_relu():
        is_right("leaky.onnx", "leaky.onnx", lambda _: ask(relu))

    refused("torch.onnx: GELU", "gelu.onnx", "retrain with LeakyReLU in its place", with_leaky_relu)


TRIED = [by_tracing, by_dynamo]
