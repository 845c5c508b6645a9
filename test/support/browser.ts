// Tests that need a real browser: they run where Chromium is, else they say why not.
import { afterAll, expect, test } from "@jest/globals";
import { findChromium, openBrowser } from "../../tools/browser.mjs";

const CHROMIUM = findChromium();
const REASON = "no Chromium on PATH or in CHROMIUM_BIN";

/** As `test`. Without Chromium it is skipped, or fails where BREAKWATER_REQUIRE_BROWSER is 1. */
export function browserTest(name: string, run: (chromium: string) => Promise<void>): void {
  if (CHROMIUM !== undefined) test(name, () => run(CHROMIUM));
  else if (process.env["BREAKWATER_REQUIRE_BROWSER"] === "1") test(name, () => expect(REASON).toBe(""));
  else {
    process.stderr.write(`skipped: ${name}: ${REASON}\n`);
    test.skip(`${name} (${REASON})`, () => {});
  }
}

/** A browser for one test file. */
export async function openTestBrowser(chromium: string): Promise<Awaited<ReturnType<typeof openBrowser>>> {
  const browser = await openBrowser(chromium);
  afterAllClosing.push(browser.close);
  return browser;
}

const afterAllClosing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of afterAllClosing) await close();
});
