"""Writes a trained network as code that needs nothing else: Python, JavaScript, C or Java.

    python3 export.py net.json fan.py                 # or .js, .mjs, .c, Fan.java
    python3 export.py net.json fan.c --train          # not Java: it can go on learning
    python3 export.py net.json fan.c --name fan       # fan_predict, so that two fit in a program
    python3 export.py net.json fan.c --integers rows.csv    # no floats, for inputs as in these rows

It takes less than a second and writes that one file. A file of that name is replaced only if it was
written like this, too. As a library:

    from purenn import load
    from export import to_c, to_java, to_javascript, to_python
    source = to_c(load("net.json"))                   # the text; no file is written

Copy this file beside purenn.py. What it writes holds predict, which takes the inputs of one sample
and gives its outputs. For inputs in their own units call purenn's fold_scaling before. It runs on
CPython from 2.7 on, PyPy, Jython and MicroPython.
"""
# A language has a section: what differs between networks and activations in tables, the rest as
# templates, whole; and a function each at the end, in "the functions" and in WRITERS.
# To add an activation: WRITTEN, then its line in the table ..._ACTIVATIONS of each language. Java
# takes JavaScript's. Python's code has exp and, to train, log; what else it needs is to be imported
# in PYTHON_STRAIGHT and by python_source(). In integers z has the scale that integer_shift() chooses
# by the name of the activation.
# To add a language: a section like "Java", its function, its end in WRITERS.
import math
import sys

try:
    HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
    sys.path[:0] = [HERE, HERE + "/.."]  # purenn.py stands beside this file, or above it
except NameError:  # read from a prompt, on a board
    pass
from purenn import (ACTIVATIONS, Network, __version__, linear, linear_derivative, relu,
                    relu_derivative, sigmoid, sigmoid_derivative, softmax, tanh, tanh_derivative)

# ---- what can be written ------------------------------------------------------------------------
# The activations that have a form in each language below, and the functions that these stand for.
WRITTEN = {
    "sigmoid": (sigmoid, sigmoid_derivative),
    "tanh": (tanh, tanh_derivative),
    "relu": (relu, relu_derivative),
    "linear": (linear, linear_derivative),
    "softmax": (softmax, None),
}
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def checked_copy(net):
    """The network with its weights checked again; ValueError for what cannot be written.

    Its sizes, names and numbers are new objects: one of the caller's may print as it likes.
    """
    if not isinstance(net, Network):
        raise ValueError("net: expected a Network, got %.60r" % (net,))
    names = [checked_activation(name) for name in net.activations]
    net = Network(net.sizes, names, net.loss, weights=net.weights, biases=net.biases)
    net.sizes = [len(W) for W in net.weights] + [len(net.biases[-1])]
    net.loss = "mse" if net.loss == "mse" else "cross_entropy"
    return net


def checked_activation(name):
    """The name in WRITTEN that is equal to this one."""
    for known in WRITTEN:
        if known == name:
            if tuple(ACTIVATIONS[known]) != WRITTEN[known]:
                raise ValueError("activations: expected purenn's own functions for %r, got others"
                                 " in ACTIVATIONS[%r]" % (known, known))
            return known
    raise ValueError("activations: expected one of %s, got %.60r"
                     % (", ".join(sorted(WRITTEN)), name))


def check_train(train):
    if train is not True and train is not False:
        raise ValueError("train: expected True or False, got %.60r" % (train,))


def checked_prefix(name):
    """What each name in the code begins with: "fan_" for "fan", "" for ""."""
    letters = list(name) if isinstance(name, (str, type(u""))) else ["no text"]
    if not letters:
        return ""
    if letters[0] not in LETTERS or [c for c in letters if c not in LETTERS + "0123456789_"]:
        raise ValueError('name: expected "" or a letter, then letters, digits and _, got %.60r'
                         % (name,))
    return str("".join(letters)) + "_"


# ---- the text -----------------------------------------------------------------------------------
# In the templates below $word stands for what differs from network to network. They stand here, not
# in files of their languages, as this file is copied alone.
def filled(template, **words):
    """The template with each $word replaced."""
    for word in sorted(words, key=len, reverse=True):  # $n_in is not $n and _in
        template = template.replace("$" + word, words[word])
    return template


def filled_for(net, template, **words):
    """The same, with what many templates need."""
    return filled(template, made=described(net), n_in="%d" % net.sizes[0],
                  n_out="%d" % net.sizes[-1], **words)


def described(net):
    return "Made by purenn %s: %r, %s" % (__version__, net.sizes, ", ".join(net.activations))


def numbers(row):
    return ", ".join(["%r" % v for v in row])


def by_neuron(W):
    """A row for each neuron of the layer, where W has a row for each of its inputs."""
    return [list(column) for column in zip(*W)]


def used(names):
    """Each name once, in their order."""
    return [name for i, name in enumerate(names) if name not in names[:i]]


def elementwise(names):
    """The activations as they are taken number by number: before softmax that is linear."""
    return ["linear" if name == "softmax" else name for name in names]


def slope_names(net):
    """The activations by whose slopes the errors of the layers are multiplied, linear's being 1."""
    names = elementwise(net.activations)
    if net.loss == "cross_entropy":
        names[-1] = "linear"  # its own slope cancels that of the activation
    return names


def loss_name(net):
    """The network's loss in a table of losses; cross_entropy differs by the activation before."""
    return net.loss if net.loss == "mse" else net.activations[-1]


def loss_scale(net):
    """The mean square error is the mean over the outputs, too; of cross_entropy it is the sum."""
    return net.sizes[-1] if net.loss == "mse" else 1


# ---- Python -------------------------------------------------------------------------------------
# For a small network the code is straight: it has no loop, a line for each sum, and a name for each
# number. It is several times as fast as loops, and fits a micro:bit. Jython and MicroPython compile
# no function much larger than STRAIGHT_LIMIT; beyond, and where the weights move, there are loops.
STRAIGHT_LIMIT = 340  # weights and biases

