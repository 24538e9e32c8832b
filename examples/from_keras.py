"""Takes trained networks out of Keras: the same outputs in plain Python, without NumPy.

    python3 examples/from_keras.py

Imports keras, on whichever of TensorFlow, JAX and PyTorch is there, and numpy. Take from_sequential
with you, and assemble.py. The models here compute in float64, to agree within 1e-12; on JAX, Keras
3.15 computes tanh and BatchNormalization with 32 bits even so. The weights of a float32
model, which is the default, come over exactly too, but its outputs then differ by its own rounding:
by about 1e-7 of their size.
"""
import os
import sys
from importlib.util import find_spec

found = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
os.environ.setdefault("KERAS_BACKEND", (found + ["jax"])[0])
os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
try:
    import keras
    import numpy as np
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install keras jax" % error)

from assemble import assemble
from compare import compare
from iris import read
from learning import HERE, one_hot

KNOWN = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softmax": "softmax"}
NOTHING = {"InputLayer", "Flatten", "Dropout", "GaussianNoise", "GaussianDropout"}  # in predict


def from_sequential(model, loss=None):
    """The Network of a Sequential, as it is in predict(). loss: for more training, Network's.

    It may hold Input, Dense, BatchNormalization and Normalization (which go into the weights),
    Activation, ReLU, Softmax, Flatten, Dropout, and Sequentials of these.
    """
    if not isinstance(model, keras.Sequential):
        raise ValueError("expected a keras.Sequential, got %s: pass keras.Sequential([...]) of its"
                         " layers, in the order in which they are called" % type(model).__name__)
    return assemble(parts(model), loss)


def numbers(tensor):
    return keras.ops.convert_to_numpy(tensor).astype(float)


def parts(model):
    for layer in model.layers:
        kind = type(layer).__name__
        if isinstance(layer, keras.Sequential):
            yield from parts(layer)
        elif kind == "Dense":
            W = numbers(layer.kernel)
            yield "dense", W.tolist(), (numbers(layer.bias) if layer.use_bias
                                        else np.zeros(W.shape[1])).tolist()
            yield from activation(layer.activation.__name__, layer)
        elif kind == "Activation":
            yield from activation(layer.activation.__name__, layer)
        elif kind == "Softmax" or (kind == "ReLU" and layer.max_value is None
                                   and not layer.negative_slope and not layer.threshold):
            yield from activation(kind.lower(), layer)
        elif kind == "BatchNormalization":
            scale = 1.0 / np.sqrt(numbers(layer.moving_variance) + layer.epsilon)
            scale = scale * numbers(layer.gamma) if layer.scale else scale
            shift = -numbers(layer.moving_mean) * scale
            shift = shift + numbers(layer.beta) if layer.center else shift
            yield "affine", scale.tolist(), shift.tolist()
        elif kind == "Normalization" and not layer.invert and layer.axis:
            deviation = np.maximum(np.sqrt(numbers(layer.variance)), keras.config.epsilon())
            yield ("affine", (1.0 / deviation).reshape(-1).tolist(),
                   (-numbers(layer.mean) / deviation).reshape(-1).tolist())
        elif kind not in NOTHING:
            raise ValueError("expected a layer that purenn has, too, got the %s %s"
                             % (kind, layer.name))


def activation(name, layer):
    if name in KNOWN:
        yield "activation", KNOWN[name]
    elif name != "linear":
        raise ValueError("expected an activation that purenn has, too, got %s in %s"
                         % (name, layer.name))


def main():
    keras.utils.set_random_seed(0)
    keras.config.set_floatx("float64")
    layers = keras.layers
    rows, names = read(HERE + "/iris.csv")
    classes = sorted(set(names))
    X, species = np.array(rows), [classes.index(name) for name in names]

    def fit(model, loss, X, y):
        model.compile(keras.optimizers.Adam(0.02), loss)
        model.fit(X, np.array(y, float), 30, 60, verbose=0)
        return model

    normalization = layers.Normalization()
    normalization.adapt(X)
    model = keras.Sequential([layers.Input((4,)), normalization, layers.Dense(8, "sigmoid"),
                              layers.Dropout(0.1), layers.Dense(3, "softmax")])
    fit(model, "categorical_crossentropy", X, one_hot(species, 3))
    compare("three species of iris", from_sequential(model), X, model.predict(X, verbose=0),
            classes)

    model = keras.Sequential([layers.Input((2, 2)), layers.Flatten(), layers.Dense(6),
                              layers.BatchNormalization(), layers.ReLU(),
                              layers.BatchNormalization(scale=False),
                              layers.Dense(1, use_bias=False), layers.Activation("sigmoid")])
    fit(model, "binary_crossentropy", X.reshape(-1, 2, 2), [[k == 2] for k in species])
    compare("virginica or not", from_sequential(model, "cross_entropy"), X,
            model.predict(X.reshape(-1, 2, 2), verbose=0), tolerance=1e-6)

    model = keras.Sequential([layers.Input((3,)), layers.Dense(6, "sigmoid"),
                              keras.Sequential([layers.Dense(4, "tanh"), layers.Dense(1)])])
    fit(model, "mse", X[:, :3], X[:, 3:])
    compare("a petal's width from the other lengths", from_sequential(model), X[:, :3],
            model.predict(X[:, :3], verbose=0), tolerance=1e-6)


if __name__ == "__main__":
    main()
