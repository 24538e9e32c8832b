"""save and load against what only an operating system can do to them: a line for each check.

    python3 .ci/files.py

Needs Linux, pyenv with CPython 2.7, 3.6 and 3.13, and pypy3, jython and strace.
"""
import usage  # noqa: F401; it answers --help

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
import replay  # noqa: E402
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
# Writers and readers of one path, all at once: PATH NETWORK... Says "ready", and waits for a line with
# the times of start and end. Each NETWORK has a thread that saves it again and again; another thread
# loads, and must find one of the eight as it is. Prints how often each was found, and how many saves
# there were.
SHARE = HEAD + """
import json, threading, time, traceback
path, mine = sys.argv[2], sys.argv[3:]
nets, found, saves, failed = [Network([4, 9 + k, 2], seed=k) for k in range(8)], [0] * 8, [0], []

def read():
    net = load(path)
    k = net.sizes[1] - 9
    assert net.weights == nets[k].weights and net.biases == nets[k].biases, "a mixed file"
    found[k] += 1

def write(k):
    save(nets[k], path)
    saves.append(1)

def again(action, *args):
    try:
        while time.time() < start:
            time.sleep(0.01)
        while time.time() < end and not failed:
            action(*args)
    except BaseException:
        failed.append(traceback.format_exc())

print("ready")
sys.stdout.flush()
start, end = map(float, sys.stdin.readline().split())
threads = [threading.Thread(target=again, args=(write, int(k))) for k in mine]
threads += [threading.Thread(target=again, args=(read,))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not failed, failed[0]
print(json.dumps([found, sum(saves)]))
"""
# Prints how long each file took.
GROWS = HEAD + """
import time
for path in sys.argv[2:]:
    start = time.time()
    try:
        net = load(path)
        save(net, path)
    except ValueError as error:
        assert len(str(error)) < 300
    print(time.time() - start)
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


def left_beside(path):
    """The temporary files of saves; they are removed."""
    names = glob.glob(glob.escape(path) + ".*.tmp")
    sizes = [os.path.getsize(name) for name in names]
    for name in names:
        os.remove(name)
    assert os.listdir(os.path.dirname(path)) == [os.path.basename(path)]
    return sizes


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
        os.close(writer)
        assert os.read(reader, 1) == b".", "the child cannot save"
        os.close(reader)
        time.sleep(rng.uniform(0.0, 0.008))
        os.kill(pid, signal.SIGKILL)
        assert os.waitpid(pid, 0)[1] == signal.SIGKILL, "the child ended by itself"
        found[wanted.index(parts(load(path)))] += 1
        sizes = left_beside(path)
        assert len(sizes) <= 1, sizes
        left += len(sizes)
        cut += sizes < [size] and len(sizes)
    assert min(cut, *found) >= 20, (kills, left, cut, found)
    return ("%d kills, %d left a PATH.*.tmp, %d of these an unfinished one;"
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
    real = os.fdopen, os.fsync, os.replace

    def full(handle, mode):
        os.close(handle)
        return open("/dev/full", mode)

    def fails(*args):
        raise OSError(5, "Input/output error")

    for name, worse, words in (("fdopen", full, "No space"), ("fsync", fails, "Input/output"),
                               ("replace", fails, "Input/output")):
        setattr(os, name, worse)
        message = raises(OSError, save, new, path)
        os.fdopen, os.fsync, os.replace = real
        assert words in message, message
        assert state(path) == before and parts(load(path)) == parts(old)
    device = os.stat("/dev/full")
    assert (os.major(device.st_rdev), os.minor(device.st_rdev)) == (1, 7)
    return "%d limits of the file's size, /dev/full, a failing fsync or rename" % (len(limits) + 1)


def interrupted(path):
    def ring(number, frame):
        raise KeyboardInterrupt

    def loop():
        signal.setitimer(signal.ITIMER_REAL, rng.uniform(0.001, 0.008))
        while True:
            save(net, path)

    rng, net = random.Random(1), Network([8, 32, 8])
    save(net, path)
    wanted, before = parts(net), signal.signal(signal.SIGALRM, ring)
    for _ in range(300):
        raises(KeyboardInterrupt, loop)
        assert parts(load(path)) == wanted and left_beside(path) == []
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
        os.remove(path)  # or file systems that fear for cut files wait for the disk
        write(path, data)
        try:
            net = load(path)
            assert [len(row) for row in net.forward_propagation([[0.5] * net.sizes[0]])] == [1]
            loaded += 1
        except Exception as error:
            assert type(error) is ValueError and path in str(error), (data, error)
    assert 0 < loaded < len(bad) // 2, loaded
    return "%d files: %d refused, %d still a network" % (len(bad), len(bad) - loaded, loaded)


def shared(path, groups):
    """Runs SHARE for ten seconds: {name of a file: [(Python, numbers of its networks)]}."""
    nets, running, told = [Network([4, 9 + k, 2], seed=k) for k in range(8)], [], []
    for name in groups:
        save(nets[groups[name][0][1][0]], path + name)
        running += [(name, subprocess.Popen(
            ["timeout", "120", program, "-c", SHARE, TOP, path + name] + [str(k) for k in mine],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)) for program, mine in groups[name]]
    for name, process in running:
        assert process.stdout.readline().strip() == b"ready", name
    start = time.time() + 0.5
    for name, process in running:
        process.stdin.write(b"%.3f %.3f\n" % (start, start + 10))
        process.stdin.flush()
    saves, found = {name: 0 for name in groups}, {name: [0] * 8 for name in groups}
    for name, process in running:
        out = process.communicate(timeout=60)[0]
        assert process.returncode == 0, name
        counts, n = json.loads(out.decode())
        saves[name] += n
        found[name] = [a + b for a, b in zip(found[name], counts)]
    for name in groups:
        mine = [k for _, some in groups[name] for k in some]
        assert [k for k in range(8) if found[name][k]] == mine, found[name]
        last = load(path + name)
        assert last.sizes[1] - 9 in mine and parts(last) == parts(nets[last.sizes[1] - 9])
        told.append("%s: %d saves, %d loads" % (name, saves[name], sum(found[name])))
    names = sorted(os.path.basename(path) + name for name in groups)
    assert sorted(os.listdir(os.path.dirname(path))) == names, "a temporary file stayed"
    return "; ".join(told)


def two_writers(path):
    return shared(path, {"processes": [(sys.executable, [0]), (sys.executable, [1])],
                         "threads": [(sys.executable, [2, 3])]})


def eight(path):
    return shared(path, {"both": [(python("2.7"), [0, 1]), (python("3.13"), [2, 3]),
                                  ("pypy3", [4, 5]), ("jython", [6, 7])]})


def pairs(path):
    nets, found = [Network([3, 40 + k, 2], seed=k) for k in range(2)], [0, 0]
    for k in range(400):
        start = time.time() + 0.003
        children = []
        for net in nets:
            children.append(os.fork())
            if not children[-1]:
                status = 1
                try:
                    while time.time() < start:
                        pass
                    save(net, path)
                    status = 0
                finally:
                    os._exit(status)
        for pid in children:
            assert os.waitpid(pid, 0)[1] == 0, "a save failed"
        found[[parts(net) for net in nets].index(parts(load(path)))] += 1
        assert left_beside(path) == []
        os.remove(path)  # each pair makes a new file
    assert min(found) > 0, found
    return "400 simultaneous saves, won %d to %d" % tuple(found)


def paths(path):
    pythons = [sys.executable, python("2.7"), python("3.6"), python("3.13"), "pypy3", "jython"]
    os.chmod(os.path.dirname(path), 0o755)  # one check becomes another user
    program, told = os.path.join(TOP, ".ci", "paths.py"), []
    for k, name in enumerate(pythons):
        os.mkdir(path + str(k))
        strict = ["-bb"] if k in (0, 3) else []  # a path in bytes printed as text is an error
        told.append(subprocess.run([name] + strict + [program, path + str(k)], check=True, timeout=60,
                                   stdout=subprocess.PIPE, universal_newlines=True).stdout)
    return "on %d Pythons, the first: %s" % (len(told), told[0].strip())


def power(path):
    return replay.main([sys.executable, python("2.7"), python("3.13"), "pypy3", "jython"])


def grows(path):
    def text(n, number):
        W = "[[%s]]," % number * (n - 1) + "[[1]]"
        return ('{"format": "purenn", "version": 1, "loss": "mse", "sizes": [%s1], "weights": [%s],'
                '"activations": [%s"tanh"], "biases": [%s[1]]}'
                % ("1," * n, W, '"tanh",' * (n - 1), "[1]," * (n - 1)))

    files = {"layers": text(10 ** 5, "0.5"), "digits": text(2, "1" * 10 ** 6),
             "size": text(1, 1).replace("[1,1]", "[1,%s]" % ("1" * 10 ** 6)),
             "version": text(1, 1).replace('version": 1', 'version": ' + "1" * 10 ** 6),
             "fraction": text(2, "0." + "1" * 10 ** 6), "exponent": text(2, "1e" + "1" * 10 ** 6)}
    for name in files:
        write(path + name, files[name].encode())
    most, pythons = 0.0, [sys.executable, python("2.7"), python("3.6"), python("3.13"), "pypy3"]
    for name in pythons:
        lines = subprocess.run([name, "-c", GROWS, TOP] + [path + name for name in files],
                               stdout=subprocess.PIPE, check=True, timeout=120).stdout.split()
        for kind, seconds in zip(files, map(float, lines)):
            assert seconds < (20.0 if kind == "layers" else 2.0), (name, kind, seconds)
            most = max(most, seconds)
    return "100,000 layers, numbers of a million digits: at most %.1f s" % most


CHECKS = (two_writers, eight, pairs, killed, interrupted, power, paths, full_disk, not_finite,
          brackets, neurons, grows, exchanged, damaged)
if __name__ == "__main__":
    started = time.time()
    for check in CHECKS:
        if sys.argv[1:] and check.__name__ not in sys.argv[1:]:
            continue
        begun = time.time()
        with tempfile.TemporaryDirectory() as folder:
            said = check(os.path.join(os.path.realpath(folder), "net.json"))
        print("%-11s %s (%.0f s)" % (check.__name__, said, time.time() - begun), flush=True)
    print("%.0f seconds" % (time.time() - started))
