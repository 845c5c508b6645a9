// `x!=y,z in (a,b)` → LabelSelector, the grammar of `kubectl -l`. Never throws.
import type { LabelSelector } from "../../model/addon.ts";

type Requirement = LabelSelector["matchExpressions"][number];

const KEY = /^[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?(?:\/[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9])?)?$/;
const OPERATORS = [
  ["!=", "NotIn"],
  ["==", "In"],
  ["=", "In"],
  [">", "Gt"],
  ["<", "Lt"],
] as const;

/**
 * Reads `key=value`, `key==value`, `key!=value`, `key in (a,b)`, `key notin (a,b)`, `key`, `!key`, `key>1` and
 * `key<1`, joined by commas (apimachinery pkg/labels/selector.go, Parse). "" selects everything; undefined where the
 * text is no selector. All parts become `matchExpressions`.
 */
export function parseSelectorText(text: string): LabelSelector | undefined {
  if (text.trim() === "") return { matchLabels: new Map(), matchExpressions: [] };
  const matchExpressions = splitOutsideParentheses(text).map((part) => parseRequirement(part.trim()));
  const readable = matchExpressions.every((requirement) => requirement !== undefined);
  return readable ? { matchLabels: new Map(), matchExpressions } : undefined;
}

function parseRequirement(text: string): Requirement | undefined {
  if (text.startsWith("!")) return requirement(text.slice(1), "DoesNotExist", []);
  if (text.endsWith(")")) return parseSet(text);
  for (const [sign, operator] of OPERATORS) {
    const at = text.indexOf(sign);
    if (at >= 0) return requirement(text.slice(0, at), operator, [text.slice(at + sign.length).trim()]);
  }
  return requirement(text, "Exists", []);
}

function parseSet(text: string): Requirement | undefined {
  const open = text.indexOf("(");
  const [key, word, ...more] = text.slice(0, Math.max(open, 0)).trim().split(/\s+/);
  const values = text.slice(open + 1, -1).split(",");
  if (key === undefined || more.length > 0 || (word !== "in" && word !== "notin")) return undefined;
  return requirement(
    key,
    word === "in" ? "In" : "NotIn",
    values.map((value) => value.trim()),
  );
}

function requirement(text: string, operator: string, values: readonly string[]): Requirement | undefined {
  const key = text.trim();
  return KEY.test(key) && values.every((value) => VALUE.test(value)) ? { key, operator, values } : undefined;
}

function splitOutsideParentheses(text: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    else if (text[i] === ")") depth--;
    else if (text[i] === "," && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)];
}
