"""save and the file system: modes, links, names, what stands in the way.

    PYTHON .ci/paths.py FOLDER

files.py runs this on several Pythons, so it must suit 2.7 too.
"""
import usage  # noqa: F401; it answers --help

import os
import stat
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TOP)
sys.dont_write_bytecode = True
from purenn import Network, load, save  # noqa: E402

NET = Network([2, 3, 1], seed=7)
OLD = "the old text"


def write(path):
    with open(path, "w") as f:
        f.write(OLD)
    return path


def text(path):
    with open(path) as f:
        return f.read()


def mode(path):
    return oct(stat.S_IMODE(os.stat(path).st_mode))


def saved(path, real=None):
    """Saves, and sees that real, which path leads to, holds it, and that nothing else came."""
    real = real or path
    before = set(os.listdir(os.path.dirname(os.path.abspath(real))))
    save(NET, path)
    assert load(real).weights == NET.weights and load(path).biases == NET.biases, path
    new = set(os.listdir(os.path.dirname(os.path.abspath(real)))) - before
    assert new <= set([os.path.basename(real)]), new


def refused(kind, path):
    folder = os.path.dirname(path)
    before = sorted(os.listdir(folder))
    try:
        save(NET, path)
    except kind:
        assert sorted(os.listdir(folder)) == before, (before, os.listdir(folder))
        return
    raise AssertionError("%r was saved to" % path)


def modes(folder):
    path, count, seen, fdopen = os.path.join(folder, "net.json"), 0, [], os.fdopen

    def watched(handle, *args):
        f = fdopen(handle, *args)
        seen.extend([name for name in os.listdir(folder) if name.endswith(".tmp")])
        seen.append(os.stat(os.path.join(folder, seen.pop())).st_mode)
        return f

    for umask in 0o22, 0o77, 0o02, 0:
        os.umask(umask)
        if os.path.exists(path):
            os.remove(path)
        saved(path)
        assert mode(path) == oct(0o666 & ~umask), (umask, mode(path))
        for old in 0o600, 0o640, 0o644, 0o664, 0o666, 0o700, 0o755, 0o777, 0o606:
            os.chmod(path, old)
            number = os.stat(path).st_ino
            os.fdopen = watched
            saved(path)
            os.fdopen = fdopen
            assert mode(path) == oct(old), (umask, old, mode(path))
            assert os.stat(path).st_ino != number, "written in place"
            # Not for a moment could anyone open it who might not open the old one.
            wide = stat.S_IMODE(seen.pop()) & ~old
            assert not wide or "java" in sys.platform, (oct(umask), oct(old), oct(wide))
            count += 1
    os.umask(0o22)
    os.chmod(path, 0o644)
    chmod, os.chmod = os.chmod, None  # some file systems let nobody change a mode
    saved(path)
    os.chmod = chmod
    return "%d modes kept" % count


def links(folder):
    def at(*names):
        return os.path.join(folder, *names)

    os.mkdir(at("far"))
    os.mkdir(at("near"))
    os.symlink(at("near"), at("folder"))
    for name, target, real in (("a", "b", at("b")), ("c", at("far", "d"), at("far", "d")),
                               (os.path.join("far", "e"), "../near/f", at("near", "f")),
                               ("g", "a", at("b")), ("h", "folder/i", at("near", "i"))):
        os.symlink(target, at(name))
        for exists in name == "g", True:  # first where the link dangles, but for the last file
            assert os.path.exists(at(name)) == exists, name
            saved(at(name), real)
            assert os.readlink(at(name)) == target and not os.path.islink(real), name
    os.symlink("nowhere/j", at("k"))
    refused(OSError, at("k"))
    os.symlink("loop", at("loop"))
    # A FIFO stands for all that is no file: were save wrong, root would lose its /dev/null.
    os.mkfifo(at("FIFO")) if hasattr(os, "mkfifo") else os.mkdir(at("FIFO"))
    for name, target in ("loop", "loop"), ("to", "FIFO"), ("directory", at("far")):
        os.path.islink(at(name)) or os.symlink(target, at(name))
        refused(ValueError, at(name))
        assert os.readlink(at(name)) == target
    for name in "FIFO", "far":
        refused(ValueError, at(name))
    if os.path.isdir("/dev/shm"):  # another file system, to which nothing can be renamed
        shm = "/dev/shm/purenn-%d.json" % os.getpid()
        os.symlink(shm, at("other"))
        saved(at("other"), shm)
        os.remove(shm)
    return "links followed"


