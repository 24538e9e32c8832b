"""What tf2onnx wrote of models of Keras: files, with the answers of Keras in their metadata.

    python .ci/models/of_tf2onnx.py     # writes them anew; it needs tensorflow and tf2onnx
"""
import json
import os

import keras
import numpy as np
import onnx

from trying import X, refused, right

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tf2onnx")


def files():
    """All in the folder."""
    for name in sorted(os.listdir(FOLDER)):
        proto = onnx.load(os.path.join(FOLDER, name))
        answers = json.loads(proto.metadata_props[0].value)
        if name == "adapted.onnx":
            scaling = keras.layers.Normalization()
            scaling.adapt(X)
            model = keras.Sequential([keras.Input((4,)), scaling, keras.layers.Dense(3)])
            refused("tf2onnx: " + name, proto, "pass the model of Keras itself", lambda: model,
                    lambda model: model.predict(X, verbose=0))
        else:
            right("tf2onnx: " + name, os.path.join(FOLDER, name), lambda _: answers, tolerance=1e-4)


def write():
    """By tf2onnx, into the folder."""
    import tensorflow as tf
    import tf2onnx
    from keras import layers as l
    keras.utils.set_random_seed(0)
    scaling, rows = l.Normalization(), X.astype("float32")
    scaling.adapt(rows)
    models = {
        "adapted": [scaling, l.Dense(3, "softmax")],  # tf2onnx loses what it adapted to
        "scaled": [l.Rescaling(0.1, 0.5), l.Dense(6, "relu"), l.BatchNormalization(),
                   l.Dropout(0.1), l.Dense(3, "softmax")],
        "leaky": [l.Dense(6), l.LeakyReLU(negative_slope=0.1), l.Dense(4, "tanh"), l.Dense(1)],
        "prelu": [l.Dense(6), l.PReLU(), l.Dense(4), l.ReLU(6.0), l.Dense(1, "sigmoid")],
        "hard": [l.Dense(6, "hard_sigmoid"), l.Dense(4, "leaky_relu"), l.Dense(2)],
    }
    os.makedirs(FOLDER, exist_ok=True)
    for name, layers in models.items():
        model = keras.Sequential([l.Input((4,))] + layers)
        for weights in model.trainable_weights:
            weights.assign_add(np.full(weights.shape, 0.1, "float32"))
        proto, _ = tf2onnx.convert.from_function(
            tf.function(lambda x: model(x, training=False)),
            input_signature=(tf.TensorSpec((None, 4), tf.float32, name="x"),))
        proto.metadata_props.add(key="answers", value=json.dumps(
            np.asarray(model(rows, training=False)).tolist()))
        onnx.save(proto, os.path.join(FOLDER, name + ".onnx"))



TRIED = [files]


if __name__ == "__main__":
    write()
