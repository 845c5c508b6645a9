// Add-ons by selection: small changes to the example fleet.
import { describe, expect, test } from "@jest/globals";
import { assessChanges } from "../../../../src/impact/rules/assess.ts";
import { type FileMap, FLEET, planInputs } from "../../../support/repository.ts";

async function found(rule: string, head: FileMap, base: FileMap = FLEET) {
  return assessChanges(await planInputs({ base, head })).filter((d) => d.rule === rule);
}

function edit(path: string, from: string, to: string, base: FileMap = FLEET): FileMap {
  const text = base[path] as string;
  expect(text).toContain(from);
  return { ...base, [path]: text.replace(from, to) };
}

function install(addon: string, label: string, more = ""): string {
  return `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonInstall
metadata:
  name: ${addon}-more
  namespace: workload-ns
spec:
  addonRef:
    name: ${addon}
  clusters:
    - selector:
        matchLabels:
          ${label}
${more}`;
}

/** An AddonRelease as the add-on manager makes them, next to what the Supervisor gets. */
function release(name: string, spec: string): FileMap {
  const [, addon, version] = /^(.*?)\.kubernetes\.vmware\.com\.(.*)$/.exec(name) as unknown as string[];
  const text = `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonRelease
metadata: {name: ${name}, namespace: vmware-system-vks-public}
spec:
  addonRef: {name: ${addon}}
  version: ${version}
  ${spec}
`;
  return { [`platform/${name}.yaml`]: text };
}

const FILE = "clusters/cl03/more.yaml";
const CERT_MANAGER = "clusters/cl01/cert-manager-addon.yaml";
const LAB = "environment: lab";

describe("addon-selects-nothing", () => {
  const rule = "addon-selects-nothing";

  test("a new install that matches nothing, and one that matches", async () => {
    expect(await found(rule, { ...FLEET, [FILE]: install("velero", "environment: labs") })).toHaveLength(1);
    expect(await found(rule, { ...FLEET, [FILE]: install("velero", LAB) })).toEqual([]);
  });

  test("the last cluster loses its label", async () => {
    const head = edit("clusters/cl01/cl01.yaml", "fleet.example.com/backup: daily", "backup: daily");
    expect(await found(rule, head)).toMatchObject([{ subject: "AddonInstall workload-ns/velero" }]);
  });

  test("one that matched nothing before is left alone until it is edited", async () => {
    const base = { ...FLEET, [FILE]: install("velero", "environment: labs") };
    expect(await found(rule, edit("clusters/cl01/cl01.yaml", "prod", "live", base), base)).toEqual([]);
    expect(await found(rule, edit(FILE, "labs", "labor", base), base)).toHaveLength(1);
  });
});

describe("addon-uninstalled", () => {
  const rule = "addon-uninstalled";
  const CONTOUR = "clusters/cl01/contour-addon.yaml";

  test("by its file, its selector, or a label of the cluster", async () => {
    const { [CONTOUR]: _, ...head } = FLEET;
    expect(await found(rule, head)).toMatchObject([
      {
        subject: "AddonInstall workload-ns/cl01-contour",
        severity: "caution",
        facts: { addon: "contour", clusters: ["cl01"], by: "removed", applies: "auto" },
        source: { side: "base", path: CONTOUR },
      },
    ]);
    expect(await found("resources-deleted", head)).toEqual([]);
    const facts = { addon: "cert-manager", clusters: ["cl02"] };
    expect(await found(rule, edit(CERT_MANAGER, "[prod, staging]", "[prod]"))).toMatchObject([
      { facts: { ...facts, by: "selector" } },
    ]);
    expect(await found(rule, edit("clusters/cl02/cl02.yaml", "staging", "test"))).toMatchObject([
      { facts: { ...facts, by: "label" } },
    ]);
  });

  test("not where it is retained, or another install brings it", async () => {
    const retained = edit("clusters/cl01/cl01.yaml", "fleet.example.com/backup: daily", "backup: daily");
    expect(await found(rule, retained)).toEqual([]);
    const other = { [FILE]: install("cert-manager", "environment: staging") };
    const head = edit(CERT_MANAGER, "[prod, staging]", "[prod]", { ...FLEET, ...other });
    expect(await found(rule, head)).toEqual([]);
  });

  test("not where the cluster itself goes", async () => {
    const { "clusters/cl02/cl02.yaml": _, ...head } = FLEET;
    expect(await found("cluster-deleted", head)).toHaveLength(1);
    expect(await found(rule, head)).toEqual([]);
  });
});

