// An AddonInstall that is new, edited or has lost its last cluster matches none that Git declares.

import { sameJson } from "../../../lib/json.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { FleetInstall } from "../../../model/fleet.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** Selection is by the labels of Clusters in the install's namespace, unless it selects across namespaces. */
export const addonSelectsNothing = defineRule({
  id: "addon-selects-nothing",
  severity: "caution",
  find: ({ base, head }: Comparison) =>
    [...head.installs]
      .filter(([key, install]) => install.matches.size === 0 && concerns(base.installs.get(key), install))
      .map(([key, { spec, object }]) => ({
        subject: subjectOf(object.ref),
        facts: {
          addon: addonName(spec.addon),
          scope: spec.crossNamespace ? "" : object.ref.namespace,
          lost: (base.installs.get(key)?.matches.size ?? 0) > 0,
        },
        source: {
          side: "head" as const,
          path: object.manifest.origin.path,
          line: object.manifest.lineOf(["spec", "clusters"]),
        },
        evidence: "git" as const,
      }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1)),
  text: ({ facts: { addon, scope, lost } }) => {
    const where = scope === "" ? "" : ` in namespace \`${scope}\``;
    return {
      message: lost
        ? `the install of \`${addon}\` would match no cluster${where} any more`
        : `the install of \`${addon}\` matches no cluster${where} that Git declares`,
      why: "The install is accepted without a word and does nothing. A label that is missing or spelled otherwise, and a Cluster in another namespace, look the same from here.",
      do: "Compare the selector with `metadata.labels` of the Clusters; the labels of an ArgoCluster do not count.",
    };
  },
});

function concerns(base: FleetInstall | undefined, head: FleetInstall): boolean {
  if (!base || base.matches.size > 0) return true;
  return !sameJson(base.object.manifest.object["spec"], head.object.manifest.object["spec"]);
}
