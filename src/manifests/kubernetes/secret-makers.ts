// Manifest → the Secrets that come with it: itself, or what a controller makes of it. Never throws.

import { list, str } from "../../lib/json.ts";
import type { FieldPath } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";

/** Where a kind names the Secret that its controller writes; the object's own name where none of them does. */
const NAMED_AT: Readonly<Record<string, readonly FieldPath[]>> = {
  "/Secret": [],
  "bitnami.com/SealedSecret": [["spec", "template", "metadata", "name"]],
  "cert-manager.io/Certificate": [["spec", "secretName"]],
  "external-secrets.io/ExternalSecret": [["spec", "target", "name"]],
  "secretgen.carvel.dev/SecretImport": [],
  "secretgen.carvel.dev/SecretTemplate": [],
  "secretgen.k14s.io/Certificate": [],
  "secretgen.k14s.io/Password": [],
  "secretgen.k14s.io/RSAKey": [],
  "secretgen.k14s.io/SSHKey": [],
  "secrets.hashicorp.com/VaultDynamicSecret": [["spec", "destination", "name"]],
  "secrets.hashicorp.com/VaultPKISecret": [["spec", "destination", "name"]],
  "secrets.hashicorp.com/VaultStaticSecret": [["spec", "destination", "name"]],
};

/** What Cluster API and VKS keep for a cluster (cluster-api util/secret/consts.go; `ssh` and its password: VKS). */
const OF_CLUSTER = ["kubeconfig", "ca", "etcd", "proxy", "sa", "ssh", "ssh-password"];

export function secretsMade(manifest: Manifest): readonly string[] {
  const kind = `${manifest.group}/${manifest.kind}`;
  if (kind === "cluster.x-k8s.io/Cluster" || kind === "run.tanzu.vmware.com/TanzuKubernetesCluster")
    return OF_CLUSTER.map((purpose) => `${manifest.name}-${purpose}`);
  if (kind === "isindir.github.com/SopsSecret")
    return list(manifest.object, ["spec", "secretTemplates"]).flatMap((t) => str(t, ["name"]) ?? []);
  const paths = NAMED_AT[kind];
  if (!paths) return [];
  const named = paths.map((path) => str(manifest.object, path) ?? "").find((name) => name !== "");
  return [named ?? manifest.name];
}
