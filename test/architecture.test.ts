// The imports and words of src/ against one table: who may use what. The invariants' list is in ARCHITECTURE.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ROOT } from "./support/golden.ts";

/** From left to right; a folder imports itself and what stands to its left. */
const LAYERS = [
  "model",
  "parse",
  "resources",
  "generate",
  "deliver",
  "fleet",
  "compare",
  "assess",
  "plan",
  "render",
];

/** What stands beside the layers: part → the parts it imports. */
const RIM: Readonly<Record<string, readonly string[]>> = {
  git: ["model", "parse"],
  renderers: ["generate"],
  config: ["model", "parse", "resources", "commands"],
  state: ["model", "resources", "fleet", "plan"],
  edit: ["model", "parse", "resources"],
  undo: ["model", "parse", "resources", "edit"],
  commands: ["model", "parse", "resources", "generate", "fleet", "edit", "state", "undo"],
  origin: ["model", "parse", "resources", "generate", "edit"],
  "edited-tree.ts": ["model"],
  "source-edits.ts": ["model", "commands", "origin"],
  "weigh.ts": ["model", "commands", "pipeline.ts"],
  "execute.ts": [
    "model",
    "commands",
    "edited-tree.ts",
    "origin",
    "pipeline.ts",
    "source-edits.ts",
    "undo",
    "weigh.ts",
  ],
  "pipeline.ts": LAYERS.filter((layer) => layer !== "render"),
  "edited-config.ts": ["model", "config"],
  "offer-fixes.ts": ["model", "commands", "edited-tree.ts", "pipeline.ts"],
  "review.ts": [
    "model",
    "config",
    "edited-config.ts",
    "offer-fixes.ts",
    "plan",
    "pipeline.ts",
    "render",
    "state",
  ],
  "local.ts": [
    "model",
    "config",
    "edited-config.ts",
    "git",
    "offer-fixes.ts",
    "plan",
    "pipeline.ts",
    "renderers",
  ],
  "comparison.ts": ["model", "commands", "edited-tree.ts", "offer-fixes.ts", "pipeline.ts", "plan"],
  "run-scene.ts": ["model", "commands", "comparison.ts", "git", "pipeline.ts"],
  "run-local.ts": ["model", "commands", "execute.ts", "git", "local.ts", "renderers", "run-scene.ts"],
  "local-time.ts": ["resources"],
  respond: ["model", "commands", "comparison.ts", "execute.ts", "pipeline.ts", "plan", "render", "state"],
  github: ["model", "config", "respond", "review.ts", "render", "state", "local-time.ts"],
  queue: ["job.ts"],
  "log.ts": [],
  "job.ts": ["model", "resources"],
  "events.ts": ["model", "resources", "commands", "github", "job.ts", "respond"],
  "unanswered.ts": ["commands", "github", "job.ts", "render", "respond", "state"],
  "command-job.ts": ["model", "github", "job.ts", "jobs.ts", "respond", "review.ts"],
  "installation.ts": ["github", "job.ts", "log.ts"],
  "jobs.ts": [
    "command-job.ts",
    "github",
    "installation.ts",
    "job.ts",
    "log.ts",
    "queue",
    "review.ts",
    "span.ts",
  ],
  "span.ts": [],
  "app.ts": ["model", "events.ts", "github", "installation.ts", "job.ts", "jobs.ts", "log.ts", "queue"],
  "settings.ts": ["git", "log.ts"],
  "serve.ts": ["app.ts", "installation.ts", "log.ts", "renderers", "settings.ts", "sweep"],
  sweep: ["model", "events.ts", "github", "installation.ts", "job.ts", "log.ts", "queue", "unanswered.ts"],
  lambda: [
    "model",
    "resources",
    "events.ts",
    "git",
    "github",
    "installation.ts",
    "job.ts",
    "jobs.ts",
    "log.ts",
    "queue",
    "renderers",
    "settings.ts",
    "sweep",
  ],
  "dead-letters.ts": ["git", "job.ts", "queue"],
  "replay.ts": [
    "model",
    "app.ts",
    "dead-letters.ts",
    "events.ts",
    "git",
    "installation.ts",
    "log.ts",
    "renderers",
    "serve.ts",
    "settings.ts",
  ],
  "cli.ts": [
    "model",
    "git",
    "config",
    "dead-letters.ts",
    "local.ts",
    "render",
    "replay.ts",
    "run-local.ts",
    "serve.ts",
  ],
};

