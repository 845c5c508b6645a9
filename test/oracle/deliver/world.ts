// What is live: every object of every cluster with who applied it, and what deleting one takes along.

import type { Registered } from "./generators.ts";
import { at, groupOf, hasOption, type KubeObject, keyOf, list, type Ref, refOf, text } from "./objects.ts";
import { DEFAULT_PROJECT, type Place, permitsDestination, permitsKind } from "./projects.ts";

/** Argo CD's own namespace, and the cluster it runs in. */
export const ARGOCD = "argocd";
export const OWN = "own";
const OWN_ADDRESS = "https://kubernetes.default.svc";

/** `owner`: the key of the Application that tracks it, or of the ApplicationSet that controls it; "" for a person. */
export type Live = { readonly ref: Ref; readonly object: KubeObject; readonly owner: string };

export type World = Map<string, Live>;

/** By hand: kubectl apply -n argocd. */
export function applyByHand(world: World, object: KubeObject): void {
  const ref = refOf(object, OWN, ARGOCD);
  world.set(keyOf(ref), { ref, object, owner: "" });
}

export function isArgo({ ref }: Live, kind: "Application" | "ApplicationSet"): boolean {
  const { cluster, group, namespace } = ref;
  return cluster === OWN && group === "argoproj.io" && ref.kind === kind && namespace === ARGOCD;
}

export function projectOf(world: World, application: KubeObject): KubeObject | undefined {
  const name = text(application, "spec", "project") || "default";
  const ref = { cluster: OWN, group: "argoproj.io", kind: "AppProject", namespace: ARGOCD, name };
  return world.get(keyOf(ref))?.object ?? (name === "default" ? DEFAULT_PROJECT : undefined);
}

/**
 * Clusters that Argo CD has a Secret of: declared ones (util/db/cluster.go, SecretToCluster), and those that the attach
 * service writes for an ArgoCluster (warroyo/argocd-attach-service, controller/main.go), whose finalizer removes them.
 */
export function registered(world: World): (Registered & { readonly cluster: string })[] {
  return [...world.values()].flatMap(({ ref, object }) => {
    if (ref.cluster !== OWN) return [];
    const labels = at(object, "metadata", "labels") as Readonly<Record<string, string>> | undefined;
    if (ref.kind === "Secret" && labels?.["argocd.argoproj.io/secret-type"] === "cluster") {
      const [name, server] = [text(object, "stringData", "name"), text(object, "stringData", "server")];
      const project = text(object, "stringData", "project");
      return ref.namespace === ARGOCD ? [{ name, server, project, labels, cluster: server }] : [];
    }
    if (ref.kind !== "ArgoCluster" || text(object, "spec", "argoNamespace") !== ARGOCD) return [];
    const name = text(object, "spec", "clusterName");
    const own = at(object, "spec", "clusterLabels") as Readonly<Record<string, string>> | undefined;
    const [project, server] = [text(object, "spec", "project"), `https://${name}:6443`];
    return [{ name, server, project, labels: own ?? {}, cluster: guest(name) }];
  });
}

/** Stands for a Secret that is not in Git. No generator sees it: what it would make of it is not known. */
export function registerByHand(world: World, destination: string): void {
  const ref = { cluster: OWN, group: "oracle", kind: "Registration", namespace: "", name: destination };
  world.set(handRegistration(destination), { ref, object: {}, owner: "" });
}

function handRegistration(name: string): string {
  return keyOf({ cluster: OWN, group: "oracle", kind: "Registration", namespace: "", name });
}

export function guest(name: string): string {
  return `guest ${name}`;
}