describe("addon-dependency-missing", () => {
  const rule = "addon-dependency-missing";
  const contour = install("contour.kubernetes.vmware.com", LAB);

  test("comes without what it needs", async () => {
    const [draft, ...others] = await found(rule, { ...FLEET, [FILE]: contour });
    expect(others).toEqual([]);
    expect(draft).toMatchObject({
      evidence: "git",
      facts: { cluster: "cl03", addon: "contour", needs: "cert-manager", lost: false },
      source: { side: "head", path: FILE, line: 7 },
    });
  });

  test("comes together with it, or where it is", async () => {
    const both = { [FILE]: contour, "clusters/cl03/cm.yaml": install("cert-manager", LAB) };
    expect(await found(rule, { ...FLEET, ...both })).toEqual([]);
    expect(await found(rule, { ...FLEET, [FILE]: install("contour", "environment: staging") })).toEqual([]);
  });

  test("stays while what it needs leaves, by selector, label or file", async () => {
    const lost = [{ facts: { cluster: "cl01", lost: true } }];
    expect(await found(rule, edit(CERT_MANAGER, "[prod, staging]", "[staging]"))).toMatchObject(lost);
    expect(await found(rule, edit("clusters/cl01/cl01.yaml", "prod", "live"))).toMatchObject(lost);
    const { [CERT_MANAGER]: _, ...head } = FLEET;
    expect(await found(rule, head)).toMatchObject([
      { ...lost[0], source: { side: "base", path: CERT_MANAGER } },
    ]);
  });

  test("both leave, or the gap was there before", async () => {
    const { [CERT_MANAGER]: _, "clusters/cl01/contour-addon.yaml": __, ...head } = FLEET;
    expect(await found(rule, head)).toEqual([]);
    const base = { ...FLEET, [FILE]: contour };
    expect(
      await found(rule, edit("clusters/cl03/cl03.yaml", "replicas: 1   #", "replicas: 3   #", base), base),
    ).toEqual([]);
  });

  test("asks the AddonRelease that is pinned or floated to", async () => {
    const needs = "dependsOn: [{addonRef: {name: contour}}]";
    const old = release(
      "harbor.kubernetes.vmware.com.2.12.0-vmware.1",
      'kubernetesVersionConstraints: "<1.33.0"',
    );
    const base = {
      ...FLEET,
      ...old,
      ...release(
        "harbor.kubernetes.vmware.com.2.13.0-vmware.1",
        `kubernetesVersionConstraints: ">=1.33.0"\n  ${needs}`,
      ),
    };
    expect(await found(rule, { ...base, [FILE]: install("harbor", LAB) }, base)).toEqual([]);
    const pin = "  releaseFilter: {ref: {name: harbor.kubernetes.vmware.com.2.13.0-vmware.1}}\n";
    expect(await found(rule, { ...base, [FILE]: install("harbor", LAB, pin) }, base)).toMatchObject([
      { facts: { cluster: "cl03", addon: "harbor", needs: "contour" } },
    ]);
    const installed = { ...base, [FILE]: install("harbor", LAB) };
    const upgraded = edit("clusters/cl03/cl03.yaml", "v1.32.10---vmware.1", "v1.33.6---vmware.1", installed);
    expect(await found(rule, upgraded, installed)).toMatchObject([{ facts: { needs: "contour" } }]);
  });

  test("is unsure where a constraint decides, or what leaves is retained", async () => {
    const perhaps = install(
      "contour",
      LAB,
      "      constraints:\n        expression: cluster.cniRefName() == 'antrea'\n",
    );
    expect(await found(rule, { ...FLEET, [FILE]: perhaps })).toMatchObject([{ evidence: "unknown" }]);
    const head = edit(
      CERT_MANAGER,
      "values: [prod, staging]",
      "values: [staging]\n  stopMatchingBehavior: Retain",
    );
    expect(await found(rule, head)).toMatchObject([{ evidence: "unknown", facts: { lost: true } }]);
  });
});
