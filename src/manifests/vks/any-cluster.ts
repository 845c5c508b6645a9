// Manifest → the cluster it declares, whichever API declares it. Never throws.
import type { ClusterSpec } from "../../model/cluster.ts";
import type { Manifest } from "../../model/manifest.ts";
import { readCluster } from "./cluster.ts";
import { readTanzuKubernetesCluster } from "./tkc.ts";

/** `namespace` is the effective one. Undefined for objects that are no cluster. */
export function readAnyCluster(manifest: Manifest, namespace: string): ClusterSpec | undefined {
  return readCluster(manifest, namespace) ?? readTanzuKubernetesCluster(manifest, namespace);
}
