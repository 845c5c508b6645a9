// Something needs a Secret that Git drops, or that nothing in Git declares or makes.

import { secretsMade } from "../../../manifests/kubernetes/secret-makers.ts";
import { secretsNeeded } from "../../../manifests/kubernetes/secret-references.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredObject, Delivery } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { sourceOf } from "../../compare/objects/change.ts";
import { nameList, nameOf, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/**
 * One finding for each Secret: one that goes while something goes on needing it, and one that something new needs and Git
 * does not know. The latter is a note where Git shows no Secret of that destination at all: they are then made elsewhere.
 */
export const danglingSecretRef = defineRule({
  id: "dangling-secret-ref",
  severity: "caution",
  find: (input) => [...lost(input), ...unknown(input)].map(toFound).sort(bySubject),
  text: ({ facts: { secret, count, users, maker, kind } }) => {
    const who = nameList(users, count);
    const needs = count === 1 ? "needs" : "need";
    return maker === ""
      ? {
          message: `${who} ${needs} the Secret \`${secret}\`, which nothing in Git declares or makes`,
          why: `${WHY[kind]} Secrets are often made outside Git: then it is there already, and this finding says nothing.`,
          do: "Compare the name, and make sure that the Secret is there before the merge.",
        }
      : {
          message: `${who} still ${needs} the Secret \`${secret}\`, which ${maker === `Secret ${secret}` ? "Git drops" : `goes with \`${maker}\``}`,
          why: WHY[kind],
          do: `Change or remove what needs it in the same merge, or keep \`${maker}\`.`,
        };
  },
});

type SecretPlace = { readonly destination: string; readonly namespace: string; readonly secret: string };

/** `maker` is undefined where Git never knew the Secret. `elsewhere`: Git knows no Secret of that destination. */
type Dangling = SecretPlace & {
  readonly users: readonly DeliveredObject[];
  readonly maker: Change | undefined;
  readonly elsewhere: boolean;
};

function keyOf({ destination, namespace, secret }: SecretPlace): string {
  return `${destination}|${namespace}|${secret}`;
}

function needsOf(object: DeliveredObject): SecretPlace[] {
  const { destination, manifest, ref } = object;
  return secretsNeeded(manifest, ref.namespace).map((secret) => ({
    destination: destination.key,
    namespace: ref.namespace,
    secret,
  }));
}

function makesOf({ destination, manifest, ref }: DeliveredObject): SecretPlace[] {
  return secretsMade(manifest).map((secret) => ({
    destination: destination.key,
    namespace: ref.namespace,
    secret,
  }));
}

/** Secrets that nothing makes any more because their maker is deleted, with the objects of the head that need them. */
function lost({ changes, deliveries }: Comparison): Dangling[] {
  const gone = new Map<string, Change>();
  for (const change of changes) {
    if (change.operation !== "delete" || !change.base || change.head) continue;
    for (const place of makesOf(change.base)) gone.set(keyOf(place), change);
  }
  if (gone.size === 0) return [];
  for (const { key } of madePlaces(deliveries.head)) gone.delete(key);
  const found = new Map<string, Dangling & { users: DeliveredObject[] }>();
  for (const object of delivered(deliveries.head)) {
    for (const place of needsOf(object)) {
      const [key, maker] = [keyOf(place), gone.get(keyOf(place))];
      if (!maker) continue;
      const known = found.get(key);
      if (known) known.users.push(object);
      else found.set(key, { ...place, users: [object], maker, elsewhere: false });
    }
  }
  return [...found.values()];
}

/** Secrets that a new or edited object needs and did not need before, where Git would show them if it had them. */
function unknown({ changes, deliveries }: Comparison): Dangling[] {
  const found = new Map<string, Dangling & { users: DeliveredObject[] }>();
  for (const object of new Set(changes.flatMap((c) => c.head ?? []))) {
    const base = deliveries.base.objects.get(object.key)?.[0];
    const known = new Set(base ? needsOf(base).map(keyOf) : []);
    for (const place of needsOf(object)) {
      const key = keyOf(place);
      if (known.has(key)) continue;
      const one = found.get(key) ?? { ...place, users: [], maker: undefined, elsewhere: false };
      one.users.push(object);
      found.set(key, one);
    }
  }
  if (found.size === 0) return [];
  const destinations = new Set<string>();
  for (const side of [deliveries.base, deliveries.head]) {
    for (const { key, destination } of madePlaces(side)) {
      found.delete(key);
      destinations.add(destination);
    }
  }
  const unread = unreadDestinations(deliveries.head);
  return [...found.values()]
    .filter(({ destination }) => !unread.has(destination))
    .map((one) => ({ ...one, elsewhere: !destinations.has(one.destination) }));
}

function delivered({ objects }: Delivery): DeliveredObject[] {
  return [...objects.values()].flatMap((those) => those[0] ?? []);
}

function madePlaces(delivery: Delivery) {
  return delivered(delivery).flatMap((object) =>
    makesOf(object).map((place) => ({ key: keyOf(place), destination: place.destination })),
  );
}

/** Destinations with an Application that was not rendered in full: it may deliver the Secret. */
function unreadDestinations({ applications }: Delivery): ReadonlySet<string> {
  const unread = [...applications.values()].filter(
    ({ sources }) => !sources || sources.some((s) => s.state !== "generated" || s.unrendered.length > 0),
  );
  return new Set(unread.map(({ destination }) => destination.key));
}

function toFound({ secret, namespace, users, maker, elsewhere }: Dangling) {
  const first = users[0] as DeliveredObject;
  return {
    subject: subjectOf({ group: "", kind: "Secret", namespace, name: secret }),
    facts: {
      secret,
      count: users.length,
      users: users.map(({ ref }) => nameOf(ref)).sort(),
      maker: maker ? nameOf(maker.object) : "",
      kind: kindOf(first),
    },
    source: sourceOf({ key: first.key, head: first }),
    evidence: isCertain(maker) ? ("git" as const) : ("unknown" as const),
    ...(elsewhere ? { severity: "note" as const } : {}),
  };
}

/** A Secret is deleted with its manifest, and a cluster's with the cluster. One that a controller made may stay. */
function isCertain(maker: Change | undefined): boolean {
  return maker !== undefined && (maker.layer === "cluster" || maker.object.kind === "Secret");
}

type Kind = "registration" | "cluster" | "addon" | "set" | "pods" | "other";

function kindOf({ ref: { group, kind } }: DeliveredObject): Kind {
  if (kind === "ArgoCluster") return "registration";
  if (group === "cluster.x-k8s.io") return "cluster";
  if (kind === "ApplicationSet") return "set";
  if (kind === "Ingress") return "other";
  return /vmware\.com$|carvel\.dev$|k14s\.io$/.test(group) ? "addon" : "pods";
}

const WHY: Readonly<Record<Kind, string>> = {
  registration:
    "The attach service reads the cluster's credentials from it; without it Argo CD is not told of the cluster, or keeps what it knew and reaches nothing.",
  cluster:
    "What the class reads from it is missing on new nodes, and a rollout that has begun may not go on.",
  addon:
    "The controller does not reconcile without the values in it: what runs stays, and nothing more arrives.",
  set: "The generator gets no answer without the token in it, and Argo CD leaves the Applications of the set as they are.",
  pods: "Pods that run keep what they have read; the next ones, after a rollout or a drained node, do not start.",
  other: "What is served with it fails, or falls back to a certificate that nobody trusts.",
};

function bySubject(a: { readonly subject: string }, b: { readonly subject: string }): number {
  return a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0;
}
