// The bytes of a commit object → its fields.
import type { GitObject } from "./object-reader.ts";

/** A person in a commit, with the time in ISO 8601. */
export type Signature = { readonly name: string; readonly email: string; readonly date: string };

/** A commit as Git stores it. */
export type Commit = {
  readonly oid: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
};

/** Reads the header lines up to the first empty one; what follows is the message. */
export function parseCommit(object: GitObject): Commit {
  const text = object.content.toString("utf8");
  const end = text.indexOf("\n\n");
  const fields = text.slice(0, end).split("\n").map(splitField);
  const first = (name: string) => fields.find(([key]) => key === name)?.[1] ?? "";
  return {
    oid: object.oid,
    tree: first("tree"),
    parents: fields.filter(([key]) => key === "parent").map(([, value]) => value),
    author: parseSignature(first("author")),
    committer: parseSignature(first("committer")),
    message: text.slice(end + 2),
  };
}

function splitField(line: string): readonly [string, string] {
  const at = line.indexOf(" ");
  return [line.slice(0, at), line.slice(at + 1)];
}

function parseSignature(line: string): Signature {
  const open = line.lastIndexOf(" <");
  const close = line.lastIndexOf("> ");
  const seconds = Number(line.slice(close + 2).split(" ")[0]);
  return { name: line.slice(0, open), email: line.slice(open + 2, close), date: isoTime(seconds * 1000) };
}

/** Milliseconds since 1970 as GitHub writes times: ISO 8601 in UTC, to the second. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d{3}Z$/, "Z");
}
