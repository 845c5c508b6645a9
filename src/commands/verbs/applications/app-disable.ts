// /app disable: an Application and what becomes of its objects → its manifest commented out, once its finalizer is right.

import { quoted } from "../../../lib/code-span.ts";
import { str, strings } from "../../../lib/json.ts";
import { RESOURCES_FINALIZER } from "../../../manifests/argocd/application.ts";
import type { Command, Expectation, Proposal, Refused } from "../../../model/command.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { EditStep, TextEdit } from "../../../model/edit.ts";
import type { Layer, Operation } from "../../../model/plan.ts";
import type { CommandContext } from "../../command-context.ts";
import { commentedOut, withoutDocuments } from "../../edit/documents.ts";
import { objectOn } from "../../edit/object.ts";
import { declaredApplication, editableApplication, parentOf } from "../../lookup/find-application.ts";
import { sharedWith } from "../../lookup/shared-place.ts";
import { entryOf, prefixNear, suffixNear } from "./disable-convention.ts";

type AppCommand = Extract<Command, { verb: "app" }>;

/**
 * The finalizer decides what deletion does, and only the live one counts: where it has to change, that is the first step, in a
 * commit of its own, and the removal when the same command is typed again after it was merged.
 */
export async function disableApp(command: AppCommand, context: CommandContext): Promise<Proposal | Refused> {
  const { resources } = command;
  const flag = resources === undefined ? "" : ` --${resources}-resources`;
  const typed = (ref: string) => `/app disable ${ref}${flag}`;
  const found = editableApplication(command.application, context.fleet, typed);
  if ("refused" in found) return found;
  const { cascade, name } = found.spec;
  if (cascade && resources === undefined)
    return {
      refused: `${quoted(name)} carries a finalizer: disabled, it takes what it delivers along. Say what becomes of that`,
      instead: [`/app disable ${name} --keep-resources`, `/app disable ${name} --delete-resources`],
    };
  const live = await liveCascade(found, context);
  if (live !== undefined && live !== cascade)
    return {
      refused: `This pull request changes the finalizer of ${quoted(name)}, and only the live one counts. Merge it, let ${quoted(found.via.at(-2) ?? "")} sync, then type the command on the next one`,
    };
  if (cascade && resources === "keep") return finalizerStep(found, "removed", typed(name));
  if (!cascade && resources === "delete") return finalizerStep(found, "added", typed(name));
  return takenOut(found, context);
}

/** Whether the base's finalizer deletes what it manages; undefined where it is not there, or there is no pull request. */
async function liveCascade(
  { ref }: DeliveredApplication,
  { pull }: CommandContext,
): Promise<boolean | undefined> {
  if (pull === undefined) return undefined;
  const { input } = await pull.planned();
  return input.base.delivery.applications.get(ref)?.spec.cascade;
}

function finalizerStep(
  application: DeliveredApplication,
  what: "added" | "removed",
  command: string,
): Proposal {
  const { spec, manifest } = application;
  const outcome = what === "removed" ? "so that its objects stay" : "so that its objects go with it";
  const words = `the finalizer of \`${spec.name}\` is ${what} first, ${outcome}. Merge this and let it sync, then type \`${command}\` again`;
  const steps = what === "removed" ? removal(manifest.object) : addition(manifest.object);
  const expected = [
    { layer: "delivery", operation: "policy", object: { kind: "Application", name: spec.name } },
  ] as const;
  return {
    targets: [{ ...declaredApplication(application), words, steps, expected }],
    skipped: [],
    title: `Finalizer of ${quoted(spec.name)} ${what}, before it is disabled`,
  };
}

type Manifested = DeliveredApplication["manifest"]["object"];
const FINALIZERS = ["metadata", "finalizers"];

function removal(object: Manifested): readonly EditStep[] {
  const finalizers = strings(object, FINALIZERS);
  const own = finalizers.flatMap((name, at) =>
    name === RESOURCES_FINALIZER || name.startsWith(`${RESOURCES_FINALIZER}/`) ? [at] : [],
  );
  return own.length === finalizers.length
    ? [{ op: "remove", path: FINALIZERS }]
    : own.map((at) => ({ op: "remove", path: [...FINALIZERS, at] }));
}

