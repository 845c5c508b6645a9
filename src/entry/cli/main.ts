// Arguments → a plan on standard output, or a server. Serving is loaded where it is asked for: a plan needs no Probot.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import packageJson from "../../../package.json" with { type: "json" };
import { UsageError } from "../../lib/usage-error.ts";
import type { Config } from "../../model/context.ts";
import { mergeConfig } from "../../policy/configuration/merge.ts";
import { renderComment } from "../../render/comment/comment.ts";
import { renderJson } from "../../render/json.ts";
import { renderPatch } from "../../render/replies/patch.ts";
import { renderReplyText } from "../../render/replies/reply.ts";
import { renderRun, renderRunJson } from "../../render/run-output.ts";
import { renderText } from "../../render/terminal.ts";
import { type Planned, planLocal } from "./plan-checkout.ts";
import { runLocal } from "./run-command.ts";
import { OPTIONS, usage } from "./usage.ts";

/** What a plan may be printed as; the first where none is named. */
const FORMATS = {
  markdown: ({ plan, config }: Planned) => renderComment(plan, { look: config.comment }),
  json: ({ plan }: Planned) => renderJson(plan),
  text: ({ plan }: Planned, { out }: Streams) =>
    renderText(plan, { color: out.isTTY ?? false, ...(out.columns ? { width: out.columns } : {}) }),
} satisfies Record<string, (planned: Planned, streams: Streams) => string>;

type Format = keyof typeof FORMATS;
const FORMAT_NAMES = Object.keys(FORMATS) as [Format, ...Format[]];
const [DEFAULT_FORMAT] = FORMAT_NAMES;

type Values = ReturnType<typeof parse>["values"];

/** Where it prints: standard output and standard error of the process, or what a test reads. */
export type Streams = {
  readonly out: Pick<NodeJS.WriteStream, "write"> & Partial<Pick<NodeJS.WriteStream, "isTTY" | "columns">>;
  readonly err: Pick<NodeJS.WriteStream, "write">;
};

/** Gives the exit status that the usage tells. Never rejects. */
export async function main(args: string[], streams: Streams): Promise<number> {
  const print = (text: string) => printTo(streams, text);
  try {
    const { values, positionals } = parse(args);
    if (values.version) return print(packageJson.version);
    if (values.help || positionals[0] === "help") return print(usage(FORMAT_NAMES));
    const [command, ...rest] = positionals;
    if (command === "plan" && rest.length === 0) return await plan(values, streams);
    if (command === "run") return await run(rest, values, streams);
    if (command === "serve" && rest.length === 0) return await serve(values);
    if (command === "renderer" && rest.length === 0) return await renderer();
    if (command === "demo" && rest.length === 0) return await demo(values);
    if (command === "replay" && rest.length === 0 && values["dead-letters"])
      return await deadLetters(values, print);
    if (command === "replay" && rest[0] !== undefined && rest.length === 1)
      return await replay(rest[0], values, print);
    if (command === "replay")
      throw new UsageError("replay takes one file: try breakwater replay PAYLOAD.json");
    throw new UsageError(
      command === undefined
        ? "no command: try breakwater plan, or breakwater --help"
        : `unknown command "${[command, ...rest].join(" ")}": try breakwater plan, or breakwater --help`,
    );
  } catch (error) {
    return report(error, streams);
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const [message] = String((error as Error).message).split(/\.\s/);
    throw new UsageError(`${message}: try breakwater --help`);
  }
}

async function plan(values: Values, streams: Streams): Promise<number> {
  const render = FORMATS[formatOf(values)];
  const failOn =
    values["fail-on"] === undefined ? undefined : oneOf("--fail-on", values["fail-on"], ["stop", "caution"]);
  const request = {
    dir: values.repo ?? ".",
    base: values.base,
    head: values.head,
    branch: values.branch,
    repoUrls: values["repo-url"] ?? [],
    direct: values.direct ?? false,
    today: new Date().toISOString().slice(0, 10),
  };
  const planned = await planLocal(request, config(values.config));
  printTo(streams, render(planned, streams));
  const { verdict } = planned.plan;
  const met = failOn !== undefined && (verdict === "stop" || verdict === failOn);
  return met ? 3 : 0;
}

async function run(commands: readonly string[], values: Values, streams: Streams): Promise<number> {
  const [command] = commands;
  if (command === undefined || commands.length > 1)
    throw new UsageError('run takes one command in quotes: try breakwater run "/help"');
  const format = formatOf(values);
  const request = {
    command,
    dir: values.repo ?? ".",
    rev: values.rev,
    base: values.base,
    branch: values.branch,
    repoUrls: values["repo-url"] ?? [],
    today: new Date().toISOString().slice(0, 10),
    write: values.write ?? false,
  };
  const { reply, stages, config: used } = await runLocal(request, config(values.config));
  const undone = reply.status === "unclear" || reply.status === "refused";
  const patch = stages.map(({ files }) => renderPatch(files)).join("");
  const planned = stages.map(({ plan }) => FORMATS[format]({ plan, config: used }, streams)).join("\n");
  if (undone) streams.err.write(`breakwater: ${renderReplyText(reply)}`);
  else if (format === "json") printTo(streams, renderRunJson(reply, patch, stages[0]?.plan));
  else printTo(streams, renderRun({ reply, patch, planned }, format));
  return undone ? 2 : 0;
}

async function serve(values: Values): Promise<number> {
  const { serve, serveSetup } = await import("../server/serve.ts");
  return values.setup ? serveSetup() : serve();
}

async function renderer(): Promise<number> {
  const { serveRenderer } = await import("../server/renderer.ts");
  return serveRenderer();
}

async function replay(file: string, values: Values, print: Print): Promise<number> {
  const chosen = ["since", "repo"].find((name) => name in values);
  if (chosen !== undefined) throw new UsageError(`--${chosen} chooses among --dead-letters, not with a file`);
  const { replay, listReplay } = await import("./replay.ts");
  return values["dry-run"] ? listReplay(file, values.event, print) : replay(file, values.event);
}

async function deadLetters(
  { since, repo, "dry-run": dryRun = false }: Values,
  print: Print,
): Promise<number> {
  const { replayDeadLetters } = await import("./dead-letters.ts");
  return replayDeadLetters({ since, repo, dryRun }, process.env, print);
}

async function demo(values: Values): Promise<number> {
  const { demo } = await import("../../../demo/demo.ts");
  return demo(values.once ?? false);
}

function config(file: string | undefined): Config | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`cannot read the configuration ${file}: name an existing file after --config`);
  }
  return mergeConfig({ repository: text }, file);
}

function formatOf({ format = DEFAULT_FORMAT }: Values): Format {
  return oneOf("--format", format, FORMAT_NAMES);
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${option} takes ${allowed.join(" or ")}, not "${value}"`);
  return found;
}

type Print = (text: string) => number;

function printTo({ out }: Streams, text: string): number {
  out.write(text.endsWith("\n") ? text : `${text}\n`);
  return 0;
}

/** One line on standard error, never a stack trace. */
function report(error: unknown, { err }: Streams): number {
  const message = error instanceof Error ? error.message : String(error);
  const [line] = message.split("\n");
  err.write(`breakwater: ${error instanceof UsageError ? line : `failed: ${line}`}\n`);
  return error instanceof UsageError ? error.exitCode : 1;
}
