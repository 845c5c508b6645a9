// Values of Argo CD's annotations that Argo CD does not know.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";
import { object } from "../../../support/small-fleet.ts";

const FILE = "shop/job.yaml";
const job = (annotations: string) =>
  object("Job", "migrate", { api: "batch/v1" }).replace(
    "metadata:\n",
    `metadata:\n  annotations: {${annotations}}\n`,
  );

test.each([
  ["a wave that is no number", `argocd.argoproj.io/sync-wave: "first"`, ["first"]],
  ["a hook that is no phase", `argocd.argoproj.io/hook: "PreSync,Before"`, ["Before"]],
  [
    "a delete policy of another spelling",
    "argocd.argoproj.io/hook: Sync, argocd.argoproj.io/hook-delete-policy: hookSucceeded",
    ["hookSucceeded"],
  ],
])("%s", async (_, annotations, values) => {
  await check(
    {},
    { [FILE]: job(annotations) },
    {
      findings: {
        "annotation-ignored": [{ subject: "Job shop/migrate", facts: { values }, source: { path: FILE } }],
      },
    },
  );
});

test.each([
  ["values that Argo CD knows", "", `argocd.argoproj.io/sync-wave: "-3", argocd.argoproj.io/hook: PreSync`],
  [
    "a value that was there before",
    `argocd.argoproj.io/sync-wave: x`,
    `argocd.argoproj.io/sync-wave: x, a: b`,
  ],
])("%s: none", async (_, before, after) => {
  await check({ [FILE]: job(before) }, { [FILE]: job(after) }, { findings: { "annotation-ignored": [] } });
});
