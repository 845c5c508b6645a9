// An Application delivers to a cluster name that nothing registers.
import type { DeliveredApplication } from "../model/delivery.ts";
import type { RuleInput } from "../model/finding.ts";
import { defineRule } from "./rule.ts";

/**
 * New Applications, changed destinations, and those whose registering Secret goes; what an ArgoCluster or ArgoNamespace
 * leaves behind is deregisters-cluster. A name that the base already uses without a registration was made by hand.
 */
export const danglingDestination = defineRule({
  id: "dangling-destination",
  severity: "caution",
  find: (input) => {
    const [before, after] = [registeredNames(input, "base"), registeredNames(input, "head")];
    const inUse = namesInUse(input);
    return [...input.deliveries.head.applications.values()]
      .filter(({ spec }) => isName(spec.destination) && !after.has(spec.destination.name))
      .filter((application) => {
        const { name } = application.spec.destination;
        if (before.has(name)) return before.get(name) === "Secret" || isRetargeted(application, input);
        return isRetargeted(application, input) && !inUse.has(name);
      })
      .map(({ ref, spec, manifest }) => ({
        subject: `Application ${ref}`,
        facts: { name: spec.destination.name, gone: before.has(spec.destination.name) },
        source: {
          side: "head" as const,
          path: manifest.origin.path,
          line: manifest.lineOf(["spec", "destination", "name"]),
        },
        evidence: before.has(spec.destination.name) ? ("git" as const) : ("unknown" as const),
      }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1));
  },
  words: ({ facts: { name, gone } }) => ({
    message: gone
      ? `no registration of the cluster \`${name}\` remains in Git`
      : `nothing in Git registers a cluster named \`${name}\``,
    why: `Unless it is registered by hand, Argo CD finds no cluster of that name and delivers nothing of this Application.`,
    do: `Check the spelling against \`spec.clusterName\` of the ArgoCluster, or register \`${name}\` first.`,
  }),
});

/** A name that a registration must give: not Argo CD's own cluster, no placeholder, and no server beside it. */
function isName({ name, server }: DeliveredApplication["spec"]["destination"]): boolean {
  return name !== "" && server === "" && name !== "in-cluster" && !/\{\{|\$\{/.test(name);
}

function isRetargeted({ ref, spec }: DeliveredApplication, { deliveries }: RuleInput): boolean {
  return deliveries.base.applications.get(ref)?.spec.destination.name !== spec.destination.name;
}

function registeredNames(input: RuleInput, side: "base" | "head"): Map<string, string> {
  return new Map(input[side].registrations.map(({ registration: r }) => [r.clusterName, r.kind]));
}

function namesInUse({ deliveries }: RuleInput): Set<string> {
  return new Set([...deliveries.base.applications.values()].map(({ spec }) => spec.destination.name));
}
