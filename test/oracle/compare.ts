// What is live before and after, and the product's plan → where the plan does not tell the truth.
import type { Plan, PlanChange } from "../../src/model/plan.ts";
import { type Delivered, ownersOf, type Side } from "./deliver/argocd.ts";
import { contentOf, keyOf, type Ref, text } from "./deliver/objects.ts";
import type { Tree } from "./deliver/tree.ts";
import { unseenParts } from "./deliver/unseen.ts";
import { guest, OWN, registered } from "./deliver/world.ts";

/**
 * "false-none": no impact is claimed, and something differs. "false-delete": a deletion is claimed of what stays.
 * "missing": something differs and nothing says so. "invented": a change is claimed of what stays as it is.
 * "wrong-operation": the right object, and not what happens to it. "wrong-time": what happens, and not when: it waits for
 * nobody, or does.
 */
export const KINDS = [
  "false-none",
  "false-delete",
  "missing",
  "invented",
  "wrong-operation",
  "wrong-time",
] as const;

/** What a plan must not do even where nothing can be evaluated. */
export const DISHONEST: readonly Failure["kind"][] = ["false-none", "false-delete", "missing"];

export type Failure = {
  readonly kind: (typeof KINDS)[number];
  readonly object: string;
  readonly said: string;
  readonly truth: string;
};

/** What happens to one object. "left": it stays, and nobody declares it any more. */
type Effect = "created" | "changed" | "deleted" | "left" | "changed and left" | "same";

/** Operations that tell an effect. A change of deliverer is told by `adopt` and `move`, whatever else happens. */
const TELLS: Record<Exclude<Effect, "changed and left">, readonly string[]> = {
  created: ["create", "add", "install", "register", "adopt"],
  changed: [
    ...[
      "update",
      "roll",
      "scale",
      "adopt",
      "move",
      "retarget",
      "repath",
      "rewave",
      "policy",
      "break",
      "repair",
    ],
    ...["upgrade", "downgrade", "resize", "rebase", "reconfigure", "register"],
  ],
  deleted: ["delete", "remove", "uninstall", "deregister"],
  left: ["orphan", "retain", "adopt"],
  same: [],
};

/** Operations that say where an object is declared or how its Application fares, not that the object itself changes. */
const OF_DECLARATION = ["adopt", "move", "break", "repair"];

/** `trees` are the base's and the head's. */
export function compare(delivered: Delivered, plan: Plan, trees: readonly [Tree, Tree]): Failure[] {
  const differing = differences(delivered);
  const unseen = unseenThatDiffer(delivered, trees);
  if (plan.impact === "none" && plan.complete) {
    const all = [...differing, ...unseen.map((key) => [key, "unseen"] as const)];
    return all.map(([object, truth]) => ({ kind: "false-none", object, said: "no impact", truth }));
  }
  const claims = claimsOf(delivered, plan);
  const excused = excuse(delivered, plan);
  const unknown = unseenApplications(delivered);
  // What such an Application has, too, is partly its own.
  const mayBeUnseen = (key: string) =>
    (claims.get(key) ?? []).some(({ application }) => unknown.has(application ?? ""));
  return [
    ...standstills(delivered, plan).filter(({ object }) => !excused(object)),
    ...unseen
      .filter((key) => !excused(key))
      .map((object) => ({ kind: "missing", object, said: "", truth: "unseen" }) as const),
    ...[...differing]
      .filter(
        ([key, effect]) => !mayBeUnseen(key) && !(effect === "deleted" && isRaced(key, delivered, plan)),
      )
      .flatMap(([key, effect]) => unsaid(key, effect, claims.get(key) ?? [], delivered, excused)),
    ...[...claims]
      .filter(([key]) => !mayBeUnseen(key))
      .flatMap(([key, changes]) =>
        changes
          .filter((change) => !isToldBeside(change, changes))
          .flatMap((change) => untrue(key, change, delivered, excused)),
      ),
  ];
}

/**
 * Applications and sets that acted before and do not any more, or the other way round, and of which nothing is said. What a
 * person has to sync acts as it does then.
 */
function standstills({ base, applied, synced }: Delivered, plan: Plan): Failure[] {
  const named = new Set(
    plan.changes.map(({ object }) => [object.kind, object.namespace, object.name].join("|")),
  );
  return [...applied.states].flatMap(([key, now]) => {
    const [before, ref] = [base.states.get(key), applied.live.get(key)?.ref];
    const state = now === "manual" ? synced.states.get(key) : now;
    if (before === undefined || ref === undefined || state === undefined) return [];
    if (NEVER_SYNCED.includes(before) === NEVER_SYNCED.includes(state)) return [];
    // A root whose kustomization cannot be built is told of by the name that its file has.
    const names = [ref.name, ref.name.replace(/^(?:prod|lab)-/, "")];
    if (names.some((name) => named.has([ref.kind, ref.namespace, name].join("|")))) return [];
    return [{ kind: "missing", object: key, said: "", truth: `${before}, then ${state}` }];
  });
}

