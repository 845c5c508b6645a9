// Plan → the check run: title, summary, text, annotations and conclusion.
import { type CommentOptions, DEFAULT_CONFIG } from "../model/context.ts";
import type { Finding, Plan, Severity } from "../model/plan.ts";
import type { DecisionState } from "../model/state.ts";
import { type Addresses, linksOf, renderComment } from "./comment/comment.ts";
import { standingConclusion, standingTitle } from "./comment/decisions.ts";
import { environmentsBy } from "./comment/environment.ts";
import { renderHead, verdictText } from "./comment/header.ts";

/** GitHub refuses longer fields. */
const FIELD_LIMIT = 65_535;
const TITLE_LIMIT = 250;
const MESSAGE_LIMIT = 4_000;

type Conclusion = "success" | "neutral" | "action_required" | "failure";

/** One finding at its line of the head. Lines are 1-based. */
export type Annotation = {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly annotation_level: "failure" | "warning" | "notice";
  readonly title: string;
  readonly message: string;
};

/** A completed check. */
export type CheckRun = {
  readonly conclusion: Conclusion;
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  /** There may be more than one request takes (50). */
  readonly annotations: readonly Annotation[];
};

export type CheckFacts = {
  readonly draft: boolean;
  /** Paths of the head whose content is the pull request's own, so that its lines are those a reviewer sees. */
  readonly annotatable: ReadonlySet<string>;
  /** What was decided on the pull request, and its gates. */
  readonly decisions: DecisionState;
  readonly look?: CommentOptions;
  readonly addresses?: Addresses | undefined;
};

/** A draft always passes: it is not up for review yet. */
export function renderCheck(
  plan: Plan,
  { draft, annotatable, decisions, look = LOOK, addresses }: CheckFacts,
): CheckRun {
  const title = [standingTitle(decisions), verdictText(plan).replaceAll("`", "")]
    .filter((part) => part !== "")
    .join(" · ");
  const env = environmentsBy(look.groups);
  const full = { budget: FIELD_LIMIT, look: { ...look, mode: "full" as const }, decisions, addresses };
  const links = linksOf(plan, look, addresses);
  return {
    conclusion: draft ? "neutral" : standingConclusion(decisions),
    title: cut(title, TITLE_LIMIT),
    summary: withoutMarker(renderHead(plan, { room: FIELD_LIMIT, env, links, decisions })),
    text: withoutMarker(renderComment(plan, full)),
    annotations: plan.findings
      .filter(({ acknowledged }) => acknowledged === undefined)
      .flatMap((finding) => annotation(finding, annotatable)),
  };
}

const LOOK = DEFAULT_CONFIG.comment;

const LEVELS = { stop: "failure", caution: "warning", note: "notice" } as const satisfies Record<
  Severity,
  string
>;

function annotation(finding: Finding, annotatable: ReadonlySet<string>): Annotation[] {
  const { source, severity, id, rule, message, why } = finding;
  if (source?.side !== "head" || !annotatable.has(source.path)) return [];
  const line = Math.max(1, source.line);
  return [
    {
      path: source.path,
      start_line: line,
      end_line: line,
      annotation_level: LEVELS[severity],
      title: `${id} ${rule}`,
      message: cut(
        `${message} ${why}${finding.do === undefined ? "" : ` ${finding.do}`}`.replaceAll("`", ""),
        MESSAGE_LIMIT,
      ),
    },
  ];
}

/** The marker belongs to the comment alone: a check run is found by its name. */
function withoutMarker(markdown: string): string {
  return cut(markdown.replace(/^<!--.*?-->\n/, ""), FIELD_LIMIT);
}

function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
