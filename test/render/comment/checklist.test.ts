// The head of every golden comment against what a reviewer must find in it, in this order.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { CASES, caseNames } from "../../support/cases.ts";
import { headOf } from "../../support/head.ts";

const SHA = "[0-9a-f]{40}";
const MARKER = new RegExp(
  `^<!-- breakwater v1 head=${SHA} base=${SHA} plan=sha256:[0-9a-f]{64} -->\\n(?=## )`,
);
const LINK = String.raw`\[(?:[^\]\n]|\\\])+\]\(https://[^)\s]+\)`;
const TITLE = /^## (?<verdict>🛑 Stop|⚠️ Caution|✅ Go): (?<what>[^\n]{3,330})(?:\n\n|$)/;
const LAYERS =
  /^(?:\*\*(?:Platform|Clusters|Add-ons|Workloads|Delivery)\*\* [^*\n]+ · )+\*\*Waves\*\* [^*\n]+(?:\n\n|$)/;
const COST =
  /^(?:No node is replaced\.|(?:[\d,–]+ (?:nodes?|pods?) [^\n*]+\.)?(?: ?\*\*Lost with it:\*\* [^\n]+\.)?)\n\n/;
const TABLE =
  /^\| (?:Cluster|What) \|[^\n]+\n\|(?:---\|){2,3}\n(?:\|[^\n]+(?:\n|$))+(?:\n(?:…and [^\n]+(?:\n\n|$))?|$)/;
const UNDO = /^\*\*Undo:\*\* (?:a revert takes it back|\*\*(?:partly|no)\*\*)[^\n]*(?:\n\n|$)/;
const GAPS =
  /^\*\*Not evaluated, so more may happen than is listed here:\*\*\n(?:- [^\n]+(?:\n|$)){1,4}(?:\n|$)/;
const HEADING = /^### (?:🛑 (?:Decide|\d+ things to decide)|⚠️ (?:One thing|\d+ things) to read)\n\n/;
const FINDING = new RegExp(
  String.raw`^\*\*F\d+ · [^\n]+[.!?]\*\* [^\n]*${LINK} · ${LINK}(?:<br>→ [^\n]+)?(?:<br>The same for \d+ more: [^\n]+)?(?:\n\n|$)`,
);

/** What the head lacks; empty when it has everything, and nothing else. */
function missing(comment: string): string[] {
  const faults: string[] = [];
  let rest = headOf(comment);
  const take = (what: string, pattern: RegExp, needed = true): RegExpExecArray | null => {
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found[0].length);
    else if (needed) faults.push(`${what}: ${rest.slice(0, 200)}`);
    return found;
  };
  take("marker", MARKER);
  const { verdict = "" } = take("title", TITLE)?.groups ?? {};
  const changes = take(
    "layers",
    LAYERS,
    /^\*\*(?:Platform|Clusters|Add-ons|Workloads|Delivery)/.test(rest) || rest.includes("**Waves"),
  );
  if (changes) {
    take("cost", COST, false);
    take("facts", TABLE);
    take("facts", TABLE, false);
    take("undo", UNDO, !/^\| \*\*Undo\*\* \|/m.test(comment));
  }
  take("gaps", GAPS, false);
  while (rest.startsWith("###")) {
    take("heading", HEADING);
    while (rest.startsWith("**F")) if (!take("finding", FINDING)) break;
  }
  if (verdict.includes("Stop") && !/### 🛑 [^\n]+\n\n\*\*F1 · /.test(headOf(comment)))
    faults.push("a stop first");
  if (rest !== "") faults.push(`nothing else: ${rest.slice(0, 200)}`);
  return faults;
}

const GOLDENS = caseNames().map(
  (name) => [name, readFileSync(join(CASES, name, "comment.md"), "utf8")] as const,
);

test.each(GOLDENS)("%s", (_, comment) => {
  expect(missing(comment)).toEqual([]);
});

