"""A model of Keras 3 as a signal: its graph is run with signals in the place of tensors."""
import contextlib
import functools
import os
from importlib.util import find_spec

import numpy as np

found = [name for name in ("tensorflow", "jax", "torch") if find_spec(name)]
os.environ.setdefault("KERAS_BACKEND", (found + ["jax"])[0])  # who imported keras has chosen
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
import keras
from keras import activations, layers, ops

from . import model
from .signal import CURVED, Signal, absolute, clip, leaky, side_by_side, soft_shrink

NOTHING = [getattr(layers, name) for name in (  # in predict()
    "InputLayer", "Flatten", "Reshape", "Identity", "Dropout", "AlphaDropout", "GaussianNoise",
    "GaussianDropout", "ActivityRegularization") if hasattr(layers, name)]


# ---- a model ------------------------------------------------------------------------------------
class Model(model.Model):
    blame = ("does a call() of your own, a subclass or a layer used twice compute something else?"
             " Write it as a plain keras.Sequential, or compute it in your own code. Is a column,"
             " which Normalization scales, the same in all rows? Retrain without it")

    def __init__(self, keras_model):
        self.model = keras_model
        if is_graph(keras_model):
            check_layers(keras_model)
        else:
            keras_model = as_graph(keras_model)
        check(keras_model)
        self.shape = keras_model.input_shape[1:]
        if None in self.shape:
            raise ValueError("expected inputs of a known shape, got %r: write it in Input(shape)"
                             % (self.shape,))
        self.logarithm = False
        if any(layer.compute_dtype in ("float16", "bfloat16")
               for layer in self.model._flatten_layers()):
            self.tolerance = 0.1
        with contextlib.suppress(ValueError):  # of a layer for whole numbers, which _run names
            self.answers(np.zeros((1, int(np.prod(self.shape)))))  # builds what is not built yet
        signal = self._run(keras_model, Signal.of_inputs(int(np.prod(self.shape, dtype=int))))
        self.use(signal)

    def answers(self, rows):
        X = np.array(rows, "float32").reshape((-1,) + self.shape)
        try:
            outputs = ops.convert_to_numpy(keras.tree.flatten(self.model(X, training=False))[0])
        except Exception as error:  # of the backend
            raise ValueError("expected a model that answers rows of numbers such as 0.5, it says"
                             " %.200s: retrain on such rows" % " ".join(str(error).split()))
        if outputs.dtype not in ("float32", "float64"):
            self.tolerance = 0.1
        outputs = outputs.astype(float).reshape(len(rows), -1)
        return np.exp(outputs) if self.logarithm else outputs

    def _run(self, keras_model, signal):
        whole = getattr(keras_model, "_functional", None) or keras_model  # a Sequential's graph

        def operation(op):
            return lambda *args, **kwargs: self._operation(op, *args, **kwargs)

        result = whole._run_through_graph(signal, operation_fn=operation)
        return keras.tree.flatten(result)[0]

    def _operation(self, op, *args, **kwargs):
        if isinstance(op, keras.Model):
            check_layers(op)
            check(op)
            return self._run(op, args[0])
        kwargs = {key: value for key, value in kwargs.items() if key not in ("training", "mask")}
        if not isinstance(op, keras.Layer):
            return self._function(op, args, kwargs)
        if isinstance(op, layers.Concatenate) and op.axis in (1, -1):
            return side_by_side(args[0])
        if type(op) in (layers.Add, layers.Average, layers.Subtract):
            first, *others = args[0]
            for signal in others:
                first = first + (signal.scaled(-1.0) if type(op) is layers.Subtract else signal)
            return first.scaled(1.0 / len(args[0]) if type(op) is layers.Average else 1.0)
        return self._layer(op, args[0])

    def _function(self, op, args, kwargs):
        kind = type(op).__name__
        args = [numbers(value) if isinstance(value, keras.Variable) else value for value in args]
        if kind in OPERATIONS and type(op).__module__.startswith("keras."):
            taken = OPERATIONS[kind](op, *args, **kwargs)
            if taken is not None:
                return taken
        raise ValueError("expected %s, or layers, got the operation %s: write it as a layer that is"
                         " known, or compute it in your own code"
                         % (", ".join(sorted(OPERATIONS)), op.name))

    def _layer(self, layer, signal):
        kind = type(layer)
        if getattr(layer, "quantization_mode", None):
            raise ValueError("expected weights that are not quantized, got %s with %s: pass the"
                             " model as it was before quantize()"
                             % (layer.name, layer.quantization_mode))
        if not isinstance(signal, Signal):
            raise ValueError("expected a layer of one input, got %s: write it as Concatenate, Add"
                             " or Subtract, or compute it in your own code" % layer.name)
        if kind is layers.Dense:
            bias = numbers(layer.bias) if layer.use_bias else 0.0
            dense = signal.dense(numbers(layer.kernel), bias)
            return self._activation(layer.activation, layer, dense)
        if kind is layers.Activation:
            return self._activation(layer.activation, layer, signal)
        taken = signal if kind in NOTHING else None
        if kind in LAYERS:
            taken = LAYERS[kind](layer, signal)
        if taken is None and not kind.__module__.startswith("keras."):  # one of one's own
            return self._run(graph_of(layer, signal.width), signal)
        if taken is None:
            raise ValueError("expected %s, got %s, the layer %s: %s" % (
                ", ".join(sorted(known.__name__ for known in TAKEN)), shown(layer), layer.name,
                advice(layer)))
        return taken

    def _activation(self, function, layer, signal):
        if isinstance(function, keras.Layer):
            return self._layer(function, signal)
        if isinstance(function, functools.partial) and not function.args and (
                function.func in (ops.leaky_relu, activations.leaky_relu)):
            return signal.relus(leaky(function.keywords.get("negative_slope", 0.2)))
        if function not in ACTIVATIONS:
            name = getattr(function, "__name__", repr(function))
            instead = "retrain with one of them, by its name: \"relu\""
            raise ValueError(
                "expected an activation of %s, got %s in %s: %s; or, if it is the last, set its"
                " layer's activation = keras.activations.linear, and compute it in your own code"
                % (", ".join(sorted({known.__name__ for known in ACTIVATIONS})), name, layer.name,
                   CURVED if name in CURVES else instead))
        if function is activations.log_softmax:
            self.logarithm = True
        return ACTIVATIONS[function](signal)


