// Findings → which of them go away with the deletion of a cluster, and with nothing else.
import { expect, test } from "@jest/globals";
import { withCauses } from "../../../src/impact/plan/consequences.ts";
import type { Finding, PlanChange } from "../../../src/model/plan.ts";
import { change, finding } from "../../render/plan.ts";

const deleted = (cluster: string, id = "F1") =>
  finding({ id, severity: "stop", rule: "cluster-deleted", facts: { cluster } });
const install = (name: string) => ({ group: "addons", kind: "AddonInstall", namespace: "ns", name });
const leaves = (name: string, cluster: string, parts: Partial<PlanChange> = {}) =>
  change({ layer: "addon", operation: "uninstall", object: install(name), cluster, ...parts });
const nothing = finding({ id: "F9", rule: "addon-selects-nothing", subject: "AddonInstall ns/velero" });
const orphaned = (why: string, cluster: string) =>
  finding({ id: "F9", rule: "addon-config-orphaned", facts: { why, cluster } });
const secret = (maker: string) => finding({ id: "F9", rule: "dangling-secret-ref", facts: { maker } });

test.each<[string, Finding[], PlanChange[], string | undefined]>([
  ["a Secret that goes with the cluster", [deleted("cl01"), secret("Cluster cl01")], [], "F1"],
  ["a Secret of another cluster", [deleted("cl01"), secret("Cluster cl02")], [], undefined],
  ["a Secret that Git drops itself", [deleted("cl01"), secret("Secret cl01")], [], undefined],
  ["a configuration of the cluster", [deleted("cl01"), orphaned("cluster", "cl01")], [], "F1"],
  ["a configuration whose add-on goes", [deleted("cl01"), orphaned("addon", "cl01")], [], undefined],
  ["an install whose only cluster goes", [deleted("cl01"), nothing], [leaves("velero", "cl01")], "F1"],
  [
    "an install that loses a cluster which stays",
    [deleted("cl01"), nothing],
    [leaves("velero", "cl01"), leaves("velero", "cl02")],
    undefined,
  ],
  [
    "an install whose selector is edited as well",
    [deleted("cl01"), nothing],
    [leaves("velero", "cl01", { fields: [{ path: "spec.clusters", before: "a", after: "b" }] })],
    undefined,
  ],
  ["an install of another name", [deleted("cl01"), nothing], [leaves("contour", "cl01")], undefined],
  [
    "a stop, which somebody has to decide on",
    [deleted("cl01"), { ...secret("Cluster cl01"), severity: "stop" }],
    [],
    undefined,
  ],
  ["where no cluster is deleted", [secret("Cluster cl01")], [], undefined],
])("%s", (_, findings, changes, cause) => {
  expect(withCauses(findings, changes).at(-1)?.cause).toBe(cause);
});
