// An Application that is not evaluated → the Applications and sets that it delivers if nothing rewrites their files.

import type { Manifest } from "../../model/manifest.ts";
import type { Files } from "../generate/files.ts";
import { onlyGather } from "../generate/kustomizations.ts";
import type { ApplicationNode, DeliveryTree } from "../tree/application-tree.ts";

/**
 * What its files declare in full is delivered by nobody else, so it comes from there: through a plugin, a kustomization with
 * a remote base, or a chart with a dependency that is not fetched. Undefined where a kustomization renames or patches.
 */
export async function presumedChildren(
  { snapshot, candidates }: Pick<DeliveryTree, "snapshot" | "candidates">,
  { results, ref }: ApplicationNode,
  files: Files,
): Promise<readonly Manifest[] | undefined> {
  const inputs = unreadInputs(results);
  if (inputs.size === 0 || !(await onlyGather(snapshot, [...inputs], files))) return undefined;
  return [...candidates.applications, ...candidates.sets].filter(
    ({ origin, kind, namespace, name }) =>
      inputs.has(origin.path) && `${kind} ${namespace}/${name}` !== `Application ${ref}`,
  );
}

/** The files of sources that are not evaluated. */
function unreadInputs(results: ApplicationNode["results"]): Set<string> {
  return new Set((results ?? []).flatMap((result) => (result.state === "unevaluated" ? result.inputs : [])));
}
