// Commits with all their files → a bare Git repository. Same commits, same ids.
import { spawnSync } from "node:child_process";
import { devNull } from "node:os";

const PERSON = "Fleet <fleet@example.com> 1767225600 +0000";

/**
 * Writes the commits to branch main of a new bare repository at `dir`. Returns their ids in order. Throws when git fails.
 * @param {string} dir
 * @param {Iterable<{ kind: string, files: Readonly<Record<string, string>> }>} commits
 * @returns {string[]}
 */
export function writeRepository(dir, commits) {
  git(["init", "--quiet", "--bare", "--template=", "--initial-branch=main", dir]);
  git(["-C", dir, "fast-import", "--quiet"], stream(commits));
  return git(["-C", dir, "rev-list", "--reverse", "main"]).trim().split("\n");
}

/**
 * Git without the configuration of whoever runs it. Throws with what git said.
 * @param {readonly string[]} args
 * @param {string} input
 */
export function git(args, input = "") {
  const env = { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };
  const result = spawnSync("git", args, { env, input, encoding: "utf8", maxBuffer: 2 ** 30 });
  if (result.status !== 0) throw new Error(`git ${args[0]}: ${result.stderr || result.error}`);
  return result.stdout;
}

/** git-fast-import(1), INPUT FORMAT. @param {Iterable<{ kind: string, files: Readonly<Record<string, string>> }>} commits */
function stream(commits) {
  const parts = [];
  /** @type {Readonly<Record<string, string>>} */
  let before = {};
  for (const { kind, files } of commits) {
    parts.push(`commit refs/heads/main\ncommitter ${PERSON}\n${data(kind)}`);
    for (const path of Object.keys(before)) if (!(path in files)) parts.push(`D ${path}\n`);
    for (const [path, text] of Object.entries(files))
      if (before[path] !== text) parts.push(`M 100644 inline ${path}\n${data(text)}`);
    before = files;
  }
  return parts.join("");
}

/** @param {string} text */
function data(text) {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
