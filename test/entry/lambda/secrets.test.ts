// Secrets come from the environment or the store; without a good one nothing starts.
import { describe, expect, test } from "@jest/globals";
import { openWebhookSecrets } from "../../../src/entry/lambda/webhook-secrets.ts";
import { SECRET } from "./http-event.ts";

const OLDER = "fedcba9876543210fedcba9876543210";
const stored = (values: Record<string, string>) => async (names: readonly string[]) =>
  new Map(names.flatMap((name) => (values[name] ? [[name, values[name]] as const] : [])));

describe("nothing starts where the webhook secret", () => {
  test.each([
    ["is missing", {}, /WEBHOOK_SECRET is not set/],
    ["is empty", { WEBHOOK_SECRET: "" }, /is not set/],
    ["is Probot's own", { WEBHOOK_SECRET: "development" }, /too weak/],
    ["is one character over and over", { WEBHOOK_SECRET: "a".repeat(40) }, /too weak/],
    ["before it was weak", { WEBHOOK_SECRET: SECRET, WEBHOOK_SECRET_PREVIOUS: "x" }, /_PREVIOUS is too weak/],
    ["is not in the store", { WEBHOOK_SECRET_PARAMETER: "/nowhere" }, /no \/nowhere/],
    ["is weak in the store", { WEBHOOK_SECRET_PARAMETER: "/weak" }, /too weak/],
  ])("%s", async (_, env, message) => {
    await expect(openWebhookSecrets(env, () => 0, stored({ "/weak": "development" }))).rejects.toThrow(
      message,
    );
  });
});

test("both secrets count while one replaces the other", async () => {
  const env = { WEBHOOK_SECRET: SECRET, WEBHOOK_SECRET_PREVIOUS: OLDER };
  const secrets = await openWebhookSecrets(env, () => 0, stored({}));
  expect(secrets.now()).toEqual([SECRET, OLDER]);
  expect(await secrets.reread()).toBeUndefined();
});

test("the store is asked again at most once a minute, and keeps what was known where it does not answer", async () => {
  const values: Record<string, string> = { "/secret": SECRET };
  let time = 0;
  let reads = 0;
  const read = async (names: readonly string[]) => {
    reads++;
    if (reads === 3) throw new Error("throttled");
    return stored(values)(names);
  };
  const secrets = await openWebhookSecrets({ WEBHOOK_SECRET_PARAMETER: "/secret" }, () => time, read);
  values["/secret"] = OLDER;
  time = 59_000;
  expect(await secrets.reread()).toBeUndefined();
  time = 61_000;
  expect(await secrets.reread()).toEqual([OLDER]);
  expect(secrets.now()).toEqual([OLDER]);
  time = 200_000;
  expect(await secrets.reread()).toEqual([OLDER]);
  expect(reads).toBe(3);
});
