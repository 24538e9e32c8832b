"""A fitted model of scikit-learn as a signal."""
import warnings

import numpy as np
import sklearn
from sklearn import decomposition, impute, linear_model, preprocessing, random_projection, svm
from sklearn.base import is_classifier
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.cross_decomposition import CCA, PLSCanonical, PLSRegression
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.exceptions import NotFittedError
from sklearn.feature_selection import SelectorMixin
from sklearn.neighbors import NeighborhoodComponentsAnalysis
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion
from sklearn.utils.validation import check_is_fitted

from . import model, names
from .encode import is_missing
from .signal import Signal, clip
from .table import Block, Raw, Table

ACTIVATIONS = {"identity": "linear", "logistic": "sigmoid", "tanh": "tanh", "relu": "relu",
               "softmax": "softmax"}
LOGISTIC = (linear_model.LogisticRegression, linear_model.LogisticRegressionCV,
            LinearDiscriminantAnalysis)  # whose predict_proba is sigmoid's or softmax's
CENTRES = {preprocessing.StandardScaler: "mean_", preprocessing.RobustScaler: "center_",
           preprocessing.MaxAbsScaler: None, preprocessing.MinMaxScaler: None}
PROJECTIONS = (decomposition.PCA, decomposition.IncrementalPCA, decomposition.TruncatedSVD,
               decomposition.FastICA, random_projection.GaussianRandomProjection,
               random_projection.SparseRandomProjection)
AFFINE = (LinearDiscriminantAnalysis, NeighborhoodComponentsAnalysis, decomposition.FactorAnalysis)
TAKEN = ("StandardScaler, MinMaxScaler, RobustScaler, MaxAbsScaler, PCA, TruncatedSVD,"
         " OneHotEncoder, OrdinalEncoder, KBinsDiscretizer, SimpleImputer, what selects columns, or"
         " a ColumnTransformer or FeatureUnion of these")


def short(thing):
    text = " ".join(repr(thing).split())
    return text if len(text) <= 90 else text[:90] + "..."


# ---- a model ------------------------------------------------------------------------------------
class Model(model.Model):
    tolerance = 1e-6
    blame = ("if it transforms its outputs, as PoissonRegressor does by exp, train Ridge or"
             " MLPRegressor; if a class of your own computes something else, pass one of"
             " scikit-learn's; if a column has a mean of a million times its deviation, subtract it"
             " in your own code")

    def __init__(self, fitted_model):
        self.model = fitted_model
        fitted = with_columns(self.model)
        check_fitted(fitted)
        columns = columns_of(fitted)
        self.table = Table(columns)
        block = Block(self.table, [Raw(place, None) for place in range(len(columns))])
        try:
            signal, estimator = convert(self.model, block, "model")
        except NotFittedError:  # an AttributeError, too
            raise
        except AttributeError as error:
            raise of_another_version(error)
        self.signal = self.table.in_order(signal)
        classes = [as_class(label) for label in getattr(estimator, "classes_", [])] or None
        self.names = names.Names(columns, self.table.readings(), classes)
        if any(np.asarray(W).dtype == np.float32 for W in weights_of(estimator)):
            self.tolerance = 1e-3
        self._choose_answer(estimator)

    def _choose_answer(self, estimator):
        """Which of the model's methods gives what the network gives."""
        self.answer = self.model.predict
        if is_classifier(estimator):
            self.answer = getattr(self.model, "predict_proba", None)
            if self.signal.last_activation() == "linear":
                self.answer = self.model.decision_function
            elif self.signal.last_activation() == "sigmoid":
                self.loss = "cross_entropy"

    def rows(self, size):
        return self.table.rows(self.signal.natural_rows(size))

    def answers(self, rows):
        refusals = []
        for table in self._as_fitted(rows):
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # of columns without names, of what is unknown
                    return np.asarray(self.answer(table), float).reshape(len(rows), -1)
            except AttributeError as error:
                raise of_another_version(error)
            except (TypeError, ValueError) as error:
                refusals.append(error)
        raise ValueError("expected a model that answers rows such as %s, it says %s: if a class of"
                         " your own takes others, pass one of scikit-learn's"
                         % (short(rows[0]), str(refusals[0]).split("\n")[0]))

    def _as_fitted(self, rows):
        """Tables as the model may have been fitted to: a ColumnTransformer may take no other."""
        numbers = all(isinstance(cell, float) for row in rows for cell in row)
        tables = [np.array(rows, float if numbers else object)]
        if names_in(with_columns(self.model)):
            try:
                from pandas import DataFrame
                table = DataFrame(rows, columns=self.table.columns)
                tables = [table, table.astype(object)] + tables
            except ImportError:
                pass
        return tables


