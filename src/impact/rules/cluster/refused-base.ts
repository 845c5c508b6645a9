// What the base declares for a cluster was refused when it was merged.
import { sameJson } from "../../../lib/json.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** `still`: what the head declares is refused for what runs, too. `same`: the head declares what runs. `move`: another version. */
export const refusedBase = defineRule({
  id: "refused-base",
  severity: "caution",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const { asOf, base, head } = edit;
      if (asOf?.why !== "refused" || !base) return [];
      return [
        {
          subject: edit.subject,
          facts: {
            cluster: edit.cluster,
            reason: asOf.because ?? "",
            version: base.version,
            sha: asOf.sha.slice(0, 7),
            date: asOf.date,
            same: sameJson(edit.changes[0]?.base?.manifest.object, edit.object.manifest.object),
            still: edit.changes.some(({ applies }) => applies === "refused"),
            move: base.version === head.version ? "" : head.version,
          },
          source: lineIn(edit, head.versionPath),
          evidence: "history" as const,
        },
      ];
    }),
  text: ({ facts: { cluster, reason, version, sha, date, ...facts } }) => ({
    message: `what the base declares for \`${cluster}\` must have been refused (${reason}); the plan compares with the last declaration the API took, \`${version}\` of \`${sha}\` (${date})`,
    why: `As far as Git tells, the cluster runs as that declaration says, whatever the base shows. ${consequence({ version, ...facts })}`,
    do: facts.still
      ? `Declare \`${version}\`, or a version the API takes from there.`
      : "Compare with the live cluster before merging.",
  }),
});

type Outcome = {
  readonly version: string;
  readonly same: boolean;
  readonly still: boolean;
  readonly move: string;
};

function consequence({ version, same, still, move }: Outcome): string {
  if (still) return "What the head declares is refused as well, with everything else in the object.";
  if (same)
    return "The head declares the same, so nothing happens in the cluster, and Argo CD is in sync again.";
  if (move === "") return "The head no longer declares what was refused.";
  return `What happens on merge is the step from \`${version}\` to \`${move}\`.`;
}
