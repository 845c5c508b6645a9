// Names and typed text → code spans.
import { expect, test } from "@jest/globals";
import { code, quoted } from "../../src/lib/code-span.ts";

test("a name stands in backticks, and its own do not end the span", () => {
  expect(["cl01", "", "a`b``c"].map(code)).toEqual(["`cl01`", "``", "`a'b''c`"]);
});

test("what a user typed is cut after 80 characters", () => {
  expect(quoted("x".repeat(80))).toBe(`\`${"x".repeat(80)}\``);
  expect(quoted("x".repeat(81))).toBe(`\`${"x".repeat(80)}…\``);
  expect(quoted("a`b")).toBe("`a'b`");
});
