# What the page asks of the network, a call each: MicroPython in a page collects garbage between
# calls. It runs in the same interpreter as the page's code, whose names it sees: net, epoch, ...
import gc
import json
import sys
import purenn

_next = 0  # the row that the next step by hand begins with


def _begin():
    global _next
    _next = 0
    for name in "net", "epoch", "learning_rate", "batch_size", "momentum", "seed":
        globals().pop(name, None)
    sys.modules.pop("page", None)


def _in_force():
    # What the network is, whatever the controls say.
    known = {"sizes": net.sizes, "activations": net.activations, "loss": net.loss}
    for name in "learning_rate", "batch_size", "momentum", "seed":
        if name in globals():
            known[name] = globals()[name]
    # An activation that the code has added, as a table: the page's pictures know purenn's own.
    tables = {}
    for name in net.activations:
        if name not in ("sigmoid", "tanh", "relu", "linear", "softmax"):
            row = [k / 16.0 for k in range(-320, 321)]
            tables[name] = purenn.ACTIVATIONS[name][0]([row])[0]
    return json.dumps({"force": known, "tables": tables})


def _weights():
    return json.dumps([net.weights, net.biases])


def _judged(rows, targets, kind):
    # The loss, and how many are right; for a curve, the mean square.
    if not rows:
        return None
    A = net.forward_propagation(rows)
    right = 0.0
    for a, t in zip(A, targets):
        if kind == "curve":
            right += (a[0] - t[0]) * (a[0] - t[0])
        elif len(t) > 1:
            right += t[a.index(max(a))]
        else:
            right += (a[0] > 0.5) == (t[0] > 0.5)
    return [net._loss(A, targets), right / len(rows)]


def _figures(kind):
    import page
    return json.dumps([_judged(page.X, page.y, kind), _judged(page.held_out_X, page.held_out_y, kind)])


def _copies():
    return [[list(row) for row in W] for W in net.weights], [list(b) for b in net.biases]


def _hand(rate, size, momentum):
    # One step as purenn takes it, and all that went into it. What purenn does not keep is worked out
    # here with its own functions. What the page then says of a weight has to agree with the weights
    # before and after, which are purenn's.
    global _next
    import page
    rate = globals().get("learning_rate", rate)
    size = globals().get("batch_size", size) or len(page.X)
    momentum = globals().get("momentum", momentum)
    first = _next if _next < len(page.X) else 0
    X, y = page.X[first:first + size], page.y[first:first + size]
    _next = first + size
    weights, biases = _copies()
    velocity = net.velocity[:]  # a step puts new ones in their place
    output = net.forward_propagation(X)
    A = net.outputs
    net.backpropagation(X, y, rate, momentum)
    after, after_biases = _copies()
    errors, deltas = _deltas(A, y, weights)
    return json.dumps({
        "first": first, "y": y, "A": A, "Z": _sums(A, weights, biases), "slopes": _slopes(A),
        "errors": errors, "deltas": deltas, "weights": weights, "biases": biases,
        "velocity": velocity, "after": after, "afterBiases": after_biases,
        "loss": net._loss(output, y), "lossName": net.loss, "activations": net.activations,
        "rate": rate, "momentum": momentum})


# What a step goes through: a matrix for each layer.
def _sums(A, weights, biases):
    return [purenn._dot(A_in, W, plus=[b] * len(A_in)) for A_in, W, b in zip(A, weights, biases)]


def _slopes(A):  # None for softmax
    derivatives = [purenn.ACTIVATIONS[name][1] for name in net.activations]
    return [derivative and derivative(a) for derivative, a in zip(derivatives, A[1:])]


def _deltas(A, y, weights):
    # As in purenn's _backward: the errors, and the deltas that it makes of them.
    errors, deltas, slopes = [], [], _slopes(A)
    error = purenn._add(y, A[-1], -1.0)
    for i in range(len(weights) - 1, -1, -1):
        if i == len(weights) - 1 and net.loss == "cross_entropy":
            delta = error
        else:
            delta = purenn._multiply(error, slopes[i])
        errors.insert(0, error)
        deltas.insert(0, delta)
        error = purenn._dot(delta, purenn._transpose(weights[i]))
    return errors, deltas


def _file(name):
    if name.endswith(".json"):
        purenn.save(net, "/" + name)
        with open("/" + name) as f:
            return f.read()
    import export  # only here: who never saves code does not wait for it
    writers = {"model.py": export.to_python, "model.c": export.to_c, "model.mjs": export.to_javascript}
    return writers[name](net)
