// The demo in a real browser → faults of its page, and docs/demo.png. With --check no picture is written.
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { findChromium, openBrowser, violations } from "./browser.mjs";
import { buildIfStale, cli, root } from "./built.mjs";

const PICTURE = join(root, "docs/demo.png");
const LARGEST = 400_000;

const executable = findChromium();
if (!executable) {
  process.stderr.write("no Chromium: install one, or name it with CHROMIUM_BIN\n");
  process.exit(2);
}
buildIfStale();
const demo = spawn(process.execPath, [cli, "demo"], {
  stdio: ["ignore", "pipe", "inherit"],
  env: withoutPort(),
});
const ended = new Promise((resolve) => demo.once("exit", resolve));
const browser = await openBrowser(executable);
const faults = [];
try {
  const address = await addressOf(demo);
  const page = await browser.context.newPage();
  page.on("pageerror", (error) => faults.push(`a script failed: ${error.message}`));
  page.on(
    "console",
    (message) => message.type() === "error" && faults.push(`the console: ${message.text()}`),
  );
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    for (const number of [1, 2]) {
      await page.goto(`${address}pull/${number}`);
      faults.push(...(await look(page)).map((fault) => `#${number}, ${scheme}: ${fault}`));
    }
  }
  if (!process.argv.includes("--check")) await picture(page, address);
  faults.push(...(await command(page, address)));
  faults.push(...(await converse(page, address)));
} catch (error) {
  faults.push(String(error));
} finally {
  await browser.close();
  demo.kill("SIGTERM");
}
if ((await ended) !== 0) faults.push("the demo did not end cleanly");
faults.push(...browser.refused.map((url) => `the page asked for ${url}`));
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.exitCode = faults.length > 0 ? 1 : 0;

/** Draws the graphs, unfolds everything, and holds the page against the rules. */
async function look(page) {
  const found = [];
  const blocks = await page.locator(".graph, code.language-mermaid").count();
  const steps = await page.locator("summary", { hasText: /Order after the merge: (?!1 step$)/ }).count();
  if (blocks < steps) found.push("an order of several steps has no graph");
  if (blocks > 0) await drawn(page).catch(() => found.push("mermaid drew no graph"));
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
  for (const graph of await page.locator(".graph svg").all()) {
    const box = await graph.boundingBox();
    if (!box || box.width < 50 || box.height < 20) found.push("a graph has no extent");
  }
  const wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth");
  if (wide) found.push("the page is wider than the window");
  return [...found, ...(await violations(page))];
}

/** Waits until a graph stands in place of every block of mermaid. */
async function drawn(page) {
  const blocks = page.locator("code.language-mermaid");
  await blocks.first().waitFor({ state: "detached", timeout: 20_000 });
}

/** Types a command: reply, reaction, commit and the plan that follows appear on the page as it is. */
async function command(page, address) {
  await page.goto(`${address}pull/1`);
  await page.getByLabel("Add a comment").fill("Two more for the sale.\n\n/scale cl01/pool-b +2");
  await page.getByRole("button", { name: "Comment" }).click();
  const reply = page.locator(".comment", { hasText: "One edit: cl01/pool-b from 2 to 4." });
  await reply.waitFor({ timeout: 30_000 });
  await page.locator(".commit", { hasText: "Scale cl01/pool-b from 2 to 4" }).waitFor({ timeout: 10_000 });
  await page
    .locator(".comment", { hasText: "Two more for the sale." })
    .locator(".reaction", { hasText: "🚀" })
    .waitFor();
  await page.locator(".comment", { hasText: "pool-b 2 → 4" }).first().waitFor({ timeout: 30_000 });
  const shot = process.env.COMMAND_PICTURE;
  if (shot) await page.screenshot({ path: shot, fullPage: true });
  return violations(page);
}

/** Types a comment, and pushes a commit that changes the verdict: the page follows without being loaded again. */
async function converse(page, address) {
  await page.goto(`${address}pull/1`);
  await page
    .getByLabel("Add a comment")
    .fill("Is *this* one `safe`? <script>document.title = 'broken'</script>");
  await page.getByRole("button", { name: "Comment" }).click();
  const typed = page.locator(".comment", { hasText: "Is this one safe?" });
  await typed.waitFor({ timeout: 10_000 });
  await page.getByText("Edit a file on").click();
  const content = page.getByLabel("Content of clusters/cl01/cl01.yaml");
  await content.fill((await content.inputValue()).replace("v1.34.2", "v1.36.0"));
  await page.getByRole("button", { name: "Commit to upgrade-cl01" }).click();
  await page.locator("h2", { hasText: "Stop:" }).waitFor({ timeout: 30_000 });
  return (await page.title()).includes("broken") ? ["a comment ran a script"] : [];
}

/** The upgrade as a reviewer meets it, with the order after the merge unfolded, down to the check. */
async function picture(page, address) {
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.goto(`${address}pull/1`);
  await page.getByText("Order after the merge").first().click();
  await page.mouse.move(0, 0);
  const bottom = "document.querySelector('section.check').getBoundingClientRect().bottom + scrollY";
  const height = Math.ceil(await page.evaluate(bottom)) + 24;
  await page.screenshot({ path: PICTURE, fullPage: true, clip: { x: 0, y: 0, width: 1280, height } });
  const { size } = statSync(PICTURE);
  if (size > LARGEST) faults.push(`docs/demo.png has ${size} bytes`);
}

function addressOf(child) {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      said += text;
      const [, address] = /The conversations: (\S+)/.exec(said) ?? [];
      if (address) resolve(address);
    });
    child.once("exit", () => reject(new Error("the demo ended before it served its page")));
  });
}

function withoutPort() {
  const { PORT: _, ...environment } = process.env;
  return environment;
}
