// A failure of a plan → the kind that the product is known to get wrong today, and why. Empty once all are mended.
import type { Failure } from "./compare.ts";
import { type Delivered, ownersOf, type Side, type State } from "./deliver/argocd.ts";
import { contentOf, keyOf } from "./deliver/objects.ts";
import { isArgo, type Live } from "./deliver/world.ts";

/** `above` are the keys of the Applications and sets that its object hangs below, on any side. */
type Kind = {
  readonly reason: string;
  readonly holds: (above: readonly string[], delivered: Delivered, failure: Failure) => boolean;
};

const STANDING: readonly (State | undefined)[] = ["broken", "denied", "lost", "refused", "manual"];

const KNOWN: readonly Kind[] = [
  {
    reason: "a root stays whose kustomization cannot be built any more",
    holds: (_, { unbuilt }) => unbuilt,
  },
  {
    reason: "a root acts as the base declares it until somebody applies its change",
    holds: (above, { base, head, applied }) =>
      head !== applied &&
      above.some((key) => base.live.get(key)?.owner === "" && differs(key, base, applied)),
  },
  {
    reason: "an Application acts as the base declares it until somebody syncs its parent",
    holds: (above, { head, synced }) => above.some((key) => differs(key, head, synced)),
  },
  {
    reason: "what a set generates that stays below an Application which stands still",
    holds: (above, { head }) =>
      above.some((key) => {
        const set = head.live.get(key);
        return set && isArgo(set, "ApplicationSet") && STANDING.includes(head.states.get(set.owner));
      }),
  },
  {
    reason: "two Applications that share an object give it to two others",
    holds: (_, { base, head }, { object }) => isShared(object, base) && isShared(object, head),
  },
];

/** The reason, where it is known. */
export function knownKind(failure: Failure, delivered: Delivered): string | undefined {
  const { object } = failure;
  const sides = [delivered.base, delivered.head, delivered.applied, delivered.synced];
  const own = sides.some(({ live }) => isDelivery(live.get(object))) ? [object] : [];
  const above = [...own, ...sides.flatMap(({ live }) => ownersOf(live, object).map(keyOf))];
  return KNOWN.find(({ holds }) => holds(above, delivered, failure))?.reason;
}

function isDelivery(live: Live | undefined): boolean {
  return live !== undefined && (isArgo(live, "Application") || isArgo(live, "ApplicationSet"));
}

function differs(key: string, one: Side, other: Side): boolean {
  const [left, right] = [one.live.get(key), other.live.get(key)];
  return left === undefined || right === undefined
    ? left !== right
    : contentOf(left.object) !== contentOf(right.object);
}

function isShared(key: string, { shared }: Side): boolean {
  return shared.has(key);
}
