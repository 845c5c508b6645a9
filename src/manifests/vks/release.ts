// Manifest → the VKr a KubernetesRelease offers. Never throws.
import type { Manifest } from "../../model/manifest.ts";
import { parseVkr } from "./vkr.ts";

/** The release's name, which is what a Cluster writes; undefined for other objects and names that are no VKr. */
export function readRelease(manifest: Manifest): string | undefined {
  const modern = manifest.group === "kubernetes.vmware.com" && manifest.kind === "KubernetesRelease";
  const legacy = manifest.group === "run.tanzu.vmware.com" && manifest.kind === "TanzuKubernetesRelease";
  if (!modern && !legacy) return undefined;
  return isRelease(manifest.name) ? manifest.name : undefined;
}

/** Whether a text names one release with its build, not a Kubernetes version that several may fit. */
export function isRelease(text: string): boolean {
  return parseVkr(text)?.vmware !== undefined;
}
