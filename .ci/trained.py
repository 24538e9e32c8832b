"""Models as people have them: each is right, or refused with advice that works when it is followed,
never silently wrong. In the tools' Python; PyTorch may be missing there.

    .ci/install examples && ~/.cache/purenn-ci/tools/bin/python .ci/trained.py [LIBRARY...]

What is right answers rows as they are by the network, by its exported Python and by its exported
JavaScript. With --write-tf2onnx, and a Python that has tensorflow and tf2onnx, it writes .ci/tf2onnx:
what tf2onnx makes of models of Keras, with their answers.
"""
import contextlib
import functools
import inspect
import io
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections import OrderedDict

os.environ.setdefault("KERAS_BACKEND", "numpy")  # which compiles nothing
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
X = np.random.RandomState(0).randn(40, 4) * 3.0 + 1.0
Y = np.random.RandomState(1).randn(40, 2)
TWO, THREE = (X[:, 0] > 1.0).astype(int), np.digitize(X[:, 0], [0.0, 2.0])


class Counts:
    right, refused = 0, 0


def take_over(model, **options):
    from from_model import from_model
    return from_model(model, **options)


# ---- what is right ------------------------------------------------------------------------------
EXPORTED = []  # (JavaScript, rows, outputs) of each model, for one run of Node


def is_right(name, model, ask, rows=None, tolerance=1e-5, **options):
    """The network, and what is exported of it, answer the rows as the model does."""
    rows = X.reshape(len(X), -1).tolist() if rows is None else rows
    net, names = take_over(model, **options)
    inputs = [names.encode(row) for row in rows]
    expected = np.asarray(ask(model), float).reshape(len(rows), -1)[:, -net.sizes[-1]:]
    module = {}
    exec(names.to_python(net), module)
    encode = module.get("encode", list)
    for outputs in net.forward_propagation(inputs), [module["predict"](encode(r)) for r in rows]:
        worst = np.max(np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected)))
        assert worst <= tolerance, (name, worst)
    EXPORTED.append((name, names.to_javascript(net), rows, expected.tolist(), tolerance))
    return net, names


def right(name, model, ask, **options):
    try:
        found = is_right(name, model, ask, **options)
    except ValueError as error:
        raise AssertionError("%s: %s" % (name, error))
    Counts.right += 1
    return found


def javascript(folder):
    """The exported JavaScript of all models, in one Node."""
    for k, (_, source, _, _, _) in enumerate(EXPORTED):
        with open(os.path.join(folder, "m%d.mjs" % k), "w", encoding="utf-8") as f:
            f.write(source)
    with open(os.path.join(folder, "rows.json"), "w") as f:
        json.dump([rows for _, _, rows, _, _ in EXPORTED], f)
    with open(os.path.join(folder, "all.mjs"), "w") as f:
        f.write("""import { readFileSync } from "fs";
const all = JSON.parse(readFileSync("rows.json"));
const answers = [];
for (const [k, rows] of all.entries()) {
    const { predict, encode } = await import(`./m${k}.mjs`);
    answers.push(rows.map((row) => predict(encode ? encode(row) : row)));
}
console.log(JSON.stringify(answers));
""")
    done = subprocess.run(["node", "all.mjs"], cwd=folder, stdout=subprocess.PIPE, check=True)
    for (name, _, _, expected, tolerance), outputs in zip(EXPORTED, json.loads(done.stdout)):
        expected, outputs = np.array(expected), np.array(outputs, float)
        worst = np.max(np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected)))
        assert worst <= tolerance, ("JavaScript", name, worst)


# ---- what is refused ----------------------------------------------------------------------------
def refused(name, model, says, follow, ask=None, **options):
    """It is refused with these words, and what follow() makes of them is taken over.

    follow: what gives the model that the advice leads to, or calls is_right with it itself; it may
    take the message.
    """
    try:
        take_over(model, **options)
    except ValueError as error:
        message = str(error)
    else:
        raise AssertionError("%s: was taken over, and should be refused" % name)
    assert says in message, (name, says, message)
    takes_message = "message" in inspect.signature(follow).parameters
    remedy = follow(message) if takes_message else follow()
    if remedy is not None:
        try:
            is_right(name + ", as advised", remedy, ask)
        except ValueError as error:
            raise AssertionError("%s: the advice does not work: %s" % (name, error))
    Counts.refused += 1


# ---- scikit-learn -------------------------------------------------------------------------------
def answers(model, X):
    for method in "predict_proba", "decision_function", "predict":
        if hasattr(model, method):
            return getattr(model, method)(X)


