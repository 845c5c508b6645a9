// Files of a base and what a pull request edits in them → its changes, findings and plan, held against what is expected.
import { assemblePlan } from "../../src/impact/plan/assemble-plan.ts";
import { assessChanges } from "../../src/impact/rules/assess.ts";
import type { Change } from "../../src/model/change.ts";
import type { Comparison, FindingDraft, RuleId } from "../../src/model/finding.ts";
import type { Plan } from "../../src/model/plan.ts";
import { changeLine, findingLine, lineDifferences, refLine, stepLines } from "./plan-lines.ts";
import { CONTEXT, type FileMap, planInputs, type Trees } from "./repository.ts";
import { SMALL_FLEET } from "./small-fleet.ts";

/**
 * Path → the file's text, null for a file that is deleted, or an edit of the text before. A text that begins with a
 * line break loses the indentation of its first line.
 */
export type Edits = Readonly<Record<string, string | null | ((before: string) => string)>>;

/** Any part of a value. An array must have as many entries; `expect.stringContaining` and the like stand for a value. */
export type Part<T> = T extends readonly (infer E)[]
  ? readonly Part<E>[] | Asymmetric
  : T extends object
    ? { readonly [K in keyof T]?: Part<T[K]> | Asymmetric | undefined }
    : T | Asymmetric;
type Asymmetric = { asymmetricMatch(other: unknown): boolean; toString(): string; readonly sample?: unknown };

/**
 * A list of lines is everything there is, in any order. A record looks only at what it names: an object ("ConfigMap
 * shop/one") with all its changes, a rule with all its findings; [] where there must be none.
 */
export type Expected = {
  readonly changes?: readonly string[] | Readonly<Record<string, readonly Part<Change>[]>>;
  readonly findings?: readonly string[] | { readonly [R in RuleId]?: readonly Part<FindingDraft>[] };
  /** All steps of the plan's syncs in their order, each with its changes: "→ 1: create web" waits for what is before. */
  readonly steps?: readonly string[];
  readonly plan?: Part<Plan>;
};

export type Check = (base: Edits, head: Edits, expected: Expected) => Promise<void>;

/** `base` is laid over the small fleet, `head` over the base. The failure names what differs first. */
export const check: Check = checkOver(SMALL_FLEET);

/** The same over another fleet. */
export function checkOver(fleet: FileMap): Check {
  return async function checked(base, head, expected) {
    // Made before anything is awaited, so that it names the line of the test.
    const failure = new Error();
    Error.captureStackTrace(failure, checked);
    const before = laidOver(fleet, base);
    await compare({ base: before, head: laidOver(before, head) }, expected, undefined, failure);
  };
}

/** The same of whole trees, with those before them. `now`: when the plan is made, in ISO 8601. */
export async function checkTrees(trees: Trees, expected: Expected, now?: string): Promise<void> {
  const failure = new Error();
  Error.captureStackTrace(failure, checkTrees);
  await compare(trees, expected, now, failure);
}

/** Throws `failure` with what differs. */
async function compare(
  trees: Trees,
  expected: Expected,
  now: string | undefined,
  failure: Error,
): Promise<void> {
  const context = now === undefined ? CONTEXT : { ...CONTEXT, now: Date.parse(now) / 1000 };
  const input = await planInputs(trees, context);
  requireMeaning(input, expected);
  const differences = differencesOf(input, expected);
  if (differences.length === 0) return;
  failure.message = `not as expected:\n${differences.join("\n")}`;
  throw failure;
}

/** An edit: each text is replaced once, and has to be there. */
export function replacing(
  ...replacements: readonly (readonly [string, string])[]
): (before: string) => string {
  return (before) =>
    replacements.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`there is no ${JSON.stringify(from)}`);
      return text.replace(from, () => to);
    }, before);
}

