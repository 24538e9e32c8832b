"""How long purenn takes on a board, in one table: computed, never measured on a board.

    .ci/install boards && python3 .ci/seconds.py

On the AVR simavr counts cycles, exactly. On the Cortex-Ms QEMU counts instructions (its clock goes
forward by a fixed time with each, and a timer on the board reads it), and CYCLES is what one takes on
average: every instruction of a trace (QEMU's -d exec) of the same programs, timed by the tables in
ARM's reference manuals of these cores. Those gave, without wait states: MicroPython 1.69 to 1.81 on
the M0, 1.54 to 1.65 on the M0+; C 1.36 to 1.38 and 1.25 to 1.28, 1.1 to 1.2 on the M3, 1.7 to 2.1 on
the M4, where it depends on how loads overlap. A flash memory that keeps the core waiting adds to
that, by a guess up to as much again. MicroPython is the firmware of the BBC micro:bit v1 (1.9.2, 32-bit
floats in software), which trains with the definitions that microbit.py picks; a newer build, or one
with faster floats, differs. C is to_c's, with 32-bit floats, by gcc -O2 (AVR: -Os).
"""
import usage  # noqa: F401; it answers --help

import os
import re
import subprocess
import sys
import tempfile

import microbit
import readme
from board import Board

sys.path[:0] = [microbit.ROOT, os.path.join(microbit.ROOT, "examples")]
import purenn
from export import to_c, to_python

SHIFT = 6  # 2**6 ns per instruction: the micro:bit at about its own clock
EPOCHS, CALLS = 10, 50
CYCLES = {"MicroPython": {"M0": 1.8, "M0+": 1.6}, "C": {"M0": 1.4, "M0+": 1.3, "M3": 1.2, "M4": 1.9}}
BOARDS = (("Arduino Uno", "AVR", 16), ("micro:bit v1", "M0", 16), ("Trinket M0", "M0+", 48),
          ("Pico", "M0+", 125), ("Arduino Due", "M3", 84), ("Feather M4", "M4", 120))
FLAGS = {"M0": ["-mcpu=cortex-m0"], "M0+": ["-mcpu=cortex-m0plus"], "M3": ["-mcpu=cortex-m3"],
         "M4": ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"]}
AVR = r"""
#include <avr/io.h>
#include <avr/sleep.h>
#include "avr_mcu_section.h"
AVR_MCU(16000000, "atmega328p");
AVR_MCU_SIMAVR_CONSOLE(&GPIOR0);
static REAL X[] = {%(X)s}, y[] = {%(y)s}, out[%(m)d];

/* The timer ticks once per 8 cycles. */
#define COUNT(what) do { \
    TCNT1 = 0, TCCR1B = 2; \
    what; \
    unsigned long cycles = TCNT1 * 8UL; \
    for (unsigned long unit = 100000; unit; unit /= 10) GPIOR0 = '0' + cycles / unit %% 10; \
    GPIOR0 = '\r'; \
} while (0)

int main(void) {
    COUNT(for (int k = 0; k < 1000; k++) __asm__ volatile("nop\n nop"));
    COUNT(predict(X, out));
    if (%(train)d) COUNT(train(X, y, 4, 1, (REAL)0.1));
    sleep_mode();
}
"""
MAIN = r"""
static volatile unsigned *const systick = (unsigned *)0xE000E010;
static REAL X[] = {%(X)s}, y[] = {%(y)s}, out[%(m)d];

static void call(int operation, const void *argument) {
    register int r0 __asm__("r0") = operation;
    register const void *r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xAB" : "+r"(r0) : "r"(r1) : "memory");
}

static void print(unsigned n) {
    char text[12], *p = text + 11;
    *p = 0, *--p = '\n';
    do *--p = '0' + n %% 10; while (n /= 10);
    call(4, p);
}

/* The clock of the board ticks once per 40 ns, which are 40 instructions. */
#define COUNT(times, what) do { \
    systick[2] = 0; \
    unsigned before = systick[2]; \
    for (int k = 0; k < times; k++) { what; } \
    print((before - systick[2] & 0xFFFFFF) * 40 / times); \
} while (0)

__attribute__((naked, noinline)) static void thousand(void) {
    __asm__ volatile(".rept 999\n nop\n .endr\n bx lr");
}

__attribute__((noinline)) static void count(void) {
    systick[1] = 0xFFFFFF, systick[0] = 5;
    COUNT(100, thousand());
    COUNT(100, predict(X, out));
    if (%(train)d) COUNT(20, train(X, y, 4, 1, (REAL)0.1));
    call(0x18, (void *)0x20026);
}

void start(void) {
    if (%(fpu)d) *(volatile unsigned *)0xE000ED88 |= 15 << 20;
    __asm__ volatile("dsb\n isb" ::: "memory");
    count();
}

__attribute__((section(".vectors"), used))
static void *const vectors[] = {(void *)0x20100000, (void *)start};
"""


def tutorial():
    X, y = microbit.X, microbit.Y
    net = purenn.Network([3, 4, 1])
    net.train(X, y, 10000, 0.1, print_every=0)
    return net, X, y


def flowers():
    return purenn.Network([4, 8, 3], ["tanh", "softmax"]), [[0.5, -1.0, 0.25, 2.0]], [[0, 1, 0]]


def in_c(net, X, y, core, train):
    """Instructions (AVR: cycles) of a prediction, and of an epoch if it trains."""
    def flat(rows):
        return ", ".join("%r" % float(v) for row in rows for v in row)

    code = to_c(net, train)
    code += (AVR if core == "AVR" else MAIN) % dict(
        X=flat(X), y=flat(y), m=net.sizes[-1], train=train, fpu=core == "M4")
    if not train:
        code = re.sub(r"if \(0\) COUNT.*", "(void)y;", code)
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "a.c"), os.path.join(folder, "a.elf")
        with open(source, "w") as f:
            f.write(code)
        if core == "AVR":
            return in_simavr(source, program)
        subprocess.run(["arm-none-eabi-gcc", "-mthumb"] + FLAGS[core] + [
            "-O2", "-DREAL=float", "-nostartfiles", "-Wl,--section-start=.vectors=0,-Ttext=0x400",
            "-Wl,-Tdata=0x20000000,-estart", source, "-lm", "-lc", "-lgcc", "-o", program], check=True)
        machine = "mps2-an386" if core == "M4" else "mps2-an385"
        done = subprocess.run(["timeout", "60", "qemu-system-arm", "-M", machine, "-display", "none",
                               "-monitor", "none", "-serial", "none", "-icount", "shift=0,sleep=off",
                               "-semihosting-config", "enable=on,target=native", "-kernel", program],
                              capture_output=True, text=True, check=True)
    empty, *counts = map(int, re.findall(r"\d+", done.stdout + done.stderr))
    if abs(empty - 1000) > 40:
        raise RuntimeError("1000 instructions were counted as %d" % empty)
    return counts


