// An object that is no longer delivered → the file that leaves it out, where its own file still declares it.

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

/**
 * Undefined where the edit of the object's own file says it all, and where its Application leaves as well. A file that
 * selects others is a kustomization, or what a chart's templates are filled in from.
 */
export function removalCause(
  change: Pick<Change, "base" | "application">,
  { deliveries }: Pick<Comparison, "deliveries">,
): ManifestOmission | undefined {
  const ref = change.application ?? "";
  const [base, head] = [deliveries.base.applications.get(ref), deliveries.head.applications.get(ref)];
  const manifest = change.base?.manifest.origin.path;
  if (!base || !head || manifest === undefined) return undefined;
  const skipped = head.problems.find((p) => p.code === "passed-over" && p.path === manifest);
  if (skipped) return { kind: "unreadable", path: manifest, line: skipped.line, manifest };
  if (deliveries.changedPaths.has(manifest)) return undefined;
  const path = [...inputsOf(head), ...inputsOf(base)].find((input) => deliveries.changedPaths.has(input));
  return path === undefined ? undefined : { kind: "left-out", path, line: 1, manifest };
}

/** What a finding about the removal points at: the file to mend. */
export function causeSource(cause: ManifestOmission | undefined): SourceRef | undefined {
  return cause && { side: "head", path: cause.path, line: cause.line };
}

function inputsOf({ sources }: DeliveredApplication): readonly string[] {
  return (sources ?? []).flatMap((source) => (source.state === "elsewhere" ? [] : (source.inputs ?? [])));
}
