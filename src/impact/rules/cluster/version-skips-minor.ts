// A cluster is upgraded by two minors or more at once.

import { code } from "../../../lib/code-span.ts";
import { chainsUpgrades } from "../../../manifests/vks/cluster-class.ts";
import { capiRefuses, parseVkr } from "../../../manifests/vks/vkr.ts";
import { NO_VERSION_CHECK } from "../../compare/clusters/admission.ts";
import { classOf } from "../../compare/clusters/cluster-facts.ts";
import { clusterChanges, lineIn } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** A ClusterClass in Git that plans its upgrades chains the minors itself (cluster-api 1.12): no finding then. */
export const versionSkipsMinor = defineRule({
  id: "version-skips-minor",
  severity: "stop",
  find: ({ changes, base, head }) =>
    clusterChanges(changes).flatMap((edit) => {
      const [from, to] = [edit.base?.version ?? "", edit.head.version];
      if (capiRefuses(from, to) !== "skip") return [];
      const pair = { key: edit.object.key, head: edit.object };
      if (chainsUpgrades(classOf(edit.head, pair, { base, head }))) return [];
      const unchecked = edit.head.annotations.has(NO_VERSION_CHECK);
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, from, to, steps: minorsBetween(from, to), unchecked },
          source: lineIn(edit, edit.head.versionPath),
          evidence: edit.evidence,
        },
      ];
    }),
  text: ({ facts: { cluster, from, to, steps, unchecked } }) => ({
    message: unchecked
      ? `\`${cluster}\` would go from \`${from}\` to \`${to}\` over more than one minor; the annotation \`${NO_VERSION_CHECK}\` switches off the check that refuses this`
      : `\`${cluster}\` would go from \`${from}\` to \`${to}\` over more than one minor; the API refuses it`,
    why: unchecked
      ? "kubeadm upgrades one minor at a time, and VKS does not support skipping one: a control plane that fails half-way has no way back."
      : "Cluster API takes one minor at a time and rejects the whole object, so nothing else in it is applied either; Argo CD stays out of sync.",
    do: `${stepsText(steps)}, each step once the one before has finished on every node.`,
  }),
});

/** More steps than this are no plan anybody follows, and a hostile version could ask for millions. */
const MOST_STEPS = 6;

/** The minors to upgrade to before that of the target; none where there are too many to list, or the major differs. */
function minorsBetween(from: string, to: string): string[] {
  const [one, other] = [parseVkr(from), parseVkr(to)];
  if (!one || !other || one.major !== other.major || other.minor - one.minor > MOST_STEPS) return [];
  return Array.from({ length: other.minor - one.minor - 1 }, (_, i) => `${one.major}.${one.minor + 1 + i}`);
}

function stepsText(steps: readonly string[]): string {
  if (steps.length === 0) return "Go up one minor at a time";
  return `Go through ${steps.map(code).join(", ")} first, one pull request for each minor`;
}