# name: (f of a number z, its slope in terms of f's result a).
PYTHON_ACTIVATIONS = {
    "sigmoid": ("exp(z) if z < -40.0 else 1.0 / (1.0 + exp(-z))", "a * (1.0 - a)"),
    # A micro:bit has no tanh. Near 0 the quotient would lose its digits: there it is a series.
    "tanh": ("1.0 if z > 20 else 1 - 2 / (1 + exp(2 * z)) "
             "if z * z > 6e-5 else z - z * z * z * (1 - 0.4 * z * z) / 3", "1.0 - a * a"),
    "relu": ("0.0 if z < 0.0 else z", "1.0 if a > 0.0 else 0.0"),
    "linear": ("z", "1.0"),
    "softmax": ("z", None),  # the rest is in softmax_lines() and PYTHON_SOFTMAX
}
PYTHON_LOSSES = {  # what a target t and an output a add to the loss
    "mse": "(t - a) * (t - a)",
    "softmax": "-t * log(a + 1e-30)",
    "sigmoid": "-t * log(a + 1e-30) - (1.0 - t) * log(1.0 - a + 1e-30)",
}
PYTHON_STRAIGHT = '''# $made
from math import exp
def predict(x):
    if len(x) != $n_in:
        raise ValueError("x: expected $n_in numbers, got %d" % len(x))
    [$inputs] = x
    $lines
    return [$outputs]
'''
PYTHON_LOOPS = '''# $made
from math import $imports
try:
    from operator import mul
except ImportError:
    def mul(v, w):
        return v * w

# A matrix is written as text, for which Jython has room.
def rows(n, lines):
    values = [float(word) for line in lines for word in line.split()]
    return [values[k:k + n] for k in range(0, len(values), n)]

# Of each layer: the weights, a row for each of its neurons, and their biases.
layers = [
    $layers]

$functions
activations = [$names]

def forward(x):
    # The inputs, and the outputs of each layer.
    outputs = [x]
    for (W, b), activation in zip(layers, activations):
        Z = [bias + sum(map(mul, row, outputs[-1])) for row, bias in zip(W, b)]
        outputs.append(activation(Z))
    return outputs

def predict(x):
    if len(x) != $n_in:
        raise ValueError("x: expected $n_in numbers, got %d" % len(x))
    return forward(x)[-1]
'''
PYTHON_ACTIVATION = '''def $name(Z):
    return [$value for z in Z]
'''
PYTHON_SOFTMAX = '''def softmax(Z):  # e^z over the sum of e^z; e^(z - top) cannot overflow
    top = max(Z)
    powers = [exp(z - top) for z in Z]
    total = sum(powers)
    return [power / total for power in powers]
'''
PYTHON_TRAIN = '''
$functions
slopes = [$names]  # after cross-entropy, whose own slope cancels it out: 1

def train(X, y, epochs, learning_rate):
    # As purenn's Network.train, with all rows in each step; returns the loss of the last epoch.
    # OverflowError: a loss is not finite. The weights stay as they were before its step.
    if not len(X) == len(y) > 0:
        raise ValueError("y: expected a row for each row of X, got %d for %d" % (len(y), len(X)))
    for x, targets in zip(X, y):
        if len(x) != $n_in or len(targets) != $n_out:
            raise ValueError("X, y: expected rows of $n_in and of $n_out numbers, got %d and %d"
                             % (len(x), len(targets)))
    loss = 0.0
    for _ in range(epochs):
        moved, loss = [[[list(row) for row in W], list(b)] for W, b in layers], 0.0
        for x, targets in zip(X, y):
            loss += step(x, targets, float(learning_rate) / len(X), moved)
        loss /= len(X) * $scale
        if loss - loss != 0.0:
            raise OverflowError("loss %r: lower learning_rate, or scale X and y" % loss)
        layers[:] = moved
    return loss

def step(x, targets, rate, moved):
    # Adds to the layers moved what one row moves them by; returns its loss.
    outputs = forward(x)
    error = [t - a for t, a in zip(targets, outputs[-1])]
    for i in range(len(layers) - 1, -1, -1):
        delta = list(map(mul, error, slopes[i](outputs[i + 1])))
        error = [sum(map(mul, delta, column)) for column in zip(*layers[i][0])]
        W, b = moved[i]
        for j, d in enumerate(delta):
            W[j] = [w + rate * d * v for w, v in zip(W[j], outputs[i])]
            b[j] += rate * d
    return sum([$loss for t, a in zip(targets, outputs[-1])])
'''
PYTHON_SLOPE = '''def $name_slope(A):
    return [$slope for a in A]
'''


def python_source(net, train):
    count = sum([(n_in + 1) * n_out for n_in, n_out in zip(net.sizes, net.sizes[1:])])
    if train:
        return python_loops(net, "exp, log") + python_training(net)
    if count > STRAIGHT_LIMIT:
        return python_loops(net, "exp")
    return python_straight(net)


def python_loops(net, imports):
    layers = ["[%s,\n     %s[0]]" % (python_rows(by_neuron(W)), python_rows([b]))
              for W, b in zip(net.weights, net.biases)]
    functions = [python_activation(name) for name in used(net.activations)]
    return filled_for(net, PYTHON_LOOPS, imports=imports, layers=",\n    ".join(layers),
                      functions="\n".join(functions), names=", ".join(net.activations))


def python_training(net):
    names = slope_names(net)
    functions = [filled(PYTHON_SLOPE, name=name, slope=PYTHON_ACTIVATIONS[name][1])
                 for name in used(names)]
    return filled_for(net, PYTHON_TRAIN, functions="\n".join(functions),
                      names=", ".join([name + "_slope" for name in names]),
                      loss=PYTHON_LOSSES[loss_name(net)], scale="%d" % loss_scale(net))


def python_rows(matrix):
    return "rows(%d, [%s])" % (len(matrix[0]), text_lines(matrix))


def text_lines(matrix):
    # Java, and so Jython, takes 65,535 letters in a text.
    values = ["%r" % v for row in matrix for v in row]
    lines = ['"%s"' % " ".join(values[k:k + 100]) for k in range(0, len(values), 100)]
    return ",\n        ".join(lines)


def python_activation(name):
    if name == "softmax":
        return PYTHON_SOFTMAX
    return filled(PYTHON_ACTIVATION, name=name, value=PYTHON_ACTIVATIONS[name][0])


def python_straight(net):
    # a1_0 is output 0 of layer 1, x0 the first input.
    A, lines = ["x%d" % k for k in range(net.sizes[0])], []
    inputs = ", ".join(A)
    for i, (W, b, name) in enumerate(zip(net.weights, net.biases, net.activations)):
        A_in, A = A, ["a%d_%d" % (i + 1, j) for j in range(len(b))]
        for a, weights, bias in zip(A, by_neuron(W), b):
            products = ["%s * %r" % pair for pair in zip(A_in, weights)]
            lines += sum_lines("z", ["%r" % bias] + products)
            lines.append("%s = %s" % (a, PYTHON_ACTIVATIONS[name][0]))
    if net.activations[-1] == "softmax":
        lines += softmax_lines(A)
    return filled_for(net, PYTHON_STRAIGHT, inputs=inputs, lines="\n    ".join(lines),
                      outputs=", ".join(A))


def sum_lines(name, terms):
    # In statements of 8 terms: Pythons up to 3.12 fail at an expression of thousands.
    lines = ["%s += %s" % (name, " + ".join(terms[k:k + 8])) for k in range(0, len(terms), 8)]
    lines[0] = lines[0].replace("+=", "=", 1)
    return lines


def softmax_lines(A):
    lines = ["z = %s" % A[0]] + ["z = %s if %s > z else z" % (a, a) for a in A[1:]]  # the largest
    lines += ["%s = exp(%s - z)" % (a, a) for a in A]  # which cannot overflow
    return lines + sum_lines("z", A) + ["%s /= z" % a for a in A]


