// Two registrations of one name with one Argo CD.

import { count } from "../../../lib/english.ts";
import { placeInSecret } from "../../../manifests/argocd/cluster-secret.ts";
import type { Fleet, FleetRegistration } from "../../../model/fleet.ts";
import { nameList, subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { createUsers } from "../removal/registration-users.ts";

/**
 * The Secret of an ArgoCluster is named after `clusterName` and sits in `argoNamespace` (argocd-attach-service
 * controller/main.go). A name that several Secrets bear belongs to none (argo-cd util/argo/argo.go,
 * GetDestinationCluster; util/db/cluster.go, GetClusterServersByName): where Applications use it, this is a stop.
 */
export const registrationCollision = defineRule({
  id: "registration-collision",
  severity: "caution",
  find: (input) => {
    const usersOf = createUsers(input);
    const before = byName(input.base);
    return [...byName(input.head)].flatMap(([name, objects]) => {
      const known = before.get(name);
      const fresh = [...objects].filter(([key]) => !known?.has(key)).map(([, r]) => r);
      const added = fresh[0];
      if (objects.size < 2 || !added) return [];
      const { manifest, ref } = added.object;
      const all = [...objects.values()];
      const secrets = new Set(all.map(secretOf)).size;
      const users = secrets > 1 ? [...usersOf(added.registration).named].sort() : [];
      return {
        subject: subjectOf(ref),
        facts: {
          name: added.registration.clusterName,
          argoNamespace: added.registration.argoNamespace,
          objects: all.map((r) => subjectOf(r.object.ref)).sort(),
          ...(secrets > 1 ? { users } : {}),
        },
        source: { side: "head", path: manifest.origin.path, line: lineOf(added) },
        evidence: "git",
        ...(users.length > 0 ? { severity: "stop" as const } : {}),
      } as const;
    });
  },
  text: ({ facts: { name, argoNamespace, objects, users } }) => ({
    message: `${nameList(objects)} ${objects.length > 2 ? "all" : "both"} register \`${name}\` with Argo CD in \`${argoNamespace}\``,
    ...(users === undefined
      ? {
          why: `They write one Secret, \`${name}-argo-cluster\`, and overwrite each other: Applications reach whichever cluster was written last, and deleting one registration deletes the Secret of both.`,
        }
      : {
          why: `A destination's name must belong to exactly one cluster, whatever their addresses are: ${users.length > 0 ? `${count(users.length, "Application")} (${nameList(users)}) would deliver nothing any more` : "an Application that names it would deliver nothing"}.`,
        }),
    do: "Give each registration its own name, or keep only one of them.",
  }),
});

/** Name → registrations by identity. An object that several Applications deliver counts once. */
function byName({ registrations }: Fleet): Map<string, Map<string, FleetRegistration>> {
  const names = new Map<string, Map<string, FleetRegistration>>();
  for (const one of registrations) {
    const { clusterName, argoNamespace } = one.registration;
    const name = `${readerOf(one)}/${argoNamespace}/${clusterName}`;
    const objects = names.get(name) ?? new Map<string, FleetRegistration>();
    names.set(name, objects.set(one.object.key, one));
  }
  return names;
}

/** A Secret counts for the Argo CD of the cluster it is delivered to. */
function readerOf({ registration, object }: FleetRegistration): string {
  const { key, kind } = object.destination;
  const own = registration.kind !== "Secret" || kind === "supervisor" || key.startsWith("in-cluster@");
  return own ? "" : key;
}

/** The Secret that Argo CD reads. */
function secretOf({ registration, object }: FleetRegistration): string {
  const { kind, argoNamespace, clusterName } = registration;
  return kind === "Secret"
    ? `${argoNamespace}/${object.ref.name}`
    : `${argoNamespace}/${clusterName}-argo-cluster`;
}

function lineOf({ registration, object: { manifest } }: FleetRegistration): number {
  return manifest.lineOf(
    registration.kind === "Secret" ? placeInSecret(manifest, "name") : ["spec", "clusterName"],
  );
}
