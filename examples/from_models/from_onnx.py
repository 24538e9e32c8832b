"""A graph of ONNX as a signal: each node is worked on once, in the graph's order."""
import contextlib

import numpy as np
import onnx
from onnx import helper, numpy_helper
from onnx.reference import ReferenceEvaluator
from onnx.reference.op_run import OpRun

from . import model, names
from .signal import CURVED, Signal, absolute, clip, leaky, side_by_side
from .table import Block, Raw, Table

HALVES = {onnx.TensorProto.FLOAT16, onnx.TensorProto.BFLOAT16}
FLOATS = {onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE} | HALVES
SHAPE = object()  # stands for the number of rows, and what is computed from it


# ---- a graph ------------------------------------------------------------------------------------
class Model(model.Model):
    blame = ("does a node work across the rows, or on more than rows of numbers? Export the model"
             " without it")

    def __init__(self, proto):
        if not isinstance(proto, onnx.ModelProto):
            raise ValueError("expected an onnx.ModelProto, got %s: pass what onnx.load(path) gives,"
                             " or the path" % type(proto).__name__)
        self.proto = proto
        self.constants = {tensor.name: numpy_helper.to_array(tensor)
                          for tensor in proto.graph.initializer}
        self.inputs = [value for value in proto.graph.input if value.name not in self.constants]
        check_inputs(self.inputs)
        if any(value.type.tensor_type.elem_type in HALVES for value in self.inputs):
            self.tolerance = 0.1
        self.widths = [width_of(value) or first_width(proto.graph, self.constants)
                       for value in self.inputs]
        self.table = Table(columns_of(self.inputs, self.widths))
        self.output, classes = output_of(proto.graph, self.constants)
        self.logarithm = False
        self.signal = self.table.in_order(self._signal())
        if is_yes_and_no(self.signal):
            self.signal = self.signal.columns([1])
            classes = classes or [0, 1]
        self.names = names.Names(self.table.columns, self.table.readings(), classes)

    def rows(self, size):
        """With whole numbers where the inputs have these."""
        kinds = [kind_of(value) for value, width in zip(self.inputs, self.widths)
                 for _ in range(width)]
        return [[as_kind(cell, kind) for cell, kind in zip(row, kinds)]
                for row in self.table.rows(self.signal.natural_rows(size))]

    def answers(self, rows):
        """By the onnx package's own evaluator, row by row where the graph takes one at a time."""
        one_by_one = any(fixed_rows(value) for value in self.inputs)
        outputs = []
        for some in [[row] for row in rows] if one_by_one else [rows]:
            feeds, first = {}, 0
            for value, width in zip(self.inputs, self.widths):
                cells = [row[first:first + width] for row in some]
                feeds[value.name] = np.array(cells).astype(kind_of(value)).reshape(
                    (len(some),) + known_shape(value, width))
                first += width
            [found] = evaluated(cut(self.proto, [self.output]), feeds)
            outputs.append(np.asarray(found, float).reshape(len(some), -1))
        outputs = np.vstack(outputs)
        return np.exp(outputs) if self.logarithm else outputs

    def _signal(self):
        values, first = dict(self.constants), 0
        for value, width in zip(self.inputs, self.widths):
            raws = [Raw(place, None) for place in range(first, first + width)]
            values[value.name] = Block(self.table, raws)
            first += width
        for node in needed(self.proto.graph, [self.output]):
            given = [values.get(name) for name in node.input]  # None: an optional one that is not
            values.update(zip(node.output, self._worked(node, given)))
        result = as_numbers(values.get(self.output))
        if not isinstance(result, Signal):
            raise ValueError("expected an output that comes from the inputs, got %s: export the"
                             " model with the output of its last layer" % self.output)
        return result

    def _worked(self, node, given):
        """What a node gives: signals and blocks, constants, or SHAPE."""
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        flowing = [value for value in given if isinstance(value, (Signal, Block))]
        if node.op_type == "Shape" or not flowing and any(value is SHAPE for value in given):
            return [SHAPE]
        if not flowing:
            return constants_of(node, self.proto)
        taken = taken_by(node.op_type, attributes, given)
        if taken is None:
            raise ValueError("expected %s, got the operator %s%s of %s: %s" % (
                ", ".join(sorted(set(OPERATORS) | set(OF_COLUMNS))), node.op_type,
                shown(attributes), ", ".join(node.input), advice(node.op_type)))
        if node.op_type == "LogSoftmax":
            self.logarithm = True
        return taken if isinstance(taken, list) else [taken]


