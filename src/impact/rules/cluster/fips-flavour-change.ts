// A cluster moves between the FIPS and the ordinary flavour of its release.
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { Severity } from "../../../model/plan.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** Leaving FIPS is graded higher than entering it. */
export const fipsFlavourChange = defineRule({
  id: "fips-flavour-change",
  severity: "caution",
  find: ({ changes }) =>
    clusterChanges(changes).flatMap((edit) => {
      const [base, head] = [edit.base && flavourOf(edit.base), flavourOf(edit.head)];
      if (base === undefined || head === undefined || base === head) return [];
      const [from, to] = [edit.base?.version ?? "", edit.head.version];
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, from, to, leaves: base },
          source: lineIn(edit, edit.head.versionPath),
          evidence: "git" as const,
          ...(base ? { severity: "stop" as Severity } : {}),
        },
      ];
    }),
  text: ({ facts: { cluster, from, to, leaves } }) =>
    leaves
      ? {
          message: `\`${cluster}\` leaves the FIPS flavour: \`${from}\` is a FIPS release, \`${to}\` is not`,
          why: "Control plane and nodes are replaced by images without FIPS cryptography, so a cluster that has to run it no longer does.",
          do: "Take the release whose name has `-fips`, or have the change of flavour agreed by those who answer for compliance.",
        }
      : {
          message: `\`${cluster}\` enters the FIPS flavour: \`${to}\` is a FIPS release, \`${from}\` is not`,
          why: "The FIPS images permit fewer algorithms: clients and workloads that rely on others fail to connect once their node is replaced.",
          do: "Check that what talks to this cluster, and what runs in it, works with FIPS cryptography.",
        },
});

/** Whether the release is a FIPS one; undefined where the text leaves the build, and with it the flavour, open. */
function flavourOf({ vkr }: ClusterSpec): boolean | undefined {
  return vkr?.vmware === undefined ? undefined : vkr.fips;
}
