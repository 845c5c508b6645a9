import { expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import { quantity } from "../../../src/manifests/values/quantity.ts";
import { violation } from "../../../src/manifests/values/schema.ts";

const SCHEMA: Json = {
  type: "object",
  required: ["size"],
  properties: {
    size: { type: "integer", minimum: 1, maximum: 9 },
    tier: { type: "string", enum: ["gold", "silver"] },
    zones: { type: "array", items: { type: "string" } },
    port: { "x-kubernetes-int-or-string": true },
    note: { type: "string", nullable: true },
  },
};

test.each<[Json, string | undefined]>([
  [{ size: 3, tier: "gold", zones: ["a"], port: "http", note: null }, undefined],
  [{ size: 3, unknown: {} }, undefined],
  [{}, "`size` is missing"],
  ["x", "the value is not of type object"],
  [{ size: 1.5 }, "`size` is not of type integer"],
  [{ size: 0 }, "`size` is 0, less than 1"],
  [{ size: 10 }, "`size` is 10, more than 9"],
  [{ size: 1, tier: "Gold" }, "`tier` is `Gold`, not one of `gold`, `silver`"],
  [{ size: 1, tier: null }, "`tier` is not of type string"],
  [{ size: 1, zones: ["a", 2] }, "`zones[1]` is not of type string"],
  [{ size: 1, port: true }, undefined],
])("%j", (value, expected) => {
  expect(violation(value, SCHEMA)).toBe(expected);
});

test("no schema, no violation", () => {
  expect(violation({ a: 1 }, undefined)).toBeUndefined();
});

test.each<[Json, number | undefined]>([
  ["2Gi", 2147483648],
  ["4000m", 4],
  ["96", 96],
  [1.5, 1.5],
  ["1e3", undefined],
  ["", undefined],
  [null, undefined],
])("the quantity %j", (text, value) => {
  expect(quantity(text)).toBe(value);
});
