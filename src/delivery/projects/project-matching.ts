// Patterns of an AppProject and what Git knows → whether they match: true, false, or undefined where Git cannot tell.

import { matchesGlob } from "../../lib/glob.ts";
import { groupBy } from "../../lib/group-by.ts";
import { matchesPath } from "../../lib/path-glob.ts";
import type { ClusterPlace, ProjectDestination, ProjectKind, ProjectSpec } from "../../model/project.ts";
import { isOwnCluster } from "../tree/own-cluster.ts";

/** undefined: Git cannot tell. */
export type Tri = boolean | undefined;

const SSH_URL = /^(?:ssh:\/\/)?[^/:@]*@[^@]+$/;

/**
 * Whether the project lets its Applications read a repository: one pattern must match, and none that begins with `!`
 * may be hit. `*` stops at a slash, a lone `*` is every address.
 * (argo-cd pkg/apis/application/v1alpha1/app_project_types.go, IsSourcePermitted, globMatch.)
 */
export function permitsSource({ sourceRepos }: ProjectSpec, repoURL: string): boolean {
  const address = normalise(repoURL);
  const denied = sourceRepos.some((p) => isDeny(p) && matchesGlob(normalise(p.slice(1)), address, "/"));
  return !denied && sourceRepos.some((p) => isDeny(p) || matches(normalise(p), address, "/"));
}

/**
 * Whether the project lets its Applications deliver to a namespace of a cluster, "" for none of its own. The cluster
 * counts by its name and by its address (app_project_types.go, IsDestinationPermitted, isDestinationMatched); a
 * cluster registered for the project is permitted as well (argo-cd util/argo/argo.go, GetAppProjectByName).
 */
export function permitsDestination(project: ProjectSpec, place: ClusterPlace, namespace: string): Tri {
  const verdicts = candidates(project, place).map((item) => judge(item, place, namespace));
  const scoped = place.scopedTo === project.name;
  const fits = scoped && (place.scopedNamespaces.length === 0 || place.scopedNamespaces.includes(namespace));
  const denied = any(verdicts.map((v) => v.denied));
  const permitted = and(not(denied), any([fits, ...verdicts.map((v) => v.matched)]));
  if (!project.onlyScopedClusters) return permitted;
  return and(permitted, place.scopedTo === undefined ? undefined : scoped);
}

/** Whether objects of a kind may be delivered at all (app_project_types.go, IsGroupKindPermitted). */
export function permitsKind(project: ProjectSpec, kind: ProjectKind, clusterScoped: boolean): boolean {
  const { permitted, denied } = clusterScoped ? project.clusterKinds : project.namespaceKinds;
  return (permitted === undefined || lists(permitted, kind)) && !lists(denied, kind);
}

/**
 * Whether Applications outside Argo CD's own namespace may use the project; `/…/` is a regular expression, which is
 * not evaluated (app_project_types.go, IsAppNamespacePermitted; argo-cd util/glob/list.go, MatchStringInList).
 */
export function permitsNamespaceOfApplication(project: ProjectSpec, namespace: string): Tri {
  if (namespace === project.namespace) return true;
  return any(
    project.sourceNamespaces.map(
      (p) => matchesGlob(p, namespace) || (/^\/.*\/$/s.test(p) && p.length > 1 ? undefined : false),
    ),
  );
}

type Index = {
  readonly byName: ReadonlyMap<string, readonly ProjectDestination[]>;
  readonly others: readonly ProjectDestination[];
};

const INDEXES = new WeakMap<ProjectSpec, Index>();

/** The destinations that may say something of a place: one that gives just a plain name speaks of that name alone. */
function candidates(project: ProjectSpec, { name }: ClusterPlace): readonly ProjectDestination[] {
  if (name === undefined) return project.destinations;
  const { byName, others } = INDEXES.get(project) ?? index(project);
  return [...(byName.get(name) ?? []), ...others];
}

function index(project: ProjectSpec): Index {
  const isPlain = ({ name, server, namespace }: ProjectDestination) =>
    /^[\w.-]+$/.test(name) && server === "" && !isDeny(namespace);
  const byName = groupBy(project.destinations.filter(isPlain), ({ name }) => name);
  const others = project.destinations.filter((item) => !isPlain(item));
  INDEXES.set(project, { byName, others });
  return { byName, others };
}

function judge(
  item: ProjectDestination,
  place: ClusterPlace,
  namespace: string,
): { matched: Tri; denied: Tri } {
  const name = place.name === undefined ? unknown(item.name) : matchesOrNot(item.name, place.name);
  const server =
    place.server === undefined ? unknownServer(item.server, place) : matchesOrNot(item.server, place.server);
  const inside = matchesOrNot(item.namespace, namespace);
  const matched = and(any([name, server]), inside);
  const denied = any([
    and(isDeny(item.name), not(name)),
    and(and(isDeny(item.server), not(server)), inside),
    and(and(isDeny(item.namespace), !inside), server),
  ]);
  return { matched, denied: and(not(matched), denied) };
}

/** The address of a guest cluster is nowhere in Git, but it is not that of Argo CD's own cluster. */
function unknownServer(pattern: string, { guest }: ClusterPlace): Tri {
  const own = isOwnCluster({ name: "", server: isDeny(pattern) ? pattern.slice(1) : pattern, namespace: "" });
  return guest && own ? isDeny(pattern) : unknown(pattern);
}

/** A text that Git does not show and that is not empty. */
function unknown(pattern: string): Tri {
  if (pattern === "*") return true;
  return pattern === "" || pattern === "!*" ? false : undefined;
}

function matchesOrNot(pattern: string, value: string): boolean {
  return isDeny(pattern) ? !matchesGlob(pattern.slice(1), value) : matches(pattern, value);
}

function isDeny(pattern: string): boolean {
  return pattern.startsWith("!");
}

function matches(pattern: string, value: string, separator = ""): boolean {
  return pattern === "*" || matchesGlob(pattern, value, separator);
}

/** Go's filepath.Match on both (argo-cd pkg/apis/application/v1alpha1/types.go, isResourceInList). */
function lists(list: readonly ProjectKind[], { group, kind }: ProjectKind): boolean {
  return list.some((item) => matchesPath(item.kind, kind) && matchesPath(item.group, group));
}

/** An address as projects compare it; the scheme counts, but for ssh (argo-cd util/git/git.go, NormalizeGitURL). */
function normalise(url: string): string {
  const text = url.trim().toLowerCase();
  const ssh = SSH_URL.test(text) && !text.startsWith("ssh://") ? text.replace(":", "/") : text;
  return ssh
    .replace(/\.git$/, "")
    .replace(/^ssh:\/\//, "")
    .replaceAll("{", "%7B")
    .replaceAll("}", "%7D");
}

function any(values: readonly Tri[]): Tri {
  if (values.includes(true)) return true;
  return values.includes(undefined) ? undefined : false;
}

function and(one: Tri, other: Tri): Tri {
  if (one === false || other === false) return false;
  return one === true && other === true ? true : undefined;
}

function not(value: Tri): Tri {
  return value === undefined ? undefined : !value;
}
