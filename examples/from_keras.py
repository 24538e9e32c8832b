"""Takes trained networks out of Keras: the same outputs in plain Python, without NumPy.

    python3 examples/from_keras.py

To use it, copy this file beside purenn.py and write: from from_keras import from_sequential. Run by
itself, for which export.py must stand beside it too, it trains three models, compares, and takes 10
seconds; it writes nothing. Imports keras, on whichever of TensorFlow, JAX and PyTorch is there, and
numpy. The outputs are those of predict();
logits stay logits. The models here compute in float64, to agree within 1e-12; but Keras 3.15 does
some of it with 32 bits even so: on JAX tanh and BatchNormalization, on PyTorch others. The weights
of a float32 model, which is the default, come over exactly too, but its outputs then differ by its
own rounding: by about 1e-7 of their size.
"""
import os
import sys
from importlib.util import find_spec

if __name__ == "__main__" and sys.argv[1:]:  # answered before the imports that take long
    known = sys.argv[1] in ("-h", "--help")
    print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
    sys.exit(0 if known else 2)

if __name__ == "__main__":  # who imports from_sequential has settings of his own
    found = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
    os.environ.setdefault("KERAS_BACKEND", (found + ["jax"])[0])
    os.environ.setdefault("JAX_ENABLE_X64", "1")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
try:
    import keras
    import numpy as np
    from keras import activations, layers, ops  # Keras 2 has no ops
except ImportError as error:
    sys.exit("%s: this example wants python3 -m pip install keras jax" % error)

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
from purenn import Network

KNOWN = {activations.relu: "relu", activations.tanh: "tanh", activations.sigmoid: "sigmoid",
         activations.softmax: "softmax", activations.linear: None, ops.relu: "relu",
         ops.tanh: "tanh", ops.sigmoid: "sigmoid", ops.softmax: "softmax"}
NOTHING = [getattr(layers, name) for name in (  # in predict()
    "InputLayer", "Flatten", "Reshape", "Identity", "Dropout", "AlphaDropout", "GaussianNoise",
    "GaussianDropout", "ActivityRegularization") if hasattr(layers, name)]
TAKEN = [layers.Dense, layers.Activation, layers.ReLU, layers.Softmax, layers.BatchNormalization,
         layers.Normalization, layers.Rescaling] + NOTHING


def from_sequential(model, loss=None):
    """The Network of a Sequential, as it is in predict(). loss: for more training, Network's.

    Or that of a functional model which is a plain chain of layers. They may be Input, Dense,
    BatchNormalization, Normalization and Rescaling (which go into the weights), Activation, ReLU,
    Softmax, Flatten, Dropout and other noise, and Sequentials of these. A ValueError says what it
    cannot take over, and what to do.
    """
    chain(model)
    steps = list(parts(model))
    net = assemble(steps, loss)
    shape = model.input_shape[1:]
    if None in shape or np.prod(shape, dtype=int) != net.sizes[0]:
        raise ValueError("expected inputs of the shape (%d,), got %r: put Flatten first, and train"
                         " with it there" % (net.sizes[0], shape))
    for size in 1.0, 30.0:  # what clips shows at large inputs, what shifts at small ones
        X = np.array(probe(steps, size), "float32")
        A = keras.tree.flatten(model(X.reshape((-1,) + shape), training=False))[0]
        A = ops.convert_to_numpy(A)
        agree(net, X.tolist(), A.astype(float).reshape(len(X), -1).tolist(),
              1e-3 if A.dtype in ("float32", "float64") else 0.1)
    return net


