// A Secret's manifest → the keys whose values are in it in plain text. Never throws.

import { map, str, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";

/** A key whose value is a secret. */
export type PlainValue = {
  readonly key: string;
  readonly path: FieldPath;
  /** For comparing only. */
  readonly text: string;
};

const FIELDS = ["data", "stringData"];

/** Certificates are public, their keys are not. */
const PUBLIC = new Set(["ca.crt", "tls.crt", "ca-bundle.crt", "ca.pem"]);

/**
 * Fields that Argo CD stores next to the credentials in its own Secrets (argo-cd
 * docs/operator-manual/declarative-setup.md).
 */
const ARGO_PLAIN = new Set([
  "clusterResources",
  "enableLfs",
  "enableOCI",
  "forceHttpBasicAuth",
  "githubAppID",
  "githubAppInstallationID",
  "githubAppEnterpriseBaseUrl",
  "insecure",
  "insecureIgnoreHostKey",
  "name",
  "namespaces",
  "noProxy",
  "project",
  "proxy",
  "server",
  "shard",
  "type",
  "url",
  "username",
]);

/** Text that another tool replaces or decrypts: templates, argocd-vault-plugin's `<…>`, SOPS, references of vals. */
const FILLED_IN = /^(?:<[^<>]*>|\$\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|ENC\[[^\]]*\]|ref\+\S*)$/;

/** Whether the value is a placeholder that another tool replaces. */
export function isFilledIn(text: string): boolean {
  return FILLED_IN.test(text);
}

/** Core Secrets only. One that SOPS encrypted has its metadata beside the data, and none of it is plain. */
export function plainValues({ group, kind, object }: Manifest): PlainValue[] {
  if (group !== "" || kind !== "Secret" || map(object, ["sops"]) !== undefined) return [];
  const argo = stringMap(object, ["metadata", "labels"]).get("argocd.argoproj.io/secret-type");
  return FIELDS.flatMap((field) =>
    Object.entries(map(object, [field]) ?? {}).flatMap(([key, value]): PlainValue[] => {
      const text = textOf(value).trim();
      if (text === "" || PUBLIC.has(key) || isFilledIn(text)) return [];
      if (argo !== undefined && (ARGO_PLAIN.has(key) || isOpenConfig(argo, key, text))) return [];
      return [{ key, path: [field, key], text }];
    }),
  );
}

/** A cluster's connection without a credential in it. Base64 in `data` is not decoded. */
function isOpenConfig(type: string, key: string, text: string): boolean {
  return type === "cluster" && key === "config" && text.startsWith("{") && !CREDENTIAL.test(text);
}

const CREDENTIAL = /"(?:bearerToken|password|keyData)"\s*:\s*"[^"]/;

function textOf(value: Json): string {
  return str(value) ?? (typeof value === "object" ? "" : String(value));
}