def taken_by(operator, attributes, given):
    """What an operator gives by the function that is known for it; None: it is not taken."""
    taken = None
    # Functions raise these for more inputs than they have, where a constant is computed, and of
    # columns that are not there.
    with contextlib.suppress(TypeError, AttributeError, IndexError):
        if operator in OF_COLUMNS and not any(isinstance(value, Signal) for value in given):
            taken = OF_COLUMNS[operator](attributes, *given)
        if taken is None and operator in OPERATORS:
            taken = OPERATORS[operator](attributes, *map(as_numbers, given))
    return taken


class BatchNormalization(OpRun):
    """As exporters mean it before opset 14, too, where the onnx package trains as it evaluates."""

    def _run(self, x, scale, bias, mean, var, epsilon=None, **_):
        columns = (-1,) + (1,) * (x.ndim - 2)  # beside (rows, columns, ...)
        scale, bias, mean, var = (value.reshape(columns) for value in (scale, bias, mean, var))
        epsilon = 1e-5 if epsilon is None else epsilon
        return ((x - mean) / np.sqrt(var + epsilon) * scale + bias,)


class Scaler(OpRun):
    """As ONNX means it of whole numbers, too, which the onnx package makes whole again."""
    op_domain = "ai.onnx.ml"

    def _run(self, x, offset=None, scale=None):
        return (((x - offset) * scale).astype(np.float32),)


def evaluated(proto, feeds):
    """A graph's outputs, by the onnx package's own evaluator."""
    try:
        return ReferenceEvaluator(proto, new_ops=[BatchNormalization, Scaler]).run(None, feeds)
    except Exception as error:  # whatever an operator of any kind raises
        raise ValueError("expected operators that the onnx package can evaluate, it says %.200s:"
                         " export the model with a newer opset, or without what is named"
                         % " ".join(str(error).split()))


def as_numbers(value):
    return value.signal() if isinstance(value, Block) else value


def columns_of(inputs, widths):
    """The names of a row's cells: those of the inputs, where each is a column of a table."""
    if len(inputs) > 1 and set(widths) == {1}:
        return [value.name for value in inputs]
    return ["x%d" % k for k in range(sum(widths))]


def opened(path):
    try:
        proto = onnx.load(path)
    except Exception as error:  # protobuf's, or that the weights are in another file
        raise ValueError("%s: expected a file of ONNX, got %s (%.200s): put the file of its weights"
                         " beside it, if it has one, or export it again"
                         % (path, type(error).__name__, str(error).strip().split("\n")[0]))
    if not proto.graph.node:
        raise ValueError("%s: expected a file of ONNX, got one without a node: export it again"
                         % path)
    return proto


def fixed_rows(value):
    dims = value.type.tensor_type.shape.dim
    return len(dims) > 0 and dims[0].dim_value > 0


def check_inputs(inputs):
    """ValueError if an input is a constant that the file should hold: one row beside many."""
    constants = [value.name for value in inputs if fixed_rows(value)]
    if 0 < len(constants) < len(inputs):
        raise ValueError("expected inputs that are rows, got %s, whose value is not in the file, as"
                         " tf2onnx leaves out what Keras' Normalization has adapted to: pass the"
                         " model of Keras itself" % constants[0])


def kind_of(value):
    return helper.tensor_dtype_to_np_dtype(value.type.tensor_type.elem_type)


def as_kind(cell, kind):
    """A number as an array has it if it is one of whole numbers, or of truth values."""
    is_number = isinstance(cell, float) and cell == cell  # else text, or a gap
    return float(np.array(cell).astype(kind)) if is_number and kind.kind in "iub" else cell


def known_shape(value, width):
    dims = [dim.dim_value for dim in value.type.tensor_type.shape.dim][1:]
    return tuple(dims) if dims and all(dims) else (width,)


