"""A module of PyTorch as a signal: torch.fx writes down what its forward() does, step by step."""
import contextlib
import functools
import inspect
import operator
from collections import namedtuple

import numpy as np
import torch
from torch import fx, nn
from torch.optim.swa_utils import AveragedModel
from torch.nn.utils.parametrize import type_before_parametrizations

from . import model
from .signal import CURVED, Signal, absolute, clip, leaky, side_by_side, soft_shrink


# ---- a module -----------------------------------------------------------------------------------
class Model(model.Model):
    blame = ("does a forward() put into the model, a hook, a subclass or dropout outside of eval()"
             " compute something else? Write it as a plain nn.Sequential, or compute it in your own"
             " code. Is a column, which is scaled, the same in all rows? Retrain without it")

    def __init__(self, module):
        module = plain(module)
        if Tracer().is_leaf_module(module, ""):  # a layer by itself, which is so one step, too
            module = nn.Sequential(module)
        self.module = module
        self.logarithm = False  # whether the outputs are log(softmax)
        modes = [(part, part.training) for part in module.modules()]
        module.eval()
        try:
            with torch.no_grad():
                check_one_input(module)
                graph = traced(module)
                n = self._accepted(inputs_of(graph, module))
                self._check_length(n)
                self.use(self._signal(graph, n))
                check_sequence(module)
        finally:
            for part, mode in modes:
                part.training = mode

    def answers(self, rows):
        modes = [(part, part.training) for part in self.module.modules()]
        self.module.eval()
        try:
            with torch.no_grad():
                outputs = self._ask(np.array(rows))
        finally:
            for part, mode in modes:
                part.training = mode
        return np.array((outputs.exp() if self.logarithm else outputs).tolist(), float).reshape(
            len(rows), -1)

    def _accepted(self, widths):
        """The first of these widths of a row that the module takes. Asking it also renews what an
        old weight_norm computes beforehand."""
        refusals = []
        for n in widths:
            try:
                self._ask(np.zeros((2, n)))
                return n
            except ValueError as error:
                refusals.append(error)
        raise refusals[0]

    def _check_length(self, n):
        """ValueError if longer rows are taken, too, and give something else, as x[:, -2:] does."""
        rows = np.random.RandomState(0).randn(2, n + 1)
        try:
            longer = self._ask(rows)
        except ValueError:
            return
        if not torch.allclose(longer, self._ask(rows[:, :n])):
            raise ValueError("expected rows of one length, got a model that takes %d numbers and"
                             " more: write the columns that it uses from the left, as x[:, 4:6] in"
                             " place of x[:, -2:]; or train with a Linear over all of them" % n)

    def _ask(self, rows):
        some = next(self.module.parameters(), torch.zeros(1))
        if some.is_complex():
            raise ValueError("expected weights that are real numbers, got complex ones: retrain"
                             " with dtype=torch.float32")
        if not some.is_floating_point() or torch.finfo(some.dtype).bits <= 16:
            self.tolerance = 0.1
        X = torch.tensor(rows.tolist(), dtype=some.dtype, device=some.device)
        try:
            outputs = self.module(X)
        except (RuntimeError, IndexError, TypeError, ValueError) as error:
            raise ValueError("expected a model of rows of %d numbers: put Flatten first, and train"
                             " with it there (PyTorch: %s)" % (X.shape[1], error))
        if not isinstance(outputs, torch.Tensor):
            raise ValueError("expected a model that gives one tensor, got %s: wrap it in a module"
                             " whose forward() gives the one that you want"
                             % type(outputs).__name__)
        return outputs

    def _signal(self, graph, n):
        values = {}
        for node in graph.nodes:
            given, options = arguments_of(node)
            args, kwargs = fx.map_arg(given, values.get), fx.map_arg(options, values.get)
            if node.op == "placeholder":
                values[node] = Signal.of_inputs(n)
            elif node.op == "get_attr":
                values[node] = operator.attrgetter(node.target)(self.module)
            elif node.op == "call_module":
                values[node] = self._module(node, *args)
            elif node.op == "output":
                result = args[0]
            else:
                values[node] = self._called(node, args, kwargs)
            if is_in_place(node, self.module):
                before = values[given[0]]
                for name in [name for name in values if values[name] is before]:  # one tensor
                    values[name] = values[node]
        if not isinstance(result, Signal):
            raise ValueError("expected a model that gives one tensor: wrap it in a module whose"
                             " forward() gives the one that you want")
        return result

    def _module(self, node, signal):
        layer = self.module.get_submodule(node.target)
        if not isinstance(signal, Signal):
            raise ValueError("expected rows as the input of %s, got what stack() or split() gives:"
                             " write it by torch.cat(..., dim=1)" % on_one_line(layer))
        kind = type_before_parametrizations(layer)  # weight_norm and the like
        if kind is nn.LogSoftmax:
            self.logarithm = True
        taken = MODULES[kind](signal, layer) if kind in MODULES else None
        if taken is None:
            raise not_taken(node, self.module)
        return taken

    def _called(self, node, args, kwargs):
        """What a function or a method in forward() gives."""
        name = node.target if isinstance(node.target, str) else node.target.__name__
        if not any(isinstance(value, Signal) for value in leaves((args, kwargs))):
            if any(value is SHAPE for value in leaves((args, kwargs))):
                return SHAPE
            if isinstance(node.target, str):  # of numbers that are known
                return getattr(args[0], name)(*args[1:], **kwargs)
            return node.target(*args, **kwargs)
        own = getattr(node.target, "__module__", None) or "torch"
        taken = None
        is_known = name in FUNCTIONS and (isinstance(node.target, str) or own.partition(".")[0] in (
            "torch", "_operator", "builtins"))
        if is_known and (name in OF_SEVERAL or not isinstance(args[0], (list, tuple))):
            with contextlib.suppress(TypeError):  # of options that the function does not have
                taken = FUNCTIONS[name](*args, **kwargs)
        if taken is None:
            raise ValueError("expected one of %s in forward(), got %s%s: %s" % (
                ", ".join(sorted(FUNCTIONS)), name, shown_arguments(args, kwargs),
                advice_about(name)))
        if name == "log_softmax":
            self.logarithm = True
        return taken


