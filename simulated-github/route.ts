// A method and a path → the route that answers it, with the path's parameters.
import type { ApiResponse } from "./answer.ts";
import type { Repository, RepositoryState } from "./state.ts";
import type { World } from "./world.ts";

/** One call to answer. `state` is what the answer is made from: the present, or for a stale read what was before. */
export type Call = {
  readonly world: World;
  readonly url: URL;
  readonly parameters: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly accept: string;
  readonly installationId: number | undefined;
};

/** A call about a repository the token gives access to. */
export type RepositoryCall = Call & { readonly repository: Repository; readonly state: RepositoryState };

/** A call about the organisation that a token is of. */
export type OrganisationCall = Call;

/** Permissions of which one is enough, as `name:level`. Metadata is always granted. */
export type Needs = readonly string[];

/**
 * A route. The pattern is spelled as in GitHub's description; `{+name}` takes the rest of the path. A route with `app`
 * wants the app's JWT, all others an installation's token; those of an `organisation` want its own, those below /repos get
 * the repository. `writes` waits for
 * its turn and is refused for an archived repository.
 */
export type Route = AppRoute | InstallationRoute | OrganisationRoute | RepositoryRoute;

/** For whoever has an installation's token, about the installation. */
type InstallationRoute = {
  readonly method: string;
  readonly pattern: string;
  readonly app: false;
  readonly answer: (call: Call) => Promise<ApiResponse> | ApiResponse;
};

export type AppRoute = {
  readonly method: string;
  readonly pattern: string;
  readonly app: true;
  readonly organisation?: undefined;
  readonly answer: (call: Call) => Promise<ApiResponse> | ApiResponse;
};

export type OrganisationRoute = {
  readonly method: string;
  readonly pattern: string;
  readonly app?: undefined;
  readonly organisation: true;
  readonly needs: Needs;
  readonly answer: (call: OrganisationCall) => Promise<ApiResponse> | ApiResponse;
};

export type RepositoryRoute = {
  readonly method: string;
  readonly pattern: string;
  readonly app?: undefined;
  readonly organisation?: undefined;
  readonly needs: Needs;
  readonly writes?: true;
  readonly answer: (call: RepositoryCall) => Promise<ApiResponse> | ApiResponse;
};

/** Finds the first route that fits. The function is made once for a table. */
export function createRouter(routes: readonly Route[]) {
  const compiled = routes.map((route) => ({ route, ...compile(route.pattern) }));
  return (method: string, path: string) => {
    for (const { route, expression, names } of compiled) {
      if (route.method !== method) continue;
      const match = expression.exec(path);
      if (!match) continue;
      const parameters = Object.fromEntries(names.map((name, at) => [name, decode(match[at + 1] ?? "")]));
      return { route, parameters };
    }
    return undefined;
  };
}

function compile(pattern: string): { expression: RegExp; names: string[] } {
  const names: string[] = [];
  const source = pattern.replace(/[.+]|\{(\+?)(\w+)\}/g, (whole, rest: string | undefined, name?: string) => {
    if (name === undefined) return `\\${whole}`;
    names.push(name);
    return rest ? "(.+)" : "([^/]+)";
  });
  return { expression: new RegExp(`^${source}$`), names };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A text in the path; empty when the route has none of that name. */
export function namedParameter(call: Pick<Call, "parameters">, name: string): string {
  return call.parameters[name] ?? "";
}

/** A number in the path. Anything else is no number of GitHub's and finds nothing. */
export function numberOf(call: Call, name: string): number {
  return Number(call.parameters[name]);
}

/** A text of the request's body; undefined when it is missing or no text. */
export function textOf(call: Call, name: string): string | undefined {
  const value = call.body[name];
  return typeof value === "string" ? value : undefined;
}
