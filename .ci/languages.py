"""What to_python, to_javascript and to_c write, run and compared, and compiled for boards.

    .ci/install boards && python3 .ci/languages.py

Without a word of warning from any compiler. REAL is float, or double.
"""
import usage  # noqa: F401; it answers --help

import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
import readme
from export import IntegerNetwork, to_c, to_java, to_javascript, to_python
from purenn import ACTIVATIONS, Network

HIDDEN = [name for name in ACTIVATIONS if name != "softmax"]
NETWORKS, TRAINED, ROWS, TOLERANCE = 1000, 250, 3, 1e-12
EPOCHS, RATE = 20, 0.01
STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wconversion", "-Wsign-conversion",
          "-Wdouble-promotion", "-Wmissing-prototypes"]
ARM = ["arm-none-eabi-gcc", "-mcpu=cortex-m0plus", "-mthumb", "--specs=nosys.specs",
       "-ffunction-sections", "-Wl,--gc-sections", "-std=c99", "-Os"]
AVR = ["avr-gcc", "-mmcu=atmega328p", "-std=gnu89", "-Os"]  # avr-libc's math.h is not strict C89
RISCV = ["riscv64-unknown-elf-gcc", "-march=rv32imc", "-mabi=ilp32", "--specs=picolibc.specs",
         "-std=c99", "-Os"]
C = [[compiler, "-std=" + standard, "-O2"] for standard in ("c89", "c99")
     for compiler in ("gcc", "clang")]
CPLUSPLUS = [[compiler, "-x", "c++", "-std=" + standard, "-O2"] for standard in ("c++98", "c++11")
             for compiler in ("g++", "clang++")]
AVR_CPLUSPLUS = ["avr-g++", "-x", "c++", "-mmcu=attiny85", "-std=c++11", "-Os"]
COMPILERS = [command + STRICT for command in C + [AVR, ARM, RISCV]]
COMPILERS += [command + [flag for flag in STRICT if "prototypes" not in flag]  # C++ wants none
              for command in CPLUSPLUS + [AVR_CPLUSPLUS]]
COMPILERS += [["tcc", "-Wall", "-Werror"]]
SDCC = [["sdcc", "-mstm8"], ["sdcc", "-mz80"], ["sdcc", "-mmcs51", "--model-large"]]


def run(command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          universal_newlines=True, **more)


def output(command):
    done = run(command)
    if done.returncode or "warning" in done.stdout:
        sys.exit("%s\n%s" % (" ".join(command), done.stdout[:3000]))
    return done.stdout


def write(name, text):
    with open(name, "w") as f:
        f.write(text)


def random_network(chance):
    sizes = [chance.randint(1, 9) for _ in range(chance.randint(2, 5))]
    names = [chance.choice(HIDDEN) for _ in sizes[1:]]
    names[-1] = chance.choice([names[-1], "softmax"])
    loss = "cross_entropy" if names[-1] == "sigmoid" and chance.random() < 0.5 else None
    scale = 10.0 ** chance.uniform(-2, 1)
    weights = [[[chance.gauss(0, scale) for _ in range(n)] for _ in range(m)]
               for m, n in zip(sizes, sizes[1:])]
    return Network(sizes, names, loss, weights=weights,
                   biases=[[chance.gauss(0, scale) for _ in range(n)] for n in sizes[1:]])


def worst(name, rows, expected):
    """The largest difference, of large numbers as a part of them."""
    errors = [abs(a - b) / max(1.0, abs(b)) for a, b in zip(sum(rows, []), sum(expected, []))]
    if [len(row) for row in rows] != [len(row) for row in expected] or not max(errors) <= TOLERANCE:
        sys.exit("%s: %r\nexpected %r" % (name, rows, expected))
    return max(errors)


def in_c(rows):
    return ", ".join("%r" % float(v) for row in rows for v in row)


