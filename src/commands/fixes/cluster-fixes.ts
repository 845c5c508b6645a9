// A finding about a cluster, and the fleet → the version, class or number of nodes that fixes it.

import { quoted } from "../../lib/code-span.ts";
import { capiRefuses, compareVkr } from "../../manifests/vks/vkr.ts";
import type { ObjectTarget, Target } from "../../model/command.ts";
import type { Comparison } from "../../model/finding.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import type { Finding } from "../../model/plan.ts";
import type { FleetContext } from "../command-context.ts";
import { declaredAt } from "../lookup/selector.ts";
import { releasesFor } from "../lookup/versions.ts";
import { lastBefore } from "./object-fixes.ts";

function versionTarget(cluster: FleetCluster, to: string, shown: "upgrade" | "downgrade"): ObjectTarget {
  const { spec, label } = cluster;
  return {
    ...declaredAt(cluster),
    words: `\`${label}\` at \`${to}\` instead of ${quoted(spec.version)}`,
    steps: [{ op: "set", path: spec.versionPath, value: to }],
    expected: [shown, "reconfigure" as const].map((operation) => ({
      layer: "cluster",
      cluster: label,
      operation,
      may: true,
    })),
  };
}

/** The newest known release of the minor version after the cluster's version on the base. */
export function splitHop(finding: Finding, context: FleetContext, { base }: Comparison): Target | undefined {
  const cluster = clusterAt(finding, context);
  const from = cluster === undefined ? undefined : base.clusters.get(cluster.key)?.spec.vkr;
  if (cluster === undefined || from === undefined) return undefined;
  const next = releasesFor(cluster, context)
    .filter(
      (one) =>
        one.fips === from.fips &&
        one.minor === from.minor + 1 &&
        compareVkr(one, from) > 0 &&
        capiRefuses(from.raw, one.raw) === undefined,
    )
    .at(-1);
  return next === undefined ? undefined : versionTarget(cluster, next.raw, "downgrade");
}

export function restoreVersion(
  finding: Finding,
  context: FleetContext,
  { base }: Comparison,
): Target | undefined {
  const cluster = clusterAt(finding, context);
  const oldVersion = cluster === undefined ? undefined : base.clusters.get(cluster.key)?.spec.version;
  return cluster === undefined || !oldVersion ? undefined : versionTarget(cluster, oldVersion, "upgrade");
}

/** VKS supports one and three; three keeps a control plane that is meant to be several. */
export function setThreeControlPlaneNodes(finding: Finding, context: FleetContext): Target | undefined {
  const cluster = clusterAt(finding, context);
  if (cluster === undefined) return undefined;
  const { path, replicas } = cluster.spec.controlPlane;
  if (replicas === undefined) return undefined;
  return {
    ...declaredAt(cluster),
    words: `the control plane of \`${cluster.label}\` from ${replicas} to 3`,
    steps: [{ op: "set", path: [...path, "replicas"], value: 3 }],
    expected: [{ layer: "cluster", cluster: cluster.label, operation: "scale" }],
  };
}

export function removeReplicas(finding: Finding, context: FleetContext): Target | undefined {
  const cluster = clusterAt(finding, context);
  const both = (cluster?.spec.pools ?? []).filter(
    ({ replicas, autoscaler }) => replicas !== undefined && autoscaler !== undefined,
  );
  if (cluster === undefined || both.length === 0) return undefined;
  return {
    ...declaredAt(cluster),
    words: `${both.map(({ name }) => quoted(`${cluster.label}/${name}`)).join(", ")} without \`replicas\``,
    steps: both.map(({ path }) => ({ op: "remove", path: [...path, "replicas"] })),
    expected: [{ layer: "cluster", cluster: cluster.label, operation: "scale", may: true }],
  };
}

/** Where the catalogue names exactly one ClusterClass for the release. */
export function setFittingClass(finding: Finding, context: FleetContext): Target | undefined {
  const cluster = clusterAt(finding, context);
  if (cluster === undefined) return undefined;
  const [only, ...others] = context.config.catalog.releases.get(cluster.spec.version) ?? [];
  const oldClass = cluster.spec.class?.name;
  if (only === undefined || others.length > 0 || oldClass === undefined || oldClass === only)
    return undefined;
  return {
    ...declaredAt(cluster),
    words: `\`${cluster.label}\` with the ClusterClass ${quoted(only)} instead of ${quoted(oldClass)}`,
    steps: [{ op: "set", path: cluster.spec.classPath, value: only }],
    expected: [{ layer: "cluster", cluster: cluster.label, operation: "rebase", to: only }],
  };
}

function clusterAt({ source }: Finding, { fleet }: FleetContext): FleetCluster | undefined {
  if (source?.side !== "head") return undefined;
  const inFile = [...fleet.clusters.values()].filter(
    ({ object }) => object.manifest.origin.path === source.path,
  );
  return lastBefore(inFile, source.line, ({ object }) => object.manifest);
}