def plain(module):
    """The module without what torch.compile and the like put around it."""
    module = getattr(module, "_orig_mod", module)  # that of torch.compile
    if isinstance(module, (nn.DataParallel, nn.parallel.DistributedDataParallel, AveragedModel)):
        module = module.module
    if (not isinstance(module, nn.Module) or isinstance(module, torch.jit.ScriptModule)
            or "eval" in vars(module)):  # torch.export puts it there, as one that raises
        raise ValueError("expected an nn.Module, got %s: pass the one that it was made from, or"
                         " for" % type(module).__name__)
    return module


def check_one_input(module):
    """ValueError if forward() may take more than rows; options, such as flags, are left as they
    are by default."""
    _, *others = inspect.signature(module.forward).parameters.values() or [None]
    for other in others:
        if other.default is other.empty and other.kind not in (other.VAR_KEYWORD,
                                                               other.VAR_POSITIONAL):
            raise ValueError("expected a model of one input, got %s: retrain on all in one row"
                             % type(module).__name__)
        if other.default is None:
            raise ValueError("expected a model of one input, got %s: retrain on all in one row; or,"
                             " if it takes rows without %s, wrap it in a module whose forward(self,"
                             " x) calls it so" % (type(module).__name__, other))


def arguments_of(node):
    """Those by their place, and those by name; the first is by its place: relu(input=x)."""
    given, options = node.args, dict(node.kwargs)
    if options and not given:
        given = (options.pop(next(iter(options))),)
    return given, options


def is_in_place(node, module):
    """Whether a step changes its input: relu(h, inplace=True), nn.ReLU(inplace=True), h += x."""
    if node.op == "call_module":
        return getattr(module.get_submodule(node.target), "inplace", False)
    name = node.target if isinstance(node.target, str) else getattr(node.target, "__name__", "")
    return node.kwargs.get("inplace", False) or name in IN_PLACE


SHAPE = object()  # stands for a size of the rows in forward(): view(x.size(0), -1)


def leaves(values):
    found = []
    fx.node.map_aggregate(values, found.append)
    return found


