"""save and load against what only an operating system can do to them: a line for each check.

    python3 .ci/files.py

Needs Linux, pyenv with CPython 2.7, 3.6 and 3.13, and pypy3 and jython.
"""
import glob
import json
import os
import random
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TOP)
sys.dont_write_bytecode = True
from purenn import Network, load, save  # noqa: E402

# What other Pythons run: these lines must suit 2.7 too.
HEAD = "import sys; sys.path.insert(0, sys.argv[1]); from purenn import Network, load, save\n"
REFUSE = HEAD + """
try:
    load(sys.argv[2])
except ValueError as error:
    assert sys.argv[2] in str(error) and len(str(error)) < 1000, str(error)[:1000]
else:
    sys.exit("it was loaded")
"""
WRITE = HEAD + """
import binascii, struct
v = struct.unpack(">552d", binascii.unhexlify(sys.argv[3]))
W = [[v[k:k + 32] for k in range(0, 256, 32)], [v[k:k + 8] for k in range(256, 512, 8)]]
save(Network([8, 32, 8], ["tanh", "softmax"], weights=W, biases=[v[512:544], v[544:]]),
     sys.argv[2])
"""
# Saved once more between two loads: what load made of the strings must be fit to be saved.
READ = HEAD + """
import binascii, json, struct
for path in sys.argv[3:]:
    save(load(path), sys.argv[2])
    net = load(sys.argv[2])
    v = sum(sum(net.weights, []) + net.biases, [])
    bits = binascii.hexlify(struct.pack(">%dd" % len(v), *v)).decode("ascii")
    print(json.dumps([net.sizes, net.activations, net.loss, bits]))
"""


def python(version):
    root = subprocess.check_output(["pyenv", "root"], universal_newlines=True).strip()
    found = glob.glob(os.path.join(root, "versions", version + ".*", "bin", "python"))
    assert found, "no CPython %s in pyenv" % version
    return found[0]


def parts(net):
    return net.sizes, net.activations, net.loss, net.weights, net.biases


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data):
    with open(path, "wb") as f:
        f.write(data)


def state(path):
    # All that a save which fails must leave alone, and which files stand next to it.
    s = os.stat(path)
    return s.st_ino, s.st_mtime_ns, read(path), os.listdir(os.path.dirname(path))


def in_child(work):
    pid = os.fork()
    if not pid:
        signal.alarm(30)  # ends the child
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0, "the child failed"


def raises(kind, function, *args):
    try:
        function(*args)
    except kind as error:
        assert type(error) is kind, repr(error)
        return str(error)
    raise AssertionError("no " + kind.__name__)


def killed(path):
    nets = [Network([8, 32, 8], seed=seed) for seed in (1, 2)]
    wanted, found = [parts(net) for net in nets], [0, 0]
    save(nets[0], path)
    size, kills, left, cut = len(read(path)), 0, 0, 0
    rng = random.Random(1)
    # How many kills hit a save depends on the disk: on a slow one most hit the renaming.
    while kills < 500 or min(cut, *found) < 20 and kills < 3000:
        kills += 1
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            try:
                save(nets[1], path)
                os.write(writer, b".")
                for k in range(10000):
                    save(nets[k % 2], path)
            finally:
                os._exit(1)
        # After one whole save, so a PATH.tmp found below is not what the kill before left.
        os.close(writer)
        assert os.read(reader, 1) == b".", "the child cannot save"
        os.close(reader)
        time.sleep(rng.uniform(0.0, 0.008))
        os.kill(pid, signal.SIGKILL)
        assert os.waitpid(pid, 0)[1] == signal.SIGKILL, "the child ended by itself"
        found[wanted.index(parts(load(path)))] += 1
        if os.path.exists(path + ".tmp"):
            left += 1
            cut += os.path.getsize(path + ".tmp") < size
    assert min(cut, *found) >= 20, (kills, left, cut, found)
    return ("%d kills, %d left a PATH.tmp, %d of these an unfinished one;"
            " then PATH held one network %d times, the other %d times"
            % (kills, left, cut, found[0], found[1]))


def full_disk(path):
    old, new = Network([8, 32, 8], seed=1), Network([8, 32, 8], seed=2)
    save(new, path)
    size = len(read(path))
    save(old, path)
    before, limits = state(path), range(0, size, 50)

    def work():
        assert signal.getsignal(signal.SIGXFSZ) == signal.SIG_IGN
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        for limit in list(limits) + [size - 1]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
            try:
                raises(OSError, save, new, path)
            finally:
                # stderr may be a file as well.
                resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
            assert state(path) == before, limit
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
        save(new, path + "2")  # or it was not the limit that made the others fail
        os.remove(path + "2")

    in_child(work)
    os.symlink("/dev/full", path + ".tmp")
    message = raises(OSError, save, new, path)
    assert "No space" in message, message
    assert state(path) == before and parts(load(path)) == parts(old)
    device = os.stat("/dev/full")
    assert (os.major(device.st_rdev), os.minor(device.st_rdev)) == (1, 7)
    return "%d limits of the file's size and /dev/full" % (len(limits) + 1)


def interrupted(path):
    def ring(number, frame):
        raise KeyboardInterrupt

    def loop():
        signal.setitimer(signal.ITIMER_REAL, rng.uniform(0.001, 0.008))
        while True:
            save(net, path)

    rng, net = random.Random(1), Network([8, 32, 8])
    wanted, before = parts(net), signal.signal(signal.SIGALRM, ring)
    for _ in range(300):
        raises(KeyboardInterrupt, loop)
        assert parts(load(path)) == wanted
    signal.signal(signal.SIGALRM, before)
    return "300 times, each a KeyboardInterrupt"


