"""Models of every kind that was once taken over wrongly, and others: each is right or refused with
advice, never silently wrong. In the tools' Python; PyTorch may be missing there.

    .ci/install examples && ~/.cache/purenn-ci/tools/bin/python .ci/trained.py
"""
import functools
import os
import shutil
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "jax")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
X = np.random.RandomState(0).randn(40, 4) * 3.0 + 1.0
Y = np.random.RandomState(1).randn(40, 2)
COUNTS = {True: 0, False: 0}


def take_over(model):
    from from_model import from_model
    return from_model(model)[0]


def check(name, right, model, take_over, ask, tolerance=1e-5, X=X):
    """right: whether it must go over, with the outputs of ask(model); else it must be refused."""
    try:
        net = take_over(model)
    except ValueError as error:
        assert not right, (name, error)
        assert any(mark in str(error) for mark in (": ", "? ", ". Call ")), (name, "advice?", error)
    else:
        assert right, "%s: was taken over, and should be refused" % name
        outputs = np.array(net.forward_propagation(X.reshape(len(X), -1).tolist()))
        expected = np.asarray(ask(model), float).reshape(len(X), -1)[:, -net.sizes[-1]:]
        worst = np.max(np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected)))
        assert worst <= tolerance, (name, worst)
    COUNTS[right] += 1


def scikit_learn():
    from sklearn import decomposition, linear_model, preprocessing, svm
    from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.ensemble import RandomForestClassifier, VotingClassifier
    from sklearn.feature_selection import SelectKBest, VarianceThreshold
    from sklearn.impute import SimpleImputer
    from sklearn.model_selection import GridSearchCV
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline

    def case(name, right, model, y=Y, fit=True):
        model = model.fit(X, y) if fit else model
        ask = getattr(model, "predict_proba", getattr(model, "decision_function",
                                                      getattr(model, "predict", None)))
        check(name, right, model, take_over, lambda _: ask(X), 1e-9)

    class Squares(MLPClassifier):
        def fit(self, X, y):
            return MLPClassifier.fit(self, X * X, y)

        def predict_proba(self, X):
            return MLPClassifier.predict_proba(self, X * X)

    class Reversed(type(make_pipeline(None))):
        def predict(self, X):
            return -super().predict(X)

    few = dict(hidden_layer_sizes=[5], max_iter=20, random_state=0)
    two, three = (X[:, 0] > 1.0).astype(int), np.digitize(X[:, 0], [0.0, 2.0])
    for scaler in (preprocessing.RobustScaler(), preprocessing.MaxAbsScaler(),
                   preprocessing.StandardScaler(with_mean=False),
                   make_pipeline(preprocessing.MinMaxScaler(), preprocessing.StandardScaler())):
        case("a scaler", True, make_pipeline(scaler, MLPClassifier(**few)), two)
    case("a search", True, GridSearchCV(make_pipeline(preprocessing.StandardScaler(),
                                                      MLPClassifier(**few)),
                                        {"mlpclassifier__alpha": [0.1, 1.0]}, cv=2), three)
    for transformer in None, preprocessing.StandardScaler():
        case("targets", True, TransformedTargetRegressor(MLPRegressor(**few),
                                                         transformer=transformer))
    case("LogisticRegression, two", True, linear_model.LogisticRegression(), two)
    case("LogisticRegression, three", True, linear_model.LogisticRegression(), three)
    case("discriminants, two", True, LinearDiscriminantAnalysis(), two)
    case("discriminants, three", True, LinearDiscriminantAnalysis(), three)
    case("Ridge", True, make_pipeline(preprocessing.StandardScaler(), linear_model.Ridge()))
    case("no intercept", True, linear_model.LinearRegression(fit_intercept=False), Y[:, 0])
    case("a subclass", False, Squares(**few), two)
    case("a Pipeline's subclass", False, Reversed([("mlp", MLPRegressor(**few))]))
    case("clip", True, make_pipeline(preprocessing.MinMaxScaler(clip=True), MLPRegressor(**few)))
    PCA, StandardScaler = decomposition.PCA, preprocessing.StandardScaler
    for step in (PCA(2), PCA(3, whiten=True), decomposition.IncrementalPCA(2), SimpleImputer(),
                 decomposition.TruncatedSVD(2), SelectKBest(k=2), VarianceThreshold(),
                 ColumnTransformer([("one", StandardScaler(), [3, 0]), ("two", "drop", slice(1, 2)),
                                    ("three", make_pipeline(VarianceThreshold(), PCA(1)),
                                     [False, True, True, False]),
                                    ("none", PCA(1), [])], remainder="passthrough")):
        case("steps", True, make_pipeline(StandardScaler(), step, StandardScaler(),
                                          MLPClassifier(**few)), three)
        case("a step first", True, make_pipeline(step, linear_model.LogisticRegression()), two)
    for model in (svm.LinearSVC(), linear_model.SGDClassifier(), linear_model.Perceptron(),
                  linear_model.RidgeClassifier(), svm.SVC(kernel="linear")):
        case("a linear classifier", True, make_pipeline(StandardScaler(), model), two)
    case("a linear classifier of three", True, svm.LinearSVC(), three)
    for model in (linear_model.LassoCV(), linear_model.BayesianRidge(), svm.LinearSVR(),
                  linear_model.HuberRegressor(), linear_model.SGDRegressor()):
        case("a linear regressor", True, make_pipeline(StandardScaler(), model), Y[:, 0])
    for model in (linear_model.PoissonRegressor(), svm.SVR()):
        case("a regressor that is not linear", False, model, np.abs(Y[:, 0]))
    for model in (svm.SVC(kernel="linear"), RandomForestClassifier(5), OneVsRestClassifier(
            linear_model.LogisticRegression()), VotingClassifier([
                ("one", linear_model.LogisticRegression()), ("two", svm.SVC())])):
        case("a classifier that is not linear", False, model, three)
    for step in preprocessing.Normalizer(), preprocessing.PolynomialFeatures(), ColumnTransformer(
            [("one", preprocessing.OneHotEncoder(handle_unknown="ignore"), [0])]):
        model = GridSearchCV(make_pipeline(StandardScaler(), step, linear_model.Ridge()), {}, cv=2)
        case("a step that is not linear", False, model)
        try:
            take_over(model)
        except ValueError as error:  # whose advice can be followed
            rest = eval(str(error).rsplit(", ", 1)[1], {"model": model})
            inputs = model.best_estimator_[:2].transform(X)
            check("the steps behind it", True, rest, take_over,
                  lambda _: rest.predict(inputs), 1e-9,
                  getattr(inputs, "toarray", lambda: inputs)())
    for thing in None, "model.joblib", MLPClassifier:
        check("no model", False, thing, take_over, None)
    case("not fitted", False, make_pipeline(preprocessing.StandardScaler(), MLPRegressor(**few)),
         fit=False)


