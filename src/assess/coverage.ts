// Applications and a path that none of them delivers → the one that looks there, and why it does not take it.
import type { Source } from "../model/application.ts";
import type { RuleInput } from "../model/finding.ts";
import { normaliseRepoUrl } from "../resources/repo-url.ts";

/** "pinned": it follows another revision of this repository. "left-out": recursion, include or exclude leave it out. */
export type Cover = {
  readonly kind: "pinned" | "left-out";
  readonly application: string;
  readonly revision: string;
};

/** Covers by source path. */
export type Covers = ReadonlyMap<string, Cover>;

/** What the head's Applications look at in this repository. Its addresses are those that sources were rendered from. */
export function covers({ deliveries, context }: RuleInput): Covers {
  const applications = [...deliveries.head.applications.values()];
  const own = new Set(context.repoUrls.map(normaliseRepoUrl));
  for (const { spec, sources } of applications) {
    for (const [i, source] of spec.sources.entries()) {
      if (sources?.[i]?.state === "generated" && source.path !== undefined)
        own.add(normaliseRepoUrl(source.repoURL));
    }
  }
  const found = new Map<string, Cover>();
  for (const { ref, spec } of applications) {
    for (const source of spec.sources) {
      if (source.path === undefined || !own.has(normaliseRepoUrl(source.repoURL))) continue;
      const kind = follows(source, context) ? "left-out" : "pinned";
      if (found.get(source.path)?.kind !== "pinned")
        found.set(source.path, { kind, application: ref, revision: source.targetRevision });
    }
  }
  return found;
}

/** The cover of the nearest directory above a file. */
export function coverOf(known: Covers, path: string): Cover | undefined {
  for (let at = path.lastIndexOf("/"); ; at = path.lastIndexOf("/", at - 1)) {
    const cover = known.get(at < 0 ? "" : path.slice(0, at));
    if (cover || at <= 0) return cover;
  }
}

function follows({ targetRevision }: Source, { branch, defaultBranch }: RuleInput["context"]): boolean {
  const revision = targetRevision.replace(/^refs\/heads\//, "");
  return (revision === "" || revision === "HEAD" ? defaultBranch : revision) === branch;
}
