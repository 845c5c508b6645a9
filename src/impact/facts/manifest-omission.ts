// Objects that are no longer delivered although their file still declares them → the edited file that leaves them out.

import { sameJson } from "../../lib/json.ts";
import type { Change } from "../../model/change.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import type { SourceRef } from "../../model/plan.ts";

/** Why a manifest that Git still has is no longer delivered. */
export type ManifestOmission = {
  /** "unreadable": Argo CD skips its file. "left-out": a kustomization or a chart no longer includes it. */
  readonly kind: "unreadable" | "left-out";
  /** The file that was edited. */
  readonly path: string;
  readonly line: number;
  /** The file that declares the object. */
  readonly manifest: string;
};

type Removed = Pick<Change, "base" | "application">;

/** The one edit that leaves out all of them, with the first of their manifests; undefined where they have different causes. */
export function omissionOf(
  removed: readonly Removed[],
  comparison: Pick<Comparison, "deliveries">,
): ManifestOmission | undefined {
  const omissions = removed.map((change) => omission(change, comparison));
  const [first] = omissions;
  return omissions.every((other) => other?.path === first?.path) ? first : undefined;
}

/**
 * Undefined where the object's own file was edited, where its Application is removed too, where other objects of the file
 * are still delivered, and where more than one edit may be the cause. The cause is a kustomization or the values of a chart.
 */
function omission(
  change: Removed,
  { deliveries }: Pick<Comparison, "deliveries">,
): ManifestOmission | undefined {
  const ref = change.application ?? "";
  const [base, head] = [deliveries.base.applications.get(ref), deliveries.head.applications.get(ref)];
  const manifest = change.base?.manifest.origin.path;
  if (!base || !head || manifest === undefined || manifestsOf(head).has(manifest)) return undefined;
  const skipped = head.problems.find((p) => p.code === "passed-over" && p.path === manifest);
  if (skipped) return { kind: "unreadable", path: manifest, line: skipped.line, manifest };
  if (deliveries.changedPaths.has(manifest) || !sameSources(base, head)) return undefined;
  const manifests = new Set([...manifestsOf(base), ...manifestsOf(head)].filter((path) => !isTemplate(path)));
  const inputs = new Set([...inputsOf(head), ...inputsOf(base)]);
  const [path, ...others] = [...inputs].filter(
    (input) => deliveries.changedPaths.has(input) && !manifests.has(input),
  );
  return path === undefined || others.length > 0 ? undefined : { kind: "left-out", path, line: 1, manifest };
}

/** The file that a finding about the removal points to: the one to fix. */
export function omissionSource(omission: ManifestOmission | undefined): SourceRef | undefined {
  return omission && { side: "head", path: omission.path, line: omission.line };
}

/** Files that objects are delivered from. Only a template that others include can also leave another one out. */
function manifestsOf({ objects }: DeliveredApplication): ReadonlySet<string> {
  return new Set(objects.map((object) => object.manifest.origin.path));
}

function isTemplate(path: string): boolean {
  return path.includes("/templates/");
}

function sameSources(base: DeliveredApplication, head: DeliveredApplication): boolean {
  const rawOf = ({ spec }: DeliveredApplication) => spec.sources.map(({ raw }) => raw);
  return sameJson(rawOf(base), rawOf(head));
}

function inputsOf({ sources }: DeliveredApplication): readonly string[] {
  return (sources ?? []).flatMap((source) => (source.state === "elsewhere" ? [] : (source.inputs ?? [])));
}
