import { afterEach, describe, expect, test } from "@jest/globals";
import { openRepository, type Repository } from "../../../src/adapters/git/open.ts";
import type { Snapshot } from "../../../src/model/snapshot.ts";
import { createRepo, git, type TestFile, temporaryDirectory } from "./repo.ts";

const opened: Repository[] = [];
const open = async (dir: string): Promise<Repository> => {
  const repository = await openRepository(dir);
  opened.push(repository);
  return repository;
};
afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

const modes = (snapshot: Snapshot) => snapshot.paths.map((path) => [snapshot.files.get(path)?.mode, path]);

describe("a snapshot", () => {
  test("holds every file with its mode, sorted by code unit", async () => {
    const repo = createRepo();
    const sha = repo.commit("main", {
      "b/c.yaml": "c: 1\n",
      "b.yaml": "b: 1\n",
      "run.sh": { mode: "100755", text: "exit 0\n" },
      link: { mode: "120000", text: "b.yaml" },
      vendor: { mode: "160000", oid: "1".repeat(40) },
    });
    const repository = await open(repo.dir);
    const snapshot = await repository.snapshot(await repository.resolve("main"));
    expect(snapshot.sha).toBe(sha);
    expect(snapshot.tree).toBe(repo.git("rev-parse", "main^{tree}"));
    expect(modes(snapshot)).toEqual([
      ["100644", "b.yaml"],
      ["100644", "b/c.yaml"],
      ["120000", "link"],
      ["100755", "run.sh"],
      ["160000", "vendor"],
    ]);
  });

  test("keeps odd names as they are", async () => {
    const names = ["a b", 'q"uote', "tab\tx", "back\\slash", "line\nbreak", "ü/ñ.yaml", "*", "\uFF5E", "😀"];
    const repo = createRepo();
    repo.commit("main", Object.fromEntries(names.map((name) => [name, name])));
    const repository = await open(repo.dir);
    const snapshot = await repository.snapshot(await repository.resolve("HEAD"));
    expect(snapshot.paths).toEqual([...names].sort());
    expect([...snapshot.files.keys()]).toEqual(snapshot.paths);
  });

  test("of a tree has no commit", async () => {
    const repo = createRepo();
    repo.commit("main", { a: "1" });
    const tree = repo.git("rev-parse", "main^{tree}");
    const snapshot = await (await open(repo.dir)).snapshot(tree);
    expect(snapshot).toMatchObject({ sha: "", tree, paths: ["a"] });
  });

  test("of an empty tree is empty", async () => {
    const repo = createRepo();
    const sha = repo.commit("main", {});
    expect(await (await open(repo.dir)).snapshot(sha)).toMatchObject({ sha, paths: [] });
  });
});

describe("a snapshot after another is the one a full walk gives", () => {
  const before: Record<string, TestFile> = { "a/1": "1", "a/2": "2", "b/1": "1", c: "c", "ü/1": "1" };
  const cases: readonly (readonly [string, Record<string, TestFile>])[] = [
    ["nothing", {}],
    ["changed", { "a/1": "one" }],
    ["added between, before and after", { "a/15": "x", "0": "x", "z/z": "x" }],
    ["removed", { "a/1": null, c: null }],
    ["file becomes directory", { c: null, "c/d": "x" }],
    ["directory becomes link", { a: { mode: "120000", text: "b" } }],
    ["mode", { c: { mode: "100755", text: "c" } }],
    ["submodule", { sub: { mode: "160000", oid: "2".repeat(40) } }],
    ["odd names", { "line\nbreak": "x", "\uFF5E": "x", "😀": "x", "ü/1": "two" }],
    ["moved", { "a/1": null, "d/1": "1" }],
  ];
  test.each(cases)("%s", async (_, change) => {
    const repo = createRepo();
    const base = repo.commit("main", before);
    const head = repo.commit("main", change);
    const repository = await open(repo.dir);
    const snapshot = await repository.snapshotAfter(await repository.snapshot(base), head);
    const walked = await repository.snapshot(head);
    expect(snapshot).toEqual(walked);
    expect([...snapshot.files]).toEqual([...walked.files]);
    expect([...snapshot.files.keys()]).toEqual(snapshot.paths);
  });

  test("names that are not UTF-8", async () => {
    const repo = createRepo();
    const oid = git(repo.dir, ["hash-object", "-w", "--stdin"], "x").trim();
    const entry = (...path: number[]) =>
      Buffer.concat([Buffer.from(`100644 blob ${oid}\t`), Buffer.from([...path, 0])]);
    const base = git(repo.dir, ["mktree", "-z"], Buffer.concat([entry(0xe4), entry(0xf6)])).trim();
    const head = git(repo.dir, ["mktree", "-z"], entry(0xf6)).trim();
    const repository = await open(repo.dir);
    const snapshot = await repository.snapshotAfter(await repository.snapshot(base), head);
    expect(snapshot.paths).toEqual(["\uFFFD"]);
  });
});

describe("opens", () => {
  test("a bare repository", async () => {
    const repo = createRepo("--bare");
    const sha = repo.commit("main", { a: "1" });
    expect(await (await open(repo.dir)).resolve("HEAD")).toBe(sha);
  });

  test("a repository with SHA-256 ids", async () => {
    const repo = createRepo("--object-format=sha256");
    const sha = repo.commit("main", { a: "1" });
    const repository = await open(repo.dir);
    const snapshot = await repository.snapshot(sha);
    const oid = snapshot.files.get("a")?.oid ?? "";
    expect([...(await repository.readBlobs([oid]))]).toEqual([[oid, { text: "1" }]]);
  });

  test("a worktree, a directory inside it, and a clone that borrows objects", async () => {
    const repo = createRepo();
    const sha = repo.commit("main", { "a/b": "1" });
    const dir = temporaryDirectory();
    repo.git("worktree", "add", "--quiet", "--detach", `${dir}/tree :x`, "main");
    git(dir, ["clone", "--quiet", "--shared", repo.dir, "shared"]);
    for (const place of ["tree :x", "tree :x/a", "shared"]) {
      const repository = await open(`${dir}/${place}`);
      expect((await repository.snapshot(await repository.resolve("HEAD"))).sha).toBe(sha);
    }
  });

  test("a repository whose configuration is odd", async () => {
    const repo = createRepo("--bare");
    repo.commit("main", { "ü.yaml": "1" });
    for (const [name, value] of [
      ["core.quotePath", "true"],
      ["core.pager", "false"],
      ["alias.ls-tree", "!false"],
      ["diff.renames", "copies"],
      ["diff.external", "false"],
      ["core.abbrev", "4"],
      ["color.ui", "always"],
    ] as const)
      repo.git("config", name, value);
    const repository = await open(repo.dir);
    expect((await repository.snapshot(await repository.resolve("main"))).paths).toEqual(["ü.yaml"]);
  });
});
