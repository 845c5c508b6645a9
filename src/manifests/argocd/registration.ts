// Manifest → the cluster that it registers with Argo CD, or undefined. Credentials are not read into it.

import { str, stringMap } from "../../lib/json.ts";
import type { Registration } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import { readClusterSecret } from "./cluster-secret.ts";

/**
 * What ArgoCluster, ArgoNamespace (field.vmware.com, argocd-attach-service controller/main.go) or a cluster Secret
 * (argo-cd util/db/cluster.go, SecretToCluster) registers. `effectiveNamespace` is the object's own namespace, else
 * that of the delivering Application's destination. Undefined for every other object, and where the name is
 * missing.
 */
export function readRegistration(manifest: Manifest, effectiveNamespace: string): Registration | undefined {
  if (manifest.group === "field.vmware.com" && manifest.kind === "ArgoCluster")
    return readArgoCluster(manifest, effectiveNamespace);
  if (manifest.group === "field.vmware.com" && manifest.kind === "ArgoNamespace")
    return readArgoNamespace(manifest, effectiveNamespace);
  return readClusterSecret(manifest, effectiveNamespace);
}

/** The service reads the kubeconfig of the Cluster named `clusterName` in the object's own namespace. */
function readArgoCluster({ object }: Manifest, namespace: string): Registration | undefined {
  const clusterName = str(object, ["spec", "clusterName"]) ?? "";
  if (clusterName === "") return undefined;
  return {
    kind: "ArgoCluster",
    clusterName,
    argoNamespace: str(object, ["spec", "argoNamespace"]) ?? "",
    project: str(object, ["spec", "project"]) ?? "",
    labels: stringMap(object, ["spec", "clusterLabels"]),
    target: { namespace, name: clusterName },
    restrictedTo: [],
    clusterResources: true,
    server: "",
  };
}

/** The object registers its own namespace; its own name does not matter. */
function readArgoNamespace({ object }: Manifest, namespace: string): Registration | undefined {
  if (namespace === "") return undefined;
  return {
    kind: "ArgoNamespace",
    clusterName: `supervisor-ns-${namespace}`,
    argoNamespace: str(object, ["spec", "argoNamespace"]) ?? "",
    project: str(object, ["spec", "project"]) ?? "",
    labels: stringMap(object, ["spec", "clusterLabels"]),
    target: { namespace, name: "" },
    restrictedTo: [namespace],
    clusterResources: false,
    server: "",
  };
}