def width_of(value):
    """How many numbers of a row an input takes, 0 where the file does not say it."""
    dims = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    return int(np.prod(dims[1:], dtype=int)) if dims else 0


OF_SOME_COLUMNS = ("ArrayFeatureExtractor", "Gather", "ReduceMean", "ReduceSum", "Slice", "Split")


def first_width(graph, constants):
    """How many inputs the first product takes, if it takes them all."""
    for node in graph.node:
        if node.op_type in OF_SOME_COLUMNS and node.input[0] in [i.name for i in graph.input]:
            break
        if node.op_type in ("Gemm", "MatMul") and node.input[1] in constants:
            transposed = any(a.name == "transB" and a.i for a in node.attribute)
            return constants[node.input[1]].shape[1 if transposed else 0]
    raise ValueError("expected inputs of a known width, got none: export the model with it")


def needed(graph, outputs):
    """The nodes that the outputs come from, in their order."""
    wanted, nodes = set(outputs), []
    for node in reversed(graph.node):
        if wanted & set(node.output):
            wanted |= set(node.input)
            nodes.append(node)
    return nodes[::-1]


def constants_of(node, proto):
    """What a node gives that has constants alone."""
    if node.op_type == "Constant":
        return [ReferenceEvaluator(node).run(None, {})[0]]
    return evaluated(cut(proto, list(node.output)), {})


def cut(proto, outputs):
    """The part of a model that these outputs come from."""
    part = onnx.ModelProto()
    part.CopyFrom(proto)
    nodes = needed(proto.graph, outputs)
    wanted = {name for node in nodes for name in node.input}
    del part.graph.node[:], part.graph.output[:], part.graph.input[:]
    part.graph.node.extend(nodes)
    part.graph.input.extend(value for value in proto.graph.input if value.name in wanted)
    part.graph.output.extend(onnx.ValueInfoProto(name=name) for name in outputs)
    return part


# ---- the end of a graph -------------------------------------------------------------------------
LABELS = ("ArgMax", "ArrayFeatureExtractor", "Binarizer", "Cast", "Reshape", "Identity", "Squeeze",
          "ZipMap")


def output_of(graph, constants):
    """The name of what the network's outputs are, and the classes that they stand for, or None."""
    makers = {name: node for node in graph.node for name in node.output}
    classes, numbers, scores = None, [], []
    for output in graph.output:
        name, known, is_label = before_labels(output.name, makers, constants)
        classes = classes or known
        (scores if is_label else numbers).append(name)
    found = sorted(set(numbers or scores))
    if len(found) != 1:
        raise ValueError("expected one output, and labels made of it, got %s: export a model for"
                         " each" % ", ".join(found))
    return found[0], classes


def before_labels(name, makers, constants):
    """What an output is made of, the classes if it tells them, and whether it is a label."""
    classes, last = None, name
    while last in makers and makers[last].op_type in LABELS:
        node = makers[last]
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if node.op_type == "ZipMap":
            return node.input[0], labels_in(attributes), False
        if node.op_type in ("ArgMax", "Binarizer"):  # the second where a row has several labels
            return node.input[0], classes, True
        last = node.input[0]
        if node.op_type == "ArrayFeatureExtractor":  # of the classes, that of the largest
            if last in constants:
                classes = [text(label) for label in constants[last].ravel().tolist()]
            last = node.input[1]
    if last in makers and makers[last].op_type.endswith("Classifier"):  # its label, its scores
        node = makers[last]
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        is_label = last == node.output[0]
        return node.output[1] if is_label else name, labels_in(attributes), is_label
    return name, None, False


def labels_in(attributes):
    for key in ("classlabels_int64s", "classlabels_ints", "classlabels_strings"):
        if attributes.get(key):
            return [text(label) for label in attributes[key]]
    return None


def text(label):
    return label.decode() if isinstance(label, bytes) else label


def is_yes_and_no(signal):
    """Whether the outputs are 1 - p and p."""
    return (signal.layers != () and signal.A.shape == (1, 2) and signal.A.tolist() == [[-1.0, 1.0]]
            and signal.shift.tolist() == [1.0, 0.0])