def not_finite(path):
    save(Network([2, 3, 1]), path)
    before, count = state(path), 0
    for bad in float("nan"), float("inf"), -float("inf"):
        for i in range(2):
            for k in range(len(Network([2, 3, 1]).weights[i]) + 1):
                net = Network([2, 3, 1], seed=1)
                (net.weights[i] + [net.biases[i]])[k][-1] = bad
                raises(ValueError, save, net, path)
                raises(ValueError, save, net, path + "2")
                assert state(path) == before, (bad, i, k)
                count += 1
    return "%d networks refused" % count


def brackets(path):
    def limit():
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))

    pythons = [sys.executable, python("2.7"), python("3.13")]
    for text in b"[", b'{"a":', b"\xff":
        with open(path, "wb") as f:
            for _ in range(100):
                f.write(text * (1000000 // len(text)))
        assert os.path.getsize(path) == 100000000
        for name in pythons:
            subprocess.run([name, "-c", REFUSE, TOP, path], preexec_fn=limit, timeout=60,
                           check=True)
    return "3 files of 100 MB refused by %d Pythons" % len(pythons)


def neurons(path):
    n, tiny = 10 ** 9, [[[[0.5]]], [[[]]], [[]], [], None, 0, [[[0.5]], [[0.5]]]]
    files = [(sizes, W, b) for sizes in ([n, 1], [1, n], [n, n], [1, n, 1], [n, 1, n])
             for W in tiny for b in ([[0.5]], [[]], [], None, [[0.5], [0.5]])]

    def work():
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for sizes, W, b in files:
            data = {"format": "purenn", "version": 1, "sizes": sizes, "weights": W, "biases": b,
                    "activations": ["sigmoid"] * (len(sizes) - 1), "loss": "mse"}
            write(path, json.dumps(data).encode())
            start = time.time()
            message = raises(ValueError, load, path)
            assert path in message and "MemoryError" not in message, message
            assert time.time() - start < 1.0, data
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak
        assert peak < 100000, "%d KB more" % peak

    in_child(work)
    return "%d files refused" % len(files)


def exchanged(path):
    values = [0.0, -0.0, 5e-324, -2.2250738585072014e-308, 1e308, -1e308, 0.1, 1.0 / 3.0, 1e22,
              1e23, 9007199254740993.0, 123456789012345680.0, 1e16, 1e-5, 2.0 ** -1074 * 3]
    rng = random.Random(1)
    while len(values) < 300:
        v = struct.unpack(">d", struct.pack(">Q", rng.getrandbits(64)))[0]
        values += [v] if abs(v) <= 1e308 else []
    values += [rng.gauss(0.0, 1.0) for _ in range(552 - len(values))]
    bits = struct.pack(">552d", *values).hex()
    pythons = [python("2.7"), python("3.6"), python("3.13"), "pypy3", "jython", sys.executable]
    paths = ["%s%d" % (path, k) for k in range(len(pythons))]
    for name, to in zip(pythons, paths):
        subprocess.run([name, "-c", WRITE, TOP, to, bits], check=True, timeout=60)
    for name in pythons:
        lines = subprocess.run([name, "-c", READ, TOP, path] + paths, stdout=subprocess.PIPE,
                               universal_newlines=True, check=True, timeout=60).stdout
        nets = [json.loads(line) for line in lines.splitlines()]
        assert len(nets) == len(paths)
        for writer, net in zip(pythons, nets):
            assert net == [[8, 32, 8], ["tanh", "softmax"], "cross_entropy", bits], (writer, name)
    return "%d writers, each read by %d readers, %d numbers" % (len(paths), len(paths), 552)


def damaged(path):
    save(Network([2, 2, 1], ["tanh", "sigmoid"]), path)
    whole = read(path)
    bad = [whole[:k] for k in range(len(whole))]
    for k in range(len(whole)):
        flips = b'\x00\n "-.019eE,[]{}:N\x7f\x80\xff' + bytes([whole[k] ^ 1, whole[k] ^ 0x80])
        bad += [whole[:k] + bytes([c]) + whole[k + 1:] for c in sorted(set(flips) - {whole[k]})]
    rng = random.Random(1)
    for _ in range(5000):
        k = rng.randrange(len(whole))
        c = (whole[k] + rng.randrange(1, 256)) % 256
        bad.append(whole[:k] + bytes([c]) + whole[k + 1:])
    loaded = 0
    for data in bad:
        write(path, data)
        try:
            net = load(path)
            assert [len(row) for row in net.forward_propagation([[0.5] * net.sizes[0]])] == [1]
            loaded += 1
        except Exception as error:
            assert type(error) is ValueError and path in str(error), (data, error)
    assert 0 < loaded < len(bad) // 2, loaded
    return "%d files: %d refused, %d still a network" % (len(bad), len(bad) - loaded, loaded)


started = time.time()
for check in killed, interrupted, full_disk, not_finite, brackets, neurons, exchanged, damaged:
    with tempfile.TemporaryDirectory() as folder:
        print("%-10s %s" % (check.__name__, check(os.path.join(folder, "net.json"))), flush=True)
print("%.0f seconds" % (time.time() - started))
