// One line of JSON for each record, and no secret in it.
import { describe, expect, test } from "@jest/globals";
import { createLog, type Level, redact } from "../../../src/adapters/telemetry/log.ts";
import { computed } from "../../support/time.ts";

function written(level: Level = "info") {
  const lines: string[] = [];
  const log = createLog({ write: (line) => lines.push(line), level, now: () => 0 });
  return { log, lines, records: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test("a record is a line with level, time, fields of its ancestors and its own", () => {
  const { log, lines, records } = written();
  log
    .child({ name: "a" })
    .child({ id: 1 })
    .warn({ x: [1] }, "said");
  expect(lines).toEqual([expect.stringMatching(/^\{.*\}\n$/)]);
  expect(records()).toEqual([
    { level: "warn", time: "1970-01-01T00:00:00.000Z", name: "a", id: 1, x: [1], msg: "said" },
  ]);
});

test("what is below the level is not written", () => {
  const { log, lines } = written("error");
  log.warn("no");
  log.error("yes");
  expect(lines.length).toBe(1);
});

test("an error brings its name, message and stack, not the request it carries", () => {
  const { log, records, lines } = written();
  log.error(Object.assign(new Error("broken"), { request: { headers: { authorization: "x" } } }));
  log.error({ err: new TypeError("odd") }, "said");
  expect(records()[0]).toMatchObject({ error: { name: "Error", message: "broken" } });
  expect(records()[1]).toMatchObject({ error: { name: "TypeError", message: "odd" }, msg: "said" });
  expect(lines.join("")).not.toContain("authorization");
});

test("what is told is a line whatever it is", () => {
  const { log, records } = written();
  log.info("a text", "not said");
  for (const odd of [[1], new URL("https://github.com/acme"), null, undefined, 7, {}]) log.info(odd, "said");
  expect(records().map(({ level: _, time: __, ...told }) => told)).toEqual([
    { msg: "a text" },
    { 0: 1, msg: "said" },
    ...Array(5).fill({ msg: "said" }),
  ]);
});

test("of a name that is told twice the later counts", () => {
  const { log, records } = written();
  log.child({ delivery: "a" }).info({ delivery: "b", msg: "x" }, "said");
  expect(records()).toMatchObject([{ delivery: "b", msg: "said" }]);
});

describe("no log has", () => {
  const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl";
  test.each([
    ["an installation token", "ghs_16C7e42F292c6912E7710c838347Ae178B4a"],
    ["an installation token of the new format", `ghs_12345_${jwt}`],
    ["a personal token", "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz"],
    ["a user token", "ghp_abcdefghijklmnopqrstuvwxyz0123456789"],
    ["a JWT", jwt],
    ["a bearer header", "Bearer abcdef0123456789"],
    ["credentials in an address", "x-access-token:s3cr3tpassword@"],
  ])("%s", (_, secret) => {
    const { log, lines } = written();
    const text = secret.endsWith("@") ? `https://${secret}github.com/acme/fleet` : `said ${secret} and more`;
    log.info({ deep: { text } }, text);
    log.error(new Error(text));
    const payload = secret.replace(/^\w+ |@$|^x-access-token:/g, "").replace(/^x-access-token:/, "");
    expect(lines.join("")).not.toContain(payload);
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(["object", "object"]);
  });

  test("a private key, in one line or many", () => {
    const key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEabc\nxyz==\n-----END RSA PRIVATE KEY-----";
    expect(redact(`before ${key} after`)).toBe("before [private key] after");
    expect(redact(JSON.stringify({ key }))).toBe('{"key":"[private key]"}');
  });
});

test("hostile text is redacted in linear time", () => {
  const started = computed();
  for (const part of ["ghs_", "-----BEGIN PRIVATE KEY-----", "://a:", "bearer ", "eyJaaaaaaaaaa.", "a:b@"])
    redact(part.repeat(20_000));
  expect(computed() - started).toBeLessThan(2_000);
});
