// Two accounts of what stays → whether they say the same, and of what they do not.
import { expect, test } from "@jest/globals";
import { type Carried, carriedByOne, isSameCarried } from "../../../src/delivery/applications/retained.ts";
import type { DeliveredObject } from "../../../src/model/delivery.ts";

const object = (key: string) => ({ key }) as DeliveredObject;
const stays = (key: string) => ({
  object: object(key),
  deliverer: undefined,
  node: undefined,
  set: undefined,
});
const NOTHING: Carried = { retained: [], heldUp: new Map(), apart: new Set() };

test.each<[string, Carried, Carried, readonly string[]]>([
  ["nothing", NOTHING, NOTHING, []],
  ["the same object", { ...NOTHING, retained: [stays("one")] }, { ...NOTHING, retained: [stays("one")] }, []],
  [
    "as many others",
    { ...NOTHING, retained: [stays("one")] },
    { ...NOTHING, retained: [stays("two")] },
    ["one", "two"],
  ],
  ["one more", NOTHING, { ...NOTHING, retained: [stays("one")] }, ["one"]],
  [
    "one held up",
    { ...NOTHING, heldUp: new Map([["Kind one", { head: object("one"), live: undefined }]]) },
    NOTHING,
    ["one"],
  ],
  [
    "one that stays, and one of its key that is held up",
    { ...NOTHING, retained: [stays("one")] },
    { ...NOTHING, heldUp: new Map([["Kind one", { head: object("one"), live: undefined }]]) },
    ["one", "one"],
  ],
])("%s", (_, one, other, keys) => {
  expect(carriedByOne(one, other).map(({ key }) => key)).toEqual(keys);
  expect(isSameCarried(one, other)).toBe(keys.length === 0);
});

test("what is apart counts", () => {
  expect(isSameCarried(NOTHING, { ...NOTHING, apart: new Set(["root team"]) })).toBe(false);
});
