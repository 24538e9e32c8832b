"""What to_python, to_javascript and to_c write, run and compared; compiled for boards; its size.

    .ci/install boards && python3 .ci/languages.py

Without a word of warning from any compiler. REAL is float, or double.
"""
import json
import os
import random
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
from export import to_c, to_javascript, to_python
from purenn import Network

NETWORKS, TRAINED, ROWS, TOLERANCE = 1000, 250, 3, 1e-12
STRICT = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-Wdouble-promotion"]
ARM = ["arm-none-eabi-gcc", "-mcpu=cortex-m0plus", "-mthumb", "--specs=nosys.specs",
       "-ffunction-sections", "-Wl,--gc-sections", "-std=c99", "-Os"]
AVR = ["avr-gcc", "-mmcu=atmega328p", "-std=c99", "-Os"]
COMPILERS = (["gcc", "-std=c99", "-O2"], ["clang", "-std=c99", "-O2"], ["gcc", "-std=c99", "-O0"],
             ["g++", "-std=c++11", "-O2", "-x", "c++"], ["clang++", "-O2", "-x", "c++"],
             ["avr-g++", "-mmcu=attiny85", "-std=c++11", "-Os", "-x", "c++"], AVR, ARM)


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
    names = [chance.choice(["sigmoid", "tanh", "relu", "linear"]) for _ in sizes[1:]]
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
    trained = bool(y)
    m, n_in, n_out = len(X), net.sizes[0], net.sizes[-1]
    names = "predict", "train", "train_row", "w", "v"
    renamed = ["#define %s %s_%d" % (name, name, k) for name in names]
    show = ("for (int i = 0; i < %d; i++) { predict(X + i * %d, out); for (int j = 0; j < %d; j++)"
            ' printf("%%.17g\\n", out[j]); }' % (m, n_in, n_out))
    lines = renamed + [to_c(net, train=trained), "void case_%d(void) {" % k,
                       "static const REAL X[] = {%s};" % in_c(X),
                       "REAL out[%d];" % n_out, show]
    if trained:
        lines += ["static const REAL t[] = {%s};" % in_c(y),
                  'printf("%%.17g\\n", train(X, t, %d, 20, 0.01));' % m, show]
    lines += ["}"] + ["#undef " + line.split()[1] for line in renamed]
    return "\n".join(lines) + "\n"


def same_numbers():
    """1,000 random networks in C, JavaScript and Python give what forward_propagation gives."""
    chance, cases, c = random.Random(1), [], []
    for k in range(NETWORKS):
        net = random_network(chance)
        scale = 10.0 ** chance.uniform(-3, 2)
        X = [[chance.gauss(0, scale) for _ in range(net.sizes[0])] for _ in range(ROWS)]
        y = []
        if k < TRAINED:
            y = [[float(j == i % net.sizes[-1]) for j in range(net.sizes[-1])] for i in range(ROWS)]
        expected, space = net.forward_propagation(X), {}
        source = to_python(net)
        exec(source, space)
        write("net%d.mjs" % k, to_javascript(net))
        c.append(c_case(k, net, X, y))
        after = []
        if y:
            try:
                copy = Network(net.sizes, net.activations, net.loss, weights=net.weights,
                               biases=net.biases)
                after = [[copy.train(X, y, 20, 0.01, print_every=0)]]
                after += copy.forward_propagation(X)
            except ArithmeticError:  # weights so large that it cannot learn
                c[-1] = c_case(k, net, X, [])
                after = []
        cases.append((X, expected, after,
                      worst("Python, %d" % k, [space["predict"](x) for x in X], expected)))

    write("all.mjs", """
        import fs from "node:fs";
        const X = JSON.parse(fs.readFileSync("X.json", "utf8"));
        for (let k = 0; k < X.length; k++) {
            const { predict } = await import(`./net${k}.mjs`);
            console.log(JSON.stringify(X[k].map(x => predict(x))));
            for (const x of [[], X[k][0].concat(1)])
                try {
                    predict(x);
                    console.log("no error");
                } catch (e) {
                    if (!/^x: expected/.test(e.message)) throw e;
                }
        }""")
    write("X.json", json.dumps([case[0] for case in cases]))
    lines = output(["node", "all.mjs"]).splitlines()
    assert len(lines) == NETWORKS, lines[:5]
    javascript = [worst("JavaScript, %d" % k, json.loads(line), cases[k][1])
                  for k, line in enumerate(lines)]

    files = []
    for k in range(0, NETWORKS, 100):
        files.append("part%d.c" % k)
        write(files[-1], "#include <stdio.h>\n" + "".join(c[k:k + 100]))
    calls = ["case_%d(%%s);\n" % k for k in range(NETWORKS)]
    write("main.c", "".join("void " + call % "void" for call in calls)
          + "int main(void) {" + "".join(call % "" for call in calls) + "}")
    output(["gcc", "-std=c99", "-O1"] + STRICT + ["-o", "all"] + files + ["main.c", "-lm"])
    values = iter(map(float, output(["./all"]).split()))
    in_c, trained = [], []
    for k, (_, expected, after, _) in enumerate(cases):
        in_c.append(worst("C, %d" % k, [[next(values) for _ in row] for row in expected], expected))
        if after:
            got = [[next(values) for _ in row] for row in after]
            trained.append(worst("C after training, %d" % k, got, after))
    assert next(values, None) is None and len(trained) > 0.6 * TRAINED, len(trained)
    print("%d random networks differ from forward_propagation by at most: Python %.0e,"
          " JavaScript %.0e, C %.0e" % (NETWORKS, max(case[-1] for case in cases), max(javascript),
                                        max(in_c)))
    print("%d of them trained in C, from Network.train: %.0e" % (len(trained), max(trained)))


