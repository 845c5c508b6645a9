// An Application on both sides and the paths that differ → the file that leaves a manifest out, or none.
import { expect, test } from "@jest/globals";
import { type ManifestOmission, omissionOf } from "../../../src/impact/facts/manifest-omission.ts";
import type { Change } from "../../../src/model/change.ts";
import type { Comparison } from "../../../src/model/finding.ts";

/** `delivers`: the file of each object. `reads`: what its renderer read. `source`: what it declares. */
type Side = {
  readonly delivers?: readonly string[];
  readonly reads?: readonly string[];
  readonly skipped?: string;
  readonly source?: string;
};

type Row = {
  readonly base?: Side;
  /** null: the Application is removed. */
  readonly head?: Side | null;
  readonly changed: readonly string[];
  /** Files of the removed objects. */
  readonly removed?: readonly string[];
  readonly omission: Partial<ManifestOmission> | undefined;
};

const K = "web/kustomization.yaml";

test.each<[string, Row]>([
  [
    "a kustomization",
    {
      base: { delivers: ["web/a.yaml", "web/b.yaml"], reads: [K, "web/a.yaml", "web/b.yaml"] },
      head: { delivers: ["web/b.yaml"], reads: [K, "web/b.yaml"] },
      changed: [K],
      omission: { kind: "left-out", path: K, line: 1, manifest: "web/a.yaml" },
    },
  ],
  [
    "a kustomization that comes to a plain directory",
    {
      base: { delivers: ["web/a.yaml"] },
      head: { reads: [K] },
      changed: [K],
      omission: { kind: "left-out", path: K },
    },
  ],
  [
    "values",
    {
      base: { delivers: ["web/templates/a.yaml"], reads: ["web/values.yaml", "web/templates/a.yaml"] },
      head: { reads: ["web/values.yaml", "web/templates/a.yaml"] },
      changed: ["web/values.yaml"],
      omission: { kind: "left-out", path: "web/values.yaml", manifest: "web/templates/a.yaml" },
    },
  ],
  [
    "a file that does not parse",
    {
      base: { delivers: ["web/a.yaml"] },
      head: { skipped: "web/a.yaml" },
      changed: ["web/a.yaml"],
      omission: { kind: "unreadable", path: "web/a.yaml", line: 3 },
    },
  ],
  [
    "a kustomization, while another manifest is edited",
    {
      base: { delivers: ["web/a.yaml", "web/b.yaml"], reads: [K, "web/a.yaml", "web/b.yaml"] },
      head: { delivers: ["web/b.yaml"], reads: [K, "web/b.yaml"] },
      changed: [K, "web/b.yaml"],
      omission: { path: K },
    },
  ],
  [
    "the edit of its own file",
    {
      base: { delivers: ["web/a.yaml"], reads: [K, "web/a.yaml"] },
      head: { reads: [K, "web/a.yaml"] },
      changed: [K, "web/a.yaml"],
      omission: undefined,
    },
  ],
  [
    "values, while something else of its template is delivered",
    {
      base: { delivers: ["web/templates/a.yaml"], reads: ["web/values.yaml"] },
      head: { delivers: ["web/templates/a.yaml"], reads: ["web/values.yaml"] },
      changed: ["web/values.yaml"],
      omission: undefined,
    },
  ],
  [
    "a kustomization or a patch",
    {
      base: { delivers: ["web/a.yaml"], reads: [K, "web/a.yaml", "web/patch.yaml"] },
      head: { reads: [K, "web/a.yaml", "web/patch.yaml"] },
      changed: [K, "web/patch.yaml"],
      omission: undefined,
    },
  ],
  [
    "values, or a template that others include",
    {
      base: {
        delivers: ["web/templates/a.yaml", "web/templates/b.yaml"],
        reads: ["web/values.yaml", "web/templates/b.yaml"],
      },
      head: { delivers: ["web/templates/b.yaml"], reads: ["web/values.yaml", "web/templates/b.yaml"] },
      changed: ["web/values.yaml", "web/templates/b.yaml"],
      omission: undefined,
    },
  ],
  [
    "values, or the source that names them",
    {
      base: { delivers: ["web/templates/a.yaml"], reads: ["web/values.yaml"], source: "one" },
      head: { reads: ["web/values.yaml"], source: "two" },
      changed: ["web/values.yaml"],
      omission: undefined,
    },
  ],
  [
    "nothing that its Application reads",
    {
      base: { delivers: ["web/a.yaml"], reads: [K] },
      head: { reads: [K] },
      changed: ["other.yaml"],
      omission: undefined,
    },
  ],
  [
    "the removal of its Application",
    { base: { delivers: ["web/a.yaml"], reads: [K] }, head: null, changed: [K], omission: undefined },
  ],
  [
    "one file for several objects",
    {
      base: { delivers: ["web/a.yaml", "web/b.yaml"], reads: [K] },
      head: { reads: [K] },
      changed: [K],
      removed: ["web/a.yaml", "web/b.yaml"],
      omission: { path: K, manifest: "web/a.yaml" },
    },
  ],
  [
    "another edit for the second object",
    {
      base: { delivers: ["web/a.yaml", "web/b.yaml"], reads: [K] },
      head: { reads: [K] },
      changed: [K, "web/b.yaml"],
      removed: ["web/a.yaml", "web/b.yaml"],
      omission: undefined,
    },
  ],
])("%s", (_, { base = {}, head = {}, changed, removed = base.delivers?.slice(0, 1) ?? [], omission }) => {
  const applications = (side: Side | null) => ({
    applications: new Map(side === null ? [] : [["argocd/web", application(side)]]),
  });
  const deliveries = {
    base: applications(base),
    head: applications(head),
    changedPaths: new Set(changed),
  } as unknown as Comparison["deliveries"];
  const found = omissionOf(
    removed.map((path) => ({ base: object(path), application: "argocd/web" })),
    { deliveries },
  );
  if (omission === undefined) expect(found).toBeUndefined();
  else expect(found).toMatchObject(omission);
});

function application({ delivers = [], reads, skipped, source = "one" }: Side) {
  return {
    objects: delivers.map(object),
    sources: [{ state: "generated", ...(reads ? { inputs: reads } : {}) }],
    problems: skipped === undefined ? [] : [{ code: "passed-over", path: skipped, line: 3 }],
    spec: { sources: [{ raw: { path: source } }] },
  };
}

function object(path: string) {
  return { manifest: { origin: { path, line: 1 } } } as NonNullable<Change["base"]>;
}
