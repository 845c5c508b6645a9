// What a value must be, in words → the schema that says so where it is not.
import * as z from "zod";

/** What a map of further keys is called. */
export const KEYS_BELOW = { error: "a map of keys" };

export const text = (takes: string) => z.string({ error: takes }).min(1, takes);
export const texts = (takes: string) => z.array(text("a string"), { error: takes });
export const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `one of ${values.join(", ")}` });
