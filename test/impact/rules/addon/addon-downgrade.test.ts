// An add-on is held at a lower release than before.
import { test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";

const FILE = "cl01/velero.yaml";
const [LOW, HIGH] = ["1.16.0+vmware.1-vks.1", "1.17.1+vmware.1-vks.1"] as const;

const install = (version: string, annotations = "") => `apiVersion: packaging.carvel.dev/v1alpha1
kind: PackageInstall
metadata: {name: velero, namespace: workloads${annotations === "" ? "" : `, annotations: {${annotations}}`}}
spec:
  packageRef:
    refName: velero.kubernetes.vmware.com
    versionSelection: {constraints: "${version}"}
`;

test("a PackageInstall names a lower version", async () => {
  await check(
    { [FILE]: install(HIGH) },
    { [FILE]: install(LOW) },
    {
      findings: {
        "addon-downgrade": [
          {
            subject: "PackageInstall workloads/velero",
            severity: "caution",
            evidence: "git",
            facts: { addon: "velero", from: HIGH, to: LOW },
          },
        ],
      },
    },
  );
});

test.each<[string, Edits, Edits]>([
  ["a higher version", { [FILE]: install(LOW) }, { [FILE]: install(HIGH) }],
  [
    "a package that may go down",
    { [FILE]: install(HIGH) },
    { [FILE]: install(LOW, `packaging.carvel.dev/downgradable: ""`) },
  ],
  ["a package that is removed", { [FILE]: install(HIGH) }, { [FILE]: null }],
])("%s is none", async (_, base, head) => {
  await check(base, head, { findings: { "addon-downgrade": [] } });
});
