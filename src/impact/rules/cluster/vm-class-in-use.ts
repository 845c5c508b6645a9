// A VM class or storage class that clusters use is changed or removed.

import { code } from "../../../lib/code-span.ts";
import { andMore } from "../../../lib/english.ts";
import { factsOf } from "../../../manifests/kinds/kinds.ts";
import type { Change } from "../../../model/change.ts";
import { changesMachineClass } from "../../compare/clusters/class-changes.ts";
import { machineClassUsers } from "../../compare/clusters/used-by-clusters.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

const NAMED = 3;

/** A change of metadata alone affects no machine. Where a class is removed, the clusters of the head that name it count. */
export const vmClassInUse = defineRule({
  id: "vm-class-in-use",
  severity: "caution",
  find: ({ changes, head }) => {
    const classes = changes.filter(isClassChange);
    if (classes.length === 0) return [];
    const usersOf = machineClassUsers(head);
    return classes.flatMap((change) => {
      const object = change.head ?? change.base;
      const clusters = object ? usersOf(object) : [];
      if (clusters.length === 0) return [];
      const fields = change.fields.filter(({ path }) => !path.startsWith("metadata."));
      return [
        {
          subject: subjectOf(change.object),
          facts: {
            name: change.object.name,
            noun: factsOf(change.object).machineClass ?? change.object.kind,
            gone: change.operation === "delete",
            fields: change.operation === "delete" ? [] : fields.map(({ path }) => path),
            clusters: clusters.map(({ label }) => label).sort(),
          },
          source: change.source,
          evidence: "git" as const,
        },
      ];
    });
  },
  text: ({ facts: { name, noun, gone, fields, clusters } }) => ({
    message: `${noun} \`${name}\` ${gone ? "goes" : `changes (${shown(fields)})`}, and ${shown(clusters)} ${clusters.length === 1 ? "uses" : "use"} it`,
    why: gone
      ? `${noun === "VM class" ? "Machines that run" : "Machines and volumes that exist"} stay; no further one can be made from it, so rollouts, scaling and the repair of nodes stick.`
      : noun === "VM class"
        ? "Machines that run keep what they have; every machine made from now on, by a rollout, the autoscaler or a repair, has the new size, so the nodes of a pool differ."
        : "The API takes no other provisioner, parameters, reclaim policy or binding mode for a storage class that exists; whatever it takes counts for new volumes only.",
    do: gone
      ? "Move the clusters to another class first, and remove this one when no machine is left of it."
      : "Add a class of another name, and let each cluster take it when it suits.",
  }),
});

function isClassChange(change: Change): boolean {
  return takesEffect(change) && changesMachineClass(change);
}

function shown(names: readonly string[]): string {
  return andMore(names.map(code), NAMED);
}
