// Prints the plan of examples/upgrade-cl01.diff on examples/fleet. Arguments go to `breakwater plan`, such as --format markdown.
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { devNull, tmpdir } from "node:os";
import { join } from "node:path";
import { buildIfStale, cli, root } from "./built.mjs";

const options = process.argv.slice(2);

buildIfStale();
const fleet = mkdtempSync(join(tmpdir(), "breakwater-example-"));
try {
  createFleet();
  const revisions = ["--repo", fleet, "--base", "main", "--head", "upgrade-cl01"];
  const { status } = spawnSync(
    process.execPath,
    [cli, "plan", ...revisions, "--format", "text", ...options],
    {
      stdio: "inherit",
    },
  );
  process.exitCode = status ?? 1;
} finally {
  rmSync(fleet, { recursive: true, force: true });
}
if (options.length === 0) {
  process.stderr.write("\nThe comment on the pull request: npm run --silent example -- --format markdown\n");
}

/** A repository with two commits: the fleet on `main`, the pull request on `upgrade-cl01`. */
function createFleet() {
  cpSync(join(root, "examples/fleet"), fleet, { recursive: true });
  git("init", "--quiet");
  git("symbolic-ref", "HEAD", "refs/heads/main");
  git("remote", "add", "origin", "https://github.com/example-org/fleet.git");
  commit("A fleet of three clusters");
  git("checkout", "--quiet", "-b", "upgrade-cl01");
  git("apply", join(root, "examples/upgrade-cl01.diff"));
  commit("Upgrade cl01");
}

function commit(message) {
  git("add", "--all");
  git("-c", "user.name=example", "-c", "user.email=example@example.com", "commit", "--quiet", "-m", message);
}

/** Git as it comes: nothing of the user's configuration, no repository around this one, the same commits every time. */
function git(...args) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("GIT_"));
  const date = "2026-01-01T00:00:00Z";
  const env = {
    ...Object.fromEntries(kept),
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_DATE: date,
  };
  execFileSync("git", args, { cwd: fleet, env, stdio: ["ignore", "ignore", "inherit"] });
}
