// What is said about a cluster whose base comes from history: what may roll, under which condition, and a declaration restored.
import type { ClusterSpec } from "../../../model/cluster.ts";
import type { AsOf } from "../../../model/history.ts";
import type { RollingPart } from "../../../model/rollout.ts";
import type { ChangeFacts } from "../objects/change.ts";
import { diffFields } from "../objects/fields.ts";
import type { ObjectPair } from "../objects/pairs.ts";
import type { SyncEffect } from "../sync-effects/effect.ts";
import type { RolloutFacts } from "./rollout.ts";

/** The same facts, where Git cannot tell whether anything rolls at all. Frozen is certain: nothing was applied since. */
export function mayRoll<F extends RolloutFacts>(facts: F, asOf: AsOf | undefined): F {
  const { rollout, rolls } = facts;
  if (!asOf || asOf.why === "frozen" || !rollout) return facts;
  const uncertain = (part: RollingPart): RollingPart => ({ ...part, nodes: { ...part.nodes, min: 0 } });
  return {
    ...facts,
    rollout: {
      ...rollout,
      controlPlane: { ...rollout.controlPlane, min: 0 },
      workers: { ...rollout.workers, min: 0 },
    },
    ...(rolls && {
      rolls: {
        controlPlane: rolls.controlPlane && uncertain(rolls.controlPlane),
        pools: new Map([...rolls.pools].map(([name, part]) => [name, uncertain(part)])),
      },
    }),
  };
}

/** A refusal of what was left behind depends on whether it is still there. */
export function ifStillRefused(effect: SyncEffect, asOf: AsOf | undefined): SyncEffect {
  if (effect.applies !== "refused" || asOf?.why !== "removed") return effect;
  const because = `${effect.because}, if the cluster still runs as it was left on ${asOf.date}`;
  return { ...effect, because };
}

/**
 * A head that declares what has been running all the time, while the base declares what was refused: Git differs, and
 * nothing happens. None elsewhere.
 */
export function revertedToLive(
  after: ClusterSpec,
  { base, head }: ObjectPair,
): Pick<ChangeFacts, "operation" | "fields" | "at">[] {
  const declared = base?.asOf?.declared;
  if (!declared) return [];
  const fields = diffFields(
    { ...declared.object, apiVersion: "" },
    { ...head?.manifest.object, apiVersion: "" },
  );
  return [{ operation: "reconfigure", fields, at: after.versionPath }];
}
