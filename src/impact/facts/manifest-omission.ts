// Objects that are no longer delivered → the file that leaves them out, where their own file still declares them.

import { sameJson } from "../../lib/json.ts";
import type { Change } from "../../model/change.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import type { SourceRef } from "../../model/plan.ts";

/** Why a manifest that is still in Git is not delivered any more. */
export type ManifestOmission = {
  /** "unreadable": Argo CD passes over its file. "left-out": what selects files no longer selects it. */
  readonly kind: "unreadable" | "left-out";
  /** The file that was edited. */
  readonly path: string;
  readonly line: number;
  /** The file that declares the object. */
  readonly manifest: string;
};

type Removed = Pick<Change, "base" | "application">;

/** The one file that leaves all of them out, with the first of their manifests. */
export function omissionOf(
  removed: readonly Removed[],
  comparison: Pick<Comparison, "deliveries">,
): ManifestOmission | undefined {
  const omissions = removed.map((change) => omission(change, comparison));
  const [first] = omissions;
  return omissions.every((other) => other?.path === first?.path) ? first : undefined;
}

/**
 * Undefined where the edit of the object's own file says it all, where its Application is removed too, where something else
 * of the file is still delivered, and where more than one edit may be the cause. What leaves a manifest out is a
 * kustomization, or what a chart's templates are filled in from.
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

/** What a finding about the removal points at: the file to mend. */
export function omissionSource(omission: ManifestOmission | undefined): SourceRef | undefined {
  return omission && { side: "head", path: omission.path, line: omission.line };
}

/** Files that something is delivered from: none of them leaves another out, unless it is a template that others include. */
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
