// The imports and words of src/ against one table: who may use what. The invariants' list is in ARCHITECTURE.md.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { ROOT } from "./support/golden.ts";

/** Wing → the wings it imports besides itself; where only parts of one are open to it, their paths. */
const WINGS: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  model: ["lib"],
  manifests: ["model", "lib"],
  render: ["model", "lib"],
  delivery: ["manifests", "model", "lib"],
  impact: ["delivery", "manifests", "model", "lib"],
  policy: ["delivery/fleet/cluster-selector.ts", "manifests", "model", "lib"],
  commands: [
    "impact/plan-impact.ts",
    "impact/plan/merge-conflict.ts",
    "delivery",
    "policy",
    "manifests",
    "model",
    "lib",
  ],
  usecases: ["commands", "impact", "policy", "render", "model", "lib"],
  adapters: ["usecases", "policy", "render/check-run.ts", "delivery", "manifests", "model", "lib"],
  bot: ["adapters", "usecases", "commands", "policy", "render", "model", "lib"],
  entry: ["bot", "adapters", "usecases", "commands", "policy", "impact", "render", "model", "lib"],
};

/** Inside a wing, floor by floor: a part imports its own floor's folder and the floors before it. What is not named is free. */
const FLOORS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  manifests: [["yaml"], ["values"], ["argocd", "vks"], ["kinds"], ["kubernetes"]],
  delivery: [
    ["generate"],
    ["tree"],
    ["sources", "applicationsets", "destinations", "projects"],
    ["applications"],
    ["differences", "history"],
    ["deliver.ts", "fleet"],
  ],
  impact: [["compare"], ["facts"], ["rules", "plan"], ["plan-impact.ts"]],
  commands: [
    ["command-context.ts", "edit"],
    ["grammar", "lookup", "origin", "revert"],
    ["fixes"],
    ["verbs"],
    ["catalogue.ts"],
    ["parse-comment.ts"],
    ["execute"],
  ],
  entry: [["settings.ts"], ["server", "lambda"], ["cli"]],
};

/** The most floors that the wings may stand on, `demo` above them. */
const MOST_FLOORS = 11;

/** Packages, scopes of packages and Node's modules → the places that may use them. What is not listed nobody uses. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ["manifests/yaml"],
  diff: ["render", "adapters/github", "commands/revert/reverted-text.ts"],
  "mdast-util-from-markdown": ["commands/grammar"],
  zod: ["policy/configuration"],
  "@bufbuild/": ["manifests/values"],
  "@opentelemetry/": ["adapters/telemetry"],
  "aws-lambda": ["entry/lambda"],
  probot: ["adapters/github", "bot", "entry/server", "entry/lambda"],
  "@octokit/": ["adapters/github", "entry/lambda"],
  "@aws-sdk/": ["adapters/queue", "adapters/renderers", "entry/lambda"],
  "node:buffer": ["impact/plan/redaction"],
  "node:crypto": [
    "delivery/applicationsets/template-functions",
    "impact/plan",
    "policy/decisions",
    "commands/execute",
    "usecases/respond",
    "adapters",
    "entry",
  ],
  "node:child_process": ["adapters/git", "adapters/renderers", "adapters/workers"],
  "node:fs": ["adapters/renderers", "adapters/workers", "entry"],
  "node:fs/promises": ["adapters/git", "adapters/renderers", "entry/cli"],
  "node:http": ["entry/server"],
  "node:net": ["entry/server"],
  "node:os": ["adapters/git", "adapters/renderers", "entry/server"],
  "node:path": ["adapters/git", "adapters/renderers", "entry/server"],
  "node:stream": ["adapters/git", "adapters/github"],
  "node:url": ["adapters/renderers", "entry/server"],
  "node:util": ["entry/cli"],
  "node:zlib": ["adapters/github", "policy/decisions"],
};

const IMPURE =
  /\b(?:Date|Math\.random|process|performance|console|fetch|setTimeout|setInterval|setImmediate|globalThis|Intl|localeCompare|toLocale\w+)\b/g;
const WAITING = /\b(?:async|await|Promise)\b|\.then\b/g;
/** Wings that touch the world, and those that wait for it through ports; every other is synchronous and pure. */
const IO = ["adapters", "bot", "entry"];
const ASYNCHRONOUS = ["delivery", "commands", "usecases", ...IO];
/** Lines of code: most files are small, none is large. Tables may be named here. */
const LARGEST = 220;
const MEDIAN = 70;
const TABLES: readonly string[] = [];