def of_another_version(error):
    """What to raise where something is missing, as in models that an older scikit-learn wrote."""
    return ValueError("expected a model of scikit-learn %s, which is installed, got one in which"
                      " something is missing (%s): if it comes from a file, take it over with the"
                      " scikit-learn that wrote that, or train it anew"
                      % (sklearn.__version__, error))


def check_fitted(model):
    """ValueError unless it is a fitted estimator."""
    if isinstance(model, type) or not hasattr(model, "fit"):
        raise ValueError("expected a fitted model, got %s: put one there, such as MLPClassifier(),"
                         " and call fit(X, y)" % short(model))
    check_is_fitted(model)


def with_columns(model):
    """The part of a model that knows what its columns were."""
    if is_search(model) and not hasattr(model, "best_estimator_"):
        raise ValueError("expected a search that was fitted with refit=True, got %s: set that, and"
                         " call its fit(X, y)" % short(model))
    for attribute in "best_estimator_", "regressor_":
        if hasattr(model, attribute):
            return with_columns(getattr(model, attribute))
    for _, step in getattr(model, "steps", []):
        if hasattr(step, "fit") and hasattr(with_columns(step), "n_features_in_"):
            return with_columns(step)
    return model


def columns_of(fitted):
    """The names of the columns that it takes, x0 and so on where they had none."""
    n = getattr(fitted, "n_features_in_", None)
    if n is None:
        raise ValueError("expected a model of a table, got %s, which does not tell its number of"
                         " columns: %s" % (short(fitted), inner_network(fitted) or (
                             "train one of the kinds that are known, such as MLPClassifier or"
                             " MLPRegressor")))
    return names_in(fitted) or ["x%d" % k for k in range(n)]


def names_in(fitted):
    """The names of the columns that it was fitted to, if they had any."""
    known = getattr(fitted, "feature_names_in_", None)
    if known is None:
        known = getattr(fitted, "_feature_names_in", None)  # before scikit-learn 1.0
    return [] if known is None else [str(name) for name in known]


def is_search(model):
    return hasattr(model, "param_distributions") or hasattr(model, "param_grid")


def convert(model, block, name):
    """The signal of a model's outputs, and the estimator that ends it."""
    if is_search(model):
        return convert(model.best_estimator_, block, name + ".best_estimator_")
    if type(model) is TransformedTargetRegressor:
        signal, estimator = convert(model.regressor_, block, name + ".regressor_")
        for scaler in reversed(flat(model.transformer_)):
            signal = unscaled(signal, scaler, name)
        return signal, estimator
    if type(model).__name__ == "FrozenEstimator":  # it came with 1.6
        return convert(model.estimator, block, name + ".estimator")
    if isinstance(model, SelectorMixin) and is_estimator(model):
        block = block.columns(np.flatnonzero(model.get_support()))
        return convert(model.estimator_, block, name + ".estimator_")
    if hasattr(model, "steps"):
        for k in range(len(model.steps) - 1):
            try:
                block = transformed(model.steps[k][1], block)
            except NotTaken as error:
                its_own = error.step in flat(model.steps[k][1])  # else in a ColumnTransformer
                before = "those before it" if its_own else "all of %s[:%d] with it" % (name, k + 1)
                undo = "undo transformer_ on the outputs, " if ".regressor_" in name else ""
                raise ValueError(
                    "expected %s, got %s: %scompute this step, and %s, in your own code, %sand pass"
                    " those behind it, %s[%d:]"
                    % (TAKEN, short(error.step), error.advice, before, undo, name, k + 1))
        return convert(model.steps[-1][1], block, name + "[-1]")
    return estimated(model, block.signal()), model


def is_estimator(selector):
    """Whether it predicts by the columns that it selects, as RFE does."""
    return hasattr(selector, "estimator_") and hasattr(selector, "predict")


def unscaled(signal, scaler, name):
    """The signal before a scaler of the targets was applied."""
    if type(scaler) not in CENTRES:
        inner = name + ".regressor_"
        if name.endswith("[-1]"):  # it stands behind other steps
            inner = "make_pipeline(%s[:-1], %s)" % (name[:-len("[-1]")], inner)
        raise ValueError("expected a scaler of the targets, got %s: pass %s, and undo this one on"
                         " its outputs in your own code" % (short(scaler), inner))
    scale, shift = scale_and_shift(scaler, signal.width)
    return signal.scaled(1.0 / scale, -shift / scale)


