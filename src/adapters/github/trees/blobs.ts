// Blob ids → texts: kept ones, then a tarball where most are missing, then batches, then single ones.
import type { BlobText, ReadBlobs } from "../../../model/snapshot.ts";
import { graphql, type Repository } from "../repository.ts";
import { BLOB_FIELDS, blobText, bytesText, type RawBlob } from "./blob.ts";
import { readTarball } from "./tarball.ts";

const BATCH = 100;
/** Batches, or single blobs, on their way at the same time. */
const AT_ONCE = 5;
/** More unknown blobs than this are fetched as one archive. */
const MOST_BY_BATCH = 300;

/** Reads blobs of `commit` or near it. Every text is proved by its id, and kept. */
export function blobReader(repository: Repository, commit: string): ReadBlobs {
  return async (oids) => {
    const texts = new Map<string, BlobText>();
    const missing = new Set<string>();
    for (const oid of oids) {
      const kept = repository.store.blobs.get(oid);
      if (kept) texts.set(oid, kept);
      else missing.add(oid);
    }
    const found = (oid: string, text: BlobText) => {
      missing.delete(oid);
      texts.set(oid, text);
      repository.store.blobs.set(oid, text);
    };
    if (missing.size > MOST_BY_BATCH) await readTarball(repository, commit, missing, found);
    await inParallel(chunks([...missing], BATCH), (batch) => readBatch(repository, batch, found));
    await inParallel([...missing], (oid) => readOne(repository, oid, found));
    return texts;
  };
}

type FoundBlobs = (oid: string, text: BlobText) => void;

async function readBatch(repository: Repository, oids: readonly string[], found: FoundBlobs): Promise<void> {
  const declared = oids.map((_, i) => `$o${i}: GitObjectID!`).join(", ");
  const fields = oids.map((_, i) => `o${i}: object(oid: $o${i}) { ${BLOB_FIELDS} }`).join("\n    ");
  const query = `query Blobs($owner: String!, $repo: String!, ${declared}) {
  repository(owner: $owner, name: $repo) {
    ${fields}
  }
}`;
  const variables = Object.fromEntries(oids.map((oid, i) => [`o${i}`, oid]));
  type BlobsData = { repository: Record<string, RawBlob | null> | null };
  const { repository: answer } = await graphql<BlobsData>(repository, query, variables);
  for (const [i, oid] of oids.entries()) {
    const text = blobText(answer?.[`o${i}`]);
    if (text) found(oid, text);
  }
}

async function readOne({ octokit, owner, repo }: Repository, oid: string, found: FoundBlobs): Promise<void> {
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: oid });
  found(oid, bytesText(Buffer.from(data.content, "base64")));
}

async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (const part of chunks(items, AT_ONCE)) await Promise.all(part.map(work));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
