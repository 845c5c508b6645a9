// Every case: its changes and findings, and then its comment, are the goldens beside it, and its plan is sound. Every rule:
// what it says first over all cases is the golden in test/rules. Together, so that a case is planned once for both.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { symbolsOf, withoutSymbols } from "../src/impact/plan/stand-ins.ts";
import { RULES } from "../src/impact/rules/catalogue.ts";
import { sameJson } from "../src/lib/json.ts";
import type { DeliveredObject } from "../src/model/delivery.ts";
import type { Comparison } from "../src/model/finding.ts";
import type { Finding, Plan, PlanChange } from "../src/model/plan.ts";
import { renderComment } from "../src/render/comment/comment.ts";
import { renderJson } from "../src/render/json.ts";
import { CASES, caseNames, loadCase, needOf, renderedCases } from "./support/cases.ts";
import { expectGolden, expectSameLines, ROOT } from "./support/golden.ts";
import { type Compared, compareTrees, planCase, planTrees, renderersOf } from "./support/plan-case.ts";
import { planFaults } from "./support/plan-faults.ts";
import { planLines } from "./support/plan-lines.ts";
import { REMOVAL_RULES } from "./support/removal-rules.ts";
import { REQUIRED } from "./support/renderers.ts";
import type { FileMap } from "./support/repository.ts";
import { NO_CASE, type Shown, shownPage } from "./support/rule-pages.ts";

const RULE_PAGES = join(ROOT, "test/rules");

/** A file whose objects nobody sees any more keeps them from being removed as well. */
const REMOVAL_OR_FILE: ReadonlySet<string> = new Set([
  ...REMOVAL_RULES,
  "invalid-yaml",
  "non-object-document",
  "invalid-manifest",
  "templated-manifest",
]);

/** As GitHub shows the fleet. */
const LINKED = { addresses: { repository: "https://github.com/example-org/fleet", holder: undefined } };

const RENDERED = renderedCases();

for (const { name } of RENDERED.filter((one) => !one.present)) {
  if (REQUIRED) throw new Error(`${name} needs ${needOf(name)}: npm run renderers`);
  test.skip(`${name}: ${needOf(name)} is not on this machine, see npm run renderers`, () => {});
}

/** Of each case that was planned: for the rules. */
const findingsOf = new Map<string, readonly Finding[]>();

const names = [...caseNames(), ...RENDERED.filter(({ present }) => present).map(({ name }) => name)];

describe.each(names)("%s", (name) => {
  const trees = loadCase(name);
  let compared: Promise<Compared> | undefined;
  /** Made in the first test that runs, so that what a plan says is that test's and -t plans nothing else; let go after the last. */
  const once = () => {
    compared ??= compareTrees(trees, renderersOf(name));
    return compared;
  };
  const planned = async () => {
    const { plan } = await once();
    findingsOf.set(name, plan.findings);
    return plan;
  };
  afterAll(() => {
    compared = undefined;
  });

  test("reads as its golden", async () => {
    const plan = await planned();
    expectSameLines(join(CASES, name, "plan.txt"), planLines(plan));
    expectGolden(join(CASES, name, "comment.md"), renderComment(plan, LINKED));
  });

  test("says that it speaks about Git", async () => {
    expect(renderComment(await planned())).toMatch(
      /onto `main@[0-9a-f]{7}`, from Git alone \(no live state\)/,
    );
  });

  test("is a sound plan, the same twice", async () => {
    expect(planFaults(await planned())).toEqual([]);
    const again = await planTrees(trees, renderersOf(name));
    expect(renderJson(again)).toBe(renderJson(await planned()));
  });

  test("nothing goes or is left behind without a finding", async () => {
    expect(unspoken(await planned())).toEqual([]);
  });

  test("every object that differs is named by a change", async () => {
    const { plan, input } = await once();
    const { changes, notEvaluated } = plan;
    const named = new Set(changes.map(({ object }) => refKey(object)));
    const unknown = new Set(notEvaluated.map((entry) => entry.application));
    const silent = differingObjects(input).filter(
      ({ ref, application }) => !named.has(refKey(ref)) && !unknown.has(application ?? ""),
    );
    expect(silent.map(({ ref }) => refKey(ref))).toEqual([]);
  });

  test("nothing differs from itself", async () => {
    const { base, head } = trees;
    for (const tree of [base, head].filter(isNew)) {
      const { changes, dormant, findings, notEvaluated, impact } = await planTrees(
        { base: tree, head: tree },
        renderersOf(name),
      );
      expect({ changes, dormant, findings, notEvaluated, impact }).toEqual({
        changes: [],
        dormant: [],
        findings: [],
        notEvaluated: [],
        impact: "none",
      });
    }
  });
});