def is_graph(keras_model):
    """Whether it is a Sequential or a functional model without a call() of its own."""
    call = getattr(type(keras_model), "call", None)
    return getattr(call, "__qualname__", "") in ("Sequential.call", "Functional.call")


def as_graph(keras_model):
    """What the call() of a subclass does to an Input, as a functional model."""
    name = type(keras_model).__name__
    if not isinstance(keras_model, keras.Model) or not keras_model.built:
        raise ValueError("expected a keras.Model that was built, got %s: put Input(shape) first, or"
                         " call it once, and pass it" % name)
    try:
        shape = keras_model.get_build_config()["input_shape"]
        start = keras.Input(tuple(shape)[1:])
        return keras.Model(start, keras_model.call(start))
    except Exception as error:  # whatever call() does with a tensor that has no values
        raise ValueError("expected a call() that Keras can follow, got %s (%s): write what it does"
                         " as a keras.Sequential or a functional model"
                         % (name, str(error).strip().split("\n")[0]))


def graph_of(layer, width):
    """What the call() of a layer of one's own does to a row, as a functional model."""
    start = keras.Input((width,))
    try:
        return keras.Model(start, layer.call(start))
    except Exception as error:  # whatever call() does with a tensor that has no values
        raise ValueError("expected a call() that Keras can follow, got %s, the layer %s (%s): write"
                         " what it does as layers of Keras"
                         % (type(layer).__name__, layer.name, str(error).strip().split("\n")[0]))


def check(keras_model):
    """ValueError unless the model is a graph of layers of its own."""
    if not is_graph(keras_model):
        raise ValueError("expected a keras.Sequential or a functional model, without a call() of"
                         " its own, got %s: write what it does as one of these"
                         % type(keras_model).__name__)
    if not keras_model.built or not hasattr(keras_model, "input_shape"):
        raise ValueError("expected a model that was built, got %s: put Input(shape) first, or call"
                         " it once" % keras_model.name)
    if len(keras_model.inputs) != 1 or len(keras_model.outputs) != 1:
        raise ValueError("expected one input and one output, got %d and %d in %s: for each output"
                         " pass keras.Model(input, output); what has two inputs, retrain on both in"
                         " one row" % (len(keras_model.inputs), len(keras_model.outputs),
                                       keras_model.name))


def check_layers(keras_model):
    """ValueError if a layer comes out of another model."""
    whole = getattr(keras_model, "_functional", None) or keras_model
    if not hasattr(whole, "_nodes_by_depth"):  # not built, which check() says
        return
    own = {id(node) for nodes in whole._nodes_by_depth.values() for node in nodes}
    for layer in keras_model.layers:
        check_used_here_first(layer, own)


