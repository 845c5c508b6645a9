// A Secret's manifest → the keys whose values stand in it as they are. Never throws, and never passes a value on.

import { map, str, stringMap } from "../../lib/json.ts";
import type { FieldPath, Json } from "../../lib/json-types.ts";
import type { Manifest } from "../../model/manifest.ts";

/** A key that holds something secret, where it stands, and the text, which is only there to be compared. */
export type PlainValue = { readonly key: string; readonly path: FieldPath; readonly text: string };

const FIELDS = ["data", "stringData"];

/** Certificates are public, their keys are not. */
const PUBLIC = new Set(["ca.crt", "tls.crt", "ca-bundle.crt", "ca.pem"]);

/** What Argo CD keeps beside the credentials in its own Secrets (argo-cd docs/operator-manual/declarative-setup.md). */
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

/** Text that something else fills in or decrypts: templates, argocd-vault-plugin's `<…>`, SOPS, references of vals. */
const FILLED_IN = /^(?:<[^<>]*>|\$\{[^{}]*\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}|ENC\[[^\]]*\]|ref\+\S*)$/;

/** Whether a value is none yet: something else puts the real one in its place. */
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

/** A cluster's connection without a credential in it. In `data` it is base64 and cannot be told. */
function isOpenConfig(type: string, key: string, text: string): boolean {
  return type === "cluster" && key === "config" && text.startsWith("{") && !CREDENTIAL.test(text);
}

const CREDENTIAL = /"(?:bearerToken|password|keyData)"\s*:\s*"[^"]/;

function textOf(value: Json): string {
  return str(value) ?? (typeof value === "object" ? "" : String(value));
}
