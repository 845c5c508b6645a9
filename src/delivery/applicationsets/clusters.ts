// A clusters generator → the parameters of every cluster that Git registers with the set's Argo CD.

import { get } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { matchesSelector, readSelector } from "../../manifests/values/selector.ts";
import { plainNamespace } from "../tree/instance-tag.ts";
import { asTextMap } from "./go-value.ts";
import type { KnownCluster } from "./inventory.ts";
import { isObjectName, sanitiseName } from "./names.ts";
import { type Generating, Unknowable, withValues } from "./parameters.ts";
import type { Params } from "./render-template.ts";

const LOCAL_SERVER = "https://kubernetes.default.svc";

/** Stands for an address that Git does not know until the Application is made; no real address holds it. */
const UNKNOWN_SERVER = "\u0000server of ";

/**
 * The clusters that the selector matches; the local one only without a selector
 * (argo-cd applicationset/generators/cluster.go, which lists the Secrets of Argo CD's own namespace).
 */
export function clusterParams(block: JsonObject, by: Generating): Params[] {
  const selector = readSelector(get(block, ["selector"]));
  if (!selector) throw new Unknowable("the selector of its clusters generator is not valid");
  const asked = [...selector.matchLabels.keys(), ...selector.matchExpressions.map(({ key }) => key)];
  const isOwn = ({ argoNamespace }: KnownCluster) => argoNamespace === by.namespace || argoNamespace === "";
  requireRegistrations(asked, by.inventory.onEitherSide, by.namespace, isOwn);
  const own = by.inventory.clusters.filter(isOwn);
  const unplaced = by.inventory.clusters.find(
    (one) => !isOwn(one) && !isObjectName(one.argoNamespace) && matchesSelector(selector, one.labels),
  );
  if (unplaced)
    throw new Unknowable(
      `its clusters generator asks for clusters, and Git registers ${unplaced.name} in ${unplaced.argoNamespace}, a placeholder that nothing fills in`,
    );
  const unseen = by.inventory.unseen.find(
    ({ manifest, labels }) =>
      ["", plainNamespace(by.namespace)].includes(manifest.namespace) && matchesSelector(selector, labels),
  );
  if (unseen)
    by.doubts.add(
      `its clusters generator asks for clusters, and the ${unseen.manifest.kind} in ${unseen.manifest.origin.path} may register one that Git does not show`,
    );
  const found = own
    .filter(({ labels }) => matchesSelector(selector, labels))
    .map((cluster) => withValues(paramsOf(cluster, by.templating.go), block, by));
  const local =
    asked.length === 0 && !own.some(({ name, server }) => name === "in-cluster" || server === LOCAL_SERVER);
  const all = local ? [withValues(localParams(), block, by), ...found] : found;
  return get(block, ["flatList"]) === true ? [{ clusters: all }] : all;
}

/**
 * A registration with another Argo CD says nothing about this one, whose clusters may be registered by hand: Git answers
 * only for an Argo CD that it registers clusters with, and only for labels that those have.
 */
function requireRegistrations(
  asked: readonly string[],
  known: readonly KnownCluster[],
  namespace: string,
  isOwn: (cluster: KnownCluster) => boolean,
): void {
  const own = known.filter(isOwn);
  if (known.length === 0)
    throw new Unknowable("its clusters generator asks for clusters that Git does not register");
  if (own.length === 0)
    throw new Unknowable(
      `its clusters generator asks for clusters, and Git registers none with the Argo CD in ${namespace}`,
    );
  const unmatched = asked.filter((key) => !own.some(({ labels }) => labels.has(key)));
  if (unmatched.length > 0)
    throw new Unknowable(
      `its clusters generator asks for every cluster with label ${unmatched.join(", ")}, which no registration in Git has`,
    );
}

function localParams(): Params {
  return { name: "in-cluster", nameNormalized: "in-cluster", server: LOCAL_SERVER, project: "" };
}

function paramsOf({ name, server, project, labels, annotations }: KnownCluster, go: boolean): Params {
  const own = {
    name,
    nameNormalized: sanitiseName(name),
    server: server || `${UNKNOWN_SERVER}${name}`,
    project,
  };
  const blocks = Object.entries({ annotations, labels }).filter(([, entries]) => entries.size > 0);
  if (go)
    return {
      ...own,
      metadata: Object.fromEntries(
        blocks.map(([key, entries]) => [key, asTextMap(Object.fromEntries(entries))]),
      ),
    };
  const flat = blocks.flatMap(([key, entries]) =>
    [...entries].map(([name, value]) => [`metadata.${key}.${name}`, value] as const),
  );
  return { ...own, ...Object.fromEntries(flat) };
}

/**
 * The destination of a generated Application with the name of the cluster where its address is not known: Argo CD takes
 * either. Unknowable where the address is used anywhere else.
 */
export function withoutUnknownServers(application: JsonObject): JsonObject {
  const server = get(application, ["spec", "destination", "server"]);
  let object = application;
  if (typeof server === "string" && server.startsWith(UNKNOWN_SERVER)) {
    const spec = application["spec"] as JsonObject;
    const destination = { ...(spec["destination"] as Record<string, Json>) };
    delete destination["server"];
    object = {
      ...application,
      spec: { ...spec, destination: { ...destination, name: server.slice(UNKNOWN_SERVER.length) } },
    };
  }
  if (mentions(object))
    throw new Unknowable("it uses the address of a cluster that Git registers without one");
  return object;
}

function mentions(value: Json): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN_SERVER);
  return (
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).some(([key, v]) => key.includes(UNKNOWN_SERVER) || mentions(v as Json))
  );
}
