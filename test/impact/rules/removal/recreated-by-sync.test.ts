// Objects that the sync of their change deletes and creates anew.
import { describe, expect, test } from "@jest/globals";
import type { FileMap } from "../../../support/repository.ts";
import { app, object } from "../../../support/small-fleet.ts";
import { findingsOf } from "../findings.ts";

const FORCE = "Force=true";
const BOTH = "Force=true,Replace=true";

describe("recreated-by-sync", () => {
  test.each([
    ["a claim, with its data", "PersistentVolumeClaim", BOTH, undefined, "stop"],
    ["Replace from the Application", "PersistentVolumeClaim", FORCE, "Replace=true", "stop"],
    ["anything else", "Service", BOTH, undefined, "caution"],
  ])("%s", async (_, kind, sync, syncOptions, severity) => {
    expect(await found(kind, sync, syncOptions)).toMatchObject([{ severity }]);
  });

  test.each([
    ["Replace alone updates in place", "PersistentVolumeClaim", "Replace=true", "Replace=true"],
    ["Force alone counts where an apply fails", "PersistentVolumeClaim", FORCE, undefined],
    ["a Namespace is updated in place", "Namespace", BOTH, undefined],
  ])("%s", async (_, kind, sync, syncOptions) => {
    expect(await found(kind, sync, syncOptions)).toEqual([]);
  });
});

async function found(kind: string, sync: string, syncOptions: string | undefined) {
  const tree = (text: string): FileMap => ({
    "root.yaml": app("root", { path: "apps" }),
    "apps/one.yaml": app("one", syncOptions === undefined ? {} : { syncOptions }),
    "one/object.yaml": text,
  });
  const namespace = kind === "Namespace" ? "" : "shop";
  const base = object(kind, "data", { namespace });
  const head = `${object(kind, "data", { sync, namespace })}  labels: {a: b}\n`;
  return findingsOf("recreated-by-sync", { base: tree(base), head: tree(head) });
}
