// One side's roots → every Application and ApplicationSet that is delivered from them, level by level.

import { readApplication } from "../../manifests/argocd/application.ts";
import { applicationDefects } from "../../manifests/argocd/application-defects.ts";
import type { ApplicationSpec } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import { type Planning, planSources } from "../sources/plan-sources.ts";
import { type Rendering, renderSources } from "../sources/render-sources.ts";
import {
  type ApplicationNode,
  type ApplicationSetNode,
  chainOf,
  type DeliveryTree,
  declaredBy,
  refOf,
} from "../tree/application-tree.ts";
import { isApplicationSet } from "../tree/candidates.ts";
import { inInstance, tagOf } from "../tree/instance-tag.ts";
import { isOwnCluster } from "../tree/own-cluster.ts";
import { presumedChildren } from "./presumed-children.ts";

/**
 * `acceptedBase`: the base, while the head is walked. What it delivers under a reference stays where the API refuses the head's
 * declaration; a new one that is refused is not there. Roots are taken as they are.
 */
export type DiscoveryTools = Rendering &
  Planning & { readonly acceptedBase?: Pick<DeliveryTree, "nodes" | "sets"> };

/**
 * Fills `side.nodes` and `side.sets` from the roots. Renders what carries structure: Applications that deliver to
 * Argo CD's own cluster, to an unknown one, or that declare other Applications. What only fills a guest cluster is left
 * unrendered. `entered` are nodes of the side to go on from. Where the same Application comes from two parents the first one counts, in level and then reference order.
 */
export async function discoverApplications(
  side: DeliveryTree,
  roots: readonly Manifest[],
  tools: DiscoveryTools,
  entered: readonly ApplicationNode[] = [],
): Promise<void> {
  const declaring = new Set(
    [...side.candidates.applications, ...side.candidates.sets].map((m) => m.origin.path),
  );
  let level = [...entered, ...roots.flatMap((manifest) => visit(side, manifest, undefined, tools))];
  while (level.length > 0) {
    const structural = level.filter((node) => carriesStructure(node, side.candidates.guests, declaring));
    await render(side, structural, tools);
    level = structural.flatMap((node) =>
      children(node).flatMap((manifest) => visit(side, manifest, node, tools)),
    );
  }
}

/** What Git tells of a node's destination: its Kubernetes version, and the APIs of custom resources it serves. */
export type HelmCapabilities = {
  readonly kubeVersionOf?: (node: ApplicationNode) => string | undefined;
  readonly customApisOf?: (node: ApplicationNode) => readonly string[];
};

/** Renders the nodes that are not rendered yet; their blobs are asked for in one batch. */
export async function render(
  side: DeliveryTree,
  nodes: readonly ApplicationNode[],
  rendering: Rendering,
  { kubeVersionOf, customApisOf }: HelmCapabilities = {},
): Promise<void> {
  const fresh = nodes.filter((node) => node.results === undefined);
  const paths = fresh.flatMap((node) => node.plans.flatMap((plan) => plan.paths));
  await rendering.files.parse(
    paths.flatMap((path) => {
      const file = side.snapshot.files.get(path);
      return file?.mode.startsWith("100") && !path.endsWith(".jsonnet") ? [file.oid] : [];
    }),
  );
  await Promise.all(
    fresh.map(async (node) => {
      const kubeVersion = kubeVersionOf?.(node);
      const customApis = customApisOf?.(node) ?? [];
      const delivery = {
        release: node.spec.name,
        namespace: node.spec.destination.namespace,
        ...(kubeVersion === undefined ? {} : { kubeVersion }),
        ...(customApis.length === 0 ? {} : { customApis }),
      };
      const results = await renderSources(side.snapshot, node.plans, rendering, delivery);
      node.results = results.map((result) =>
        result.state === "generated" && tagOf(node.spec.namespace) !== ""
          ? { ...result, manifests: result.manifests.map((manifest) => ofInstance(manifest, node.spec)) }
          : result,
      );
      const presumed = await presumedChildren(side, node, rendering.files);
      node.presumed = presumed?.map((manifest) => ofInstance(manifest, node.spec));
    }),
  );
}

/** What an Application of a tagged instance delivers belongs to that instance too. */
function ofInstance(manifest: Manifest, { namespace, destination }: ApplicationSpec): Manifest {
  return inInstance(manifest, tagOf(namespace), destination.namespace);
}

function visit(
  side: DeliveryTree,
  declared: Manifest,
  parent: ApplicationNode | undefined,
  tools: DiscoveryTools,
): ApplicationNode[] {
  const ref = refOf(declared, parent?.spec);
  if (side.apart.has(`${parent?.ref} ${ref}`)) return [];
  const manifest = actingOf(side, declared, ref, parent !== undefined, tools);
  if (!manifest) return [];
  const above = { parent, ...(parent || manifest === declared ? {} : { declared }) };
  if (isApplicationSet(manifest)) {
    enterSet(side, { ref, manifest, ...above });
    return [];
  }
  return register(side, ref, manifest, { set: undefined, ...above }, tools);
}

