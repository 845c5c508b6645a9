import { existsSync } from "node:fs";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Merge } from "../../../src/adapters/git/merge.ts";
import { requireMergeTree } from "../../../src/adapters/git/merge.ts";
import { openRepository, type Repository } from "../../../src/adapters/git/open.ts";
import { createRepo, git, type TestRepo, temporaryDirectory } from "./repo.ts";

const opened: Repository[] = [];
const open = async (dir: string): Promise<Repository> => {
  const repository = await openRepository(dir);
  opened.push(repository);
  return repository;
};
afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

const merge = async (repository: Repository, base: string, head: string): Promise<Merge> =>
  repository.merge(await repository.resolve(base), await repository.resolve(head));

const texts = async (repository: Repository, merged: Merge): Promise<Record<string, unknown>> => {
  if ("conflict" in merged) throw new Error("conflict");
  const { paths, files } = await repository.snapshot(merged.tree);
  const blobs = await repository.readBlobs(paths.map((path) => files.get(path)?.oid ?? ""));
  return Object.fromEntries(paths.map((path) => [path, blobs.get(files.get(path)?.oid ?? "")]));
};

const LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
const forked = (main: string, topic: string): TestRepo => {
  const repo = createRepo();
  const fork = repo.commit("main", { a: LINES, gone: "x" });
  repo.commit("main", { a: main, gone: null, other: "o" });
  repo.commit("topic", { a: topic }, { from: fork });
  return repo;
};

describe("a merge", () => {
  test("takes both sides and leaves the repository as it was", async () => {
    const repo = forked(LINES.replace("1", "one"), LINES.replace("9", "nine"));
    const before = repo.git("count-objects", "-v");
    const repository = await open(repo.dir);
    const found = await texts(repository, await merge(repository, "main", "topic"));
    expect(found).toEqual({
      a: { text: LINES.replace("1", "one").replace("9", "nine") },
      other: { text: "o" },
    });
    expect(repo.git("count-objects", "-v")).toBe(before);
    expect(repo.git("status", "--porcelain", "--untracked-files=no")).not.toContain("U");
  });

  test("names the files that conflict", async () => {
    const repo = forked(LINES.replace("5", "five"), LINES.replace("5", "cinq"));
    expect(await merge(await open(repo.dir), "main", "topic")).toEqual({ conflict: ["a"] });
  });

  test("ignores the merge drivers and attributes of the repository", async () => {
    const repo = forked(LINES.replace("5", "five"), LINES.replace("5", "cinq"));
    const witness = `${temporaryDirectory()}/ran`;
    repo.git("config", "merge.evil.driver", `touch ${witness}`);
    repo.commit("main", { ".gitattributes": "* merge=evil\n" });
    repo.git("reset", "--quiet", "--hard", "main");
    expect(await merge(await open(repo.dir), "main", "topic")).toEqual({ conflict: ["a"] });
    expect(existsSync(witness)).toBe(false);
  });

  test("of a head that has the base is the head, the other way round the base", async () => {
    const repo = createRepo();
    repo.commit("main", { a: "1" });
    const tip = repo.commit("main", { a: "2" });
    repo.commit("topic", { b: "1" }, { from: tip });
    const repository = await open(repo.dir);
    const tree = repo.git("rev-parse", "topic^{tree}");
    expect(await merge(repository, "main", "topic")).toEqual({ tree });
    expect(await merge(repository, "topic", "main")).toEqual({ tree });
    expect(await merge(repository, "topic", "topic")).toEqual({ tree });
  });

  test("of a stale branch does not revert what main did since", async () => {
    const repo = createRepo();
    const old = repo.commit("main", { a: "1", b: "1" });
    repo.commit("main", { a: "2", c: "1" });
    repo.commit("stale", { b: "2" }, { from: old });
    const repository = await open(repo.dir);
    expect(await texts(repository, await merge(repository, "main", "stale"))).toEqual({
      a: { text: "2" },
      b: { text: "2" },
      c: { text: "1" },
    });
  });

  test("of unrelated histories is refused", async () => {
    const repo = createRepo();
    repo.commit("main", { a: "1" });
    repo.commit("island", { b: "1" });
    await expect(merge(await open(repo.dir), "main", "island")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^unrelated histories: .* --direct$/) as unknown,
    });
  });
});

describe("a shallow clone", () => {
  const clone = (repo: TestRepo, depth: number): string => {
    const dir = `${temporaryDirectory()}/clone`;
    git(repo.dir, ["clone", "--quiet", `--depth=${depth}`, "--no-single-branch", `file://${repo.dir}`, dir]);
    return dir;
  };

  test("without the merge base is refused", async () => {
    const dir = clone(forked("main\n", "topic\n"), 1);
    await expect(merge(await open(dir), "origin/main", "origin/topic")).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^shallow history: .*git -C .* fetch --unshallow/) as unknown,
    });
  });

  test("with the merge base merges", async () => {
    const repo = forked(LINES.replace("1", "one"), LINES.replace("9", "nine"));
    repo.commit("main", { later: "1" });
    repo.commit("topic", { topic: "1" });
    const repository = await open(clone(repo, 3));
    expect(await merge(repository, "origin/main", "origin/topic")).toHaveProperty("tree");
  });

  test("that hides a later merge base is refused, instead of merging from an earlier one", async () => {
    const repo = createRepo();
    repo.commit("main", { a: "1", b: "1" });
    const first = repo.commit("main", { a: "2" });
    const hidden = repo.commit("main", { b: "2" });
    repo.commit("main", { c: "1" });
    repo.commit("main", { c: "2" }, { merge: first });
    repo.commit("topic", { d: "1" }, { from: hidden });
    repo.commit("topic", { d: "2" }, { merge: first });
    expect(repo.git("merge-base", "main", "topic")).toBe(hidden);
    const dir = clone(repo, 2);
    expect(git(dir, ["merge-base", "origin/main", "origin/topic"]).trim()).toBe(first);
    await expect(merge(await open(dir), "origin/main", "origin/topic")).rejects.toMatchObject({
      exitCode: 2,
    });
  });

  test("says so when a revision is not there", async () => {
    const repository = await open(clone(forked("1", "2"), 1));
    await expect(repository.resolve("HEAD~1")).rejects.toThrow(
      /^unknown revision "HEAD~1": this clone is shallow/,
    );
  });
});

test.each([
  ["git version 2.37.9", false],
  ["git version 1.9.1", false],
  ["git version 2.38.0", true],
  ["git version 2.39.5 (Apple Git-154)", true],
  ["git version 3.0.0", true],
])("%s merges in memory: %s", (version, able) => {
  if (able) expect(() => requireMergeTree(version)).not.toThrow();
  else expect(() => requireMergeTree(version)).toThrow(/install Git 2\.38/);
});
