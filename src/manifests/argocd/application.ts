// Manifest → Application with Argo CD's defaults, and the Argo CD annotations any object may carry. Never throws.

import { bool, isMap, map, str, stringMap, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { ApplicationSpec } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isAtLeast } from "../values/argocd-version.ts";
import { readSources } from "./source.ts";

/**
 * On an Application: deleting it deletes what it manages. On an ApplicationSet: its deletion policy applies when
 * the set is deleted.
 */
export const RESOURCES_FINALIZER = "resources-finalizer.argocd.argoproj.io";
const CASCADING: readonly string[] = [
  RESOURCES_FINALIZER,
  `${RESOURCES_FINALIZER}/foreground`,
  `${RESOURCES_FINALIZER}/background`,
];
const FINALIZER = /^(?:resources|post-delete|pre-delete)-finalizer\.argocd\.argoproj\.io(?:\/|$)/;
const TRUE = ["1", "t", "T", "TRUE", "true", "True"];

/** Whether Argo CD's own controllers remove the finalizer. */
export function isArgoFinalizer(name: string): boolean {
  return FINALIZER.test(name);
}

/** How Kubernetes treats what an object owns when it is deleted: "foreground" and "background" differ in their order only. */
export type Propagation = "foreground" | "background" | "orphan";

/** How an Application with these sync options prunes. Where several are set, the first of this order counts (argo-cd controller/sync.go, SyncAppState). */
export function prunePropagation(syncOptions: ReadonlySet<string>): Propagation {
  const order = ["background", "foreground", "orphan"] as const;
  return order.find((policy) => syncOptions.has(`PrunePropagationPolicy=${policy}`)) ?? "foreground";
}

/** The propagation policy of an Application's cascade, which its first finalizer decides (argo-cd pkg/apis/application/v1alpha1/types.go, GetPropagationPolicy). */
export function cascadePropagation(finalizers: readonly string[]): Propagation {
  const first = finalizers.find((name) => CASCADING.includes(name));
  return first?.endsWith("/background") ? "background" : "foreground";
}

/** The sync wave annotation; its value is text. */
export const SYNC_WAVE = "argocd.argoproj.io/sync-wave";

/**
 * An Application (group argoproj.io) as Argo CD reads it. `argocdVersion` decides whether `automated.enabled: false`
 * counts (from 3.1), and whether `Prune` and `Delete` among its sync options do (from 3.4); `namespace` is the effective
 * one where the manifest names none.
 */
export function readApplication(
  manifest: Manifest,
  argocdVersion = "3.0",
  namespace = manifest.namespace,
): ApplicationSpec {
  const spec = map(manifest.object, ["spec"]);
  const syncOptions = new Set(strings(spec, ["syncPolicy", "syncOptions"]));
  return {
    ref: `${namespace}/${manifest.name}`,
    namespace,
    name: manifest.name,
    project: str(spec, ["project"]) || "default",
    destination: {
      name: str(spec, ["destination", "name"]) ?? "",
      server: str(spec, ["destination", "server"]) ?? "",
      namespace: str(spec, ["destination", "namespace"]) ?? "",
    },
    sources: readSources(spec),
    automated: readAutomated(map(spec, ["syncPolicy", "automated"]), argocdVersion),
    syncOptions,
    removalDefaults: readRemovalDefaults(syncOptions, argocdVersion),
    cascade: strings(manifest.object, ["metadata", "finalizers"]).some((name) => CASCADING.includes(name)),
    wave: waveOf(manifest),
    skipReconcile: TRUE.includes(annotation(manifest, "argocd.argoproj.io/skip-reconcile") ?? ""),
    manifestGeneratePaths: annotation(manifest, "argocd.argoproj.io/manifest-generate-paths") ?? "",
  };
}

