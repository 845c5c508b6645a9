// The stage → a server on 127.0.0.1 that shows its conversations and takes comments and edits.
import { existsSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { readConversation } from "./conversation.ts";
import { page } from "./document.ts";
import { type Proposal, REPOSITORY } from "./scenario.ts";
import type { DemoStage } from "./stage.ts";

export type Page = { readonly address: string; readonly close: () => Promise<void> };

export type PageOptions = {
  readonly stage: Pick<DemoStage, "github">;
  readonly proposals: readonly Proposal[];
  /** Files that can be edited. */
  readonly paths: readonly string[];
  readonly port: number;
};

/** Whoever has the page open may run no script but the page's own, and nothing leaves this address. Mermaid sets styles. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": POLICY,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
};

const LARGEST_FORM = 1 << 20;

/** Serves until `close`. Rejects where the port is taken. */
export async function servePage(options: PageOptions): Promise<Page> {
  const server = createServer((request, response) => {
    answer(options, request)
      .catch((error: unknown): PageResponse => ({ status: 500, body: String(error), type: "text/plain" }))
      .then(
        (given) => send(response, given),
        () => response.destroy(),
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type PageResponse = {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly location?: string;
};

const MISSING: PageResponse = { status: 404, body: "There is no such page.", type: "text/plain" };

function send(
  response: ServerResponse,
  { status, body = "", type = "text/html", location }: PageResponse,
): void {
  const headers = { ...HEADERS, "content-type": `${type}; charset=utf-8`, ...(location && { location }) };
  response.writeHead(status, headers).end(body);
}

async function answer(options: PageOptions, request: IncomingMessage): Promise<PageResponse> {
  if (!isOwn(request)) return { status: 403, body: "Only this machine's page may ask.", type: "text/plain" };
  const url = new URL(request.url ?? "/", "http://127.0.0.1");
  const [, number, action] = /^\/pull\/(\d{1,6})(?:\/(comments|files))?$/.exec(url.pathname) ?? [];
  if (request.method === "GET" && url.pathname === "/")
    return { status: 302, location: `/pull/${options.proposals[0]?.number ?? 1}` };
  if (request.method === "GET" && url.pathname.startsWith("/assets/")) return asset(url.pathname.slice(8));
  if (number === undefined) return MISSING;
  if (request.method === "POST" && action)
    return act(options, Number(number), action as "comments" | "files", await readForm(request));
  if (request.method !== "GET" || action) return { ...MISSING, status: 405 };
  return show(options, Number(number), url.searchParams.get("file"));
}

/**
 * A name that points to this machine is not this page (DNS rebinding), and a form elsewhere may not post here.
 * Browsers send Origin with every POST.
 */
function isOwn({ headers, method }: IncomingMessage): boolean {
  const { host = "", origin } = headers;
  if (!/^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(host)) return false;
  return method === "GET" || origin === undefined || origin === `http://${host}`;
}

async function show(options: PageOptions, number: number, file: string | null): Promise<PageResponse> {
  const { github } = options.stage;
  const shown = await readConversation(github, number);
  if (!shown) return MISSING;
  const numbers = github.pullRequests(REPOSITORY).map((pull) => pull.number);
  const all = await Promise.all(numbers.map((one) => readConversation(github, one)));
  const own = options.proposals.find((one) => one.number === number)?.path;
  const path = options.paths.find((one) => one === file) ?? own ?? options.paths[0] ?? "";
  const text = (await github.file(REPOSITORY, shown.branch, path)) ?? "";
  const editing = { path, text, paths: options.paths };
  return { status: 200, body: page({ shown, all: all.filter((one) => one !== undefined), editing }) };
}

async function act(
  { stage: { github }, paths }: PageOptions,
  number: number,
  action: "comments" | "files",
  form: URLSearchParams,
): Promise<PageResponse> {
  const pull = github.pullRequest(REPOSITORY, number);
  if (!pull) return MISSING;
  const refused: PageResponse = {
    status: 400,
    body: "Something is missing, or too long.",
    type: "text/plain",
  };
  if (action === "comments") {
    const body = (form.get("body") ?? "").replaceAll("\r\n", "\n").trim();
    const user = form.get("user") ?? "";
    if (body === "" || body.length > 65_536 || !/^[\w-]{1,39}$/.test(user)) return refused;
    await github.comment(REPOSITORY, number, user, body);
    return { status: 303, location: `/pull/${number}` };
  }
  const path = form.get("path") ?? "";
  const text = form.get("text")?.replaceAll("\r\n", "\n");
  if (text === undefined || !paths.includes(path)) return refused;
  const message = `Edit ${path}`;
  await github.commit(REPOSITORY, pull.headRef, { [path]: text }, { author: pull.user.login, message });
  return { status: 303, location: `/pull/${number}?file=${encodeURIComponent(path)}` };
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_FORM) throw new Error("the form is too large");
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString("utf8"));
}

const TYPES: Readonly<Record<string, string>> = {
  css: "text/css",
  js: "text/javascript",
  svg: "image/svg+xml",
};

/** Where the build leaves what the browser loads: beside the bundle, or, run from sources, in dist. */
const ASSETS = ["../page/", "../dist/page/"].map((path) => fileURLToPath(new URL(path, import.meta.url)));

function asset(name: string): PageResponse {
  const type = TYPES[name.split(".").at(-1) ?? ""];
  const directory = ASSETS.find((one) => existsSync(`${one}page.js`));
  if (!/^[\w-]+(?:\.[\w-]+)+$/.test(name) || !type || !directory || !existsSync(directory + name))
    return MISSING;
  return { status: 200, body: readFileSync(directory + name), type };
}
