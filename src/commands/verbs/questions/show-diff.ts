// /diff: a cluster, an Application or a path → what the pull request changes in its objects, by field or by line.

import { quoted } from "../../../lib/code-span.ts";
import { nearest } from "../../../lib/spelling.ts";
import type { Answer, Block, Command, Problem, Refused } from "../../../model/command.ts";
import type { FileChange } from "../../../model/edit.ts";
import type { Plan, PlanChange } from "../../../model/plan.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";
import { planOn } from "../../lookup/plan-of-pull-request.ts";

type Diff = Extract<Command, { verb: "diff" }>;

/** Objects, or files, shown in one reply. */
const SHOWN = 20;

export const DIFF = defineVerb<Diff>({
  name: "diff",
  usage: "/diff <cluster|application|path> [--raw]",
  description:
    "Shows what changes in the objects of one cluster, one Application or one file, field by field. `--raw` shows the lines of the files.",
  examples: ["/diff cl01", "/diff clusters/cl01/cluster.yaml --raw"],
  flags: { raw: undefined },
  parse,
  answer,
});

function parse({ words, flags }: Line): Diff | Problem {
  const [of, ...more] = words;
  if (of === undefined) return { problem: "a cluster, an Application or a path is missing" };
  if (more.length > 0) return { problem: `${quoted(more.join(" "))} is too much: one at a time` };
  return { verb: "diff", of, raw: flags.has("raw") };
}

async function answer({ of, raw }: Diff, context: CommandContext): Promise<Answer | Refused> {
  const plan = await planOn(context, "diff");
  if ("refused" in plan) return plan;
  const changes = [...plan.changes, ...plan.dormant].filter((change) => belongs(change, of));
  if (changes.length === 0) return nothingOf(of, plan);
  const blocks = raw ? await rawBlocks(changes, context) : fieldBlocks(changes);
  return { headline: `What changes in ${quoted(of)}`, blocks };
}

function belongs({ cluster, application, object, source }: PlanChange, of: string): boolean {
  return (
    cluster === of ||
    application === of ||
    application?.slice(application.indexOf("/") + 1) === of ||
    source?.path === of ||
    ((object.kind === "Application" || object.kind === "ApplicationSet") && object.name === of)
  );
}

function nothingOf(of: string, { changes, dormant }: Plan): Refused {
  const names = new Set([...changes, ...dormant].flatMap(namesOf));
  const meant = of.length > 120 ? undefined : nearest(of, [...names].sort());
  const known = [...names].sort().slice(0, 5);
  if (names.size === 0) return { refused: "This pull request changes no object" };
  return {
    refused: `Nothing changes in ${quoted(of)}${meant === undefined ? `; something does in ${known.map(quoted).join(", ")}${names.size > known.length ? " …" : ""}` : `; did you mean ${quoted(meant)}?`}`,
    instead: (meant === undefined ? known.slice(0, 1) : [meant]).map((name) => `/diff ${name}`),
  };
}

function namesOf({ cluster, application, source }: PlanChange): string[] {
  return [cluster, application ?? undefined, source?.path].filter((name) => name !== undefined);
}

function fieldBlocks(changes: readonly PlanChange[]): Block[] {
  const blocks = changes.slice(0, SHOWN).map((change): Block => {
    const { kind, namespace, name } = change.object;
    const title = `${change.operation} \`${kind} ${namespace === "" ? "" : `${namespace}/`}${name}\``;
    return { kind: "diff", title, fields: change.fields };
  });
  return [...blocks, ...rest(changes.length, "objects")];
}

async function rawBlocks(changes: readonly PlanChange[], { pull }: CommandContext): Promise<Block[]> {
  const secret = new Set(
    changes.flatMap(({ object, source }) => (object.kind === "Secret" && source ? [source.path] : [])),
  );
  const all = [...new Set(changes.flatMap(({ source }) => source?.path ?? []))].sort();
  const paths = all.filter((path) => !secret.has(path)).slice(0, SHOWN);
  const [base, head] = await Promise.all([pull?.base.read(paths), pull?.head.read(paths)]);
  const files = paths.map((path): FileChange => ({ path, before: base?.get(path), after: head?.get(path) }));
  const secrets = [...secret].sort().map((path) => `${quoted(path)} holds a Secret and is not shown`);
  return [
    ...(files.length === 0 ? [] : [{ kind: "patch", files } as const]),
    ...(secrets.length === 0 ? [] : [{ kind: "lines", lines: secrets } as const]),
    ...rest(all.length - secret.size, "files"),
  ];
}

function rest(all: number, noun: string): Block[] {
  return all > SHOWN ? [{ kind: "lines", lines: [`${all - SHOWN} more ${noun} are not shown`] }] : [];
}