/** What Argo CD writes into the namespace that an Application creates itself; undefined where it leaves its metadata alone. */
export function managedNamespaceMetadata(
  application: Manifest,
): { readonly labels: ReadonlyMap<string, string> } | undefined {
  const path = ["spec", "syncPolicy", "managedNamespaceMetadata"];
  if (map(application.object, path) === undefined) return undefined;
  return { labels: stringMap(application.object, [...path, "labels"]) };
}

/** The object's wave: its annotation, else Helm's hook weight, else 0; text that is no integer counts as missing
 * (argo-cd gitops-engine/pkg/sync/syncwaves/waves.go). */
export function waveOf(manifest: Manifest): number {
  return (
    integer(annotation(manifest, SYNC_WAVE)) ?? integer(annotation(manifest, "helm.sh/hook-weight")) ?? 0
  );
}

/**
 * An annotation's text. One value that is no string makes all of them unreadable, as for Kubernetes
 * (apimachinery unstructured.GetAnnotations), so it is undefined then; null reads as "".
 */
export function annotation(manifest: Manifest, name: string): string | undefined {
  const annotations = map(manifest.object, ["metadata", "annotations"]);
  if (annotations === undefined || !Object.hasOwn(annotations, name)) return undefined;
  const readable = Object.values(annotations).every((value) => value === null || typeof value === "string");
  return readable ? (str(annotations, [name]) ?? "") : undefined;
}

/** The options of the object's own `sync-options` annotation, trimmed, in order. */
export function syncOptionsOf(manifest: Manifest): readonly string[] {
  const text = annotation(manifest, "argocd.argoproj.io/sync-options") ?? "";
  return text.split(",").flatMap((part) => part.trim() || []);
}

/** Whether the object's own annotation has `option` ("Force=true"). The options of the Application do not count. */
export function hasOption(manifest: Manifest, option: string): boolean {
  return syncOptionsOf(manifest).includes(option);
}

/**
 * Whether `option` ("Prune=false") applies to an object of an Application. The object's own value of the same key
 * takes precedence, whatever it is (argo-cd docs/user-guide/sync-options.md; controller/state.go,
 * isObjRequiresDeletionConfirmation).
 */
export function hasRemovalOption(
  manifest: Manifest,
  option: `${RemovalKey}${string}`,
  { removalDefaults }: Pick<ApplicationSpec, "removalDefaults">,
): boolean {
  const key = REMOVAL_KEYS.find((k) => option.startsWith(k)) as RemovalKey;
  const own = syncOptionsOf(manifest).filter((o) => o.startsWith(key));
  return own.length > 0 ? own.includes(option) : removalDefaults.has(option);
}

const REMOVAL_KEYS = ["Prune=", "Delete="] as const;
type RemovalKey = (typeof REMOVAL_KEYS)[number];

/**
 * The first of each key. Argo CD reads them in the sync options of the Application from 3.4 on (argo-cd pull
 * request 23370; absent from controller/sync.go and controller/appcontroller.go of v3.3.0); older versions ignore
 * them.
 */
function readRemovalDefaults(options: ReadonlySet<string>, argocdVersion: string): ReadonlySet<string> {
  if (!isAtLeast(argocdVersion, "3.4")) return new Set();
  return new Set(REMOVAL_KEYS.flatMap((key) => [...options].find((o) => o.startsWith(key)) ?? []));
}

function readAutomated(automated: Json | undefined, argocdVersion: string): ApplicationSpec["automated"] {
  if (!isMap(automated)) return undefined;
  if (bool(automated, ["enabled"]) === false && isAtLeast(argocdVersion, "3.1")) return undefined;
  return {
    prune: bool(automated, ["prune"]) ?? false,
    selfHeal: bool(automated, ["selfHeal"]) ?? false,
    allowEmpty: bool(automated, ["allowEmpty"]) ?? false,
  };
}

/** Go's strconv.Atoi: a sign and digits, within 64 bits, nothing else. */
export function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^[+-]?[0-9]{1,64}$/.test(text)) return undefined;
  const value = BigInt(text.startsWith("+") ? text.slice(1) : text);
  return BigInt.asIntN(64, value) === value ? Number(value) : undefined;
}
