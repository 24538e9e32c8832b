"""Takes a trained model of scikit-learn, PyTorch, Keras or ONNX over: the same outputs by purenn.

    python3 examples/from_model.py model.onnx net.json     # then: from purenn import load

Copy this file, the folder from_models/ and purenn.py; in Python then:

    from from_model import from_model
    net, names = from_model(model)               # a fitted model, or the path of a file
    net.forward_propagation([names.encode(row)])

It takes a few seconds, most of them to import the library, and writes the file that you name:

    .json           the network, for purenn.load
    .py .js .mjs    code by export.py, which stands beside: predict(inputs), encode(row), CLASSES
    .c              code by export.py: predict(inputs, outputs)
    .onnx           the way back, as is outgrow.py in the folder

names.inputs tells what each input means, such as "age" or "sex=male", names.classes what the
outputs stand for. Two classes give one number, that of the second. Logits stay logits; LogSoftmax
comes out as the probabilities. Each network is held to its model on a few rows; what cannot be
taken over is refused with a ValueError that says what to do.

    --activations relu,linear    one for each layer, for the weights (state_dict) of a .pt file
    --trust                      opens files that may run code: .pkl, .joblib, .pt of whole models
    --demo                       trains models on real data, takes them over and compares
"""
import os
import sys
from argparse import ArgumentParser

HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it


# ---- the door -----------------------------------------------------------------------------------
def from_model(model, activations=None, loss=None, trust=False):
    """The Network of a trained model, and the Names of its inputs and outputs.

    model: what scikit-learn, PyTorch or Keras trained, an ONNX model, or the path of a file.
    activations: for a state_dict, a name for each of its layers. loss: Network's, for more
    training. trust: whether a file may be opened that can run code. ValueError: what cannot be
    taken over.
    """
    if isinstance(model, (str, os.PathLike)):
        model = opened(os.fspath(model), trust)
    library = library_of(model)
    if library is None and isinstance(model, (dict, list, tuple)):
        raise ValueError("expected a model of scikit-learn, PyTorch, Keras or ONNX, got %s: pass"
                         " the fitted model itself, which may be in it; with a scaler beside it,"
                         " pass make_pipeline(scaler, model); weights alone go into Network(sizes,"
                         " activations, weights=..., biases=...)" % contents(model))
    if activations is not None and library != "state_dict":
        raise ValueError("activations: expected a state_dict with them, got %s: leave them away"
                         % type(model).__name__)
    if library == "state_dict":
        from from_models.from_pytorch import StateDict
        taken = StateDict(model, activations)
    elif library == "keras":
        from from_models.from_keras import Model
        taken = Model(model)
    elif library == "torch":
        from from_models.from_pytorch import Model
        taken = Model(model)
    elif library == "sklearn":
        from from_models.from_scikit_learn import Model
        taken = Model(model)
    elif library == "onnx":
        from from_models.from_onnx import Model
        taken = Model(model)
    else:
        raise ValueError("expected a model of scikit-learn, PyTorch, Keras or ONNX, got %.60r: pass"
                         " the fitted model itself, or the path of its file" % (model,))
    return taken.network(loss), taken.names


def library_of(model):
    """The package that a model's class, or one that it comes from, is in."""
    if isinstance(model, dict) and model and all(
            type(value).__module__.startswith("torch") for value in model.values()):
        return "state_dict"
    packages = [kind.__module__.partition(".")[0] for kind in type(model).__mro__]
    for library in "keras", "torch", "sklearn", "onnx":  # on PyTorch, Keras' models are of both
        if library in packages:
            return library
    return None


def contents(found):
    """What is in a dict, a list or a tuple, as files often have it around a model."""
    pairs = found.items() if isinstance(found, dict) else enumerate(found)
    parts = ["%s: %s" % (key, type(value).__name__) for key, value in pairs]
    return "a %s of %s" % (type(found).__name__, ", ".join(parts[:6]) or "nothing")


