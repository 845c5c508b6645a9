// Object names → objects, through one `git cat-file --batch` that stays open.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { gitEnvironment } from "./run-git.ts";

/** An object of the repository, with its bytes as Git hashes them (without the header). */
export type GitObject = {
  readonly oid: string;
  readonly type: "blob" | "tree" | "commit" | "tag";
  readonly content: Buffer;
};

/** Reads objects by any name Git resolves (`oid`, `oid:path`); undefined when there is none. */
export type ObjectReader = {
  readonly read: (name: string) => Promise<GitObject | undefined>;
  readonly close: () => void;
};

type Waiting = { resolve: (object: GitObject | undefined) => void; reject: (error: Error) => void };
type Header = { oid: string; type: GitObject["type"]; size: number };

/** The process starts with the first read and does not keep Node alive. */
export function createObjectReader(directory: string): ObjectReader {
  let child: ChildProcessWithoutNullStreams | undefined;
  const waiting: Waiting[] = [];
  const start = () => {
    const started = spawn("git", ["cat-file", "--batch"], { cwd: directory, env: gitEnvironment });
    const parse = createParser((object) => waiting.shift()?.resolve(object));
    started.stdout.on("data", parse);
    started.stdin.on("error", () => undefined);
    started.on("close", () => {
      if (child === started) child = undefined;
      for (const one of waiting.splice(0)) one.reject(new Error("git cat-file ended"));
    });
    started.unref();
    for (const stream of [started.stdin, started.stdout, started.stderr]) {
      (stream as unknown as { unref?: () => void }).unref?.();
    }
    return started;
  };
  return {
    read: (name) => {
      if (/[\n\r\0]/.test(name)) return Promise.resolve(undefined);
      child ??= start();
      const running = child;
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        running.stdin.write(`${name}\n`);
      });
    },
    close: () => {
      child?.stdin.end();
      child = undefined;
    },
  };
}

/** Cuts the stream into answers: a header line, then `size` bytes and a newline; or a line ending in " missing". */
function createParser(found: (object: GitObject | undefined) => void): (chunk: Buffer) => void {
  let chunks: Buffer[] = [];
  let length = 0;
  let header: Header | undefined;
  return (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (header && length < header.size + 1) return;
    let rest = Buffer.concat(chunks, length);
    for (;;) {
      if (!header) {
        const end = rest.indexOf(10);
        if (end < 0) break;
        header = parseHeader(rest.toString("utf8", 0, end));
        rest = rest.subarray(end + 1);
        if (!header) found(undefined);
        continue;
      }
      if (rest.length < header.size + 1) break;
      found({ oid: header.oid, type: header.type, content: Buffer.from(rest.subarray(0, header.size)) });
      rest = rest.subarray(header.size + 1);
      header = undefined;
    }
    chunks = [rest];
    length = rest.length;
  };
}

function parseHeader(line: string): Header | undefined {
  const [, oid, type, size] = /^([0-9a-f]{40}) (blob|tree|commit|tag) (\d+)$/.exec(line) ?? [];
  return oid ? { oid, type: type as GitObject["type"], size: Number(size) } : undefined;
}
