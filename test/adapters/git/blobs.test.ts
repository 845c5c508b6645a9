import { afterEach, expect, test } from "@jest/globals";
import { MAX_BLOB_BYTES } from "../../../src/adapters/git/blobs.ts";
import { openRepository, type Repository } from "../../../src/adapters/git/open.ts";
import type { BlobText } from "../../../src/model/snapshot.ts";
import { createRepo, git, type TestFile, temporaryDirectory } from "./repo.ts";

const opened: Repository[] = [];
const open = async (dir: string): Promise<Repository> => {
  const repository = await openRepository(dir);
  opened.push(repository);
  return repository;
};
afterEach(async () => {
  for (const repository of opened.splice(0)) await repository.close();
});

const FILES: Record<string, readonly [TestFile, BlobText]> = {
  text: ["kind: Cluster\n", { text: "kind: Cluster\n" }],
  empty: ["", { text: "" }],
  "no newline": ["a", { text: "a" }],
  "looks like an answer": [
    `${"1".repeat(40)} missing\n0 blob 5\n`,
    { text: `${"1".repeat(40)} missing\n0 blob 5\n` },
  ],
  utf8: ["größe: 😀\r\n", { text: "größe: 😀\r\n" }],
  "byte order mark": ["\uFEFFa: 1", { text: "\uFEFFa: 1" }],
  nul: [Buffer.from([97, 0, 98]), { unreadable: "binary" }],
  latin1: [Buffer.from("größe: 1\n", "latin1"), { unreadable: "binary" }],
  limit: [Buffer.alloc(MAX_BLOB_BYTES, "x"), { text: "x".repeat(MAX_BLOB_BYTES) }],
  big: [Buffer.alloc(MAX_BLOB_BYTES + 1, "x"), { unreadable: "too-large" }],
  link: [{ mode: "120000", text: "../text" }, { text: "../text" }],
  submodule: [{ mode: "160000", oid: "1".repeat(40) }, { unreadable: "missing" }],
};

test("each kind of file gives its text or the reason there is none", async () => {
  const repo = createRepo();
  const sha = repo.commit(
    "main",
    Object.fromEntries(Object.entries(FILES).map(([path, [file]]) => [path, file])),
  );
  const repository = await open(repo.dir);
  const { files, paths } = await repository.snapshot(sha);
  const blobs = await repository.readBlobs([...files.values()].map(({ oid }) => oid));
  const found = Object.fromEntries(paths.map((path) => [path, blobs.get(files.get(path)?.oid ?? "")]));
  expect(found).toMatchObject(
    Object.fromEntries(Object.entries(FILES).map(([path, [, answer]]) => [path, answer])),
  );
});

test("what is no blob is missing, whatever was asked", async () => {
  const repo = createRepo();
  const sha = repo.commit("main", { a: "1" });
  const repository = await open(repo.dir);
  const asked = [
    sha,
    repo.git("rev-parse", "main^{tree}"),
    "",
    "HEAD:a",
    "f".repeat(40),
    "a\nb",
    "f".repeat(40),
  ];
  const blobs = await repository.readBlobs(asked);
  expect([...blobs]).toEqual([...new Set(asked)].map((oid) => [oid, { unreadable: "missing" }]));
});

test("many batches at once, over many blobs, are answered each with its own", async () => {
  const repo = createRepo();
  const sha = repo.commit(
    "main",
    Object.fromEntries([...Array(3000).keys()].map((n) => [`f${n}`, `n: ${n}\n`])),
  );
  const repository = await open(repo.dir);
  const { files } = await repository.snapshot(sha);
  const oid = (n: number) => files.get(`f${n}`)?.oid ?? "";
  const halves = await Promise.all([
    repository.readBlobs([...Array(1500).keys()].map(oid)),
    repository.readBlobs([...Array(3000).keys()].map(oid)),
    repository.readBlobs([]),
  ]);
  expect(halves.map((half) => half.size)).toEqual([1500, 3000, 0]);
  for (let n = 0; n < 3000; n++) expect(halves[1]?.get(oid(n))).toEqual({ text: `n: ${n}\n` });
});

test("a partial clone answers without fetching", async () => {
  const repo = createRepo("--bare");
  repo.git("config", "uploadpack.allowFilter", "true");
  const sha = repo.commit("main", { "d/a": "1" });
  const dir = `${temporaryDirectory()}/clone`;
  git(repo.dir, ["clone", "--quiet", "--bare", "--filter=blob:none", `file://${repo.dir}`, dir]);
  const repository = await open(dir);
  const { files } = await repository.snapshot(sha);
  const oid = files.get("d/a")?.oid ?? "";
  expect((await repository.readBlobs([oid])).get(oid)).toEqual({ unreadable: "missing" });
  await expect(repository.resolve("e".repeat(40))).rejects.toThrow(/unknown revision/);
});

test("a closed repository reads no more", async () => {
  const repo = createRepo();
  repo.commit("main", { a: "1" });
  const repository = await openRepository(repo.dir);
  await repository.readBlobs(["1".repeat(40)]);
  await repository.close();
  await expect(repository.readBlobs(["1".repeat(40)])).rejects.toThrow(/closed/);
});