def pytorch():
    import torch
    from torch import nn
    from torch.nn.utils import parametrizations, prune
    torch.manual_seed(0)
    S, L, inputs = nn.Sequential, nn.Linear, torch.tensor(X, dtype=torch.float32)

    def ask(model):
        with torch.no_grad():
            return model.eval()(inputs).numpy()

    def case(name, right, *layers, ask=ask):
        model = layers[0] if len(layers) == 1 else S(*layers)
        with torch.no_grad():
            model.train()(inputs)  # BatchNorm has seen some rows
            for p in model.parameters():
                p.add_(0.1)  # what is computed from it beforehand is old now
        modes = [m.training for m in model.modules()]
        check("PyTorch: " + name, right, model, take_over, ask)
        assert right or modes == [m.training for m in model.modules()], name  # it asks in eval()

    class Residual(nn.Sequential):
        def forward(self, x):
            return x + super().forward(x)

    class Masked(nn.Linear):
        def forward(self, x):
            return nn.functional.linear(x, self.weight * (self.weight > 0), self.bias)

    class Clipped(nn.BatchNorm1d):
        def forward(self, x):
            return torch.relu(super().forward(x))

    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = L(4, 8), L(8, 2)

        def forward(self, x):
            return self.two(torch.relu(self.one(x)))

    hooked, forward = S(L(4, 8), nn.ReLU(), L(8, 2)), S(L(4, 8), nn.ReLU(), L(8, 2))
    hooked[0].register_forward_hook(lambda module, x, y: 2.0 * y)
    forward.forward = lambda x: torch.sigmoid(nn.Sequential.forward(forward, x))
    pruned = L(4, 8)
    prune.l1_unstructured(pruned, "weight", 0.5)
    case("BatchNorm twice", True, nn.BatchNorm1d(4), L(4, 8), nn.ReLU(), nn.BatchNorm1d(8),
         nn.BatchNorm1d(8), nn.AlphaDropout(0.1), L(8, 2))
    case("softmax", True, L(4, 8), nn.Tanh(), L(8, 2), nn.Softmax(dim=-1))
    case("log softmax", True, L(4, 8), nn.Tanh(), L(8, 2), nn.LogSoftmax(dim=1),
         ask=lambda model: np.exp(ask(model)))
    case("two Linear on purpose", True, L(4, 8), nn.Identity(), L(8, 2))
    case("Identity", True, nn.Identity(), L(4, 8), nn.Identity(), nn.ReLU(), nn.Identity(), L(8, 2),
         nn.Sigmoid(), nn.Identity())
    case("prune", True, pruned, nn.ReLU(), L(8, 2))
    case("weight_norm", True, parametrizations.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    if hasattr(nn.utils, "weight_norm"):
        case("old weight_norm", True, nn.utils.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    case("a residual block", True, L(4, 8), nn.ReLU(), Residual(L(8, 8), nn.ReLU()), L(8, 2))
    case("a subclass with forward()", True, Residual(L(4, 8), nn.ReLU(), L(8, 4)))
    case("forward() put into the model", False, forward)
    case("masked", True, Masked(4, 8), nn.ReLU(), L(8, 2))
    case("a BatchNorm of its own", False, L(4, 8), Clipped(8), L(8, 2))
    case("a hook", False, hooked)
    case("children()", False, *Own().children())
    case("children(), batch normalisation", False, L(4, 8), nn.BatchNorm1d(8), L(8, 2))
    case("another activation at the end", False, L(4, 8), nn.ReLU(), L(8, 2), nn.Softplus())
    case("a Module", True, Own())
    case("softmax over the rows", False, L(4, 8), nn.Tanh(), L(8, 2), nn.Softmax(dim=-2))
    case("no running statistics", False, L(4, 8), nn.BatchNorm1d(8, track_running_stats=False),
         L(8, 2))
    for layer in nn.LeakyReLU(), nn.ReLU6():
        case("another layer", True, L(4, 8), layer, L(8, 2))
    for layer in nn.GELU(), nn.LayerNorm(8):
        case("another layer", False, L(4, 8), layer, L(8, 2))


def keras_models():
    import keras
    from keras import layers as l, ops
    keras.utils.set_random_seed(0)
    relu_of_keras, rows = ops.relu, X.astype("float32")

    def relu(x):  # whose name says what it is not
        return ops.minimum(relu_of_keras(x), 1.0)

    class Sigmoid(keras.Sequential):
        def call(self, x, training=None, mask=None):
            return ops.sigmoid(super().call(x))

    def sequential(*layers):
        return keras.Sequential((l.Input((4,)),) + layers)

    def case(name, right, model, X=rows):
        for weights in model.trainable_weights:
            weights.assign_add(ops.full(weights.shape, 0.1, weights.dtype))
        check("Keras: " + name, right, model, take_over,
              lambda model: model.predict(X, verbose=0), 1e-4, X)

    def functional(through):
        start = keras.Input((4,))
        return keras.Model(start, l.Dense(2)(through(start)))

    def twice(x, layer=l.Dense(4, "tanh")):
        return layer(layer(x))

    def residual(x):
        h = l.Dense(8, "relu")(x)
        return h + l.Dense(8, "relu")(h)

    normalization = l.Normalization(axis=None)
    normalization.adapt(rows)
    case("scalings in sequence", True, sequential(
        l.Rescaling(0.1, 1.0), normalization, l.BatchNormalization(), l.Dense(8, l.ReLU()),
        l.BatchNormalization(), l.AlphaDropout(0.1), l.ActivityRegularization(0.1), l.Dense(2)))
    case("softmax", True, keras.Sequential([sequential(l.Dense(8, "relu"), l.Dense(3)),
                                            l.Softmax()]))
    case("a functional chain", True, functional(l.Dense(8, "tanh")))
    case("its layers in a Sequential", True,
         keras.Sequential(functional(l.Dense(8, "tanh")).layers))
    case("shape", True, keras.Sequential([l.Input((2, 2)), l.Flatten(), l.Dense(2, "sigmoid")]),
         rows.reshape(-1, 2, 2))
    for name, through in (("x + h", residual), ("x / 10", lambda x: l.Dense(8, "tanh")(x / 10.0)),
                          ("ops", lambda x: ops.relu(l.Dense(8)(x))), ("twice", twice)):
        model = functional(through)
        case(name, True, model)
        case(name + ", its layers", False, keras.Sequential(model.layers))
    case("a function called relu", False, sequential(l.Dense(8, relu), l.Dense(2)))
    case("call()", False, Sigmoid([l.Input((4,)), l.Dense(8, "relu"), l.Dense(2)]))
    case("softmax over the rows", False, sequential(l.Dense(8, "relu"), l.Dense(2), l.Softmax(0)))
    case("max_value", True, sequential(l.Dense(8), l.ReLU(6.0), l.Dense(2)))
    for activation in l.LeakyReLU(), functools.partial(ops.leaky_relu, negative_slope=0.1), "gelu":
        case("another activation", activation != "gelu", sequential(l.Dense(8, activation), l.Dense(2)))
    case("not built", False, keras.Sequential([l.Dense(8, "relu"), l.Dense(2)]))
    case("a row per step", False, keras.Sequential([l.Input((3, 2)), l.Dense(4), l.Dense(2)]))
    case("a layer's inputs", False, keras.Sequential([l.Input((3, 2)), l.Dense(4), l.Flatten(),
                                                      l.Dense(2)]))
    for mode in "int8", "int4":
        model = sequential(l.Dense(8, "relu"), l.Dense(2))
        model.quantize(mode)
        check("Keras: " + mode, False, model, take_over, None)


def main():
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(ROOT, "purenn.py"), folder)  # as a user does
        shutil.copy(os.path.join(ROOT, "examples", "from_model.py"), folder)
        shutil.copytree(os.path.join(ROOT, "examples", "trained"), os.path.join(folder, "trained"))
        sys.path.insert(0, folder)
        scikit_learn()
        keras_models()
        try:
            import torch  # noqa: F401
        except ImportError:
            print("NOT RUN: there is no PyTorch for the models of PyTorch")
        else:
            pytorch()
    print("trained models: %d are right, %d refused with advice, none wrong"
          % (COUNTS[True], COUNTS[False]))


if __name__ == "__main__":
    main()
