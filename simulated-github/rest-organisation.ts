// Calls about an organisation: who belongs to it and to its teams.
import { type ApiResponse, notFound, ok } from "./answer.ts";
import { namedParameter, type OrganisationCall, type OrganisationRoute } from "./route.ts";

export const organisationRoutes: readonly OrganisationRoute[] = [
  {
    method: "GET",
    pattern: "/orgs/{org}/members/{username}",
    organisation: true,
    needs: ["members:read"],
    answer: getMember,
  },
  {
    method: "GET",
    pattern: "/orgs/{org}/teams/{team_slug}/memberships/{username}",
    organisation: true,
    needs: ["members:read"],
    answer: getTeamMembership,
  },
];

function getMember(call: OrganisationCall): ApiResponse {
  const { members } = call.world;
  return members.get(keyOf(call, "org"))?.has(keyOf(call, "username")) ? { status: 204 } : notFound();
}

function getTeamMembership(call: OrganisationCall): ApiResponse {
  const [org, slug, user] = [keyOf(call, "org"), keyOf(call, "team_slug"), keyOf(call, "username")];
  if (!call.world.teams.get(`${org}/${slug}`)?.has(user)) return notFound();
  const url = `https://api.github.com${call.url.pathname}`;
  return ok({ url, role: "member", state: "active" });
}

function keyOf(call: OrganisationCall, name: string): string {
  return namedParameter(call, name).toLowerCase();
}
