import { describe, expect, test } from "@jest/globals";
import { diffFields } from "../../../../src/impact/compare/objects/fields.ts";
import { redactChange } from "../../../../src/impact/plan/redaction/redact.ts";
import { redactText } from "../../../../src/impact/plan/redaction/redact-text.ts";
import type { Json } from "../../../../src/lib/json-types.ts";
import type { Change } from "../../../../src/model/change.ts";
import type { FieldChange } from "../../../../src/model/plan.ts";
import { change } from "../../../render/plan.ts";
import { computed } from "../../../support/time.ts";

const CANARY = "c4narY-hunter2";
const base64 = (text: string) => Buffer.from(text).toString("base64");

function redacted(fields: FieldChange[], rest: Partial<Change> = {}) {
  return redactChange({ ...change(), key: "k", clusterKey: "c", fields, ...rest } as Change);
}
const secret = { object: { group: "", kind: "Secret", namespace: "ns", name: "s" } };
const diff = (before: Json | undefined, after: Json | undefined) => diffFields(before, after);

describe("no canary leaves", () => {
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n-----END RSA PRIVATE KEY-----`;
  const wrapped = base64(`password: ${CANARY} ${"x".repeat(60)}`).replace(/(.{20})/g, "$1\n");
  test.each<[string, Json]>([
    ["a named key", { adminPassword: CANARY }],
    ["another spelling", { "client-secret": CANARY, API_KEY: CANARY, "db.passwd": CANARY }],
    ["a list under a named key", { tokens: [CANARY, { value: CANARY }] }],
    ["an entry of env", { env: [{ name: "DB_PASSWORD", value: CANARY }] }],
    ["a flag", { args: [`--password=${CANARY}`] }],
    ["a flag and its value", { args: ["--api-token", CANARY] }],
    ["a flag inside a command", { command: ["sh", "-c", `login --password ${CANARY}`] }],
    ["a PEM block", { "tls.crt": `before\n${pem}\nafter` }],
    ["a PEM block without an end", { text: `-----BEGIN PRIVATE KEY-----\n${CANARY}` }],
    ["an address", { url: `see https://bob:${CANARY}@host/path` }],
    ["an address with a token alone", { url: `https://${CANARY}@host/path` }],
    ["a line of a file", { "app.properties": `a=1\ndb.password = ${CANARY} and more\nb=2` }],
    ["JSON in a text", { "config.json": `{"port": 1, "password": "${CANARY} \\" more", "x": "y"}` }],
    ["YAML in a text", { "config.yaml": `users:\n- password: |\n    ${CANARY}\n  name: bob` }],
    ["a list in a text", { "config.yaml": `tokens:\n- ${CANARY}\n- x` }],
    ["XML in a text", { "settings.xml": `<server><password>${CANARY}</password></server>` }],
    ["a header", { text: `Authorization: Basic ${CANARY}` }],
    ["a bearer", { text: `curl -H 'X: Bearer ${CANARY}'` }],
    ["base64 of a secret", { blob: base64(`password: ${CANARY}`) }],
    ["base64 of base64", { blob: base64(`x: ${base64(`token: ${CANARY}`)}`) }],
    ["base64 in several lines", { blob: wrapped }],
    ["cloud-init", { userData: CANARY }],
    [
      "a last-applied annotation",
      { "kubectl.kubernetes.io/last-applied-configuration": `{"x":"${CANARY}"}` },
    ],
  ])("%s", (_, value) => {
    const leaks = (fields: FieldChange[]) => {
      const text = JSON.stringify(redacted(fields));
      return [CANARY, base64(CANARY).slice(0, 12), wrapped.slice(0, 15), base64("password: c4n")].filter(
        (c) => text.includes(c),
      );
    };
    expect(JSON.stringify(value).length).toBeGreaterThan(CANARY.length);
    expect(leaks([{ path: "spec", after: value }])).toEqual([]);
    expect(leaks(diff(value, {}))).toEqual([]);
    expect(leaks(diff({ spec: value }, { spec: value === null ? 1 : null }))).toEqual([]);
  });

  test.each<[string, FieldChange]>([
    [
      "the value of an entry",
      { path: "spec.containers[web].env[DB_PASSWORD].value", before: CANARY, after: "x" },
    ],
    ["a variable", { path: "spec.topology.variables[adminPassword].value", before: "x", after: CANARY }],
    ["a key of a ConfigMap", { path: 'data["db.password"]', after: CANARY }],
    ["below a named key", { path: "spec.credentials.token.raw", after: CANARY }],
  ])("%s, by its path", (_, field) => {
    expect(JSON.stringify(redacted([field]))).not.toContain(CANARY);
  });

  test.each(["data.key", "stringData.key", "data"])("%s of a Secret", (path) => {
    const after = path === "data" ? { key: CANARY } : CANARY;
    expect(JSON.stringify(redacted([{ path, after }], secret))).not.toContain(CANARY);
  });

  test("the items of a SecretList", () => {
    const object = { ...secret.object, kind: "SecretList" };
    const fields = [{ path: "items[0].data.key", before: CANARY, after: "x" }];
    expect(JSON.stringify(redacted(fields, { object }))).not.toContain(CANARY);
  });

  test.each([
    "ghp_0123456789abcdefABCD",
    "github_pat_0123456789abcdefABCD",
    "AKIAIOSFODNN7EXAMPLE",
    "eyJhbGciOi.eyJzdWIi.sig",
  ])("the token %s, whatever stands around it", (token) => {
    expect(redactText(`x "${token}" y`)).toBe('x "(redacted)" y');
    expect(redactText(base64(`{"auth":"${token}"}`))).toBe("(redacted)");
  });

  test("from, to and because", () => {
    const fields = [{ path: "spec.topology.variables[adminPassword].value", before: "old1", after: "new1" }];
    const shown = redacted(fields, { from: "old1", to: "new1", because: "https://u:old1@host says no" });
    expect(shown).toMatchObject({ from: "(redacted)", to: "(redacted, changed)" });
    expect(shown.because).toBe("https://(redacted)@host says no");
  });
});

