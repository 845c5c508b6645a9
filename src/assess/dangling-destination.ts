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
      .filter((application) => isName(application.spec.destination) && !after(application))
      .filter((application) => {
        const kind = before(application);
        if (kind !== undefined) return kind === "Secret" || isRetargeted(application, input);
        return isRetargeted(application, input) && !inUse.has(placeOf(application));
      })
      .map((application) => ({ ...application, gone: before(application) !== undefined }))
      .map(({ ref, spec, manifest, instance, gone }) => ({
        subject: `Application ${ref}`,
        facts: {
          name: spec.destination.name,
          gone,
          elsewhere: otherInstance(input, spec.destination.name, instance),
        },
        source: {
          side: "head" as const,
          path: manifest.origin.path,
          line: manifest.lineOf(["spec", "destination", "name"]),
        },
        evidence: gone ? ("git" as const) : ("unknown" as const),
      }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1));
  },
  words: ({ facts: { name, gone, elsewhere } }) => ({
    message:
      elsewhere !== undefined
        ? `the cluster \`${name}\` is registered with Argo CD in \`${elsewhere}\`, not with that of this Application`
        : gone
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

type KindOf = (application: Pick<DeliveredApplication, "instance" | "spec">) => string | undefined;

/**
 * What registers the name that an Application uses with its own Argo CD. Where nothing in Git is registered with that one,
 * any registration of the name counts.
 */
function registeredNames(input: RuleInput, side: "base" | "head"): KindOf {
  const kinds = new Map<string, string>();
  for (const { registration: r } of input[side].registrations) {
    kinds.set(`${r.argoNamespace}/${r.clusterName}`, r.kind);
    kinds.set(`any ${r.clusterName}`, r.kind);
  }
  const instances = instancesOf(input);
  return ({ instance, spec }) => {
    const { name } = spec.destination;
    const own = kinds.get(`${instance}/${name}`) ?? kinds.get(`/${name}`);
    return own ?? (instances.has(instance) ? undefined : kinds.get(`any ${name}`));
  };
}

/** Argo CD instances that something in Git registers clusters with. */
function instancesOf({ base, head }: RuleInput): ReadonlySet<string> {
  return new Set([...base.registrations, ...head.registrations].map((r) => r.registration.argoNamespace));
}

/** Another Argo CD instance that the head registers the name with. */
function otherInstance({ head }: RuleInput, name: string, instance: string): string | undefined {
  return head.registrations
    .map(({ registration }) => registration)
    .find((r) => r.clusterName === name && r.argoNamespace !== instance)?.argoNamespace;
}

function placeOf({ instance, spec }: DeliveredApplication): string {
  return `${instance}/${spec.destination.name}`;
}

function namesInUse({ deliveries }: RuleInput): Set<string> {
  return new Set([...deliveries.base.applications.values()].map(placeOf));
}
