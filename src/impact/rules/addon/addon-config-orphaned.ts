// An AddonConfig that no AddonInstall uses, because of its name, its add-on or its cluster.

import { annotation } from "../../../manifests/argocd/application.ts";
import { addonName } from "../../../manifests/vks/addon-name.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Fleet, FleetAddonConfig } from "../../../model/fleet.ts";
import type { Evidence } from "../../../model/plan.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { type Unfit, unfitConfigs } from "./addon-config-fit.ts";

/** With it on an AddonConfig the add-on controller removes it together with the ClusterAddon. */
const OWNED = "clusteraddon.addons.kubernetes.vmware.com/owned-for-deletion";

/** One that is new or edited, or whose AddonInstall used it on the base. */
export const addonConfigOrphaned = defineRule({
  id: "addon-config-orphaned",
  severity: "caution",
  find: (input) => {
    const before = unfitConfigs(input.base);
    const ends = endingClusters(input.changes);
    const removedAddons = addonsLeft(input.changes);
    return [...unfitConfigs(input.head)]
      .filter(([key, { why }]) => {
        const cluster = clusterOf(key, input.base);
        // A cluster that leaves Git and keeps running keeps its configurations.
        const kept = why === "cluster" && cluster !== "" && !ends.has(cluster);
        const addon = addonName(input.head.configs.get(key)?.addon ?? "");
        return (
          before.get(key)?.why !== why &&
          !kept &&
          !(why === "addon" && removedAddons.has(`${cluster} ${addon}`))
        );
      })
      .map(([key, unfit]) => toFound(input.head.configs.get(key) as FleetAddonConfig, unfit, input))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1));
  },
  text: ({ facts }) => TEXT[facts.why](facts),
});

function endingClusters(changes: readonly Change[]): ReadonlySet<string | undefined> {
  const ends = changes.filter((c) => c.layer === "cluster" && c.operation === "delete" && !c.head);
  return new Set(ends.map((c) => c.clusterKey));
}

/** "cluster add-on" of add-ons that lose their AddonInstall and stay on the cluster with their settings. */
function addonsLeft(changes: readonly Change[]): ReadonlySet<string> {
  const removals = changes.filter(
    ({ layer, operation }) => layer === "addon" && (operation === "retain" || operation === "orphan"),
  );
  return new Set(removals.map(({ clusterKey, what }) => `${clusterKey} ${what}`));
}

function clusterOf(key: string, { configs }: Fleet): string {
  return configs.get(key)?.clusterKey ?? "";
}

function toFound(
  { cluster, addon, clusterKey, object }: FleetAddonConfig,
  { why, wanted }: Unfit,
  { base, head }: Comparison,
) {
  const before = clusterOf(object.key, base);
  const lost = before !== "" && (why === "cluster" || before === clusterKey);
  return {
    subject: subjectOf(object.ref),
    facts: {
      why,
      cluster: head.clusters.get(clusterKey)?.label ?? cluster,
      addon: addonName(addon),
      name: object.ref.name,
      wanted,
      lost,
      owned: annotation(object.manifest, OWNED) === "true",
    },
    source: sourceOf({ key: object.key, head: object }, why === "name" ? ["metadata", "name"] : []),
    evidence: (lost || why === "name" ? "git" : "unknown") as Evidence,
  };
}

type OrphanedConfigFacts = {
  readonly cluster: string;
  readonly addon: string;
  readonly name: string;
  readonly wanted: string;
  readonly lost: boolean;
  readonly owned: boolean;
};

const TEXT = {
  name: ({ name, wanted, cluster, addon }: OrphanedConfigFacts) => ({
    message: `\`${name}\` configures nothing: ${addon === "" ? "" : `for \`${addon}\` `}on \`${cluster}\` only \`${wanted}\` is taken`,
    why: "The add-on controller finds a configuration by its name alone. One of another name is accepted and skipped without a word, and the add-on runs with its defaults.",
    do: `Name it \`${wanted}\`.`,
  }),
  addon: ({ name, cluster, addon, lost }: OrphanedConfigFacts) => ({
    message: lost
      ? `\`${name}\` stays while no AddonInstall brings \`${addon}\` to \`${cluster}\` any more`
      : `\`${name}\` configures \`${addon}\` on \`${cluster}\`, where no AddonInstall in Git brings it`,
    why: "A configuration without its add-on does nothing, until an add-on of that name comes: then it counts, however old it is.",
    do: lost
      ? "Remove it together with the add-on."
      : `Let an AddonInstall of \`${addon}\` match \`${cluster}\`, or compare the names, unless the platform brings the add-on.`,
  }),
  cluster: ({ name, cluster, lost, owned }: OrphanedConfigFacts) => ({
    message: lost
      ? `\`${name}\` stays while its cluster \`${cluster}\` goes`
      : `\`${name}\` configures an add-on of ${cluster === "" ? "a cluster that Git does not declare in its namespace" : `\`${cluster}\`, which Git does not declare in its namespace`}`,
    why: !lost
      ? "A configuration counts only next to its cluster, in the cluster's own vSphere Namespace."
      : owned
        ? "The add-on controller removes it with the add-on, and Argo CD, which still has it in Git, creates it anew: the next cluster of that name would take it over."
        : "Nothing removes it: the next cluster of that name takes it over, with settings that were made for this one.",
    do: lost
      ? "Remove it together with the cluster."
      : "Move it into the namespace of the cluster, or correct the name.",
  }),
};
