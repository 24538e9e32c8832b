"""What the page asks of Python: one call each, answered with JSON text.

The page's code runs in a namespace of its own, `space`, where it leaves net, epoch and, if it has
them, learning_rate, means, ... What it does wrong comes back as {"error": ...} with the line of the
page's code, and without the lines of this file.
"""
import gc
import io
import json
import sys
import purenn
import walk

try:
    from time import ticks_diff, ticks_ms  # MicroPython
except ImportError:
    from time import time

    def ticks_ms():
        return int(1000 * time())

    def ticks_diff(now, before):
        return now - before

CODE = "your code"  # the name of its file in a traceback
SIGN = 300  # milliseconds between two signs of life
LAST_ONLY = "softmax"  # purenn takes it as the last activation only


class State:
    def __init__(self):
        self.space = {}
        self.kind = "two"
        self.rows = {}  # "X", "y", "held_out_X", "held_out_y", "corners", "asked", in own units
        self.in_slices = False  # may epoch() be run in parts?
        self.epoch = None  # what is left of an epoch that has begun: a generator
        self.done = 0  # rows of it
        self.force = {}  # what the code's last training was given
        self.next_row = 0  # the row that the next step by hand begins with
        self.source = ""  # purenn.py's text
        self.sliced = None  # Network.train, in slices
        self.alive = lambda: None  # tells the page that training goes on
        self.sign = 0


state = State()


# ---- calls, and what goes wrong in them ---------------------------------------------------------
def call(name, text):
    """The answer of the function `name` below to the arguments in the JSON text, as JSON text."""
    state.sign = ticks_ms()
    try:
        answer = CALLS[name](*json.loads(text))
    except Exception as error:
        answer = {"error": report(error)}
    except KeyboardInterrupt:
        answer = {"error": {"text": "KeyboardInterrupt", "line": 0, "where": []}}
    return json.dumps(answer)


def report(error):
    """{text: the error's last line, line: where in the page's code, or 0, where: all its lines}."""
    lines = traceback_of(error)
    where = []
    for line in lines:
        if ('File "%s", line ' % CODE) in line:
            where.append(int(line.split(", line ")[1].split(",")[0].split()[0]))
    text = lines[-1]
    if text.startswith("MemoryError"):
        text = "MemoryError: too large for this computer. Lower the numbers in sizes."
    return {"text": text, "line": where[-1] if where else 0, "where": where}


def traceback_of(error):
    try:
        written = io.StringIO()
        sys.print_exception(error, written)
        return written.getvalue().strip().split("\n")
    except AttributeError:  # CPython
        import traceback
        text = "".join(traceback.format_exception(type(error), error, error.__traceback__))
        return text.strip().split("\n")


# ---- the page's code ----------------------------------------------------------------------------
class Page:
    pass


def load(code, kind, rows, in_slices):
    """Runs the code with X and y of rows in a module `page`; what the network then is."""
    page = Page()
    page.X, page.y = rows["X"], rows["y"]
    page.held_out_X, page.held_out_y = rows["held_out_X"], rows["held_out_y"]
    sys.modules["page"] = page
    state.space = {"__name__": "__main__"}
    state.kind, state.rows, state.in_slices = kind, rows, in_slices
    state.epoch, state.done, state.next_row, state.force = None, 0, 0, {}
    exec(compile(code, CODE, "exec"), state.space)
    for name in "net", "epoch":
        if name not in state.space:
            raise NameError("the code does not define %s" % name)
    state.force = arguments_of_train(code)
    return in_force()


def change(code):
    """Runs a line more, such as learning_rate = 0.1; what is then in force."""
    exec(compile(code, CODE, "exec"), state.space)
    return in_force()


def in_force():
    """What the network is and how it is trained, whatever the controls say."""
    net, space = state.space["net"], state.space
    force = {}
    for name in "learning_rate", "batch_size", "momentum", "seed":
        if name in state.force:
            force[name] = state.force[name]
        elif name in space:
            force[name] = space[name]
    return {"sizes": net.sizes, "activations": net.activations, "loss": net.loss, "force": force,
            "tables": tables(net), "scaling": scaling_of(space)}


def arguments_of_train(code):
    """What the code's net.train(...) is given, as far as that can be told before it runs.

    Of "net.train(X, y, 1, 0.5)" it is {"learning_rate": 0.5}. Only the arguments are computed.
    """
    parts = code.split("net.train(")
    if len(parts) != 2:
        return {}
    for k, letter in enumerate(parts[1]):
        if letter != ")":
            continue
        space = dict(state.space)
        space["_given"] = given
        try:
            return eval("_given(" + parts[1][:k] + ")", space)
        except Exception:  # a bracket within the call, or a name of the function around it
            pass
    return {}


