"""What three networks take on four chips, in float and in integers: flash, RAM and time.

    .ci/install boards && python3 .ci/footprint.py

Flash is that of a whole program that calls predict once, by gcc -Os, with what it takes of the
compiler's libraries. RAM is predict's deepest stack and the network's variables. Time is in cycles
on the AVR, counted by simavr, and in instructions elsewhere, counted by QEMU: on a Cortex-M one
takes 1.1 to 2 cycles (see seconds.py). footprint.c measures. The inputs are all of -1..1. The table
is of networks of sigmoid; those of relu and softmax keep to the same bounds of flash in float.
"""
import usage  # noqa: F401; it answers --help

import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
import readme
from export import IntegerNetwork, to_c
from purenn import Network, randn

NETWORKS = [4, 8, 3], [16, 16, 4], [64, 32, 10]
ROWS = 200  # of inputs, which give the ranges for integers
FLASH = {  # at most, in float and in integers
    ("4-8-3", "ATmega328P"): (2662, 1300), ("4-8-3", "Cortex-M0+"): (7364, 3000),
    ("4-8-3", "Cortex-M4F"): (3268, 3000), ("16-16-4", "ATmega328P"): (3746, 1900),
    ("16-16-4", "Cortex-M0+"): (8464, 3500), ("16-16-4", "Cortex-M4F"): (4364, 3500),
    ("64-32-10", "ATmega328P"): (12028, 6500), ("64-32-10", "Cortex-M0+"): (16720, 8000),
    ("64-32-10", "Cortex-M4F"): (12624, 8000)}
MOST_CYCLES = 10000  # of 4-8-3 in integers on the AVR
SECTIONS = ["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"]
THUMB = ["arm-none-eabi-gcc", "-mthumb", "-Os"]
FPU = ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"]
BARE_ARM = ["-nostartfiles",
            "-Wl,--section-start=.vectors=0,-Ttext=0x400,-Tdata=0x20000000,-estart"]
ARM_LIBRARIES = ["-lm", "-lc", "-lgcc"]
QEMU_ARM = ["qemu-system-arm", "-display", "none", "-monitor", "none", "-serial", "none", "-icount",
            "shift=0,sleep=off", "-semihosting-config", "enable=on,target=native", "-M"]
QEMU_RISCV = ["qemu-system-riscv32", "-M", "virt", "-bios", "none", "-display", "none", "-monitor",
              "none", "-serial", "stdio", "-icount", "shift=0", "-kernel"]


class Chip:
    """compiler: a command. whole, bare: what it needs to link a program with main, footprint.c."""

    def __init__(self, name, compiler, whole, bare, libraries, simulator):
        self.name, self.compiler, self.whole, self.bare = name, compiler, whole, bare
        self.libraries, self.simulator = libraries, simulator


CHIPS = (
    Chip("ATmega328P", ["avr-gcc", "-mmcu=atmega328p", "-Os"], [],
         ["-I/usr/include/simavr/avr", "-Wl,--undefined=_mmcu,--section-start=.mmcu=0x910000"],
         ["-lm"], ["simavr"]),
    Chip("Cortex-M0+", THUMB + ["-mcpu=cortex-m0plus"], ["--specs=nosys.specs"], BARE_ARM,
         ARM_LIBRARIES, QEMU_ARM + ["mps2-an385", "-kernel"]),
    Chip("Cortex-M4F", THUMB + FPU, ["--specs=nosys.specs"], BARE_ARM, ARM_LIBRARIES,
         QEMU_ARM + ["mps2-an386", "-kernel"]),
    Chip("rv32imc", ["riscv64-unknown-elf-gcc", "-march=rv32imc", "-mabi=ilp32", "-Os",
                     "--specs=picolibc.specs"], [],
         ["-Wl,--defsym=__flash=0x80000000,--defsym=__flash_size=0x100000,"
          "--defsym=__ram=0x80100000,--defsym=__ram_size=0x100000"], ["-lm"], QEMU_RISCV))

MAIN = """
static volatile %(type)s in[%(n_in)d], out[%(n_out)d];
int main(void)
{
    %(type)s x[%(n_in)d], y[%(n_out)d];
    int k;
    for (k = 0; k < %(n_in)d; k++)
        x[k] = in[k];
    predict(x, y);
    for (k = 0; k < %(n_out)d; k++)
        out[k] = y[k];
    for (;;) {}
}
"""


def output(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100,
                          universal_newlines=True)
    if done.returncode:
        sys.exit("%s\n%s" % (" ".join(command), done.stdout))
    return done.stdout


def write(name, text):
    with open(name, "w") as f:
        f.write(text)


def size(chip, name):
    """Bytes of code, of initialised and of other variables."""
    tool = chip.compiler[0].replace("gcc", "size")
    return [int(word) for word in output([tool, name]).splitlines()[1].split()[:3]]


