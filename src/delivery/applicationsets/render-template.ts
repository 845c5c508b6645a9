// A template's strings and parameters → the strings filled in, as ApplicationSets do it.

import { isList, isMap } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { replacePlaceholders } from "../../lib/open-text.ts";
import { renderGoTemplate } from "./go-template.ts";
import { openParameter } from "./symbols.ts";

/** The parameters of one generated Application. Without goTemplate they are flat texts, `path.basename` a key of its own. */
export type Params = JsonObject;

/** How the set fills its templates in. `missing` collects expressions of goTemplate that have no value. */
export type Templating = {
  readonly go: boolean;
  readonly options: readonly string[];
  readonly missing?: Set<string>;
};

/** Fills in every text below `value`, keys of maps too. Throws TemplateFault. */
export function fillIn(value: Json, params: Params, templating: Templating): Json {
  if (typeof value === "string") return fillText(value, params, templating);
  if (isList(value)) return value.map((entry) => fillIn(entry, params, templating));
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [
      fillText(key, params, templating),
      fillIn(child, params, templating),
    ]),
  );
}

/** One text. Without goTemplate, a name that is no parameter stays as it stands (argo-cd applicationset/utils, Replace). */
export function fillText(text: string, params: Params, { go, options, missing }: Templating): string {
  if (!text.includes("{{")) return text;
  return go ? renderGoTemplate(text, params, options, missing) : fillTags(text, params);
}

function fillTags(text: string, params: Params): string {
  return replacePlaceholders(text, (tag) => {
    const name = tag.slice(2, -2).trim();
    const value = Object.hasOwn(params, name) ? params[name] : openParameter(params, name);
    return name !== "" && typeof value === "string" ? value : tag;
  });
}
