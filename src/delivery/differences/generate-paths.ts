// Both sides and the changed paths → Applications that Argo CD does not render anew, because of manifest-generate-paths.

import { sameJson } from "../../lib/json.ts";
import { matchesPath } from "../../lib/path-glob.ts";
import type { ApplicationNode } from "../tree/application-tree.ts";
import type { ChangedNode } from "./differences.ts";

/**
 * References of the head's Applications that read a changed file while none of the paths in their annotation differs: Argo
 * CD then uses what it rendered before for the new commit (argo-cd docs/operator-manual/high_availability.md, Manifest Paths
 * Annotation; util/app/path/path.go, GetAppRefreshPaths and AppFilesHaveChanged). Another source, destination or
 * Kubernetes version renders anew, and so do several sources. `sameVersion`: whether the charts are given the same version.
 */
export function servedFromCache(
  nodes: readonly ChangedNode[],
  changed: readonly string[],
  sameVersion: (before: ApplicationNode, after: ApplicationNode) => boolean,
): Set<string> {
  const touched = withDirectories(changed);
  const isOutside = ({ spec: { manifestGeneratePaths, sources } }: ApplicationNode) => {
    const paths = refreshPaths(manifestGeneratePaths, sources[0]?.path ?? "");
    return paths.length > 0 && !paths.some((path) => isTouched(path, touched, changed));
  };
  const cached = nodes.filter(({ base, head, input }) => {
    if (!base || !head || input === undefined || !sameRequest(base, head)) return false;
    return isOutside(base) && isOutside(head) && sameVersion(base, head);
  });
  return new Set(cached.map(({ ref }) => ref));
}

function sameRequest(base: ApplicationNode, head: ApplicationNode): boolean {
  const of = ({ spec }: ApplicationNode) => [spec.destination, ...spec.sources.map(({ raw }) => raw)];
  return head.spec.sources.length === 1 && sameJson(of(base), of(head));
}

/** Absolute ones begin at the repository's root, the others at the source's path; none leaves the repository. */
function refreshPaths(text: string, at: string): string[] {
  return text
    .split(";")
    .filter((item) => item !== "")
    .map((item) => cleaned(item.startsWith("/") ? item : `${at}/${item}`));
}

function cleaned(path: string): string {
  const steps: string[] = [];
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/");
}

/** The paths and every directory above them; "" is the repository's root. */
function withDirectories(paths: readonly string[]): Set<string> {
  const found = new Set<string>([""]);
  for (const path of paths) {
    for (let at = path; at !== "" && !found.has(at); at = at.slice(0, Math.max(0, at.lastIndexOf("/"))))
      found.add(at);
  }
  return found;
}

function isTouched(path: string, touched: ReadonlySet<string>, changed: readonly string[]): boolean {
  return touched.has(path) || (/[*?[\\]/.test(path) && changed.some((file) => matchesPath(path, file)));
}
