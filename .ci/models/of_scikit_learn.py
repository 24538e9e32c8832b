"""Models of scikit-learn, of numbers alone."""
import functools

import numpy as np
from sklearn import (calibration, compose, decomposition, ensemble, feature_selection, impute,
                     linear_model, model_selection, multiclass, multioutput, naive_bayes,
                     neighbors, neural_network, preprocessing, random_projection, svm, tree)
from sklearn.base import BaseEstimator
from sklearn.cross_decomposition import PLSRegression
from sklearn.discriminant_analysis import (LinearDiscriminantAnalysis,
                                           QuadraticDiscriminantAnalysis)
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline

from trying import THREE, TWO, X, Y, answers, is_right, refused, right

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


class Squares(neural_network.MLPClassifier):
    def fit(self, X, y):
        return super().fit(X * X, y)

    def predict_proba(self, X):
        return super().predict_proba(X * X)


class Picky(Pipeline):
    def predict(self, X):
        raise TypeError("no arrays")


class Wrapped(BaseEstimator):
    """As skorch and scikeras have it: a network of another library."""
    def fit(self, X, y):
        self.n_features_in_ = X.shape[1]
        self.model_ = MLPRegressor().fit(X, y)
        return self


class Resampler(BaseEstimator):
    def fit_resample(self, X, y):
        return X, y


class Resampled(Pipeline):
    """As imbalanced-learn has it: what resamples does nothing in predict()."""
    def others(self):
        return Pipeline([pair for pair in self.steps if not hasattr(pair[1], "fit_resample")])

    def fit(self, X, y):
        self.others().fit(X, y)
        return self

    def predict_proba(self, X):
        return self.others().predict_proba(X)


class Stateless(BaseEstimator):
    """A transformer of one's own that has nothing to fit."""
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return X * X


class Balanced(LogisticRegression):
    """It computes what LogisticRegression does."""
    def __init__(self, C=1.0):
        super().__init__(C=C, class_weight="balanced")


class Otherwise(LogisticRegression):
    def predict_proba(self, X):
        return 1.0 - super().predict_proba(X)


class LGBMClassifier(Squares):
    """Known by its name."""


class Reversed(Pipeline):
    def predict(self, X):
        return -super().predict(X)


class Rules(BaseEstimator):
    """A model of one's own, which does not tell how many columns it has."""
    def fit(self, X, y):
        self.means_ = X.mean(axis=0)
        return self

    def predict(self, X):
        return (X > self.means_).any(axis=1).astype(int)


def one_vs_rest(**options):
    """Of three classes, as scikit-learn fits it before 1.8."""
    each = [LogisticRegression(solver="liblinear").fit(X, THREE == k) for k in range(3)]
    model = LogisticRegression().fit(X, THREE)
    model.coef_ = np.vstack([one.coef_ for one in each])
    model.intercept_ = np.hstack([one.intercept_ for one in each])
    for name, value in options.items():
        setattr(model, name, value)
    return model


def the_steps_behind(message, model):
    """Follows "compute this step, and those before it, and pass those behind it"."""
    code = message.rsplit(", ", 1)[1]
    rest = eval(code, {"model": model})
    first = int(code.rpartition("[")[2].partition(":")[0])
    inputs = model.best_estimator_[:first].transform(X)
    inputs = getattr(inputs, "toarray", lambda: inputs)()
    is_right(code, rest, lambda _: rest.predict(inputs), inputs.tolist(), 1e-9)


def mlps():
    """Alone."""
    for activation in "identity", "logistic", "tanh", "relu":
        case("MLPClassifier, " + activation, MLPClassifier(activation=activation), THREE)
        case("MLPRegressor, " + activation, MLPRegressor(activation=activation))
    case("MLPClassifier, two classes", MLPClassifier(), TWO)
    case("MLPClassifier, names of classes", MLPClassifier(), np.array(["no", "yes"])[TWO])
    case("MLPClassifier, dates", MLPClassifier(), np.array(["2020-01-01", "2021-01-01"],
                                                           "datetime64[D]")[TWO])
    case("MLPClassifier, names of NumPy's", MLPClassifier(),
         np.array([np.str_("no"), np.str_("yes")], object)[TWO])
    case("MLPClassifier, several labels", MLPClassifier(), (Y > 0.0).astype(int))
    case("MLPClassifier of two layers", neural_network.MLPClassifier([6, 4], max_iter=20), THREE)
    wide = np.tile(X, 100)
    model = make_pipeline(StandardScaler(), MLPClassifier()).fit(wide, TWO)
    right("scikit-learn: 400 columns", model, lambda model: model.predict_proba(wide),
          rows=wide.tolist(), tolerance=1e-9)
    right("scikit-learn: float32", MLPClassifier().fit(X.astype("float32"), TWO), ask)


