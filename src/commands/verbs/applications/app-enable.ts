// /app enable: an Application that was taken out → its manifest back in, the way it went.

import { directoryOf } from "../../../delivery/generate/repository-tree.ts";
import { quoted } from "../../../lib/code-span.ts";
import { str } from "../../../lib/json.ts";
import type { Json } from "../../../lib/json-types.ts";
import { parseFile } from "../../../manifests/yaml/file.ts";
import type { Command, Expectation, Proposal, Refused } from "../../../model/command.ts";
import type { Layer, Operation } from "../../../model/plan.ts";
import type { CommandContext } from "../../command-context.ts";
import { splicedText } from "../../edit/splice.ts";
import { applicationsNamed, unknownApplication } from "../../lookup/find-application.ts";
import { directoriesOf } from "../../lookup/paths.ts";
import { mayChange } from "./app-disable.ts";
import { commentedEntry, suffixOf, uncommented, type WayBack } from "./disable-convention.ts";

type AppCommand = Extract<Command, { verb: "app" }>;

const COMES: readonly (readonly [Layer, readonly Operation[]])[] = [
  ["platform", ["create", "adopt", "register"]],
  ["cluster", ["create", "adopt"]],
  ["addon", ["install", "adopt", "reconfigure", "pin"]],
  ["workload", ["create", "adopt"]],
  ["delivery", ["add"]],
];

/** A cluster that is created again gets the add-ons that select it, and Applications find their destination again. */
const BROUGHT: readonly Expectation[] = [
  { layer: "addon", operation: "install", may: true },
  { layer: "delivery", operation: "repair", may: true },
];

/** Searches the directories of Applications and those that their parents read, in files that nothing delivers now. */
export async function enableApp(
  { application }: AppCommand,
  context: CommandContext,
): Promise<Proposal | Refused> {
  const [there] = applicationsNamed(application, context.fleet);
  if (there !== undefined && !there.root) {
    const { path } = there.manifest.origin;
    const reason = `it is delivered already, from \`${path}\``;
    return { targets: [], skipped: [{ cluster: there.spec.name, reason, done: true }] };
  }
  const name = application.slice(application.lastIndexOf("/") + 1);
  const texts = await context.tree.read(candidates(context));
  const ways: WayBack[] = [];
  for (const [path, text] of texts) {
    if (!text.includes(name)) continue;
    const way = await wayBack(path, text, name, context);
    if (way !== undefined) ways.push(way);
  }
  const [way, ...others] = ways;
  if (way === undefined && there !== undefined)
    return {
      refused: `Nothing in this repository delivers ${quoted(name)}, and its manifest is not taken out: \`${there.manifest.origin.path}\``,
    };
  if (way === undefined)
    return {
      refused: `${unknownApplication(application, context.fleet)}. No file that nothing delivers holds one of that name either`,
    };
  if (others.length > 0) {
    const paths = ways.map(({ path }) => `\`${path}\``).sort();
    return {
      refused: `${quoted(name)} was taken out in ${paths.length} places: ${paths.join(", ")}. Bring one of them back by hand`,
    };
  }
  return {
    targets: [
      {
        words: `\`${name}\` is enabled in \`${way.path}\``,
        edits: way.edits,
        removed: way.removed,
        expected: [
          { layer: "delivery", operation: "add", object: { kind: "Application", name } },
          ...BROUGHT,
          ...mayChange(`${way.namespace || namespaceNear(way.path, context)}/${name}`, COMES),
        ],
      },
    ],
    skipped: [],
  };
}

async function wayBack(
  path: string,
  text: string,
  name: string,
  context: CommandContext,
): Promise<WayBack | undefined> {
  const isIt = (value: Json) =>
    str(value, ["kind"]) === "Application" && str(value, ["metadata", "name"]) === name;
  const find = (of: string) => parseFile(of).documents.find(({ value }) => isIt(value))?.value;
  const namespaceOf = (value: Json) => str(value, ["metadata", "namespace"]) ?? "";
  const live = find(text);
  const suffix = suffixOf(path);
  if (suffix !== undefined) {
    const to = path.slice(0, -suffix.length);
    if (live === undefined || context.tree.snapshot.files.has(to)) return undefined;
    return {
      path: to,
      edits: [{ path: to, start: 0, end: 0, text }],
      removed: [path],
      namespace: namespaceOf(live),
    };
  }
  if (live !== undefined) {
    const entry = await commentedEntry(path, context);
    return entry && { path: entry.path, edits: [entry], removed: [], namespace: namespaceOf(live) };
  }
  for (const splices of uncommented(text)) {
    const back = find(splicedText(text, splices) ?? "");
    if (back === undefined) continue;
    return {
      path,
      edits: splices.map((splice) => ({ path, ...splice })),
      removed: [],
      namespace: namespaceOf(back),
    };
  }
  return undefined;
}

/** Files of the directories where Applications are declared, and below those. */
function candidates({ fleet, tree }: CommandContext): readonly string[] {
  const directories = new Set(
    [...fleet.delivery.applications.values()]
      .filter(({ root }) => !root)
      .map(({ manifest }) => directoryOf(manifest.origin.path)),
  );
  const roots = [...fleet.delivery.applications.values()]
    .filter(({ root }) => root)
    .flatMap(({ spec }) => spec.sources.flatMap(({ path }) => path ?? []));
  const all = new Set([...directories, ...roots]);
  const within = (path: string) => directoriesOf(path).some((directory) => all.has(directory));
  return tree.snapshot.paths.filter((path) => (/\.ya?ml$/.test(path) || suffixOf(path)) && within(path));
}

/** The namespace of Applications that are declared in the same directory. */
function namespaceNear(path: string, { fleet }: CommandContext): string {
  const near = [...fleet.delivery.applications.values()].filter(
    ({ manifest }) => directoryOf(manifest.origin.path) === directoryOf(path),
  );
  return near[0]?.spec.namespace ?? "";
}
