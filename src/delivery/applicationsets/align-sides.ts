// A set's expansions on both sides → which Applications of one side may be compared with the other, and how they end up.

import { sameJson } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { SetBreak } from "../../model/applicationset.ts";
import type { ApplicationSetNode, Expansion } from "../tree/application-tree.ts";
import { keptBy } from "./ignore-differences.ts";

/**
 * Whether both sides can be spoken about: neither is refused. A set that the head breaks goes on as the base has it. An
 * Application of one side alone is ambiguous where the other side has a generator that Git does not answer and this side has
 * not: it may make the same one, unless the same clusters are asked for, which what stands in for them answers. What the set
 * ignores is left in the head's Applications as the base has it.
 */
export function alignSides(
  base: ApplicationSetNode | undefined,
  head: ApplicationSetNode | undefined,
): boolean {
  if (base?.expansion && head?.expansion?.broken && base.expansion.refused === undefined)
    head.expansion = asBaseHasIt(base.expansion, head.expansion, head.expansion.broken);
  if (base?.expansion?.refused !== undefined || head?.expansion?.refused !== undefined) return false;
  if (!base?.expansion || !head?.expansion) return true;
  withhold(base, head.expansion);
  withhold(head, base.expansion);
  keepIgnored(head, base.expansion);
  return true;
}

/**
 * The controller stops at an error of any generator, before it creates, changes or deletes anything (argo-cd
 * applicationset/controllers/applicationset_controller.go, Reconcile; template/template.go, GenerateApplications).
 */
function asBaseHasIt(base: Expansion, head: Expansion, broken: SetBreak): Expansion {
  const flaws = base.applications.map(({ name }) => ({
    kind: "stays" as const,
    name,
    expressions: [broken.message],
  }));
  return { ...base, inputs: [...new Set([...base.inputs, ...head.inputs])], flaws, broken };
}

function withhold(set: ApplicationSetNode, other: Expansion): void {
  const { applications, unknown } = set.expansion as Expansion;
  const own = unknown.map(({ generator }) => generator);
  const standIns = new Set(unknown.flatMap((one) => one.standIns.map(({ name }) => name)));
  const isPlanned = (generator: Expansion["unknown"][number]) =>
    generator.standIns.length > 0 && generator.standIns.every(({ name }) => standIns.has(name));
  const unshared = other.unknown.some((one) => !includes(own, one.generator) && !isPlanned(one));
  const there = new Set(other.applications.map(({ name }) => name));
  set.ambiguous = new Set(
    unshared ? applications.map(({ name }) => name).filter((name) => !there.has(name)) : [],
  );
}

function includes(generators: readonly Json[], wanted: Json): boolean {
  return generators.some((generator) => sameJson(generator, wanted));
}

function keepIgnored(set: ApplicationSetNode, base: Expansion): void {
  const expansion = set.expansion as Expansion;
  const before = new Map(base.applications.map((application) => [application.name, application]));
  const ignored = new Map<string, readonly string[]>();
  const unread = new Set<string>();
  const applications = expansion.applications.map((application) => {
    const { name } = application;
    const live = before.get(name);
    if (!live) return application;
    const kept = keptBy(set.manifest, name, live.object, application.object);
    for (const expression of kept.unread) unread.add(expression);
    if (kept.kept.length > 0) ignored.set(name, kept.kept);
    return kept.object === application.object ? application : { ...application, object: kept.object };
  });
  set.expansion = { ...expansion, applications };
  set.ignored = ignored;
  set.unread = [...unread];
}
