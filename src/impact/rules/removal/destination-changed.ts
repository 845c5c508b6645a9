// An Application delivers elsewhere: the new target gets everything, the old one keeps everything.

import { groupPairs } from "../../../lib/group-by.ts";
import { placeInSecret } from "../../../manifests/argocd/cluster-secret.ts";
import type { Change } from "../../../model/change.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { FleetRegistration } from "../../../model/fleet.ts";
import { isSameRegistration } from "../../compare/sync-effects/registration.ts";
import { listObjects, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { type DestinationFacts, destinationText } from "./destination-text.ts";

/**
 * One finding for each Application whose cluster differs, by its own destination or by a registration, or whose
 * namespace does; one for all that a cluster Secret leads elsewhere. Another spelling of the same cluster is none.
 */
export const destinationChanged = defineRule<DestinationFacts>({
  id: "destination-changed",
  severity: "caution",
  removals: {
    rank: "application",
    claims: ({ cause, application }, { deliveries }) =>
      cause === "retargeted" && deliveries.head.applications.has(application ?? ""),
  },
  find: (input, removals) => {
    const orphans = new Map(removals.map((g) => [g.application, g.objects]));
    const created = createdBy(input);
    const moves = [...input.deliveries.head.applications.values()].flatMap((head) => {
      const base = input.deliveries.base.applications.get(head.ref);
      if (!base || samePlace(base, head)) return [];
      return [{ base, head, kept: orphans.get(head.ref) ?? [], created: created.get(head.ref) ?? 0 }];
    });
    const led = ledElsewhere(moves, input);
    const alone = new Set(led.flatMap((group) => group.moves));
    return [
      ...led.map(({ secret, moves }) => foundOf(moves, secret)),
      ...moves.filter((move) => !alone.has(move)).map((move) => foundOf([move])),
    ];
  },
  text: ({ facts }) => destinationText(facts),
});

/** An Application that moves, the objects it leaves, and how many it creates. */
type Move = {
  readonly base: DeliveredApplication;
  readonly head: DeliveredApplication;
  readonly kept: readonly Change[];
  readonly created: number;
};

function createdBy({ changes }: Comparison): Map<string, number> {
  const created = new Map<string, number>();
  for (const { application, base, head } of changes)
    if (application !== null && !base && head) created.set(application, (created.get(application) ?? 0) + 1);
  return created;
}

/** Cluster Secret of the head whose address changes → unchanged Applications that it moves to another cluster. */
function ledElsewhere(moves: readonly Move[], comparison: Comparison) {
  const secrets = new Map(
    comparison.head.registrations
      .filter(({ registration }) => registration.kind === "Secret")
      .map((r) => [`${r.registration.argoNamespace}/${r.registration.clusterName}`, r] as const),
  );
  const groups = groupPairs(
    moves.flatMap((move) => {
      const { base, head } = move;
      const { name } = head.spec.destination;
      if (name !== base.spec.destination.name || base.destination.key === head.destination.key) return [];
      const secret = secrets.get(`${head.instance}/${name}`);
      return secret ? [[secret, move] as const] : [];
    }),
  );
  return [...groups].map(([secret, moves]) => ({ secret, moves }));
}

function foundOf(moves: readonly Move[], secret?: FleetRegistration): RuleMatch<DestinationFacts> {
  const { base, head } = moves[0] as Move;
  const elsewhere = !isSameRegistration(base, head);
  const moved = base.destination.key !== head.destination.key;
  const [subject, manifest] = secret
    ? [subjectOf(secret.object.ref), secret.object.manifest]
    : [`Application ${head.ref}`, head.manifest];
  return {
    subject,
    facts: {
      application: head.ref,
      elsewhere,
      from: destinationName(base, elsewhere, moved),
      to: destinationName(head, elsewhere, moved),
      ...listObjects(moves.flatMap(({ kept }) => kept)),
      created: moves.reduce((sum, move) => sum + move.created, 0),
      ...(secret
        ? { secret: head.spec.destination.name, applications: moves.map((move) => move.head.ref).sort() }
        : {}),
    },
    source: {
      side: "head",
      path: manifest.origin.path,
      line: manifest.lineOf(secret ? placeInSecret(manifest, "server") : ["spec", "destination"]),
    },
    evidence: "git",
  };
}

/** Names distinguish two registrations of one Supervisor. */
function destinationName(
  { destination, spec }: DeliveredApplication,
  elsewhere: boolean,
  moved: boolean,
): string {
  if (!elsewhere) return spec.destination.namespace;
  return moved ? destination.label : spec.destination.name || spec.destination.server;
}

function samePlace(base: DeliveredApplication, head: DeliveredApplication): boolean {
  return (
    isSameRegistration(base, head) && base.spec.destination.namespace === head.spec.destination.namespace
  );
}
