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
  { installation, owner, repo }: RepositoryAddress,
): Promise<Access> {
  const octokit = await probot.auth(installation);
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
