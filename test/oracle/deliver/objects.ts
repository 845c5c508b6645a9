// A manifest as the API server knows it: its identity, its scope, and its content as one text.

/** A Kubernetes object as its manifest has it. */
export type KubeObject = { readonly [key: string]: unknown };

/** The API's name of an object in one cluster. Its version does not count (gitops-engine pkg/utils/kube, GetResourceKey). */
export type Ref = {
  readonly cluster: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
};

/** Kinds of the generator's vocabulary that live outside of namespaces. Every other one has a namespace. */
const CLUSTER_SCOPED = new Set(["Namespace", "ClusterRole", "StorageClass"]);

export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind);
}

/** Where an Application puts an object: its own namespace, else the destination's (controller/state.go, DeduplicateTargetObjects). */
export function refOf(object: KubeObject, cluster: string, namespace: string): Ref {
  const kind = text(object, "kind");
  return {
    cluster,
    group: groupOf(object),
    kind,
    namespace: isClusterScoped(kind) ? "" : text(object, "metadata", "namespace") || namespace,
    name: text(object, "metadata", "name"),
  };
}

export function keyOf({ cluster, group, kind, namespace, name }: Ref): string {
  return [cluster, group, kind, namespace, name].join("|");
}

export function groupOf(object: KubeObject): string {
  const version = text(object, "apiVersion");
  return version.includes("/") ? (version.split("/")[0] as string) : "";
}

/** The value at a path, undefined where the path ends early. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  let value = object;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as KubeObject)[key];
  }
  return value;
}

export function text(object: unknown, ...path: readonly string[]): string {
  const value = at(object, ...path);
  return typeof value === "string" ? value : "";
}

export function list(object: unknown, ...path: readonly string[]): readonly unknown[] {
  const value = at(object, ...path);
  return Array.isArray(value) ? value : [];
}

export function entries(object: unknown, ...path: readonly string[]): [string, unknown][] {
  const value = at(object, ...path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** Whether an option is among the comma-separated ones of an annotation (gitops-engine resource/annotations.go). */
export function hasOption(object: KubeObject, annotation: string, option: string): boolean {
  const value = text(object, "metadata", "annotations", annotation);
  return value.split(",").some((one) => one.trim() === option);
}

const texts = new WeakMap<object, string>();

/** Equal texts for equal content: keys sorted. */
export function contentOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? `[${value.map(contentOf).join()}]` : `{${fieldTexts(value).join()}}`;
  texts.set(value, text);
  return text;
}

function fieldTexts(value: object): string[] {
  const fields = Object.entries(value).filter(([, child]) => child !== undefined);
  return fields.map(([key, child]) => `${JSON.stringify(key)}:${contentOf(child)}`).sort();
}