def shown_arguments(args, kwargs):
    words = [shown(value) for value in args]
    words += ["%s=%s" % (name, shown(value)) for name, value in kwargs.items()]
    return "(%s)" % ", ".join(words)


def shown(value):
    if isinstance(value, (list, tuple)):
        return "[%s]" % ", ".join(map(shown, value))
    return "..." if isinstance(value, (Signal, torch.Tensor)) else repr(value)


class Tracer(fx.Tracer):
    def is_leaf_module(self, module, name):
        """Whether a module stays one step; those of one's own are looked into."""
        kind = type_before_parametrizations(module)
        return kind.__module__.startswith(("torch.nn", "torch.ao")) and not isinstance(
            module, (nn.Sequential, nn.ModuleList, nn.ModuleDict))

    def create_args_for_root(self, root_fn, is_module, concrete_args=None):
        """The first input alone: the others, which have defaults, stay what they are by these."""
        return root_fn, [self.root, self.create_proxy("placeholder", "x", (), {})]


def traced(module):
    try:
        return Tracer().trace(module)
    except Exception as error:  # fx.proxy.TraceError, and whatever forward() does with a proxy
        raise ValueError("expected a forward() that does the same for every row, got %s, in which"
                         " torch.fx cannot follow it (%s): pass nn.Sequential(...) of its layers,"
                         " in the order in which forward() uses them; or leave an if or assert on"
                         " the rows away, and a loop over what split() and the like give"
                         % (type(module).__name__, error))


def check_sequence(module):
    """ValueError if an nn.Sequential looks like the children() of a model that has a forward()."""
    if type(module) is not nn.Sequential:
        return
    layers = [type_before_parametrizations(part) for part in in_sequence(module)]
    layers = [kind for kind in layers if kind not in UNSEEN]
    if (nn.Linear, nn.Linear) in zip(layers, layers[1:]):
        raise ValueError("expected an activation between two Linear: put the nn.ReLU() there that"
                         " is only in forward(), and so not among children(); or nn.Identity() if"
                         " there is none")


def in_sequence(module):
    """The parts of an nn.Sequential, those of one in it unpacked; what has a forward() of its own
    is one part."""
    if type(module) is not nn.Sequential:
        return [module]
    return [inner for part in module for inner in in_sequence(part)]


def inputs_of(graph, module):
    """How many numbers a row may have: as many as some layer takes, most likely the first; or,
    where rows are taken apart, any number up to some more than their sum."""
    widths = []
    for node in graph.nodes:
        if node.op == "call_module":
            layer = module.get_submodule(node.target)
            if type_before_parametrizations(layer) not in MODULES or is_lazy(layer):
                raise not_taken(node, module) if module.state_dict() else no_linear(module)
            widths.append(getattr(layer, "in_features", getattr(layer, "num_features", None)))
        elif node.op == "get_attr":
            shape = getattr(operator.attrgetter(node.target)(module), "shape", ())
            widths.append(shape[-1] if len(shape) in (1, 2) else None)  # F.linear's weight, a mean
    widths = [n for n in widths if n]
    if not widths:
        raise no_linear(module)
    most = min(sum(widths) + 100, 5000)  # where columns are left out, it may have more than that
    return sorted(set(widths), key=widths.index) + list(range(1, most + 1))


def no_linear(module):
    return ValueError("expected a model with a Linear, got %.60s: pass one" % on_one_line(module))


def not_taken(node, module):
    layer = module.get_submodule(node.target)
    return ValueError("expected %s, got %s: %s" % (
        ", ".join(sorted(known.__name__ for known in MODULES)), on_one_line(layer),
        advice(type_before_parametrizations(layer), place_at_the_end(node, layer, module))))


def on_one_line(module):
    return " ".join(repr(module).split())


def place_at_the_end(node, layer, module):
    """Code of where a layer stands, such as "model.net[2]", if it gives the outputs and there are
    other layers with weights; else None."""
    if [user.op for user in node.users] != ["output"]:
        return None
    if len(layer.state_dict()) == len(module.state_dict()):
        return None
    names = node.target.split(".")
    if len(names) == 1 and type(module) is nn.Sequential:
        return "model[-1]"
    return "model" + "".join("[%s]" % name if name.isdigit() else "." + name for name in names)


