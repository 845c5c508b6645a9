// Secrets whose values are written into Git.
import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../../src/lib/json-types.ts";
import { plainValues } from "../../../../src/manifests/values/secret-values.ts";
import { manifestOf } from "../../../manifests/manifest.ts";
import { check } from "../../../support/check.ts";
import { file, manifest } from "../../../support/small-fleet.ts";

const secret = (rest: JsonObject): JsonObject => manifest("v1", "Secret", "web", rest);
const web = (objects: readonly JsonObject[]) => ({ "web/web.yaml": file(...objects) });

describe("secret-in-plain-text", () => {
  const map = manifest("v1", "ConfigMap", "page");
  const old = secret({ stringData: { password: "one", user: "web" } });
  test.each<[string, JsonObject[], JsonObject[], string[][]]>([
    ["a new Secret", [map], [map, old], [["password", "user"]]],
    ["a changed value", [old], [secret({ stringData: { password: "two", user: "web" } })], [["password"]]],
    ["base64 is the same", [map], [map, secret({ data: { password: "b25l" } })], [["password"]]],
    ["a label", [old], [secret({ stringData: { password: "one", user: "web" }, labels: { a: "b" } })], []],
    ["a value that goes", [old], [secret({ stringData: { user: "web" } })], []],
    ["a Secret that goes", [map, old], [map], []],
    ["a key without a value", [map], [map, secret({ stringData: { password: "" } })], []],
  ])("%s", async (_, base, head, keys) => {
    await check(web(base), web(head), {
      findings: { "secret-in-plain-text": keys.map((names) => ({ facts: { keys: names } })) },
    });
  });

  test("names keys, and no value anywhere", async () => {
    const silent = {
      asymmetricMatch: (value: unknown) => !JSON.stringify(value).includes("one"),
      toString: () => "without its value",
    };
    await check(web([map]), web([map, old]), {
      findings: {
        "secret-in-plain-text": [
          {
            message: "`Secret web` brings 2 values into Git as plain text: `password`, `user`",
            why: silent,
            do: silent,
            facts: silent,
          },
        ],
      },
    });
  });
});

describe("values that stand as they are", () => {
  const ARGO = { "argocd.argoproj.io/secret-type": "cluster" };
  const keys = (content: JsonObject, labels: JsonObject = {}, rest: JsonObject = {}) =>
    plainValues(
      manifestOf({ apiVersion: "v1", kind: "Secret", metadata: { labels }, stringData: content, ...rest }),
    ).map(({ key }) => key);
  test.each<[string, JsonObject, JsonObject, string[]]>([
    ["a template", { a: "{{ .token }}", b: "${TOKEN}", c: "$TOKEN" }, {}, []],
    ["argocd-vault-plugin", { a: "<path:kv/data/web#token>" }, {}, []],
    ["SOPS", { a: "ENC[AES256_GCM,data:x,type:str]" }, {}, []],
    ["vals", { a: "ref+vault://kv/web#token" }, {}, []],
    ["text around a template is text", { a: "Bearer {{ x" }, {}, ["a"]],
    ["a certificate and its key", { "tls.crt": "x", "tls.key": "y" }, {}, ["tls.key"]],
    ["a repository of Argo CD", { url: "x", type: "git", password: "y" }, ARGO, ["password"]],
    ["the same keys elsewhere", { url: "x" }, {}, ["url"]],
    ["a cluster without a credential", { config: '{"tlsClientConfig":{"insecure":false}}' }, ARGO, []],
    ["a cluster with one", { config: '{"bearerToken": "abc"}' }, ARGO, ["config"]],
    ["numbers", { pin: 1234 as Json }, {}, ["pin"]],
    ["odd types", { a: ["x"], b: null }, {}, []],
  ])("%s", (_, content, labels, expected) => {
    expect(keys(content, labels)).toEqual(expected);
  });

  test("a Secret that SOPS encrypted, and other kinds", () => {
    expect(keys({ a: "x" }, {}, { sops: { version: "3.9" } })).toEqual([]);
    expect(plainValues(manifestOf({ apiVersion: "v1", kind: "ConfigMap", data: { password: "x" } }))).toEqual(
      [],
    );
  });
});
