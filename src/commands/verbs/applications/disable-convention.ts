// Files beside a manifest → how this repository takes Applications out: comments, entries, other names of files.

import { directoryOf } from "../../../delivery/generate/repository-tree.ts";
import { cleanPath } from "../../../manifests/argocd/source.ts";
import type { TextEdit } from "../../../model/edit.ts";
import type { CommandContext } from "../../command-context.ts";
import type { Splice } from "../../edit/splice.ts";
import { listingOf } from "../../lookup/listed-files.ts";

const SUFFIX = /\.ya?ml(\.(?:disabled|off|inactive))$/;
/** A line that begins a commented-out manifest, its prefix apart. */
const COMMENTED = /^(#+[ \t]?)(?:apiVersion|kind|metadata|spec):/m;

/**
 * `at` is the offset of the dash of its entry in a kustomization. Undefined where none lists the file, or not on a line
 * alone.
 */
export async function entryOf(
  path: string,
  { tree }: CommandContext,
): Promise<{ readonly path: string; readonly at: number } | undefined> {
  const listing = await listingOf(path, tree);
  if (listing?.index === undefined) return undefined;
  const { path: found, text, document, index } = listing;
  const start = offsetOfLine(text, document.lineOf(["resources", index]));
  const dash = /^ *(?=- )/.exec(text.slice(start, start + 1000));
  return dash === null ? undefined : { path: found, at: start + dash[0].length };
}

/** ".disabled", where a file beside it is called so. */
export function suffixNear(own: string, paths: readonly string[]): string | undefined {
  const directory = directoryOf(own);
  const near = paths.find((path) => directoryOf(path) === directory && SUFFIX.test(path));
  return near === undefined ? undefined : SUFFIX.exec(near)?.[1];
}

/** The prefix of each line of a manifest that is commented out in the same directory, "# " where there is none. */
export async function prefixNear(path: string, { tree }: CommandContext): Promise<string> {
  const directory = directoryOf(path);
  const near = tree.snapshot.paths.filter(
    (one) => one !== path && directoryOf(one) === directory && /\.ya?ml$/.test(one),
  );
  for (const text of (await tree.read(near)).values()) {
    const prefix = COMMENTED.exec(text)?.[1];
    if (prefix !== undefined && /^#+[ \t]?kind:[ \t]*Application/m.test(text)) return prefix;
  }
  return "# ";
}

/** The edit that restores an Application, the path of its manifest, and its namespace, "" where it names none. */
export type WayBack = {
  readonly path: string;
  readonly edits: readonly TextEdit[];
  readonly removed: readonly string[];
  readonly namespace: string;
};

/** The offset at which a line, counted from 1, begins. */
function offsetOfLine(text: string, line: number): number {
  let at = 0;
  for (let n = 1; n < line; n++) at = text.indexOf("\n", at) + 1 || text.length;
  return at;
}

/** What a file's name ends in behind `.yaml` where that takes the file out. */
export function suffixOf(path: string): string | undefined {
  return SUFFIX.exec(path)?.[1];
}

/** The edit that restores the entry of a file in the kustomization above it. */
export async function commentedEntry(path: string, { tree }: CommandContext): Promise<TextEdit | undefined> {
  const listing = await listingOf(path, tree);
  if (listing === undefined) return undefined;
  const { path: found, text, own } = listing;
  let start = 0;
  for (const line of text.split("\n")) {
    const [, blanks = "", mark = "", entry = ""] = /^( *)(#[ \t]*)- +["']?([^\s"'#]+)/.exec(line) ?? [];
    if (entry !== "" && cleanPath(entry) === own) {
      const at = start + blanks.length;
      return { path: found, start: at, end: at + mark.length, text: "" };
    }
    start += line.length + 1;
  }
  return undefined;
}

/**
 * For each document of a text that is a manifest in comments, the splices that make it one: from its first line on, up
 * to the next separator. What was a comment before it was taken out has two marks, and keeps one.
 */
export function uncommented(text: string): readonly (readonly Splice[])[] {
  const found: Splice[][] = [];
  let current: { readonly prefix: string; readonly splices: Splice[] } | undefined;
  let start = 0;
  for (const line of text.split("\n")) {
    if (line.startsWith("---")) current = undefined;
    const prefix = COMMENTED.exec(line)?.[1];
    if (current === undefined && prefix !== undefined) {
      current = { prefix, splices: [] };
      found.push(current.splices);
    }
    if (current !== undefined && line.startsWith("#")) {
      const mark = line.startsWith(current.prefix) ? current.prefix : current.prefix.trimEnd();
      if (line.startsWith(mark)) current.splices.push({ start, end: start + mark.length, text: "" });
    }
    start += line.length + 1;
  }
  return found;
}
