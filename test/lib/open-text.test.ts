// Texts of which something is left open.
import { describe, expect, it, test } from "@jest/globals";
import { isMadeOf, replaceClosed, replacePlaceholders } from "../../src/lib/open-text.ts";

describe("isMadeOf", () => {
  it.each([
    [["a"], "a", true],
    [["a"], "ab", false],
    [["a", "b"], "ab", true],
    [["a", "b"], "a/x/b", true],
    [["a", "b", ""], "axb", true],
    [["", "b", "c"], "abcb", false],
    [["ab", "ba"], "aba", false],
    [["a", "b", "b"], "ab", false],
  ])("%j and %s: %s", (parts, text, expected) => {
    expect(isMadeOf(parts, text)).toBe(expected);
  });

  it.each([
    [["a", "b"], "ab", false],
    [["a", "b"], "axb", true],
    [["", "", ""], "x", false],
    [["", "", ""], "xy", true],
    [["", "a", ""], "aab", true],
    [["", "a", ""], "ab", false],
  ])("with a character between, %j and %s: %s", (parts, text, expected) => {
    expect(isMadeOf(parts, text, 1)).toBe(expected);
  });
});

test("a placeholder and a mark that nothing closes stay", () => {
  expect(replacePlaceholders("a{{b}}c{{{{d", () => "*")).toBe("a*c{{{{d");
  expect(replaceClosed("a[b]c[[d", /\[[^\]]*\]/g, "]", () => "*")).toBe("a*c[[d");
});
