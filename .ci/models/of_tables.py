"""Models of scikit-learn, of rows of numbers and text: DataFrames, and arrays of objects."""
import functools
import warnings

import numpy as np
import pandas as pd
from sklearn import linear_model, neural_network, preprocessing
from sklearn.compose import (ColumnTransformer, TransformedTargetRegressor, make_column_selector,
                             make_column_transformer)
from sklearn.feature_selection import SelectKBest, VarianceThreshold
from sklearn.decomposition import TruncatedSVD
from sklearn.impute import SimpleImputer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from trying import answers, is_right, refused, right

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


def rows_of(table):
    """As a user has them: dicts, in which None is missing, or lists."""
    if isinstance(table, np.ndarray):
        return table.tolist()
    cells = table.astype(object)
    return cells.where(cells.notna(), None).to_dict("records")


def case(name, model, table=table, y=survived):
    model.fit(table, y)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return right("a table: " + name, model, lambda model: answers(model, table),
                     rows=rows_of(table), tolerance=1e-9)


scaled, encoded = ("n", StandardScaler(), numbers), ("c", OneHotEncoder(), words)
prepared = ColumnTransformer([
    ("n", make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numbers),
    ("c", make_pipeline(SimpleImputer(strategy="most_frequent"),
                        OneHotEncoder(handle_unknown="ignore")), words)])


def titanic():
    """The commonest: numbers that are scaled, categories that are one-hot, and gaps."""
    _, names = case("numbers and text", make_pipeline(ColumnTransformer([scaled, encoded]), mlp()))
    assert names.inputs == ["age", "fare", "sex=female", "sex=male", "port=C", "port=Q", "port=S"]
    _, names = case("titanic, with gaps", make_pipeline(prepared, mlp()), gaps)
    filled = {"age": float(gaps["age"].median()), "port": gaps["port"].mode()[0]}
    assert names.encode({"age": None, "fare": 1.0, "sex": "?", "port": None}) == names.encode(
        dict(filled, fare=1.0, sex="?"))


def encoders():
    """Each of them, with what it can be told."""
    for encode in (OneHotEncoder(drop="first"), OneHotEncoder(drop="if_binary"),
                   OneHotEncoder(drop=["male", "Q"]), OneHotEncoder(sparse_output=False),
                   OneHotEncoder(min_frequency=20, handle_unknown="infrequent_if_exist"),
                   OneHotEncoder(max_categories=2), OneHotEncoder(handle_unknown="warn"),
                   OneHotEncoder(categories=[["male", "female", "x"], ["C", "Q", "S"]]),
                   OrdinalEncoder(), OrdinalEncoder(min_frequency=20),
                   OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1),
                   preprocessing.TargetEncoder(cv=2)):
        case("%r" % encode, make_pipeline(ColumnTransformer([scaled, ("c", encode, words)]), mlp()))


def gaps_and_kinds():
    """What is missing, and cells that are no words."""
    case("categories with gaps", make_pipeline(
        ColumnTransformer([("c", OneHotEncoder(), ["port", "sex"])]), mlp()), gaps)
    marked = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    case("gaps marked", make_pipeline(ColumnTransformer([("n", marked, numbers)]), mlp()), gaps)
    case("gaps filled by a word", make_pipeline(ColumnTransformer([
        ("c", make_pipeline(SimpleImputer(strategy="constant", fill_value="none"), OneHotEncoder()),
         ["port"])]), mlp()), gaps)
    case("filled first, encoded then", make_pipeline(
        ColumnTransformer([("n", SimpleImputer(), [0, 1]),
                           ("c", SimpleImputer(strategy="most_frequent"), [2, 3])]),
        ColumnTransformer([("n", StandardScaler(), [0, 1]), ("c", OneHotEncoder(), [2, 3])]),
        mlp()), gaps)
    case("whole numbers, true and false", make_pipeline(ColumnTransformer(
        [("c", OneHotEncoder(), ["class", "child"])], remainder="drop"), mlp()))
    right("a table: 1 for true", make_pipeline(ColumnTransformer([
        ("c", OneHotEncoder(handle_unknown="ignore"), ["child"])]), mlp()).fit(table, survived),
        lambda model: model.predict_proba(table),
        rows=[dict(row, child=int(row["child"])) for row in rows_of(table)])
    case("filled, and as it is", make_pipeline(ColumnTransformer([
        ("f", make_pipeline(SimpleImputer(strategy="constant", fill_value="none"),
                            OneHotEncoder()), ["port"]),
        ("c", OneHotEncoder(), ["port"])]), mlp()), gaps)
    case("as a number, too", make_pipeline(ColumnTransformer([
        ("c", OneHotEncoder(drop="if_binary"), ["child", "class"]),
        ("n", "passthrough", ["class", "child"])]), mlp()))
    case("a column without a value", make_pipeline(SimpleImputer(), mlp()),
         gaps[numbers].assign(empty=np.nan))
    filled = SimpleImputer(strategy="constant", fill_value="none")
    case("a word for gaps, without gaps", make_pipeline(
        ColumnTransformer([("c", make_pipeline(filled, OneHotEncoder()), words)]), mlp()))
    scaled_first = make_pipeline(StandardScaler(), SimpleImputer(strategy="median"))
    case("scaled first, filled then", make_pipeline(
        ColumnTransformer([("n", scaled_first, numbers)]), mlp()), gaps)
    _, names = case("text that is dropped", make_pipeline(ColumnTransformer([scaled]), mlp()))
    assert names.inputs == numbers
    case("letters of all kinds", make_pipeline(
        make_column_transformer((OneHotEncoder(), ["town"]), ("passthrough", ["fare"])), mlp()))


