// Two revisions → what is live after each: the base synced completely, then the head merged and reconciled until it rests.
import { Broken, readYaml } from "./directory.ts";
import { parametersOf } from "./generators.ts";
import { at, contentOf, hasOption, type KubeObject, keyOf, list, type Ref, refOf, text } from "./objects.ts";
import { permitsDestination, permitsSource } from "./projects.ts";
import { kustomizeInputs, render } from "./render.ts";
import { generate, isKustomization } from "./source.ts";
import { fillIn, SetFails } from "./template.ts";
import type { Tree } from "./tree.ts";
import { isUnseen } from "./unseen.ts";
import {
  ARGOCD,
  allows,
  applyByHand,
  isArgo,
  type Live,
  OWN,
  permitsObject,
  placeOf,
  projectOf,
  registerByHand,
  registered,
  remove,
  trackedBy,
  type World,
} from "./world.ts";

/**
 * What keeps an Application, or a set, from acting. "refused": it would be left empty. "manual": nobody asks it to sync.
 * "unseen": what it delivers is not in the repository.
 */
export type State = "synced" | "broken" | "denied" | "lost" | "refused" | "manual" | "unseen";

/** One side: what is live, what acts how, and which objects somebody declares. */
export type Side = {
  readonly live: World;
  /** By key of the Application or set. */
  readonly states: ReadonlyMap<string, State>;
  /** Keys of objects that an Application declares, or a set makes, or a person applied. */
  readonly declared: ReadonlySet<string>;
  /** Keys of what never comes to rest: two Applications write it in turn. */
  readonly contested: ReadonlySet<string>;
  /** Keys of what its Application no longer declares and rests until somebody syncs, who gives it up or takes it over. */
  readonly held: ReadonlySet<string>;
  /** Keys of what two Applications declare. */
  readonly shared: ReadonlySet<string>;
};

/**
 * `head`: by Applications that sync on their own. `applied`: once a person has applied the roots, too. `synced`: with
 * everything else synced by hand.
 */
export type Delivered = {
  readonly base: Side;
  readonly head: Side;
  readonly applied: Side;
  readonly synced: Side;
  /** A root's kustomization cannot be built on the head: what it made on the base stays. */
  readonly unbuilt: boolean;
};

export function deliver(base: Tree, head: Tree): Delivered {
  const world: World = new Map();
  for (const name of unregisteredNames([base, head])) registerByHand(world, name);
  for (const root of rootsOf(base)) applyByHand(world, root);
  const before = rest(world, base, true);
  const merged = rest(new Map(before.live), head, false);
  const isSameRoots = contentOf(rootsOf(base)) === contentOf(rootsOf(head, base));
  return {
    base: before,
    head: merged,
    applied: isSameRoots ? merged : merge(before, base, head, false),
    synced: merge(before, base, head, true),
    unbuilt: overlaysOf(head).some((path) => built(path, head) === undefined),
  };
}

/** Names that destinations have and no file registers: somebody did so by hand, as far as Git can tell. */
function unregisteredNames(trees: readonly Tree[]): Set<string> {
  const texts = trees.flatMap((tree) => [...tree.values()].map(({ text: content }) => content));
  const found = (pattern: RegExp) =>
    texts.flatMap((content) => [...content.matchAll(pattern)].map(([, name]) => name as string));
  const names = new Set(found(/destination:\n +name: ([\w-]+)$/gm));
  for (const name of [
    "in-cluster",
    ...found(/clusterName: ([\w-]+)/g),
    ...found(/stringData:\n +name: ([\w-]+)/g),
  ])
    names.delete(name);
  return names;
}

/** A person applies the roots that differ, and deletes those that are gone, once nothing else took them over. */
function merge(before: Side, base: Tree, head: Tree, byHand: boolean): Side {
  const world = new Map(before.live);
  const [then, now] = [rootsOf(base), rootsOf(head, base)];
  const known = new Set(then.map(contentOf));
  for (const root of now) if (!known.has(contentOf(root))) applyByHand(world, root);
  const first = rest(world, head, byHand);
  const kept = new Set(now.map((root) => keyOf(refOf(root, OWN, ARGOCD))));
  const gone = then.map((root) => keyOf(refOf(root, OWN, ARGOCD))).filter((key) => !kept.has(key));
  if (gone.length === 0) return first;
  for (const key of gone) if (world.get(key)?.owner === "") remove(world, key);
  return rest(world, head, byHand);
}

