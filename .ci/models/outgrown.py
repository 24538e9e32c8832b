"""The way back: a network in other libraries gives the same, and goes on learning there."""
import warnings
from importlib.util import find_spec

import numpy as np
from purenn import Network

from from_models.outgrow import to_onnx, to_scikit_learn, to_torch
from trying import THREE, TWO, X, Y, answers, take_over

Z = (X / 3.0).tolist()


def in_onnx_and_pytorch():
    """Within 1e-6, as float32 has it."""
    networks = [Network([4, 6, 5, 2], names, seed=3) for names in (
        ["tanh", "sigmoid", "linear"], ["relu", "relu", "softmax"], ["sigmoid"] * 3)]
    for net in networks:
        expected = np.array(net.forward_propagation(Z))
        to_onnx(net, "back.onnx")
        again, _ = take_over("back.onnx")
        assert again.activations == net.activations
        found = [again.forward_propagation(Z)]
        if find_spec("torch"):
            import torch
            found.append(to_torch(net)(torch.tensor(Z)).detach().numpy())
        for outputs in found:
            assert np.abs(outputs - expected).max() <= 1e-6, net.activations


def in_scikit_learn():
    """All digits, and fit() goes on from there."""
    for names, classes, outputs, y in (
            (["tanh", "tanh", "linear"], None, 2, Y),
            (["relu", "relu", "softmax"], [0, 1, 2], 3, THREE),
            (["sigmoid"] * 3, ["no", "yes"], 1, np.array(["no", "yes"])[TWO])):
        net = Network([4, 6, 5, outputs], names, seed=3)
        model = to_scikit_learn(net, classes, max_iter=3, random_state=0)
        outputs = np.asarray(answers(model, np.array(Z))).reshape(len(Z), -1)[:, -net.sizes[-1]:]
        assert np.abs(outputs - np.array(net.forward_propagation(Z))).max() <= 1e-12, names
        before = model.coefs_[0].copy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(np.array(Z), y)
        assert 0.0 < np.abs(model.coefs_[0] - before).max() < 0.1, "it did not go on from there"


def main():
    in_onnx_and_pytorch()
    in_scikit_learn()
    print("the way back: networks in ONNX, PyTorch and scikit-learn give the same")
