// Rules about what machines are made from, what they may use, and which addresses they get.
import { describe, expect, test } from "@jest/globals";
import { CONFIG_PATH } from "../../../../src/policy/configuration/merge.ts";
import type { Trees } from "../../../support/repository.ts";
import { edited, findingsOf, withEdits } from "../findings.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const CL02 = "clusters/cl02/cl02.yaml";
const CL03 = "clusters/cl03/cl03.yaml";
const VM_CLASS = "platform/vm-class.yaml";
const QUOTA = "platform/workload-ns.yaml";
const POOL_A = "name: pool-a\n          replicas: 3";
const BOUNDS = `name: pool-a
          metadata:
            annotations:
              cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size: "3"
              cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size: "3"`;

function onto({ head }: Trees, path: string, ...edits: readonly (readonly [string, string])[]): Trees {
  return { base: head, head: withEdits(head, path, edits) };
}

describe("vm-class-in-use", () => {
  test("names the field and the clusters", async () => {
    const [finding] = await findingsOf("vm-class-in-use", edited(VM_CLASS, ["cpus: 8", "cpus: 4"]));
    expect(finding).toMatchObject({ facts: { fields: ["spec.hardware.cpus"], clusters: ["cl01"] } });
  });

  test.each<[string, Trees]>([
    ["a label", edited(VM_CLASS, ["namespace: workload-ns", "namespace: workload-ns\n  labels: {a: b}"])],
    [
      "a class no cluster names",
      onto(edited(CL01, ["value: vks-worker-large", "value: best-effort-large"]), VM_CLASS, [
        "cpus: 8",
        "cpus: 4",
      ]),
    ],
    [
      "a class of another namespace",
      onto(edited(VM_CLASS, ["namespace: workload-ns", "namespace: else"]), VM_CLASS, ["cpus: 8", "cpus: 4"]),
    ],
  ])("%s is none", async (_, trees) => {
    expect(await findingsOf("vm-class-in-use", trees)).toEqual([]);
  });
});

describe("quota-exceeded", () => {
  test("an upgrade that fits only without its surge", async () => {
    const tight = edited(QUOTA, ['limits.cpu: "96"', 'limits.cpu: "90"']);
    const upgrade = onto(tight, CL01, ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]);
    const [finding] = await findingsOf("quota-exceeded", upgrade);
    expect(finding).toMatchObject({
      severity: "caution",
      evidence: "catalog",
      facts: { over: ["76 to 96 CPUs (of 90)"], certain: false, partial: false },
      source: { path: QUOTA },
    });
  });

  test.each<[string, Trees]>([
    ["what fits", edited(CL01, [POOL_A, POOL_A.replace("3", "4")])],
    [
      "less than before",
      onto(edited(QUOTA, ['limits.cpu: "96"', 'limits.cpu: "50"']), CL01, [POOL_A, POOL_A.replace("3", "2")]),
    ],
    [
      "a label",
      onto(edited(QUOTA, ['limits.cpu: "96"', 'limits.cpu: "50"']), CL01, [
        "environment: prod",
        "environment: production",
      ]),
    ],
    [
      "another quota",
      onto(edited(QUOTA, ["namespace: workload-ns\nspec", "namespace: else\nspec"]), CL01, [
        POOL_A,
        POOL_A.replace("3", "9"),
      ]),
    ],
  ])("%s is none", async (_, trees) => {
    expect(await findingsOf("quota-exceeded", trees)).toEqual([]);
  });

  test("machines nobody knows the size of are left out, and said so", async () => {
    const unknown = edited(CL03, ["value: best-effort-small", "value: custom"]);
    const [finding] = await findingsOf(
      "quota-exceeded",
      onto(unknown, CL01, [POOL_A, "name: pool-a\n          replicas: 30"]),
    );
    expect(finding?.message).toContain("need at least 172 to 192 CPUs");
  });

  test("blocks of the pod range, machines above normal included", async () => {
    const small = edited(CL03, ["172.22.0.0/20", "172.22.0.0/23"]);
    const UPGRADE = ["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"] as const;
    const [finding] = await findingsOf("quota-exceeded", onto(small, CL03, UPGRADE));
    expect(finding?.message).toBe("`cl03` needs 3 nodes (the pod range has room for 2) at its largest");
    expect(await findingsOf("quota-exceeded", edited(CL03, UPGRADE))).toEqual([]);
  });
});

