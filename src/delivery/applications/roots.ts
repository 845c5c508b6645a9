// Candidates of both sides → which Applications and ApplicationSets no other one delivers.
import { groupBy } from "../../lib/group-by.ts";
import type { ApplicationSpec } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import { ELSEWHERE } from "../../model/unevaluated.ts";
import type { SourcePlan } from "../tree/application-tree.ts";
import { refOf } from "../tree/application-tree.ts";

/** A declared Application with what its sources would read on that side. */
export type Declared = {
  readonly manifest: Manifest;
  readonly spec: ApplicationSpec;
  readonly plans: readonly SourcePlan[];
};

/** What one side declares and which of it some other Application of that side delivers. */
export type SideRoots = { readonly declared: readonly Declared[]; readonly sets: readonly Manifest[] };

/**
 * The manifests to start from on each side: those whose name no other Application delivers on any side where it
 * exists. An Application that delivers itself still is a root. Sorted by reference; one per reference.
 * `generated`: "Kind namespace/name" of what generated Applications deliver. `named`: "namespace/name" of the roots where
 * the configuration tells; nothing else is one then.
 */
export function findRoots(
  sides: readonly SideRoots[],
  generated: ReadonlySet<string> = new Set(),
  named: ReadonlySet<string> = new Set(),
): Manifest[][] {
  const delivered = new Set([...generated, ...sides.flatMap((side) => [...deliveredRefs(side)])]);
  return sides.map((side) => {
    const roots = new Map<string, Manifest>();
    for (const manifest of [...side.declared.map((d) => d.manifest), ...side.sets]) {
      const ref = refOf(manifest, undefined);
      const key = `${manifest.kind} ${ref}`;
      const isRoot = named.size > 0 ? named.has(ref) : !delivered.has(key);
      if (isRoot && !roots.has(key)) roots.set(key, manifest);
    }
    return [...roots].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, manifest]) => manifest);
  });
}

/** References that an Application of the side delivers, both as declared and with the namespace they would get. */
function deliveredRefs(side: SideRoots): Set<string> {
  const manifests = [...side.declared.map((d) => d.manifest), ...side.sets];
  const byPath = groupBy(manifests, ({ origin }) => origin.path);
  const refs = new Set<string>();
  for (const parent of side.declared) {
    for (const path of parent.plans.flatMap((plan) => plan.paths)) {
      for (const child of byPath.get(path) ?? []) {
        if (child === parent.manifest) continue;
        refs.add(`${child.kind} ${refOf(child, parent.spec)}`);
        refs.add(`${child.kind} ${refOf(child, undefined)}`);
      }
    }
  }
  return refs;
}

/** Roots that the configuration names and neither side declares: what they deliver is not known. */
export function missingRoots(sides: readonly SideRoots[], named: readonly string[]): NotEvaluated[] {
  const refs = new Set(
    sides.flatMap(({ declared, sets }) => [
      ...declared.map(({ manifest }) => refOf(manifest, undefined)),
      ...sets.map((manifest) => refOf(manifest, undefined)),
    ]),
  );
  return named
    .filter((name) => !refs.has(name))
    .map((application) => ({
      application,
      reason: ELSEWHERE.root,
    }));
}
