import { describe, expect, test } from "@jest/globals";
import { bool, get, list, map, num, sameJson, str, stringMap, strings } from "../../src/lib/json.ts";
import type { Json } from "../../src/lib/json-types.ts";

const object: Json = {
  spec: { replicas: "3", list: ["a", 1, "b"], labels: { a: "x", b: 1 }, on: true, zero: null },
};

describe("readers", () => {
  test("a value of another type reads as absent", () => {
    expect(num(object, ["spec", "replicas"])).toBeUndefined();
    expect(str(object, ["spec", "list"])).toBeUndefined();
    expect(bool(object, ["spec", "replicas"])).toBeUndefined();
    expect(list(object, ["spec", "labels"])).toEqual([]);
    expect(map(object, ["spec", "list"])).toBeUndefined();
    expect(num({ n: 9007199254740993n }, ["n"])).toBeUndefined();
  });

  test("a path through the wrong types ends nowhere", () => {
    expect(get(object, ["spec", "replicas", "deeper"])).toBeUndefined();
    expect(get(object, ["spec", "list", 2])).toBe("b");
    expect(get(object, ["spec", "list", "2"])).toBeUndefined();
    expect(get(object, ["spec", 0])).toBeUndefined();
    expect(get(object, ["toString"])).toBeUndefined();
    expect(get(undefined, ["a"])).toBeUndefined();
  });

  test("maps and lists of text leave other entries out", () => {
    expect([...stringMap(object, ["spec", "labels"])]).toEqual([["a", "x"]]);
    expect(strings(object, ["spec", "list"])).toEqual(["a", "b"]);
  });
});

describe("sameJson", () => {
  test.each<[Json, Json, boolean]>([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [[1, 2], [2, 1], false],
    [{ a: null }, {}, false],
    [{ a: 1 }, { b: 1 }, false],
    [[], {}, false],
    ["1", 1, false],
    [9007199254740992n, 9007199254740993n, false],
    [9007199254740993n, 9007199254740993n, true],
    [5, 5n, true],
    [5.5, 5n, false],
    [{ a: [{ b: "x" }] }, { a: [{ b: "y" }] }, false],
  ])("%p and %p: %p", (a, b, same) => {
    expect(sameJson(a, b)).toBe(same);
    expect(sameJson(b, a)).toBe(same);
  });

  test("depth does not matter", () => {
    let [a, b]: [Json, Json] = [1, 1];
    for (let i = 0; i < 100_000; i++) [a, b] = [[a], [b]];
    expect(sameJson(a, b)).toBe(true);
  });
});
