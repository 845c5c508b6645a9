// A version as typed, a cluster and the releases known for it → the full VKr name, or why there is none.

import { quoted } from "../../lib/code-span.ts";
import { isRelease, readRelease } from "../../manifests/vks/release.ts";
import { capiRefuses, compareVkr, parseVkr, sameRelease } from "../../manifests/vks/vkr.ts";
import type { Problem, VersionWish } from "../../model/command.ts";
import type { Config } from "../../model/context.ts";
import type { Fleet, FleetCluster } from "../../model/fleet.ts";
import type { Vkr } from "../../model/vkr.ts";

/** Why a cluster cannot be upgraded to a version. */
export type NoVersion = {
  readonly reason: string;
  /** It has the version. */
  readonly done?: boolean;
  /** A version to type. */
  readonly instead?: string;
  /** Where minor versions are skipped: the release to take first. */
  readonly hop?: Vkr | "unknown";
};

/** Candidates listed of many. */
const LISTED = 6;

/** `v1.34.2---vmware.1-fips-vkr.3`, `1.34.2`, `v1.34`, `latest-patch` or `next-minor`. */
export function readVersion(text: string): VersionWish | Problem {
  const lower = text.toLowerCase();
  if (lower === "latest-patch" || lower === "next-minor") return { kind: lower };
  const version = lower.startsWith("v") ? lower : `v${lower}`;
  const name = version.replace("+", "---");
  const full = isRelease(name) ? parseVkr(name) : undefined;
  if (full !== undefined && isFullName(full)) return { kind: "release", version: name };
  if (/^v\d{1,9}\.\d{1,9}\.\d{1,9}$/.test(version)) return { kind: "patch", version };
  if (/^v\d{1,9}\.\d{1,9}$/.test(version)) return { kind: "minor", version };
  const forms = "a VKr name, `v1.34.2`, `v1.34`, `latest-patch` or `next-minor`";
  const partly = full === undefined ? "" : ", and no full VKr name: those end in `-vkr.3`, for instance";
  return { problem: `${quoted(text)} is no version${partly}: type ${forms}` };
}

/** Only releases of the time before VKr have something behind their revision, the hash of a build for instance. */
function isFullName({ vkr, suffix, raw }: Vkr): boolean {
  return vkr !== undefined && (suffix === "" || /-tkg\.\d/.test(raw));
}

/** The releases that a cluster's Supervisor offers, as far as Git and the configuration say. Newest last. */
export function releasesFor(
  { object }: FleetCluster,
  { fleet, config }: { fleet: Fleet; config: Config },
): Vkr[] {
  const names = new Set([...config.catalog.releases.keys()].filter(isRelease));
  for (const [delivered] of fleet.delivery.objects.values()) {
    const name = delivered === undefined ? undefined : readRelease(delivered.manifest);
    if (name !== undefined && delivered?.destination.key === object.destination.key) names.add(name);
  }
  return [...names].flatMap((name) => parseVkr(name) ?? []).sort(byAge);
}

/** Keeps the flavour of the cluster, FIPS or not, unless the whole name is typed. */
export function versionFor(
  { spec }: FleetCluster,
  wish: VersionWish,
  releases: readonly Vkr[],
): string | NoVersion {
  const from = spec.vkr;
  if (spec.version === "") return { reason: "it declares no version" };
  if (from === undefined)
    return {
      reason: `it declares ${quoted(spec.version)}, which is no full VKr name, so no hop can be told`,
    };
  const found = wish.kind === "release" ? parseVkr(wish.version) : resolve(from, wish, releases);
  if (found === undefined) return { reason: "the version cannot be read" };
  return "reason" in found ? found : (refusal(from, found, releases) ?? found.raw);
}

/**
 * As `versionFor`, but a version that is several minor versions away gives the first hop to it: the newest known release of
 * the next minor version, in the cluster's flavour. None where a later hop is not known.
 */
