// Rules about what machines are made from, what they may use, and which addresses they get.
import { describe, expect, test } from "@jest/globals";
import { CONFIG_PATH } from "../../../../src/policy/configuration/merge.ts";
import { checkOver, type Edits, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const check = checkOver(FLEET);
const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const VM_CLASS = "platform/vm-class.yaml";
const QUOTA = "platform/workload-ns.yaml";

type Replacement = [string, string];
const POOL_A = "name: pool-a\n          replicas: 3";
const sized = (replicas: number): Replacement => [POOL_A, `name: pool-a\n          replicas: ${replicas}`];
const SCALED: Replacement = [
  POOL_A,
  `name: pool-a
          metadata:
            annotations:
              cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size: "3"
              cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size: "3"`,
];
const UPGRADE: Replacement = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"];

describe("vm-class-in-use", () => {
  const SMALLER: Edits = { [VM_CLASS]: replacing(["cpus: 8", "cpus: 4"]) };

  test("names the field and the clusters", async () => {
    await check({}, SMALLER, {
      findings: { "vm-class-in-use": [{ facts: { fields: ["spec.hardware.cpus"], clusters: ["cl01"] } }] },
    });
  });

  test.each<[string, Edits, Edits]>([
    [
      "a label",
      {},
      { [VM_CLASS]: replacing(["namespace: workload-ns", "namespace: workload-ns\n  labels: {a: b}"]) },
    ],
    [
      "a class no cluster names",
      { [CL01]: replacing(["value: vks-worker-large", "value: best-effort-large"]) },
      SMALLER,
    ],
    [
      "a class of another namespace",
      { [VM_CLASS]: replacing(["namespace: workload-ns", "namespace: else"]) },
      SMALLER,
    ],
  ])("%s is none", async (_, base, head) => {
    await check(base, head, { findings: { "vm-class-in-use": [] } });
  });
});

describe("quota-exceeded", () => {
  const limited = (cpus: number): Edits => ({
    [QUOTA]: replacing(['limits.cpu: "96"', `limits.cpu: "${cpus}"`]),
  });

  test("an upgrade that fits only without its surge", async () => {
    await check(
      limited(90),
      { [CL01]: replacing(UPGRADE) },
      {
        findings: {
          "quota-exceeded": [
            {
              severity: "caution",
              evidence: "catalog",
              facts: { over: ["76 to 96 CPUs (of 90)"], certain: false, partial: false },
              source: { path: QUOTA },
            },
          ],
        },
      },
    );
  });

  test.each<[string, Edits, Replacement]>([
    ["what fits", {}, sized(4)],
    ["less than before", limited(50), sized(2)],
    ["a label", limited(50), ["environment: prod", "environment: production"]],
    [
      "another quota",
      { [QUOTA]: replacing(["namespace: workload-ns\nspec", "namespace: else\nspec"]) },
      sized(9),
    ],
  ])("%s is none", async (_, base, edit) => {
    await check(base, { [CL01]: replacing(edit) }, { findings: { "quota-exceeded": [] } });
  });

  test("machines nobody knows the size of are left out, and said so", async () => {
    await check(
      { [CL03]: replacing(["value: best-effort-small", "value: custom"]) },
      { [CL01]: replacing(sized(30)) },
      {
        findings: {
          "quota-exceeded": [{ message: expect.stringContaining("need at least 172 to 192 CPUs") }],
        },
      },
    );
  });

  test("blocks of the pod range, machines above normal included", async () => {
    const small = { [CL03]: replacing(["172.22.0.0/20", "172.22.0.0/23"]) };
    const upgraded = {
      [CL03]: replacing(["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"]),
    };
    const message = "`cl03` needs 3 nodes (the pod range has room for 2) at its largest";
    await check(small, upgraded, { findings: { "quota-exceeded": [{ message }] } });
    await check({}, upgraded, { findings: { "quota-exceeded": [] } });
  });
});

describe("cidr-overlap", () => {
  /** A new cluster, as cl03 is but for its name and these ranges. */
  const added = (...edits: readonly Replacement[]): Edits => ({
    "clusters/cl03/cl04.yaml": replacing(...edits)((FLEET[CL03] ?? "").replaceAll("cl03", "cl04")),
  });
  const pods = (range: string): Replacement => ["172.22.0.0/20", range];
  const services = (range: string): Replacement => ["10.222.0.0/22", range];
  const FREE = { pods: pods("172.30.0.0/20"), services: services("10.230.0.0/22") };

  test.each<[string, Edits, object]>([
    ["the same range", added(FREE.services), { field: "pods", other: "172.22.0.0/20", who: ["cl03"] }],
    [
      "inside another's",
      added(pods("172.20.16.0/20"), FREE.services),
      { other: "172.20.0.0/16", who: ["cl01"] },
    ],
    ["around several", added(pods("172.16.0.0/12"), FREE.services), { who: ["cl01", "cl02", "cl03"] }],
    [
      "its own services",
      added(pods("10.230.0.0/16"), FREE.services),
      { otherField: "services", who: ["cl04"] },
    ],
  ])("%s", async (_, head, facts) => {
    await check({}, head, { findings: { "cidr-overlap": [{ facts: { ...facts } }] } });
  });

  test("IPv6, and a Subnet of the network", async () => {
    const base = { [CL02]: replacing(["172.21.0.0/16", "fd00:10::/32"]) };
    await check(base, added(pods("fd00:10:1::/56"), FREE.services), {
      findings: {
        "cidr-overlap": [{ facts: { range: "fd00:10:1::/56", other: "fd00:10::/32", who: ["cl02"] } }],
      },
    });
    const subnet: Edits = {
      "platform/subnet.yaml": `
        apiVersion: crd.nsx.vmware.com/v1alpha1
        kind: Subnet
        metadata: {name: db, namespace: workload-ns}
        spec: {ipAddresses: [172.30.1.0/28]}
      `,
    };
    await check(
      {},
      { ...added(FREE.pods, FREE.services), ...subnet },
      {
        findings: {
          "cidr-overlap": [{ facts: { range: "172.30.0.0/20", otherField: "other", who: ["Subnet db"] } }],
        },
      },
    );
  });

  test("free ranges, and clusters that were there, are none", async () => {
    await check({}, added(FREE.pods, FREE.services), { findings: { "cidr-overlap": [] } });
    await check(
      { [CL02]: replacing(["172.21.0.0/16", "172.20.0.0/16"]) },
      { [CL02]: replacing(["environment: staging", "environment: test"]) },
      { findings: { "cidr-overlap": [] } },
    );
  });
});

describe("autoscaler-absent", () => {
  const PATH = "clusters/cl01/autoscaler.yaml";
  const install = (release = ""): Edits => ({
    [PATH]: `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonInstall
metadata: {name: cl01-autoscaler, namespace: workload-ns}
spec:
  addonRef: {name: cluster-autoscaler}
  ${release === "" ? "" : `releaseFilter: {ref: {name: cluster-autoscaler.kubernetes.vmware.com.${release}}}`}
  clusters: [{selector: {matchLabels: {cluster.x-k8s.io/cluster-name: cl01}}}]
`,
  });
  const AUTOSCALED: Edits = { [CL01]: replacing(SCALED) };

  test("bounds without anything that scales", async () => {
    await check({}, AUTOSCALED, {
      findings: {
        "autoscaler-absent": [{ facts: { pools: ["pool-a"], minor: "" }, evidence: "unknown" }],
      },
    });
  });

  test.each<[string, Edits, Edits]>([
    ["an install that selects the cluster", install(), AUTOSCALED],
    ["other bounds", {}, { [CL02]: replacing(['max-size: "5"', 'max-size: "6"']) }],
    [
      "a class that brings one",
      {},
      { [CL01]: replacing(SCALED, ["builtin-generic-v3.6.0", "builtin-generic-v3.7.0"]) },
    ],
  ])("%s is none", async (_, base, head) => {
    await check(base, head, { findings: { "autoscaler-absent": [] } });
  });

  test("a pin of the old minor", async () => {
    const upgraded = { [CL01]: replacing(UPGRADE) };
    await check({ ...AUTOSCALED, ...install("1.33.0-vmware.1-vks.1") }, upgraded, {
      findings: { "autoscaler-absent": [{ facts: { minor: "1.33", version: "1.34" } }] },
    });
    await check({ ...AUTOSCALED, ...install() }, upgraded, { findings: { "autoscaler-absent": [] } });
  });

  test("an autoscaler that leaves, or is pinned anew, without an edit of the cluster", async () => {
    const base = { ...AUTOSCALED, ...install() };
    const pinned = install("1.34.0-vmware.1-vks.1");
    await check(
      base,
      { [PATH]: null },
      {
        findings: { "autoscaler-absent": [{ facts: { cluster: "cl01", pools: ["pool-a"], lost: true } }] },
      },
    );
    await check(base, pinned, {
      findings: { "autoscaler-absent": [{ facts: { minor: "1.34", version: "1.33" } }] },
    });
    await check({ ...base, ...pinned }, {}, { findings: { "autoscaler-absent": [] } });
  });

  test("a configuration of the platform's own, or a package on the cluster, is one", async () => {
    const config: Edits = {
      [PATH]: `
        apiVersion: addons.kubernetes.vmware.com/v1alpha1
        kind: AddonConfig
        metadata: {name: cl01-cluster-autoscaler, namespace: workload-ns}
        spec: {values: {}}
      `,
    };
    await check({}, { ...AUTOSCALED, ...config }, { findings: { "autoscaler-absent": [] } });
    const packaged = (version: string): Edits => ({
      "workloads/cl01/demo-app/autoscaler.yaml": `
        apiVersion: packaging.carvel.dev/v1alpha1
        kind: PackageInstall
        metadata: {name: autoscaler}
        spec:
          packageRef:
            refName: cluster-autoscaler.kubernetes.vmware.com
            versionSelection: {constraints: "${version}"}
      `,
    });
    await check(
      {},
      { ...AUTOSCALED, ...packaged("1.33.0+vmware.1-vks.1") },
      {
        findings: { "autoscaler-absent": [] },
      },
    );
    await check(
      {},
      { ...AUTOSCALED, ...packaged("1.32.0+vmware.1-vks.1") },
      {
        findings: { "autoscaler-absent": [{ facts: { minor: "1.32" } }] },
      },
    );
  });
});

describe("class-version-pairing", () => {
  const release = (version: string): Edits => ({
    "platform/release.yaml": `
      apiVersion: kubernetes.vmware.com/v1alpha1
      kind: KubernetesRelease
      metadata: {name: ${version.replace("+", "---")}}
      spec: {version: ${version}}
    `,
  });
  const NONE = { findings: { "class-version-pairing": [] } } as const;

  test("a class the table knows, with a version beyond it", async () => {
    const both = replacing(
      ["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"],
      ["builtin-generic-v3.5.0", "builtin-generic-v3.6.0"],
    );
    await check({}, { [CL03]: both }, NONE);
    const back = replacing(UPGRADE, ["builtin-generic-v3.6.0", "builtin-generic-v3.5.0"]);
    await check(
      {},
      { [CL01]: back },
      {
        findings: { "class-version-pairing": [{ facts: { by: "table" }, evidence: "catalog" }] },
      },
    );
  });

  test("a class that VKS leaves behind, unless the configuration lists it", async () => {
    const leaving = { [CL01]: replacing(["builtin-generic-v3.6.0", "builtin-generic-v3.3.0"]) };
    await check({}, leaving, {
      findings: {
        "class-version-pairing": [
          {
            facts: { by: "leaving", known: "deprecated from VKS 3.6 on (as of 2026-08)" },
            evidence: "catalog",
          },
        ],
      },
    });
    const config = `catalog: {releases: [{version: ${UPGRADE[0]}, classes: [builtin-generic-v3.3.0]}]}\n`;
    await check({ [CONFIG_PATH]: config }, leaving, NONE);
    await check({}, { [CL01]: replacing(["builtin-generic-v3.6.0", "builtin-generic-v3.7.0"]) }, NONE);
  });

  test("releases in Git count before the table", async () => {
    const upgraded = { [CL01]: replacing(UPGRADE) };
    await check(release("v1.34.1+vmware.1-fips-vkr.1"), upgraded, {
      findings: { "class-version-pairing": [{ facts: { by: "release" }, evidence: "git" }] },
    });
    await check(release("v1.34.2+vmware.1-fips-vkr.3"), upgraded, NONE);
  });

  test("neither changes: none", async () => {
    await check({}, { [CL01]: replacing(["environment: prod", "environment: production"]) }, NONE);
  });
});

describe("invalid-manifest of what admission refuses", () => {
  test.each<[string, Replacement, string]>([
    ["no version", ["v1.33.6---vmware.1-fips-vkr.2", "latest"], "latest is no version"],
    [
      "a surge",
      ["maxSurge: 1", "maxSurge: some"],
      "maxSurge of pool pool-a is neither a number nor a percentage",
    ],
  ])("%s", async (_, edit, words) => {
    await check(
      {},
      { [CL01]: replacing(edit) },
      {
        findings: { "invalid-manifest": [{ severity: "stop", message: `\`cl01\`: ${words}` }] },
      },
    );
  });

  test("bounds that are no numbers stick", async () => {
    const head = { [CL02]: replacing(['max-size: "5"', 'max-size: "many"']) };
    await check({}, head, {
      findings: {
        "invalid-manifest": [{ why: expect.stringContaining("every later change of its topology sticks") }],
      },
    });
  });
});
