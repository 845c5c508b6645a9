// Whether a removal really happens → the end of the sentence about it.

import type { Applies } from "../../../model/plan.ts";
import type { ManifestOmission } from "../../facts/manifest-omission.ts";

/** What holds a removal back, as the end of a sentence; empty where nothing does. */
export function condition(applies: Applies): string {
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