def in_simavr(source, program):
    subprocess.run(["avr-gcc", "-mmcu=atmega328p", "-Os", "-std=gnu99", "-DREAL=float",
                    "-I/usr/include/simavr/avr", "-Wl,--undefined=_mmcu,--section-start=.mmcu=0x910000",
                    source, "-lm", "-o", program], check=True)
    done = subprocess.run(["timeout", "60", "simavr", program], check=True, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    loop, *counts = [int(digits) for digits in re.findall(r"\b(\d{6})\b", done.stdout)]
    if not 6000 <= loop <= 6100:  # 1000 times two nops, an addition and a branch
        raise RuntimeError("6000 cycles were counted as %d" % loop)
    return counts


def on_microbit(code, times, prepare, script=""):
    """Instructions of code, in the micro:bit's firmware."""
    with Board(script, options=["-icount", "shift=%d,sleep=off" % SHIFT]) as board:
        prepare(board)
        microseconds = [int(board.run(
            "import utime\nu = utime.ticks_us()\nfor _ in range(%d):\n    %s\n"
            "print(utime.ticks_diff(utime.ticks_us(), u))" % (times, body)))
            for body in ("pass", code)]
    instructions = (microseconds[1] - microseconds[0]) * 1000 // 2**SHIFT // times
    count = int(float("%.3g" % instructions))  # the fourth digit is another in each run
    return {"M0": count, "M0+": count}  # the same instructions


def exported(net, X):
    return on_microbit("outputs = predict(x)", CALLS,
                       lambda board: board.run("x = %r" % (X[0],)), to_python(net))


def shown(seconds):
    """Two digits, for it is no more exact."""
    if seconds is None:
        return "-"
    unit, scale = next((u, s) for u, s in (("s", 1), ("ms", 1e3), ("us", 1e6)) if seconds * s >= 0.995)
    digits = float("%.2g" % (seconds * scale))
    return "%g %s" % (digits, unit)


def main():
    small, larger = tutorial(), flowers()
    cores = ["AVR"] + list(FLAGS)
    counted = [("MicroPython", "10,000 epochs of the tutorial", 10000,
                on_microbit(microbit.STEP, EPOCHS, microbit.prepare))]
    counted += [("MicroPython", "one prediction of to_python, " + title, 1, exported(*made[:2]))
                for title, made in (("3-4-1", small), ("4-8-3", larger))]
    counted.append(("C", "10,000 epochs of the tutorial", 10000,
                    {core: in_c(*small, core, True)[1] for core in cores}))
    counted += [("C", "one prediction of to_c, " + title, 1,
                 {core: in_c(*made, core, False)[0] for core in cores})
                for title, made in (("3-4-1", small), ("4-8-3", larger))]
    table = [["computed"] + ["%s, %s, %d MHz" % board for board in BOARDS]]
    table.append(["---"] + ["--:"] * len(BOARDS))
    for language, job, times, counts in counted:
        cycles = dict(CYCLES[language], AVR=1)
        table.append(["%s: %s" % (language, job)] + [
            shown(counts[core] * times * cycles[core] / mhz / 1e6 if core in counts else None)
            for _, core, mhz in BOARDS])
    lines = ["| %s |" % " | ".join(cells) for cells in table]
    lines[1] = lines[1].replace(" ", "")
    print("\n".join(lines))
    print("\nCounted, of one epoch or one prediction: cycles on the AVR, instructions elsewhere.")
    for language, job, _, counts in counted:
        print("%s: %s: %s" % (language, job.replace("10,000 epochs", "an epoch"),
                              ", ".join("%s %d" % pair for pair in counts.items())))
    for language, cycles in CYCLES.items():
        print("Cycles per instruction of %s: %s"
              % (language, ", ".join("%s %.1f" % pair for pair in cycles.items())))
    if not readme.hold({"table seconds": "\n".join(lines)}):
        sys.exit(1)


if __name__ == "__main__":
    main()
