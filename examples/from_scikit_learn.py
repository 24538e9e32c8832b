"""Takes trained models out of scikit-learn: the same outputs in plain Python, without NumPy.

    python3 examples/from_scikit_learn.py

To use it, copy this file beside purenn.py and write: from from_scikit_learn import from_model. Run
by itself, for which export.py must stand beside it too, it trains three models, compares, and takes
10 seconds; it writes nothing. The scaling of a Pipeline goes into the weights, so that the network
takes the measurements as they are. Its outputs are those of predict_proba(X) or predict(X), or, of
linear classifiers such as LinearSVC, SGDClassifier and Perceptron, of decision_function(X); two
classes give one number, that of the second. They agree within 1e-12 of their size, or less where a
column's mean is large beside its deviation; a model fitted to float32 data rounds its own, by about
1e-7.
"""
import sys
import warnings

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

try:
    import numpy as np
    from sklearn import decomposition, linear_model, preprocessing
    from sklearn.base import BaseEstimator
    from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.feature_selection import SelectorMixin
    from sklearn.impute import SimpleImputer
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, StandardScaler
    from sklearn.utils.validation import check_is_fitted
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install scikit-learn" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, fold_scaling

NAMES = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu",
         "softmax": "softmax"}
LOGISTIC = (linear_model.LogisticRegression, linear_model.LogisticRegressionCV,
            LinearDiscriminantAnalysis)  # whose predict_proba is sigmoid's or softmax's
OFFSET = {StandardScaler: "mean_", preprocessing.RobustScaler: "center_",
          preprocessing.MaxAbsScaler: "", MinMaxScaler: ""}


def from_model(model):
    """The Network of a fitted model, and the names of its classes, or None.

    The model: MLPClassifier, MLPRegressor, LogisticRegression, or another linear regressor or
    classifier; alone, or last in Pipelines, in a search's best_estimator_, or in a
    TransformedTargetRegressor with scaled targets. Before it may stand StandardScaler,
    MinMaxScaler, RobustScaler, MaxAbsScaler, PCA, TruncatedSVD, SimpleImputer (the network takes
    only complete rows), what selects columns, and a ColumnTransformer of these. A ValueError says
    what it cannot take over, and what to do.
    """
    steps = []
    net, classes = convert(model, steps, "model")
    check(model, net, classes, steps)
    return net, classes


def short(thing):
    text = " ".join(repr(thing).split())
    return text if len(text) <= 90 else text[:90] + "..."


def convert(model, steps, name):
    """The network and the classes. To steps goes (A, shift) of what is before it, last first."""
    if hasattr(model, "param_distributions") or hasattr(model, "param_grid"):
        if not hasattr(model, "best_estimator_"):
            raise ValueError("expected a search that was fitted with refit=True, got %s: call"
                             " fit(X, y) first" % short(model))
        return convert(model.best_estimator_, steps, name + ".best_estimator_")
    if type(model) is TransformedTargetRegressor:
        check_is_fitted(model, "regressor_")
        net, _ = convert(model.regressor_, steps, name + ".regressor_")
        for scaler in reversed(flat(model.transformer_)):
            if type(scaler) not in OFFSET:
                raise ValueError("expected a scaler of the targets, got %s: pass %s.regressor_, and"
                                 " undo this one on its outputs in your own code"
                                 % (short(scaler), name))
            A, shift = affine(scaler, net.sizes[-1], name)
            deviations = 1.0 / A.diagonal()
            net = fold_scaling(net, [0.0] * net.sizes[0], [1.0] * net.sizes[0],
                               (-shift * deviations).tolist(), deviations.tolist())
        return net, None
    if hasattr(model, "steps"):
        net, classes = convert(model.steps[-1][1], steps, name + "[-1]")
        for k in range(len(model.steps) - 2, -1, -1):
            for step in reversed(flat(model.steps[k][1])):
                A, shift = affine(step, net.sizes[0], "%s[%d:]" % (name, k + 1))
                net = fold(net, A, shift)
                steps.append((A, shift))
        return net, classes
    return from_estimator(model)