def chain(model):
    """ValueError unless every layer of the model is used once, behind one other."""
    if getattr(getattr(type(model), "call", None), "__qualname__", "") not in (
            "Sequential.call", "Functional.call"):
        raise ValueError("expected a keras.Sequential or a functional model, without a call() of"
                         " its own, got %s: write what it does as one of these; a file"
                         " is opened by keras.models.load_model() first" % type(model).__name__)
    if not model.built or not hasattr(model, "input_shape"):
        raise ValueError("expected a model that was built, got %s: put Input(shape) first, or call"
                         " it once" % model.name)
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError("expected one input and one output, got %d and %d in %s: for each output"
                         " pass keras.Model(input, output); what has two inputs, retrain on both in"
                         " one row" % (len(model.inputs), len(model.outputs), model.name))
    for operation in getattr(model, "operations", model.layers):  # not all of them layers
        if not isinstance(operation, keras.Layer):
            raise ValueError("expected layers, got the operation %s: write it as a layer that is"
                             " known, or compute it in your own code" % operation.name)
        before = {None if type(node.operation) is layers.InputLayer else node.operation
                  for inbound in operation._inbound_nodes for node in inbound.parent_nodes}
        if len(before) > 1:
            raise ValueError(
                "expected layers that are used once, each behind one other, got %s behind %s: pass"
                " the model that it was trained in, not a new one of its layers; what does not go"
                " straight through has to be retrained as a Sequential" % (
                    operation.name, " and ".join(sorted(b.name if b else "Input" for b in before))))
        if isinstance(operation, keras.Model):
            chain(operation)


def numbers(tensor):
    return ops.convert_to_numpy(tensor).astype(float)


def flat(*values):
    return [np.ravel(v).astype(float).tolist() for v in values]


def parts(model):
    for layer in model.layers:
        yield from parts(layer) if isinstance(layer, keras.Model) else part(layer)


def part(layer):
    kind = type(layer)
    if getattr(layer, "quantization_mode", None):
        raise ValueError("expected weights that are not quantized, got %s with %s: pass the model"
                         " as it was before quantize()" % (layer.name, layer.quantization_mode))
    if kind is layers.Dense:
        W = numbers(layer.kernel)
        yield "dense", W.tolist(), (numbers(layer.bias) if layer.use_bias
                                    else np.zeros(W.shape[1])).tolist()
    if kind in (layers.Dense, layers.Activation):
        yield from activation(layer.activation, layer)
    elif kind is layers.ReLU and (layer.max_value is None and not layer.negative_slope
                                  and not layer.threshold):
        yield "activation", "relu"
    elif kind is layers.Softmax and layer.axis in (-1, 1):
        yield "activation", "softmax"
    elif kind is layers.BatchNormalization:
        scale = 1.0 / np.sqrt(numbers(layer.moving_variance) + layer.epsilon)
        scale = scale * numbers(layer.gamma) if layer.scale else scale
        shift = -numbers(layer.moving_mean) * scale
        yield ("affine", *flat(scale, shift + numbers(layer.beta) if layer.center else shift))
    elif kind is layers.Normalization and not layer.invert:
        if getattr(layer, "mean", None) is None:
            raise ValueError("expected %s to know mean and variance: call its adapt() before"
                             % layer.name)
        deviation = np.maximum(np.sqrt(numbers(layer.variance)), keras.config.epsilon())
        yield ("affine", *flat(1.0 / deviation, -numbers(layer.mean) / deviation))
    elif kind is layers.Rescaling:
        yield ("affine", *flat(*np.broadcast_arrays(layer.scale, layer.offset)))
    elif kind not in NOTHING:
        options = ", ".join("%s=%r" % (name, getattr(layer, name)) for name in (
            "max_value", "negative_slope", "threshold", "axis", "invert") if hasattr(layer, name))
        raise ValueError("expected %s, got %s(%s), the layer %s: %s" % (
            ", ".join(sorted(k.__name__ for k in TAKEN)), kind.__name__, options, layer.name,
            "retrain with ReLU()" if "LU" in kind.__name__ else "write Softmax()"
            if kind is layers.Softmax else "retrain without it, or write it as those, or compute it"
            " in your own code"))


def activation(function, layer):
    if isinstance(function, keras.Layer):
        yield from part(function)
    elif function not in KNOWN:
        raise ValueError(
            "expected an activation of relu, tanh, sigmoid, softmax, linear, got %s in %s: retrain"
            " with one of them, by its name: \"relu\"; or, if it is the last, set its layer's"
            " activation = keras.activations.linear, and compute it in your own code"
            % (getattr(function, "__name__", repr(function)), layer.name))
    elif KNOWN[function]:
        yield "activation", KNOWN[function]


