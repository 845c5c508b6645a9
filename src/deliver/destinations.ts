// The Applications found on both sides → where each delivers, with one identity for one cluster on either side.
import type { Registration } from "../model/application.ts";
import type { Config } from "../model/context.ts";
import type { Destination } from "../model/delivery.ts";
import { isSupervisorKind } from "../resources/kinds.ts";
import { readRegistration } from "../resources/registration.ts";
import { instanceOf, type Node, type Side } from "./node.ts";
import { isOwnCluster, isPlaceholder, OWN_ADDRESS, OWN_NAME } from "./own-cluster.ts";
import { renderedManifests } from "./walk.ts";

/** What the configuration says: destination → name of its Supervisor, and clusters that Git does not register. */
export type Declared = Pick<Config, "supervisors" | "catalog">;

export type ResolveDestination = (node: Node) => Destination;

/** `object` is the identity of the registration. */
type Entry = { readonly registration: Registration; readonly cluster: string; readonly object: string };
type Names = ReadonlyMap<string, readonly Entry[]>;

/**
 * One resolver for each side. A name is looked up among the registrations its side delivers, then among the other
 * side's (it dangles then). Names that Git does not register but that receive Supervisor kinds are the Supervisor under
 * another name; others keep their literal as identity. What the configuration declares goes before.
 */
export function resolveDestinations(sides: readonly Side[], declared: Declared): ResolveDestination[] {
  const supervisors = findSupervisors(sides, declared);
  const [before, ...after] = sides.map((side) => registeredNames(side, supervisors));
  const names = before ? [before, ...after.map((side) => withLeftovers(before, side))] : [];
  const repeated = repeatedNames(names);
  const instances = new Set(
    names.flatMap((one) => [...one.values()].flat().map(({ registration }) => registration.argoNamespace)),
  );
  const finders = names.map((one) => finderOf(one, instances));
  return sides.map((_, index) => {
    const lookups = [finders[index] as LookUp, ...finders.filter((_, other) => other !== index)];
    return (node) => resolve(node, lookups, supervisors, repeated);
  });
}

/**
 * Own clusters that receive Supervisor kinds, and the unregistered names used for them. `named`: the Supervisor that the
 * configuration says an Application delivers to; `known`: names of clusters it declares.
 */
type Supervisors = {
  readonly hosts: ReadonlySet<string>;
  readonly aliases: ReadonlySet<string>;
  readonly named: (node: Node) => string | undefined;
  readonly known: ReadonlySet<string>;
};

function findSupervisors(sides: readonly Side[], { supervisors, catalog }: Declared): Supervisors {
  const named = (node: Node): string | undefined => {
    const literals = spellings(node.spec.destination);
    const names = [...literals.map((literal) => `${instanceOf(node)}/${literal}`), ...literals];
    const found = names.map((name) => supervisors.get(name)).find((one) => one !== undefined);
    return found === undefined ? undefined : `supervisor:${found}`;
  };
  const hosts = new Set([...supervisors.values()].map((name) => `supervisor:${name}`));
  const aliases = new Set<string>();
  const guests = new Set(sides.flatMap((side) => [...side.candidates.guests]));
  for (const node of sides.flatMap((side) => [...side.nodes.values()])) {
    const { destination } = node.spec;
    const literal = destination.name || destination.server;
    if (named(node) !== undefined || guests.has(literal)) continue;
    if (!renderedManifests(node).some((m) => isSupervisorKind(m.group, m.kind))) continue;
    hosts.add(hostOf(node));
    if (!isOwnCluster(destination)) aliases.add(literal);
  }
  return { hosts, aliases, named, known: new Set(catalog.clusters.map(({ name }) => name)) };
}

/** What the configuration may call a destination: Argo CD's own cluster has a name and an address, and both mean it. */
function spellings(destination: Node["spec"]["destination"]): string[] {
  const literal = destination.name || destination.server;
  return isOwnCluster(destination) ? [literal, OWN_NAME, OWN_ADDRESS] : [literal];
}

/** Identity of the cluster that the Argo CD instance of an Application runs in: one for each namespace that roots are in. */
function hostOf(node: Node): string {
  return `in-cluster@${instanceOf(node)}`;
}

