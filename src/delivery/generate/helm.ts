// A Helm source → the manifests that Helm renders from it, or why it was not asked or gave none.
import type { Source } from "../../model/application.ts";
import type { SourceResult } from "../../model/source-result.ts";
import { HELM, SOURCE } from "../../model/unevaluated.ts";
import { chartDependencies } from "./chart-dependencies.ts";
import { chartDoubt } from "./chart-doubts.ts";
import { helmFiles } from "./helm-files.ts";
import { type HelmDelivery, helmOptions } from "./helm-options.ts";
import { helmInputs } from "./inputs.ts";
import { isPicture, readMaterials } from "./materials.ts";
import { failedResult, isFaultOfManifests } from "./render-failure.ts";
import type { Renderers, RenderJob } from "./render-job.ts";
import { readPrinted } from "./rendered.ts";
import type { SourceScope, SourceTree } from "./source-scope.ts";

/** What is rendered with first where Git does not tell the destination's version. */
const SOME_KUBE_VERSION = "1.32";

export async function renderHelm(
  tree: SourceTree,
  source: Source,
  scope: SourceScope,
  renderers: Renderers,
  delivery: HelmDelivery,
): Promise<SourceResult> {
  const { snapshot, files } = tree;
  const directory = source.path ?? "";
  const inputs = await helmInputs(snapshot, source, scope, files);
  const unevaluated = (reason: string): SourceResult => ({ state: "unevaluated", reason, inputs });
  const submodule = inputs.find((path) => snapshot.files.get(path)?.mode === "160000");
  const home = directory === "" ? "Chart.yaml" : `${directory}/Chart.yaml`;
  // helm pkg/chart/loader/load.go, LoadFiles: the Application asks for Helm by its options.
  if (!snapshot.files.has(home))
    return failedResult(home, "Helm finds no Chart.yaml in the directory", inputs);
  const named = helmFiles(snapshot, source, scope);
  const optionsAt = (kubeVersion: string) => helmOptions(source, named, scope, { ...delivery, kubeVersion });
  const options = optionsAt(delivery.kubeVersion ?? SOME_KUBE_VERSION);
  if (options.state === "unknown") return unevaluated(options.reason);
  const wanted = [...named.values, ...named.parameters.map(({ path }) => path)];
  const absent = wanted.find((path) => !snapshot.files.has(path));
  if (absent !== undefined) {
    return failedResult(home, `value file ${absent} does not exist; Argo CD cannot render the chart`, inputs);
  }
  if (submodule !== undefined) return unevaluated(SOURCE.oddFile(submodule, "a Git submodule"));
  const dependencies = await chartDependencies(snapshot, directory, files);
  if ("broken" in dependencies)
    return failedResult(home, `${dependencies.broken}; Argo CD cannot render the chart`, inputs);
  if ("missing" in dependencies) return unevaluated(dependencies.missing);
  const needed = inputs.filter((path) => !isPicture(path));
  const materials = await readMaterials(snapshot, needed, [], files);
  if (materials.state === "refused") return unevaluated(materials.reason);
  const before = dependencies.state === "built" ? [["dependency", "build", "."]] : [];
  const { given } = options;
  const job: RenderJob = {
    tool: "helm",
    directory,
    files: materials.files,
    given,
    steps: [...before, options.args],
  };
  const at = (kubeVersion: string): RenderJob => {
    const other = optionsAt(kubeVersion);
    return other.state === "known" ? { ...job, steps: [...before, other.args] } : job;
  };
  const printed = await renderers.render(job);
  if (printed.state === "unavailable") return unevaluated(printed.reason);
  if (printed.state === "failed") {
    return isFaultOfManifests("helm", printed)
      ? failedResult(home, `Helm refuses it: ${printed.message}`, inputs)
      : unevaluated(HELM.failed(printed.message));
  }
  if (printed.text.trim() === "" && inputs.some(isTemplate)) {
    return unevaluated(HELM.nothing);
  }
  const doubt = await chartDoubt({ job, kubeVersion: delivery.kubeVersion, at }, printed, renderers);
  if (doubt !== undefined) return { state: "unevaluated", ...doubt, inputs };
  const read = await readPrinted({ text: printed.text, home, directory }, snapshot, files);
  return { state: "generated", ...read, imports: [], inputs };
}

function isTemplate(path: string): boolean {
  return /\/templates\/(?:.*\/)?[^_/][^/]*\.ya?ml$/.test(path);
}
