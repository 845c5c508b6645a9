// Fingerprints and the numbers given so far → the numbers of these findings, and what is remembered of them.
import { expect, test } from "@jest/globals";
import { stableFindingIds } from "../../../src/policy/decisions/finding-ids.ts";
import { finding } from "../../render/plan.ts";

const [A, B, C] = ["a".repeat(64), "b".repeat(64), "c".repeat(64)] as const;
const key = (fingerprint: string) => fingerprint.slice(0, 12);

function numbered(fingerprints: readonly string[], ids: Record<string, number>, next: number) {
  const findings = fingerprints.map((fingerprint) => finding({ fingerprint }));
  const { findings: found, ...numbers } = stableFindingIds(findings, { ids, next });
  return { given: found.map(({ id }) => id), ...numbers };
}

test("a number is kept under the first twelve digits of a fingerprint", () => {
  expect(numbered([A, B], { [key(A)]: 4 }, 7)).toEqual({
    given: ["F4", "F7"],
    ids: { [key(A)]: 4, [key(B)]: 7 },
    next: 8,
  });
});

test("the second and third of one fingerprint have numbers of their own", () => {
  const ids = { [key(A)]: 1, [`${key(A)}+1`]: 2, [`${key(A)}+2`]: 3 };
  expect(numbered([A, A, A], {}, 1)).toEqual({ given: ["F1", "F2", "F3"], ids, next: 4 });
  expect(numbered([A, B, A, A], ids, 4)).toEqual({
    given: ["F1", "F4", "F2", "F3"],
    ids: { ...ids, [key(B)]: 4 },
    next: 5,
  });
});

test("a finding that follows from another one names it by its lasting number", () => {
  const [cause, follows] = [
    finding({ id: "F1", fingerprint: A }),
    finding({ id: "F2", fingerprint: B, cause: "F1" }),
  ];
  const { findings } = stableFindingIds([cause, follows], { ids: { [key(A)]: 9 }, next: 12 });
  expect(findings.map(({ id, cause }) => [id, cause])).toEqual([
    ["F9", undefined],
    ["F12", "F9"],
  ]);
});

test("no number is that of a property every object has", () => {
  expect(numbered(["constructor"], {}, 1).given).toEqual(["F1"]);
});

test("beyond 300 the oldest numbers that are not in use are forgotten", () => {
  const ids = Object.fromEntries([...Array(300).keys()].map((i) => [`x${i}`, i + 1]));
  const kept = numbered([C, "x0"], ids, 301);
  expect(kept.given).toEqual(["F301", "F1"]);
  expect(kept.next).toBe(302);
  const left = Object.keys(kept.ids);
  expect(left).toHaveLength(300);
  expect(left.slice(0, 4)).toEqual([key(C), "x0", "x299", "x298"]);
  expect(left).not.toContain("x1");
  expect(left).toContain("x2");
});
