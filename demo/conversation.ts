// The simulated GitHub's state → a pull request as its page shows it.
import type { SimulatedGitHub } from "../simulated-github/simulated.ts";
import type { CheckRun } from "../simulated-github/state.ts";
import { REPOSITORY } from "./scenario.ts";

/** Something somebody said or pushed. Times are milliseconds since 1970. */
export type Entry =
  | {
      readonly kind: "comment";
      readonly id: string;
      readonly author: string;
      readonly at: number;
      readonly edited: boolean;
      readonly hidden: string | undefined;
      readonly body: string;
      /** Names of reactions, as `rocket`, each with how many there are. */
      readonly reactions: readonly (readonly [content: string, count: number])[];
    }
  | { readonly kind: "commit"; readonly id: string; readonly author: string; readonly message: string };

/** `check` is the newest one of the head, undefined until there is one. `entries` in the order they are shown. */
export type Conversation = {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly author: string;
  readonly base: string;
  readonly branch: string;
  readonly head: string;
  readonly entries: readonly Entry[];
  readonly check: CheckRun | undefined;
};

/** Undefined when there is no such pull request. */
export async function readConversation(
  github: SimulatedGitHub,
  number: number,
): Promise<Conversation | undefined> {
  const pull = github.pullRequest(REPOSITORY, number);
  if (!pull) return undefined;
  const { title, headRef, headSha, baseRef, createdAt, user } = pull;
  const opening: Entry = {
    kind: "comment",
    id: "opening",
    author: user.login,
    at: createdAt,
    edited: false,
    hidden: undefined,
    body: pull.body ?? "",
    reactions: [],
  };
  const comments = github.comments(REPOSITORY, number).map(
    (comment): Entry => ({
      kind: "comment",
      id: `comment-${comment.id}`,
      author: comment.user.login,
      at: comment.createdAt,
      edited: comment.updatedAt > comment.createdAt,
      hidden: comment.minimizedReason,
      body: comment.body,
      reactions: countsOf(comment.reactions),
    }),
  );
  return {
    number,
    title,
    state: pull.merged ? "merged" : pull.state,
    author: user.login,
    base: baseRef,
    branch: headRef,
    head: headSha,
    entries: [opening, ...(await commitsOf(github, headRef, baseRef)), ...comments],
    check: github
      .checkRuns(REPOSITORY)
      .filter((check) => check.headSha === headSha)
      .at(-1),
  };
}

function countsOf(reactions: readonly { readonly content: string }[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { content } of reactions) counts.set(content, (counts.get(content) ?? 0) + 1);
  return [...counts];
}

/** Commits of the branch that its base does not have, oldest first. */
async function commitsOf(github: SimulatedGitHub, branch: string, base: string): Promise<Entry[]> {
  const [own, theirs] = await Promise.all([branch, base].map((name) => github.commits(REPOSITORY, name)));
  const known = new Set(theirs?.map((commit) => commit?.oid));
  return (own ?? [])
    .filter((commit) => commit !== undefined)
    .filter(({ oid }) => !known.has(oid))
    .reverse()
    .map(({ oid, message, author }) => ({
      kind: "commit",
      id: `commit-${oid.slice(0, 7)}`,
      author: author.name,
      message: message.split("\n")[0] ?? "",
    }));
}
