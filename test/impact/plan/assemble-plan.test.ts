import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { assemblePlan } from "../../../src/impact/plan/assemble-plan.ts";
import { conflictPlan } from "../../../src/impact/plan/merge-conflict.ts";
import type { FindingDraft } from "../../../src/model/finding.ts";
import { APPLIES, EVIDENCE, LAYERS, OPERATIONS, type Plan, SEVERITIES } from "../../../src/model/plan.ts";
import { HOPS } from "../../../src/model/vkr.ts";
import { richPlan } from "../../render/rich.ts";
import { laidOver } from "../../support/check.ts";
import { CONTEXT, planInputs } from "../../support/repository.ts";
import { cluster, file, manifest, SMALL_FLEET } from "../../support/small-fleet.ts";

const schema = JSON.parse(readFileSync(new URL("../../../docs/plan.schema.json", import.meta.url), "utf8"));
const validate = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
const ids = { baseSha: "base", headTree: "tree" };
const [OLD, NEW] = ["v1.32.7---vmware.3-fips-vkr.1", "v1.33.6---vmware.1-fips-vkr.2"];

function draft(parts: Partial<FindingDraft>): FindingDraft {
  return {
    rule: "forward-only",
    severity: "caution",
    subject: "Cluster ns/cl01",
    message: "m",
    why: "w",
    facts: { a: 1 },
    source: null,
    evidence: "git",
    ...parts,
  };
}

const fleet = (version: string) =>
  laidOver(SMALL_FLEET, { "cl01/cluster.yaml": cluster("cl01", { version, pools: { a: 3 } }) });
const upgrade = await planInputs({ base: fleet(OLD), head: fleet(NEW) });
const same = await planInputs({ base: fleet(OLD), head: fleet(OLD) });