describe("cidr-overlap", () => {
  const added = (edits: readonly (readonly [string, string])[]): Trees => {
    const { base } = edited(CL03);
    const text = (base[CL03] ?? "").replaceAll("cl03", "cl04");
    const head = { ...base, "clusters/cl03/cl04.yaml": text };
    return { base, head: withEdits(head, "clusters/cl03/cl04.yaml", edits) };
  };
  const FREE = [
    ["172.22.0.0/20", "172.30.0.0/20"],
    ["10.222.0.0/22", "10.230.0.0/22"],
  ] as const;

  test.each<[string, readonly (readonly [string, string])[], object]>([
    ["the same range", [FREE[1]], { field: "pods", other: "172.22.0.0/20", who: ["cl03"] }],
    [
      "inside another's",
      [["172.22.0.0/20", "172.20.16.0/20"], FREE[1]],
      { other: "172.20.0.0/16", who: ["cl01"] },
    ],
    ["around several", [["172.22.0.0/20", "172.16.0.0/12"], FREE[1]], { who: ["cl01", "cl02", "cl03"] }],
    [
      "its own services",
      [["172.22.0.0/20", "10.230.0.0/16"], FREE[1]],
      { otherField: "services", who: ["cl04"] },
    ],
  ])("%s", async (_, edits, facts) => {
    expect(await findingsOf("cidr-overlap", added(edits))).toMatchObject([{ facts }]);
  });

  test("IPv6, and a Subnet of the network", async () => {
    const six = added([["172.22.0.0/20", "fd00:10:1::/56"], FREE[1]]);
    const old = { ...six, base: withEdits(six.base, CL02, [["172.21.0.0/16", "fd00:10::/32"]]) };
    const both = { base: old.base, head: withEdits(six.head, CL02, [["172.21.0.0/16", "fd00:10::/32"]]) };
    expect(await findingsOf("cidr-overlap", both)).toMatchObject([
      { facts: { range: "fd00:10:1::/56", other: "fd00:10::/32", who: ["cl02"] } },
    ]);
    const subnet =
      "apiVersion: crd.nsx.vmware.com/v1alpha1\nkind: Subnet\nmetadata: {name: db, namespace: workload-ns}\nspec: {ipAddresses: [172.30.1.0/28]}\n";
    const free = added(FREE);
    const head = { ...free.head, "platform/subnet.yaml": subnet };
    expect(await findingsOf("cidr-overlap", { base: free.base, head })).toMatchObject([
      { facts: { range: "172.30.0.0/20", otherField: "other", who: ["Subnet db"] } },
    ]);
  });

  test("free ranges, and clusters that were there, are none", async () => {
    expect(await findingsOf("cidr-overlap", added(FREE))).toEqual([]);
    const old = edited(CL02, ["172.21.0.0/16", "172.20.0.0/16"]);
    expect(
      await findingsOf("cidr-overlap", onto(old, CL02, ["environment: staging", "environment: test"])),
    ).toEqual([]);
  });
});

