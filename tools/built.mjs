// What dist/ is made of → dist/cli.mjs, built again only where something changed since.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const cli = join(root, "dist/cli.mjs");

/** Ends the process where the build fails; esbuild says why on standard error. */
export function buildIfStale() {
  if (!isStale()) return;
  const build = join(root, "tools/build.mjs");
  const { status } = spawnSync(process.execPath, [build], { stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}

/** Whether dist/cli.mjs is missing, or older than what it is made of. */
function isStale() {
  if (!existsSync(cli)) return true;
  const built = statSync(cli).mtimeMs;
  const sources = ["src", "demo"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
  );
  const inputs = [...sources, "package.json", "package-lock.json", "tools/build.mjs"];
  return inputs.some((path) => statSync(join(root, path)).mtimeMs > built);
}
