// Two registrations of one name with one Argo CD.
import type { Fleet, FleetRegistration } from "../model/fleet.ts";
import { defineRule, subjectOf } from "./rule.ts";

/** The Secret is named after `clusterName` and sits in `argoNamespace` (argocd-attach-service controller/main.go). */
export const registrationCollision = defineRule({
  id: "registration-collision",
  severity: "caution",
  find: ({ base, head }) => {
    const before = bySecret(base);
    return [...bySecret(head)].flatMap(([secret, objects]) => {
      const known = before.get(secret);
      const fresh = [...objects].filter(([key]) => !known?.has(key)).map(([, r]) => r);
      const added = fresh[0];
      if (objects.size < 2 || !added) return [];
      const { manifest, ref } = added.object;
      return {
        subject: subjectOf(ref),
        facts: {
          name: added.registration.clusterName,
          argoNamespace: added.registration.argoNamespace,
          objects: [...objects.values()].map((r) => subjectOf(r.object.ref)).sort(),
        },
        source: { side: "head", path: manifest.origin.path, line: manifest.lineOf(["spec", "clusterName"]) },
        evidence: "git",
      } as const;
    });
  },
  words: ({ facts: { name, argoNamespace, objects } }) => ({
    message: `${objects.map((o) => `\`${o}\``).join(" and ")} both register \`${name}\` with Argo CD in \`${argoNamespace}\``,
    why: `They write one Secret, \`${name}-argo-cluster\`, and overwrite each other: Applications reach whichever cluster was written last, and deleting one registration deletes the Secret of both.`,
    do: "Give each registration its own name, or keep only one of them.",
  }),
});

/** Registrations by the Secret they write, then by identity; one object that several Applications deliver is one. */
function bySecret({ registrations }: Fleet): Map<string, Map<string, FleetRegistration>> {
  const secrets = new Map<string, Map<string, FleetRegistration>>();
  for (const one of registrations) {
    const { kind, clusterName, argoNamespace } = one.registration;
    if (kind === "Secret") continue;
    const secret = `${argoNamespace}/${clusterName}`;
    const objects = secrets.get(secret) ?? new Map<string, FleetRegistration>();
    secrets.set(secret, objects.set(one.object.key, one));
  }
  return secrets;
}
