// A Helm source → the manifests that Helm renders from it, or why it was not asked or gave none.
import type { Source } from "../model/application.ts";
import type { SourceResult } from "../model/delivery.ts";
import type { Snapshot } from "../model/snapshot.ts";
import { list, str } from "../resources/json.ts";
import type { Files } from "./files.ts";
import { type HelmDelivery, helmOptions } from "./helm-options.ts";
import { helmInputs } from "./inputs.ts";
import { readMaterials } from "./materials.ts";
import { failedResult, isFaultOfManifests } from "./render-failure.ts";
import type { JobFile, Rendered, Renderers, RenderJob } from "./render-job.ts";
import { readPrinted } from "./rendered.ts";
import { pathExists } from "./tree.ts";

/** Helm's own default where Git does not tell the destination's version. */
export const DEFAULT_KUBE_VERSION = "1.32";

/** `refs` are the sibling sources that are this repository. */
export async function renderHelm(
  snapshot: Snapshot,
  source: Source,
  files: Files,
  renderers: Renderers,
  delivery: HelmDelivery,
  refs: ReadonlySet<string>,
): Promise<SourceResult> {
  const directory = source.path ?? "";
  const inputs = await helmInputs(snapshot, source, refs, files);
  const unevaluated = (reason: string): SourceResult => ({ state: "unevaluated", reason, inputs });
  const home = directory === "" ? "Chart.yaml" : `${directory}/Chart.yaml`;
  if (!snapshot.files.has(home)) return unevaluated("no Chart.yaml lies in its directory");
  const options = helmOptions(source, delivery, refs, (path) => snapshot.files.has(path));
  if (options.state === "unknown") return unevaluated(options.reason);
  const absent = options.paths.find((path) => !snapshot.files.has(path));
  if (absent !== undefined) {
    return failedResult(home, `value file ${absent} does not exist; Argo CD cannot render the chart`, inputs);
  }
  const missing = await missingDependency(snapshot, directory, files);
  if (missing !== undefined) return unevaluated(missing);
  const needed = inputs.filter((path) => !isPicture(path));
  const materials = await readMaterials(snapshot, needed, [], files);
  if (materials.state === "refused") return unevaluated(materials.reason);
  const job: RenderJob = {
    tool: "helm",
    directory,
    files: materials.files,
    given: options.given,
    steps: [options.args],
  };
  const printed = await renderers.render(job);
  if (printed.state === "unavailable") return unevaluated(printed.reason);
  if (printed.state === "failed") {
    return isFaultOfManifests("helm", printed)
      ? failedResult(home, `Helm refuses it: ${printed.message}`, inputs)
      : unevaluated(`Helm failed: ${printed.message}`);
  }
  if (printed.text.trim() === "" && inputs.some(isTemplate)) {
    return unevaluated("Helm printed nothing although the chart has templates");
  }
  const doubt = await doubtful(job, printed, renderers);
  if (doubt !== undefined) return unevaluated(doubt);
  const read = await readPrinted({ text: printed.text, home, directory }, snapshot, files);
  return { state: "generated", ...read, unrendered: [], imports: [], inputs };
}

/** A dependency whose chart does not lie in charts/; Argo CD would fetch it (argo-cd util/helm/helm.go, DependencyBuild). */
async function missingDependency(
  snapshot: Snapshot,
  directory: string,
  files: Files,
): Promise<string | undefined> {
  const within = directory === "" ? "" : `${directory}/`;
  const lists = [`${within}Chart.yaml`, `${within}requirements.yaml`].flatMap(
    (path) => snapshot.files.get(path)?.oid ?? [],
  );
  await files.parse(lists);
  for (const { value } of lists.flatMap((oid) => files.parsed(oid).documents)) {
    for (const dependency of list(value, ["dependencies"])) {
      const name = str(dependency, ["name"]) ?? "";
      const [version, repository] = [
        str(dependency, ["version"]) ?? "",
        str(dependency, ["repository"]) ?? "",
      ];
      if (pathExists(snapshot, `${within}charts/${name}/Chart.yaml`)) continue;
      if (pathExists(snapshot, `${within}charts/${name}-${version}.tgz`)) continue;
      return `chart dependency ${name} ${version} from ${repository || "nowhere"} is not vendored`;
    }
  }
  return undefined;
}

/** Functions whose result differs from run to run. */
const CHANCE = /\{\{[^}]*\b(?:rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|shuffle|htpasswd|bcrypt|encryptAES|now)\b/;
const API = /\.APIVersions\.Has\s+"([^"]+)"/g;

/**
 * Renders a second time where something may hang on more than Git: chance, or APIs that the destination may have. The
 * result counts only where it does not.
 */
async function doubtful(job: RenderJob, first: Rendered, renderers: Renderers): Promise<string | undefined> {
  const texts = [...job.files.values()];
  const args = job.steps[0] ?? [];
  if (texts.some(({ text }) => CHANCE.test(text))) {
    // An argument that changes nothing keeps the two runs apart.
    const again = await renderers.render({ ...job, steps: [[...args, "--debug=false"]] });
    if (!same(first, again))
      return "the chart renders otherwise each time (random values, certificates or the time)";
  }
  const apis = customApis(texts).filter((api) => !args.includes(api));
  if (apis.length === 0) return undefined;
  const asked = apis.flatMap((api) => ["--api-versions", api]);
  const more = await renderers.render({ ...job, steps: [[...args, ...asked]] });
  return same(first, more)
    ? undefined
    : `the chart depends on whether the destination has ${apis.join(", ")}, which Git does not tell`;
}

function same(one: Rendered, other: Rendered): boolean {
  return one.state === "rendered" && other.state === "rendered" && one.text === other.text;
}

/** APIs beyond Kubernetes' own that templates ask for, sorted. */
function customApis(files: readonly JobFile[]): string[] {
  const named = files.flatMap(({ text }) => [...text.matchAll(API)].map(([, api]) => api as string));
  return [...new Set(named)].filter((api) => !isBuiltIn(api)).sort();
}

function isBuiltIn(api: string): boolean {
  const group = api.split("/")[0] ?? "";
  return (
    !group.includes(".") ||
    /^(?:[\w-]+[.])*(?:networking|policy|rbac[.]authorization|storage|autoscaling|batch|apps|admissionregistration|apiextensions|apiregistration|coordination|scheduling|discovery|node|certificates|authentication|authorization)[.]k8s[.]io$/.test(
      group,
    )
  );
}

function isTemplate(path: string): boolean {
  return /\/templates\/(?:.*\/)?[^_/][^/]*\.ya?ml$/.test(path);
}

/** Pictures in a chart are for people; templates hardly read them. */
function isPicture(path: string): boolean {
  return /\.(?:png|jpe?g|gif|svg|ico|webp)$/i.test(path);
}
