// Prune and Delete among an Application's own sync options: which Argo CD reads them, and what an object says against it.
import { test } from "@jest/globals";
import type { Change } from "../../../../src/model/change.ts";
import { CONFIG_PATH } from "../../../../src/policy/configuration/merge.ts";
import { check, type Edits } from "../../../support/check.ts";
import { app, object } from "../../../support/small-fleet.ts";

const ONE = "shop/one.yaml";
const APP = "apps/shop.yaml";
const CONFIGMAPS = { one: "ConfigMap shop/one", two: "ConfigMap shop/two" } as const;

/** An Argo CD, the Application's sync options, and those that its first ConfigMap is annotated with. */
const fleet = (version: string, syncOptions: string, sync?: string, finalizer = false): Edits => ({
  [CONFIG_PATH]: `argocd: {version: "${version}"}\n`,
  [APP]: app("shop", { syncOptions, finalizer }),
  [ONE]: object("ConfigMap", "one", sync === undefined ? {} : { sync }),
});

const KEPT = "Application argocd/shop has Prune=false among its syncOptions";
const HELD = "Application argocd/shop has Prune=confirm among its syncOptions";

type RemovalFields = Pick<Change, "operation" | "applies" | "cause" | "because">;
const kept: RemovalFields = { operation: "orphan", applies: "auto", cause: "prune-false", because: KEPT };
const held: RemovalFields = { operation: "delete", applies: "manual", cause: "pruned", because: HELD };
const pruned: RemovalFields = { operation: "delete", applies: "auto", cause: "pruned" };
const annotated: RemovalFields = { ...held, because: "the object is annotated Prune=confirm" };

test.each<[string, string, string, string | undefined, RemovalFields]>([
  ["Prune stands for all objects from 3.4 on", "3.4", "Prune=false", undefined, kept],
  ["and holds them", "3.4", "Prune=confirm", undefined, held],
  ["not before", "3.3", "Prune=false", undefined, pruned],
  ["nor holds them before", "3.3", "Prune=confirm", undefined, pruned],
  ["what an object says of the same key comes first", "3.4", "Prune=false", "Prune=true", pruned],
  ["also where it waits", "3.4", "Prune=false", "Prune=confirm", annotated],
  ["not what it says of another key", "3.4", "Prune=false", "Delete=false", kept],
])("%s: %s %s %s", async (_, version, syncOptions, sync, outcome) => {
  const expected = { because: undefined, ...outcome };
  await check(
    fleet(version, syncOptions, sync),
    { [ONE]: null },
    { changes: { [CONFIGMAPS.one]: [expected], [CONFIGMAPS.two]: [] } },
  );
});

test("a default that the same merge brings may come too late", async () => {
  const head = { [APP]: app("shop", { syncOptions: "Prune=false" }), [ONE]: null };
  await check({ [CONFIG_PATH]: 'argocd: {version: "3.4"}\n' }, head, {
    changes: { [CONFIGMAPS.one]: [{ ...pruned, because: undefined }], [CONFIGMAPS.two]: [] },
  });
});

test.each<[string, string, string, string | undefined, string, string]>([
  ["Delete keeps all objects of a cascade from 3.4 on", "3.4", "Delete=false", undefined, "orphan", "orphan"],
  ["but those that say otherwise", "3.4", "Delete=false", "Delete=true", "delete", "orphan"],
  ["not before", "3.3", "Delete=false", undefined, "delete", "delete"],
  [
    "an object that stays holds no deletion of others",
    "3.0",
    "PruneLast=true",
    "Delete=confirm,Delete=false",
    "orphan",
    "delete",
  ],
])("%s: %s %s %s", async (_, version, syncOptions, sync, one, two) => {
  await check(
    fleet(version, syncOptions, sync, true),
    { [APP]: null },
    {
      changes: ["remove Application argocd/shop", `${one} ${CONFIGMAPS.one}`, `${two} ${CONFIGMAPS.two}`],
    },
  );
});

test("Delete=confirm holds all objects of a cascade from 3.4 on", async () => {
  const waits = [{ operation: "delete", applies: "manual" }] as const;
  await check(
    fleet("3.4", "Delete=confirm", undefined, true),
    { [APP]: null },
    { changes: { [CONFIGMAPS.one]: waits, [CONFIGMAPS.two]: waits } },
  );
});

test("what would stay in a namespace that goes, goes with it", async () => {
  const base = {
    [APP]: app("shop", { finalizer: true }),
    [ONE]: object("ConfigMap", "one", { sync: "Delete=false" }),
    "shop/namespace.yaml": object("Namespace", "shop", { namespace: "" }),
  };
  const because = "Namespace shop goes, with everything in it";
  await check(
    base,
    { [APP]: null },
    {
      changes: {
        [CONFIGMAPS.one]: [{ operation: "delete", applies: "auto", cause: "namespace", because }],
        [CONFIGMAPS.two]: [{ operation: "delete", applies: "auto", cause: "cascade", because: undefined }],
      },
    },
  );
});
