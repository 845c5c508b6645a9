// Changes → registrations that are removed, or get another name or address, while Applications still use them.

import { isOwnCluster } from "../../../delivery/tree/own-cluster.ts";
import { isClusterSecret, writtenServer } from "../../../manifests/argocd/cluster-secret.ts";
import { readRegistration } from "../../../manifests/argocd/registration.ts";
import type { Registration } from "../../../model/application.ts";
import type { Change } from "../../../model/change.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import type { Fleet } from "../../../model/fleet.ts";
import { subjectOf } from "../../facts/object-names.ts";
import { createUsers, type Users } from "./registration-users.ts";

/**
 * `name` is what the Applications use; `now` and `argoNamespace` what the object registers from now on, `target` the
 * Cluster that this asks for, where Git declares none. `secret`: a cluster Secret that Git declares itself; `hidden`: its
 * address changes and cannot be read on both sides.
 */
export type Deregistered = {
  readonly name: string;
  readonly now: string | undefined;
  readonly argoNamespace: string | undefined;
  readonly target: string | undefined;
  readonly applications: readonly string[];
  readonly secret?: boolean;
  readonly hidden?: boolean;
};

export function deregistered(input: Comparison): RuleMatch<Deregistered>[] {
  const usersOf = createUsers(input);
  const left = new Set(
    input.head.registrations.flatMap(({ registration: { argoNamespace, clusterName, server } }) => [
      `${argoNamespace}/${clusterName}`,
      `${argoNamespace} ${server}`,
    ]),
  );
  return input.changes
    .filter(
      ({ operation, base }) => operation === "deregister" || (operation === "update" && base !== undefined),
    )
    .flatMap((change) => {
      const old = registrationOf(change, "base");
      if (!old) return [];
      const now = registrationOf(change, "head");
      const hidden = change.operation === "update" && isHidden(change, old, now);
      if (change.operation === "update" && !hidden && old.server === now?.server) return [];
      const { named, addressed } = hidden ? usersOf(old) : strandedBy(old, usersOf(old), left);
      const applications = [...named, ...addressed].sort();
      if (applications.length === 0) return [];
      const name = named.length > 0 ? old.clusterName : old.server;
      return {
        subject: subjectOf(change.object),
        facts: {
          name,
          now: now && (name === old.server && name !== old.clusterName ? now.server : now.clusterName),
          argoNamespace: now?.argoNamespace,
          target: unknownTarget(input.head, change, now),
          applications,
          ...(old.kind === "Secret" ? { secret: true } : {}),
          ...(hidden ? { hidden } : {}),
        },
        source: change.source,
        evidence: hidden ? "unknown" : change.evidence,
        ...(hidden ? { severity: "caution" as const } : {}),
      };
    });
}

/** Whether the address of a Secret differs, encrypted or filled in by something else on either side. */
function isHidden({ base, head }: Change, old: Registration, now: Registration | undefined): boolean {
  if (!base || !head || !isClusterSecret(head.manifest)) return false;
  if (old.server !== "" && now !== undefined && now.server !== "") return false;
  return writtenServer(base.manifest) !== writtenServer(head.manifest);
}

/** The users of the name and of the address that nothing registers any more. */
function strandedBy(old: Registration, { named, addressed }: Users, left: ReadonlySet<string>): Users {
  const { argoNamespace, clusterName, server } = old;
  const isOwn = isOwnCluster({ name: "", server, namespace: "" });
  return {
    named: left.has(`${argoNamespace}/${clusterName}`) ? [] : named,
    addressed: isOwn || left.has(`${argoNamespace} ${server}`) ? [] : addressed,
  };
}

function registrationOf(change: Change, side: "base" | "head"): Registration | undefined {
  const object = change[side];
  return object && readRegistration(object.manifest, object.ref.namespace);
}

/** The Cluster that the new name asks for, where Git declares none of it. */
function unknownTarget(fleet: Fleet, { head }: Change, now: Registration | undefined): string | undefined {
  if (!head || !now || now.target.name === "") return undefined;
  const { namespace, name } = now.target;
  return fleet.clusters.has(`${head.destination.key}/${namespace}/${name}`) ? undefined : name;
}
