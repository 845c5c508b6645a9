// The Chromium that is installed → a browser without a past, and the rules of accessibility for its pages.
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Where Chromium is: CHROMIUM_BIN, or one of its names on PATH; undefined where there is none.
 * @returns {string | undefined}
 */
export function findChromium() {
  const { CHROMIUM_BIN, PATH = "" } = process.env;
  if (CHROMIUM_BIN) return CHROMIUM_BIN;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const paths = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Opens pages with a new profile, which `close` removes. `refused` collects every address a page asked for that is not
 * on this machine; such requests are not sent.
 * @param {string} executablePath
 */
export async function openBrowser(executablePath) {
  const profile = mkdtempSync(join(tmpdir(), "breakwater-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    args: ARGUMENTS,
    viewport: { width: 1280, height: 900 },
  });
  /** @type {string[]} */
  const refused = [];
  await context.route(/^/, (route) => {
    const { hostname, protocol, href } = new URL(route.request().url());
    if (hostname === "127.0.0.1" || protocol === "data:" || protocol === "blob:") return route.continue();
    refused.push(href);
    return route.abort();
  });
  return {
    context,
    refused,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * What axe-core finds serious or critical, one line for each.
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await page.evaluate(source);
  const found = await page.evaluate("axe.run(document)");
  const { violations } = /** @type {import("axe-core").AxeResults} */ (found);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
    );
}