describe("autoscaler-absent", () => {
  const INSTALL = `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonInstall
metadata: {name: cl01-autoscaler, namespace: workload-ns}
spec:
  addonRef: {name: cluster-autoscaler}
  clusters: [{selector: {matchLabels: {cluster.x-k8s.io/cluster-name: cl01}}}]
`;
  const withInstall = (trees: Trees, text = INSTALL): Trees => {
    const add = (tree: Trees["base"]) => ({ ...tree, "clusters/cl01/autoscaler.yaml": text });
    return { base: add(trees.base), head: add(trees.head) };
  };

  test("bounds without anything that scales", async () => {
    const found = await findingsOf("autoscaler-absent", edited(CL01, [POOL_A, BOUNDS]));
    expect(found).toMatchObject([{ facts: { pools: ["pool-a"], minor: "" }, evidence: "unknown" }]);
  });

  test.each<[string, Trees]>([
    ["an install that selects the cluster", withInstall(edited(CL01, [POOL_A, BOUNDS]))],
    ["other bounds", edited(CL02, ['max-size: "5"', 'max-size: "6"'])],
    [
      "a class that brings one",
      edited(CL01, [POOL_A, BOUNDS], ["builtin-generic-v3.6.0", "builtin-generic-v3.7.0"]),
    ],
  ])("%s is none", async (_, trees) => {
    expect(await findingsOf("autoscaler-absent", trees)).toEqual([]);
  });

  test("a pin of the old minor", async () => {
    const pinned = INSTALL.replace(
      "addonRef: {name: cluster-autoscaler}",
      "addonRef: {name: cluster-autoscaler}\n  releaseFilter: {ref: {name: cluster-autoscaler.kubernetes.vmware.com.1.33.0-vmware.1-vks.1}}",
    );
    const scaled = edited(CL01, [POOL_A, BOUNDS]);
    const upgrade = onto(scaled, CL01, ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]);
    const found = await findingsOf("autoscaler-absent", withInstall(upgrade, pinned));
    expect(found).toMatchObject([{ facts: { minor: "1.33", version: "1.34" } }]);
    expect(await findingsOf("autoscaler-absent", withInstall(upgrade))).toEqual([]);
  });

  test("an autoscaler that leaves, or is pinned anew, without an edit of the cluster", async () => {
    const { head: base } = withInstall(edited(CL01, [POOL_A, BOUNDS]));
    const { "clusters/cl01/autoscaler.yaml": _, ...head } = base;
    expect(await findingsOf("autoscaler-absent", { base, head })).toMatchObject([
      { facts: { cluster: "cl01", pools: ["pool-a"], lost: true } },
    ]);
    const pin =
      "\n  releaseFilter: {ref: {name: cluster-autoscaler.kubernetes.vmware.com.1.34.0-vmware.1-vks.1}}";
    const pinned = INSTALL.replace("cluster-autoscaler}", `cluster-autoscaler}${pin}`);
    const other = { ...base, "clusters/cl01/autoscaler.yaml": pinned };
    expect(await findingsOf("autoscaler-absent", { base, head: other })).toMatchObject([
      { facts: { minor: "1.34", version: "1.33" } },
    ]);
    expect(await findingsOf("autoscaler-absent", { base: other, head: { ...other } })).toEqual([]);
  });

  test("a configuration of the platform's own, or a package on the cluster, is one", async () => {
    const trees = edited(CL01, [POOL_A, BOUNDS]);
    const config = `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonConfig
metadata: {name: cl01-cluster-autoscaler, namespace: workload-ns}
spec: {values: {}}
`;
    const head = { ...trees.head, "clusters/cl01/autoscaler.yaml": config };
    expect(await findingsOf("autoscaler-absent", { base: trees.base, head })).toEqual([]);
    const packaged = (version: string) => ({
      ...trees.head,
      "workloads/cl01/demo-app/autoscaler.yaml": `apiVersion: packaging.carvel.dev/v1alpha1
kind: PackageInstall
metadata: {name: autoscaler}
spec:
  packageRef: {refName: cluster-autoscaler.kubernetes.vmware.com, versionSelection: {constraints: "${version}"}}
`,
    });
    const found = (version: string) =>
      findingsOf("autoscaler-absent", { base: trees.base, head: packaged(version) });
    expect(await found("1.33.0+vmware.1-vks.1")).toEqual([]);
    expect(await found("1.32.0+vmware.1-vks.1")).toMatchObject([{ facts: { minor: "1.32" } }]);
  });
});