describe("the rule", () => {
  let first: Promise<Map<string, Shown>> | undefined;
  const firstFindings = () => {
    first ??= shownFirst();
    return first;
  };

  test.each(RULES.filter(({ id }) => NO_CASE[id] === undefined).map(({ id }) => id))("%s", async (id) => {
    const shown = (await firstFindings()).get(id);
    if (!shown) throw new Error(`no case shows ${id}: add one to test/cases`);
    expectGolden(join(RULE_PAGES, `${id}.md`), shownPage(shown));
  });

  test("that no case shows is an exception still, and no golden is left over", async () => {
    const found = await firstFindings();
    expect(Object.keys(NO_CASE).filter((id) => found.has(id))).toEqual([]);
    const ids = new Set<string>(RULES.map(({ id }) => id));
    expect(readdirSync(RULE_PAGES).filter((file) => !ids.has(file.replace(/\.md$/, "")))).toEqual([]);
  });
});

/** By rule, in the order of the cases' names. Plans what no test before has planned. */
async function shownFirst(): Promise<Map<string, Shown>> {
  const found = new Map<string, Shown>();
  for (const name of caseNames()) {
    const findings = findingsOf.get(name) ?? (await planCase(name)).findings;
    for (const finding of findings) if (!found.has(finding.rule)) found.set(finding.rule, { name, finding });
  }
  return found;
}

const seen = new Set<string>();

/** Most cases start from the same tree. */
function isNew(tree: FileMap): boolean {
  const key = JSON.stringify(tree);
  return !seen.has(key) && seen.add(key) !== undefined;
}

function unspoken({ changes, findings }: Plan): string[] {
  return changes
    .filter(({ operation }) => ["delete", "orphan", "remove"].includes(operation))
    .filter((change) => !findings.some((finding) => speaksOf(finding, change)))
    .map(({ operation, object }) => `${operation} ${refKey(object)}`);
}

/** About the object itself, about an Application or ApplicationSet it comes through, or about the cluster or namespace it goes with. */
function speaksOf({ rule, subject }: Finding, { object, via, cluster, generatedBy }: PlanChange): boolean {
  if (!REMOVAL_OR_FILE.has(rule)) return false;
  // What a cluster Secret leads elsewhere is told once for all.
  if (rule === "destination-changed" && subject.startsWith("Secret ")) return true;
  const { kind, namespace, name } = object;
  const subjects = [
    `${kind} ${namespace === "" ? name : `${namespace}/${name}`}`,
    ...via.map((ref) => `Application ${ref}`),
    `Namespace ${namespace}`,
    `ApplicationSet ${generatedBy}`,
  ];
  return subjects.includes(subject) || (cluster !== undefined && subject.endsWith(`/${cluster}`));
}

/**
 * Objects that only one side delivers, or both with other fields or by other Applications. Another version of the same
 * API is left to the tests of compare: there fields that look different may mean the same.
 */
function differingObjects({ deliveries }: Comparison): Pick<DeliveredObject, "ref" | "application">[] {
  const { base, head } = deliveries;
  const keys = new Set([...base.objects.keys(), ...head.objects.keys()]);
  return [...keys].sort().flatMap((key) => {
    const [before, after] = [base.objects.get(key)?.at(-1), head.objects.get(key)?.at(-1)];
    if (before && after && isSame(before, after)) return [];
    const { ref, application } = (after ?? before) as DeliveredObject;
    return [withoutSymbols({ ref, application }, symbolsOf(deliveries))];
  });
}

function isSame(before: DeliveredObject, after: DeliveredObject): boolean {
  if (before.application !== after.application) return false;
  const [one, other] = [before.manifest.object, after.manifest.object];
  return one["apiVersion"] !== other["apiVersion"] || sameJson(one, other);
}

function refKey({ group, kind, namespace, name }: PlanChange["object"]): string {
  return `${group}/${kind} ${namespace}/${name}`;
}