# ---- the estimator ------------------------------------------------------------------------------
def estimated(model, signal):
    check_fitted(model)
    if type(model) in (MLPClassifier, MLPRegressor):
        weights, biases = model.coefs_, model.intercepts_
        activations = [model.activation] * (len(weights) - 1) + [model.out_activation_]
    elif is_linear(model):
        coefficients = getattr(model.coef_, "toarray", lambda: model.coef_)()  # after sparsify()
        coefficients = coefficients.reshape(-1, coefficients.shape[-1])
        weights = [coefficients.T]
        biases = [model.intercept_ + 0.0 * coefficients[:, 0]]  # which may be one number
        if isinstance(model, (PLSRegression, PLSCanonical, CCA)):  # they centre the inputs first
            biases = [np.ravel(model.predict(np.zeros((1, coefficients.shape[1]))))]
        activations = [link(model, len(coefficients))]
    else:
        raise ValueError("expected MLPClassifier, MLPRegressor, LogisticRegression or another"
                         " linear model, alone or last in a Pipeline, got %s: %s"
                         % (short(model), advice(model)))
    for W, b, activation in zip(weights, biases, activations):
        if activation not in ACTIVATIONS:
            raise ValueError("expected an activation of %s, got %s in %s: retrain with"
                             " loss='squared_error'"
                             % (", ".join(sorted(ACTIVATIONS)), activation, short(model)))
        signal = signal.dense(W, b)
        if activation != "identity":
            signal = signal.activation(ACTIVATIONS[activation])
    return signal


def is_linear(model):
    """Whether the outputs are X . coef_ + intercept_, or sigmoid or softmax of it."""
    one_against_one = type(model) in (svm.SVC, svm.NuSVC) and len(model.classes_) > 2
    return not one_against_one and all(
        hasattr(model, name) for name in ("coef_", "intercept_", "predict"))


def weights_of(model):
    return getattr(model, "coefs_", None) or [model.coef_]


def link(model, outputs):
    """The activation that makes a linear model's probabilities, or identity."""
    if isinstance(model, linear_model.SGDClassifier):  # of more classes each has its own sigmoid
        is_logistic = model.loss in ("log_loss", "log") and outputs == 1
        return "logistic" if is_logistic else "identity"
    if not isinstance(model, LOGISTIC):  # a subclass may compute the same; the rows tell
        return "identity"
    multi_class = getattr(model, "multi_class", "")  # scikit-learn before 1.8 has it
    if outputs == 1:
        if multi_class == "multinomial":
            raise ValueError("expected sigmoid for two classes, got softmax of %s: retrain without"
                             " multi_class='multinomial'" % short(model))
        return "logistic"
    remedies = []
    if model.solver == "liblinear":
        remedies.append("with solver='lbfgs'")
    if multi_class == "ovr":
        remedies.append("without multi_class='ovr'")
    if remedies:
        raise ValueError("expected softmax over the classes, got one-vs-rest of %s: retrain %s"
                         % (short(model), " and ".join(remedies)))
    return "softmax"


def inner_network(model):
    """What to do about a network of another library, as skorch and scikeras have it, or ""."""
    for attribute in "module_", "model_":
        if hasattr(model, attribute):
            return ("pass its %s, and do what stands before it in a Pipeline in your own code"
                    % attribute)
    return ""


def advice(model):
    """What to do about an estimator that is no sum of its inputs."""
    kind = type(model).__name__
    mlp = "MLPClassifier" if is_classifier(model) else "MLPRegressor"
    if inner_network(model):
        return inner_network(model)
    if kind in ("RANSACRegressor", "SelfTrainingClassifier", "FixedThresholdClassifier",
                "TunedThresholdClassifierCV"):
        return ("pass its estimator_, in a Pipeline as make_pipeline(model[:-1], it), and apply the"
                " threshold, if it has one, in your own code")
    if kind in ("OneVsRestClassifier", "MultiOutputClassifier", "MultiOutputRegressor"):
        return ("pass each of its estimators_, for a network of its own, in a Pipeline as"
                " make_pipeline(model[:-1], it)")
    if any(word in kind for word in ("Tree", "Forest", "Boosting", "XGB", "LGBM", "CatBoost")):
        return ("m2cgen and emlearn export trees; for a network train %s, with a StandardScaler"
                " before it" % mlp)
    if kind in ("SVC", "NuSVC", "SVR", "NuSVR"):
        return ("train Linear%s, or %s for what is not linear, with a StandardScaler before it"
                % ("SVC" if is_classifier(model) else "SVR", mlp))
    if hasattr(model, "estimator") or hasattr(model, "estimators"):
        return ("it corrects or combines the outputs of other models; pass one of these if it is of"
                " the kinds named, fitted by itself, or train %s" % mlp)
    return "train one of the kinds named, such as %s, with a StandardScaler before it" % mlp


