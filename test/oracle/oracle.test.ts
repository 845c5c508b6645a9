// Generated pull requests: the plan against what Argo CD would do, told by a deliverer that shares no code with `src`.
import { describe, expect, test } from "@jest/globals";
import type { Rendered } from "../../src/delivery/generate/render-job.ts";
import { isPresent } from "../support/renderers.ts";
import { KINDS } from "./compare.ts";
import { type Case, caseOf } from "./generate/pull-request.ts";
import { explain, judge } from "./judge.ts";
import { SOUND, type World } from "./product.ts";
import { randomOf } from "./random.ts";

const RENDERED = /^(kustom|charts)\//;
const CAN_RENDER = isPresent("kustomize") && isPresent("helm");

/** Cases that this machine has the programs for. */
function casesOf(from: number, count: number): Case[] {
  return Array.from({ length: count }, (_, i) => caseOf(from + i)).filter(
    ({ base }) => CAN_RENDER || ![...base.keys()].some((path) => RENDERED.test(path)),
  );
}

async function faults(cases: readonly Case[], world: (seed: number) => World, of: readonly string[]) {
  const found: string[] = [];
  for (const one of cases) {
    const own = world(one.seed);
    const failure = (await judge(one, own)).failures.find(({ kind }) => of.includes(kind));
    if (failure && found.length < 3)
      found.push(`seed ${one.seed}: ${one.edits.join("; ")}\n${await explain(one, failure, own)}`);
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
    const honest = ["false-none", "false-delete", "missing"];
    expect(await faults(casesOf(301, 300), failing, honest)).toEqual([]);
  });
});

/** One that sometimes is not there, sometimes stops, and sometimes renders. */
function failing(seed: number): World {
  const random = randomOf(seed);
  const outcomes: readonly (Rendered | undefined)[] = [
    undefined,
    { state: "unavailable", reason: "it is not there" },
    { state: "unavailable", reason: "it did not finish" },
  ];
  const render: NonNullable<World["renderers"]>["render"] = async (job) =>
    random.pick(outcomes) ?? SOUND.renderers?.render(job) ?? { state: "unavailable", reason: "none" };
  return { ...SOUND, renderers: random.chance(20) ? undefined : { render } };
}
