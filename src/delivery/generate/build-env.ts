// An Application and one of its sources → the variables Argo CD fills into options of Helm and Kustomize.

import { str } from "../../lib/json.ts";
import type { ApplicationSpec, Source } from "../../model/application.ts";

/** Values by name. `null` stands for what only the commit tells that is checked out after the merge. */
export type BuildEnv = ReadonlyMap<string, string | null>;

/** A text with its variables filled in, or the first one in it whose value Git does not tell beforehand. */
export type Filled = { readonly text: string } | { readonly unknown: string };

/** argo-cd reposerver/repository/repository.go, newEnv. `app` is the name as Argo CD's instance in `instance` knows it. */
export function buildEnv(spec: ApplicationSpec, source: Source, instance: string): BuildEnv {
  return new Map([
    ["ARGOCD_APP_NAME", instanceName(spec, instance)],
    ["ARGOCD_APP_NAMESPACE", spec.destination.namespace],
    ["ARGOCD_APP_PROJECT_NAME", spec.project],
    ["ARGOCD_APP_REVISION", null],
    ["ARGOCD_APP_REVISION_SHORT", null],
    ["ARGOCD_APP_REVISION_SHORT_8", null],
    ["ARGOCD_APP_SOURCE_REPO_URL", source.repoURL],
    ["ARGOCD_APP_SOURCE_PATH", str(source.raw, ["path"]) ?? ""],
    ["ARGOCD_APP_SOURCE_TARGET_REVISION", str(source.raw, ["targetRevision"]) ?? ""],
  ]);
}

/** The name, with the namespace where that is not Argo CD's own (argo-cd types.go, InstanceName). */
export function instanceName({ namespace, name }: ApplicationSpec, instance: string): string {
  return namespace === instance ? name : `${namespace}_${name}`;
}

const SPECIAL = /[*#$@!?\-0-9]/;
const NAME = /[A-Za-z0-9_]*/y;

/** As Go's os.Expand reads `$name` and `${name}`; `$$` is a dollar, and what is no variable of ours is empty. */
export function fillIn(text: string, env: BuildEnv): Filled {
  const lastBrace = text.lastIndexOf("}");
  let filled = "";
  let from = 0;
  for (let at = text.indexOf("$"); at >= 0 && at + 1 < text.length; at = text.indexOf("$", from)) {
    const { name, length } = variableAt(text, at + 1, lastBrace);
    const value = name === "$" ? "$" : name === undefined ? "$" : (env.get(name) ?? "");
    if (name !== undefined && env.get(name) === null) return { unknown: `$${name}` };
    filled += text.slice(from, at) + (name === "" ? "" : value);
    from = at + 1 + length;
  }
  return { text: filled + text.slice(from) };
}

/** `name` is undefined where the dollar stays a dollar, "" where Go drops broken syntax. */
function variableAt(
  text: string,
  at: number,
  lastBrace: number,
): { name: string | undefined; length: number } {
  const first = text[at] as string;
  if (first === "{") {
    const close = lastBrace > at ? text.indexOf("}", at) : -1;
    return close < 0 ? { name: "", length: 1 } : { name: text.slice(at + 1, close), length: close - at + 1 };
  }
  if (SPECIAL.test(first)) return { name: first, length: 1 };
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[0] ?? "";
  return { name: name === "" ? undefined : name, length: name.length };
}