# ---- operators ----------------------------------------------------------------------------------
def array(value):
    return np.asarray(value, float)


def gemm(attributes, A, B, C=None):
    if not isinstance(A, Signal) or attributes.get("transA"):
        return None
    W = array(B).T if attributes.get("transB") else array(B)
    b = array(0.0 if C is None else C)
    if b.ndim == 2 and len(b) > 1:  # each row has a number of its own
        return None
    b = attributes.get("beta", 1.0) * np.broadcast_to(b.ravel(), W.shape[1:])
    return A.dense(attributes.get("alpha", 1.0) * W, b)


def matmul(attributes, A, B):
    if not isinstance(A, Signal) or array(B).ndim > 2:
        return None
    return A.dense(array(B).reshape(len(B), -1))  # a vector gives a column


def plus(attributes, A, B):
    if isinstance(A, Signal) and isinstance(B, Signal):
        return A + B
    signal, constant = (A, B) if isinstance(A, Signal) else (B, A)
    return signal.scaled(1.0, array(constant))


def minus(attributes, A, B):
    if isinstance(B, Signal):
        return plus(attributes, A, B.scaled(-1.0))
    return A.scaled(1.0, -array(B))


def times(attributes, A, B):
    if isinstance(A, Signal) and isinstance(B, Signal):
        return None
    signal, constant = (A, B) if isinstance(A, Signal) else (B, A)
    return signal.scaled(array(constant))


def divided(attributes, A, B):
    return A.scaled(1.0 / array(B)) if isinstance(A, Signal) and not isinstance(B, Signal) else None


def softmax(attributes, x):
    return x.activation("softmax") if attributes.get("axis", -1) in (1, -1) else None


LARGEST = float(np.finfo("float32").max)  # which exporters write where there is no bound


def clipped(attributes, x, low=None, high=None):
    low = attributes.get("min") if low is None else float(low)
    high = attributes.get("max") if high is None else float(high)
    low = None if low is None or low <= -LARGEST else low
    high = None if high is None or high >= LARGEST else high
    return x.relus(clip(low, high)) if (low, high) != (None, None) else x


def largest(attributes, A, B):
    signal, constant = (A, B) if isinstance(A, Signal) else (B, A)
    if isinstance(constant, Signal):
        return None
    return signal.relus(clip(array(constant).ravel()))


def smallest(attributes, A, B):
    signal, constant = (A, B) if isinstance(A, Signal) else (B, A)
    if isinstance(constant, Signal):
        return None
    return signal.relus(clip(None, array(constant).ravel()))


def hard_sigmoid(attributes, x):
    return x.scaled(attributes.get("alpha", 0.2), attributes.get("beta", 0.5)).relus(clip(0.0, 1.0))


def batch_norm(attributes, x, scale, bias, mean, var):
    if attributes.get("training_mode"):
        return None
    factor = array(scale) / np.sqrt(array(var) + attributes.get("epsilon", 1e-5))
    return x.scaled(factor, array(bias) - array(mean) * factor)


def unchanged(attributes, x, *_):
    return x


def reshaped(attributes, x, shape):
    """To rows again; or to one long column, with which skl2onnx ends regressors."""
    if shape is SHAPE or len(shape) == 1 or len(shape) == 2 and shape[1] in (-1, 1, x.width):
        return x
    return None


def cast(attributes, x):
    return x if attributes["to"] in FLOATS else None


def concatenated(attributes, *parts):
    if attributes.get("axis", 1) not in (1, -1) or not all(
            isinstance(part, Signal) for part in parts):
        return None
    return side_by_side(list(parts))


def gathered(attributes, x, indices):
    return features(attributes, x, indices) if attributes.get("axis", 0) in (1, -1) else None


def features(attributes, x, indices):
    return x.columns(np.asarray(indices, int).ravel().tolist())


def unsqueezed(attributes, x, axes=None):
    """The same row in one more list, as x[:, None] is; before opset 13 axes are an attribute."""
    return None if 0 in given_or(attributes, "axes", axes) else x


