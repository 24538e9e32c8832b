"""Models and files of Keras."""
import functools
import warnings

import keras
import numpy as np
from keras import layers as l, ops

from trying import X, is_right, refused, right

keras.utils.set_random_seed(0)
relu_of_keras, rows = ops.relu, X.astype("float32")


def relu(x):  # whose name says what it is not
    return ops.minimum(relu_of_keras(x), 1.0)


class Own(keras.Model):
    """As tutorials have it."""
    def __init__(self):
        super().__init__()
        self.one, self.two, self.drop = l.Dense(8, "relu"), l.Dense(2), l.Dropout(0.5)

    def call(self, x, training=False):
        return self.two(self.drop(self.one(x / 3.0), training=training))


class Reversed(Own):
    def call(self, x):
        return self.two(self.one(np.array(x)[:, ::-1]))


class Sigmoid(keras.Sequential):
    def call(self, x, training=None, mask=None):
        return ops.sigmoid(super().call(x))


class OwnDense(l.Dense):
    """It computes what Dense does."""


class Probabilities(Own):
    def call(self, x):
        return keras.activations.softmax(self.two(keras.activations.relu(self.one(x))))


class OwnLayer(keras.layers.Layer):
    def __init__(self, of_keras=True):
        super().__init__()
        self.inner, self.of_keras = l.Dense(5, "relu"), of_keras

    def call(self, x):
        return self.inner(x / 3.0 if self.of_keras else np.array(x) / 3.0)


class OwnWeights(keras.layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), initializer="random_normal")
        self.matrix = self.add_weight(shape=(shape[-1], 3), initializer="random_normal")

    def call(self, x):
        return ops.matmul(x * self.scale - 1.0, self.matrix)


def sequential(*layers):
    return keras.Sequential((l.Input((4,)),) + layers)


def ask(model):
    return np.asarray(model(rows, training=False))


def moved(model):
    for weights in model.trainable_weights:
        weights.assign_add(ops.full(weights.shape, 0.1, weights.dtype))
    return model


def case(name, model, ask=ask):
    right("Keras: " + name, moved(model), ask, tolerance=1e-4)


def no(name, model, says, remedy):
    refused("Keras: " + name, model, says, lambda: moved(remedy), ask)


def functional(through):
    start = keras.Input((4,))
    return keras.Model(start, l.Dense(2)(through(start)))


def twice(x, layer=l.Dense(4, "tanh")):
    return layer(layer(x))


def residual(x):
    h = l.Dense(8, "relu")(x)
    return h + l.Dense(8, "relu")(h)


def branches(x):
    return l.Concatenate()([l.Dense(3, "relu")(x), l.Dense(5, l.LeakyReLU())(x), x])


def sums(x):
    return l.Add()([l.Dense(5, "tanh")(x), l.Dense(5, "tanh")(x)])


def mlp(activation):
    return sequential(l.Dense(8, activation), l.Dense(2))


normalization = l.Normalization(axis=None)
normalization.adapt(rows)
by_column = l.Normalization()
by_column.adapt(rows)


def chains():
    """A Sequential of the usual layers."""
    case("scalings in sequence", sequential(
        l.Rescaling(0.1, 1.0), normalization, l.BatchNormalization(), l.Dense(8, l.ReLU()),
        l.BatchNormalization(), l.AlphaDropout(0.1), l.ActivityRegularization(0.1), l.Dense(2)))
    case("Normalization", sequential(by_column, l.Dense(8, "tanh"), l.Dropout(0.2), l.Dense(1)))
    case("softmax", keras.Sequential([sequential(l.Dense(8, "relu"), l.Dense(3)), l.Softmax()]))
    case("sigmoid", sequential(l.Dense(8, "sigmoid"), l.Dense(1, "sigmoid")))
    case("log_softmax", sequential(l.Dense(8, "relu"), l.Dense(3, "log_softmax")),
         lambda model: np.exp(ask(model)))
    case("a functional chain", functional(l.Dense(8, "tanh")))
    case("its layers in a Sequential", keras.Sequential(functional(l.Dense(8, "tanh")).layers))
    case("shape", keras.Sequential([l.Input((2, 2)), l.Flatten(), l.Dense(2, "sigmoid")]),
         lambda model: np.asarray(model(rows.reshape(-1, 2, 2))))


def sums_of_relus():
    """Activations with corners."""
    for activation in ("relu", "leaky_relu", "relu6", "hard_sigmoid", "hard_tanh", "soft_shrink",
                       "linear", l.LeakyReLU(), l.LeakyReLU(negative_slope=0.1), l.ReLU(6.0),
                       l.ReLU(negative_slope=0.1), l.ReLU(3.0, 0.2), l.PReLU(),
                       functools.partial(ops.leaky_relu, negative_slope=0.1)):
        case("%s" % activation, mlp(activation))
    case("layers of activations", sequential(l.Dense(8), l.LeakyReLU(), l.Dense(5), l.PReLU(),
                                             l.Dense(3), l.Activation("relu6"), l.Dense(1)))


