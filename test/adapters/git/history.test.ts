// The history of paths along a branch, from real repositories.
import { expect, test } from "@jest/globals";
import { openRepository } from "../../../src/adapters/git/open.ts";
import { MOST_REVISIONS } from "../../../src/model/history.ts";
import { createRepo, git, type TestRepo, temporaryDirectory } from "./repo.ts";

async function historyIn(dir: string, from: string, paths: readonly string[]) {
  const repository = await openRepository(dir);
  try {
    const history = repository.historyOf(await repository.snapshot(from));
    const found = await history.revisions(paths, from);
    const first = found.get(paths[0] as string)?.revisions.at(-1)?.sha;
    return { found, tree: first === undefined ? undefined : await history.snapshot(first) };
  } finally {
    await repository.close();
  }
}

const blob = (repo: TestRepo, name: string) => repo.git("rev-parse", name);

test("changes, removal and return, newest first, each with the tip before it", async () => {
  const repo = createRepo();
  const one = repo.commit("main", { "a.yaml": "1", "b.yaml": "1" });
  const two = repo.commit("main", { "b.yaml": "2" });
  const three = repo.commit("main", { "a.yaml": null });
  const four = repo.commit("main", { "a.yaml": "1" });
  const { found, tree } = await historyIn(repo.dir, four, ["a.yaml", "none.yaml"]);
  const moment = { date: "2026-01-01", seconds: 1_767_225_600 };
  expect(found.get("a.yaml")).toEqual({
    end: "beginning",
    revisions: [
      { ...moment, sha: four, parent: three, oid: blob(repo, `${four}:a.yaml`) },
      { ...moment, sha: three, parent: two, oid: undefined },
      { ...moment, sha: one, parent: undefined, oid: blob(repo, `${one}:a.yaml`) },
    ],
  });
  expect(found.get("none.yaml")).toEqual({ end: "beginning", revisions: [] });
  expect([...(tree?.files.keys() ?? [])]).toEqual(["a.yaml", "b.yaml"]);
});

test("what a merge brought is one change", async () => {
  const repo = createRepo();
  const one = repo.commit("main", { "a.yaml": "1" });
  repo.commit("side", { "a.yaml": "2" }, { from: one });
  const side = repo.commit("side", { "a.yaml": "3" });
  const two = repo.commit("main", { "b.yaml": "1" });
  const merge = repo.commit("main", { "a.yaml": "3" }, { merge: side });
  const { found } = await historyIn(repo.dir, merge, ["a.yaml"]);
  expect(found.get("a.yaml")?.revisions.map(({ sha, parent }) => [sha, parent])).toEqual([
    [merge, two],
    [one, undefined],
  ]);
});

test("ends at its limit, and says so", async () => {
  const repo = createRepo();
  let tip = "";
  for (let i = 0; i <= MOST_REVISIONS; i++) tip = repo.commit("main", { "a.yaml": `${i}` });
  const { found } = await historyIn(repo.dir, tip, ["a.yaml"]);
  expect(found.get("a.yaml")?.revisions).toHaveLength(MOST_REVISIONS);
  expect(found.get("a.yaml")?.end).toBe("limit");
});

test("a shallow clone is cut", async () => {
  const repo = createRepo();
  repo.commit("main", { "a.yaml": "1" });
  repo.commit("main", { "a.yaml": "2" });
  const dir = temporaryDirectory();
  git(dir, ["clone", "--quiet", "--depth=1", `file://${repo.dir}`, "."]);
  const tip = git(dir, ["rev-parse", "HEAD"]).trim();
  const { found } = await historyIn(dir, tip, ["a.yaml"]);
  expect(found.get("a.yaml")).toMatchObject({ end: "cut", revisions: [{ sha: tip, parent: undefined }] });
});

test("odd names: a path is no pattern, and one that cannot be told from the output is not looked up", async () => {
  const repo = createRepo();
  const tip = repo.commit("main", { "*.yaml": "1", "a.yaml": "1", "\u0001a": "1", 'q"\n.yaml': "1" });
  const { found } = await historyIn(repo.dir, tip, ["*.yaml", "\u0001a", 'q"\n.yaml']);
  expect([...found].map(([path, { revisions, end }]) => [path, revisions.length, end])).toEqual([
    ["*.yaml", 1, "beginning"],
    ['q"\n.yaml', 1, "beginning"],
    ["\u0001a", 0, "limit"],
  ]);
});

test("the later of two commits dates a plan", async () => {
  const repo = createRepo();
  const [one, two] = [repo.commit("main", { a: "1" }), repo.commit("main", { a: "2" })];
  const repository = await openRepository(repo.dir);
  expect(await repository.latest(one, two)).toBe(1_767_225_600);
  await repository.close();
});