/**
 * The generator keeps roots beside the README, or has kustomizations that a person builds. Nobody applies what cannot be read:
 * what it declared before stays.
 */
function rootsOf(tree: Tree, before?: Tree): KubeObject[] {
  const paths = [...tree.keys()].filter((path) => !path.includes("/") && path.endsWith(".yaml"));
  return [
    ...paths.flatMap((path) => rootsIn(path, tree) ?? (before && rootsIn(path, before)) ?? []),
    ...overlaysOf(tree).flatMap((path) => built(path, tree) ?? (before && built(path, before)) ?? []),
  ].filter((object) => text(object, "kind").startsWith("Application"));
}

/** The topmost ones. */
function overlaysOf(tree: Tree): string[] {
  const kustomizations = ["bootstrap/lab", "bootstrap/prod", "bootstrap/base"].filter((path) =>
    isKustomization(tree, path),
  );
  return kustomizations.filter((path, i) => i === 0 || path !== "bootstrap/base");
}

function built(directory: string, tree: Tree): readonly KubeObject[] | undefined {
  return unlessBroken(() =>
    render("kustomize", tree, directory, ["build", "."], kustomizeInputs(tree, directory)),
  );
}

function rootsIn(path: string, tree: Tree): readonly KubeObject[] | undefined {
  return unlessBroken(() => readYaml(path, tree.get(path)?.text ?? ""));
}

function unlessBroken<T>(made: () => T): T | undefined {
  try {
    return made();
  } catch (error) {
    if (error instanceof Broken) return undefined;
    throw error;
  }
}

const MOST_ROUNDS = 12;

/** Reconciles everything, round by round, until a round changes nothing. */
function rest(world: World, tree: Tree, byHand: boolean): Side {
  const states = new Map<string, State>();
  const wanted = new Map<string, ReadonlySet<string>>();
  const contested = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const before = new Map(world);
    for (const [key, live] of before) {
      if (!world.has(key)) continue;
      const now = { world, tree, byHand, wanted, key, live: world.get(key) as Live };
      if (isArgo(live, "ApplicationSet")) states.set(key, reconcileSet(now));
      if (isArgo(live, "Application")) states.set(key, reconcile(now));
    }
    const moved = [...new Set([...before.keys(), ...world.keys()])].filter(
      (key) => before.get(key) !== world.get(key),
    );
    if (moved.length === 0) break;
    if (round >= MOST_ROUNDS - 2) for (const key of moved) contested.add(key);
  }
  const all = [...wanted].flatMap(([key, keys]) => (world.has(key) ? [...keys] : []));
  return {
    live: new Map(world),
    states,
    declared: declaredIn(world, wanted, states),
    held: heldIn(world, wanted, states),
    contested,
    shared: new Set(all.filter((key, i) => all.indexOf(key) !== i)),
  };
}

/**
 * What a frozen Application tracks where it delivers to counts as declared: it is neither applied nor given up. Elsewhere it
 * looks for nothing (controller/state.go, CompareAppState, by GetManagedLiveObjs of its destination).
 */
function declaredIn(
  world: World,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  states: ReadonlyMap<string, State>,
): Set<string> {
  const declared = new Set([...wanted].flatMap(([key, keys]) => (world.has(key) ? [...keys] : [])));
  for (const [key, live] of world) {
    const frozen = ["broken", "denied", "lost"].includes(states.get(live.owner) ?? "");
    if (live.owner === "" || (frozen && isLookedAfter(live, world))) declared.add(key);
  }
  return declared;
}

