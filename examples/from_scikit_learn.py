"""Takes trained networks out of scikit-learn: the same outputs in plain Python, without NumPy.

    python3 examples/from_scikit_learn.py

Trains three models, compares, and takes 10 seconds; writes nothing. Imports scikit-learn for the
training and for the data. Take from_model with you, and the two functions that it calls: they need
no more than purenn. The scaling of a Pipeline goes into the weights, so that the network takes the
measurements as they are.
"""
import sys

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

try:
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install scikit-learn" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, fold_scaling, to_python


def from_mlp(model):
    """The Network of a fitted MLPClassifier or MLPRegressor.

    Its outputs are predict_proba(X), of two classes only the second column, or predict(X).
    """
    if not hasattr(model, "coefs_"):
        raise ValueError("expected a fitted MLPClassifier or MLPRegressor, got %r" % model)
    names = [model.activation] * (len(model.coefs_) - 1) + [model.out_activation_]
    renamed = {"identity": "linear", "logistic": "sigmoid"}
    return Network([len(model.coefs_[0])] + [len(b) for b in model.intercepts_],
                   [renamed.get(name, name) for name in names],
                   "mse" if names[-1] == "identity" else "cross_entropy",
                   weights=[W.tolist() for W in model.coefs_],
                   biases=[b.tolist() for b in model.intercepts_])


def from_model(model):
    """The same of a fitted Pipeline of scalers and an MLP, and the classes' names, or None.

    The scalers may be StandardScaler or MinMaxScaler; so may that of a TransformedTargetRegressor
    around it. The network takes what the pipeline takes.
    """
    if hasattr(model, "regressor_"):  # a TransformedTargetRegressor
        return fold_scaler(from_model(model.regressor_)[0], model.transformer_, True), None
    if not hasattr(model, "steps"):
        return from_mlp(model), model.classes_.tolist() if hasattr(model, "classes_") else None
    net, classes = from_model(model.steps[-1][1])
    for _, scaler in reversed(model.steps[:-1]):
        net = fold_scaler(net, scaler)
    return net, classes


def fold_scaler(net, scaler, targets=False):
    """The network that takes what the scaler takes; with targets, that gives what it took."""
    kind, n = type(scaler).__name__, net.sizes[-1 if targets else 0]
    if kind == "StandardScaler":  # (x - mean) / deviation, each of which can be switched off
        means = [0.0] * n if scaler.mean_ is None or not scaler.with_mean else scaler.mean_.tolist()
        deviations = [1.0] * n if scaler.scale_ is None else scaler.scale_.tolist()
    elif kind == "MinMaxScaler" and not scaler.clip:  # x * scale + min
        deviations = [1.0 / scale for scale in scaler.scale_.tolist()]
        means = [-low * d for low, d in zip(scaler.min_.tolist(), deviations)]
    elif scaler in (None, "passthrough"):
        return net
    else:
        raise ValueError("expected StandardScaler, or MinMaxScaler without clip, got %r" % scaler)
    if targets:
        return fold_scaling(net, [0.0] * net.sizes[0], [1.0] * net.sizes[0], means, deviations)
    return fold_scaling(net, means, deviations)


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
    options = dict(solver="lbfgs", alpha=0.1, max_iter=2000, random_state=0)

    data = load_iris()
    X, y = data.data, data.target_names[data.target]
    mlp = MLPClassifier(hidden_layer_sizes=[8], activation="tanh", **options)
    model = make_pipeline(StandardScaler(), mlp).fit(X, y)
    net, classes = from_model(model)
    compare("iris, in cm", net, X, model.predict_proba(X), classes)

    X, y = load_breast_cancer(return_X_y=True)
    mlp = MLPClassifier(hidden_layer_sizes=[8, 4], activation="logistic", **options)
    model = make_pipeline(MinMaxScaler((-1, 1)), mlp).fit(X, y)
    net, classes = from_model(model)
    compare("a tumour, benign or not", net, X, model.predict_proba(X)[:, 1:], classes)

    X, y = load_diabetes(return_X_y=True, scaled=False)
    mlp = MLPRegressor(hidden_layer_sizes=[6], activation="relu", **options)
    model = TransformedTargetRegressor(make_pipeline(StandardScaler(), mlp),
                                       transformer=StandardScaler()).fit(X, y)
    net, _ = from_model(model)
    compare("the progress of diabetes", net, X, model.predict(X).reshape(-1, 1))


if __name__ == "__main__":
    main()