describe("the plan", () => {
  test("says what an upgrade does", () => {
    const plan = assemblePlan({ input: upgrade, findings: [], ids });
    expect(plan).toMatchObject({
      base: { sha: "base", branch: "main" },
      head: { sha: CONTEXT.headSha, tree: "tree" },
      analysed: { files: 1, applications: 4 },
      verdict: "go",
      impact: "some",
      complete: true,
      headline: "Upgrades cluster `cl01` 1.32.7 → 1.33.6 (6 node VMs replaced, one at a time).",
    });
    expect(plan.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  test("without changes has no impact", () => {
    const plan = assemblePlan({ input: same, findings: [], ids });
    expect(plan).toMatchObject({
      verdict: "go",
      impact: "none",
      headline: "Nothing changes in any cluster.",
    });
  });

  test("is unknown where something was not evaluated, sorted and once", () => {
    const notEvaluated = [
      { path: "b", reason: "needs https://u:p@h" },
      { path: "a", reason: "r" },
      { path: "a", reason: "r" },
    ];
    const plan = assemblePlan({
      input: { ...same, deliveries: { ...same.deliveries, notEvaluated } },
      findings: [],
      ids,
    });
    expect(plan).toMatchObject({ verdict: "caution", impact: "unknown", complete: false });
    expect(plan.notEvaluated).toEqual([
      { path: "a", reason: "r" },
      { path: "b", reason: "needs https://(redacted)@h" },
    ]);
    expect(plan.headline).toBe("Nothing Git can show changes; 2 units were not evaluated.");
  });

  test("numbers findings by severity, then rule, then as given", () => {
    const findings = [
      draft({ severity: "note", rule: "node-rollout", subject: "1" }),
      draft({ rule: "forward-only", subject: "2" }),
      draft({ rule: "version-skips-minor", subject: "3" }),
      draft({ rule: "version-skips-minor", subject: "4" }),
      draft({ severity: "stop", rule: "invalid-yaml", subject: "5", message: "password: x" }),
    ];
    const plan = assemblePlan({ input: upgrade, findings, ids });
    expect(plan.findings.map((f) => `${f.id} ${f.subject}`)).toEqual([
      "F1 5",
      "F2 3",
      "F3 4",
      "F4 2",
      "F5 1",
    ]);
    expect(plan.verdict).toBe("stop");
    expect(plan.findings[0]?.message).toBe("password: (redacted)");
  });

  test.each([
    ["go", [draft({ severity: "note" })]],
    ["caution", [draft({})]],
    ["stop", [draft({}), draft({ severity: "stop" })]],
  ])("verdict %s", (verdict, findings) => {
    expect(assemblePlan({ input: upgrade, findings, ids }).verdict).toBe(verdict);
  });
});

describe("fingerprints", () => {
  const of = (findings: FindingDraft[], other = ids, of = upgrade) =>
    assemblePlan({ input: of, findings, ids: other });

  test("of a plan ignore commits, words and lines, and notice changes and findings", async () => {
    const first = of([draft({})]).fingerprint;
    expect(
      of([draft({ message: "x", source: { side: "head", path: "p", line: 9 } })], { ...ids, baseSha: "x" })
        .fingerprint,
    ).toBe(first);
    expect(of([]).fingerprint).not.toBe(first);
    const other = await planInputs({ base: fleet(OLD), head: fleet("v1.33.7") });
    expect(of([draft({})], ids, other).fingerprint).not.toBe(first);
  });

  test("of a finding are its rule, subject and facts, in any order", () => {
    const one = (parts: Partial<FindingDraft>) => of([draft(parts)]).findings[0]?.fingerprint;
    expect(one({ facts: { a: 1, b: ["x"] } })).toBe(one({ facts: { b: ["x"], a: 1 }, severity: "stop" }));
    expect(one({ facts: { a: 2 } })).not.toBe(one({}));
    expect(one({ subject: "x" })).not.toBe(one({}));
    expect(one({ rule: "cni-change" })).not.toBe(one({}));
  });
});

/** The plan the renderer is tested with. */
function everything(): Plan {
  const plan = richPlan();
  const clusters = plan.clusters.map((impact) => ({ ...impact, operations: ["upgrade" as const] }));
  return { ...plan, clusters, fingerprint: "0".repeat(64) };
}

describe("the published schema", () => {
  test("has the same closed values as the types", () => {
    const { $defs } = schema;
    expect($defs.layer.enum).toEqual([...LAYERS]);
    expect($defs.severity.enum).toEqual([...SEVERITIES]);
    expect($defs.applies.enum).toEqual([...APPLIES]);
    expect($defs.evidence.enum).toEqual([...EVIDENCE]);
    expect($defs.hop.enum).toEqual([...HOPS]);
    expect($defs.operation.enum).toEqual([...new Set(Object.values(OPERATIONS).flat())]);
    expect($defs.clusterImpact.properties.operations.items.enum).toEqual([...OPERATIONS.cluster]);
    type Branch = {
      if: { properties: { layer: { const: string } } };
      then: { properties: { operation: { enum: string[] } } };
    };
    const byLayer = $defs.change.allOf.map((b: Branch) => [
      b.if.properties.layer.const,
      b.then.properties.operation.enum,
    ]);
    expect(Object.fromEntries(byLayer)).toEqual(OPERATIONS);
  });

  const context = { headSha: "", branch: "main", defaultBranch: "main", repoUrls: [], remotes: [] };
  const secret = manifest("v1", "Secret", "s", { data: { a: "eA==" } });
  const withSecret = laidOver(fleet(OLD), { "web/secret.yaml": file(secret) });
  const removal = planInputs({ base: withSecret, head: {} });
  test.each<[string, () => Plan | Promise<Plan>]>([
    ["an upgrade", () => assemblePlan({ input: upgrade, findings: [draft({})], ids })],
    ["a removal", async () => assemblePlan({ input: await removal, findings: [], ids })],
    ["a conflict", () => conflictPlan({ baseSha: "x", context, paths: ["a"] })],
    ["everything", everything],
  ])("holds for %s", async (_, make) => {
    validate(JSON.parse(JSON.stringify(await make())));
    expect(validate.errors).toBeNull();
  });

  test("a conflict names its files", () => {
    const { notEvaluated, complete } = conflictPlan({ baseSha: "x", context, paths: ["b", "a"] });
    const reason = "conflicts with the base branch";
    expect({ notEvaluated, complete }).toEqual({
      notEvaluated: [
        { path: "a", reason },
        { path: "b", reason },
      ],
      complete: false,
    });
  });

  test("does not hold for an operation of another layer", () => {
    const plan = assemblePlan({ input: upgrade, findings: [], ids });
    expect(validate({ ...plan, changes: plan.changes.map((c) => ({ ...c, operation: "install" })) })).toBe(
      false,
    );
    expect(validate({ ...plan, verdict: "maybe" })).toBe(false);
    expect(validate({ ...plan, more: "fields may be added" })).toBe(true);
  });
});