# ---- JavaScript ---------------------------------------------------------------------------------
JAVASCRIPT_ACTIVATIONS = {  # as PYTHON_ACTIVATIONS; f of z is Java, too
    "sigmoid": ("1 / (1 + Math.exp(-z))", "a * (1 - a)"),
    "tanh": ("Math.tanh(z)", "1 - a * a"),
    "relu": ("z < 0 ? 0 : z", "a > 0 ? 1 : 0"),
    "linear": ("z", "1"),
    "softmax": None,  # linear, and then JAVASCRIPT_SOFTMAX
}
JAVASCRIPT_LOSSES = {
    "mse": "(t - a) * (t - a)",
    "softmax": "-t * Math.log(a + 1e-30)",
    "sigmoid": "-t * Math.log(a + 1e-30) - (1 - t) * Math.log(1 - a + 1e-30)",
}
JAVASCRIPT = '''// $made

// Of each layer: its activation, and of each of its neurons a row of weights and a bias.
const layers = [
    $layers,
];

$functions
function layer({ f, W, b }, x) {
    const A = [];
    for (let j = 0; j < W.length; j++) {
        const row = W[j];
        let z = b[j];
        for (let k = 0; k < row.length; k++) z += row[k] * x[k];
        A.push(f(z));
    }
    return A;
}

// x, and the outputs of each layer.
function forward(x) {
    const outputs = [x];
    for (const one of layers) outputs.push(layer(one, outputs[outputs.length - 1]));
    $result
}

function check(name, list, n) {
    const length = Object(list).length; // undefined of what has none
    if (length !== n) throw new RangeError(`${name}: expected ${n} numbers, got ${length}`);
    for (let k = 0; k < n; k++) {
        const v = list[k];
        if (!Number.isFinite(v))
            throw new RangeError(`${name}[${k}]: expected a number, got ${typeof v} ${String(v)}`);
    }
}

// $n_in numbers, in an array or a typed array -> an array of the $n_out outputs.
export function predict(x) {
    check("x", x, $n_in);
    return forward(x)[layers.length];
}
'''
JAVASCRIPT_FUNCTION = '''function $name($argument) {
    return $value;
}
'''
JAVASCRIPT_SOFTMAX = '''function softmax(Z) { // e^z over the sum of e^z
    const top = Z.reduce((a, b) => Math.max(a, b)); // e^(z - top) cannot overflow
    const powers = Z.map((z) => Math.exp(z - top));
    const total = powers.reduce((a, b) => a + b);
    return powers.map((power) => power / total);
}
'''
JAVASCRIPT_TRAIN = '''
$functions
// Of each layer, in terms of its output. In the last one cross-entropy's own slope cancels it out.
const slopes = [$names];

// As purenn's Network.train, with all rows in each step; returns the loss of the last epoch.
// RangeError: a loss is not finite. The weights stay as they were before its step.
export function train(X, y, epochs, learningRate) {
    if (!(X.length > 0 && y.length === X.length))
        throw new RangeError(`y: expected a row for each of X, got ${y.length} for ${X.length}`);
    X.forEach((x, row) => check(`X[${row}]`, x, $n_in));
    y.forEach((targets, row) => check(`y[${row}]`, targets, $n_out));
    let loss = 0;
    for (let epoch = 0; epoch < epochs; epoch++) {
        const moved = layers.map(({ f, W, b }) => ({ f, W: W.map((row) => [...row]), b: [...b] }));
        loss = 0;
        for (let row = 0; row < X.length; row++)
            loss += step(X[row], y[row], learningRate / X.length, moved);
        loss /= X.length * $scale;
        if (!Number.isFinite(loss))
            throw new RangeError(`loss ${loss}: lower learningRate, or scale X and y`);
        layers.splice(0, layers.length, ...moved);
    }
    return loss;
}

// Adds to the layers moved what one row moves them by; returns its loss.
function step(x, targets, rate, moved) {
    const outputs = forward(x);
    let loss = 0;
    let error = outputs[layers.length].map((a, j) => {
        const t = targets[j];
        loss += $loss;
        return t - a;
    });
    for (let i = layers.length - 1; i >= 0; i--) {
        const { W } = layers[i], A_in = outputs[i], A = outputs[i + 1];
        const delta = error.map((e, j) => e * slopes[i](A[j]));
        error = W[0].map((_, k) => delta.reduce((sum, d, j) => sum + d * W[j][k], 0));
        delta.forEach((d, j) => {
            const row = moved[i].W[j];
            for (let k = 0; k < row.length; k++) row[k] += rate * d * A_in[k];
            moved[i].b[j] += rate * d;
        });
    }
    return loss;
}
'''


def javascript_source(net, train):
    names = elementwise(net.activations)
    layers = ["{ f: %s,\n      W: [[%s]],\n      b: [%s] }" % (
        name, "],\n          [".join(map(numbers, by_neuron(W))), numbers(b))
        for name, W, b in zip(names, net.weights, net.biases)]
    functions = [filled(JAVASCRIPT_FUNCTION, name=name, argument="z",
                        value=JAVASCRIPT_ACTIVATIONS[name][0]) for name in used(names)]
    result = "return outputs;"
    if net.activations[-1] == "softmax":
        functions.append(JAVASCRIPT_SOFTMAX)
        result = "outputs.push(softmax(outputs.pop()));\n    " + result
    source = filled_for(net, JAVASCRIPT, layers=",\n    ".join(layers),
                        functions="\n".join(functions), result=result)
    return source + javascript_training(net) if train else source


def javascript_training(net):
    names = slope_names(net)
    functions = [filled(JAVASCRIPT_FUNCTION, name=name + "Slope", argument="a",
                        value=JAVASCRIPT_ACTIVATIONS[name][1]) for name in used(names)]
    return filled_for(net, JAVASCRIPT_TRAIN, functions="\n".join(functions),
                      names=", ".join([name + "Slope" for name in names]),
                      loss=JAVASCRIPT_LOSSES[loss_name(net)], scale="%d" % loss_scale(net))


# ---- Java ---------------------------------------------------------------------------------------
JAVA = '''// $made
public final class $name {
    private static final java.util.function.DoubleUnaryOperator[] ACTIVATIONS = {$functions};
    private static final double[][][] LAYERS = { // of each neuron its weights, then its bias
        $layers};

    private static double[][] rows(int n, String... lines) { // of text, for which a class has room
        String[] words = String.join(" ", lines).split(" ");
        double[][] rows = new double[words.length / n][n];
        for (int k = 0; k < words.length; k++) rows[k / n][k % n] = Double.parseDouble(words[k]);
        return rows;
    }

    /** $n_in inputs -> the $n_out outputs. */
    public static double[] predict(double... x) {
        if (x.length != $n_in)
            throw new IllegalArgumentException("x: expected $n_in numbers, got " + x.length);
        for (int i = 0; i < LAYERS.length; i++) {
            double[] a = new double[LAYERS[i].length];
            for (int j = 0; j < a.length; j++) {
                double z = LAYERS[i][j][x.length];
                for (int k = 0; k < x.length; k++) z += LAYERS[i][j][k] * x[k];
                a[j] = ACTIVATIONS[i].applyAsDouble(z);
            }
            x = a;
        }
        $softmaxreturn x;
    }
}
'''
JAVA_SOFTMAX = '''double top = x[0], total = 0;
        for (double z : x) top = Math.max(top, z);
        for (int k = 0; k < x.length; k++) total += x[k] = Math.exp(x[k] - top); // cannot overflow
        for (int k = 0; k < x.length; k++) x[k] /= total;
        '''


