// Words and the known ones → what was probably meant, and what is another thing.
import { describe, expect, test } from "@jest/globals";
import { isSlip, nearest, soleNear } from "../../src/lib/spelling.ts";

describe("a name that can only be a slip for another", () => {
  test.each([
    ["cl-03", "cl03"],
    ["shopfront", "shop-front"],
    ["production", "prodution"],
    ["edge-nroth", "edge-north"],
    ["edge-noorth", "edge-north"],
  ])("%s is %s", (name, other) => expect(isSlip(name, other)).toBe(true));

  test.each([
    ["cl02", "cl01"],
    ["cl2", "cl02"],
    ["cl-1", "cl-11"],
    ["team-a", "team-b"],
    ["teama", "teamb"],
    ["prod-eu", "prod-us"],
    ["prod", "prods"],
    ["east", "west"],
    ["dev", "env"],
    ["edge-north", "edge-south"],
    ["edge-north", "edge-north-lab"],
    ["blue-prod", "bleu-prdo"],
  ])("%s is not %s", (name, other) => expect(isSlip(name, other)).toBe(false));
});

test("names that differ in a digit are never proposed", () => {
  expect(nearest("cl04", ["cl01", "cl02"])).toBeUndefined();
  expect(nearest("pool-2", ["pool-1", "pool-two"])).toBe(undefined);
  expect(nearest("pol-1", ["pool-2", "pool-1"])).toBe("pool-1");
  expect(soleNear("app-3", ["app-1"])).toBeUndefined();
});
