// What the API refuses in an Application, ApplicationSet or AppProject by its types alone.
import { expect, test } from "@jest/globals";
import type { Json } from "../../../src/lib/json-types.ts";
import { applicationDefects } from "../../../src/manifests/argocd/application-defects.ts";
import { parseFile } from "../../../src/manifests/yaml/file.ts";
import { manifestsOf } from "../../../src/manifests/yaml/manifests.ts";

const SOURCE = { repoURL: "https://git.example.org/a.git", path: "a" };

test.each<[string, Json, string[]]>([
  ["Application", { source: SOURCE, destination: { name: "a" } }, []],
  ["Application", { source: SOURCE, syncPolicy: null }, []],
  ["Application", [], ["needs a spec"]],
  ["Application", { sources: [SOURCE, { ...SOURCE, path: 1 }] }, ["spec.sources[1].path is the number 1"]],
  ["Application", { source: SOURCE, syncPolicy: { automated: true } }, ["automated is the boolean true"]],
  ["ApplicationSet", { generators: {} }, ["generators is a map, not a list"]],
  ["AppProject", { sourceRepos: "*" }, ["sourceRepos is the text"]],
  ["ConfigMap", [], []],
])("%s with spec %j", (kind, spec, expected) => {
  const text = JSON.stringify({ apiVersion: "argoproj.io/v1alpha1", kind, metadata: { name: "a" }, spec });
  const found = manifestsOf(parseFile(text), "a.yaml").flatMap(applicationDefects);
  expect(found).toHaveLength(expected.length);
  for (const [i, part] of expected.entries()) expect(found[i]?.message).toContain(part);
});