def is_lazy(layer):
    return isinstance(layer, nn.modules.lazy.LazyModuleMixin) and layer.has_uninitialized_params()


# ---- layers -------------------------------------------------------------------------------------
def numbers(tensor):
    if tensor.is_meta:
        raise ValueError("expected weights, got a tensor on the device meta, which holds none: load"
                         " them with assign=True, and pass the model")
    return np.array(tensor.detach().to_dense().double().tolist())  # which may be sparse


def linear(signal, weight, bias=None):
    return signal.dense(numbers(weight).T, 0.0 if bias is None else numbers(bias))  # (n_out, n_in)


def batch_norm(signal, mean, var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5):
    if training or mean is None:
        return None
    scale = 1.0 / np.sqrt(numbers(var) + eps)
    if weight is not None:
        scale = scale * numbers(weight)
    shift = -numbers(mean) * scale
    return signal.scaled(scale, shift if bias is None else shift + numbers(bias))


def of_rows(signal, dim, name="softmax"):
    """softmax over each row; over a column it would mix the rows."""
    return signal.activation(name) if dim in (1, -1, None) else None


def hard_sigmoid(signal):
    return signal.scaled(1.0 / 6.0, 0.5).relus(clip(0.0, 1.0))


def threshold(signal, threshold, value):
    return signal.relus(clip(value)) if threshold == value else None  # else it jumps


def unchanged(signal, *_, **__):
    return signal


MODULES = {
    nn.Linear: lambda signal, layer: linear(signal, layer.weight, layer.bias),
    nn.BatchNorm1d: lambda signal, layer: batch_norm(
        signal, layer.running_mean, layer.running_var, layer.weight, layer.bias, eps=layer.eps),
    nn.ReLU: lambda signal, layer: signal.activation("relu"),
    nn.Tanh: lambda signal, layer: signal.activation("tanh"),
    nn.Sigmoid: lambda signal, layer: signal.activation("sigmoid"),
    nn.Softmax: lambda signal, layer: of_rows(signal, layer.dim),
    nn.LogSoftmax: lambda signal, layer: of_rows(signal, layer.dim),
    nn.LeakyReLU: lambda signal, layer: signal.relus(leaky(layer.negative_slope)),
    nn.PReLU: lambda signal, layer: signal.relus(leaky(numbers(layer.weight))),
    nn.RReLU: lambda signal, layer: signal.relus(leaky((layer.lower + layer.upper) / 2.0)),
    nn.ReLU6: lambda signal, layer: signal.relus(clip(0.0, 6.0)),
    nn.Hardtanh: lambda signal, layer: signal.relus(clip(layer.min_val, layer.max_val)),
    nn.Hardsigmoid: lambda signal, layer: hard_sigmoid(signal),
    nn.Softshrink: lambda signal, layer: signal.relus(soft_shrink(layer.lambd)),
    nn.Threshold: lambda signal, layer: threshold(signal, layer.threshold, layer.value),
    nn.Flatten: lambda signal, layer: signal if layer.start_dim == 1 else None,
    nn.Identity: unchanged,
}
MODULES[nn.SyncBatchNorm] = MODULES[nn.BatchNorm1d]
DROPOUTS = (nn.Dropout, nn.Dropout1d, nn.AlphaDropout, nn.FeatureAlphaDropout)
MODULES.update(dict.fromkeys(DROPOUTS, unchanged))
UNSEEN = {nn.BatchNorm1d, nn.SyncBatchNorm, nn.Flatten}.union(DROPOUTS)  # no activation


# ---- functions ----------------------------------------------------------------------------------
def is_constant(value):
    return isinstance(value, (int, float, torch.Tensor))


def array(value):
    return numbers(value) if isinstance(value, torch.Tensor) else float(value)


def add(a, b, alpha=1):
    if isinstance(a, Signal) and isinstance(b, Signal):
        return a + b.scaled(alpha)
    signal, constant = (a, b) if isinstance(a, Signal) else (b, a)
    return signal.scaled(1.0, array(constant)) if alpha == 1 and is_constant(constant) else None


def sub(a, b):
    return add(a, b.scaled(-1.0) if isinstance(b, Signal) else -b)


