// node playground.mjs missing|begin|use URL FILES [PICTURES]: a person at the page, in headless Chromium.
// FILES is where the browser saves; for missing, the repository. PICTURES is a folder for screenshots:
// wide and narrow, light and dark, and the README's.
import assert from "node:assert/strict";
import fs from "node:fs";
import puppeteer from "puppeteer-core";

const [mode, url, files, pictures] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();
const wrong = [];
page.on("pageerror", (error) => wrong.push(error.message));
await page.setViewport({ width: 1360, height: 800 });
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const text = (selector) => page.$eval(selector, (node) => node.tagName === "BUTTON" ? node.textContent : node.value ?? node.textContent);
const until = (test, ...args) => page.waitForFunction(test, { timeout: 60000, polling: 50 }, ...args);
const plane = () => page.$eval("#plane", (canvas) => canvas.toDataURL());
const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);

try {
  await { missing, begin, use }[mode]();
  assert.deepEqual(wrong, []);
} finally {
  await browser.close();
}

async function missing() {
  await page.goto(`file://${files}/examples/playground/index.html`);
  assert.match(await text("#failed:not([hidden])"), /python3 -m http.server/);
  await page.setRequestInterception(true);
  page.on("request", (request) => request.url().startsWith(new URL(url).origin) || request.url().startsWith("data:")
    ? request.continue() : request.abort());
  // The worker's requests are not the page's: no name but this machine's is found.
  await page.goto(url);
  await page.waitForSelector("#failed:not([hidden])", { timeout: 60000 });
  assert.match(await text("#failed"), /npm install --prefix examples\/playground/);
  console.log("playground: without MicroPython it says what to do");
}

async function begin() {
  await page.goto(url);
  await page.waitForSelector("#train:not([disabled])", { timeout: 60000 });
  await page.click("#step");
  await until(() => document.querySelector("#epochs").textContent === "1 epoch");
  console.log("playground: with MicroPython from another address it learns");
}

