// Over random fleets: nothing goes, and nothing is left behind, without a finding about it or its Application.
import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { subjectOf } from "../../../src/impact/facts/object-names.ts";
import { assessChanges } from "../../../src/impact/rules/assess.ts";
import type { Change } from "../../../src/model/change.ts";
import type { FindingDraft, RuleId } from "../../../src/model/finding.ts";
import { runs, TIMEOUT } from "../../properties/counts.ts";
import { type FileMap, planInputs } from "../../support/repository.ts";
import { type AppOptions, app, cluster, object, registration } from "../../support/small-fleet.ts";

const REMOVAL_RULES: ReadonlySet<RuleId> = new Set<RuleId>([
  "addon-uninstalled",
  "cascade-delete",
  "cluster-deleted",
  "data-loss",
  "deletion-race",
  "deregisters-cluster",
  "destination-changed",
  "orphaned-resources",
  "path-missing",
  "prune-by-source-removal",
  "prune-disabled",
  "prune-refused",
  "recreated-by-sync",
  "resources-deleted",
  "root-object-changed",
]);

const GONE: readonly string[] = ["delete", "orphan", "remove", "deregister", "uninstall"];

const options: fc.Arbitrary<AppOptions> = fc.record({
  automated: fc.constantFrom<(string | null)[]>(
    "prune: true",
    "selfHeal: true",
    "prune: true, allowEmpty: true",
    null,
  ),
  finalizer: fc.boolean(),
  recurse: fc.boolean(),
  destination: fc.constantFrom("in-cluster", "in-cluster", "east", "nowhere"),
  path: fc.constantFrom("one", "two", "three", "apps/nested"),
  annotations: fc.constantFrom<Record<string, string>[]>(
    {},
    {},
    { "argocd.argoproj.io/skip-reconcile": "true" },
    { "argocd.argoproj.io/sync-options": "Prune=false" },
  ),
});

const sync = fc.constantFrom(
  undefined,
  undefined,
  "Prune=false",
  "Prune=confirm",
  "Delete=false",
  "Delete=confirm",
);
const config = sync.map((value) => object("ConfigMap", "shared", value ? { sync: value } : {}));
const content = fc.oneof(
  config,
  fc.constantFrom("a", "b", "c").map((name) => object("ConfigMap", name)),
  fc.constant(object("Namespace", "workloads", { namespace: "" })),
  fc.constant(object("PersistentVolumeClaim", "data")),
  fc.constant(object("AppProject", "team", { namespace: "argocd", api: "argoproj.io/v1alpha1" })),
  fc.constant(cluster("east")),
  fc.constant(registration("east")),
  fc.constant("kind: [\napiVersion: v1\nmetadata: {}\n"),
);

const declared = (name: string) => options.map((o) => app(name, o));
const PLACES = ["one", "two", "three", "two/deep", "apps/nested"] as const;

/** A root over apps/, Applications there and in the directories they read, and what they deliver. */
const tree: fc.Arbitrary<FileMap> = fc
  .record({
    root: fc.record({
      automated: fc.constantFrom<(string | null)[]>("prune: true", "prune: true", "selfHeal: true", null),
      recurse: fc.boolean(),
    }),
    apps: fc.dictionary(
      fc.constantFrom("apps/x.yaml", "apps/y.yaml", "one/x.yaml", "two/z.yaml"),
      fc.constantFrom("x", "y", "z").chain(declared),
      { maxKeys: 4 },
    ),
    files: fc.dictionary(
      fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom("k", "l", "m")).map(([d, f]) => `${d}/${f}.yaml`),
      content,
      { maxKeys: 8 },
    ),
  })
  .map(({ root, apps, files }) => ({
    "root.yaml": app("root", { path: "apps", ...root }),
    "apps/README.md": "# apps\n",
    ...files,
    ...apps,
  }));

/** The head keeps most of the base, so that removals are the rule and not replacements. */
const trees = fc
  .record({
    base: tree,
    other: tree,
    keep: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 24, maxLength: 24 }),
  })
  .map(({ base, other, keep }) => {
    const kept = Object.entries(base).filter((_, i) => keep[i] !== 0);
    const added = Object.entries(other).filter((_, i) => keep[i + 12] === 1);
    return { base, head: Object.fromEntries([...kept, ...added]) };
  });

test(
  "nothing goes or stays behind unspoken",
  async () => {
    await fc.assert(
      fc.asyncProperty(trees, async (given) => {
        const input = await planInputs(given);
        const findings = assessChanges(input).filter((f) => REMOVAL_RULES.has(f.rule));
        const silent = input.changes
          .filter(leaves)
          .filter((change) => !findings.some((f) => speaksOf(f, change)));
        expect(
          silent.map((c) => `${c.operation} ${subjectOf(c.object)} of ${c.application} (${c.cause})`),
        ).toEqual([]);
      }),
      runs(300, 30_000),
    );
  },
  TIMEOUT,
);

function leaves(change: Change): boolean {
  return change.base !== undefined && (change.head === undefined || GONE.includes(change.operation));
}

function speaksOf({ subject }: FindingDraft, { object: ref, application }: Change): boolean {
  return [subjectOf(ref), `Application ${ref.namespace}/${ref.name}`, `Application ${application}`].includes(
    subject,
  );
}
