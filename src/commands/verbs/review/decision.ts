// The pull request of a command → the state it decides about, with the findings as the comment numbers them.
import type { Refused } from "../../../model/command.ts";
import type { Finding } from "../../../model/plan.ts";
import { type Decided, EMPTY_STATE, type State } from "../../../model/state.ts";
import { stableFindingIds } from "../../../policy/decisions/finding-ids.ts";
import { fits } from "../../../policy/decisions/signed-state.ts";
import type { CommandContext } from "../../command-context.ts";

/** Who decides, about what. `findings` is undefined until it is needed, because planning takes time. */
export type DecisionContext = {
  readonly by: string;
  readonly at: number;
  readonly pull: NonNullable<CommandContext["pull"]>;
  readonly state: State;
};

/** Characters of a reason: what does not fit into a line is for a comment. */
const LONGEST_REASON = 300;

/** Refused where there is no pull request, or no comment that could remember. */
export function decisionContext({ pull, by, at, config }: CommandContext): DecisionContext | Refused {
  if (pull === undefined || by === undefined || at === undefined)
    return { refused: "This decides about a pull request: type it in a comment there" };
  if (config.comment.mode === "off")
    return {
      refused: "Decisions are kept in the comment, and `comment.mode: off` of the configuration wants none",
    };
  const { state } = pull;
  if (state === "none") return { by, at, pull, state: EMPTY_STATE };
  return { by, at, pull, state: state === "lost" ? { ...EMPTY_STATE, lost: true } : state };
}

/** The findings of the plan as it is now, under the numbers that the comment gives them. */
export async function findingsOf({ pull, state }: DecisionContext): Promise<readonly Finding[]> {
  const { plan } = await pull.planned();
  return stableFindingIds(plan.findings, state).findings;
}

/** `F1` … in the order typed → the findings; refused with those there are. */
export function findingsNamed(
  ids: readonly string[],
  findings: readonly Finding[],
): readonly Finding[] | Refused {
  const byId = new Map(findings.map((finding) => [finding.id, finding]));
  const unknown = ids.find((id) => !byId.has(id));
  if (unknown === undefined) return ids.flatMap((id) => byId.get(id) ?? []);
  const known = findings.slice(0, 10).map(({ id }) => `\`${id}\``);
  const rest =
    known.length === 0 ? "it has none" : `it has ${known.join(", ")}${findings.length > 10 ? " …" : ""}`;
  return { refused: `The plan has no finding \`${unknown}\`; ${rest}` };
}

/** The state to keep, or why the comment has no room for it. */
export function stored(headline: string, state: State): { headline: string; state: State } | Refused {
  if (fits(state)) return { headline, state };
  return {
    refused:
      "The comment has no room for another decision: take back some that no longer matter with `/unack`",
  };
}

export function decided({ by, at }: DecisionContext, reason: string): Decided {
  return {
    by,
    at,
    reason: reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON - 1)}…` : reason,
  };
}

/** "F1 F2 the rest" → the numbers, each once, and the rest as it is. Commas between numbers are taken as blanks. */
export function numbersAndRest(text: string): { readonly ids: readonly string[]; readonly rest: string } {
  const ids: string[] = [];
  let rest = text.trim();
  for (;;) {
    const [all, number] = /^[Ff](\d{1,5})(?:[ \t,]+|$)/.exec(rest) ?? [];
    if (all === undefined) return { ids: [...new Set(ids)], rest };
    ids.push(`F${Number(number)}`);
    rest = rest.slice(all.length);
  }
}