/** Packages, scopes of packages and Node's modules → the parts that may use them. What is not listed nobody uses. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ["parse"],
  diff: ["render", "github"],
  "mdast-util-from-markdown": ["commands"],
  zod: ["config"],
  "@bufbuild/": ["resources"],
  "@opentelemetry/": ["span.ts"],
  "aws-lambda": ["lambda"],
  probot: ["github", "app.ts", "installation.ts", "serve.ts", "sweep", "lambda"],
  "@octokit/": ["github", "lambda"],
  "@aws-sdk/": ["queue", "lambda"],
  "node:buffer": ["plan"],
  "node:crypto": [
    "deliver",
    "plan",
    "state",
    "github",
    "renderers",
    "serve.ts",
    "replay.ts",
    "edited-tree.ts",
    "queue",
    "lambda",
    "respond",
  ],
  "node:child_process": ["git", "renderers"],
  "node:fs": ["git", "renderers", "cli.ts", "serve.ts", "replay.ts"],
  "node:fs/promises": ["git", "renderers", "cli.ts"],
  "node:http": ["serve.ts"],
  "node:net": ["serve.ts"],
  "node:os": ["git", "renderers"],
  "node:path": ["git", "renderers"],
  "node:stream": ["git", "github"],
  "node:url": ["renderers"],
  "node:util": ["cli.ts"],
  "node:zlib": ["github", "state"],
};

const IMPURE =
  /\b(?:Date|Math\.random|process|performance|console|fetch|setTimeout|setInterval|setImmediate|globalThis|Intl|localeCompare|toLocale\w+)\b/g;
const WAITING = /\b(?:async|await|Promise)\b|\.then\b/g;
const IO = [
  "git",
  "github",
  "queue",
  "sweep",
  "lambda",
  "renderers",
  "local-time.ts",
  "log.ts",
  "app.ts",
  "installation.ts",
  "serve.ts",
  "replay.ts",
  "dead-letters.ts",
  "cli.ts",
];
const COMPOSING = [
  "commands",
  "generate",
  "deliver",
  "comparison.ts",
  "run-scene.ts",
  "offer-fixes.ts",
  "pipeline.ts",
  "edited-config.ts",
  "review.ts",
  "weigh.ts",
  "execute.ts",
  "edited-tree.ts",
  "origin",
  "source-edits.ts",
  "local.ts",
  "run-local.ts",
  "respond",
  "command-job.ts",
  "jobs.ts",
  "span.ts",
];
const ASYNCHRONOUS = [...COMPOSING, ...IO];

/** Lines of code: most files are small, none is large. Tables may be named here. */
const LARGEST = 220;
const MEDIAN = 70;
const TABLES: readonly string[] = [];

type SourceFile = { readonly path: string; readonly part: string; readonly text: string };

const FILES: readonly SourceFile[] = readdirSync(join(ROOT, "src"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, "src/").length).replaceAll("\\", "/"))
  .sort()
  .map((path) => ({
    path,
    part: path.split("/")[0] as string,
    text: readFileSync(join(ROOT, "src", path), "utf8"),
  }));

