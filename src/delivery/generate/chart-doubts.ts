// A chart that was rendered → whether something beyond Git decides what comes of it.

import { HELM } from "../../model/unevaluated.ts";
import { isOwnApi, NEWEST_KUBE_VERSION, OLDEST_KUBE_VERSION } from "./kube-apis.ts";
import type { JobFile, Rendered, Renderers, RenderJob } from "./render-job.ts";

/** Functions whose result differs from run to run. */
const CHANCE = /\b(?:rand[A-Z]\w*|gen[A-Z]\w*|uuidv4|shuffle|htpasswd|bcrypt|encryptAES|now)\b/;
const API = /\.APIVersions\.Has\s+\(?\s*(?:"([^"]+)"|`([^`]+)`|)/g;
const VERSIONED = /\.?KubeVersion|^kubeVersion:|APIVersions/m;

/** `kubeVersion`: undefined where Git does not tell the destination's; `at` makes the job for another one. */
export type ChartDoubts = {
  readonly job: RenderJob;
  readonly kubeVersion: string | undefined;
  readonly at: (kubeVersion: string) => RenderJob;
};

/** Why nothing is claimed; `asks` are the APIs of others that would have to be known. */
export type Doubt = { readonly reason: string; readonly asks?: readonly string[] };

function callsChance(text: string): boolean {
  return text.split("}").some((part) => {
    const open = part.indexOf("{{");
    return open >= 0 && CHANCE.test(part.slice(open));
  });
}

/**
 * Renders again where something may hang on more than Git: chance, the version of a cluster that Git does not have, or
 * APIs that it may have. The first result counts only where that changes nothing; otherwise the answer says why not.
 */
export async function chartDoubt(
  { job, kubeVersion, at }: ChartDoubts,
  first: Rendered,
  { render }: Renderers,
): Promise<Doubt | undefined> {
  const texts = [...job.files.values()];
  if (texts.some(({ text }) => callsChance(text))) {
    const again = await render(withMore(job, ["--debug=false"]));
    if (!same(first, again)) return { reason: HELM.random };
  }
  if (kubeVersion === undefined && texts.some(({ text }) => VERSIONED.test(text))) {
    const ends = [await render(at(OLDEST_KUBE_VERSION)), await render(at(NEWEST_KUBE_VERSION))];
    if (!ends.every((end) => same(first, end))) return { reason: HELM.kubeVersion };
  }
  const apis = foreignApis(texts).filter((api) => !job.steps.at(-1)?.includes(api));
  if (apis.length === 0) return undefined;
  const asked = apis.flatMap((api) => ["--api-versions", api]);
  return same(first, await render(withMore(job, asked)))
    ? undefined
    : {
        reason: HELM.apis(apis.join(", ")),
        asks: apis,
      };
}

/** The same job, its last step with more arguments. An argument that changes nothing keeps two runs apart. */
function withMore(job: RenderJob, more: readonly string[]): RenderJob {
  const last = job.steps.at(-1) ?? [];
  return { ...job, steps: [...job.steps.slice(0, -1), [...last, ...more]] };
}

function same(one: Rendered, other: Rendered): boolean {
  return one.state === "rendered" && other.state === "rendered" && one.text === other.text;
}

/** APIs beyond Kubernetes' own that templates ask for, sorted. */
function foreignApis(files: readonly JobFile[]): string[] {
  const named = files.flatMap(({ text }) =>
    [...text.matchAll(API)].flatMap(([, quoted, raw]) => quoted ?? raw ?? []),
  );
  return [...new Set(named)].filter((api) => !isOwnApi(api)).sort();
}
