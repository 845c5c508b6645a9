// A Secret → the cluster that it makes known to Argo CD, and its content without what is secret in it.

import { map, omit, str, stringMap } from "../../lib/json.ts";
import type { JsonObject } from "../../lib/json-types.ts";
import type { Registration } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";
import { isFilledIn } from "../values/secret-values.ts";

const SECRET_TYPE = "argocd.argoproj.io/secret-type";

/** Whether Argo CD treats the object as a registered cluster, readable or not. */
export function isClusterSecret({ group, kind, object }: Manifest): boolean {
  if (group !== "" || kind !== "Secret") return false;
  return stringMap(object, ["metadata", "labels"]).get(SECRET_TYPE) === "cluster";
}

/**
 * The cluster that a Secret registers (argo-cd util/db/cluster.go, SecretToCluster). Undefined for other objects,
 * and where neither name nor server is readable: encrypted, or filled in by another tool.
 */
export function readClusterSecret(manifest: Manifest, namespace: string): Registration | undefined {
  if (!isClusterSecret(manifest)) return undefined;
  const labels = new Map(stringMap(manifest.object, ["metadata", "labels"]));
  labels.delete(SECRET_TYPE);
  const server = serverOf(manifest);
  const clusterName = plainValue(manifest, "name") || server;
  const namespaces = plainValue(manifest, "namespaces")
    .split(",")
    .flatMap((name) => name.trim() || []);
  if (clusterName === "") return undefined;
  return {
    kind: "Secret",
    clusterName,
    argoNamespace: namespace,
    project: plainValue(manifest, "project"),
    labels,
    target: { namespace: "", name: "" },
    restrictedTo: namespaces,
    clusterResources: plainValue(manifest, "clusterResources") === "true",
    server,
  };
}

/**
 * The object with its non-secret fields decoded under keys of their own (`cluster.server` and so on), for
 * comparing. What remains in `data` and `stringData` may be a credential.
 */
export function clusterSecretContent(manifest: Manifest): JsonObject {
  const { object } = manifest;
  const plain = PLAIN.flatMap((field) => {
    const value = field === "server" ? serverOf(manifest) : plainValue(manifest, field);
    return value === "" ? [] : [[field, value] as const];
  });
  const plainFields = plain.map(([field]) => field);
  const rest = Object.fromEntries(
    ["data", "stringData"].flatMap((at) => {
      const rest = omit(map(object, [at]), plainFields);
      return Object.keys(rest).length > 0 ? [[at, rest]] : [];
    }),
  );
  return { ...omit(object, ["data", "stringData"]), ...rest, cluster: Object.fromEntries(plain) };
}

/** The path of a plain field, for its line. */
export function placeInSecret({ object }: Manifest, field: string): string[] {
  return [str(object, ["stringData", field]) === undefined ? "data" : "stringData", field];
}

/** The address as written, also where it is not an address: for comparing, not for display. */
export function writtenServer({ object }: Manifest): string | undefined {
  return str(object, ["stringData", "server"]) ?? str(object, ["data", "server"]);
}

const PLAIN = ["name", "server", "project", "namespaces", "clusterResources"] as const;

/** `stringData` wins over `data`. "" where the value is missing, is not base64, or is not plain text. */
function plainValue({ object }: Manifest, field: (typeof PLAIN)[number]): string {
  const plain = str(object, ["stringData", field]);
  const text = plain ?? decoded(str(object, ["data", field]) ?? "");
  return isFilledIn(text.trim()) ? "" : text;
}

function decoded(value: string): string {
  const encoded = value.replaceAll(/\s/g, "");
  const valid = encoded.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(encoded);
  return valid ? Buffer.from(encoded, "base64").toString("utf8") : "";
}

/** Argo CD compares addresses without the slash at their end. */
function serverOf(manifest: Manifest): string {
  const server = plainValue(manifest, "server");
  return server.endsWith("/") ? server.slice(0, -1) : server;
}
