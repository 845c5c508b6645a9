// Plans of the conversations about /fix → which of their findings say that it fixes them.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { planWithFixes } from "../../../src/commands/execute/offer-fixes.ts";
import { FIXABLE_RULES } from "../../../src/commands/fixes/fixes.ts";
import type { Config } from "../../../src/model/context.ts";
import type { Finding } from "../../../src/model/plan.ts";
import { patched } from "../../support/cases.ts";
import { conversationNames, conversationPath } from "../../support/conversations.ts";
import { NO_HISTORY } from "../../support/history.ts";
import { CONTEXT, configOf, FLEET, readTree, snapshots } from "../../support/repository.ts";

/** The plan of a conversation's pull request, with the offers. */
async function offersOf(name: string, change: (config: Config) => Config = (config) => config) {
  const own = ["../base", "base"].map((folder) => conversationPath(name, folder));
  const laid = own.map((path) => (existsSync(path) ? readTree(path) : {}));
  const base = Object.assign({}, FLEET, ...laid) as typeof FLEET;
  const head = patched(base, readFileSync(conversationPath(name, "pr.diff"), "utf8"));
  const { snapshots: made, readBlobs } = snapshots(base, head);
  const [before, after] = made as [(typeof made)[0], (typeof made)[0]];
  const ports = { readBlobs, history: NO_HISTORY, renderers: undefined };
  return planWithFixes(before, after, change(configOf(base)), CONTEXT, ports);
}

const FIXED = conversationNames().filter(
  (name) => name.startsWith("fix-") && existsSync(conversationPath(name, "edits.diff")),
);

/** The findings of a plan that the comment of its conversation names; `safe` names those whose fix is offered. */
async function namedIn(name: string): Promise<readonly Finding[]> {
  const comment = readFileSync(conversationPath(name, "comment.md"), "utf8");
  const ids: readonly string[] = comment.match(/F\d+/g) ?? [];
  const { findings } = await offersOf(name);
  return findings.filter(({ id, fix }) => (ids.length > 0 ? ids.includes(id) : fix === true));
}

test.each(FIXED)("what is fixed on being asked for is offered: %s", async (name) => {
  const named = await namedIn(name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.map(({ fix }) => fix)).toEqual(named.map(() => true));
});

test("each rule with a fix has a conversation that shows it", async () => {
  const named = await Promise.all(FIXED.map(namedIn));
  const rules = named.flat().flatMap(({ rule }) => (FIXABLE_RULES.has(rule) ? [rule] : []));
  expect([...new Set(rules)].sort()).toEqual([...FIXABLE_RULES].sort());
});

test.each([
  ["fix-a-cluster-name-that-is-nearly-several", "dangling-destination"],
  ["fix-a-single-replica-of-several", "single-replica-on-rolling-cluster"],
])("what is not certain is not offered: %s", async (name, rule) => {
  const { findings } = await offersOf(name);
  const about = findings.filter((finding) => finding.rule === rule);
  expect(about.map(({ fix }) => fix)).toEqual(about.map(() => undefined));
  expect(about.length).toBeGreaterThan(0);
});

test("nothing is offered where the configuration does not offer /fix", async () => {
  const withoutFix = (config: Config): Config => ({
    ...config,
    commands: { ...config.commands, allow: ["ack"] },
  });
  const { findings, fingerprint } = await offersOf("fix-an-even-control-plane", withoutFix);
  expect(findings.some(({ fix }) => fix)).toBe(false);
  expect((await offersOf("fix-an-even-control-plane")).fingerprint).toBe(fingerprint);
});
