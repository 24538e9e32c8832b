"""Takes trained networks out of Keras: the same outputs in plain Python, without NumPy.

    python3 examples/from_keras.py

Trains three models, compares, and takes 10 seconds; writes nothing. Imports keras, on whichever of
TensorFlow, JAX and PyTorch is there, and numpy. Take from_sequential with you, and the functions
that it calls. The models here compute in float64, to agree within 1e-12; on JAX, Keras 3.15
computes tanh and BatchNormalization with 32 bits even so. The weights of a float32 model, which is
the default, come over exactly too, but its outputs then differ by its own rounding: by about 1e-7
of their size.
"""
import os
import sys
from importlib.util import find_spec

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

found = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
os.environ.setdefault("KERAS_BACKEND", (found + ["jax"])[0])
os.environ.setdefault("JAX_ENABLE_X64", "1")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
try:
    import keras
    import numpy as np
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install keras jax" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network, to_python

KNOWN = {"relu": "relu", "tanh": "tanh", "sigmoid": "sigmoid", "softmax": "softmax"}
NOTHING = {"InputLayer", "Flatten", "Dropout", "GaussianNoise", "GaussianDropout"}  # in predict


def assemble(parts, loss=None):
    """The Network of these parts, in the order in which the inputs pass through them:

    ("dense", W, b): a matrix (n_in, n_out) and a list of n_out; ("activation", name);
    ("affine", scale, shift): x * scale + shift, lists of a number per column, which goes into the
    weights of the dense layer before it or, behind an activation or at the start, after it.
    """
    names, weights, biases, waiting = [], [], [], None
    for kind, *values in parts:
        bare = names[-1:] == ["linear"] and not waiting  # a dense layer is all that is before
        if kind == "dense":
            W, b = values
            if waiting:
                b = [v + sum(shift * w for shift, w in zip(waiting[1], column))
                     for v, column in zip(b, zip(*W))]
                W = [[scale * w for w in row] for scale, row in zip(waiting[0], W)]
            names, weights, biases, waiting = names + ["linear"], weights + [W], biases + [b], None
        elif kind == "activation" and bare:
            names[-1] = values[0]
        elif kind == "affine" and bare:
            weights[-1] = [[w * scale for w, scale in zip(row, values[0])] for row in weights[-1]]
            biases[-1] = [b * scale + shift for b, scale, shift in zip(biases[-1], *values)]
        elif kind == "affine" and not waiting:
            waiting = values
        else:
            raise ValueError("expected a dense layer before %s" % values[0] if kind == "activation"
                             else "expected a dense layer between two that scale")
    if waiting or not weights:
        raise ValueError("expected a dense layer, and none but an activation behind the last one")
    return Network([len(weights[0])] + [len(b) for b in biases], names, loss,
                   weights=weights, biases=biases)


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


def read(path):
    """The measurements, a row per flower, and the name of each one's species."""
    with open(path) as lines:
        rows = [line.strip().split(",") for line in lines][1:]  # but the header
    return [[float(cell) for cell in row[:-1]] for row in rows], [row[-1] for row in rows]


def compare(name, net, X, expected, classes=None, tolerance=1e-12):
    """Ends the program unless net, and the module made of it, give the expected outputs for X."""
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
    keras.utils.set_random_seed(0)
    keras.config.set_floatx("float64")
    layers = keras.layers
    rows, names = read(HERE + "/data/iris.csv")
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
    fit(model, "categorical_crossentropy", X, [[k == c for c in range(3)] for k in species])
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
