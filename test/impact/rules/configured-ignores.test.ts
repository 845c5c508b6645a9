// Findings that the configuration accepts: all that an entry names must fit, until its day.
import { expect, test } from "@jest/globals";
import { acceptedBy } from "../../../src/impact/rules/configured-ignores.ts";
import type { Ignore } from "../../../src/model/context.ts";
import type { RuleId } from "../../../src/model/finding.ts";
import { CONTEXT } from "../../support/repository.ts";

const FOUND = {
  rule: "node-rollout" as RuleId,
  subject: "Cluster workload-ns/cl01",
  facts: {},
  source: { side: "head", path: "clusters/cl01/cl01.yaml", line: 3 },
  evidence: "git",
} as const;

test.each<[string, Partial<Ignore>, boolean]>([
  ["its rule", { rule: "node-rollout" }, true],
  ["another rule", { rule: "data-loss" }, false],
  ["its kind", { kind: "Cluster" }, true],
  ["another kind", { kind: "Deployment" }, false],
  ["its path", { path: "clusters/**" }, true],
  ["another path", { path: "apps/**" }, false],
  ["its rule on another path", { rule: "node-rollout", path: "apps/**" }, false],
  ["its last day", { kind: "Cluster", until: "2026-11-22" }, true],
  ["the day before", { kind: "Cluster", until: "2026-11-21" }, false],
  ["a rule that may not be accepted", { kind: "Cluster", except: new Set(["node-rollout"]) }, false],
])("an entry for %s", (_, entry, fits) => {
  const entries = [{ reason: "known", except: new Set<string>(), ...entry }];
  const accepted = acceptedBy(entries, FOUND, { ...CONTEXT, today: "2026-11-22" });
  expect(accepted !== undefined).toBe(fits);
});

test("the reason is told with its end", () => {
  const entry = { kind: "Cluster", reason: "known", until: "2027-01-31", except: new Set<string>() };
  expect(acceptedBy([entry], FOUND, CONTEXT)).toEqual({
    by: "configuration",
    reason: "known (until 2027-01-31)",
  });
});

test("a mistake in the configuration cannot be accepted by it", () => {
  const entries = [{ path: "**", reason: "all", except: new Set<string>() }];
  expect(acceptedBy(entries, { ...FOUND, rule: "configuration-invalid" }, CONTEXT)).toBeUndefined();
});
