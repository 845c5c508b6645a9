// What a tool complained about → whether Argo CD would meet it too, and the frozen source it then has.
import type { SourceResult } from "../../model/source-result.ts";
import type { Rendered } from "./render-job.ts";

type Failed = Extract<Rendered, { readonly state: "failed" }>;

const FAULTS: Readonly<Record<"kustomize" | "helm", RegExp>> = {
  kustomize:
    /no such file or directory|no matches for Id|no resource matches|failed to find unique target|unknown field|already registered id|cycle detected|invalid Kustomization|may not add resource with an already|yaml: |MalformedYAML|unable to parse|missing metadata\.name|Found multiple kustomization files/,
  helm: /parse error at|execution error at|YAML parse error on|don't meet the specifications of the schema|nil pointer evaluating|error calling (?:include|fail|required|index|tpl)|failed to parse|error converting YAML|incompatible with Kubernetes/,
};
const ENVIRONMENT =
  /https?:\/\/|\bgit\b|\bproxy\b|network|plugin|dial tcp|lookup |memory|killed|resource temporarily/i;

/** Only where the words leave no doubt, and the tool is the one Argo CD uses; otherwise nothing is claimed. */
export function isFaultOfManifests(tool: "kustomize" | "helm", { message, exact }: Failed): boolean {
  return exact && FAULTS[tool].test(message) && !ENVIRONMENT.test(message);
}

/** Argo CD fails on the whole source, so that the Application stays as it is. */
export function failedResult(path: string, message: string, inputs: readonly string[]): SourceResult {
  const problem = { code: "invalid-manifest", freezes: true, path, line: 1, message } as const;
  return { state: "generated", manifests: [], problems: [problem], unrendered: [], imports: [], inputs };
}
