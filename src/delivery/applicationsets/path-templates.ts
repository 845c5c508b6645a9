// A path with placeholders and globs in it → the paths that it may become.

/** The directories of a path before the first one that holds a glob or a placeholder; "" where the first one does. */
export function fixedPrefix(template: string): string {
  const steps = stepsOf(template);
  const open = steps.findIndex((step) => OPEN.test(step));
  return (open < 0 ? steps : steps.slice(0, open)).join("/");
}

/** Whether a path may be what the template becomes, once it is filled in. */
export function mayBecome(template: string): (path: string) => boolean {
  const pattern = new RegExp(`^${patternOf(template)}$`);
  return (path) => pattern.test(path);
}

/** Whether a path may be what the template becomes, or lie below it. */
export function mayLieIn(template: string): (path: string) => boolean {
  const pattern = new RegExp(`^${patternOf(template)}(?:/|$)`);
  return (path) => pattern.test(path);
}

/** Whether a path may be what the template becomes, seen from a directory that is not known. */
export function mayEndWith(template: string): (path: string) => boolean {
  const pattern = new RegExp(`(?:^|/)${patternOf(template.replace(/^(?:\.\.?\/)+/, ""))}$`);
  return (path) => pattern.test(path);
}

const OPEN = /[*?[{]|\$\{/;
const PLACEHOLDER = /\{\{.*?\}\}|\$\{.*?\}|[*?]+|\[[^\]]*\]|\{[^{}]*\}/;

function stepsOf(template: string): string[] {
  return separated(template)
    .split("/")
    .filter((step) => step !== "" && step !== ".");
}

/** What a condition or a loop makes: from the first to the last of them. */
const BLOCK = /\{\{-?\s*(?:if|with|range)\b.*\{\{-?\s*end\s*-?\}\}/s;

/** Slashes inside of placeholders separate nothing. */
function separated(template: string): string {
  return template
    .replace(BLOCK, "{{}}")
    .replace(/\{\{.*?\}\}/g, (placeholder) => placeholder.replaceAll("/", " "));
}

/** A placeholder may be several directories, and so may what a glob leaves open. */
function patternOf(template: string): string {
  const whole = stepsOf(template).join("/");
  return whole
    .split(PLACEHOLDER)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join(".*");
}
