// Documents to revert, and their effects → the targets of the commit: its edits, its words and what the plan shows of it.

import type { Change } from "../../../model/change.ts";
import type { Expectation, Target } from "../../../model/command.ts";
import { type FieldChange, OPERATIONS } from "../../../model/plan.ts";
import type { CarriedField } from "../../edit/transplant.ts";
import type { Undone } from "../../revert/document.ts";
import type { ChangedDocument } from "../../revert/documents.ts";
import type { Effects } from "../../revert/effects.ts";
import { fieldsText, kindOf } from "../../revert/field-text.ts";
import type { FileUndo } from "../../revert/file.ts";
import { reversed } from "../../revert/reverse.ts";

/** What is `lasting` must not show. Of the clusters that run what Git does not declare, `refused`, anything may. */
export type StandingFacts = {
  readonly lasting: (fact: Change) => boolean;
  readonly refused: ReadonlySet<string>;
};

/** All edits are with the first target: they are one commit. An object that moves back is one target. */
export function targetsOf(
  files: readonly FileUndo[],
  facts: readonly Change[],
  effects: Effects,
  { lasting, refused }: StandingFacts,
): Target[] {
  const undone = files.flatMap((file) => file.undone);
  const shown = (some: readonly Change[]) => some.filter((fact) => !lasting(fact));
  const back = new Map(undone.flatMap((one) => (comesBack(one) ? [[one.document?.id, one.path]] : [])));
  const gone = new Set(undone.flatMap((one) => (goesAgain(one) ? [one.document?.id] : [])));
  const targets = undone.flatMap((one): Target[] => {
    const id = one.document?.id;
    if (goesAgain(one) && back.has(id)) return [];
    const behind = factsBehind(one, effects);
    const moves = comesBack(one) && gone.has(id);
    return [
      {
        words: moves ? `\`${one.document?.label}\` is in \`${one.path}\` again` : wordsOf(one, behind),
        expected: [
          ...shown(behind).flatMap((fact) => reversed(fact, mustShow(fact, one))),
          ...restoredAgain(one),
        ],
        edits: [],
        removed: [],
      },
    ];
  });
  const [first, ...rest] = targets;
  if (first === undefined) return [];
  const following = [
    ...shown(facts).flatMap((fact) => reversed(fact, false)),
    ...selectedAgain(facts),
    ...anythingOf(facts, refused),
  ];
  const edits = files.flatMap((file) => file.edits);
  const removed = files.flatMap((file) => (file.removed ? [file.path] : []));
  return [{ ...first, expected: [...first.expected, ...following], edits, removed }, ...rest];
}

/** What Git declares besides, and the API refused together with the version, comes along. */
function restoredAgain({ restored, document }: Undone): Expectation[] {
  if (restored === undefined) return [];
  const { kind = "", name = "" } = (document?.after ?? document?.before)?.manifest ?? {};
  return OPERATIONS.cluster.map((operation) => ({
    layer: "cluster",
    operation,
    object: { kind, name },
    may: true,
  }));
}

function anythingOf(facts: readonly Change[], refused: ReadonlySet<string>): Expectation[] {
  const clusters = facts.flatMap(({ layer, cluster, clusterKey = "" }) =>
    layer === "cluster" && refused.has(clusterKey) ? (cluster ?? []) : [],
  );
  return [...new Set(clusters)].flatMap((cluster) =>
    OPERATIONS.cluster.map((operation) => ({
      layer: "cluster" as const,
      operation,
      cluster,
      may: true as const,
    })),
  );
}

function comesBack({ document }: Undone): boolean {
  return document !== undefined && document.after === undefined;
}

function goesAgain({ document }: Undone): boolean {
  return document !== undefined && document.before === undefined;
}

/** Where a part of the document stays, only what is known to go back. */
function mustShow({ fields }: Change, { fields: made = [], keptFields }: Undone): boolean {
  return keptFields.length === 0 || fields.some((field) => isAmong(field, made));
}

function wordsOf({ document, path, fields }: Undone, facts: readonly Change[]): string {
  const words = document === undefined ? `\`${path}\` as it was` : documentWords(document, fields);
  return facts.some(({ applies }) => applies === "refused")
    ? `${words}, which the API has accepted: it refused what came after`
    : words;
}

function documentWords(document: ChangedDocument, fields: Undone["fields"]): string {
  const name = `\`${document.label}\``;
  if (document.before === undefined) return `${name} goes again`;
  if (document.after === undefined) return `${name} comes back`;
  return `${name}: ${fieldsText(fields ?? [], kindOf(document), "back to")}`;
}

/** What the reverted documents declare, and what follows from them. */
export function factsOf(
  undone: readonly Undone[],
  followers: readonly Change[],
  concerns: ((fact: Change) => boolean) | undefined,
  effects: Effects,
): readonly Change[] {
  const own = undone.flatMap((one) => factsBehind(one, effects));
  return [...new Set([...own, ...followers.filter((fact) => concerns?.(fact) ?? true)])];
}

/** What selects a cluster selects it again once it is back, whether or not Git showed that it lost it. */
function selectedAgain(facts: readonly Change[]): Expectation[] {
  const gone = facts.filter(({ operation }) => operation === "delete" || operation === "orphan");
  const clusters = new Set(gone.flatMap(({ layer, cluster }) => (layer === "cluster" && cluster) || []));
  return [...clusters].flatMap((cluster) =>
    (["install", "adopt"] as const).map((operation) => ({ layer: "addon", operation, cluster, may: true })),
  );
}

/** Not those of which every field stays. The plan has names of its own for some fields. */
function factsBehind({ document, path, keptFields }: Undone, effects: Effects): readonly Change[] {
  if (document === undefined) return effects.inFile(path);
  const facts = effects.of(document, path);
  return facts.filter(
    ({ fields }) => fields.length === 0 || !fields.every((one) => isAmong(one, keptFields)),
  );
}

function isAmong({ path }: FieldChange, fields: readonly CarriedField[]): boolean {
  return fields.some(({ field }) => path === field || path.startsWith(field) || field.startsWith(path));
}
