// AddonInstalls that meet on a cluster, and AddonConfigs that nothing takes.
import { describe, test } from "@jest/globals";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import { checkTrees, laidOver, type Part, replacing } from "../../../support/check.ts";
import { type FileMap, FLEET } from "../../../support/repository.ts";
import { drop } from "../../../support/small-fleet.ts";

const VELERO = "clusters/cl01/velero-addon.yaml";
const [INSTALL, CONFIG] = (FLEET[VELERO] as string).split("---\n") as [string, string];
const FILE = "clusters/cl01/more.yaml";
const PROD = "matchLabels: {environment: prod}";

const withEdits = (tree: FileMap, path: string, edits: readonly (readonly [string, string])[]) =>
  laidOver(tree, { [path]: replacing(...edits) });

function install(name: string, addon: string, selection: string, more = ""): string {
  return `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonInstall
metadata: {name: ${name}, namespace: workload-ns}
spec:
  addonRef: {name: ${addon}}
  clusters: [{selector: {${selection}}}]
${more}`;
}

function config(name: string, spec: string): string {
  return `apiVersion: addons.kubernetes.vmware.com/v1alpha1
kind: AddonConfig
metadata: {name: ${name}, namespace: workload-ns}
spec: {${spec}, values: {}}
`;
}

describe("addon-overlap", () => {
  const rule = "addon-overlap";
  const second = install("velero-prod", "velero.kubernetes.vmware.com", PROD);

  test("a second install of the add-on on the cluster, whoever declares it", async () => {
    await checkTrees(
      { base: FLEET, head: { ...FLEET, [FILE]: second } },
      {
        findings: {
          [rule]: [
            {
              subject: "AddonInstall workload-ns/velero-prod",
              facts: {
                addon: "velero",
                clusters: ["cl01"],
                installs: ["AddonInstall workload-ns/velero", "AddonInstall workload-ns/velero-prod"],
                certain: true,
              },
              evidence: "git",
            },
          ],
        },
      },
    );
  });

  test("a label brings two together; a constraint may", async () => {
    const base = { ...FLEET, [FILE]: install("velero-lab", "velero", "matchLabels: {environment: lab}") };
    const labelled = withEdits(base, "clusters/cl03/cl03.yaml", [
      ["{environment: lab}", "{environment: lab, fleet.example.com/backup: daily}"],
    ]);
    await checkTrees({ base, head: labelled }, { findings: { [rule]: [{ facts: { clusters: ["cl03"] } }] } });
    const perhaps = second.replace(
      "{environment: prod}}",
      "{environment: prod}}, constraints: {expression: \"cluster.status.phase == 'Provisioned'\"}",
    );
    await checkTrees(
      { base: FLEET, head: { ...FLEET, [FILE]: perhaps } },
      { findings: { [rule]: [{ facts: { certain: false }, evidence: "unknown" }] } },
    );
  });

  test("not elsewhere, not of another add-on, not again", async () => {
    const lab = install("velero-lab", "velero", "matchLabels: {environment: lab}");
    await checkTrees({ base: FLEET, head: { ...FLEET, [FILE]: lab } }, { findings: { [rule]: [] } });
    const other = install("harbor", "harbor", PROD);
    await checkTrees({ base: FLEET, head: { ...FLEET, [FILE]: other } }, { findings: { [rule]: [] } });
    const base = { ...FLEET, [FILE]: second };
    const edited = { ...base, [FILE]: `${second}  paused: true\n` };
    await checkTrees({ base, head: edited }, { findings: { [rule]: [] } });
  });
});

describe("addon-config-orphaned", () => {
  const rule = "addon-config-orphaned";
  const added = (text: string, findings: readonly Part<FindingDraft>[], base: FileMap = FLEET) =>
    checkTrees({ base, head: { ...base, [FILE]: text } }, { findings: { [rule]: findings } });

  test("a name that the install does not take", async () => {
    const definition =
      "addonConfigDefinitionRef: {name: contour.kubernetes.vmware.com.1.33.0---vmware.1-vks.1}";
    await added(config("contour-of-cl01", `clusterName: cl01, ${definition}`), [
      { facts: { why: "name", wanted: "cl01-contour" }, evidence: "git", source: { path: FILE, line: 3 } },
    ]);
    await added(config("settings", "clusterName: cl01"), [
      { facts: { why: "name", wanted: "cl01-<add-on>" } },
    ]);
  });

  test("the template of the install says which name it takes", async () => {
    const template = 'addonConfigNameTemplate: "{{.addon.name}}-on-{{ .cluster.name }}"';
    const base = { ...FLEET, "clusters/cl01/h.yaml": install("harbor", "harbor", PROD, `  ${template}\n`) };
    const definition = "addonConfigDefinitionRef: {name: harbor.2.13.0}";
    await added(config("harbor-on-cl01", `clusterName: cl01, ${definition}`), [], base);
    const other = { facts: { why: "name", wanted: "harbor-on-cl01" } } as const;
    await added(config("cl01-harbor", "clusterName: cl01"), [other], base);
  });

  test("its cluster goes, or is not there", async () => {
    const gone = drop(FLEET, "clusters/cl01/cl01.yaml");
    await checkTrees(
      { base: FLEET, head: gone },
      { findings: { [rule]: [{ facts: { why: "cluster", cluster: "cl01", lost: true, owned: true } }] } },
    );
    await added(config("cl09-velero", "clusterName: cl09"), [
      { facts: { why: "cluster", cluster: "cl09", lost: false }, evidence: "unknown" },
    ]);
  });

  test("its add-on leaves the cluster, or never was on it", async () => {
    const retained = { base: FLEET, head: { ...FLEET, [VELERO]: CONFIG } };
    await checkTrees(retained, { findings: { [rule]: [] } });
    const base = withEdits(FLEET, VELERO, [["stopMatchingBehavior: Retain", "stopMatchingBehavior: Delete"]]);
    await checkTrees(
      { ...retained, base },
      {
        findings: {
          [rule]: [
            { facts: { why: "addon", addon: "velero", cluster: "cl01", lost: true }, evidence: "git" },
          ],
        },
      },
    );
    await added(config("cl03-velero", "clusterName: cl03"), [
      { facts: { why: "addon", lost: false }, evidence: "unknown" },
    ]);
  });

  test("not what fits, what the platform brings, or what was so before", async () => {
    await added(config("cl01-contour", "clusterName: cl01"), []);
    await added(config("cl01-antrea", "clusterName: cl01"), []);
    const base = { ...FLEET, [FILE]: config("settings", "clusterName: cl01") };
    await checkTrees(
      { base, head: { ...base, "platform/x.yaml": install("i", "istio", PROD) } },
      { findings: { [rule]: [] } },
    );
    const both = drop(FLEET, "clusters/cl01/cl01.yaml", VELERO);
    await checkTrees({ base: FLEET, head: { ...both, [VELERO]: INSTALL } }, { findings: { [rule]: [] } });
  });
});