test("an upgrade by one minor is told without opening a file or a fold", () => {
  const head = headOf(readFileSync(join(CASES, "upgrade-one-minor/comment.md"), "utf8"));
  for (const told of [
    /Caution: upgrades prod cluster `cl01` 1\.33\.6 → 1\.34\.2; a revert cannot undo it/,
    /\*\*Clusters\*\* 1 upgrade · \*\*Add-ons\*\* 2 may move · \*\*Workloads\*\* 2 apps rescheduled/,
    /\*\*Waves\*\* 1 step, `cl01-app`/,
    /8 nodes are replaced one at a time, 19–23 pods move\./,
    /\*\*Nodes\*\* \| replaced: control plane 3, workers 5, 1 more at the peak/,
    /\*\*Checked in Git\*\* \| ✅ version step, FIPS kept, registered, disruption budgets, API versions/,
    /`cert-manager`, `contour` may move/,
    /run a single pod, which stops while its node is replaced/,
    /\*\*Undo\*\* \| \*\*no\*\*: /,
  ])
    expect(head).toMatch(told);
});

describe("it is noticed when", () => {
  const whole = readFileSync(join(CASES, "comment-out-application-without-finalizer/comment.md"), "utf8");
  test.each([
    ["the marker does not come first", (text: string) => `\n${text}`, "marker"],
    ["the verdict is an icon alone", (text: string) => text.replace("🛑 Stop: ", "🛑 "), "title"],
    ["nothing is said about waves", (text: string) => text.replace(/ · \*\*Waves\*\*.*/, ""), "layers"],
    ["the facts are gone", (text: string) => text.replace(/^\| .*\n/gm, ""), "facts"],
    ["nothing is said of a revert", (text: string) => text.replace(/\*\*Undo.*\n/g, ""), "undo"],
    ["a finding has no source", (text: string) => text.replace(/ \[[^\]]+\]\([^)]+\) · \[/, " ["), "finding"],
    ["a finding has no rule", (text: string) => text.replace(/ · \[[a-z-]+\]\([^)]+\)/, ""), "finding"],
  ])("%s", (_, broken, what) => {
    expect(missing(whole)).toEqual([]);
    expect(missing(broken(whole))).toContainEqual(expect.stringMatching(new RegExp(`^${what}: `)));
  });
});

/** Words that a reader sees. */
function wordsOf(markdown: string): number {
  const seen = markdown
    .replace(/<!--.*?-->/gs, "")
    .replace(/^```mermaid\n.*?^```$/gms, "")
    .replace(/\]\([^)]*\)/g, "]")
    .replace(/<[^>]*>/g, " ");
  return seen.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

test("comments are short: words before the first fold, and in all", () => {
  const quantile = (numbers: number[], at: number) =>
    numbers.sort((a, b) => a - b)[Math.floor((numbers.length - 1) * at)];
  const heads = GOLDENS.map(([, comment]) => wordsOf(headOf(comment)));
  const all = GOLDENS.map(([, comment]) => wordsOf(comment));
  expect(quantile(heads, 0.5)).toBeLessThanOrEqual(120);
  expect(quantile(heads, 0.9)).toBeLessThanOrEqual(200);
  expect(quantile(all, 0.5)).toBeLessThanOrEqual(200);
  expect(quantile(all, 0.9)).toBeLessThanOrEqual(360);
});

test("no stop is folded", () => {
  const stops = (text: string) => [...text.matchAll(/^\*\*F\d+ · /gm)].length;
  for (const [, comment] of GOLDENS) {
    const at = comment.indexOf("### 🛑");
    if (at < 0) continue;
    const section = comment.slice(at).split(/\n### |\n<details><summary>(?!What else)/)[0] ?? "";
    expect(section.replace(/<details>.*?<\/details>/gs, "")).not.toContain("<details");
    expect(stops(section)).toBeGreaterThan(0);
  }
});
