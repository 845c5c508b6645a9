// Texts of breakwater.yml → the configuration: the organisation's defaults, then the repository's own.
import { readConfig } from "../config.ts";
import { type Config, DEFAULT_CONFIG } from "../model/context.ts";

/** Where the configuration stands, in the repository and in the organisation's `.github` repository. */
export const CONFIG_PATH = ".github/breakwater.yml";

/** Undefined texts are absent files. What does not validate in either is a problem that names its file. */
export function mergeConfig(organisation: string | undefined, repository: string | undefined): Config {
  if (organisation === undefined)
    return repository === undefined ? DEFAULT_CONFIG : readConfig(repository, CONFIG_PATH);
  const defaults = readConfig(organisation, `the organisation's ${CONFIG_PATH}`);
  if (repository === undefined) return defaults;
  const own = readConfig(repository, CONFIG_PATH);
  return {
    // A key that is not set, or not validly, reads as the very default.
    argocd: own.argocd === DEFAULT_CONFIG.argocd ? defaults.argocd : own.argocd,
    rules: new Map([...defaults.rules, ...own.rules]),
    problems: [...defaults.problems, ...own.problems],
  };
}