def assemble(parts, loss=None):
    """The Network of these parts, in the order in which the inputs pass through them:

    ("dense", W, b): a matrix (n_in, n_out) and a list of n_out; ("activation", name);
    ("affine", scale, shift): x * scale + shift, lists of a number per column or of one for all,
    which goes into the weights of the dense layer before it or, behind an activation or at the
    start, after it.
    """
    names, weights, biases, waiting = [], [], [], None
    for kind, *values in parts:
        bare = names[-1:] == ["linear"] and not waiting  # a dense layer is all that is before
        if kind == "dense":
            W, b = values
            if biases and len(biases[-1]) != len(W):
                raise ValueError("expected a layer of %d inputs, got one of %d: put Flatten first,"
                                 " and train with it there" % (len(biases[-1]), len(W)))
            if waiting:
                scales, shifts = [as_long(v, len(W)) for v in waiting]
                b = [v + sum(shift * w for shift, w in zip(shifts, column))
                     for v, column in zip(b, zip(*W))]
                W = [[scale * w for w in row] for scale, row in zip(scales, W)]
            names, weights, biases, waiting = names + ["linear"], weights + [W], biases + [b], None
        elif kind == "activation" and bare:
            names[-1] = values[0]
        elif kind == "affine" and bare:
            scales, shifts = [as_long(v, len(biases[-1])) for v in values]
            weights[-1] = [[w * scale for w, scale in zip(row, scales)] for row in weights[-1]]
            biases[-1] = [b * s + shift for b, s, shift in zip(biases[-1], scales, shifts)]
        elif kind == "affine":
            waiting = composed(waiting, values)
        else:
            raise ValueError("expected a dense layer just before %s: retrain with one there, or"
                             " without this %s" % (values[0], values[0]))
    if waiting or not weights:
        raise ValueError("expected a dense layer, with at most an activation behind the last: leave"
                         " what scales the outputs away, and scale them in your own code")
    if "softmax" in names[:-1]:
        raise ValueError("expected softmax only at the end: retrain with another activation inside")
    return Network([len(weights[0])] + [len(b) for b in biases], names, loss,
                   weights=weights, biases=biases)


def as_long(values, n):
    values = values * n if len(values) == 1 else values
    if len(values) != n:
        raise ValueError("expected a scaling of %d columns, got %d numbers: put Flatten first, and"
                         " train with it there" % (n, len(values)))
    return values


def composed(first, second):
    if not first:
        return second
    n = max(len(first[0]), len(second[0]))
    (a, b), (c, d) = [[as_long(v, n) for v in pair] for pair in (first, second)]
    return [p * q for p, q in zip(a, c)], [p * q + r for p, q, r in zip(b, c, d)]


def probe(steps, size):
    """Rows of inputs for these parts, as large as the data where a scaling comes first."""
    scales, shifts, n = [1.0], [0.0], 0
    for kind, *values in steps:
        if kind != "affine":
            n = len(values[0])
            break
        scales, shifts = composed((scales, shifts), values)
    z = [[size * ((7 * i + 3 * j) % 11 - 5) / 3.0 for j in range(n)] for i in range(9)]
    return [[(v - shift) / (scale or 1.0)
             for v, scale, shift in zip(row, as_long(scales, n), as_long(shifts, n))] for row in z]


def agree(net, rows, expected, tolerance):
    """ValueError unless the network gives what the model gave."""
    largest = max(abs(b) for row in expected for b in row)
    for row, wanted in zip(net.forward_propagation(rows), expected):
        if len(row) != len(wanted):
            raise ValueError("expected the model's %d outputs, the network has %d: put Flatten"
                             " first, and train with it there" % (len(wanted), len(row)))
        for a, b in zip(row, wanted):
            if not abs(a - b) <= tolerance * largest:  # true of NaN also
                raise ValueError(
                    "expected the model's %r, the network gives %r: does a call() of your own, a"
                    " subclass or a layer used twice compute something else? Write it as a plain"
                    " keras.Sequential, or compute it in your own code" % (b, a))


def read(path):
    """The measurements, a row per flower, and the name of each one's species."""
    with open(path) as lines:
        rows = [line.strip().split(",") for line in lines][1:]  # but the header
    return [[float(cell) for cell in row[:-1]] for row in rows], [row[-1] for row in rows]


def compare(name, net, X, expected, classes=None, tolerance=1e-12):
    """Ends the program unless net, and the module made of it, give the expected outputs for X."""
    from export import to_python  # who takes over a model does not need it
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
            classes, 1e-12 if keras.backend.backend() == "jax" else 1e-6)

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
