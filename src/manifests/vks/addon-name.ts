// Names of add-ons and their releases → comparable ones, and what add-ons need. Never throws.

const DOMAINS = [".addons.kubernetes.vmware.com", ".kubernetes.vmware.com", ".tanzu.vmware.com"];

/**
 * Add-on → the add-ons its releases declare in `dependsOn`, by short name. Only an add-on satisfies a dependency, not
 * a package or a chart installed otherwise. From a survey of 104 releases; headlamp needs cert-manager undeclared.
 */
export const ADDON_DEPENDENCIES: ReadonlyMap<string, readonly string[]> = new Map([
  ["contour", ["cert-manager"]],
  ["external-secrets", ["helm-controller"]],
  ["windows-gmsa-webhook", ["cert-manager"]],
]);

/**
 * Add-ons that the platform installs, by the class or version of VKS: an AddonConfig of one needs no AddonInstall
 * in Git.
 */
export const PLATFORM_ADDONS: ReadonlySet<string> = new Set([
  "ako",
  "antrea",
  "calico",
  "carvel-repo",
  "cilium",
  "cluster-autoscaler",
  "gateway-api",
  "guest-cluster-auth-service",
  "helm-controller",
  "metrics-server",
  "pinniped",
  "prometheus",
  "secretgen-controller",
  "telegraf",
  "vks-static",
  "vks-static-resources",
  "vsphere-cpi",
  "vsphere-pv-csi",
]);

/** The short name of an add-on: `contour` for `contour` and `contour.kubernetes.vmware.com`. */
export function addonName(name: string): string {
  const domain = DOMAINS.find((candidate) => name.endsWith(candidate) && name.length > candidate.length);
  return domain === undefined ? name : name.slice(0, -domain.length);
}

/**
 * One spelling for a release that AddonRelease names write with `-`, definitions with `---` and versions with `+`
 * before the build.
 */
export function normalisePin(pin: string): string {
  return pin.replaceAll("---", "-").replaceAll("+", "-");
}

/** `istio.kubernetes.vmware.com.1.28.2-vmware.1-vks.1` → add-on and version; version "" where the name holds none, add-on "" for a version alone. */
export function splitRelease(name: string): { addon: string; version: string } {
  if (/^v?[0-9]/.test(name)) return { addon: "", version: name };
  const at = name.search(/\.v?[0-9]/);
  return at < 0 ? { addon: name, version: "" } : { addon: name.slice(0, at), version: name.slice(at + 1) };
}
