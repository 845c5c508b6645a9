// Tokens → every REST route that is simulated, in the order in which they are tried.
import { appRoutes } from "./rest-app.ts";
import { checkRoutes } from "./rest-checks.ts";
import { commentRoutes } from "./rest-comments.ts";
import { gitRoutes } from "./rest-git.ts";
import { organisationRoutes } from "./rest-organisation.ts";
import { pullRoutes } from "./rest-pulls.ts";
import { repositoryRoutes } from "./rest-repository.ts";
import type { Route } from "./route.ts";
import type { Tokens } from "./tokens.ts";

export function routesOf(tokens: Tokens): readonly Route[] {
  return [
    ...appRoutes(tokens),
    ...repositoryRoutes,
    ...gitRoutes,
    ...pullRoutes,
    ...commentRoutes,
    ...checkRoutes,
    ...organisationRoutes,
  ];
}
