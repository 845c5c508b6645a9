// Trees as GitHub lists them: whole, truncated, not at all.
import { describe, expect, test } from "@jest/globals";
import { readTree } from "../../../../src/adapters/github/trees/trees.ts";
import { createRepo } from "../../git/repo.ts";
import { github, pinCalls, REPO, repository } from "../client.ts";
import { listedTree, listing, treeId } from "./trees-of-git.ts";

pinCalls();

const repo = createRepo();
repo.commit("main", {
  "a.yaml": "a",
  "run.sh": { mode: "100755", text: "#!/bin/sh" },
  "clusters/cl01/cl01.yaml": "1",
  "clusters/cl02/deep/cl02.yaml": "2",
  "modules/one": { mode: "160000", oid: "0123456789012345678901234567890123456789" },
});
const ROOT = treeId(repo, "main");

function replies(sha: string, rev: string, recursive: boolean, truncated: boolean): void {
  const path = `${REPO}/git/trees/${sha}`;
  const tree = listing(repo, rev, recursive).slice(0, truncated ? 1 : undefined);
  github()
    .get(path)
    .query(recursive ? { recursive: "1" } : {})
    .once()
    .reply(200, { sha, tree, truncated });
}

test("is one request, and none the second time", async () => {
  replies(ROOT, "main", true, false);
  const access = repository();
  const tree = await readTree(access, ROOT);
  expect(tree).toEqual(listedTree(repo, "main"));
  expect(await readTree(access, ROOT)).toBe(tree);
});

describe("what GitHub truncates", () => {
  test("is walked directory by directory, as far down as needed", async () => {
    const oid = (path: string) => repo.git("rev-parse", `main:${path}`);
    replies(ROOT, "main", true, true);
    replies(ROOT, "main", false, false);
    replies(oid("clusters"), "main:clusters", true, true);
    replies(oid("clusters"), "main:clusters", false, false);
    replies(oid("clusters/cl01"), "main:clusters/cl01", true, false);
    replies(oid("clusters/cl02"), "main:clusters/cl02", true, false);
    replies(oid("modules"), "main:modules", true, false);
    const tree = await readTree(repository(), ROOT);
    const whole = listedTree(repo, "main");
    expect([tree.paths, new Map([...tree.files].sort())]).toEqual([
      whole.paths,
      new Map([...whole.files].sort()),
    ]);
    expect(new Map([...tree.directories].sort())).toEqual(new Map([...whole.directories].sort()));
  });

  test("even without recursion is an error, never half a tree", async () => {
    replies(ROOT, "main", true, true);
    github().get(`${REPO}/git/trees/${ROOT}`).reply(200, { sha: ROOT, tree: [], truncated: true });
    await expect(readTree(repository(), ROOT)).rejects.toThrow("too large to be listed");
  });
});

test.each([404, 409])("%i is an error, and nothing is kept", async (status) => {
  const access = repository();
  github()
    .get(`${REPO}/git/trees/${ROOT}`)
    .query(true)
    .reply(status, { message: "Git Repository is empty." });
  await expect(readTree(access, ROOT)).rejects.toMatchObject({ status });
  replies(ROOT, "main", true, false);
  expect((await readTree(access, ROOT)).tree).toBe(ROOT);
});
