// The files a source reads → what they take from outside the repository.

import { list, str } from "../../lib/json.ts";
import type { ParsedDocument } from "../../model/manifest.ts";
import type { Snapshot } from "../../model/snapshot.ts";
import type { RemoteReference } from "../../model/source-result.ts";
import { KUSTOMIZATION_NAMES } from "./detect.ts";
import type { Files } from "./files.ts";
import { withKnownKeys } from "./known-keys.ts";
import { remoteEntries } from "./kustomize-refusals.ts";
import { directoryOf, pathExists } from "./repository-tree.ts";

/** References in the kustomizations and charts among `inputs`, in the order of the files. A vendored chart is none. */
export async function remoteReferences(
  snapshot: Snapshot,
  inputs: readonly string[],
  files: Files,
): Promise<RemoteReference[]> {
  const readable = inputs.flatMap((path) => {
    const file = snapshot.files.get(path);
    return file?.mode.startsWith("100") && READERS.has(baseName(path)) ? [{ path, oid: file.oid }] : [];
  });
  await files.parse(readable.map(({ oid }) => oid));
  return readable.flatMap(({ path, oid }) =>
    files
      .parsed(oid)
      .documents.flatMap((document) => READERS.get(baseName(path))?.(document, path, snapshot) ?? []),
  );
}

type Reader = (document: ParsedDocument, path: string, snapshot: Snapshot) => RemoteReference[];

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ...KUSTOMIZATION_NAMES.map((name) => [name, kustomizationReferences] as const),
  ["Chart.yaml", chartDependencies],
]);

function kustomizationReferences(
  document: ParsedDocument,
  path: string,
  snapshot: Snapshot,
): RemoteReference[] {
  const { lineOf } = document;
  const value = withKnownKeys(document.value);
  const line = lineOf(["resources"]);
  const exists = (local: string) => pathExists(snapshot, local);
  const bases = remoteEntries(value, directoryOf(path), exists).map((entry) => {
    return { kind: "base", name: "", ...addressOf(entry), path, line } as const;
  });
  const charts = list(value, ["helmCharts"]).flatMap((chart, i): RemoteReference[] => {
    const address = str(chart, ["repo"]) ?? "";
    if (address === "") return [];
    const at = lineOf(["helmCharts", i, "version"]);
    return [chartReference(str(chart, ["name"]), address, str(chart, ["version"]), path, at)];
  });
  return [...bases, ...charts];
}

/** Dependencies of a chart (helm docs, topics/charts): not those beside it, nor those that lie in `charts/`. */
function chartDependencies(document: ParsedDocument, path: string, snapshot: Snapshot): RemoteReference[] {
  const { lineOf } = document;
  const value = withKnownKeys(document.value);
  const charts = `${directoryOf(path)}/charts`.replace(/^\//, "");
  return list(value, ["dependencies"]).flatMap((dependency, i): RemoteReference[] => {
    const [name, version] = [str(dependency, ["name"]) ?? "", str(dependency, ["version"]) ?? ""];
    const address = str(dependency, ["repository"]) ?? "";
    const vendored = [name, `${name}-${version}.tgz`].some((file) =>
      pathExists(snapshot, `${charts}/${file}`),
    );
    if (address === "" || address.startsWith("file://") || vendored) return [];
    return [chartReference(name, address, version, path, lineOf(["dependencies", i, "version"]))];
  });
}

function chartReference(
  name: string | undefined,
  address: string,
  version: string | undefined,
  path: string,
  line: number,
): RemoteReference {
  return { kind: "chart", name: name ?? "", address, version: version ?? "", path, line };
}

/** `https://host/repo//path?ref=v1` → the address and the revision (kustomize api/internal/git/repospec.go, parseQuery). */
function addressOf(entry: string): { address: string; version: string } {
  const question = entry.indexOf("?");
  if (question < 0) return { address: entry, version: "" };
  const query = new URLSearchParams(entry.slice(question + 1));
  return { address: entry.slice(0, question), version: query.get("ref") ?? query.get("version") ?? "" };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
