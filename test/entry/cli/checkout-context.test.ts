// Commands about pull requests and commits on a real checkout, where Git alone tells what was merged.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { type RunRequest, runLocal } from "../../../src/entry/cli/run-command.ts";
import { createRepo, type TestRepo } from "../../adapters/git/repo.ts";
import { FLEET } from "../../support/repository.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const BEFORE = FLEET[CLUSTER] as string;
const AUTHOR = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"];

let repo: TestRepo;
beforeEach(() => {
  repo = createRepo();
  repo.commit("main", FLEET);
  repo.git("reset", "--hard", "--quiet", "main");
});

function run(command: string, rest: Partial<RunRequest> = {}) {
  return runLocal({
    command,
    dir: repo.dir,
    rev: undefined,
    branch: "main",
    repoUrls: ["https://github.com/example-org/fleet.git"],
    today: "2026-11-22",
    write: true,
    ...rest,
  });
}

function commit(text: string, message: string): string {
  writeFileSync(join(repo.dir, CLUSTER), text);
  repo.git(...AUTHOR, "commit", "--all", "--quiet", "-m", message);
  return repo.git("rev-parse", "HEAD");
}

const scaled = BEFORE.replace("replicas: 2", "replicas: 4");
const onDisk = () => readFileSync(join(repo.dir, CLUSTER), "utf8");

function branch() {
  repo.git("checkout", "--quiet", "-b", "topic");
}

describe("/rollback", () => {
  test.each([
    ["a squash", "Scale pool-b (#42)"],
    ["a merge", "Merge pull request #42 from example-org/topic"],
  ])("finds %s by its number, later changes stay", async (_, message) => {
    commit(scaled, message);
    commit(`${scaled}# later\n`, "A remark (#43)");
    const { reply } = await run("/rollback #42");
    expect([reply.status, onDisk()]).toEqual(["done", `${BEFORE}# later\n`]);
  });

  test("takes a commit", async () => {
    const sha = commit(scaled, "Scale");
    expect((await run(`/rollback ${sha.slice(0, 9)}`)).reply.status).toBe("done");
    expect(onDisk()).toBe(BEFORE);
  });

  test("finds no number that only resembles, and no commit that is not there", async () => {
    commit(scaled, "See #4, and (#142)");
    expect((await run("/rollback #42")).reply.headline).toBe("There is no pull request #42 to be found here");
    expect((await run("/rollback 1234567")).reply.headline).toContain("There is no commit `1234567`");
  });

  test("of a branch that is not merged goes back to its base", async () => {
    branch();
    commit(scaled, "Scale");
    expect((await run("/rollback cl01")).reply.status).toBe("done");
    expect(onDisk()).toBe(BEFORE);
  });
});

describe("/undo", () => {
  test("takes back the commit of a command on a branch", async () => {
    branch();
    commit(scaled, "Scale cl01/pool-b\n\nBreakwater-Command: 8a475a599519\nRequested-by: @ann");
    expect((await run("/undo")).reply.headline).toContain("`Cluster cl01`");
    expect(onDisk()).toBe(BEFORE);
  });

  test("leaves what no command made, and what is on the base already", async () => {
    branch();
    commit(scaled, "By hand");
    expect((await run("/undo")).reply.headline).toContain("which no command made");
    expect((await run("/undo", { base: "topic" })).reply.headline).toContain("on an open pull request");
    expect(onDisk()).toBe(scaled);
  });
});

test("/fix and /explain speak of the branch", async () => {
  branch();
  commit(BEFORE.replace("replicas: 3", "replicas: 2"), "Two control-plane nodes");
  expect((await run("/explain F1", { write: false })).reply.headline).toContain("2");
  expect((await run("/fix F1")).reply.status).toBe("done");
  expect(onDisk()).toBe(BEFORE);
});
