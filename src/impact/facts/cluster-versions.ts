// Changes and both fleets → the Kubernetes minor of each cluster before and after the merge.

import { kubernetesMinor } from "../../manifests/kinds/api-lifecycle.ts";
import type { Comparison } from "../../model/finding.ts";
import type { FleetCluster } from "../../model/fleet.ts";
import { takesEffect } from "./cluster-changes.ts";

/** The key of a cluster → its Kubernetes minor. Both are undefined where Git names no version. */
export type MinorOf = (key: string) => {
  /** The cluster as the head declares it. */
  readonly cluster: FleetCluster | undefined;
  /** Undefined for a new cluster. */
  readonly before: number | undefined;
  readonly after: number | undefined;
};

type Input = Pick<Comparison, "changes" | "base" | "head">;

export function clusterVersions(input: Input): MinorOf {
  const versionAfter = versionsAfter(input);
  return (key) => {
    const [old, cluster] = [input.base.clusters.get(key), input.head.clusters.get(key)];
    const before = old && kubernetesMinor(old.spec.version);
    return { cluster, before, after: cluster && kubernetesMinor(versionAfter(key)) };
  };
}

/**
 * The key of a cluster → its version after the merge, "" where the head declares none. A cluster keeps its version where
 * the change of it is refused or blocked.
 */
export function versionsAfter({ changes, base, head }: Input): (key: string) => string {
  const stuck = new Set(
    changes.filter((c) => VERSION.has(c.operation) && !takesEffect(c)).map((c) => c.clusterKey),
  );
  return (key) => {
    const declared = head.clusters.get(key);
    const unchanged = declared && stuck.has(key) ? base.clusters.get(key) : undefined;
    return (unchanged ?? declared)?.spec.version ?? "";
  };
}

const VERSION: ReadonlySet<string> = new Set(["upgrade", "downgrade"]);