/** What differs once everything that syncs on its own has done so. */
function differences(delivered: Delivered): Map<string, Effect> {
  const { base, head } = delivered;
  const keys = new Set([...base.live.keys(), ...head.live.keys()]);
  const found = new Map<string, Effect>();
  for (const key of keys) {
    if (isUnknown(key, delivered)) continue;
    const effect = effectOn(key, base, head);
    if (effect !== "same") found.set(key, effect);
  }
  return found;
}

/** Applications of which Git alone does not tell what they deliver, and whose part of it that is in the repository differs. */
function unseenThatDiffer({ base, head }: Delivered, [before, after]: readonly [Tree, Tree]): string[] {
  return [...head.states].flatMap(([key, state]) => {
    const [was, is] = [base.live.get(key), head.live.get(key)];
    if (state !== "unseen" || !was || !is || base.states.get(key) !== state) return [];
    const now = unseenParts(after, is.object);
    return now === undefined || unseenParts(before, was.object) === now ? [] : [key];
  });
}

/** Whether its Application moves, and the plan says that the former parent may delete it before the new one takes it over. */
function isRaced(key: string, { base, head }: Delivered, { findings }: Plan): boolean {
  const raced = new Set(findings.flatMap(({ rule, subject }) => (rule === "deletion-race" ? [subject] : [])));
  return ownersOf(base.live, key).some((owner) => {
    const [was, is] = [base.live.get(keyOf(owner))?.owner, head.live.get(keyOf(owner))?.owner];
    return is !== undefined && was !== is && raced.has(`${owner.kind} ${owner.namespace}/${owner.name}`);
  });
}

/** "namespace/name" of those of which Git alone does not tell what they deliver, on some side. */
function unseenApplications({ base, head, applied, synced }: Delivered): Set<string> {
  const keys = [base, head, applied, synced].flatMap(({ states }) =>
    [...states].flatMap(([key, state]) => (state === "unseen" ? [key] : [])),
  );
  return new Set(keys.map((key) => key.split("|").slice(3).join("/")));
}

function effectOn(key: string, base: Side, head: Side): Effect {
  const [before, after] = [base.live.get(key), head.live.get(key)];
  if (before === undefined) return after === undefined ? "same" : "created";
  if (after === undefined) return "deleted";
  const left = base.declared.has(key) && !head.declared.has(key);
  if (contentOf(before.object) !== contentOf(after.object)) return left ? "changed and left" : "changed";
  return left ? "left" : "same";
}

function tells({ operation }: PlanChange, effect: Effect): boolean {
  const words = effect === "changed and left" ? [...TELLS.changed, ...TELLS.left] : TELLS[effect];
  return words.includes(operation);
}

/**
 * What the oracle cannot tell: two Applications write it in turn, or the base cannot be synced from nothing, so that
 * what runs is older than the base. And what is on a cluster that goes: the plan tells of the cluster.
 */
function isUnknown(key: string, { base, head, applied, synced }: Delivered): boolean {
  for (const side of [base, head, applied, synced]) {
    const above = [key, ...ownersOf(side.live, key).map(keyOf)];
    if (above.some((one) => side.contested.has(one) || side.states.get(one) === "unseen")) return true;
    if (above.some((one) => NEVER_SYNCED.includes(base.states.get(one) ?? ""))) return true;
  }
  if ([key, ...ownersOf(base.live, key).map(keyOf)].some((one) => losesProject(one, base, head))) return true;
  const live = base.live.get(key);
  return live !== undefined && isLost(live.ref, base, head);
}

/** An Application that goes with its project: which of the two is gone first, and so whether its deletion ends, is chance. */
function losesProject(key: string, base: Side, head: Side): boolean {
  const live = base.live.get(key);
  if (live?.ref.kind !== "Application" || head.declared.has(key)) return false;
  const name = text(live.object, "spec", "project");
  const project = keyOf({
    cluster: OWN,
    group: "argoproj.io",
    kind: "AppProject",
    namespace: "argocd",
    name,
  });
  return base.live.has(project) && !head.live.has(project);
}

const NEVER_SYNCED = ["broken", "denied", "lost", "unseen"];

function isLost({ cluster, namespace }: Ref, base: Side, head: Side): boolean {
  const space = keyOf({ cluster, group: "", kind: "Namespace", namespace: "", name: namespace });
  if (base.live.has(space) && !head.live.has(space)) return true;
  const there = ({ live }: Side) =>
    [...live.values()].some(({ ref }) => ref.kind === "Cluster" && guest(ref.name) === cluster);
  return there(base) && !there(head);
}

