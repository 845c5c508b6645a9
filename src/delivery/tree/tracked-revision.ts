// A source and the context → whether merging into this branch reaches it.

import { normaliseRepoUrl } from "../../manifests/values/repo-url.ts";
import { followedBranch } from "../../manifests/values/revision.ts";
import type { Source } from "../../model/application.ts";
import type { Context } from "../../model/context.ts";
import type { Followed } from "../../model/source-result.ts";
import { ELSEWHERE } from "../../model/unevaluated.ts";

/** `reason` says in a sentence why the merge does not reach the source; undefined where it does. */
export type TrackedRevision =
  | { readonly kind: "this-merge" }
  | { readonly kind: Exclude<Followed, "this-merge">; readonly reason: string };

/**
 * A source follows this merge when it names this repository and the branch the merge feeds: by name, as
 * `refs/heads/<branch>`, or as HEAD (also "") where that branch is the default one. A tag, a commit, a version range
 * (which matches tags only) or another branch stays as it is.
 * (argo-cd util/git/client.go, lsRemote; util/versions/tags.go, MaxVersion.) A branch that is called like a range counts as
 * the branch, although a fitting tag would come first: tags are not known here.
 */
export function trackRevisions(
  repoUrls: readonly string[],
  context: Context,
): (source: Source) => TrackedRevision {
  const own = new Set(repoUrls.map(normaliseRepoUrl));
  return (source) => {
    if (!own.has(normaliseRepoUrl(source.repoURL))) {
      return source.chart !== undefined
        ? { kind: "chart", reason: ELSEWHERE.chartOf(source.chart, source.targetRevision, source.repoURL) }
        : { kind: "repository", reason: ELSEWHERE.repository(source.repoURL) };
    }
    return followedBranch(source.targetRevision, context.defaultBranch) === context.branch
      ? { kind: "this-merge" }
      : { kind: "revision", reason: ELSEWHERE.revision(source.targetRevision) };
  };
}
