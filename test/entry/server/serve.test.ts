// `breakwater serve` as it is built: jobs run in processes of their own, and what breaks their limits is told.
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { createSimulatedGitHub } from "../../../simulated-github/simulated.ts";
import { buildCli } from "../../../tools/functions.mjs";
import { FLEET_REPOSITORY as NAME } from "../../e2e/story.ts";
import { APP_KEY } from "../../simulated-github/app-key.ts";
import { bridgeTo } from "../../support/bridge.ts";
import { SECRET } from "../lambda/http-event.ts";
import { start } from "../lambda/process.ts";
import { SMALL } from "../lambda/small.ts";

jest.setTimeout(100_000);

const BUILT = mkdtempSync(join(tmpdir(), "breakwater-serve-"));
const directory = mkdtempSync(join(tmpdir(), "breakwater-served-"));
let port: unknown;
const permissions = { metadata: "read", contents: "write", pull_requests: "write", checks: "write" } as const;
const github = createSimulatedGitHub({
  directory,
  app: { id: 7, slug: "breakwater", publicKey: APP_KEY.publicKey, permissions },
  deliver: async ({ id, name, payload }) => {
    const signature = createHmac("sha256", SECRET).update(payload).digest("hex");
    await fetch(`http://127.0.0.1:${port}/api/github/webhooks`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": String(Buffer.byteLength(payload)),
        "x-github-delivery": id,
        "x-github-event": name,
        "x-hub-signature-256": `sha256=${signature}`,
      },
      body: payload,
    });
  },
});
const bridge = await bridgeTo(github);
const env = {
  ...{ APP_ID: "7", PRIVATE_KEY: APP_KEY.privateKey, WEBHOOK_SECRET: SECRET, HOST: "127.0.0.1", PORT: "0" },
  ...{ GHE_HOST: bridge.host, GHE_PROTOCOL: "http", BREAKWATER_RENDER_ISOLATION: "none" },
};
beforeAll(async () => {
  await buildCli(BUILT);
  await github.createRepository({ owner: "example-org", name: "fleet", files: SMALL });
});
afterAll(() => {
  bridge.close();
  github.stop();
  for (const made of [BUILT, directory]) rmSync(made, { recursive: true, force: true });
});

const serve = async (more: Record<string, string> = {}) => {
  const child = start(process.execPath, [join(BUILT, "cli.mjs"), "serve"], { ...env, ...more });
  port = (await child.line(({ msg }) => msg === "listening"))["port"];
  return child;
};
const path = "clusters/cl01/cl01.yaml";
const open = async (head: string, files: Record<string, string>) => {
  await github.commit(NAME, head, files);
  return github.openPullRequest(NAME, { head, user: "bob" });
};
const titles = () => github.checkRuns(NAME).map(({ conclusion, title }) => [conclusion, title]);

test("a pull request is planned and a command answered, each in another process", async () => {
  const child = await serve();
  const number = await open("change", { [path]: `${SMALL[path]}# changed\n` });
  await child.line(({ kind, outcome }) => kind === "review" && outcome === "planned");
  expect(titles()).toEqual([["success", expect.any(String)]]);
  await github.setPermission(NAME, "ann", "write");
  await github.comment(NAME, number, "ann", "/help");
  await child.line(({ kind, outcome }) => kind === "command" && outcome === "answered");
  expect(github.unknownRequests()).toEqual([]);
  await child.kill();
});

/** Manifests that take far more processor time than the job has, however fast they are read. */
const heavy = Object.fromEntries(
  Array.from({ length: 100 }, (_, i) => {
    const data = Array.from({ length: 20_000 }, (_, line) => `  key-${line}: value ${i}\n`).join("");
    const head = `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: heavy-${i}, namespace: x}\n`;
    return [`clusters/cl01/heavy-${i}.yaml`, `${head}data:\n${data}`];
  }),
);

test("a plan that takes more than it may is told as not evaluated, and not tried again", async () => {
  const child = await serve({ JOB_CPU_SECONDS: "3" });
  await open("heavy", heavy);
  await child.line(
    ({ kind, outcome, told }) => kind === "review" && outcome === "not-evaluated" && told === "check",
  );
  expect(titles().at(-1)).toEqual(["action_required", "Not evaluated"]);
  expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).json()).toEqual({ status: "ok" });
  await child.kill();
});

test("what listens holds nothing that parses a manifest or a comment", () => {
  const seen = new Set<string>();
  const visit = (file: string) => {
    if (seen.has(file)) return;
    seen.add(file);
    const source = readFileSync(file, "utf8");
    for (const [, from = ""] of source.matchAll(/^(?:import|export)\s(?!type\b)[^;]*?from "(\.[^"]+)";/gms))
      visit(join(file, "..", from));
  };
  visit(join(process.cwd(), "src/entry/server/serve.ts"));
  const parsers =
    /src\/(?:manifests|impact)\/|src\/delivery\/(?!generate\/render-job)|commands\/(?!grammar\/slash)|usecases\/(?:review|respond\/respond)/;
  expect([...seen].filter((file) => parsers.test(file))).toEqual([]);
  expect(seen.size).toBeGreaterThan(20);
});