def overflows():
    """Training in C stops moving the weights before a loss that is not finite, as Network.train."""
    write("overflow.c", to_c(Network([2, 1], "linear", weights=[[[1], [2]]]), train=True) + """
#include <stdio.h>
int main(void) {
    static const REAL X[] = {BIG, BIG}, x[] = {1, 1}, t[] = {0};
    REAL y, loss = train(X, t, 1, 3, 1);
    predict(x, &y);
    printf("%d %g", loss - loss == 0, (double)y);
}
""")
    for real, big in ("float", "3e30f"), ("double", "1e300"):
        output(["gcc", "-std=c99", "-O1"] + STRICT + ["-DREAL=" + real, "-DBIG=" + big, "-o",
                                                      "overflow", "overflow.c", "-lm"])
        assert output(["./overflow"]) == "0 3", (real, output(["./overflow"]))
    print("a loss in C that is not finite moves no weight, in float and in double")


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
                    strict = STRICT[:-1] if "avr" in compiler[0] else STRICT
                    output(compiler[:-2] * ("-x" in compiler) + compiler * ("-x" not in compiler)
                           + strict + ["-DREAL=" + real, "-c", "-o", "out.o"]
                           + compiler[-2:] * ("-x" in compiler) + [name + ".c"])
                    count += 1
    print("%d compilations without a warning, by %s" % (
        count, ", ".join(sorted({compiler[0] for compiler in COMPILERS}))))


def size(command, source):
    """Bytes of flash and RAM of a program: what it has more than an empty one."""
    found = []
    for text in "int main(void) { return 0; }", source:
        write("size.c", text)
        output(command + ["-o", "size.elf", "size.c", "-lm"])
        tool = command[0].replace("gcc", "size")
        text, data, bss = map(int, output([tool, "size.elf"]).splitlines()[1].split()[:3])
        found.append((text + data, data + bss))
    return tuple(b - a for a, b in zip(*found))


def sizes():
    print("bytes of flash and of RAM beside the stack, exp and float arithmetic included:")
    for sizes, names in ([3, 4, 1], "sigmoid"), ([4, 8, 3], ["tanh", "softmax"]):
        net = Network(sizes, names)
        use = "volatile REAL in[%d], out[%d]; int main(void) { REAL x[%d], y[%d];" \
              " for (int k = 0; k < %d; k++) x[k] = in[k]; predict(x, y);" \
              " for (int k = 0; k < %d; k++) out[k] = y[k]; " % ((sizes[0], sizes[-1]) * 2
                                                               + (sizes[0], sizes[-1]))
        for label, command in (("ATmega328P", AVR), ("Cortex-M0+, float", ARM + ["-DREAL=float"]),
                               ("Cortex-M0+, double", ARM)):
            cells = [size(command, to_c(net) + use + "}"),
                     size(command, to_c(net, True) + use + "train(x, y, 1, 1, x[0]); }")]
            print("%-9s %-20s predict %5d %5d    and train %5d %5d"
                  % (("-".join(map(str, sizes)), label) + cells[0] + cells[1]))


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
        overflows()
        compiled()
        sizes()
        large()
        chromium()
        os.chdir(ROOT)


if __name__ == "__main__":
    main()
