// Plans of the conversations about /fix → which of their findings say that it mends them.
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { planWithFixes } from "../../../src/commands/execute/offer-fixes.ts";
import type { Config } from "../../../src/model/context.ts";
import { patched } from "../../support/cases.ts";
import { conversationNames, conversationPath } from "../../support/conversations.ts";
import { NO_HISTORY } from "../../support/history.ts";
import { CONTEXT, configOf, FLEET, readTree, snapshots } from "../../support/repository.ts";

/** The findings a comment asks to have mended, and the offers of its plan. */
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

const MADE = conversationNames().filter(
  (name) => /^fix-an?-/.test(name) && existsSync(conversationPath(name, "edits.diff")),
);

test.each(MADE)("what is made on being asked for is offered: %s", async (name) => {
  const asked = readFileSync(conversationPath(name, "comment.md"), "utf8").match(/F\d+/g) ?? [];
  const { findings } = await offersOf(name);
  const offered = findings.filter(({ fix }) => fix === true).map(({ id }) => id);
  expect(asked.length).toBeGreaterThan(0);
  expect(offered).toEqual(expect.arrayContaining(asked));
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