# ---- what stands before the estimator -----------------------------------------------------------
class NotTaken(Exception):
    def __init__(self, step, advice=""):
        self.step, self.advice = step, advice


def flat(step):
    """The transformers of a step, Pipelines in it unpacked, without those that do nothing."""
    if hasattr(step, "steps"):
        return [inner for _, one in step.steps for inner in flat(one)]
    if type(step) is preprocessing.FunctionTransformer and step.func is step.inverse_func is None:
        return []
    if hasattr(step, "fit_resample"):  # imbalanced-learn's, for fit() alone
        return []
    return [] if step is None or isinstance(step, str) and step == "passthrough" else [step]


def transformed(step, block):
    for one in flat(step):
        if type(one).__module__.startswith("sklearn."):  # one of one's own may have nothing to fit
            check_is_fitted(one)
        block = transformed_by(one, block)
    return block


def transformed_by(step, block):
    """The block behind one transformer. NotTaken: it does what no network of relus can do."""
    kind = type(step)
    if kind in CENTRES:
        signal = block.signal()
        signal = signal.linear(*affine(signal.width, *scale_and_shift(step, signal.width)))
        if getattr(step, "clip", False):
            signal = signal.relus(clip(*step.feature_range))
        return block.of(signal)
    if kind in PROJECTIONS:
        return block.of(projected(step, block.signal()))
    if kind in AFFINE:
        return block.of(asked(step, block.signal()))
    if isinstance(step, SelectorMixin):
        return block.columns(np.flatnonzero(step.get_support()))
    if kind is impute.SimpleImputer and is_missing(step.missing_values):
        return imputed(step, block)
    if kind in ENCODERS and all(isinstance(part, Raw) for part in block.parts):
        return encoded(step, block)
    if kind is ColumnTransformer and not step.transformer_weights:
        return of_columns(step, block)
    if kind is FeatureUnion and not step.transformer_weights:
        return Block(block.table, [part for _, inner in step.transformer_list if inner != "drop"
                                   for part in transformed(inner, block).parts])
    raise NotTaken(step, advice_about(step))


def of_columns(step, block):
    parts, left_out = [], set(range(len(list(block.singles()))))
    for _, inner, columns in step.transformers_:
        which = positions(columns, step)
        if which and not (isinstance(inner, str) and inner == "drop"):
            parts += transformed(inner, block.columns(which)).parts
            left_out -= set(which)
    block.columns(left_out).leave_out()
    return Block(block.table, parts)


def advice_about(step):
    kind = type(step).__name__
    if getattr(step, "transformer_weights", None):
        return "retrain without transformer_weights; or "
    if kind == "PolynomialFeatures":
        return "leave it away and train MLPClassifier or MLPRegressor, which learn products; or "
    if kind == "SimpleImputer":
        return "retrain with gaps that are NaN, which SimpleImputer() fills; or "
    if kind == "MissingIndicator":
        return "retrain with SimpleImputer(add_indicator=True); or "
    if kind == "FunctionTransformer":
        return "apply its function to the rows in your own code, and retrain without it; or "
    if kind in ("KNNImputer", "IterativeImputer"):
        return "retrain with SimpleImputer; or "
    if kind in ("PowerTransformer", "QuantileTransformer"):
        return "retrain with StandardScaler; or "
    return ""


def affine(n, scale, shift):
    return np.diag(np.broadcast_to(scale, n)), shift


def scale_and_shift(step, n):
    """Of a scaler of n columns, which gives x * scale + shift."""
    check_is_fitted(step)
    scale = np.ones(n) if step.scale_ is None else step.scale_
    if type(step) is preprocessing.MinMaxScaler:
        return scale, step.min_
    centre = getattr(step, CENTRES[type(step)] or "-", None)
    if centre is None or getattr(step, "with_mean", True) is False:
        centre = np.zeros(n)
    return 1.0 / scale, -centre / scale