def sliced(attributes, x, starts=None, ends=None, axes=None, steps=None):
    """x[:, start:end:step]; before opset 10 they are attributes."""
    if any(given is SHAPE for given in (starts, ends)):
        return None
    if given_or(attributes, "axes", axes) not in ([1], [-1]):
        return None
    [start] = given_or(attributes, "starts", starts)
    [end] = given_or(attributes, "ends", ends)
    [step] = given_or(attributes, "steps", steps) or [1]
    return x.columns(list(range(x.width))[start:end:step])


def given_or(attributes, name, given):
    """A list of numbers that is an input, or in older opsets an attribute."""
    return attributes.get(name) if given is None else np.ravel(given).tolist()


def split(attributes, x, sizes=None):
    """Parts of as many columns; before opset 13 they are an attribute."""
    if attributes.get("axis", 0) not in (1, -1):
        return None
    sizes = attributes.get("split") if sizes is None else np.ravel(sizes).tolist()
    if sizes is None:
        count = attributes.get("num_outputs", 0)
        if not count:
            return None
        size = -(-x.width // count)
        sizes = [min(size, x.width - size * k) for k in range(count)]
    return x.split(sizes)


def reduced(attributes, x, axes=None, mean=False):
    """The sum or the mean of each row; axes are an attribute in older opsets."""
    axes = attributes.get("axes") if axes is None else np.ravel(axes).tolist()
    if axes not in ([1], [-1]):
        return None
    return x.linear(np.full((x.width, 1), 1.0 / x.width if mean else 1.0))


def scaler(attributes, x):
    scale = array(attributes.get("scale", [1.0]))
    return x.scaled(scale, -array(attributes.get("offset", [0.0])) * scale)


def normalized(attributes, x):
    """Probabilities add up to 1 as they are."""
    if attributes.get("norm") != b"L1":
        return None
    is_softmax = x.layers and x.layers[-1].activation == "softmax"
    return x if is_softmax or is_yes_and_no(x) else None


def linear_scores(attributes, x, outputs):
    W = array(attributes["coefficients"]).reshape(outputs, -1).T
    return x.dense(W, array(attributes.get("intercepts", np.zeros(outputs))))


def linear_classifier(attributes, x):
    """The labels, which end the graph, and the scores."""
    outputs = len(attributes["coefficients"]) // x.width
    scores = linear_scores(attributes, x, outputs)
    transform = attributes.get("post_transform", b"NONE")
    if transform == b"SOFTMAX":
        return [SHAPE, scores.activation("softmax")]
    if len(labels_in(attributes)) == 2:  # of which one score is enough
        second = scores.columns([outputs - 1])
        if transform == b"LOGISTIC":
            yes = second.activation("sigmoid")
            return [SHAPE, yes.linear(np.array([[-1.0, 1.0]]), np.array([1.0, 0.0]))]
        if transform == b"NONE":
            return [SHAPE, scores]
    if transform == b"NONE":
        return [SHAPE, scores]
    return [SHAPE, scores.activation("sigmoid")] if transform == b"LOGISTIC" else None


def linear_regressor(attributes, x):
    if attributes.get("post_transform", b"NONE") != b"NONE":
        return None
    return linear_scores(attributes, x, attributes.get("targets", 1))


# ---- operators on columns as they come ----------------------------------------------------------
def imputed(attributes, block):
    """What stands for NaN; it is filled in as the row is read."""
    replaced = attributes.get("replaced_value_float", 0.0)
    if replaced == replaced:
        return None
    fills = attributes["imputed_value_floats"]
    return Block(block.table, [Raw(part.place, float(fills[k % len(fills)]))
                               for k, part in enumerate(block.parts)])


def one_hot(attributes, block):
    known = [text(value) for value in attributes.get("cats_strings")
             or attributes.get("cats_int64s")]
    codes = np.eye(len(known)).tolist()
    unknown = [0.0] * len(known) if attributes.get("zeros", 1) else None
    return encoded(block, lambda column: names.values(
        column, known, codes, ["%s=%s" % (column, value) for value in known], unknown))


def labelled(attributes, block):
    known = [text(key) for key in attributes.get("keys_strings") or attributes.get("keys_int64s")
             or attributes.get("keys_floats") or ()]
    numbers = attributes.get("values_int64s") or attributes.get("values_floats")
    if not known or not numbers:  # newer versions have tensors of them, and labels may be text
        return None
    unknown = [float(attributes.get("default_int64", -1) if attributes.get("values_int64s")
                     else attributes.get("default_float", 0.0))]
    shown_codes = ", ".join("%s: %g" % pair for pair in zip(known, numbers))
    return encoded(block, lambda column: names.values(
        column, known, [[float(v)] for v in numbers], ["%s (%s)" % (column, shown_codes)], unknown))


def encoded(block, reading_of):
    """The block with a reading in the place of each column."""
    table = block.table
    return Block(table, [table.encoded(raw, reading_of(table.columns[raw.place]))
                         for raw in block.parts])


def columns_beside(attributes, *blocks):
    """What Concat or FeatureVectorizer, which has no axis, puts beside each other."""
    if attributes.get("axis", 1) not in (1, -1):
        return None
    return Block(blocks[0].table, [part for block in blocks for part in block.parts])


def raw_alone(attributes, block, *_):
    return block if all(isinstance(part, Raw) for part in block.parts) else None


OF_COLUMNS = {"Imputer": imputed, "OneHotEncoder": one_hot, "LabelEncoder": labelled,
              "Concat": columns_beside, "FeatureVectorizer": columns_beside, "Gather": gathered,
              "ArrayFeatureExtractor": features, "Cast": raw_alone, "Identity": raw_alone}
OPERATORS = {
    "Gemm": gemm, "MatMul": matmul, "Add": plus, "Sub": minus, "Mul": times, "Div": divided,
    "Neg": lambda attributes, x: x.scaled(-1.0),
    "Relu": lambda attributes, x: x.activation("relu"),
    "Sigmoid": lambda attributes, x: x.activation("sigmoid"),
    "Tanh": lambda attributes, x: x.activation("tanh"),
    "Softmax": softmax, "LogSoftmax": softmax,
    "LeakyRelu": lambda attributes, x: x.relus(leaky(attributes.get("alpha", 0.01))),
    "PRelu": lambda attributes, x, slope: x.relus(leaky(array(slope).ravel())),
    "Clip": clipped, "Max": largest, "Min": smallest, "HardSigmoid": hard_sigmoid,
    "Abs": lambda attributes, x: x.relus(absolute()),
    "BatchNormalization": batch_norm,
    "Flatten": lambda attributes, x: x if attributes.get("axis", 1) == 1 else None,
    "Reshape": reshaped, "Squeeze": unchanged, "Identity": unchanged, "Dropout": unchanged,
    "Unsqueeze": unsqueezed, "Cast": cast, "Concat": concatenated,
    "FeatureVectorizer": concatenated, "Gather": gathered, "ArrayFeatureExtractor": features,
    "Slice": sliced, "Split": split, "ReduceSum": reduced,
    "ReduceMean": lambda attributes, x, axes=None: reduced(attributes, x, axes, mean=True),
    "Scaler": scaler, "Normalizer": normalized,
    "LinearClassifier": linear_classifier, "LinearRegressor": linear_regressor,
}
CURVES = ("Elu", "Selu", "Celu", "Gelu", "Softplus", "Softsign", "Mish", "Swish", "HardSwish",
          "Erf")


def shown(attributes):
    known = [(key, text(value)) for key, value in sorted(attributes.items())
             if isinstance(value, (int, float, bytes))]
    return "(%s)" % ", ".join("%s=%r" % pair for pair in known) if known else ""


def advice(operator):
    if operator in CURVES:
        return CURVED
    if operator in ("Mul", "Div"):
        return ("it takes two things that are computed, as SiLU and gates do: retrain with"
                " LeakyReLU in its place, or without it")
    if "Tree" in operator:
        return "m2cgen and emlearn export trees; for a network train an MLP"
    if "Integer" in operator or "quantize" in operator.lower() or operator.startswith("QLinear"):
        return "export the model as it was before it was quantized"
    return ("export the model without it, and compute it in your own code; or pass the model of the"
            " library that it comes from")
