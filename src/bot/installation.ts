// An app's number and key → a Probot, and from it access to one repository for one job, with its requests counted.
import { createProbot, type Logger, type Probot } from "probot";
import { CarefulOctokit } from "../adapters/github/octokit.ts";
import type { Repository } from "../adapters/github/repository.ts";
import type { Stores } from "../adapters/github/store.ts";
import type { Log } from "../adapters/telemetry/log.ts";
import type { RepositoryAddress } from "../model/job.ts";

export type AppIdentity = {
  readonly appId: string;
  /** Without it, Probot looks for it in the environment. */
  readonly privateKey?: string;
  /** Without it, the Probot takes no webhooks. */
  readonly secret?: string;
};

/** A Probot with the careful client. */
export function openProbot({ appId, privateKey, secret }: AppIdentity, log: Log): Probot {
  const overrides = {
    appId,
    log: log as unknown as Logger,
    Octokit: CarefulOctokit,
    ...(privateKey ? { privateKey } : {}),
    ...(secret ? { secret } : {}),
  };
  return createProbot({ overrides });
}

export type Access = {
  readonly repository: Repository;
  /** Requests so far. */
  readonly calls: () => number;
  /** Requests that GitHub still grants in this hour, by its last answer. */
  readonly remaining: () => number | undefined;
};

/** Each job has an Octokit of its own, so that its requests can be counted. */
export async function openRepository(
  probot: Probot,
  stores: Stores,
  place: RepositoryAddress,
): Promise<Access> {
  return accessOf(await probot.auth(place.installation), stores, place);
}

/** The same in a process that has the installation's token and no key. */
export async function openWithToken(
  token: string,
  stores: Stores,
  place: RepositoryAddress,
  log: Log,
): Promise<Access> {
  const overrides = { githubToken: token, log: log as unknown as Logger, Octokit: CarefulOctokit };
  const octokit = await createProbot({ overrides }).auth();
  const Octokit = octokit.constructor as typeof CarefulOctokit;
  const throttle = { id: String(place.installation) };
  return accessOf(new Octokit({ throttle } as object), stores, place);
}

/** An installation's token, which is good for half an hour at least. */
export function tokensOf(probot: Probot): (installation: number) => Promise<string> {
  const known = new Map<number, { readonly token: string; readonly until: number }>();
  return async (installation) => {
    const found = known.get(installation);
    if (found && found.until - Date.now() > HALF_AN_HOUR) return found.token;
    const app = await probot.auth();
    const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: installation });
    known.set(installation, { token: data.token, until: Date.parse(data.expires_at) });
    return data.token;
  };
}

const HALF_AN_HOUR = 1_800_000;

function accessOf(
  octokit: Repository["octokit"],
  stores: Stores,
  { installation, owner, repo }: RepositoryAddress,
): Access {
  let calls = 0;
  let remaining: number | undefined;
  octokit.hook.before("request", () => {
    calls++;
  });
  octokit.hook.after("request", ({ headers }) => {
    const limit = Number(headers["x-ratelimit-remaining"] ?? Number.NaN);
    if (!Number.isNaN(limit)) remaining = limit;
  });
  return {
    repository: { octokit, owner, repo, store: stores(installation) },
    calls: () => calls,
    remaining: () => remaining,
  };
}
