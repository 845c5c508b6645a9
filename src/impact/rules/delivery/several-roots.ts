// The repository gets a second root, or begins with several.

import { code } from "../../../lib/code-span.ts";
import { list } from "../../../lib/english.ts";
import type { Delivery } from "../../../model/delivery.ts";
import { defineRule } from "../define-rule.ts";

const NAMED = 8;

/**
 * Once, when one root or none becomes several: a repository that always had many is meant that way. Members of a circle
 * are no roots.
 */
export const severalRoots = defineRule({
  id: "several-roots",
  severity: "note",
  find: ({ deliveries: { base, head } }) => {
    const roots = rootsOf(head);
    if (roots.length < 2 || rootsOf(base).length > 1) return [];
    const known = new Set(rootsOf(base));
    const first = roots.find((ref) => !known.has(ref)) ?? (roots[0] as string);
    const manifest = head.applications.get(first)?.manifest ?? head.sets.get(first)?.object.manifest;
    const { path, line } = manifest?.origin ?? { path: "", line: 1 };
    return [
      {
        subject: `${head.applications.has(first) ? "Application" : "ApplicationSet"} ${first}`,
        facts: { roots },
        source: path === "" ? null : { side: "head" as const, path, line },
        evidence: "git" as const,
      },
    ];
  },
  text: ({ facts: { roots } }) => ({
    message: `The repository has ${roots.length} roots after this merge: ${list(roots.map(code), { max: NAMED })}`,
    why: "No Application delivers them, so each has to be applied by somebody, and nothing orders one against another: waves count below one root only.",
    do: "Let one root deliver the others, unless they belong to different instances or teams.",
  }),
});

function rootsOf({ roots, cycles }: Delivery): string[] {
  const circular = new Set(cycles.flat());
  return roots.filter((ref) => !circular.has(ref)).sort();
}
