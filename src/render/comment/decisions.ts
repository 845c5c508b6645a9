// What was decided on a pull request → the lines that say so, and what the check concludes from it.
import type { Decided, DecisionState, Override } from "../../model/state.ts";
import { code, prose } from "../escape.ts";

/** A lost state, a hold, gates that are closed or were turned neutral; nothing where all is as usual. */
export function standingLines({ lost, hold, gates }: DecisionState): string[] {
  const shut = gates.filter(({ gate, effect }) => gate !== "stop" && gate !== "unknown" && effect === "fail");
  return [
    ...(lost
      ? [
          "⛔ **What was accepted or held here is lost:** the record in this comment is gone or was altered. Somebody other than the author reads the plan and types `/ack`.",
        ]
      : []),
    ...(hold ? [`✋ **On hold** ${by(hold)}. \`/unhold\` ends it.`] : []),
    ...shut
      .filter(({ override }) => override === undefined)
      .map(({ gate, why }) => `⛔ **Gate ${code(gate)} is closed:** ${prose(why)}.`),
    ...gates.flatMap(({ gate, override }) =>
      override ? [`🔓 **Gate ${code(gate)} overridden** ${by(override)}, ${ending(override)}.`] : [],
    ),
  ];
}

/** What it adds to the check's title, "" for nothing. */
export function standingTitle({ lost, hold, gates }: DecisionState): string {
  if (lost) return "LOOK AGAIN — what was accepted here is lost";
  if (hold) return `ON HOLD by ${hold.by}`;
  const shut = gates.find(({ gate, effect, override }) => gate !== "stop" && effect === "fail" && !override);
  return shut === undefined ? "" : `GATE ${shut.gate} closed`;
}

/** A decision that is needed outweighs what is not known. */
export function standingConclusion(
  decisions: DecisionState,
): "action_required" | "failure" | "neutral" | "success" {
  const { lost, hold, gates } = decisions;
  const shut = gates.filter(({ effect, override }) => effect === "fail" && override === undefined);
  if (lost || hold !== undefined || shut.some(({ gate }) => gate !== "unknown")) return "action_required";
  if (shut.length > 0) return "failure";
  return gates.length > 0 ? "neutral" : "success";
}

function by({ by, reason }: Decided): string {
  return `by ${code(by)}${reason === "" ? "" : `: ${prose(reason, 300)}`}`;
}

/** Without a time: the comment stays the same as long as nothing changes. */
function ending({ until }: Override): string {
  const end = "until somebody pushes or the base moves";
  return until === undefined ? end : `${end}, and at the latest at ${time(until)}`;
}

/** "2026-11-22 14:05 UTC". */
function time(seconds: number): string {
  const days = Math.floor(seconds / 86_400);
  const minutes = Math.floor((seconds % 86_400) / 60);
  const two = (number: number) => String(number).padStart(2, "0");
  const { year, month, day } = civil(days);
  return `${year}-${two(month)}-${two(day)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)} UTC`;
}

/** Days since 1970 → the date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days). */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}
