// Items and keys → groups.
import { expect, test } from "@jest/globals";
import { groupBy, groupPairs } from "../../src/lib/group-by.ts";

test("groups and their items keep the order in which they appear", () => {
  const groups = groupBy(["bee", "ant", "bat", "ape", "cow"], (name) => name[0]);
  expect([...groups]).toEqual([
    ["b", ["bee", "bat"]],
    ["a", ["ant", "ape"]],
    ["c", ["cow"]],
  ]);
});

test("no items make no groups", () => {
  expect(groupBy([], String).size).toBe(0);
});

test("a key may be undefined, which is a group as any other", () => {
  expect(groupBy([1, 2, 3], (n) => (n > 1 ? "many" : undefined)).get(undefined)).toEqual([1]);
});

test("an item under several keys is in each group, one without is in none", () => {
  const holders = new Map([
    ["alice", ["web", "db"]],
    ["bob", []],
    ["carol", ["db"]],
  ]);
  const pairs = [...holders].flatMap(([name, teams]) => teams.map((team) => [team, name] as const));
  expect([...groupPairs(pairs)]).toEqual([
    ["web", ["alice"]],
    ["db", ["alice", "carol"]],
  ]);
});

test("any iterable will do", () => {
  expect(groupPairs(new Map([["a", 1]]).entries()).get("a")).toEqual([1]);
});
