// node web.mjs KIND PACKAGE SCRIPT: runs SCRIPT as the main module in one of the web's Pythons.
// KIND is a key of `run`, PACKAGE the directory of its npm package; SCRIPT and the modules that it
// imports are in the current directory.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";

const [kind, packageDirectory, script] = process.argv.slice(2);
fs.accessSync(packageDirectory); // a page without it would only stay silent
const source = fs.readFileSync(script, "utf8");
const stdout = (line) => console.log(line);

function runWithFiles(python, code = source) {
    for (const name of fs.readdirSync(".")) {
        python.FS.writeFile(name, fs.readFileSync(name));
    }
    python.runPython(code);
}

const page = `<!DOCTYPE html>
<script src="brython.js"></script>
<script src="brython_stdlib.js"></script>
<script type="text/python">
import sys, traceback
from browser import ajax

class Output:
    text = ""
    def write(self, text):
        self.text += text
    def flush(self):
        pass

output = sys.stdout = sys.stderr = Output()
status = 0
try:
    with open("${script}") as f:
        source = f.read()
    exec(source, {"__name__": "__main__"})
except BaseException:
    traceback.print_exc()
    status = 1
ajax.post("/%d" % status, data=output.text)
</script>`;

const run = {
    async micropython() {
        const { loadMicroPython } = await import(packageDirectory + "/micropython.mjs");
        const python = await loadMicroPython({ stdout });
        if (!source.includes("def run(names=None)")) return runWithFiles(python);
        // It collects garbage only between scripts, so each test is one.
        runWithFiles(python, "import test_purenn");
        const names = [...source.matchAll(/^def (test_\w+)/gm)].map(([, name]) => name).sort();
        for (const name of names) python.runPython(`assert not test_purenn.run(["${name}"])`);
    },

    async pyodide() {
        const { loadPyodide } = await import(packageDirectory + "/pyodide.mjs");
        runWithFiles(await loadPyodide({ stdout }));
    },

    async skulpt() {
        const require = createRequire(import.meta.url);
        require(packageDirectory + "/dist/skulpt.min.js"); // defines the global Sk
        require(packageDirectory + "/dist/skulpt-stdlib.js");
        Sk.configure({
            __future__: Sk.python3,
            output: (text) => process.stdout.write(text),
            read: (name) => Sk.builtinFiles.files[name] ?? fs.readFileSync(name, "utf8"),
        });
        Sk.importMainWithBody("__main__", false, source, false);
    },

    async brython() {
        process.exitCode = 1; // unless the page says otherwise
        const server = http.createServer(async (request, response) => {
            const name = new URL(request.url, "http://127.0.0.1").pathname.slice(1);
            if (request.method === "POST") {
                for await (const piece of request) {
                    process.stdout.write(piece);
                }
                response.end();
                process.exitCode = Number(name);
                browser.kill();
                return;
            }
            const file = path.join(name.startsWith("brython") ? packageDirectory : ".", name);
            const found = fs.existsSync(file);
            const status = found ? 200 : 404; // an import tries several names
            response.writeHead(status, { "Content-Type": name ? "text/plain" : "text/html" });
            response.end(name ? found && fs.readFileSync(file) : page);
        });
        await once(server.listen(0, "127.0.0.1"), "listening");
        const browser = spawn("chromium", [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--log-level=3", "--user-data-dir=" + path.resolve("profile"),
            "http://127.0.0.1:" + server.address().port,
        ], { stdio: ["ignore", "ignore", "inherit"] });
        await once(browser, "exit");
        server.closeAllConnections();
        server.close();
    },
};

try {
    await run[kind]();
} catch (error) {
    console.error(String(error)); // left to node, it comes with a line of minified code
    process.exitCode = 1;
}
