// The command on small real repositories: what it prints where, and its exit status. In this process, and where its
// process itself is in question, as it is built.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { askOverHttp, remoteRenderers } from "../../../src/adapters/renderers/remote.ts";
import { main } from "../../../src/entry/cli/main.ts";
import type { Plan } from "../../../src/model/plan.ts";
import { buildCli } from "../../../tools/functions.mjs";
import { createRepo, type TestFile, type TestRepo, temporaryDirectory } from "../../adapters/git/repo.ts";
import { planFaults } from "../../support/plan-faults.ts";
import { FLEET } from "../../support/repository.ts";
import { schemaFaults } from "../../support/schema.ts";
import { start } from "../lambda/process.ts";

const ROOT = join(import.meta.dirname, "../../..");
const BUILD = temporaryDirectory();
const CLUSTER = "clusters/cl01/cl01.yaml";
const UPGRADED = edited(CLUSTER, "v1.33.6---", "v1.34.1---");

let fleet: TestRepo;
beforeAll(async () => {
  await buildCli(BUILD);
  fleet = createRepo();
  fleet.commit("main", FLEET);
  fleet.commit("upgrade", { [CLUSTER]: UPGRADED }, { from: "refs/heads/main" });
});

type Result = { readonly status: number | null; readonly stdout: string; readonly stderr: string };

async function breakwater(...args: readonly string[]): Promise<Result> {
  const printed = { out: "", err: "" };
  const into = (name: keyof typeof printed) => ({
    write: (text: string | Uint8Array) => {
      printed[name] += text;
      return true;
    },
  });
  const status = await main([...args], { out: into("out"), err: into("err") });
  return { status, stdout: printed.out, stderr: printed.err };
}

/** The same as a process of its own, as it is built. */
function built(...args: readonly string[]): Result {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(BUILD, "cli.mjs"), ...args], {
    encoding: "utf8",
    cwd: BUILD,
    maxBuffer: 1 << 28,
  });
  return { status, stdout, stderr };
}

/** The plan of `head`, given that the command succeeds and the plan is sound. */
async function planOf(repo: TestRepo, head: string, ...args: readonly string[]): Promise<Plan> {
  const options = ["--repo", repo.dir, "--base", "main", "--head", head, "--format", "json", ...args];
  const { status, stdout, stderr } = await breakwater("plan", ...options);
  expect([status, stderr]).toEqual([0, ""]);
  const plan = JSON.parse(stdout) as Plan;
  expect([...schemaFaults(plan), ...planFaults(plan)]).toEqual([]);
  return plan;
}

function edited(path: string, from: string, to: string): string {
  const text = FLEET[path] ?? "";
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  return text.replace(from, to);
}

let branches = 0;
function propose(files: Readonly<Record<string, TestFile>>): string {
  branches += 1;
  const branch = `proposal-${branches}`;
  fleet.commit(branch, files, { from: "refs/heads/main" });
  return branch;
}

