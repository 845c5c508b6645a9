import { describe, expect, test } from "@jest/globals";
import { markdownTable } from "../../src/render/comment/table.ts";
import { code, fence, mermaidLabel, prose, shorten, text } from "../../src/render/escape.ts";

describe("text", () => {
  test.each([
    ["plain words, 1.33.6", "plain words, 1.33.6"],
    ["ask @org/team", "ask `@org/team`"],
    ["fixes #1", "fixes `#1`"],
    ["see org/x#2 or GH-1", "see `org/x#2` or `GH-1`"],
    ["https://evil.example", "`https://evil.example`"],
    ["costs $5", "costs `$5`"],
    ["at 9f31c2a", "at `9f31c2a`"],
    [":tada:", "`:tada:`"],
    ["</details>", "&lt;/details&gt;"],
    ["a|b", "a&#124;b"],
    ["*a* _b_ [c](d)", "\\*a\\* \\_b\\_ \\[c\\](d)"],
    ["two\n\nlines", "two lines"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["a\u202eb", "`a\\u202eb`"],
    ["@a @b", "`@a` `@b`"],
  ])("%j", (given, expected) => expect(text(given)).toBe(expected));
});

describe("prose", () => {
  test.each([
    ["cluster `cl03` goes", "cluster `cl03` goes"],
    ["`a` and `b|c`.", "`a` and `b|c`."],
    ["an `open end", "an open end"],
    ["$`x`$", "`$` `x` `$`"],
    ["`a`@b`c`", "`a` `@b` `c`"],
  ])("%j", (given, expected) => expect(prose(given)).toBe(expected));
});

describe("code", () => {
  test.each([
    ["a", "`a`"],
    ["a`b", "``a`b``"],
    ["`", "`` ` ``"],
    ["", '`""`'],
    ["a\nb\tc", "`a\\nb\\tc`"],
    ["\u0000\u200b\ud800\u{e0041}", "`\\u0000\\u200b\\ud800\\u{e0041}`"],
    ["<!-- breakwater v1", "`<!\\u002d- breakwater v1`"],
  ])("%j", (given, expected) => expect(code(given)).toBe(expected));

  test("long names are cut between characters", () => {
    expect(shorten("ab💥cd", 4)).toBe("ab…");
  });
});

test("a fence is longer than what it holds", () => {
  expect(fence(["+ ```` x"], "diff")).toBe("`````diff\n+ ```` x\n`````");
});

test("a Mermaid label holds no quote, directive or tag", () => {
  expect(mermaidLabel('a"]; click %%{x}%% <b>')).toBe(
    "a#34;#93;#59; click #37;#37;#123;x#125;#37;#37; #60;b#62;",
  );
});

test("a bar in a code span does not end its cell, nor behind a backslash", () => {
  expect(markdownTable(["x"], [{ cells: ["`a|b`"] }, { cells: ["`a\\|b`"] }])).toBe(
    "| x |\n|---|\n| `a\\|b` |\n| `a\\\\u007cb` |",
  );
});
