"""What skl2onnx writes of models of scikit-learn."""
import numpy as np
"""What skl2onnx writes."""
import pandas as pd
from skl2onnx import to_onnx
from sklearn import linear_model, neural_network, preprocessing, svm, tree
from sklearn.compose import ColumnTransformer
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline

from trying import THREE, TWO, X, Y, answers, refused, right

rows = X.astype("float32")
few = dict(hidden_layer_sizes=[5], max_iter=20, random_state=0)
scaler, options = preprocessing.StandardScaler(), {"zipmap": False}


def numbers():
    """MLPs and linear models, behind a scaler."""
    for name, model, y in (
            ("MLPClassifier, two", neural_network.MLPClassifier(**few), TWO),
            ("MLPClassifier, three", neural_network.MLPClassifier(**few), THREE),
            ("MLPClassifier, names", neural_network.MLPClassifier(**few),
             np.array(["no", "yes"])[TWO]),
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
    for y in TWO, THREE:
        case("LinearSVC", svm.LinearSVC(), y)
    case("several labels", neural_network.MLPClassifier(**few), (np.hstack([Y, Y]) > 0).astype(int))


def case(name, model, y=THREE, rows=rows):
    model.fit(rows, y)
    right("skl2onnx: " + name, to_onnx(model, rows[:1]), lambda _: answers(model, rows),
          rows=rows.tolist(), tolerance=1e-4)


def columns():
    """Some of the columns, and columns of whole numbers."""
    some = ColumnTransformer([("n", scaler, [0, 2])], remainder="passthrough")
    for select in some, SelectKBest(k=2):
        case("%s" % type(select).__name__, make_pipeline(select, linear_model.LogisticRegression()))
    whole = np.round(X).astype(int)
    case("whole numbers", make_pipeline(scaler, linear_model.LogisticRegression()), rows=whole)
    table = pd.DataFrame(whole, columns=list("abcd"))
    model = make_pipeline(SimpleImputer(), scaler, linear_model.Ridge()).fit(table, Y)
    right("skl2onnx: a table of numbers", to_onnx(model, table[:1].astype("float32")),
          lambda _: model.predict(table), rows=table.to_dict("records"), tolerance=1e-4)


def tables():
    """Rows of numbers and text."""
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


def refusals():
    """Trees."""
    forest = to_onnx(tree.DecisionTreeClassifier().fit(rows, TWO), rows[:1])
    mlp = neural_network.MLPClassifier(**few).fit(rows, TWO)
    refused("skl2onnx: a tree", forest, "for a network train an MLP",
            lambda: to_onnx(mlp, rows[:1]), lambda _: mlp.predict_proba(rows))


TRIED = [numbers, columns, tables, refusals]
