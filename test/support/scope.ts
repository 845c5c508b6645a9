// The scope of a source in tests: `$own/` is this repository, `$other/` is not, and only the name of the Application is known.
import type { SourceScope } from "../../src/delivery/generate/source-scope.ts";

export const SCOPE: SourceScope = {
  env: new Map([
    ["ARGOCD_APP_NAME", "app"],
    ["ARGOCD_APP_REVISION", null],
  ]),
  refs: new Map([
    ["own", true],
    ["other", false],
  ]),
  globs: false,
  buildOptions: "",
  settings: [],
};
