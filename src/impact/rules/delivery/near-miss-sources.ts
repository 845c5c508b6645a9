// Applications and a path that none of them delivers → the one whose source covers the path, and why it skips the file.

import type { Comparison } from "../../../model/finding.ts";
import type { Followed } from "../../../model/source-result.ts";

/** "pinned": it follows another revision of this repository. "left-out": recursion, include or exclude leave it out. */
export type NearMiss = {
  readonly kind: "pinned" | "left-out";
  readonly application: string;
  readonly revision: string;
};

/** Covers by source path. */
export type Covers = ReadonlyMap<string, NearMiss>;

/** What the head's Applications look at in this repository. */
export function covers({ deliveries }: Comparison): Covers {
  const found = new Map<string, NearMiss>();
  for (const { ref, spec, follows } of deliveries.head.applications.values()) {
    for (const [i, { path, targetRevision }] of spec.sources.entries()) {
      const kind = COVERING[follows[i] ?? "repository"];
      if (path === undefined || kind === undefined) continue;
      if (found.get(path)?.kind !== "pinned")
        found.set(path, { kind, application: ref, revision: targetRevision });
    }
  }
  return found;
}

const COVERING: Readonly<Record<Followed, NearMiss["kind"] | undefined>> = {
  "this-merge": "left-out",
  revision: "pinned",
  repository: undefined,
  chart: undefined,
};

/** The cover of the nearest directory above a file. */
export function coverOf(known: Covers, path: string): NearMiss | undefined {
  for (let at = path.lastIndexOf("/"); ; at = path.lastIndexOf("/", at - 1)) {
    const cover = known.get(at < 0 ? "" : path.slice(0, at));
    if (cover || at <= 0) return cover;
  }
}
