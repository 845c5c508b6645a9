// The built functions → ratios: requests per second beside a bare server, start beside a bare start, and a minute of
// webhooks while no worker runs. Prints the table of docs/operate.md; only ratios travel from machine to machine; runs are interleaved.
//   node bench/serverless.mjs [requests|start|soak]...     all of them unless told
import { spawn, spawnSync } from "node:child_process";
import { createHmac, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { buildFunctions, forNode } from "../tools/functions.mjs";
import { serveQueue } from "./sqs.mjs";

const root = forNode.absWorkingDir;
const built = mkdtempSync(join(tmpdir(), "breakwater-bench-"));
const runtime = join(root, "test/entry/lambda/runtime.mjs");
const SECRET = "0123456789abcdef0123456789abcdef";
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
/** @type {Record<string, string>} */
const ENV = {
  WEBHOOK_SECRET: SECRET,
  QUEUE_URL: "http://127.0.0.1:1/jobs",
  APP_ID: "7",
  PRIVATE_KEY: privateKey,
};
/** @type {import("node:child_process").ChildProcess[]} */
const children = [];
const PARTS = { requests, start, soak };
const wanted = process.argv.slice(2);
/** @type {Map<number, string>} */
const payloads = new Map();
/** @type {Map<string, string>} */
const signatures = new Map();

try {
  await buildFunctions(built);
  console.log("| Measured | Value | Goal |\n|---|---|---|");
  for (const [name, part] of Object.entries(PARTS))
    if (wanted.length === 0 || wanted.includes(name)) await part();
} finally {
  for (const child of children) child.kill("SIGKILL");
  rmSync(built, { recursive: true, force: true });
}

/**
 * The receiver with a queue that takes everything, and a function that verifies and parses and does nothing else. Both
 * stand behind the same runtime: making Lambda's event out of a request is not the receiver's work, and on AWS happens
 * outside of it. The bare server, which makes no event, is told beside them.
 */
async function requests() {
  const check = `import { createHmac, timingSafeEqual } from "node:crypto";
    const check = (signature, body) => {
      const given = Buffer.from((signature ?? "sha256=").slice(7), "hex");
      const expected = createHmac("sha256", process.env.WEBHOOK_SECRET).update(body).digest();
      return given.length === 32 && timingSafeEqual(given, expected);
    };`;
  const headers = `{ "content-type": "application/json" }`;
  const server = join(built, "server.mjs");
  writeFileSync(
    server,
    `${check}
    import { createServer } from "node:http";
    const server = createServer((request, response) => {
      const chunks = [];
      request.on("data", (chunk) => chunks.push(chunk));
      request.on("end", () => {
        const body = Buffer.concat(chunks);
        const ok = check(request.headers["x-hub-signature-256"], body);
        const { action } = JSON.parse(body.toString("utf8") || "{}");
        response.writeHead(ok && action ? 202 : 401, ${headers}).end("{}");
      });
    });
    server.listen(Number(process.argv[2]), "127.0.0.1");`,
  );
  const bare = join(built, "bare.mjs");
  writeFileSync(
    bare,
    `${check}
    export const handler = async ({ headers, body }) => {
      const ok = check(headers["x-hub-signature-256"], body);
      const { action } = JSON.parse(body || "{}");
      return { statusCode: ok && action ? 202 : 401, headers: ${headers}, body: "{}" };
    };`,
  );
  await build({
    ...forNode,
    stdin: {
      contents: `import { receive } from "./src/entry/lambda/receive.ts";
      import { functionLog } from "./src/entry/lambda/settings.ts";
      import { openWebhookSecrets } from "./src/entry/lambda/webhook-secrets.ts";
      const port = { queue: { push: async () => [] }, secrets: await openWebhookSecrets(process.env, Date.now),
        log: functionLog(process.env, "receiver"), now: Date.now };
      export const handler = (event) => receive(event, port);`,
      resolveDir: root,
      loader: "ts",
      sourcefile: "receiver-without-queue.ts",
    },
    outdir: join(built, "null"),
    logLevel: "warning",
  });
  const kinds = [[server], [runtime, "http", bare], [runtime, "http", join(built, "null/stdin.mjs")]];
  const rates = kinds.map(() => /** @type {number[]} */ ([]));
  // Several processes of each, as one is a few percent faster than the next all its life; and short turns, so that what
  // else the machine does falls on all of them.
  for (let set = 0; set < 5; set++) {
    const ports = await Promise.all(kinds.map(listen));
    for (let round = 0; round < 12; round++)
      for (const [i, port] of ports.entries()) {
        const rate = await load(port, 400);
        if (round > 1) rates[i]?.push(rate);
      }
    for (const child of children.splice(0)) child.kill("SIGKILL");
  }
  const [ofServer = [], ofBare = [], ofReceiver = []] = rates;
  const ratio = (/** @type {number[]} */ to) => median(ofReceiver.map((rate, i) => rate / (to[i] ?? rate)));
  const enough = (/** @type {number} */ value) => value >= 0.8;
  told("Requests/s, receiver ÷ bare function", ratio(ofBare), enough, "≥ 0.80");
  told("Requests/s, receiver ÷ bare server", ratio(ofServer), enough, "≥ 0.80");
}

async function start() {
  const load = join(built, "load.mjs");
  writeFileSync(load, "await import(process.argv[2]); process.exit(0);");
  const commands = [
    ["-e", "0"],
    ...["receiver", "worker", "sweeper"].map((name) => [load, join(built, `${name}.mjs`)]),
  ];
  const times = commands.map(() => /** @type {number[]} */ ([]));
  for (let round = 0; round < 21; round++)
    for (const [i, args] of commands.entries()) {
      const begun = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, {
        env: { ...process.env, ...ENV },
        encoding: "utf8",
      });
      if (status !== 0) throw new Error(stderr);
      if (round > 0) times[i]?.push(performance.now() - begun);
    }
  const [bare = 1, receiver = 0, worker = 0, sweeper = 0] = times.map(median);
  told("Start, receiver ÷ bare", receiver / bare, (ratio) => ratio <= 1.3, "≤ 1.30");
  told("Start, worker ÷ bare", worker / bare, (ratio) => ratio <= 1.9, "≤ 1.90");
  told("Start, sweeper ÷ bare", sweeper / bare);
}

