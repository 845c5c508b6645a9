// What a command writes: spans of text, before anybody commits them.
import type { FieldPath, Json } from "../lib/json-types.ts";

/**
 * Replaces the text from `start` up to `end` of the file at `path`, as UTF-16 offsets into the text before
 * any edit. A path that the revision does not have is a new file, with `start` and `end` 0.
 */
export type TextEdit = {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

/**
 * One change to the values of a document. "set" gives the scalar at `path` another value, "insert" puts a new key into
 * the map at `path`, behind the key `after` or last, "append" adds an item to the list at `path`, and "remove" takes the
 * key or the item at `path` away.
 */
export type EditStep =
  | { readonly op: "set"; readonly path: FieldPath; readonly value: Json }
  | {
      readonly op: "insert";
      readonly path: FieldPath;
      readonly key: string;
      readonly value: Json;
      readonly after?: string;
    }
  | { readonly op: "append"; readonly path: FieldPath; readonly value: Json }
  | { readonly op: "remove"; readonly path: FieldPath };

/** A `---` above a line of the file, alone among the steps: one document becomes the two objects that it was meant to be. */
export type Separation = { readonly op: "separate"; readonly line: number };

/** A file before and after an edit. */
export type FileChange = {
  readonly path: string;
  /** Undefined for a new file. */
  readonly before: string | undefined;
  /** Undefined for a removed file. */
  readonly after: string | undefined;
};
