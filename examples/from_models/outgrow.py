"""The way back: a network of purenn in libraries that have a GPU and other optimisers."""
import numpy as np


def to_torch(net):
    """An nn.Sequential with the network's weights, in float32 as PyTorch's own; .double() it for
    all digits. Behind softmax, nn.CrossEntropyLoss wants the outputs of model[:-1]."""
    import torch
    from torch import nn
    activations = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU,
                   "softmax": lambda: nn.Softmax(dim=1)}
    layers = []
    for W, b, name in checked(net, list(activations) + ["linear"]):
        layer = nn.Linear(*W.shape)
        with torch.no_grad():
            layer.weight.copy_(torch.tensor(W.T.tolist(), dtype=torch.float64))  # (n_out, n_in)
            layer.bias.copy_(torch.tensor(b.tolist(), dtype=torch.float64))
        layers.append(layer)
        if name != "linear":
            layers.append(activations[name]())
    return nn.Sequential(*layers)


def to_scikit_learn(net, classes=None, **options):
    """An MLPClassifier for these classes, or without an MLPRegressor, that goes on from the
    network's weights when its fit(X, y) is called. options: of the MLP, such as solver."""
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    names = {"sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "linear": "identity"}
    checked(net, list(names) + ["softmax"])
    *hidden, last = net.activations
    fits = ["linear"] if classes is None else ["softmax"] if len(classes) > 2 else ["sigmoid"]
    if len(set(hidden)) > 1 or last not in fits or not hidden:
        raise ValueError("activations: expected one for all hidden layers, and %s at the end of %s,"
                         " got %r: use to_torch"
                         % (fits[0], "a regressor" if classes is None else "these classes",
                            net.activations))
    outputs = 1 if classes is not None and len(classes) == 2 else len(classes or net.sizes[-1:])
    if classes is not None and net.sizes[-1] != outputs:
        raise ValueError("classes: expected one for each of the %d outputs, or two for one, got %r"
                         % (net.sizes[-1], classes))
    options = dict(dict(hidden_layer_sizes=net.sizes[1:-1], activation=names[hidden[0]],
                        warm_start=True), **options)
    # A step too small to change a weight sets up all that fit() goes on from.
    X = np.zeros((max(2, len(classes or [])), net.sizes[0]))
    first = dict(options, solver="sgd", learning_rate_init=1e-300)
    if classes is None:
        model = MLPRegressor(**first).partial_fit(X, np.zeros((len(X), net.sizes[-1])).squeeze())
    else:
        model = MLPClassifier(**first).partial_fit(X, np.resize(np.array(classes), len(X)),
                                                   classes=classes)
    model.set_params(solver=options.get("solver", "adam"),
                     learning_rate_init=options.get("learning_rate_init", 0.001))
    model.coefs_ = [np.array(W) for W in net.weights]
    model.intercepts_ = [np.array(b) for b in net.biases]
    return model


def to_onnx(net, path=None):
    """An ONNX model of the network, in float32; written to path, if there is one."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    operators = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "Relu", "softmax": "Softmax"}
    nodes, tensors, name = [], [], "x"
    for k, (W, b, activation) in enumerate(checked(net, list(operators) + ["linear"])):
        tensors.append(numpy_helper.from_array(W.astype(np.float32), "W%d" % (k + 1)))
        tensors.append(numpy_helper.from_array(b.astype(np.float32), "b%d" % (k + 1)))
        nodes.append(helper.make_node("Gemm", [name, "W%d" % (k + 1), "b%d" % (k + 1)],
                                      ["z%d" % (k + 1)]))
        name = "z%d" % (k + 1)
        if activation != "linear":
            nodes.append(helper.make_node(operators[activation], [name], ["a%d" % (k + 1)]))
            name = "a%d" % (k + 1)
    nodes[-1].output[0] = "y"
    shapes = [("x", net.sizes[0]), ("y", net.sizes[-1])]
    x, y = [helper.make_tensor_value_info(which, TensorProto.FLOAT, ["rows", n])
            for which, n in shapes]
    graph = helper.make_graph(nodes, "purenn", [x], [y], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    if path is not None:
        onnx.save(model, path)
    return model


def checked(net, known):
    """W, b and activation of each layer. ValueError for activations that are not known."""
    for name in net.activations:
        if name not in known:
            raise ValueError("activations: expected one of %s, got %.60r"
                             % (", ".join(sorted(known)), name))
    return [(np.array(W), np.array(b), name)
            for W, b, name in zip(net.weights, net.biases, net.activations)]
