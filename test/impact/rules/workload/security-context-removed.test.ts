// Pods that Pod Security rejects from a merge on.
import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import { check, type Edits, type Part } from "../../../support/check.ts";
import { app, cluster, file, manifest } from "../../../support/small-fleet.ts";

const V25 = "v1.25.13---vmware.1-fips.1-tkg.1";
const V26 = "v1.26.5---vmware.2-fips.1-tkg.1";
const V27 = "v1.27.6---vmware.1-fips.1-tkg.1";

const owner = (version: string, variables: Json = []): Edits => {
  const topology = { class: "c", version, controlPlane: { replicas: 3 }, variables };
  const metadata = { name: "cl01", namespace: "workloads" };
  const declared = manifest("cluster.x-k8s.io/v1beta1", "Cluster", "cl01", { metadata, spec: { topology } });
  return { "cl01/cluster.yaml": file(declared) };
};
/** What Application web delivers to cl01. */
const web = (...objects: JsonObject[]): Edits => ({ "web/web.yaml": file(...objects) });
const map = manifest("v1", "ConfigMap", "page");
const SAFE: JsonObject = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
  capabilities: { drop: ["ALL"] },
};

const run = (securityContext: JsonObject, image = "web:1"): JsonObject =>
  manifest("apps/v1", "Deployment", "web", {
    spec: { template: { spec: { containers: [{ name: "web", image, securityContext }] } } },
  });
const namespace = (enforce?: string): JsonObject => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: {
    name: "web",
    labels: enforce === undefined ? {} : { "pod-security.kubernetes.io/enforce": enforce },
  },
});

async function found(base: Edits, head: Edits, findings: readonly Part<FindingDraft>[]): Promise<void> {
  await check(base, head, { findings: { "security-context-removed": findings } });
}

