// An object in an API that its cluster does not serve → what its Application's changes come to.
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../../src/lib/json-types.ts";
import { cluster, deployment, guest, input, object } from "../../plan/build.ts";

const SKIP = { annotations: { "argocd.argoproj.io/sync-options": "SkipDryRunOnMissingResource=true" } };
const old = (rest: JsonObject = {}) => object("batch/v1beta1", "CronJob", "report", rest);

function applied(objects: readonly JsonObject[], from = "v1.33.6", to = from): Record<string, string> {
  const side = (version: string, own: readonly JsonObject[]) => [
    { name: "cl", objects: [cluster("c1", version)] },
    { name: "app", destination: guest("c1"), objects: own },
  ];
  const { changes } = input(side(from, [deployment("web", 1)]), side(to, [deployment("web", 2), ...objects]));
  const own = changes.filter(({ layer }) => layer === "workload");
  return Object.fromEntries(own.map((c) => [c.object.name, c.applies]));
}

test.each<[string, Record<string, string>, Record<string, string>]>([
  ["blocks the whole Application", applied([old()]), { web: "blocked", report: "blocked" }],
  ["blocks only itself without a dry run", applied([old(SKIP)]), { web: "auto", report: "blocked" }],
  ["is applied where it is served", applied([old()], "v1.24.9"), { web: "auto", report: "auto" }],
  [
    "is still served while the upgrade runs",
    applied([old()], "v1.24.9", "v1.25.4"),
    { web: "auto", report: "auto" },
  ],
  ["says nothing of other objects", applied([]), { web: "auto" }],
])("an object in an unserved API %s", (_, is, expected) => {
  expect(is).toEqual(expected);
});
