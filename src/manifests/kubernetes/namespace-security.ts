// Declarations → the Pod Security level that is enforced in a namespace. Never throws.

import { bool, get, str, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import type { ClusterSpec } from "../../model/cluster.ts";
import { type SecurityLevel, securityLevel } from "./pod-security.ts";

/** The label of a namespace for the level that it enforces. */
export const ENFORCE = "pod-security.kubernetes.io/enforce";

/** What a cluster enforces where a namespace has no label of its own. */
export type SecurityDefault = { readonly level: SecurityLevel; readonly exempt: ReadonlySet<string> };

/** VKS exempts these from the default it sets. */
const SYSTEM = ["kube-system", "tkg-system", "vmware-system-cloud-provider"];

/**
 * VKr 1.26 and later enforce "restricted", 1.25 only warns (vSphere documentation, "Configure PSA for TKR 1.25 and
 * Later"). The variable `podSecurityStandard`, alone or within `kubernetes.security`, says otherwise.
 */
export function securityDefault({ variables }: ClusterSpec, minor: number | undefined): SecurityDefault {
  const standard =
    variables.get("podSecurityStandard")?.value ??
    get(variables.get("kubernetes")?.value, ["security", "podSecurityStandard"]);
  const exempt = new Set([...SYSTEM, ...strings(standard, ["exemptions", "namespaces"])]);
  return { level: declared(standard) ?? ((minor ?? 0) >= 26 ? "restricted" : "privileged"), exempt };
}

function declared(standard: Json | undefined): SecurityLevel | undefined {
  if (bool(standard, ["deactivated"]) === true || bool(standard, ["enabled"]) === false) return "privileged";
  return securityLevel(str(standard, ["enforce"]));
}
