// A version changes while the change before is probably still rolling.

import { count } from "../../../lib/english.ts";
import { readAnyCluster } from "../../../manifests/vks/any-cluster.ts";
import type { Comparison } from "../../../model/finding.ts";
import { baseClass, lastAccepted } from "../../compare/clusters/last-accepted.ts";
import { versionRollout } from "../../compare/clusters/rollout.ts";
import { type ClusterChange, clusterChanges, lineIn, takesEffect } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** Ages are the times between commits: the only record of when something was merged. */
export const upgradeTooSoon = defineRule({
  id: "upgrade-too-soon",
  severity: "caution",
  find: (input) =>
    clusterChanges(input.changes).flatMap((edit) => {
      const moves = edit.changes.some((c) => c.operation === "upgrade" && takesEffect(c));
      const last = moves ? lastMove(edit, input) : undefined;
      const { now } = input.context;
      if (!last || now === undefined) return [];
      const minutes = input.config.upgrades.minutesPerNode * last.nodes;
      if (now - last.seconds >= minutes * 60) return [];
      const { version, sha, nodes } = last;
      const facts = { cluster: edit.cluster, version, to: edit.head.version, sha, nodes, minutes };
      return [
        {
          subject: edit.subject,
          facts,
          source: lineIn(edit, edit.head.versionPath),
          evidence: "history" as const,
        },
      ];
    }),
  text: ({ facts: { cluster, version, to, sha, nodes, minutes } }) => ({
    message: `\`${cluster}\` went to \`${version}\` in \`${sha}\`, less than ${count(minutes, "minute")} before; its ${count(nodes, "node")} may still be rolling when \`${to}\` is applied`,
    why: "Cluster API refuses another version until the upgrade before is complete on every node, and with it everything else in the object; Argo CD tries a few times and then stays out of sync.",
    do: `Merge once every node of \`${cluster}\` runs \`${version}\`.`,
  }),
});

type Move = {
  readonly version: string;
  readonly sha: string;
  readonly seconds: number;
  readonly nodes: number;
};

/** The last change of version that the API accepted, and how many nodes it replaces. */
function lastMove({ object }: ClusterChange, { base, head }: Comparison): Move | undefined {
  const declarations = base.delivery.history?.declarations.get(object.key) ?? [];
  const classFor = baseClass({ key: object.key, head: object }, { base, head });
  const { moved } = lastAccepted(declarations, object.ref.namespace, classFor);
  const spec = moved && readAnyCluster(moved.manifest, object.ref.namespace);
  if (!moved || !spec) return undefined;
  const { rollout } = versionRollout(spec);
  const nodes = (rollout?.controlPlane.max ?? 0) + (rollout?.workers.max ?? 0);
  return { version: spec.version, sha: moved.sha.slice(0, 7), seconds: moved.seconds, nodes };
}
