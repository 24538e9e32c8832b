"""purenn.py's own lines, run so that the page can look on. For the page; it is tested beside it.

The page shows one update line by line, and trains in slices so that it can be stopped at any
moment. Both are made here from the text of purenn.py that runs: after each line of a step goes a
call that notes what the line has made, and in train a yield after each step. So the page follows
what purenn.py becomes. What it must find there is in NEEDED; test_walk.py tells who edits
purenn.py what is missing.
"""
import purenn

# What the page looks for in class Network: a method, and a name that a line of it gives a value
# to, once for every layer.
NEEDED = [
    ("_forward", "Z"),  # A_in . W + b
    ("_backward", "i"),  # the layer: of the loop from the last one to the first
    ("_backward", "error"),  # how far A should move, from the last layer to the first
    ("_backward", "delta"),  # how far Z should move
]
STEP = "self._step("  # train calls it in one line, for each batch
# Names of which a bias, or a weight, has no use: their lines are not lit for it.
OF_BIASES = ("b", "b_step", "ones")
OF_WEIGHTS = ("W", "W_step")
FIRST_WORDS = ("if", "elif", "else", "for", "while", "try", "except", "finally", "with", "def")


# ---- reading ------------------------------------------------------------------------------------
class Statement:
    """A line of code with the lines that continue it: start, end (line numbers), indent, text."""

    def __init__(self, start, end, text):
        self.start, self.end = start, end
        self.indent = len(text) - len(text.lstrip())
        self.text = text.strip()

    def is_compound(self):
        word = self.text.split("(")[0].split(":")[0].split()[0]
        return word in FIRST_WORDS

    def names(self):
        """The names that it gives a value to: "W, b = f(x)" -> ["W", "b"]."""
        if self.text.startswith("for "):
            return found_names(self.text[4:].split(" in ")[0])
        target = assigned(self.text)
        return [] if "." in target else found_names(target)


def assigned(text):
    """What stands before the = of an assignment; "" if it is none. "a[i] += f(b=1)" -> "a[i]"."""
    depth = 0
    for k, letter in enumerate(text):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        elif letter == "=" and depth == 0:
            is_comparison = text[k + 1:k + 2] == "=" or text[k - 1] in "=<>!"
            return "" if is_comparison else text[:k].rstrip("+-*/ ")
        elif letter in "\"'":
            return ""
    return ""


def found_names(text):
    """The names in a target such as "[a], (b, _)"; none of one that is no list of names."""
    words = "".join([c if c.isalpha() or c.isdigit() or c == "_" else " " for c in text]).split()
    return [word for word in words if not word[0].isdigit()]


def scanned(line, quote):
    """A line up to its comment, the quotes it leaves open, the brackets it opens more than closes.

    quote: the quotes that were open before it, "" for none.
    """
    k = depth = 0
    while k < len(line):
        if quote:
            if line[k] == "\\":
                k += 1
            elif line[k:k + len(quote)] == quote:
                k += len(quote) - 1
                quote = ""
        elif line[k] in "\"'":
            quote = line[k] * 3 if line[k:k + 3] == line[k] * 3 else line[k]
            k += len(quote) - 1
        elif line[k] == "#":
            return line[:k], quote, depth
        elif line[k] in "([{":
            depth += 1
        elif line[k] in ")]}":
            depth -= 1
        k += 1
    return line, quote, depth


def statements(lines, first):
    """The Statements in lines, the first of which has the number `first`."""
    found, text, quote, start, depth = [], "", "", first, 0
    for number, line in enumerate(lines, first):
        if not text:
            start = number
        code, quote, change = scanned(line, quote)
        text += code.rstrip() + "\n"
        depth += change
        if quote or depth > 0:
            continue
        if text.strip():
            found.append(Statement(start, number, text))
        text = ""
    return found


class Method:
    """A method of class Network in purenn.py: name, lines, number (of its first line)."""

    def __init__(self, name, lines, number):
        self.name, self.lines, self.number = name, lines, number
        self.statements = statements(lines, number)


def methods(source):
    """The methods of class Network in purenn.py's text: name -> Method."""
    lines = source.split("\n")
    is_inside, found, begin = False, {}, None
    for k, line in enumerate(lines + ["end"]):
        is_head = is_inside and line.startswith("    def ")
        is_over = line[:1].strip() != "" and not line.startswith(")")
        if begin is not None and (is_head or is_over):
            name = lines[begin].split("def ")[1].split("(")[0]
            found[name] = Method(name, trimmed(lines[begin:k]), begin + 1)
            begin = None
        if is_over:
            is_inside = line.startswith("class Network")
        if is_head:
            begin = k
    return found


def trimmed(lines):
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def called(name, known, found):
    """Adds to `found` the name of a method, and of the private ones that it comes to call."""
    if name in found or name not in known:
        return
    found.append(name)
    for statement in known[name].statements:
        for part in statement.text.split("self._")[1:]:
            called("_" + part.split("(")[0], known, found)


def missing(source):
    """What the page needs and purenn.py's text lacks, in words; [] is as it should be."""
    known, words = methods(source), []
    for name in sorted(set([name for name, _ in NEEDED])):
        if name not in known:
            words.append("class Network has no method %s" % name)
    for name, wanted in NEEDED:
        if name in known and not any([wanted in s.names() for s in known[name].statements]):
            words.append("no line of Network.%s gives a value to %s" % (name, wanted))
    if "train" not in known or len(step_lines(known["train"])) != 1:
        words.append("Network.train has not one line with %s...)" % STEP)
    return words


