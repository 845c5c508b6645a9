// A revision as a user types it → the commit it names.

import { shown, UsageError } from "../../lib/usage-error.ts";
import { run } from "./run.ts";
import type { Store } from "./store.ts";

/** The commit id `rev` names (branch, tag, id, HEAD~2 …). UsageError when there is none or `rev` looks like an option. */
export const resolveCommit = async (store: Store, rev: string): Promise<string> => {
  if (rev.startsWith("-"))
    throw new UsageError(
      `revision ${JSON.stringify(rev)} begins with "-": write its full name, such as refs/heads/${shown(rev)}`,
    );
  const oid = await findCommit(store, rev);
  if (oid === undefined) throw new UsageError(await unknown(store, rev));
  return oid;
};

/** The commit id `rev` names, or undefined. `rev` must not begin with "-". */
export const findCommit = async (store: Store, rev: string): Promise<string | undefined> => {
  if (rev === "" || rev.includes("\0")) return undefined;
  const { code, stdout } = await run(store.names, ["rev-parse", "--verify", "--quiet", `${rev}^{commit}`]);
  const oid = stdout.toString("utf8").trim();
  return code === 0 && isObjectId(oid) ? oid : undefined;
};

/** Whether `text` is a full object id, SHA-1 or SHA-256. */
export const isObjectId = (text: string): boolean => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);

const unknown = async (store: Store, rev: string): Promise<string> => {
  const what = `unknown revision ${JSON.stringify(rev)}`;
  const git = `git -C ${shown(store.dir)}`;
  const remote = `origin/${rev}`;
  if ((await findCommit(store, remote)) !== undefined)
    return `${what}: this clone knows it as ${shown(remote)}`;
  if (store.shallow.size > 0)
    return `${what}: this clone is shallow; try ${git} fetch --unshallow, or ${git} branch -a for what is there`;
  return `${what}: use a branch, tag or commit of ${shown(store.dir)}; try ${git} branch -a`;
};
