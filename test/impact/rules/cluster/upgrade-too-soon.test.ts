// An upgrade while the one before is probably still rolling: 15 minutes for each node, counted from its commit.
import { test } from "@jest/globals";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import { checkTrees, type Part } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { cluster, SMALL_FLEET } from "../../../support/small-fleet.ts";

const [FIRST, SECOND, THIRD] = [
  "v1.33.6---vmware.1-fips-vkr.2",
  "v1.34.2---vmware.1-fips-vkr.3",
  "v1.35.0---vmware.2-fips-vkr.4",
] as const;

const at = (version: string, workers = 3): FileMap => ({
  ...SMALL_FLEET,
  "cl01/cluster.yaml": cluster("cl01", { version, pools: { a: workers } }),
});

/** The base is the second version, merged at noon. */
function found(head: FileMap, now: string, findings: readonly Part<FindingDraft>[]) {
  const past = [
    { name: "first", time: "2026-01-01T00:00:00Z", tree: at(FIRST) },
    { name: "second", time: "2026-01-02T12:00:00Z", tree: at(SECOND) },
  ];
  return checkTrees({ base: at(SECOND), head, past }, { findings: { "upgrade-too-soon": findings } }, now);
}

test.each(["12:01", "13:29"])("six nodes may roll for 90 minutes from noon: %s", async (time) => {
  await found(at(THIRD), `2026-01-02T${time}:00Z`, [
    {
      subject: "Cluster workloads/cl01",
      evidence: "history",
      facts: { cluster: "cl01", version: SECOND, to: THIRD, nodes: 6, minutes: 90 },
    },
  ]);
});

test.each([
  ["an upgrade after that", at(THIRD), "2026-01-02T13:30:00Z"],
  ["a change of size", at(SECOND, 5), "2026-01-02T12:01:00Z"],
  ["a version that is refused", at(FIRST), "2026-01-02T12:01:00Z"],
])("%s is none", async (_, head, now) => {
  await found(head, now, []);
});
