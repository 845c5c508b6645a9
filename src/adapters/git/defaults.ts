// A repository's own names → the command line's defaults: base, branches, addresses.

import { shown, UsageError } from "../../lib/usage-error.ts";
import { findCommit } from "./resolve.ts";
import { output, run } from "./run.ts";
import type { Store } from "./store.ts";

/**
 * The revision to compare with, as a full ref: the default branch of the remote as last fetched, else `main` there, else the branch a
 * bare repository's HEAD names, else the local `main`. UsageError when none of them exists.
 */
export const defaultBase = async (store: Store): Promise<string> => {
  const remote = defaultRemote(await readRemotes(store));
  const candidates = [
    remote && (await remoteDefault(store, remote)),
    remote && `refs/remotes/${remote}/main`,
    await bareHead(store),
    "refs/heads/main",
  ];
  for (const ref of candidates) if (ref && (await findCommit(store, ref)) !== undefined) return ref;
  throw new UsageError(
    `no base: ${shown(store.dir)} has neither a remote's default branch nor a branch main; say which with --base REV`,
  );
};

/** The name of the default branch, without its remote: what HEAD is after a clone. `main` where nothing names one. */
export const defaultBranch = async (store: Store): Promise<string> => {
  const remote = defaultRemote(await readRemotes(store));
  const ref = (remote && (await remoteDefault(store, remote))) ?? (await bareHead(store));
  return (ref && branchName(ref, remote ? [remote] : [])) ?? "main";
};

/** The branch `rev` names ("main" for main, origin/main or a HEAD that is on it), undefined for a tag or a commit. */
export const branchOf = async (store: Store, rev: string): Promise<string | undefined> => {
  if (rev.startsWith("-") || rev.includes("\0")) return undefined;
  const { stdout } = await run(store.names, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--symbolic-full-name",
    rev,
  ]);
  return branchName(
    stdout.toString("utf8").trim(),
    (await readRemotes(store)).map(({ name }) => name),
  );
};

/** Every address of every remote, without passwords or tokens, in code-unit order. */
export const remoteUrls = async (store: Store): Promise<readonly string[]> =>
  [...new Set((await readRemotes(store)).map(({ url }) => withoutCredentials(url)))].sort();

/**
 * `url` without its password. Over HTTP the user name is removed too, as it often is the token. Paths and SCP forms are
 * unchanged.
 */
export const withoutCredentials = (url: string): string => {
  const [, scheme = "", user = "", rest = ""] = /^([a-z][a-z0-9+.-]*:\/\/)([^/]*)@(.*)$/is.exec(url) ?? [];
  if (scheme === "") return url;
  const name = /^https?:/i.test(scheme) ? "" : (user.split(":")[0] ?? "");
  return `${scheme}${name === "" ? "" : `${name}@`}${rest}`;
};

type Remote = { readonly name: string; readonly url: string };

// "<name>\t<address> (fetch)", in a partial clone followed by its filter; addresses as insteadOf rewrites them.
const readRemotes = async (store: Store): Promise<readonly Remote[]> =>
  (await output(store.names, ["remote", "-v"])).split("\n").flatMap((line) => {
    const tab = line.indexOf("\t");
    const end = Math.max(line.lastIndexOf(" (fetch)"), line.lastIndexOf(" (push)"));
    return tab > 0 && end > tab ? [{ name: line.slice(0, tab), url: line.slice(tab + 1, end) }] : [];
  });

const defaultRemote = (remotes: readonly Remote[]): string | undefined => {
  const names = new Set(remotes.map(({ name }) => name));
  if (names.has("origin")) return "origin";
  return names.size === 1 ? remotes[0]?.name : undefined;
};

const remoteDefault = (store: Store, remote: string) => symbolicRef(store, `refs/remotes/${remote}/HEAD`);

const bareHead = async (store: Store): Promise<string | undefined> => {
  const bare = (await output(store.names, ["rev-parse", "--is-bare-repository"])).trim() === "true";
  return bare ? symbolicRef(store, "HEAD") : undefined;
};

const symbolicRef = async (store: Store, name: string): Promise<string | undefined> => {
  const { code, stdout } = await run(store.names, ["symbolic-ref", "--quiet", name]);
  return code === 0 ? stdout.toString("utf8").trim() : undefined;
};

const branchName = (ref: string, remotes: readonly string[]): string | undefined => {
  const prefixes = ["refs/heads/", ...remotes.map((remote) => `refs/remotes/${remote}/`)];
  const prefix = prefixes.find((candidate) => ref.startsWith(candidate));
  return prefix === undefined ? undefined : ref.slice(prefix.length);
};