/** 200 webhooks a second for a minute into a real queue while nothing takes from it; then a worker, until it is empty. */
async function soak(rate = 200, seconds = 60) {
  const queue = await serveQueue();
  const endpoint = `http://127.0.0.1:${queue.port}`;
  const github = await stubGitHub();
  const aws = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "a",
    AWS_SECRET_ACCESS_KEY: "b",
  };
  Object.assign(ENV, aws, { GHE_HOST: `127.0.0.1:${github}`, GHE_PROTOCOL: "http" });
  ENV["QUEUE_URL"] = `${endpoint}/123456789012/jobs.fifo`;
  const port = await listen([runtime, "http", join(built, "receiver.mjs")]);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const sent = { ok: 0, failed: 0 };
  /** @type {number[]} */
  const took = [];
  /** @type {Promise<void>[]} */
  const under = [];
  const begun = performance.now();
  for (let i = 0; i < rate * seconds; i++) {
    const due = begun + (i * 1000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    const at = performance.now();
    const body = payload(i % 97);
    under.push(
      post(port, agent, body, `delivery-${i}`).then(
        (status) => {
          took.push(performance.now() - at);
          if (status === 202) sent.ok++;
          else sent.failed++;
        },
        () => {
          sent.failed++;
        },
      ),
    );
  }
  await Promise.all(under);
  agent.destroy();
  took.sort((a, b) => a - b);
  const lasted = (performance.now() - begun) / 1000;
  const p99 = took[Math.floor(took.length * 0.99)] ?? 0;
  console.error(`${sent.ok} webhooks in ${lasted.toFixed(0)} s, 99% answered within ${p99.toFixed(0)} ms`);
  told(
    `${rate} webhooks/s for ${seconds} s, not answered with 202`,
    sent.failed,
    (count) => count === 0,
    "0",
  );
  const handled = await handleAll(queue.size);
  told("Then a worker comes, handled ÷ taken", handled / sent.ok, (ratio) => ratio === 1, "1");
}