def linear_models():
    """Alone, and behind a scaler."""
    case("no intercept", linear_model.LinearRegression(fit_intercept=False), Y[:, 0])
    for model in (LogisticRegression(), LogisticRegression(solver="liblinear"),
                  linear_model.LogisticRegressionCV(cv=2), LinearDiscriminantAnalysis(),
                  svm.LinearSVC(), linear_model.SGDClassifier(), linear_model.Perceptron(),
                  linear_model.RidgeClassifier(), linear_model.RidgeClassifierCV(),
                  svm.SVC(kernel="linear"), linear_model.PassiveAggressiveClassifier()):
        case("%s, two classes" % type(model).__name__, make_pipeline(StandardScaler(), model), TWO)
    for model in (LogisticRegression(), LinearDiscriminantAnalysis(), svm.LinearSVC(),
                  linear_model.SGDClassifier()):
        case("%s, three classes" % type(model).__name__, make_pipeline(StandardScaler(), model),
             THREE)
    case("SGDClassifier, log_loss", make_pipeline(
        StandardScaler(), linear_model.SGDClassifier(loss="log_loss")), TWO)
    for model in (linear_model.LassoCV(), linear_model.ElasticNet(), linear_model.BayesianRidge(),
                  svm.LinearSVR(), linear_model.HuberRegressor(), linear_model.SGDRegressor(),
                  linear_model.QuantileRegressor(), svm.SVR(kernel="linear")):
        case(type(model).__name__, make_pipeline(StandardScaler(), model), Y[:, 0])
    case("PLSRegression", PLSRegression(2), Y)
    case("a subclass", Balanced(), TWO)
    case("a subclass, three classes", Balanced(), THREE)
    case("sparse coefficients", linear_model.SGDClassifier().fit(X, TWO).sparsify(), TWO)


