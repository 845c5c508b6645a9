// Files to write and to remove → one commit on a branch, by one `git fast-import`.
import type { BareRepository } from "./bare-repository.ts";

/**
 * What a path holds: text or bytes of an ordinary file, null to remove it (in a commit on top of another), an
 * executable file or symbolic link by its mode, or a submodule by the commit it points to.
 */
export type FileContent =
  | string
  | Uint8Array
  | null
  | { readonly mode: "100644" | "100755" | "120000"; readonly content: string | Uint8Array }
  | { readonly mode: "160000"; readonly commit: string };

/** Path → content. */
export type Files = Readonly<Record<string, FileContent>>;

/** A commit by its files. Without `parent` the tree starts empty. `date` is in seconds since 1970. */
export type FileCommit = {
  readonly ref: string;
  readonly parent: string | undefined;
  readonly files: Files;
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly date: number;
};

/** Writes blobs, trees and the commit, moves `ref` there, and gives the commit's name. */
export function commitFiles(repository: BareRepository, commit: FileCommit): Promise<string> {
  const who = `${commit.author.name} <${commit.author.email}> ${commit.date} +0000`;
  const parts: (string | Uint8Array)[] = [
    `commit ${commit.ref}\nmark :1\nauthor ${who}\ncommitter ${who}\n`,
    ...data(commit.message),
    commit.parent === undefined ? "" : `from ${commit.parent}\n`,
    ...Object.entries(commit.files).flatMap(([path, content]) => change(path, content)),
    "\nget-mark :1\n",
  ];
  const bytes = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  return repository.fastImport(Buffer.concat(bytes));
}

function change(path: string, content: FileContent): (string | Uint8Array)[] {
  const name = quote(path);
  if (content === null) return [`D ${name}\n`];
  if (typeof content === "string" || content instanceof Uint8Array) {
    return [`M 100644 inline ${name}\n`, ...data(content)];
  }
  if (content.mode === "160000") return [`M 160000 ${content.commit} ${name}\n`];
  return [`M ${content.mode} inline ${name}\n`, ...data(content.content)];
}

function data(content: string | Uint8Array): (string | Uint8Array)[] {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return [`data ${bytes.length}\n`, bytes, "\n"];
}

function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
