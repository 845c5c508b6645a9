// The example fleet → a repository with two pull requests on it.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { applyPatch, createTwoFilesPatch } from "diff";
import type { SimulatedGitHub } from "../simulated-github/simulated.ts";
import { UsageError } from "../src/lib/usage-error.ts";

const OWNER = "example-org";
export const REPOSITORY = `${OWNER}/fleet`;

const APPLICATION = "bootstrap/argoApps/cl02-app.yaml";
const CLUSTER = "clusters/cl01/cl01.yaml";

/** What the pull requests start from: the fleet's files by path, and the diff of the upgrade. */
export type Example = { readonly files: Readonly<Record<string, string>>; readonly upgrade: string };

/** Reads examples/ of this checkout, from sources and from the bundle alike. UsageError where it is not there. */
export function readExample(): Example {
  const directory = ["../examples", "../../examples"]
    .map((path) => fileURLToPath(new URL(path, import.meta.url)))
    .find((path) => existsSync(join(path, "fleet")));
  if (!directory)
    throw new UsageError("the demo needs examples/fleet: run it from a checkout, with npm run demo");
  const fleet = join(directory, "fleet");
  const entries = readdirSync(fleet, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  const paths = entries.map((one) => relative(fleet, join(one.parentPath, one.name)).replaceAll("\\", "/"));
  const files = paths.sort().map((path) => [path, readFileSync(join(fleet, path), "utf8")]);
  const upgrade = readFileSync(join(directory, "upgrade-cl01.diff"), "utf8");
  return { files: Object.fromEntries(files), upgrade };
}

/** A pull request of the demo: what it proposes, and in which file. */
export type Proposal = { readonly number: number; readonly path: string };

/** Who may write, and so type commands that commit. */
const WRITERS = ["octocat", "hubot", "mona"];

/** Creates the repository and opens both pull requests. Their webhooks are on their way when this ends. */
export async function openScenario(github: SimulatedGitHub, example: Example): Promise<readonly Proposal[]> {
  const { files, upgrade } = example;
  await github.createRepository({ owner: OWNER, name: "fleet", files });
  for (const login of WRITERS) await github.setPermission(REPOSITORY, login, "write");
  const cluster = textOf(files, CLUSTER);
  const upgraded = applyPatch(cluster, upgrade);
  if (upgraded === false) throw new Error("examples/upgrade-cl01.diff does not apply to examples/fleet");
  return [
    await propose(github, files, {
      branch: "upgrade-cl01",
      user: "octocat",
      title: "Upgrade cl01 to 1.34",
      words: "Takes `cl01` to the next minor version, one line changed.",
      path: CLUSTER,
      text: upgraded,
    }),
    await propose(github, files, {
      branch: "pause-cl02",
      user: "hubot",
      title: "Comment out cl02 for now",
      words: "We do not need staging over the holidays. I only comment it out, so nothing should be deleted.",
      path: APPLICATION,
      text: commentedOut(textOf(files, APPLICATION)),
    }),
  ];
}

type Wanted = {
  readonly branch: string;
  readonly user: string;
  readonly title: string;
  readonly words: string;
  readonly path: string;
  readonly text: string;
};

async function propose(github: SimulatedGitHub, files: Example["files"], wanted: Wanted): Promise<Proposal> {
  const { branch, user, title, words, path, text } = wanted;
  await github.commit(REPOSITORY, branch, { [path]: text }, { author: user, message: title });
  const patch = createTwoFilesPatch(path, path, textOf(files, path), text, "", "", { context: 1 });
  const [, diff = ""] = patch.split(/^(?=@@)/m);
  const fenced = `\`\`\`diff\n${diff}\`\`\``;
  const shown = diff.length < 800 ? `\`${path}\`\n\n${fenced}` : folded(`<code>${path}</code>`, fenced);
  const body = `${words}\n\n${shown}\n`;
  return { number: await github.openPullRequest(REPOSITORY, { head: branch, title, body, user }), path };
}

function folded(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function commentedOut(text: string): string {
  return text.replace(/^(?=.)/gm, "# ");
}

function textOf(files: Example["files"], path: string): string {
  const text = files[path];
  if (text === undefined) throw new Error(`examples/fleet has no ${path}`);
  return text;
}
