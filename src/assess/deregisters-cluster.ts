// A registration goes, or gets another name, while Applications still deliver to it.

import type { Registration } from "../model/application.ts";
import type { ChangeFact } from "../model/change.ts";
import type { RuleInput } from "../model/finding.ts";
import type { Fleet } from "../model/fleet.ts";
import { readRegistration } from "../resources/registration.ts";
import { defineRule, subjectOf } from "./rule.ts";

/**
 * Removal deletes the cluster Secret by finalizer; a new name writes a new Secret and forgets the old one
 * (argocd-attach-service controller/main.go). A registration that Argo CD leaves in place is none of this.
 */
export const deregistersCluster = defineRule({
  id: "deregisters-cluster",
  severity: "stop",
  find: (input) =>
    input.changes
      .filter((c) => c.operation === "deregister")
      .flatMap((change) => {
        const old = registrationOf(change, "before");
        if (!old || old.kind === "Secret" || isRegistered(input.head, old)) return [];
        const applications = usersOf(input, old);
        const now = registrationOf(change, "after");
        return applications.length === 0
          ? []
          : {
              subject: subjectOf(change.object),
              facts: {
                name: old.clusterName,
                now: now?.clusterName,
                argoNamespace: now?.argoNamespace,
                target: unknownTarget(input.head, change, now),
                applications,
              },
              source: change.source,
              evidence: change.evidence,
            };
      }),
  words: ({ facts: { name, now, argoNamespace, target, applications } }) => {
    const users = `${applications
      .slice(0, 3)
      .map((ref) => `\`${ref}\``)
      .join(", ")}${applications.length > 3 ? ` and ${applications.length - 3} more` : ""}`;
    const still = `${users} still ${applications.length > 1 ? "deliver" : "delivers"} to it`;
    if (now !== undefined) {
      const place = now === name ? `with Argo CD in \`${argoNamespace}\`` : `as \`${now}\``;
      return {
        message: `\`${name}\` would be registered ${place} from now on; ${still}`,
        why: `The service writes a new Secret and leaves the old one behind, so \`${name}\` works with credentials that nobody renews, and stops for good when somebody tidies up.${target === undefined ? "" : ` It registers the Cluster of its own name, and Git declares no \`${target}\` beside it: without one there is nothing to register.`}`,
        do: `Change the destination of the Applications in the same pull request, or keep \`${name}\`.`,
      };
    }
    return {
      message: `\`${name}\` would no longer be registered with Argo CD; ${still}`,
      why: `Deleting the registration deletes the cluster's Secret. Argo CD then finds no cluster named \`${name}\`: these Applications change nothing any more, and removing one later deletes nothing of what it manages.`,
      do: "Remove the Applications first and let that finish, or keep the registration.",
    };
  },
});

function registrationOf(change: ChangeFact, side: "before" | "after"): Registration | undefined {
  const object = change[side];
  return object && readRegistration(object.manifest, object.ref.namespace);
}

/** The Cluster that the new name asks for, where Git declares none of it. */
function unknownTarget(
  head: Fleet,
  { after }: ChangeFact,
  now: Registration | undefined,
): string | undefined {
  if (!after || !now || now.target.name === "") return undefined;
  const { namespace, name } = now.target;
  return head.clusters.has(`${after.destination.key}/${namespace}/${name}`) ? undefined : name;
}

function isRegistered({ registrations }: Fleet, { clusterName, argoNamespace }: Registration): boolean {
  return registrations.some(
    ({ registration: r }) => r.clusterName === clusterName && r.argoNamespace === argoNamespace,
  );
}

/** Applications of the head, in the Argo CD that the registration is for, that name it. */
function usersOf({ deliveries }: RuleInput, { clusterName, argoNamespace }: Registration): string[] {
  return [...deliveries.head.applications.values()]
    .filter(({ spec, instance }) => spec.destination.name === clusterName && instance === argoNamespace)
    .map(({ ref }) => ref)
    .sort();
}