/** By key of the object: the changes that are said to happen, at once or when somebody syncs. */
function claimsOf({ base, head, applied, synced }: Delivered, plan: Plan): Map<string, PlanChange[]> {
  const clusters = new Map<string, string>();
  for (const { live } of [base, head, applied, synced])
    for (const { name, cluster } of registered(live)) clusters.set(name, cluster);
  const claims = new Map<string, PlanChange[]>();
  for (const change of plan.changes) {
    if (!["auto", "manual", "window"].includes(change.applies)) continue;
    const label = change.destination.cluster;
    const own = ["in-cluster", "supervisor"].includes(label);
    const key = keyOf({ ...change.object, cluster: own ? OWN : (clusters.get(label) ?? label) });
    claims.set(key, [...(claims.get(key) ?? []), change]);
  }
  return claims;
}

/** Whether an object's Application, or one above it, is listed as not evaluated. */
type Excused = (key: string) => boolean;

function excuse({ base, head }: Delivered, { notEvaluated }: Plan): Excused {
  const listed = new Set(notEvaluated.flatMap(({ application }) => application ?? []));
  if (listed.size === 0) return () => false;
  return (key) =>
    [base, head].some(({ live }) => {
      const own = live.get(key)?.ref;
      const above = [...(own?.kind.startsWith("Application") ? [own] : []), ...ownersOf(live, key)];
      return above.some(({ namespace, name }) => listed.has(`${namespace}/${name}`));
    });
}

function unsaid(
  key: string,
  effect: Effect,
  claims: readonly PlanChange[],
  delivered: Delivered,
  excused: Excused,
): Failure[] {
  const told = claims.filter((change) => tells(change, effect));
  if (told.some((change) => isAtOnce(change) || isOfDeclaration(change)) || excused(key)) return [];
  const said = claims.map(({ operation, applies }) => `${operation} (${applies})`).join(", ");
  const failure = { object: key, said, truth: effect };
  // What a refused sync does not prune is neither given up nor declared.
  if (delivered.head.held.has(key) && (told.length > 0 || isRefused(key, delivered))) return [];
  if (told.length > 0) return [{ kind: "wrong-time", ...failure }];
  // What a person makes of it later may be all that is said.
  if (claims.some((change) => !isAtOnce(change) && later(key, delivered).some((one) => tells(change, one))))
    return [];
  return [{ kind: said === "" ? "missing" : "wrong-operation", ...failure }];
}

function isAtOnce({ applies }: PlanChange): boolean {
  return applies !== "manual";
}

/** Of two Applications that deliver one object the first that syncs decides; that the other one has it, too, is no lie. */
function isToldBeside(change: PlanChange, changes: readonly PlanChange[]): boolean {
  const { operation, application } = change;
  const others = changes.filter((one) => one.application !== application && one.operation === operation);
  return !isAtOnce(change) && others.some(isAtOnce);
}

function isOfDeclaration({ operation }: PlanChange): boolean {
  return OF_DECLARATION.includes(operation);
}

function isRefused(key: string, { head }: Delivered): boolean {
  return head.states.get(head.live.get(key)?.owner ?? "") === "refused";
}

/** What has happened to it once somebody has applied the roots, or synced everything, where that makes a difference. */
function later(key: string, { base, head, applied, synced }: Delivered): Effect[] {
  return [applied, synced]
    .filter((side) => side !== head && effectOn(key, head, side) !== "same")
    .map((side) => effectOn(key, base, side));
}

/** A claim holds if it comes true by itself or, where it says so, once somebody syncs. */
function untrue(key: string, change: PlanChange, delivered: Delivered, excused: Excused): Failure[] {
  const { base, head, applied, synced } = delivered;
  const known = [base, head, applied, synced].some(({ live }) => live.has(key));
  if (!known || isUnknown(key, delivered) || excused(key)) return [];
  const now = effectOn(key, base, head);
  const { operation } = change;
  const [comesNow, comesLater] = [
    tells(change, now),
    later(key, delivered).some((effect) => tells(change, effect)),
  ];
  if (isAtOnce(change) ? comesNow : comesLater) return [];
  if (TELLS.left.includes(operation) && head.held.has(key)) return [];
  const failure = { object: key, said: `${operation} (${change.applies})`, truth: now };
  if (isOfDeclaration(change)) return [];
  if (comesNow || comesLater) return [{ kind: "wrong-time", ...failure }];
  if (TELLS.deleted.includes(operation)) return [{ kind: "false-delete", ...failure }];
  // An ApplicationSet that another Application declares now is said to be updated.
  const moves = base.live.get(key)?.owner !== head.live.get(key)?.owner && operation === "update";
  if (moves) return [];
  if (TELLS.left.includes(operation) && isBelowLeft(key, base, head)) return [];
  return [{ kind: now === "same" ? "invented" : "wrong-operation", ...failure }];
}

/** What stays below an Application or a set that nobody declares any more may be called left, too. */
function isBelowLeft(key: string, base: Side, head: Side): boolean {
  return ownersOf(head.live, key).some((owner) => effectOn(keyOf(owner), base, head).includes("left"));
}
