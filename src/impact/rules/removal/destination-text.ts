// What rules know of a destination that changes → sentences.
import { count } from "../../../lib/english.ts";
import { nameList, objectList } from "../../facts/object-names.ts";

/** `from` and `to` are clusters where `elsewhere`, else namespaces. `secret`: the name that one leads elsewhere, for `applications`. */
export type DestinationFacts = {
  readonly application: string;
  readonly elsewhere: boolean;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly names: readonly string[];
  readonly created: number;
  readonly secret?: string;
  readonly applications?: readonly string[];
};

export function destinationText(facts: DestinationFacts) {
  if (facts.secret !== undefined) return secretText(facts);
  return facts.elsewhere ? clusterText(facts) : namespaceText(facts);
}

function secretText(facts: DestinationFacts) {
  const { secret, applications = [] } = facts;
  const users = nameList(applications);
  const many = applications.length > 1;
  return {
    message: `The name \`${secret}\` leads to \`${facts.to}\` instead of \`${facts.from}\`, and ${users} ${many ? "deliver" : "delivers"} by it: ${count(facts.created, "object")} created there; ${keepsText(facts)}`,
    why: "Argo CD follows the address in the Secret: it compares with the new cluster only and cleans nothing up at the old one. Only if both addresses are one cluster, nothing moves; Git does not show that.",
    do: `Make sure that both addresses are the same cluster. If they are not, register the new one under a name of its own and move the Application${many ? "s" : ""} there.`,
  };
}

function keepsText(facts: DestinationFacts): string {
  return facts.count > 0
    ? `\`${facts.from}\` keeps ${objectList(facts)}, unmanaged`
    : `what ${(facts.applications ?? []).length > 1 ? "they" : "it"} delivered to \`${facts.from}\` stays there, unmanaged`;
}

function clusterText(facts: DestinationFacts) {
  const keeps = keepsText(facts);
  return {
    message: `Application \`${facts.application}\` delivers to \`${facts.to}\` instead of \`${facts.from}\`: ${count(facts.created, "object")} created there; ${keeps}`,
    why: "Argo CD compares with the new destination only and cleans nothing up at the old one; two copies run from then on, and data stays with the old one.",
    do: "To move for good, add a second Application for the new place and remove the first one with its finalizer once the data has moved.",
  };
}

function namespaceText(facts: DestinationFacts) {
  return {
    message: `Application \`${facts.application}\` delivers to namespace \`${facts.to}\` instead of \`${facts.from}\``,
    why: "Objects that name no namespace of their own are created in the new one and, with pruning, deleted in the old one, with the data they hold; objects that name one stay where they are.",
    do: `Check which manifests have no \`metadata.namespace\`, and that \`${facts.to}\` exists.`,
  };
}
