// Real repositories, commit by commit: this project's own history, and generated ones. Each commit against its parent.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { generateHistory } from "../../bench/history.mjs";
import { writeRepository } from "../../bench/repository.mjs";
import { planLocal } from "../../src/entry/cli/plan-checkout.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import { renderComment } from "../../src/render/comment/comment.ts";
import { renderJson } from "../../src/render/json.ts";
import { git, temporaryDirectory } from "../adapters/git/repo.ts";
import { planFaults } from "../support/plan-faults.ts";
import { schemaFaults } from "../support/schema.ts";
import { count, seeds } from "./counts.ts";

const OWN = join(import.meta.dirname, "../..");
const NOTHING = { changes: [], dormant: [], findings: [], notEvaluated: [], impact: "none", verdict: "go" };

/** Plans the pair both ways and a second time: valid, sound, the same bytes; the commit and itself give nothing. */
async function holds(dir: string, base: string, head: string): Promise<void> {
  const plan = async (from: string, to: string, direct: boolean) => {
    const request = { dir, base: from, head: to, branch: "main", repoUrls: [], direct, today: "2026-01-01" };
    return (await planLocal(request, DEFAULT_CONFIG)).plan;
  };
  const there = await plan(base, head, true);
  for (const result of [there, await plan(head, base, true)]) {
    const faults = [...schemaFaults(JSON.parse(renderJson(result))), ...planFaults(result)];
    expect([base, head, faults]).toEqual([base, head, []]);
    expect(renderComment(result)).not.toBe("");
  }
  // A merge of a commit into its parent is the commit itself.
  expect(renderJson(await plan(base, head, false))).toBe(renderJson(there));
  expect(await plan(head, head, true)).toMatchObject(NOTHING);
}

/** Why this project's history cannot be walked here; undefined where it can. */
function obstacle(): string | undefined {
  if (!existsSync(join(OWN, ".git"))) return "this directory has no .git";
  return git(OWN, ["rev-parse", "--is-shallow-repository"]).trim() === "true"
    ? "this clone is shallow"
    : undefined;
}

const reason = obstacle();
const own = reason === undefined ? test : test.skip;

describe("this project's own history", () => {
  own(reason === undefined ? "every commit has a sound plan" : `not walked: ${reason}`, async () => {
    const log = git(OWN, ["rev-list", "--parents", "--no-merges", `--max-count=${count(2, 30)}`, "HEAD"]);
    for (const line of log.trim().split("\n")) {
      const [head, base] = line.split(" ");
      if (head && base) await holds(OWN, base, head);
    }
  });
});

describe("a generated history in a bare repository", () => {
  test.each(seeds(1, 2))("of seed %i: every commit has a sound plan", async (seed) => {
    const dir = join(temporaryDirectory(), "fleet.git");
    const options = { seed: seed + 2000, clusters: 3, commits: count(4, 30) };
    const commits = writeRepository(dir, generateHistory(options));
    expect(commits).toHaveLength(options.commits + 1);
    for (const [i, head] of commits.entries()) {
      const base = commits[i - 1];
      if (base) await holds(dir, base, head);
    }
  });

  test("has the same ids each time", () => {
    const write = () =>
      writeRepository(
        join(temporaryDirectory(), "fleet.git"),
        generateHistory({ seed: 7, clusters: 2, commits: 10 }),
      );
    expect(write()).toEqual(write());
  });
});
