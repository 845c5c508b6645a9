// The head of every golden comment, as the page renders it at 1280 pixels: a reviewer with one minute need not scroll.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@jest/globals";
import { build } from "esbuild";
import { markdownToHtml } from "../../demo/markdown.ts";
import { browserTest, openTestBrowser } from "../support/browser.ts";
import { CASES, caseNames } from "../support/cases.ts";
import { ROOT } from "../support/golden.ts";
import { headOf } from "../support/head.ts";

/** Each stop beyond the second may take more: none is ever folded. */
const LINES = 40;
const STOP = 8;

browserTest("takes at most 40 lines", async (chromium) => {
  const { context } = await openTestBrowser(chromium);
  const page = await context.newPage();
  const css = await build({
    entryPoints: [join(ROOT, "demo/page/page.css")],
    bundle: true,
    write: false,
    logLevel: "silent",
  });
  const room = new Map<string, number>();
  const heads = caseNames().map((name) => {
    const head = headOf(readFileSync(join(CASES, name, "comment.md"), "utf8"));
    const stops = /### 🛑.*?(?=\n### ⚠️|$)/s.exec(head)?.[0].match(/^\*\*F\d+ · /gm)?.length ?? 0;
    room.set(name, LINES + Math.max(0, stops - 2) * STOP);
    return `<div class="comment" id="${name}"><span></span><div class="box"><div class="markdown-body">${markdownToHtml(head)}</div></div></div>`;
  });
  await page.setContent(
    `<!doctype html><style>${css.outputFiles[0]?.text}</style><div class="layout"><nav></nav><main>${heads.join("")}</main></div>`,
  );
  const measured = (await page.evaluate(`[...document.querySelectorAll(".comment")].map((one) => {
    const body = one.querySelector(".markdown-body");
    const style = getComputedStyle(body);
    const inner = body.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
    return [one.id, Math.ceil(inner / parseFloat(style.lineHeight)), body.clientWidth];
  })`)) as [name: string, lines: number, width: number][];
  expect(measured.length).toBe(caseNames().length);
  expect(Math.min(...measured.map(([, , width]) => width))).toBeGreaterThan(800);
  expect(measured.filter(([name, lines]) => lines > (room.get(name) ?? LINES) || lines < 2)).toEqual([]);
});
