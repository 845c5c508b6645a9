// A clusters generator → the parameters of every cluster that Git registers with the set's Argo CD.

import { get } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { matchesSelector, readSelector } from "../../manifests/values/selector.ts";
import type { LabelSelector } from "../../model/addon.ts";
import { type StandIn, symbolOf } from "../../model/stand-in.ts";
import { plainNamespace } from "../tree/instance-tag.ts";
import { asTextMap } from "./go-value.ts";
import type { KnownCluster } from "./inventory.ts";
import { isObjectName, sanitiseName } from "./names.ts";
import { type Generating, Unknowable, withValues } from "./parameters.ts";
import type { Params } from "./render-template.ts";
import { selectorText } from "./selector-text.ts";
import { isUnknown, markOf, OPEN_MAP, openMap, STAND_IN, symbolOfValue } from "./symbols.ts";

const LOCAL_SERVER = "https://kubernetes.default.svc";

/** Stands for an address that Git does not know until the Application is made; no real address holds it. */
const UNKNOWN_SERVER = "\u0000server of ";

/**
 * The clusters that the selector matches; the local one only without a selector
 * (argo-cd applicationset/generators/cluster.go, which lists the Secrets of Argo CD's own namespace). Something stands in for
 * those that Git does not list.
 */
export function clusterParams(block: JsonObject, by: Generating): Params[] {
  const selector = readSelector(get(block, ["selector"]));
  if (!selector) throw new Unknowable("the selector of its clusters generator is not valid");
  if (isUnknown(get(block, ["selector"]) ?? null))
    throw new Unknowable(
      "the selector of its clusters generator depends on a cluster that Git does not list",
    );
  const own = by.inventory.clusters.filter((one) => isOf(one, by.namespace));
  const found = own.filter(({ labels }) => matchesSelector(selector, labels));
  const unanswered = whyUnanswered(selector, by);
  if (unanswered !== undefined && (!by.standIns || isFlat(block))) throw new Unknowable(unanswered);
  const doubt = unanswered ?? unseenMatch(selector, by);
  if (doubt !== undefined) by.doubts.add(doubt);
  const known = found.map((cluster) => paramsOf(cluster, by.templating.go));
  const all = [
    ...localParams(selector, own, unanswered !== undefined, by),
    ...known,
    ...(doubt !== undefined && by.standIns && !isFlat(block)
      ? [standInParams(selector, known.length > 0, by.standIns, by)]
      : []),
  ].map((params) => withValues(params, block, by));
  return isFlat(block) ? [{ clusters: all }] : all;
}

/** All clusters in one list, which is not known where one of them is not. */
function isFlat(block: JsonObject): boolean {
  return get(block, ["flatList"]) === true;
}

function isOf({ argoNamespace }: KnownCluster, namespace: string): boolean {
  return argoNamespace === namespace || argoNamespace === "";
}

/**
 * A registration with another Argo CD says nothing about this one, whose clusters may be registered by hand: Git answers
 * only for an Argo CD that it registers clusters with, and only for labels that those have.
 */
function whyUnanswered(selector: LabelSelector, { inventory, namespace }: Generating): string | undefined {
  const own = inventory.onEitherSide.filter((one) => isOf(one, namespace));
  if (inventory.onEitherSide.length === 0)
    return "its clusters generator asks for clusters that Git does not register";
  if (own.length === 0)
    return `its clusters generator asks for clusters, and Git registers none with the Argo CD in ${namespace}`;
  const unmatched = keysOf(selector).filter((key) => !own.some(({ labels }) => labels.has(key)));
  if (unmatched.length > 0)
    return `its clusters generator asks for every cluster with label ${unmatched.join(", ")}, which no registration in Git has`;
  const unplaced = inventory.clusters.find(
    (one) =>
      !isOf(one, namespace) && !isObjectName(one.argoNamespace) && matchesSelector(selector, one.labels),
  );
  return (
    unplaced &&
    `its clusters generator asks for clusters, and Git registers ${unplaced.name} in ${unplaced.argoNamespace}, a placeholder that nothing fills in`
  );
}

function keysOf({ matchLabels, matchExpressions }: LabelSelector): string[] {
  return [...matchLabels.keys(), ...matchExpressions.map(({ key }) => key)];
}

function unseenMatch(selector: LabelSelector, { inventory, namespace }: Generating): string | undefined {
  const unseen = inventory.unseen.find(
    ({ manifest, labels }) =>
      ["", plainNamespace(namespace)].includes(manifest.namespace) && matchesSelector(selector, labels),
  );
  return (
    unseen &&
    `its clusters generator asks for clusters, and the ${unseen.manifest.kind} in ${unseen.manifest.origin.path} may register one that Git does not show`
  );
}

/** Argo CD's own cluster, where no registration renames it; what Git does not list may give it labels. */
function localParams(
  selector: LabelSelector,
  own: readonly KnownCluster[],
  open: boolean,
  { templating, namespace }: Generating,
): Params[] {
  if (keysOf(selector).length > 0) return [];
  if (own.some(({ name, server }) => name === "in-cluster" || server === LOCAL_SERVER)) return [];
  const params = { name: "in-cluster", nameNormalized: "in-cluster", server: LOCAL_SERVER, project: "" };
  if (!open) return [params];
  return [
    { ...params, ...unknownMetadata({}, symbolOf(`${namespace}|in-cluster`), templating.go), [STAND_IN]: "" },
  ];
}

/** What the selector fixes is known of each cluster, and nothing else. */
function standInParams(
  selector: LabelSelector,
  others: boolean,
  standIns: Map<string, StandIn>,
  { templating, namespace }: Generating,
): Params {
  const words = selectorText(selector);
  const name = symbolOf(`${namespace}|${words}`);
  standIns.set(name, { name, server: symbolOfValue(name, "server"), selector: words, others });
  return {
    name: markOf(name, "name"),
    nameNormalized: markOf(name, "name"),
    server: markOf(name, "server"),
    project: markOf(name, "project"),
    ...unknownMetadata(fixedLabels(selector), name, templating.go),
    [STAND_IN]: name,
  };
}

function fixedLabels({ matchLabels, matchExpressions }: LabelSelector): Record<string, string> {
  const single = matchExpressions.flatMap(({ key, operator, values: [value, other] }) =>
    operator === "In" && value !== undefined && other === undefined ? [[key, value] as const] : [],
  );
  return Object.fromEntries([...matchLabels, ...single]);
}

function unknownMetadata(labels: Readonly<Record<string, string>>, cluster: string, go: boolean): Params {
  if (!go) {
    const known = Object.entries(labels).map(([key, value]) => [`metadata.labels.${key}`, value] as const);
    return { ...Object.fromEntries(known), [OPEN_MAP]: cluster };
  }
  return {
    metadata: {
      labels: asTextMap(openMap(labels, cluster, "label")),
      annotations: asTextMap(openMap({}, cluster, "annotation")),
    },
  };
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
