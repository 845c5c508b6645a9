// The pages against the code: paths, scripts, rules, dependencies, and README's sample.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import packageJson from "../package.json" with { type: "json" };
import { routesOf } from "../simulated-github/routes.ts";
import { VERBS } from "../src/commands/catalogue.ts";
import { RULES } from "../src/impact/rules/catalogue.ts";
import { RULE_IDS } from "../src/model/finding.ts";
import { UNEVALUATED } from "../src/model/unevaluated.ts";
import { CASES } from "./support/cases.ts";
import { ROOT, UPDATING } from "./support/golden.ts";

const GUIDES = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  "docs/plan.md",
  "docs/operate.md",
  "docs/commands.md",
  "docs/configuration.md",
  "simulated-github/README.md",
];
const RULE_PAGES = pagesIn("docs/rules");
const DECISIONS = pagesIn("docs/decisions");
const PAGES = [...GUIDES, "examples/fleet/README.md", ...RULE_PAGES, ...DECISIONS];

const DEPENDENCIES = [
  ...Object.keys(packageJson.dependencies),
  ...Object.keys(packageJson.devDependencies),
].sort();

describe.each(GUIDES)("%s", (page) => {
  const text = read(page);

  test("names paths that exist", () => {
    expect(pathsIn(text).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("links to files that exist", () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)].map(([, path]) => path as string);
    expect(links.filter((path) => !existsSync(join(ROOT, page, "..", path)))).toEqual([]);
  });

  test("names scripts that exist", () => {
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(
      ([, script]) => script as string,
    );
    expect(named.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

test.each(PAGES)("%s names no path of a machine", (page) => {
  expect(read(page).match(/(?:^|[\s(`"'=])(?:~|\/(?:home|Users|work|tmp|root|opt|mnt|srv))\//gm)).toBeNull();
});

test("block of README: the sample is the head of its golden", () => {
  const golden = readFileSync(join(CASES, "upgrade-one-minor/comment.md"), "utf8");
  const sample = headOf(golden);
  expectBlock("README.md", "sample", sample.map((line) => `> ${line}`.trimEnd()).join("\n"));
  expect(sample.length).toBeGreaterThan(5);
});

describe("rules", () => {
  test("stand in the catalogue under their own ids", () => {
    expect(RULES.map(({ id }) => id)).toEqual([...RULE_IDS]);
  });

  test("have a file and a page each, and every page has its rule", () => {
    const ids = [...RULE_IDS].sort();
    expect(RULE_PAGES).toEqual(ids.map((id) => `docs/rules/${id}.md`).sort());
    const files = readdirSync(join(ROOT, "src/impact/rules"), { recursive: true }).map((file) =>
      String(file).split("/").at(-1),
    );
    expect(ids.filter((id) => !files.includes(`${id}.ts`))).toEqual([]);
  });

  test("have a test of their own", () => {
    const tables = readdirSync(join(ROOT, "test/impact/rules"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.includes("/") && path.endsWith(".test.ts"))
      .map((path) => read(`test/impact/rules/${path}`))
      .join("\n");
    const named = (id: string) => ['"', "'", "`", " "].some((end) => tables.includes(`${id}${end}`));
    expect(RULE_IDS.filter((id) => !named(id))).toEqual([]);
  });

  test.each(RULE_PAGES)("%s says what, why, what to do, and how to silence it", (page) => {
    const headings = [...read(page).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading as string);
    for (const wanted of ["What it says", "Why it matters", "What to do", "How to silence it"])
      expect(headings).toContainEqual(expect.stringMatching(new RegExp(`^${wanted}( on VKS)?$`)));
    expect(read(page)).toContain(`\`rules: {${page.split("/").at(-1)?.replace(".md", "")}: off}\``);
  });

  test.each(RULES.map(({ id, severity }) => [id, severity] as const))(
    "%s: the page knows it is a %s",
    (id, severity) => {
      const text = existsSync(join(ROOT, `docs/rules/${id}.md`)) ? read(`docs/rules/${id}.md`) : "";
      expect(text.split("\n")[0]).toBe(`# ${id}`);
      expect(/^Default severity: \**(\w+)/m.exec(text)?.[1]).toBe(severity);
    },
  );
});

test("every dependency has its page, and every page is of today", () => {
  const named = DECISIONS.flatMap((page) => {
    const line = /^Packages: (.*)$/m.exec(read(page))?.[1] ?? "";
    return [...line.matchAll(/`([^`]+)`/g)].map(([, name]) => name as string);
  });
  expect(named.sort()).toEqual(DEPENDENCIES);
});

test("block of README: the table of commands is the catalogue", () => {
  const cell = (text: string) => text.replaceAll("|", "\\|");
  const rows = VERBS.map(({ usage, description, examples }) => {
    return `| \`${cell(usage)}\` | ${cell(description)} | \`${cell(examples[0] ?? "")}\` |`;
  });
  expectBlock(
    "README.md",
    "verbs",
    ["| Command | What it does | Example |", "|---|---|---|", ...rows].join("\n"),
  );
});

test("block of the simulated GitHub: its routes", () => {
  const routes = routesOf({} as Parameters<typeof routesOf>[0]).map(
    ({ method, pattern }) => `- \`${method} ${pattern}\``,
  );
  expectBlock("simulated-github/README.md", "routes", [...new Set(routes)].join("\n"));
});

test("block of README: what is not evaluated", () => {
  expectBlock("README.md", "not-evaluated", UNEVALUATED.map(({ says }) => `- ${says}`).join("\n"));
});

test("block of the plan's page: why something is not evaluated", () => {
  const lines = UNEVALUATED.flatMap(({ says, reasons }) => [
    `- ${says}`,
    ...Object.values(reasons).map((reason) => `  - ${typeof reason === "string" ? reason : filled(reason)}`),
  ]);
  expectBlock("docs/plan.md", "reasons", lines.join("\n"));
});

function filled(reason: (...names: never[]) => string): string {
  return reason(...(Array.from({ length: reason.length }, () => "…") as never[]));
}

test("the changelog has a place for what comes next", () => {
  expect(read("CHANGELOG.md")).toMatch(/^## Unreleased$/m);
});

/** What stands between two marks of a page, which `npm run golden` writes. */
function expectBlock(page: string, mark: string, wanted: string): void {
  const text = read(page);
  const block = new RegExp(`(<!-- ${mark} -->\\n)([\\s\\S]*?)(<!-- /${mark} -->)`);
  if (UPDATING) {
    const updated = text.replace(block, (_, open, __, close) => `${open}\n${wanted}\n\n${close}`);
    writeFileSync(join(ROOT, page), updated);
    return;
  }
  expect(block.exec(text)?.[2]).toBe(`\n${wanted}\n\n`);
}

function read(page: string): string {
  return readFileSync(join(ROOT, page), "utf8");
}

function pagesIn(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder)).filter((name) => name.endsWith(".md"));
  return names.sort().map((name) => `${folder}/${name}`);
}

/** From the heading to the first section below the findings: what a reviewer sees before anything is unfolded. */
function headOf(comment: string): string[] {
  const lines = comment.split("\n");
  const end = lines.findIndex((line, i) => i > 1 && line.startsWith("<details"));
  return lines
    .slice(1, end < 0 ? undefined : end)
    .join("\n")
    .trim()
    .split("\n");
}

/** A file of the repositories Breakwater looks at, not of this one. */
const THEIRS = ".github/breakwater.yml";

/** Everything in the text that begins like a path of this repository. `dist/` is built and may be missing. */
function pathsIn(text: string): string[] {
  const found = text.matchAll(
    /(?<![\w./-])((?:src|test|docs|tools|bench|examples|\.ci|\.github)\/[\w./-]*)/g,
  );
  const placeholders = /<[\w -]+>/;
  return [...found]
    .filter(
      ({ index, 0: path }) => !placeholders.test(text.slice(index + path.length, index + path.length + 2)),
    )
    .map(([, path]) => (path as string).replace(/[.]+$/, ""))
    .filter((path) => path !== THEIRS);
}
