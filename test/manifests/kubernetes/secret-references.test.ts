// Which Secrets an object needs, kind by kind.
import { expect, test } from "@jest/globals";
import { secretsNeeded } from "../../../src/manifests/kubernetes/secret-references.ts";
import { manifestOf } from "../manifest.ts";

const ENTRY = { caCert: { secretRef: { name: "ca", key: "k" } } };

test.each([
  [
    "a variable of a Cluster",
    "cluster.x-k8s.io/v1beta2",
    "Cluster",
    {
      topology: {
        variables: [{ name: "osConfiguration", value: { trust: { additionalTrustedCAs: [ENTRY, ENTRY] } } }],
      },
    },
    ["ca"],
  ],
  [
    "the older trust variable, by the cluster's name",
    "cluster.x-k8s.io/v1beta1",
    "Cluster",
    {
      topology: {
        variables: [{ name: "trust", value: { additionalTrustedCAs: [{ name: "a" }, { name: "b" }] } }],
      },
    },
    ["x-user-trusted-ca-secret"],
  ],
  [
    "trust with its data in place",
    "cluster.x-k8s.io/v1beta1",
    "Cluster",
    {
      topology: {
        variables: [{ name: "trust", value: { additionalTrustedCAs: [{ name: "a", data: "b" }] } }],
      },
    },
    [],
  ],
  [
    "values of an AddonConfig",
    "addons.kubernetes.vmware.com/v1alpha1",
    "AddonConfig",
    { values: { s3: { credentialsSecretRef: { name: "s3" } } } },
    ["s3"],
  ],
  [
    "values of a package",
    "packaging.carvel.dev/v1alpha1",
    "PackageInstall",
    { values: [{ secretRef: { name: "values" } }] },
    ["values"],
  ],
  [
    "a token of a generator",
    "argoproj.io/v1alpha1",
    "ApplicationSet",
    { generators: [{ scmProvider: { github: { tokenRef: { secretName: "scm", key: "t" } } } }] },
    ["scm"],
  ],
  [
    "certificates of an Ingress",
    "networking.k8s.io/v1",
    "Ingress",
    { tls: [{ secretName: "tls" }, { secretName: "" }] },
    ["tls"],
  ],
  ["a registration", "field.vmware.com/v1", "ArgoCluster", { clusterName: "east" }, ["east-kubeconfig"]],
  [
    "optional ones not",
    "packaging.carvel.dev/v1alpha1",
    "PackageInstall",
    { values: [{ secretRef: { name: "values", optional: true } }] },
    [],
  ],
  ["other kinds not", "example.com/v1", "Thing", { secretRef: { name: "a" } }, []],
  [
    "odd shapes not",
    "packaging.carvel.dev/v1alpha1",
    "PackageInstall",
    { values: { secretRef: ["a", { name: 1 }] } },
    [],
  ],
])("%s", (_, apiVersion, kind, spec, expected) => {
  const manifest = manifestOf({ apiVersion, kind, metadata: { name: "x", namespace: "ns" }, spec });
  expect(secretsNeeded(manifest, "ns")).toEqual(expected);
});
