// Files in memory → snapshots, blobs and the input of rules: what tests compare without a Git repository.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Renderers } from "../../src/delivery/generate/render-job.ts";
import { compareSnapshots } from "../../src/impact/plan-impact.ts";
import type { Config, Context } from "../../src/model/context.ts";
import type { Comparison } from "../../src/model/finding.ts";
import type { ReadBlobs, Snapshot } from "../../src/model/snapshot.ts";
import { CONFIG_PATH, mergeConfig } from "../../src/policy/configuration/merge.ts";
import { commitOf, memoryHistory } from "./history.ts";

export type FileMap = Readonly<Record<string, string>>;

/** The fleet of examples/, which cases start from. */
export const FLEET: FileMap = readTree(join(import.meta.dirname, "../../examples/fleet"));

export const CONTEXT: Context = {
  headSha: "1".repeat(40),
  branch: "main",
  defaultBranch: "main",
  repoUrls: ["https://github.com/example-org/fleet.git"],
  remotes: [],
};

/** A directory's text files by path, sorted. */
export function readTree(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(paths.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}

/** Snapshots of file maps, sharing one blob store. */
export function snapshots(...trees: readonly FileMap[]): { snapshots: Snapshot[]; readBlobs: ReadBlobs } {
  const texts = new Map<string, string>();
  const made = trees.map((tree) => {
    const files = new Map(
      Object.entries(tree).map(([path, text]) => {
        const oid = oidOf(text);
        texts.set(oid, text);
        return [path, { oid, mode: "100644" }] as const;
      }),
    );
    const listing = [...files].sort().map(([path, { oid }]) => `${oid} ${path}`);
    return {
      sha: sha(`commit ${listing.join()}`),
      tree: sha(listing.join("\n")),
      files,
      paths: [...files.keys()].sort(),
    };
  });
  const readBlobs: ReadBlobs = async (oids) =>
    new Map(
      oids.map((oid) => [
        oid,
        texts.has(oid) ? { text: texts.get(oid) as string } : { unreadable: "missing" },
      ]),
    );
  return { snapshots: made, readBlobs };
}

/** A tree configures itself as a repository does: by the file of its base. */
export function configOf(base: FileMap): Config {
  return mergeConfig({ repository: base[CONFIG_PATH] });
}

/** Two trees, and those before: oldest first, the last of them the base. */
export type Trees = {
  readonly base: FileMap;
  readonly head: FileMap;
  readonly past?: readonly { readonly name: string; readonly time: string; readonly tree: FileMap }[];
};

/** What rules see for these two trees. */
export async function planInputs(
  { base, head, past = [] }: Trees,
  context = CONTEXT,
  renderers?: Renderers,
): Promise<Comparison> {
  const { snapshots: made, readBlobs } = snapshots(base, head, ...past.map(({ tree }) => tree));
  const [before, after, ...earlier] = made as [Snapshot, Snapshot, ...Snapshot[]];
  const commits = past.map(({ name, time }, i) => commitOf(name, time, earlier[i] as Snapshot));
  return compareSnapshots(before, after, configOf(base), context, {
    readBlobs,
    renderers,
    history: memoryHistory(commits),
  });
}

const OIDS = new Map<string, string>();

/** The name that Git gives a blob. Most trees hold the same files. */
function oidOf(text: string): string {
  const oid = OIDS.get(text) ?? sha(`blob ${Buffer.byteLength(text)}\0${text}`);
  OIDS.set(text, oid);
  return oid;
}

function sha(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
