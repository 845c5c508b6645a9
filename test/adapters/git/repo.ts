// Small real repositories in temporary directories, with fixed names and dates: same content, same ids.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "@jest/globals";

/** A file of a commit: text or bytes, null to remove it, or an entry of another mode. */
export type TestFile =
  | string
  | Buffer
  | null
  | { readonly mode: "100755" | "120000"; readonly text: string }
  | { readonly mode: "160000"; readonly oid: string };

/** `commit` adds to a branch's tip; a new branch begins at `from`, or has no parent. `merge` is the second parent. */
export type TestRepo = {
  readonly dir: string;
  readonly git: (...args: readonly string[]) => string;
  readonly commit: (
    branch: string,
    files: Readonly<Record<string, TestFile>>,
    parents?: { readonly from?: string; readonly merge?: string },
  ) => string;
};

/** A new repository without commits, HEAD on main. `options` go to `git init`, such as --bare. */
export const createRepo = (...options: readonly string[]): TestRepo => {
  const dir = temporaryDirectory();
  git(dir, ["init", "--quiet", "--template=", "--initial-branch=main", ...options]);
  const tips = new Map<string, string>();
  return {
    dir,
    git: (...args) => git(dir, args).trim(),
    commit: (branch, files, parents = {}) => {
      const parent = tips.get(branch) ?? parents.from;
      const stream = commitStream(branch, files, [parent, parents.merge], tips.size);
      const sha = git(dir, ["fast-import", "--quiet", "--force"], stream).trim();
      tips.set(branch, sha);
      return sha;
    },
  };
};

/** A directory that is removed after the tests of the file. */
export const temporaryDirectory = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "breakwater-test-"));
  directories.push(dir);
  return dir;
};
const directories: string[] = [];
afterAll(() => {
  for (const dir of directories) rmSync(dir, { recursive: true, force: true });
});

/** Runs git in `dir`, without the configuration and identity of whoever runs the tests. */
export const git = (dir: string, args: readonly string[], input: Buffer | string = ""): string =>
  execFileSync("git", ["-C", dir, ...args], {
    env: ENVIRONMENT,
    input,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
    maxBuffer: 1 << 28,
  });

const PERSON = "Test <test@example.com> 1767225600 +0000";
const ENVIRONMENT = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"))),
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_AUTHOR_DATE: "1767225600 +0000",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.com",
  GIT_COMMITTER_DATE: "1767225600 +0000",
};

// See git-fast-import(1), INPUT FORMAT.
const commitStream = (
  branch: string,
  files: Readonly<Record<string, TestFile>>,
  [from, merge]: readonly (string | undefined)[],
  serial: number,
): Buffer => {
  const parts: (string | Buffer)[] = [
    `commit refs/heads/${branch}\nmark :1\ncommitter ${PERSON}\n`,
    data(Buffer.from(`${branch} ${serial}`)),
    from === undefined ? "" : `from ${from}\n`,
    merge === undefined ? "" : `merge ${merge}\n`,
  ].flat();
  for (const [path, file] of Object.entries(files)) parts.push(...change(quoted(path), file));
  parts.push("\nget-mark :1\n");
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
};

const change = (path: string, file: TestFile): readonly (string | Buffer)[] => {
  if (file === null) return [`D ${path}\n`];
  if (typeof file === "string" || Buffer.isBuffer(file))
    return [`M 100644 inline ${path}\n`, ...data(Buffer.from(file as string))];
  if (file.mode === "160000") return [`M 160000 ${file.oid} ${path}\n`];
  return [`M ${file.mode} inline ${path}\n`, ...data(Buffer.from(file.text))];
};

const data = (bytes: Buffer): (string | Buffer)[] => [`data ${bytes.length}\n`, bytes, "\n"];
const quoted = (path: string): string =>
  `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
