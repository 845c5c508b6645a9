// Releases of add-ons against the versions of clusters: what moves with an upgrade, and pins that do not fit.
import { describe, expect, test } from "@jest/globals";
import { releasesOf } from "../../../../src/impact/rules/addon/addon-releases.ts";
import { moveOf } from "../../../../src/impact/rules/addon/addon-stages.ts";
import type { AddonRelease } from "../../../../src/model/addon.ts";
import { checkTrees, laidOver, replacing } from "../../../support/check.ts";
import { type FileMap, FLEET } from "../../../support/repository.ts";

const CL01 = "clusters/cl01/cl01.yaml";
const CONTOUR = "clusters/cl01/contour-addon.yaml";
const CONFIG = ".github/breakwater.yml";
const RELEASE = "contour.kubernetes.vmware.com.1.32.0-vmware.1-vks.1";
const PIN: [string, string] = ["  clusters:", `  releaseFilter: {ref: {name: ${RELEASE}}}\n  clusters:`];

const withEdits = (tree: FileMap, path: string, edits: readonly (readonly [string, string])[]) =>
  laidOver(tree, { [path]: replacing(...edits) });

function upgraded(tree: FileMap): FileMap {
  return withEdits(tree, CL01, [["v1.33.6---vmware.1-fips-vkr.2", "v1.34.2---vmware.1-fips-vkr.3"]]);
}

function listed(range: string): FileMap {
  return { ...FLEET, [CONFIG]: `catalog: {addons: [{release: ${RELEASE}, kubernetes: "${range}"}]}\n` };
}

describe("when an add-on moves", () => {
  const release = (version: string, more: Partial<AddonRelease> = {}): AddonRelease => ({
    name: `x.${version}`,
    addon: "x",
    version,
    definition: "",
    kubernetes: "",
    workers: "",
    stage: "",
    waits: false,
    needs: [],
    evidence: "git",
    ...more,
  });
  const stage = (...releases: AddonRelease[]) =>
    moveOf("x", { from: "v1.33.6", to: "v1.34.2" }, releasesOf({ releases }, { addons: [] })).stage;
  const old = release("1.0.0", { kubernetes: "<1.34.0" });

  test.each<[string, AddonRelease[], string]>([
    ["nothing is known", [], "open"],
    ["none that is known can be there now", [release("2.0.0", { kubernetes: ">=1.34.0" })], "open"],
    [
      "its constraints rule the new version out",
      [old, release("2.0.0", { kubernetes: ">=1.34.0" })],
      "before",
    ],
    [
      "its workers' constraints do",
      [release("1.0.0", { workers: "<1.34.0" }), release("2.0.0", { workers: ">=1.34.0" })],
      "workers",
    ],
    ["no other is for the new version", [old], "none"],
    ["the newest is there", [release("1.0.0"), release("1.2.0")], "stays"],
    [
      "a newer one needs the new version",
      [release("1.0.0"), release("2.0.0", { kubernetes: ">=1.34.0" })],
      "after",
    ],
    [
      "the next one names a stage",
      [release("1.0.0"), release("2.0.0", { kubernetes: ">=1.34.0", stage: "AfterControlPlaneUpgrade" })],
      "between",
    ],
    ["10 is newer than 9", [release("1.9.0"), release("1.10.0", { kubernetes: "<1.34.0" })], "before"],
  ])("%s", (_, releases, expected) => {
    expect(stage(...releases)).toBe(expected);
  });
});

describe("addon-moves-with-cluster", () => {
  const rule = "addon-moves-with-cluster";

  test("what is not pinned, once for the cluster", async () => {
    await checkTrees(
      { base: FLEET, head: upgraded(FLEET) },
      {
        findings: {
          [rule]: [
            {
              subject: "Cluster workload-ns/cl01",
              facts: { addons: ["cert-manager", "contour"] },
              evidence: "git",
            },
          ],
        },
      },
    );
    const pinned = withEdits(FLEET, CONTOUR, [PIN]);
    await checkTrees(
      { base: pinned, head: upgraded(pinned) },
      { findings: { [rule]: [{ facts: { addons: ["cert-manager"] } }] } },
    );
  });

  test("not without an upgrade, nor with one that is refused", async () => {
    const labelled = withEdits(FLEET, CL01, [["environment: prod", "environment: staging"]]);
    await checkTrees({ base: FLEET, head: labelled }, { findings: { [rule]: [] } });
    const skips = withEdits(FLEET, CL01, [["v1.33.6---vmware.1-fips-vkr.2", "v1.35.0---vmware.2-vkr.4"]]);
    await checkTrees({ base: FLEET, head: skips }, { findings: { [rule]: [] } });
  });

  test("says where the newest release known is for both versions: there may be others", async () => {
    const base = listed(">=1.31.0");
    await checkTrees(
      { base, head: upgraded(base) },
      { findings: { [rule]: [{ facts: { settled: ["contour"], open: ["cert-manager"] } }] } },
    );
  });
});

describe("addon-pin-incompatible", () => {
  const rule = "addon-pin-incompatible";

  test("an upgrade past the pin, and a pin that is new", async () => {
    const base = withEdits(listed("<1.34.0"), CONTOUR, [PIN]);
    await checkTrees(
      { base, head: upgraded(base) },
      {
        findings: {
          [rule]: [
            {
              subject: "AddonInstall workload-ns/cl01-contour",
              facts: { release: RELEASE, clusters: ["cl01"], upgraded: true },
              evidence: "catalog",
              source: { path: CONTOUR, line: 9 },
            },
          ],
        },
      },
    );
    const later = listed(">=1.34.0");
    await checkTrees(
      { base: later, head: withEdits(later, CONTOUR, [PIN]) },
      { findings: { [rule]: [{ facts: { upgraded: false } }] } },
    );
  });

  test("the definition of an AddonConfig pins as well", async () => {
    const base = {
      ...FLEET,
      [CONFIG]: `catalog: {addons: [{release: "velero.kubernetes.vmware.com.1.17.1+vmware.1-vks.1", kubernetes: "<1.34.0"}]}\n`,
    };
    await checkTrees(
      { base, head: upgraded(base) },
      {
        findings: {
          [rule]: [
            {
              subject: "AddonConfig workload-ns/cl01-velero",
              facts: { addon: "velero", clusters: ["cl01"] },
            },
          ],
        },
      },
    );
  });

  test("not where it fits, did not fit before, nobody knows, or the upgrade is refused", async () => {
    const fits = withEdits(listed(">=1.31.0 <1.35.0"), CONTOUR, [PIN]);
    await checkTrees({ base: fits, head: upgraded(fits) }, { findings: { [rule]: [] } });
    const never = withEdits(listed("<1.30.0"), CONTOUR, [PIN]);
    const labelled = withEdits(never, CL01, [["environment: prod", "environment: staging"]]);
    await checkTrees({ base: never, head: labelled }, { findings: { [rule]: [] } });
    const unknown = withEdits(FLEET, CONTOUR, [PIN]);
    await checkTrees({ base: unknown, head: upgraded(unknown) }, { findings: { [rule]: [] } });
    const base = withEdits(listed("<1.35.0"), CONTOUR, [PIN]);
    const skips = withEdits(base, CL01, [["v1.33.6---vmware.1-fips-vkr.2", "v1.35.0---vmware.2-vkr.4"]]);
    await checkTrees({ base, head: skips }, { findings: { [rule]: [] } });
  });
});
