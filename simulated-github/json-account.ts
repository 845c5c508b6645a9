// Accounts, the app and its installations → GitHub's JSON, the same in REST answers and webhooks.
import type { Account, Installation } from "./state.ts";
import { account, nodeId, timeOf, type World } from "./world.ts";

/** A person, organisation or app in the short form every answer carries. */
export function userJson(user: Account) {
  const url = `https://api.github.com/users/${encodeURIComponent(user.login)}`;
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type === "Bot" ? "BOT" : "U", user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: "",
    url,
    html_url: htmlUrl(user),
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  };
}

function htmlUrl(user: Account): string {
  const bot = user.type === "Bot";
  return bot
    ? `https://github.com/apps/${user.login.slice(0, -"[bot]".length)}`
    : `https://github.com/${user.login}`;
}

/** The organisation a payload names beside its repository. */
export function organizationJson(owner: Account) {
  const url = `https://api.github.com/orgs/${owner.login}`;
  return {
    login: owner.login,
    id: owner.id,
    node_id: nodeId("O", owner.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `https://avatars.githubusercontent.com/u/${owner.id}?v=4`,
    description: "",
  };
}

const subscribed = [
  "check_run",
  "check_suite",
  "issue_comment",
  "pull_request",
  "pull_request_review",
  "push",
];

/** The app, as GET /app and every check run show it. */
export function appJson(world: World) {
  return {
    id: world.app.id,
    slug: world.app.slug,
    node_id: nodeId("A", world.app.id),
    owner: userJson(account(world, `${world.app.slug}-owner`, "Organization")),
    name: world.app.slug,
    description: "",
    external_url: "https://example.com",
    html_url: `https://github.com/apps/${world.app.slug}`,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    permissions: world.app.permissions,
    events: subscribed,
  };
}

/** An installation in the long form of the `installation` event. */
export function installationJson(world: World, installation: Installation) {
  const url = `https://api.github.com/app/installations/${installation.id}`;
  const suspended = installation.suspendedAt;
  return {
    id: installation.id,
    account: userJson(installation.account),
    repository_selection: "all",
    access_tokens_url: `${url}/access_tokens`,
    repositories_url: "https://api.github.com/installation/repositories",
    html_url: `https://github.com/organizations/${installation.account.login}/settings/installations/${installation.id}`,
    app_id: world.app.id,
    app_slug: world.app.slug,
    target_id: installation.account.id,
    target_type: "Organization",
    permissions: world.app.permissions,
    events: subscribed,
    created_at: timeOf(installation.createdAt),
    updated_at: timeOf(installation.createdAt),
    single_file_name: null,
    suspended_at: suspended === undefined ? null : timeOf(suspended),
    suspended_by: suspended === undefined ? null : userJson(installation.account),
  };
}
