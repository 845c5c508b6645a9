// What parsing a file leaves: documents, Kubernetes objects, and what was odd about them.
import type { FieldPath, Json, JsonObject } from "../lib/json-types.ts";

/** Oddities of a file's text. Lines are 1-based. */
export type ParseProblem = {
  readonly code:
    | "invalid-yaml"
    | "non-object-document"
    | "duplicate-key"
    /** Two objects in one document: `apiVersion` and `kind` stand in it a second time. */
    | "missing-separator"
    | "templated"
    | "file-too-large"
    | "not-evaluated";
  readonly line: number;
  /** What is wrong, in words a person understands, without the file's name. */
  readonly message: string;
};

/** One YAML or JSON document of a file. */
export type ParsedDocument = {
  readonly line: number;
  readonly value: Json;
  /** Answers for the deepest node that exists on the path. */
  readonly lineOf: (field: FieldPath) => number;
};

/** A blob, parsed. */
export type ParsedFile = {
  /** Holds every document that could be read, also when others could not. */
  readonly documents: readonly ParsedDocument[];
  readonly problems: readonly ParseProblem[];
  /** Argo CD's test for "was meant to be a manifest": the text holds `apiVersion:`, `kind:` and `metadata:`. */
  readonly manifestLike: boolean;
  /** The line of the first `+argocd:skip-file-rendering`, where the text holds one. */
  readonly skipMarker?: number;
  /** The line on which the text ceases to be one JSON object, as a `.json` file has to be. */
  readonly notJson?: number;
};

/** Where something is declared. */
export type Origin = {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
};

/** A Kubernetes object as declared. */
export type Manifest = {
  readonly object: JsonObject;
  /** "" for the core group. */
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** "" where none is declared. */
  readonly namespace: string;
  /** "" where there is none (such an object cannot be applied). */
  readonly name: string;
  readonly origin: Origin;
  readonly lineOf: (field: FieldPath) => number;
  /** Of a rendered object: where a value is declared that differs from the other side, if that is known. */
  readonly placeOf?: (field: FieldPath) => Origin | undefined;
  /** Of a root: the directory of the kustomization that a person applies, where Git shows one. */
  readonly builtIn?: string;
};
