// What becomes of add-ons and their configuration on clusters that stay and that go.
import { describe, expect, test } from "@jest/globals";
import { type FileMap, FLEET, planInputs } from "../../../support/repository.ts";
import { withEdits, without } from "../../rules/findings.ts";

async function addonChanges(head: FileMap, base: FileMap = FLEET) {
  const { changes } = await planInputs({ base, head });
  return changes
    .filter((c) => c.layer === "addon")
    .map((c) => `${c.operation} ${c.what} ${c.object.kind} ${c.cluster ?? "-"} ${c.applies}`);
}

const VELERO = "clusters/cl01/velero-addon.yaml";
const [INSTALL, CONFIG] = (FLEET[VELERO] as string).split("---\n") as [string, string];

describe("a cluster that goes", () => {
  test("takes along what it has, retained or not, and its configuration", async () => {
    const gone = without(FLEET, "clusters/cl01/cl01.yaml", VELERO);
    expect(await addonChanges(gone)).toEqual([
      "uninstall cert-manager AddonInstall cl01 auto",
      "uninstall contour AddonInstall cl01 auto",
      "reconfigure velero AddonConfig cl01 auto",
      "uninstall velero AddonInstall cl01 auto",
    ]);
  });

  test("and keeps running leaves both where they are", async () => {
    const app = "bootstrap/argoApps/cl01-app.yaml";
    const base = withEdits(FLEET, app, [["- resources-finalizer.argocd.argoproj.io", "- example.com/none"]]);
    const changes = await addonChanges(without(FLEET, app), base);
    expect(changes.filter((c) => c.includes("velero"))).toEqual([
      "reconfigure velero AddonConfig cl01 auto",
      "orphan velero AddonInstall cl01 auto",
    ]);
  });
});

describe("an AddonConfig", () => {
  test("that goes alone reconfigures the add-on that stays", async () => {
    expect(await addonChanges({ ...FLEET, [VELERO]: INSTALL })).toEqual([
      "reconfigure velero AddonConfig cl01 auto",
    ]);
  });

  test("that names no cluster is meant by its name", async () => {
    const nameless = CONFIG.replace(/ {2}clusterName:.*\n/, "");
    const base = { ...FLEET, [VELERO]: `${INSTALL}---\n${nameless}` };
    const head = { ...FLEET, [VELERO]: `${INSTALL}---\n${nameless.replace('"0 2', '"0 3')}` };
    expect(await addonChanges(head, base)).toEqual(["reconfigure velero AddonConfig cl01 auto"]);
  });
});