function heldIn(
  world: World,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  states: ReadonlyMap<string, State>,
): Set<string> {
  const held = [...world].filter(([key, live]) => {
    if (live.owner === "" || (world.has(live.owner) && wanted.get(live.owner)?.has(key) !== false))
      return false;
    const stays = ["refused", "manual"].includes(states.get(live.owner) ?? "");
    const isTakenLater = [...wanted].some(([other, keys]) => world.has(other) && keys.has(key));
    return isTakenLater || (stays && isLookedAfter(live, world));
  });
  return new Set(held.map(([key]) => key));
}

/** Whether the owner delivers to where an object is; a set always does, and one whose destination nobody knows rests. */
function isLookedAfter({ ref, owner }: Live, world: World): boolean {
  const application = world.get(owner);
  if (application === undefined || !isArgo(application, "Application")) return true;
  const place = placeOf(world, application.object);
  return place === undefined || place.cluster === ref.cluster;
}

type Turn = {
  readonly world: World;
  readonly tree: Tree;
  readonly byHand: boolean;
  /** By key of an Application or set: the keys of what it wants there to be, as far as it could be generated. */
  readonly wanted: Map<string, ReadonlySet<string>>;
  readonly key: string;
  readonly live: Live;
};

/** controller/appcontroller.go, processAppRefreshQueueItem and autoSync, then controller/sync.go, SyncAppState. */
function reconcile(turn: Turn): State {
  const { world, tree, byHand, wanted, key } = turn;
  const { object: application } = turn.live;
  const [place, project] = [placeOf(world, application), projectOf(world, application)];
  if (place === undefined) return "lost";
  if (project === undefined || !permitted(project, application, place)) return "denied";
  if (isUnseen(tree, application)) return "unseen";
  let targets: Map<string, Live>;
  try {
    targets = deduplicated(generate(tree, application), key, place);
  } catch (error) {
    if (error instanceof Broken) return "broken";
    throw error;
  }
  wanted.set(key, new Set(targets.keys()));
  const extra = trackedBy(world, key, place, project).filter(([own]) => !targets.has(own));
  const stale = [...targets].filter(([own, target]) => isStale(turn, own, target));
  // Another one's tracking annotation is a difference as well (controller/state.go, SharedResourceWarning).
  const isInSync = [...targets.keys()].every((own) => world.get(own)?.owner === key);
  if (stale.length === 0 && extra.length === 0 && isInSync) return "synced";
  const automated = at(application, "spec", "syncPolicy", "automated") ?? undefined;
  if (automated === undefined && !byHand) return "manual";
  const prune = automated === undefined || at(automated, "prune") === true;
  if (!prune && stale.length === 0 && isInSync) return "synced";
  // autoSync: "auto-sync will wipe out all resources".
  const isEmpty = targets.size === 0 && !extra.some(([, live]) => isManagedNamespace(live, application));
  if (automated !== undefined && prune && isEmpty && at(automated, "allowEmpty") !== true) return "refused";
  // SyncAppState, WithPermissionValidator: one object that is not permitted, and the sync ends before it begins.
  if ([...targets.values()].some(({ ref }) => !permitsObject(project, place, ref))) return "denied";
  for (const [own, target] of stale) world.set(own, target);
  if (prune)
    for (const [own, live] of extra)
      if (isPrunable(live.object) && !isManagedNamespace(live, application)) remove(world, own);
  return "synced";
}

/** util/argo/argo.go, ValidatePermissions: otherwise an InvalidSpecError, and nothing is compared. */
function permitted(
  project: KubeObject,
  application: KubeObject,
  place: Parameters<typeof permitsDestination>[1],
): boolean {
  const several = list(application, "spec", "sources");
  const sources = several.length > 0 ? several : [at(application, "spec", "source")];
  return (
    sources.every((source) => permitsSource(project, text(source, "repoURL"))) &&
    permitsDestination(project, place)
  );
}

/** controller/state.go, DeduplicateTargetObjects: of two with one identity the last one counts. */
function deduplicated(
  objects: readonly KubeObject[],
  owner: string,
  { cluster, namespace }: { readonly cluster: string; readonly namespace: string },
): Map<string, Live> {
  const targets = new Map<string, Live>();
  for (const object of objects) {
    const ref = refOf(object, cluster, namespace);
    targets.set(keyOf(ref), { ref, object, owner });
  }
  return targets;
}

