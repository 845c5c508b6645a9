// An Application's sources → what each would be rendered with. Reads nothing.

import { str } from "../../lib/json.ts";
import { isAtLeast } from "../../manifests/values/argocd-version.ts";
import type { ApplicationSpec, Source } from "../../model/application.ts";
import type { Config } from "../../model/context.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { buildEnv, instanceName } from "../generate/build-env.ts";
import { detectTool } from "../generate/detect.ts";
import { directoryFiles } from "../generate/directory.ts";
import { linkAt } from "../generate/links.ts";
import { directoryExists, submodulesAt } from "../generate/repository-tree.ts";
import type { DeliveryTree, SourcePlan } from "../tree/application-tree.ts";
import { plainNamespace } from "../tree/instance-tag.ts";
import { kustomizeSettings } from "../tree/kustomize-settings.ts";
import type { TrackedRevision } from "../tree/tracked-revision.ts";
import { unlistedReads } from "./unlisted-reads.ts";

/** What planning needs besides an Application: whom its sources follow, and which Argo CD reads them. */
export type Planning = {
  readonly trackedRevision: (source: Source) => TrackedRevision;
  readonly config: Config;
};

/** Plans every source on one side. `instance` is the namespace of the Argo CD that has the Application. */
export function planSources(
  { snapshot, candidates }: Pick<DeliveryTree, "snapshot" | "candidates">,
  spec: ApplicationSpec,
  { trackedRevision, config }: Planning,
  instance = spec.namespace,
): SourcePlan[] {
  const fed = spec.sources.map((source) => ({ source, tracked: trackedRevision(source) }));
  const named = fed.length > 1 ? fed.filter(({ source }) => source.ref) : [];
  const refs = new Map(named.map(({ source, tracked }) => [source.ref ?? "", tracked.kind === "this-merge"]));
  const globs = isAtLeast(config.argocd.version, "3.4");
  return fed.map(({ source, tracked }) => {
    const version = str(source.raw, ["kustomize", "version"]) ?? "";
    const { text, paths: settings } = kustomizeSettings(
      candidates.settings,
      plainNamespace(instance),
      version,
    );
    const env = buildEnv(spec, source, instance);
    const scope = { env, refs, globs, buildOptions: text, settings };
    const unlisted = unlistedReads(snapshot, source);
    if (unlisted || tracked.kind !== "this-merge" || source.path === undefined) {
      return { source, tracked, tool: undefined, exists: true, ...NOTHING, scope, unlisted };
    }
    const tool = detectTool(snapshot, source);
    const paths = tool === "directory" ? directoryFiles(snapshot.paths, source) : [];
    const submodules = submodulesAt(snapshot, source.path, source.directory.recurse);
    const link = linkAt(snapshot, source.path);
    const overrides = overridesOf(snapshot, source.path, instanceName(spec, instance));
    const exists = directoryExists(snapshot, source.path);
    return { source, tracked, tool, exists, paths, submodules, link, overrides, scope };
  });
}

const NOTHING = { paths: [], submodules: [], link: undefined, overrides: [] } as const;

/** In the order Argo CD merges them (argo-cd reposerver/repository/repository.go, mergeSourceParameters). */
function overridesOf(snapshot: Snapshot, path: string, name: string): string[] {
  const directory = path === "" ? "" : `${path}/`;
  return ["", `-${name}`]
    .map((suffix) => `${directory}.argocd-source${suffix}.yaml`)
    .filter((file) => snapshot.files.has(file));
}
