// An Application delivers to a cluster name that nothing registers.
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { defineRule } from "../define-rule.ts";
import { instancesOf } from "../removal/registration-users.ts";

/**
 * New Applications and changed destinations; what a registration that goes leaves behind is deregisters-cluster. A name
 * that the base already uses without a registration was made by hand.
 */
export const danglingDestination = defineRule({
  id: "dangling-destination",
  severity: "caution",
  find: (input) => {
    const registered = { base: registeredNames(input, "base"), head: registeredNames(input, "head") };
    const inUse = namesInUse(input);
    return [...input.deliveries.head.applications.values()]
      .filter((application) => isName(application.spec.destination) && !registered.head(application))
      .filter((application) => isRetargeted(application, input))
      .filter((application) => registered.base(application) || !inUse.has(registrationName(application)))
      .map((application) => ({ ...application, gone: registered.base(application) }))
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
  text: ({ facts: { name, gone, elsewhere } }) => ({
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

function isRetargeted({ ref, spec }: DeliveredApplication, { deliveries }: Comparison): boolean {
  return deliveries.base.applications.get(ref)?.spec.destination.name !== spec.destination.name;
}

type IsRegistered = (application: Pick<DeliveredApplication, "instance" | "spec">) => boolean;

/**
 * Whether something registers the name that an Application uses with its own Argo CD. Where nothing in Git is registered with that one,
 * any registration of the name counts.
 */
function registeredNames(input: Comparison, side: "base" | "head"): IsRegistered {
  const names = new Set(
    input[side].registrations.flatMap(({ registration: { argoNamespace, clusterName } }) => [
      `${argoNamespace}/${clusterName}`,
      `any ${clusterName}`,
    ]),
  );
  const instances = instancesOf(input);
  return ({ instance, spec }) => {
    const { name } = spec.destination;
    if (names.has(`${instance}/${name}`) || names.has(`/${name}`)) return true;
    return !instances.has(instance) && names.has(`any ${name}`);
  };
}

/** Another Argo CD instance that the head registers the name with. */
function otherInstance({ head }: Comparison, name: string, instance: string): string | undefined {
  return head.registrations
    .map(({ registration }) => registration)
    .find((r) => r.clusterName === name && r.argoNamespace !== instance)?.argoNamespace;
}

function registrationName({ instance, spec }: DeliveredApplication): string {
  return `${instance}/${spec.destination.name}`;
}

function namesInUse({ deliveries }: Comparison): Set<string> {
  return new Set([...deliveries.base.applications.values()].map(registrationName));
}
