"""Uses examples/playground in Debian's Chromium as a person would, and checks what comes of it.

    python3 .ci/playground.py MICROPYTHON-PACKAGE [FOLDER-FOR-PICTURES]

puppeteer-core (npm) drives the browser; it goes to the directory that PURENN_CI names.
"""
import contextlib
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
DRIVER = "puppeteer-core@25.16.0"
PACKAGE = "examples/playground/node_modules/@micropython/micropython-webassembly-pyscript"
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
        subprocess.run(["npm", "install", "--prefix", modules, "--no-save", "--no-package-lock",
                        "--ignore-scripts", "--loglevel=error", DRIVER], check=True,
                       stdout=subprocess.DEVNULL)
        open(os.path.join(modules, "complete"), "w").close()
    with tempfile.TemporaryDirectory() as folder:
        # What a clone has, and what npm would install in it.
        site, files = os.path.join(folder, "site"), os.path.join(folder, "files")
        os.makedirs(os.path.join(site, "examples"))
        os.makedirs(files)
        shutil.copy(os.path.join(ROOT, "purenn.py"), site)
        shutil.copytree(os.path.join(ROOT, "examples", "playground"),
                        os.path.join(site, "examples", "playground"),
                        ignore=shutil.ignore_patterns("node_modules"))
        with served(site) as url, served(os.path.join(folder, "net"), Network) as network:
            url += "examples/playground/"
            drive(modules, "missing", url, site)  # nothing installed, nothing reachable
            pretend(folder, site, package, network)
            drive(modules, "begin", url, files)
            shutil.copytree(package, os.path.join(site, PACKAGE))
            drive(modules, "use", url, files, *[pictures] if pictures else [])
        check(files)


def pretend(folder, site, package, network):
    """Puts the package where the page looks for it in the internet, and that on this machine."""
    with open(os.path.join(site, "examples", "playground", "package.json")) as f:
        (name, version), = json.load(f)["dependencies"].items()
    shutil.copytree(package, os.path.join(folder, "net", "%s@%s" % (name, version)))
    worker = os.path.join(site, "examples", "playground", "worker.js")
    with open(worker) as f:
        text = f.read()
    assert text.count("https://cdn.jsdelivr.net/npm/") == 1
    with open(worker, "w") as f:
        f.write(text.replace("https://cdn.jsdelivr.net/npm/", network))


def drive(modules, *arguments):
    # Imports of packages are looked up from where a script stands.
    script = shutil.copy(os.path.join(HERE, "playground.mjs"), modules)
    subprocess.run(["timeout", "--kill-after=9", "240", "node", script] + list(arguments),
                   check=True)


def check(files):
    """The files that the page saved: the same network, as JSON and as plain Python."""
    net, module = purenn.load(os.path.join(files, "trained.json")), {}
    with open(os.path.join(files, "trained.py")) as f:
        exec(f.read(), module)
    for x in [0.5, 0.5], [-0.5, 0.5], [0.5, -0.5], [-0.5, -0.5]:
        output, = net.forward_propagation([x])[0]
        assert abs(output - module["predict"](x)[0]) < 1e-12
        assert (output > 0.5) == (x[0] * x[1] < 0), (x, output)
    print("playground: what it saved is the trained network, %r" % net.sizes)


if __name__ == "__main__":
    main(*sys.argv[1:])
