// Makes playground.html: the whole page with the runtime in one file, which needs no server and no
// network. `npm install --prefix examples/playground` ends with it.
import { createHash } from "node:crypto";
import fs from "node:fs";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";

const at = (name) => new URL(name, import.meta.url);
const RUNTIME = "node_modules/@micropython/micropython-webassembly-pyscript/";
const FILES = {
  // as assets.js asks for them
  "../../purenn.py": "../../purenn.py",
  "../export.py": "../export.py",
  "glue.py": "glue.py",
  "walk.py": "walk.py",
  "worker.js": "worker.js",
  "painter.js": "painter.js",
  "micropython.mjs": `${RUNTIME}micropython.mjs`,
  "micropython.wasm": `${RUNTIME}micropython.wasm`,
};

const bundle = await rollup({ input: fileURLToPath(at("playground.js")) });
const {
  output: [{ code }],
} = await bundle.generate({ format: "es" });
const script = code.replaceAll("</script", "<\\/script");
const style = fs.readFileSync(at("playground.css"), "utf8");
const files = Object.fromEntries(
  Object.entries(FILES).map(([name, path]) => [name, fs.readFileSync(at(path)).toString("base64")]),
);
for (const name of ["micropython.mjs", "micropython.wasm"]) {
  const hash = createHash("sha384")
    .update(fs.readFileSync(at(FILES[name])))
    .digest("base64");
  if (!fs.readFileSync(at("assets.js"), "utf8").includes(`sha384-${hash}`))
    throw new Error(`${name} is not the one of assets.js`);
}

const sha = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy =
  `default-src 'none'; script-src ${sha(script)} 'wasm-unsafe-eval'; style-src ${sha(style)}; worker-src blob:;` +
  " img-src data:; base-uri 'none'; form-action 'none'";

function replaced(text, what, by) {
  if (!what.test(text)) throw new Error(`index.html has no ${what}`);
  return text.replace(what, () => by);
}

let page = fs.readFileSync(at("index.html"), "utf8");
page = replaced(page, /(?<=Security-Policy" content=")[^"]*/, policy);
page = replaced(page, /<link rel="stylesheet"[^>]*>/, `<style>${style}</style>`);
page = replaced(page, /<script>[^]*<\/script>\n/, "");
page = replaced(
  page,
  /$/,
  `<!-- With MicroPython (https://micropython.org, MIT licence, Copyright Damien P. George and others) and purenn (MIT licence). -->
<script type="application/json" id="files">${JSON.stringify(files)}</script>
<script type="module">${script}</script>
`,
);
fs.writeFileSync(at("playground.html"), page);
console.log(
  `examples/playground/playground.html: ${(page.length / 1e6).toFixed(1)} MB in one file. Open it by a double click; it needs no network.`,
);
