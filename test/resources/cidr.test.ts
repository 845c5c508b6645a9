import { expect, test } from "@jest/globals";
import { overlaps, parseRange } from "../../src/resources/cidr.ts";

test.each([
  ["10.0.0.0/8", { from: 167772160, to: 184549375 }],
  ["10.0.0.9/30", { from: 167772168, to: 167772171 }],
  ["0.0.0.0/0", { from: 0, to: 4294967295 }],
  ["10.0.0.0/33", undefined],
  ["10.0.0.256/8", undefined],
  ["10.0.0/8", undefined],
  ["fd00::/8", undefined],
])("%s", (text, range) => {
  expect(parseRange(text)).toEqual(range);
});

test("inside, around, and apart", () => {
  const all = ["10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "10.2.0.0/16", "11.0.0.0/8", "none"];
  expect([...overlaps(all, new Set(["10.1.0.0/16", "11.0.0.0/8"]))]).toEqual([
    ["10.1.0.0/16", ["10.0.0.0/8", "10.1.2.0/24"]],
  ]);
});

test("as brute force says, for any set of ranges", () => {
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % below;
  };
  for (let round = 0; round < 50; round++) {
    const all = [
      ...new Set(Array.from({ length: 30 }, () => `10.${next(4)}.${next(4) * 64}.0/${10 + next(12)}`)),
    ];
    const found = overlaps(all, new Set(all));
    for (const text of all) {
      const one = parseRange(text);
      const expected = all.filter((other) => {
        const range = parseRange(other);
        return other !== text && one && range && one.from <= range.to && range.from <= one.to;
      });
      expect([...(found.get(text) ?? [])].sort()).toEqual(expected.sort());
    }
  }
});