describe("security-context-removed", () => {
  test.each<[string, Edits, Edits, string[]]>([
    ["settings go", { ...owner(V26), ...web(run(SAFE)) }, { ...owner(V26), ...web(run({})) }, ["changed"]],
    ["settings come", { ...owner(V26), ...web(run({})) }, { ...owner(V26), ...web(run(SAFE)) }, []],
    [
      "it had none before",
      { ...owner(V26), ...web(run({})) },
      { ...owner(V26), ...web(run({}, "web:2")) },
      [],
    ],
    [
      "a new workload without",
      { ...owner(V26), ...web(map) },
      { ...owner(V26), ...web(map, run({})) },
      ["new"],
    ],
    ["a new workload with", { ...owner(V26), ...web(map) }, { ...owner(V26), ...web(map, run(SAFE)) }, []],
    ["before 1.26", { ...owner(V25), ...web(run(SAFE)) }, { ...owner(V25), ...web(run({})) }, []],
    [
      "the upgrade to 1.26",
      { ...owner(V25), ...web(run({})) },
      { ...owner(V26), ...web(run({})) },
      ["level"],
    ],
    ["the upgrade past 1.26", { ...owner(V26), ...web(run({})) }, { ...owner(V27), ...web(run({})) }, []],
    [
      "two minors at once are refused",
      { ...owner(V25), ...web(run({})) },
      { ...owner(V27), ...web(run({})) },
      [],
    ],
    [
      "a namespace that allows it",
      { ...owner(V26), ...web(namespace("baseline"), run(SAFE)) },
      { ...owner(V26), ...web(namespace("baseline"), run({})) },
      [],
    ],
    [
      "a namespace that allows less than it wants",
      { ...owner(V26), ...web(namespace("baseline"), run({})) },
      { ...owner(V26), ...web(namespace("baseline"), run({ privileged: true })) },
      ["changed"],
    ],
    [
      "a label that goes",
      { ...owner(V26), ...web(namespace("privileged"), run({})) },
      { ...owner(V26), ...web(namespace(), run({})) },
      ["level"],
    ],
    [
      "a label that holds the upgrade off",
      { ...owner(V25), ...web(namespace("privileged"), run({})) },
      { ...owner(V26), ...web(namespace("privileged"), run({})) },
      [],
    ],
    [
      "a label before 1.26",
      { ...owner(V25), ...web(namespace(), run({})) },
      { ...owner(V25), ...web(namespace("restricted"), run({})) },
      ["level"],
    ],
    [
      "a cluster that says otherwise",
      { ...owner(V26, standard({ enforce: "privileged" })), ...web(run(SAFE)) },
      { ...owner(V26, standard({ enforce: "privileged" })), ...web(run({})) },
      [],
    ],
    [
      "a cluster that says so",
      { ...owner(V25, standard({ enforce: "restricted" })), ...web(run(SAFE)) },
      { ...owner(V25, standard({ enforce: "restricted" })), ...web(run({})) },
      ["changed"],
    ],
    [
      "a namespace the cluster exempts",
      { ...owner(V26, standard({ exemptions: { namespaces: ["web"] } })), ...web(run(SAFE)) },
      { ...owner(V26, standard({ exemptions: { namespaces: ["web"] } })), ...web(run({})) },
      [],
    ],
    [
      "switched off",
      { ...owner(V26, standard({ deactivated: true })), ...web(run(SAFE)) },
      { ...owner(V26, standard({ deactivated: true })), ...web(run({})) },
      [],
    ],
  ])("%s", async (_, base, head, because) => {
    await found(
      base,
      head,
      because.map((reason) => ({ facts: { because: reason } })),
    );
  });

  test("says what fails, and which level fits", async () => {
    await found({ ...owner(V26), ...web(run(SAFE)) }, web(run({ privileged: true })), [
      {
        severity: "caution",
        subject: "Deployment web/web",
        facts: { fits: "privileged" },
        message: expect.stringContaining(
          "which enforces `restricted`: `privileged`, `allowPrivilegeEscalation`",
        ),
      },
    ]);
  });

  test("knows where a label may stand that Git does not show", async () => {
    const base = { ...owner(V26), ...web(run(SAFE)) };
    await found(base, web(run({})), [{ evidence: "unknown" }]);
    await found({ ...base, ...creating("") }, web(run({})), [{ evidence: "catalog" }]);
    const labelled = (settings: JsonObject) => web(namespace("restricted"), run(settings));
    await found({ ...owner(V26), ...labelled(SAFE) }, labelled({}), [{ evidence: "git" }]);
  });

  test("managedNamespaceMetadata is a label too", async () => {
    const labels = "managedNamespaceMetadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}, ";
    await found({ ...owner(V26), ...web(run(SAFE)), ...creating(labels) }, web(run({})), []);
  });

  test("one finding for a namespace, however many workloads", async () => {
    const two = web(run({}), { ...run({}), metadata: { name: "api", namespace: "web" } });
    await found({ ...owner(V25), ...two }, owner(V26), [
      {
        subject: "Namespace web",
        message: expect.stringContaining("`Deployment web` and `Deployment api` will get no pods"),
      },
    ]);
  });

  test("nothing is new on a cluster that only gets a label", async () => {
    const labelled = (labels: Record<string, string>): Edits => ({
      "cl01/cluster.yaml": cluster("cl01", { version: V26, labels }),
    });
    await found({ ...labelled({}), ...web(run({})) }, labelled({ x: "y" }), []);
  });
});

/** Application web, whose sync creates its namespace; `policy`: more fields of its sync policy. */
function creating(policy: string): Edits {
  const declared = app("web", { destination: "cl01", namespace: "web", syncOptions: "CreateNamespace=true" });
  return { "apps/web.yaml": declared.replace("syncPolicy: {", `syncPolicy: {${policy}`) };
}

function standard(value: JsonObject): Json {
  return [{ name: "kubernetes", value: { security: { podSecurityStandard: value } } }];
}
