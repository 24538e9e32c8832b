// Where the runtime and the files that run in it come from: all from the page itself if it was made
// by `npm run offline`, else from beside it and, for the runtime, from node_modules or a CDN.
const PACKAGE = "@micropython/micropython-webassembly-pyscript";
const VERSION = "1.29.0-6";
const PLACES = [`node_modules/${PACKAGE}/`, `https://cdn.jsdelivr.net/npm/${PACKAGE}@${VERSION}/`];
const PATIENCE = 60000; // milliseconds for each file
export const RUNTIME = {
  // of the package, whichever place it comes from
  "micropython.mjs": "sha384-Yg2CRTkVSu165cf2GcplOHQKVn8vUKrE8H/FjfCV5i09LIl+zdAAJ6DhRcwILusY",
  "micropython.wasm": "sha384-sFCaLIAPKe4LTnT5QpIK1c2yYaDHlD1DtTtyzf26/brIMH9yGyYiQQkdtssVKTeG",
};

const kept = document.getElementById("files");
const inside = kept && JSON.parse(kept.textContent); // name -> base64

function decoded(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

async function bytes(name) {
  if (inside) return decoded(inside[name]);
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name} was not found: serve the repository's root.`);
  return new Uint8Array(await answer.arrayBuffer());
}

async function fromPackage(name) {
  if (inside) return decoded(inside[name]);
  for (const place of PLACES) {
    try {
      const answer = await fetch(new URL(place + name, import.meta.url), {
        integrity: RUNTIME[name],
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    } catch {
      // The next place may have it.
    }
  }
  throw new Error(
    "MicroPython could not be loaded. Connect to the internet and reload the page," +
      " or run  npm install --prefix examples/playground  in the repository and reload.",
  );
}

export async function text(name) {
  return new TextDecoder().decode(await bytes(name));
}

// From a page that is a file, no browser starts a module in a worker, nor imports one there: so the
// runtime, which is a module, is made a part of the worker's script.
export async function runtime() {
  const [module, wasm] = await Promise.all(Object.keys(RUNTIME).map(fromPackage));
  const script = new TextDecoder()
    .decode(module)
    .replaceAll("import.meta.url", '""')
    .replace("export default _createMicroPythonModule;", "")
    .replace("export async function", "async function");
  if (/[;}]export /.test(script))
    throw new Error("This MicroPython is another than the page was made for.");
  return { script, wasm };
}

export function worker(...scripts) {
  const address = URL.createObjectURL(
    new Blob(
      scripts.map((script) => script + "\n"),
      { type: "text/javascript" },
    ),
  );
  const made = new Worker(address);
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  return made;
}
