import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { readRegistration } from "../../../src/manifests/argocd/registration.ts";
import { manifestOf } from "../manifest.ts";

const field = (kind: string, spec: JsonObject) =>
  manifestOf({ apiVersion: "field.vmware.com/v1", kind, spec });
const secret = (content: JsonObject) =>
  manifestOf({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { labels: { "argocd.argoproj.io/secret-type": "cluster", tier: "gold" } },
    ...content,
  });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

test("an ArgoCluster registers the Cluster of its namespace under clusterName", () => {
  const spec = {
    clusterName: "cl01",
    argoNamespace: "argocd",
    project: "tenant",
    clusterLabels: { tier: "gold", odd: 1 },
  };
  expect(readRegistration(field("ArgoCluster", spec), "team-a")).toEqual({
    kind: "ArgoCluster",
    clusterName: "cl01",
    argoNamespace: "argocd",
    project: "tenant",
    labels: new Map([["tier", "gold"]]),
    target: { namespace: "team-a", name: "cl01" },
    restrictedTo: [],
    clusterResources: true,
    server: "",
  });
  expect(readRegistration(field("ArgoCluster", { clusterName: 1 }), "team-a")).toBeUndefined();
});

test("an ArgoNamespace registers the namespace it ends up in", () => {
  expect(readRegistration(field("ArgoNamespace", { argoNamespace: "argocd" }), "team-a")).toMatchObject({
    clusterName: "supervisor-ns-team-a",
    restrictedTo: ["team-a"],
    target: { namespace: "team-a", name: "" },
  });
});

test("a cluster Secret gives name and server, in either encoding, and nothing secret", () => {
  const data = { name: base64("cl02"), server: base64("https://10.0.0.1:6443/"), config: base64("token") };
  const read = readRegistration(secret({ data }), "argocd");
  expect(read).toMatchObject({
    clusterName: "cl02",
    server: "https://10.0.0.1:6443",
    argoNamespace: "argocd",
  });
  expect([...(read?.labels ?? [])]).toEqual([["tier", "gold"]]);
  expect(JSON.stringify(read)).not.toContain("token");
  const plain = secret({ data, stringData: { name: "cl03", namespaces: "only, two" } });
  expect(readRegistration(plain, "argocd")).toMatchObject({
    clusterName: "cl03",
    restrictedTo: ["only", "two"],
    clusterResources: false,
  });
});

test("other and odd objects register nothing", () => {
  expect(readRegistration(secret({ data: { name: "%%%" } }), "argocd")).toBeUndefined();
  expect(readRegistration(secret({ data: "x" }), "argocd")).toBeUndefined();
  expect(readRegistration(manifestOf({ apiVersion: "v1", kind: "Secret" }), "argocd")).toBeUndefined();
});
