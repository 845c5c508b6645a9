// A generator that Git does not answer → for what it makes an Application each, in words.

import { get, isMap, list, str } from "../../lib/json.ts";
import type { Json, JsonObject } from "../../lib/json-types.ts";
import { NEVER, readSelector } from "../../manifests/values/selector.ts";
import { labelOf } from "../../model/stand-in.ts";
import { selectorText } from "./selector-text.ts";

/**
 * "every open pull request of acme/shop"; for a matrix or merge, that of its first child that asks somewhere else than Git.
 */
export function populationOf(generator: Json): string {
  return textFor(generator, POPULATIONS) ?? textFor(generator, IN_GIT) ?? "whatever its generators give";
}

type PopulationText = Readonly<Record<string, (block: JsonObject) => string>>;

function textFor(generator: Json, table: PopulationText): string | undefined {
  for (const [kind, block] of Object.entries(isMap(generator) ? generator : {})) {
    if (!isMap(block)) continue;
    const words = Object.hasOwn(table, kind) ? table[kind]?.(block) : undefined;
    if (words !== undefined) return words;
    for (const child of list(block, ["generators"])) {
      const inner = textFor(child, table);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

/** Providers of a Git hosting service, each with the fields that say where it looks. */
const OWNERS = ["organization", "owner", "group", "project", "api"] as const;

/** (argo-cd pkg/apis/application/v1alpha1/applicationset_types.go, the generators' types) */
const POPULATIONS: PopulationText = {
  scmProvider: (block) => {
    const [service, place] = hosting(block);
    return `every repository that ${service} has${place === "" ? "" : ` in ${place}`}`;
  },
  pullRequest: (block) => {
    const [service, place] = hosting(block);
    return `every open pull request${place === "" ? ` on ${service}` : ` of ${place}`}`;
  },
  plugin: (block) => `whatever the plugin ${str(block, ["configMapRef", "name"]) ?? ""} answers`,
  clusterDecisionResource: (block) => {
    const name = str(block, ["name"]) ?? "";
    return `every cluster that ${name === "" ? "an object of the live cluster" : name} decides for`;
  },
  clusters: (block) => {
    const selector = readSelector(get(block, ["selector"])) ?? NEVER;
    return labelOf({ selector: selectorText(selector), others: false });
  },
};

const IN_GIT: PopulationText = {
  git: (block) => {
    const what = list(block, ["files"]).length > 0 ? "file" : "directory";
    const place = str(block, ["repoURL"]) ?? "";
    return `each ${what} that its git generator finds${place === "" ? "" : ` in ${place}`}`;
  },
  list: () => "each element of its list generator",
};

function hosting(block: JsonObject): readonly [string, string] {
  for (const [service, settings] of Object.entries(block)) {
    if (!isMap(settings)) continue;
    const owner = OWNERS.map((field) => str(settings, [field])).find((text) => text !== undefined) ?? "";
    const repository = str(settings, ["repo"]) ?? "";
    return [service, repository === "" ? owner : `${owner}/${repository}`];
  }
  return ["a Git hosting service", ""];
}
