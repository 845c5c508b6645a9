// Archives as git writes them, and broken ones.
import { execFileSync } from "node:child_process";
import { describe, expect, test } from "@jest/globals";
import { tarContents } from "../../../../src/adapters/github/trees/tar.ts";
import { createRepo } from "../../git/repo.ts";

const LIMITS = { file: 10_000, total: 1_000_000 };

async function contents(archive: Buffer, limits = LIMITS, chunk = 700): Promise<string[]> {
  async function* chunks() {
    for (let at = 0; at < archive.length; at += chunk) yield archive.subarray(at, at + chunk);
  }
  const found: string[] = [];
  for await (const content of tarContents(chunks(), limits)) found.push(content.toString());
  return found;
}

function archive(files: Record<string, string>): Buffer {
  const repo = createRepo();
  repo.commit("main", { ...files, link: { mode: "120000", text: "a.yaml" } });
  return execFileSync("git", ["-C", repo.dir, "archive", "--prefix=owner-repo-sha/", "main"]);
}

describe("an archive of git's", () => {
  const long = `${"d/".repeat(120)}long.yaml`;
  const files = { "a.yaml": "a", "b/empty.yaml": "", "c.yaml": "c".repeat(1500), [long]: "long name" };

  test.each([1, 511, 512, 513, 100_000])(
    "gives its files' contents, in chunks of %i bytes",
    async (chunk) => {
      expect(await contents(archive(files), LIMITS, chunk)).toEqual(["a", "", "c".repeat(1500), "long name"]);
    },
  );

  test("gives no file beyond the limit", async () => {
    expect(await contents(archive(files), { ...LIMITS, file: 1000 })).toEqual(["a", "", "long name"]);
  });

  test("beyond the limit is refused", async () => {
    await expect(contents(archive(files), { ...LIMITS, total: 4000 })).rejects.toThrow(
      "larger than 4000 bytes",
    );
  });

  test("that ends early is an error", async () => {
    const whole = archive({ "a.yaml": "a".repeat(5000) });
    await expect(contents(whole.subarray(0, 3000))).rejects.toThrow("ends within a file");
  });
});

test("a header that is none is an error", async () => {
  await expect(contents(Buffer.alloc(1024, "x"))).rejects.toThrow("header that is none");
});

test("a size in base 256 beyond the limit is skipped, not trusted", async () => {
  const header = Buffer.alloc(512);
  header[156] = 0x30;
  header[124] = 0x80;
  header[130] = 0x10;
  await expect(contents(Buffer.concat([header, Buffer.alloc(512)]))).rejects.toThrow("ends within a file");
});

test("nothing at all is no file", async () => {
  expect(await contents(Buffer.alloc(0))).toEqual([]);
});
