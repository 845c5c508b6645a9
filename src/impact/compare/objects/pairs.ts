// Two deliveries → the objects that differ, each with its counterpart.

import { sameJson } from "../../../lib/json.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";

/** One object of one deliverer, on the sides where it is delivered. At least one side is set. */
export type ObjectPair = {
  readonly key: string;
  readonly base?: DeliveredObject;
  readonly head?: DeliveredObject;
  /** Set where one Application begins or ceases to deliver what another one delivers on both sides, which is the counterpart. */
  readonly shared?: Shared;
};

type Shared = {
  /** The side on which both deliver it. */
  readonly on: "base" | "head";
  /** Both declare the same there, so that the pair of the other Application tells what differs. */
  readonly alike: boolean;
};

/**
 * Pairs of what differs, in key order. Objects are the same by identity; where several Applications deliver one
 * identity, those of the same Application belong together, then the rest in order, and what is left over with one of another
 * Application: to the API it is one object (argo-cd controller/state.go, SharedResourceWarning). Equal pairs are left out: same
 * content (the API version aside) and same deliverer. What was left behind and is taken up again is a pair even if equal.
 */
export function differingPairs(base: Delivery, head: Delivery): ObjectPair[] {
  const pairs: ObjectPair[] = [];
  for (const key of [...new Set([...base.objects.keys(), ...head.objects.keys()])].sort()) {
    for (const pair of pairUp(key, base.objects.get(key) ?? [], head.objects.get(key) ?? [])) {
      if (!isEqual(pair)) pairs.push(pair);
    }
  }
  return pairs;
}

function pairUp(
  key: string,
  before: readonly DeliveredObject[],
  after: readonly DeliveredObject[],
): ObjectPair[] {
  const pairs: ObjectPair[] = [];
  const rest = [...after];
  const unmatched: DeliveredObject[] = [];
  for (const base of before) {
    const at = rest.findIndex((head) => head.application === base.application);
    if (at < 0) unmatched.push(base);
    else pairs.push({ key, base, head: rest.splice(at, 1)[0] as DeliveredObject });
  }
  for (const base of unmatched) {
    const head = rest.shift();
    pairs.push(head ? { key, base, head } : { key, base, ...sharing("base", base, before, after) });
  }
  return [...pairs, ...rest.map((head) => ({ key, head, ...sharing("head", head, after, before) }))];
}

/** The counterpart of an object that is alone: of an Application that delivers it on both sides. */
function sharing(
  on: Shared["on"],
  own: DeliveredObject,
  here: readonly DeliveredObject[],
  there: readonly DeliveredObject[],
): Omit<ObjectPair, "key"> {
  const of = (other: DeliveredObject) => here.find(({ application }) => application === other.application);
  const counterpart = there.findLast((other) => of(other) !== undefined);
  const beside = counterpart && of(counterpart);
  if (!counterpart || !beside) return {};
  const shared = { on, alike: sameContent(own, beside) };
  return on === "base" ? { head: counterpart, shared } : { base: counterpart, shared };
}

function isEqual({ base, head }: ObjectPair): boolean {
  if (!base || !head || base.application !== head.application || base.asOf?.why === "removed") return false;
  if (base.generatedBy !== head.generatedBy) return false;
  return sameContent(base, head);
}

/** Equal but for the API version, whose fields are compared by meaning. */
export function sameContent(base: DeliveredObject, head: DeliveredObject): boolean {
  const [one, other] = [base.manifest.object, head.manifest.object];
  return one === other || sameJson({ ...one, apiVersion: "" }, { ...other, apiVersion: "" });
}
