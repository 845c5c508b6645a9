// The keys of both files → each key that holds, and which file it comes from.
import type { Setting } from "../../model/context.ts";
import type { ReadFile } from "./read.ts";

type FileKeys = ReadFile["keys"];

/** Leaves, lists taken whole, sorted by key. `ignore` is there once for each file: those add up. */
export function settingsOf(organisation: FileKeys, repository: FileKeys): Setting[] {
  const { overrides = {}, ...defaults } = organisation;
  const { overrides: _, ...own } = repository;
  const found = new Map<string, Setting>();
  const layers = [
    ["the organisation", defaults],
    ["the repository", own],
    ["the organisation's overrides", overrides],
  ] as const;
  for (const [source, keys] of layers) {
    for (const [key, value] of leaves(keys))
      found.set(key === "ignore" ? `${key} ${source}` : key, { key, value: JSON.stringify(value), source });
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, setting]) => setting);
}

function* leaves(keys: object, above = ""): Generator<readonly [key: string, value: unknown]> {
  for (const [name, value] of Object.entries(keys)) {
    const key = above === "" ? name : `${above}.${name}`;
    if (value === undefined) continue;
    if (typeof value === "object" && value !== null && !Array.isArray(value)) yield* leaves(value, key);
    else yield [key, value];
  }
}
