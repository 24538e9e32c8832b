// What a heap of a given size suffices for, on npm's MicroPython (pointers of 32 bits). memory.mjs imports it.
// It collects garbage only after a script has ended, so every step is one.
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

export async function start(loader, heapsize, files) {
  const { loadMicroPython } = await import(pathToFileURL(path.resolve(loader)));
  const lines = [];
  const options = { heapsize, linebuffer: true, stdout: (line) => lines.push(line) };
  const python = await loadMicroPython(options);
  for (const [name, file] of Object.entries(files)) {
    python.FS.writeFile("/" + name, fs.readFileSync(file));
  }
  python.runPython("import gc, sys\nsys.path.append('/')\ngc.collect()");
  return (code) => {
    python.runPython(code);
    return Number(lines.pop());
  };
}

export async function fits(loader, heapsize, files, steps) {
  const run = await start(loader, heapsize, files);
  run("total = gc.mem_alloc() + gc.mem_free()");
  try {
    for (const step of steps) run(step + "\ngc.collect()");
    // It would grow rather than fail.
    return run("print(gc.mem_alloc() + gc.mem_free() - total)") === 0;
  } catch {
    return false;
  }
}

export async function heap(loader, files, steps) {
  let low = 0, high = 256;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (await fits(loader, middle * 1024, files, steps)) high = middle;
    else low = middle;
  }
  return high;
}

export const asPurenn = (file) => ({ [file.endsWith(".mpy") ? "purenn.mpy" : "purenn.py"]: path.resolve(file) });
