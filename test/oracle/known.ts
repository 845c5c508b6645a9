// What happens in a case → the kinds of it that the product is known to get wrong today, and why. Empty once all are mended.
import type { Delivered, State } from "./deliver/argocd.ts";
import { isArgo, type Live } from "./deliver/world.ts";

type Kind = { readonly reason: string; readonly happens: (delivered: Delivered) => boolean };

const STANDING: readonly (State | undefined)[] = ["broken", "denied", "lost", "refused", "manual"];

const KNOWN: readonly Kind[] = [
  {
    reason: "a root Application goes on acting until somebody deletes it",
    happens: ({ base, head }) =>
      [...base.live].some(([key, live]) => live.owner === "" && isDelivery(live) && !head.live.has(key)),
  },
  {
    reason: "an Application below one that somebody has to sync acts on the head as the base declared it",
    happens: ({ head }) =>
      [...head.live.values()].some((live) => isDelivery(live) && head.states.get(live.owner) === "manual"),
  },
  {
    reason: "what a set generates that stays below an Application which stands still",
    happens: ({ head }) =>
      [...head.live.values()].some(({ owner }) => {
        const set = head.live.get(owner);
        return set && isArgo(set, "ApplicationSet") && STANDING.includes(head.states.get(set.owner));
      }),
  },
  {
    reason: "two Applications that share an object give it to two others",
    happens: ({ base, head }) => base.shared && head.shared,
  },
];

function isDelivery(live: Live): boolean {
  return isArgo(live, "Application") || isArgo(live, "ApplicationSet");
}

export function knownKinds(delivered: Delivered): string[] {
  return KNOWN.filter(({ happens }) => happens(delivered)).map(({ reason }) => reason);
}
