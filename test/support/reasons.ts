// A reason of the plan → whether the table of reasons has it.
import { UNEVALUATED } from "../../src/model/unevaluated.ts";

/** Stands for a name that a reason fills in. */
const NAME = "\u0001";

const PATTERNS = UNEVALUATED.flatMap(({ reasons }) => Object.values(reasons)).map(patternOf);

/** Holds for the whole text: a reason that is pushed, returned or put together elsewhere fits none. */
export function isReason(text: string): boolean {
  return PATTERNS.some((pattern) => pattern.test(text));
}

function patternOf(reason: string | ((...names: never[]) => string)): RegExp {
  const text =
    typeof reason === "string"
      ? reason
      : reason(...(Array.from({ length: reason.length }, () => NAME) as never[]));
  const parts = text.split(NAME).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`, "s");
}
