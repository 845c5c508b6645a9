// test/cases/<sentence> → the two trees it stands for.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { applyPatch, parsePatch } from "diff";
import { isPresent, type Tool } from "./renderers.ts";
import { type FileMap, FLEET, readTree } from "./repository.ts";

export const CASES = join(import.meta.dirname, "../cases");

/**
 * `title` is the pull request's, where the case has a file of that name. `past` are the trees before, oldest first; the
 * last of them is the base. `now` is when the head was committed.
 */
export type Case = {
  readonly name: string;
  readonly base: FileMap;
  readonly head: FileMap;
  readonly title?: string;
  readonly past: readonly { readonly name: string; readonly time: string; readonly tree: FileMap }[];
  readonly now: string;
};

/** The cases that need no tool. */
export function caseNames(): string[] {
  return allCases().filter((name) => needOf(name) === undefined);
}

/** The cases whose file `needs` names a renderer, and whether it is on this machine. */
export function renderedCases(): { name: string; present: boolean }[] {
  return allCases().flatMap((name) => {
    const tool = needOf(name);
    return tool === undefined ? [] : [{ name, present: isPresent(tool) }];
  });
}

export function needOf(name: string): Tool | undefined {
  const file = join(CASES, name, "needs");
  return existsSync(file) ? (readFileSync(file, "utf8").trim() as Tool) : undefined;
}

function allCases(): string[] {
  if (!existsSync(CASES)) return [];
  return readdirSync(CASES)
    .filter((name) => statSync(join(CASES, name)).isDirectory())
    .sort();
}

/**
 * The example fleet, with the case's own base/ laid over it and the diffs of history/ applied in the order of their names;
 * and the same with pr.diff applied. A line `date: 2026-03-01T10:00:00Z` above a diff says when it was committed.
 */
export function loadCase(name: string): Case {
  const overlay = join(CASES, name, "base");
  let tree: FileMap = { ...FLEET, ...(existsSync(overlay) ? readTree(overlay) : {}) };
  const past = [{ name: "beginning", time: BEGINNING, tree }];
  for (const [file, diff] of historyDiffs(name)) {
    tree = patched(tree, diff);
    past.push({ name: file, time: dateOf(diff), tree });
  }
  const diff = readFileSync(join(CASES, name, "pr.diff"), "utf8");
  const title = join(CASES, name, "title");
  return {
    name,
    base: tree,
    head: patched(tree, diff),
    ...(existsSync(title) ? { title: readFileSync(title, "utf8").trim() } : {}),
    past,
    now: dateOf(diff),
  };
}

const BEGINNING = "2026-01-05T09:00:00Z";

function historyDiffs(name: string): [string, string][] {
  const folder = join(CASES, name, "history");
  return existsSync(folder) ? Object.entries(readTree(folder)) : [];
}

function dateOf(diff: string): string {
  return /^date: (\S+)$/m.exec(diff)?.[1] ?? "2026-06-01T12:00:00Z";
}

/** Applies a Git diff. Throws where a hunk does not fit: a case that means nothing must not pass. */
export function patched(base: FileMap, diff: string): FileMap {
  const head: Record<string, string> = { ...base };
  for (const section of diff.split(/^(?=diff --git )/m).filter((s) => s.startsWith("diff --git "))) {
    const [, from, to] = /^diff --git a\/(.*) b\/(.*)$/m.exec(section) as unknown as [string, string, string];
    const added = /^new file mode/m.test(section);
    const removed = /^deleted file mode/m.test(section);
    const [patch] = parsePatch(section);
    const before = added ? "" : base[from];
    if (before === undefined) throw new Error(`${from} is not in the fleet`);
    const after = patch && patch.hunks.length > 0 ? applyPatch(before, patch) : before;
    if (after === false) throw new Error(`the diff does not apply to ${from}`);
    delete head[from];
    if (!removed) head[to] = after;
  }
  return head;
}
