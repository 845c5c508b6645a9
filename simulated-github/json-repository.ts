// A repository → GitHub's JSON, the same in REST answers and webhooks.
import { userJson } from "./json-account.ts";
import { fullName, type Repository, type RepositoryState } from "./state.ts";
import { apiUrl, nodeId, pageUrl, timeOf } from "./world.ts";

// Links of a repository below its own address, as GitHub's answers list them.
const links: Record<string, string> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The repository as pull requests and webhooks carry it. */
export function repositoryJson(repository: Repository, state: RepositoryState = repository.state) {
  const open = [...state.pulls.values()].filter((pull) => pull.state === "open").length;
  const address = `github.com/${fullName(repository)}`;
  const time = timeOf(repository.createdAt);
  return {
    id: repository.id,
    node_id: nodeId("R", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: userJson(repository.owner),
    html_url: pageUrl(repository),
    description: null,
    fork: repository.fork,
    url: apiUrl(repository),
    ...(Object.fromEntries(Object.entries(links).map(([key, path]) => [key, apiUrl(repository) + path])) as {
      [key: string]: string;
    }),
    created_at: time,
    updated_at: time,
    pushed_at: time,
    git_url: `git://${address}.git`,
    ssh_url: `git@github.com:${fullName(repository)}.git`,
    clone_url: `https://${address}.git`,
    svn_url: `https://${address}`,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: state.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    custom_properties: {},
    visibility: repository.private ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
  };
}

/** The short form of check runs: where a branch lives. */
export function repositoryRefJson(repository: Repository) {
  return { id: repository.id, url: apiUrl(repository), name: repository.name };
}
