// Random pairs of small fleets, in which the head drops much of the base.
import fc from "fast-check";
import type { FileMap } from "../../support/repository.ts";
import { type AppOptions, app, cluster, object, registration } from "../../support/small-fleet.ts";

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
export const trees = fc
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
