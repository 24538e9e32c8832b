"""The power fails while save works: what can be on the disk then? PYTHON... as strace saw them.

    python3 .ci/replay.py PYTHON...

A disk keeps what was synced. Of what was written later it may keep any part, in any order, and of
names that were made or changed later the last ones may be missing. This replays the system calls of
a save, stops after each one, and loads every file that the path can lead to at that moment.
"""
import usage  # noqa: F401; it answers --help

import ast
import os
import re
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, TOP)
sys.dont_write_bytecode = True
from purenn import Network, load, save  # noqa: E402

SIZES = [20, 90, 3]
SAVE = """
import sys
sys.path.insert(0, sys.argv[1])
from purenn import Network, save
save(Network(%r, seed=2), sys.argv[2])
""" % SIZES
CALLS = ("open,openat,creat,write,writev,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,"
         "linkat,symlink,unlink,unlinkat,truncate,ftruncate,chmod,fchmod,fchmodat")


def traced(python, path):
    """The system calls of a save that touched the path's folder: [(name, line)]."""
    log, begun, calls = path + ".strace", {}, []
    subprocess.run(["strace", "-f", "-y", "-s", "1000000", "-o", log, "-e", "trace=" + CALLS,
                    python, "-B", "-c", SAVE, TOP, path], check=True, timeout=120)
    with open(log, errors="replace") as f:
        for line in f:
            pid, line = line.rstrip("\n").split(None, 1)
            if line.endswith("<unfinished ...>"):
                begun[pid] = line[:-len("<unfinished ...>")].rstrip()
                continue
            if line.startswith("<... "):
                line = begun.pop(pid, "") + line.split("resumed>", 1)[1]
            if os.path.dirname(path) in line and not re.search(r"= -1 E\w+ \(", line[-60:]):
                calls.append((line.split("(")[0], line))
    os.remove(log)
    return calls


def strings(line):
    return [ast.literal_eval("b" + s) for s in re.findall(r'"(?:[^"\\]|\\.)*"', line)]


class Disk:
    """names: what each name leads to, in all versions the disk may hold, the last one being ours.
    A file is the list of the contents the disk may hold, the last one being what was written."""

    def __init__(self, path, content):
        self.names = [{path: [content]}]

    def do(self, call, line):
        now, path = dict(self.names[-1]), [s.decode() for s in strings(line)[:2]]
        opened = re.match(r"\w+\(\d+<([^>]*)>", line)  # a file's number, and its name by now
        if call in ("open", "openat", "creat"):
            if "O_CREAT" in line and path[0] not in now:
                now[path[0]] = [b""]
                self.names.append(now)
            elif "O_TRUNC" in line and now[path[0]][-1]:
                now[path[0]].append(b"")
        elif call in ("write", "writev"):
            file, new = now[opened.group(1)], b"".join(strings(line))
            assert line.endswith(" = %d" % len(new)), line[-60:]
            old, step = file[-1], len(new) // 20 + 1
            file += [old + b"\0" * len(new)]
            file += [old + new[:k] for k in range(0, len(new), step)] + [old + new]
        elif call in ("fsync", "fdatasync"):
            if opened.group(1) in now:
                del now[opened.group(1)][:-1]
            else:  # the folder
                self.names = self.names[-1:]
        elif call.startswith("rename"):
            now[path[1]] = now.pop(path[0])
            self.names.append(now)
        else:
            assert call in ("chmod", "fchmod", "fchmodat"), "not known to a Disk: " + line

    def contents(self, path):
        return set([content for names in self.names for content in names.get(path, [None])])


def broken(calls, path, old, wanted):
    """Replays them; how many moments there were, and what was found that is no whole network."""
    disk, known, moments, bad = Disk(path, old), {}, 0, []
    for call, line in [("", "")] + calls:
        if call:
            disk.do(call, line)
        for content in disk.contents(path):
            if content not in known:
                try:
                    with open(path, "wb") as f:
                        f.write(content)
                    known[content] = load(path).weights in wanted
                except (TypeError, ValueError):
                    known[content] = False
            moments += 1
            if not known[content]:
                bad.append((call, content))
    return moments, bad


def main(pythons):
    seen = []
    for python in pythons:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(os.path.realpath(folder), "net.json")
            nets = [Network(SIZES, seed=seed) for seed in (1, 2)]
            save(nets[0], path)
            with open(path, "rb") as f:
                old = f.read()
            calls, wanted = traced(python, path), [net.weights for net in nets]
            assert load(path).weights == wanted[1]
            names = [call for call, _ in calls]
            assert len([name for name in names if name.startswith("write")]) > 1, names
            moments, bad = broken(calls, path, old, wanted)
            assert not bad, (python, bad[0][0], len(bad), names)
            # This would notice: without the sync, or with it too late, files are broken.
            without = [c for c in calls if "sync" not in c[0]]
            late = without + [(c, line.replace(re.search("<(.*)>", line).group(1), path))
                              for c, line in calls if "sync" in c]
            for worse in without, late:
                assert broken(worse, path, old, wanted)[1], "the replay finds nothing"
            seen.append(moments)
    return "%s states of the disk, by %d Pythons" % (" + ".join(map(str, seen)), len(pythons))


if __name__ == "__main__":
    print(main(sys.argv[1:]))