def mul(a, b):
    signal, constant = (a, b) if isinstance(a, Signal) else (b, a)
    return signal.scaled(array(constant)) if is_constant(constant) else None


def div(a, b):
    return a.scaled(1.0 / array(b)) if isinstance(a, Signal) and is_constant(b) else None


def matmul(a, b):
    if not (isinstance(a, Signal) and isinstance(b, torch.Tensor)):
        return None
    return a.dense(numbers(b).reshape(len(b), -1))  # a vector gives a column


def item(signal, which):
    """x[:, 1:3]: some columns. parts[0]: one of those that split() gives."""
    if isinstance(signal, list):
        return signal[which]
    if not (isinstance(which, tuple) and len(which) == 2 and which[0] in (slice(None), ...)):
        return None
    if which[1] is None:  # x[:, None] is the same row in one more list
        return signal
    return signal.columns(np.atleast_1d(np.arange(signal.width)[which[1]]).tolist())


def flatten(signal, start_dim=0, end_dim=-1):
    return signal if start_dim == 1 or signal.width == 1 else None


def concatenated(signals, dim=0):
    return side_by_side(signals) if dim in (1, -1) else None


def split(signal, size, dim=0):
    """Parts of so many columns, or of as many as a list says."""
    if dim not in (1, -1):
        return None
    return signal.split(sizes_of(signal.width, size) if isinstance(size, int) else size)


def sizes_of(width, size):
    """7, 3 -> [3, 3, 1]"""
    return [min(size, width - start) for start in range(0, width, size)]


