// Which Applications are roots where directories alone do not tell, and what comes with one that gets a parent.
import { describe, expect, test } from "@jest/globals";
import { deliver } from "../../../src/delivery/deliver.ts";
import { createFiles } from "../../../src/delivery/generate/files.ts";
import { DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { checkTrees } from "../../support/check.ts";
import { CONTEXT, type FileMap, planInputs, snapshots } from "../../support/repository.ts";
import { app, object, shop } from "../../support/small-fleet.ts";

/** Files of `links` are symbolic links that hold their target. */
async function rootsOf(files: FileMap, links: FileMap = {}): Promise<readonly string[]> {
  const { snapshots: made, readBlobs } = snapshots({ ...files, ...links });
  const [plain] = made as [Snapshot];
  const linked = [...plain.files].map(
    ([path, file]) => [path, path in links ? { ...file, mode: "120000" } : file] as const,
  );
  const snapshot = { ...plain, files: new Map(linked) };
  const { head } = await deliver(snapshot, snapshot, {
    files: createFiles(readBlobs),
    context: CONTEXT,
    config: DEFAULT_CONFIG,
  });
  return head.roots;
}

describe("roots", () => {
  const { "apps/shop.yaml": declared, ...rest } = shop();
  const elsewhere = { ...rest, "declared/shop.yaml": declared as string };

  test("an Application that comes through a symbolic link is none", async () => {
    expect(await rootsOf(elsewhere)).toEqual(["argocd/root", "argocd/shop"]);
    const link = { "apps/shop.yaml": "../declared/shop.yaml" };
    expect(await rootsOf(elsewhere, link)).toEqual(["argocd/root"]);
    const hops = { "apps/shop.yaml": "../links/shop", "links/shop": "../declared/shop.yaml" };
    expect(await rootsOf(elsewhere, hops)).toEqual(["argocd/root"]);
  });

  test("of two that deliver each other through links one stays", async () => {
    const ring = {
      "declared/a.yaml": app("a", { namespace: "argocd", path: "ring/a" }),
      "declared/b.yaml": app("b", { namespace: "argocd", path: "ring/b" }),
    };
    const links = { "ring/a/b.yaml": "../../declared/b.yaml", "ring/b/a.yaml": "../../declared/a.yaml" };
    expect(await rootsOf(ring, links)).toEqual(["argocd/a"]);
  });
});

describe("a root that gets a parent", () => {
  const alone: FileMap = {
    ...shop(),
    "team/lab.yaml": app("lab"),
    "lab/one.yaml": object("ConfigMap", "one", { namespace: "lab" }),
  };
  const parent = { "apps/team.yaml": app("team", { path: "team", namespace: "argocd" }) };
  const facts = async (base: FileMap, head: FileMap) =>
    (await planInputs({ base, head })).changes
      .map(({ object: { name }, operation, evidence }) => `${name} ${operation} ${evidence}`)
      .sort();

  test("brings what may be running already", async () => {
    expect(await facts(alone, { ...alone, ...parent })).toEqual([
      "lab add unknown",
      "one adopt unknown",
      "team add git",
    ]);
  });

  test("is told, with both that may follow", async () => {
    await checkTrees(
      { base: alone, head: { ...alone, ...parent } },
      {
        findings: {
          "declared-again": [{ subject: "Application argocd/lab", evidence: "unknown", facts: { sha: "" } }],
        },
      },
    );
    await checkTrees({ base: shop(), head: { ...alone, ...parent } }, { findings: { "declared-again": [] } });
  });

  test("a new Application with a new parent creates", async () => {
    expect(await facts(shop(), { ...alone, ...parent })).toEqual([
      "lab add git",
      "one create git",
      "team add git",
    ]);
  });
});
