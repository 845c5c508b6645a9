import { afterEach, describe, expect, test } from "@jest/globals";
import { withoutCredentials } from "../../../src/adapters/git/defaults.ts";
import { openRepository, type Repository } from "../../../src/adapters/git/open.ts";
import { createRepo, git, temporaryDirectory } from "./repo.ts";

const opened: Repository[] = [];
const open = async (dir: string): Promise<Repository> => {
  const repository = await openRepository(dir);
  opened.push(repository);
  return repository;
};
afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

describe("mistakes are one line and end with status 2", () => {
  const refused = (message: RegExp) => ({
    name: "UsageError",
    exitCode: 2,
    message: expect.stringMatching(message) as unknown,
  });

  test("a directory that is no repository, or no directory", async () => {
    const dir = temporaryDirectory();
    await expect(openRepository(dir)).rejects.toMatchObject(
      refused(/^\S+ is not a Git repository: .*--repo DIR$/),
    );
    await expect(openRepository(`${dir}/no`)).rejects.toMatchObject(refused(/^no directory .*--repo DIR$/));
  });

  test.each([
    ["nope", /^unknown revision "nope": use a branch, tag or commit of \S+; try git -C \S+ branch -a$/],
    ["", /^unknown revision ""/],
    ["main..main", /^unknown revision/],
    ["^main", /^unknown revision/],
    ["main:a", /^unknown revision/],
    ["main^{tree}", /^unknown revision/],
    ["a\nb", /^unknown revision "a\\nb": use .*$/],
    ["a\0b", /^unknown revision "a\\u0000b"/],
    ["0".repeat(40), /^unknown revision/],
    ["--all", /^revision "--all" begins with "-"/],
    ["-", /^revision "-" begins with "-"/],
  ])("revision %j", async (rev, message) => {
    const repo = createRepo();
    repo.commit("main", { a: "1" });
    await expect((await open(repo.dir)).resolve(rev)).rejects.toMatchObject(refused(message));
  });

  test("a branch that only the remote has is named with its remote", async () => {
    const repo = createRepo();
    repo.commit("main", { a: "1" });
    repo.commit("topic", { a: "2" });
    const dir = temporaryDirectory();
    git(dir, ["clone", "--quiet", repo.dir, "clone"]);
    const repository = await open(`${dir}/clone`);
    await expect(repository.resolve("topic")).rejects.toMatchObject(refused(/knows it as origin\/topic$/));
  });

  test("a repository without commits has neither HEAD nor a base", async () => {
    const repository = await open(createRepo().dir);
    await expect(repository.resolve("HEAD")).rejects.toMatchObject(refused(/^unknown revision "HEAD"/));
    await expect(repository.defaultBase()).rejects.toMatchObject(refused(/^no base: .* --base REV$/));
    expect(await repository.defaultBranch()).toBe("main");
  });
});

test("what a hook exports does not lead to another repository", async () => {
  const [repo, other] = [createRepo(), createRepo()];
  const sha = repo.commit("main", { a: "1" });
  other.commit("main", { b: "1" });
  const before = { ...process.env };
  Object.assign(process.env, { GIT_DIR: `${other.dir}/.git`, GIT_OBJECT_DIRECTORY: other.dir });
  try {
    const repository = await open(repo.dir);
    expect(await repository.resolve("main")).toBe(sha);
    expect((await repository.snapshot(sha)).paths).toEqual(["a"]);
  } finally {
    process.env = before;
  }
});

describe("defaults", () => {
  test("of a clone are the remote's default branch", async () => {
    const repo = createRepo();
    repo.commit("trunk/a", { a: "1" });
    repo.git("symbolic-ref", "HEAD", "refs/heads/trunk/a");
    const dir = temporaryDirectory();
    git(dir, ["clone", "--quiet", "--origin=up/stream", repo.dir, "clone"]);
    git(`${dir}/clone`, ["checkout", "--quiet", "-b", "topic"]);
    git(`${dir}/clone`, ["tag", "v1"]);
    const repository = await open(`${dir}/clone`);
    expect(await repository.defaultBase()).toBe("refs/remotes/up/stream/trunk/a");
    expect(await repository.defaultBranch()).toBe("trunk/a");
    for (const [rev, branch] of [
      ["refs/remotes/up/stream/trunk/a", "trunk/a"],
      ["up/stream/HEAD", "trunk/a"],
      ["HEAD", "topic"],
      ["v1", undefined],
      ["HEAD~0", undefined],
      ["nope", undefined],
      ["-x", undefined],
    ] as const)
      expect([rev, await repository.branchOf(rev)]).toEqual([rev, branch]);
  });

  test("without the remote's HEAD are main there, before the local main", async () => {
    const repo = createRepo();
    const sha = repo.commit("main", { a: "1" });
    const repository = await open(repo.dir);
    expect(await repository.defaultBase()).toBe("refs/heads/main");
    repo.git("remote", "add", "origin", "https://example.com/fleet.git");
    repo.git("update-ref", "refs/remotes/origin/main", sha);
    expect(await repository.defaultBase()).toBe("refs/remotes/origin/main");
    expect(await repository.branchOf("origin/main")).toBe("main");
  });

  test("of a bare repository are the branch its HEAD names", async () => {
    const repo = createRepo("--bare");
    repo.commit("develop", { a: "1" });
    repo.git("symbolic-ref", "HEAD", "refs/heads/develop");
    const repository = await open(repo.dir);
    expect(await repository.defaultBase()).toBe("refs/heads/develop");
    expect(await repository.defaultBranch()).toBe("develop");
  });
});

test("remote addresses come without credentials, all of them once", async () => {
  const repo = createRepo();
  repo.git("remote", "add", "origin", "https://user:token@example.com/a.git");
  repo.git("remote", "set-url", "--add", "--push", "origin", "git@example.com:a.git");
  repo.git("remote", "add", "copy", "https://example.com/a.git");
  repo.git("remote", "add", "disk", "/srv/my fleet.git");
  expect(await (await open(repo.dir)).remoteUrls()).toEqual([
    "/srv/my fleet.git",
    "git@example.com:a.git",
    "https://example.com/a.git",
  ]);
});

test.each([
  ["https://example.com/a.git", "https://example.com/a.git"],
  ["https://token@example.com/a@b.git", "https://example.com/a@b.git"],
  ["HTTPS://u:p@ss@example.com:8443/a", "HTTPS://example.com:8443/a"],
  ["ssh://git@example.com:22/a.git", "ssh://git@example.com:22/a.git"],
  ["ssh://git:secret@example.com/a.git", "ssh://git@example.com/a.git"],
  ["git@example.com:a/b.git", "git@example.com:a/b.git"],
  ["/srv/a@b.git", "/srv/a@b.git"],
  ["file:///srv/a@b.git", "file:///srv/a@b.git"],
])("%s without credentials is %s", (url, expected) => {
  expect(withoutCredentials(url)).toBe(expected);
});
