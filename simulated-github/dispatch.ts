// A request and its route → an answer, after asking who calls and what they may do.
import { type ApiResponse, notFound, refuse } from "./answer.ts";
import { answerGraphql } from "./graphql.ts";
import type {
  Call,
  createRouter,
  Needs,
  OrganisationRoute,
  RepositoryCall,
  RepositoryRoute,
} from "./route.ts";
import { faultOfJwt, mayAccess, type Token } from "./tokens.ts";
import { inTurn, type World } from "./world.ts";

/** A request that was read: `body` is empty when there is none or it is no JSON object. */
export type Incoming = {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly operation: string | undefined;
  readonly signal: AbortSignal | undefined;
};

/**
 * Answers as the state is, or for a stale read as it was before the last change. `find` knows the tokens. Who may not
 * see a repository gets 404, who may not do a thing 403.
 */
export async function answerRequest(
  world: World,
  route: ReturnType<typeof createRouter>,
  find: (authorization: string | null) => Token | undefined,
  request: Incoming,
  stale: boolean,
): Promise<ApiResponse> {
  const { method, url, headers, body } = request;
  const authorization = headers.get("authorization");
  const { route: found, parameters } = route(method, url.pathname) ?? { route: undefined, parameters: {} };
  const call = { world, url, parameters, body, accept: headers.get("accept") ?? "" };
  if (found?.app) {
    const fault = faultOfJwt(world, authorization);
    return fault ? refuse(401, fault) : found.answer({ ...call, installationId: undefined });
  }
  const token = find(authorization);
  if (!token) return found || url.pathname === "/graphql" ? refuse(401, "Bad credentials") : notFound();
  if (url.pathname === "/graphql" && method === "POST") return answerGraphql({ world, token, stale }, body);
  if (!found) return notFound();
  const as = { ...call, installationId: token.installationId };
  if (found.app === false) return found.answer(as);
  return found.organisation
    ? answerInOrganisation(found, token, as)
    : answerInRepository(found, token, as, stale);
}

async function answerInOrganisation(
  route: OrganisationRoute,
  token: Token,
  call: Call,
): Promise<ApiResponse> {
  const org = call.parameters["org"]?.toLowerCase() ?? "";
  if (call.world.installations.get(org)?.id !== token.installationId) return notFound();
  if (!isGranted(token, route.needs)) return refuse(403, "Resource not accessible by integration");
  return route.answer(call);
}

async function answerInRepository(
  route: RepositoryRoute,
  token: Token,
  call: Omit<RepositoryCall, "repository" | "state">,
  stale: boolean,
): Promise<ApiResponse> {
  const { owner, repo } = call.parameters;
  const repository = call.world.repositories.get(`${owner}/${repo}`.toLowerCase());
  if (!repository || !mayAccess(call.world, token, repository)) return notFound();
  if (!isGranted(token, route.needs)) return refuse(403, "Resource not accessible by integration");
  const run = async (state = repository.state) => route.answer({ ...call, repository, state });
  if (!route.writes) return run(stale ? repository.before : repository.state);
  return inTurn(repository, async () => {
    if (repository.state.archived) return refuse(403, "Repository was archived so is read-only.");
    return run();
  });
}

function isGranted(token: Token, needs: Needs): boolean {
  if (needs.length === 0) return true;
  return needs.some((need) => {
    const [name, level] = need.split(":") as [string, string];
    const granted = token.permissions[name];
    return granted === "write" || granted === level;
  });
}