def projected(step, signal):
    A = getattr(step.components_, "toarray", lambda: step.components_)().T
    if getattr(step, "whiten", False) and hasattr(step, "explained_variance_"):
        A = A / np.sqrt(step.explained_variance_)
    mean = getattr(step, "mean_", None)
    return signal.linear(A, 0.0 if mean is None else -(mean @ A))


def asked(step, signal):
    """Of a step that gives x . A + shift, which its answers tell."""
    shift = step.transform(np.zeros((1, signal.width)))
    return signal.linear(step.transform(np.eye(signal.width)) - shift, shift[0])


def positions(columns, step):
    """The columns of a block of a ColumnTransformer, as whole numbers."""
    known = names_in(step)
    if isinstance(columns, slice) and isinstance(columns.start or columns.stop, str):
        first = 0 if columns.start is None else known.index(columns.start)
        last = len(known) - 1 if columns.stop is None else known.index(columns.stop)
        return list(range(first, last + 1))[::columns.step or 1]
    if isinstance(columns, (str, int)):
        columns = [columns]
    if not isinstance(columns, slice):
        columns = [known.index(c) if isinstance(c, str) else c for c in columns]
    return np.arange(step.n_features_in_)[columns].tolist() if len(
        np.atleast_1d(columns)) else []


# ---- what reads cells ---------------------------------------------------------------------------
def as_value(value):
    """A category as JSON has it; None: a missing one."""
    return None if is_missing(value) else getattr(value, "item", lambda: value)()


def as_class(label):
    """A class as JSON has it: a date as text."""
    value = getattr(label, "item", lambda: label)()
    return value if isinstance(value, (str, int, float)) else str(value)


def imputed(step, block):
    parts = []
    for part, statistic in zip(block.singles(), step.statistics_):
        if is_missing(statistic) and not getattr(step, "keep_empty_features", False):
            Block(block.table, [part]).leave_out()  # nothing was known of this column
            continue
        if isinstance(part, Raw) and part.if_missing is None:
            part = Raw(part.place, as_value(statistic))
            block.table.missing[part.place] = step.missing_values
        elif isinstance(part, Signal):  # behind a scaler, which leaves gaps as they are
            block.table.fill(part, statistic)
        parts.append(part)
    if step.add_indicator:
        singles = list(block.singles())
        for k in step.indicator_.features_:
            parts.append(indicator(step, singles[k], block.table))
    return Block(block.table, parts)


def indicator(step, part, table):
    if not isinstance(part, Raw):
        raise NotTaken(step)
    column = table.columns[part.place]
    return table.encoded(part, names.values(column, [None], [[1.0]], ["%s is missing" % column],
                                            unknown=[0.0]))


ENCODERS = [getattr(preprocessing, name) for name in (  # TargetEncoder came with 1.3
    "OneHotEncoder", "OrdinalEncoder", "TargetEncoder", "KBinsDiscretizer", "Binarizer")
    if hasattr(preprocessing, name)]


def encoded(step, block):
    """The codes are those that the encoder gives: it is asked for each value."""
    n = len(block.parts)
    if getattr(step, "dtype", None) == np.float32 and hasattr(step, "bin_edges_"):
        raise NotTaken(step, "retrain without dtype, which rounds the numbers at the edges; or ")
    if type(step) in (preprocessing.KBinsDiscretizer, preprocessing.Binarizer):
        edges = [edges_of(step, j) for j in range(n)]
        known = [[below(e)] + e for e in edges]
        unknown = [None] * n
    else:
        edges = [None] * n
        known = [list(categories) for categories in step.categories_]
        for categories in known:
            as_values(step, categories)
        takes_unknown = getattr(step, "handle_unknown", "ignore") != "error"
        unknown = [none_of(values) if takes_unknown else None for values in known]
    parts, first = [], 0
    for j, raw in enumerate(block.parts):
        asked = known[j] + ([] if unknown[j] is None else [unknown[j]])
        codes = answered(step, known, j, asked)
        last = first + width(step, j, n, codes)
        reading = reading_of(step, block.table.columns[raw.place], raw, known[j], edges[j],
                             [row[first:last].tolist() for row in codes])
        if None in reading.get("values", ()):
            block.table.missing.setdefault(raw.place, [v for v in known[j] if is_missing(v)][0])
        parts.append(block.table.encoded(raw, reading))
        first = last
    if first != codes.shape[1]:
        raise NotTaken(step)
    return Block(block.table, parts)


