// Changes and both fleets → the Kubernetes minor of each cluster before and after the merge.
import type { RuleInput } from "../model/finding.ts";
import type { FleetCluster } from "../model/fleet.ts";
import { kubernetesMinor } from "../resources/api-lifecycle.ts";
import { happens } from "./edit.ts";

/** Undefined where Git names no minor, and `before` for a cluster that is new. */
export type MinorOf = (key: string) => {
  readonly cluster: FleetCluster | undefined;
  readonly before: number | undefined;
  readonly after: number | undefined;
};

/** A version change that is refused or blocked leaves the cluster where it was. */
export function clusterVersions({
  changes,
  base,
  head,
}: Pick<RuleInput, "changes" | "base" | "head">): MinorOf {
  const stuck = new Set(
    changes.filter((c) => VERSION.has(c.operation) && !happens(c)).map((c) => c.clusterKey),
  );
  return (key) => {
    const [old, cluster] = [base.clusters.get(key), head.clusters.get(key)];
    const before = old && kubernetesMinor(old.spec.version);
    const declared = cluster && kubernetesMinor(cluster.spec.version);
    return { cluster, before, after: old && stuck.has(key) ? before : declared };
  };
}

const VERSION: ReadonlySet<string> = new Set(["upgrade", "downgrade"]);
