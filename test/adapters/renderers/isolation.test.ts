// A renderer's file system: its own tree and nothing of the machine.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { findJail, type Jail, UNGUARDED } from "../../../src/adapters/renderers/isolation.ts";
import { createRenderers } from "../../../src/adapters/renderers/renderers.ts";
import { runSandboxed } from "../../../src/adapters/renderers/sandbox.ts";
import type { RenderJob } from "../../../src/delivery/generate/render-job.ts";
import { REQUIRED } from "../../support/renderers.ts";

const JOB = { tool: "helm", directory: "", files: new Map(), given: new Map(), steps: [["x"]] } as const;
const SHELL = { path: "/bin/sh", exact: true };

test("without it nothing is run, and the plan says why", async () => {
  const refused = { refused: "no room" };
  const { render } = createRenderers({ kustomize: undefined, helm: SHELL }, refused);
  expect(await render(JOB)).toEqual({ state: "unavailable", reason: "Helm is not run: no room" });
});

test.each<[string, Partial<RenderJob>, boolean, string]>([
  [
    "kubectl has no kustomize edit",
    { tool: "kustomize", steps: [["edit"], ["build"]] },
    false,
    "its kustomize options need kustomize itself, not kubectl",
  ],
  ["a path leads out", { files: laidOut("../a") }, true, "a path of its files cannot be laid out"],
  [
    "a file lies where a directory has to be",
    { files: laidOut("a", "a/b") },
    true,
    "Helm could not be given its files (EEXIST)",
  ],
])("what is not run says why: %s", async (_, job, exact, reason) => {
  const program = { path: "/bin/sh", exact };
  const judge = async () => ({ exact });
  const { render } = createRenderers({ kustomize: program, helm: program }, UNGUARDED, undefined, judge);
  expect(await render({ ...JOB, ...job })).toEqual({ state: "unavailable", reason });
});

function laidOut(...paths: string[]): RenderJob["files"] {
  return new Map(paths.map((path) => [path, { oid: path, text: "", executable: false }]));
}

test("a word that is not known is refused, not taken for another", () => {
  expect(findJail({ BREAKWATER_RENDER_ISOLATION: "off" })).toEqual({
    refused: 'BREAKWATER_RENDER_ISOLATION is "off", not bubblewrap or none',
  });
});

const found = findJail({});
if (REQUIRED && "refused" in found && !process.env["BREAKWATER_RENDER_ISOLATION"])
  throw new Error(found.refused);

(("refused" in found ? describe.skip : describe) as typeof describe)(
  "an empty root (needs bubblewrap)",
  () => {
    const jail = found as Jail;
    const scratch = mkdtempSync(join(tmpdir(), "breakwater-test-"));
    const canary = mkdtempSync(join(tmpdir(), "breakwater-canary-"));
    mkdirSync(join(scratch, "tree/deep"), { recursive: true });
    writeFileSync(join(scratch, "tree/own.txt"), "own\n");
    writeFileSync(join(canary, "secret.txt"), "canary\n");
    afterAll(() => {
      for (const folder of [scratch, canary]) rmSync(folder, { recursive: true, force: true });
    });

    /** The shell's own words only: there is no other program. */
    const sh = async (script: string) => {
      const cwd = join(scratch, "tree/deep");
      const run = await runSandboxed({ program: "/bin/sh", args: ["-c", script], scratch, cwd }, jail);
      if (run.state !== "ended") throw new Error(run.reason);
      return run.stdout;
    };
    const exists = (path: string) => sh(`if [ -e '${path}' ]; then echo there; else echo absent; fi`);

    test("the tree is there, in the directory of the job", async () => {
      expect(await sh('read -r line < ../own.txt; echo "$line $PWD"')).toBe("own /work/tree/deep\n");
    });

    test("names in its environment are those it sees", async () => {
      expect(await sh('echo "$HOME $TMPDIR [$PATH]"')).toBe("/work/home /work/tmp []\n");
    });

    test.each([
      "/etc/passwd",
      "/proc/self/environ",
      "/proc/1/environ",
      "/dev/null",
      "/sys",
      "/root",
      "/home",
      "/tmp",
      "/var",
      "/usr/bin/env",
      "/run",
    ])("%s is not there", async (path) => {
      expect(await exists(path)).toBe("absent\n");
    });

    test("nor is what lies beside the scratch directory", async () => {
      expect(await exists(join(canary, "secret.txt"))).toBe("absent\n");
      expect(await exists(scratch)).toBe("absent\n");
    });

    test("nothing is written outside of it", async () => {
      expect(await sh("(echo x > /x) 2>&1 || echo refused; (echo x > /bin/x) 2>&1 || echo refused")).toMatch(
        /refused[\s\S]*refused/,
      );
    });

    test("nobody can be called, not even this machine", async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as AddressInfo;
      const call = `require("node:net").connect(${port}, "127.0.0.1").on("error", (e) => console.log(e.code)).on("connect", () => console.log("reached"))`;
      const run = await runSandboxed(
        { program: process.execPath, args: ["--jitless", "-e", call], scratch, cwd: scratch },
        jail,
      );
      server.close();
      expect(run).toMatchObject({ state: "ended", stdout: "ECONNREFUSED\n" });
    });

    test("a signal is told through it", async () => {
      const call = { program: "/bin/sh", args: ["-c", "kill -9 $$"], scratch, cwd: scratch };
      expect(await runSandboxed(call, jail)).toEqual({ state: "stopped", reason: "it was killed (SIGKILL)" });
    });
  },
);
