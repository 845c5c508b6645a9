// Changes → clusters and registrations that go together with Applications whose deletion needs them.
import type { ChangeFact } from "../model/change.ts";
import type { DeliveredApplication } from "../model/delivery.ts";
import type { RuleInput } from "../model/finding.ts";
import { happens } from "./edit.ts";
import type { Race, RaceFacts } from "./race-facts.ts";
import { subjectOf } from "./rule.ts";

/** One for each Cluster that is deleted while Applications on it cascade. */
export function clusterRaces(input: RuleInput): Race[] {
  const leaving = cascadingByDestination(input);
  return deletedClusters(input).flatMap((change) =>
    toRace("cluster", change, change.cluster ?? change.object.name, leaving.get(change.clusterKey ?? "")),
  );
}

/** One for each registration that goes while Applications that use it cascade; where the cluster goes, that is said. */
export function registrationRaces(input: RuleInput): Race[] {
  const leaving = cascadingByDestination(input);
  const deleted = new Set(deletedClusters(input).map((c) => c.clusterKey));
  return input.changes
    .filter((c) => c.operation === "deregister" && happens(c) && !deleted.has(c.clusterKey))
    .flatMap((change) => {
      const users = (leaving.get(change.clusterKey ?? "") ?? []).concat(
        change.clusterKey === undefined ? namedUsers(leaving, change.what) : [],
      );
      return toRace("registration", change, change.what ?? change.object.name, users);
    });
}

function deletedClusters({ changes }: RuleInput): ChangeFact[] {
  return changes.filter((c) => c.layer === "cluster" && c.operation === "delete" && happens(c));
}

/** Applications that are removed with a finalizer, by the identity of the cluster they deliver to. */
function cascadingByDestination({ changes, deliveries }: RuleInput): Map<string, DeliveredApplication[]> {
  const leaving = new Map<string, DeliveredApplication[]>();
  for (const { operation, deletion, object, applies } of changes) {
    if (operation !== "remove" || deletion !== "cascade" || !happens({ applies })) continue;
    const application = deliveries.base.applications.get(`${object.namespace}/${object.name}`);
    if (!application) continue;
    const { key } = application.destination;
    leaving.set(key, [...(leaving.get(key) ?? []), application]);
  }
  return leaving;
}

/** A registered namespace has no cluster of its own: the name that Applications use decides. */
function namedUsers(
  leaving: ReadonlyMap<string, readonly DeliveredApplication[]>,
  name: string | undefined,
): DeliveredApplication[] {
  return [...leaving.values()].flat().filter((a) => a.spec.destination.name === name);
}

function toRace(
  race: RaceFacts["race"],
  change: ChangeFact,
  from: string,
  applications: readonly DeliveredApplication[] = [],
): Race[] {
  if (applications.length === 0) return [];
  const names = applications.map((a) => a.ref).sort();
  return [
    {
      subject: subjectOf(change.object),
      facts: { race, from, to: "", count: names.length, names: names.slice(0, 3), cascade: true },
      source: change.source,
      evidence: change.evidence,
    },
  ];
}