function enterSet(
  { sets }: DeliveryTree,
  set: Pick<ApplicationSetNode, "ref" | "manifest" | "parent" | "retained" | "declared">,
): void {
  const known = sets.get(set.ref);
  if (known && (!known.retained || set.retained)) return;
  const unknown = { expansion: undefined, closed: false, ambiguous: new Set<string>() };
  sets.set(set.ref, { ...set, ...unknown, ignored: new Map(), unread: [] });
}

/**
 * Enters what the head's files no longer declare and what is still there, to be evaluated against the head. An Application
 * that does nothing any more, because its path is gone or its controller skips it, shares the fate of what it managed.
 */
export async function discoverRetained(side: DeliveryTree, tools: DiscoveryTools): Promise<void> {
  const entered = side.retained.flatMap(({ node, set }) => {
    if (set) enterSet(side, { ...set, retained: true });
    if (!node) return [];
    const { ref, manifest, parent, standIn } = node;
    return register(side, ref, manifest, { parent, set: node.set, standIn, retained: true }, tools);
  });
  const acting = entered.filter(
    ({ plans, spec }) => !spec.skipReconcile && plans.every(({ exists }) => exists),
  );
  for (const node of entered) if (!acting.includes(node)) side.nodes.delete(node.ref);
  await discoverApplications(side, [], tools, acting);
}

/** What acts of a declaration: the base's, where the head's does not arrive or, if it `isApplied`, the API refuses it. */
function actingOf(
  { heldUp }: DeliveryTree,
  declared: Manifest,
  ref: string,
  isApplied: boolean,
  { acceptedBase }: DiscoveryTools,
): Manifest | undefined {
  if (!acceptedBase) return declared;
  const arrives = !heldUp.has(`${declared.kind} ${ref}`);
  if (arrives && !(isApplied && applicationDefects(declared).length > 0)) return declared;
  return (isApplicationSet(declared) ? acceptedBase.sets : acceptedBase.nodes).get(ref)?.manifest;
}

/** Enters what a node is taken to deliver; the answer are the Applications that the side did not have. */
export function enterPresumed(
  side: DeliveryTree,
  node: ApplicationNode,
  tools: DiscoveryTools,
): ApplicationNode[] {
  return children(node).flatMap((manifest) => visit(side, manifest, node, tools));
}

/** Enters an Application that a set generates; the answer is empty where the side has one of that name that it declares. */
export function enterGenerated(
  side: DeliveryTree,
  manifest: Manifest,
  set: ApplicationSetNode,
  tools: DiscoveryTools,
): ApplicationNode[] {
  const ref = refOf(manifest, undefined);
  const standIn = set.expansion?.standIns.get(manifest.name);
  const acting = actingOf(side, manifest, ref, false, tools) ?? manifest;
  const declared = acting === manifest ? {} : { declared: manifest };
  return register(side, ref, acting, { parent: set.parent, set, standIn, ...declared }, tools);
}

function register(
  side: DeliveryTree,
  ref: string,
  manifest: Manifest,
  above: Pick<ApplicationNode, "parent" | "set" | "retained" | "standIn" | "declared">,
  tools: DiscoveryTools,
): ApplicationNode[] {
  const known = side.nodes.get(ref);
  if (known && (!known.retained || above.retained)) return [];
  const spec = withRef(readApplication(manifest, tools.config.argocd.version), ref);
  const instance = above.parent ? (chainOf(above.parent)[0]?.spec.namespace ?? "") : spec.namespace;
  const plans = planSources(side, spec, tools, instance);
  const standIn = above.standIn ?? above.parent?.standIn;
  const node: ApplicationNode = {
    ref,
    manifest,
    spec,
    ...above,
    ...(standIn ? { standIn } : {}),
    plans,
    results: undefined,
    presumed: undefined,
  };
  side.nodes.set(ref, node);
  return [node];
}

function withRef(spec: ApplicationSpec, ref: string): ApplicationSpec {
  return spec.ref === ref ? spec : { ...spec, ref, namespace: ref.slice(0, ref.indexOf("/")) };
}

function children(node: ApplicationNode): Manifest[] {
  const ancestors = new Set(chainOf(node).map((n) => n.ref));
  return declaredBy(node)
    .filter((m) => isApplicationSet(m) || !ancestors.has(refOf(m, node.spec)))
    .sort((a, b) => (refOf(a, node.spec) < refOf(b, node.spec) ? -1 : 1));
}

function carriesStructure(
  node: ApplicationNode,
  guests: ReadonlySet<string>,
  declaring: ReadonlySet<string>,
): boolean {
  const { destination } = node.spec;
  if (isOwnCluster(destination) || !guests.has(destination.name)) return true;
  return node.plans.some((plan) => plan.paths.some((path) => declaring.has(path)));
}
