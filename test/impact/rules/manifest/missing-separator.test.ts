// Two objects in one document: the second is delivered, and why the first is not is said.
import { test } from "@jest/globals";
import { check } from "../../../support/check.ts";
import { object } from "../../../support/small-fleet.ts";

const FILE = "shop/one.yaml";
const ONE = object("ConfigMap", "one");
const TWO = object("ConfigMap", "fresh");
const LINE = ONE.split("\n").length;
const found = {
  facts: { path: FILE, frozen: [], delivered: ["argocd/shop"] },
  source: { path: FILE, line: LINE },
};

test("the line where the second object begins is named, and nothing freezes", async () => {
  await check(
    { [FILE]: ONE },
    { [FILE]: ONE + TWO },
    {
      changes: ["delete ConfigMap shop/one", "create ConfigMap shop/fresh"],
      findings: { "missing-separator": [found] },
    },
  );
});

test("with a separator there are two", async () => {
  await check(
    { [FILE]: ONE },
    { [FILE]: `${ONE}---\n${TWO}` },
    { changes: ["create ConfigMap shop/fresh"], findings: { "missing-separator": [] } },
  );
});

test("a file that had it before is not told of", async () => {
  await check(
    { [FILE]: ONE + TWO },
    { [FILE]: `${ONE}${TWO}data: {a: b}\n` },
    { changes: ["update ConfigMap shop/fresh"], findings: { "missing-separator": [] } },
  );
});

test.each([
  ["the kind alone", `${ONE}kind: ConfigMap\n`],
  ["keys of a map inside", `${ONE}data: {apiVersion: v1, kind: a}\n`],
  ["both in a list of its own", `${ONE}extra: [{apiVersion: v1, kind: a}, {apiVersion: v1, kind: a}]\n`],
])("%s twice is no second object", async (_, text) => {
  await check({ [FILE]: ONE }, { [FILE]: text }, { findings: { "missing-separator": [] } });
});