def graphs():
    """Functional models: branches, operations, layers used twice."""
    for name, through in (("x + h", residual), ("x / 10", lambda x: l.Dense(8, "tanh")(x / 10.0)),
                          ("ops", lambda x: ops.relu(l.Dense(8)(x))), ("twice", twice)):
        model = functional(through)
        case(name, model)
        refused("Keras: %s, its layers" % name, keras.Sequential(model.layers),
                "pass the model that it was trained in", lambda model=model: model, ask)
    case("branches", functional(branches))
    for own in Own(), Probabilities():
        own(rows)
        case("a subclass, %s" % type(own).__name__, own)
    case("a subclass of Dense", sequential(OwnDense(8, "relu"), l.Dense(2)))
    case("a Sequential's subclass", Sigmoid([l.Input((4,)), l.Dense(8, "relu"), l.Dense(2)]))
    case("Add", functional(sums))
    case("a layer of one's own", sequential(OwnLayer(), l.Dense(2)))
    case("a layer with weights of its own", sequential(OwnWeights(), l.Dense(2)))
    case("Average", functional(lambda x: l.Average()([l.Dense(5)(x), l.Dense(5)(x), x[:, :1]])))
    case("columns", functional(lambda x: ops.concatenate([l.Dense(3, "relu")(x[:, 2:]), x], -1)))
    case("one column", functional(lambda x: ops.reshape(ops.expand_dims(x[:, 1], -1), (-1, 1))))
    for k, through in enumerate((ops.softmax, keras.activations.softmax)):
        start = keras.Input((4,))
        case("softmax by a function, %d" % k, keras.Model(start, through(l.Dense(3)(start))))
    case("a mean", functional(lambda x: x - ops.mean(x, axis=1, keepdims=True)))
    case("means and quotients", functional(lambda x: ops.divide(ops.mean(
        l.Dense(3)(x), axis=(1,), keepdims=True), 4.0)))
    case("a sum", functional(lambda x: ops.sum(x, axis=-1, keepdims=True)))
    case("bounds", functional(lambda x: ops.minimum(ops.maximum(l.Dense(5)(x), 0.1), 0.9)))
    start = keras.Input((4,))
    case("squeeze", keras.Model(start, ops.squeeze(l.Dense(1)(start), -1)))
    right("Keras: bfloat16", moved(sequential(l.Dense(8, "relu", dtype="bfloat16"),
                                              l.Dense(2, dtype="float32"))), ask, tolerance=0.1)


def refusals():
    """Each with a remedy."""
    no("a function called relu", mlp(relu), 'retrain with one of them, by its name: "relu"',
       mlp("relu"))
    last = sequential(l.Dense(8, "relu"), l.Dense(2, "softplus"))

    def without_the_last():
        last.layers[-1].activation = keras.activations.linear
        return last

    refused("Keras: softplus at the end", last,
            "set its layer's activation = keras.activations.linear", without_the_last, ask)
    for activation in "gelu", "elu", "selu", "silu", "mish", "softplus":
        no(activation, mlp(activation), "retrain with LeakyReLU in its place", mlp(l.LeakyReLU()))
    no("ELU()", sequential(l.Dense(8), l.ELU(), l.Dense(2)), "retrain with LeakyReLU in its place",
       mlp(l.LeakyReLU()))
    no("threshold", mlp(l.ReLU(threshold=1.0)), "retrain with ReLU(threshold=0.0)",
       mlp(l.ReLU(threshold=0.0)))
    unknown = Reversed()
    unknown(rows)
    no("call() that is no graph", unknown, "write what it does as a keras.Sequential", mlp("relu"))
    no("softmax over the rows", sequential(l.Dense(8, "relu"), l.Dense(2), l.Softmax(0)),
       "write Softmax()", sequential(l.Dense(8, "relu"), l.Dense(2), l.Softmax()))
    no("LayerNormalization", sequential(l.Dense(8), l.LayerNormalization(), l.Dense(2)),
       "retrain with BatchNormalization in its place",
       sequential(l.Dense(8), l.BatchNormalization(), l.Dense(2)))
    unbuilt = keras.Sequential([l.Dense(8, "relu"), l.Dense(2)])

    def built():
        unbuilt(rows)
        return unbuilt

    refused("Keras: not built", unbuilt, "or call it once", built, ask)
    for name, layers in (("a row per step", [l.Dense(4), l.Dense(2)]),
                         ("a layer's inputs", [l.Dense(4), l.Flatten(), l.Dense(2)])):
        no(name, keras.Sequential([l.Input((2, 2))] + layers), "put Flatten first",
           sequential(l.Flatten(), l.Dense(4), l.Dense(2)))
    no("a layer that is no graph", sequential(OwnLayer(False), l.Dense(2)),
       "write what it does as layers of Keras", sequential(OwnLayer(), l.Dense(2)))
    encodings()
    convolution = [l.Input((4, 1)), l.Conv1D(2, 2), l.Flatten(), l.Dense(2)]
    no("a convolution", keras.Sequential(convolution), "retrain without it", mlp("relu"))
    no("a product", functional(lambda x: l.Multiply()([x, l.Dense(4)(x)])),
       "write it as Concatenate, Add", functional(sums))
    no("an operation", functional(lambda x: ops.exp(l.Dense(4)(x))),
       "write it as a layer that is known", functional(l.Dense(4, "tanh")))
    steps = keras.Sequential([l.Input((None, 4)), l.Dense(2)])
    no("a shape that is not known", steps, "write it in Input(shape)", sequential(l.Dense(2)))
    a, b = keras.Input((4,)), keras.Input((4,))
    two = keras.Model([a, b], l.Dense(2)(l.Concatenate()([a, b])))
    no("two inputs", two, "retrain on both in one row", mlp("relu"))
    hidden = l.Dense(8, "relu")(a)
    outputs = [l.Dense(2)(hidden), l.Dense(1)(hidden)]
    no("two outputs", keras.Model(a, outputs), "for each output pass keras.Model(input, output)",
       keras.Model(a, outputs[1]))
    empty = sequential(l.Normalization(), l.Dense(2))

    def adapted():
        empty.layers[0].adapt(rows)
        return empty

    if getattr(empty.layers[0], "mean", None) is None:
        refused("Keras: Normalization() as it is new", empty, "call its adapt() before", adapted,
                ask)
    constant = l.Normalization()
    constant.adapt(rows * [1.0, 1.0, 0.0, 1.0] + [0.0, 0.0, 25.3, 0.0])  # which float32 rounds
    no("Normalization of a constant", sequential(constant, l.Dense(2)), "Retrain without it",
       sequential(by_column, l.Dense(2)))
    for mode in "int8", "int4":
        model = mlp("relu")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.quantize(mode)
        no(mode, model, "pass the model as it was before quantize()", mlp("relu"))


