// The simulated GitHub over real sockets, for processes that take it for a GitHub Enterprise Server.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { SimulatedGitHub } from "../../simulated-github/simulated.ts";

/** Called around a request to GitHub: `effect` makes it happen. What it gives is answered; nothing hangs up. */
export type Around = (call: string, effect: () => Promise<Response>) => Promise<Response | undefined>;

/** `host` is for GHE_HOST. */
export async function bridgeTo(
  github: SimulatedGitHub,
  around: Around = (_, effect) => effect(),
): Promise<{ readonly host: string; readonly close: () => void }> {
  const bridge = createServer((request, response) => void forward(github, request, response, around));
  await new Promise<void>((resolve) => bridge.listen(0, "127.0.0.1", resolve));
  const { port } = bridge.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, close: () => void bridge.close() };
}

/** GitHub Enterprise's addresses, as a server elsewhere has them, are github.com's for the simulation. */
async function forward(
  github: SimulatedGitHub,
  request: IncomingMessage,
  response: ServerResponse,
  around: Around,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString("utf8");
  const path = (request.url ?? "").replace(/^\/api(?:\/v3)?/, "");
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !/^(?:host|connection|content-length|transfer-encoding)$/.test(name)
      ? [[name, value]]
      : [],
  );
  const effect = () =>
    github.fetch(`https://api.github.com${path}`, {
      method: request.method ?? "GET",
      headers,
      ...(body === "" ? {} : { body }),
    });
  const operation = /(?:query|mutation) (\w+)/.exec(body)?.[1] ?? path;
  const answer = await around(`${request.method} ${operation}`, effect);
  if (!answer) {
    response.destroy();
    return;
  }
  const text = await answer.text();
  const kept = [...answer.headers].filter(
    ([name]) => !/^(?:content-length|content-encoding|transfer-encoding)$/.test(name),
  );
  response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
}
