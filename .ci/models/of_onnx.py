"""Graphs of ONNX as other tools write them."""
import json
import os

import numpy as np
"""Graphs as other tools write them."""
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

from trying import X, is_right, refused, right

random = np.random.RandomState(0)
W = {"W1": random.randn(4, 5), "b1": random.randn(5), "W2": random.randn(5, 2),
     "b2": random.randn(2), "mean": X.mean(0), "scale": X.std(0), "slope": random.rand(5),
     "low": np.array(-1.0), "high": np.array(2.0), "half": np.array(0.5),
     "shape": np.array([-1, 4]), "var": np.ones(5), "row": random.randn(1, 5),
     "column": np.array(2), "far": np.array(9), "least": np.array(np.finfo("float32").min)}


def graph(*lines, opset=20, kind=TensorProto.FLOAT):
    """A line: outputs = Operator inputs attribute=value ..."""
    nodes = []
    for line in lines:
        left, right_side = line.split(" = ", 1)
        operator, *words = right_side.split()
        attributes = dict(word.split("=") for word in words if "=" in word)
        nodes.append(helper.make_node(
            operator, [w for w in words if "=" not in w], left.split(),
            **{key: json.loads(value) for key, value in attributes.items()}))
    tensors = [numpy_helper.from_array(value.astype(
        "int64" if value.dtype.kind == "i" else "float32"), name) for name, value in W.items()]
    x = helper.make_tensor_value_info("x", kind, ["rows", 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, None)
    return helper.make_model(helper.make_graph(nodes, "g", [x], [y], tensors),
                             opset_imports=[helper.make_opsetid("", opset)], ir_version=8)


def ask(proto):
    return ReferenceEvaluator(proto).run(None, {"x": X.astype("float32")})[0]


first, last = "h = Gemm x W1 b1", "y = Gemm a W2 b2"


def operators():
    """Each of them between two layers, and what is made of several."""
    for operator in ("Relu", "Sigmoid", "Tanh", "LeakyRelu alpha=0.2", "HardSigmoid", "Abs", "Neg",
                     "Identity", "Dropout", "Softmax", "LogSoftmax"):
        name, *attributes = operator.split()
        lines = [first, " ".join(["a =", name, "h"] + attributes), last]
        if "oftmax" in name:
            lines = [first, "a = Relu h", "z = Gemm a W2 b2", "y = %s z" % name]
        right("ONNX: " + operator, graph(*lines), lambda proto, name=name: np.exp(
            ask(proto)) if name == "LogSoftmax" else ask(proto))
    for line in ("PRelu h slope", "Clip h low high", "Max h low", "Min h high", "Mul h half",
                 "BatchNormalization h slope b1 b1 var"):
        right("ONNX: " + line, graph(first, "a = " + line, last), ask)
    normed = first, "a = BatchNormalization h slope b1 b1 var", last
    for opset in 9, 13:  # in these the onnx package itself is wrong
        right("ONNX: BatchNormalization, opset %d" % opset, graph(*normed, opset=opset),
              lambda _: ask(graph(*normed)))
    right("ONNX: Slice", graph(first, "a = Relu h", "z = Gemm a W2 b2",
                               "y = Slice z axes=[1] starts=[-1] ends=[9]", opset=9), ask)
    right("ONNX: Split", graph("p q = Split x axis=1 split=[1,3]", "z = Concat q p axis=1",
                               "y = Gemm z W1 b1", opset=11), ask)
    for operator in "ReduceMean", "ReduceSum":
        right("ONNX: " + operator, graph(first, "m = %s h axes=[1]" % operator, "y = Sub h m",
                                         opset=11), ask)
    right("ONNX: MatMul, Add, scaling", graph(
        "c = Sub x mean", "s = Div c scale", "r = Reshape s shape", "f = Flatten r",
        "m = MatMul f W1", "h = Add m b1", "a = Relu h", "n = MatMul a W2", "y = Add b2 n"), ask)
    right("ONNX: leaky by two relus", graph(first, "n = Neg h", "p = Relu h", "q = Relu n",
                                            "r = Mul q half", "a = Sub p r", last), ask)
    right("ONNX: a bias in a row", graph("h = Gemm x W1 row", "a = Relu h", last), ask)
    right("ONNX: a bound that bounds nothing", graph(first, "a = Clip h least high", last), ask)
    right("ONNX: a vector of weights", graph(first, "a = Relu h", "y = MatMul a slope"), ask)
    right("ONNX: one column", graph("c = Gather x column axis=1", "d = Unsqueeze c axes=[1]",
                                    "y = MatMul d row", opset=11), ask)
    whole = np.round(X).astype(int)
    right("ONNX: whole numbers", graph("f = Cast x to=1", "y = Gemm f W1 b1",
                                       kind=TensorProto.INT64),
          lambda proto: ReferenceEvaluator(proto).run(None, {"x": whole})[0], rows=whole.tolist())
    right("ONNX: a residual", graph(first, "a1 = Relu h", "a2 = Abs a1", "s = Add h a2",
                                    "y = Gemm s W2 b2"), ask)


def refusals():
    """Each with a remedy."""
    relu = graph(first, "a = Relu h", last)
    for operator in "Elu", "Selu", "Softplus", "Gelu", "Mish":
        refused("ONNX: " + operator, graph(first, "a = %s h" % operator, last),
                "retrain with LeakyReLU in its place",
                lambda: graph(first, "a = LeakyRelu h", last), ask)
    refused("ONNX: Sin", graph(first, "a = Sin h", last), "export the model without it",
            lambda: relu, ask)
    refused("ONNX: SiLU", graph(first, "s = Sigmoid h", "a = Mul h s", last),
            "retrain with LeakyReLU", lambda: graph(first, "a = LeakyRelu h", last), ask)
    for line in ("a = Max h low high", "a = PRelu h h", "a = Clip h h", "a = Concat x low axis=1",
                 "a = Gather h far axis=1"):
        refused("ONNX: " + line, graph(first, line, last), "export the model without it",
                lambda: relu, ask)
    square = graph("h = MatMul x W1", "y = MatMul h h")
    refused("ONNX: a product of what is computed", square, "export the model without it",
            lambda: relu, ask)
    own = graph(first, 'a = Relu h domain="my.own"', last)
    own.opset_import.append(helper.make_opsetid("my.own", 1))
    for proto in own, graph(first, "c = DequantizeLinear b1 half", "a = Mul h c", last, opset=12):
        refused("ONNX: what the onnx package cannot evaluate", proto, "or without what is named",
                lambda: relu, ask)
    refused("ONNX: a graph by itself", relu.graph, "pass what onnx.load(path) gives",
            lambda: relu, ask)
    refused("ONNX: quantized", graph("q s z = DynamicQuantizeLinear x", "h = Cast q to=1",
                                     "y = MatMul h W1"), "before it was quantized",
            lambda: relu, ask)
    for lines in (["y = Relu x"], ["h = Gather x column axis=1", "y = MatMul h row"],
                  ["h = Slice x axes=[1] starts=[-1] ends=[9]", "y = MatMul h row"]):
        unknown = graph(*lines, opset=9)
        del unknown.graph.input[0].type.tensor_type.shape.dim[:]
        refused("ONNX: a width that is not known", unknown, "export the model with it",
                lambda: relu, ask)
    two = graph(first, "a = Relu h", last)
    two.graph.output.append(helper.make_tensor_value_info("h", TensorProto.FLOAT, None))
    refused("ONNX: two outputs", two, "export a model for each", lambda: relu, ask)
    for line in "y = Identity b2", "y = Shape h", "other = Relu z":
        refused("ONNX: the output " + line, graph(first, "a = Relu h", "z = Gemm a W2 b2", line),
                "export the model with the output of its last layer", lambda: relu, ask)
    apart = graph(first, "g = Tanh h", "r = Relu h", "a = Add g r", last)
    refused("ONNX: ways of other activations", apart, "retrain with one of them", lambda: graph(
        first, "g = Relu h", "n = Neg h", "r = Relu n", "a = Add g r", last), ask)
    os.mkdir("beside")
    onnx.save(graph(first, "a = Relu h", last), "parted.onnx", save_as_external_data=True,
              location="parted.data", size_threshold=0)
    os.rename("parted.data", "beside/parted.data")

    def with_its_weights():
        os.rename("beside/parted.data", "parted.data")
        is_right("parted.onnx", "parted.onnx", lambda _: ask(relu))

    refused("ONNX: the weights in a file that is not there", "parted.onnx",
            "put the file of its weights beside it", with_its_weights)
    with open("broken.onnx", "wb") as f:
        f.write(b"no model")
    onnx.save(relu, "again.onnx")
    refused("ONNX: a broken file", "broken.onnx", "export it again", lambda: is_right(
        "again.onnx", "again.onnx", lambda _: ask(relu)) and None)


TRIED = [operators, refusals]
