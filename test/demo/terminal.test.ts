// Comments in a terminal: readable at any width, and unable to bring escapes of their own.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { markdownToText } from "../../demo/terminal.ts";
import { columnsOf } from "../../demo/terminal-text.ts";
import { CASES, caseNames } from "../support/cases.ts";

const plain = (markdown: string, width = 80) => markdownToText(markdown, { width, colour: false });

test("a table that fits stands in columns, wide characters counted", () => {
  expect(plain("| a | b |\n|---|---|\n| ♻️ 1 | x |\n| 22 | y |")).toBe("a     b\n♻️ 1  x\n22    y\n");
});

test("a table that does not fit is told row by row, without its empty cells", () => {
  const table = `|  | Finding | Why | Do |\n|---|---|---|---|\n| **F1** | ${"word ".repeat(8)}| because | – |`;
  expect(plain(table, 40)).toBe(
    "F1\n    Finding: word word word word word\n      word word word\n    Why: because\n",
  );
});

test("folded parts are named, open ones shown; graphs are left to the table beside them", () => {
  const markdown =
    "<details><summary>shut</summary>\n\nunseen\n\n</details>\n\n<details open><summary><b>open</b></summary>\n\nseen\n\n```mermaid\nflowchart LR\n```\n\n</details>";
  expect(plain(markdown)).toBe("▸ shut\n\n▾ open\n  seen\n");
});

test("lists, quotes, rules and code keep their shape", () => {
  expect(plain("- a\n- b\n\n> c\n\n---\n\n```diff\n-d\n+e\n```", 10)).toBe(
    "• a\n• b\n\n│ c\n\n──────────\n\n  -d\n  +e\n",
  );
});

test("colours only where they are wanted", () => {
  expect(markdownToText("# a", { width: 80, colour: true })).toBe("\u001b[1ma\u001b[0m\n");
  expect(plain("# a")).toBe("a\n");
});

test("escapes and turned writing in a comment do not get through", () => {
  const hostile =
    "a\u001b[2Jb `c\u009b31m` \u202ed\n\n```\n\u001b]0;x\u0007\n```\n\n<summary>\u001b[0m</summary>";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there.
  expect(plain(hostile)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
});

test("every golden comment keeps 100 columns where its words do, and says its verdict first", () => {
  for (const name of caseNames()) {
    const text = plain(readFileSync(join(CASES, name, "comment.md"), "utf8"), 100);
    expect(text).toMatch(/^(?:🛑 Stop|⚠️ Caution|✅ Go): /);
    expect(text).not.toMatch(/<\/?(?:details|summary|br|sub)|\*\*/);
    const long = text.split("\n").filter((line) => columnsOf(line) > 100 && / \S+ \S+ /.test(line.trim()));
    expect({ name, long }).toEqual({ name, long: [] });
  }
});