def c_case(k, net, X, y):
    """A function that prints the outputs of network k, and after 20 epochs of training again."""
    m, n_in, n_out = len(X), net.sizes[0], net.sizes[-1]
    name = "net%d" % k
    show = ("for (i = 0; i < %d; i++) { %s_predict(X + i * %d, out); for (j = 0; j < %d; j++)"
            ' printf("%%.17g\\n", out[j]); }' % (m, name, n_in, n_out))
    lines = [to_c(net, train=bool(y), name=name), "void case_%d(void);" % k,
             "void case_%d(void) {" % k, "static const REAL X[] = {%s};" % in_c(X),
             "REAL out[%d]; int i, j;" % n_out, show]
    if y:
        lines += ["{ static const REAL t[] = {%s};" % in_c(y),
                  'printf("%%.17g\\n", %s_train(X, t, %d, %d, %r));' % (name, m, EPOCHS, RATE),
                  show, "}"]
    return "\n".join(lines + ["}"]) + "\n"


class Case:
    """A random network, its rows, and what it must answer, before and after training."""

    def __init__(self, chance, trains):
        self.net = net = random_network(chance)
        scale = 10.0 ** chance.uniform(-3, 2)
        self.X = [[chance.gauss(0, scale) for _ in range(net.sizes[0])] for _ in range(ROWS)]
        self.y, self.after = [], []  # after: a row of the loss, then the outputs
        self.before = net.forward_propagation(self.X)
        if trains:
            n = net.sizes[-1]
            self.y = [[float(j == i % n) for j in range(n)] for i in range(ROWS)]
            copy = Network(net.sizes, net.activations, net.loss, weights=net.weights,
                           biases=net.biases)
            try:
                self.after = [[copy.train(self.X, self.y, EPOCHS, RATE, print_every=0)]]
                self.after += copy.forward_propagation(self.X)
            except ArithmeticError:  # weights so large that it cannot learn
                self.y, self.after = [], []


def in_python(case):
    """The outputs, and the rows after training, if there is any."""
    space, after = {}, []
    exec(to_python(case.net, train=bool(case.y)), space)
    before = [space["predict"](x) for x in case.X]
    if case.y:
        after = [[space["train"](case.X, case.y, EPOCHS, RATE)]]
        after += [space["predict"](x) for x in case.X]
    return before, after


JAVASCRIPT = """
import fs from "node:fs";
const cases = JSON.parse(fs.readFileSync("cases.json", "utf8"));
for (const [k, [X, y, epochs, rate]] of cases.entries()) {
    const { predict, train } = await import(`./net${k}.mjs`);
    const before = X.map((x) => predict(x));
    const after = y.length ? [[train(X, y, epochs, rate)], ...X.map((x) => predict(x))] : [];
    console.log(JSON.stringify([before, after]));
}"""


def in_javascript(cases):
    for k, case in enumerate(cases):
        write("net%d.mjs" % k, to_javascript(case.net, train=bool(case.y)))
    write("cases.json", json.dumps([[case.X, case.y, EPOCHS, RATE] for case in cases]))
    write("all.mjs", JAVASCRIPT)
    return [json.loads(line) for line in output(["node", "all.mjs"]).splitlines()]


JAVA = """
import java.nio.file.*;
public class Main { // a line of rows.txt: the number of a network, then its inputs
    public static void main(String[] arguments) throws Exception {
        StringBuilder printed = new StringBuilder();
        for (String line : Files.readAllLines(Paths.get("rows.txt"))) {
            String[] words = line.split(" ");
            double[] x = new double[words.length - 1];
            for (int k = 0; k < x.length; k++) x[k] = Double.parseDouble(words[k + 1]);
            Class<?> net = Class.forName("Net" + words[0]);
            Object y = net.getMethod("predict", double[].class).invoke(null, x);
            printed.append(java.util.Arrays.toString((double[]) y)).append('\\n');
        }
        System.out.print(printed);
    }
}
"""


def in_java(cases):
    os.mkdir("java")
    for k, case in enumerate(cases):
        write("java/Net%d.java" % k, to_java(case.net, "Net%d" % k))
    write("java/Main.java", JAVA)
    write("rows.txt", "".join(["%d %s\n" % (k, " ".join(map(repr, x)))
                               for k, case in enumerate(cases) for x in case.X]))
    output(["javac", "-Xlint:all", "-d", "."] + ["java/" + name for name in os.listdir("java")])
    rows = iter(output(["java", "-cp", ".", "Main"]).splitlines())
    return [([json.loads(next(rows)) for _ in case.X], []) for case in cases]


