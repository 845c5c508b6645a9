// Two sides → which files, Applications and destinations the difference touches.

import { map, omit, sameJson, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import { isProject } from "../../manifests/argocd/project.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { clusterObjects } from "../destinations/cluster-objects.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { Files } from "../generate/files.ts";
import { sourceInputs } from "../sources/source-inputs.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { liveManifests } from "../tree/application-tree.ts";

/** Paths whose blob or mode differs, or that exist on one side only, sorted. */
export function changedPaths(base: Snapshot, head: Snapshot): string[] {
  const changed: string[] = [];
  for (const [path, file] of base.files) {
    const other = head.files.get(path);
    if (!other || other.oid !== file.oid || other.mode !== file.mode) changed.push(path);
  }
  for (const path of head.files.keys()) if (!base.files.has(path)) changed.push(path);
  return changed.sort();
}

/** An Application that differs, on the sides that have it. */
export type ChangedNode = {
  readonly ref: string;
  readonly base?: ApplicationNode;
  readonly head?: ApplicationNode;
  /** The first file that either side reads and that differs. */
  readonly input?: string;
  /** Only the Kubernetes version that its charts are given differs. */
  readonly kubeVersionChanged?: boolean;
};

/** Applications on either side that are new, no longer declared, declared otherwise, or fed by a changed file. */
export async function changedNodes(
  sides: readonly [DeliveryTree, DeliveryTree],
  changed: readonly string[],
  files: Files,
): Promise<ChangedNode[]> {
  const [base, head] = sides;
  const paths = new Set(changed);
  const refs = [...new Set([...base.nodes.keys(), ...head.nodes.keys()])].sort();
  const out: ChangedNode[] = [];
  for (const ref of refs) {
    const before = base.nodes.get(ref);
    const after = head.nodes.get(ref);
    const input =
      (await firstChanged(base, before, paths, files)) ?? (await firstChanged(head, after, paths, files));
    const declared = before && after && sameJson(before.manifest.object, after.manifest.object);
    if (declared && !after.retained && input === undefined) continue;
    out.push({
      ref,
      ...(before ? { base: before } : {}),
      ...(after ? { head: after } : {}),
      ...(input ? { input } : {}),
    });
  }
  return out;
}

async function firstChanged(
  side: DeliveryTree,
  node: ApplicationNode | undefined,
  changed: ReadonlySet<string>,
  files: Files,
) {
  if (!node || changed.size === 0) return undefined;
  const inputs = await sourceInputs(side.snapshot, node.plans, files);
  return inputs.find((path) => changed.has(path));
}

/**
 * Names of the AppProjects that do not permit the same on both sides: what their Applications render must be known. With
 * global projects, whatever differs of one project or of its labels may concern every other.
 */
export function changedProjects(sides: readonly [DeliveryTree, DeliveryTree]): Set<string> {
  const [base, head] = sides.map(restrictions) as [Restrictions, Restrictions];
  const refs = [...new Set([...base.projects.keys(), ...head.projects.keys()])];
  const changed = refs.filter((ref) => !sameJson(base.projects.get(ref), head.projects.get(ref)));
  const isGlobal = base.globals.length + head.globals.length > 0;
  const all = isGlobal && (changed.length > 0 || !sameJson(base.globals, head.globals));
  return new Set((all ? refs : changed).map((ref) => ref.slice(ref.indexOf("/") + 1)));
}

const NO_RESTRICTION = ["description", "roles", "syncWindows", "orphanedResources"];
const GLOBALS = ["data", "globalProjects"];

/** By "namespace/name" what a project restricts, and its labels; `globals` are settings that name global projects. */
type Restrictions = { readonly projects: ReadonlyMap<string, Json>; readonly globals: readonly Json[] };

function restrictions(side: DeliveryTree): Restrictions {
  const projects = new Map<string, Json>();
  const globals: Json[] = [];
  for (const [manifest, node] of liveManifests(side)) {
    const { object } = manifest;
    if (manifest.name === "argocd-cm" && str(object, GLOBALS)) globals.push(object);
    if (!isProject(manifest)) continue;
    const namespace = manifest.namespace || node.spec.destination.namespace;
    const labels = map(object, ["metadata", "labels"]) ?? {};
    const spec = omit(map(object, ["spec"]), NO_RESTRICTION);
    projects.set(`${namespace}/${manifest.name}`, { labels, spec });
  }
  return { projects, globals };
}

/**
 * Keys of the destinations where something differs: an Application that delivers there, or the cluster itself. Only
 * there are the other Applications of the destination looked at.
 */
export function reachedDestinations(
  sides: readonly [DeliveryTree, DeliveryTree],
  resolvers: readonly ResolveDestination[],
  changed: readonly ChangedNode[],
): Set<string> {
  const reached = new Set<string>();
  const [base, head] = resolvers as [ResolveDestination, ResolveDestination];
  for (const node of changed) {
    if (node.base) reached.add(base(node.base).key);
    if (node.head) reached.add(head(node.head).key);
  }
  // A registration that differs moves Applications which themselves do not.
  for (const [ref, node] of sides[1].nodes) {
    const baseNode = sides[0].nodes.get(ref);
    const keys = baseNode ? [base(baseNode).key, head(node).key] : [];
    if (keys[0] !== keys[1]) for (const key of keys) reached.add(key);
  }
  const clusters = sides.map((side, i) => clusterObjects(side, resolvers[i] as ResolveDestination));
  const [before, after] = clusters as [Map<string, Manifest>, Map<string, Manifest>];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const [one, other] = [before.get(key)?.object, after.get(key)?.object];
    if (one !== other && !(one && other && sameJson(one, other))) reached.add(key);
  }
  return reached;
}
