// What becomes of add-ons and their configuration on clusters that stay and that go.
import { describe, test } from "@jest/globals";
import { checkOver, type Edits, replacing } from "../../../support/check.ts";
import { FLEET } from "../../../support/repository.ts";

const check = checkOver(FLEET);
const VELERO = "clusters/cl01/velero-addon.yaml";
const [INSTALL, CONFIG] = (FLEET[VELERO] as string).split("---\n") as [string, string];
const APP = "bootstrap/argoApps/cl01-app.yaml";

describe("a cluster that goes", () => {
  test("takes along what it has, retained or not, and its configuration", async () => {
    await check(
      {},
      { "clusters/cl01/cl01.yaml": null, [VELERO]: null },
      {
        changes: [
          "delete Cluster workload-ns/cl01: v1.33.6---vmware.1-fips-vkr.2 → nothing",
          "uninstall AddonInstall workload-ns/cert-manager cert-manager on cl01",
          "uninstall AddonInstall workload-ns/cl01-contour contour on cl01",
          "reconfigure AddonConfig workload-ns/cl01-velero velero on cl01",
          "uninstall AddonInstall workload-ns/velero velero on cl01",
        ],
      },
    );
  });

  test("and keeps running leaves both where they are", async () => {
    const base = { [APP]: replacing(["- resources-finalizer.argocd.argoproj.io", "- example.com/none"]) };
    await check(
      base,
      { [APP]: null },
      {
        changes: {
          "AddonConfig workload-ns/cl01-velero": [
            { operation: "reconfigure", what: "velero", cluster: "cl01", applies: "auto" },
          ],
          "AddonInstall workload-ns/velero": [
            { operation: "orphan", what: "velero", cluster: "cl01", applies: "auto" },
          ],
        },
      },
    );
  });
});

describe("an AddonConfig", () => {
  const RECONFIGURED = ["reconfigure AddonConfig workload-ns/cl01-velero velero on cl01"];

  test("that goes alone reconfigures the add-on that stays", async () => {
    await check({}, { [VELERO]: INSTALL }, { changes: RECONFIGURED });
  });

  test("that names no cluster is meant by its name", async () => {
    const nameless = CONFIG.replace(/ {2}clusterName:.*\n/, "");
    const base: Edits = { [VELERO]: `${INSTALL}---\n${nameless}` };
    await check(base, { [VELERO]: replacing(['"0 2', '"0 3']) }, { changes: RECONFIGURED });
  });
});
