// A root whose file no longer parses: nobody can apply it, and nobody deletes it.
import { expect, test } from "@jest/globals";
import { planInputs } from "../../support/repository.ts";
import { app, drop, shop } from "../../support/small-fleet.ts";

test("it stays, and so does what it delivers", async () => {
  const head = { ...shop(), "root.yaml": `${app("root", { path: "apps" })}broken: [\n` };
  const { changes, deliveries } = await planInputs({ base: shop(), head });
  expect(changes).toEqual([]);
  expect(deliveries.notEvaluated).toMatchObject([{ path: "root.yaml" }]);
});

test("nor where nothing is left in it that looks like a manifest", async () => {
  const { changes, deliveries } = await planInputs({
    base: shop(),
    head: { ...shop(), "root.yaml": "a: [" },
  });
  expect(changes).toEqual([]);
  expect(deliveries.notEvaluated).toMatchObject([{ path: "root.yaml" }]);
});

test("it goes where its file goes", async () => {
  const { changes } = await planInputs({ base: shop(), head: drop(shop(), "root.yaml") });
  expect(changes.map(({ operation, object }) => `${operation} ${object.name}`)).toContain("remove root");
});
