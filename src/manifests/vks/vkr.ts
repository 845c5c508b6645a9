// Version text → Vkr, its order, and what Cluster API thinks of a change. Never throws.
import type { Hop, Vkr } from "../../model/vkr.ts";

const VKR =
  /^v(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:(?:---|\+)vmware\.(\d{1,9})(-fips(?:\.(\d{1,9}))?)?(?:-(?:vkr|tkg)\.(\d{1,9}))?((?:[.-][0-9A-Za-z]+)+)?)?$/;
const SEMVER = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:[-+].*)?$/;
const LONGEST = 253;

/**
 * Parses a release, in the spelling of an object name (`---`) or of a version (`+`). Undefined without
 * MAJOR.MINOR.PATCH, `v1.33` for one (see isVkrPrefix). What follows the revision, a build hash for instance, is
 * `suffix` with its separator.
 */
export function parseVkr(text: string): Vkr | undefined {
  const parts = text.length > LONGEST ? null : VKR.exec(text);
  if (parts === null) return undefined;
  const [raw, major, minor, patch, vmware, fips, fipsRevision, vkr, suffix] = parts;
  return {
    raw,
    major: Number(major),
    minor: Number(minor),
    patch: Number(patch),
    vmware: optional(vmware),
    fips: fips !== undefined,
    fipsRevision: optional(fipsRevision),
    vkr: optional(vkr),
    suffix: suffix ?? "",
  };
}

/** Whether the text is `v1` or `v1.33`: a Supervisor resolves it to the newest release that matches. */
export function isVkrPrefix(text: string): boolean {
  return /^v\d{1,9}(?:\.\d{1,9})?$/.test(text);
}

/**
 * Negative, 0 or positive: MAJOR.MINOR.PATCH, vmware build, FIPS revision, vkr revision, all as numbers. A part the
 * text does not name counts as 0, and so does the absence of FIPS: a FIPS flip alone is 0 while sameRelease is false.
 */
export function compareVkr(a: Vkr, b: Vkr): number {
  const left = order(a);
  return order(b).reduce((difference, part, i) => difference || (left[i] ?? 0) - part, 0);
}

/** Whether two texts name the same release, the separator aside. */
export function sameRelease(a: Vkr, b: Vkr): boolean {
  return respelled(a) === respelled(b);
}

/** The size of the step, in either direction; undefined for the same release. */
export function hopOf(from: Vkr, to: Vkr): Hop | undefined {
  if (from.major !== to.major) return "major";
  const minors = Math.abs(from.minor - to.minor);
  if (minors > 1) return "skip";
  if (minors === 1) return "minor";
  if (from.patch !== to.patch) return "patch";
  return sameRelease(from, to) ? undefined : "build";
}

/**
 * Why the Cluster webhook rejects the change, judged by the two texts alone (cluster-api
 * core/webhooks/admission/cluster.go, validateTopologyVersionUpdate): only MAJOR.MINOR.PATCH is ordered, and one
 * minor at a time. A class that lists `kubernetesVersions` or generates upgrade plans permits "skip". For any
 * Kubernetes version; undefined where one of the texts is none.
 */
export function capiRefuses(fromVersionText: string, toVersionText: string): "decrease" | "skip" | undefined {
  const from = SEMVER.exec(fromVersionText)?.slice(1, 4).map(Number);
  const to = SEMVER.exec(toVersionText)?.slice(1, 4).map(Number);
  if (from === undefined || to === undefined) return undefined;
  const [major = 0, minor = 0] = from;
  if (isBelow(to, from)) return "decrease";
  return isBelow(to, [major, minor + 2, 0]) ? undefined : "skip";
}

function isBelow(a: readonly number[], b: readonly number[]): boolean {
  const difference = a.map((part, i) => part - (b[i] ?? 0)).find((part) => part !== 0);
  return difference !== undefined && difference < 0;
}

function order(vkr: Vkr): readonly number[] {
  return [vkr.major, vkr.minor, vkr.patch, vkr.vmware ?? 0, vkr.fipsRevision ?? 0, vkr.vkr ?? 0];
}

function respelled(vkr: Vkr): string {
  return vkr.raw.replace("---", "+");
}

function optional(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}
