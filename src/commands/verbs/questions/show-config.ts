// /config: the configuration in effect, key by key, and the source of each value.

import { quoted } from "../../../lib/code-span.ts";
import type { Answer, Command, Problem } from "../../../model/command.ts";
import { DEFAULT_CONFIG } from "../../../model/context.ts";
import type { CommandContext } from "../../command-context.ts";
import { defineVerb, type Line } from "../../grammar/define-verb.ts";

type ShowConfig = Extract<Command, { verb: "config" }>;

/** Characters of a value that are shown. */
const LONGEST = 120;

export const CONFIG = defineVerb<ShowConfig>({
  name: "config",
  usage: "/config",
  description: "Shows the configuration that holds here and the file each key comes from.",
  examples: ["/config"],
  flags: {},
  parse: ({ words }: Line): ShowConfig | Problem =>
    words.length > 0
      ? { problem: `${quoted(words.join(" "))} is too much: it takes nothing` }
      : { verb: "config" },
  answer,
});

function answer(_: ShowConfig, { config }: CommandContext): Answer {
  const set = config.settings;
  const keys = new Set(set.map(({ key }) => key));
  const rows = [
    ...set.map(({ key, value, source }) => [quoted(key), quoted(short(value)), source]),
    ...DEFAULTS.filter(([key]) => !keys.has(key)).map(([key, value]) => [
      quoted(key),
      quoted(short(JSON.stringify(value))),
      "default",
    ]),
  ];
  const problems = config.problems.map(({ path, line, message }) => `\`${path}\` line ${line}: ${message}`);
  return {
    headline:
      set.length === 0
        ? "No configuration is written: every default holds"
        : "The configuration that holds here",
    blocks: [
      { kind: "table", head: ["Key", "Value", "From"], rows },
      ...(problems.length === 0
        ? []
        : [{ kind: "lines", title: "Not understood, so that defaults hold", lines: problems } as const]),
    ],
  };
}

const { argocd, comment, upgrades, enabled, roots } = DEFAULT_CONFIG;

const DEFAULTS: readonly (readonly [key: string, value: unknown])[] = [
  ["enabled", enabled],
  ["argocd.version", argocd.version],
  ["argocd.applicationHealth", argocd.applicationHealth],
  ["upgrades.minutesPerNode", upgrades.minutesPerNode],
  ["roots", roots],
  ["comment.mode", comment.mode],
  ["comment.openLines", comment.openLines],
  ["comment.groups", comment.groups],
  ["comment.documentation", comment.documentation],
];

function short(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
