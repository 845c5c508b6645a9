// A commit's archive → the blobs looked for that are in it.
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { BlobText } from "../../../model/snapshot.ts";
import { RetryLater } from "../errors.ts";
import type { Repository } from "../repository.ts";
import { bytesText } from "./blob.ts";
import { tarContents } from "./tar.ts";
import { hashBlob } from "./tree-hash.ts";

/** Of the archive once unpacked, in bytes. */
const LIMITS = { file: 2 * 1024 * 1024, total: 1024 * 1024 * 1024 };

/**
 * Tells every blob of `wanted` found in the archive. Contents are known by their hash alone, so that no name in the
 * archive means anything. What is not found, or an archive that cannot be had, is left to the caller's other means.
 */
export async function readTarball(
  { octokit, owner, repo }: Repository,
  commit: string,
  wanted: ReadonlySet<string>,
  found: (oid: string, text: BlobText) => void,
): Promise<void> {
  try {
    const { data } = await octokit.request("GET /repos/{owner}/{repo}/tarball/{ref}", {
      owner,
      repo,
      ref: commit,
      request: { parseSuccessResponseBody: false },
    });
    const archive = Readable.fromWeb(data as Parameters<typeof Readable.fromWeb>[0]);
    const unpacked = archive.pipe(createGunzip());
    archive.on("error", (error) => unpacked.destroy(error));
    for await (const content of tarContents(unpacked, LIMITS)) {
      const oid = hashBlob(content);
      if (wanted.has(oid)) found(oid, bytesText(content));
    }
  } catch (error) {
    if (error instanceof RetryLater) throw error;
  }
}
