// A pool is to be scaled automatically, and nothing in Git scales it, or an autoscaler of another minor does.

import { code } from "../../../lib/code-span.ts";
import { splitRelease } from "../../../manifests/vks/addon-name.ts";
import { parseVkr } from "../../../manifests/vks/vkr.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { FleetCluster } from "../../../model/fleet.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { versionsAfter } from "../../facts/cluster-versions.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { AUTOSCALER, autoscalersOf } from "./autoscalers.ts";

/** From builtin-generic-v3.7 on the platform installs it. What was so before is no news. */
export const autoscalerAbsent = defineRule({
  id: "autoscaler-absent",
  severity: "caution",
  find: (input) => {
    const pins = { base: autoscalersOf(input.base), head: autoscalersOf(input.head) };
    const versionOf = versionsAfter(input);
    const unchanged = unchangedClusters(input);
    return [...input.head.clusters.values()].flatMap((cluster) => {
      const { key, spec, object, label } = cluster;
      const first = spec.pools.find((pool) => pool.autoscaler);
      if (!first || unchanged.has(key)) return [];
      const base = input.base.clusters.get(key);
      const [pin, version] = [pins.head.get(key), versionOf(key)];
      const lost = base !== undefined && pins.base.has(key) && pin === undefined;
      const pools =
        pin === undefined && !isPlatforms(cluster) ? scaledPools(cluster, lost ? undefined : base) : [];
      const minor = pin === undefined ? "" : foreignMinor(pin, version);
      const known =
        base && minor !== "" && foreignMinor(pins.base.get(key) ?? "", base.spec.version) === minor;
      if (pools.length === 0 && (minor === "" || known)) return [];
      return [
        {
          subject: subjectOf(object.ref),
          facts: { cluster: label, pools, lost, minor, version: minorOf(version) },
          source: sourceOf({ key: object.key, head: object }, first.path),
          evidence: minor === "" ? ("unknown" as const) : ("git" as const),
        },
      ];
    });
  },
  text: ({ facts: { cluster, pools, lost, minor, version } }) =>
    minor === ""
      ? {
          message: `${pools.map(code).join(", ")} of \`${cluster}\` ${pools.length === 1 ? "has" : "have"} autoscaler bounds, and ${lost ? `the cluster loses \`${AUTOSCALER}\`` : `no \`${AUTOSCALER}\` in Git selects the cluster`}`,
          why: "The annotations alone scale nothing: a new pool starts at its minimum and stays there, and one that had a size keeps it.",
          do: lost
            ? `Keep \`${AUTOSCALER}\` on the cluster, or give its pools a size, unless the platform installs it.`
            : `Add an AddonInstall of \`${AUTOSCALER}\`, unless the platform installs it.`,
        }
      : {
          message: `\`${cluster}\` runs Kubernetes ${version} after this, and its \`${AUTOSCALER}\` is pinned to ${minor}`,
          why: "The autoscaler simulates the scheduler of its own minor, and VKS requires the minor of the cluster.",
          do: `Pin the release of ${version} together with the cluster's version.`,
        },
});

/** Clusters that this merge changes in Git only: no change of them takes effect. */
function unchangedClusters({ changes }: Comparison): ReadonlySet<string | undefined> {
  const own = changes.filter(({ layer }) => layer === "cluster");
  const moving = new Set(own.filter(takesEffect).map((c) => c.clusterKey));
  return new Set(own.map((c) => c.clusterKey).filter((key) => !moving.has(key)));
}

/** Pools with bounds that the base does not have. */
function scaledPools({ spec }: FleetCluster, base: FleetCluster | undefined): string[] {
  const scaled = new Set(base?.spec.pools.flatMap((pool) => (pool.autoscaler ? [pool.name] : [])));
  return spec.pools.flatMap((pool) => (pool.autoscaler && !scaled.has(pool.name) ? [pool.name] : []));
}

/** "1.33" where the pin is of another minor than the version; else "". */
function foreignMinor(pin: string, version: string): string {
  const own = /^v?\d/.test(pin) ? pin : splitRelease(pin).version;
  const release = /^v?(\d{1,4}\.\d{1,4})\./.exec(own)?.[1];
  const wanted = minorOf(version);
  return release === undefined || wanted === "" || release === wanted ? "" : release;
}

function minorOf(version: string): string {
  const vkr = parseVkr(version);
  return vkr ? `${vkr.major}.${vkr.minor}` : "";
}

function isPlatforms({ spec }: FleetCluster): boolean {
  const release = /^builtin-generic-v(\d{1,4})\.(\d{1,4})\./.exec(spec.class?.name ?? "");
  return (
    release !== null && (Number(release[1]) > 3 || (Number(release[1]) === 3 && Number(release[2]) >= 7))
  );
}