describe("imports", () => {
  test("go from right to left", () => {
    const wrong = FILES.flatMap(({ path, part, text }) =>
      specifiers(text)
        .filter((name) => name.startsWith("."))
        .map((name) => posix.join("src", posix.dirname(path), name))
        .filter((target) => !mayImport(part, target))
        .map((target) => `src/${path} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  test("of packages and of Node stay where they belong", () => {
    const wrong = FILES.flatMap(({ path, part, text }) =>
      specifiers(text)
        .filter((name) => !name.startsWith("."))
        .filter((name) => !PACKAGES[name.replace(/^(@[^/]+\/).*/, "$1")]?.includes(part))
        .map((name) => `src/${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("are found: every file but the dictionary's leaves has some", () => {
    const without = FILES.filter(({ part, text }) => part !== "model" && specifiers(text).length === 0);
    expect(without.length).toBeLessThan(FILES.length / 4);
    expect(specifiers('import a, {\n b,\n} from "./x.ts";\nimport "y";\nawait import("z")')).toEqual([
      "./x.ts",
      "y",
      "z",
    ]);
  });

  test("every part of src has its place in the table", () => {
    const known = new Set([...LAYERS, ...Object.keys(RIM)]);
    expect([...new Set(FILES.map(({ part }) => part))].filter((part) => !known.has(part))).toEqual([]);
  });
});

describe("purity", () => {
  test("only reading, generating and what composes them is asynchronous", () => {
    const synchronous = FILES.filter(({ part }) => !ASYNCHRONOUS.includes(part));
    // The dictionary names the ports that read history and blobs.
    expect(uses(synchronous, WAITING)).toEqual([
      "src/model/history.ts uses Promise",
      "src/model/snapshot.ts uses Promise",
    ]);
  });

  test("no clock, chance, environment, locale or console but where things are read", () => {
    expect(
      uses(
        FILES.filter(({ part }) => !IO.includes(part)),
        IMPURE,
      ),
    ).toEqual([]);
  });
});

describe("shape", () => {
  test("no barrels: nothing is exported a second time", () => {
    expect(FILES.filter(({ text }) => /^export\b[^;=]*?\bfrom\s+"/m.test(text)).map((f) => f.path)).toEqual(
      [],
    );
    expect(FILES.filter(({ path }) => path.endsWith("index.ts")).map((f) => f.path)).toEqual([]);
  });

  test("no file is a drawer", () => {
    const drawers = /(?:^|[/-])(?:utils?|helpers?|managers?|common|misc)(?:[/.-]|$)/;
    expect(FILES.filter(({ path }) => drawers.test(path)).map((f) => f.path)).toEqual([]);
  });

  test("every file begins with what goes in and what comes out", () => {
    const silent = FILES.filter(({ text }) => !/^(?:#!.*\n)?\/\/ \S/.test(text));
    expect(silent.map((f) => f.path)).toEqual([]);
  });

  test("files are small", () => {
    const sizes = FILES.map(({ path, text }) => ({ path, lines: linesOfCode(text) }));
    const large = sizes.filter(({ path, lines }) => lines > LARGEST && !TABLES.includes(path));
    expect(large).toEqual([]);
    const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN);
  });
});

test("every invariant of ARCHITECTURE.md names tests that exist", () => {
  const page = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const rows = [...page.matchAll(/^\| (\d) \|.*\| ([^|]*) \|$/gm)];
  expect(rows.map(([, number]) => number)).toEqual(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  for (const [, number, tests] of rows) {
    const files = [...(tests as string).matchAll(/`(test\/[^`]+)`/g)].map(([, path]) => path as string);
    const missing = files.filter((path) => !existsSync(join(ROOT, path)));
    expect({ number, missing }).toEqual({ number, missing: [] });
    const later = /^not built yet/.test((tests as string).trim());
    expect({ number, held: files.length > 0 || later }).toEqual({ number, held: true });
  }
});

function mayImport(part: string, target: string): boolean {
  if (target === "package.json" || target === "demo/demo.ts") return part === "cli.ts";
  const [, to = ""] = target.split("/");
  if (!target.startsWith("src/")) return false;
  if (to === part) return true;
  const layer = LAYERS.indexOf(part);
  return layer < 0 ? (RIM[part]?.includes(to) ?? false) : LAYERS.slice(0, layer).includes(to);
}

function specifiers(text: string): string[] {
  const statements =
    /^(?:import|export)\b[^;"]*?\bfrom\s*"([^"]+)"|^import\s*"([^"]+)"|\bimport\(\s*"([^"]+)"/gm;
  return [...text.matchAll(statements)].map(([, a, b, c]) => (a ?? b ?? c) as string);
}

function uses(files: readonly SourceFile[], words: RegExp): string[] {
  return files.flatMap(({ path, text }) =>
    [...new Set(codeOf(text).match(words) ?? [])].map((word) => `src/${path} uses ${word}`),
  );
}

/** Without comments, plain strings and member names: words there are no code. */
function codeOf(text: string): string {
  return text
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "");
}

function linesOfCode(text: string): number {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, "").split("\n");
  return code.filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}
