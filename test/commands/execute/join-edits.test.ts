// Targets on files and objects → what becomes of each file, and what the plan must show of it.
import { describe, expect, test } from "@jest/globals";
import { joinParts } from "../../../src/commands/execute/join-edits.ts";
import { placeTargets } from "../../../src/commands/execute/place-edits.ts";
import { unexpectedChanges } from "../../../src/commands/execute/verify-plan.ts";
import type { RevisionSources } from "../../../src/commands/origin/find.ts";
import type { Expectation, Target } from "../../../src/model/command.ts";
import type { Plan, PlanChange } from "../../../src/model/plan.ts";
import { renderPatch } from "../../../src/render/replies/patch.ts";

const OBJECT = "kind: Cluster\nmetadata:\n  name: cl01\nspec:\n  paused: false\n";
const MEANT = { words: "something", expected: [] };
const texts = new Map([
  ["a.yaml", OBJECT],
  ["b.yaml", "kind: A\n"],
]);
const paused: Target = {
  ...MEANT,
  ...{ key: "", cluster: "cl01", kind: "Cluster", name: "cl01", path: "a.yaml", line: 1 },
  steps: [{ op: "set", path: ["spec", "paused"], value: true }],
};
const spans = (path: string, start: number, end: number, text: string): Target => ({
  ...MEANT,
  edits: [{ path, start, end, text }],
  removed: [],
});
const removed = (path: string): Target => ({ ...MEANT, edits: [], removed: [path] });

const world = {
  delivery: { objects: new Map() },
  texts: async (paths: readonly string[]) => new Map([...texts].filter(([path]) => paths.includes(path))),
} as unknown as RevisionSources;

async function editsOf(targets: readonly Target[]) {
  const { parts, skipped } = await placeTargets(targets, world);
  return skipped[0] === undefined ? joinParts(parts, texts) : { refused: skipped[0].reason };
}

describe("files", () => {
  test("edited, commented out, created and removed in one go", async () => {
    const targets = [
      paused,
      spans("a.yaml", 0, 0, "# by hand\n"),
      spans("new/c.yaml", 0, 0, "kind: C\n"),
      removed("b.yaml"),
    ];
    const edited = await editsOf(targets);
    if ("refused" in edited) throw new Error(edited.refused);
    expect(edited.files).toEqual([
      { path: "b.yaml", before: "kind: A\n", after: undefined },
      { path: "a.yaml", before: OBJECT, after: `# by hand\n${OBJECT.replace("false", "true")}` },
      { path: "new/c.yaml", before: undefined, after: "kind: C\n" },
    ]);
    const patch = renderPatch(edited.files);
    expect(patch).toContain("deleted file mode 100644\n--- a/b.yaml\n+++ /dev/null\n");
    expect(patch).toContain("new file mode 100644\n--- /dev/null\n+++ b/new/c.yaml\n");
  });

  test.each<[why: string, targets: Target[]]>([
    ["cannot be read", [removed("z.yaml")]],
    ["edited and removed", [removed("a.yaml"), paused]],
    ["the same place", [spans("b.yaml", 0, 4, "x"), spans("b.yaml", 2, 5, "y")]],
    ["the file cannot be read", [{ ...paused, path: "z.yaml" }]],
  ])("refused: %s", async (why, targets) => {
    expect(await editsOf(targets)).toEqual({ refused: expect.stringContaining(why) });
  });
});

describe("what the plan shows", () => {
  const change = (rest: Partial<PlanChange>) =>
    ({
      applies: "auto",
      object: { group: "", kind: "Deployment", namespace: "web", name: "a" },
      ...rest,
    }) as PlanChange;
  const plan = (changes: PlanChange[]) => ({ changes, dormant: [], notEvaluated: [] }) as unknown as Plan;
  const meant = (...expected: Expectation[]): Target[] => [{ ...removed("b.yaml"), expected }];
  const gone: Expectation = { layer: "workload", operation: "delete" };
  const away = change({ layer: "workload", operation: "delete", cluster: "cl01" });

  test("one expectation stands for all changes that fit it", () => {
    expect(unexpectedChanges(meant(gone), plan([away, { ...away, cluster: "cl02" }]))).toEqual([]);
    expect(
      unexpectedChanges(meant({ ...gone, cluster: "cl01" }), plan([away, { ...away, cluster: "cl02" }])),
    ).toEqual(["`Deployment a` on `cl02` (delete) would change as well"]);
  });

  test("an object that is named, a layer, and what may be and need not", () => {
    const named = { ...gone, object: { kind: "Deployment", name: "b" } };
    expect(unexpectedChanges(meant(named), plan([away]))).toEqual([
      "`Deployment a` on `cl01` (delete) would change as well",
      "the plan shows no delete of `Deployment b`",
    ]);
    expect(unexpectedChanges(meant({ ...gone, layer: "addon" }), plan([]))).toEqual([
      "the plan shows no delete of the addon layer",
    ]);
    expect(unexpectedChanges(meant({ ...named, may: true }), plan([]))).toEqual([]);
  });

  test("what is not delivered is no effect", () => {
    expect(unexpectedChanges(meant(gone), plan([{ ...away, applies: "never" }]))).toEqual([
      "`Deployment a` on `cl01` (delete) would change as well",
      "the plan shows no delete of the workload layer",
    ]);
  });
});