# ---- a step, line by line -----------------------------------------------------------------------
def walked_source(method):
    """The method's text with a call of _saw(its name, line, values) after each line that runs.

    values: {name: value} of the names that the line gives a value to. The head of a loop has the
    line 0, as it computes nothing.
    """
    written = []
    for statement, after in zip(method.statements, method.statements[1:] + [None]):
        indent = " " * statement.indent
        names = statement.names()
        note = "_saw(%r, %d, {%s})" % (
            method.name, statement.start, ", ".join(["%r: %s" % (name, name) for name in names]))
        text = indent + statement.text
        if statement.text.startswith("for ") and after is not None:
            written += [text, " " * after.indent + note.replace(", %d," % statement.start, ", 0,")]
        elif statement.is_compound():
            written.append(text)
        elif statement.text.split()[0] in ("return", "raise", "break", "continue"):
            written += [indent + note, text]
        else:
            written += [text, indent + note]
    return "\n".join(written) + "\n"


class Seen:
    """A line that has run: its method, its number (0: the head of a loop), {name: value}."""

    def __init__(self, method, line, values):
        self.method, self.line, self.values = method, line, values

    def gives(self, name):
        return self.method == "_backward" and name in self.values

    def part(self):
        """Of what the line makes something: "weight", "bias", or "all"."""
        names = [name for name in self.values if name != "_"]
        if names and all([name in OF_BIASES for name in names]):
            return "bias"
        if names and all([name in OF_WEIGHTS for name in names]):
            return "weight"
        return "all"


class Walk:
    """A copy of the network that takes a step and tells what it goes through.

    After step(), each of A, Z, errors, deltas has a matrix for every layer (A begins with X).
    lit: [stage, layer, part, line], the lines of purenn.py that a stage (forward, loss, delta,
    update) of a layer goes through, -1 standing for every layer.
    """

    def __init__(self, net, source):
        known, names = methods(source), []
        for name in "_forward", "_loss", "_backward":
            called(name, known, names)
        self.methods = sorted([known[name] for name in names], key=lambda method: method.number)
        self.seen, self.lit = [], []
        space = dict(purenn.__dict__)
        space["_saw"] = lambda *line: self.seen.append(Seen(*line))
        exec("class Walked(Network):\n" + "\n".join(map(walked_source, self.methods)), space)
        self.net = space["Walked"](net.sizes, net.activations, net.loss, weights=net.weights,
                                   biases=net.biases)
        self.net.velocity = list(net.velocity)

    def step(self, X, y, learning_rate, momentum):
        self.A = self.net._forward(X)
        self.Z = [seen.values["Z"] for seen in self.seen if "Z" in seen.values]
        self.light_all("forward")
        self.loss = self.net._loss(self.A[-1], y)
        self.light_all("loss")
        self.row_losses = [self.net._loss([a], [t]) for a, t in zip(self.A[-1], y)]
        del self.seen[:]
        self.net._backward(self.A, y, learning_rate, momentum)
        self.go_backward()

    def light_all(self, stage):
        for seen in self.seen:
            self.light(stage, -1, seen)
        del self.seen[:]

    def light(self, stage, layer, seen, part="all"):
        entry = [stage, layer, part, seen.line]
        if seen.line and entry not in self.lit:
            self.lit.append(entry)

    def go_backward(self):
        """Errors and deltas; of each layer the lines that made its delta, and those that used it.

        The loop takes a turn for each layer, from the last to the first. In it comes the delta,
        then the error of the layer before, then the new W and b.
        """
        head, turns = [], []
        for seen in self.seen:
            if seen.gives("i"):
                turns.append([])
            (turns[-1] if turns else head).append(seen)
        layer = len(turns) - 1
        self.errors, self.deltas = [None] * len(turns), [None] * len(turns)
        for seen in head:
            if seen.gives("error"):
                self.errors[layer] = seen.values["error"]
                self.light("delta", layer, seen)
        for turn in turns:
            for seen in turn:
                if seen.gives("delta"):
                    self.deltas[layer] = seen.values["delta"]
                if seen.gives("error"):
                    self.errors[layer - 1] = seen.values["error"]
                    self.light("delta", layer - 1, seen)
                elif seen.gives("delta") or self.deltas[layer] is None:
                    self.light("delta", layer, seen)
                else:
                    self.light("update", layer, seen, seen.part())
            layer -= 1
        for seen in head:  # such as rate, which the update uses
            if self.is_used(seen.values):
                self.light("update", -1, seen)

    def is_used(self, names):
        lines = [line for stage, _, _, line in self.lit if stage == "update"]
        texts = [statement.text for method in self.methods for statement in method.statements
                 if statement.start in lines]
        return any([name in found_names(text) for text in texts for name in names])


# ---- train, in slices ---------------------------------------------------------------------------
def step_lines(train):
    return [statement for statement in train.statements
            if STEP in statement.text and not statement.is_compound()]


def sliced_train(source):
    """Network.train as a generator: it yields after each step, and returns what train does.

    What it yields is the number of rows of the step.
    """
    train = methods(source)["train"]
    [step] = step_lines(train)
    lines = train.lines[:]
    after = step.end - train.number + 1
    lines.insert(after, " " * step.indent + "yield")
    space = dict(purenn.__dict__)
    exec("class Sliced:\n" + "\n".join(lines) + "\n", space)
    return space["Sliced"].train
