// A Kubernetes version → the APIs of its own that a cluster serves, as Argo CD tells Helm.

import { servedKinds } from "../../manifests/kinds/api-lifecycle.ts";
import { KUBERNETES_KINDS } from "../../manifests/kinds/kubernetes-kinds.ts";

/** Minors between which the table of kinds is right; templates that ask for more are rendered at both ends. */
export const OLDEST_KUBE_VERSION = "1.27";
export const NEWEST_KUBE_VERSION = "1.35";

/**
 * "group/version" and "group/version/Kind", sorted (argo-cd util/argo/argo.go, APIResourcesToStrings; kinds that
 * can be listed and watched). `kubeVersion` begins with MAJOR.MINOR.
 */
export function servedApis(kubeVersion: string): string[] {
  const minor = Number(/^v?\d+\.(\d+)/.exec(kubeVersion)?.[1] ?? 0);
  const names = servedKinds(minor).flatMap(({ api, kind }) => [api, `${api}/${kind}`]);
  return [...new Set(names)].sort();
}

/**
 * Whether an API that templates ask for is Kubernetes' own, so that the version alone tells. Of any other group Git does not
 * tell whether a cluster has it.
 */
export function isOwnApi(api: string): boolean {
  return Object.hasOwn(KUBERNETES_KINDS, groupOf(api));
}

function groupOf(api: string): string {
  const [first = "", second] = api.split("/");
  return second === undefined || first === "v1" ? "" : first;
}
