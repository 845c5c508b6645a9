// A request → a Response, as the fetch of a world in which GitHub is this simulation.
import { createHash } from "node:crypto";
import { type ApiResponse, notFound, refuse } from "./answer.ts";
import { answerRequest, type Incoming } from "./dispatch.ts";
import type { Fault, Faults } from "./faults.ts";
import { operationOf } from "./graphql.ts";
import { createRouter } from "./route.ts";
import { routesOf } from "./routes.ts";
import { createTokens } from "./tokens.ts";
import { fail, limited, respond } from "./transport.ts";
import type { World } from "./world.ts";

/** Makes the fetch. Every request is logged with what became of it; hosts other than GitHub's are refused. */
export function createFetch(world: World, faults: Faults): typeof fetch {
  const tokens = createTokens(world);
  const route = createRouter(routesOf(tokens));
  const find = (authorization: string | null) => tokens.find(authorization);
  const answer = (request: Incoming, stale: boolean) => answerRequest(world, route, find, request, stale);
  const rate = createRate(world);

  const serve: typeof fetch = async (input, init) => {
    const request = await readRequest(input, init);
    const { method, url } = request;
    if (url.host === "codeload.github.com") return respond(url, await archive(world, url), {});
    if (url.host !== "api.github.com") throw new TypeError(`fetch failed: ${url.host} is not simulated`);
    const path = url.pathname;
    const known = path === "/graphql" ? method === "POST" : route(method, path) !== undefined;
    const entry = {
      method,
      path: path + url.search,
      body: loggedBody(request),
      known,
      operation: request.operation,
    };
    const place = world.requests.push({ ...entry, status: 0 }) - 1;
    request.signal?.throwIfAborted();
    const fault = faults.take({ method, path, operation: request.operation });
    const answered = tagged(request, await answerWith(fault, request, answer));
    world.requests[place] = { ...entry, status: answered.status };
    const response = respond(url, answered, rate(answered), fault?.kind === "truncated-json");
    return follow(response, init?.redirect, serve);
  };
  return serve;
}

async function readRequest(input: string | URL | Request, init?: RequestInit): Promise<Incoming> {
  const request = new Request(input, init);
  const text = await request.text();
  const url = new URL(request.url);
  const body = parseBody(text);
  const operation = url.pathname === "/graphql" ? operationOf(body) : undefined;
  const signal = init?.signal ?? undefined;
  return { method: request.method, url, headers: request.headers, text, body, operation, signal };
}

function parseBody(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function loggedBody(request: Incoming): unknown {
  return request.text === "" ? undefined : request.body;
}

/** Lets a fault happen around the answer. Faults without an answer throw, as fetch does. */
async function answerWith(
  fault: Fault | undefined,
  request: Incoming,
  answer: (request: Incoming, stale: boolean) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  switch (fault?.kind) {
    case undefined:
    case "truncated-json":
      return answer(request, false);
    case "stale":
      return answer(request, request.method === "GET" || !request.text.includes("mutation"));
    case "status":
      if (fault.after) await answer(request, false);
      return refuse(fault.status ?? 502, fault.status === undefined ? "Server Error" : "Simulated failure");
    case "reset-before":
      throw fail("ECONNRESET");
    case "reset-after":
      await answer(request, false);
      throw fail("ECONNRESET");
    case "timeout":
      if (fault.after) await answer(request, false);
      return waitForAbort(request.signal);
    case "primary-limit":
    case "secondary-limit":
    case "graphql-rate-limited":
      return limited(fault.kind);
  }
}

/** Never answers. Without a signal fetch itself would give up in the end, so that is what happens at once. */
function waitForAbort(signal: AbortSignal | undefined): Promise<never> {
  if (!signal) return Promise.reject(fail("UND_ERR_HEADERS_TIMEOUT"));
  return new Promise((_resolve, reject) => {
    const give = () => reject(signal.reason as Error);
    if (signal.aborted) give();
    else signal.addEventListener("abort", give, { once: true });
  });
}

/** `git archive` of the commit a tarball answer redirected to. */
async function archive(world: World, url: URL): Promise<ApiResponse> {
  const [, owner, name, , oid] = url.pathname.split("/");
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (!repository || !oid || !(await repository.git.commit(oid))) return notFound();
  const body = await repository.git.archive(oid, `${owner}-${name}-${oid.slice(0, 7)}/`);
  return { status: 200, body, headers: { "content-type": "application/x-gzip" } };
}

/** Adds the entity tag of a GET, and turns the answer into 304 when the caller has it already. */
function tagged(request: Incoming, answer: ApiResponse): ApiResponse {
  if (request.method !== "GET" || answer.status !== 200) return answer;
  const content = answer.body instanceof Uint8Array ? answer.body : JSON.stringify(answer.body);
  const etag = `W/"${createHash("sha256").update(content).digest("hex")}"`;
  const headers = { ...answer.headers, etag };
  if (request.headers.get("if-none-match") === etag) return { status: 304, headers };
  return { ...answer, headers };
}

/** Rate headers that count down. A 304 costs nothing. */
function createRate(world: World) {
  const limit = 5_000;
  let used = 0;
  return (answer: ApiResponse): Record<string, string> => {
    if (answer.status !== 304) used += 1;
    return {
      "x-ratelimit-limit": String(limit),
      "x-ratelimit-remaining": String(Math.max(limit - used, 0)),
      "x-ratelimit-used": String(used),
      "x-ratelimit-reset": String(Math.floor(world.now() / 1000) + 3_600),
      "x-ratelimit-resource": "core",
      "x-github-request-id": `SIMU:${world.requests.length.toString(16).toUpperCase()}`,
      date: new Date(world.now()).toUTCString(),
    };
  };
}

/** Goes where a redirect leads, unless the caller wants to see it. */
function follow(
  response: Response,
  redirect: RequestInit["redirect"],
  serve: typeof fetch,
): Promise<Response> {
  const location = response.headers.get("location");
  if (response.status !== 302 || redirect === "manual" || !location) return Promise.resolve(response);
  return serve(location);
}
