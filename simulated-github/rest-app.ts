// Calls the app makes as itself: its tokens and its deliveries.
import { type ApiResponse, listPage, notFound, ok, refuse } from "./answer.ts";
import { appJson, installationJson } from "./json-account.ts";
import { type AppRoute, type Call, numberOf } from "./route.ts";
import type { Delivery } from "./state.ts";
import type { Token, Tokens } from "./tokens.ts";
import { deliverAgain } from "./webhooks.ts";
import { repositoriesOf, timeOf } from "./world.ts";

export function appRoutes(tokens: Tokens): readonly AppRoute[] {
  return [
    { method: "GET", pattern: "/app", app: true, answer: ({ world }) => ok(appJson(world)) },
    {
      method: "GET",
      pattern: "/app/installations",
      app: true,
      answer: ({ world, url }) =>
        listPage(
          url,
          [...world.installations.values()].map((one) => installationJson(world, one)),
        ),
    },
    {
      method: "POST",
      pattern: "/app/installations/{installation_id}/access_tokens",
      app: true,
      answer: (call) => createToken(tokens, call),
    },
    {
      method: "GET",
      pattern: "/app/hook/deliveries",
      app: true,
      answer: ({ world, url }) => listPage(url, world.deliveries.map(deliveryJson).reverse()),
    },
    { method: "POST", pattern: "/app/hook/deliveries/{delivery_id}/attempts", app: true, answer: redeliver },
  ];
}

/** A token for one hour, narrowed to the repositories and permissions the request asks for. */
function createToken(tokens: Tokens, call: Call): ApiResponse {
  const { world, body } = call;
  const id = numberOf(call, "installation_id");
  const installation = [...world.installations.values()].find((one) => one.id === id);
  if (!installation) return notFound();
  if (installation.suspendedAt !== undefined) return refuse(403, "This installation has been suspended");
  const all = repositoriesOf(world, installation);
  const names = body["repositories"] as readonly string[] | undefined;
  const ids = body["repository_ids"] as readonly number[] | undefined;
  const chosen = all.filter((one) => names?.includes(one.name) || ids?.includes(one.id));
  if (chosen.length < (names?.length ?? 0) + (ids?.length ?? 0)) {
    return refuse(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  const permissions = (body["permissions"] ?? world.app.permissions) as Token["permissions"];
  const beyond = Object.entries(permissions).some(
    ([name, level]) => world.app.permissions[name] !== "write" && world.app.permissions[name] !== level,
  );
  if (beyond) return refuse(422, "The permissions requested are not granted to this installation.");
  const selected = names || ids ? chosen : undefined;
  const issued = tokens.issue({
    installationId: id,
    permissions: { metadata: "read", ...permissions },
    repositories: selected?.map((one) => one.id),
  });
  return {
    status: 201,
    body: {
      token: issued.token,
      expires_at: timeOf(issued.expiresAt),
      permissions: { metadata: "read", ...permissions },
      repository_selection: selected ? "selected" : "all",
    },
  };
}

function redeliver(call: Call): ApiResponse {
  const id = numberOf(call, "delivery_id");
  const delivery = call.world.deliveries.find((one) => one.id === id);
  if (!delivery) return notFound();
  deliverAgain(call.world, delivery);
  return { status: 202, body: {} };
}

function deliveryJson(delivery: Delivery) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: timeOf(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: 0.1,
    status: delivery.status === "failed" ? "Internal Server Error" : "OK",
    status_code: delivery.status === "failed" ? 500 : 200,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installationId ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}
