// The app's part in a conversation: reactions, its replies, and the pull requests it opens.
import { LEVELS, type Level } from "../../../model/context.ts";
import type { NewPull, Reaction } from "../../../usecases/respond/port.ts";
import { outcomeUnknown, statusOf } from "../errors.ts";
import { graphql, type Repository } from "../repository.ts";
import { readComments } from "./comments.ts";

const REACT = `mutation React($id: ID!, $content: ReactionContent!) {
  addReaction(input: { subjectId: $id, content: $content }) { reaction { content } }
}`;
const UNREACT = `mutation Unreact($id: ID!, $content: ReactionContent!) {
  removeReaction(input: { subjectId: $id, content: $content }) { reaction { content } }
}`;
const CONTENTS: Readonly<Record<Reaction, string>> = {
  eyes: "EYES",
  rocket: "ROCKET",
  "+1": "THUMBS_UP",
  confused: "CONFUSED",
  "-1": "THUMBS_DOWN",
};

/** Reviews take reactions through GraphQL only. Repeating a reaction changes nothing, and a leftover one does no harm. */
export async function react(
  repository: Repository,
  node: string,
  add: Reaction,
  remove?: Reaction,
): Promise<void> {
  await graphql(repository, REACT, { id: node, content: CONTENTS[add] });
  if (remove === undefined) return;
  await graphql(repository, UNREACT, { id: node, content: CONTENTS[remove] }).catch(() => undefined);
}

/** Writes a comment once: after a lost response, the conversation is searched for one that `marks` accepts. */
export async function writeReply(
  repository: Repository,
  number: number,
  body: string,
  marks: (body: string) => boolean,
): Promise<void> {
  const { octokit, owner, repo } = repository;
  const create = () => octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
  await create().catch(async (error: unknown) => {
    if (!outcomeUnknown(error)) throw error;
    const comments = await readComments(repository, number);
    if (!comments.some((one) => one.viewerDidAuthor && marks(one.body))) await create();
  });
}

/** A role of the organisation's own counts as the permission it grants. "error" whenever GitHub does not say. */
export async function readPermission(
  { octokit, owner, repo }: Repository,
  login: string,
): Promise<Level | "error"> {
  if (login === "") return "error";
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({
      owner,
      repo,
      username: login,
    });
    const level = (name: string | undefined) => LEVELS.find((one) => one === name);
    return level(data.role_name) ?? level(data.permission) ?? "error";
  } catch {
    return "error";
  }
}

/** The teams that a user is a member of. A team without its organisation belongs to the owner's. */
export async function readTeams(
  { octokit, owner }: Repository,
  username: string,
  teams: readonly string[],
): Promise<ReadonlySet<string> | "error"> {
  try {
    const all = await Promise.all(
      teams.map(async (team) => {
        const [slug = "", org = owner] = team.replace(/^@/, "").split("/").reverse();
        const asked = octokit.rest.teams.getMembershipForUserInOrg({ org, team_slug: slug, username });
        const active = await asked.then(({ data }) => data.state === "active", unlessMissing(false));
        return active ? [team] : [];
      }),
    );
    return new Set(all.flat());
  } catch {
    return "error";
  }
}

/** Whether a user is a member of the organisation that owns the repository. */
export async function isMember({ octokit, owner }: Repository, username: string): Promise<boolean | "error"> {
  try {
    return await octokit.rest.orgs
      .checkMembershipForUser({ org: owner, username })
      .then(({ status }) => (status as number) === 204, unlessMissing(false));
  } catch {
    return "error";
  }
}

function unlessMissing<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (statusOf(error) === 404) return value;
    throw error;
  };
}

/** The number of the branch's pull request: of a new one, or of the one that is there, open or not. */
export async function openPull(
  repository: Repository,
  { branch, base, title, body }: NewPull,
): Promise<number> {
  const { octokit, owner, repo } = repository;
  const create = () => octokit.rest.pulls.create({ owner, repo, head: branch, base, title, body });
  try {
    return (await create()).data.number;
  } catch (error) {
    if (statusOf(error) !== 422 && !outcomeUnknown(error)) throw error;
    const found = await findPull(repository, branch);
    if (found !== undefined) return found;
    if (statusOf(error) === 422) throw error;
    return (await create()).data.number;
  }
}

async function findPull({ octokit, owner, repo }: Repository, branch: string): Promise<number | undefined> {
  const { data } = await octokit.rest.pulls.list({ owner, repo, state: "all", head: `${owner}:${branch}` });
  return data[0]?.number;
}

/** GitHub ignores users that cannot be assigned; a pull request without an assignee does no harm. */
export async function assign(
  { octokit, owner, repo }: Repository,
  number: number,
  login: string,
): Promise<void> {
  const options = { owner, repo, issue_number: number, assignees: [login] };
  await octokit.rest.issues.addAssignees(options).catch(() => undefined);
}

/** Whether a branch is protected. A ruleset does not count: it shows when the commit is refused. */
export async function isProtected({ octokit, owner, repo }: Repository, branch: string): Promise<boolean> {
  const { data } = await octokit.rest.repos.getBranch({ owner, repo, branch });
  return data.protected;
}
