"""How long purenn takes on a board: instructions counted in QEMU, times the board's clock. Computed,
never measured on a board.

    .ci/install boards && python3 .ci/seconds.py

QEMU's clock goes forward by a fixed time per instruction (-icount), so a timer on the emulated board
counts them. MicroPython is the firmware of the BBC micro:bit v1 (1.9.2, Cortex-M0, 32-bit floats),
where the definitions train that microbit.py picks; a newer build on another board differs. C is
to_c's, with 32-bit floats, by gcc -O2. CYCLES is what an instruction takes on average, without wait
states of the flash memory: the mix of instructions in QEMU's traces, timed by the cores' reference
manuals; the M4's is an estimate.
"""
import os
import re
import subprocess
import sys
import tempfile

import microbit
from board import Board

sys.path[:0] = [microbit.ROOT]
import purenn

SHIFT = 6  # 2**6 ns per instruction: the micro:bit at about its own clock
EPOCHS, CALLS = 10, 50
CYCLES = {"MicroPython": {"M0": 1.8, "M0+": 1.6}, "C": {"M0": 1.4, "M0+": 1.3, "M4": 1.5}}
BOARDS = (("micro:bit", "M0", 16), ("Trinket M0", "M0+", 48), ("Pico", "M0+", 133),
          ("M4 with FPU", "M4", 120))
FLAGS = {"M0": ["-mcpu=cortex-m0"], "M0+": ["-mcpu=cortex-m0plus"],
         "M4": ["-mcpu=cortex-m4", "-mfpu=fpv4-sp-d16", "-mfloat-abi=hard"]}
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
    """Instructions of a prediction, and of an epoch if it trains."""
    def flat(rows):
        return ", ".join("%r" % float(v) for row in rows for v in row)

    code = purenn.to_c(net, train) if train else purenn.to_c(net)
    code += MAIN % dict(X=flat(X), y=flat(y), m=net.sizes[-1], train=train, fpu=core == "M4")
    if not train:
        code = code.replace("if (0) COUNT(20, train(X, y, 4, 1, (REAL)0.1));", "(void)y;")
    with tempfile.TemporaryDirectory() as folder:
        source, program = os.path.join(folder, "a.c"), os.path.join(folder, "a.elf")
        with open(source, "w") as f:
            f.write(code)
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


def on_microbit(code, times, prepare, script=""):
    """Instructions of code, in the micro:bit's firmware."""
    with Board(script, options=["-icount", "shift=%d,sleep=off" % SHIFT]) as board:
        prepare(board)
        microseconds = [int(board.run(
            "import utime\nu = utime.ticks_us()\nfor _ in range(%d):\n    %s\n"
            "print(utime.ticks_diff(utime.ticks_us(), u))" % (times, body)))
            for body in ("pass", code)]
    count = (microseconds[1] - microseconds[0]) * 1000 // 2**SHIFT // times
    return {"M0": count, "M0+": count}  # the same instructions


def exported(net, X):
    return on_microbit("outputs = predict(x)", CALLS,
                       lambda board: board.run("x = %r" % (X[0],)), purenn.to_python(net))


def main():
    small, larger = tutorial(), flowers()
    rows = [("MicroPython: an epoch of the tutorial",
             on_microbit(microbit.STEP, EPOCHS, microbit.prepare))]
    rows += [("MicroPython: a prediction of to_python, " + title, exported(made[0], made[1]))
             for title, made in (("3-4-1", small), ("4-8-3", larger))]
    rows.append(("C: an epoch of the tutorial",
                 {core: in_c(*small, core, True)[1] for core in FLAGS}))
    rows += [("C: a prediction of to_c, " + title,
              {core: in_c(*made, core, False)[0] for core in FLAGS})
             for title, made in (("3-4-1", small), ("4-8-3", larger))]
    head = ["computed, in milliseconds", "instructions, M0+"]
    head += ["%s, %s at %d MHz" % board for board in BOARDS]
    table = [head, ["---"] + ["--:"] * (len(head) - 1)]
    for name, counts in rows:
        cycles = CYCLES[name.split(":")[0]]
        times = [counts[core] * cycles[core] / mhz / 1e3 if core in counts else None
                 for _, core, mhz in BOARDS]
        cells = ["-" if t is None else "%.0f" % t if t > 10 else "%.2g" % t for t in times]
        table.append([name, "%d" % counts["M0+"]] + cells)
    widths = [max(map(len, column)) for column in zip(*table)]
    for line in table:
        print("| %s |" % " | ".join(map(str.ljust, line, widths)))
    print("10,000 epochs: as many seconds, times ten.")
    for language, cycles in CYCLES.items():
        print("Cycles per instruction of %s: %s"
              % (language, ", ".join("%s %.1f" % pair for pair in cycles.items())))


if __name__ == "__main__":
    main()
