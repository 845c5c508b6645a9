import { describe, expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import { matchesSelector, NEVER, readSelector } from "../../../src/manifests/values/selector.ts";
import { parseSelectorText } from "../../../src/manifests/values/selector-text.ts";
import { HAVE_PEER_TABLES, peerRows } from "../peer-tables.ts";

const matches = (selector: Json | undefined, labels: Record<string, string>): boolean | undefined => {
  const read = readSelector(selector);
  return read === undefined ? undefined : matchesSelector(read, new Map(Object.entries(labels)));
};
const expression = (operator: Json, values?: Json): Json => ({
  matchExpressions: [{ key: "env", operator, ...(values === undefined ? {} : { values }) }],
});

describe("a selector block", () => {
  test.each<[string, Json | undefined, Record<string, string>, boolean | undefined]>([
    ["nothing", undefined, {}, true],
    ["empty", {}, { a: "b" }, true],
    [
      "both parts",
      { matchLabels: { a: "b" }, ...(expression("Exists") as object) },
      { a: "b", env: "x" },
      true,
    ],
    ["one part fails", { matchLabels: { a: "b" }, ...(expression("Exists") as object) }, { a: "b" }, false],
    ["In", expression("In", ["x", "y"]), { env: "y" }, true],
    ["In without the key", expression("In", ["x"]), {}, false],
    ["NotIn", expression("NotIn", ["x"]), { env: "x" }, false],
    ["NotIn without the key", expression("NotIn", ["x"]), {}, true],
    ["DoesNotExist", expression("DoesNotExist"), { env: "" }, false],
    ["Exists with an empty value", expression("Exists"), { env: "" }, true],
    ["unknown operator", expression("Near", ["x"]), { env: "x" }, undefined],
    ["In without values", expression("In"), { env: "x" }, undefined],
    ["Exists with values", expression("Exists", ["x"]), { env: "x" }, undefined],
    ["a number as value", expression("In", ["x", 1]), { env: "x" }, undefined],
    ["a number as label", { matchLabels: { env: 1 } }, { env: "1" }, undefined],
    ["labels as a list", { matchLabels: ["env"] }, {}, undefined],
    ["text", "env=x", { env: "x" }, undefined],
    ["an expression that is text", { matchExpressions: ["env"] }, {}, undefined],
  ])("%s", (_, selector, labels, expected) => {
    expect(matches(selector, labels)).toBe(expected);
  });

  test("NEVER matches nothing", () => {
    expect(matchesSelector(NEVER, new Map([["", ""]]))).toBe(false);
  });
});

describe("a selector as text", () => {
  test.each<[string, Record<string, string>, boolean | undefined]>([
    ["x in (a, b),!z", { x: "b" }, true],
    ["x notin (a,b)", {}, true],
    ["x == a", { x: "a" }, true],
    ["x!=a", {}, true],
    ["x=", { x: "" }, true],
    ["x>1", { x: "one" }, false],
    ["x in (a", { x: "a" }, undefined],
    ["x,,y", {}, undefined],
    ["x=a b", {}, undefined],
    ["=a", {}, undefined],
    ["x near (a)", {}, undefined],
  ])("%s", (text, labels, expected) => {
    const selector = parseSelectorText(text);
    const matched = selector && matchesSelector(selector, new Map(Object.entries(labels)));
    expect(matched).toBe(expected);
  });

  type Row = { selector: string; labels: Record<string, string>; match: boolean };
  const title = HAVE_PEER_TABLES ? "agrees with the tests of Kubernetes" : "tests of Kubernetes are not here";
  test(title, () => {
    const rows = peerRows<Row>("label-selector-matches");
    expect(rows.length > 0).toBe(HAVE_PEER_TABLES);
    for (const row of rows) {
      const selector = parseSelectorText(row.selector) ?? NEVER;
      expect([row.selector, matchesSelector(selector, new Map(Object.entries(row.labels)))]).toEqual([
        row.selector,
        row.match,
      ]);
    }
  });
});
