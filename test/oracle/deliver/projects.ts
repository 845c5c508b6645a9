// An AppProject and an Application → whether Argo CD lets it, as it stands.
import { isClusterScoped, type KubeObject, list, type Ref, text } from "./objects.ts";

/** The project that Argo CD makes itself (util/argo/argo.go, GetAppProjectByName; cmd/util/project.go). */
export const DEFAULT_PROJECT: KubeObject = {
  kind: "AppProject",
  metadata: { name: "default" },
  spec: {
    sourceRepos: ["*"],
    destinations: [{ server: "*", namespace: "*" }],
    clusterResourceWhitelist: [{ group: "*", kind: "*" }],
  },
};

export type Place = { readonly name: string; readonly server: string; readonly namespace: string };

/** pkg/apis/application/v1alpha1/app_project_types.go, IsSourcePermitted. */
export function permitsSource(project: KubeObject, url: string): boolean {
  const rules = list(project, "spec", "sourceRepos").map(String);
  if (rules.some((rule) => rule.startsWith("!") && globs(rule.slice(1), url))) return false;
  return rules.some((rule) => !rule.startsWith("!") && globs(rule, url));
}

/** isDestinationMatched, without its patterns that deny, which the generator does not draw. */
export function permitsDestination(project: KubeObject, place: Place): boolean {
  return list(project, "spec", "destinations").some(
    (rule) =>
      (globs(text(rule, "server"), place.server) ||
        (place.name !== "" && globs(text(rule, "name"), place.name))) &&
      globs(text(rule, "namespace"), place.namespace),
  );
}

/** IsGroupKindPermitted: namespaced kinds unless a list says otherwise, cluster-scoped ones only if a list says so. */
export function permitsKind(project: KubeObject, { group, kind }: Pick<Ref, "group" | "kind">): boolean {
  const within = (field: string) =>
    list(project, "spec", field).some(
      (rule) => globs(text(rule, "group"), group) && globs(text(rule, "kind"), kind),
    );
  if (isClusterScoped(kind)) return within("clusterResourceWhitelist") && !within("clusterResourceBlacklist");
  const open = !Array.isArray((project["spec"] as KubeObject | undefined)?.["namespaceResourceWhitelist"]);
  return (open || within("namespaceResourceWhitelist")) && !within("namespaceResourceBlacklist");
}

const globPatterns = new Map<string, RegExp>();

function globs(pattern: string, value: string): boolean {
  const known = globPatterns.get(pattern);
  if (known) return known.test(value);
  const source = pattern.replaceAll(/[.+^$()|[\]\\{}?]/g, "\\$&").replaceAll("*", ".*");
  const made = new RegExp(`^${source}$`);
  globPatterns.set(pattern, made);
  return made.test(value);
}
