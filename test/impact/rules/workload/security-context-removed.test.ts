// Pods that Pod Security rejects from a merge on.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import { type App, cluster, guest, input, object } from "../../plan/build.ts";

const V25 = "v1.25.13---vmware.1-fips.1-tkg.1";
const V26 = "v1.26.5---vmware.2-fips.1-tkg.1";
const V27 = "v1.27.6---vmware.1-fips.1-tkg.1";

const owner = (version: string, variables: Json = []): App => {
  const topology = { class: "c", version, controlPlane: { replicas: 3 }, variables };
  return {
    name: "cl01",
    objects: [object("cluster.x-k8s.io/v1beta1", "Cluster", "cl01", { spec: { topology } })],
  };
};
const web = (...objects: JsonObject[]): App => ({ name: "web", destination: guest("cl01"), objects });
const map = object("v1", "ConfigMap", "page");
const SAFE: JsonObject = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
  capabilities: { drop: ["ALL"] },
};

const run = (securityContext: JsonObject, image = "web:1"): JsonObject =>
  object("apps/v1", "Deployment", "web", {
    spec: { template: { spec: { containers: [{ name: "web", image, securityContext }] } } },
  });
const namespace = (enforce?: string): JsonObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: "ns",
    labels: enforce === undefined ? {} : { "pod-security.kubernetes.io/enforce": enforce },
  },
});

const found = (base: App[], head: App[]) =>
  assessChanges(input(base, head)).filter((finding) => finding.rule === "security-context-removed");

describe("security-context-removed", () => {
  test.each<[string, App[], App[], string[]]>([
    ["settings go", [owner(V26), web(run(SAFE))], [owner(V26), web(run({}))], ["changed"]],
    ["settings come", [owner(V26), web(run({}))], [owner(V26), web(run(SAFE))], []],
    ["it had none before", [owner(V26), web(run({}))], [owner(V26), web(run({}, "web:2"))], []],
    ["a new workload without", [owner(V26), web(map)], [owner(V26), web(map, run({}))], ["new"]],
    ["a new workload with", [owner(V26), web(map)], [owner(V26), web(map, run(SAFE))], []],
    ["before 1.26", [owner(V25), web(run(SAFE))], [owner(V25), web(run({}))], []],
    ["the upgrade to 1.26", [owner(V25), web(run({}))], [owner(V26), web(run({}))], ["level"]],
    ["the upgrade past 1.26", [owner(V26), web(run({}))], [owner(V27), web(run({}))], []],
    ["two minors at once are refused", [owner(V25), web(run({}))], [owner(V27), web(run({}))], []],
    [
      "a namespace that allows it",
      [owner(V26), web(namespace("baseline"), run(SAFE))],
      [owner(V26), web(namespace("baseline"), run({}))],
      [],
    ],
    [
      "a namespace that allows less than it wants",
      [owner(V26), web(namespace("baseline"), run({}))],
      [owner(V26), web(namespace("baseline"), run({ privileged: true }))],
      ["changed"],
    ],
    [
      "a label that goes",
      [owner(V26), web(namespace("privileged"), run({}))],
      [owner(V26), web(namespace(), run({}))],
      ["level"],
    ],
    [
      "a label that holds the upgrade off",
      [owner(V25), web(namespace("privileged"), run({}))],
      [owner(V26), web(namespace("privileged"), run({}))],
      [],
    ],
    [
      "a label before 1.26",
      [owner(V25), web(namespace(), run({}))],
      [owner(V25), web(namespace("restricted"), run({}))],
      ["level"],
    ],
    [
      "a cluster that says otherwise",
      [owner(V26, standard({ enforce: "privileged" })), web(run(SAFE))],
      [owner(V26, standard({ enforce: "privileged" })), web(run({}))],
      [],
    ],
    [
      "a cluster that says so",
      [owner(V25, standard({ enforce: "restricted" })), web(run(SAFE))],
      [owner(V25, standard({ enforce: "restricted" })), web(run({}))],
      ["changed"],
    ],
    [
      "a namespace the cluster exempts",
      [owner(V26, standard({ exemptions: { namespaces: ["ns"] } })), web(run(SAFE))],
      [owner(V26, standard({ exemptions: { namespaces: ["ns"] } })), web(run({}))],
      [],
    ],
    [
      "switched off",
      [owner(V26, standard({ deactivated: true })), web(run(SAFE))],
      [owner(V26, standard({ deactivated: true })), web(run({}))],
      [],
    ],
  ])("%s", (_, base, head, because) => {
    expect(found(base, head).map((f) => f.facts["because"])).toEqual(because);
  });

  test("says what fails, and which level fits", () => {
    const [finding] = found([owner(V26), web(run(SAFE))], [owner(V26), web(run({ privileged: true }))]);
    expect(finding).toMatchObject({
      severity: "caution",
      subject: "Deployment ns/web",
      facts: { fits: "privileged" },
    });
    expect(finding?.message).toContain(
      "which enforces `restricted`: `privileged`, `allowPrivilegeEscalation`",
    );
  });

  test("knows where a label may stand that Git does not show", () => {
    const evidence = (base: App[], head: App[]) => found(base, head)[0]?.evidence;
    const created = {
      syncPolicy: { syncOptions: ["CreateNamespace=true"] },
      destination: { namespace: "ns" },
    };
    const by = (app: App): App => ({ ...app, spec: created });
    expect(evidence([owner(V26), web(run(SAFE))], [owner(V26), web(run({}))])).toBe("unknown");
    expect(evidence([owner(V26), by(web(run(SAFE)))], [owner(V26), by(web(run({})))])).toBe("catalog");
    const labelled = (spec: JsonObject) => [owner(V26), web(namespace("restricted"), run(spec))];
    expect(evidence(labelled(SAFE), labelled({}))).toBe("git");
  });

  test("managedNamespaceMetadata is a label too", () => {
    const labels = { "pod-security.kubernetes.io/enforce": "privileged" };
    const syncPolicy = { syncOptions: ["CreateNamespace=true"], managedNamespaceMetadata: { labels } };
    const by = (app: App): App => ({ ...app, spec: { syncPolicy, destination: { namespace: "ns" } } });
    expect(found([owner(V26), by(web(run(SAFE)))], [owner(V26), by(web(run({})))])).toEqual([]);
  });

  test("one finding for a namespace, however many workloads", () => {
    const two = [run({}), { ...run({}), metadata: { name: "api", namespace: "ns" } }];
    const [finding, ...rest] = found([owner(V25), web(...two)], [owner(V26), web(...two)]);
    expect([finding?.subject, rest]).toEqual(["Namespace ns", []]);
    expect(finding?.message).toContain("`Deployment web` and `Deployment api` will get no pods");
  });

  test("nothing is new on a cluster that only gets a label", () => {
    const labelled = { name: "cl01", objects: [cluster("cl01", V26, { a: 3 }, { labels: { x: "y" } })] };
    const plain = { name: "cl01", objects: [cluster("cl01", V26)] };
    expect(found([plain, web(run({}))], [labelled, web(run({}))])).toEqual([]);
  });
});

function standard(value: JsonObject): Json {
  return [{ name: "kubernetes", value: { security: { podSecurityStandard: value } } }];
}