export function hopFor(
  cluster: FleetCluster,
  wish: VersionWish,
  releases: readonly Vkr[],
): { readonly to: string; readonly last: boolean } | NoVersion {
  const to = versionFor(cluster, wish, releases);
  if (typeof to === "string") return { to, last: true };
  const from = cluster.spec.vkr;
  const next = to.hop;
  if (next === undefined) return to;
  if (from === undefined || next === "unknown")
    return {
      reason: `${to.reason}, and no release between is known: neither KubernetesRelease objects in Git nor \`catalog.releases\` name one`,
    };
  const rest = hopFor(
    { ...cluster, spec: { ...cluster.spec, vkr: next, version: next.raw } },
    wish,
    releases,
  );
  return "reason" in rest ? rest : { to: next.raw, last: false };
}

function resolve(from: Vkr, wish: VersionWish, releases: readonly Vkr[]): Vkr | NoVersion {
  const flavour = releases.filter(({ fips }) => fips === from.fips);
  const fitting = flavour.filter((release) => fits(release, from, wish));
  const newest = fitting.at(-1);
  if (newest === undefined) {
    if (wish.kind === "latest-patch" && releases.length > 0)
      return { reason: `no newer patch of v${from.major}.${from.minor} is known`, done: true };
    return { reason: unknown(wish, from, releases) };
  }
  const builds = fitting.filter((release) => triple(release) === triple(newest));
  if (builds.length > 1)
    return {
      reason: `${quoted(`v${triple(newest)}`)} is ${builds.length} releases: ${names(builds)}; type the full name`,
    };
  return newest;
}

function fits(release: Vkr, from: Vkr, wish: VersionWish): boolean {
  const minor = `v${release.major}.${release.minor}`;
  if ("version" in wish) return wish.version === (wish.kind === "minor" ? minor : `v${triple(release)}`);
  if (wish.kind === "next-minor") return release.major === from.major && release.minor === from.minor + 1;
  return minor === `v${from.major}.${from.minor}` && release.patch > from.patch;
}

function refusal(from: Vkr, to: Vkr, releases: readonly Vkr[]): NoVersion | undefined {
  if (sameRelease(from, to)) return { reason: `it is at ${quoted(from.raw)} already`, done: true };
  const refused = capiRefuses(from.raw, to.raw);
  if (refused === "skip" || from.major !== to.major) {
    const next = releases
      .filter((one) => one.fips === from.fips && one.major === from.major && one.minor === from.minor + 1)
      .at(-1);
    return {
      reason: `v${triple(from)} to v${triple(to)} skips a minor version, which Cluster API refuses`,
      instead: next === undefined ? "next-minor" : next.raw,
      ...(refused === "skip" ? { hop: next ?? "unknown" } : {}),
    };
  }
  if (refused === "decrease" || compareVkr(to, from) < 0)
    return {
      reason: `${quoted(to.raw)} is lower than its ${quoted(from.raw)}, and a cluster does not go back`,
    };
  return undefined;
}

function unknown(wish: VersionWish, from: Vkr, releases: readonly Vkr[]): string {
  const what =
    "version" in wish ? quoted(wish.version) : `the minor version after v${from.major}.${from.minor}`;
  if (releases.length === 0)
    return `no release is known for ${what}: neither KubernetesRelease objects in Git nor \`catalog.releases\` name any; type the full VKr name`;
  const near = releases.filter(
    (one) => one.fips === from.fips && one.major === from.major && compareVkr(one, from) > 0,
  );
  const flavour = from.fips ? "FIPS release" : "release without FIPS";
  const known = near.length === 0 ? "none newer is known" : `known: ${names(near)}`;
  return `no ${flavour} is known for ${what}; ${known}; type the full VKr name`;
}

function names(releases: readonly Vkr[]): string {
  const shown = releases.slice(-LISTED).map(({ raw }) => quoted(raw));
  return `${releases.length > LISTED ? "… " : ""}${shown.join(", ")}`;
}

function triple({ major, minor, patch }: Vkr): string {
  return `${major}.${minor}.${patch}`;
}

function byAge(a: Vkr, b: Vkr): number {
  return compareVkr(a, b) || (a.raw < b.raw ? -1 : 1);
}