def check_used_here_first(layer, own):
    """ValueError if a layer stood behind another one in the model that it was trained in."""
    here, earlier = set(), set()
    for inbound in layer._inbound_nodes:
        before = {None if type(node.operation) is layers.InputLayer else node.operation
                  for node in inbound.parent_nodes}
        if id(inbound) in own:
            here |= before
        elif not here:
            earlier |= before
    if here and earlier - here:
        raise ValueError(
            "expected layers that are used once, each behind one other, got %s behind %s: pass the"
            " model that it was trained in, not a new one of its layers; or, where a part is meant,"
            " part = keras.models.clone_model(model); part.set_weights(model.get_weights())" % (
                layer.name, " and ".join(sorted(b.name if b else "Input" for b in here | earlier))))


# ---- layers -------------------------------------------------------------------------------------
def numbers(tensor):
    return ops.convert_to_numpy(tensor).astype(float)


def relu_layer(layer, signal):
    if layer.threshold:
        return None  # it jumps there
    if layer.negative_slope and layer.max_value is not None:  # the slope below 0, then the top
        return signal.relus(leaky(layer.negative_slope)).relus(clip(None, layer.max_value))
    if layer.negative_slope:
        return signal.relus(leaky(layer.negative_slope))
    if layer.max_value is not None:
        return signal.relus(clip(0.0, layer.max_value))
    return signal.activation("relu")


def batch_normalization(layer, signal):
    scale = 1.0 / np.sqrt(numbers(layer.moving_variance) + layer.epsilon)
    scale = scale * numbers(layer.gamma) if layer.scale else scale
    shift = -numbers(layer.moving_mean) * scale
    return signal.scaled(scale, shift + numbers(layer.beta) if layer.center else shift)


def normalization(layer, signal):
    if layer.invert:
        return None
    if getattr(layer, "mean", None) is None:
        raise ValueError("expected %s to know mean and variance: call its adapt() before"
                         % layer.name)
    deviation = np.maximum(np.sqrt(numbers(layer.variance)), keras.config.epsilon())
    return signal.scaled(1.0 / deviation, -numbers(layer.mean) / deviation)


def of_rows(layer, signal):
    """softmax over each row"""
    return signal.activation("softmax") if layer.axis in (-1, 1) else None


LAYERS = {
    layers.ReLU: relu_layer,
    layers.LeakyReLU: lambda layer, signal: signal.relus(leaky(layer.negative_slope)),
    layers.PReLU: lambda layer, signal: signal.relus(leaky(numbers(layer.alpha).ravel())),
    layers.Softmax: of_rows,
    layers.BatchNormalization: batch_normalization,
    layers.Normalization: normalization,
    layers.Rescaling: lambda layer, signal: signal.scaled(layer.scale, layer.offset),
}
TAKEN = [layers.Dense, layers.Activation, layers.Concatenate, layers.Add, layers.Average,
         layers.Subtract] + list(LAYERS) + NOTHING


def hard_sigmoid(signal):
    return signal.scaled(1.0 / 6.0, 0.5).relus(clip(0.0, 1.0))


ACTIVATIONS = {
    activations.linear: lambda signal: signal,
    activations.relu6: lambda signal: signal.relus(clip(0.0, 6.0)),
    activations.leaky_relu: lambda signal: signal.relus(leaky(0.2)),
    activations.hard_sigmoid: hard_sigmoid,
    activations.hard_tanh: lambda signal: signal.relus(clip(-1.0, 1.0)),
    activations.soft_shrink: lambda signal: signal.relus(soft_shrink(0.5)),
    activations.log_softmax: lambda signal: signal.activation("softmax"),
}
for name in "relu", "tanh", "sigmoid", "softmax":
    for function in getattr(activations, name), getattr(ops, name):
        ACTIVATIONS[function] = lambda signal, name=name: signal.activation(name)


# ---- operations: what stands between the layers of a functional model ---------------------------
def plus(op, a, b):
    if isinstance(a, Signal) and isinstance(b, Signal):
        return a + b
    signal, constant = (a, b) if isinstance(a, Signal) else (b, a)
    return signal.scaled(1.0, constant)


def times(op, a, b):
    if isinstance(a, Signal) and isinstance(b, Signal):
        return None
    signal, constant = (a, b) if isinstance(a, Signal) else (b, a)
    return signal.scaled(constant)


