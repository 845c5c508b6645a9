// Bytes of a tar archive → the contents of its regular files. Names are not read: contents are known by their hash.

const BLOCK = 512;

/** What is refused: a larger file is skipped, a larger archive is an error. In bytes. */
export type TarLimits = { readonly file: number; readonly total: number };

/**
 * Yields each regular file's content. Links, directories and extended headers are skipped: the names and times that pax
 * headers carry are of no use here, and their sizes matter only beyond 8 GiB (pax(1), ustar Interchange Format).
 * Rejects when the archive is larger than allowed or ends within a file.
 */
export async function* tarContents(
  chunks: AsyncIterable<Uint8Array>,
  limits: TarLimits,
): AsyncGenerator<Buffer> {
  const take = reader(chunks, limits.total);
  for (;;) {
    const header = await take(BLOCK, true);
    if (!header || header.every((byte) => byte === 0)) return;
    const size = sizeOf(header);
    const type = header[156];
    const regular = (type === 0 || type === 0x30) && size <= limits.file;
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    const content = await take(padded, regular);
    if (regular) yield (content as Buffer).subarray(0, size);
  }
}

/** Octal digits, or a base-256 number where the first bit says so (GNU tar). */
function sizeOf(header: Buffer): number {
  const field = header.subarray(124, 136);
  if ((field[0] ?? 0) & 0x80) return Number(BigInt(`0x${field.subarray(1).toString("hex")}`));
  const size = Number.parseInt(field.toString("latin1").replace(/\0.*$/, "").trim() || "0", 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new Error("the archive has a header that is none");
  return size;
}

/** `take(n, keep)`: the next n bytes, or nothing kept of them; undefined at the end. */
function reader(chunks: AsyncIterable<Uint8Array>, total: number) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  let seen = 0;
  const more = async (): Promise<boolean> => {
    const { done, value } = await iterator.next();
    if (done) return false;
    seen += value.length;
    if (seen > total) throw new Error(`the archive is larger than ${total} bytes`);
    rest = rest.length === 0 ? Buffer.from(value) : Buffer.concat([rest, value]);
    return true;
  };
  return async (length: number, keep: boolean): Promise<Buffer | undefined> => {
    const kept: Buffer[] = [];
    let remaining = length;
    while (remaining > 0) {
      if (rest.length === 0 && !(await more())) {
        if (remaining === length) return undefined;
        throw new Error("the archive ends within a file");
      }
      const part = rest.subarray(0, remaining);
      rest = rest.subarray(part.length);
      remaining -= part.length;
      if (keep) kept.push(part);
    }
    return Buffer.concat(kept);
  };
}
