// What happens in a case → the kinds of it that the product is known to get wrong today, and why. Empty once all are mended.
import type { Delivered } from "./deliver/argocd.ts";
import { allows, isArgo, OWN } from "./deliver/world.ts";

type Kind = { readonly reason: string; readonly happens: (delivered: Delivered) => boolean };

const STANDING = ["broken", "denied", "lost", "refused", "manual"];

const KNOWN: readonly Kind[] = [
  {
    reason: "a live Application below a parent that stands still goes on acting on the head",
    happens: ({ head }) =>
      [...head.live.values()].some(
        (live) =>
          (isArgo(live, "Application") || isArgo(live, "ApplicationSet")) &&
          STANDING.includes(head.states.get(live.owner) ?? ""),
      ),
  },
  {
    reason:
      "an Application that its parent does not prune, or its set does not update, goes on acting on the head",
    happens: ({ head }) =>
      [...head.live].some(
        ([key, live]) =>
          (isArgo(live, "Application") || isArgo(live, "ApplicationSet")) &&
          (!head.declared.has(key) ||
            (isArgo(live, "ApplicationSet") &&
              !(allows(live.object, "update") && allows(live.object, "delete")))),
      ),
  },
  {
    reason: "a root Application goes on acting until somebody deletes it",
    happens: ({ base, head }) =>
      [...base.live].some(
        ([key, { owner, ref }]) => owner === "" && ref.group === "argoproj.io" && !head.live.has(key),
      ),
  },
  {
    reason: "two Applications that share an object give it to two others",
    happens: ({ base, head }) => base.shared && head.shared,
  },
  {
    reason: "an Application whose file moves to where it delivers from declares itself",
    happens: ({ head }) => head.ownsItself,
  },
  {
    reason: "a root Application that cannot be read counts as removed",
    happens: ({ head }) => !head.rootsRead,
  },
  {
    reason: "an Application that is delivered to another cluster is an object there",
    happens: ({ base, head }) =>
      [base, head].some(({ live }) =>
        [...live.values()].some(({ ref }) => ref.cluster !== OWN && ref.kind.startsWith("Application")),
      ),
  },
];

export function knownKinds(delivered: Delivered): string[] {
  return KNOWN.filter(({ happens }) => happens(delivered)).map(({ reason }) => reason);
}