def scikit_learn():
    from sklearn import (calibration, compose, decomposition, ensemble, feature_selection, impute,
                         linear_model, model_selection, multiclass, multioutput, naive_bayes,
                         neighbors, neural_network, preprocessing, random_projection, svm, tree)
    from sklearn.cross_decomposition import PLSRegression
    from sklearn.discriminant_analysis import (LinearDiscriminantAnalysis,
                                               QuadraticDiscriminantAnalysis)
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
    Ridge, LogisticRegression = linear_model.Ridge, linear_model.LogisticRegression
    StandardScaler, MinMaxScaler = preprocessing.StandardScaler, preprocessing.MinMaxScaler
    few = dict(hidden_layer_sizes=[5], max_iter=20, random_state=0)
    MLPClassifier = functools.partial(neural_network.MLPClassifier, **few)
    MLPRegressor = functools.partial(neural_network.MLPRegressor, **few)

    def ask(model):
        return answers(model, X)

    def case(name, model, y=Y):
        right("scikit-learn: " + name, model.fit(X, y), ask, tolerance=1e-9)

    def no(name, model, y, says, remedy, remedy_y=None):
        remedy_y = y if remedy_y is None else remedy_y
        refused("scikit-learn: " + name, model.fit(X, y), says,
                lambda: remedy.fit(X, remedy_y), ask)

    # MLPs and linear models alone.
    for activation in "identity", "logistic", "tanh", "relu":
        case("MLPClassifier, " + activation, MLPClassifier(activation=activation), THREE)
        case("MLPRegressor, " + activation, MLPRegressor(activation=activation))
    case("MLPClassifier, two classes", MLPClassifier(), TWO)
    case("MLPClassifier, names of classes", MLPClassifier(), np.array(["no", "yes"])[TWO])
    case("MLPClassifier, several labels", MLPClassifier(), (Y > 0.0).astype(int))
    case("MLPClassifier of two layers", neural_network.MLPClassifier([6, 4], max_iter=20), THREE)
    case("no intercept", linear_model.LinearRegression(fit_intercept=False), Y[:, 0])
    for model in (LogisticRegression(), LogisticRegression(solver="liblinear"),
                  linear_model.LogisticRegressionCV(cv=2), LinearDiscriminantAnalysis(),
                  svm.LinearSVC(), linear_model.SGDClassifier(), linear_model.Perceptron(),
                  linear_model.RidgeClassifier(), linear_model.RidgeClassifierCV(),
                  svm.SVC(kernel="linear"), linear_model.PassiveAggressiveClassifier()):
        case("%s, two classes" % type(model).__name__, make_pipeline(StandardScaler(), model), TWO)
    for model in (LogisticRegression(), LinearDiscriminantAnalysis(), svm.LinearSVC(),
                  linear_model.SGDClassifier()):
        case("%s, three classes" % type(model).__name__, make_pipeline(StandardScaler(), model), THREE)
    for model in (linear_model.LassoCV(), linear_model.ElasticNet(), linear_model.BayesianRidge(),
                  svm.LinearSVR(), linear_model.HuberRegressor(), linear_model.SGDRegressor(),
                  linear_model.QuantileRegressor(), svm.SVR(kernel="linear")):
        case(type(model).__name__, make_pipeline(StandardScaler(), model), Y[:, 0])
    case("PLSRegression", PLSRegression(2), Y)
    case("sparse coefficients", linear_model.SGDClassifier().fit(X, TWO).sparsify(), TWO)

    # Steps before them.
    for scaler in (preprocessing.RobustScaler(), preprocessing.MaxAbsScaler(), MinMaxScaler((-1, 1)),
                   MinMaxScaler(clip=True), StandardScaler(with_mean=False),
                   StandardScaler(with_std=False), make_pipeline(MinMaxScaler(), StandardScaler())):
        case("behind %r" % scaler, make_pipeline(scaler, MLPClassifier()), TWO)
    for step in (decomposition.PCA(2), decomposition.PCA(3, whiten=True),
                 decomposition.IncrementalPCA(2), decomposition.TruncatedSVD(2),
                 decomposition.FastICA(2, random_state=0), impute.SimpleImputer(),
                 random_projection.GaussianRandomProjection(2, random_state=0),
                 feature_selection.SelectKBest(k=2), feature_selection.VarianceThreshold(),
                 feature_selection.SelectFromModel(LogisticRegression()),
                 feature_selection.RFE(LogisticRegression()), preprocessing.FunctionTransformer(),
                 FeatureUnion([("pca", decomposition.PCA(2)), ("all", "passthrough")]),
                 compose.ColumnTransformer([
                     ("one", StandardScaler(), [3, 0]), ("two", "drop", slice(1, 2)),
                     ("three", make_pipeline(feature_selection.VarianceThreshold(),
                                             decomposition.PCA(1)), [False, True, True, False]),
                     ("none", decomposition.PCA(1), [])], remainder="passthrough")):
        name = type(step).__name__
        case(name + " in the middle", make_pipeline(StandardScaler(), step, StandardScaler(),
                                                    MLPClassifier()), THREE)
        case(name + " first", make_pipeline(step, LogisticRegression()), TWO)
    case("KBinsDiscretizer", make_pipeline(preprocessing.KBinsDiscretizer(3), MLPClassifier()), THREE)
    case("KBinsDiscretizer, ordinal", make_pipeline(
        preprocessing.KBinsDiscretizer(3, encode="ordinal"), Ridge()))
    case("Binarizer", make_pipeline(preprocessing.Binarizer(threshold=0.5), MLPClassifier()), THREE)
    case("clip beside others", make_pipeline(compose.ColumnTransformer(
        [("clip", MinMaxScaler(clip=True), [1, 2])], remainder="passthrough"), MLPRegressor()))

    # Around them.
    case("a search", model_selection.GridSearchCV(make_pipeline(StandardScaler(), MLPClassifier()),
                                                  {"mlpclassifier__alpha": [0.1, 1.0]}, cv=2), THREE)
    case("a random search", model_selection.RandomizedSearchCV(
        LogisticRegression(), {"C": [0.1, 1.0]}, n_iter=2, cv=2), TWO)
    for transformer in None, StandardScaler(), make_pipeline(MinMaxScaler(), StandardScaler()):
        case("scaled targets", compose.TransformedTargetRegressor(MLPRegressor(),
                                                                  transformer=transformer))
    case("scaled targets behind steps", make_pipeline(
        StandardScaler(), compose.TransformedTargetRegressor(Ridge(), transformer=MinMaxScaler())))

    # Refused.
    class Squares(neural_network.MLPClassifier):
        def fit(self, X, y):
            return super().fit(X * X, y)

        def predict_proba(self, X):
            return super().predict_proba(X * X)

    class Reversed(Pipeline):
        def predict(self, X):
            return -super().predict(X)

    counts = np.abs(Y[:, 0])
    no("a subclass", Squares(**few), TWO, "train one of the kinds named, such as MLPClassifier",
       MLPClassifier())
    no("a Pipeline's subclass", Reversed([("mlp", MLPRegressor())]), Y, "pass one of scikit-learn's",
       Pipeline([("mlp", MLPRegressor())]))
    no("PoissonRegressor", linear_model.PoissonRegressor(), counts, "train Ridge", Ridge())
    no("TweedieRegressor", linear_model.TweedieRegressor(power=2), counts + 1.0,
       "or MLPRegressor", MLPRegressor())
    no("SVR", svm.SVR(), counts, "train LinearSVR", svm.LinearSVR())
    no("SVC", svm.SVC(), TWO, "train LinearSVC", svm.LinearSVC())
    no("SVC, linear, three classes", svm.SVC(kernel="linear"), THREE, "or MLPClassifier",
       make_pipeline(StandardScaler(), MLPClassifier()))
    no("NuSVC", svm.NuSVC(), TWO, "train LinearSVC", svm.LinearSVC())
    for model in (tree.DecisionTreeClassifier(), ensemble.RandomForestClassifier(5),
                  ensemble.ExtraTreesClassifier(5), ensemble.GradientBoostingClassifier(n_estimators=3),
                  ensemble.HistGradientBoostingClassifier(max_iter=3)):
        no(type(model).__name__, model, TWO,
           "export trees; for a network train MLPClassifier, with a StandardScaler before it",
           make_pipeline(StandardScaler(), MLPClassifier()))
    no("RandomForestRegressor", ensemble.RandomForestRegressor(5), counts,
       "train MLPRegressor, with a StandardScaler before it",
       make_pipeline(StandardScaler(), MLPRegressor()))
    for model in (neighbors.KNeighborsClassifier(), naive_bayes.GaussianNB(),
                  QuadraticDiscriminantAnalysis()):
        no(type(model).__name__, model, TWO, "such as MLPClassifier, with a StandardScaler before it",
           make_pipeline(StandardScaler(), MLPClassifier()))
    pair = [("one", LogisticRegression()), ("two", svm.SVC())]
    for model in (ensemble.VotingClassifier(pair), ensemble.StackingClassifier(pair, cv=2),
                  ensemble.BaggingClassifier(LogisticRegression(), 3),
                  ensemble.AdaBoostClassifier(n_estimators=3),
                  calibration.CalibratedClassifierCV(LogisticRegression(), cv=2)):
        no(type(model).__name__, model, TWO, "pass one of these if it is of the kinds named, fitted"
           " by itself", LogisticRegression())
    for model, y in ((multiclass.OneVsRestClassifier(LogisticRegression()), THREE),
                     (multioutput.MultiOutputClassifier(LogisticRegression()), (Y > 0).astype(int)),
                     (multioutput.MultiOutputRegressor(Ridge()), Y)):
        model.fit(X, y)
        refused("scikit-learn: " + type(model).__name__, model, "pass each of its estimators_",
                lambda model=model: model.estimators_[1], ask)
    for loss in "poisson",:
        no("MLPRegressor, " + loss, MLPRegressor(loss=loss), counts, "retrain with loss='squared_error'",
           MLPRegressor(loss="squared_error"))
    target = compose.TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1)
    refused("scikit-learn: targets by a logarithm", target.fit(X, counts), "pass model.regressor_",
            lambda: target.regressor_, ask)
    search = model_selection.GridSearchCV(Ridge(), {"alpha": [1.0, 2.0]}, refit=False, cv=2)
    no("a search without refit", search, Y, "expected a search that was fitted with refit=True",
       model_selection.GridSearchCV(Ridge(), {"alpha": [1.0, 2.0]}, cv=2))
    for step, says in ((preprocessing.Normalizer(), "compute this step"),
                       (preprocessing.PolynomialFeatures(), "leave it away and train MLP"),
                       (preprocessing.PowerTransformer(), "retrain with StandardScaler"),
                       (preprocessing.QuantileTransformer(n_quantiles=9), "retrain with StandardScaler"),
                       (preprocessing.SplineTransformer(), "compute this step"),
                       (preprocessing.FunctionTransformer(np.log1p), "compute this step"),
                       (impute.KNNImputer(), "retrain with SimpleImputer"),
                       (compose.ColumnTransformer([("one", preprocessing.OneHotEncoder(
                           handle_unknown="ignore"), [0])]), "compute this step")):
        model = model_selection.GridSearchCV(make_pipeline(MinMaxScaler(), step, Ridge()), {}, cv=2)
        model.fit(X, Y)
        refused("scikit-learn: " + type(step).__name__, model, says,
                lambda message: the_steps_behind(message, model))
    for says, step, instead in (
            ("leave it away and train MLP", preprocessing.PolynomialFeatures(), "passthrough"),
            ("retrain with StandardScaler", preprocessing.PowerTransformer(), StandardScaler()),
            ("retrain with SimpleImputer", impute.KNNImputer(), impute.SimpleImputer())):
        no("%s, replaced" % type(step).__name__, make_pipeline(step, MLPRegressor()), Y, says,
           make_pipeline(instead, MLPRegressor()))
    no("transformer_weights", make_pipeline(compose.ColumnTransformer(
        [("all", StandardScaler(), [0, 1, 2, 3])], transformer_weights={"all": 2.0}), MLPRegressor()),
        Y, "retrain without transformer_weights", make_pipeline(compose.ColumnTransformer(
            [("all", StandardScaler(), [0, 1, 2, 3])]), MLPRegressor()))
    texts = ["good", "bad", "good fun", "bad luck"]
    words = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts, [1, 0, 1, 0])
    counted = words[:1].transform(texts).toarray()
    refused("scikit-learn: TfidfVectorizer", words, "pass those behind it, model[1:]", lambda: is_right(
        "its rest", words[1:], lambda rest: rest.predict_proba(counted), counted.tolist()) and None)
    wide = np.tile(X, 100)
    right("scikit-learn: 400 columns", make_pipeline(StandardScaler(), MLPClassifier()).fit(wide, TWO),
          lambda model: model.predict_proba(wide), rows=wide.tolist(), tolerance=1e-9)
    right("scikit-learn: float32", MLPClassifier().fit(X.astype("float32"), TWO), ask)
    unfitted = make_pipeline(StandardScaler(), MLPRegressor())
    refused("scikit-learn: not fitted", unfitted, "Call 'fit'", lambda: unfitted.fit(X, Y), ask)
    for thing in None, neural_network.MLPClassifier:
        refused("no model: %r" % thing, thing, "pass the fitted model itself",
                lambda: MLPClassifier().fit(X, TWO), ask)


