// Blobs in batches, alone, and out of an archive; every text is what its id stands for.
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { blobReader } from "../../../../src/adapters/github/trees/blobs.ts";
import { hashBlob } from "../../../../src/adapters/github/trees/tree-hash.ts";
import { createRepo } from "../../git/repo.ts";
import { github, graphqlReply, pinCalls, REPO, repository } from "../client.ts";

pinCalls();

const COMMIT = "c".repeat(40);
const blob = (text: string, more: object = {}) => ({
  oid: hashBlob(text),
  text,
  isBinary: false,
  isTruncated: false,
  byteSize: Buffer.byteLength(text),
  ...more,
});
const answer = (blobs: readonly (object | null)[]) => ({
  repository: Object.fromEntries(blobs.map((one, i) => [`o${i}`, one])),
});
const single = (bytes: Buffer) => {
  const oid = hashBlob(bytes);
  github()
    .get(`${REPO}/git/blobs/${oid}`)
    .reply(200, {
      sha: oid,
      encoding: "base64",
      content: bytes.toString("base64").replace(/.{60}/g, "$&\n"),
    });
  return oid;
};

test("are asked for by id in one query, and never again", async () => {
  const access = repository();
  const seen: object[] = [];
  graphqlReply("Blobs", answer([blob("one"), blob("two\r\n")]), seen);
  const oids = [hashBlob("one"), hashBlob("two\r\n")];
  const texts = await blobReader(access, COMMIT)(oids);
  expect([...texts]).toEqual([
    [oids[0], { text: "one" }],
    [oids[1], { text: "two\r\n" }],
  ]);
  expect(seen).toMatchObject([{ o0: oids[0], o1: oids[1] }]);
  expect(await blobReader(access, COMMIT)(oids)).toEqual(texts);
});

test("go a hundred to a query", async () => {
  const texts = Array.from({ length: 250 }, (_, i) => `text ${i}`);
  for (const part of [texts.slice(0, 100), texts.slice(100, 200), texts.slice(200)])
    graphqlReply("Blobs", answer(part.map((text) => blob(text))));
  expect((await blobReader(repository(), COMMIT)(texts.map(hashBlob))).size).toBe(250);
});

describe("a blob", () => {
  const read = async (reply: object | null, oid: string) => {
    graphqlReply("Blobs", answer([reply]));
    return (await blobReader(repository(), COMMIT)([oid])).get(oid);
  };

  test("that is not there is missing", async () => {
    expect(await read(null, "d".repeat(40))).toEqual({ unreadable: "missing" });
  });

  test("that is binary has no text", async () => {
    const oid = single(Buffer.from("\0"));
    expect(await read(blob("\0", { text: null, isBinary: true }), oid)).toMatchObject({
      unreadable: "binary",
      bytes: Buffer.from("\0"),
    });
  });

  test("beyond two megabytes is too large, and not read", async () => {
    const large = blob("x", { text: "x", isTruncated: true, byteSize: 3_000_000 });
    expect(await read(large, hashBlob("x"))).toEqual({ unreadable: "too-large" });
  });

  test("that is truncated is read alone", async () => {
    const text = "long ".repeat(30_000);
    const oid = single(Buffer.from(text));
    expect(await read(blob(text, { text: text.slice(0, 10), isTruncated: true }), oid)).toEqual({ text });
  });

  test("whose text is not what its id stands for is read alone", async () => {
    const text = "\uFEFFkind: Cluster\n";
    const oid = single(Buffer.from(text));
    expect(await read(blob(text, { text: "kind: Cluster\n" }), oid)).toEqual({ text });
  });

  test("that is not UTF-8 has no text, whatever GitHub makes of it", async () => {
    const bytes = Buffer.from([0x61, 0xe9, 0x0a]);
    const oid = single(bytes);
    expect(await read({ ...blob("aé\n"), oid }, oid)).toMatchObject({ unreadable: "binary" });
  });
});

describe("more than three hundred", () => {
  const repo = createRepo();
  const files = Object.fromEntries(Array.from({ length: 301 }, (_, i) => [`f/${i}.yaml`, `text ${i}\n`]));
  const sha = repo.commit("main", files);
  const oids = Object.values(files).map(hashBlob);
  const path = `${REPO}/tarball/${sha}`;
  const redirected = (status: number, body: Buffer | string) => {
    github().get(path).reply(302, undefined, { location: "https://api.github.com/archive" });
    github().get("/archive").reply(status, body, { "content-type": "application/x-gzip" });
  };

  test("come as one archive; what it lacks is asked for", async () => {
    redirected(
      200,
      execFileSync("git", ["-C", repo.dir, "archive", "--format=tar.gz", "--prefix=acme-fleet/", sha]),
    );
    graphqlReply("Blobs", answer([blob("elsewhere")]));
    const texts = await blobReader(repository(), sha)([...oids, hashBlob("elsewhere")]);
    expect(texts.size).toBe(302);
    expect(texts.get(hashBlob("text 7\n"))).toEqual({ text: "text 7\n" });
    expect(texts.get(hashBlob("elsewhere"))).toEqual({ text: "elsewhere" });
  });

  test.each([
    ["is no archive", 200, "<html>"],
    ["is not to be had", 404, ""],
  ])("come in batches where the archive %s", async (_, status, body) => {
    redirected(status, body);
    for (let at = 0; at < 301; at += 100)
      graphqlReply(
        "Blobs",
        answer(
          Object.values(files)
            .slice(at, at + 100)
            .map((text) => blob(text)),
        ),
      );
    const texts = await blobReader(repository(), sha)(oids);
    expect([...texts.values()].every((text) => "text" in text)).toBe(true);
  });
});

test("a query that fails rejects: nothing is taken for missing", async () => {
  github().post("/graphql").times(4).reply(502);
  await expect(blobReader(repository(), COMMIT)([hashBlob("x")])).rejects.toMatchObject({ status: 502 });
  graphqlReply("Blobs", { repository: null }, [], [{ type: "INTERNAL", message: "timeout" }]);
  await expect(blobReader(repository(), COMMIT)([hashBlob("x")])).rejects.toThrow("timeout");
});
