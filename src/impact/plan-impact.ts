// Two snapshots and the context → the plan: the whole core, composed.

import { type DeliverPorts, deliver, deliverRevision } from "../delivery/deliver.ts";
import { buildFleet } from "../delivery/fleet/fleet.ts";
import { createFiles } from "../delivery/generate/files.ts";
import type { Config, Context } from "../model/context.ts";
import type { Deliveries, Delivery } from "../model/delivery.ts";
import type { Comparison } from "../model/finding.ts";
import type { Fleet, FleetCluster, RunningCluster } from "../model/fleet.ts";
import type { Plan } from "../model/plan.ts";
import type { ReadBlobs, Snapshot } from "../model/snapshot.ts";
import { runningClusters } from "./compare/clusters/running-clusters.ts";
import { compareFleets } from "./compare/compare.ts";
import { compareUndelivered } from "./compare/compare-undelivered.ts";
import { withMeanwhile } from "./compare/meanwhile.ts";
import type { FleetPair } from "./compare/sync-effects/effect.ts";
import { unjudgedIgnores } from "./compare/sync-effects/ignored-differences.ts";
import { unjudgedProjects } from "./compare/sync-effects/projects.ts";
import { isHeldUp, staysLive } from "./compare/sync-effects/stays-live.ts";
import { assemblePlan } from "./plan/assemble-plan.ts";
import { assessChanges } from "./rules/assess.ts";

/** The ports of the core: the text of blobs of both snapshots and of history; optionally Kustomize, Helm and earlier commits. */
export type Ports = DeliverPorts & { readonly readBlobs: ReadBlobs };

/** What a merge of `head` into `base` does. Rejects only where a port rejects; invalid input becomes findings. */
export async function planImpact(
  base: Snapshot,
  head: Snapshot,
  config: Config,
  context: Context,
  ports: Ports,
): Promise<Plan> {
  return planCompared(await compareSnapshots(base, head, config, context, ports), base, head);
}

/** The plan of a comparison. */
export function planCompared(input: Comparison, base: Snapshot, head: Snapshot): Plan {
  const ids = { baseSha: base.sha, headTree: head.tree };
  return assemblePlan({ input, findings: assessChanges(input), ids });
}

/** Delivers the base and then the head. Files that both have are parsed once. */
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

/** A revision's fleet, and what of its clusters runs otherwise than Git declares it, by FleetCluster.key. */
export type RevisionFleet = {
  readonly fleet: Fleet;
  readonly running: (clusters: readonly FleetCluster[]) => Promise<ReadonlyMap<string, RunningCluster>>;
};

export async function readFleet(
  snapshot: Snapshot,
  config: Config,
  context: Context,
  { readBlobs, ...ports }: Ports,
): Promise<RevisionFleet> {
  const tools = { ...ports, files: createFiles(readBlobs), context, config };
  const { delivery, declarations } = await deliverRevision(snapshot, tools);
  const fleet = buildFleet(delivery, delivery);
  return {
    fleet,
    running: async (clusters) =>
      runningClusters(clusters, await declarations(clusters.map(({ object }) => object)), fleet),
  };
}

/** What rules judge: both fleets and every change between them. */
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
  const sides = fleetsOf(deliveries);
  const compare = (pair: FleetPair) => compareFleets(pair, config.argocd.version, config.catalog.apis);
  const { meanwhile } = deliveries;
  const changes = meanwhile
    ? withMeanwhile(compare(sides), sides, fleetsOf(meanwhile), compare)
    : compare(sides);
  const undelivered = compareUndelivered(deliveries.undelivered, sides);
  const notEvaluated = [
    ...deliveries.notEvaluated,
    ...unjudgedProjects(changes, sides),
    ...unjudgedIgnores(changes, sides),
  ];
  return { changes, undelivered, ...sides, deliveries: { ...deliveries, notEvaluated }, context, config };
}

function fleetsOf({ base, head }: Pick<Deliveries, "base" | "head">): FleetPair {
  return { base: buildFleet(base, head), head: buildFleet(head, base) };
}