test("a dry run of a delivery says what it asks for, and needs neither key nor GitHub", () => {
  const file = join(temporaryDirectory(), "delivery.json");
  const repository = { name: "fleet", owner: { login: "acme" } };
  const payload = { ref: "refs/heads/main", installation: { id: 1 }, repository };
  writeFileSync(file, JSON.stringify({ name: "push", id: "d-1", payload }));
  const { status, stdout, stderr } = built("replay", file, "--dry-run");
  expect([status, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^1\/acme\/fleet@main branch of push, .*, delivery d-1: would be replayed\n$/);
});

describe("what it prints", () => {
  const upgrading = (...args: string[]) => {
    return ["plan", "--repo", fleet.dir, "--base", "main", "--head", "upgrade", ...args];
  };
  const plan = (...args: string[]) => breakwater(...upgrading(...args));

  test.each([
    ["markdown", /^<!--|^#|^>/],
    ["json", /^\{\n {2}"formatVersion": "1"/],
    ["text", /cl01/],
  ])("--format %s, also as it is built", async (format, beginning) => {
    const { status, stdout, stderr } = await plan("--format", format);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(beginning);
    expect(stdout).toMatch(/cl01[\s\S]*v1\.34\.1/);
    expect(stdout.endsWith("\n")).toBe(true);
    expect(built(...upgrading("--format", format))).toEqual({ status, stdout, stderr });
  });

  test("Markdown where no format is named", async () => {
    expect((await plan()).stdout).toBe((await plan("--format", "markdown")).stdout);
    expect((await breakwater("--help")).stdout).toContain(
      "\n  --format FORMAT  markdown (default), json, text\n",
    );
  });

  test("one upgrade of cl01 in the plan", async () => {
    const { changes, impact, base, head } = await planOf(fleet, "upgrade");
    expect(changes.map((c) => [c.operation, c.cluster])).toEqual([["upgrade", "cl01"]]);
    expect([impact, base.branch]).toEqual(["some", "main"]);
    expect(head.sha).toBe(fleet.git("rev-parse", "upgrade"));
  });

  test("nothing for a revision and itself", async () => {
    const nothing = { changes: [], findings: [], notEvaluated: [], impact: "none", verdict: "go" };
    expect(await planOf(fleet, "main")).toMatchObject(nothing);
  });

  test("its version and its usage", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(built("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
    const help = built("--help");
    expect(help.stdout).toMatch(/^breakwater plan .*--base REV/);
    expect(await breakwater("help")).toEqual(help);
  });
});

test.each([
  ["a verdict that is not wanted", () => ["--head", "upgrade", "--fail-on", "caution"], 3],
  ["bad usage", () => ["--formt", "json"], 2],
])("its process leaves as it says: %s", async (_, args, status) => {
  const all = ["plan", "--repo", fleet.dir, "--base", "main", ...args()];
  const left = built(...all);
  expect(left.status).toBe(status);
  expect(left).toEqual(await breakwater(...all));
});

describe("--fail-on", () => {
  test.each([
    ["upgrade", "caution", 3],
    ["upgrade", "stop", 0],
    ["respelled", "caution", 0],
    ["scaled-down", "caution", 3],
    ["scaled-down", "stop", 0],
    ["downgrade", "caution", 3],
    ["downgrade", "stop", 3],
  ])("%s with %s: %i", async (change, level, status) => {
    const branch = propose({ [CLUSTER]: CHANGES[change] as string });
    const args = ["plan", "--repo", fleet.dir, "--base", "main", "--head", branch, "--fail-on", level];
    const result = await breakwater(...args);
    expect([result.status, result.stderr]).toEqual([status, ""]);
    expect(result.stdout).not.toBe("");
  });

  const CHANGES: Readonly<Record<string, string>> = {
    upgrade: edited(CLUSTER, "v1.33.6---", "v1.33.7---"),
    respelled: edited(CLUSTER, "v1.33.6---", "v1.33.6+"),
    "scaled-down": edited(
      CLUSTER,
      "name: pool-a\n          replicas: 3",
      "name: pool-a\n          replicas: 2",
    ),
    downgrade: edited(CLUSTER, "v1.33.6---", "v1.33.5---"),
  };
});

describe("one line on standard error", () => {
  /** Bad usage is 2, and nothing else is printed. */
  async function refuses(args: readonly string[], message: RegExp): Promise<void> {
    const { status, stdout, stderr } = await breakwater(...args);
    expect(stderr).toMatch(/^breakwater: [^\n]+\n$/);
    expect(stderr).toMatch(message);
    expect([status, stdout]).toEqual([2, ""]);
  }

  const at = (...args: string[]) => ["plan", "--repo", fleet.dir, ...args];

  test.each<[string, () => string[], RegExp]>([
    ["no command", () => [], /no command/],
    ["an unknown command", () => ["plann"], /unknown command "plann"/],
    ["a choice among dead letters, of a file", () => ["replay", "x.json", "--since", "1h"], /--dead-letters/],
    ["a stray argument", () => ["plan", "extra"], /"plan extra"/],
    ["an unknown option", () => at("--formt", "json"), /'--formt'/],
    ["an option without its value", () => at("--base"), /--base/],
    ["an unknown format", () => at("--format", "yaml"), /--format takes .* not "yaml"/],
    ["an unknown level", () => at("--fail-on", "note"), /--fail-on takes .* not "note"/],
    ["an unknown revision", () => at("--base", "nowhere"), /unknown revision "nowhere"/],
    ["an unknown head", () => at("--base", "main", "--head", "v0\nv1"), /unknown revision "v0\\nv1"/],
    ["a revision like an option", () => at("--base=--all"), /begins with "-"/],
    ["a file as revision", () => at("--base", "main:root-app.yaml"), /unknown revision/],
    [
      "a configuration that is not there",
      () => at("--config", "nowhere.yml"),
      /cannot read the configuration/,
    ],
    ["no repository", () => ["plan", "--repo", temporaryDirectory()], /is not a Git repository/],
    ["no directory", () => ["plan", "--repo", join(BUILD, "nowhere")], /no directory/],
    ["a repository without commits", () => ["plan", "--repo", createRepo().dir], /no base/],
  ])("%s", (_, args, message) => refuses(args(), message));

  test("histories that have nothing in common", async () => {
    fleet.commit("island", { "a.yaml": "a: 1\n" });
    await refuses(at("--base", "main", "--head", "island"), /--direct/);
  });

  test("a shallow clone without the commits that the merge needs", async () => {
    const origin = createRepo();
    origin.commit("main", FLEET);
    origin.commit("feature", { [CLUSTER]: UPGRADED }, { from: "refs/heads/main" });
    origin.commit("main", { "README.md": "Later.\n" });
    origin.git("symbolic-ref", "HEAD", "refs/heads/feature");
    const clone = temporaryDirectory();
    origin.git("clone", "--quiet", "--depth=1", "--no-single-branch", `file://${origin.dir}`, clone);
    await refuses(["plan", "--repo", clone, "--base", "origin/main"], /shallow.*--unshallow/);
    const direct = await breakwater(
      "plan",
      "--repo",
      clone,
      "--base",
      "origin/main",
      "--direct",
      "--format",
      "json",
    );
    expect([direct.status, direct.stderr]).toEqual([0, ""]);
  });
});

describe("a merge", () => {
  test("of a stale branch takes nothing back that others merged", async () => {
    const repo = createRepo();
    repo.commit("main", FLEET);
    repo.commit("feature", { [CLUSTER]: UPGRADED }, { from: "refs/heads/main" });
    const other = "clusters/cl02/cl02.yaml";
    repo.commit("main", { [other]: edited(other, "v1.34.2---vmware.1-vkr.3", "v1.35.0---vmware.1-vkr.1") });
    const touched = async (...args: string[]) =>
      (await planOf(repo, "feature", ...args)).changes.map((c) => [c.operation, c.cluster]);
    expect(await touched()).toEqual([["upgrade", "cl01"]]);
    expect(await touched("--direct")).toEqual(expect.arrayContaining([["downgrade", "cl02"]]));
  });

  test("that conflicts is unknown, and nothing else is claimed", async () => {
    const repo = createRepo();
    repo.commit("main", FLEET);
    repo.commit("feature", { [CLUSTER]: UPGRADED }, { from: "refs/heads/main" });
    repo.commit("main", { [CLUSTER]: edited(CLUSTER, "v1.33.6---", "v1.33.9---") });
    const plan = await planOf(repo, "feature");
    expect(plan).toMatchObject({ impact: "unknown", complete: false, changes: [], clusters: [], waves: [] });
    expect(plan.verdict).not.toBe("go");
    expect(plan.headline).toMatch(/conflict/);
  });

  test("in a bare repository", async () => {
    const repo = createRepo("--bare");
    repo.commit("main", FLEET);
    repo.commit("feature", { [CLUSTER]: UPGRADED }, { from: "refs/heads/main" });
    expect((await planOf(repo, "feature")).changes).toHaveLength(1);
  });
});

describe("--config", () => {
  const withConfig = (text: string) => {
    const file = join(temporaryDirectory(), "breakwater.yml");
    writeFileSync(file, text);
    return planOf(fleet, propose({ [CLUSTER]: CONFIGURED }), "--config", file);
  };
  const CONFIGURED = edited(CLUSTER, "v1.33.6---", "v1.33.5---");

  test("changes what a rule is worth", async () => {
    const rules = (plan: Plan) => plan.findings.map(({ rule }) => rule);
    expect(rules(await withConfig(""))).toContain("version-downgrade");
    expect(rules(await withConfig("rules:\n  version-downgrade: off\n"))).not.toContain("version-downgrade");
  });

  test("without it the configuration of the base holds", async () => {
    const repo = createRepo();
    const configured = { [".github/breakwater.yml"]: "rules:\n  version-downgrade: off\n" };
    repo.commit("main", { ...FLEET, ...configured });
    repo.commit("feature", { [CLUSTER]: CONFIGURED }, { from: "refs/heads/main" });
    const { findings, changes } = await planOf(repo, "feature");
    expect([findings, changes.map(({ operation }) => operation)]).toEqual([[], ["downgrade"]]);
  });

  test("an edit of it is told with its mistakes, and does not count yet", async () => {
    const repo = createRepo();
    repo.commit("main", FLEET);
    const file = { ".github/breakwater.yml": "rulez: {}\n" };
    repo.commit("feature", { ...file, [CLUSTER]: CONFIGURED }, { from: "refs/heads/main" });
    expect((await planOf(repo, "feature")).remarks.slice(1)).toEqual([
      expect.stringContaining("this plan follows the one of the base branch"),
      expect.stringMatching(/^`\.github\/breakwater\.yml:1` as changed here: .*rulez; did you mean rules\?$/),
    ]);
  });

  test.each([
    ["an unknown key", "rulez: {}\n"],
    ["an unknown rule", "rules: {version-downgrad: stop}\n"],
    ["an unknown severity", "rules: {version-downgrade: fatal}\n"],
    ["a list", "- 1\n"],
    ["broken YAML", "rules: [\n"],
  ])("%s is a finding, and the defaults hold", async (_, text) => {
    const { findings } = await withConfig(text);
    const rules = findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(["configuration-invalid", "version-downgrade"]));
  });
});

test("a file of bytes is not evaluated, and nothing is said to go", async () => {
  const bytes = Buffer.from([0, 1, 2, 0xff, 0xfe, 10]);
  const plan = await planOf(fleet, propose({ "workloads/cl01/demo-app/nginx.yaml": bytes }));
  expect(plan.notEvaluated).toContainEqual(
    expect.objectContaining({ path: "workloads/cl01/demo-app/nginx.yaml" }),
  );
  expect([plan.changes, plan.verdict, plan.impact]).toEqual([[], "caution", "unknown"]);
});

describe("odd input becomes findings", () => {
  const APP = "bootstrap/argoApps/app-1.yaml";
  const app = (name: string, path: string) =>
    (FLEET[APP] as string)
      .replace("name: app-1", `name: ${name}`)
      .replace("path: workloads/cl01/demo-app", `path: ${path}`);
  const commented = (text = "") => text.replace(/^(?=.)/gm, "# ");

  test.each<[string, Readonly<Record<string, TestFile>>, string]>([
    ["unparsable", { [CLUSTER]: `${FLEET[CLUSTER]}  - [\n` }, "invalid-yaml"],
    ["empty", { [CLUSTER]: "" }, "cluster-deleted"],
    ["nothing but blanks", { [CLUSTER]: " \n\n" }, "cluster-deleted"],
    ["commented out", { [CLUSTER]: commented(FLEET[CLUSTER]) }, "cluster-deleted"],
    ["a commented-out Application", { [APP]: commented(FLEET[APP]) }, "cascade-delete"],
    ["a document that is no object", { [CLUSTER]: `${FLEET[CLUSTER]}---\n- 1\n` }, "non-object-document"],
    [
      "shell placeholders",
      { [CLUSTER]: edited(CLUSTER, "name: cl01\n", "name: $\x7bCLUSTER}\n") },
      "templated-manifest",
    ],
    [
      "Helm placeholders",
      { [CLUSTER]: edited(CLUSTER, "name: cl01\n", "name: {{ .Values.name }}\n") },
      "invalid-yaml",
    ],
    [
      "too large",
      {
        "workloads/cl01/demo-app/large.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: large}\ndata:\n${'  key: "value"\n'.repeat(200_000)}`,
      },
      "file-too-large",
    ],
    ["a path that is not there", { [APP]: app("app-1", "workloads/cl01/nowhere") }, "path-missing"],
    [
      "a directory that is gone",
      Object.fromEntries(
        Object.keys(FLEET)
          .filter((p) => p.startsWith("clusters/cl01/"))
          .map((p) => [p, null]),
      ),
      "path-missing",
    ],
    [
      "a second root",
      { "second.yaml": (FLEET["root-app.yaml"] as string).replace("name: root-app", "name: second") },
      "root-object-changed",
    ],
    [
      "Applications in a circle",
      { "loop/a.yaml": app("loop-a", "loop/b"), "loop/b/b.yaml": app("loop-b", "loop") },
      "application-cycle",
    ],
    [
      "a file that is now a link",
      { [CLUSTER]: { mode: "120000", text: "../cl02/cl02.yaml" } },
      "cluster-deleted",
    ],
  ])("%s", async (_, files, rule) => {
    const plan = await planOf(fleet, propose(files));
    expect(plan.findings.map((finding) => finding.rule)).toContain(rule);
    expect([plan.verdict, plan.impact]).not.toEqual(["go", "none"]);
  });
});

describe("run", () => {
  const run = (command: string, ...args: string[]) =>
    breakwater("run", command, "--repo", fleet.dir, "--rev", "main", "--branch", "main", ...args);

  test.each([
    ["markdown", /^> `\/scale[\s\S]*```diff\n[\s\S]*^\+ +replicas: 3$[\s\S]*pool-b/m],
    ["text", /^One edit: cl01\/pool-b from 2 to 3\.\n\ndiff --git[\s\S]*pool-b/],
  ])("prints reply, diff and plan as %s", async (format, expected) => {
    const { status, stdout, stderr } = await run("/scale cl01/pool-b 3", "--format", format);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(expected);
  });

  test("as JSON it is one object", async () => {
    const { stdout } = await run("/scale cl01/pool-b 3", "--format", "json");
    const { reply, patch, plan } = JSON.parse(stdout) as {
      reply: { status: string };
      patch: string;
      plan: Plan;
    };
    expect([reply.status, patch.split("\n")[0]]).toEqual(["done", `diff --git a/${CLUSTER} b/${CLUSTER}`]);
    expect([...schemaFaults(plan), ...planFaults(plan)]).toEqual([]);
  });

  test.each([
    [
      "/scale cl03/control-plane 2",
      /^breakwater: A control plane has 1 or 3 nodes[\s\S]*type instead: \/scale/,
    ],
    ["/upgrade cl01", /^breakwater: A version is missing\.\ntype instead: /],
    ["scale cl01 2", /^breakwater: no command in "scale cl01 2": try breakwater run "\/help"\n$/],
  ])("%s leaves with 2 and says what to type", async (command, expected) => {
    const { status, stdout, stderr } = await run(command);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(expected);
  });

  test("/help and what is done already leave with 0", async () => {
    expect(await run("/help", "--format", "text")).toMatchObject({ status: 0, stderr: "" });
    expect((await run("/scale cl01/pool-b 2", "--format", "text")).stdout).toMatch(/^Nothing to do\./);
  });
});

describe("renderer", () => {
  const JOB = {
    tool: "helm",
    directory: "",
    files: new Map([
      ["Chart.yaml", { oid: "", text: "apiVersion: v2\nname: a\nversion: 1.0.0\n", executable: false }],
    ]),
    given: new Map(),
    steps: [["template", "."]],
  } as const;

  test("renders what is posted, refuses what is no job, and stops when told", async () => {
    const child = start(process.execPath, [join(BUILD, "cli.mjs"), "renderer"], {
      ...withoutSecrets,
      PORT: "0",
      HOST: "127.0.0.1",
      HELM_BIN: "/does/not/exist",
    });
    const { port } = await child.line(({ msg }) => msg === "rendering");
    const url = `http://127.0.0.1:${port}`;
    const { render } = remoteRenderers(askOverHttp(url), 10_000);
    expect(await render(JOB)).toEqual({ state: "unavailable", reason: "Helm is not installed" });
    const post = async (path: string, body: string) =>
      (await fetch(`${url}${path}`, { method: "POST", body })).status;
    expect(await post("/render", "{}")).toBe(400);
    expect(await post("/render", "{")).toBe(400);
    expect(await post("/other", "{}")).toBe(404);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await child.kill();
  });

  test.each(["PRIVATE_KEY", "WEBHOOK_SECRET", "GITHUB_TOKEN"])("does not start beside %s", (name) => {
    const env = { ...process.env, ...withoutSecrets, [name]: "x" };
    const { status, stderr } = spawnSync(process.execPath, [join(BUILD, "cli.mjs"), "renderer"], {
      encoding: "utf8",
      env,
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(`${name} is set: a renderer runs where there is no secret`),
    ]);
  });

  const withoutSecrets = { GITHUB_TOKEN: "", GH_TOKEN: "", PRIVATE_KEY: "", WEBHOOK_SECRET: "" };
});
