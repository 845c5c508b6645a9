// A Kustomize source → the manifests that Kustomize builds from it, or why it was not asked or gave none.

import { isMap, list, map, strings } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import type { Source } from "../../model/application.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { SourceResult } from "../../model/source-result.ts";
import { KUSTOMIZE } from "../../model/unevaluated.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { builtFrom, kustomizeInputs } from "./inputs.ts";
import { ambiguousKeys, asProgramsRead, withKnownKeys } from "./known-keys.ts";
import { readBuildOptions } from "./kustomize-build-options.ts";
import { kustomizeOptions } from "./kustomize-options.ts";
import {
  kustomizationRefusal,
  programRefusal,
  referenceRefusal,
  unrestrictedRefusal,
} from "./kustomize-refusals.ts";
import { linkAt, physicalPath } from "./links.ts";
import { isPicture, readMaterials } from "./materials.ts";
import { failedResult, isFaultOfManifests } from "./render-failure.ts";
import type { JobFile, Renderers, RenderJob } from "./render-job.ts";
import { readPrinted } from "./rendered.ts";
import { directoryOf, pathExists, pathsUnder, resolvePath } from "./repository-tree.ts";
import type { SourceScope, SourceTree } from "./source-scope.ts";

/** What a kustomization beside the source's own directory cannot reach is not laid out. */
export async function renderKustomize(
  { snapshot, files }: SourceTree,
  source: Source,
  scope: SourceScope,
  renderers: Renderers,
): Promise<SourceResult> {
  const directory = source.path ?? "";
  const block = map(source.raw, ["kustomize"]);
  const components = strings(block, ["components"]);
  const inputs = await kustomizeInputs(snapshot, builtFrom(source), files);
  const unevaluated = (reason: string): SourceResult => ({ state: "unevaluated", reason, inputs });
  const [home, second] = KUSTOMIZATION_NAMES.map((name) => join(directory, name)).filter((path) =>
    snapshot.files.has(path),
  );
  // kustomize api/internal/target/kusttarget.go, loadKustFile
  if (home !== undefined && second !== undefined)
    return failedResult(
      second,
      `Kustomize refuses a directory with two kustomization files, ${home} too`,
      inputs,
    );
  // kustomize api/internal/target/errmissingkustomization.go: the Application asks for Kustomize by its options.
  if (home === undefined)
    return failedResult(
      join(directory, KUSTOMIZATION_NAMES[0]),
      "Kustomize finds no kustomization in the directory",
      inputs,
    );
  const options = kustomizeOptions(block, scope.env, (c) =>
    pathExists(snapshot, resolvePath(directory, c) ?? "../"),
  );
  if (options.state === "unknown") return unevaluated(options.reason);
  if (scope.buildOptions === undefined)
    return unevaluated(KUSTOMIZE.severalBuildOptions(scope.settings.join(", ")));
  const build = readBuildOptions(scope.buildOptions);
  if ("unknown" in build) return unevaluated(build.unknown);
  const refusal =
    components.map((c) => referenceRefusal(c, directory, (p) => pathExists(snapshot, p))).find(Boolean) ??
    refusalAmong(snapshot, inputs, files, build.unrestricted);
  if (refusal !== undefined) return unevaluated(refusal);
  const beside = directory === "" ? [] : pathsUnder(snapshot.paths, directory).filter((p) => !isPicture(p));
  const links = await linkTargets(snapshot, inputs, files);
  const materials = await readMaterials(snapshot, inputs, beside, files, links);
  if (materials.state === "refused") return unevaluated(materials.reason);
  const program = inputs
    .map((path) => programRefusal(path, materials.files.get(path)?.text ?? ""))
    .find((reason) => reason !== undefined);
  if (program !== undefined) return unevaluated(program);
  const prepared = prepare(home, materials.files, options.patches, snapshot, files);
  if (prepared === undefined) return unevaluated(KUSTOMIZE.noMap);
  const job: RenderJob = {
    tool: "kustomize",
    directory,
    files: prepared,
    given: new Map(),
    steps: [...options.steps, ["build", ".", ...build.args]],
  };
  const printed = await renderers.render(job);
  if (printed.state === "unavailable") return unevaluated(printed.reason);
  if (printed.state === "failed") {
    return isFaultOfManifests("kustomize", printed)
      ? failedResult(home, `Kustomize refuses it: ${printed.message}`, inputs)
      : unevaluated(KUSTOMIZE.failed(printed.message));
  }
  if (printed.text.trim() === "" && inputs.some((path) => path !== home)) {
    return unevaluated(KUSTOMIZE.nothing);
  }
  const read = await readPrinted({ text: printed.text, home, directory }, snapshot, files);
  return { state: "generated", ...read, imports: [], inputs };
}

