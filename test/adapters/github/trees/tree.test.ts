// Trees worked out from changes against the ids that Git gives them.
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { applyChanges, changesBetween } from "../../../../src/adapters/github/trees/tree.ts";
import { hashBlob, hashTree } from "../../../../src/adapters/github/trees/tree-hash.ts";
import { createRepo, type TestFile } from "../../git/repo.ts";
import { listedTree, treeId } from "./trees-of-git.ts";

test("the empty tree and the empty blob have the ids everybody knows", () => {
  expect(hashTree([])).toBe("4b825dc642cb6eb9a060e54bf8d69288fbee4904");
  expect(hashBlob("")).toBe("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
});

describe("a tree with changes laid over it has Git's id", () => {
  const before: Record<string, TestFile> = {
    "README.md": "hello",
    a: "file beside a-b and a0",
    "a-b/x.yaml": "x",
    "a.b": "dot sorts before slash",
    "a0/x.yaml": "x",
    "clusters/cl01/cl01.yaml": "kind: Cluster",
    "clusters/cl01/deep/er/file.yaml": "1",
    "clusters/cl02/cl02.yaml": "kind: Cluster",
    "run.sh": { mode: "100755", text: "#!/bin/sh" },
    link: { mode: "120000", text: "README.md" },
  };
  const cases: Record<string, Record<string, TestFile>> = {
    "a file changed": { "clusters/cl01/cl01.yaml": "kind: Changed" },
    "a file added at the root": { "zebra.yaml": "1" },
    "a directory added, several levels": { "new/one/two.yaml": "1", "new/one/three.yaml": "2" },
    "a file removed": { "clusters/cl02/cl02.yaml": null },
    "the last file of nested directories removed": { "clusters/cl01/deep/er/file.yaml": null },
    "a file that becomes a directory": { a: null, "a/x.yaml": "1" },
    "a directory that becomes a file": { "a0/x.yaml": null, a0: "1" },
    "names that only bytes order": { "é.yaml": "1", "\u{1F600}.yaml": "2", "\uFF5E.yaml": "3", Z: "4" },
    modes: {
      "run.sh": { mode: "100644" as "100755", text: "#!/bin/sh" },
      "README.md": { mode: "100755", text: "hello" },
    },
    "a symbolic link changed": { link: { mode: "120000", text: "a-b/x.yaml" } },
    "a submodule added": {
      "modules/one": { mode: "160000", oid: "0123456789012345678901234567890123456789" },
    },
  };
  test.each(Object.entries(cases))("%s", (_, change) => {
    const repo = createRepo();
    repo.commit("main", before);
    const base = listedTree(repo, "main");
    repo.commit("main", change);
    const head = listedTree(repo, "main");
    const worked = applyChanges(base, changesBetween(base, head));
    expect(worked.tree).toBe(head.tree);
    expect(worked.paths).toEqual(head.paths);
    expect(new Map([...worked.directories].sort())).toEqual(new Map([...head.directories].sort()));
  });

  test("random ones", () => {
    const name = fc.constantFrom("a", "b", "a.b", "a-", "a0", "é", "\u{10400}", "\uFB00");
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `${parts.join("/")}/f.yaml`);
    const files = fc.dictionary(path, fc.constantFrom("1", "2", "3"), { minKeys: 1, maxKeys: 12 });
    const repo = createRepo();
    let serial = 0;
    fc.assert(
      fc.property(files, files, (one, two) => {
        serial++;
        repo.commit(`one${serial}`, one);
        repo.commit(`two${serial}`, two);
        const [base, head] = [listedTree(repo, `one${serial}`), listedTree(repo, `two${serial}`)];
        expect(applyChanges(base, changesBetween(base, head)).tree).toBe(treeId(repo, `two${serial}`));
      }),
      { numRuns: 25 },
    );
  });
});

test("what was left out of the changes shows in the id", () => {
  const repo = createRepo();
  repo.commit("main", { "a/one.yaml": "1", "a/two.yaml": "1" });
  const base = listedTree(repo, "main");
  repo.commit("main", { "a/one.yaml": "2", "a/two.yaml": { mode: "100755", text: "1" } });
  const head = listedTree(repo, "main");
  const changes = new Map([...changesBetween(base, head)].filter(([path]) => path === "a/one.yaml"));
  expect(applyChanges(base, changes).tree).not.toBe(head.tree);
});

test("no change, no work", () => {
  const repo = createRepo();
  repo.commit("main", { "a.yaml": "1" });
  const base = listedTree(repo, "main");
  expect(applyChanges(base, new Map())).toBe(base);
});
