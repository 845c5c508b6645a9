// What the base declares was refused when it was merged: the plan compares with what the API took before.
import { test } from "@jest/globals";
import type { FindingDraft } from "../../../../src/model/finding.ts";
import { checkTrees, type Part } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { cluster, SMALL_FLEET } from "../../../support/small-fleet.ts";

const [OLDER, RUNS, NEXT] = [
  "v1.32.10---vmware.1-fips-vkr.2",
  "v1.33.6---vmware.1-fips-vkr.2",
  "v1.34.2---vmware.1-fips-vkr.3",
] as const;

const at = (version: string): FileMap => ({
  ...SMALL_FLEET,
  "cl01/cluster.yaml": cluster("cl01", { version }),
});

/** The cluster runs 1.33; the base declares `base`, and the head `head`. */
function found(base: string, head: string, findings: readonly Part<FindingDraft>[]) {
  const past = [
    { name: "first", time: "2026-01-01T00:00:00Z", tree: at(RUNS) },
    { name: "second", time: "2026-02-01T00:00:00Z", tree: at(base) },
  ];
  return checkTrees({ base: at(base), head: at(head), past }, { findings: { "refused-base": findings } });
}

test.each([
  ["goes on from what runs", OLDER, NEXT, { same: false, still: false, move: NEXT }],
  ["declares what runs", OLDER, RUNS, { same: true, still: false }],
])("a refused downgrade in the base; the head %s", async (_, base, head, facts) => {
  await found(base, head, [
    {
      subject: "Cluster workloads/cl01",
      evidence: "history",
      facts: { cluster: "cl01", version: RUNS, date: "2026-01-01", ...facts },
    },
  ]);
});

test("a refused downgrade in the base, and another one in the head", async () => {
  await found(OLDER, "v1.32.7---vmware.3-fips-vkr.1", [{ facts: { still: true } }]);
});

test("what the API took is no refused base", async () => {
  await found(NEXT, "v1.35.0---vmware.2-fips-vkr.4", []);
});