describe("a change of a secret stays visible", () => {
  test("as a whole", () => {
    const { fields } = redacted([{ path: "data.key", before: "YQ==", after: "Yg==" }], secret);
    expect(fields).toEqual([{ path: "data.key", before: "(redacted)", after: "(redacted, changed)" }]);
  });
  test("inside a text whose other secrets stay", () => {
    const text = (second: string) => `password: one\ntoken: ${second}\nport: 1`;
    const { fields } = redacted([{ path: "data.file", before: text("two"), after: text("three") }]);
    expect(fields[0]).toEqual({
      path: "data.file",
      before: "password: (redacted)\ntoken: (redacted)\nport: 1",
      after: "password: (redacted)\ntoken: (redacted, changed)\nport: 1",
    });
  });
  test("where it is new", () => {
    expect(redacted([{ path: "spec.password", after: "x" }]).fields).toEqual([
      { path: "spec.password", after: "(redacted)" },
    ]);
  });
});

test.each<[string, FieldChange]>([
  ["key alone", { path: "spec.key", before: "a", after: "b" }],
  ["a switch", { path: "spec.automountServiceAccountToken", before: true, after: false }],
  ["a reference", { path: "spec.env[DB_PASSWORD].valueFrom.secretKeyRef.name", before: "a", after: "b" }],
  ["a projected token", { path: "spec.volumes[x].sources[0].serviceAccountToken.path", after: "token" }],
  [
    "the image of a container called token",
    { path: "spec.containers[token].image", before: "a:1", after: "a:2" },
  ],
  ["a version", { path: "spec.topology.version", before: "v1.32.7---vmware.3-fips-vkr.1", after: "v1.33.6" }],
  ["an image with a digest", { path: "spec.image", after: `host/a/b@sha256:${"ab12".repeat(16)}` }],
  [
    "an address",
    { path: "spec.source.repoURL", before: "https://host/a.git", after: "ssh://git@host/a.git" },
  ],
  ["a long path", { path: "spec.path", after: "clusters/production/europe/west/one/two" }],
])("%s is shown", (_, field) => {
  expect(redacted([field]).fields).toEqual([field]);
});

test("what is internal does not leave", () => {
  expect(Object.keys(redacted([]))).not.toEqual(expect.arrayContaining(["key"]));
  expect(redacted([])).not.toHaveProperty("clusterKey");
});

test("hostile texts take linear time", () => {
  const n = 200_000;
  const started = computed();
  for (const unit of [
    "a",
    "eyJ",
    "-eyJ",
    "password ",
    "--token ",
    "://",
    "<token>",
    "-----BEGIN ",
    "a@",
    'password=\\"',
    "\n- x",
  ]) {
    redactText(unit.repeat(n / unit.length));
  }
  expect(computed() - started).toBeLessThan(8_000);
});