function registeredNames(side: Side, supervisors: Supervisors): Names {
  const names = new Map<string, Entry[]>();
  for (const node of side.nodes.values()) {
    for (const manifest of renderedManifests(node)) {
      const registration = readRegistration(manifest, manifest.namespace || node.spec.destination.namespace);
      if (!registration) continue;
      const { target, clusterName } = registration;
      const named = supervisors.named(node);
      const host = named ?? hostOf(node);
      const cluster = target.name === "" ? clusterName : `${host}/${target.namespace}/${target.name}`;
      const { destination } = node.spec;
      const known =
        named !== undefined || isOwnCluster(destination) || supervisors.aliases.has(destination.name);
      const namespace = manifest.namespace || destination.namespace;
      const object = `${manifest.kind} ${namespace}/${manifest.name}`;
      const entry = { registration, cluster: known ? cluster : clusterName, object };
      const entries = names.get(clusterName);
      if (entries) entries.push(entry);
      else names.set(clusterName, [entry]);
    }
  }
  return names;
}

/**
 * `after` with the names that its registrations had before: one that takes another name, or another Argo CD, writes a new
 * Secret and leaves the old one where it is (argocd-attach-service controller/main.go).
 */
function withLeftovers(before: Names, after: Names): Names {
  const objects = new Set([...after.values()].flat().map(({ object }) => object));
  const names = new Map(after);
  for (const [name, entries] of before) {
    const own = after.get(name) ?? [];
    const left = entries.filter(
      ({ object, registration: { argoNamespace } }) =>
        objects.has(object) && !own.some((e) => e.registration.argoNamespace === argoNamespace),
    );
    if (left.length > 0) names.set(name, [...own, ...left]);
  }
  return names;
}

/** Cluster names that stand for more than one cluster; they are then called namespace/name. */
function repeatedNames(sides: readonly Names[]): ReadonlySet<string> {
  const clusters = new Map<string, Set<string>>();
  for (const { registration, cluster } of sides.flatMap((names) => [...names.values()].flat())) {
    const seen = clusters.get(registration.target.name) ?? new Set();
    clusters.set(registration.target.name, seen.add(cluster));
  }
  return new Set([...clusters].filter(([, seen]) => seen.size > 1).map(([name]) => name));
}

function resolve(
  node: Node,
  lookups: readonly LookUp[],
  supervisors: Supervisors,
  repeated: ReadonlySet<string>,
): Destination {
  const { destination } = node.spec;
  const named = supervisors.named(node);
  const [here, ...elsewhere] = lookups.map((names) => names(destination.name, instanceOf(node)));
  if (named !== undefined) return supervisorOf(named, supervisors);
  if (isOwnCluster(destination))
    return ownCluster(node, supervisors, here !== undefined, elsewhere.some(Boolean));
  const found = here ?? elsewhere.find(Boolean);
  if (found && found.registration.kind === "ArgoCluster") {
    const { target } = found.registration;
    const label = repeated.has(target.name) ? `${target.namespace}/${target.name}` : target.name;
    return { key: found.cluster, kind: "cluster", label, ...(here ? {} : { dangling: destination.name }) };
  }
  const literal = destination.name || destination.server;
  if (supervisors.aliases.has(literal)) return supervisorOf(hostOf(node), supervisors);
  const unregistered =
    destination.name !== "" &&
    !here &&
    !isPlaceholder(destination) &&
    !supervisors.known.has(destination.name);
  const dangling = unregistered ? { dangling: destination.name } : {};
  return { key: literal, kind: "other", label: literal || "no destination", ...dangling };
}

function ownCluster(
  node: Node,
  supervisors: Supervisors,
  registered: boolean,
  elsewhere: boolean,
): Destination {
  const found = supervisorOf(hostOf(node), supervisors);
  // A namespace registration that is there on the other side only is gone on this one; one on neither was made by hand.
  return !registered && elsewhere ? { ...found, dangling: node.spec.destination.name } : found;
}

function supervisorOf(host: string, supervisors: Supervisors): Destination {
  if (!supervisors.hosts.has(host)) return { key: host, kind: "other", label: "in-cluster" };
  const label = supervisors.hosts.size > 1 ? `supervisor:${host.replace(/^.*?[@:]/, "")}` : "supervisor";
  return { key: host, kind: "supervisor", label };
}

/**
 * A registration by its name, with the Argo CD instance that asks. One with another instance counts only for an instance
 * that nothing in Git registers anything with: its namespace is then not known for sure.
 */
type LookUp = (name: string, instance: string) => Entry | undefined;

function finderOf(names: Names, instances: ReadonlySet<string>): LookUp {
  return (name, instance) => {
    const entries = name === "" ? undefined : names.get(name);
    const own = entries?.find((e) => ["", instance].includes(e.registration.argoNamespace));
    return own ?? (instances.has(instance) ? undefined : entries?.[0]);
  };
}