def in_c_language(cases):
    files = []
    for start in range(0, len(cases), 100):
        files.append("part%d.c" % start)
        write(files[-1], "#include <stdio.h>\n" + "".join(
            [c_case(k, cases[k].net, cases[k].X, cases[k].y) for k in range(start, start + 100)]))
    calls = ["case_%d(%%s);\n" % k for k in range(len(cases))]
    write("main.c", "".join("void " + call % "void" for call in calls)
          + "int main(void);\nint main(void) {" + "".join(call % "" for call in calls)
          + "return 0; }")
    output(["gcc", "-std=c89", "-O1"] + STRICT + ["-o", "all"] + files + ["main.c", "-lm"])
    values = iter(map(float, output(["./all"]).split()))
    answers = [[[[next(values) for _ in row] for row in rows] for rows in (case.before, case.after)]
               for case in cases]
    assert next(values, None) is None
    return answers


def same_numbers():
    """1,000 random networks in the languages give what forward_propagation and train give."""
    chance = random.Random(1)
    cases = [Case(chance, trains=k < TRAINED) for k in range(NETWORKS)]
    trained = sum(bool(case.y) for case in cases)
    assert trained > 0.6 * TRAINED, trained
    print("%d random networks, and %d of them after %d epochs, differ from Network's by at most:"
          % (NETWORKS, trained, EPOCHS))
    for language, answers in (("Python", map(in_python, cases)), ("C", in_c_language(cases)),
                              ("JavaScript", in_javascript(cases)), ("Java", in_java(cases))):
        answers = list(answers)
        assert len(answers) == NETWORKS, answers[:5]
        before = [worst("%s, %d" % (language, k), got[0], cases[k].before)
                  for k, got in enumerate(answers)]
        after = [worst("%s, %d, after training" % (language, k), got[1], cases[k].after)
                 for k, got in enumerate(answers) if cases[k].y and language != "Java"]
        print("    %-10s %.0e%s" % (language, max(before), ", after training %.0e" % max(after)
                                    if after else ""))


INTEGER_CASE = """
void case_%(k)d(void);
void case_%(k)d(void)
{
    unsigned long state = 1, hash = 0;
    long row;
    int i;
    int16_t x[%(n_in)d], y[%(n_out)d];
    for (row = 1; row <= %(rows)d; row++) {
        for (i = 0; i < %(n_in)d; i++) {
            state = (state * 75) %% 65537UL;
            x[i] = (int16_t)((long)state - 32769);
        }
        net%(k)d_predict(x, y);
        for (i = 0; i < %(n_out)d; i++)
            hash = (hash * 31 + (unsigned long)(y[i] + 32768L)) %% 1000003UL;
        if (row == %(compared)d)
            printf("%%lu\\n", hash);
    }
}
"""


def hash_in_python(model, n_in, rows):
    state, total = 1, 0
    for _ in range(rows):
        x = []
        for _ in range(n_in):
            state = state * 75 % 65537
            x.append(state - 32769)
        for y in model.predict(x):
            total = (total * 31 + y + 32768) % 1000003
    return total


