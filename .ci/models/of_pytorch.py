"""Modules, state_dicts and files of PyTorch."""
import warnings
from collections import OrderedDict

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.optim.swa_utils import AveragedModel
from torch.nn.utils import parametrizations, prune

from trying import X, is_right, refused, right

torch.manual_seed(0)
S, L, inputs = nn.Sequential, nn.Linear, torch.tensor(X, dtype=torch.float32)


def ask(model):
    modes = [m.training for m in model.modules()]
    with torch.no_grad():
        outputs = model.eval()(inputs).numpy()
    for module, mode in zip(model.modules(), modes):
        module.training = mode
    return outputs


def seen(*layers):
    model = layers[0] if len(layers) == 1 else S(*layers)
    with torch.no_grad():
        model.train()(inputs)  # BatchNorm has seen some rows
        for p in model.parameters():
            p.add_(0.1)  # what is computed from it beforehand is old now
    return model


def case(name, *layers, ask=ask, **options):
    model = seen(*layers)
    modes = [m.training for m in model.modules()]
    right("PyTorch: " + name, model, ask, **options)
    assert modes == [m.training for m in model.modules()], name  # it asks in eval()


def no(name, model, says, *layers, see=True):
    refused("PyTorch: " + name, seen(model) if see else model, says,
            lambda: seen(*layers), ask)


def the_last_replaced(message, model):
    """Follows "put model.net[1] = nn.Identity(), and compute this last one ..." """
    code = message[message.rindex("put model") + 4:].partition(", and")[0]
    exec(code, {"model": model, "nn": nn})
    return model


def mlp(*between):
    return S(L(4, 8), *between, L(8, 2))


class Around(nn.Module):
    """A Sequential under a name."""
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x)


class Own(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two = L(4, 8), L(8, 2)

    def forward(self, x):
        return self.two(torch.relu(self.one(x)))


class Usual(nn.Module):
    """As tutorials have it."""
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.fc3 = L(4, 8), L(8, 8), L(8, 3)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = x.view(x.size(0), -1)
        x = F.relu(self.fc1(x))
        x = self.drop(F.leaky_relu(self.fc2(x), 0.1))
        return F.log_softmax(self.fc3(x), dim=1)


class Scaling(nn.Module):
    """Scales by buffers, and its outputs by a number."""
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.tensor([1.0, 2.0, 3.0, 4.0]))
        self.layers = nn.ModuleList([L(4, 8), L(8, 8), L(8, 1)])

    def forward(self, x):
        x = (x - self.mean) / 2.0
        for layer in self.layers[:-1]:
            x = torch.tanh(layer(x))
        return 10.0 * self.layers[-1](x).squeeze(1) + 3.0


class Residual(nn.Sequential):
    def forward(self, x):
        return x + super().forward(x)


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.one, self.two, self.last = L(2, 8), L(4, 3), L(11, 2)

    def forward(self, x):
        return self.last(torch.cat([F.relu(self.one(x[:, 1:3])), F.relu6(self.two(x))], 1))


class Masked(nn.Linear):
    def forward(self, x):
        return nn.functional.linear(x, self.weight * (self.weight > 0), self.bias)


class Clipped(nn.BatchNorm1d):
    def forward(self, x):
        return torch.relu(super().forward(x))


class Curved(Own):
    def forward(self, x):
        return self.two(F.gelu(self.one(x)))


class SoftmaxOfColumns(Own):
    dim = 0

    def forward(self, x):
        return F.softmax(super().forward(x), dim=self.dim)


class SoftmaxOfRows(SoftmaxOfColumns):
    dim = 1


class Pairs(nn.Module):
    """Two ways, whose outputs stand in a column, or beside each other."""
    def __init__(self, dim, one=None, two=None):
        super().__init__()
        self.dim, self.a, self.b = dim, L(4, 3), L(4, 3)
        self.one, self.two = one or nn.ReLU(), two or nn.ReLU()

    def forward(self, x):
        return torch.cat([self.one(self.a(x)), self.two(self.b(x))], self.dim)