async function use() {
  // Tasks over 50 ms, as the browser itself reports them.
  await page.evaluateOnNewDocument(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map((entry) => entry.duration)))
      .observe({ type: "longtask", buffered: true });
  });
  const client = await page.createCDPSession();
  await client.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: files });
  await page.goto(url);
  await page.waitForSelector("#train:not([disabled])", { timeout: 60000 });
  await until(() => document.querySelector("#epochs").textContent === "0 epochs");
  await picture("idle");

  // XOR by clicking, to a loss under 0.05; the picture moves, the page stays responsive.
  const before = await plane(), lines = await page.$eval("#network", (svg) => svg.innerHTML);
  // A task that is too long would be noticed.
  await page.evaluate(() => { setTimeout(() => { for (const end = performance.now() + 250; performance.now() < end;); }); });
  await until(() => window.longTasks.some((duration) => duration >= 240));
  await page.evaluate(() => { window.longTasks.length = 0; });
  await page.click("#train");
  await until(() => parseInt(document.querySelector("#epochs").textContent) > 20);
  await picture("training");
  await picture("dark", { dark: true });
  await picture("narrow", { width: 390 });
  await picture("narrow-dark", { width: 390, dark: true });
  await until(() => Number(document.querySelector("#loss").textContent) < 0.05);
  await page.click("#train");
  const longest = Math.max(0, ...await page.evaluate(() => window.longTasks));
  assert.ok(longest <= 200, `a task took ${longest} ms`);
  assert.notEqual(await plane(), before);
  assert.notEqual(await page.$eval("#network", (svg) => svg.innerHTML), lines);
  assert.match(await page.$eval("#losses polyline", (line) => line.getAttribute("points")), / .* .* /);
  await wait(500);
  const paused = await text("#epochs");
  await wait(500);
  assert.equal(await text("#epochs"), paused, "it learns on while paused");
  await page.click("#step");
  await until((epochs) => parseInt(document.querySelector("#epochs").textContent) === parseInt(epochs) + 1, paused);
  console.log(`playground: XOR learned after ${await text("#epochs")}, longest task ${longest} ms`);

  // What was learned, saved.
  await page.click("#save-json");
  await page.click("#save-python");
  await saved("net.json", "trained.json");
  await saved("model.py", "trained.py");

  // The code: changed and run, then an error at its line, then code that never ends.
  await edit((code) => code.replace("[2, 8, 1]", "[2, 3, 1]").replace("return net", "print('learning')\n    return net"));
  await page.click("#run");
  await until(() => document.querySelectorAll("#network circle").length === 6);
  await page.click("#step");
  await until(() => document.querySelector("#output").textContent === "learning\n");
  await edit((code) => code.replace('["tanh", "sigmoid"]', '["tank", "sigmoid"]'));
  await page.click("#run");
  await until(() => document.querySelector("#output.error"));
  assert.match(await text("#output"), /line 9[^]*ValueError: activations: expected one of .*tanh.*got 'tank'/);
  assert.match(await text("#lines .wrong"), /^9$/);
  await edit((code) => code.replace("tank", "tanh").replace("print('learning')", "print(missing)"));
  await page.click("#run");
  await until(() => document.querySelector("#output").hidden);
  await page.click("#train");
  await until(() => document.querySelector("#output.error"));
  assert.match(await text("#output"), /NameError/);
  assert.equal(await text("#lines .wrong"), "12");
  assert.equal(await text("#train"), "Train");
  await edit((code) => code.replace("print(missing)", "pass").replace("def epoch", "while True: pass\ndef epoch"));
  await page.click("#run");
  await until(() => document.querySelector("#output").textContent.includes("was stopped"));
  await edit((code) => code.replace("while True: pass\n", ""));
  await page.waitForSelector("#train:not([disabled])");
  await page.click("#run");
  await until(() => document.querySelector("#epochs").textContent === "0 epochs" && document.querySelector("#output").hidden);
  console.log("playground: code edited and run, errors shown at their lines, endless code stopped");

  // A click adds a point of one's own.
  await page.click("#plane");
  assert.equal(await text("#data"), "own");

  // Every control by keyboard alone.
  await page.reload();
  await page.waitForSelector("#train:not([disabled])");
  await until(() => document.querySelector("#epochs").textContent === "0 epochs");
  const wanted = await page.$$eval("select, input, button, textarea, [tabindex='0']", (nodes) => nodes
    .filter((node) => node.offsetParent && !(node.type === "radio" && !node.checked)).map((node) => node.id || node.value));
  const reached = [];
  for (let k = 0; k < wanted.length; k++) {
    await page.keyboard.press("Tab");
    reached.push(await focused());
  }
  assert.deepEqual(reached, wanted);
  const unnamed = await page.$$eval("select, input, button, textarea, canvas", (nodes) => nodes
    .filter((node) => !(node.labels?.length || node.textContent.trim() && node.tagName === "BUTTON" || node.ariaLabel)).map((node) => node.id));
  assert.deepEqual(unnamed, []);
  const changes = { data: "circles", layers: "2", activation: "relu", rate: "1", batch: "32" };
  for (const [id, value] of Object.entries(changes)) {
    await tabTo(id);
    for (let tries = 0; await text(`#${id}`) !== value; tries++) {
      assert.ok(tries < 9, `${id} does not become ${value}`);
      await page.keyboard.press("ArrowDown");
    }
  }
  for (const [id, value] of [["seed", "42"], ["neurons-2", "4"]]) {
    await tabTo(id);
    await page.keyboard.down("Control");
    await page.keyboard.press("a");
    await page.keyboard.up("Control");
    await page.keyboard.type(value);
    await page.keyboard.press("Tab");
  }
  const code = await text("#code");
  for (const part of ["[2, 8, 4, 1]", '["relu", "relu", "sigmoid"]', "learning_rate = 1\n", "batch_size = 32\n", "seed=42"]) {
    assert.ok(code.includes(part), `${part} is not in the code:\n${code}`);
  }
  await until(() => document.querySelectorAll("#network circle").length === 15);
  await press("step", "Enter");
  await until(() => document.querySelector("#epochs").textContent === "1 epoch");
  await press("train", "Space");
  await until(() => parseInt(document.querySelector("#epochs").textContent) > 5);
  assert.equal(await text("#train"), "Pause");
  await press("reset", "Enter");
  await until(() => document.querySelector("#epochs").textContent === "0 epochs");
  await press("clear", "Enter");
  for (const [colour, move] of [["ArrowLeft", "ArrowUp"], ["ArrowRight", "ArrowDown"]]) {
    await tabTo("plane");
    for (let k = 0; k < 8; k++) await page.keyboard.press(move);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press(colour === "ArrowLeft" ? "ArrowRight" : "ArrowLeft");
  }
  await until(() => document.querySelector("#epochs").textContent === "0 epochs" && document.querySelector("#output").hidden);
  await press("step", "Enter");
  await until(() => document.querySelector("#epochs").textContent === "1 epoch");
  await tabTo("code");
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  await until(() => document.querySelector("#epochs").textContent === "0 epochs");
  for (const id of ["run", "save-json", "save-python"]) await press(id, "Enter");
  await saved("net.json", "untrained.json");
  await saved("model.py", "untrained.py");
  assert.equal(await page.$eval("#output", (node) => node.hidden), true);

  // Every kind of data, drawn and learned from.
  for (const data of ["moons", "spiral", "xor"]) {
    await page.select("#data", data);
    await until(() => document.querySelector("#epochs").textContent === "0 epochs");
    const drawn = await plane();
    await page.click("#step");
    await until(() => document.querySelector("#epochs").textContent === "1 epoch");
    assert.notEqual(await plane(), drawn);
  }
  console.log("playground: every control by keyboard, every kind of data");

  if (!pictures) return;
  await page.reload(); // the README's picture
  await page.waitForSelector("#train:not([disabled])");
  for (const [id, value] of [["data", "spiral"], ["layers", "2"], ["batch", "4"]]) await page.select(`#${id}`, value);
  await page.click("#train");
  await until(() => Number(document.querySelector("#loss").textContent) < 0.02);
  await page.setViewport({ width: 1360, height: 620 });
  await page.screenshot({ path: `${pictures}/playground.webp`, quality: 85 });
}

async function saved(name, keptAs) {
  for (let tries = 0; !fs.existsSync(`${files}/${name}`); tries++) {
    assert.ok(tries < 100, `${name} was not saved`);
    await wait(100);
  }
  fs.renameSync(`${files}/${name}`, `${files}/${keptAs}`);
}

async function edit(change) {
  const code = change(await text("#code"));
  await page.click("#code");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.sendCharacter(code);
}

async function tabTo(id) {
  for (let tries = 0; await focused() !== id; tries++) {
    assert.ok(tries < 60, `${id} is not reached by Tab`);
    await page.keyboard.press("Tab");
  }
}

async function press(id, key) {
  await tabTo(id);
  await page.keyboard.press(key);
}

async function picture(name, { width = 1360, dark = false } = {}) {
  if (!pictures) return;
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.setViewport({ width, height: width < 600 ? 844 : 640 });
  await wait(400);
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: width < 600 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  await page.setViewport({ width: 1360, height: 640 });
}
