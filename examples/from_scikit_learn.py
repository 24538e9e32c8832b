"""Takes trained models out of scikit-learn: the same outputs in plain Python, without NumPy.

    python3 examples/from_scikit_learn.py

To use it, copy this file beside purenn.py and write: from from_scikit_learn import from_model. Run
by itself, it trains three models, compares, and takes 10 seconds; it writes nothing. The scaling of
a Pipeline goes into the weights, so that the network takes the measurements as they are. Its
outputs are those of predict_proba(X) or predict(X); two classes give one number, the probability of
the second. They agree within 1e-12; of a model fitted to float32 data within about 1e-7.
"""
import sys
import warnings

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

try:
    from sklearn import linear_model, preprocessing
    from sklearn.compose import TransformedTargetRegressor
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install scikit-learn" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, fold_scaling, to_python

NAMES = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu",
         "softmax": "softmax"}
LINEAR = (linear_model.LinearRegression, linear_model.Ridge, linear_model.RidgeCV,
          linear_model.Lasso, linear_model.ElasticNet)
LOGISTIC = (linear_model.LogisticRegression, linear_model.LogisticRegressionCV)
OFFSET = {StandardScaler: "mean_", preprocessing.RobustScaler: "center_",
          preprocessing.MaxAbsScaler: "", MinMaxScaler: ""}


def from_model(model):
    """The Network of a fitted model, and the names of its classes, or None.

    The model: MLPClassifier, MLPRegressor, LogisticRegression, LinearRegression, Ridge, Lasso or
    ElasticNet; alone, or behind scalers in Pipelines, in a search's best_estimator_, or in a
    TransformedTargetRegressor. The scalers, of inputs and of targets: StandardScaler, MinMaxScaler,
    RobustScaler, MaxAbsScaler. A ValueError says what it cannot take over, and what to do.
    """
    scalers = []
    net, classes = convert(model, scalers)
    check(model, net, scalers)
    return net, classes


def short(thing):
    text = " ".join(repr(thing).split())
    return text if len(text) <= 90 else text[:90] + "..."


def convert(model, scalers):
    """The network and the classes; the scalers of the inputs are added to the list."""
    if hasattr(model, "param_distributions") or hasattr(model, "param_grid"):
        if not hasattr(model, "best_estimator_"):
            raise ValueError("expected a search that was fitted with refit=True, got %s: call"
                             " fit(X, y) first" % short(model))
        return convert(model.best_estimator_, scalers)
    if type(model) is TransformedTargetRegressor:
        check_is_fitted(model, "regressor_")
        net, _ = convert(model.regressor_, scalers)
        for scaler in reversed(flat(model.transformer_)):
            net = fold(net, scaler, True)
        return net, None
    if hasattr(model, "steps"):
        inputs = [scaler for _, step in model.steps[:-1] for scaler in flat(step)]
        scalers += inputs
        net, classes = convert(model.steps[-1][1], scalers)
        for scaler in reversed(inputs):
            net = fold(net, scaler)
        return net, classes
    return from_estimator(model)


def from_estimator(model):
    if type(model) in (MLPClassifier, MLPRegressor):
        check_is_fitted(model)
        weights, biases = model.coefs_, model.intercepts_
        names = [model.activation] * (len(weights) - 1) + [model.out_activation_]
    elif type(model) in LINEAR + LOGISTIC:
        check_is_fitted(model)
        coefficients = getattr(model.coef_, "toarray", lambda: model.coef_)()  # after sparsify()
        coefficients = coefficients.reshape(-1, coefficients.shape[-1])
        weights = [coefficients.T]
        biases = [model.intercept_ + 0.0 * coefficients[:, 0]]  # which may be one number
        names = ["identity" if type(model) in LINEAR else
                 "logistic" if len(coefficients) == 1 else "softmax"]
    else:
        raise ValueError(
            "expected MLPClassifier, MLPRegressor, LogisticRegression, LinearRegression, Ridge,"
            " Lasso or ElasticNet, alone or last in a Pipeline, got %s: if it holds such a model,"
            " pass that one; else train one of these" % short(model))
    for name in names:
        if name not in NAMES:
            raise ValueError("expected an activation of %s, got %s in %s: retrain with one of them"
                             " (and loss='squared_error', not 'poisson')"
                             % (", ".join(sorted(NAMES)), name, short(model)))
    net = Network([len(weights[0])] + [len(b) for b in biases], [NAMES[name] for name in names],
                  "mse" if names[-1] == "identity" else "cross_entropy",
                  weights=[W.tolist() for W in weights], biases=[b.tolist() for b in biases])
    return net, model.classes_.tolist() if hasattr(model, "classes_") else None


def flat(step):
    """The scalers of a step, Pipelines in it unpacked, without those that do nothing."""
    if hasattr(step, "steps"):
        return [scaler for _, inner in step.steps for scaler in flat(inner)]
    if type(step) is preprocessing.FunctionTransformer and step.func is step.inverse_func is None:
        return []
    return [] if step in (None, "passthrough") else [step]


def fold(net, scaler, targets=False):
    """The network that takes what the scaler takes; with targets, that gives what it took."""
    n = net.sizes[-1 if targets else 0]
    if type(scaler) not in OFFSET or getattr(scaler, "clip", False):
        raise ValueError(
            "expected StandardScaler, MinMaxScaler, RobustScaler or MaxAbsScaler, without clip, got"
            " %s: %s" % (short(scaler), "pass model.regressor_, and undo this one on its outputs in"
                         " your own code" if targets else "compute this step in your own code, and"
                         " pass the steps behind it, a Pipeline's model[1:]"))
    check_is_fitted(scaler)
    deviations = [1.0] * n if scaler.scale_ is None else scaler.scale_.tolist()
    means = getattr(scaler, OFFSET[type(scaler)] or "-", None)
    means = [0.0] * n if means is None else means.tolist()
    if type(scaler) is StandardScaler and not scaler.with_mean:
        means = [0.0] * n
    if type(scaler) is MinMaxScaler:  # x * scale + min
        deviations = [1.0 / scale for scale in deviations]
        means = [-low * d for low, d in zip(scaler.min_.tolist(), deviations)]
    if targets:
        return fold_scaling(net, [0.0] * net.sizes[0], [1.0] * net.sizes[0], means, deviations)
    return fold_scaling(net, means, deviations)


def check(model, net, scalers):
    """ValueError unless the model itself gives the network's outputs, for some rows."""
    for size in 1.0, 30.0:  # what clips shows at large inputs, what shifts at small ones
        X = [[size * ((7 * i + 3 * j) % 11 - 5) / 3.0 for j in range(net.sizes[0])]
             for i in range(9)]
        for scaler in reversed(scalers):  # the rows are of the size of the data
            X = scaler.inverse_transform(X)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the columns have no names here
            expected = getattr(model, "predict_proba", model.predict)(X)
        expected = expected.reshape(len(X), -1)[:, -net.sizes[-1]:].tolist()
        rows = [[float(x) for x in row] for row in X]
        largest = max(abs(b) for row in expected for b in row)
        for row, wanted in zip(net.forward_propagation(rows), expected):
            for a, b in zip(row, wanted):
                if not abs(a - b) <= 1e-6 * largest:  # true of NaN also
                    raise ValueError(
                        "expected the model's %r, the network gives %r: does a subclass compute"
                        " something else, or has a column a mean of a million times its deviation?"
                        " Retrain without" % (b, a))


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