class Flattened(Own):
    def __init__(self, start_dim):
        super().__init__()
        self.start_dim = start_dim

    def forward(self, x):
        return torch.flatten(super().forward(x), self.start_dim)


class Named(Own):
    def __init__(self, last):
        super().__init__()
        self.last = last

    def forward(self, x):
        return self.last(super().forward(x))


class CurvedInside(Own):
    """Its activation is the last of its layers, but not of its forward()."""
    def __init__(self, activation):
        super().__init__()
        self.activation = activation

    def forward(self, x):
        return self.two(self.activation(self.one(x)))


class Past(nn.Module):
    """An activation, and beside it the inputs themselves."""
    def __init__(self, activation):
        super().__init__()
        self.one, self.activation = L(4, 4), activation

    def forward(self, x):
        return x + self.activation(self.one(x))


class Scores(Own):
    """With an option, which stays as it is."""
    def forward(self, x, probabilities=False, **options):
        scores = super().forward(x.to(self.one.weight.device).to(torch.float32))
        return F.softmax(scores, dim=1) if probabilities else scores.unsqueeze(1)


class Labelled(Own):
    def forward(self, x, labels=None):
        scores = super().forward(x)
        return scores if labels is None else F.cross_entropy(scores, labels)


class Towers(nn.Module):
    """A row is taken apart, each way as people write it."""
    def __init__(self, take_apart):
        super().__init__()
        self.take_apart = take_apart
        self.a, self.b, self.last = L(2, 3), L(2, 3), L(6, 1)

    def forward(self, x):
        a, b = self.take_apart(x)
        return self.last(torch.hstack([F.relu(self.a(a)), F.relu(self.b(b))])).flatten()


class Duelling(nn.Module):
    """As DQN has it: a mean over the outputs."""
    def __init__(self):
        super().__init__()
        self.body, self.value, self.gain = L(4, 8), L(8, 1), L(8, 3)

    def forward(self, x):
        h = torch.relu(self.body(x))
        gain = self.gain(h)
        return self.value(h) + gain - gain.mean(dim=1, keepdim=True)


