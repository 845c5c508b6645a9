// Charts that ask for APIs of custom resources → rendered again where Git delivers those to the same destination.
import { customApis } from "../../manifests/kinds/custom-apis.ts";
import type { ResolveDestination } from "../destinations/destinations.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";
import { renderedManifests } from "../tree/application-tree.ts";
import { isApplication, isApplicationSet } from "../tree/candidates.ts";
import type { HelmCapabilities } from "./discover-applications.ts";

/** A chart may bring what the next one asks for. */
const MOST_ROUNDS = 3;

/**
 * Argo CD tells Helm what the destination serves at that moment, custom resources as soon as they are there (argo-cd
 * gitops-engine/pkg/cache/cluster.go, appendAPIResource; controller/state.go, GetRepoObjs). Git tells that only of what both sides
 * deliver there: what comes or goes with this merge may be there before or after. `renderSide` renders nodes without results.
 */
export async function renderAsking(
  sides: readonly [DeliveryTree, DeliveryTree],
  resolvers: readonly ResolveDestination[],
  renderSide: (
    side: DeliveryTree,
    nodes: readonly ApplicationNode[],
    told: HelmCapabilities["customApisOf"],
  ) => Promise<void>,
): Promise<void> {
  const asked = new Set<string>();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const served = servedOnBoth(sides, resolvers);
    const apisAt = (i: number) => (node: ApplicationNode) => served.get(resolvers[i]?.(node).key ?? "") ?? [];
    let again = 0;
    for (const [i, side] of sides.entries()) {
      const nodes = [...side.nodes.values()].filter((node) => {
        const known = asksOf(node).filter((api) => apisAt(i)(node).includes(api));
        const question = `${i} ${node.ref} ${known.join()}`;
        if (known.length === 0 || asked.has(question)) return false;
        asked.add(question);
        return true;
      });
      const before = nodes.map(({ results }) => results);
      for (const node of nodes) node.results = undefined;
      await renderSide(side, nodes, apisAt(i));
      // What such a chart declares of structure was not followed, so it stays unknown.
      for (const [j, node] of nodes.entries()) if (declares(node)) node.results = before[j];
      again += nodes.length;
    }
    if (again === 0) return;
  }
}

function declares(node: ApplicationNode): boolean {
  return renderedManifests(node).some((manifest) => isApplication(manifest) || isApplicationSet(manifest));
}

function asksOf({ results }: ApplicationNode): string[] {
  return (results ?? []).flatMap((result) => (result.state === "unevaluated" ? (result.asks ?? []) : []));
}

/** By destination: what both sides deliver, sorted. */
function servedOnBoth(
  [base, head]: readonly [DeliveryTree, DeliveryTree],
  [baseKey, headKey]: readonly ResolveDestination[],
): ReadonlyMap<string, readonly string[]> {
  const [before, after] = [servedOn(base, baseKey), servedOn(head, headKey)];
  return new Map(
    [...before].map(([key, apis]) => [key, [...apis].filter((api) => after.get(key)?.has(api)).sort()]),
  );
}

function servedOn(side: DeliveryTree, resolve: ResolveDestination | undefined): Map<string, Set<string>> {
  const served = new Map<string, Set<string>>();
  for (const node of side.nodes.values()) {
    const apis = renderedManifests(node).flatMap(customApis);
    const key = apis.length === 0 ? undefined : resolve?.(node).key;
    if (key !== undefined) served.set(key, new Set([...(served.get(key) ?? []), ...apis]));
  }
  return served;
}