def steps_before_them():
    """Scalers, projections, selections, bins."""
    for scaler in (preprocessing.RobustScaler(), preprocessing.MaxAbsScaler(),
                   MinMaxScaler((-1, 1)), MinMaxScaler(clip=True), StandardScaler(with_mean=False),
                   StandardScaler(with_std=False), make_pipeline(MinMaxScaler(), StandardScaler())):
        case("behind %r" % scaler, make_pipeline(scaler, MLPClassifier()), TWO)
    for step in (decomposition.PCA(2), decomposition.PCA(3, whiten=True),
                 decomposition.IncrementalPCA(2), decomposition.TruncatedSVD(2),
                 decomposition.FastICA(2, random_state=0), impute.SimpleImputer(),
                 random_projection.GaussianRandomProjection(2, random_state=0),
                 LinearDiscriminantAnalysis(), decomposition.FactorAnalysis(2),
                 neighbors.NeighborhoodComponentsAnalysis(2, max_iter=5),
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
    case("KBinsDiscretizer", make_pipeline(preprocessing.KBinsDiscretizer(3), MLPClassifier()),
         THREE)
    case("KBinsDiscretizer, ordinal", make_pipeline(
        preprocessing.KBinsDiscretizer(3, encode="ordinal"), Ridge()))
    case("Binarizer", make_pipeline(preprocessing.Binarizer(threshold=0.5), MLPClassifier()),
         THREE)
    for model in svm.LinearSVC(), linear_model.RidgeClassifier():
        case("%r behind clip" % model, make_pipeline(MinMaxScaler(clip=True), model), TWO)
    case("clip beside others", make_pipeline(compose.ColumnTransformer(
        [("clip", MinMaxScaler(clip=True), [1, 2])], remainder="passthrough"), MLPRegressor()))


def what_is_around_them():
    """Searches, and scaled targets."""
    case("a search", model_selection.GridSearchCV(
        make_pipeline(StandardScaler(), MLPClassifier()), {"mlpclassifier__alpha": [0.1, 1.0]},
        cv=2), THREE)
    case("a random search", model_selection.RandomizedSearchCV(
        LogisticRegression(), {"C": [0.1, 1.0]}, n_iter=2, cv=2), TWO)
    case("RFE at the end", make_pipeline(StandardScaler(), feature_selection.RFE(
        LogisticRegression(), n_features_to_select=2)), TWO)
    case("a resampler", Resampled([("resampler", Resampler()), ("scaler", StandardScaler()),
                                   ("mlp", MLPClassifier())]), TWO)
    fitted = LogisticRegression().fit(X, TWO)
    case("frozen", FrozenEstimator(fitted), TWO)
    for transformer in None, StandardScaler(), make_pipeline(MinMaxScaler(), StandardScaler()):
        case("scaled targets", compose.TransformedTargetRegressor(MLPRegressor(),
                                                                  transformer=transformer))
    case("scaled targets behind steps", make_pipeline(
        StandardScaler(), compose.TransformedTargetRegressor(Ridge(), transformer=MinMaxScaler())))


def other_estimators():
    """Each is refused, and its remedy is right."""
    counts = np.abs(Y[:, 0])
    no("a subclass", Squares(**few), TWO, "train one of the kinds named, such as MLPClassifier",
       MLPClassifier())
    no("other probabilities", Otherwise(), TWO, "pass one of scikit-learn's", LogisticRegression())
    no("a Pipeline's subclass", Reversed([("mlp", MLPRegressor())]), Y,
       "pass one of scikit-learn's", Pipeline([("mlp", MLPRegressor())]))
    no("a Pipeline that takes no array", Picky([("mlp", MLPRegressor())]), Y,
       "pass one of scikit-learn's", Pipeline([("mlp", MLPRegressor())]))
    no("PoissonRegressor", linear_model.PoissonRegressor(), counts, "train Ridge", Ridge())
    no("TweedieRegressor", linear_model.TweedieRegressor(power=2), counts + 1.0,
       "or MLPRegressor", MLPRegressor())
    no("SVR", svm.SVR(), counts, "train LinearSVR", svm.LinearSVR())
    no("SVC", svm.SVC(), TWO, "train LinearSVC", svm.LinearSVC())
    no("SVC, linear, three classes", svm.SVC(kernel="linear"), THREE, "or MLPClassifier",
       make_pipeline(StandardScaler(), MLPClassifier()))
    no("NuSVC", svm.NuSVC(), TWO, "train LinearSVC", svm.LinearSVC())
    for model in (tree.DecisionTreeClassifier(), ensemble.RandomForestClassifier(5),
                  ensemble.ExtraTreesClassifier(5),
                  ensemble.GradientBoostingClassifier(n_estimators=3),
                  ensemble.HistGradientBoostingClassifier(max_iter=3), LGBMClassifier(**few)):
        no(type(model).__name__, model, TWO,
           "export trees; for a network train MLPClassifier, with a StandardScaler before it",
           make_pipeline(StandardScaler(), MLPClassifier()))
    no("RandomForestRegressor", ensemble.RandomForestRegressor(5), counts,
       "train MLPRegressor, with a StandardScaler before it",
       make_pipeline(StandardScaler(), MLPRegressor()))
    wrapped = Wrapped().fit(X, Y)
    refused("scikit-learn: a wrapped model", wrapped, "pass its model_", lambda: wrapped.model_,
            ask)
    del wrapped.n_features_in_  # skorch's has none
    refused("scikit-learn: a wrapped model by itself", wrapped, "pass its model_",
            lambda: wrapped.model_, ask)
    for model, y in ((linear_model.RANSACRegressor(), counts),
                     (model_selection.TunedThresholdClassifierCV(LogisticRegression()), TWO)):
        model.fit(X, y)
        refused("scikit-learn: " + type(model).__name__, model, "pass its estimator_",
                lambda model=model: model.estimator_, ask)
    for model in (neighbors.KNeighborsClassifier(), naive_bayes.GaussianNB(),
                  QuadraticDiscriminantAnalysis()):
        no(type(model).__name__, model, TWO,
           "such as MLPClassifier, with a StandardScaler before it",
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
    for options, says in (
            ({"solver": "liblinear"}, "retrain with solver='lbfgs'"),
            ({"multi_class": "ovr"}, "retrain without multi_class='ovr'"),
            ({"solver": "liblinear", "multi_class": "ovr"},
             "retrain with solver='lbfgs' and without multi_class='ovr'")):
        refused("scikit-learn: one-vs-rest, %s" % options, one_vs_rest(**options), says,
                lambda: LogisticRegression(solver="lbfgs").fit(X, THREE), ask)
    softmax_of_two = LogisticRegression().fit(X, TWO)
    softmax_of_two.multi_class = "multinomial"
    refused("scikit-learn: softmax of two classes", softmax_of_two,
            "retrain without multi_class='multinomial'", lambda: LogisticRegression().fit(X, TWO),
            ask)
    behind = make_pipeline(StandardScaler(), multioutput.MultiOutputRegressor(Ridge())).fit(X, Y)
    refused("scikit-learn: MultiOutputRegressor behind a scaler", behind,
            "in a Pipeline as make_pipeline(model[:-1], it)", lambda: is_right(
                "its first", make_pipeline(behind[:-1], behind[-1].estimators_[0]),
                lambda _: behind.predict(X)[:, 0]) and None)
    one_each = multiclass.OneVsRestClassifier(LogisticRegression(solver="liblinear"))
    one_each.fit(X, THREE)

    def a_network_for_each():
        for k, one in enumerate(one_each.estimators_):
            is_right("class %d" % k, one, lambda one: one.predict_proba(X), tolerance=1e-9)

    refused("scikit-learn: one-vs-rest by liblinear", one_each,
            "pass each of its estimators_, for a network of its own", a_network_for_each)
    no("no number of columns", Rules(), TWO, "such as MLPClassifier or MLPRegressor",
       MLPClassifier())
    no("MLPRegressor, poisson", MLPRegressor(loss="poisson"), counts,
       "retrain with loss='squared_error'", MLPRegressor(loss="squared_error"))
    target = compose.TransformedTargetRegressor(Ridge(), func=np.log1p, inverse_func=np.expm1)
    refused("scikit-learn: targets by a logarithm", target.fit(X, counts), "pass model.regressor_",
            lambda: target.regressor_, ask)
    behind = make_pipeline(StandardScaler(), target).fit(X, counts)

    def with_the_steps(message):
        code = message[message.index("pass ") + 5:].partition(", and undo")[0]
        part = eval(code, {"model": behind, "make_pipeline": make_pipeline})
        is_right(code, part, lambda _: np.log1p(behind.predict(X)), tolerance=1e-9)

    refused("scikit-learn: targets by a logarithm, behind a scaler", behind,
            "make_pipeline(model[:-1], model[-1].regressor_)", with_the_steps)
    squares = make_pipeline(preprocessing.PolynomialFeatures(), Ridge())
    scaled = compose.TransformedTargetRegressor(squares, transformer=MinMaxScaler()).fit(X, Y)

    def undone():
        inputs = scaled.regressor_[:1].transform(X)
        is_right("its rest", scaled.regressor_[1:],
                 lambda _: scaled.transformer_.transform(scaled.predict(X)), inputs.tolist(), 1e-9)

    refused("scikit-learn: a step within scaled targets", scaled,
            "undo transformer_ on the outputs, and pass those behind it, model.regressor_[1:]",
            undone)
    search = model_selection.GridSearchCV(Ridge(), {"alpha": [1.0, 2.0]}, refit=False, cv=2)
    no("a search without refit", search, Y, "expected a search that was fitted with refit=True",
       model_selection.GridSearchCV(Ridge(), {"alpha": [1.0, 2.0]}, cv=2))


def other_steps():
    """What stands behind them is taken over."""
    for step, says in ((preprocessing.Normalizer(), "compute this step"),
                       (preprocessing.PolynomialFeatures(), "leave it away and train MLP"),
                       (preprocessing.PowerTransformer(), "retrain with StandardScaler"),
                       (preprocessing.QuantileTransformer(n_quantiles=9),
                        "retrain with StandardScaler"),
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
            ("retrain with SimpleImputer", impute.KNNImputer(), impute.SimpleImputer()),
            ("retrain without dtype", preprocessing.KBinsDiscretizer(3, dtype=np.float32),
             preprocessing.KBinsDiscretizer(3))):
        no("%s, replaced" % type(step).__name__, make_pipeline(step, MLPRegressor()), Y, says,
           make_pipeline(instead, MLPRegressor()))
    own = make_pipeline(Stateless(), Ridge()).fit(X, Y)
    refused("scikit-learn: a transformer of one's own", own, "pass those behind it, model[1:]",
            lambda: is_right("its rest", own[1:], lambda _: own.predict(X),
                             (X * X).tolist()) and None)
    marked = np.where(X > 1.0, X, -1.0)
    imputer = impute.SimpleImputer(missing_values=-1.0)
    refused("scikit-learn: gaps by a number", make_pipeline(imputer, Ridge()).fit(marked, Y),
            "retrain with gaps that are NaN",
            lambda: make_pipeline(impute.SimpleImputer(), Ridge()).fit(X, Y), ask)
    inside = compose.ColumnTransformer([("squares", preprocessing.FunctionTransformer(np.square),
                                         [0])], remainder="passthrough")
    model = model_selection.GridSearchCV(make_pipeline(inside, Ridge()), {}, cv=2).fit(X, Y)
    refused("scikit-learn: a function in a ColumnTransformer", model,
            "compute this step, and all of model.best_estimator_[:1] with it",
            lambda message: the_steps_behind(message, model))
    no("a function by oneself", model, Y, "apply its function to the rows in your own code",
       Ridge())
    outdated = make_pipeline(impute.SimpleImputer(), Ridge()).fit(X, Y)
    del outdated[0]._fill_dtype  # which scikit-learn 1.2 did not write
    refused("scikit-learn: an older version's", outdated, "or train it anew",
            lambda: outdated.fit(X, Y), ask)
    parts = {"scaler": StandardScaler().fit(X), "model": Ridge()}
    parts["model"].fit(parts["scaler"].transform(X), Y)
    refused("scikit-learn: a scaler and a model", parts, "make_pipeline(scaler, model)",
            lambda: make_pipeline(parts["scaler"], parts["model"]), ask)
    scaled = [("all", StandardScaler(), [0, 1, 2, 3])]
    weighted = compose.ColumnTransformer(scaled, transformer_weights={"all": 2.0})
    no("transformer_weights", make_pipeline(weighted, MLPRegressor()), Y,
       "retrain without transformer_weights",
       make_pipeline(compose.ColumnTransformer(scaled), MLPRegressor()))
    texts = ["good", "bad", "good fun", "bad luck"]
    words = make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts, [1, 0, 1, 0])
    counted = words[:1].transform(texts).toarray()

    def their_rest():
        is_right("the rest", words[1:], lambda rest: rest.predict_proba(counted), counted.tolist())

    refused("scikit-learn: TfidfVectorizer", words, "pass those behind it, model[1:]", their_rest)
    unfitted = make_pipeline(StandardScaler(), MLPRegressor())
    refused("scikit-learn: not fitted", unfitted, "Call 'fit'", lambda: unfitted.fit(X, Y), ask)
    halves = make_pipeline(StandardScaler().fit(X), MLPRegressor())
    refused("scikit-learn: half fitted", halves, "Call 'fit'", lambda: halves.fit(X, Y), ask)
    for end in "passthrough", Ridge:
        model = make_pipeline(StandardScaler().fit(X), end)
        refused("scikit-learn: at the end %r" % end, model, "put one there",
                lambda: make_pipeline(StandardScaler(), MLPRegressor()).fit(X, Y), ask)
    for thing in None, neural_network.MLPClassifier:
        refused("no model: %r" % thing, thing, "pass the fitted model itself",
                lambda: MLPClassifier().fit(X, TWO), ask)


TRIED = [mlps, linear_models, steps_before_them, what_is_around_them, other_estimators, other_steps]
