// Both deliveries → the AppProjects of each, and what Git knows of clusters that projects speak about.

import { groupBy } from "../../lib/group-by.ts";
import { hasRemovalOption } from "../../manifests/argocd/application.ts";
import { isProject, readProject } from "../../manifests/argocd/project.ts";
import { readRegistration } from "../../manifests/argocd/registration.ts";
import type { Registration } from "../../model/application.ts";
import type {
  DeliveredApplication,
  DeliveredObject,
  DeliveredProject,
  Delivery,
} from "../../model/delivery.ts";
import type { ClusterPlace } from "../../model/project.ts";
import { holdsSymbol } from "../../model/stand-in.ts";
import { isOwnCluster, isPlaceholder } from "../tree/own-cluster.ts";
import { isArgoSettings, withGlobals } from "./global-projects.ts";

/** What one side declares. `named` are the projects by their name alone; registrations by cluster name and by address. */
export type Declared = {
  readonly projects: ReadonlyMap<string, DeliveredProject>;
  readonly named: ReadonlyMap<string, readonly DeliveredProject[]>;
  readonly byName: ReadonlyMap<string, readonly Registration[]>;
  readonly byServer: ReadonlyMap<string, readonly Registration[]>;
};

/** What both sides declare. An AppProject that Git drops and Argo CD does not delete is still there on the head. */
export function declaredProjects(base: Delivery, head: Delivery): [Declared, Declared] {
  const [before, after] = [scan(base), scan(head)];
  const there = new Set(after.projects.map(refOf));
  const kept = new Set(head.retained.map(({ key }) => key));
  const staying = before.projects.filter(
    (p) => !there.has(refOf(p)) && (kept.has(p.object.key) || remains(p.object, base, head)),
  );
  const projects = withGlobals([...after.projects, ...staying], after.settings);
  return [
    declare({ ...before, projects: withGlobals(before.projects, before.settings) }),
    declare({ ...after, projects }),
  ];
}

type Scanned = {
  readonly projects: readonly DeliveredProject[];
  readonly registrations: readonly Registration[];
  readonly settings: readonly DeliveredObject[];
};

function scan({ objects, heldUp }: Delivery): Scanned {
  const projects: DeliveredProject[] = [];
  const registrations: Registration[] = [];
  const settings: DeliveredObject[] = [];
  for (const [key, [declared]] of objects) {
    const object = heldUp.has(key) ? heldUp.get(key) : declared;
    if (!object) continue;
    const { manifest, ref } = object;
    if (isArgoSettings(object)) settings.push(object);
    if (isProject(ref)) projects.push({ object, spec: readProject(manifest, ref.namespace) });
    const registration = readRegistration(manifest, ref.namespace);
    if (registration) registrations.push(registration);
  }
  return { projects, registrations, settings };
}

function declare({ projects, registrations }: Omit<Scanned, "settings">): Declared {
  return {
    projects: new Map(projects.map((project) => [refOf(project), project])),
    named: groupBy(projects, ({ spec }) => spec.name),
    byName: groupBy(registrations, (r) => r.clusterName),
    byServer: groupBy(registrations, (r) => r.server),
  };
}

function refOf({ spec }: DeliveredProject): string {
  return `${spec.namespace}/${spec.name}`;
}

/** Whether nobody deletes an object that the head does not deliver, as far as its Application tells. */
function remains({ application, manifest, destination }: DeliveredObject, base: Delivery, head: Delivery) {
  const after = head.applications.get(application ?? "");
  if (!after) return base.applications.get(application ?? "")?.spec.cascade === false;
  const { automated } = after.spec;
  return (
    after.frozen ||
    after.destination.key !== destination.key ||
    after.sources?.some((s) => s.state !== "generated") === true ||
    (automated !== undefined && !automated.prune) ||
    hasRemovalOption(manifest, "Prune=false", after.spec)
  );
}

/**
 * The namespace of the Argo CD instance an Application belongs to: projects count there and nowhere else. A root in
 * another namespace belongs to the only instance whose project of that name lets it in.
 */
export function homeOf({ instance, spec }: DeliveredApplication, sides: readonly Declared[]): string {
  const named = sides.flatMap((side) => side.named.get(spec.project) ?? []);
  if (named.some((project) => project.spec.namespace === instance)) return instance;
  const open = new Set(
    named.filter((p) => p.spec.sourceNamespaces.includes(spec.namespace)).map((p) => p.spec.namespace),
  );
  const [only] = open;
  return only !== undefined && open.size === 1 ? only : instance;
}

const OWN_ADDRESS = "https://kubernetes.default.svc";

/** The cluster of an Application's destination, as Argo CD would name it; undefined where it names none, or two. */
export function clusterOf(
  { spec: { destination } }: DeliveredApplication,
  home: string,
  { byName, byServer }: Declared,
): ClusterPlace | undefined {
  const { name, server } = destination;
  if ((name === "") === (server === "") || isPlaceholder(destination)) return undefined;
  const address = server.replace(/\/$/, "");
  const registered = (name === "" ? byServer.get(address) : byName.get(name)) ?? [];
  const registration = registered.find((r) => r.argoNamespace === home) ?? registered[0];
  if (registration) return registeredPlace(registration);
  const own = name === "in-cluster" || address === OWN_ADDRESS;
  if (own)
    return {
      name: "in-cluster",
      server: OWN_ADDRESS,
      guest: false,
      scopedTo: undefined,
      scopedNamespaces: [],
    };
  const known = (text: string) => (text === "" || holdsSymbol(text) ? undefined : text);
  return {
    name: known(name),
    server: known(address),
    guest: false,
    scopedTo: undefined,
    scopedNamespaces: [],
  };
}

/** An ArgoCluster's address is that of the cluster's API, which Git does not show (argocd-attach-service controller/main.go). */
function registeredPlace({
  kind,
  clusterName,
  target,
  server,
  project,
  restrictedTo,
}: Registration): ClusterPlace {
  const shared = { name: clusterName, scopedTo: project, scopedNamespaces: restrictedTo };
  if (kind === "ArgoCluster") return { ...shared, server: undefined, guest: true };
  if (kind === "Secret")
    return { ...shared, server, guest: !isOwnCluster({ name: "", server, namespace: "" }) };
  return { ...shared, server: `${OWN_ADDRESS}.cluster.local:443/?context=${target.namespace}`, guest: false };
}
