// Paths that a pull request changes → whether the repository has to be read for them.

/** Files that look as if their content can reach a cluster. Any other may too, through a chart or a kustomization's generator. */
const MANIFEST =
  /\.(?:ya?ml|json|jsonnet|libsonnet|tpl|txt|toml|tgz)$|(?:^|\/)(?:Kustomization|Chart\.lock|\.helmignore|\.sourceignore)$/;

export function isManifest(path: string): boolean {
  return MANIFEST.test(path) && !path.startsWith(".github/workflows/");
}

/** Files for people and for GitHub: no reason to read the repository. */
const DOCUMENT =
  /^[^/]*\.md$|^docs\/(?:.*\/)?[^/]*\.(?:md|png|jpe?g|gif|svg|webp)$|^(?:README|CHANGELOG|LICENSE|NOTICE)(?:\.\w+)?$|(?:^|\/)(?:CODEOWNERS|\.gitignore|\.gitattributes)$|^\.github\//;

export function isDocument(path: string): boolean {
  return DOCUMENT.test(path);
}
