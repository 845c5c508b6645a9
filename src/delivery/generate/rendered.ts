// What a tool printed → manifests, each with the file and line that declares it.

import { isMap, map, omit, str } from "../../lib/json.ts";
import type { JsonObject } from "../../lib/json-types.ts";
import { parseFile } from "../../manifests/yaml/file.ts";
import { manifestsOf } from "../../manifests/yaml/manifests.ts";
import type { DeliveryProblem } from "../../model/delivery-problem.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { NotEvaluated } from "../../model/plan.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import { renderFile, unfilledNames } from "./directory.ts";
import type { Files } from "./files.ts";
import { resolvePath } from "./repository-tree.ts";

const ORIGIN = "config.kubernetes.io/origin";

/** `home` is the kustomization or the chart: what an object is said to come from where nothing more exact is known. */
export type Printed = { readonly text: string; readonly home: string; readonly directory: string };

export type PrintedManifests = {
  readonly manifests: readonly Manifest[];
  readonly problems: readonly DeliveryProblem[];
  readonly unrendered: readonly NotEvaluated[];
};

/** Every document of the output. Braces in it are text: the tool has filled in what was to be filled in. */
export async function readPrinted(
  printed: Printed,
  snapshot: Snapshot,
  files: Files,
): Promise<PrintedManifests> {
  const manifests: Manifest[] = [];
  const problems: DeliveryProblem[] = [];
  const unrendered: NotEvaluated[] = [];
  for (const chunk of printed.text.split(/^---(?:[ \t].*)?$/m)) {
    if (chunk.trim() === "") continue;
    const path = templateOf(chunk, printed, snapshot) ?? printed.home;
    const read = renderFile(path, parseFile(chunk));
    manifests.push(...read.manifests.filter((m) => !isHelmTest(m)));
    for (const problem of read.problems) {
      if (problem.code !== "templated-manifest") problems.push({ ...problem, line: 1 });
    }
    for (const { message } of unfilledNames(read.manifests)) {
      problems.push({ code: "templated-manifest", freezes: false, path, line: 1, message });
      unrendered.push({ path, reason: message });
    }
  }
  const origins = manifests.map((m) => originPath(m, printed.directory));
  await files.parse(
    origins.flatMap((path) => {
      const file = path === undefined ? undefined : snapshot.files.get(path);
      return file?.mode.startsWith("100") ? [file.oid] : [];
    }),
  );
  return {
    manifests: manifests.map((m, i) => declared(m, origins[i], snapshot, files)),
    problems,
    unrendered,
  };
}

/** Helm says where a document comes from: `# Source: <chart>/templates/<file>` (helm pkg/action/action.go). */
function templateOf(chunk: string, { directory }: Printed, snapshot: Snapshot): string | undefined {
  const [, source] = /^# Source: [^/\n]+\/(.+)$/m.exec(chunk) ?? [];
  const path = source === undefined ? undefined : resolvePath(directory, source);
  return path !== undefined && snapshot.files.has(path) ? path : undefined;
}

/** Tests are no hooks of Argo CD and are not applied (argo-cd docs/user-guide/helm.md, Helm Hooks). */
function isHelmTest(manifest: Manifest): boolean {
  const hook = str(manifest.object, ["metadata", "annotations", "helm.sh/hook"]);
  return hook?.split(",").every((one) => /^\s*test(?:-success|-failure)?\s*$/.test(one)) ?? false;
}

/** What Kustomize was asked to note: the file of a resource, or the kustomization that generates it. */
function originPath(manifest: Manifest, directory: string): string | undefined {
  const note = str(manifest.object, ["metadata", "annotations", ORIGIN]);
  const [, path] = /^(?:path|configuredIn): (.+)$/m.exec(note ?? "") ?? [];
  return path === undefined ? undefined : resolvePath(directory, path);
}

function declared(manifest: Manifest, path: string | undefined, snapshot: Snapshot, files: Files): Manifest {
  const object = withoutOrigin(manifest.object);
  const file = path === undefined ? undefined : snapshot.files.get(path);
  if (path === undefined || !file?.mode.startsWith("100")) {
    return { ...manifest, object, origin: { path: manifest.origin.path, line: 1 }, lineOf: () => 1 };
  }
  const there = manifestsOf(files.parsed(file.oid), path).filter((m) => m.kind === manifest.kind);
  const found =
    there.find((m) => m.name === manifest.name) ?? there.find((m) => manifest.name.includes(m.name));
  return {
    ...manifest,
    object,
    origin: found?.origin ?? { path, line: 1 },
    lineOf: found?.lineOf ?? (() => 1),
  };
}

function withoutOrigin(object: JsonObject): JsonObject {
  const metadata = map(object, ["metadata"]);
  const annotations = map(metadata, ["annotations"]);
  if (!metadata || !annotations || !Object.hasOwn(annotations, ORIGIN)) return object;
  const rest = omit(annotations, [ORIGIN]);
  const kept =
    Object.keys(rest).length > 0 ? { ...metadata, annotations: rest } : omit(metadata, ["annotations"]);
  return isMap(kept) ? { ...object, metadata: kept } : object;
}
