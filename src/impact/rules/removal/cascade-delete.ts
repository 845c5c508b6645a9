// An Application with the resources finalizer is deleted, with everything that it manages.

import { count } from "../../../lib/english.ts";
import { type Listed, listObjects, nameList, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { handedOver } from "./adoptions.ts";
import { cascadesWithSet } from "./deleted-applicationsets.ts";
import { isCascade } from "./deletion-reasons.ts";
import { type GoesOn, keepsSyncing, stillManaging } from "./live-applications.ts";
import { type Cascade, cascadeOf } from "./managed-removals.ts";
import { isPartlyKnown } from "./removal-groups.ts";
import { condition } from "./removal-text.ts";

/** One finding for each Application. Whether it cascades is decided by the base: a finalizer must be live before. */
export const cascadeDelete = defineRule({
  id: "cascade-delete",
  severity: "stop",
  removals: {
    rank: "application",
    claims: (change, input) => isCascade(change) && !cascadesWithSet(change, input),
  },
  find: (input, removals) => {
    const over = handedOver(input.changes);
    return removals.map(({ application, subject, waits, source, evidence }) => ({
      subject,
      facts: {
        application,
        ...cascadeFacts(cascadeOf(application, input)),
        ...stillManaging(application, input),
        handedOver: over.get(application) ?? 0,
        partly: isPartlyKnown(application, input),
        ...waits,
      },
      source,
      evidence,
    }));
  },
  text: ({ facts }) => ({
    message: `Application \`${facts.application}\` goes, and its finalizer deletes what it manages: ${extent(facts)}${condition(facts)}${remains(facts)}`,
    why: `The live Application carries \`resources-finalizer.argocd.argoproj.io\`: Argo CD deletes its objects, the highest wave first, before the Application itself disappears. Bringing the files back creates new, empty objects.${facts.from ? ` Until then it stays${keepsSyncing(facts)}.` : ""}`,
    do: "To keep the objects, remove the finalizer in a pull request of its own, let it sync, and remove the Application after that.",
  }),
});

/** `deeper`: what is deleted through the Applications among `names`. `left`: what the Applications of `leaving` leave running. */
type CascadeFacts = Listed &
  GoesOn & {
    readonly deeper?: number;
    readonly deeperNames?: readonly string[];
    readonly leaving?: readonly string[];
    readonly left?: number;
    readonly leftNames?: readonly string[];
  };

function cascadeFacts({ direct, below, leaving, left }: Cascade): CascadeFacts {
  const [deeper, remaining] = [listObjects(below), listObjects(left)];
  return {
    ...listObjects(direct),
    ...(below.length > 0 ? { deeper: deeper.count, deeperNames: deeper.names } : {}),
    ...(left.length > 0 ? { leaving, left: remaining.count, leftNames: remaining.names } : {}),
  };
}

type Extent = CascadeFacts & { readonly handedOver: number; readonly partly: boolean };

function extent(facts: Extent): string {
  const { deeper = 0, deeperNames = [] } = facts;
  const parts = [
    ...(facts.count > 0 ? [objectList(facts)] : []),
    ...(deeper > 0
      ? [`through what is deleted there ${objectList({ count: deeper, names: deeperNames })}`]
      : []),
    ...(facts.handedOver > 0
      ? [`${count(facts.handedOver, "object")} that another Application takes over`]
      : []),
    ...(facts.partly ? ["objects that Git does not show here"] : []),
  ];
  return parts.length > 0 ? parts.join(", and ") : "nothing that Git shows";
}

/** Objects that stay although their Application is deleted. */
function remains({ leaving = [], left = 0, leftNames = [] }: CascadeFacts): string {
  if (left === 0) return "";
  const [keep, has] = [left === 1 ? "keeps" : "keep", leaving.length === 1 ? "has" : "have"];
  const by = `${leaving.length === 1 ? "Application" : "Applications"} ${nameList(leaving)}`;
  return `. ${objectList({ count: left, names: leftNames })} ${keep} running, unmanaged: ${by} ${has} no finalizer`;
}
