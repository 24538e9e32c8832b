"""Learns to feel a finger on the chip by its temperature: needs a Raspberry Pi Pico, nothing else.

    python3 examples/pico_temperature.py    # on a PC: simulates a Pico, for a second

Copy purenn.mpy, and this file as main.py, to a Pico (1, 2 or W) with MicroPython. While its LED is
on, lay a finger on the black chip: three times, in two minutes. It learns for half a minute, in the
dark; then the LED says whether it feels a finger, after a reset too. It writes finger.json: delete
that to teach it anew. Elsewhere it simulates and leaves no file. (Not yet tried on a real Pico.)
"""
import gc
import os
import sys
import time
HERE = globals().get("__file__", "").replace("\\", "/").rpartition("/")[0] or "."
sys.path.append(HERE + "/..")  # on a PC purenn.py stands one folder up
from purenn import Network, fold_scaling, load, save, scale, scaling

TURNS, SECONDS, EPOCHS = 6, 20, 30  # every other turn is one with a finger

class Pico:
    def __init__(self):
        from machine import ADC, Pin
        self.sensor, self.light = ADC(4), Pin("LED", Pin.OUT).value

    def temperature(self):
        time.sleep(1)
        volts = sum([self.sensor.read_u16() for _ in range(200)]) / 200.0 * 3.3 / 65535.0
        return 27.0 - (volts - 0.706) / 0.001721  # its data sheet has that

class Simulated:
    degrees, seed, seconds, right = 24.0, 1, 0, 0

    def temperature(self):
        self.finger = self.seconds // (SECONDS + 1) % 2  # it comes and goes as the light asks
        self.seconds, self.seed = self.seconds + 1, (self.seed * 1103 + 12345) % 32768
        self.degrees += (28.0 - self.degrees) / 5.0 if self.finger else (24.0 - self.degrees) / 9.0
        return self.degrees + (self.seed / 16384.0 - 1.0) * 0.3

    def light(self, on):
        self.right += self.seconds > TURNS * (SECONDS + 1) and on == self.finger

def readings(chip):
    """For SECONDS, what tells a finger: the temperature, and its change over the last second."""
    before = chip.temperature()
    for _ in range(SECONDS):
        now = chip.temperature()
        yield [now, now - before]
        before = now

def learn(chip):
    net = Network([2, 6, 1], ["tanh", "sigmoid"], "cross_entropy")  # first: seeding wants 2.5 KB
    X, y = [], [[turn % 2] for turn in range(TURNS)]
    for finger, in y:
        chip.light(finger)
        X += readings(chip)
        gc.collect()  # or what is kept would lie scattered among what is not
    chip.light(0)  # while it learns
    means, deviations = scaling(X[::4])  # a part tells it too, in less memory
    for k, row in enumerate(X):  # one by one, as scaled they take new memory
        [X[k]] = scale([row], means, deviations)
    for k in range(EPOCHS * SECONDS):  # a step from one reading of every turn
        net.train(X[k % SECONDS::SECONDS], y, 1, 0.2, None, 0.8, 0)
        gc.collect()
    print("Learned from %d readings." % len(X))
    return fold_scaling(net, means, deviations)  # so that it takes degrees

def main():
    try:
        chip, path, turns = Pico(), "finger.json", 10**9
    except (ImportError, TypeError, ValueError):  # no board, or another one
        print("No Pico here: simulating one.")
        chip, path, turns = Simulated(), "simulated-finger.json", 2
    if path not in os.listdir("."):
        save(learn(chip), path)
    net = load(path)  # this is all that happens after a reset
    for _ in range(turns):
        for row in readings(chip):
            chance = net.forward_propagation([row])[0][0]
            print("%.1f degrees, %+.1f: finger %.0f %%" % (row[0], row[1], 100.0 * chance))
            chip.light(chance > 0.5)
    print("%d of %d right" % (chip.right, turns * SECONDS))
    os.remove(path)

if __name__ == "__main__":
    if getattr(sys, "argv", [])[1:]:  # some boards have none
        known = sys.argv[1] in ("-h", "--help")
        print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
        sys.exit(0 if known else 2)
    main()
