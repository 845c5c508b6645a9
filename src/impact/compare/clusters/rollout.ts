// Which parts of a cluster roll → how many nodes are replaced, and how many machines exist above normal.
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { PlanChange, Range } from "../../../model/plan.ts";
import type { RollingPart, RolloutParts } from "../../../model/rollout.ts";
import { controlPlaneSize, NONE, poolSize, sum } from "./pool-size.ts";
import { concurrencyOf, rollsOnDelete, surgeOf, waitingPools } from "./upgrade-order.ts";

/** Whether a part that a change reaches certainly rolls. */
export type Reaches = "rolls" | "may-roll";

/** The parts a change reaches; pools by name, those the cluster does not have are left out. */
export type Reach = {
  readonly controlPlane?: Reaches | undefined;
  readonly pools: ReadonlyMap<string, Reaches>;
};

/** What a change says about rolling; nothing where nothing rolls. */
export type RolloutFacts = {
  readonly rollout?: NonNullable<PlanChange["rollout"]>;
  readonly rolls?: RolloutParts;
};

/**
 * The control plane has no strategy in the topology: it surges by one, unless its template says otherwise (cluster-api
 * controlplane/kubeadm/internal/webhooks/kubeadm_control_plane.go, defaultRolloutStrategy).
 */
const CONTROL_PLANE_SURGE = 1;

/** Every part of the cluster. */
export function everything(cluster: ClusterSpec, reaches: Reaches = "rolls"): Reach {
  return { controlPlane: reaches, pools: new Map(cluster.pools.map((pool) => [pool.name, reaches])) };
}

/**
 * A version upgrade: the control plane first, then the pools in the order of the list, as many at once as the cluster's
 * annotation says. Pools that are told to wait keep their version. (cluster-api exp/topology/desiredstate.)
 */
export function versionRollout(cluster: ClusterSpec): RolloutFacts {
  const waiting = waitingPools(cluster);
  const pools = cluster.pools.filter((pool) => !waiting.has(pool.name));
  const rolls = partsOf(cluster, everything({ ...cluster, pools }));
  const surges = [...rolls.pools.values()].map((part) => part.surge).sort((a, b) => b - a);
  const together = surges.slice(0, concurrencyOf(cluster)).reduce((total, surge) => total + surge, 0);
  return factsOf(rolls, Math.max(rolls.controlPlane?.surge ?? 0, together));
}

/** Another template for these parts: they roll at the same time, each with its own surge. */
export function templateRollout(cluster: ClusterSpec, reach: Reach): RolloutFacts {
  const rolls = partsOf(cluster, reach);
  return factsOf(rolls, peakOf(rolls));
}

/** Machines above normal where all parts roll at once. */
export function peakOf({ controlPlane, pools }: RolloutParts): number {
  return [...pools.values()].reduce((total, part) => total + part.surge, controlPlane?.surge ?? 0);
}

function partsOf(cluster: ClusterSpec, { controlPlane, pools }: Reach): RolloutParts {
  return {
    controlPlane: controlPlane && {
      nodes: bounded(controlPlaneSize(cluster), controlPlane),
      surge: CONTROL_PLANE_SURGE,
    },
    pools: new Map(
      cluster.pools.flatMap((pool): [string, RollingPart][] => {
        const reaches = pools.get(pool.name);
        if (!reaches) return [];
        const certain = reaches === "rolls" && !rollsOnDelete(pool);
        return [
          [
            pool.name,
            { nodes: bounded(poolSize(pool), certain ? "rolls" : "may-roll"), surge: surgeOf(pool) },
          ],
        ];
      }),
    ),
  };
}

function bounded({ min, max }: Range, reaches: Reaches): Range {
  return { min: reaches === "rolls" ? min : 0, max };
}

function factsOf(rolls: RolloutParts, peakExtra: number): RolloutFacts {
  if (!rolls.controlPlane && rolls.pools.size === 0) return {};
  const workers = sum([...rolls.pools.values()].map((part) => part.nodes));
  return { rollout: { controlPlane: rolls.controlPlane?.nodes ?? NONE, workers, peakExtra }, rolls };
}
