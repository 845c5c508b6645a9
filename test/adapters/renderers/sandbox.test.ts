// Programs that misbehave → stopped, and what they see of this machine.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { complaint } from "../../../src/adapters/renderers/complaint.ts";
import { findJail, type Jail, UNGUARDED } from "../../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../../src/adapters/renderers/renderers.ts";
import { type Limits, runSandboxed } from "../../../src/adapters/renderers/sandbox.ts";
import type { JobFile, RenderJob } from "../../../src/delivery/generate/render-job.ts";

const scratch = mkdtempSync(join(tmpdir(), "breakwater-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Without an empty root: these scripts call programs of the machine. */
const open = findJail({ BREAKWATER_RENDER_ISOLATION: "none" }) as Jail;

const sh = (script: string, limits?: Partial<Limits>) =>
  runSandboxed({ program: "/bin/sh", args: ["-c", script], scratch, cwd: scratch }, open, {
    time: 10_000,
    output: 10_000,
    ...limits,
  });

/** Whether this machine gives out namespaces without being asked twice. */
function namespaces(...more: string[]): boolean {
  const args = ["--map-root-user", "--net", ...more, "--", "/bin/sh", "-c", "exit 0"];
  return spawnSync("/usr/bin/unshare", args, { stdio: "ignore" }).status === 0;
}

describe("limits", () => {
  test("time ends the whole group", async () => {
    const begun = Date.now();
    expect(await sh("/bin/sleep 300 & /bin/sleep 300", { time: 300 })).toEqual({
      state: "stopped",
      reason: "it took longer than 0.3 s",
    });
    expect(Date.now() - begun).toBeLessThan(250_000);
  });

  test("output", async () => {
    const run = await sh("while :; do echo 0123456789012345678901234567890123456789; done");
    expect(run).toEqual({ state: "stopped", reason: "it printed too much" });
  });

  (namespaces("--pid", "--fork") ? test : test.skip)(
    "nothing outlives its run, not even what left the group",
    async () => {
      const marker = join(scratch, "outlived");
      await sh(`/usr/bin/setsid /bin/sh -c '/bin/sleep 1; echo x > ${marker}' & exit 0`);
      await sh(`/usr/bin/setsid /bin/sh -c '/bin/sleep 1; echo x > ${marker}' & /bin/sleep 9`, { time: 200 });
      await new Promise((go) => setTimeout(go, 1300));
      expect(existsSync(marker)).toBe(false);
    },
  );

  test("processes are counted where they can be", async () => {
    const run = await sh('while read -r line; do echo "$line"; done < /proc/self/limits');
    if (run.state !== "ended") throw new Error(run.reason);
    const counted = /^Max processes +256 /m.test(run.stdout);
    expect(counted).toBe(namespaces());
  });

  test("a signal is no result", async () => {
    expect(await sh("kill -9 $$")).toEqual({ state: "stopped", reason: "it was killed (SIGKILL)" });
  });
});

test("nothing of the environment comes along", async () => {
  process.env["GITHUB_TOKEN"] = "secret";
  const run = await sh('/usr/bin/env; echo "path=$PATH"');
  delete process.env["GITHUB_TOKEN"];
  if (run.state !== "ended") throw new Error(run.reason);
  expect(run.stdout).not.toContain("secret");
  expect(run.stdout).toMatch(/^path=$/m);
  expect(run.stdout).toContain("HTTPS_PROXY=http://127.0.0.1:9");
  expect(run.stdout).toContain(`HOME=${scratch}/home`);
});

describe("jobs", () => {
  const script = (text: string): RenderJob => ({
    tool: "helm",
    directory: "a/b",
    files: new Map([["a/b/x.yaml", { oid: "1", text: "x: 1\n", executable: false }]]),
    given: new Map([["values.yaml", "given: 1\n"]]),
    steps: [["-c", text]],
  });
  const shell = { path: "/bin/sh", exact: true };
  const { render } = createRenderers(
    { kustomize: undefined, helm: shell },
    UNGUARDED,
    undefined,
    async () => shell,
  );

  test("run in their directory, with the files beside it", async () => {
    expect(await render(script("/bin/cat x.yaml ../../../given/values.yaml"))).toEqual({
      state: "rendered",
      text: "x: 1\ngiven: 1\n",
    });
  });

  test("complain without the machine's paths", async () => {
    expect(await render(script('echo "Error: $PWD/x.yaml is bad" >&2; exit 1'))).toEqual({
      state: "failed",
      message: "a/b/x.yaml is bad",
      exact: true,
    });
  });

  test.each(["../escape.yaml", "/etc/escape.yaml", "a/../../escape.yaml", "a//b", "a\0b"])(
    "%j is not laid out",
    async (path) => {
      const files = new Map([[path, { oid: "1", text: "", executable: false }]]);
      expect((await render({ ...script("exit 0"), files })).state).toBe("unavailable");
    },
  );

  const linked = (links: Record<string, string>) => {
    const files = new Map<string, JobFile>([
      ["real/y.yaml", { oid: "1", text: "y: 1\n", executable: false }],
    ]);
    for (const [path, link] of Object.entries(links))
      files.set(path, { oid: "2", text: "", executable: false, link });
    return { ...script("/bin/cat base/y.yaml"), files };
  };

  test("links lead to what lies beside", async () => {
    expect(await render(linked({ "a/b/base": "real" }))).toEqual({ state: "rendered", text: "y: 1\n" });
  });

  test.each<[string, Record<string, string>]>([
    ["out of the tree", { "a/b/base": "../real" }],
    ["to the root of the machine", { "a/b/base": "/real" }],
    ["through another one", { "a/b/base": "way/there", way: "real" }],
    ["to itself", { "a/b/base": "a/b/base" }],
  ])("a link %s is not laid out", async (_, links) => {
    expect((await render(linked(links))).state).toBe("unavailable");
  });

  test("without their tool are answered", async () => {
    expect(await render({ ...script(""), tool: "kustomize" })).toEqual({
      state: "unavailable",
      reason: "Kustomize is not installed",
    });
  });
});

test("a complaint is one line: from the error on, its beginning and its end", () => {
  expect(complaint("warning\nError: \u001b[31mbad `\npath: a.yaml\n`: no such file\n", "/s")).toBe(
    " [31mbad ` path: a.yaml `: no such file",
  );
  expect(complaint("Error: bad\nUse --debug flag to render out invalid YAML", "/s")).toBe("bad");
  expect(complaint(`${"x".repeat(900)}the cause`, "/s")).toMatch(/^x{150} … x{241}the cause$/);
  expect(complaint("", "/s")).toBe("it gave no reason");
});
