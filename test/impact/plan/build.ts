// Plain objects → deliveries, fleets and the changes between them, without any file.

import { buildFleet } from "../../../src/delivery/fleet/fleet.ts";
import { objectKey } from "../../../src/delivery/tree/objects.ts";
import { compareFleets } from "../../../src/impact/compare/compare.ts";
import type { JsonObject } from "../../../src/lib/json-types.ts";
import { readApplication } from "../../../src/manifests/argocd/application.ts";
import { type Config, DEFAULT_CONFIG } from "../../../src/model/context.ts";
import type { DeliveredApplication, DeliveredObject, Destination } from "../../../src/model/delivery.ts";
import type { Comparison } from "../../../src/model/finding.ts";
import type { Fleet } from "../../../src/model/fleet.ts";
import type { Manifest } from "../../../src/model/manifest.ts";
import { manifestOf } from "../../manifests/manifest.ts";

const SUPERVISOR: Destination = { key: "supervisor", kind: "supervisor", label: "supervisor" };

/** A guest cluster of the Supervisor, registered in Git. */
export function guest(name: string): Destination {
  return { key: `supervisor/ns/${name}`, kind: "cluster", label: name };
}

export type App = {
  readonly name: string;
  readonly parent?: string;
  readonly wave?: number;
  readonly destination?: Destination;
  readonly objects: readonly JsonObject[];
  readonly spec?: JsonObject;
  readonly finalizers?: readonly string[];
};

export function object(apiVersion: string, kind: string, name: string, rest: JsonObject = {}): JsonObject {
  const { annotations = {}, labels = {}, ...content } = rest;
  return { apiVersion, kind, metadata: { name, namespace: "ns", annotations, labels }, ...content };
}

type Pools = Record<string, number>;

/** A Cluster with three control-plane nodes. */
export function cluster(
  name: string,
  version: string,
  pools: Pools = { a: 3 },
  rest: JsonObject = {},
): JsonObject {
  const machineDeployments = Object.entries(pools).map(([pool, replicas]) => ({
    name: pool,
    class: "node-pool",
    replicas,
  }));
  const topology = {
    class: "builtin-generic-v3.5.0",
    version,
    controlPlane: { replicas: 3 },
    workers: { machineDeployments },
  };
  return object("cluster.x-k8s.io/v1beta1", "Cluster", name, { spec: { topology }, ...rest });
}

export function deployment(name: string, replicas: number, image = "web:1", wave = 0): JsonObject {
  return object("apps/v1", "Deployment", name, {
    annotations: { "argocd.argoproj.io/sync-wave": String(wave) },
    spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
  });
}

/** One side; Applications that name no parent are roots. */
function side(apps: readonly App[]): Fleet {
  const applications = new Map<string, DeliveredApplication>();
  for (const app of apps) {
    const delivered = application(app, applications);
    applications.set(delivered.ref, delivered);
  }
  const objects = new Map<string, DeliveredObject[]>();
  const all = [...applications.values()];
  for (const one of [...all.map((app) => declaration(app)), ...all.flatMap((app) => app.objects)]) {
    objects.set(one.key, [...(objects.get(one.key) ?? []), one]);
  }
  return buildFleet({
    applications,
    objects,
    sets: new Map(),
    projects: new Map(),
    roots: [],
    cycles: [],
    retained: [],
    undelivered: new Set(),
  });
}

/** Both sides and what differs, as rules and the plan see it. */
export function input(
  base: readonly App[],
  head: readonly App[],
  config: Config = DEFAULT_CONFIG,
): Comparison {
  const sides = { base: side(base), head: side(head) };
  const deliveries = {
    base: sides.base.delivery,
    head: sides.head.delivery,
    undelivered: [],
    undeliveredProblems: [],
    notEvaluated: [],
    hasApplications: true,
    pinnedElsewhere: new Map(),
    remotes: new Map(),
    changedFiles: 1,
    changedPaths: new Set<string>(),
    remarks: [],
  };
  const context = { headSha: "abc", branch: "main", defaultBranch: "main", repoUrls: [], remotes: [] };
  return {
    changes: compareFleets(sides, config.argocd.version, config.catalog.apis),
    undelivered: [],
    ...sides,
    deliveries,
    context,
    config,
  };
}

function application(app: App, known: ReadonlyMap<string, DeliveredApplication>): DeliveredApplication {
  const { name, parent, wave = 0, destination = SUPERVISOR, objects, finalizers = [] } = app;
  const automated = { prune: true };
  const declared = manifestOf({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name,
      namespace: "argocd",
      finalizers,
      annotations: { "argocd.argoproj.io/sync-wave": String(wave) },
    },
    spec: { project: "default", syncPolicy: { automated }, ...app.spec },
  });
  const spec = readApplication(declared);
  const above = parent === undefined ? undefined : known.get(`argocd/${parent}`);
  const ref = `argocd/${name}`;
  const sources = [{ state: "generated", manifests: [], problems: [], unrendered: [], imports: [] }] as const;
  return {
    key: objectKey(SUPERVISOR.key, { ...declared, namespace: "argocd" }),
    ref,
    spec,
    manifest: declared,
    instance: "argocd",
    destination,
    root: parent === undefined,
    via: [...(above?.via ?? []), ref],
    wave: above ? [...above.wave, wave] : [0],
    sources,
    follows: ["this-merge"],
    problems: [],
    frozen: false,
    objects: objects.map((one) => delivered(manifestOf(one), destination, ref)),
  };
}

function delivered(one: Manifest, destination: Destination, ref: string): DeliveredObject {
  const { group, kind, namespace, name, object: content } = one;
  const annotations = (content["metadata"] as JsonObject)["annotations"] as JsonObject | undefined;
  const wave = Number(annotations?.["argocd.argoproj.io/sync-wave"] ?? 0);
  const object = { group, kind, namespace, name };
  return {
    key: objectKey(destination.key, object),
    ref: object,
    manifest: one,
    destination,
    application: ref,
    wave,
  };
}

function declaration({ key, manifest: declared, spec, via }: DeliveredApplication): DeliveredObject {
  const ref = { group: declared.group, kind: declared.kind, namespace: spec.namespace, name: spec.name };
  return {
    key,
    ref,
    manifest: declared,
    destination: SUPERVISOR,
    application: via.at(-2) ?? null,
    wave: spec.wave,
  };
}