/** By link among the inputs, what it leads to in the end; one that leads nowhere is left out. */
async function linkTargets(
  snapshot: Snapshot,
  inputs: readonly string[],
  files: Files,
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const link of inputs.filter((path) => snapshot.files.get(path)?.mode === "120000")) {
    const { path } = await physicalPath(snapshot, link, files);
    if (linkAt(snapshot, path) === undefined && pathExists(snapshot, path)) found.set(link, path);
  }
  return found;
}

function refusalAmong(
  snapshot: Snapshot,
  inputs: readonly string[],
  files: Files,
  unrestricted: boolean,
): string | undefined {
  for (const path of inputs) {
    const oid = snapshot.files.get(path)?.oid;
    if (oid === undefined || !isKustomization(path)) continue;
    for (const { value: written } of files.parsed(oid).documents) {
      const twice = ambiguousKeys(written);
      if (twice !== undefined) return KUSTOMIZE.ambiguous(path, ...twice);
      const value = withKnownKeys(written);
      const refusal =
        kustomizationRefusal(value, directoryOf(path), (p) => pathExists(snapshot, p)) ??
        (unrestricted ? unrestrictedRefusal(value) : undefined);
      if (refusal !== undefined) return refusal;
    }
  }
  return undefined;
}

/**
 * The tree with `originAnnotations` asked for, and the Application's patches appended, as Argo CD writes them into the
 * file (argo-cd util/kustomize/kustomize.go, Build). Undefined where the kustomization is no single map.
 */
function prepare(
  home: string,
  laidOut: ReadonlyMap<string, JobFile>,
  patches: readonly Json[],
  snapshot: Snapshot,
  files: Files,
): ReadonlyMap<string, JobFile> | undefined {
  const file = laidOut.get(home);
  const oid = snapshot.files.get(home)?.oid;
  if (!file || oid === undefined) return undefined;
  const documents = asProgramsRead(files, oid);
  const [value] = documents;
  // What cannot be read as a map Kustomize shall refuse itself.
  if (documents.length !== 1 || value === undefined || !isMap(value))
    return patches.length > 0 ? undefined : laidOut;
  const metadata = strings(value, ["buildMetadata"]);
  const appends = patches.length === 0 && !Object.hasOwn(value, "buildMetadata") && isBlockMap(file.text);
  const text = appends
    ? `${file.text.trimEnd()}\nbuildMetadata: [originAnnotations]\n`
    : asJson({
        ...value,
        buildMetadata: [...new Set([...metadata, "originAnnotations"])],
        ...(patches.length > 0 ? { patches: [...list(value, ["patches"]), ...patches] } : {}),
      });
  if (text === undefined) return undefined;
  return new Map([...laidOut, [home, { ...file, oid: "", text }]]);
}

/** Whether a line may be added at the end: not for a map in braces, nor after an end mark. */
function isBlockMap(text: string): boolean {
  return !/^\s*\{/.test(text) && !/^\.\.\./m.test(text);
}

function asJson(value: JsonObject): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function isKustomization(path: string): boolean {
  return (KUSTOMIZATION_NAMES as readonly string[]).includes(path.slice(path.lastIndexOf("/") + 1));
}

function join(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}
