// The demo as a newcomer runs it: printed once, ended by a signal, and looked at in a browser.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { browserTest } from "../support/browser.ts";
import { ROOT } from "../support/golden.ts";

const CLI = join(ROOT, "dist/cli.mjs");
const scratch = mkdtempSync(join(tmpdir(), "demo-test-"));
const environment = { ...process.env, TMPDIR: scratch, PORT: "", NO_COLOR: "1" };

beforeAll(() => {
  const built = spawnSync(process.execPath, [join(ROOT, "tools/demo.mjs"), "--help"], { encoding: "utf8" });
  expect([built.status, built.error]).toEqual([0, undefined]);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

function once(env: Readonly<Record<string, string | undefined>> = environment) {
  return spawnSync(process.execPath, [CLI, "demo", "--once"], { encoding: "utf8", env, timeout: 500_000 });
}

describe("--once", () => {
  test("prints title, verdict, comment and check of both pull requests, and leaves nothing behind", () => {
    const { status, stdout, stderr } = once();
    expect([status, stderr]).toEqual([0, ""]);
    const [, upgrade = "", pause = ""] = stdout.split(/^━+\n(?=#\d)/m);
    expect(upgrade).toMatch(/^#1 Upgrade cl01 to 1\.34\n/);
    expect(upgrade).toMatch(/⚠️ Caution: upgrades /);
    expect(upgrade).toMatch(/^F1 · Once cl01 has taken 1\.34\.2/m);
    expect(upgrade).toMatch(/^Check breakwater\/impact: Successful \(success\)/m);
    expect(pause).toMatch(/^#2 Comment out cl02 for now\n/);
    expect(pause).toMatch(/🛑 Stop: /);
    expect(pause).toMatch(/^Check breakwater\/impact: Action required \(action_required\)/m);
    expect(stdout).not.toMatch(/<(?!reason>)\w+|undefined/);
    expect(stdout).not.toContain("\u001b");
    expect(readdirSync(scratch)).toEqual([]);
  });

  test("fails where there is no Git", () => {
    const { status, stderr } = once({ ...environment, PATH: scratch });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^breakwater: failed: .*git.*\n$/)]);
    expect(readdirSync(scratch)).toEqual([]);
  });

  test("does not take a port that is none", () => {
    const { status, stderr } = once({ ...environment, PORT: "http" });
    expect([status, stderr]).toEqual([2, 'breakwater: PORT is not a port: "http"\n']);
  });
});

test("stays until a signal, then ends cleanly", async () => {
  const child = spawn(process.execPath, [CLI, "demo"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const address = await addressOf(child);
  const ended = new Promise((resolve) => child.once("exit", resolve));
  try {
    const response = await fetch(`${address}pull/2`);
    expect(await response.text()).toContain("Stop: orphans ");
  } finally {
    child.kill("SIGINT");
  }
  expect(await ended).toBe(0);
  expect(readdirSync(scratch)).toEqual([]);
});

browserTest(
  "the page: graphs drawn, no request elsewhere, no serious violation, comments and edits",
  async () => {
    const child = spawn(process.execPath, [join(ROOT, "tools/screenshot.mjs"), "--check"]);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
    const status = await new Promise((resolve) => child.once("exit", resolve));
    expect([said, status]).toEqual(["", 0]);
  },
);

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text) => {
      said += text;
      const address = /The conversations: (\S+)/.exec(said)?.[1];
      if (address) resolve(address);
    });
    child.once("exit", () => reject(new Error(`the demo ended: ${said}`)));
  });
}
