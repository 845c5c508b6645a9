// Kinds → whether a sync waits for them, by version.
import { expect, test } from "@jest/globals";
import { healthOf } from "../../../src/manifests/kinds/health.ts";
import { manifestOf } from "../manifest.ts";

const of = (apiVersion: string, kind: string, spec = {}) =>
  manifestOf({ apiVersion, kind, metadata: { name: "x" }, spec });

/** argo-cd gitops-engine/pkg/health/health.go, resource_customizations/, docs/operator-manual/upgrading/. */
test.each([
  ["checked", of("apps/v1", "Deployment"), "3.0"],
  ["suspended", of("apps/v1", "Deployment", { paused: true }), "3.0"],
  ["checked", of("batch/v1", "Job"), "3.0"],
  ["suspended", of("batch/v1", "Job", { suspend: true }), "3.0"],
  ["none", of("batch/v1", "CronJob"), "3.1"],
  ["checked", of("batch/v1", "CronJob"), "3.2"],
  ["none", of("v1", "Service", { type: "ClusterIP" }), "3.0"],
  ["checked", of("v1", "Service", { type: "LoadBalancer" }), "3.0"],
  ["none", of("v1", "ConfigMap"), "3.0"],
  ["none", of("v1", "Namespace"), "3.0"],
  ["checked", of("v1", "PersistentVolumeClaim"), "3.0"],
  ["checked", of("cluster.x-k8s.io/v1beta1", "Cluster"), "3.0"],
  ["suspended", of("cluster.x-k8s.io/v1beta1", "Cluster", { paused: true }), "3.0"],
  ["checked", of("addons.cluster.x-k8s.io/v1beta1", "ClusterResourceSet"), "3.0"],
  ["none", of("addons.kubernetes.vmware.com/v1alpha1", "AddonInstall"), "3.0"],
  ["none", of("field.vmware.com/v1", "ArgoCluster"), "3.0"],
  ["none", of("argoproj.io/v1alpha1", "Application"), "3.0"],
  ["checked", of("argoproj.io/v1alpha1", "ApplicationSet"), "3.0"],
] as const)("%s: %o", (health, manifest, version) => {
  expect(healthOf(manifest, version)).toBe(health);
});