class Ensemble(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.dim, self.members = dim, nn.ModuleList(mlp(nn.ReLU()) for _ in range(3))

    def forward(self, x):
        return torch.stack([member(x) for member in self.members], self.dim).mean(self.dim)


class Total(Own):
    def __init__(self, dim):
        super().__init__()
        self.dim = dim

    def forward(self, x):
        return super().forward(x).sum(self.dim)


class Through(Own):
    def __init__(self, through):
        super().__init__()
        self.through = through

    def forward(self, x):
        return self.through(self.one, self.two, x)


def changed_in_place(one, two, x):
    h = one(x)
    past = h
    F.relu(h, inplace=True)
    h.add_(1.0).clamp_(max=3.0)
    return two(h + past)


class Bounded(Own):
    def forward(self, x):
        return torch.maximum(super().forward(x), torch.tensor([0.1, -0.1]))


class Rounded(Own):
    def forward(self, x):
        return super().forward(x.to(torch.int64).float())


class Sizes(Own):
    def forward(self, x):
        rows, columns, height = x.shape
        return super().forward(x)


class Embedded(nn.Module):
    def __init__(self):
        super().__init__()
        self.kinds, self.last = nn.Embedding(5, 3), L(6, 2)

    def forward(self, x):
        return self.last(torch.cat([self.kinds(x[:, 0].long()), x[:, 1:]], 1))


class OneHot(Embedded):
    """The same as advised: columns 0 to 4 are the category's."""
    def __init__(self, embedded):
        super().__init__()
        self.kinds, self.last = L(5, 3, bias=False), embedded.last
        self.kinds.weight = nn.Parameter(embedded.kinds.weight.T.clone())

    def forward(self, x):
        return self.last(torch.cat([self.kinds(x[:, :5]), x[:, 5:]], 1))


class Counted(nn.Module):
    """Two of the columns."""
    def __init__(self, first, end):
        super().__init__()
        self.first, self.end, self.last = first, end, L(2, 2)

    def forward(self, x):
        return self.last(x[:, self.first:self.end])


class Deciding(Own):
    def forward(self, x):
        return super().forward(x) if x.sum() > 0 else self.two(self.one(x))


class Pair(Own):
    def forward(self, x):
        h = torch.relu(self.one(x))
        return self.two(h), h


class AlwaysDropped(Own):
    def forward(self, x):
        return self.two(F.dropout(torch.relu(self.one(x)), 0.9))


class Dropped(Own):
    def forward(self, x):
        return self.two(F.dropout(torch.relu(self.one(x)), 0.9, self.training))


class TwoInputs(Own):
    def forward(self, x, z=None):
        return super().forward(x if z is None else x + z)


def named_layers():
    return S(OrderedDict([("fc1", L(4, 8)), ("act", nn.Tanh()), ("fc2", L(8, 2))]))


def layers():
    """A Sequential of the usual layers."""
    case("ReLU", mlp(nn.ReLU()))
    case("Sigmoid", mlp(nn.Sigmoid()))
    case("three layers", S(L(4, 8), nn.Tanh(), L(8, 8), nn.Tanh(), L(8, 1)))
    case("BatchNorm twice", nn.BatchNorm1d(4), L(4, 8), nn.ReLU(), nn.BatchNorm1d(8),
         nn.BatchNorm1d(8), nn.AlphaDropout(0.1), L(8, 2))
    case("BatchNorm last", L(4, 8), nn.ReLU(), L(8, 2), nn.BatchNorm1d(2))
    case("relu, then sigmoid", L(4, 8), nn.ReLU(), nn.Sigmoid(), L(8, 2))
    case("softmax", L(4, 8), nn.Tanh(), L(8, 2), nn.Softmax(dim=-1))
    case("log softmax", L(4, 8), nn.Tanh(), L(8, 2), nn.LogSoftmax(dim=1),
         ask=lambda model: np.exp(ask(model)))
    case("two Linear on purpose", L(4, 8), nn.Identity(), L(8, 2))
    case("a narrow pair of Linear", L(4, 8), nn.Tanh(), L(8, 1), nn.Identity(), L(1, 9))
    case("Identity", nn.Identity(), L(4, 8), nn.Identity(), nn.ReLU(), nn.Identity(), L(8, 2),
         nn.Sigmoid(), nn.Identity())


def sums_of_relus():
    """Activations with corners."""
    for layer in (nn.LeakyReLU(), nn.LeakyReLU(0.2), nn.PReLU(), nn.RReLU(), nn.ReLU6(),
                  nn.Hardtanh(), nn.Hardtanh(-2.0, 3.0), nn.Hardsigmoid(), nn.Softshrink(),
                  nn.Threshold(0.5, 0.5)):
        case("%r" % layer, mlp(layer))
        case("%r, deep" % layer, S(L(4, 5), layer, L(5, 5), nn.LeakyReLU(), L(5, 3), nn.Tanh(),
                                   L(3, 1), nn.ReLU6()))
    case("PReLU of 8", mlp(nn.PReLU(8)))


def modules():
    """What is around a Sequential, or in its place."""
    pruned = L(4, 8)
    prune.l1_unstructured(pruned, "weight", 0.5)
    case("prune", pruned, nn.ReLU(), L(8, 2))
    case("weight_norm", parametrizations.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        case("old weight_norm", nn.utils.weight_norm(L(4, 8)), nn.ReLU(), L(8, 2))
    right("PyTorch: double", mlp(nn.Tanh()).double(),
          lambda model: model(torch.tensor(X)).detach().numpy(), tolerance=1e-12)
    case("a residual block", L(4, 8), nn.ReLU(), Residual(L(8, 8), nn.ReLU()), L(8, 2))
    case("a subclass with forward()", Residual(L(4, 8), nn.ReLU(), L(8, 4)))
    for model in Own(), Usual(), Scaling(), Branches(), Dropped():
        case(type(model).__name__, model, ask=lambda model: np.exp(ask(model)) if isinstance(
            model, Usual) else ask(model))
    case("modules in a Sequential", Own(), nn.ReLU(), S(L(2, 3), nn.ReLU(), L(3, 4)), Own())
    for take_apart in (lambda x: (x[:, :2], x[..., 2:]), lambda x: torch.split(x, 2, dim=1),
                       lambda x: torch.split(x, [2, 2], 1), lambda x: x.chunk(2, dim=-1)):
        case("two towers", Towers(take_apart))
    for model in Scores(), Duelling(), Ensemble(0), Ensemble(1), Bounded():
        case(type(model).__name__, model)
    for name, through in (
            ("x[:, None]", lambda one, two, x: two(one(x[:, None]).relu_()).squeeze(1)),
            ("changes in place", changed_in_place),
            ("the input by its name", lambda one, two, x: F.softmax(input=two(
                input=F.relu(input=one(x), inplace=True)), dim=1)),
            ("a mean", lambda one, two, x: two(one(x)).mean(dim=[1], keepdim=True)),
            ("a vector of weights", lambda one, two, x: torch.relu(one(x)) @ two.weight[0]),
            ("mm", lambda one, two, x: torch.max(torch.mm(x, one.weight.T), torch.zeros(1))),
            ("columns stacked", lambda one, two, x: two(torch.stack(
                [one(x)[:, k] for k in range(8)], dim=1)))):
        case(name, Through(through))
    case("averaged", AveragedModel(mlp(nn.ReLU())))
    for layer in nn.SyncBatchNorm(8), nn.FeatureAlphaDropout(), nn.Dropout1d():
        right("PyTorch: %r" % layer, mlp(layer, nn.ReLU()).eval(), ask)
    case("around a Sequential", Around(mlp(nn.LeakyReLU())))
    case("around one that is around one", Around(Around(S(nn.Flatten(), mlp(nn.ReLU())))))
    case("masked", Masked(4, 8), nn.ReLU(), L(8, 2))
    case("DataParallel", nn.DataParallel(mlp(nn.ReLU())))
    case("named layers", named_layers())


def weights_alone():
    """A state_dict, with activations, and its advice."""
    named = named_layers()
    weights = named.state_dict()
    right("PyTorch: a state_dict", weights, lambda _: ask(named), activations=["tanh", "linear"])
    leaky, full = mlp(nn.LeakyReLU(0.2)), L(4, 2)
    for activation in nn.LeakyReLU(0.2),:
        right("PyTorch: a state_dict, LeakyReLU", leaky.state_dict(), lambda _: ask(leaky),
              activations=[activation, "linear"])

    def follow_code(message):
        code = message[message.index("model = ") + 8:].partition("; ")[0]
        model = eval(code, {"nn": nn, "OrderedDict": OrderedDict})
        model.load_state_dict(weights)
        return model

    sparse = {"fc.weight": full.weight.detach().to_sparse(), "fc.bias": full.bias.detach()}
    right("PyTorch: sparse weights", sparse, lambda _: ask(full), activations=["linear"])
    refused("PyTorch: a state_dict by itself", weights, "model.load_state_dict(state_dict)",
            follow_code, ask)
    with_relu = S(leaky[0], nn.ReLU(), leaky[2])
    refused("PyTorch: a state_dict, activations as advised", mlp(nn.ReLU()).state_dict(),
            "from_model(state_dict, activations=['relu', 'linear'])",
            lambda: is_right("a state_dict", leaky.state_dict(), lambda _: ask(with_relu),
                             activations=["relu", "linear"]) and None)

    refused("PyTorch: a state_dict with one activation", leaky.state_dict(),
            'give "linear" where there is none',
            lambda: is_right("a state_dict", leaky.state_dict(), lambda _: ask(with_relu),
                             activations=["relu", "linear"]) and None, activations=["relu"])
    otherwise = OrderedDict(sorted(weights.items(), reverse=True))
    refused("PyTorch: a state_dict in another order", otherwise, "in the order in which they are",
            lambda: named, ask, activations=["tanh", "linear"])
    normed = S(L(4, 8), nn.BatchNorm1d(8), nn.ReLU(), L(8, 2))
    refused("PyTorch: a state_dict with BatchNorm", seen(normed).state_dict(),
            "load the state_dict into its model", lambda: normed, ask,
            activations=["relu", "linear"])


def refusals():
    """Each with a remedy."""
    hooked, patched = mlp(nn.ReLU()), mlp(nn.ReLU())
    hooked[0].register_forward_hook(lambda module, x, y: 2.0 * y)
    patched.forward = lambda x: torch.sigmoid(nn.Sequential.forward(patched, x))
    plain = "Write it as a plain nn.Sequential"
    no("forward() put into the model", patched, plain, S(mlp(nn.ReLU()), nn.Sigmoid()))
    no("a hook", hooked, plain, mlp(nn.ReLU()))
    no("children()", S(*Own().children()), "put the nn.ReLU() there", mlp(nn.ReLU()))
    no("children(), on purpose", S(*Own().children()), "or nn.Identity()", mlp(nn.Identity()))
    no("children(), batch normalisation", S(L(4, 8), nn.BatchNorm1d(8), L(8, 2)),
       "put the nn.ReLU() there", mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("another activation at the end", S(mlp(nn.ReLU()), nn.Softplus()), "pass model[:-1]",
       mlp(nn.ReLU()))
    for model in (Around(S(mlp(nn.ReLU()), nn.Softplus())), S(L(4, 8), S(nn.ReLU(), nn.GELU())),
                  Named(nn.Softplus())):
        refused("PyTorch: the last of %s" % type(model).__name__, seen(model), "= nn.Identity()",
                lambda message, model=model: the_last_replaced(message, model), ask)
    no("softmax over the rows", S(mlp(nn.Tanh()), nn.Softmax(dim=-2)), "write Softmax(dim=1)",
       S(mlp(nn.Tanh()), nn.Softmax(dim=1)))
    no("no running statistics", mlp(nn.BatchNorm1d(8, track_running_stats=False), nn.ReLU()),
       "retrain with track_running_stats=True", mlp(nn.BatchNorm1d(8), nn.ReLU()))
    for layer in (nn.GELU(), nn.ELU(), nn.SELU(), nn.SiLU(), nn.Mish(), nn.Softplus(),
                  nn.Hardswish()):
        no("%r" % layer, mlp(layer), "retrain with LeakyReLU in its place", mlp(nn.LeakyReLU()))
    no("F.gelu", Curved(), "retrain with LeakyReLU in its place", mlp(nn.LeakyReLU()))
    no("F.softmax of columns", SoftmaxOfColumns(), "write it with dim=1", SoftmaxOfRows())
    no("cat of the rows", Pairs(0), "write it with dim=1", Pairs(1))
    no("flatten of the rows", Flattened(0), "start_dim=1", Flattened(1))
    for one, two in ((nn.ReLU(), nn.Tanh()), (nn.Sigmoid(), nn.LeakyReLU())):
        no("%r beside %r" % (one, two), Pairs(1, one, two), "retrain with one of them",
           Pairs(1, one, one))
    heads = Pairs(1, nn.Softmax(1), nn.Softmax(1))

    def without_softmax():
        heads.one = heads.two = nn.Identity()
        return heads

    refused("PyTorch: softmax beside softmax", seen(heads), "leave softmax away at the end",
            without_softmax, ask)
    no("softmax beside relu, inside", S(Pairs(1, nn.Softmax(1)), L(6, 2)),
       "inside, retrain with another activation", S(Pairs(1), L(6, 2)))
    no("softmax inside", mlp(nn.Softmax(dim=1)), "retrain with another activation inside",
       mlp(nn.ReLU()))
    no("past tanh", Past(nn.Tanh()), "retrain with relu there", Past(nn.ReLU()))
    no("Flatten(-1)", S(nn.Flatten(-1), mlp(nn.ReLU())), "write Flatten()",
       S(nn.Flatten(), mlp(nn.ReLU())))
    no("ReLU alone", nn.ReLU(), "expected a model with a Linear", mlp(nn.ReLU()))
    no("quantized", torch.ao.quantization.quantize_dynamic(mlp(nn.ReLU())),
       "pass the model as it was before it was quantized", mlp(nn.ReLU()), see=False)
    no("LayerNorm", mlp(nn.LayerNorm(8), nn.ReLU()), "retrain with BatchNorm1d in its place",
       mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("Unflatten", S(nn.Unflatten(1, (1, 4)), nn.Conv1d(1, 2, 2), nn.Flatten(), L(6, 2)),
       "retrain without it", mlp(nn.ReLU()))
    for model in (nn.Conv1d(4, 2, 1), S(nn.Conv1d(4, 2, 1)), S(nn.Conv1d(4, 2, 1), nn.ReLU()),
                  S(nn.Conv1d(1, 2, 2), nn.Flatten(), L(6, 2))):
        no("a convolution, %d layers" % len(list(model.modules())), model,
           "retrain with Flatten() and Linear in its place", S(nn.Flatten(), L(4, 2)), see=False)
    no("LayerNorm alone", nn.LayerNorm(4), "retrain with BatchNorm1d in its place",
       nn.BatchNorm1d(4))
    no("Softplus alone", nn.Softplus(), "expected a model with a Linear", mlp(nn.ReLU()))
    no("GELU registered last", CurvedInside(nn.GELU()), "retrain with LeakyReLU in its place",
       CurvedInside(nn.LeakyReLU()))
    no("forward() that decides", Deciding(), "pass nn.Sequential(...) of its layers",
       mlp(nn.ReLU()))
    no("a BatchNorm of its own", S(L(4, 8), Clipped(8), L(8, 2)),
       "pass nn.Sequential(...) of its layers", mlp(nn.BatchNorm1d(8), nn.ReLU()))
    no("dropout in eval() too", AlwaysDropped(), "write F.dropout(x, p, self.training)", Dropped())
    no("lazy", S(nn.LazyLinear(8), nn.ReLU(), L(8, 2)), "call the model with a row first",
       mlp(nn.ReLU()), see=False)
    refused("PyTorch: two outputs", Pair(), "wrap it in a module", lambda: Around(Own()), ask)
    refused("PyTorch: an input that may be None", Labelled(), "whose forward(self, x) calls it so",
            lambda: Around(Own()), ask)
    no("a stack into a layer", Through(lambda one, two, x: two(torch.stack([one(x)] * 2)).mean(0)),
       "write it by torch.cat", Through(lambda one, two, x: two(one(x))))
    no("relu of a stack",
       Through(lambda one, two, x: torch.relu(torch.stack([one(x)] * 2)).mean(0)),
       "retrain without it",
       Through(lambda one, two, x: torch.stack([torch.relu(one(x))] * 2).mean(0)))
    no("an option", Through(lambda one, two, x: two(torch.div(one(x), 2, rounding_mode="floor"))),
       "retrain without it", Through(lambda one, two, x: two(torch.div(one(x), 2))))
    refused("PyTorch: complex numbers", S(L(4, 2, dtype=torch.complex64)),
            "retrain with dtype=torch.float32", lambda: S(L(4, 2)), ask)
    hollow, full = L(4, 2, device="meta"), L(4, 2)

    def loaded():
        hollow.load_state_dict(full.state_dict(), assign=True)
        return hollow

    refused("PyTorch: weights that are not there", hollow, "load them with assign=True", loaded,
            ask)
    no("a loop over parts", Towers(lambda x: [part for part in x.chunk(2, 1)]),
       "and a loop over what split()", Towers(lambda x: x.chunk(2, 1)))
    no("rounded inputs", Rounded(), "retrain without it", Own())
    no("the sum of a column", Total(0), "write it over the columns, dim=1", Total(1))
    no("columns from the end", Counted(-2, None), "write the columns that it uses from the left",
       Counted(2, 4))
    no("sizes of the rows", Sizes(), "put Flatten first", S(nn.Flatten(), mlp(nn.ReLU())),
       see=False)
    embedded = Embedded()
    kinds = torch.arange(40) % 5
    with torch.no_grad():
        answers = embedded(torch.cat([kinds[:, None].float(), inputs[:, 1:]], 1)).numpy()
    one_hot = torch.cat([F.one_hot(kinds, 5).float(), inputs[:, 1:]], 1)
    refused("PyTorch: an Embedding", embedded, "with its weight transposed", lambda: is_right(
        "one-hot", OneHot(embedded), lambda _: answers, one_hot.double().tolist()) and None)
    optimizer = torch.optim.SGD(Own().parameters(), 0.1)
    exported = torch.export.export(Own(), (inputs,))
    for thing in optimizer, exported, exported.module():
        refused("PyTorch: %s" % type(thing).__name__, thing, "pass the one that it was made from",
                Own, ask)
    refused("PyTorch: two inputs", TwoInputs(), "retrain on all in one row", Own, ask)
    script = torch.jit.script(Own())
    refused("PyTorch: TorchScript", script, "pass the one that it was made from", Own, ask)
    pixels = S(L(2, 3), nn.Flatten(), L(6, 2))
    refused("PyTorch: a Linear before Flatten", pixels, "put Flatten first",
            lambda: seen(S(nn.Flatten(), L(4, 2))), ask)


def files():
    """As torch.save writes them."""
    model = mlp(nn.LeakyReLU())
    torch.save(model.state_dict(), "weights.pt")
    right("PyTorch: weights.pt", "weights.pt", lambda _: ask(model),
          activations=["leaky_relu", "linear"])
    torch.save({"epoch": 3, "model_state_dict": model.state_dict()}, "checkpoint.pth")
    right("PyTorch: checkpoint.pth", "checkpoint.pth", lambda _: ask(model),
          activations=["leaky_relu", "linear"])
    torch.save({"state_dict": {"net." + key: w for key, w in model.state_dict().items()},
                "epoch": 3}, "last.ckpt")  # as Lightning has it
    right("PyTorch: last.ckpt", "last.ckpt", lambda _: ask(model),
          activations=["leaky_relu", "linear"])
    torch.save({"epoch": 3, "model": model}, "whole.pt")
    right("PyTorch: whole.pt", "whole.pt", lambda _: ask(model), trust=True)
    two = {"model": model.state_dict(), "ema": model.state_dict()}
    refused("PyTorch: a checkpoint of two", two, "got a dict of model: OrderedDict, ema",
            lambda: is_right("its remedy", two["model"], lambda _: ask(model),
                             activations=["leaky_relu", "linear"]) and None,
            activations=["leaky_relu", "linear"])
    with open("broken.pt", "w") as f:
        f.write("no model")
    torch.save(model, "model.pt")
    refused("PyTorch: broken.pt", "broken.pt", "save the nn.Module", lambda: is_right(
        "model.pt", "model.pt", lambda _: ask(model), trust=True) and None, trust=True)
    refused("PyTorch: model.pt", "model.pt", "if you trust the file",
            lambda: is_right("model.pt", "model.pt", lambda _: ask(model), trust=True) and None)


TRIED = [layers, sums_of_relus, modules, weights_alone, refusals, files]