def the_steps_behind(message, model):
    """Follows "compute this step, and those before it, in your own code, and pass those behind it"."""
    code = message.rsplit(", ", 1)[1]
    rest = eval(code, {"model": model})
    first = int(code.rpartition("[")[2].partition(":")[0])
    inputs = model.best_estimator_[:first].transform(X)
    inputs = getattr(inputs, "toarray", lambda: inputs)()
    is_right(code, rest, lambda _: rest.predict(inputs), inputs.tolist(), 1e-9)


def tables():
    """Rows of numbers and text, as DataFrames and as arrays."""
    import pandas as pd
    from sklearn import linear_model, neural_network, preprocessing
    from sklearn.compose import (ColumnTransformer, TransformedTargetRegressor, make_column_selector,
                                 make_column_transformer)
    from sklearn.feature_selection import SelectKBest, VarianceThreshold
    from sklearn.decomposition import TruncatedSVD
    from sklearn.impute import SimpleImputer
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    OneHotEncoder, OrdinalEncoder = preprocessing.OneHotEncoder, preprocessing.OrdinalEncoder
    StandardScaler = preprocessing.StandardScaler
    mlp = functools.partial(neural_network.MLPClassifier, [5], max_iter=20, random_state=0)
    random = np.random.RandomState(0)
    table = pd.DataFrame({
        "age": random.rand(60) * 50.0, "fare": random.rand(60) * 9.0,
        "sex": random.choice(["male", "female"], 60), "port": random.choice(["S", "C", "Q"], 60),
        "class": random.choice([1, 2, 3], 60), "child": random.choice([True, False], 60),
        "town": random.choice(["Ämli", "Bo \"B\"", "C\\D"] + ["E"] * 9, 60)})
    gaps = table.copy()
    gaps.loc[::7, "age"] = np.nan
    gaps.loc[::5, "port"] = None
    survived = random.choice(["no", "yes"], 60)
    numbers, words = ["age", "fare"], ["sex", "port"]

    def case(name, model, table=table, y=survived):
        model.fit(table, y)
        rows = table if isinstance(table, np.ndarray) else table.astype(object)
        rows = rows.tolist() if isinstance(rows, np.ndarray) else rows.where(
            rows.notna(), None).to_dict("records")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return right("a table: " + name, model, lambda model: answers(model, table), rows=rows,
                         tolerance=1e-9)

    scaled, encoded = ("n", StandardScaler(), numbers), ("c", OneHotEncoder(), words)
    titanic = ColumnTransformer([
        ("n", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
        ("c", make_pipeline(SimpleImputer(strategy="most_frequent"),
                            OneHotEncoder(handle_unknown="ignore")), words)])
    _, names = case("numbers and text", make_pipeline(ColumnTransformer([scaled, encoded]), mlp()))
    assert names.inputs == ["age", "fare", "sex=female", "sex=male", "port=C", "port=Q", "port=S"]
    net, names = case("titanic, with gaps", make_pipeline(titanic, mlp()), gaps)
    assert names.encode({"age": None, "fare": 1.0, "sex": "?", "port": None}) == names.encode(
        {"age": float(gaps["age"].median()), "fare": 1.0, "sex": "?", "port": gaps["port"].mode()[0]})
    for encode in (OneHotEncoder(drop="first"), OneHotEncoder(drop="if_binary"),
                   OneHotEncoder(drop=["male", "Q"]), OneHotEncoder(sparse_output=False),
                   OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist"),
                   OneHotEncoder(max_categories=2), OneHotEncoder(handle_unknown="warn"),
                   OneHotEncoder(categories=[["male", "female", "x"], ["C", "Q", "S"]]),
                   OrdinalEncoder(), OrdinalEncoder(min_frequency=20),
                   OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
                   preprocessing.TargetEncoder(cv=2)):
        case("%r" % encode, make_pipeline(ColumnTransformer([scaled, ("c", encode, words)]), mlp()))
    case("categories with gaps", make_pipeline(
        ColumnTransformer([("c", OneHotEncoder(), ["port", "sex"])]), mlp()), gaps)
    case("gaps marked", make_pipeline(ColumnTransformer([
        ("n", make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()), numbers)]), mlp()),
        gaps)
    case("gaps filled by a word", make_pipeline(ColumnTransformer([
        ("c", make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder()),
         ["port"])]), mlp()), gaps)
    case("filled first, encoded then", make_pipeline(
        ColumnTransformer([("n", SimpleImputer(), [0, 1]),
                           ("c", SimpleImputer(strategy="most_frequent"), [2, 3])]),
        ColumnTransformer([("n", StandardScaler(), [0, 1]), ("c", OneHotEncoder(), [2, 3])]), mlp()),
        gaps)
    case("whole numbers, true and false", make_pipeline(ColumnTransformer(
        [("c", OneHotEncoder(), ["class", "child"])], remainder="drop"), mlp()))
    case("letters of all kinds", make_pipeline(
        make_column_transformer((OneHotEncoder(), ["town"]), ("passthrough", ["fare"])), mlp()))
    case("selected by type", make_pipeline(make_column_transformer(
        (StandardScaler(), make_column_selector(dtype_include=np.number)),
        (OneHotEncoder(), make_column_selector(dtype_exclude=np.number))), mlp()))
    case("a slice of names", make_pipeline(ColumnTransformer(
        [("n", StandardScaler(), slice("age", "fare")), encoded]), mlp()))
    case("steps behind the encoder", make_pipeline(
        ColumnTransformer([scaled, encoded]), VarianceThreshold(), StandardScaler(with_mean=False),
        SelectKBest(k=4), mlp()))
    case("text alone, reduced", make_pipeline(OneHotEncoder(), TruncatedSVD(3), StandardScaler(),
                                              mlp()), table[words])
    case("bins beside numbers", make_pipeline(ColumnTransformer(
        [("b", preprocessing.KBinsDiscretizer(4), ["age"]), ("n", StandardScaler(), numbers)]), mlp()))
    case("a linear model", make_pipeline(titanic, linear_model.LogisticRegression()), gaps)
    case("a search", GridSearchCV(make_pipeline(titanic, mlp()), {
        "mlpclassifier__alpha": [0.1, 1.0]}, cv=2), gaps)
    case("scaled targets", TransformedTargetRegressor(
        make_pipeline(ColumnTransformer([scaled, encoded]), linear_model.Ridge()),
        transformer=StandardScaler()), y=random.rand(60))
    case("an array of objects", make_pipeline(ColumnTransformer(
        [("n", StandardScaler(), [0, 1]), ("c", OneHotEncoder(), [2, 3])]), mlp()),
        table[numbers + words].to_numpy(object))
    case("pandas within", make_pipeline(ColumnTransformer([scaled, encoded]).set_output(
        transform="default"), mlp()))
    case("numbers with names", make_pipeline(StandardScaler(), mlp()), table[numbers])

    model = make_pipeline(ColumnTransformer([("c", OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=np.nan), words)]),
        linear_model.LogisticRegression()).fit(table, survived)
    refused("a table: NaN for the unknown", model, "retrain with numbers for unknown_value",
            lambda: case("its remedy", make_pipeline(ColumnTransformer([("c", OrdinalEncoder(
                handle_unknown="use_encoded_value", unknown_value=-1), words)]), mlp())) and None)
    model = make_pipeline(ColumnTransformer([("c", make_pipeline(
        OrdinalEncoder(), OneHotEncoder()), words)]), mlp()).fit(table, survived)
    refused("a table: an encoder of an encoder", model, "pass those behind it, model[1:]",
            lambda: is_right("its remedy", model[1:], lambda rest: rest.predict_proba(
                model[:1].transform(table)), model[:1].transform(table).tolist()) and None)


