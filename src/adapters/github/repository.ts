// A repository as an installation sees it, and how GraphQL is asked about it.
import type { ProbotOctokit } from "probot";
import { RetryLater, retryLaterOf } from "./errors.ts";
import type { Store } from "./store.ts";

export type Repository = {
  /** Authenticated as the installation. */
  readonly octokit: ProbotOctokit;
  readonly owner: string;
  readonly repo: string;
  /** That installation's. */
  readonly store: Store;
};

type GraphqlError = { readonly type?: string; readonly message: string };

/** What is not there or not for the app's eyes is null in the data, which is all that a plan needs to know of it. */
const ABSENT = ["NOT_FOUND", "FORBIDDEN"];

/**
 * Runs one GraphQL query or mutation with $owner and $repo set. Data that is not there is null. Rejects with RetryLater
 * for limits, else with what GitHub says.
 */
export async function graphql<T>(repository: Repository, query: string, variables: object): Promise<T> {
  try {
    return await mutate<T>(repository, query, variables);
  } catch (error) {
    const { errors, data } = error as { errors?: GraphqlError[]; data?: T };
    if (data && errors?.every(({ type }) => ABSENT.includes(type ?? ""))) return data;
    throw error;
  }
}

/** The same where every error counts: what was refused was not done. */
export async function mutate<T>(repository: Repository, query: string, variables: object): Promise<T> {
  const { octokit, owner, repo } = repository;
  try {
    return await octokit.graphql<T>(query, { owner, repo, ...variables });
  } catch (error) {
    const { errors, headers } = error as { errors?: GraphqlError[]; headers?: object };
    if (error instanceof RetryLater || !errors) throw error;
    throw retryLaterOf({ errors, message: "", response: { headers } }, Date.now()) ?? error;
  }
}
