// An object in an API that its cluster does not serve → what its Application's changes come to.
import { test } from "@jest/globals";
import { check, type Edits, replacing } from "../../../support/check.ts";
import { cluster, object } from "../../../support/small-fleet.ts";

const report = (sync?: string): Edits => ({
  "web/report.yaml": object("CronJob", "report", {
    namespace: "web",
    api: "batch/v1beta1",
    ...(sync === undefined ? {} : { sync }),
  }),
});
const runs = (version: string): Edits => ({ "cl01/cluster.yaml": cluster("cl01", { version }) });
const SKIP = "SkipDryRunOnMissingResource=true";

test.each<[string, Edits, Edits, string, string]>([
  ["blocks the whole Application", runs("v1.33.6"), report(), "blocked", "blocked"],
  ["blocks only itself without a dry run", runs("v1.33.6"), report(SKIP), "auto", "blocked"],
  ["is applied where it is served", runs("v1.24.9"), report(), "auto", "auto"],
  [
    "is still served while the upgrade runs",
    runs("v1.24.9"),
    { ...runs("v1.25.4"), ...report() },
    "auto",
    "auto",
  ],
  ["says nothing of other objects", runs("v1.33.6"), {}, "auto", "not there"],
])("an object in an unserved API %s", async (_, base, head, web, cronJob) => {
  const scaled = { "web/web.yaml": replacing(["replicas: 2", "replicas: 3"]) };
  const shown = (applies: string) => (applies === "auto" ? "" : `, ${applies}`);
  const upgraded = Object.hasOwn(head, "cl01/cluster.yaml");
  await check(
    base,
    { ...head, ...scaled },
    {
      changes: [
        ...(upgraded ? ["upgrade Cluster workloads/cl01: v1.24.9 → v1.25.4"] : []),
        `scale Deployment web/web on cl01: 2 → 3${shown(web)}`,
        ...(cronJob === "not there" ? [] : [`create CronJob web/report on cl01${shown(cronJob)}`]),
      ],
    },
  );
});