def item(op, x, which):
    """x[:, 1:3]"""
    if not (isinstance(which, tuple) and len(which) == 2 and which[0] == slice(None)) or (
            which[1] is None):
        return None
    return x.columns(np.atleast_1d(np.arange(x.width)[which[1]]).tolist())


def total(op, x, factor=1.0):
    """The sum of each row, in a column."""
    over_columns = np.ravel(op.axis).tolist() in ([1], [-1])
    return x.linear(np.full((x.width, 1), factor)) if over_columns else None


def bound(op, a, b, low):
    """ops.maximum(x, constant), where it bounds x from below; or minimum, from above."""
    if isinstance(a, Signal) and isinstance(b, Signal):
        return None
    signal, constant = (a, b) if isinstance(a, Signal) else (b, a)
    constant = ops.convert_to_numpy(constant).astype(float).ravel()
    return signal.relus(clip(constant) if low else clip(None, constant))


def matmul(op, a, b):
    return a.dense(b) if isinstance(a, Signal) and not isinstance(b, Signal) else None


def divided(op, a, b):
    return a.scaled(1.0 / b) if isinstance(a, Signal) and not isinstance(b, Signal) else None


OPERATIONS = {
    "Add": plus, "Multiply": times,
    "Subtract": lambda op, a, b: plus(op, a, b.scaled(-1.0) if isinstance(b, Signal) else -b),
    "TrueDivide": divided, "Divide": divided,
    "ConvertToTensor": lambda op, x, **_: x, "Cast": lambda op, x, *_: x,
    "Matmul": matmul, "GetItem": item, "Squeeze": lambda op, x: x, "Reshape": lambda op, x: x,
    "ExpandDims": lambda op, x: x if op.axis else None,
    "Concatenate": lambda op, parts: side_by_side(parts) if op.axis in (1, -1) else None,
    "Sum": total, "Mean": lambda op, x: total(op, x, 1.0 / x.width),
    "Maximum": functools.partial(bound, low=True), "Minimum": functools.partial(bound, low=False),
    "Negative": lambda op, x: x.scaled(-1.0),
    "Absolute": lambda op, x: x.relus(absolute()),
    "Relu": lambda op, x: x.activation("relu"),
    "ReLU": relu_layer,  # of activations.relu(x), and of Dense in a subclass of one's own
    "Softmax": of_rows,
    "Tanh": lambda op, x: x.activation("tanh"),
    "Sigmoid": lambda op, x: x.activation("sigmoid"),
    "Relu6": lambda op, x: x.relus(clip(0.0, 6.0)),
    "LeakyRelu": lambda op, x: x.relus(leaky(op.negative_slope)),
    "HardSigmoid": lambda op, x: hard_sigmoid(x),
    "Clip": lambda op, x: x.relus(clip(op.x_min, op.x_max)),
}

CURVES = ("elu", "celu", "selu", "gelu", "silu", "mish", "softplus", "softsign", "hard_silu",
          "tanh_shrink", "exponential", "log_sigmoid", "squareplus")


def shown(layer):
    options = ", ".join("%s=%r" % (name, getattr(layer, name)) for name in (
        "max_value", "negative_slope", "threshold", "axis", "invert") if hasattr(layer, name))
    return "%s(%s)" % (type(layer).__name__, options)


def advice(layer):
    if type(layer).__name__ in ("ELU", "GELU", "SELU"):
        return CURVED
    if type(layer) is layers.ReLU:
        return "it jumps at its threshold: retrain with ReLU(threshold=0.0)"
    if type(layer) is layers.Softmax:
        return "write Softmax()"
    if type(layer).__name__ == "LayerNormalization":
        return "it depends on each row: retrain with BatchNormalization in its place, or without"
    if type(layer).__name__ == "Embedding":
        return ("give its column as one-hot inputs, and put Dense(output_dim, use_bias=False) in"
                " its place, with the same weights")
    if type(layer).__name__ in ("CategoryEncoding", "StringLookup", "IntegerLookup"):
        return "encode its column in your own code, and retrain on the one-hot inputs without it"
    return "retrain without it, or write it as those, or compute it in your own code"


# ---- files --------------------------------------------------------------------------------------
def opened(path):
    """The model in a .keras or .h5 file."""
    try:
        return keras.models.load_model(path, compile=False)
    except Exception as error:  # a layer that is not known, weights alone, no such format
        raise ValueError("%s: expected what model.save() wrote, got %s: load it in Python, with"
                         " custom_objects, or, if it holds weights alone, by load_weights() of a"
                         " model of the same layers, and pass the model"
                         % (path, str(error).strip().split("\n")[0]))