def java_source(net, name):
    functions = ["z -> " + JAVASCRIPT_ACTIVATIONS[activation][0]
                 for activation in elementwise(net.activations)]
    layers = ["rows(%d, %s)" % (len(W) + 1, text_lines(by_neuron(W + [b])))
              for W, b in zip(net.weights, net.biases)]
    return filled_for(net, JAVA, name=name, functions=", ".join(functions),
                      layers=",\n        ".join(layers),
                      softmax=JAVA_SOFTMAX if net.activations[-1] == "softmax" else "")


# ---- C ------------------------------------------------------------------------------------------
# In these templates name_ and NAME_ stand for what each name begins with. A loop that runs at least
# once is a do, and a pointer moves where avr-gcc 5.4 has the shortest code for it; .ci/footprint.py
# and .ci/arduino.py measure it.
C_ACTIVATIONS = {  # as PYTHON_ACTIVATIONS
    "sigmoid": ("1 / (1 + MATH(exp, -z))", "a * (1 - a)"),
    "tanh": ("MATH(tanh, z)", "1 - a * a"),
    "relu": ("z < 0 ? 0 : z", "(REAL)(a > 0)"),
    "linear": ("z", "0 * a + 1"),
    "softmax": None,  # linear, and then C_SOFTMAX
}
C_LOSSES = {
    "mse": "(t - a) * (t - a)",
    "softmax": "-t * MATH(log, a + (REAL)1e-30)",
    "sigmoid": "-t * MATH(log, a + (REAL)1e-30) - (1 - t) * MATH(log, 1 - a + (REAL)1e-30)",
}
C = '''/* $made */
#include <math.h>

#ifndef REAL
#define REAL double /* or float */
#endif
#define PURENN_float 1
#define PURENN_double 2
#define PURENN_JOINED(a, b) a##b
#define PURENN_NUMBER(type) PURENN_JOINED(PURENN_, type)
#if PURENN_NUMBER(REAL) != PURENN_float && PURENN_NUMBER(REAL) != PURENN_double
#error "REAL: expected float or double"
#endif

#ifndef MATH /* MATH(exp, z): exp, tanh and log by another library, if you define it */
#if PURENN_NUMBER(REAL) == PURENN_float && (defined __cplusplus || __STDC_VERSION__ >= 199901L)
#define MATH(g, z) ((REAL)g##f((float)(z)))
#else /* C89 has them for double only */
#define MATH(g, z) ((REAL)g((double)(z)))
#endif
#endif

/* What other files call: they need these lines, in C++ within extern "C" {}. */
$prototypes

$memory
/* Of each layer, of each neuron: its bias, then a weight for each of its inputs. */
$kind name_weights[$count] NAME_FLASH = {
    $weights};

/* a = $f of z = W . x + b, for n_out neurons; w: their biases and weights. */
static void name_layer(const REAL *w, const REAL *x, int n_in, REAL *a, int n_out)
{
    do {
        const REAL *const last = w + n_in, *input = x;
        REAL z = NAME_READ(w);
        do
            z += *input++ * NAME_READ(++w);
        while (w < last);
        w++;
        *a++ = $value;
    } while (--n_out > 0);
}
$activations
/* x: $n_in inputs; y: room for $n_out outputs, which may not be that of x. */
void name_predict(const REAL *x, REAL *y)
{
    $arrays

    $forward
}
'''
C_MEMORY = '''#ifdef __AVR__ /* where a constant stays in flash only if it is told to */
#include <avr/pgmspace.h>
#define NAME_FLASH PROGMEM
#define NAME_READ(address) ((REAL)pgm_read_float(address))
#else
#define NAME_FLASH
#define NAME_READ(address) (*(address))
#endif
'''
C_MEMORY_TO_TRAIN = '''#define NAME_FLASH /* none: the weights move */
#define NAME_READ(address) (*(address))
'''
C_ACTIVATION = '''
static void name_apply_$activation(REAL *A, int n)
{
    for (; n > 0; n--, A++) {
        const REAL z = *A;
        *A = $value;
    }
}
'''
C_SOFTMAX = '''
/* e^z over the sum of e^z; e^(z - top) cannot overflow. */
static void name_apply_softmax(REAL *A, int n)
{
    REAL top = A[0], total = 0;
    int k;
    for (k = 1; k < n; k++)
        if (A[k] > top)
            top = A[k];
    for (k = 0; k < n; k++) {
        A[k] = MATH(exp, A[k] - top);
        total += A[k];
    }
    for (k = 0; k < n; k++)
        A[k] /= total;
}
'''
C_TRAIN = '''
static REAL name_moved[$count]; /* the weights after the step */

/* Adds that of one row of targets y to the loss. Each output a becomes its delta:
   rate * (y - a) * f'(a). */
static REAL name_add_loss(REAL loss, const REAL *y, REAL *A, int n, REAL rate)
{
    for (; n > 0; n--) {
        const REAL t = *y++, a = *A;
        loss += $loss;
        *A++ = rate * (t - a)$last_slope;
    }
    return loss;
}

/* w += d * (1, x): the bias and the weights of each of n_out neurons move. */
static void name_move(REAL *w, const REAL *x, int n_in, const REAL *d, int n_out)
{
    const REAL *const end = x + n_in;
    do {
        const REAL *input = x;
        *w += *d;
        do
            *++w += *input++ * *d;
        while (input < end);
        w++;
        d++;
    } while (--n_out > 0);
}
$back
/* Adds to name_moved what one row moves the weights by, and to the loss that of the row. */
static REAL name_train_row(REAL loss, const REAL *x, const REAL *y, REAL rate)
{
    REAL $arrays; /* the outputs of each layer, then its deltas */

    $forward
    loss = name_add_loss(loss, y, $output, $n_out, rate);
    $backward
    return loss;
}

/* As purenn's Network.train: X has rows of $n_in, y of $n_out numbers, and all rows make a step.
   Returns the loss of the last epoch. One that is not finite moves no weight. */
REAL name_train(const REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate)
{
    const REAL *const end = X + rows * $n_inL, rate = learning_rate / (REAL)rows;
    REAL loss = 0;
    int k;
    for (k = 0; k < $count; k++)
        name_moved[k] = name_weights[k];
    for (; epochs > 0; epochs--) {
        const REAL *x = X, *targets = y;
        loss = 0;
        for (; x < end; x += $n_in, targets += $n_out)
            loss = name_train_row(loss, x, targets, rate);
        if (loss - loss != 0) /* it is not finite */
            break;
        for (k = 0; k < $count; k++)
            name_weights[k] = name_moved[k];
    }
    return loss / (REAL)rows / $scale;
}
'''
C_SLOPE = '''static REAL name_$activation_slope(REAL a) { return $slope; }
'''
C_BACK = '''
$slopes
/* Each output a of n_in neurons becomes its delta: (W^T . d) * f'(a), of d behind the weights w. */
static void name_back(const REAL *w, const REAL *d, int n_out, REAL *A, int n_in,
                      REAL (*slope)(REAL))
{
    const REAL *const end = d + n_out;
    const int width = n_in + 1;
    for (; n_in > 0; n_in--) {
        const REAL *column = ++w, *delta = d; /* the first column is that of the biases */
        REAL error = *delta * *column;
        while (++delta < end) {
            column += width;
            error += *delta * *column;
        }
        error *= slope(*A);
        *A++ = error;
    }
}
'''


