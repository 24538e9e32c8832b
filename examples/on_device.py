"""Learns gestures on the board itself, keeps them in its flash, knows them again after a reset.

    python3 examples/on_device.py

Without a sensor.py beside it, it simulates a hand that moves one: it takes a second, says how many
gestures it knew, and leaves no file behind. With one it learns what you show it, eight times each,
and writes gestures.json; delete that to teach it anew.
A board with MicroPython wants purenn.mpy (or purenn.py), this file, and a sensor.py of yours with
the two functions that class Simulated stands in for. Of a gesture, six numbers are kept.
"""
import gc
import math
import os
import sys
import time

try:
    HERE = __file__.replace("\\", "/").rpartition("/")[0] or "."
    sys.path.append(HERE + "/..")  # on a PC purenn.py stands one folder up
except NameError:  # run from a prompt, on a board
    pass
from purenn import Network, fold_scaling, load, save, scale, scaling

GESTURES = ["still", "shake", "circle", "lift"]
TIMES, READINGS, PAUSE = 8, 20, 20  # per gesture, per time, milliseconds from one to the next
EPOCHS, PATH = 40, "gestures.json"


class Simulated:
    """What sensor.py gives: prompt(text) and read_sensor(). No two gestures are alike."""
    def __init__(self):
        self.seed, self.gesture, self.step = 1, GESTURES[0], 0

    def noise(self):
        self.seed = (self.seed * 1103 + 12345) % 32768
        return self.seed / 16384.0 - 1.0

    def prompt(self, text):
        # Yours waits until the user is ready: for a button, or with input(text).
        self.gesture = [name for name in GESTURES if name in text][0]
        self.step = READINGS * self.noise()
        self.strength = 1.0 + 0.3 * self.noise()

    def read_sensor(self):
        # Yours gives the acceleration along x, y and z, in g.
        t, s = 2.0 * math.pi * self.step / READINGS, self.strength
        self.step += 1
        x, y, z = {"still": (0.0, 0.0, 0.0), "shake": (s * math.sin(5.0 * t), 0.0, 0.0),
                   "circle": (0.6 * s * math.cos(t), 0.6 * s * math.sin(t), 0.0),
                   "lift": (0.0, 0.0, 0.7 * s * math.sin(t))}[self.gesture]
        return [v + 0.1 * self.noise() for v in (x, y, z + 1.0)]


def features(read_sensor, pause):
    """Six numbers that tell a gesture: each axis' mean, and its mean change between readings."""
    before, sums = read_sensor(), [0.0] * 6
    for _ in range(READINGS):
        pause()
        now = read_sensor()
        for k in range(3):
            sums[k] += now[k] / READINGS
            sums[k + 3] += abs(now[k] - before[k]) / READINGS
        before = now
    return sums


def show(sensor, pause, X, y):
    """One more gesture by the user: its features to X, which one it was to y."""
    time, k = divmod(len(X), len(GESTURES))
    sensor.prompt("%s, %d of %d" % (GESTURES[k], time + 1, TIMES))
    X.append(features(sensor.read_sensor, pause))
    y.append([int(k == j) for j in range(len(GESTURES))])  # small ints take no memory, floats do
    gc.collect()  # or what is kept would lie scattered among what is not


def step(net, X, y, time):
    """A step from one of each gesture; the loss before it."""
    rows = range(time * len(GESTURES), (time + 1) * len(GESTURES))
    loss = net.train([X[k] for k in rows], [y[k] for k in rows], 1, 0.2, None, 0.5, 0)
    gc.collect()
    return loss


def learn(sensor, pause):
    """A network that has learned what the user showed to the sensor."""
    net = Network([6, 8, len(GESTURES)], ["tanh", "softmax"])  # first: seeding wants 2.5 KB
    X, y = [], []
    for _ in range(TIMES * len(GESTURES)):
        show(sensor, pause, X, y)
    means, deviations = scaling(X)
    for k, row in enumerate(X):  # one by one, as scaled they take new memory
        [X[k]] = scale([row], means, deviations)
    for epoch in range(EPOCHS):
        losses = [step(net, X, y, time) for time in range(TIMES)]
        if (epoch + 1) % 10 == 0:
            print("epoch %d, loss %.4f" % (epoch + 1, sum(losses) / TIMES))
    return fold_scaling(net, means, deviations)  # so it takes features as the sensor gives them


def recognise(net, sensor, pause):
    """The gesture that the sensor sees, or None, and how likely it is."""
    row = net.forward_propagation([features(sensor.read_sensor, pause)])[0]
    best = max(row)
    return GESTURES[row.index(best)] if best > 0.7 else None, best


def start(sensor, pause, path=PATH):
    """What happens after each reset: the network, learned now or long ago."""
    gc.collect()
    if path not in os.listdir("."):
        print("Learning %d gestures, %d times each:" % (len(GESTURES), TIMES))
        net = learn(sensor, pause)
        gc.collect()
        save(net, path)
        print("Saved as %s" % path)
        return net
    print("Loaded from %s" % path)
    return load(path)


def simulate():
    print("No sensor.py here: simulating.")
    sensor, right, path = Simulated(), 0, "simulated-" + PATH  # never what a user has taught
    if path in os.listdir("."):
        os.remove(path)

    def pause():
        pass

    start(sensor, pause, path)
    print("-- reset --")
    net = start(sensor, pause, path)
    for n in range(20):
        name = GESTURES[n * 7 % len(GESTURES)]
        sensor.prompt(name)
        found, best = recognise(net, sensor, pause)
        right += found == name
        print("%-6s -> %-6s %3.0f %%" % (name, found or "?", 100.0 * best))
    print("%d of 20 right" % right)
    os.remove(path)


def main():
    try:
        import sensor
    except ImportError as error:
        if str(error).replace("'", "").split()[-1] != "sensor":  # something that sensor.py imports
            raise
        return simulate()
    net = start(sensor, lambda: time.sleep(PAUSE / 1000.0))
    while True:
        sensor.prompt("any of " + ", ".join(GESTURES))
        print("%s, %.2f" % recognise(net, sensor, lambda: time.sleep(PAUSE / 1000.0)))
        gc.collect()


if __name__ == "__main__":
    if getattr(sys, "argv", [])[1:]:  # some boards have none
        known = sys.argv[1] in ("-h", "--help")
        print(__doc__ if known else "unknown argument: %s; --help tells more" % sys.argv[1])
        sys.exit(0 if known else 2)
    main()