describe("class-version-pairing", () => {
  const UPGRADE = ["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"] as const;
  const RELEASE = (version: string) => `apiVersion: kubernetes.vmware.com/v1alpha1
kind: KubernetesRelease
metadata: {name: ${version.replace("+", "---")}}
spec: {version: ${version}}
`;
  const withRelease = (trees: Trees, version: string): Trees => {
    const add = (tree: Trees["base"]) => ({ ...tree, "platform/release.yaml": RELEASE(version) });
    return { base: add(trees.base), head: add(trees.head) };
  };

  test("a class the table knows, with a version beyond it", async () => {
    const trees = edited(
      CL03,
      ["v1.32.10---vmware.1-fips-vkr.2", "v1.33.6---vmware.1-fips-vkr.2"],
      ["builtin-generic-v3.5.0", "builtin-generic-v3.6.0"],
    );
    expect(await findingsOf("class-version-pairing", trees)).toEqual([]);
    const back = edited(CL01, UPGRADE, ["builtin-generic-v3.6.0", "builtin-generic-v3.5.0"]);
    expect(await findingsOf("class-version-pairing", back)).toMatchObject([
      { facts: { by: "table" }, evidence: "catalog" },
    ]);
  });

  test("a class that VKS leaves behind, unless the configuration lists it", async () => {
    const trees = edited(CL01, ["builtin-generic-v3.6.0", "builtin-generic-v3.3.0"]);
    expect(await findingsOf("class-version-pairing", trees)).toMatchObject([
      { facts: { by: "leaving", known: "deprecated from VKS 3.6 on (as of 2026-08)" }, evidence: "catalog" },
    ]);
    const config = `catalog: {releases: [{version: ${UPGRADE[0]}, classes: [builtin-generic-v3.3.0]}]}\n`;
    const listed = { base: { ...trees.base, [CONFIG_PATH]: config }, head: trees.head };
    expect(await findingsOf("class-version-pairing", listed)).toEqual([]);
    const newest = edited(CL01, ["builtin-generic-v3.6.0", "builtin-generic-v3.7.0"]);
    expect(await findingsOf("class-version-pairing", newest)).toEqual([]);
  });

  test("releases in Git count before the table", async () => {
    const found = await findingsOf(
      "class-version-pairing",
      withRelease(edited(CL01, UPGRADE), "v1.34.1+vmware.1-fips-vkr.1"),
    );
    expect(found).toMatchObject([{ facts: { by: "release" }, evidence: "git" }]);
    expect(
      await findingsOf(
        "class-version-pairing",
        withRelease(edited(CL01, UPGRADE), "v1.34.2+vmware.1-fips-vkr.3"),
      ),
    ).toEqual([]);
  });

  test("neither changes: none", async () => {
    expect(
      await findingsOf(
        "class-version-pairing",
        edited(CL01, ["environment: prod", "environment: production"]),
      ),
    ).toEqual([]);
  });
});

describe("invalid-manifest of what admission refuses", () => {
  test.each<[string, readonly [string, string], string]>([
    ["no version", ["v1.33.6---vmware.1-fips-vkr.2", "latest"], "latest is no version"],
    [
      "a surge",
      ["maxSurge: 1", "maxSurge: some"],
      "maxSurge of pool pool-a is neither a number nor a percentage",
    ],
  ])("%s", async (_, edit, words) => {
    const [finding] = await findingsOf("invalid-manifest", edited(CL01, edit));
    expect(finding).toMatchObject({ severity: "stop", message: `\`cl01\`: ${words}` });
  });

  test("bounds that are no numbers stick", async () => {
    const [finding] = await findingsOf(
      "invalid-manifest",
      edited(CL02, ['max-size: "5"', 'max-size: "many"']),
    );
    expect(finding?.why).toContain("every later change of its topology sticks");
  });
});
