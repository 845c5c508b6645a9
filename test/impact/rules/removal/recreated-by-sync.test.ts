// Objects that the sync of their change deletes and creates anew.
import { describe, test } from "@jest/globals";
import { check, type Expected } from "../../../support/check.ts";
import { app, object } from "../../../support/small-fleet.ts";

const FORCE = "Force=true";
const BOTH = "Force=true,Replace=true";

describe("recreated-by-sync", () => {
  test.each([
    ["a claim, with its data", "PersistentVolumeClaim", BOTH, undefined, "stop"],
    ["Replace from the Application", "PersistentVolumeClaim", FORCE, "Replace=true", "stop"],
    ["anything else", "Service", BOTH, undefined, "caution"],
  ] as const)("%s", async (_, kind, sync, syncOptions, severity) => {
    await checkSync(kind, sync, syncOptions, { findings: { "recreated-by-sync": [{ severity }] } });
  });

  test.each([
    ["Replace alone updates in place", "PersistentVolumeClaim", "Replace=true", "Replace=true"],
    ["Force alone counts where an apply fails", "PersistentVolumeClaim", FORCE, undefined],
    ["a Namespace is updated in place", "Namespace", BOTH, undefined],
  ])("%s", async (_, kind, sync, syncOptions) => {
    await checkSync(kind, sync, syncOptions, { findings: { "recreated-by-sync": [] } });
  });
});

/** A label and the sync options of an object change. */
async function checkSync(kind: string, sync: string, syncOptions: string | undefined, expected: Expected) {
  const namespace = kind === "Namespace" ? "" : "shop";
  const base = {
    "apps/shop.yaml": app("shop", syncOptions === undefined ? {} : { syncOptions }),
    "shop/data.yaml": object(kind, "data", { namespace }),
  };
  const head = { "shop/data.yaml": `${object(kind, "data", { sync, namespace })}  labels: {a: b}\n` };
  await check(base, head, expected);
}
