// The table against Kubernetes' deprecated API migration guide, release by release.
import { describe, expect, test } from "@jest/globals";
import {
  indexApis,
  kubernetesMinor,
  lifecycleOf,
  reached,
} from "../../../src/manifests/kinds/api-lifecycle.ts";
import { REMOVED_APIS } from "../../../src/manifests/kinds/removed-apis.ts";
import { manifestOf } from "../manifest.ts";

const INDEX = indexApis(REMOVED_APIS);
const rowOf = (apiVersion: string, kind: string) => lifecycleOf(manifestOf({ apiVersion, kind }), INDEX);

// https://kubernetes.io/docs/reference/using-api/deprecation-guide/, one line for each heading.
test.each<[string, string, string]>([
  ["1.16", "extensions/v1beta1", "NetworkPolicy DaemonSet Deployment ReplicaSet PodSecurityPolicy"],
  ["1.16", "apps/v1beta1", "Deployment ReplicaSet StatefulSet"],
  ["1.16", "apps/v1beta2", "DaemonSet Deployment StatefulSet ReplicaSet"],
  [
    "1.22",
    "admissionregistration.k8s.io/v1beta1",
    "MutatingWebhookConfiguration ValidatingWebhookConfiguration",
  ],
  ["1.22", "apiextensions.k8s.io/v1beta1", "CustomResourceDefinition"],
  ["1.22", "apiregistration.k8s.io/v1beta1", "APIService"],
  ["1.22", "authentication.k8s.io/v1beta1", "TokenReview"],
  [
    "1.22",
    "authorization.k8s.io/v1beta1",
    "LocalSubjectAccessReview SelfSubjectAccessReview SubjectAccessReview",
  ],
  ["1.22", "certificates.k8s.io/v1beta1", "CertificateSigningRequest"],
  ["1.22", "coordination.k8s.io/v1beta1", "Lease"],
  ["1.22", "extensions/v1beta1", "Ingress"],
  ["1.22", "networking.k8s.io/v1beta1", "Ingress IngressClass"],
  ["1.22", "rbac.authorization.k8s.io/v1beta1", "ClusterRole ClusterRoleBinding Role RoleBinding"],
  ["1.22", "scheduling.k8s.io/v1beta1", "PriorityClass"],
  ["1.22", "storage.k8s.io/v1beta1", "CSIDriver CSINode StorageClass VolumeAttachment"],
  ["1.25", "batch/v1beta1", "CronJob"],
  ["1.25", "discovery.k8s.io/v1beta1", "EndpointSlice"],
  ["1.25", "events.k8s.io/v1beta1", "Event"],
  ["1.25", "autoscaling/v2beta1", "HorizontalPodAutoscaler"],
  ["1.25", "policy/v1beta1", "PodDisruptionBudget PodSecurityPolicy"],
  ["1.25", "node.k8s.io/v1beta1", "RuntimeClass"],
  ["1.26", "flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema PriorityLevelConfiguration"],
  ["1.26", "autoscaling/v2beta2", "HorizontalPodAutoscaler"],
  ["1.27", "storage.k8s.io/v1beta1", "CSIStorageCapacity"],
  ["1.29", "flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema PriorityLevelConfiguration"],
  ["1.32", "flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema PriorityLevelConfiguration"],
])("Kubernetes %s removed %s of %s", (release, api, kinds) => {
  for (const kind of kinds.split(" ")) {
    const row = rowOf(api, kind);
    const minor = Number(release.slice(2));
    expect(row?.removed).toBe(release);
    expect([minor - 1, minor].map((m) => reached(row?.removed, m))).toEqual([false, true]);
    expect(reached(row?.deprecated, minor - 1)).toBe(true);
  }
});

// kubernetes staging/src/k8s.io/api, the markers of each type.
test.each<[string, string, string, string | undefined]>([
  ["storage.k8s.io/v1alpha1", "CSIStorageCapacity", "1.21", "1.24"],
  ["flowcontrol.apiserver.k8s.io/v1alpha1", "FlowSchema", "1.21", "1.24"],
  ["resource.k8s.io/v1alpha2", "ResourceClass", "1.31", "1.31"],
  ["admissionregistration.k8s.io/v1alpha1", "ValidatingAdmissionPolicy", "1.29", "1.32"],
  ["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyBinding", "1.31", "1.34"],
  ["resource.k8s.io/v1alpha3", "ResourceClaimTemplate", "1.32", "1.34"],
  ["storage.k8s.io/v1alpha1", "VolumeAttributesClass", "1.32", "1.35"],
  ["storage.k8s.io/v1beta1", "VolumeAttributesClass", "1.34", "1.37"],
  ["networking.k8s.io/v1beta1", "ServiceCIDR", "1.34", "1.37"],
  ["certificates.k8s.io/v1alpha1", "ClusterTrustBundle", "1.34", "1.37"],
  ["resource.k8s.io/v1beta1", "DeviceClass", "1.35", "1.38"],
  ["resource.k8s.io/v1beta2", "ResourceClaim", "1.36", "1.39"],
  ["storagemigration.k8s.io/v1alpha1", "StorageVersionMigration", "1.33", undefined],
])("%s %s is deprecated in %s and gone in %s", (api, kind, deprecated, removed) => {
  expect(rowOf(api, kind)).toMatchObject({ deprecated, ...(removed === undefined ? {} : { removed }) });
});

test.each([
  ["v1", "Endpoints", "discovery.k8s.io/v1"],
  ["policy/v1beta1", "PodSecurityPolicy", undefined],
  ["cluster.x-k8s.io/v1beta1", "Cluster", "cluster.x-k8s.io/v1beta2"],
])("%s %s: write %s instead", (api, kind, use) => {
  expect(rowOf(api, kind)?.use).toBe(use);
});

test.each([
  ["apps/v1", "Deployment"],
  ["policy/v1", "PodDisruptionBudget"],
  ["networking.k8s.io/v1beta1", "NetworkPolicy"],
  ["example.com/v1beta1", "CronJob"],
])("%s %s is not in it", (api, kind) => {
  expect(rowOf(api, kind)).toBeUndefined();
});

test("no kind stands in two rows of one version", () => {
  const keys = REMOVED_APIS.flatMap(({ api, kinds }) => kinds.map((kind) => `${api} ${kind}`));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test("rows laid over replace those below", () => {
  const own = {
    api: "v1",
    kinds: ["Endpoints"],
    by: "Kubernetes",
    deprecated: "1.30",
    removed: "1.40",
  } as const;
  expect(
    lifecycleOf(manifestOf({ apiVersion: "v1", kind: "Endpoints" }), indexApis([...REMOVED_APIS, own])),
  ).toBe(own);
});

describe("the minor of a version", () => {
  test.each<[string, number | undefined]>([
    ["v1.33.6---vmware.1-fips-vkr.2", 33],
    ["v1.33.6+vmware.1", 33],
    ["v1.33", 33],
    ["1.33.6", 33],
    ["v1", undefined],
    ["v2.1.0", undefined],
    ["", undefined],
    ["v1.x", undefined],
  ])("%s: %s", (version, minor) => {
    expect(kubernetesMinor(version)).toBe(minor);
  });

  test("nothing is reached where it is unknown", () => {
    expect([reached("1.25", undefined), reached(undefined, 25), reached("soon", 25)]).toEqual([
      false,
      false,
      false,
    ]);
  });
});
