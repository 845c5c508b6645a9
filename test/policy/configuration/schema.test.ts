// The published schema and the page of the configuration against the keys that are read.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { mergeConfig } from "../../../src/policy/configuration/merge.ts";
import { configJsonSchema } from "../../../src/policy/configuration/schema.ts";
import { ROOT, UPDATING } from "../../support/golden.ts";

test("docs/configuration.schema.json is the schema of the code", () => {
  const path = join(ROOT, "docs/configuration.schema.json");
  if (UPDATING) writeFileSync(path, `${JSON.stringify(configJsonSchema(), null, 2)}\n`);
  expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(configJsonSchema());
});

test("it describes what a person writes: what has a default may be left out", () => {
  expect(JSON.stringify(configJsonSchema())).not.toContain('"required":["argocd"');
  expect(configJsonSchema()).not.toHaveProperty("required");
});

test("it accepts what the reader accepts, and refuses what it refuses", () => {
  const valid = new Ajv2020({ formats: { date: true } }).compile(configJsonSchema() as object);
  expect(valid({ argocd: { version: "3.1" }, rules: { "node-rollout": "off" }, overrides: {} })).toBe(true);
  expect(
    [{ rulez: {} }, { rules: { "data-loss": "loud" } }, { ignore: [{}] }].map((file) => valid(file)),
  ).toEqual([false, false, false]);
});

test.each([
  [">=1.33.0 <1.36.0", []],
  ["1.33 and later", ['a range such as ">=1.33.0 <1.36.0"']],
])("the Kubernetes versions of an add-on's release: %s", (kubernetes, problems) => {
  const repository = `catalog: {addons: [{release: contour.1.33.0, kubernetes: "${kubernetes}"}]}\n`;
  const found = mergeConfig({ repository }).problems;
  expect(found).toHaveLength(problems.length);
  for (const problem of problems)
    expect(JSON.stringify(found)).toContain(JSON.stringify(problem).slice(1, -1));
});

test("docs/configuration.md has a row for each key", () => {
  const page = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");
  const { properties } = configJsonSchema() as { properties: Record<string, { properties?: object }> };
  const keys = Object.entries(properties).flatMap(([key, { properties: inner }]) =>
    inner && key !== "overrides"
      ? Object.keys(inner).map((name) => `${key}.${name}`)
      : [key === "rules" ? "rules.<id>" : key],
  );
  expect(keys.filter((key) => !page.includes(`| \`${key}\` |`))).toEqual([]);
});
