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
    # One step as purenn takes it, and all that went into it. The outputs, the slopes and the loss
    # are purenn's; what it does not keep, the deltas, is worked out here as its lines do. What the
    # page then says of a weight has to agree with the weights before and after, which are purenn's.
    global _next
    import page
    rate = globals().get("learning_rate", rate)
    size = globals().get("batch_size", size) or len(page.X)
    momentum = globals().get("momentum", momentum)
    first = _next if _next < len(page.X) else 0
    X, y = page.X[first:first + size], page.y[first:first + size]
    _next = first + size
    weights, biases = _copies()
    velocity = [v and [list(row) for row in v] for v in net.velocity]
    A, Z = [X], []
    for W, b, name in zip(weights, biases, net.activations):
        Z.append([[z + c for z, c in zip(row, b)] for row in purenn.dot(A[-1], W)])
        A.append(purenn.ACTIVATIONS[name][0](Z[-1]))
    output = net.forward_propagation(X)
    slopes = [purenn.ACTIVATIONS[name][1] and purenn.ACTIVATIONS[name][1](a)
              for name, a in zip(net.activations, A[1:])]
    errors = [[[t - a for t, a in zip(*pair)] for pair in zip(y, output)]]
    if net.loss == "mse":
        deltas = [_times(errors[0], slopes[-1])]
    else:
        deltas = errors[:]
    for i in range(len(weights) - 1, 0, -1):
        errors.insert(0, purenn.dot(deltas[0], purenn.transpose(weights[i])))
        deltas.insert(0, _times(errors[0], slopes[i - 1]))
    net.backpropagation(X, y, rate, momentum)
    after, after_biases = _copies()
    return json.dumps({
        "first": first, "y": y, "A": A, "Z": Z, "slopes": slopes, "errors": errors, "deltas": deltas,
        "weights": weights, "biases": biases, "velocity": velocity, "after": after,
        "afterBiases": after_biases, "loss": net._loss(output, y), "lossName": net.loss,
        "activations": net.activations, "rate": rate, "momentum": momentum})


def _times(A, B):
    return [[a * b for a, b in zip(*pair)] for pair in zip(A, B)]


def _file(name):
    if name.endswith(".json"):
        purenn.save(net, "/" + name)
        with open("/" + name) as f:
            return f.read()
    import export  # only here: who never saves code does not wait for it
    writers = {"model.py": export.to_python, "model.c": export.to_c, "model.mjs": export.to_javascript}
    return writers[name](net)