def given(X, y, epochs, learning_rate, batch_size=None, momentum=0.0, print_every=1000,
          callback=None):
    return {"learning_rate": learning_rate, "batch_size": batch_size, "momentum": momentum}


def scaling_of(space):
    """What the code has scaled its rows by: {"means": [...], "deviations": [...], ...}."""
    found = {}
    for name in "means", "deviations", "target_means", "target_deviations":
        if isinstance(space.get(name), list):
            found[name] = space[name]
    return found


def scaled(X, prefix=""):
    space = state.space
    if X and prefix + "means" in space and prefix + "deviations" in space:
        return purenn.scale(X, space[prefix + "means"], space[prefix + "deviations"])
    return X


def activations():
    """The names that a hidden layer can have."""
    return sorted([name for name in purenn.ACTIVATIONS if name != LAST_ONLY])


def tables(net):
    """What each activation makes of -20 .. 20, in steps of 1/64; None if of a whole row."""
    found = {}
    for name in net.activations:
        function = purenn.ACTIVATIONS[name][0]
        row = [k / 64.0 for k in range(-1280, 1281)]
        if function([[0.5, 2.0]])[0][0] != function([[0.5]])[0][0]:
            found[name] = None
        else:
            found[name] = function([row])[0]
    return found


# ---- training -----------------------------------------------------------------------------------
def begin_epoch():
    """Calls the page's epoch(). In slices, its net.train gives a generator, which has not begun."""
    epoch, network = state.space["epoch"], purenn.Network
    if not state.in_slices:
        return epoch()
    if state.sliced is None:
        state.sliced = walk.sliced_train(state.source)
    plain, network.train = network.train, state.sliced
    try:
        return epoch()
    finally:
        network.train = plain


def part_of_epoch():
    """Goes on by one batch, or by an epoch if there are no slices; the loss where one ended."""
    if state.epoch is None:
        begun = begin_epoch()
        if not hasattr(begun, "send"):
            return checked_loss(begun)
        state.epoch, state.done = begun, 0
    try:
        next(state.epoch)
        state.done += 1
        return None
    except StopIteration as end:
        state.epoch = None
        return checked_loss(end.value)
    except Exception:
        state.epoch = None
        raise


def checked_loss(loss):
    if not isinstance(loss, (int, float)):
        raise TypeError("epoch() does not return the loss")
    return loss


def train(milliseconds, epochs):
    """Trains for so long, or until so many epochs have ended (None: any number).

    Answers {losses: of the epochs that ended, batches: done of the one that has begun, steps: done
    in this time, as far as there are slices}.
    """
    begin, losses, steps = ticks_ms(), [], 0
    while (epochs is None or len(losses) < epochs) and ticks_diff(ticks_ms(), begin) < milliseconds:
        loss = part_of_epoch()
        if loss is None:
            steps += 1
        else:
            losses.append(loss)
    return {"losses": losses, "batches": state.done if state.epoch else 0, "steps": steps}


_step = purenn.Network._step


def step_and_tell(net, X, y, learning_rate, momentum):
    """Network._step; notes what it is given, and gives a sign of life now and then."""
    if net is state.space.get("net"):
        state.force["learning_rate"], state.force["momentum"] = learning_rate, momentum
    if ticks_diff(ticks_ms(), state.sign) > SIGN:
        state.alive()
        state.sign = ticks_ms()
    return _step(net, X, y, learning_rate, momentum)


# ---- what is shown ------------------------------------------------------------------------------
def show(is_judged):
    """The weights; a sample, to check pictures by it; the figures, if asked for."""
    net = state.space["net"]
    answer = {"weights": net.weights, "biases": net.biases, "figures": None, "sample": sample(net),
              "answer": answered(net)}
    if is_judged:
        answer["figures"] = [judged(state.rows["X"], state.rows["y"]),
                             judged(state.rows["held_out_X"], state.rows["held_out_y"])]
    return answer


def sample(net):
    """The corners of the plane and two points, and what each layer answers there."""
    rows = scaled(state.rows["corners"] + state.rows["X"][:2])
    net.outputs = None
    outputs = net.forward_propagation(rows)
    return [rows] + (net.outputs or [])[1:-1] + [outputs]


def ask(row):
    """From now on show() answers this row, too; None: no row."""
    state.rows["asked"] = row


def answered(net):
    """The outputs for the row that was asked about, in the units of the targets."""
    row, space = state.rows["asked"], state.space
    if row is None:
        return None
    outputs = net.forward_propagation(scaled([row]))[0]
    if "target_means" not in space or "target_deviations" not in space:
        return outputs
    return [output * deviation + mean for output, mean, deviation
            in zip(outputs, space["target_means"], space["target_deviations"])]


