// The keys of breakwater.yml that grant something or close a gate → their schema.
import * as z from "zod";
import { readCron } from "../../manifests/values/cron.ts";
import { durationSeconds } from "../../manifests/values/duration.ts";
import { GATES, LEVELS } from "../../model/context.ts";
import { LAYERS } from "../../model/plan.ts";
import type { Selector } from "../../model/selector.ts";
import { VERB_NAMES } from "../../model/verbs.ts";
import { readSelector } from "./selector.ts";
import { KEYS_BELOW, oneOf, texts } from "./values.ts";

const SELECTOR = 'clusters as commands choose them, such as "label:env=prod,!cl03"';
/** Chooses clusters as the selectors of commands do. */
const selector = z
  .string({ error: SELECTOR })
  .refine((text) => selectorOf(text) !== undefined, { error: SELECTOR });

/** Undefined where the text is no selector. */
export function selectorOf(text: string): Selector | undefined {
  const read = readSelector(text);
  return "problem" in read ? undefined : read;
}

const commands = z.array(z.enum(VERB_NAMES, { error: "the name of a command, without its slash" }), {
  error: "a list of commands",
});
const teams = z.array(
  z.string({ error: "a team" }).regex(/^@?[\w.-]+(?:\/[\w.-]+)?$/, 'a team such as "org/platform"'),
  {
    error: "a list of teams",
  },
);

const permission = z.strictObject(
  {
    selector: selector.optional(),
    paths: texts("a list of paths with * and ** as wildcards").optional(),
    commands: commands.optional().describe("Absent: all of them."),
    teams: teams.optional(),
    users: texts("a list of logins").optional(),
    minRole: oneOf(LEVELS).optional().describe("What GitHub grants at least. Default write."),
  },
  { error: "a map that says who may do what" },
);

const OWNED = "a map with teams and either selector or layer";
const owner = z
  .strictObject(
    {
      selector: selector.optional(),
      layer: oneOf(LAYERS).optional(),
      teams: teams.min(1, "at least one team"),
    },
    { error: OWNED },
  )
  .refine(({ selector, layer }) => (selector === undefined) !== (layer === undefined), { error: OWNED });

const CRON = 'five fields of cron such as "0 8 * * 1-5"';
const DURATION = "a duration such as 9h, at most 168h";
const window = z.strictObject(
  {
    selector,
    cron: z
      .string({ error: CRON })
      .refine((text) => readCron(text) !== undefined, { error: CRON })
      .describe("When it opens."),
    timezone: z
      .string({ error: "a time zone such as Europe/Oslo" })
      .regex(/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/, "a time zone such as Europe/Oslo")
      .optional()
      .describe("Default UTC."),
    duration: z
      .string({ error: DURATION })
      .refine((text) => (durationSeconds(text) ?? 0) > 0 && (durationSeconds(text) ?? 0) <= 168 * 3600, {
        error: DURATION,
      })
      .describe("How long it stays open."),
  },
  { error: "a map with selector, cron and duration" },
);

const effect = z.union([z.enum(["fail", "neutral", "off"]), z.literal(false)], {
  error: "one of fail, neutral, off",
});

/** Read from the default branch only. */
export const GRANTS = {
  commands: z
    .strictObject(
      {
        prefix: oneOf(["optional", "required"]).describe(
          "required: only /breakwater upgrade is a command, not /upgrade. Default optional.",
        ),
        allow: commands.describe("The commands on offer. Default all."),
        maxClusters: z
          .int({ error: "a number of clusters" })
          .min(1, "at least 1")
          .max(1000, "at most 1000")
          .describe("Clusters that one commit may change. Default 10."),
      },
      KEYS_BELOW,
    )
    .partial(),
  permissions: z
    .array(permission, { error: "a list of rules that say who may do what" })
    .describe("Who may run what on which targets. Absent: whoever may write. Present: nobody else."),
  owners: z.array(owner, { error: "a list of owners" }).describe("Who owns clusters and layers."),
  overrideTeam: z
    .string({ error: "a team" })
    .regex(/^@?[\w.-]+(?:\/[\w.-]+)?$/, 'a team such as "org/on-call"')
    .describe("Whose members may run /override."),
  trustedBots: texts("a list of logins of bots").describe("Bots whose commands count."),
  gates: z
    .strictObject(
      Object.fromEntries(GATES.map((gate) => [gate, effect])) as Record<
        (typeof GATES)[number],
        typeof effect
      >,
      KEYS_BELOW,
    )
    .partial()
    .describe("What a closed gate does to the check."),
  windows: z
    .array(window, { error: "a list of change windows" })
    .describe("When clusters may be changed. A cluster that no window names may be changed at any time."),
};
