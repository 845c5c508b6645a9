// Changes in the order of the plan → the sync steps after the merge, and which of them Argo CD waits for.

import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { WaveStep } from "../../../model/plan.ts";
import { applicationHealth } from "../../facts/application-health.ts";
import { rollingOrder } from "../clusters/rolling-order.ts";
import { type Placed, syncSteps } from "./sync-steps.ts";
import { healthText, holdText } from "./wave-text.ts";

type DeliveryPair = Pick<Comparison, "changes" | "base" | "head" | "config">;

/**
 * One step for each Application, phase and wave. Applications are in the order of the changes, and the steps of each in the
 * order of its sync. An Application that breaks or is repaired is a step of its own. Every change is in exactly one step.
 */
export function waveSteps(input: DeliveryPair): WaveStep[] {
  const gates = { config: input.config, assesses: applicationHealth(input), delivery: input.head.delivery };
  const syncs = [...byApplication(input.changes).values()].map((own) => {
    const first = (own[0] as Placed).change;
    return isHealth(first) ? [healthStep(own)] : syncSteps(own, input, gates);
  });
  const steps: WaveStep[] = [];
  for (const sync of syncs) {
    const from = steps.length;
    steps.push(
      ...sync.map((step) => (step.after === undefined ? step : { ...step, after: from + step.after })),
    );
  }
  return rollingOrder(steps, input.head.delivery);
}

/** "break" and "repair" are states of an Application itself: no sync of its parent causes them. */
function isHealth({ operation }: Change): boolean {
  return operation === "break" || operation === "repair";
}

function healthStep(own: readonly Placed[]): WaveStep {
  const { change } = own[0] as Placed;
  const application = refOf(change);
  const changes = own.map((p) => p.change);
  const why = [holdText(changes), healthText(application, change)];
  return {
    wave: change.wave,
    application,
    changes: own.map((p) => p.at),
    gated: false,
    why: why.filter((part) => part !== "").join("; "),
  };
}

function refOf({ object }: Change): string {
  return `${object.namespace}/${object.name}`;
}

function byApplication(changes: readonly Change[]): Map<string, Placed[]> {
  return groupBy(
    changes.map((change, at) => ({ at, change })),
    ({ change }) => (isHealth(change) ? `state ${refOf(change)}` : (change.application ?? "")),
  );
}
