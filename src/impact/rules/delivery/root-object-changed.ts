// An object that no Application in Git applies is added, changed or removed.

import { count } from "../../../lib/english.ts";
import { groupBy } from "../../../lib/group-by.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison } from "../../../model/finding.ts";
import { isRootObject } from "../../compare/sync-effects/roots.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** One finding for each root. `below`: how many changes take effect only once the root is applied. */
export const rootObjectChanged = defineRule({
  id: "root-object-changed",
  severity: "caution",
  removals: { rank: "delivery", claims: ({ cause }) => cause === "root" },
  find: (input) =>
    [...rootChanges(input)].map(([subject, changes]) => {
      const first = changes[0] as Change;
      const { namespace, name } = first.object;
      const ref = `${namespace}/${name}`;
      return {
        subject,
        facts: {
          ref,
          namespace,
          operations: changes.map((c) => c.operation).sort(),
          below: input.changes.filter(
            (c) => c.applies === "manual" && c.application !== null && c.via[0] === ref,
          ).length,
          path: first.source?.path ?? "",
          ...builtIn(first),
        },
        source: first.source,
        evidence: first.evidence,
      };
    }),
  text: ({ facts }) => ({
    message: `Root \`${facts.ref}\` ${verb(facts.operations)}, and nothing in Git applies it${facts.below > 0 ? `; ${count(facts.below, "change")} below ${facts.below === 1 ? "waits" : "wait"} for that` : ""}`,
    why: "No Application delivers it, so a merge leaves the live object as it is: a person or another tool applies roots, and the plan shows what happens once that is done.",
    do: facts.operations.includes("remove")
      ? "Delete the live object by hand, or keep the file: removing it alone changes nothing."
      : `Apply it after the merge (\`${applying(facts)}\`), or let an Application deliver it.`,
  }),
});

/** The kustomization that builds it, where one does. */
function builtIn({ base, head }: Change): { readonly kustomization?: string } {
  const directory = (head ?? base)?.manifest.builtIn;
  return directory === undefined ? {} : { kustomization: directory };
}

/** A kustomization says itself which namespace it is for. */
function applying(facts: {
  readonly namespace: string;
  readonly path: string;
  readonly kustomization?: string;
}): string {
  return facts.kustomization === undefined
    ? `kubectl apply -n ${facts.namespace} -f ${facts.path}`
    : `kubectl apply -k ${facts.kustomization || "."}`;
}

const HEALTH = ["break", "repair"];

/** Members of a circle are no roots, although the walk has to begin at one of them. */
function rootChanges({ changes, deliveries: { base, head } }: Comparison): ReadonlyMap<string, Change[]> {
  const circular = new Set([...base.cycles, ...head.cycles].flat());
  const isRootChange = (change: Change) => {
    const object = change.head ?? change.base;
    if (!object || !isRootObject(object) || HEALTH.includes(change.operation)) return false;
    return !circular.has(`${object.ref.namespace}/${object.ref.name}`);
  };
  return groupBy(changes.filter(isRootChange), ({ object }) => subjectOf(object));
}

function verb(operations: readonly string[]): string {
  if (operations.includes("add")) return "is added";
  return operations.includes("remove") ? "is removed" : `changes (${operations.join(", ")})`;
}
