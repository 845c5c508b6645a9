// Changes → clusters and registrations that are deleted together with Applications whose deletion needs them.

import { groupBy } from "../../../lib/group-by.ts";
import { readRegistration } from "../../../manifests/argocd/registration.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { takesEffect } from "../../facts/cluster-changes.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { applicationRemovals, isOrdered, type Removals } from "../../facts/removal-order.ts";
import type { Race, RaceFacts } from "./race-facts.ts";

/** One for each Cluster that is deleted while Applications on it cascade, unless they are deleted before that begins. */
export function clusterRaces(input: Comparison): Race[] {
  const leaving = cascadingByDestination(input);
  const ordering = withRemovals(input);
  return deletedClusters(input).flatMap((change) => {
    const users = leaving.get(change.clusterKey ?? "") ?? [];
    return toRace(
      "cluster",
      change,
      change.cluster ?? change.object.name,
      unordered(users, change, ordering),
    );
  });
}

/** One for each registration that is removed while Applications that use it cascade. None where the cluster is deleted, too. */
export function registrationRaces(input: Comparison): Race[] {
  const leaving = cascadingByDestination(input);
  const ordering = withRemovals(input);
  const deleted = new Set(deletedClusters(input).map((c) => c.clusterKey));
  return input.changes
    .filter((c) => c.operation === "deregister" && !c.head && takesEffect(c) && !deleted.has(c.clusterKey))
    .flatMap((change) => {
      const users = (leaving.get(change.clusterKey ?? "") ?? []).concat(
        change.clusterKey === undefined ? namedUsers(leaving, change) : [],
      );
      return toRace(
        "registration",
        change,
        change.what ?? change.object.name,
        unordered(users, change, ordering),
      );
    });
}

/** Key of a deleted Cluster → Applications whose cascades end before its deletion begins, sorted. */
export function deletedEarlier(input: Comparison): ReadonlyMap<string, readonly string[]> {
  const leaving = cascadingByDestination(input);
  const ordering = withRemovals(input);
  return new Map(
    deletedClusters(input).map((change) => {
      const users = leaving.get(change.clusterKey ?? "") ?? [];
      const open = new Set(unordered(users, change, ordering));
      return [
        change.key,
        users
          .filter((user) => !open.has(user))
          .map(refOf)
          .sort(),
      ];
    }),
  );
}

type Leaving = { readonly application: DeliveredApplication; readonly removal: Change };

type Ordering = Comparison & { readonly removals: Removals };

function withRemovals(input: Comparison): Ordering {
  return { ...input, removals: applicationRemovals(input.changes) };
}

function unordered(users: readonly Leaving[], change: Change, ordering: Ordering): Leaving[] {
  return users.filter(({ removal }) => !isOrdered(removal, change, ordering));
}

function refOf({ application }: Leaving): string {
  return application.ref;
}

function deletedClusters({ changes }: Comparison): Change[] {
  return changes.filter((c) => c.layer === "cluster" && c.operation === "delete" && takesEffect(c));
}

/** Applications that are removed with a finalizer, by the identity of the cluster they deliver to. */
function cascadingByDestination({ changes, deliveries }: Comparison): Map<string, Leaving[]> {
  const leaving = changes.flatMap((removal) => {
    const { operation, deletion, object } = removal;
    if (operation !== "remove" || deletion !== "cascade" || !takesEffect(removal)) return [];
    const application = deliveries.base.applications.get(`${object.namespace}/${object.name}`);
    return application ? [{ application, removal }] : [];
  });
  return groupBy(leaving, ({ application }) => application.destination.key);
}

/** A registered namespace and a Secret have no cluster of their own: the name or address that Applications use decides. */
function namedUsers(leaving: ReadonlyMap<string, readonly Leaving[]>, { base, what }: Change): Leaving[] {
  const server = (base && readRegistration(base.manifest, base.ref.namespace)?.server) || undefined;
  return [...leaving.values()].flat().filter(({ application: { spec } }) => {
    const { destination } = spec;
    return destination.name === what || destination.server.replace(/\/$/, "") === server;
  });
}

function toRace(
  race: RaceFacts["race"],
  change: Change,
  from: string,
  applications: readonly Leaving[],
): Race[] {
  if (applications.length === 0) return [];
  const names = applications.map(refOf).sort();
  return [
    {
      subject: subjectOf(change.object),
      facts: { race, from, to: "", count: names.length, names: names.slice(0, 3), cascade: true },
      source: change.source,
      evidence: change.evidence,
    },
  ];
}