def from_estimator(model):
    if isinstance(model, BaseEstimator):
        check_is_fitted(model)
    if type(model) in (MLPClassifier, MLPRegressor):
        weights, biases = model.coefs_, model.intercepts_
        names = [model.activation] * (len(weights) - 1) + [model.out_activation_]
    elif hasattr(model, "coef_") and hasattr(model, "intercept_") and hasattr(model, "predict"):
        coefficients = getattr(model.coef_, "toarray", lambda: model.coef_)()  # after sparsify()
        coefficients = coefficients.reshape(-1, coefficients.shape[-1])
        weights = [coefficients.T]
        biases = [model.intercept_ + 0.0 * coefficients[:, 0]]  # which may be one number
        names = ["identity" if type(model) not in LOGISTIC else
                 "logistic" if len(coefficients) == 1 else "softmax"]
        if names == ["softmax"] and (model.solver == "liblinear"
                                     or getattr(model, "multi_class", "") == "ovr"):
            raise ValueError("expected softmax over the classes, got one-vs-rest of %s: retrain"
                             " with solver='lbfgs'" % short(model))
    else:
        raise ValueError("expected MLPClassifier, MLPRegressor, LogisticRegression or another"
                         " linear model, alone or last in a Pipeline, got %s: %s"
                         % (short(model), advice(model)))
    for name in names:
        if name not in NAMES:
            raise ValueError("expected an activation of %s, got %s in %s: retrain with one of them"
                             " (and loss='squared_error', not 'poisson')"
                             % (", ".join(sorted(NAMES)), name, short(model)))
    net = Network([len(weights[0])] + [len(b) for b in biases], [NAMES[name] for name in names],
                  "mse" if names[-1] == "identity" else "cross_entropy",
                  weights=[W.tolist() for W in weights], biases=[b.tolist() for b in biases])
    return net, model.classes_.tolist() if hasattr(model, "classes_") else None


def advice(model):
    if not isinstance(model, BaseEstimator):
        return "pass a fitted model itself, loaded first if it is in a file"
    if type(model).__name__.startswith(("MultiOutput", "OneVs")):
        return "pass each of its estimators_, for a network of its own"
    if hasattr(model, "estimator") or hasattr(model, "estimators"):
        return ("it corrects or combines the outputs of other models, so that none of them gives"
                " the same; train one of the kinds named instead")
    return "train one of the kinds named instead (trees: m2cgen and emlearn export them)"


def flat(step):
    """The transformers of a step, Pipelines in it unpacked, without those that do nothing."""
    if hasattr(step, "steps"):
        return [inner for _, one in step.steps for inner in flat(one)]
    if type(step) is preprocessing.FunctionTransformer and step.func is step.inverse_func is None:
        return []
    return [] if step is None or isinstance(step, str) and step == "passthrough" else [step]


def fold(net, A, shift):
    """The network that gives for x what net gives for x . A + shift."""
    W = np.array(net.weights[0])
    return Network([len(A)] + net.sizes[1:], net.activations, net.loss,
                   weights=[(A @ W).tolist()] + net.weights[1:],
                   biases=[(shift @ W + net.biases[0]).tolist()] + net.biases[1:])