def a_part():
    """The second half of an autoencoder, by itself."""
    whole = moved(sequential(l.Dense(4, "relu"), l.Dense(4, "tanh"), l.Dense(4)))
    half = keras.Sequential([l.Input((4,))] + whole.layers[1:])

    def cloned(message):
        names = {"keras": keras, "model": half}
        for code in message[message.index("part = "):].split("; "):
            exec(code, names)
        is_right("its clone", names["part"], lambda _: ask(half))

    refused("Keras: a part of a model", half, "where a part is meant", cloned)


def encodings():
    """Numbers of categories, which become one-hot."""
    kinds = np.arange(40) % 5
    codes = np.eye(5)[kinds]
    start = keras.Input((1,), dtype="int32")
    dense, embedding = l.Dense(3, use_bias=False), l.Embedding(5, 3)
    model = keras.Model(start, l.Flatten()(embedding(start)))
    answers = np.asarray(model(kinds.reshape(-1, 1)))

    def with_dense():
        one_hot = keras.Sequential([l.Input((5,)), dense])
        dense.set_weights(embedding.get_weights())
        is_right("one-hot", one_hot, lambda _: answers, codes.tolist())

    refused("Keras: an Embedding", model, "with the same weights", with_dense)
    encoded = l.CategoryEncoding(num_tokens=5, output_mode="one_hot")(start)
    behind = keras.Sequential([l.Input((5,)), l.Dense(2)])
    refused("Keras: CategoryEncoding", keras.Model(start, l.Dense(2)(encoded)),
            "retrain on the one-hot inputs", lambda: is_right(
                "behind it", behind, lambda _: np.asarray(behind(codes)), codes.tolist()) and None)


def files():
    """As model.save() writes them."""
    model = moved(sequential(by_column, l.Dense(8), l.LeakyReLU(), l.Dense(2)))
    for path in "model.keras", "model.h5":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.save(path)
        broken = path.replace("model", "broken")
        with open(broken, "w") as f:
            f.write("no model")
        refused("Keras: " + broken, broken, "load it in Python", lambda path=path: (
            keras.models.load_model(path, compile=False)), ask)
        right("Keras: " + path, path, lambda _: ask(model), tolerance=1e-4)


def weights_alone():
    """As model.save_weights() writes them."""
    model, again = mlp("relu"), mlp("relu")
    moved(model).save_weights("model.weights.h5")

    def loaded():
        again.load_weights("model.weights.h5")
        is_right("loaded", again, lambda _: ask(model))

    refused("Keras: weights alone", "model.weights.h5", "load_weights() of a model", loaded)


TRIED = [chains, sums_of_relus, graphs, refusals, a_part, files, weights_alone]
