// The Applications found on both sides → where each delivers, with one identity for one cluster on either side.
import type { Destination } from "../../model/delivery.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { tagOf } from "../tree/instance-tag.ts";
import { isOwnCluster, isPlaceholder } from "../tree/own-cluster.ts";
import { createLookUps, type LookUp, type Registrations } from "./registration-index.ts";
import { type Entry, registeredOn, withLeftovers } from "./registrations.ts";
import { type StandIns, standInsOf, unlistedDestination } from "./stand-ins.ts";
import { type Declared, findSupervisors, hostOf, literalOf, type Supervisors } from "./supervisors.ts";

export type ResolveDestination = (node: ApplicationNode) => Destination;

/** What holds for both sides. `repeated`: names that stand for more than one cluster. `known`: names that the configuration declares. */
type ResolvingFacts = {
  readonly supervisors: Supervisors;
  readonly repeated: ReadonlySet<string>;
  readonly known: ReadonlySet<string>;
  readonly standIns: StandIns;
};

/**
 * One resolver for each side. A name, or an address, is looked up among the registrations its side delivers, then among
 * the other side's (it dangles then). Names that Git does not register but that receive Supervisor kinds are the
 * Supervisor under another name; others keep their literal as identity. What the configuration declares goes before.
 */
export function resolveDestinations(
  sides: readonly DeliveryTree[],
  declared: Declared,
): ResolveDestination[] {
  const supervisors = findSupervisors(sides, declared);
  const [base, ...head] = sides.map((side) => registeredOn(side, supervisors));
  const entries = base ? [base.entries, ...head.map((registered) => withLeftovers(base, registered))] : [];
  const lookUps = createLookUps(entries, declared.catalog.clusters);
  const known = new Set(declared.catalog.clusters.map(({ name }) => name));
  const standIns = standInsOf(sides);
  const world: ResolvingFacts = { supervisors, repeated: repeatedNames(entries.flat()), known, standIns };
  return sides.map((_, index) => (node) => resolve(node, lookUps, index, world));
}

/** Cluster names that stand for more than one cluster; a VKS cluster is then called namespace/name, another one by its address. */
function repeatedNames(entries: readonly Entry[]): ReadonlySet<string> {
  const clusters = new Map<string, Set<string>>();
  for (const { registration: r, cluster } of entries) {
    const name = r.kind === "Secret" ? `Secret ${r.clusterName}` : r.target.name;
    const seen = clusters.get(name) ?? new Set();
    clusters.set(name, seen.add(r.kind === "Secret" ? r.server || cluster : cluster));
  }
  return new Set([...clusters].filter(([, seen]) => seen.size > 1).map(([name]) => name));
}

function resolve(
  node: ApplicationNode,
  lookUps: readonly LookUp[],
  index: number,
  world: ResolvingFacts,
): Destination {
  const { supervisors } = world;
  const unlisted = unlistedDestination(node, world.standIns);
  if (unlisted) return unlisted;
  const found = (lookUps[index] as LookUp)(node);
  const named = supervisors.named(node);
  if (named !== undefined) return supervisorOf(named, supervisors);
  const others = lookUps.filter((_, other) => other !== index).map((lookUp) => lookUp(node));
  const ofBase = index > 0 ? lookUps[0]?.(node) : undefined;
  const destination = locate(node, found, others, ofBase, world);
  const gone = ofBase !== undefined && found.here.length === 0 && ofBase.here.some(isSecret);
  const names = new Set(found.here.map(({ secret }) => secret));
  return {
    ...destination,
    ...(gone ? { dangling: literalOf(node.spec.destination), gone } : {}),
    ...(names.size > 1 && node.spec.destination.name !== "" ? { bearers: names.size } : {}),
  };
}

function locate(
  node: ApplicationNode,
  found: Registrations,
  others: readonly Registrations[],
  ofBase: Registrations | undefined,
  { supervisors, repeated, known }: ResolvingFacts,
): Destination {
  const { destination } = node.spec;
  const elsewhere = others.flatMap(({ here }) => here);
  // Of several that bear the name, the one that the other side has is no news.
  const entry =
    found.here.find((one) => elsewhere.some((e) => e.object === one.object)) ?? found.here[0] ?? elsewhere[0];
  const address = entry && isSecret(entry) ? serverOf([entry, ...elsewhere]) : "";
  if (isOwnCluster(destination) || isOwnCluster({ name: "", server: address, namespace: "" }))
    return ownCluster(node, supervisors, found.here.length > 0, elsewhere.length > 0);
  const literal = literalOf(destination);
  if (entry?.registration.kind === "ArgoCluster") {
    const { target } = entry.registration;
    const label = repeated.has(target.name) ? `${target.namespace}/${target.name}` : target.name;
    const dangles = found.here.length === 0 && destination.name !== "";
    return { key: entry.cluster, kind: "cluster", label, ...(dangles ? { dangling: literal } : {}) };
  }
  const name = entry?.registration.clusterName ?? found.name;
  const label = entry && repeated.has(`Secret ${name}`) && address !== "" ? `${name} (${address})` : name;
  if ([literal, name, address].some((one) => supervisors.aliases.has(one))) {
    const moved = address !== "" && ![address, ""].includes(serverOf(ofBase?.here ?? []));
    return moved
      ? {
          key: `supervisor@${address.replace(/^https?:\/\//, "")}`,
          kind: "supervisor",
          label: `supervisor:${label}`,
        }
      : supervisorOf(hostOf(node), supervisors);
  }
  const dangles =
    destination.name !== "" &&
    found.here.length === 0 &&
    !isPlaceholder(destination) &&
    !known.has(destination.name);
  const key = address || found.address || literal;
  return {
    key,
    kind: "other",
    label: label || literal || "no destination",
    ...(dangles ? { dangling: literal } : {}),
  };
}

function isSecret({ registration }: Entry): boolean {
  return registration.kind === "Secret";
}

/** The first address that a Secret among them shows. */
function serverOf(entries: readonly Entry[]): string {
  return (
    entries.filter(isSecret).find(({ registration }) => registration.server !== "")?.registration.server ?? ""
  );
}

function ownCluster(
  node: ApplicationNode,
  supervisors: Supervisors,
  registered: boolean,
  elsewhere: boolean,
): Destination {
  const found = supervisorOf(hostOf(node), supervisors);
  // A namespace registration that is there on the other side only is gone on this one; one on neither was made by hand.
  return !registered && elsewhere ? { ...found, dangling: literalOf(node.spec.destination) } : found;
}

function supervisorOf(host: string, supervisors: Supervisors): Destination {
  const tag = tagOf(host.replace(/^in-cluster@/, ""));
  if (!supervisors.hosts.has(host))
    return { key: host, kind: "other", label: tag === "" ? "in-cluster" : `in-cluster@${tag}` };
  const label = supervisors.hosts.size > 1 ? `supervisor:${host.replace(/^.*?[@:]/, "")}` : "supervisor";
  return { key: host, kind: "supervisor", label };
}
