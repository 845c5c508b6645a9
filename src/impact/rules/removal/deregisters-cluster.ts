// A registration is removed, or gets another name or address, while Applications still deliver to it.

import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { type Deregistered, deregistered } from "./deregistered.ts";

/**
 * Removal deletes the cluster Secret by finalizer; a new name writes a new Secret and forgets the old one
 * (argocd-attach-service controller/main.go). A Secret that Git declares itself is what it says. A registration that Argo
 * CD leaves in place is none of this.
 */
export const deregistersCluster = defineRule({
  id: "deregisters-cluster",
  severity: "stop",
  find: deregistered,
  text: ({ facts }) => {
    if (facts.hidden) return hiddenText(facts);
    return facts.now === undefined ? goneText(facts) : renamedText(facts, facts.now);
  },
});

function hiddenText({ name, applications }: Deregistered) {
  return {
    message: `The address that \`${name}\` stands for changes, and Git does not show from what or to what; ${stillUsed(applications)}`,
    why: "If it means another cluster, Argo CD delivers everything there and leaves what is at the old one; if the name changes as well, these Applications find no cluster.",
    do: "Decrypt both versions and compare `name` and `server`.",
  };
}

function goneText({ name, applications, secret }: Deregistered) {
  return {
    message: `\`${name}\` would no longer be registered with Argo CD; ${stillUsed(applications)}`,
    why: `${secret ? "The Secret is all that Argo CD knows of the cluster. It" : "Deleting the registration deletes the cluster's Secret. Argo CD"} then finds no cluster ${called(name)}: these Applications change nothing any more, and removing one later deletes nothing of what it manages.`,
    do: "Remove the Applications first and let that finish, or keep the registration.",
  };
}

function renamedText({ name, argoNamespace, target, applications, secret }: Deregistered, now: string) {
  const place = now === name ? `with Argo CD in \`${argoNamespace}\`` : `as \`${now}\``;
  const asked =
    target === undefined
      ? ""
      : ` It registers the Cluster of its own name, and Git declares no \`${target}\` beside it: without one there is nothing to register.`;
  return {
    message: `\`${name}\` would be registered ${place} from now on; ${stillUsed(applications)}`,
    why: secret
      ? `Argo CD then finds no cluster ${called(name)}: these Applications change nothing any more, and removing one later deletes nothing of what it manages.`
      : `The service writes a new Secret and leaves the old one behind, so \`${name}\` works with credentials that nobody renews, and stops for good when somebody tidies up.${asked}`,
    do: `Change the destination of the Applications in the same pull request, or keep \`${name}\`.`,
  };
}

function stillUsed(applications: readonly string[]): string {
  const users = nameList(applications);
  return `${users} still ${applications.length > 1 ? "deliver" : "delivers"} to it`;
}

function called(name: string): string {
  return name.includes("://") ? `at \`${name}\`` : `named \`${name}\``;
}
