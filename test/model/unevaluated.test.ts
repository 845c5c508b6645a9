// The reasons why something is not evaluated: all of them are in the table, and each is used.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as topics from "../../src/model/unevaluated.ts";
import { ROOT } from "../support/golden.ts";
import { isReason } from "../support/reasons.ts";

const { UNEVALUATED, ...named } = topics;

const FILES = readdirSync(join(ROOT, "src"), { recursive: true })
  .map(String)
  .filter((path) => path.endsWith(".ts") && path !== "model/unevaluated.ts")
  .map((path) => ({ path, text: readFileSync(join(ROOT, "src", path), "utf8") }));

test("every topic is in the list that the pages are made of", () => {
  const listed = UNEVALUATED.map(({ reasons }) => reasons);
  expect(Object.entries(named).filter(([, reasons]) => !listed.includes(reasons))).toEqual([]);
});

test.each(Object.entries(named))("every reason of %s is used", (topic, reasons) => {
  const used = Object.keys(reasons).filter((key) =>
    FILES.some(({ text }) => text.includes(`${topic}.${key}`)),
  );
  expect(used).toEqual(Object.keys(reasons));
});

/** Every plan that a test makes is held against it (test/support/plan-faults.ts), however its reasons came about. */
test("a reason is one of the table as a whole, with any names", () => {
  expect(isReason(topics.HELM.off)).toBe(true);
  expect(isReason(topics.SETS.all)).toBe(true);
  expect(isReason(topics.HISTORY.trees(100))).toBe(true);
  expect(isReason(topics.ELSEWHERE.source(topics.ELSEWHERE.revision("v1\n(2)")))).toBe(true);
  expect(isReason("Helm is not rendered today")).toBe(false);
  expect(isReason("Helm failed: ")).toBe(false);
  expect(isReason("a sentence that somebody pushed")).toBe(false);
});

/** ApplicationSets say what their templates and generators lack where they find it. */
const OWN_WORDS = /^delivery\/applicationsets\//;
const DECIDES = /^(?:delivery|impact\/compare|impact\/plan)\//;
const REASON =
  /(?:\breason(?:: | = |: \n)|\b(?:unevaluated|unknown|refused|unavailable)\(|\{ (?:plan, )?(?:unknown|missing): )["`]\w+ .*/g;

test("no reason has its words elsewhere", () => {
  const texts = FILES.filter(({ path }) => DECIDES.test(path) && !OWN_WORDS.test(path));
  expect(
    texts.flatMap(({ path, text }) => (text.match(REASON) ?? []).map((found) => `${path}: ${found}`)),
  ).toEqual([]);
});