def names(folder):
    os.chdir(folder)
    paths = ["net.json", "./net.json", os.path.join(folder, "net.json"), " ", "%s %d.json", "-f",
             "two\nlines", "no-suffix", "n" * 230, u"net.json"]
    # Jython 2.7 and, as CI has no locale, CPython 3.6 know no other letters
    if "java" not in sys.platform and sys.getfilesystemencoding().lower() == "utf-8":
        paths += [u"\xe9\u4e2d.json", u"\u4e2d" * 80, u"\xe9.json".encode("utf-8"), b"net.json",
                  b"\xff\xfe.json"]
    try:
        from pathlib import Path
        paths += [Path("net.json"), Path(folder, "other.json"), b"net.json", os.fsencode(folder)
                  + b"/bytes.json"]
    except ImportError:
        pass
    for path in paths:
        for _ in range(2):  # a new file, an old one
            save(NET, path)
            assert load(path).weights == NET.weights, path
    assert not [name for name in os.listdir(folder) if name.endswith(".tmp")]
    return "%d names" % len(paths)


def stand(kind, path, target):
    if kind == "file":
        write(path)
    elif kind == "folder":
        os.mkdir(path)
    elif kind == "FIFO":
        os.mkfifo(path)
    else:
        os.symlink(target, path)
        if kind == "link":
            write(target)


def in_the_way(folder):
    """What stands at PATH.tmp stays; at the very name that save takes, nothing is written to it."""
    kinds = ["file", "folder", "link", "dangling"] + ["FIFO"] * hasattr(os, "mkfifo")
    random, target = os.urandom, os.path.join(folder, "target")
    for k, kind in enumerate(kinds):
        path = os.path.join(folder, "net%d.json" % k)
        stand(kind, path + ".tmp", target)
        number = os.lstat(path + ".tmp").st_ino
        saved(path)
        assert os.lstat(path + ".tmp").st_ino == number, kind
        assert kind != "file" or text(path + ".tmp") == OLD
        assert os.path.exists(target) == (kind == "link"), kind
        if kind == "link":
            assert text(target) == OLD
            os.remove(target)
    for k, kind in enumerate(kinds):
        name = "net-%d-%s.json" % (k, "n" * 60)  # of which the first 50 characters are taken
        path = write(os.path.join(folder, name))
        stand(kind, os.path.join(folder, name[:50] + ".0000000000000000.tmp"), target)
        os.urandom = lambda n: b"\0" * n
        try:
            save(NET, path)
        except OSError:
            assert text(path) == OLD
        else:
            raise AssertionError("saved through a " + kind)
        finally:
            os.urandom = random
        assert os.path.exists(target) == (kind == "link"), kind
        if kind == "link":
            assert text(target) == OLD
            os.remove(target)
    return "%d things in the way" % (2 * len(kinds))


def read_only(folder):
    if os.getuid() == 0:
        os.chown(folder, 65534, 65534)
        os.setuid(65534)  # nobody, whom modes hold back
    path = os.path.join(folder, "net.json")
    saved(path)
    os.chmod(path, 0o444)
    before = text(path)
    refused(ValueError, path)
    assert text(path) == before and mode(path) == oct(0o444)
    os.chmod(folder, 0o555)
    os.chmod(path, 0o644)
    refused(OSError, path)
    assert text(path) == before
    os.chmod(folder, 0o755)
    return "read-only files and folders stay"


if __name__ == "__main__":
    done = []
    os.chmod(sys.argv[1], 0o755)
    for check in modes, links, names, in_the_way, read_only:
        if check is read_only and "java" in sys.platform:
            continue  # Jython cannot become another user
        inner = os.path.join(os.path.realpath(sys.argv[1]), check.__name__)
        os.mkdir(inner)
        done.append(check(inner))
    print(", ".join(done))
