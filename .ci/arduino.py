"""Three AVRs learn XOR, all 10,000 epochs of the tutorial, in a cycle-exact simulator.

    .ci/install boards && python3 .ci/arduino.py

arduino.c around what to_c(net, train=True) writes: on the ATmega328P of an Arduino Uno, on an
ATmega168 and on an ATtiny85, at 16 MHz.
"""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
sys.path[:0] = [ROOT, os.path.join(ROOT, "examples")]
from export import to_c
from purenn import Network
from test_purenn import LOSSES, OUTPUT

BOARDS = {"atmega328p": (32768, 2048), "atmega168": (16384, 1024), "attiny85": (8192, 512)}
CLOCK, TOLERANCE = 16000000, 1e-3


def run(command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=True,
                          universal_newlines=True, timeout=300).stdout


def learn(board):
    run(["avr-gcc", "-mmcu=" + board, "-Os", "-std=gnu99", "-Wall", "-Wextra", "-Werror", "-I.",
         "-I/usr/include/simavr/avr", "-DF_CPU=%d" % CLOCK, '-DMCU="%s"' % board,
         "-Wl,--undefined=_mmcu,--section-start=.mmcu=0x910000", "-o", board + ".elf",
         os.path.join(HERE, "arduino.c"), "-lm"])
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
    print("%-10s flash %d of %d bytes, RAM %d of %d: %d for variables, %d of stack; %.0f seconds;"
          " losses and outputs within %.0e"
          % (board, text + data, flash, ram - unused, ram, data + bss, ram - unused - data - bss,
             seconds, wrong))
    assert wrong <= TOLERANCE and unused > 16 and text + data <= flash, printed


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("xor.c", "w") as f:
            f.write(to_c(Network([3, 4, 1]), train=True))
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(learn, BOARDS))
        os.chdir(HERE)


if __name__ == "__main__":
    main()
