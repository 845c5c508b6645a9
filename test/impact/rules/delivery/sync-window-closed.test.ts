// Sync windows decide when Argo CD applies the merge.
import { test } from "@jest/globals";
import { check, type Edits, replacing } from "../../../support/check.ts";
import { app } from "../../../support/small-fleet.ts";

const PROJECT = "apps/team.yaml";
const CHANGE: Edits = { "shop/one.yaml": replacing(["name: one", "name: one\n  labels: {a: b}"]) };

const deny = `{kind: deny, schedule: "0 8 * * *", duration: 8h, applications: ["*"]}`;
const allow = `{kind: allow, schedule: "0 22 * * *", duration: 1h, applications: ["*"], manualSync: true}`;

function project(windows: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: {name: team, namespace: argocd}
spec:
  sourceRepos: ["*"]
  destinations: [{server: "*", namespace: "*"}]
  clusterResourceWhitelist: [{group: "*", kind: "*"}]
  syncWindows: [${windows}]
`;
}

const base = (windows: string): Edits => ({
  [PROJECT]: project(windows),
  "apps/shop.yaml": app("shop").replace("spec:\n", "spec:\n  project: team\n"),
});

test.each([
  ["a window that denies", deny, { kinds: "deny", manual: false }],
  ["a window that allows, also to a person", allow, { kinds: "allow", manual: true }],
  ["both", `${deny}, ${allow}`, { kinds: "both", manual: false }],
])("%s", async (_, windows, facts) => {
  await check(base(windows), CHANGE, {
    findings: {
      "sync-window-closed": [
        {
          subject: "AppProject argocd/team",
          severity: "note",
          facts: { names: ["argocd/shop"], waits: true, changed: false, ...facts },
        },
      ],
    },
  });
});

test("the windows change, and nothing else", async () => {
  await check(
    base(deny),
    { [PROJECT]: project(allow) },
    {
      findings: { "sync-window-closed": [{ facts: { waits: false, changed: true, kinds: "allow" } }] },
    },
  );
});

test.each<[string, Edits, Edits]>([
  [
    "an Application of another project changes",
    base(deny),
    { "web/web.yaml": replacing(["web:1", "web:2"]) },
  ],
  ["a window for other Applications", base(deny.replace('"*"', "other")), CHANGE],
  ["a window that Argo CD cannot read", base(deny.replace("0 8 * * *", "never")), CHANGE],
])("%s is none", async (_, before, head) => {
  await check(before, head, { findings: { "sync-window-closed": [] } });
});
