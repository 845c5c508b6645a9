// Object ids → what `git cat-file --batch…` says about each, through one process that stays up between questions.
import type { Readable } from "node:stream";
import { type GitPlace, start } from "./run.ts";

/** An object: its type, its size in bytes, its bytes (empty when only headers were asked for). */
export type ObjectAnswer = { readonly type: string; readonly size: number; readonly bytes: Buffer };

export type Batch = {
  /** Takes full object ids and answers in their order, undefined for a missing object. One call at a time. */
  readonly ask: (oids: readonly string[]) => Promise<readonly (ObjectAnswer | undefined)[]>;
  readonly close: () => Promise<void>;
};

/** Starts `git cat-file`. `ask` rejects when git ends before it has answered. See git-cat-file(1), BATCH OUTPUT. */
export const startBatch = (objects: GitPlace, mode: "--batch" | "--batch-check"): Batch => {
  const child = start(objects, ["cat-file", mode]);
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
    child.on("error", () => resolve());
  });
  child.stderr.resume();
  const reader = byteReader(child.stdout);
  const answer = async (): Promise<ObjectAnswer | undefined> => {
    const [, type = "", size] = (await reader.line()).split(" ");
    if (size === undefined) return undefined; // "<oid> missing"
    const length = Number(size);
    if (mode === "--batch-check") return { type, size: length, bytes: Buffer.alloc(0) };
    const bytes = await reader.bytes(length + 1);
    return { type, size: length, bytes: bytes.subarray(0, length) };
  };
  const ask = async (oids: readonly string[]) => {
    if (oids.length > 0) child.stdin.write(`${oids.join("\n")}\n`);
    const answers: (ObjectAnswer | undefined)[] = [];
    for (const _ of oids) answers.push(await answer());
    return answers;
  };
  const close = () => {
    child.stdin.end();
    child.stdout.destroy();
    return ended;
  };
  return { ask, close };
};

const byteReader = (stream: Readable) => {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<Buffer> => {
    const { done, value } = await chunks.next();
    if (done) throw new Error("git cat-file ended before it had answered");
    return value;
  };
  const bytes = async (length: number): Promise<Buffer> => {
    const parts = [rest];
    let have = rest.length;
    while (have < length) {
      const part = await more();
      parts.push(part);
      have += part.length;
    }
    const all = parts.length === 1 ? rest : Buffer.concat(parts);
    rest = all.subarray(length);
    return all.subarray(0, length);
  };
  const line = async (): Promise<string> => {
    while (!rest.includes(10)) rest = Buffer.concat([rest, await more()]);
    const text = await bytes(rest.indexOf(10) + 1);
    return text.toString("latin1", 0, text.length - 1);
  };
  return { line, bytes };
};
