// Whether a removal really happens → the end of the sentence about it.

import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import type { Applies } from "../../../model/plan.ts";
import type { ManifestOmission } from "../../facts/manifest-omission.ts";

/** Facts about why a removal is not applied automatically. `pruning`: only a sync with pruning removes the object. */
export type ConditionFacts = { readonly applies: Applies; readonly pruning?: true };

/** For several removals, that of the one that waits least. */
export function conditionFacts(
  removals: readonly Pick<Change, "applies" | "requiresPruning">[],
): ConditionFacts {
  const [first] = removals;
  const least = removals.find(({ applies }) => applies === "auto") ?? first;
  const applies = least?.applies ?? "auto";
  return applies === "manual" && least?.requiresPruning ? { applies, pruning: true } : { applies };
}

/** Why a removal is not applied automatically, as the end of a sentence; "" where it is. */
export function condition({ applies, pruning }: ConditionFacts): string {
  if (pruning)
    return ", but not before a person syncs with pruning (`argocd app sync --prune`; a plain sync does not prune)";
  if (applies === "manual") return ", but not before a person syncs, confirms or does it by hand";
  if (applies === "window") return ", once the sync window opens";
  if (applies === "blocked") return ", but not before what holds Argo CD back there is gone";
  return "";
}

/** An omission as facts of a finding; none where the object's own file is the one that was edited. */
export type OmissionFacts = { readonly causedBy?: string; readonly manifest?: string };

export function omissionFacts(omission: ManifestOmission | undefined): OmissionFacts {
  return omission ? { causedBy: omission.path, manifest: omission.manifest } : {};
}

/** The file that leaves a manifest out, as the end of a message. A file that causes its own removal does not parse. */
export function omissionText({ causedBy, manifest }: OmissionFacts): string {
  if (causedBy === undefined) return "";
  if (causedBy === manifest)
    return `, because \`${manifest}\` is no valid YAML and Argo CD passes over the file`;
  return `, because \`${causedBy}\` leaves out \`${manifest}\`, which is still in Git`;
}

/** What to do about that file; undefined where there is none. */
export function omissionRemedy({ causedBy, manifest }: OmissionFacts): string | undefined {
  if (causedBy === undefined) return undefined;
  return causedBy === manifest
    ? `Mend \`${manifest}\`, or delete it if its objects are not needed.`
    : `Let \`${causedBy}\` select \`${manifest}\` again, or delete that file if its objects are not needed.`;
}

/** Facts about deleted objects whose dependents stay; none where all are deleted. `dependents`: those of the first object. */
type OrphaningFacts = { readonly orphaning?: number; readonly dependents?: string };

export function orphaningFacts(removals: readonly Change[]): OrphaningFacts {
  const orphaning = removals.filter(({ propagation }) => propagation === "orphan");
  const [first] = orphaning;
  const dependents = first && factsOf(first.object).dependents;
  return dependents === undefined ? {} : { orphaning: orphaning.length, dependents };
}

/** The dependents that stay, as a sentence after a message. */
export function orphaningText({ orphaning = 0, dependents = "" }: OrphaningFacts, total: number): string {
  if (orphaning === 0) return "";
  const whose = orphaning === total ? "Their pods" : `The pods of ${orphaning} of them`;
  const what = total === 1 ? `Its ${dependents}` : whose;
  return `. ${what} keep running, unmanaged (\`PrunePropagationPolicy=orphan\`)`;
}

export function orphaningRemedy({ orphaning }: OrphaningFacts): string | undefined {
  if (orphaning === undefined) return undefined;
  return "Delete what stays by hand afterwards, or remove `PrunePropagationPolicy=orphan` in a pull request of its own first.";
}
