// Two trees → the product's own plan of them, made in this process, without Git.
import { createHash } from "node:crypto";
import type { Rendered, Renderers } from "../../src/delivery/generate/render-job.ts";
import { planImpact } from "../../src/impact/plan-impact.ts";
import { DEFAULT_CONFIG } from "../../src/model/context.ts";
import type { Plan } from "../../src/model/plan.ts";
import type { BlobText, ReadBlobs, Snapshot } from "../../src/model/snapshot.ts";
import { commitOf, memoryHistory } from "../support/history.ts";
import { SHARED_RENDERERS } from "../support/renderers.ts";
import { CONTEXT } from "../support/repository.ts";
import type { Tree } from "./deliver/tree.ts";
import { randomOf } from "./random.ts";

/** What the product asks the world for; a test lets some of it fail. */
export type World = {
  readonly renderers: Renderers | undefined;
  readonly read: (path: string, text: string) => BlobText;
};

export const SOUND: World = { renderers: SHARED_RENDERERS, read: (_, text) => ({ text }) };

const RENDERED = /^(kustom|charts|overlays|bootstrap)\//;

export function needsRenderers(tree: Tree): boolean {
  return [...tree.keys()].some((path) => RENDERED.test(path));
}

/** A world whose renderers sometimes are not there, sometimes stop, and sometimes render: each time the same for a seed. */
export function failing(seed: number, world: World = SOUND): World {
  const random = randomOf(seed);
  const outcomes: readonly (Rendered | undefined)[] = [
    undefined,
    { state: "unavailable", reason: "it is not there" },
    { state: "unavailable", reason: "it did not finish" },
  ];
  const { renderers } = world;
  const render: Renderers["render"] = async (job) =>
    random.pick(outcomes) ?? renderers?.render(job) ?? { state: "unavailable", reason: "none" };
  return { ...world, renderers: random.chance(20) ? undefined : { render } };
}

export async function planOf(base: Tree, head: Tree, world: World = SOUND): Promise<Plan> {
  const blobs = new Map<string, BlobText>();
  const [before, after] = [snapshotOf(base, blobs, world), snapshotOf(head, blobs, world)];
  const readBlobs: ReadBlobs = async (oids) =>
    new Map(oids.map((oid) => [oid, blobs.get(oid) ?? { unreadable: "missing" }]));
  return planImpact(before, after, DEFAULT_CONFIG, CONTEXT, {
    readBlobs,
    renderers: world.renderers,
    history: memoryHistory([commitOf("base", "2026-01-05T09:00:00Z", before)]),
  });
}

function snapshotOf(tree: Tree, blobs: Map<string, BlobText>, { read }: World): Snapshot {
  const listed = [...tree].sort(([left], [right]) => (left < right ? -1 : 1));
  const files = new Map(
    listed.map(([path, { text, link, submodule }]) => {
      const oid = sha(`blob ${text}`);
      if (!submodule) blobs.set(oid, read(path, text));
      return [path, { oid, mode: submodule ? "160000" : link ? "120000" : "100644" }] as const;
    }),
  );
  const id = sha([...files].map(([path, { oid, mode }]) => `${mode} ${oid} ${path}`).join("\n"));
  return { sha: sha(`commit ${id}`), tree: id, files, paths: [...files.keys()] };
}

function sha(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
