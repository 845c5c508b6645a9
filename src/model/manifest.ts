// What parsing a file leaves: documents, Kubernetes objects, and what was odd about them.
import type { FieldPath, Json, JsonObject } from "../lib/json-types.ts";

/** Oddities of a file's text. Lines are 1-based. */
export type ParseProblem = {
  readonly code:
    | "invalid-yaml"
    | "non-object-document"
    | "duplicate-key"
    | "templated"
    | "file-too-large"
    | "not-evaluated";
  readonly line: number;
  /** What is wrong, in words a person understands, without the file's name. */
  readonly message: string;
};

/** One YAML or JSON document of a file. `lineOf` answers for the deepest node that exists on the path. */
export type ParsedDocument = {
  readonly line: number;
  readonly value: Json;
  readonly lineOf: (field: FieldPath) => number;
};

/**
 * A blob, parsed. `documents` holds every document that could be read, also when others could not.
 * `manifestLike` is Argo CD's test for "was meant to be a manifest": the text holds `apiVersion:`, `kind:` and `metadata:`.
 * `skipMarker` is the line of the first `+argocd:skip-file-rendering`, where the text holds one. `notJson` is the line on which the
 * text ceases to be one JSON object, as a `.json` file has to be.
 */
export type ParsedFile = {
  readonly documents: readonly ParsedDocument[];
  readonly problems: readonly ParseProblem[];
  readonly manifestLike: boolean;
  readonly skipMarker?: number;
  readonly notJson?: number;
};

/** Where something is declared. `line` is 1-based. */
export type Origin = { readonly path: string; readonly line: number };

/**
 * A Kubernetes object as declared. `group` is "" for the core group; `namespace` is "" where none is declared;
 * `name` is "" where there is none (such an object cannot be applied).
 */
export type Manifest = {
  readonly object: JsonObject;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly origin: Origin;
  readonly lineOf: (field: FieldPath) => number;
  /** Of a rendered object: where a value is declared that differs from the other side, if that is known. */
  readonly placeOf?: (field: FieldPath) => Origin | undefined;
};
