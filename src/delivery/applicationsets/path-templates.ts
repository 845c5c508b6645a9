// A path with placeholders and globs in it → the paths that it may become.

import { isMadeOf, replaceClosed, replacePlaceholders } from "../../lib/open-text.ts";

/** The directories of a path before the first one that holds a glob or a placeholder; "" where the first one does. */
export function fixedPrefix(template: string): string {
  const steps = stepsOf(template);
  const open = steps.findIndex((step) => OPEN.test(step));
  return (open < 0 ? steps : steps.slice(0, open)).join("/");
}

/** Whether a path may be what the template becomes, once it is filled in. */
export function mayBecome(template: string): (path: string) => boolean {
  const parts = partsOf(template);
  return (path) => isMadeOf(parts, path);
}

/** Whether a path may be what the template becomes, or lie below it. */
export function mayLieIn(template: string): (path: string) => boolean {
  const parts = partsOf(template);
  const below = [...parts.slice(0, -1), `${parts.at(-1)}/`, ""];
  return (path) => isMadeOf(below, `${path}/`);
}

/** Whether a path may be what the template becomes, seen from a directory that is not known. */
export function mayEndWith(template: string): (path: string) => boolean {
  const [first, ...more] = partsOf(template.replace(/^(?:\.\.?\/)+/, ""));
  const end = ["", `/${first}`, ...more];
  return (path) => isMadeOf(end, `/${path}`);
}

const OPEN = /[*?[{]/;

function stepsOf(template: string): string[] {
  // Slashes inside of placeholders separate nothing.
  return replacePlaceholders(withoutBlock(template), () => "*")
    .split("/")
    .filter((step) => step !== "" && step !== ".");
}

const BEGIN = /\{\{-?\s*(?:if|with|range)\b/;
const END = /\{\{-?\s*end\s*-?\}\}/g;

/** What a condition or a loop makes, from the first to the last of them, is open. */
function withoutBlock(template: string): string {
  const begin = BEGIN.exec(template);
  if (begin === null) return template;
  const from = begin.index + begin[0].length;
  const end = [...template.slice(from).matchAll(END)].at(-1);
  if (end === undefined) return template;
  return `${template.slice(0, begin.index)}*${template.slice(from + end.index + end[0].length)}`;
}

/** What stands fixed in it. A placeholder may be several directories, and so may what a glob leaves open. */
function partsOf(template: string): string[] {
  let path = stepsOf(template).join("/");
  path = replaceClosed(path, /\$\{[^}]*\}/g, "}", () => "*");
  path = replaceClosed(path, /\{[^{}]*\}/g, "}", () => "*");
  path = replaceClosed(path, /\[[^\]]*\]/g, "]", () => "*");
  return path.split(/[*?]+/);
}
