// A document before a change, after it and as accepted last → what it goes back to.
import { expect, test } from "@jest/globals";
import { acceptedWhereChanged } from "../../../src/commands/revert/goal.ts";
import { revertedText } from "../../../src/commands/revert/reverted-text.ts";
import type { Json } from "../../../src/lib/json-types.ts";
import { parseFile } from "../../../src/manifests/yaml/file.ts";

const value = (text: string): Json => parseFile(text).documents[0]?.value ?? null;

test.each<[what: string, before: string, after: string, accepted: string, goal: string]>([
  ["a changed field", "{v: 1, r: 3}", "{v: 2, r: 3}", "{v: 0, r: 1}", "{v: 0, r: 3}"],
  ["a field in a map", "{t: {v: 1, r: 3}}", "{t: {v: 2, r: 3}}", "{t: {v: 0, r: 1}}", "{t: {v: 0, r: 3}}"],
  [
    "an entry by its name",
    "{l: [{name: a, r: 1}, {name: b, r: 1}]}",
    "{l: [{name: a, r: 2}, {name: b, r: 1}]}",
    "{l: [{name: b, r: 7}, {name: a, r: 5}]}",
    "{l: [{name: a, r: 5}, {name: b, r: 1}]}",
  ],
  ["a field that came", "{v: 1}", "{v: 1, r: 3}", "{v: 1}", "{v: 1}"],
  ["a field that came where another was", "{v: 1}", "{v: 1, r: 3}", "{v: 1, r: 2}", "{v: 1, r: 2}"],
  ["a field that went", "{v: 1, r: 2}", "{v: 1}", "{v: 0, r: 3}", "{v: 1, r: 3}"],
  ["what has no such map", "{t: {v: 1, r: 3}}", "{t: {v: 2, r: 3}}", "{}", "{t: {v: 1, r: 3}}"],
  [
    "what has no such entry",
    "{l: [{name: a, r: 1}]}",
    "{l: [{name: a, r: 2}]}",
    "{l: [{name: b, r: 5}]}",
    "{l: [{name: a, r: 1}]}",
  ],
])("%s", (_, before, after, accepted, goal) => {
  expect(acceptedWhereChanged(value(before), value(after), value(accepted))).toEqual(value(goal));
});

test("a text goes back line by line, where nobody changed these lines since", () => {
  const lines = (...all: string[]) => all.map((line) => `${line}\n`).join("");
  const before = lines("one", "two", "three", "four", "five", "six", "seven", "eight");
  const after = before.replace("two", "2");
  expect(revertedText({ before, after, now: `${after}nine\n` })).toBe(`${before}nine\n`);
  expect(revertedText({ before, after, now: after.replace("2", "zwei") })).toBeUndefined();
});
