// Symbolic links of a snapshot → what they lead to, inside the repository.
import type { Source } from "../../model/application.ts";
import type { BlobText, Snapshot, SnapshotFile } from "../../model/snapshot.ts";
import type { Files } from "./files.ts";
import { directoryOf, pathsUnder, resolvePath } from "./repository-tree.ts";

/** Links that lead to links are followed this far; then they count as a circle, as for the operating system. */
const MOST_HOPS = 40;

/**
 * Links among the files → what they lead to in the end: a file, nothing (Argo CD skips it), or a link where they lead in a
 * circle or one cannot be read. None leads out of the repository, which `linkOutOfBounds` refuses before. (argo-cd
 * reposerver/repository/repository.go, getPotentiallyValidManifestFile.)
 */
export async function followLinks(
  snapshot: Snapshot,
  listed: readonly { path: string; file: SnapshotFile }[],
  files: Files,
): Promise<Map<string, SnapshotFile | undefined>> {
  const trails = await trailsOf(
    snapshot,
    listed.filter((l) => isLink(l.file)).map((l) => l.path),
    files,
  );
  return new Map([...trails].map(([path, trail]) => [path, snapshot.files.get(trail.at(-1) ?? path)]));
}

/** The files that symbolic links among `paths` lead to or through: a source depends on them too. */
export async function linkedFiles(
  snapshot: Snapshot,
  paths: readonly string[],
  files: Files,
): Promise<string[]> {
  const links = paths.filter((path) => isLink(snapshot.files.get(path)));
  const trails = await trailsOf(snapshot, links, files);
  return [...trails.values()].flat();
}

/** For each link the paths in the repository that it leads to, one after the other. */
async function trailsOf(
  snapshot: Snapshot,
  links: readonly string[],
  files: Files,
): Promise<Map<string, string[]>> {
  const trails = new Map<string, string[]>(links.map((path) => [path, []]));
  let at = links.map((path) => ({ path, step: path }));
  for (let hop = 0; at.length > 0 && hop < MOST_HOPS; hop++) {
    const oids = at.map(({ step }) => snapshot.files.get(step)?.oid ?? "");
    const texts = await files.texts([...new Set(oids)]);
    at = at.flatMap(({ path, step }, i) => {
      const next = targetOf(step, texts.get(oids[i] as string));
      if (next === undefined) return [];
      trails.get(path)?.push(next);
      return isLink(snapshot.files.get(next)) ? [{ path, step: next }] : [];
    });
  }
  return trails;
}

const BEYOND = new WeakMap<Snapshot, Promise<string | undefined>>();

/**
 * The first symbolic link of the repository that leads out of it. One is enough: the repo server refuses the whole
 * revision, for every source (argo-cd reposerver/repository/repository.go, runRepoOperation; util/app/path/path.go,
 * CheckOutOfBoundsSymlinks). Looked for once a snapshot.
 */
export function linkOutOfBounds(snapshot: Snapshot, files: Files): Promise<string | undefined> {
  const known = BEYOND.get(snapshot);
  if (known !== undefined) return known;
  const found = findOutOfBounds(snapshot, files);
  BEYOND.set(snapshot, found);
  return found;
}

async function findOutOfBounds(snapshot: Snapshot, files: Files): Promise<string | undefined> {
  const links = snapshot.paths.filter((path) => isLink(snapshot.files.get(path)));
  const oids = links.map((path) => snapshot.files.get(path)?.oid ?? "");
  const texts = links.length === 0 ? new Map<string, BlobText>() : await files.texts([...new Set(oids)]);
  return links.find((path, i) => {
    const blob = texts.get(oids[i] as string);
    return blob !== undefined && "text" in blob && targetOf(path, blob) === undefined;
  });
}

/** The symbolic link that a path leads through, or is. */
export function linkAt(snapshot: Snapshot, path: string): string | undefined {
  const parts = path.split("/");
  return parts.map((_, i) => parts.slice(0, i + 1).join("/")).find((p) => isLink(snapshot.files.get(p)));
}

/** The link itself, and the files that the path of a source holds behind it. */
export async function filesThroughLink(
  snapshot: Snapshot,
  link: string,
  source: Source,
  files: Files,
): Promise<string[]> {
  const trail = (await trailsOf(snapshot, [link], files)).get(link) ?? [];
  const end = trail.at(-1);
  if (end === undefined) return [link];
  const behind = resolvePath(end, (source.path ?? "").slice(link.length)) ?? end;
  return [link, ...trail, ...pathsUnder(snapshot.paths, behind)];
}

/** Where a path leads in the end, and the symbolic links on the way; `path` is the link itself where it leads nowhere. */
type PhysicalPath = { readonly path: string; readonly links: readonly string[] };

/** As filepath.EvalSymlinks answers it (kustomize kyaml/filesys/fsondisk.go, CleanedAbs). */
export async function physicalPath(snapshot: Snapshot, path: string, files: Files): Promise<PhysicalPath> {
  const links: string[] = [];
  let at = path;
  while (links.length < MOST_HOPS) {
    const link = linkAt(snapshot, at);
    if (link === undefined) return { path: at, links };
    links.push(link);
    const oid = snapshot.files.get(link)?.oid ?? "";
    const target = targetOf(link, (await files.texts([oid])).get(oid));
    if (target === undefined) return { path: link, links };
    at = [target, at.slice(link.length + 1)].filter((part) => part !== "").join("/");
  }
  return { path: at, links };
}

function isLink(file: SnapshotFile | undefined): boolean {
  return file?.mode === "120000";
}

function targetOf(link: string, blob: BlobText | undefined): string | undefined {
  if (!blob || !("text" in blob) || blob.text.startsWith("/")) return undefined;
  return resolvePath(directoryOf(link), blob.text);
}
