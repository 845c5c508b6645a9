// What `check` accepts, and what it says first where something differs.
import { expect, test } from "@jest/globals";
import { check, type Edits, type Expected, replacing } from "./check.ts";
import { app } from "./small-fleet.ts";

const WITHOUT_ONE: Edits = { "shop/one.yaml": null };
const DELETED = "delete ConfigMap shop/one";
const FOUND = "caution resources-deleted Application argocd/shop";

test("a list is everything there is", async () => {
  await check({}, {}, { changes: [], findings: [] });
  await check({}, WITHOUT_ONE, { changes: [DELETED], findings: [FOUND] });
});

test("a record looks at what it names, with all its changes or findings", async () => {
  await check({}, WITHOUT_ONE, {
    changes: { "ConfigMap shop/one": [{ applies: "auto", cause: "pruned" }], "ConfigMap shop/two": [] },
    findings: {
      "resources-deleted": [{ facts: { count: 1 }, why: expect.stringContaining("pruning") }],
      "prune-disabled": [],
    },
    plan: { verdict: "caution", waves: [{ changes: [0] }], clusters: [] },
  });
});

test("the head is laid over the base, and the base over the small fleet", async () => {
  const base: Edits = { "apps/shop.yaml": app("shop", { automated: null }) };
  await check(base, WITHOUT_ONE, { changes: [`${DELETED}, manual`] });
  await check(
    {
      "shop/three.yaml": `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: three
      `,
    },
    { "shop/three.yaml": replacing(["three", "four"]) },
    { changes: ["create ConfigMap shop/four", "delete ConfigMap shop/three"] },
  );
  await check(
    {},
    { "cl01/cluster.yaml": replacing(["replicas: 3}\n    workers", "replicas: 1}\n    workers"]) },
    {
      changes: ["scale Cluster workloads/cl01 control-plane: 3 → 1"],
    },
  );
});

const ALL = ["  all there are:", "    delete ConfigMap shop/one"];

test.each<[string, Expected, string[]]>([
  [
    "what is missing and what is too much",
    { changes: ["delete ConfigMap shop/two"] },
    ["changes:", "  - delete ConfigMap shop/two", "  + delete ConfigMap shop/one", ...ALL],
  ],
  ["a second copy", { changes: [DELETED, DELETED] }, ["changes:", `  - ${DELETED}`, ...ALL]],
  [
    "another number of changes",
    { changes: { "ConfigMap shop/one": [] } },
    ["changes:", "  ConfigMap shop/one: 1, not 0", ...ALL],
  ],
  [
    "a field, and one that is absent",
    { changes: { "ConfigMap shop/one": [{ applies: "manual", because: "it" }] } },
    [
      "changes:",
      '  ConfigMap shop/one[0].applies: "auto", not "manual"',
      '  ConfigMap shop/one[0].because: nothing, not "it"',
      ...ALL,
    ],
  ],
  [
    "a rule that finds nothing",
    { findings: { "data-loss": [{}] } },
    ["findings:", "  data-loss: 0, not 1", "  all there are:", `    ${FOUND}`],
  ],
  [
    "words that do not match",
    { findings: { "resources-deleted": [{ message: expect.stringContaining("x y z") }] } },
    [
      "findings:",
      expect.stringMatching(
        /^ {2}resources-deleted\[0\]\.message: ".*" is not StringContaining x y z/,
      ) as never,
      "  all there are:",
      `    ${FOUND}`,
    ],
  ],
  ["the plan", { plan: { verdict: "stop" } }, ['plan.verdict: "caution", not "stop"']],
])("says: %s", async (_, expected, lines) => {
  const said = await check({}, WITHOUT_ONE, expected).then(
    () => [],
    ({ message }: Error) => message.split("\n"),
  );
  expect(said).toEqual(["not as expected:", ...lines]);
});

test.each<[string, Edits, Expected]>([
  ["an expectation of nothing", {}, {}],
  ["an object that neither side delivers", {}, { changes: { "ConfigMap shop/on": [] } }],
  ["a deletion of no file", { "shop/on.yaml": null }, { changes: [] }],
  [
    "an edit of a text that is not there",
    { "shop/one.yaml": replacing(["kind: Secret", "kind: X"]) },
    { changes: [] },
  ],
])("refuses %s", async (_, head, expected) => {
  await expect(check({}, head, expected)).rejects.toThrow(/^nothing|^neither|is not there$|^there is no/);
});
