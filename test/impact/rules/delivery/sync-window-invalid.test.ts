// A sync window that Argo CD cannot read lets no sync through.
import { test } from "@jest/globals";
import { check, type Edits } from "../../../support/check.ts";
import { app } from "../../../support/small-fleet.ts";

const PROJECT = "apps/team.yaml";
const APP = "apps/shop.yaml";
const inTeam = app("shop").replace("spec:\n", "spec:\n  project: team\n");

function project({ schedule = "0 8 * * *", duration = "8h" } = {}): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", namespace: "*"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
  syncWindows: [{kind: deny, schedule: "${schedule}", duration: ${duration}, applications: ["*"]}]
`;
}

test.each<[string, string, Edits, object]>([
  [
    "a schedule, and an Application that it governs",
    project({ schedule: "every night" }),
    { [APP]: inTeam },
    { severity: "stop", facts: { count: 1, names: ["argocd/shop"] } },
  ],
  [
    "a duration",
    project({ duration: "8 hours" }),
    { [APP]: inTeam },
    { severity: "stop", facts: { count: 1 } },
  ],
  [
    "a project without Applications",
    project({ schedule: "every night" }),
    {},
    { severity: "caution", facts: { count: 0 } },
  ],
])("%s", async (_, head, base, expected) => {
  await check(
    { ...base, [PROJECT]: project() },
    { [PROJECT]: head },
    {
      findings: { "sync-window-invalid": [{ subject: "AppProject argocd/team", ...expected }] },
    },
  );
});

test("a window that could not be read before is none", async () => {
  const odd = project({ schedule: "every night" });
  const head = { [PROJECT]: odd.replace('["*"]}]', '["shop"]}]') };
  await check({ [PROJECT]: odd, [APP]: inTeam }, head, { findings: { "sync-window-invalid": [] } });
});