/** The tree after the edits. Throws where an edit or a deletion finds no file. */
export function laidOver(tree: FileMap, edits: Edits): FileMap {
  const files = new Map(Object.entries(tree));
  for (const [path, edit] of Object.entries(edits)) {
    const before = files.get(path);
    if (typeof edit !== "string" && before === undefined) throw new Error(`${path} is not there`);
    if (edit === null) files.delete(path);
    else files.set(path, typeof edit === "string" ? dedented(edit) : edit(before ?? ""));
  }
  return Object.fromEntries(files);
}

function dedented(text: string): string {
  const indent = /^\n( +)/.exec(text)?.[1];
  return indent === undefined ? text : text.replaceAll(`\n${indent}`, "\n").slice(1).trimEnd().concat("\n");
}

/** What is expected of an object that neither side delivers would hold whatever the code does. */
function requireMeaning({ base, head }: Comparison, { changes, findings, steps, plan }: Expected): void {
  if (!changes && !findings && !steps && !plan) throw new Error("nothing is expected");
  if (changes === undefined || isList(changes)) return;
  const delivered = [base, head].flatMap(({ delivery }) => [...delivery.objects.values()].flat());
  const known = new Set(delivered.map(({ ref }) => refLine(ref)));
  const unknown = Object.keys(changes).filter((object) => !known.has(object));
  if (unknown.length > 0) throw new Error(`neither side delivers ${unknown.join(", ")}`);
}

function differencesOf(input: Comparison, { changes, findings, steps, plan }: Expected): string[] {
  const drafts = assessChanges(input);
  return [
    ...listDifferences("changes", changes, input.changes, changeLine, ({ object }) => refLine(object)),
    ...listDifferences("findings", findings, drafts, findingLine, ({ rule }) => rule),
    ...(steps === undefined ? [] : partDifferences("steps", steps, stepLines(planOf(input, drafts)))),
    ...(plan === undefined ? [] : partDifferences("plan", plan, planOf(input, drafts))),
  ];
}

function planOf(input: Comparison, findings: readonly FindingDraft[]): Plan {
  return assemblePlan({ input, findings, ids: { baseSha: "2".repeat(40), headTree: "3".repeat(40) } });
}

/** Lines first; then, for a record, the fields of those that have their place. */
function listDifferences<T>(
  title: string,
  expected: readonly string[] | Readonly<Record<string, readonly Part<T>[] | undefined>> | undefined,
  actual: readonly T[],
  line: (one: T) => string,
  key: (one: T) => string,
): string[] {
  if (expected === undefined) return [];
  const found = isList(expected)
    ? lineDifferences(expected, actual.map(line))
    : Object.entries(expected).flatMap(([name, parts]) => {
        const named = actual.filter((one) => key(one) === name);
        return partDifferences(name, parts, named);
      });
  return found.length === 0 ? [] : [`${title}:`, ...found.map((one) => `  ${one}`), ...all(actual.map(line))];
}

function isList(expected: readonly string[] | object): expected is readonly string[] {
  return Array.isArray(expected);
}

function all(lines: readonly string[]): string[] {
  return lines.length === 0
    ? ["  there are none"]
    : ["  all there are:", ...lines.map((line) => `    ${line}`)];
}

/** One line for each value that is not what the part says: "plan.clusters[0].peakExtra: 1, not 2". */
function partDifferences(path: string, expected: unknown, actual: unknown): string[] {
  if (isAsymmetric(expected)) {
    return expected.asymmetricMatch(actual)
      ? []
      : [`${path}: ${shown(actual)} is not ${expected} ${expected.sample}`];
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    if (expected.length !== actual.length) return [`${path}: ${actual.length}, not ${expected.length}`];
    return expected.flatMap((one, i) => partDifferences(`${path}[${i}]`, one, actual[i]));
  }
  if (isRecord(expected) && isRecord(actual)) {
    return Object.entries(expected).flatMap(([key, one]) =>
      partDifferences(`${path}.${key}`, one, actual[key]),
    );
  }
  return Object.is(expected, actual) ? [] : [`${path}: ${shown(actual)}, not ${shown(expected)}`];
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return isRecord(value) && typeof value["asymmetricMatch"] === "function";
}

/** No Map or Set: they have no parts to compare, so that nothing in them would count. */
function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? "nothing";
}
