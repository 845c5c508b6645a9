// Two snapshots and what is known from outside → the plan. The whole core, composed; nothing else.

import { type DeliverPorts, deliver } from "../delivery/deliver.ts";
import { buildFleet } from "../delivery/fleet/fleet.ts";
import { createFiles } from "../delivery/generate/files.ts";
import type { Config, Context } from "../model/context.ts";
import type { Delivery } from "../model/delivery.ts";
import type { Comparison } from "../model/finding.ts";
import type { Plan } from "../model/plan.ts";
import type { ReadBlobs, Snapshot } from "../model/snapshot.ts";
import { compareFleets } from "./compare/compare.ts";
import { compareUndelivered } from "./compare/compare-undelivered.ts";
import { unjudgedIgnores } from "./compare/sync-effects/ignored-differences.ts";
import { unjudgedProjects } from "./compare/sync-effects/projects.ts";
import { isHeldUp, staysLive } from "./compare/sync-effects/stays-live.ts";
import { assemblePlan } from "./plan/assemble-plan.ts";
import { assessChanges } from "./rules/assess.ts";

/** The ports the pipeline needs: reading blobs, of either snapshot and of history; optionally Kustomize and Helm, and history. */
export type Ports = DeliverPorts & { readonly readBlobs: ReadBlobs };

/** What a merge of `head` into `base` does. Rejects only when a port does; odd input becomes findings. */
export async function planImpact(
  base: Snapshot,
  head: Snapshot,
  config: Config,
  context: Context,
  ports: Ports,
): Promise<Plan> {
  return planCompared(await compareSnapshots(base, head, config, context, ports), base, head);
}

/** The plan of a comparison that is there already. */
export function planCompared(input: Comparison, base: Snapshot, head: Snapshot): Plan {
  const ids = { baseSha: base.sha, headTree: head.tree };
  return assemblePlan({ input, findings: assessChanges(input), ids });
}

/** Delivers one snapshot after the other, not at once; what they have in common is parsed once. */
export function deliverSnapshots(
  config: Config,
  context: Context,
): (snapshot: Snapshot, ports: Ports) => Promise<Delivery> {
  let read: ReadBlobs | undefined;
  const files = createFiles(async (oids) => (await read?.(oids)) ?? new Map());
  return async (snapshot, { readBlobs, ...ports }) => {
    read = readBlobs;
    return (await deliver(snapshot, snapshot, { ...ports, files, context, config })).base;
  };
}

/** Everything rules judge: both fleets, and every change between them. */
export async function compareSnapshots(
  base: Snapshot,
  head: Snapshot,
  config: Config,
  context: Context,
  { readBlobs, ...ports }: Ports,
): Promise<Comparison> {
  const files = createFiles(readBlobs);
  const deliveries = await deliver(base, head, {
    ...ports,
    files,
    context,
    config,
    syncOutcome: { staysLive, isHeldUp },
  });
  const sides = {
    base: buildFleet(deliveries.base, deliveries.head),
    head: buildFleet(deliveries.head, deliveries.base),
  };
  const changes = compareFleets(sides, config.argocd.version, config.catalog.apis);
  const undelivered = compareUndelivered(deliveries.undelivered, sides);
  const notEvaluated = [
    ...deliveries.notEvaluated,
    ...unjudgedProjects(changes, sides),
    ...unjudgedIgnores(changes, sides),
  ];
  return { changes, undelivered, ...sides, deliveries: { ...deliveries, notEvaluated }, context, config };
}