type SourceFile = { readonly path: string; readonly wing: string; readonly text: string };

const FILES: readonly SourceFile[] = filesBelow("src").map((path) => {
  const inside = path.slice("src/".length);
  return { path: inside, wing: inside.split("/")[0] as string, text: readFileSync(join(ROOT, path), "utf8") };
});

describe("imports", () => {
  test("lead to the wings of the table only", () => {
    const wrong = imports().filter(({ from, to }) => !mayImport(from, to));
    expect(wrong.map(({ from, to }) => `src/${from} imports ${to}`)).toEqual([]);
  });

  test("go down inside a wing", () => {
    const wrong = imports().filter(({ from, to }) => {
      const [wing = "", ...rest] = from.split("/");
      const [, other, ...target] = to.split("/");
      if (wing !== other) return false;
      const [here, there] = [floorOf(wing, rest[0]), floorOf(wing, target[0])];
      const aside = here === there && rest[0] !== target[0];
      return here !== undefined && there !== undefined && (there > here || aside);
    });
    expect(wrong.map(({ from, to }) => `src/${from} imports ${to}`)).toEqual([]);
  });

  test("form no circle of files", () => {
    expect(["src", "demo", "simulated-github"].flatMap((folder) => circles(filesBelow(folder)))).toEqual([]);
    const three = { "a.ts": ["b.ts"], "b.ts": ["c.ts"], "c.ts": ["b.ts"], "d.ts": ["a.ts"] };
    expect(circlesIn(new Map(Object.entries(three)))).toEqual(["b.ts ↔ c.ts"]);
  });

  test("of packages and of Node stay where they belong", () => {
    const wrong = FILES.flatMap(({ path, text }) =>
      specifiers(text)
        .filter((name) => !name.startsWith("."))
        .filter((name) => !isBelow(path, PACKAGES[name.replace(/^(@[^/]+\/).*/, "$1")] ?? []))
        .map((name) => `src/${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test("are found: every file but the dictionary's leaves has some", () => {
    const without = FILES.filter(({ wing, text }) => wing !== "model" && specifiers(text).length === 0);
    expect(without.length).toBeLessThan(FILES.length / 4);
    expect(specifiers('import a, {\n b,\n} from "./x.ts";\nimport "y";\nawait import("z")')).toEqual([
      "./x.ts",
      "y",
      "z",
    ]);
  });

  test("the table holds every wing, no file stands outside of one, and the floors are few", () => {
    expect([...new Set(FILES.map(({ wing }) => wing))].sort()).toEqual(Object.keys(WINGS).sort());
    expect(FILES.filter(({ path }) => !path.includes("/")).map(({ path }) => path)).toEqual([]);
    const height = (wing: string): number =>
      1 + Math.max(0, ...(WINGS[wing] ?? []).map((to) => height(to.split("/")[0] as string)));
    const demo = 1;
    expect(Math.max(...Object.keys(WINGS).map(height)) + demo).toBeLessThanOrEqual(MOST_FLOORS);
  });
});

describe("the simulated GitHub is a package of its own", () => {
  const folder = "simulated-github";
  const files = filesBelow(folder).map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
  const { dependencies, exports } = packageOf(folder);

  test("that imports Node, its packages and itself", () => {
    const wrong = files.flatMap(({ path, text }) =>
      specifiers(text)
        .map((name) => (name.startsWith(".") ? posix.join(folder, name) : name))
        .filter(
          (name) => !name.startsWith("node:") && !name.startsWith(`${folder}/`) && !(name in dependencies),
        )
        .map((name) => `${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
    expect(
      Object.keys(dependencies).filter((name) => !files.some(({ text }) => specifiers(text).includes(name))),
    ).toEqual([]);
  });

  test("whose packages have the versions of the root", () => {
    const { devDependencies } = packageOf(".");
    const pinned = Object.keys(dependencies).map((name) => [name, devDependencies[name]]);
    expect(dependencies).toEqual(Object.fromEntries(pinned));
  });

  test("of which others import what it exports", () => {
    const open = Object.values(exports).map((path) => posix.join(folder, path));
    const others = ["demo", "test"].flatMap((folder) => filesBelow(folder));
    const used = others.flatMap((path) => targets(path, readFileSync(join(ROOT, path), "utf8")));
    const inside = used.filter((path) => path.startsWith(`${folder}/`));
    expect([...new Set(inside)].sort()).toEqual([...open].sort());
  });
});

test("the wings of ARCHITECTURE.md are those of the table", () => {
  const page = readFileSync(join(ROOT, "ARCHITECTURE.md"), "utf8");
  const rows = [...page.matchAll(/^\| `src\/(\w+)\/` \|.*\| ([^|]*) \|$/gm)];
  const wings = Object.entries(WINGS).map(([wing, open]) => {
    // Every wing may import these two, says the page below the table.
    const named = open.filter((to) => to !== "model" && to !== "lib");
    return [wing, (named.length > 0 ? named : open).join(", ") || "nothing"] as const;
  });
  expect(Object.fromEntries(rows.map(([, wing, open]) => [wing, open?.replaceAll("`", "")]))).toEqual(
    Object.fromEntries(wings),
  );
});

describe("purity", () => {
  test("only reading, generating and what composes them is asynchronous", () => {
    // The pipeline waits for the two deliveries; the dictionary names the ports that read history and blobs.
    const synchronous = FILES.filter(
      ({ wing, path }) => !ASYNCHRONOUS.includes(wing) && path !== "impact/plan-impact.ts",
    );
    expect(uses(synchronous, WAITING)).toEqual([
      "src/model/history.ts uses Promise",
      "src/model/snapshot.ts uses Promise",
    ]);
  });

  test("no clock, chance, environment, locale or console but where things are read", () => {
    expect(
      uses(
        FILES.filter(({ wing }) => !IO.includes(wing)),
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
    expect(FILES.filter(({ path }) => /(?:^|\/)index\.ts$/.test(path)).map((f) => f.path)).toEqual([]);
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

function mayImport(from: string, to: string): boolean {
  if (to === "package.json" || to === "demo/demo.ts") return from === "entry/cli/main.ts";
  const wing = from.split("/")[0] as string;
  return isBelow(to, [`src/${wing}`, ...(WINGS[wing] ?? []).map((open) => `src/${open}`)]);
}

function isBelow(path: string, places: readonly string[]): boolean {
  return places.some((place) => path === place || path.startsWith(`${place}/`));
}

function floorOf(wing: string, part: string | undefined): number | undefined {
  const floor = (FLOORS[wing] ?? []).findIndex((parts) => parts.includes(part ?? ""));
  return floor < 0 ? undefined : floor;
}

/** Relative imports of src, the importing file below src and the imported one from the root. */
function imports(): { readonly from: string; readonly to: string }[] {
  return FILES.flatMap(({ path, text }) => targets(`src/${path}`, text).map((to) => ({ from: path, to })));
}

function targets(path: string, text: string): string[] {
  return specifiers(text)
    .filter((name) => name.startsWith("."))
    .map((name) => posix.join(posix.dirname(path), name));
}

type Package = {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
};

function packageOf(folder: string): Package {
  return JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
}

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name).slice(join(ROOT, "/").length).replaceAll("\\", "/"))
    .sort();
}

function circles(files: readonly string[]): string[] {
  return circlesIn(
    new Map(files.map((path) => [path, targets(path, readFileSync(join(ROOT, path), "utf8"))])),
  );
}

/** File → what it imports → the groups in which each file reaches every other. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const reached = new Map([...graph.keys()].map((file) => [file, reachable(graph, file)]));
  const groups = [...graph.keys()].map((file) =>
    [...(reached.get(file) ?? [])]
      .filter((other) => reached.get(other)?.has(file))
      .sort()
      .join(" ↔ "),
  );
  return [...new Set(groups)].filter((group) => group !== "");
}

function reachable(graph: ReadonlyMap<string, readonly string[]>, file: string): ReadonlySet<string> {
  const seen = new Set<string>();
  const open = [...(graph.get(file) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return seen;
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