/**
 * Missing, other content, or tracked by somebody who does not want it any more. While another Application wants the same
 * content, both write their tracking annotation in turn, and nothing else moves.
 */
function isStale({ world, wanted, key }: Turn, own: string, target: Live): boolean {
  const live = world.get(own);
  if (live === undefined) return true;
  if (contentOf(live.object) !== contentOf(target.object)) return true;
  if (live.owner === key) return false;
  return !world.has(live.owner) || wanted.get(live.owner)?.has(own) === false;
}

/** controller/state.go, isManagedNamespace: what it describes counts as a target that the sync itself makes. */
function isManagedNamespace({ ref }: Live, application: KubeObject): boolean {
  return (
    ref.group === "" &&
    ref.kind === "Namespace" &&
    ref.name === text(application, "spec", "destination", "namespace") &&
    at(application, "spec", "syncPolicy", "managedNamespaceMetadata") !== undefined
  );
}

/** gitops-engine pkg/sync/sync_context.go, pruneObject. */
function isPrunable(object: KubeObject): boolean {
  return !hasOption(object, "argocd.argoproj.io/sync-options", "Prune=false");
}

/** applicationset/controllers/applicationset_controller.go, Reconcile. */
function reconcileSet(turn: Turn): State {
  const { world, wanted, byHand, key } = turn;
  const { object: set } = turn.live;
  let desired: KubeObject[];
  try {
    desired = applicationsOf(turn);
  } catch (error) {
    if (error instanceof SetFails) return "broken";
    throw error;
  }
  const made = new Map<string, Live>();
  const names = new Set<string>();
  for (const object of desired) {
    const ref = refOf(object, OWN, ARGOCD);
    // validateGeneratedApplications; those that do not pass are neither written nor deleted.
    const valid = !names.has(ref.name) && placeOf(world, object) && projectOf(world, object);
    names.add(ref.name);
    if (valid) made.set(keyOf(ref), { ref, object, owner: key });
  }
  wanted.set(key, new Set(made.keys()));
  for (const [own, application] of made) {
    const live = world.get(own);
    if (live?.owner === key && ((!allows(set, "update") && !byHand) || sameApplication(live, application)))
      continue;
    world.set(own, application);
  }
  if (allows(set, "delete"))
    for (const [own, live] of world) if (live.owner === key && !names.has(live.ref.name)) remove(world, own);
  return "synced";
}

function sameApplication(left: Live, right: Live): boolean {
  return contentOf(left.object) === contentOf(right.object);
}

/** applicationset/controllers/template/template.go, GenerateApplications, and utils.go, RenderTemplateParams. */
function applicationsOf({ world, tree, live: { object: set } }: Turn): KubeObject[] {
  const go = at(set, "spec", "goTemplate") === true;
  const inventory = { tree, clusters: registered(world), go };
  const template = at(set, "spec", "template");
  const preserves = at(set, "spec", "syncPolicy", "preserveResourcesOnDeletion") === true;
  return list(set, "spec", "generators")
    .flatMap((generator) => parametersOf(generator, inventory))
    .map((parameters) => {
      const filled = fillIn(template, parameters, go) as { metadata: KubeObject; spec: KubeObject };
      const own = list(filled, "metadata", "finalizers");
      const finalizers = own.length > 0 ? own : preserves ? [] : ["resources-finalizer.argocd.argoproj.io"];
      const metadata = { ...filled.metadata, namespace: ARGOCD, finalizers };
      return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata, spec: filled.spec };
    });
}

/** Who stands above an object, nearest first: Applications and sets. */
export function ownersOf(world: ReadonlyMap<string, Live>, key: string): Ref[] {
  const owners: Ref[] = [];
  for (let at = world.get(key)?.owner; at; at = world.get(at)?.owner) {
    const live = world.get(at);
    if (live === undefined || owners.includes(live.ref)) break;
    owners.push(live.ref);
  }
  return owners;
}
