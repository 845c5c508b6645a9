// A plan with its decisions → the commands that can be typed next, and when its change windows open or close.
import { andMore } from "../../lib/english.ts";
import { groupBy } from "../../lib/group-by.ts";
import type { Plan } from "../../model/plan.ts";
import type { DecisionState, WindowNow } from "../../model/state.ts";
import { isOffered, type VerbName } from "../../model/verbs.ts";
import { code } from "../escape.ts";

/** Findings and clusters named in a line. */
const NAMED = 8;
const GROUPS = 4;

/** `/fix F3` as it has to be typed here; undefined where the verb is not on offer. */
export type FormatCommand = (line: VerbName | `${VerbName} ${string}`) => string | undefined;

/** How commands are typed on the pull request; undefined where there is none to type them on. */
export function commandFormatter(decisions: DecisionState | undefined): FormatCommand | undefined {
  if (decisions === undefined) return undefined;
  const { allow, prefix } = decisions.commands;
  return (line) => {
    const [verb] = line.split(" ", 1) as [VerbName];
    return isOffered(verb, allow) ? `\`/${prefix === "required" ? "breakwater " : ""}${line}\`` : undefined;
  };
}

/** Nothing where nobody has to act: a line of commands under every comment would soon be skipped. */
export function nextBlock({ findings }: Plan, typed: FormatCommand | undefined): string[] {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  if (typed === undefined || !open.some(({ severity, fix }) => severity !== "note" || fix)) return [];
  const stops = open.filter(({ severity }) => severity === "stop").map(({ id }) => id);
  const fixes = open.filter(({ fix }) => fix === true).map(({ id }) => id);
  const steps = [
    stops.length === 0 ? undefined : typed(`ack ${idList(stops)} <reason>`),
    fixes.length === 0 ? undefined : typed(`fix ${idList(fixes)}`),
    typed(`explain ${idList(open.slice(0, 1).map(({ id }) => id))}`),
    typed("help"),
  ].filter((one) => one !== undefined);
  return steps.length === 0 ? [] : [`**Type** ${steps.join(" · ")}`];
}

/** One line, outside the plan: it turns by the clock. */
export function windowLine(windows: readonly WindowNow[]): string[] {
  if (windows.length === 0) return [];
  const alike = [...groupBy(windows, stateOf)];
  const parts = alike.slice(0, GROUPS).map(([state, group]) => {
    const names = group.map(({ cluster }) => code(cluster));
    return `${andMore(names, NAMED)}: ${state}`;
  });
  const rest = alike.length > GROUPS ? `; ${alike.length - GROUPS} more states` : "";
  return [`🕒 **Change window** of ${parts.join("; ")}${rest}.`];
}

function stateOf({ open, nextChange }: WindowNow): string {
  const word = open ? "open now" : "**closed** now";
  if (nextChange === undefined) return open ? word : `${word}, and for the next eight days`;
  const { weekday, day, month, hour, minute } = nextChange.shown;
  const at = `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]} ${two(hour)}:${two(minute)}`;
  return `${word}, until ${at} ${code(nextChange.timezone)}`;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function idList(ids: readonly string[]): string {
  return ids
    .slice(0, NAMED)
    .map((id) => id.replace(/\W/g, ""))
    .join(" ");
}
