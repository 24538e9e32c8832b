"""Three AVRs learn XOR, all 10,000 epochs of the tutorial, and one reads digits, in a cycle-exact
simulator.

    .ci/install boards && python3 .ci/arduino.py

arduino.c around what to_c(net, train=True) writes: on the ATmega328P of an Arduino Uno, on an
ATmega168 and on an ATtiny85, at 16 MHz. digits.c around the 64-32-10 network of examples/digits.py,
in float and in integers, on the ATmega328P. Fails where examples/models.md says otherwise.
"""
import usage  # noqa: F401; it answers --help

import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
import digits
import readme
from export import to_c
from purenn import Network
from test_purenn import LOSSES, OUTPUT

BOARDS = {"atmega328p": (32768, 2048), "atmega168": (16384, 1024), "attiny85": (8192, 512)}
# RAM and seconds of C without loops, which takes 6,000 bytes of flash: with loops it is no more.
MOST = {"atmega328p": (370, 69.9), "atmega168": (370, 69.9), "attiny85": (368, 111.1)}
CLOCK, TOLERANCE = 16000000, 1e-3
HELD_OUT = 240  # digits: as many as fit the flash
IN_SIMAVR = ["-std=gnu99", "-Wall", "-Wextra", "-Werror", "-I.", "-I/usr/include/simavr/avr",
             "-DF_CPU=%d" % CLOCK, "-Wl,--undefined=_mmcu,--section-start=.mmcu=0x910000"]


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True,
                          universal_newlines=True, timeout=300).stdout


def learn(board):
    """Bytes of flash and of RAM that the network which learns takes."""
    run(["avr-gcc", "-mmcu=" + board, "-Os"] + IN_SIMAVR + [
        '-DMCU="%s"' % board, "-o", board + ".elf", os.path.join(HERE, "arduino.c"), "-lm"])
    sections = dict(re.findall(r"(?m)^\.(\w+) +(\d+)", run(["avr-size", "-A", board + ".elf"])))
    text, data, bss = [int(sections[name]) for name in ("text", "data", "bss")]
    printed = re.sub(r"\x1b\[[0-9;]*m", "", run(["simavr", board + ".elf"]))
    values = list(map(int, re.findall(r"O:(\d{7})\b", printed)))
    assert len(values) == 16, printed
    seconds, unused = values[14] * 256.0 * 1024 / CLOCK, values[15]
    wrong = max(abs(value / 1e6 - expected)
                for value, expected in zip(values, LOSSES + sum(OUTPUT, [])))
    flash, ram = BOARDS[board]
    # unused: from the variables to the deepest stack. None left could be an overflow.
    print("%-10s flash %d of %d bytes, RAM %d of %d: %d for variables, %d of stack; %.1f seconds;"
          " losses and outputs within %.0e"
          % (board, text + data, flash, ram - unused, ram, data + bss, ram - unused - data - bss,
             seconds, wrong))
    assert wrong <= TOLERANCE and unused > 16 and text + data <= flash, printed
    most_ram, most_seconds = MOST[board]
    assert ram - unused <= most_ram and seconds <= most_seconds, board
    return text + data, ram - unused


def read_digits():
    """What an Uno takes for one of the held out digits, and how many of them it reads right: a pair
    of milliseconds and a count, in float and in integers."""
    X, y = digits.read(os.path.join(ROOT, "examples", "data", "digits.txt"))
    learned, held_out = digits.split(len(X), len(X) // 4, seed=0)
    held_out = held_out[:HELD_OUT]
    net = Network([64, 32, 10], ["tanh", "softmax"])
    net.train([X[k] for k in learned], [[float(k == y[row]) for k in range(10)] for row in learned],
              digits.EPOCHS, 0.1, batch_size=16, momentum=0.8, print_every=0)
    expected = [digits.largest(row) for row in net.forward_propagation([X[k] for k in held_out])]
    whole = [[0.0] * 64, [1.0] * 64]  # a pixel is 0 to 1, and all have one scale
    with open("rows.c", "w") as f:
        rows = ", ".join(["{%s}" % ", ".join(["%d" % (16 * v) for v in X[k]]) for k in held_out])
        f.write("#define N_ROWS %d\n#define PIXELS %s\n" % (len(held_out), rows))
    found = []
    for kind, integers in ("float", None), ("integers", whole):
        with open("net.c", "w") as f:
            f.write(to_c(net, name="digits", integers=integers))
        run(["avr-gcc", "-mmcu=atmega328p", "-Os"] + IN_SIMAVR + [
            "-o", "digits.elf", os.path.join(HERE, "digits.c"), "-lm"])
        sections = dict(re.findall(r"(?m)^\.(\w+) +(\d+)", run(["avr-size", "-A", "digits.elf"])))
        printed = re.sub(r"\x1b\[[0-9;]*m", "", run(["simavr", "digits.elf"]))
        values = list(map(int, re.findall(r"O:(\d{7})\b", printed)))
        answers, ticks = values[:-1], values[-1]
        assert len(answers) == len(expected), printed
        right = sum(a == y[k] for a, k in zip(answers, held_out))
        same = sum(a == b for a, b in zip(answers, expected))
        own = sum(a == y[k] for a, k in zip(expected, held_out))
        print("atmega328p reads digits in %s: %d of %d right (Network: %d), the same answer in %d;"
              " %.1f ms each; flash %d bytes, %d of them these digits"
              % (kind, right, len(answers), own, same,
                 ticks * 64e3 / CLOCK / len(answers), int(sections["text"]),
                 64 * len(answers)))
        assert same >= len(answers) - 2, printed
        found.append((ticks * 64e3 / CLOCK / len(answers), right))
    return found


def facts_of(learned, read):
    """What examples/models.md must say, by name."""
    (time, right), (integers_time, integers_right) = read
    return {"XOR on an Uno": "{:,} bytes of flash, {:,} of RAM".format(*learned),
            "digits on an Uno": "%.0f ms, in integers %.0f" % (time, integers_time),
            "digits right on an Uno": "%d of %d right, in integers %d" % (
                right, HELD_OUT, integers_right)}


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("xor.c", "w") as f:
            f.write(to_c(Network([3, 4, 1]), train=True))
        with ThreadPoolExecutor(2) as pool:
            jobs = [pool.submit(learn, board) for board in BOARDS] + [pool.submit(read_digits)]
            found = [job.result() for job in jobs]
        os.chdir(HERE)
    if not readme.hold(facts_of(found[0], found[-1])):
        sys.exit(1)


if __name__ == "__main__":
    main()
