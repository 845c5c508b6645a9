// A template of an ApplicationSet and parameters → the text or structure that it makes.
import { at, entries, type KubeObject } from "./objects.ts";

export type Parameters = KubeObject;

/** A template fails, or a generator does: the whole set stays as it is. */
export class SetFails extends Error {}

/** applicationset/utils/utils.go, deeplyReplace: every text, and the keys of maps. */
export function fillIn(value: unknown, parameters: Parameters, go: boolean): unknown {
  if (typeof value === "string") return replace(value, parameters, go);
  if (Array.isArray(value)) return value.map((item) => fillIn(item, parameters, go));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      replace(key, parameters, go),
      fillIn(child, parameters, go),
    ]),
  );
}

/** applicationset/utils/utils.go, Replace. Of Go's templates: field paths and `index`, with the option missingkey=error. */
export function replace(template: string, parameters: Parameters, go: boolean): string {
  return template.replaceAll(/\{\{(.*?)\}\}/g, (whole, tag: string) => {
    const name = tag.trim();
    if (!go) {
      const value = parameters[name];
      return name !== "" && typeof value === "string" ? value : whole;
    }
    return goValue(name, parameters);
  });
}

function goValue(expression: string, parameters: Parameters): string {
  const index = /^index (\.[\w.]+) "?([\w./-]+)"?$/.exec(expression);
  const path = index ? [...fields(index[1] as string), index[2] as string] : fields(expression);
  const value = at(parameters, ...path);
  if (value === undefined || value === null) throw new SetFails(`map has no entry for key in ${expression}`);
  return String(value);
}

function fields(expression: string): string[] {
  if (!/^(\.\w+)+$/.test(expression))
    throw new Error(`the oracle does not know the template {{${expression}}}`);
  return expression.slice(1).split(".");
}

/** github.com/jeremywohl/flatten with dots, as generator_spec_processor.go and git.go use it. */
export function flatten(value: unknown, prefix = ""): Record<string, string> {
  if (typeof value !== "object" || value === null) return { [prefix]: String(value) };
  const children: [string, unknown][] = Array.isArray(value)
    ? value.map((child, i) => [String(i), child])
    : entries(value);
  return Object.assign(
    {},
    ...children.map(([key, child]) => flatten(child, prefix === "" ? key : `${prefix}.${key}`)),
  );
}
