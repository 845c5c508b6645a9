// What a change is called in tables and counts.
import { expect, test } from "@jest/globals";
import { operationCounts, operationLabel } from "../../src/render/labels.ts";
import { change } from "./plan.ts";

test.each([
  ["orphan", "auto", "✂️ orphan"],
  ["orphan", "manual", "✂️ orphan"],
  ["orphan", "blocked", "🧊 unchanged"],
  ["delete", "blocked", "❌ delete"],
] as const)("%s, %s", (operation, applies, label) => {
  expect(operationLabel({ operation, applies })).toBe(label);
});

test("counts go by that word", () => {
  const orphan = change({ operation: "orphan" });
  const frozen = change({ operation: "orphan", applies: "blocked" });
  expect(operationCounts([orphan, frozen, orphan, frozen])).toBe("✂️ 2 orphans · 🧊 2 unchanged");
});
