// What a change does → which document of the repository causes which part of it.
import type { Change } from "../../model/change.ts";
import type { DeliveredApplication } from "../../model/delivery.ts";
import type { Comparison } from "../../model/finding.ts";
import type { Manifest } from "../../model/manifest.ts";
import type { ChangedDocument } from "./documents.ts";

export type Effects = {
  readonly all: readonly Change[];
  /** What a document causes, by itself or through a renderer that reads its file. */
  readonly of: (document: ChangedDocument, path: string) => readonly Change[];
  /** Besides, what the Application or the set that it declares delivers. */
  readonly reach: (document: ChangedDocument, path: string) => readonly Change[];
  /** What any document of a file causes. */
  readonly inFile: (path: string) => readonly Change[];
};

export function effectsOf({ changes, undelivered, deliveries }: Comparison): Effects {
  const all = [...changes, ...undelivered];
  const own = new Map<string, Set<Change>>();
  const direct = new Map<string, Set<Change>>();
  for (const fact of all)
    for (const manifest of declarations(fact)) {
      put(own, originText(manifest), fact);
      put(direct, manifest.origin.path, fact);
    }
  const readers = readersOf([deliveries.base.applications, deliveries.head.applications]);
  const byApplication = new Map<string, Set<Change>>();
  for (const fact of all) if (fact.application !== null) put(byApplication, fact.application, fact);
  const rendered = (path: string) =>
    [...(readers.get(path) ?? [])].flatMap((name) => [...(byApplication.get(name) ?? [])]);
  const inFile = (path: string) => [...new Set([...(direct.get(path) ?? []), ...rendered(path)])];
  const of = ({ before, after }: ChangedDocument, path: string) => {
    const found = [before, after].flatMap((side) =>
      side === undefined ? [] : [...(own.get(`${path}:${side.line}`) ?? [])],
    );
    return found.length > 0 ? [...new Set(found)] : rendered(path);
  };
  const reach = (document: ChangedDocument, path: string) => {
    const delivers = delivererOf(document);
    const below = delivers === undefined ? [] : all.filter(delivers);
    return [...new Set([...of(document, path), ...below])];
  };
  return { all, of, reach, inFile };
}

function delivererOf({ before, after }: ChangedDocument): ((fact: Change) => boolean) | undefined {
  const { kind, name } = (after ?? before)?.manifest ?? {};
  const named = (ref: string) => ref.slice(ref.indexOf("/") + 1) === name;
  if (kind === "Application") return ({ via }) => via.some(named);
  return kind === "ApplicationSet"
    ? ({ generatedBy }) => generatedBy !== undefined && named(generatedBy)
    : undefined;
}

/** Of a base that the API refused, what its file says too. */
function declarations({ base, head }: Change): Manifest[] {
  return [base?.manifest, base?.asOf?.declared, head?.manifest].filter((one) => one !== undefined);
}

function originText({ origin }: Manifest): string {
  return `${origin.path}:${origin.line}`;
}

/** Path → the Applications whose renderers read it. */
function readersOf(
  sides: readonly ReadonlyMap<string, DeliveredApplication>[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { ref, sources } of sides.flatMap((side) => [...side.values()]))
    for (const source of sources ?? [])
      for (const path of ("inputs" in source && source.inputs) || []) put(readers, path, ref);
  return readers;
}

function put<T>(map: Map<string, Set<T>>, key: string, value: T): void {
  const set = map.get(key) ?? new Set<T>();
  set.add(value);
  map.set(key, set);
}
