// Waves that apply an object before the object that it needs.

import { healthOf } from "../../../manifests/kinds/health.ts";
import { isHook } from "../../../manifests/kinds/hook.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { positionName } from "../../compare/sync-effects/sync-order.ts";
import { nameList, nameOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { type Inversion, inversions } from "./inversions.ts";

/** One finding for each object that is late and each sync that orders it. A note where the object exists before this merge. */
export const waveInverted = defineRule({
  id: "wave-inverted",
  severity: "caution",
  find: (input) => [...lateOnes(input)].map((group) => toFound(group, input)),
  text: ({ facts }) => ({
    message: `${nameList(facts.dependents, facts.count)} (${facts.early}) ${facts.count === 1 ? "comes" : "come"} before \`${facts.late}\` (${facts.lateAt})${needText(facts)}`,
    why: WHY[consequence(facts)],
    do: facts.phases
      ? `Make \`${facts.late}\` a hook of the phase that needs it, in an earlier wave, or let what needs it run later.`
      : `Give \`${facts.late}\` an earlier wave, or what needs it a later one.`,
  }),
});

type InversionFacts = {
  readonly late: string;
  readonly needed: readonly string[];
  readonly waits: boolean;
  readonly direct: boolean;
  readonly present: boolean;
};

function needText({ late, needed }: InversionFacts): string {
  const others = needed.filter((name) => name !== late);
  if (others.length === 0) return ", which is needed there";
  return `, which brings ${nameList(others)}`;
}

type Consequence = "present" | "hangs" | "fails" | "applications";

function consequence({ present, direct, waits }: InversionFacts): Consequence {
  if (present) return "present";
  if (!direct) return "applications";
  return waits ? "hangs" : "fails";
}

const WHY: Record<Consequence, string> = {
  present:
    "It is there from before, so this merge works out; whoever builds the fleet anew from Git meets the order as it stands.",
  hangs:
    "Argo CD applies a later wave only once the earlier ones are healthy, and these do not become healthy without what comes later: the sync gets no further.",
  fails:
    "Argo CD applies the earlier wave first, and what is needed is not there yet: it is refused, or stays without effect until the later wave has been applied.",
  applications:
    "The parent creates the Applications in this order. What comes first fails its sync until the other is there; by default Argo CD tries five times within a few minutes, then not again for the same revision.",
};

type Group = { readonly first: Inversion; readonly all: Inversion[] };

/** Inversions of the head that the base does not have, by sync and late object. */
function lateOnes({ changes, base, head, config }: Comparison): Iterable<Group> {
  const { version } = config.argocd;
  const found = inversions(head, dependentsOf(changes, head), version);
  if (found.length === 0) return [];
  const before = found.flatMap(({ dependent }) => base.delivery.objects.get(dependent.key) ?? []);
  const known = new Set(inversions(base, before, version).map(keyOf));
  const groups = new Map<string, Group>();
  for (const inversion of found) {
    if (known.has(keyOf(inversion)) || !isNew(inversion, base, head)) continue;
    const key = `${inversion.parent}\0${inversion.late.key}`;
    const group = groups.get(key);
    if (group) group.all.push(inversion);
    else groups.set(key, { first: inversion, all: [inversion] });
  }
  return groups.values();
}

/** Where no object is new or moves, only an object that differs may need something new. */
function dependentsOf(changes: readonly Change[], { delivery }: Fleet): Iterable<DeliveredObject> {
  if (changes.some(bringsOrMoves)) return [...delivery.objects.values()].flat();
  return new Set(changes.flatMap(({ head }) => head ?? []));
}

function bringsOrMoves({ base, head, layer }: Change): boolean {
  if (!head) return false;
  if (!base || layer === "delivery" || base.application !== head.application) return true;
  return base.wave !== head.wave || isHook(base.manifest) !== isHook(head.manifest);
}

function keyOf({ parent, dependent, provider }: Inversion): string {
  return [parent, dependent.key, provider.key].join("\0");
}

/** Between Applications, waves count only where the parent creates one of them or moves it to another wave. */
function isNew(inversion: Inversion, base: Fleet, head: Fleet): boolean {
  if (isDirect(inversion)) return true;
  return [inversion.early.key, inversion.late.key].some((key) => {
    const [before, after] = [objectOf(base, key), objectOf(head, key)];
    return !before || before.wave !== after?.wave || before.application !== after.application;
  });
}

/** Whether their own waves order the two, not those of the Applications that contain them. */
function isDirect({ dependent, provider, early, late }: Inversion): boolean {
  return early.key === dependent.key && late.key === provider.key;
}

function objectOf({ delivery }: Fleet, key: string): DeliveredObject | undefined {
  return delivery.objects.get(key)?.[0];
}

function toFound({ first, all }: Group, { base, head, config, changes }: Comparison) {
  const name = (key: string) => nameOf((objectOf(head, key) ?? first.provider).ref);
  const dependents = [...new Set(all.map(({ early }) => name(early.key)))].sort();
  const present = all.every(({ provider }) => objectOf(base, provider.key) !== undefined);
  const touchedKeys = new Set(changes.flatMap((c) => (c.head ? [c.key] : [])));
  const touched = all.find(({ early }) => touchedKeys.has(early.key))?.early;
  const spoken = objectOf(head, (touched ?? first.late).key) ?? first.provider;
  return {
    subject: `Application ${first.parent}`,
    facts: {
      parent: first.parent,
      late: name(first.late.key),
      lateAt: positionName(first.late.place),
      early: positionName(first.early.place),
      count: dependents.length,
      dependents: dependents.slice(0, 3),
      needed: [...new Set(all.map(({ provider }) => nameOf(provider.ref)))].sort(),
      direct: isDirect(first),
      phases: first.early.place.phase !== first.late.place.phase,
      waits: all.some((i) => isDirect(i) && healthOf(i.dependent.manifest, config.argocd.version) !== "none"),
      present,
    },
    source: sourceOf({ key: spoken.key, head: spoken }),
    evidence: "git" as const,
    ...(present ? { severity: "note" as const } : {}),
  };
}
