"""Uses examples/playground in Debian's Chromium and Firefox as a person would, and checks it.

    .ci/install playground && python3 .ci/playground.py MICROPYTHON-PACKAGE [FOLDER-FOR-PICTURES]

puppeteer-core (npm) drives the browsers; it goes to the directory that PURENN_CI names.
"""
import usage  # noqa: F401; it answers --help

import contextlib
import functools
import http.server
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
DRIVER = "puppeteer-core@25.16.0"
sys.path.insert(0, ROOT)
import purenn


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class Network(Quiet):
    """A content delivery network lets every page take what it has."""
    def end_headers(self):
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()


@contextlib.contextmanager
def served(folder, handler=Quiet):
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield "http://127.0.0.1:%d/" % server.server_port
    server.shutdown()


def main(package, pictures=None):
    cache = os.environ.get("PURENN_CI") or os.path.expanduser("~/.cache/purenn-ci")
    modules = os.path.join(cache, DRIVER)
    if not os.path.exists(os.path.join(modules, "complete")):
        install(modules, "--no-save", "--ignore-scripts", DRIVER)
        open(os.path.join(modules, "complete"), "w").close()
    with tempfile.TemporaryDirectory() as folder:
        # What a clone has.
        site, files = os.path.join(folder, "site"), os.path.join(folder, "files")
        playground = os.path.join(site, "examples", "playground")
        os.makedirs(os.path.join(site, "examples"))
        os.makedirs(files)
        shutil.copy(os.path.join(ROOT, "purenn.py"), site)
        shutil.copy(os.path.join(ROOT, "examples", "export.py"), os.path.join(site, "examples"))
        shutil.copytree(os.path.join(ROOT, "examples", "playground"), playground,
                        ignore=shutil.ignore_patterns("node_modules", "playground.html"))
        with served(site) as url, served(os.path.join(folder, "net"), Network) as network:
            url += "examples/playground/"
            drive(modules, "missing", "chromium", url, site)  # nothing installed or reachable
            kept = pretend(folder, site, package, network)
            drive(modules, "begin", "chromium", url, files)
            with open(os.path.join(folder, "net", kept, "micropython.mjs"), "a") as f:
                f.write("// one line more\n")
            drive(modules, "tampered", "chromium", url, files)
            for name in "assets.js", "index.html":  # as they were
                shutil.copy(os.path.join(ROOT, "examples", "playground", name), playground)
            install(playground)  # README.md's command, which makes the one file too
            shown = [pictures] if pictures else []
            together([start(modules, "use", browser, url, saved, *shown)
                      for browser, saved in folders(files)])
            for browser, saved in folders(files):
                drive(modules, "timed", browser, url, saved)
        alone = os.path.join(folder, "a USB stick")
        os.makedirs(alone)
        shutil.move(os.path.join(playground, "playground.html"), alone)
        page = pathlib.Path(alone, "playground.html").as_uri()
        for browser in "chromium", "firefox":
            drive(modules, "offline", browser, page, files)
        check(files)


def install(folder, *arguments):
    done = subprocess.run(["npm", "install", "--prefix", folder, "--no-package-lock",
                           "--loglevel=error"] + list(arguments),
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(done.stdout)


def pretend(folder, site, package, network):
    """Puts the package where the page looks for it in the internet, and that on this machine."""
    playground = os.path.join(site, "examples", "playground")
    with open(os.path.join(playground, "package.json")) as f:
        (name, version), = json.load(f)["dependencies"].items()
    kept = "%s@%s" % (name, version)
    shutil.copytree(package, os.path.join(folder, "net", kept))
    for name in "assets.js", "index.html":
        path = os.path.join(playground, name)
        with open(path) as f:
            text = f.read()
        assert text.count("https://cdn.jsdelivr.net/npm/") == 1
        with open(path, "w") as f:
            f.write(text.replace("https://cdn.jsdelivr.net/npm/", network))
    return kept


def folders(files):
    """Each browser, and where it saves: two at once would save to the same names."""
    for browser in "chromium", "firefox":
        saved = os.path.join(files, browser)
        os.makedirs(saved, exist_ok=True)
        yield browser, saved


def start(modules, *arguments):
    # Imports of packages are looked up from where a script stands.
    script = shutil.copy(os.path.join(HERE, "playground.mjs"), modules)
    return subprocess.Popen(["timeout", "--kill-after=9", "300", "node", script] + list(arguments))


def drive(modules, *arguments):
    together([start(modules, *arguments)])


def together(running):
    """Waits for all of them. Where one fails, the others end too."""
    try:
        for process in running:
            if process.wait():
                raise subprocess.CalledProcessError(process.returncode, process.args)
    finally:
        for process in running:
            process.terminate()
            process.wait()


def check(files):
    """The files that the page saved: the same trained network, in each form."""
    for browser, saved in folders(files):
        net, module = purenn.load(os.path.join(saved, browser + "-net.json")), {}
        with open(os.path.join(saved, browser + "-model.py")) as f:
            exec(f.read(), module)
        right = 0
        for k in range(40):  # along the arms of the spiral
            t, side = 0.06 + 0.94 * (k // 2 + 0.5) / 20, -1 if k % 2 else 1
            angle = 2.5 * math.pi * t
            x = [2.8 * t * side * math.cos(angle), 2.8 * t * side * math.sin(angle)]
            output, = net.forward_propagation([x])[0]
            assert abs(output - module["predict"](x)[0]) < 1e-12
            right += (output > 0.5) == (k % 2 == 1)
        assert net.sizes == [2, 8, 8, 1] and right >= 34, right
        assert purenn.load(os.path.join(files, "offline-%s.json" % browser)).sizes == net.sizes
        for name, text in ("model.c", "void predict("), ("model.mjs", "export function predict("):
            with open(os.path.join(saved, "%s-%s" % (browser, name))) as f:
                assert text in f.read(), name
    for browser, saved in folders(files):  # learned from a table, it takes and gives its units
        table = purenn.load(os.path.join(saved, browser + "-table.json"))
        squares = 0.0
        for k in range(60):
            (length,), = table.forward_propagation([[150 + k, 1000 + 37 * k % 50 * 10, k % 7]])
            squares += (length - (200 + k / 2 + 37 * k % 50 / 2)) ** 2
        assert math.sqrt(squares / 60) < 3, squares
    print("playground: what it saved is the trained network, %r" % net.sizes)


if __name__ == "__main__":
    main(*sys.argv[1:])
