import { expect, test } from "@jest/globals";
import { overlaps, parseRange } from "../../../src/manifests/values/cidr.ts";

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

test.each([
  ["fd00::/8", "fd12:3456::/32", true],
  ["::/0", "::1/128", true],
  ["2001:db8:0:0:0:0:0:0/64", "2001:DB8::ffff/128", true],
  ["2001:db8::/64", "2001:db8:0:1::/64", false],
  ["::/0", "10.0.0.0/8", false],
  ["fd00::1::/64", "fd00::/8", false],
  ["fd00::/129", "fd00::/8", false],
  ["fd00:1:2:3:4:5:6:7:8/64", "fd00::/8", false],
])("%s and %s", (one, other, expected) => {
  expect(overlaps([one, other], new Set([one])).has(one)).toBe(expected);
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
