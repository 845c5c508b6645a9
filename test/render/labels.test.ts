// What a change is called.
import { expect, test } from "@jest/globals";
import { operationLabel } from "../../src/render/labels.ts";

test.each([
  ["orphan", "auto", "✂️ orphan"],
  ["orphan", "manual", "✂️ orphan"],
  ["orphan", "blocked", "🧊 unchanged"],
  ["delete", "blocked", "❌ delete"],
] as const)("%s, %s", (operation, applies, label) => {
  expect(operationLabel({ operation, applies })).toBe(label);
});
