// Paths of a snapshot → the files laid out for a renderer, or what among them must not be.
import type { Snapshot } from "../../model/snapshot.ts";
import { FILE, SOURCE } from "../../model/unevaluated.ts";
import { type Files, UNREAD } from "./files.ts";
import type { JobFile } from "./render-job.ts";

export type Materials =
  | { readonly state: "ready"; readonly files: ReadonlyMap<string, JobFile> }
  | { readonly state: "refused"; readonly reason: string };

/** A source with more files or characters than this is not rendered. */
const MOST_FILES = 5000;
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * Reads `needed` and `beside` in one batch. `links`: what symbolic links lead to that are laid out as such. Other symbolic links, submodules, pointers to Git LFS and what is no text are
 * refused where they are needed, and left out where they only lie beside.
 */
export async function readMaterials(
  snapshot: Snapshot,
  needed: readonly string[],
  beside: readonly string[],
  files: Files,
  links: ReadonlyMap<string, string> = new Map(),
): Promise<Materials> {
  const wanted = new Set(needed);
  const paths = [...new Set([...needed, ...beside])].filter((path) => snapshot.files.has(path)).sort();
  if (paths.length > MOST_FILES) return refused(SOURCE.tooManyFiles(MOST_FILES));
  const odd = paths.find(
    (path) => wanted.has(path) && !links.has(path) && oddMode(snapshot, path) !== undefined,
  );
  if (odd !== undefined) return refused(SOURCE.oddFile(odd, oddMode(snapshot, odd) ?? ""));
  const plain = paths.filter((path) => oddMode(snapshot, path) === undefined);
  const texts = await files.texts(plain.map((path) => snapshot.files.get(path)?.oid ?? ""));
  const laidOut = new Map<string, JobFile>(
    [...links].map(([path, link]) => [
      path,
      { oid: snapshot.files.get(path)?.oid ?? "", text: "", executable: false, link },
    ]),
  );
  let size = 0;
  for (const path of plain) {
    const { oid = "", mode = "" } = snapshot.files.get(path) ?? {};
    const blob = texts.get(oid);
    if (blob && "bytes" in blob && path.endsWith(".tgz")) {
      size += blob.bytes.length;
      laidOut.set(path, { oid, text: "", bytes: blob.bytes, executable: false });
      continue;
    }
    const unread = unreadable(blob);
    if (unread !== undefined) {
      if (wanted.has(path)) return refused(`${path} ${unread}`);
    } else if (blob && "text" in blob) {
      size += blob.text.length;
      laidOut.set(path, { oid, text: blob.text, executable: mode === "100755" });
    }
    if (size > MOST_CHARACTERS) return refused(SOURCE.tooManyCharacters(MOST_CHARACTERS));
  }
  return { state: "ready", files: laidOut };
}

function oddMode(snapshot: Snapshot, path: string): string | undefined {
  const mode = snapshot.files.get(path)?.mode;
  if (mode === "120000") return "a symbolic link";
  return mode === "160000" ? "a Git submodule" : undefined;
}

type Blob = Awaited<ReturnType<Files["texts"]>> extends ReadonlyMap<string, infer B> ? B : never;

function unreadable(blob: Blob | undefined): string | undefined {
  if (blob === undefined) return FILE.missing;
  if ("text" in blob) {
    return blob.text.startsWith("version https://git-lfs.github.com/spec/") ? FILE.lfs : undefined;
  }
  return UNREAD[blob.unreadable];
}

function refused(reason: string): Materials {
  return { state: "refused", reason };
}

/** Pictures are for people; templates and generators hardly read them. */
export function isPicture(path: string): boolean {
  return /\.(?:png|jpe?g|gif|svg|ico|webp)$/i.test(path);
}
