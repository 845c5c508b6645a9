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
const VERDICT = /^## (?:🛑 STOP|⚠️ CAUTION|✅ GO) — [^\n]+ · `[0-9a-f]{7}` onto `[^`\n]+@[0-9a-f]{7}`\n\n/;
const SENTENCE = /^\*\*(?<sentence>(?!\*)[^\n]+\.)\*\*(?<order> After the merge: [^\n]+\.)?(?:\n\n|$)/;
const INCOMPLETE = /^○ \*\*Incomplete:\*\* [^\n]+(?:\n\n|$)/;
const COUNTS =
  /^\| {2}\|(?: Delivery \|)? Platform \| Clusters \| Add-ons \| Workloads \|\n\|(?:---\|)+\n\| change \|[^\n]+\n\| nodes replaced \/ created \/ removed \|[^\n]+\n(?:\| checked \|[^\n]+\n)?\| undone by a revert \|[^\n]+(?:\n\n|$)/;
const TITLE = /^### (?<title>Needs a decision|To read before merge|Worth knowing)\n/;
const HEADER = /^\| {2}\| Finding \| Why \| Do \|\n\|---\|---\|---\|---\|\n/;
const FINDING =
  /^\| (?:🛑 stop|⚠️ caution|ℹ️ note) \*\*F\d+\*\* \| .+<br>`[^`]+:\d+(?: \(base\))?` \| .+ (?:✔ Git|◐ catalogue|◑ history|○ unknown) \| .+ \|(?:\n|$)/;
const ICON = { "Needs a decision": "🛑", "To read before merge": "⚠️", "Worth knowing": "ℹ️" } as const;

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
  const verdict = take("verdict", VERDICT)?.[0] ?? "";
  const { sentence = "", order } = take("sentence", SENTENCE)?.groups ?? {};
  if ((order !== undefined) !== comment.includes("<b>What happens after merge</b>"))
    faults.push("order: of waves");
  take("incomplete", INCOMPLETE, false);
  take("counts", COUNTS, !sentence.startsWith("Nothing "));
  const findings = comment.match(/\*\*F1\*\* \| /) !== null;
  if (findings && rest !== "") {
    const title = take("title", TITLE)?.groups?.["title"] as keyof typeof ICON | undefined;
    take("table of findings", HEADER);
    if (title && !rest.startsWith(`| ${ICON[title]}`)) faults.push(`${title}: ${rest.slice(0, 60)}`);
    while (rest.startsWith("| ")) if (!take("finding", FINDING)) break;
  }
  if (verdict.includes("STOP") && !/🛑 stop \*\*F1\*\*/.test(headOf(comment))) faults.push("a stop first");
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
    /Upgrades cluster `cl01` 1\.33\.6 → 1\.34\.2/,
    /1 upgrade \(`prod`\)/,
    /8 node VMs replaced, one at a time/,
    /\*\*8 \/ 0 \/ 0\*\* \(peak \+1, control plane first\)/,
    /checked \|[^\n]*✅[^\n]*`hop`/,
    /checked \|[^\n]*`fips-kept`/,
    /checked \|[^\n]*`drain`/,
    /checked \|[^\n]*`apis`/,
    /↪️ 2 may move/,
    /♻️ 2 apps rescheduled \(19–23 pods\)/,
    /run a single pod, which stops while its node is replaced/,
    /After the merge: 1 step, which waits for nothing\./,
    /`cl01`: \*\*no \(forward-only\)\*\*/,
  ])
    expect(head).toMatch(told);
});

describe("it is noticed when", () => {
  const whole = readFileSync(join(CASES, "comment-out-application-without-finalizer/comment.md"), "utf8");
  test.each([
    ["the marker does not come first", (text: string) => `\n${text}`, "marker"],
    ["the verdict is an icon alone", (text: string) => text.replace("🛑 STOP — ", "🛑 "), "verdict"],
    ["the sentence is not bold", (text: string) => text.replace(/^\*\*(.*)\*\*/m, "$1"), "sentence"],
    ["a row of the counts is gone", (text: string) => text.replace(/^\| undone.*\n/m, ""), "counts"],
    ["nothing is said about waves", (text: string) => text.replace(/ After the merge: .*/, ""), "order"],
    ["a column of the findings is gone", (text: string) => text.replace("| Why ", ""), "table of findings"],
    ["a finding has no source", (text: string) => text.replace(/<br>`[^`]+`/, ""), "finding"],
    ["a finding has no evidence", (text: string) => text.replace(" ✔ Git |", " |"), "finding"],
    ["the severity is an icon alone", (text: string) => text.replace("🛑 stop", "🛑"), "finding"],
  ])("%s", (_, broken, what) => {
    expect(missing(whole)).toEqual([]);
    expect(missing(broken(whole))).toContainEqual(expect.stringMatching(new RegExp(`^${what}: `)));
  });
});