def chunk(signal, chunks, dim=0):
    return split(signal, -(-signal.width // chunks), dim)


Stack = namedtuple("Stack", "signals dim")


def stacked(signals, dim=0):
    if dim in (1, -1) and all(signal.width == 1 for signal in signals):  # x[:, 0] and the like
        return side_by_side(signals)
    return Stack(signals, dim)


def total(x, dim=None, keepdim=False, factor=1.0):
    """The sum of each row, in a column; or of signals that are stacked."""
    if isinstance(x, Stack) and dim == x.dim and not keepdim:
        return functools.reduce(operator.add, x.signals).scaled(factor)
    if isinstance(x, Signal) and np.ravel(dim).tolist() in ([1], [-1]):
        return x.linear(np.full((x.width, 1), factor))
    return None


def mean(x, dim=None, keepdim=False):
    if not isinstance(x, (Signal, Stack)):
        return None
    n = len(x.signals) if isinstance(x, Stack) else x.width
    return total(x, dim, keepdim, 1.0 / n)


def bound(x, constant, low):
    """torch.maximum(x, constant), where it bounds x from below; or minimum, from above."""
    if not (isinstance(x, Signal) and isinstance(constant, torch.Tensor)):
        return None
    constant = numbers(constant)
    return x.relus(clip(constant) if low else clip(None, constant))


def converted(signal, *kinds, **named):
    """x.to(...), of which a dtype of whole numbers would round."""
    kinds = kinds + tuple(named.values())
    rounds = any(isinstance(kind, torch.dtype) and not kind.is_floating_point for kind in kinds)
    return None if rounds else signal


FUNCTIONS = {
    "relu": lambda x, inplace=False: x.activation("relu"),
    "tanh": lambda x: x.activation("tanh"), "sigmoid": lambda x: x.activation("sigmoid"),
    "softmax": lambda x, dim=None, **_: of_rows(x, dim),
    "log_softmax": lambda x, dim=None, **_: of_rows(x, dim),
    "leaky_relu": lambda x, negative_slope=0.01, inplace=False: x.relus(leaky(negative_slope)),
    "prelu": lambda x, weight: x.relus(leaky(numbers(weight))),
    "relu6": lambda x, inplace=False: x.relus(clip(0.0, 6.0)),
    "hardtanh": lambda x, min_val=-1.0, max_val=1.0, inplace=False: x.relus(clip(min_val, max_val)),
    "hardsigmoid": lambda x, inplace=False: hard_sigmoid(x),
    "softshrink": lambda x, lambd=0.5: x.relus(soft_shrink(lambd)),
    "clamp": lambda x, min=None, max=None: x.relus(clip(min, max)),
    "abs": lambda x: x.relus(absolute()),
    "linear": linear, "batch_norm": batch_norm, "matmul": matmul,
    "dropout": lambda x, p=0.5, training=True, inplace=False: None if training else x,
    "flatten": flatten, "view": unchanged, "reshape": unchanged, "contiguous": unchanged,
    "float": unchanged, "double": unchanged, "to": converted, "detach": unchanged,
    "clone": lambda x, **_: x.scaled(), "cpu": unchanged, "squeeze": unchanged,
    "unsqueeze": lambda x, dim: x if dim else None,
    "add": add, "sub": sub, "mul": mul, "truediv": div, "div": div,
    "neg": lambda x: x.scaled(-1.0),
    "cat": concatenated, "getitem": item, "split": split, "chunk": chunk,
    "hstack": side_by_side, "stack": stacked,
    "sum": total, "mean": mean,
    "maximum": lambda x, y: bound(x, y, low=True), "minimum": lambda x, y: bound(x, y, low=False),
    "size": lambda x, *_: SHAPE,
    "getattr": lambda x, name: SHAPE if name == "shape" else None,
}
OF_SEVERAL = ("cat", "hstack", "stack", "getitem", "sum", "mean")  # take lists or a Stack
FUNCTIONS["clip"] = FUNCTIONS["clamp"]
IN_PLACE = {"i" + name: FUNCTIONS[name] for name in ("add", "sub", "mul", "truediv")}  # x += 1
for name in "relu", "sigmoid", "tanh", "add", "sub", "mul", "div", "clamp":  # x.relu_()
    IN_PLACE[name + "_"] = FUNCTIONS[name]
FUNCTIONS.update(IN_PLACE)
FUNCTIONS.update(mm=matmul, max=FUNCTIONS["maximum"], min=FUNCTIONS["minimum"])

CURVES = ("ELU", "CELU", "SELU", "GELU", "SiLU", "Mish", "Softplus", "Softsign", "Tanhshrink",
          "Hardswish", "LogSigmoid", "GLU")


def advice(kind, place):
    """place: that of the model's last layer in code, None for any other."""
    name = kind.__name__
    if "quantized" in kind.__module__:
        return "pass the model as it was before it was quantized"
    if name.startswith("Lazy"):
        return "call the model with a row first, so that it knows its sizes"
    if name == "BatchNorm1d":
        return "retrain with track_running_stats=True"
    if name in ("Flatten", "Softmax", "LogSoftmax"):
        return "write %s, which leaves the rows apart" % (
            "Flatten()" if name == "Flatten" else name + "(dim=1)")
    if place == "model[-1]":
        return "pass model[:-1], and compute this last one from the outputs in your own code"
    if place:
        return ("put %s = nn.Identity(), and compute this last one from the outputs in your own"
                " code" % place)
    if name in CURVES:
        return CURVED
    if name in ("LayerNorm", "GroupNorm", "InstanceNorm1d", "RMSNorm"):
        return "it depends on each row: retrain with BatchNorm1d in its place, or without"
    if name == "Embedding":
        return ("give its column as one-hot inputs, and put nn.Linear(num_embeddings,"
                " embedding_dim, bias=False) in its place, with its weight transposed")
    if name.startswith("Conv"):
        return "retrain with Flatten() and Linear in its place"
    return "retrain without it, or write it as those, or compute it in your own code"


def advice_about(name):
    if name in ("stack", "mean", "sum"):
        return "write it over the columns, dim=1, or over what stack() has put beside each other"
    if name == "dropout":
        return "write F.dropout(x, p, self.training), or nn.Dropout, which end in eval()"
    if name in [curve.lower() for curve in CURVES]:
        return CURVED
    if name in ("softmax", "log_softmax", "cat", "flatten"):
        return "write it with dim=1 (flatten: start_dim=1), which leaves the rows apart"
    return "retrain without it, or write it as those, or compute it in your own code"


# ---- weights alone ------------------------------------------------------------------------------
class StateDict(model.Model):
    """The weights of Linear layers, in their order, with activations that are given."""

    def __init__(self, tensors, activations):
        layers = linear_layers(tensors)
        likely = ["relu"] * (len(layers) - 1) + ["linear"]
        if activations is None:
            raise ValueError(
                "expected activations=[...] with a state_dict, one for each of its %d layers, got"
                " none: from_model(state_dict, activations=%r), if these are its own (--activations"
                " %s); or load it: model = %s; model.load_state_dict(state_dict)"
                % (len(layers), likely, ",".join(likely), sequence_for(layers)))
        if not isinstance(activations, (list, tuple)) or len(activations) != len(layers):
            raise ValueError("activations: expected a list of %d, one for each layer, got %r: %s"
                             % (len(layers), activations, "give \"linear\" where there is none"))
        weight = layers[0][1]
        signal = Signal.of_inputs(weight.shape[1])
        for (name, weight, bias), activation in zip(layers, activations):
            if weight.shape[1] != signal.width:
                raise ValueError("expected layers in the order in which they are used, got %s of %d"
                                 " inputs behind %d outputs: load the state_dict into its model,"
                                 " model.load_state_dict(state_dict), and pass the model"
                                 % (name, weight.shape[1], signal.width))
            signal = activated(linear(signal, weight, bias), activation)
        self.use(signal)


def linear_layers(tensors):
    """(name, weight, bias) of each layer. ValueError if there is anything else."""
    layers, left = [], dict(tensors)
    for key, tensor in tensors.items():
        prefix, _, last = key.rpartition(".")
        if last == "weight" and len(tensor.shape) == 2:
            layers.append((prefix, left.pop(key), left.pop((prefix + ".bias").lstrip("."), None)))
    if left or not layers:
        raise ValueError("expected the weights of Linear layers alone, got %s: load the state_dict"
                         " into its model, model.load_state_dict(state_dict), and pass the model"
                         % (", ".join(list(left)[:4]) or "none"))
    return layers


def sequence_for(layers):
    """Code of an nn.Sequential whose layers have these names."""
    if any("." in name for name, _, _ in layers):
        return "its class()"
    parts = []
    for k, (name, weight, bias) in enumerate(layers):
        parts.append("(%r, nn.Linear(%d, %d%s))" % (
            name, weight.shape[1], weight.shape[0], "" if bias is not None else ", bias=False"))
        if k < len(layers) - 1:
            parts.append("(%r, nn.ReLU())" % ("relu%d" % (k + 1)))
    return "nn.Sequential(OrderedDict([%s]))" % ", ".join(parts)


def activated(signal, activation):
    """activation: a name, such as "relu", or a layer, such as nn.LeakyReLU(0.2)."""
    known = ("relu", "tanh", "sigmoid", "softmax", "leaky_relu", "relu6", "hardtanh", "hardsigmoid")
    if activation == "linear":
        return signal
    if isinstance(activation, str) and activation in known:
        return FUNCTIONS[activation](signal)
    if type(activation) in MODULES:
        return MODULES[type(activation)](signal, activation)
    raise ValueError("activations: expected linear, %s, or a layer such as nn.LeakyReLU(0.2), got"
                     " %.60r: give one of these" % (", ".join(known), activation))


# ---- files --------------------------------------------------------------------------------------
def opened(path, trust):
    """What a .pt or .pth file holds: a module, or a state_dict."""
    try:
        found = torch.load(path, map_location="cpu", weights_only=not trust)
    except Exception as error:  # pickle's, or torch's
        if trust:
            raise ValueError("%s: expected what torch.save(model) wrote, got %s: save the nn.Module"
                             " or its state_dict() so" % (path, str(error).split("\n")[0]))
        raise ValueError("%s: expected the weights that torch.save(model.state_dict(), path) wrote:"
                         " save these; or, if you trust the file, as opening it may run code, give"
                         " trust=True (--trust)" % path)
    if isinstance(found, dict):  # of a checkpoint, the model or its state_dict
        inner = [value for value in found.values()
                 if isinstance(value, nn.Module) or is_state_dict(value)]
        if len(inner) == 1:
            return inner[0]
    return found


def is_state_dict(thing):
    return isinstance(thing, dict) and len(thing) > 0 and all(
        isinstance(value, torch.Tensor) for value in thing.values())
