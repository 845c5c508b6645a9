// Commands on a real checkout: what is written, and what is refused before anything is.
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "@jest/globals";
import { type RunRequest, runLocal } from "../../../src/entry/cli/run-command.ts";
import { UsageError } from "../../../src/lib/usage-error.ts";
import { createRepo, type TestRepo } from "../../adapters/git/repo.ts";
import { FLEET } from "../../support/repository.ts";

const CLUSTER = "clusters/cl01/cl01.yaml";
const SCALED = (FLEET[CLUSTER] as string).replace("replicas: 2", "replicas: 3");

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
    rev: "main",
    branch: "main",
    repoUrls: ["https://github.com/example-org/fleet.git"],
    today: "2026-11-22",
    write: false,
    ...rest,
  });
}

const onDisk = (path = CLUSTER) => readFileSync(join(repo.dir, path), "utf8");

test("without --write the checkout stays as it is", async () => {
  const { reply, stages } = await run("/scale cl01/pool-b 3");
  expect([reply.status, onDisk()]).toEqual(["done", FLEET[CLUSTER]]);
  expect(stages.map(({ files }) => files)).toEqual([
    [{ path: CLUSTER, before: FLEET[CLUSTER], after: SCALED }],
  ]);
  expect(stages[0]?.plan.changes.map(({ operation, what, to }) => [operation, what, to])).toEqual([
    ["scale", "pool-b", "3"],
  ]);
});

test("with --write the file is edited, and nothing else", async () => {
  await run("/scale cl01/pool-b 3", { write: true, dir: join(repo.dir, "clusters") });
  expect(onDisk()).toBe(SCALED);
  expect(repo.git("status", "--porcelain").trim()).toBe(`M ${CLUSTER}`);
});

test("a dry run writes nothing, whatever else is typed", async () => {
  const { reply, stages } = await run("/scale cl01/pool-b 3 --dry-run", { write: true });
  expect([reply.status, stages.length, onDisk()]).toEqual(["done", 1, FLEET[CLUSTER]]);
  expect(reply.headline).toMatch(/^A dry run, nothing is written/);
});

test("on a branch of its own the fleet is that of the branch it would be merged into", async () => {
  repo.git("checkout", "--quiet", "-b", "feature");
  const { reply } = await run("/status", { rev: undefined, branch: undefined });
  expect(reply.headline).toBe("3 clusters as Git declares them");
});

test("a refused command writes nothing", async () => {
  const { reply, stages } = await run("/scale cl01/control-plane 2", { write: true });
  expect([reply.status, stages, onDisk()]).toEqual(["refused", [], FLEET[CLUSTER]]);
});

test.each<[name: string, spoil: () => void]>([
  ["differs", () => writeFileSync(join(repo.dir, CLUSTER), `${FLEET[CLUSTER]}# mine\n`)],
  ["is gone", () => rmSync(join(repo.dir, CLUSTER))],
  [
    "is a link",
    () => {
      renameSync(join(repo.dir, CLUSTER), join(repo.dir, "elsewhere.yaml"));
      symlinkSync("../../elsewhere.yaml", join(repo.dir, CLUSTER));
    },
  ],
  [
    "stands behind a link out of the checkout",
    () => {
      const outside = `${repo.dir}-outside`;
      mkdirSync(outside);
      writeFileSync(join(outside, "cl01.yaml"), FLEET[CLUSTER] as string);
      rmSync(join(repo.dir, "clusters/cl01"), { recursive: true });
      symlinkSync(outside, join(repo.dir, "clusters/cl01"));
    },
  ],
])("--write refuses where the file %s", async (_, spoil) => {
  spoil();
  await expect(run("/scale cl01/pool-b 3", { write: true })).rejects.toThrow(/is not as the revision has it/);
});

test("--write needs a checkout", async () => {
  repo = createRepo("--bare");
  repo.commit("main", FLEET);
  expect((await run("/scale cl01/pool-b 3")).reply.status).toBe("done");
  await expect(run("/scale cl01/pool-b 3", { write: true })).rejects.toThrow(/needs a checkout/);
});

test.each(["", "upgrade cl01", "/help\n/help", "/nothing"])("%j is no command", async (command) => {
  await expect(run(command)).rejects.toThrow(UsageError);
});
