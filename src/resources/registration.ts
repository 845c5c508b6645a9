// Manifest → what makes a cluster known to Argo CD under a name, or undefined. Credentials are never kept.
import type { Registration } from "../model/application.ts";
import type { Manifest } from "../model/manifest.ts";
import { str, stringMap } from "./json.ts";

const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/**
 * What ArgoCluster, ArgoNamespace (field.vmware.com, argocd-attach-service controller/main.go) or a cluster Secret
 * (argo-cd util/db/cluster.go, SecretToCluster) registers. `effectiveNamespace` is where the object ends up: without
 * one of its own, the namespace of the delivering Application's destination. Undefined for every other object, and
 * where the name is missing.
 */
export function readRegistration(manifest: Manifest, effectiveNamespace: string): Registration | undefined {
  if (manifest.group === "field.vmware.com" && manifest.kind === "ArgoCluster")
    return readArgoCluster(manifest, effectiveNamespace);
  if (manifest.group === "field.vmware.com" && manifest.kind === "ArgoNamespace")
    return readArgoNamespace(manifest, effectiveNamespace);
  if (manifest.group === "" && manifest.kind === "Secret")
    return readClusterSecret(manifest, effectiveNamespace);
  return undefined;
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

/** The object registers the namespace it sits in; its own name does not matter. */
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

function readClusterSecret(manifest: Manifest, namespace: string): Registration | undefined {
  const labels = new Map(stringMap(manifest.object, ["metadata", "labels"]));
  if (labels.get(SECRET_TYPE) !== "cluster") return undefined;
  labels.delete(SECRET_TYPE);
  const server = secretValue(manifest, "server");
  const clusterName = secretValue(manifest, "name") || server;
  const namespaces = secretValue(manifest, "namespaces")
    .split(",")
    .flatMap((name) => name.trim() || []);
  if (clusterName === "") return undefined;
  return {
    kind: "Secret",
    clusterName,
    argoNamespace: namespace,
    project: secretValue(manifest, "project"),
    labels,
    target: { namespace: "", name: "" },
    restrictedTo: namespaces,
    clusterResources: secretValue(manifest, "clusterResources") === "true",
    server: trimSlash(server),
  };
}

type Plain = "name" | "server" | "project" | "namespaces" | "clusterResources";

/** One of the fields that are no secret; `stringData` wins over `data`. "" where it is missing or no base64. */
function secretValue({ object }: Manifest, field: Plain): string {
  const plain = str(object, ["stringData", field]);
  if (plain !== undefined) return plain;
  const encoded = (str(object, ["data", field]) ?? "").replaceAll(/\s/g, "");
  const valid = encoded.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(encoded);
  return valid ? Buffer.from(encoded, "base64").toString("utf8") : "";
}

function trimSlash(server: string): string {
  return server.endsWith("/") ? server.slice(0, -1) : server;
}
