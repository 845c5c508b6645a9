// The functions as they are built: the same bytes each time, and no more in the receiver than it needs.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { buildFunctions } from "../../../tools/functions.mjs";
import { temporaryDirectory } from "../../adapters/git/repo.ts";

const hashes = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [
      path.slice(folder.length),
      createHash("sha256").update(readFileSync(path)).digest("hex"),
    ]);

test("two builds are the same, byte for byte, with maps; the receiver is small and knows no Probot", async () => {
  const [one, two] = [temporaryDirectory(), temporaryDirectory()];
  await buildFunctions(one);
  await buildFunctions(two);
  const built = hashes(one);
  expect(hashes(two)).toEqual(built);
  const names = built.map(([name]) => name);
  for (const name of ["receiver", "worker", "sweeper", "renderer"]) {
    expect(names).toContain(`/${name}.mjs`);
    expect(names).toContain(`/${name}.mjs.map`);
  }
  const receiver = loaded(one, "receiver.mjs");
  expect(receiver.length).toBeLessThan(60_000);
  expect(/createProbot|octokit/i.test(receiver)).toBe(false);
});

/** The text of a function and of all it imports before anything calls it. */
function loaded(folder: string, file: string): string {
  const text = readFileSync(join(folder, file), "utf8");
  const imported = [...text.matchAll(/\bfrom\s*"\.\/([^"]+)"|\bimport\s*"\.\/([^"]+)"/g)];
  return [text, ...imported.map(([, a, b]) => loaded(folder, join(file, "..", (a ?? b) as string)))].join(
    "\n",
  );
}
