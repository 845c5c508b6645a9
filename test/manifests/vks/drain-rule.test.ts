// A MachineDrainRule and the labels of a cluster → whether it may exempt pods there from eviction.
import { expect, test } from "@jest/globals";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { mayExemptPods } from "../../../src/manifests/vks/drain-rule.ts";
import { manifestOf } from "../manifest.ts";

const PROD = new Map([["stage", "prod"]]);
const selecting = (stage: string) => ({ clusterSelector: { matchLabels: { stage } } });

test.each<[string, JsonObject, boolean]>([
  ["skips everywhere", { drain: { behavior: "Skip" } }, true],
  ["waits for completion", { drain: { behavior: "WaitCompleted" } }, true],
  ["only puts pods in order", { drain: { behavior: "Drain", order: 5 } }, false],
  ["says nothing", {}, false],
  ["selects the cluster", { drain: { behavior: "Skip" }, machines: [selecting("prod")] }, true],
  ["selects another", { drain: { behavior: "Skip" }, machines: [selecting("dev")] }, false],
  ["one of several selectors", { drain: { behavior: "Skip" }, machines: [selecting("dev"), {}] }, true],
  ["an odd selector", { drain: { behavior: "Skip" }, machines: [{ clusterSelector: "all" }] }, false],
])("a rule that %s", (_, spec, exempts) => {
  const rule = {
    apiVersion: "cluster.x-k8s.io/v1beta2",
    kind: "MachineDrainRule",
    metadata: { name: "r" },
    spec,
  };
  expect(mayExemptPods(manifestOf(rule), PROD)).toBe(exempts);
});
