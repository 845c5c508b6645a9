// Cluster objects of one side → the Kubernetes version that Argo CD gives to Helm for an Application's destination.

import { isAtLeast } from "../../manifests/values/argocd-version.ts";
import { readCluster } from "../../manifests/vks/cluster.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { clusterObjects } from "./cluster-objects.ts";
import type { ResolveDestination } from "./destinations.ts";

/** Undefined where Git does not have the cluster, or its version is no VKr's. */
export type KubeVersionOf = (node: ApplicationNode) => string | undefined;

/** By what the side has rendered so far. */
export function kubeVersions(
  tree: DeliveryTree,
  resolve: ResolveDestination,
  argocdVersion: string,
): KubeVersionOf {
  const clusters = clusterObjects(tree, resolve);
  return (node) => kubeVersion(clusters.get(resolve(node).key), argocdVersion);
}

/**
 * Argo CD hands MAJOR.MINOR of the destination to Helm (argo-cd gitops-engine/pkg/utils/kube/ctl.go, GetServerVersion),
 * from 3.4 on vMAJOR.MINOR.PATCH (argo-cd docs/operator-manual/upgrading/3.3-3.4.md).
 */
function kubeVersion(cluster: Manifest | undefined, argocdVersion: string): string | undefined {
  const vkr = cluster && readCluster(cluster)?.vkr;
  if (!vkr) return undefined;
  const { major, minor, patch } = vkr;
  return isAtLeast(argocdVersion, "3.4") ? `v${major}.${minor}.${patch}` : `${major}.${minor}`;
}