def edges_of(step, j):
    if type(step) is preprocessing.Binarizer:
        return [float(np.nextafter(step.threshold, np.inf))]  # 1 above the threshold, not at it
    return step.bin_edges_[j][1:-1].tolist()


def below(edges):
    return edges[0] - 1.0 - abs(edges[0]) if edges else 0.0


def none_of(values):
    """A value that is none of these."""
    if all(isinstance(value, (int, float, np.number)) for value in values):
        return float(np.nanmax(np.array(values, float))) + 1.0
    return "".join(str(value) for value in values) + "?"


def answered(step, known, j, asked):
    """The encoder's outputs for rows that differ only in column j, whose cells are those asked."""
    rows = [[value if k == j else values[0] for k, values in enumerate(known)] for value in asked]
    numbers = all(isinstance(cell, (int, float, np.number)) for row in rows for cell in row)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the columns have no names here
        codes = step.transform(np.array(rows, float if numbers else object))
    return np.asarray(getattr(codes, "toarray", lambda: codes)(), float)


def width(step, j, n, codes):
    """How many outputs column j has, of n columns."""
    if type(step) is preprocessing.OneHotEncoder:
        infrequent = getattr(step, "infrequent_categories_", [None] * n)[j]
        dropped = step.drop_idx_ is not None and step.drop_idx_[j] is not None
        grouped = 0 if infrequent is None else len(infrequent) - 1
        return len(step.categories_[j]) - grouped - dropped
    if type(step) is preprocessing.KBinsDiscretizer and step.encode != "ordinal":
        return int(step.n_bins_[j])
    return codes.shape[1] // n


def reading_of(step, column, raw, known, edges, codes):
    if edges is not None:
        return names.steps(column, edges, codes, step_inputs(column, edges, codes), raw.if_missing)
    values = as_values(step, known)
    if raw.if_missing is not None and None in values:
        raise NotTaken(step, "None is one of its categories, as SimpleImputer fills NaN alone:"
                             " retrain with gaps that are NaN, table.fillna(numpy.nan); or ")
    if any(v != v for row in codes for v in row):
        raise NotTaken(step, "retrain with numbers for unknown_value and encoded_missing_value;"
                             " or ")
    unknown = codes[len(values)] if len(codes) > len(values) else None
    if_missing = raw.if_missing  # a word that fills gaps is unknown where the rows had none
    if if_missing not in values and unknown is None:
        if_missing = None
    return names.values(column, values, codes[:len(values)], value_inputs(column, values, codes),
                        unknown, if_missing)


def as_values(step, categories):
    """Categories as JSON has them. NotTaken: dates, numbers of too many digits, None and NaN."""
    values = [as_value(value) for value in categories]
    known = [value for value in values if value is not None]
    if len(set(values)) < len(values) or not all(
            isinstance(value, str) or isinstance(value, (int, float)) and abs(value) < 2 ** 53
            for value in known):
        raise NotTaken(step, "retrain with categories that are text or numbers, these below"
                             " 2 ** 53, and missing ones that are all None or all NaN; or ")
    return values


def value_inputs(column, values, codes):
    """Names such as sex=male, or size (small: 0, large: 1)."""
    if set(v for row in codes for v in row) - {0.0, 1.0} or len(codes[0]) == 1 and len(values) > 2:
        shown = ", ".join("%s: %g" % (value, code[0]) for value, code in zip(values, codes))
        return ["%s (%s)" % (column, shown)] if len(codes[0]) == 1 else [
            "%s (%d)" % (column, k) for k in range(len(codes[0]))]
    inputs = []
    for k in range(len(codes[0])):
        group = [str(value) for value, code in zip(values, codes) if code[k] == 1.0]
        inputs.append("%s is missing" % column if group == ["None"] and None in values
                      else "%s=%s" % (column, " or ".join(group)))
    return inputs


def step_inputs(column, edges, codes):
    if len(codes[0]) == 1:
        return ["%s (%s)" % (column, ", ".join("from %g: %g" % (edge, code[0])
                                               for edge, code in zip(edges, codes[1:])))]
    ends = ["below %g" % edges[0]] + ["%g to %g" % pair for pair in zip(edges, edges[1:])] + [
        "from %g" % edges[-1]] if edges else ["any"]
    return ["%s %s" % (column, end) for end in ends]
