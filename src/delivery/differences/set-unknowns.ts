// An ApplicationSet on both sides → what of its Applications nobody can know from Git, and what would happen to them.

import { andMore } from "../../lib/english.ts";
import { bool, sameJson, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { RESOURCES_FINALIZER } from "../../manifests/argocd/application.ts";
import { labelOf } from "../../model/stand-in.ts";
import { SETS } from "../../model/unevaluated.ts";
import { populationOf } from "../applicationsets/unevaluated-generators.ts";
import type { ApplicationSetNode } from "../tree/application-tree.ts";

type TreePair = {
  readonly base: ApplicationSetNode | undefined;
  readonly head: ApplicationSetNode | undefined;
};

/** A sentence for each generator without an answer, for Applications that are ambiguous, and for all of a closed set. */
export function unknownsOf(sides: TreePair): string[] {
  const { base, head } = sides;
  const sets = [base, head].flatMap((set) => set ?? []);
  const refused = sets.flatMap((set) => {
    if (!set.expansion) return [SETS.all];
    return set.expansion.refused === undefined ? [] : [SETS.refused(set.expansion.refused)];
  });
  const reasons = [
    ...refused,
    ...sets.flatMap((set) => generatorReasons(set, sides)),
    ...(base ? ambiguousReason(base, "goes", "go") : []),
    ...(head ? ambiguousReason(head, "is new", "are new") : []),
    ...(head?.unread ?? []).map(SETS.expression),
  ];
  return [...new Set(reasons)];
}

function generatorReasons(set: ApplicationSetNode, sides: TreePair): string[] {
  const { applications = [], unknown = [] } = set.expansion ?? {};
  const sentence = applications.length > 0 && !set.closed ? SETS.someGenerator : SETS.generator;
  return unknown.map(({ generator, reason, standIns }) =>
    standIns.length > 0 && !set.closed
      ? SETS.standIn(reason, standIns.map(labelOf).join(", and for "))
      : sentence(reason, populationOf(generator), effectOn(generator, sides)),
  );
}

/** What happens to the Applications of a generator, whichever they are. */
function effectOn(generator: Json, { base, head }: TreePair): string {
  if (!base) return "would be new";
  if (!head) return goneWith(base);
  const [was, is] = [has(base, generator), has(head, generator)];
  if (is && !was) return "would be new, unless the set has made it before";
  if (was && !is) return `goes${alongWith(head)}, unless the set still makes it`;
  return sameJson(base.manifest.object, head.manifest.object)
    ? "may read what changes here"
    : "gets the change of the set";
}

function has({ expansion }: ApplicationSetNode, generator: Json): boolean {
  return (expansion?.unknown ?? []).some((one) => sameJson(one.generator, generator));
}

/** The policy holds for a set that itself goes only with the finalizer on it. */
function goneWith({ manifest }: ApplicationSetNode): string {
  const policy = str(manifest.object, ["spec", "syncPolicy", "applicationsSync"]) ?? "";
  const keeps = strings(manifest.object, ["metadata", "finalizers"]).includes(RESOURCES_FINALIZER);
  if (keeps && (policy === "create-only" || policy === "create-update")) return "may stay behind";
  return `goes with the set${alongWith({ manifest })}`;
}

function alongWith({ manifest }: Pick<ApplicationSetNode, "manifest">): string {
  const preserves = bool(manifest.object, ["spec", "syncPolicy", "preserveResourcesOnDeletion"]) ?? false;
  return preserves ? ", and what it manages stays" : ", and so does what it manages";
}

function ambiguousReason({ ambiguous }: ApplicationSetNode, one: string, many: string): string[] {
  const names = [...ambiguous].sort();
  if (names.length === 0) return [];
  return [SETS.ambiguous(`${andMore(names, 3)} ${names.length === 1 ? one : many}`)];
}
