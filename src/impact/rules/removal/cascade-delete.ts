// An Application with the resources finalizer goes, and everything it manages.

import { count } from "../../../lib/english.ts";
import { listObjects, objectList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { handedOver } from "./adoptions.ts";
import { cascadesWithSet } from "./deleted-applicationsets.ts";
import { isCascade } from "./deletion-reasons.ts";
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
    return removals.map(({ application, subject, objects, applies, source, evidence }) => ({
      subject,
      facts: {
        application,
        ...listObjects(objects),
        handedOver: over.get(application) ?? 0,
        partly: isPartlyKnown(application, input),
        applies,
      },
      source,
      evidence,
    }));
  },
  text: ({ facts }) => ({
    message: `Application \`${facts.application}\` goes, and its finalizer deletes what it manages: ${extent(facts)}${condition(facts.applies)}`,
    why: "The live Application carries `resources-finalizer.argocd.argoproj.io`: Argo CD deletes its objects, the highest wave first, before the Application itself disappears. Bringing the files back creates new, empty objects.",
    do: "To keep the objects, remove the finalizer in a pull request of its own, let it sync, and remove the Application after that.",
  }),
});

type Extent = {
  readonly count: number;
  readonly names: readonly string[];
  readonly handedOver: number;
  readonly partly: boolean;
};

function extent(facts: Extent): string {
  const parts = [
    ...(facts.count > 0 ? [objectList(facts)] : []),
    ...(facts.handedOver > 0
      ? [`${count(facts.handedOver, "object")} that another Application takes over`]
      : []),
    ...(facts.partly ? ["objects that Git does not show here"] : []),
  ];
  return parts.length > 0 ? parts.join(", and ") : "nothing that Git shows";
}
