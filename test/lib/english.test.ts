// Numbers and names → pieces of sentences.
import { describe, expect, test } from "@jest/globals";
import { andMore, count, list, nounFor, plural } from "../../src/lib/english.ts";

test.each([
  ["node", "nodes"],
  ["more field", "more fields"],
  ["registry", "registries"],
  ["policy", "policies"],
  ["key", "keys"],
  ["gateway", "gateways"],
  ["buy", "buys"],
  ["class", "classes"],
  ["index", "indexes"],
  ["patch", "patches"],
  ["push", "pushes"],
  ["y", "ys"],
])("the plural of %s is %s", (one, many) => {
  expect(plural(one)).toBe(many);
});

test("one is singular, none and many are plural", () => {
  expect([0, 1, 2].map((amount) => count(amount, "registry"))).toEqual([
    "0 registries",
    "1 registry",
    "2 registries",
  ]);
  expect([0, 1, 2].map((amount) => nounFor(amount, "pod"))).toEqual(["pods", "pod", "pods"]);
});

describe("a list", () => {
  test.each([
    [[], ""],
    [["a"], "a"],
    [["a", "b"], "a and b"],
    [["a", "b", "c"], "a, b and c"],
  ])("of %j is %j", (parts, text) => {
    expect(list(parts)).toBe(text);
  });

  test.each([
    [{ max: 3 }, "a, b and c"],
    [{ max: 2 }, "a, b and 1 more"],
    [{ max: 1 }, "a and 2 more"],
    [{ max: 3, total: 3 }, "a, b and c"],
    [{ max: 2, total: 9 }, "a, b and 7 more"],
    [{ total: 5 }, "a, b, c and 2 more"],
  ])("of three with %j", (shortened, text) => {
    expect(list(["a", "b", "c"], shortened)).toBe(text);
  });
});

test.each([
  [[], 2, ""],
  [["a"], 2, "a"],
  [["a", "b"], 2, "a, b"],
  [["a", "b", "c"], 2, "a, b and 1 more"],
  [["a", "b", "c"], 1, "a and 2 more"],
])("%j, %d of them shown", (parts, max, text) => {
  expect(andMore(parts, max)).toBe(text);
});

test("the number left out is written as the caller writes numbers", () => {
  expect(andMore(["a", "b", "c"], 1, (more) => `<${more}>`)).toBe("a and <2> more");
});
