"""Models of real data, of each library that is installed, taken over and compared."""
import os
import sys
from importlib.util import find_spec

import numpy as np

from from_model import from_model

HERE = os.path.dirname(os.path.abspath(__file__))
os.environ.setdefault("JAX_ENABLE_X64", "1")  # before Keras is imported; it computes in float64


def demo():
    """Shows each library's models; those that are not installed are named."""
    for library, show in (("sklearn", scikit_learn), ("torch", pytorch), ("keras", keras_models)):
        if find_spec(library):
            show()
        else:
            print("%s: not installed" % library)
    return 0


def compare(name, model, X, expected, tolerance=1e-12):
    """Ends the program unless the network, and the module made of it, give what is expected."""
    net, names = from_model(model)
    source, module = names.to_python(net), {}
    exec(source, module)
    rows = np.asarray(X).tolist()
    inputs = [names.encode(row) for row in rows]
    encode = module.get("encode", list)
    expected = np.asarray(expected).reshape(len(rows), -1)
    worst = 0.0
    for outputs in net.forward_propagation(inputs), [module["predict"](encode(x)) for x in rows]:
        outputs = np.array(outputs)
        if outputs.shape != expected.shape:
            sys.exit("%s: expected outputs of the shape %r" % (name, expected.shape))
        worst = max(worst, (np.abs(outputs - expected) / np.maximum(1.0, np.abs(expected))).max())
    if not worst <= tolerance:  # true of NaN also
        sys.exit("%s: the outputs differ by %g" % (name, worst))
    print("%s: %r %r%s\n    %d outputs differ by at most %.0e"
          % (name, net.sizes, net.activations,
             ", classes %r" % (names.classes,) if names.classes else "", expected.size, worst))


NAMES = ["setosa", "versicolor", "virginica"]


def flowers():
    """Iris: measurements, and the number of each flower's species."""
    with open(os.path.join(HERE, "..", "data", "iris.csv")) as lines:
        rows = [line.strip().split(",") for line in lines][1:]  # but the header
    return (np.array([[float(cell) for cell in row[:-1]] for row in rows]),
            np.array([NAMES.index(row[-1]) for row in rows]))


def scikit_learn():
    from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
    from sklearn.datasets import load_breast_cancer, load_diabetes, load_iris
    from sklearn.neural_network import MLPClassifier, MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler
    options = dict(solver="lbfgs", alpha=0.1, max_iter=2000, random_state=0)

    data = load_iris()
    X, y = data.data, data.target_names[data.target]
    mlp = MLPClassifier(hidden_layer_sizes=[8], activation="tanh", **options)
    model = make_pipeline(StandardScaler(), mlp).fit(X, y)
    compare("scikit-learn, iris, in cm", model, X, model.predict_proba(X))

    X, y = load_breast_cancer(return_X_y=True)
    mlp = MLPClassifier(hidden_layer_sizes=[8, 4], activation="logistic", **options)
    model = make_pipeline(MinMaxScaler((-1, 1)), mlp).fit(X, y)
    compare("scikit-learn, a tumour, benign or not", model, X, model.predict_proba(X)[:, 1])

    X, y = load_diabetes(return_X_y=True, scaled=False)
    mlp = MLPRegressor(hidden_layer_sizes=[6], activation="relu", **options)
    model = TransformedTargetRegressor(make_pipeline(StandardScaler(), mlp),
                                       transformer=StandardScaler()).fit(X, y)
    compare("scikit-learn, the progress of diabetes", model, X, model.predict(X))

    measurements, species = flowers()
    X = np.array([[*row[:3], NAMES[kind]] for row, kind in zip(measurements, species)], object)
    columns = ColumnTransformer([("lengths", StandardScaler(), [0, 1, 2]),
                                 ("species", OneHotEncoder(), [3])])
    mlp = MLPRegressor(hidden_layer_sizes=[6], activation="tanh", **options)
    model = make_pipeline(columns, mlp).fit(X, measurements[:, 3])
    compare("scikit-learn, a petal's width by lengths and species", model, X, model.predict(X))


def pytorch():
    import torch
    from torch import nn
    torch.manual_seed(0)
    X, species = [torch.tensor(array) for array in flowers()]

    def fit(model, loss, X, y):
        model.double().train()
        optimizer = torch.optim.Adam(model.parameters(), lr=0.02)
        for _ in range(100):
            optimizer.zero_grad()
            loss(model(X), y).backward()
            optimizer.step()
        return model.eval()

    # The first layer scales, so that the network takes centimetres.
    model = fit(nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 8), nn.Tanh(), nn.Dropout(0.1),
                              nn.Sequential(nn.Linear(8, 3), nn.LogSoftmax(dim=1))),
                nn.NLLLoss(), X, species)
    compare("PyTorch, three species of iris", model, X, model(X).exp().detach())

    model = fit(nn.Sequential(nn.Flatten(), nn.Linear(4, 6), nn.BatchNorm1d(6), nn.LeakyReLU(0.1),
                              nn.BatchNorm1d(6, affine=False), nn.Linear(6, 1, bias=False),
                              nn.Sigmoid()),
                nn.BCELoss(), X, (species == 2).double().reshape(-1, 1))
    compare("PyTorch, virginica or not, by LeakyReLU", model, X, model(X).detach())


def keras_models():
    found = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
    os.environ.setdefault("KERAS_BACKEND", (found + ["jax"])[0])
    import keras
    from keras import layers
    keras.config.set_floatx("float64")
    keras.utils.set_random_seed(0)
    X, species = flowers()
    scaling = layers.Normalization()
    scaling.adapt(X)

    def fit(last, loss, y, *hidden):
        model = keras.Sequential([layers.Input((4,)), scaling] + list(hidden) + [last])
        model.compile("adam", loss)
        model.fit(X, y, epochs=5, verbose=0)
        return model

    model = fit(layers.Dense(3, "softmax"), "sparse_categorical_crossentropy", species,
                layers.Dense(8, "sigmoid"), layers.Dropout(0.1))
    compare("Keras, three species of iris", model, X, model.predict(X, verbose=0))
    model = fit(layers.Dense(1, "sigmoid"), "binary_crossentropy", species == 2,
                layers.Dense(6), layers.BatchNormalization(), layers.LeakyReLU())
    # On JAX and PyTorch, Keras 3.15 does some of this with 32 bits even so.
    compare("Keras, virginica or not, by LeakyReLU", model, X, model.predict(X, verbose=0), 1e-5)