def judged(rows, targets):
    """[the loss, the share that is right, or for numbers their mean square error]."""
    if not rows:
        return None
    net = state.space["net"]
    A = net.forward_propagation(scaled(rows))
    y = scaled(targets, "target_")
    right = 0.0
    for a, t in zip(A, y):
        if state.kind in ("curve", "number"):
            right += (a[0] - t[0]) * (a[0] - t[0])
        elif len(t) > 1:
            right += t[a.index(max(a))]
        else:
            right += (a[0] > 0.5) == (t[0] > 0.5)
    if state.kind in ("curve", "number") and "target_deviations" in state.space:
        right *= state.space["target_deviations"][0] ** 2
    return [net._loss(A, y), right / len(rows)]


def weigh(i, j, k, value):
    """Sets a weight by hand; j is -1 for a bias."""
    net = state.space["net"]
    if j < 0:
        net.biases[i][k] = value
    else:
        net.weights[i][j][k] = value
    return {}


# ---- an update by hand --------------------------------------------------------------------------
def hand(learning_rate, batch_size, momentum):
    """One step as purenn takes it, and all that went into it.

    A copy of the network goes through purenn's own lines and tells of each; the network itself
    takes its own step. What the page says of a weight has to agree with the network's.
    """
    net, force = state.space["net"], in_force()["force"]
    rate = force.get("learning_rate", learning_rate)
    momentum = force.get("momentum", momentum)
    all_X, all_y = scaled(state.rows["X"]), scaled(state.rows["y"], "target_")
    first = state.next_row if state.next_row < len(all_X) else 0
    size = force.get("batch_size", batch_size) or len(all_X)
    X, y = all_X[first:first + size], all_y[first:first + size]
    state.next_row = first + size
    weights, biases, velocity = copies(net.weights), copies([net.biases])[0], list(net.velocity)
    taken = walk.Walk(net, state.source)
    taken.step(X, y, rate, momentum)
    net.forward_propagation(X)
    net.backpropagation(X, y, rate, momentum)
    slopes = [purenn.ACTIVATIONS[name][1] for name in net.activations]
    return {
        "first": first, "y": y, "A": taken.A, "Z": taken.Z, "errors": taken.errors,
        "deltas": taken.deltas, "loss": taken.loss, "rowLosses": taken.row_losses,
        "slopes": [slope and slope(A) for slope, A in zip(slopes, taken.A[1:])],
        "slopeTexts": [slope and slope_text(slope) for slope in slopes],
        "weights": weights, "biases": biases, "velocity": velocity,
        "after": net.weights, "afterBiases": net.biases, "lit": taken.lit,
        "lossName": net.loss, "activations": net.activations, "rate": rate, "momentum": momentum}


def copies(matrices):
    return [[list(row) if isinstance(row, list) else row for row in M] for M in matrices]


def slope_text(derivative):
    """How purenn.py writes it, for one number a: of sigmoid "a * (1 - a)"; else its name."""
    name = getattr(derivative, "__name__", "derivative")
    after = state.source.split("def %s(A):\n" % name)
    if len(after) == 2:
        line = after[1].split("\n")[0]
        if "return [[" in line and " for a in row]" in line:
            return line.split("return [[")[1].split(" for a in row]")[0]
    return name + "(A)"


def lines():
    """The methods of purenn.py that a step goes through: [[name, number of line 1, lines], ...]."""
    words = walk.missing(state.source)
    if words:
        return {"missing": words, "methods": []}
    net = purenn.Network([1, 1])
    found = walk.Walk(net, state.source).methods
    return {"missing": [], "methods": [[m.name, m.number, m.lines] for m in found]}


# ---- files --------------------------------------------------------------------------------------
def file(name):
    """The text of the network as a file; it takes rows in their own units."""
    net, space = state.space["net"], state.space
    if "means" in space and "deviations" in space:
        net = purenn.fold_scaling(net, space["means"], space["deviations"],
                                  space.get("target_means"), space.get("target_deviations"))
    if name.endswith(".json"):
        purenn.save(net, "/" + name)
        with open("/" + name) as f:
            return {"text": f.read()}
    import export  # only here: who never saves code does not wait for it
    writers = {"py": export.to_python, "c": export.to_c, "mjs": export.to_javascript}
    return {"text": writers[name.split(".")[1]](net)}


def collect():
    gc.collect()
    return {}


CALLS = {"load": load, "change": change, "train": train, "show": show, "ask": ask, "weigh": weigh,
         "hand": hand, "lines": lines, "file": file, "activations": activations,
         "collect": collect}


def begin(source, alive):
    """purenn.py's text, and the function that gives a sign of life."""
    state.source, state.alive = source, alive
    purenn.Network._step = step_and_tell