def c_source(net, train, prefix):
    prototypes = ["void name_predict(const REAL *x, REAL *y);"]
    if train:
        prototypes.append("REAL name_train(const REAL *X, const REAL *y, int rows, long epochs,"
                          " REAL learning_rate);")
    f = c_function_of_all(net)
    arrays = ["a%d[%d]" % (i + 1, n) for i, n in enumerate(net.sizes[1:-1])]
    source = filled_for(
        net, C, prototypes="\n".join(prototypes), memory=C_MEMORY_TO_TRAIN if train else C_MEMORY,
        kind="static REAL" if train else "static const REAL", count="%d" % c_starts(net)[-1],
        weights=",\n    ".join(c_neurons(net)), f=f, value=C_ACTIVATIONS[f][0],
        activations=c_activations(net),
        arrays="REAL %s;" % ", ".join(arrays) if arrays else "/* There is no hidden layer. */",
        forward="\n    ".join(c_forward(net, "y")))
    if train:
        source += c_training(net)
    return with_prefix(source, prefix)


def c_function_of_all(net):
    """The activation that the layers have in common: it is taken where the sums are, which is the
    shortest and the fastest. Else "linear", and a layer's own is applied to its outputs."""
    names = used(elementwise(net.activations))
    return names[0] if len(names) == 1 else "linear"


def c_applied(net):
    """The activation that is applied to the outputs of each layer."""
    done = "linear", c_function_of_all(net)
    return ["" if name in done else name for name in net.activations]


def c_activations(net):
    functions = [C_SOFTMAX if name == "softmax"
                 else filled(C_ACTIVATION, activation=name, value=C_ACTIVATIONS[name][0])
                 for name in used(c_applied(net)) if name]
    return "".join(functions)


def with_prefix(source, prefix):
    return source.replace("name_", prefix).replace("NAME_", prefix.upper())


def c_starts(net):
    """Where the numbers of each layer start in the array of weights, and where they end."""
    starts = [0]
    for n_in, n_out in zip(net.sizes, net.sizes[1:]):
        starts.append(starts[-1] + (n_in + 1) * n_out)
    return starts


def c_at(array, start):
    return "%s + %d" % (array, start) if start > 0 else array


def c_neurons(net):
    """Of each neuron its bias and its weights."""
    return [", ".join(["(REAL)%r" % v for v in [bias] + row])
            for W, b in zip(net.weights, net.biases) for bias, row in zip(b, by_neuron(W))]


def c_forward(net, output):
    """The calls that lead from x to the array output."""
    lines, A, starts = [], "x", c_starts(net)
    for i, name in enumerate(c_applied(net)):
        A_in, A = A, "a%d" % (i + 1)
        if i == len(net.activations) - 1:
            A = output
        lines.append("name_layer(%s, %s, %d, %s, %d);" % (
            c_at("name_weights", starts[i]), A_in, net.sizes[i], A, net.sizes[i + 1]))
        if name:
            lines.append("name_apply_%s(%s, %d);" % (name, A, net.sizes[i + 1]))
    return lines


def c_training(net):
    arrays = ["a%d[%d]" % (i + 1, n) for i, n in enumerate(net.sizes[1:])]
    output, last_slope, back = "a%d" % len(arrays), "", ""
    if slope_names(net)[-1] != "linear":
        last_slope = " * (%s)" % C_ACTIVATIONS[net.activations[-1]][1]
    if len(arrays) > 1:
        back = filled(C_BACK, slopes="".join([
            filled(C_SLOPE, activation=name, slope=C_ACTIVATIONS[name][1])
            for name in used(net.activations[:-1])]))
    return filled_for(
        net, C_TRAIN, count="%d" % c_starts(net)[-1], loss=C_LOSSES[loss_name(net)],
        last_slope=last_slope, back=back, arrays=", ".join(arrays),
        forward="\n    ".join(c_forward(net, output)), output=output,
        backward="\n    ".join(c_backward(net)), scale="%d" % loss_scale(net))


def c_backward(net):
    """The calls that move the weights, from the last layer to the first; a1 holds deltas now."""
    lines, starts = [], c_starts(net)
    for i in range(len(net.activations) - 1, -1, -1):
        A_in, n_in, n_out = "a%d" % i if i > 0 else "x", net.sizes[i], net.sizes[i + 1]
        lines.append("name_move(%s, %s, %d, a%d, %d);"
                     % (c_at("name_moved", starts[i]), A_in, n_in, i + 1, n_out))
        if i > 0:
            lines.append("name_back(%s, a%d, %d, a%d, %d, name_%s_slope);" % (
                c_at("name_weights", starts[i]), i + 1, n_out, i, n_in, net.activations[i - 1]))
    return lines


# ---- C in integers ------------------------------------------------------------------------------
# A number v is kept as the integer v * 2^s; s is its scale. Inputs have a scale each, the outputs
# of a layer have one. Weights are integers of 16 bits, sums of 32, with the scale of the sum:
#     sum = b * 2^S + (the sum of  W * 2^(S - s) * x * 2^s),    z * 2^f = sum >> (S - f)
# The section's Python does what the C does, bit for bit: to choose the scales, to prove that no sum
# overflows for the inputs' ranges, and to tell how far the outputs are from the network's own.
ONE_SCALE = 14  # of the outputs of sigmoid, tanh and softmax
ONE = 16384  # 1 there
CURVE_SCALE = 12  # of z before sigmoid and tanh: it goes to 8, where sigmoid is nearly flat
POWER_SCALE = 15  # of z in softmax; before it z has at most that
INT16, INT32 = 32767, 2147483647