/** util/argo/argo.go, GetDestinationCluster: one by name or by address, and no name that two have. */
export function placeOf(world: World, application: KubeObject): (Place & { cluster: string }) | undefined {
  const destination = at(application, "spec", "destination");
  const [name, server] = [text(destination, "name"), text(destination, "server")];
  const namespace = text(destination, "namespace");
  if (name !== "" && server !== "") return undefined;
  if (name === "in-cluster" || server === OWN_ADDRESS)
    return { cluster: OWN, name: "in-cluster", server: OWN_ADDRESS, namespace };
  const byHand = { name, server: server || `https://${name}:6443`, cluster: name || server };
  if (world.has(handRegistration(name || server))) return { ...byHand, namespace };
  const found = registered(world).filter((one) => (name !== "" ? one.name === name : one.server === server));
  const [only] = found;
  return only && found.length === 1 ? { ...only, namespace } : undefined;
}

/** The objects that an Application tracks where it delivers now, and that its project lets it touch (IsLiveResourcePermitted). */
export function trackedBy(
  world: World,
  key: string,
  place: Place & { cluster: string },
  project: KubeObject,
) {
  return [...world].filter(
    ([, { owner, ref }]) =>
      owner === key && ref.cluster === place.cluster && permitsObject(project, place, ref),
  );
}

export function permitsObject(project: KubeObject, place: Place, ref: Ref): boolean {
  return (
    permitsKind(project, ref) &&
    permitsDestination(project, { ...place, namespace: ref.namespace || place.namespace })
  );
}

/** The API's deletion of an object, with all that follows. */
export function remove(world: World, key: string): void {
  const live = world.get(key);
  if (live === undefined) return;
  if (isArgo(live, "Application")) {
    removeApplication(world, key, live);
    return;
  }
  world.delete(key);
  if (isArgo(live, "ApplicationSet")) removeSet(world, key, live.object);
  const { kind, name, cluster } = live.ref;
  if (kind === "Namespace") dropAll(world, ({ ref }) => ref.cluster === cluster && ref.namespace === name);
  if (kind === "Cluster") dropAll(world, ({ ref }) => ref.cluster === guest(name));
}

function dropAll(world: World, goes: (live: Live) => boolean): void {
  for (const [key, live] of world) if (goes(live)) remove(world, key);
}

const FINALIZER = "resources-finalizer.argocd.argoproj.io";

/** controller/appcontroller.go, finalizeApplicationDeletion. Without its project an Application stays, marked for deletion. */
function removeApplication(world: World, key: string, { object }: Live): void {
  const cascades = list(object, "metadata", "finalizers").some((one) => String(one).startsWith(FINALIZER));
  const [place, project] = [placeOf(world, object), projectOf(world, object)];
  if (cascades && project === undefined) return;
  world.delete(key);
  if (!cascades || place === undefined || project === undefined) return;
  const tracked = trackedBy(world, key, place, project).filter(([, live]) => isDeletable(live.object));
  // Children first: all are asked at once, and an Application holds on until what it manages is gone.
  const applications = tracked.filter(([, live]) => live.ref.kind.startsWith("Application"));
  for (const [own] of [...applications, ...tracked]) remove(world, own);
}

/** controller/appcontroller.go, shouldBeDeleted. */
function isDeletable(object: KubeObject): boolean {
  if (groupOf(object) === "apiextensions.k8s.io") return false;
  if (hasOption(object, "argocd.argoproj.io/sync-options", "Delete=false")) return false;
  return !hasOption(object, "helm.sh/resource-policy", "keep");
}

/**
 * The Applications of a set go with it, by their owner references; where its policy does not let it delete, the
 * controller takes the references away, if a finalizer gives it the time (applicationset_controller.go, Reconcile).
 */
function removeSet(world: World, key: string, set: KubeObject): void {
  const holds = list(set, "metadata", "finalizers").length > 0;
  for (const [own, live] of world) {
    if (live.owner !== key) continue;
    if (allows(set, "delete") || !holds) remove(world, own);
    else world.set(own, { ...live, owner: "" });
  }
}

/** pkg/apis/application/v1alpha1/applicationset_types.go, ApplicationsSyncPolicy. */
export function allows(set: KubeObject, what: "update" | "delete"): boolean {
  const policy = text(set, "spec", "syncPolicy", "applicationsSync") || "sync";
  return policy === "sync" || policy === `create-${what}`;
}
