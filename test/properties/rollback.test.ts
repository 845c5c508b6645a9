// Random histories of a cluster: what a rollback of any of its merges writes is a part of what that merge wrote.
import { expect, test } from "@jest/globals";
import type { Revision } from "../../src/commands/execute/command-result.ts";
import { compareSides } from "../../src/commands/execute/comparison.ts";
import { executeCommand } from "../../src/commands/execute/execute.ts";
import { readCommands } from "../../src/commands/parse-comment.ts";
import { isList, isMap, sameJson } from "../../src/lib/json.ts";
import type { Json } from "../../src/lib/json-types.ts";
import { parseFile } from "../../src/manifests/yaml/file.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Snapshot } from "../../src/model/snapshot.ts";
import { commitOf, memoryHistory } from "../support/history.ts";
import { CONTEXT, FLEET, snapshots } from "../support/repository.ts";
import { seeds } from "./counts.ts";

const PATH = "clusters/cl01/cl01.yaml";
const MERGES = 5;

const VERSIONS = [
  "v1.32.10---vmware.1-fips-vkr.2",
  "v1.33.3---vmware.1-fips-vkr.1",
  "v1.33.6---vmware.1-fips-vkr.2",
  "v1.34.2---vmware.1-fips-vkr.3",
  "v1.35.1---vmware.1-fips-vkr.2",
];

/** What one merge edits: a pattern, and what may stand in its place. */
const EDITS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/(?<=\n {4}version: )v\S+/, VERSIONS],
  [/(?<=controlPlane:\n {6}replicas: )\d+/, ["1", "3"]],
  [/(?<=name: pool-a\n {10}replicas: )\d+/, ["2", "3", "4"]],
  [/(?<=name: pool-b\n {10}replicas: )\d+/, ["1", "2"]],
  [/(?<=- name: vmClass\n {8}value: )\S+/, ["best-effort-large", "best-effort-xlarge"]],
  [/(?<=environment: )\w+/, ["prod", "lab"]],
];

function random(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state >>> 8) & 0xffff) % below;
  };
}

/** The file at the beginning and after each merge. */
function historyOf(seed: number): readonly string[] {
  const pick = random(seed);
  const texts = [FLEET[PATH] as string];
  while (texts.length <= MERGES) {
    let text = texts.at(-1) as string;
    for (let edits = 1 + pick(2); edits > 0; edits--) {
      const [pattern, values] = EDITS[pick(EDITS.length)] as (typeof EDITS)[number];
      text = text.replace(pattern, values[pick(values.length)] as string);
    }
    if (text !== texts.at(-1)) texts.push(text);
  }
  return texts;
}

/** Paths of the values that differ. */
function differing(one: Json | undefined, other: Json | undefined, path = ""): string[] {
  if (one !== undefined && other !== undefined && sameJson(one, other)) return [];
  const lists = isList(one) && isList(other) && one.length === other.length;
  if (!lists && !(isMap(one) && isMap(other))) return [path];
  const [left, right] = [one, other] as unknown as Record<string, Json>[];
  const keys = new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})]);
  return [...keys].flatMap((key) => differing(left?.[key], right?.[key], `${path}/${key}`));
}

const valueIn = (text: string | undefined) => parseFile(text ?? "").documents[0]?.value;

test.each(seeds(12, 400))("history %d", async (seed) => {
  const texts = historyOf(seed);
  const { snapshots: made, readBlobs } = snapshots(...texts.map((text) => ({ ...FLEET, [PATH]: text })));
  const trees = made as Snapshot[];
  const at = (i: number) => `2026-02-${String(i + 1).padStart(2, "0")}T09:00:00Z`;
  const commits = trees.map((one, i) => commitOf(`${seed} ${i}`, at(i), one));
  const portsAt = (i: number) => ({ readBlobs, history: memoryHistory(commits.slice(0, i + 1)) });
  const [command] = readCommands("/rollback");
  for (let merge = 1; merge < trees.length; merge++) {
    const sides = { base: trees[merge - 1] as Snapshot, head: trees[merge] as Snapshot };
    const about = { number: merge, status: "merged", title: "", author: "ada", state: "none" } as const;
    const compared = compareSides(
      { ...sides, conflict: undefined, ports: portsAt(merge - 1) },
      DEFAULT_CONFIG,
      CONTEXT,
    );
    const tip = trees.length - 1;
    const revision: Revision = {
      snapshot: trees[tip] as Snapshot,
      config: DEFAULT_CONFIG,
      context: CONTEXT,
      ports: portsAt(tip),
      pull: { ...about, ...compared, sha: "" },
    };
    const { reply, stages } = await executeCommand(command as NonNullable<typeof command>, revision);
    const changed = new Set(differing(valueIn(texts[merge - 1]), valueIn(texts[merge])));
    for (const { path, before, after } of stages.flatMap(({ files }) => files)) {
      expect(path).toBe(PATH);
      const written = differing(valueIn(before), valueIn(after));
      expect(written.filter((one) => !changed.has(one))).toEqual([]);
    }
    expect(`${reply.status} ${reply.also.join(" ")}`).not.toMatch(/would change as well|^unclear/);
  }
});