INTEGER_C = '''/* $made, in integers

   x[k] is input k times NAME_INPUT_k_PER_UNIT, y[k] is output k times NAME_OUTPUT_PER_UNIT. What is
   beyond the range of an input, but still fits 16 bits, counts as the end of the range. That no sum
   overflows, whatever the inputs, was proved when this was made.
   $report
*/
#include <stdint.h>

$scales
/* What other files call: they need these lines, in C++ within extern "C" {}. */
void name_predict(const int16_t *x, int16_t *y);

/* >> has to keep the sign, as it does in every compiler known. */
typedef char name_right_shift_keeps_the_sign[-3 >> 1 == -2 ? 1 : -1];

#ifdef __AVR__ /* where a constant stays in flash only if it is told to */
#include <avr/pgmspace.h>
#define NAME_FLASH PROGMEM
#define NAME_READ_16(address) ((int16_t)pgm_read_word(address))
#define NAME_READ_32(address) ((int32_t)pgm_read_dword(address))
#else
#define NAME_FLASH
#define NAME_READ_16(address) (*(address))
#define NAME_READ_32(address) (*(address))
#endif

/* Of each input, the least and the largest. */
static const int16_t name_ranges[$n_ranges] NAME_FLASH = {
    $ranges};
/* Of each layer, of each neuron, a weight for each of its inputs. */
static const int16_t name_weights[$n_weights] NAME_FLASH = {
    $weights};
static const int32_t name_biases[$n_biases] NAME_FLASH = {
    $biases};
$tables
$activations
/* a = f((W . x + b) >> shift), for n_out neurons. */
static void name_layer(const int16_t *w, const int32_t *b, const int16_t *x, int n_in,
                       int16_t *a, int n_out, int shift, int16_t (*f)(int16_t))
{
    const int16_t *const end = x + n_in;
    for (; n_out > 0; n_out--) {
        const int16_t *input;
        int32_t z = NAME_READ_32(b++);
        for (input = x; input < end; input++)
            z += (int32_t)*input * NAME_READ_16(w++);
        z >>= shift;
        *a++ = f(z > 32767 ? 32767 : z < -32767 ? -32767 : (int16_t)z);
    }
}
$softmax
/* x: $n_in inputs; y: room for $n_out outputs, which may not be that of x. */
void name_predict(const int16_t *x, int16_t *y)
{
    int16_t $arrays;
    int k;

    for (k = 0; k < $n_in; k++) {
        const int16_t least = NAME_READ_16(name_ranges + 2 * k);
        const int16_t most = NAME_READ_16(name_ranges + 2 * k + 1);
        inputs[k] = x[k] < least ? least : x[k] > most ? most : x[k];
    }
    $forward
}
'''
INTEGER_ACTIVATION = '''static int16_t name_$activation_of(int16_t z) { return $value; }
'''
INTEGER_CURVE = '''
/* tanh(z / 2), with 4096 as 1 in z and 16384 in the result: straight lines between points. */
static const int16_t name_points[65] NAME_FLASH = {
    $points};
static int16_t name_curve(int16_t z)
{
    const int16_t size = z < 0 ? (int16_t)-z : z;
    const int16_t *const point = name_points + (size >> 9);
    const int16_t a = NAME_READ_16(point), b = NAME_READ_16(point + 1);
    const int16_t value = (int16_t)(a + (((int32_t)(b - a) * (size & 511) + 256) >> 9));
    return z < 0 ? (int16_t)-value : value;
}
'''
INTEGER_SOFTMAX = '''
/* 2^(z - top), over the sum of these. The table has 2^-(k / 32), with 16384 as 1. */
static const int16_t name_powers[33] NAME_FLASH = {
    $powers};
static void name_softmax(int16_t *A, int n)
{
    int16_t top = A[0];
    int32_t total = 0;
    int k;
    for (k = 1; k < n; k++)
        if (A[k] > top)
            top = A[k];
    for (k = 0; k < n; k++) {
        const uint32_t below = (uint32_t)((int32_t)top - A[k]) << $up; /* 32768 is 1 */
        const uint32_t whole = below >> 15;
        const int16_t rest = (int16_t)(below & 32767);
        const int16_t *const point = name_powers + (rest >> 10);
        const int16_t a = NAME_READ_16(point), b = NAME_READ_16(point + 1);
        const int16_t power = (int16_t)(a - (((int32_t)(a - b) * (rest & 1023) + 512) >> 10));
        A[k] = (int16_t)(whole > 14 ? 0 : power >> whole);
        total += A[k];
    }
    for (k = 0; k < n; k++)
        A[k] = (int16_t)((A[k] * (int32_t)16384 + total / 2) / total);
}
'''


def rounded(v, scale):
    """v * 2^scale as an integer; a half goes up, on every Python."""
    return int(math.floor(math.ldexp(v, scale) + 0.5))


def curve_points():
    # Set off from the curve by half of what a straight line misses of it in the middle, so that
    # the line is as far above it there as below it at its ends.
    def miss(k):
        a, middle, b = [math.tanh((k + part) / 16.0) for part in (0.0, 0.5, 1.0)]
        return middle - (a + b) / 2.0
    return [rounded(ONE * (math.tanh(k / 16.0) + (miss(k - 1) + miss(k)) / 4.0), 0)
            for k in range(65)]


CURVE = curve_points()
POWERS = [rounded(ONE * 2.0 ** (-k / 32.0), 0) for k in range(33)]


def integer_curve(z):
    k, rest = abs(z) >> 9, abs(z) & 511
    value = CURVE[k] + ((CURVE[k + 1] - CURVE[k]) * rest + 256 >> 9)
    return -value if z < 0 else value