def ways_to_write_it():
    """Columns and models as people write them."""
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
    bins = "b", preprocessing.KBinsDiscretizer(4), ["age"]
    case("bins beside numbers", make_pipeline(ColumnTransformer([bins, scaled]), mlp()))
    case("a linear model", make_pipeline(prepared, linear_model.LogisticRegression()), gaps)
    case("a search", GridSearchCV(make_pipeline(prepared, mlp()), {
        "mlpclassifier__alpha": [0.1, 1.0]}, cv=2), gaps)
    case("scaled targets", TransformedTargetRegressor(
        make_pipeline(ColumnTransformer([scaled, encoded]), linear_model.Ridge()),
        transformer=StandardScaler()), y=random.rand(60))
    case("an array of objects", make_pipeline(ColumnTransformer(
        [("n", StandardScaler(), [0, 1]), ("c", OneHotEncoder(), [2, 3])]), mlp()),
        table[numbers + words].to_numpy(object))
    dense = "c", OneHotEncoder(sparse_output=False), words
    case("pandas within", make_pipeline(ColumnTransformer([scaled, dense]).set_output(
        transform="pandas"), StandardScaler(), mlp()))
    case("numbers with names", make_pipeline(StandardScaler(), mlp()), table[numbers])


def refusals():
    """What has no number for a cell, or two encoders."""
    model = make_pipeline(ColumnTransformer([("c", OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=np.nan), words)]),
        linear_model.LogisticRegression()).fit(table, survived)
    refused("a table: NaN for the unknown", model, "retrain with numbers for unknown_value",
            lambda: case("its remedy", make_pipeline(ColumnTransformer([("c", OrdinalEncoder(
                handle_unknown="use_encoded_value", unknown_value=-1), words)]), mlp())) and None)
    cells = np.array([["a"], ["a"], ["b"], [None]] * 15, object)
    filled = make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(), mlp())
    nans = pd.DataFrame(cells).fillna(np.nan).to_numpy(object)

    def with_nan():
        is_right("its remedy", filled.fit(nans, survived), lambda model: model.predict_proba(nans),
                 [[None if cell != cell else cell] for cell in nans[:, 0]])

    refused("a table: None that SimpleImputer does not fill", filled.fit(cells, survived),
            "retrain with gaps that are NaN, table.fillna(numpy.nan)", with_nan)
    times = table.assign(time=pd.to_timedelta(table["class"], unit="D"))
    timed = ColumnTransformer([("c", OneHotEncoder(handle_unknown="ignore"), ["time"])])
    model = make_pipeline(timed, mlp()).fit(times, survived)
    refused("a table: spans of time", model, "retrain with categories that are text or numbers",
            lambda: case("its remedy", make_pipeline(timed, mlp()),
                         times.assign(time=times["time"].dt.days)) and None)
    numbered = table.assign(number=12345678901234567 + table["class"])
    model = make_pipeline(ColumnTransformer([("c", OneHotEncoder(), ["number"])]), mlp())
    refused("a table: numbers of 17 digits", model.fit(numbered, survived), "below 2 ** 53",
            lambda: case("its remedy", model, numbered.astype({"number": str})) and None)
    mixed = np.array([["a"], [None], [np.nan]] * 20, object)
    model = make_pipeline(OneHotEncoder(), mlp()).fit(mixed, survived)
    alike = np.array([["a"], [None], [None]] * 20, object)

    def with_none_alone():
        is_right("its remedy", make_pipeline(OneHotEncoder(), mlp()).fit(alike, survived),
                 lambda model: model.predict_proba(alike), alike.tolist())

    refused("a table: None and NaN", model, "missing ones that are all None or all NaN",
            with_none_alone)
    model = make_pipeline(ColumnTransformer([("c", make_pipeline(
        OrdinalEncoder(), OneHotEncoder()), words)]), mlp()).fit(table, survived)
    refused("a table: an encoder of an encoder", model, "pass those behind it, model[1:]",
            lambda: is_right("its remedy", model[1:], lambda rest: rest.predict_proba(
                model[:1].transform(table)), model[:1].transform(table).tolist()) and None)


TRIED = [titanic, encoders, gaps_and_kinds, ways_to_write_it, refusals]
