// An Application comes back that Git had before, or whose file nobody applied.
import { test } from "@jest/globals";
import { checkTrees } from "../../../support/check.ts";
import type { FileMap } from "../../../support/repository.ts";
import { app, drop, SMALL_FLEET } from "../../../support/small-fleet.ts";

const APP = "apps/cl01.yaml";
const removed = drop(SMALL_FLEET, APP);
const withFinalizer: FileMap = {
  ...SMALL_FLEET,
  [APP]: app("cl01", { namespace: "workloads", finalizer: true }),
};

const past = (before: FileMap) => [
  { name: "there", time: "2026-01-01T00:00:00Z", tree: before },
  { name: "removed", time: "2026-02-01T00:00:00Z", tree: removed },
];

test.each([
  ["without a finalizer it left its cluster running", SMALL_FLEET, true],
  ["with a finalizer everything was deleted with it", withFinalizer, false],
])("%s", async (_, before, kept) => {
  const trees = { base: removed, head: before, past: past(before) };
  await checkTrees(trees, {
    findings: {
      "declared-again": [
        {
          subject: "Application argocd/cl01",
          evidence: "history",
          facts: { kept, date: "2026-02-01", clusters: ["Cluster cl01"], refused: false },
        },
      ],
    },
  });
});

test("a file that nobody applied may be running all the same", async () => {
  const { [APP]: text = "", ...rest } = SMALL_FLEET;
  const trees = { base: { ...rest, "later/cl01.yaml": text }, head: SMALL_FLEET };
  await checkTrees(trees, {
    findings: {
      "declared-again": [
        { subject: "Application argocd/cl01", evidence: "unknown", facts: { sha: "", kept: true } },
      ],
    },
  });
});

test("what Git never had is new", async () => {
  await checkTrees({ base: removed, head: SMALL_FLEET }, { findings: { "declared-again": [] } });
});
