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
    ("_backward", "error"),  # how far A should move, from the last layer to the first
    ("_backward", "delta"),  # how far Z should move
]
STEP = "self._step("  # train calls it in one line, for each batch
# Names of which a bias, or a weight, has no use: their lines are not lit for it.
OF_BIASES = ("b", "b_step", "totals")
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


def called(method, known):
    """The names of the private methods that it calls, and those that they call."""
    names = []
    for statement in method.statements:
        for part in statement.text.split("self.")[1:]:
            name = part.split("(")[0]
            if name in known and name.startswith("_") and name not in names:
                names += [name] + called(known[name], known)
    return names


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


class Walk:
    """What a step went through. seen: a list of (method, line, values) in the order of time."""

    def __init__(self, net, source):
        known = methods(source)
        chosen = []
        for name in "_forward", "_loss", "_backward":
            chosen += [name] + called(known[name], known)
        space = dict(purenn.__dict__)
        space["_saw"] = self.saw
        self.methods = sorted([known[name] for name in set(chosen)], key=lambda m: m.number)
        exec("class Walked(Network):\n" + "\n".join(map(walked_source, self.methods)), space)
        self.seen = []
        self.net = space["Walked"](net.sizes, net.activations, net.loss, weights=net.weights,
                                   biases=net.biases)
        self.net.velocity = list(net.velocity)

    def saw(self, method, line, values):
        self.seen.append((method, line, values))

    def step(self, X, y, learning_rate, momentum):
        """One step of the copy `self.net`; afterwards the attributes below hold what it did."""
        layers = len(self.net.weights)
        outputs = self.net._forward(X)
        self.A = outputs
        self.loss = self.net._loss(outputs[-1], y)
        self.Z = [values["Z"] for _, _, values in self.seen if "Z" in values]
        self.lit = []  # (stage, layer, part, line): layer -1 for all; part: weight, bias or all
        self.light("forward", "_forward", -1)
        self.light("loss", "_loss", -1)
        # The losses of the rows by themselves; not to be seen again.
        self.row_losses = [self.net._loss([a], [t]) for a, t in zip(outputs[-1], y)]
        del self.seen[:]
        self.net._backward(outputs, y, learning_rate, momentum)
        self.backward(layers)

    def light(self, stage, method, layer):
        for name, line, _ in self.seen:
            if name == method and line:
                self.note(stage, layer, "all", line)

    def note(self, stage, layer, part, line):
        entry = [stage, layer, part, line]
        if entry not in self.lit:
            self.lit.append(entry)

    def backward(self, layers):
        """Errors and deltas, and of each layer the lines that made them and those that used them.

        A layer's turn begins with its delta. The error that it is made of was given a value
        before: by the first lines, or in the turn of the layer after it.
        """
        self.errors, self.deltas = [None] * layers, [None] * layers
        layer, error, before = layers - 1, None, []
        is_begun = is_delta_made = False  # the loop; the delta of this turn
        waiting = []  # lines of this turn, up to its delta
        for method, line, values in self.seen:
            is_own = method == "_backward"
            if is_own and "error" in values:
                error = values["error"]
                self.note("delta", layer - 1 if is_delta_made else layer, "all", line)
            elif is_own and "delta" in values:
                self.errors[layer], self.deltas[layer] = error, values["delta"]
                for earlier in waiting + [line]:
                    self.note("delta", layer, "all", earlier)
                is_delta_made = True
            elif is_own and is_turn(values):
                if is_delta_made:
                    layer -= 1
                waiting, is_begun, is_delta_made = [], True, False
            elif is_own and not is_begun:
                before.append((line, values))
            elif is_own and not is_delta_made:
                waiting.append(line)
            elif line:
                self.note("update", layer, part_of(values), line)
        for line, values in before:  # such as rate, where it is used
            if self.is_used(values):
                self.note("update", -1, "all", line)

    def is_used(self, names):
        lines = [line for stage, _, _, line in self.lit if stage == "update"]
        for method in self.methods:
            for statement in method.statements:
                if statement.start in lines:
                    if any([name in found_names(statement.text) for name in names]):
                        return True
        return False


def is_turn(values):  # the head of the loop over the layers
    return "i" in values


def part_of(values):
    names = [name for name in values if name != "_"]
    if names and all([name in OF_BIASES for name in names]):
        return "bias"
    if names and all([name in OF_WEIGHTS for name in names]):
        return "weight"
    return "all"


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
