// What is kept within a budget, and that tenants share nothing.
import { expect, test } from "@jest/globals";
import { createLru } from "../../../src/adapters/github/lru.ts";
import { createStores } from "../../../src/adapters/github/store.ts";

test("what was used least recently goes first", () => {
  const lru = createLru<string>(6, (text) => text.length);
  lru.set("a", "11");
  lru.set("b", "22");
  lru.set("c", "33");
  expect(lru.get("a")).toBe("11");
  lru.set("d", "44");
  expect(["a", "b", "c", "d"].map(lru.get)).toEqual(["11", undefined, "33", "44"]);
});

test("a value set again weighs once; one beyond the budget is not kept and takes nothing's place", () => {
  const lru = createLru<string>(4, (text) => text.length);
  lru.set("a", "11");
  lru.set("a", "111");
  lru.set("b", "1");
  lru.set("c", "11111");
  expect(["a", "b", "c"].map(lru.get)).toEqual(["111", "1", undefined]);
});

test("installations have stores of their own", () => {
  const stores = createStores();
  stores(1).blobs.set("oid", { text: "secret" });
  expect(stores(1).blobs.get("oid")).toEqual({ text: "secret" });
  expect(stores(2).blobs.get("oid")).toBeUndefined();
});