def flash(chip, source, net):
    kind = "int16_t" if "int16_t" in source else "REAL"
    write("main.c", source + MAIN % {"type": kind, "n_in": net.sizes[0], "n_out": net.sizes[-1]})
    output(chip.compiler + SECTIONS + chip.whole + ["-DREAL=float", "main.c", "-o", "main.elf"]
           + chip.libraries)
    code, data, _ = size(chip, "main.elf")
    return code + data


def ram_and_time(chip, source, net, x):
    write("net.c", source)
    large = len(x) > 10  # what a timer can count
    output(chip.compiler + ["-I."] + chip.bare + (["-DINTEGERS"] if "int16_t" in source else [])
           + ["-DREAL=float", "-DINPUTS=" + ", ".join(map(repr, x)), "-DN_OUT=%d" % net.sizes[-1],
              "-DTICK=%d" % (64 if large else 8), os.path.join(HERE, "footprint.c"), "-o",
              "bare.elf"] + chip.libraries)
    output(chip.compiler + ["-DREAL=float", "-c", "net.c", "-o", "net.o"])
    _, data, rest = size(chip, "net.o")
    printed = output(chip.simulator + ["bare.elf"])
    clock, stack, time = map(int, re.findall(r"\b(\d{10})\b", printed))
    if not 3900 <= clock <= 6200:  # 1000 times two nops, an addition, a branch, a comparison
        sys.exit("%s: the clock counted %d" % (chip.name, clock))
    return stack + data + rest, time


def check_flash(title, chip, kind, found, column):
    most = FLASH.get((title, chip), (found, found))[column]
    if found > most:
        sys.exit("%s, %s, %s: %d bytes of flash, expected at most %d"
                 % (title, chip, kind, found, most))


def check(title, chip, cells):
    for column, kind in enumerate(["float", "integers"]):
        check_flash(title, chip, kind, cells[column][0], column)
    if (title, chip) == ("4-8-3", "ATmega328P") and cells[1][2] > MOST_CYCLES:
        sys.exit("%s, %s: %d cycles, expected at most %d" % (title, chip, cells[1][2], MOST_CYCLES))


def relu_and_softmax():
    for sizes in NETWORKS:
        net, title = Network(sizes, ["relu", "softmax"]), "-".join(map(str, sizes))
        bytes_of_flash = [flash(chip, to_c(net), net) for chip in CHIPS]
        for chip, found in zip(CHIPS, bytes_of_flash):
            check_flash(title, chip.name, "relu and softmax", found, 0)
        print("%s with relu and softmax, flash: %s" % (title, ", ".join(
            ["%s %d" % (chip.name, found) for chip, found in zip(CHIPS, bytes_of_flash)])))


def rows_of(n):
    stream = randn(n)
    return [[max(-1.0, min(1.0, next(stream) / 2.0)) for _ in range(n)] for _ in range(ROWS)]


UNO = 32256  # bytes of flash, beside the boot loader


def most_weights(in_integers):
    """How many weights and biases a network of 64 inputs and 10 outputs has, if it fills an Uno."""
    def source_and_net(hidden):
        net = Network([64, hidden, 10], "sigmoid")
        return to_c(net, integers=rows_of(64) if in_integers else None), net

    low, high = 1, 300
    while high - low > 1:
        middle = (low + high) // 2
        try:
            fits = flash(CHIPS[0], *source_and_net(middle)) <= UNO
        except SystemExit:  # it does not link
            fits = False
        low, high = (middle, high) if fits else (low, middle)
    return 65 * low + (low + 1) * 10


HEAD = """\
| network | chip | flash | RAM | time | flash, integers | RAM, integers | time, integers |
|---|---|--:|--:|--:|--:|--:|--:|"""


def main():
    lines = [HEAD]
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for sizes in NETWORKS:
            net, X = Network(sizes, "sigmoid"), rows_of(sizes[0])
            model = IntegerNetwork(net, X)
            whole = [int(v * 2 ** scale) for v, scale in zip(X[0], model.scales)]
            title = "-".join(map(str, sizes))
            for chip in CHIPS:
                cells = []
                for source, x in (to_c(net), X[0]), (to_c(net, integers=X), whole):
                    cells.append((flash(chip, source, net),) + ram_and_time(chip, source, net, x))
                check(title, chip.name, cells)
                lines.append("| %s | %s | %d | %d | %d | %d | %d | %d |"
                             % ((title, chip.name) + cells[0] + cells[1]))
                print(lines[-1], flush=True)
        relu_and_softmax()
        fits = "{:,} weights and biases, in integers {:,}".format(
            most_weights(False), most_weights(True))
        print("an Uno has room for " + fits)
        os.chdir(ROOT)
    if not readme.hold({"table footprint": "\n".join(lines), "weights on an Uno": fits}):
        sys.exit(1)


if __name__ == "__main__":
    main()