/** @param {() => number} size How many jobs wait or run. */
async function handleAll(size) {
  let handled = 0;
  const worker = child(process.execPath, [runtime, "sqs", join(built, "worker.mjs"), "60"]);
  createInterface({ input: /** @type {import("node:stream").Readable} */ (worker.stdout) }).on(
    "line",
    (line) => {
      if (line.includes('"outcome":"dropped"')) handled++;
    },
  );
  const begun = performance.now();
  while (size() > 0 && performance.now() - begun < 600_000) await sleep(100);
  console.error(
    `the queue was empty ${((performance.now() - begun) / 1000).toFixed(0)} s after a worker came`,
  );
  await sleep(500);
  return handled;
}

/** A GitHub on which every repository is gone: the cheapest job there is. */
async function stubGitHub() {
  const expires_at = new Date(Date.now() + 3_600_000).toISOString();
  const server = createServer((request, response) => {
    request.resume().on("end", () => {
      const token = request.url?.endsWith("/access_tokens");
      const body = token
        ? { token: "ghs_x", expires_at, permissions: {} }
        : { data: { repository: null, organisation: null } };
      response.writeHead(token ? 201 : 200, { "content-type": "application/json" }).end(JSON.stringify(body));
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  server.unref();
  const address = server.address();
  return typeof address === "object" ? address?.port : 0;
}

/** Requests per second with sixteen connections that are kept open. @param {number} port @param {number} milliseconds */
async function load(port, milliseconds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const body = payload(7);
  let count = 0;
  const begun = performance.now();
  const client = async () => {
    while (performance.now() - begun < milliseconds) {
      if ((await post(port, agent, body, "72d3162e-cc78-11e3-81ab-4c9367dc0958")) !== 202)
        throw new Error("not answered with 202");
      count++;
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  agent.destroy();
  return (count * 1000) / (performance.now() - begun);
}

/** @param {number} port @param {Agent} agent @param {string} body @param {string} delivery @returns {Promise<number | undefined>} */
function post(port, agent, body, delivery) {
  return new Promise((resolve, reject) => {
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "x-github-delivery": delivery,
      "x-github-event": "pull_request",
      "x-hub-signature-256": signatureOf(body),
    };
    const sent = request({ host: "127.0.0.1", port, method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => resolve(response.statusCode));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** @param {number} number A payload of the usual size, 24 KB. */
function payload(number) {
  const known = payloads.get(number);
  if (known) return known;
  const repository = { id: 1, name: "fleet", full_name: "acme/fleet", owner: { login: "acme" } };
  const links = Object.fromEntries(
    Array.from({ length: 200 }, (_, i) => [
      `link_${i}_url`,
      `https://api.github.com/repos/acme/fleet/link/${i}{/sha}{/more}${"x".repeat(30)}`,
    ]),
  );
  const pull_request = { number, head: { sha: "a".repeat(40) }, ...links };
  const made = JSON.stringify({
    action: "synchronize",
    number,
    pull_request,
    repository,
    installation: { id: 5 },
  });
  payloads.set(number, made);
  return made;
}

/** @param {string} body Signed once: the client shares the machine with the server. */
function signatureOf(body) {
  const known = signatures.get(body);
  if (known) return known;
  const made = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  signatures.set(body, made);
  return made;
}

/** What it prints goes nowhere: a pipe that nobody empties in time would hold it up. @param {readonly string[]} args */
async function listen(args) {
  const port = await freePort();
  child(process.execPath, [...args, String(port)], "ignore");
  for (let i = 0; i < 300 && !(await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)); i++)
    await sleep(50);
  return port;
}

/** @param {string} command @param {readonly string[]} args */
function child(command, args, /** @type {"pipe" | "ignore"} */ out = "pipe") {
  const made = spawn(command, args, { env: { ...process.env, ...ENV }, stdio: ["ignore", out, "ignore"] });
  children.push(made);
  return made;
}

/**
 * A row of the table. Without a goal it is only told. @param {string} what @param {number} value
 * @param {(value: number) => boolean} fits @param {string} goal
 */
function told(what, value, fits = () => true, goal = "") {
  if (!fits(value)) process.exitCode = 1;
  console.log(`| ${what} | ${value.toFixed(2)} | ${goal}${fits(value) ? "" : ", missed"} |`);
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** @param {number} milliseconds */
function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}
