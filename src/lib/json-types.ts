// The values a manifest holds, as Kubernetes reads them.

/**
 * A decoded YAML or JSON value. Integers beyond 2^53 stay exact as `bigint`, because two of them that differ
 * must never compare equal.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export type JsonObject = { readonly [key: string]: Json };

/** A way into an object: map keys as strings, list positions as numbers. */
export type FieldPath = readonly (string | number)[];
