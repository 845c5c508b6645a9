// Generated pull requests: the plan against what Argo CD would do, told by a deliverer that shares no code with `src`.
import { describe, expect, test } from "@jest/globals";
import { isPresent } from "../support/renderers.ts";
import { DISHONEST, KINDS } from "./compare.ts";
import { type Case, caseOf } from "./generate/pull-request.ts";
import { explain, judge } from "./judge.ts";
import { failing, needsRenderers, SOUND, type World } from "./product.ts";

const CAN_RENDER = isPresent("kustomize") && isPresent("helm");

/** Cases that this machine has the programs for. */
function casesOf(from: number, count: number): Case[] {
  return Array.from({ length: count }, (_, i) => caseOf(from + i)).filter(
    ({ base }) => CAN_RENDER || !needsRenderers(base),
  );
}

async function faults(cases: readonly Case[], world: (seed: number) => World, of: readonly string[]) {
  const found: string[] = [];
  for (const one of cases) {
    const failure = (await judge(one, world(one.seed))).failures.find(({ kind }) => of.includes(kind));
    if (failure && found.length < 3)
      found.push(
        `seed ${one.seed}: ${one.edits.join("; ")}\n${await explain(one, failure, () => world(one.seed))}`,
      );
  }
  return found;
}

describe("300 generated pull requests", () => {
  test.each([1, 101, 201])(
    "have plans that name every difference, and no other (from %i on)",
    async (from) => {
      expect(await faults(casesOf(from, 100), () => SOUND, KINDS)).toEqual([]);
    },
  );

  test("have honest plans where renderers fail at random", async () => {
    expect(await faults(casesOf(301, 300), failing, DISHONEST)).toEqual([]);
  });
});
