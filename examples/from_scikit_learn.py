"""Takes trained networks out of scikit-learn: the same outputs in plain Python, without NumPy.

    python3 examples/from_scikit_learn.py

Imports scikit-learn for the training and for the data. Take from_mlp with you: it needs no more
than purenn. What stands before the model, such as a StandardScaler, does not come along:
give the network the inputs that the model was given.
"""
from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.preprocessing import scale

from compare import compare
from purenn import Network


def from_mlp(model):
    """The Network of a fitted MLPClassifier or MLPRegressor.

    Its outputs are predict_proba(X), of two classes only the second column, or predict(X).
    """
    names = [model.activation] * (len(model.coefs_) - 1) + [model.out_activation_]
    renamed = {"identity": "linear", "logistic": "sigmoid"}
    return Network([len(model.coefs_[0])] + [len(b) for b in model.intercepts_],
                   [renamed.get(name, name) for name in names],
                   "mse" if names[-1] == "identity" else "cross_entropy",
                   weights=[W.tolist() for W in model.coefs_],
                   biases=[b.tolist() for b in model.intercepts_])


def main():
    options = dict(solver="lbfgs", alpha=0.1, max_iter=2000, random_state=0)

    X, y = load_iris(return_X_y=True)
    X = scale(X)
    model = MLPClassifier(hidden_layer_sizes=[8], activation="tanh", **options).fit(X, y)
    compare("three species of iris", from_mlp(model), X, model.predict_proba(X))

    X, y = load_breast_cancer(return_X_y=True)
    X = scale(X)
    model = MLPClassifier(hidden_layer_sizes=[8, 4], activation="logistic", **options).fit(X, y)
    compare("a tumour, benign or not", from_mlp(model), X, model.predict_proba(X)[:, 1:])

    X, y = load_diabetes(return_X_y=True)
    X = scale(X)
    model = MLPRegressor(hidden_layer_sizes=[6], activation="relu", **options).fit(X, y)
    compare("the progress of diabetes", from_mlp(model), X, model.predict(X).reshape(-1, 1))


if __name__ == "__main__":
    main()
