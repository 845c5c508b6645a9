// A change, and what is known of its base → the change, adopted rather than created where the object may have been there.

import type { Change } from "../../../model/change.ts";
import type { Delivery } from "../../../model/delivery.ts";
import { HIDING_PROBLEMS } from "../../../model/delivery-problem.ts";
import type { Operation } from "../../../model/plan.ts";
import type { FleetPair } from "../sync-effects/effect.ts";

const APPEARS: readonly Operation[] = ["create", "install", "register"];

/**
 * Under an Application whose base could not be read, what appears may have been there all the time, unless history
 * shows what was there. So may what appears with an Application that the base declares and nothing in Git delivers: whoever
 * applied it did so by hand. A cluster that history shows to have been deleted is created anew.
 */
export function withUnknownBase(change: Change, { base: { delivery } }: FleetPair): Change {
  const { history } = delivery;
  const application = change.application ?? "";
  if (change.operation === "create" && history?.objects.has(change.key))
    return { ...change, evidence: "history" };
  if (change.base || history?.frozen.has(application)) return change;
  const appears = APPEARS.includes(change.operation);
  const adopted: Change = { ...change, operation: appears ? "adopt" : change.operation, evidence: "unknown" };
  if (isUndelivered(change, delivery)) return adopted;
  return appears && isHidden(application, delivery) ? adopted : change;
}

/** The object itself, or an Application or set above it, is declared there and not delivered, and history has no more to say. */
function isUndelivered({ object, via, generatedBy }: Change, { undelivered, history }: Delivery): boolean {
  if (undelivered.size === 0) return false;
  const isKnown = (ref: string) => history?.applications.has(ref) === true;
  const own = `${object.namespace}/${object.name}`;
  const declared = object.group === "argoproj.io" && !isKnown(own) ? [`${object.kind} ${own}`] : [];
  const above = via.filter((ref) => !isKnown(ref)).map((ref) => `Application ${ref}`);
  const keys = [...declared, ...above, `ApplicationSet ${generatedBy ?? ""}`];
  return keys.some((key) => undelivered.has(key));
}

function isHidden(application: string, { applications }: Delivery): boolean {
  const problems = applications.get(application)?.problems ?? [];
  return problems.some(({ freezes, code }) => freezes && HIDING_PROBLEMS.includes(code));
}