def integers():
    """A million random inputs meet no undefined behaviour; the exporter computes as the C does."""
    chance, texts, hashes, refused, errors = random.Random(2), [], [], 0, []
    while len(texts) < 100:
        net = random_network(chance)
        scale = 10.0 ** chance.uniform(-3, 2)
        X = [[chance.gauss(0, scale) for _ in range(net.sizes[0])] for _ in range(50)]
        try:
            text = to_c(net, integers=X, name="net%d" % len(texts))
        except ValueError as error:
            assert "that fit 32 bits" in str(error), error
            refused += 1
            continue
        model = IntegerNetwork(net, X)
        if net.activations[-1] in ("sigmoid", "tanh", "softmax"):
            errors += [abs(a - b) for row, expected in zip(model.forward_propagation(X),
                                                           net.forward_propagation(X))
                       for a, b in zip(row, expected)]
        hashes.append(hash_in_python(model, net.sizes[0], 500))
        texts.append(text + INTEGER_CASE % {"k": len(texts), "n_in": net.sizes[0], "rows": 10000,
                                            "n_out": net.sizes[-1], "compared": 500})
    calls = "".join(["case_%d();\n" % k for k in range(len(texts))])
    write("integers.c", "#include <stdio.h>\n" + "".join(texts)
          + "int main(void);\nint main(void) {" + calls + "return 0; }")
    for flags in ["-fsanitize=undefined,address", "-fno-sanitize-recover"], ["-O2"]:
        output(["gcc", "-std=c89"] + STRICT + flags + ["-o", "integers", "integers.c"])
        assert list(map(int, output(["./integers"]).split())) == hashes
    print("integers: 100 random networks (%d more were refused), 10,000 random inputs each: no"
          " undefined behaviour;\n    the same bits in Python and C; of sigmoid, tanh and softmax"
          " the worst error is %.1g, the mean %.1g"
          % (refused, max(errors), sum(errors) / len(errors)))


def compiled():
    """No compiler says a word."""
    count = 0
    for name, net in (("iris", Network([4, 8, 3], ["tanh", "softmax"])),
                      ("xor", Network([3, 4, 1])), ("one", Network([1, 1], "linear")),
                      ("relu", Network([2, 3, 2], ["relu", "sigmoid"], "cross_entropy"))):
        for train in False, True:
            write(name + ".c", to_c(net, train))
            for compiler in COMPILERS:
                for real in "float", "double":
                    output(compiler + ["-DREAL=" + real, "-c", "-o", "out.o", name + ".c"])
                    count += 1
        sources = [to_c(net), to_c(net, integers=[[k - 1.5] * net.sizes[0] for k in range(4)])]
        for source, compilers in (sources[0], SDCC), (sources[1], SDCC + COMPILERS):
            write(name + ".c", source)
            for compiler in compilers:
                output(compiler + ["-DREAL=float", "-c", name + ".c"])
                count += 1
    print("%d compilations without a warning, by %s" % (
        count, ", ".join(sorted({compiler[0] for compiler in COMPILERS + SDCC}))))


def large():
    net = Network([5000, 3, 2], ["tanh", "softmax"])
    x, space = [0.001 * k for k in range(5000)], {}
    exec(to_python(net), space)
    expected = net.forward_propagation([x])
    worst("5,000 inputs", [space["predict"](x)], expected)
    write("net.mjs", to_javascript(net) + "console.log(JSON.stringify(predict(%r)));" % x)
    worst("5,000 inputs", [json.loads(output(["node", "net.mjs"]))], expected)
    write("net.c", to_c(net) + "#include <stdio.h>\nint main(void) { static REAL x[5000], y[2];"
          " for (int k = 0; k < 5000; k++) x[k] = 0.001 * k; predict(x, y);"
          ' printf("%.17g %.17g\\n", y[0], y[1]); }')
    output(["gcc", "-std=c99", "-O1"] + STRICT + ["-o", "net", "net.c", "-lm"])
    worst("5,000 inputs", [list(map(float, output(["./net"]).split()))], expected)
    print("5,000 inputs: the same numbers in Python, JavaScript and C")


def chromium():
    net = Network([4, 8, 3], ["tanh", "softmax"])
    x = [5.1, -3.5, 1.4, 0.2]
    write("net.html", "<body><script type=module>%s document.body.textContent ="
          " `outputs: ${JSON.stringify(predict(%r))}`;</script>"
          % (to_javascript(net).replace("export ", ""), x))
    text = subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
                           "net.html"], stdout=subprocess.PIPE, check=True,
                          stderr=subprocess.DEVNULL, universal_newlines=True, timeout=120).stdout
    outputs = json.loads(text[text.index("outputs: ") + 9:text.index("]") + 1])
    print("Chromium: %.0e" % worst("Chromium", [outputs], net.forward_propagation([x])))


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        same_numbers()
        integers()
        compiled()
        large()
        chromium()
        os.chdir(ROOT)
    if not readme.hold({"networks in all languages": "{:,}".format(NETWORKS)}):
        sys.exit(1)


if __name__ == "__main__":
    main()