def integer_softmax(Z, up):
    powers = []
    for z in Z:
        below = max(Z) - z << up
        k, rest = (below & 32767) >> 10, below & 1023
        powers.append(POWERS[k] - ((POWERS[k] - POWERS[k + 1]) * rest + 512 >> 10) >> (below >> 15))
    total = sum(powers)
    return [(power * ONE + total // 2) // total for power in powers]


# name: (f of z in C, the same in Python, by what z is multiplied before, the scale of f's result;
# None: that of z).
INTEGER_ACTIVATIONS = {
    "sigmoid": ("(int16_t)(8192 + (name_curve(z) >> 1))",  # (1 + tanh(z / 2)) / 2
                lambda z: 8192 + (integer_curve(z) >> 1), 1.0, ONE_SCALE),
    "tanh": ("name_curve(z)", integer_curve, 2.0, ONE_SCALE),
    "relu": ("z < 0 ? 0 : z", lambda z: max(z, 0), 1.0, None),
    "linear": ("z", lambda z: z, 1.0, None),
    # e^z = 2^(z * log2(e)). The rest is in INTEGER_SOFTMAX and integer_softmax().
    "softmax": ("z", lambda z: z, 1.4426950408889634, ONE_SCALE),
}


class IntegerLayer:
    """weights: a row of integers for each neuron. biases: with the half in them by which >> rounds.
    z_scale: that of the sums after the shift. scale: that of the outputs."""

    def __init__(self, name, weights, biases, shift, z_scale):
        self.name, self.weights, self.biases = name, weights, biases
        self.shift, self.z_scale = shift, z_scale
        _, self.f, _, scale = INTEGER_ACTIVATIONS[name]
        self.scale = z_scale if scale is None else scale

    def outputs(self, A_in):
        sums = [bias + sum([w * a for w, a in zip(row, A_in)])
                for row, bias in zip(self.weights, self.biases)]
        A = [self.f_of_sum(total) for total in sums]
        return integer_softmax(A, POWER_SCALE - self.z_scale) if self.name == "softmax" else A

    def f_of_sum(self, total):
        return self.f(min(max(total >> self.shift, -INT16), INT16))

    def output_ranges(self, ranges):
        """The least and the largest of each output, from those of the inputs: f rises with z."""
        bounds = [sum_bounds(row, bias, ranges) for row, bias in zip(self.weights, self.biases)]
        return [(self.f_of_sum(least), self.f_of_sum(most)) for least, most, _ in bounds]


class IntegerNetwork:
    """scales: of the inputs. ranges: the least and the largest of each. layers: IntegerLayers."""

    def __init__(self, net, X):
        columns = list(zip(*X))
        self.scales = input_scales(columns)
        self.ranges = [(int(math.floor(math.ldexp(min(column), scale))),
                        int(math.ceil(math.ldexp(max(column), scale))))
                       for column, scale in zip(columns, self.scales)]
        self.layers, scales, ranges = [], self.scales, self.ranges
        for W, b, name in zip(net.weights, net.biases, net.activations):
            layer = integer_layer(by_neuron(W), b, name, scales, ranges)
            scales, ranges = [layer.scale] * len(b), layer.output_ranges(ranges)
            self.layers.append(layer)

    def predict(self, x):
        """As the C, bit for bit: integers -> integers."""
        A = [min(max(v, least), most) for v, (least, most) in zip(x, self.ranges)]
        for layer in self.layers:
            A = layer.outputs(A)
        return A

    def forward_propagation(self, X):
        """As that of a Network: numbers -> numbers."""
        rows = [self.predict([rounded(v, scale) for v, scale in zip(x, self.scales)]) for x in X]
        return [[math.ldexp(a, -self.layers[-1].scale) for a in row] for row in rows]


def input_scales(columns):
    """The finest scale of each input. One that is always 0 has that of the finest other one: with a
    coarse scale its weights, which do nothing, would be large numbers, and the others coarse."""
    scales = [min(finest_scale(max([abs(v) for v in column])), 100) for column in columns]
    finest = max([own for own, column in zip(scales, columns) if any(column)] or [0])
    return [own if any(column) else finest for own, column in zip(scales, columns)]


def finest_scale(largest):
    """The largest scale at which this number still fits 16 bits; 0 for 0."""
    scale = 0
    if largest > 0.0:
        scale = 15 - math.frexp(largest)[1]  # so it is 16384 or more, and at most 32768
        if math.ceil(math.ldexp(largest, scale)) > INT16:
            scale -= 1
    return scale


def integer_layer(W, b, name, scales, ranges):
    """The layer with the finest weights whose sums fit, whatever the inputs are in their ranges."""
    _, _, factor, _ = INTEGER_ACTIVATIONS[name]
    largest = max([math.ldexp(abs(w) * factor, -s) for row in W for w, s in zip(row, scales)])
    scale = min(finest_scale(largest) if largest > 0.0 else 40, 40)  # of the sums; 40 is enough
    while True:
        weights = [[rounded(w * factor, scale - s) for w, s in zip(row, scales)] for row in W]
        biases = [rounded(v * factor, scale) for v in b]
        bounds = [sum_bounds(row, bias, ranges) for row, bias in zip(weights, biases)]
        farthest = max([far for _, _, far in bounds])
        shift = integer_shift(name, scale, farthest)
        half = 1 << (shift - 1) if shift > 0 else 0
        if farthest + half <= INT32:
            return IntegerLayer(name, weights, [v + half for v in biases], shift, scale - shift)
        scale -= 1


def sum_bounds(weights, bias, ranges):
    """The least and the largest sum, and how far from 0 it can be on the way there."""
    least = most = bias
    farthest = abs(bias)
    for w, (a, b) in zip(weights, ranges):
        least += min(w * a, w * b)
        most += max(w * a, w * b)
        farthest = max(farthest, -least, most)
    return least, most, farthest


def integer_shift(name, scale, farthest):
    """By how many bits sums of this scale are shifted to become the z of f."""
    if name in ("sigmoid", "tanh"):
        shift = scale - CURVE_SCALE
    else:
        shift = 0
        while (farthest >> shift) + 1 > INT16:
            shift += 1
        if name == "softmax":
            shift = max(shift, scale - POWER_SCALE)
    # In softmax, << $up must not push out a bit: its z has a scale of 0 or more.
    if shift < 0 or (name == "softmax" and shift > scale):
        raise ValueError("integers: expected sums of the layers that fit 32 bits, got up to %.1g"
                         " before %s" % (math.ldexp(farthest, -scale), name))
    return shift


def integer_source(net, X, prefix):
    model = IntegerNetwork(net, X)
    biases = [bias for layer in model.layers for bias in layer.biases]
    rows = [row for layer in model.layers for row in layer.weights]
    curve = last = ""
    if "sigmoid" in net.activations or "tanh" in net.activations:
        curve = filled(INTEGER_CURVE, points=in_lines(CURVE))
    if net.activations[-1] == "softmax":
        last = filled(INTEGER_SOFTMAX, powers=in_lines(POWERS),
                      up="%d" % (POWER_SCALE - model.layers[-1].z_scale))
    arrays = ["inputs[%d]" % net.sizes[0]]
    arrays += ["a%d[%d]" % (i + 1, n) for i, n in enumerate(net.sizes[1:-1])]
    source = filled_for(
        net, INTEGER_C, report=integer_report(net, model, X),
        scales="\n".join(integer_scales(model)), tables=curve, softmax=last,
        n_ranges="%d" % (2 * len(model.ranges)), n_biases="%d" % len(biases),
        n_weights="%d" % sum(map(len, rows)), biases=in_lines(biases),
        ranges=",\n    ".join(["%d, %d" % pair for pair in model.ranges]),
        weights=",\n    ".join(map(in_lines, rows)),
        activations="".join([filled(INTEGER_ACTIVATION, activation=name,
                                    value=INTEGER_ACTIVATIONS[name][0])
                             for name in used(net.activations)]),
        arrays=", ".join(arrays), forward="\n    ".join(integer_forward(net, model)))
    return with_prefix(source, prefix)


def in_lines(values):
    words = ["%d" % v for v in values]
    return ",\n    ".join([", ".join(words[k:k + 16]) for k in range(0, len(words), 16)])


def integer_scales(model):
    lines = ["#define NAME_INPUT_%d_PER_UNIT %s /* %.6g to %.6g */" % (
        k, power_of_two(scale), math.ldexp(a, -scale), math.ldexp(b, -scale))
        for k, (scale, (a, b)) in enumerate(zip(model.scales, model.ranges))]
    return lines + ["#define NAME_OUTPUT_PER_UNIT %s" % power_of_two(model.layers[-1].scale)]


def power_of_two(scale):
    return "%d" % 2 ** scale if 0 <= scale < 31 else "%r" % 2.0 ** scale


def integer_report(net, model, X):
    """How far the integers' outputs are from the network's own, and how often the answer is one."""
    own, outputs = net.forward_propagation(X), model.forward_propagation(X)
    errors = [abs(a - b) for row, expected in zip(outputs, own) for a, b in zip(row, expected)]
    report = "Over %d rows: worst error %.2g, mean error %.2g" % (
        len(X), max(errors), sum(errors) / len(errors))
    if net.sizes[-1] > 1 or net.activations[-1] == "sigmoid":
        same = [answer(a) == answer(b) for a, b in zip(outputs, own)]
        report += "; the same answer in %d" % sum(same)
    return report + "."


def answer(outputs):
    """Which output is the largest; of a single one, whether it is yes."""
    return outputs.index(max(outputs)) if len(outputs) > 1 else outputs[0] >= 0.5


def integer_forward(net, model):
    lines, A, weights, biases = [], "inputs", 0, 0
    for i, layer in enumerate(model.layers):
        A_in, A, n_in, n_out = A, "a%d" % (i + 1), net.sizes[i], net.sizes[i + 1]
        if i == len(model.layers) - 1:
            A = "y"
        lines.append("name_layer(%s, %s, %s, %d, %s, %d, %d, name_%s_of);" % (
            c_at("name_weights", weights), c_at("name_biases", biases), A_in, n_in, A, n_out,
            layer.shift, layer.name))
        weights, biases = weights + n_in * n_out, biases + n_out
    if layer.name == "softmax":
        lines.append("name_softmax(y, %d);" % net.sizes[-1])
    return lines


# ---- the functions ------------------------------------------------------------------------------
def to_python(net, train=False):
    """Source of a module with predict(x): a list of inputs -> the list of outputs.

    With train, it also has train(X, y, epochs, learning_rate), which steps as Network.train does.
    ValueError, here and below: net cannot be written; an argument is not as it should be.
    """
    check_train(train)
    return python_source(checked_copy(net), train)


def to_javascript(net, train=False):
    """Source of an ES module with predict(x): an array -> an array; train as in to_python."""
    check_train(train)
    return javascript_source(checked_copy(net), train)


def to_java(net, name="Net"):
    """Source of a Java class of that name with predict(double... x): inputs -> outputs."""
    name = checked_prefix(name)[:-1]
    if not name or name[0] in LETTERS.lower():
        raise ValueError("name: expected a class, which begins with a capital, got %.60r" % (name,))
    return java_source(checked_copy(net), name)


def to_c(net, train=False, name="", integers=None):
    """C89, C99 and C++ source of void predict(const REAL *x, REAL *y): inputs x -> outputs y.

    REAL is double, if not defined before as float. With train the weights are in RAM, and there is
    REAL train(const REAL *X, const REAL *y, int rows, long epochs, REAL learning_rate).
    name: what each name begins with; of "fan": fan_predict and fan_train.
    integers: rows of inputs, from whose ranges void predict(const int16_t *x, int16_t *y) is made,
    which takes and gives integers. What these mean, and how exact it is, stands at its head.
    """
    check_train(train)
    net, prefix = checked_copy(net), checked_prefix(name)
    if integers is None:
        return c_source(net, train, prefix)
    if train:
        raise ValueError("integers: expected None with train=True, got %.60r" % (integers,))
    try:
        net.forward_propagation(integers)
    except ValueError as error:
        raise ValueError("integers: %s" % error)
    try:
        return integer_source(net, integers, prefix)
    except OverflowError:
        raise ValueError("integers: expected weights and inputs of ordinary size, got some that are"
                         " near the end of what a float can be")


# ---- the command line ---------------------------------------------------------------------------
WRITERS = {".py": to_python, ".js": to_javascript, ".mjs": to_javascript, ".java": to_java,
           ".c": to_c}


def main(arguments=None):
    """The command; arguments as in sys.argv[1:]."""
    from argparse import ArgumentParser, RawDescriptionHelpFormatter
    parser = ArgumentParser(prog="export.py", description=__doc__,
                            formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("network", help="a file that purenn's save wrote")
    parser.add_argument("output", help="the file to write: its end is one of "
                        + ", ".join(sorted(WRITERS)))
    parser.add_argument("--train", action="store_true", help="with train, to go on learning")
    parser.add_argument("--name", default="", help="in C, what each name begins with")
    parser.add_argument("--integers", metavar="DATA", help="C in integers, for inputs in the ranges"
                        " of this CSV file, which has a column for each input of the network")
    options = parser.parse_args(arguments)
    try:
        source = asked_for(options)
        check_replaceable(options.output)
        with open(options.output, "w") as f:
            f.write(source)
    except (ValueError, EnvironmentError) as error:
        parser.error(str(error))
    print("%s: %d bytes" % (options.output, len(source)))
    if options.integers:
        print(source[source.index("Over "):source.index("\n*/")])


def asked_for(options):
    """The source that the command's options ask for."""
    from os.path import basename, splitext
    from purenn import load
    name, end = splitext(options.output)
    if end not in WRITERS:
        raise ValueError("%s: expected a name that ends in one of %s"
                         % (options.output, ", ".join(sorted(WRITERS))))
    if end != ".c" and (options.name or options.integers):
        raise ValueError("--name and --integers are for C, got " + options.output)
    if end == ".java" and options.train:
        raise ValueError("--train is for Python, JavaScript and C, got " + options.output)
    net = load(options.network)
    if end == ".java":
        return to_java(net, basename(name))
    if end == ".c":
        X = read_rows(options.integers, net.sizes[0]) if options.integers else None
        return to_c(net, options.train, options.name, X)
    return WRITERS[end](net, options.train)


def read_rows(path, n):
    """The rows of n numbers in a CSV file, whose first line may be names."""
    from csv import reader
    rows = []
    with open(path) as f:
        for line, cells in enumerate(reader(f)):
            row = [number for number in map(as_number, cells) if number is not None]
            if len(row) == len(cells) == n:
                rows.append(row)
            elif cells and (row or line > 0):
                raise ValueError("%s, line %d: expected %d numbers, got %.60s"
                                 % (path, line + 1, n, ",".join(cells)))
    return rows


def as_number(text):
    try:
        return float(text)
    except ValueError:
        return None


def check_replaceable(path):
    """A file that was not made here may be one that somebody wrote."""
    from os.path import exists
    if exists(path):
        with open(path, "rb") as f:
            if b"Made by purenn" not in f.read(100):
                raise ValueError("%s: it was not made by export.py; remove it, or give another name"
                                 % path)


if __name__ == "__main__":
    main()
