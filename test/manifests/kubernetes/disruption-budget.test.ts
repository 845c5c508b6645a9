import { expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import {
  disruptionsAllowed,
  limitText,
  readBudget,
} from "../../../src/manifests/kubernetes/disruption-budget.ts";
import { manifestOf } from "../manifest.ts";

const budget = (spec: Json) =>
  readBudget(manifestOf({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", spec }));

// Percentages are rounded up (kubernetes pkg/controller/disruption/disruption.go, getExpectedPodCount).
test.each<[Json, number, number | undefined]>([
  [{ maxUnavailable: 0 }, 3, 0],
  [{ maxUnavailable: 1 }, 3, 1],
  [{ maxUnavailable: 5 }, 3, 3],
  [{ maxUnavailable: "0%" }, 3, 0],
  [{ maxUnavailable: "1%" }, 3, 1],
  [{ maxUnavailable: "50%" }, 3, 2],
  [{ maxUnavailable: "100%" }, 3, 3],
  [{ minAvailable: 0 }, 1, 1],
  [{ minAvailable: 1 }, 1, 0],
  [{ minAvailable: 2 }, 3, 1],
  [{ minAvailable: 4 }, 3, 0],
  [{ minAvailable: "100%" }, 3, 0],
  [{ minAvailable: "99%" }, 3, 0],
  [{ minAvailable: "67%" }, 3, 0],
  [{ minAvailable: "66%" }, 3, 1],
  [{ minAvailable: "50%" }, 2, 1],
  [{ minAvailable: "50%" }, 1, 0],
  [{}, 3, 3],
  [{ minAvailable: "half" }, 3, undefined],
  [{ minAvailable: -1 }, 3, undefined],
  [{ maxUnavailable: { odd: true } }, 3, undefined],
])("%j of %d pods lets %s go", (spec, pods, allowed) => {
  const read = budget(spec);
  expect(read && disruptionsAllowed(read, pods)).toBe(allowed);
});

test("no selector selects nothing, an empty one everything", () => {
  expect(budget({})?.selector.matchExpressions).toHaveLength(1);
  expect(budget({ selector: null })?.selector.matchExpressions).toHaveLength(1);
  expect(budget({ selector: {} })?.selector).toEqual({ matchLabels: new Map(), matchExpressions: [] });
  expect(budget({ selector: { matchLabels: ["odd"] } })?.selector.matchExpressions).toHaveLength(1);
});

test("is told in a few words, and is no other kind", () => {
  const texts = [{ minAvailable: "50%" }, { maxUnavailable: 0 }, {}].map((spec) =>
    limitText(budget(spec) as never),
  );
  expect(texts).toEqual(["minAvailable 50%", "maxUnavailable 0", "no limit"]);
  expect(
    readBudget(manifestOf({ apiVersion: "example.com/v1", kind: "PodDisruptionBudget" })),
  ).toBeUndefined();
});
