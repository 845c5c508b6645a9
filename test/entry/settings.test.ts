// The server starts only with settings that are safe.
import { describe, expect, test } from "@jest/globals";
import { readAppSettings, readServerSettings } from "../../src/entry/settings.ts";

const ENV = { APP_ID: "1", PRIVATE_KEY: "key", WEBHOOK_SECRET: "9f8e7d6c5b4a39281706f5e4d3c2b1a0" };

test("what is enough", () => {
  expect(readServerSettings(ENV)).toEqual({
    appId: "1",
    level: "info",
    secret: ENV.WEBHOOK_SECRET,
    host: "localhost",
    port: 3000,
    path: "/api/github/webhooks",
  });
});

describe("refused with one line and exit status 2", () => {
  test.each([
    ["no secret", { WEBHOOK_SECRET: undefined }, /^WEBHOOK_SECRET is not set/],
    ["an empty secret", { WEBHOOK_SECRET: "" }, /^WEBHOOK_SECRET is not set/],
    ["Probot's fallback", { WEBHOOK_SECRET: "development" }, /^WEBHOOK_SECRET is too weak/],
    ["31 bytes", { WEBHOOK_SECRET: ENV.WEBHOOK_SECRET.slice(1) }, /^WEBHOOK_SECRET is too weak/],
    ["one character over and over", { WEBHOOK_SECRET: "a".repeat(40) }, /^WEBHOOK_SECRET is too weak/],
    ["no app", { APP_ID: undefined }, /^APP_ID is not set/],
    ["an app that is no number", { APP_ID: "breakwater" }, /^APP_ID is not set/],
    ["no key", { PRIVATE_KEY: undefined }, /private key is missing/],
    ["an unknown level", { LOG_LEVEL: "loud" }, /^LOG_LEVEL takes/],
    ["no port", { PORT: "http" }, /^PORT is not a port/],
  ])("%s", (_, changes, message) => {
    const read = () => readServerSettings({ ...ENV, ...changes });
    expect(read).toThrow(message);
    expect(read).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.not.stringContaining("\n") }),
    );
  });
});

test("bytes count, not characters", () => {
  expect(readServerSettings({ ...ENV, WEBHOOK_SECRET: "äöüßéèêñ".repeat(2) }).secret.length).toBe(16);
});

test("replaying needs no secret", () => {
  expect(readAppSettings({ APP_ID: "1", PRIVATE_KEY_PATH: "key.pem" }).appId).toBe("1");
});