# ---- PyTorch ------------------------------------------------------------------------------------
def pytorch():
    import torch
    from torch import nn
    from torch.nn import functional as F
    from torch.nn.utils import parametrizations, prune
    torch.manual_seed(0)
    S, L, inputs = nn.Sequential, nn.Linear, torch.tensor(X, dtype=torch.float32)

    def ask(model):
        modes = [m.training for m in model.modules()]
        with torch.no_grad():
            outputs = model.eval()(inputs).numpy()
        for module, mode in zip(model.modules(), modes):
            module.training = mode
        return outputs

    def seen(*layers):
        model = layers[0] if len(layers) == 1 else S(*layers)
        with torch.no_grad():
            model.train()(inputs)  # BatchNorm has seen some rows
            for p in model.parameters():
                p.add_(0.1)  # what is computed from it beforehand is old now
        return model

    def case(name, *layers, ask=ask, **options):
        model = seen(*layers)
        modes = [m.training for m in model.modules()]
        right("PyTorch: " + name, model, ask, **options)
        assert modes == [m.training for m in model.modules()], name  # it asks in eval()

    def no(name, model, says, *layers, see=True):
        refused("PyTorch: " + name, seen(model) if see else model, says,
                lambda: seen(*layers), ask)

    def mlp(*between):
        return S(L(4, 8), *between, L(8, 2))

    class Around(nn.Module):
        """A Sequential under a name."""
        def __init__(self, net):
            super().__init__()
            self.net = net

        def forward(self, x):
            return self.net(x)

    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two = L(4, 8), L(8, 2)

        def forward(self, x):
            return self.two(torch.relu(self.one(x)))

    class Usual(nn.Module):
        """As tutorials have it."""
        def __init__(self):
            super().__init__()
            self.fc1, self.fc2, self.fc3 = L(4, 8), L(8, 8), L(8, 3)
            self.drop = nn.Dropout(0.2)

        def forward(self, x):
            x = x.view(x.size(0), -1)
            x = F.relu(self.fc1(x))
            x = self.drop(F.leaky_relu(self.fc2(x), 0.1))
            return F.log_softmax(self.fc3(x), dim=1)

    class Scaling(nn.Module):
        """Scales by buffers, and its outputs by a number."""
        def __init__(self):
            super().__init__()
            self.register_buffer("mean", torch.tensor([1.0, 2.0, 3.0, 4.0]))
            self.layers = nn.ModuleList([L(4, 8), L(8, 8), L(8, 1)])

        def forward(self, x):
            x = (x - self.mean) / 2.0
            for layer in self.layers[:-1]:
                x = torch.tanh(layer(x))
            return 10.0 * self.layers[-1](x).squeeze(1) + 3.0

    class Residual(nn.Sequential):
        def forward(self, x):
            return x + super().forward(x)

    class Branches(nn.Module):
        def __init__(self):
            super().__init__()
            self.one, self.two, self.last = L(2, 8), L(4, 3), L(11, 2)

        def forward(self, x):
            return self.last(torch.cat([F.relu(self.one(x[:, 1:3])), F.relu6(self.two(x))], 1))

    class Masked(nn.Linear):
        def forward(self, x):
            return nn.functional.linear(x, self.weight * (self.weight > 0), self.bias)

    class Clipped(nn.BatchNorm1d):
        def forward(self, x):
            return torch.relu(super().forward(x))

    class Deciding(Own):
        def forward(self, x):
            return super().forward(x) if x.sum() > 0 else self.two(self.one(x))

    class Pair(Own):
        def forward(self, x):
            h = torch.relu(self.one(x))
            return self.two(h), h

    class AlwaysDropped(Own):
        def forward(self, x):
            return self.two(F.dropout(torch.relu(self.one(x)), 0.9))

    class Dropped(Own):
        def forward(self, x):
            return self.two(F.dropout(torch.relu(self.one(x)), 0.9, self.training))

    class TwoInputs(Own):
        def forward(self, x, z=None):
            return super().forward(x if z is None else x + z)

    case("ReLU", mlp(nn.ReLU()))
    case("Sigmoid", mlp(nn.Sigmoid()))
    case("three layers", S(L(4, 8), nn.Tanh(), L(8, 8), nn.Tanh(), L(8, 1)))
    case("BatchNorm twice", nn.BatchNorm1d(4), L(4, 8), nn.ReLU(), nn.BatchNorm1d(8),
         nn.BatchNorm1d(8), nn.AlphaDropout(0.1), L(8, 2))
    case("BatchNorm last", L(4, 8), nn.ReLU(), L(8, 2), nn.BatchNorm1d(2))
    case("relu, then sigmoid", L(4, 8), nn.ReLU(), nn.Sigmoid(), L(8, 2))
    case("softmax", L(4, 8), nn.Tanh(), L(8, 2), nn.Softmax(dim=-1))
    case("log softmax", L(4, 8), nn.Tanh(), L(8, 2), nn.LogSoftmax(dim=1),
         ask=lambda model: np.exp(ask(model)))
    case("two Linear on purpose", L(4, 8), nn.Identity(), L(8, 2))
    case("a narrow pair of Linear", L(4, 8), nn.Tanh(), L(8, 1), nn.Identity(), L(1, 9))
    case("Identity", nn.Identity(), L(4, 8), nn.Identity(), nn.ReLU(), nn.Identity(), L(8, 2),
         nn.Sigmoid(), nn.Identity())
    for layer in (nn.LeakyReLU(), nn.LeakyReLU(0.2), nn.PReLU(), nn.PReLU(8), nn.RReLU(), nn.ReLU6(),
                  nn.Hardtanh(), nn.Hardtanh(-2.0, 3.0), nn.Hardsigmoid(), nn.Softshrink(),
                  nn.Threshold(0.5, 0.5)):
        case("%r" % layer, mlp(layer))
        case("%r, deep" % layer, S(L(4, 5), layer if not isinstance(layer, nn.PReLU) else nn.PReLU(),
                                   L(5, 5), nn.LeakyReLU(), L(5, 3), nn.Tanh(), L(3, 1), nn.ReLU6()))
    pruned = L(4, 8)
    prune.l1_unstructured(pruned, "weight", 0.5)
    case("prune", pruned, nn.ReLU(), L(8, 2))
    case("weight_norm", parametrizations.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        case("old weight_norm", nn.utils.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    right("PyTorch: double", mlp(nn.Tanh()).double(),
          lambda model: model(torch.tensor(X)).detach().numpy(), tolerance=1e-12)
    case("a residual block", L(4, 8), nn.ReLU(), Residual(L(8, 8), nn.ReLU()), L(8, 2))
    case("a subclass with forward()", Residual(L(4, 8), nn.ReLU(), L(8, 4)))
    for model in Own(), Usual(), Scaling(), Branches(), Dropped():
        case(type(model).__name__, model, ask=lambda model: np.exp(ask(model)) if isinstance(
            model, Usual) else ask(model))
    case("around a Sequential", Around(mlp(nn.LeakyReLU())))
    case("around one that is around one", Around(Around(S(nn.Flatten(), mlp(nn.ReLU())))))
    case("masked", Masked(4, 8), nn.ReLU(), L(8, 2))
    case("DataParallel", nn.DataParallel(mlp(nn.ReLU())))
    named = OrderedDict([("fc1", L(4, 8)), ("act", nn.Tanh()), ("fc2", L(8, 2))])
    case("named layers", S(named))

    # Weights alone.
    weights = S(named).state_dict()
    right("PyTorch: a state_dict", weights, lambda _: ask(S(named)), activations=["tanh", "linear"])
    leaky = mlp(nn.LeakyReLU(0.2))
    for activation in nn.LeakyReLU(0.2),:
        right("PyTorch: a state_dict, LeakyReLU", leaky.state_dict(), lambda _: ask(leaky),
              activations=[activation, "linear"])

    def follow_code(message):
        code = message[message.index("model = ") + 8:].partition("; ")[0]
        model = eval(code, {"nn": nn, "OrderedDict": OrderedDict})
        model.load_state_dict(weights)
        return model

    refused("PyTorch: a state_dict by itself", weights, "model.load_state_dict(state_dict)",
            follow_code, ask)
    refused("PyTorch: a state_dict, activations as advised", mlp(nn.ReLU()).state_dict(),
            "from_model(state_dict, activations=['relu', 'linear'])",
            lambda: is_right("a state_dict", leaky.state_dict(), lambda _: ask(S(leaky[0], nn.ReLU(), leaky[2])),
                             activations=["relu", "linear"]) and None)

    normed = S(L(4, 8), nn.BatchNorm1d(8), nn.ReLU(), L(8, 2))
    refused("PyTorch: a state_dict with BatchNorm", seen(normed).state_dict(),
            "load the state_dict into its model", lambda: normed, ask, activations=["relu", "linear"])

    # Refused.
    hooked, patched = mlp(nn.ReLU()), mlp(nn.ReLU())
    hooked[0].register_forward_hook(lambda module, x, y: 2.0 * y)
    patched.forward = lambda x: torch.sigmoid(nn.Sequential.forward(patched, x))
    plain = "Write it as a plain nn.Sequential"
    no("forward() put into the model", patched, plain, S(mlp(nn.ReLU()), nn.Sigmoid()))
    no("a hook", hooked, plain, mlp(nn.ReLU()))
    no("children()", S(*Own().children()), "put the nn.ReLU() there", mlp(nn.ReLU()))
    no("children(), on purpose", S(*Own().children()), "or nn.Identity()", mlp(nn.Identity()))
    no("children(), batch normalisation", S(L(4, 8), nn.BatchNorm1d(8), L(8, 2)),
       "put the nn.ReLU() there", mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("another activation at the end", S(mlp(nn.ReLU()), nn.Softplus()), "pass model[:-1]",
       mlp(nn.ReLU()))
    no("softmax over the rows", S(mlp(nn.Tanh()), nn.Softmax(dim=-2)), "write Softmax(dim=1)",
       S(mlp(nn.Tanh()), nn.Softmax(dim=1)))
    no("no running statistics", mlp(nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU()),
       "retrain with track_running_stats=True", mlp(nn.BatchNorm1d(8), nn.ReLU()))
    for layer in (nn.GELU(), nn.ELU(), nn.SELU(), nn.SiLU(), nn.Mish(), nn.Softplus(), nn.Hardswish()):
        no("%r" % layer, mlp(layer), "retrain with LeakyReLU in its place", mlp(nn.LeakyReLU()))
    no("LayerNorm", mlp(nn.LayerNorm(8), nn.ReLU()), "retrain with BatchNorm1d in its place",
       mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("a Conv1d", S(nn.Unflatten(1, (1, 4)), nn.Conv1d(1, 2, 2), nn.Flatten(), L(6, 2)),
       "retrain without it", mlp(nn.ReLU()))
    no("forward() that decides", Deciding(), "pass nn.Sequential(...) of its layers", mlp(nn.ReLU()))
    no("a BatchNorm of its own", S(L(4, 8), Clipped(8), L(8, 2)), "pass nn.Sequential(...) of its layers",
       mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("dropout in eval() too", AlwaysDropped(), "write F.dropout(x, p, self.training)", Dropped())
    no("lazy", S(nn.LazyLinear(8), nn.ReLU(), L(8, 2)), "call the model with a row first",
       mlp(nn.ReLU()), see=False)
    refused("PyTorch: two outputs", Pair(), "wrap it in a module", lambda: Around(Own()), ask)
    refused("PyTorch: two inputs", TwoInputs(), "retrain on all in one row", Own, ask)
    script = torch.jit.script(Own())
    refused("PyTorch: TorchScript", script, "pass the one that it was made from", Own, ask)
    pixels = S(L(2, 3), nn.Flatten(), L(6, 2))
    refused("PyTorch: a Linear before Flatten", pixels, "put Flatten first",
            lambda: seen(S(nn.Flatten(), L(4, 2))), ask)

    # Files, as torch.save writes them.
    model = mlp(nn.LeakyReLU())
    torch.save(model.state_dict(), "weights.pt")
    right("PyTorch: weights.pt", "weights.pt", lambda _: ask(model),
          activations=["leaky_relu", "linear"])
    torch.save({"epoch": 3, "model_state_dict": model.state_dict()}, "checkpoint.pth")
    right("PyTorch: checkpoint.pth", "checkpoint.pth", lambda _: ask(model),
          activations=["leaky_relu", "linear"])
    torch.save(model, "model.pt")
    refused("PyTorch: model.pt", "model.pt", "if you trust the file",
            lambda: is_right("model.pt", "model.pt", lambda _: ask(model), trust=True) and None)


# ---- Keras --------------------------------------------------------------------------------------
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

    def ask(model):
        return np.asarray(model(rows, training=False))

    def moved(model):
        for weights in model.trainable_weights:
            weights.assign_add(ops.full(weights.shape, 0.1, weights.dtype))
        return model

    def case(name, model, ask=ask):
        right("Keras: " + name, moved(model), ask, tolerance=1e-4)

    def no(name, model, says, remedy):
        refused("Keras: " + name, model, says, lambda: moved(remedy), ask)

    def functional(through):
        start = keras.Input((4,))
        return keras.Model(start, l.Dense(2)(through(start)))

    def twice(x, layer=l.Dense(4, "tanh")):
        return layer(layer(x))

    def residual(x):
        h = l.Dense(8, "relu")(x)
        return h + l.Dense(8, "relu")(h)

    def branches(x):
        return l.Concatenate()([l.Dense(3, "relu")(x), l.Dense(5, l.LeakyReLU())(x), x])

    def mlp(activation):
        return sequential(l.Dense(8, activation), l.Dense(2))

    normalization = l.Normalization(axis=None)
    normalization.adapt(rows)
    by_column = l.Normalization()
    by_column.adapt(rows)
    case("scalings in sequence", sequential(
        l.Rescaling(0.1, 1.0), normalization, l.BatchNormalization(), l.Dense(8, l.ReLU()),
        l.BatchNormalization(), l.AlphaDropout(0.1), l.ActivityRegularization(0.1), l.Dense(2)))
    case("Normalization", sequential(by_column, l.Dense(8, "tanh"), l.Dropout(0.2), l.Dense(1)))
    case("softmax", keras.Sequential([sequential(l.Dense(8, "relu"), l.Dense(3)), l.Softmax()]))
    case("sigmoid", sequential(l.Dense(8, "sigmoid"), l.Dense(1, "sigmoid")))
    case("log_softmax", sequential(l.Dense(8, "relu"), l.Dense(3, "log_softmax")),
         lambda model: np.exp(ask(model)))
    case("a functional chain", functional(l.Dense(8, "tanh")))
    case("its layers in a Sequential", keras.Sequential(functional(l.Dense(8, "tanh")).layers))
    case("shape", keras.Sequential([l.Input((2, 2)), l.Flatten(), l.Dense(2, "sigmoid")]),
         lambda model: np.asarray(model(rows.reshape(-1, 2, 2))))
    for activation in ("relu", "leaky_relu", "relu6", "hard_sigmoid", "hard_tanh", "soft_shrink",
                       "linear", l.LeakyReLU(), l.LeakyReLU(negative_slope=0.1), l.ReLU(6.0),
                       l.ReLU(negative_slope=0.1), l.ReLU(3.0, 0.2), l.PReLU(),
                       functools.partial(ops.leaky_relu, negative_slope=0.1)):
        case("%s" % activation, mlp(activation))
    case("layers of activations", sequential(l.Dense(8), l.LeakyReLU(), l.Dense(5), l.PReLU(),
                                             l.Dense(3), l.Activation("relu6"), l.Dense(1)))
    for name, through in (("x + h", residual), ("x / 10", lambda x: l.Dense(8, "tanh")(x / 10.0)),
                          ("ops", lambda x: ops.relu(l.Dense(8)(x))), ("twice", twice),
                          ("branches", branches),
                          ("Add", lambda x: l.Add()([l.Dense(5, "tanh")(x), l.Dense(5, "tanh")(x)]))):
        model = functional(through)
        case(name, model)
        if name != "branches":
            used_here = keras.Sequential(model.layers) if name != "Add" else None
            if used_here is not None:
                refused("Keras: %s, its layers" % name, used_here,
                        "pass the model that it was trained in", lambda model=model: model, ask)

    no("a function called relu", mlp(relu), 'retrain with one of them, by its name: "relu"',
       mlp("relu"))
    last = sequential(l.Dense(8, "relu"), l.Dense(2, "softplus"))

    def without_the_last():
        last.layers[-1].activation = keras.activations.linear
        return last

    refused("Keras: softplus at the end", last,
            "set its layer's activation = keras.activations.linear", without_the_last, ask)
    for activation in "gelu", "elu", "selu", "silu", "mish", "softplus":
        no(activation, mlp(activation), "retrain with LeakyReLU in its place", mlp(l.LeakyReLU()))
    no("ELU()", sequential(l.Dense(8), l.ELU(), l.Dense(2)), "retrain with LeakyReLU in its place",
       mlp(l.LeakyReLU()))
    no("threshold", mlp(l.ReLU(threshold=1.0)), "retrain with ReLU(threshold=0.0)",
       mlp(l.ReLU(threshold=0.0)))
    no("call()", Sigmoid([l.Input((4,)), l.Dense(8, "relu"), l.Dense(2)]),
       "write what it does as one of these", sequential(l.Dense(8, "relu"), l.Dense(2, "sigmoid")))
    no("softmax over the rows", sequential(l.Dense(8, "relu"), l.Dense(2), l.Softmax(0)),
       "write Softmax()", sequential(l.Dense(8, "relu"), l.Dense(2), l.Softmax()))
    no("LayerNormalization", sequential(l.Dense(8), l.LayerNormalization(), l.Dense(2)),
       "retrain with BatchNormalization in its place",
       sequential(l.Dense(8), l.BatchNormalization(), l.Dense(2)))
    unbuilt = keras.Sequential([l.Dense(8, "relu"), l.Dense(2)])

    def built():
        unbuilt(rows)
        return unbuilt

    refused("Keras: not built", unbuilt, "or call it once", built, ask)
    for name, layers in (("a row per step", [l.Dense(4), l.Dense(2)]),
                         ("a layer's inputs", [l.Dense(4), l.Flatten(), l.Dense(2)])):
        no(name, keras.Sequential([l.Input((2, 2))] + layers), "put Flatten first",
           sequential(l.Flatten(), l.Dense(4), l.Dense(2)))
    no("a convolution", keras.Sequential([l.Input((4, 1)), l.Conv1D(2, 2), l.Flatten(), l.Dense(2)]),
       "retrain without it", mlp("relu"))
    a, b = keras.Input((4,)), keras.Input((4,))
    two = keras.Model([a, b], l.Dense(2)(l.Concatenate()([a, b])))
    no("two inputs", two, "retrain on both in one row", mlp("relu"))
    hidden = l.Dense(8, "relu")(a)
    outputs = [l.Dense(2)(hidden), l.Dense(1)(hidden)]
    no("two outputs", keras.Model(a, outputs), "for each output pass keras.Model(input, output)",
       keras.Model(a, outputs[1]))
    empty = sequential(l.Normalization(), l.Dense(2))

    def adapted():
        empty.layers[0].adapt(rows)
        return empty

    if getattr(empty.layers[0], "mean", None) is None:
        refused("Keras: Normalization() before adapt", empty, "call its adapt() before", adapted, ask)
    for mode in "int8", "int4":
        model = mlp("relu")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.quantize(mode)
        no(mode, model, "pass the model as it was before quantize()", mlp("relu"))
    model = moved(sequential(by_column, l.Dense(8), l.LeakyReLU(), l.Dense(2)))
    for path in "model.keras", "model.h5":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.save(path)
        right("Keras: " + path, path, lambda _: ask(model), tolerance=1e-4)


# ---- ONNX ---------------------------------------------------------------------------------------
def onnx_by_hand():
    """Graphs as other tools write them."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper
    from onnx.reference import ReferenceEvaluator
    random = np.random.RandomState(0)
    W = {"W1": random.randn(4, 5), "b1": random.randn(5), "W2": random.randn(5, 2),
         "b2": random.randn(2), "mean": X.mean(0), "scale": X.std(0), "slope": random.rand(5),
         "low": np.array(-1.0), "high": np.array(2.0), "half": np.array(0.5),
         "shape": np.array([-1, 4]), "var": np.ones(5)}

    def graph(*lines, ml=False):
        """A line: outputs = Operator inputs attribute=value ..."""
        nodes = []
        for line in lines:
            left, right_side = line.split(" = ", 1)
            operator, *words = right_side.split()
            attributes = dict(word.split("=") for word in words if "=" in word)
            nodes.append(helper.make_node(
                operator, [w for w in words if "=" not in w], left.split(),
                **{key: json.loads(value) for key, value in attributes.items()}))
        tensors = [numpy_helper.from_array(value.astype(
            "int64" if name == "shape" else "float32"), name) for name, value in W.items()]
        x = helper.make_tensor_value_info("x", TensorProto.FLOAT, ["rows", 4])
        y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
        return helper.make_model(helper.make_graph(nodes, "g", [x], [y], tensors),
                                 opset_imports=[helper.make_opsetid("", 20)], ir_version=8)

    def ask(proto):
        return ReferenceEvaluator(proto).run(None, {"x": X.astype("float32")})[0]

    first, last = "h = Gemm x W1 b1", "y = Gemm a W2 b2"
    for operator in ("Relu", "Sigmoid", "Tanh", "LeakyRelu alpha=0.2", "HardSigmoid", "Abs", "Neg",
                     "Identity", "Dropout", "Softmax", "LogSoftmax"):
        name, *attributes = operator.split()
        lines = [first, " ".join(["a =", name, "h"] + attributes), last]
        if "oftmax" in name:
            lines = [first, "a = Relu h", "z = Gemm a W2 b2", "y = %s z" % name]
        right("ONNX: " + operator, graph(*lines), lambda proto, name=name: np.exp(
            ask(proto)) if name == "LogSoftmax" else ask(proto))
    for name, line in (("PRelu", "PRelu h slope"), ("Clip", "Clip h low high"), ("Max", "Max h low"),
                       ("Min", "Min h high"), ("Mul", "Mul h half"),
                       ("BatchNormalization", "BatchNormalization h slope b1 b1 var")):
        right("ONNX: " + name, graph(first, "a = " + line, last), ask)
    right("ONNX: MatMul, Add, scaling", graph(
        "c = Sub x mean", "s = Div c scale", "r = Reshape s shape", "f = Flatten r",
        "m = MatMul f W1", "h = Add m b1", "a = Relu h", "n = MatMul a W2", "y = Add b2 n"), ask)
    right("ONNX: leaky by Max", graph(first, "n = Neg h", "p = Relu h", "q = Relu n", "r = Mul q half",
                                      "a = Sub p r", last), ask)
    right("ONNX: a residual", graph(first, "a1 = Relu h", "a2 = Abs a1", "s = Add h a2",
                                    "y = Gemm s W2 b2"), ask)
    relu = graph(first, "a = Relu h", last)
    for operator in "Elu", "Selu", "Softplus", "Gelu", "Mish":
        refused("ONNX: " + operator, graph(first, "a = %s h" % operator, last),
                "retrain with LeakyReLU in its place",
                lambda: graph(first, "a = LeakyRelu h", last), ask)
    refused("ONNX: ReduceSum", graph(first, "a = Sin h", last), "export the model without it",
            lambda: relu, ask)
    two = graph(first, "a = Relu h", last)
    two.graph.output.append(helper.make_tensor_value_info("h", TensorProto.FLOAT, None))
    refused("ONNX: two outputs", two, "export a model for each", lambda: relu, ask)
    with open("broken.onnx", "wb") as f:
        f.write(b"no model")
    onnx.save(relu, "again.onnx")
    refused("ONNX: a broken file", "broken.onnx", "export it again", lambda: is_right(
        "again.onnx", "again.onnx", lambda _: ask(relu)) and None)


def onnx_of_scikit_learn():
    """What skl2onnx writes."""
    import pandas as pd
    from skl2onnx import to_onnx
    from sklearn import linear_model, neural_network, preprocessing, svm, tree
    from sklearn.compose import ColumnTransformer
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    rows = X.astype("float32")
    few = dict(hidden_layer_sizes=[5], max_iter=20, random_state=0)
    scaler, options = preprocessing.StandardScaler(), {"zipmap": False}
    for name, model, y in (
            ("MLPClassifier, two", neural_network.MLPClassifier(**few), TWO),
            ("MLPClassifier, three", neural_network.MLPClassifier(**few), THREE),
            ("MLPClassifier, names", neural_network.MLPClassifier(**few), np.array(["no", "yes"])[TWO]),
            ("MLPRegressor", neural_network.MLPRegressor(activation="tanh", **few), Y),
            ("LogisticRegression, two", linear_model.LogisticRegression(), TWO),
            ("LogisticRegression, three", linear_model.LogisticRegression(), THREE),
            ("Ridge", linear_model.Ridge(), Y[:, 0])):
        for before in (scaler, preprocessing.MinMaxScaler(clip=True)):
            model = make_pipeline(before, model).fit(rows, y)
            proto = to_onnx(model, rows[:1])
            right("skl2onnx: %s behind %r" % (name, before), proto,
                  lambda _: answers(model, rows), tolerance=1e-4)
            model = model[-1]
    model = svm.LinearSVC().fit(rows, THREE)
    right("skl2onnx: LinearSVC", to_onnx(model, rows[:1]), lambda _: answers(model, rows),
          tolerance=1e-4)
    table = pd.DataFrame({"age": X[:, 0], "class": THREE + 1, "sex": np.where(
        X[:, 1] > 0, "male", "female"), "port": np.array(["S", "C", "Q"])[THREE]})
    for name, encode in (("OneHotEncoder", preprocessing.OneHotEncoder(handle_unknown="ignore")),
                         ("OneHotEncoder, drop", preprocessing.OneHotEncoder(drop="first")),
                         ("OrdinalEncoder", preprocessing.OrdinalEncoder())):
        model = make_pipeline(ColumnTransformer([
            ("n", make_pipeline(SimpleImputer(), preprocessing.StandardScaler()), ["age"]),
            ("k", preprocessing.OneHotEncoder(), ["class"]), ("c", encode, ["sex", "port"])]),
            neural_network.MLPClassifier(**few)).fit(table, TWO)
        proto = to_onnx(model, table[:1], options=options)
        _, names = right("skl2onnx: a table, " + name, proto, lambda _: model.predict_proba(table),
                         rows=table.to_dict("records"), tolerance=1e-5)
        assert names.columns == list(table.columns), names.columns
    forest = to_onnx(tree.DecisionTreeClassifier().fit(rows, TWO), rows[:1])
    mlp = neural_network.MLPClassifier(**few).fit(rows, TWO)
    refused("skl2onnx: a tree", forest, "for a network train an MLP", lambda: to_onnx(mlp, rows[:1]),
            lambda _: mlp.predict_proba(rows))


def onnx_of_pytorch():
    """What torch.onnx.export writes, by both of its ways."""
    import torch
    from torch import nn
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

    L = nn.Linear
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
    gelu = seen(L(4, 8), nn.GELU(), L(8, 2))
    torch.onnx.export(gelu, (inputs[:1],), "gelu.onnx", dynamo=False)
    relu = seen(L(4, 8), nn.LeakyReLU(), L(8, 2))
    torch.onnx.export(relu, (inputs[:1],), "leaky.onnx", dynamo=False)
    refused("torch.onnx: GELU", "gelu.onnx", "retrain with LeakyReLU in its place", lambda: is_right(
        "leaky.onnx", "leaky.onnx", lambda _: ask(relu)) and None)


def onnx_of_keras():
    """What tf2onnx wrote: files, with the answers of Keras in their metadata."""
    import keras
    import onnx
    folder = os.path.join(HERE, "tf2onnx")
    for name in sorted(os.listdir(folder)):
        proto = onnx.load(os.path.join(folder, name))
        answers = json.loads(proto.metadata_props[0].value)
        if name == "adapted.onnx":
            scaling = keras.layers.Normalization()
            scaling.adapt(X)
            model = keras.Sequential([keras.Input((4,)), scaling, keras.layers.Dense(3)])
            refused("tf2onnx: " + name, proto, "pass the model of Keras itself", lambda: model,
                    lambda model: model.predict(X, verbose=0))
        else:
            right("tf2onnx: " + name, os.path.join(folder, name), lambda _: answers, tolerance=1e-4)


def write_tf2onnx():
    import keras
    import onnx
    import tensorflow as tf
    import tf2onnx
    from keras import layers as l
    keras.utils.set_random_seed(0)
    scaling, rows = l.Normalization(), X.astype("float32")
    scaling.adapt(rows)
    models = {
        "adapted": [scaling, l.Dense(3, "softmax")],  # tf2onnx loses what it adapted to
        "scaled": [l.Rescaling(0.1, 0.5), l.Dense(6, "relu"), l.BatchNormalization(),
                   l.Dropout(0.1), l.Dense(3, "softmax")],
        "leaky": [l.Dense(6), l.LeakyReLU(negative_slope=0.1), l.Dense(4, "tanh"), l.Dense(1)],
        "prelu": [l.Dense(6), l.PReLU(), l.Dense(4), l.ReLU(6.0), l.Dense(1, "sigmoid")],
        "hard": [l.Dense(6, "hard_sigmoid"), l.Dense(4, "leaky_relu"), l.Dense(2)],
    }
    os.makedirs(os.path.join(HERE, "tf2onnx"), exist_ok=True)
    for name, layers in models.items():
        model = keras.Sequential([l.Input((4,))] + layers)
        for weights in model.trainable_weights:
            weights.assign_add(np.full(weights.shape, 0.1, "float32"))
        proto, _ = tf2onnx.convert.from_function(
            tf.function(lambda x: model(x, training=False)),
            input_signature=(tf.TensorSpec((None, 4), tf.float32, name="x"),))
        proto.metadata_props.add(key="answers", value=json.dumps(
            np.asarray(model(rows, training=False)).tolist()))
        onnx.save(proto, os.path.join(HERE, "tf2onnx", name + ".onnx"))


# ---- the way back -------------------------------------------------------------------------------
def outgrown():
    """A network in other libraries gives the same within 1e-6, and goes on learning there."""
    from purenn import Network
    from from_models.outgrow import to_onnx, to_scikit_learn, to_torch
    networks = [Network([4, 6, 5, 2], names, seed=3) for names in (
        ["tanh", "sigmoid", "linear"], ["relu", "relu", "softmax"], ["sigmoid"] * 3)]
    Z = (X / 3.0).tolist()
    for net in networks:
        expected = np.array(net.forward_propagation(Z))
        to_onnx(net, "back.onnx")
        again, _ = take_over("back.onnx")
        assert again.activations == net.activations
        found = [again.forward_propagation(Z)]
        if "torch" in sys.modules:
            import torch
            found.append(to_torch(net)(torch.tensor(Z)).detach().numpy())
        for outputs in found:
            assert np.abs(outputs - expected).max() <= 1e-6, net.activations
    for names, classes in ((["tanh", "tanh", "linear"], None), (["relu", "relu", "softmax"], [0, 1, 2]),
                           (["sigmoid"] * 3, ["no", "yes"])):
        net = Network([4, 6, 5, 2 if classes is None else 3 if len(classes) > 2 else 1], names, seed=3)
        model = to_scikit_learn(net, classes, max_iter=3, random_state=0)
        outputs = np.asarray(answers(model, np.array(Z))).reshape(len(Z), -1)[:, -net.sizes[-1]:]
        assert np.abs(outputs - np.array(net.forward_propagation(Z))).max() <= 1e-12, names
        before = model.coefs_[0].copy()
        y = Y if classes is None else np.array(classes)[(THREE if len(classes) > 2 else TWO)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.fit(np.array(Z), y)
        assert 0.0 < np.abs(model.coefs_[0] - before).max() < 0.1, "it did not go on from there"
    print("the way back: %d networks agree within 1e-6" % (len(networks) + 3))


# ---- the command --------------------------------------------------------------------------------
def command(folder):
    """From a file to code, as a user does it."""
    import joblib
    from sklearn.linear_model import LogisticRegression
    joblib.dump(LogisticRegression().fit(X, TWO), "model.joblib")

    def run(*arguments):
        """What the command returns and prints."""
        import from_model
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = from_model.main(list(arguments))
        return (0, printed.getvalue()) if result == 0 else (1, result)

    done = subprocess.run([sys.executable, os.path.join(folder, "from_model.py"), "model.joblib",
                           "first.json", "--trust"], stdout=subprocess.PIPE)
    assert done.returncode == 0 and b"the probability of 1" in done.stdout, done.stdout
    code, text = run("model.joblib", "net.json")
    assert code == 1 and "--trust" in text, text
    for output in "net.json", "net.py", "net.mjs", "net.c", "net.onnx":
        code, text = run("model.joblib", output, "--trust")
        assert code == 0 and os.path.getsize(output) > 100 and "the probability of 1" in text, text
    code, text = run("net.json", "again.onnx")
    assert code == 0, text
    code, text = run("nothing.onnx", "net.json")
    assert code == 1 and "not there" in text, text
    print("the command: a file to .json, .py, .mjs, .c and .onnx")


PARTS = OrderedDict([
    ("scikit-learn", [scikit_learn, tables]), ("PyTorch", [pytorch]), ("Keras", [keras_models]),
    ("ONNX", [onnx_by_hand, onnx_of_scikit_learn, onnx_of_pytorch, onnx_of_keras])])


def main(arguments):
    if arguments == ["--write-tf2onnx"]:
        return write_tf2onnx()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for name in "purenn.py", "examples/from_model.py", "examples/export.py":
            shutil.copy(os.path.join(ROOT, name), folder)  # as a user does
        shutil.copytree(os.path.join(ROOT, "examples", "from_models"), os.path.join(folder, "from_models"))
        sys.path.insert(0, folder)
        os.mkdir(os.path.join(folder, "files"))
        os.chdir(os.path.join(folder, "files"))
        has_torch = True
        try:
            import torch  # noqa: F401
        except ImportError:
            has_torch = False
            print("NOT RUN: there is no PyTorch for the models of PyTorch")
        for library in arguments or PARTS:
            Counts.right = Counts.refused = 0
            for part in PARTS[library]:
                if has_torch or "pytorch" not in part.__name__:
                    part()
            lines.append((library, Counts.right, Counts.refused))
        javascript(".")
        outgrown()
        command(folder)
        os.chdir(ROOT)
    print("%-20s %6s %s" % ("models of", "right", "  refused, and the advice works   wrong"))
    for line in lines + [("all", sum(line[1] for line in lines), sum(line[2] for line in lines))]:
        print("%-20s %6d %31d %7d" % (line + (0,)))


if __name__ == "__main__":
    main(sys.argv[1:])
