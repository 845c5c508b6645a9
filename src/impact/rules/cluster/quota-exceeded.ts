// The machines of a vSphere Namespace need more than it may use, or a cluster more pod addresses than it has.
import { groupBy } from "../../../lib/group-by.ts";
import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import { type ClusterChange, lineIn, reachedClusters, takesEffect } from "../../facts/cluster-changes.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { type Demand, demands } from "./capacity.ts";
import { limitsOf, type Resource } from "./limits.ts";
import { type PodRoom, podRoom } from "./pod-room.ts";

/** `what`: "machines", in a namespace, or "pods", the blocks of a cluster. `over`: one text for each resource. */
type QuotaFacts = {
  readonly what: "machines" | "pods";
  readonly place: string;
  readonly quota: string;
  readonly over: readonly string[];
  readonly certain: boolean;
  readonly partial: boolean;
};

/** Only what this merge causes: not a number that the base exceeds as well, at the autoscaler's maximum or minimum. */
export const quotaExceeded = defineRule<QuotaFacts>({
  id: "quota-exceeded",
  severity: "caution",
  find: (input) => {
    const edits = reachedClusters(input.changes).filter((edit) => edit.changes.some(takesEffect));
    return [...namespaces(input, edits), ...edits.flatMap(withoutRoom)];
  },
  text: ({ facts }) => ({
    message: messageOf(facts),
    why:
      facts.what === "pods"
        ? "Each node takes a block of 256 addresses out of the pod range; a node for which none is left never becomes ready, and the range cannot be changed."
        : "A machine that the quota does not admit is not created: a rollout waits for it, half done, and so does whatever comes after. The number holds the machines above normal while nodes are replaced.",
    do:
      facts.what === "pods"
        ? "Stay below the number of blocks, machines above normal included; a larger range needs a new cluster."
        : "Raise the quota first, roll the clusters one after the other, or make the pools smaller.",
  }),
});

function messageOf({ what, place, quota, over, certain, partial }: QuotaFacts): string {
  if (what === "pods")
    return `\`${place}\` ${certain ? "needs" : "may need"} ${over.join("")} at its largest`;
  const verb = `${certain ? "need" : "may need"}${partial ? " at least" : ""}`;
  return `The clusters in \`${place}\` ${verb} ${over.join(" and ")} at the worst moment, more than \`${quota}\` allows`;
}

/** From the need at the autoscalers' minimum to the need at their maximum. */
function excessText(what: Resource | "pods", { least, most, limit }: PodRoom): string {
  if (what === "pods") return `${span(least, most)} nodes (the pod range has room for ${limit})`;
  const reserved = what === "reservedCpus" || what === "reservedMemory" ? "reserved " : "";
  if (what === "cpus" || what === "reservedCpus")
    return `${span(least, most)} ${reserved}CPUs (of ${round(limit)})`;
  const gib = 2 ** 30;
  return `${span(least / gib, most / gib)} GiB of ${reserved}memory (of ${round(limit / gib)} GiB)`;
}

function span(least: number, most: number): string {
  const [one, other] = [round(least), round(most)];
  return one === other ? one : `${one} to ${other}`;
}

function round(amount: number): string {
  return String(Math.round(amount * 10) / 10);
}

function namespaces(input: Comparison, edits: readonly ClusterChange[]): RuleMatch<QuotaFacts>[] {
  const changed = new Set(input.changes.filter(takesEffect).map(({ key }) => key));
  const places = new Set(edits.map(({ object }) => `${object.destination.key}/${object.ref.namespace}`));
  const limits = [...limitsOf(input.head)].filter(
    ([place, own]) => places.has(place) || [...own.values()].some(({ object }) => changed.has(object.key)),
  );
  if (limits.length === 0) return [];
  const baseLimits = limitsOf(input.base);
  const rolling = new Map(edits.map((edit) => [edit.object.key, edit.changes.filter(takesEffect)]));
  const [base, head] = [demands(input.base, new Map()), demands(input.head, rolling)];
  return limits.flatMap(([place, own]) =>
    [...groupBy(own.values(), ({ object }) => object)].flatMap(([object, declared]) => {
      const over = declared.flatMap(({ resource, amount }) =>
        excess(
          resource,
          { base: baseLimits.get(place)?.get(resource)?.amount ?? Number.POSITIVE_INFINITY, head: amount },
          base(place, resource),
          head(place, resource),
        ),
      );
      return over.length === 0 ? [] : [foundIn(place, object, over)];
    }),
  );
}

type Over = { readonly resource: Resource; readonly excess: PodRoom; readonly demand: Demand };

/**
 * Too much now, and within before; where even the least was too much already, only what makes it worse. Surges count on
 * the head's side alone: the base is at rest.
 */
function excess(
  resource: Resource,
  limit: { readonly base: number; readonly head: number },
  base: Demand,
  demand: Demand,
): Over[] {
  const { min: least, max: most } = demand.amount;
  const worse = least > base.amount.min || limit.head < limit.base;
  const certain = least > limit.head && worse;
  const possible = most > limit.head && base.amount.max <= limit.base;
  if (!certain && !possible) return [];
  return [{ resource, excess: { least, most, limit: limit.head }, demand }];
}

function foundIn(place: string, object: DeliveredObject, over: readonly Over[]): RuleMatch<QuotaFacts> {
  const { path, line } = object.manifest.origin;
  return {
    subject: subjectOf(object.ref),
    facts: {
      what: "machines",
      place: place.slice(place.lastIndexOf("/") + 1),
      quota: object.ref.name,
      over: over.map((one) => excessText(one.resource, one.excess)),
      certain: over.every((one) => one.excess.least > one.excess.limit),
      partial: over.some(({ demand }) => demand.unknown),
    },
    source: { side: "head", path, line },
    evidence: over.some(({ demand }) => demand.shipped) ? "catalog" : "git",
  };
}

function withoutRoom(edit: ClusterChange): RuleMatch<QuotaFacts>[] {
  const room = podRoom(edit);
  if (!room) return [];
  return [
    {
      subject: edit.subject,
      facts: {
        what: "pods",
        place: edit.cluster,
        quota: "",
        over: [excessText("pods", room)],
        certain: room.least > room.limit,
        partial: false,
      },
      source: lineIn(edit, ["spec", "clusterNetwork", "pods"]),
      evidence: "git",
    },
  ];
}