def affine(step, n, rest):
    """A and shift of a step that makes x . A + shift from x; n is the length of a scaler's x."""
    kind = type(step)
    if kind in OFFSET and not getattr(step, "clip", False):
        check_is_fitted(step)
        scale = np.ones(n) if step.scale_ is None else step.scale_
        if kind is MinMaxScaler:  # x * scale + min
            return np.diag(scale), step.min_
        means = getattr(step, OFFSET[kind] or "-", None)
        if means is None or kind is StandardScaler and not step.with_mean:
            means = np.zeros(n)
        return np.diag(1.0 / scale), -means / scale
    if kind in (decomposition.PCA, decomposition.IncrementalPCA, decomposition.TruncatedSVD):
        check_is_fitted(step)
        A = step.components_.T
        if getattr(step, "whiten", False):
            A = A / np.sqrt(step.explained_variance_)
        return A, -(getattr(step, "mean_", np.zeros(len(A))) @ A)
    kept = None
    if isinstance(step, SelectorMixin):
        kept = step.get_support()
    elif kind is SimpleImputer and step.missing_values != step.missing_values:  # fills in for NaN,
        if not step.add_indicator:  # with which the network refuses a row
            check_is_fitted(step)
            kept = [v == v for v in step.statistics_]
    if kept is not None:
        return np.eye(step.n_features_in_)[:, kept], np.zeros(sum(kept))
    if kind is ColumnTransformer:
        check_is_fitted(step)
        blocks, shifts = [], []
        for _, inner, columns in step.transformers_:
            A = np.eye(step.n_features_in_)[:, positions(columns, step)]
            if A.shape[1] and not (isinstance(inner, str) and inner == "drop"):
                shift = np.zeros(A.shape[1])
                for one in flat(inner):
                    B, add = affine(one, A.shape[1], rest)
                    A, shift = A @ B, shift @ B + add
                blocks, shifts = blocks + [A], shifts + [shift]
        return np.hstack(blocks), np.hstack(shifts)
    raise ValueError(
        "expected StandardScaler, MinMaxScaler, RobustScaler or MaxAbsScaler, without clip, PCA,"
        " TruncatedSVD, SimpleImputer, a selection of columns or a ColumnTransformer of these, got"
        " %s: compute this step, and those before it, in your own code, and pass those behind it,"
        " %s" % (short(step), rest))


def positions(columns, step):
    """The columns of a block of a ColumnTransformer, as whole numbers."""
    if isinstance(columns, slice) and isinstance(columns.start or columns.stop, str):
        raise ValueError("expected the names of columns, got %r: list them, and fit again"
                         % (columns,))
    if isinstance(columns, (str, int)):
        columns = [columns]
    if not isinstance(columns, slice):
        names = list(getattr(step, "feature_names_in_", []))
        columns = [names.index(c) if isinstance(c, str) else c for c in columns]
    return np.arange(step.n_features_in_)[columns].tolist()


def check(model, net, classes, steps):
    """ValueError unless the model itself gives the network's outputs, for some rows."""
    answer = getattr(model, "predict_proba", model.predict)
    if classes and net.activations[-1] == "linear":
        answer = model.decision_function
    n = steps[0][0].shape[1] if steps else net.sizes[0]
    for size in 1.0, 30.0:  # what clips shows at large inputs, what shifts at small ones
        X = size * np.random.RandomState(0).randn(9, n)
        for A, shift in steps:  # the rows are of the size of the data
            lengths = np.linalg.norm(A, axis=0)
            X = (X - shift) / lengths @ np.linalg.pinv(A / lengths)
        outputs = np.array(net.forward_propagation(X.tolist()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the columns have no names here
            expected = np.asarray(answer(table(model, X))).reshape(len(X), -1)[:, -net.sizes[-1]:]
        if outputs.shape != expected.shape:
            raise ValueError("expected the model's %d outputs, the network gives %d: train a linear"
                             " model or an MLP instead" % (expected.shape[1], net.sizes[-1]))
        wrong = ~(np.abs(outputs - expected) <= 1e-6 * np.abs(expected).max())  # true of NaN also
        if wrong.any():
            raise ValueError(
                "expected the model's %r, the network gives %r: does it transform its outputs (exp,"
                " for counts), does a subclass compute something else, or has a column a mean of a"
                " million times its deviation? Retrain without"
                % (float(expected[wrong][0]), float(outputs[wrong][0])))


def table(model, X):
    """X, as a DataFrame if the model was fitted to one: a ColumnTransformer may take no other."""
    names = getattr(getattr(model, "regressor_", model), "feature_names_in_", None)
    try:
        from pandas import DataFrame
    except ImportError:
        return X
    return X if names is None else DataFrame(X, columns=names)


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
