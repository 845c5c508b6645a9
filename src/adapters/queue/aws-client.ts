// The environment → how clients of AWS connect: quickly or not at all, and through the proxy where there is one.

type Env = Readonly<Record<string, string | undefined>>;

/** In milliseconds. GitHub waits ten seconds for an answer, attempts included. */
const CONNECTING = 1_000;
const ANSWERING = 2_500;

/** Region, credentials and endpoints are read from the environment by the SDK itself. `answering`: in milliseconds. */
export function clientOptions(env: Env, answering = ANSWERING) {
  // Node's own agent reads the proxy from the environment; any other agent needs it as an option (nodejs/node
  // doc/api/http.md, proxyEnv).
  const proxied = env["NODE_USE_ENV_PROXY"] === "1" ? { proxyEnv: env } : {};
  const httpsAgent = { keepAlive: true, maxSockets: 50, ...proxied };
  return {
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECTING,
      requestTimeout: answering,
      throwOnRequestTimeout: true,
      httpsAgent,
    },
  };
}