function addition(object: Manifested): readonly EditStep[] {
  return strings(object, FINALIZERS).length > 0
    ? [{ op: "append", path: FINALIZERS, value: RESOURCES_FINALIZER }]
    : [{ op: "insert", path: ["metadata"], key: "finalizers", value: [RESOURCES_FINALIZER] }];
}

/** In the manner of the files beside it: an entry of a kustomization, a renamed file, or comments. */
async function takenOut(
  application: DeliveredApplication,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const { spec, manifest } = application;
  const { path, line } = manifest.origin;
  const shared = await sharedWith(path, context);
  if (shared !== undefined) return { refused: shared };
  const text = (await context.tree.read([path])).get(path);
  if (text === undefined) return { refused: `\`${path}\` cannot be read` };
  const object = objectOn(text, line);
  if (str(object, ["kind"]) !== "Application" || str(object, ["metadata", "name"]) !== spec.name)
    return {
      refused: `\`${path}\` line ${line} is no manifest of ${quoted(spec.name)} but what it is rendered from: take it out there by hand`,
    };
  const written = await writtenOut(path, line, text, context);
  const at = written.edits[0]?.path ?? path;
  const { cascade } = spec;
  const prunes = parentOf(application, context.fleet)?.spec.automated?.prune === true;
  const outcome = cascade
    ? "what it delivers is deleted with it"
    : "what it delivered keeps running, and nobody manages it any more";
  const unpruned = prunes
    ? ""
    : `; ${quoted(application.via.at(-2) ?? "")} does not prune by itself, so it stays until somebody does`;
  return {
    targets: [
      {
        words: `\`${spec.name}\` is disabled in \`${at}\`; ${outcome}${unpruned}`,
        ...written,
        expected: expectedOf(application, prunes),
      },
    ],
    skipped: [],
    title: `${quoted(spec.name)} is disabled`,
  };
}

type Written = { readonly edits: readonly TextEdit[]; readonly removed: readonly string[] };

async function writtenOut(
  path: string,
  line: number,
  text: string,
  context: CommandContext,
): Promise<Written> {
  const alone = withoutDocuments(text, [line]) === undefined;
  const entry = alone ? await entryOf(path, context) : undefined;
  if (entry !== undefined)
    return { edits: [{ path: entry.path, start: entry.at, end: entry.at, text: "# " }], removed: [] };
  const suffix = alone ? suffixNear(path, context.tree.snapshot.paths) : undefined;
  if (suffix !== undefined)
    return { edits: [{ path: `${path}${suffix}`, start: 0, end: 0, text }], removed: [path] };
  const prefix = await prefixNear(path, context);
  return { edits: commentedOut(text, line, prefix).map((splice) => ({ path, ...splice })), removed: [] };
}

const KEPT: readonly (readonly [Layer, readonly Operation[]])[] = (
  ["platform", "cluster", "addon", "workload", "delivery"] as const
).map((layer) => [layer, ["orphan"]]);
const DELETED: typeof KEPT = [
  ...KEPT,
  ["platform", ["delete", "deregister"]],
  ["cluster", ["delete"]],
  ["addon", ["uninstall", "retain", "reconfigure"]],
  ["workload", ["delete"]],
  ["delivery", ["remove"]],
];

function expectedOf({ spec, ref }: DeliveredApplication, prunes: boolean): readonly Expectation[] {
  const object = { kind: "Application", name: spec.name };
  const own: Expectation[] = prunes
    ? [{ layer: "delivery", operation: "remove", object }]
    : (["remove", "orphan"] as const).map((operation) => ({
        layer: "delivery",
        operation,
        object,
        may: true,
      }));
  return [...own, ...mayChange(ref, spec.cascade ? DELETED : KEPT)];
}

/** Changes of what an Application, "namespace/name", delivers: allowed, not asked for. */
export function mayChange(application: string, table: typeof KEPT): readonly Expectation[] {
  return table.flatMap(([layer, operations]) =>
    operations.map((operation): Expectation => ({ layer, operation, application, may: true })),
  );
}