# ---- files --------------------------------------------------------------------------------------
def opened(path, trust):
    """The model in a file, by the ending of its name."""
    ending = os.path.splitext(path)[1].lower()
    if os.path.isdir(path):
        raise ValueError("%s: expected a file, got a folder: save the model as a file, from Keras"
                         " by model.save(\"model.keras\"), or load it in Python and pass the model"
                         % path)
    if not os.path.isfile(path):
        raise ValueError("%s: expected a file, which is not there: pass its path, or the fitted"
                         " model itself" % path)
    if ending == ".onnx":
        from from_models.from_onnx import opened as of_onnx
        return of_onnx(path)
    if ending in (".keras", ".h5", ".hdf5"):
        from from_models.from_keras import opened as of_keras
        return of_keras(path)
    if ending in (".pt", ".pth", ".ckpt", ".bin"):
        from from_models.from_pytorch import opened as of_pytorch
        return of_pytorch(path, trust)
    if ending in (".joblib", ".pkl", ".pickle", ".sav"):
        if not trust:
            raise ValueError("%s: expected a file that runs no code when it is opened: if you trust"
                             " it, give trust=True (--trust)" % path)
        return unpickled(path)
    raise ValueError("%s: expected a name that ends in .onnx, .keras, .h5, .pt, .pth, .joblib or"
                     " .pkl: rename it, or load it in Python and pass the model" % path)


def unpickled(path):
    import joblib
    try:
        return joblib.load(path)  # which opens what pickle wrote, too
    except Exception as error:  # of whatever the file calls
        raise ValueError("%s: expected what this Python can open, got %s (%s): open it with the"
                         " versions of the libraries that wrote it, and with the classes of your"
                         " own that are in it, and pass the model"
                         % (path, type(error).__name__, str(error).split("\n")[0]))


def write(net, names, path):
    """The network in the file, as the ending of its name has it."""
    ending = os.path.splitext(path)[1].lower()
    if ending == ".json":
        from purenn import save
        return save(net, path)
    if ending == ".onnx":
        from from_models.outgrow import to_onnx
        return to_onnx(net, path)
    if ending == ".py":
        source = names.to_python(net)
    elif ending in (".js", ".mjs"):
        source = names.to_javascript(net)
    elif ending == ".c":
        source = names.to_c(net)
    else:
        raise ValueError("%s: expected a name that ends in .json, .py, .js, .mjs, .c or .onnx"
                         % path)
    with open(path, "w", encoding="utf-8") as f:
        f.write(source)


# ---- the command --------------------------------------------------------------------------------
def main(arguments):
    try:
        options = options_of(arguments)
        if options.demo:
            from from_models.demo import demo
            return demo()
        if options.model.endswith(".json"):
            from purenn import load
            from from_models.names import Names
            net = load(options.model)
            names = Names(["x%d" % k for k in range(net.sizes[0])])
        else:
            net, names = from_model(options.model, options.activations, trust=options.trust)
        write(net, names, options.output)
    except ImportError as error:
        return "%s: this wants python3 -m pip install numpy, and the model's library" % error
    except (OSError, ValueError) as error:
        return str(error)
    print("%s: %r %r" % (options.output, net.sizes, net.activations))
    print("inputs: %s" % ", ".join(names.inputs))
    if names.classes:
        print("outputs: %s" % ", ".join(names.outputs(net)))
    return 0


def options_of(arguments):
    parser = ArgumentParser(add_help=False, usage="from_model.py MODEL OUTPUT; --help tells more")
    parser.add_argument("model", nargs="?")
    parser.add_argument("output", nargs="?")
    parser.add_argument("--activations", type=lambda text: text.split(","))
    parser.add_argument("--trust", action="store_true")
    parser.add_argument("--demo", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    options = parser.parse_args(arguments)
    if options.help:
        print(__doc__)
        sys.exit(0)
    if options.demo == bool(options.output):
        parser.error("expected a model's file and the file to write")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
