// An Application and an earlier tree → the objects it delivered from there.

import { sameJson } from "../../lib/json.ts";
import { readApplication } from "../../manifests/argocd/application.ts";
import type { DeliveredObject } from "../../model/delivery.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { HISTORY } from "../../model/unevaluated.ts";
import { type DiscoveryTools, render } from "../applications/discover-applications.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { KubeVersionOf } from "../destinations/kube-versions.ts";
import { planSources } from "../sources/plan-sources.ts";
import {
  type ApplicationNode,
  chainOf,
  type DeliveryTree,
  renderedManifests,
} from "../tree/application-tree.ts";
import { toObjects } from "../tree/objects.ts";

/** Objects, or a sentence that says why they cannot be known. */
type PastObjects = { readonly objects: readonly DeliveredObject[] } | { readonly reason: string };

/** `ref` is an Application of the side, `manifest` its declaration at that time. */
export type RenderPast = (
  ref: string,
  manifest: Manifest,
  snapshot: Snapshot,
  side: "base" | "head",
) => Promise<PastObjects>;

/** What a side knows of its destinations, base first. */
type TreePair = {
  readonly trees: readonly [DeliveryTree, DeliveryTree];
  readonly resolvers: readonly [ResolveDestination, ResolveDestination];
  readonly kubeVersions: readonly [KubeVersionOf, KubeVersionOf];
  /** Kinds as "group/kind". */
  readonly clusterScoped: ReadonlySet<string>;
};

/** Renders as the side does, to the same destination. An Application that delivered elsewhere left its objects there. */
export function createRenderPast(
  { trees, resolvers, kubeVersions, clusterScoped }: TreePair,
  tools: DiscoveryTools,
): RenderPast {
  return async (ref, manifest, snapshot, which) => {
    const at = which === "base" ? 0 : 1;
    const now = trees[at].nodes.get(ref) as ApplicationNode;
    const declared = readApplication(manifest, tools.config.argocd.version);
    if (!sameJson(declared.destination, now.spec.destination))
      return { reason: HISTORY.deliveredElsewhere(declared.destination.name || declared.destination.server) };
    const spec = { ...declared, ref, namespace: now.spec.namespace };
    const node: ApplicationNode = {
      ...now,
      manifest,
      spec,
      plans: planSources({ ...trees[at], snapshot }, spec, tools, chainOf(now)[0]?.spec.namespace),
      results: undefined,
      presumed: undefined,
    };
    await render({ ...trees[at], snapshot }, [node], tools, { kubeVersionOf: kubeVersions[at] });
    const missing = reasonOf(node);
    if (missing !== undefined) return { reason: missing };
    const by = { ref, destination: resolvers[at](now), namespace: spec.destination.namespace };
    return { objects: toObjects(renderedManifests(node), by, clusterScoped).objects };
  };
}

function reasonOf({ results }: ApplicationNode): string | undefined {
  for (const result of results ?? []) {
    if (result.state !== "generated") return result.reason;
    const problem = result.problems.find((p) => p.freezes);
    if (problem) return `${problem.path}:${problem.line} ${problem.message}`;
  }
  return undefined;
}
