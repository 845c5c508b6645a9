import { describe, expect, test } from "@jest/globals";
import {
  argoKindOrder,
  crdClusterScope,
  isClusterScoped,
  isSupervisorKind,
  layerOf,
} from "../../../src/manifests/kinds/kinds.ts";
import { manifestOf } from "../manifest.ts";

test.each<[string, string, string, string]>([
  ["cluster.x-k8s.io", "Cluster", "cluster", "cluster"],
  ["run.tanzu.vmware.com", "TanzuKubernetesCluster", "cluster", "cluster"],
  ["cluster.x-k8s.io", "ClusterClass", "platform", "platform"],
  ["kubernetes.vmware.com", "KubernetesRelease", "platform", "platform"],
  ["field.vmware.com", "ArgoCluster", "platform", "platform"],
  ["vmoperator.vmware.com", "VirtualMachine", "platform", "platform"],
  ["addons.kubernetes.vmware.com", "AddonRepositoryInstall", "addon", "addon"],
  ["packaging.carvel.dev", "PackageInstall", "addon", "addon"],
  ["argoproj.io", "Application", "delivery", "delivery"],
  ["argoproj.io", "Rollout", "platform", "workload"],
  ["argocd-service.vsphere.vmware.com", "ArgoCD", "delivery", "delivery"],
  ["", "Namespace", "platform", "workload"],
  ["apps", "Deployment", "platform", "workload"],
  ["constructor", "toString", "platform", "workload"],
])("%s/%s: %s on the Supervisor, %s elsewhere", (group, kind, above, below) => {
  expect([layerOf(group, kind, true), layerOf(group, kind, false)]).toEqual([above, below]);
});

test.each<[string, string, boolean]>([
  ["", "Namespace", true],
  ["", "Secret", false],
  ["storage.k8s.io", "StorageClass", true],
  ["argoproj.io", "AppProject", false],
  ["cluster.x-k8s.io", "ClusterClass", false],
  ["vmoperator.vmware.com", "VirtualMachineClass", false],
  ["vmoperator.vmware.com", "ClusterVirtualMachineImage", true],
  ["example.com", "Tenant", true],
  ["other.example.com", "Tenant", false],
])("%s/%s is cluster-scoped: %p", (group, kind, scoped) => {
  expect(isClusterScoped(group, kind, new Set(["example.com/Tenant"]))).toBe(scoped);
});

describe("where kinds live", () => {
  test("an Application may live anywhere, a Cluster only on a Supervisor", () => {
    expect(isSupervisorKind("argoproj.io", "Application")).toBe(false);
    expect(isSupervisorKind("cluster.x-k8s.io", "Cluster")).toBe(true);
    expect(isSupervisorKind("addons.kubernetes.vmware.com", "AddonInstall")).toBe(true);
    expect(isSupervisorKind("cns.vmware.com", "CnsNodeVmAttachment")).toBe(false);
  });

  test("a CRD tells the scope of its kind", () => {
    const crd = (scope: string) =>
      manifestOf({
        apiVersion: "apiextensions.k8s.io/v1",
        kind: "CustomResourceDefinition",
        spec: { group: "example.com", scope, names: { kind: "Tenant" } },
      });
    expect(crdClusterScope(crd("Cluster"))).toBe("example.com/Tenant");
    expect(crdClusterScope(crd("Namespaced"))).toBeUndefined();
    expect(
      crdClusterScope(manifestOf({ kind: "CustomResourceDefinition", spec: "Cluster" })),
    ).toBeUndefined();
  });
});

test("unknown kinds come last", () => {
  const kinds = ["Cluster", "Deployment", "constructor", "Namespace", "Secret", "APIService"];
  const sorted = kinds.toSorted((a, b) => argoKindOrder(a) - argoKindOrder(b));
  expect(sorted).toEqual(["Namespace", "Secret", "Deployment", "APIService", "Cluster", "constructor"]);
});
