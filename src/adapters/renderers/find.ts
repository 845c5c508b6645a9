// The environment and the program's folder → where Kustomize and Helm are on this machine.
import { accessSync, constants } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** A program. */
export type Program = {
  readonly path: string;
  /** It is the tool that Argo CD runs. */
  readonly exact: boolean;
};

export type Programs = { readonly kustomize: Program | undefined; readonly helm: Program | undefined };

/**
 * KUSTOMIZE_BIN and HELM_BIN, then `.tools/bin` of the project in `home`, then PATH, where `kubectl` may stand in for
 * Kustomize. A variable that names no program counts as no tool: no other one is taken instead.
 */
export function findPrograms(env: NodeJS.ProcessEnv, home: string): Programs {
  const find = (name: string, variable: string | undefined) => {
    if (variable) return isProgram(variable) ? variable : undefined;
    return [join(home, ".tools/bin"), ...pathOf(env)].map((folder) => join(folder, name)).find(isProgram);
  };
  const kustomize = find("kustomize", env["KUSTOMIZE_BIN"]);
  const kubectl = env["KUSTOMIZE_BIN"] ? undefined : find("kubectl", undefined);
  const helm = find("helm", env["HELM_BIN"]);
  return {
    kustomize: kustomize
      ? { path: kustomize, exact: true }
      : kubectl
        ? { path: kubectl, exact: false }
        : undefined,
    helm: helm === undefined ? undefined : { path: helm, exact: true },
  };
}

/** Only absolute folders: "." on PATH could be the repository under review. */
function pathOf(env: NodeJS.ProcessEnv): string[] {
  return (env["PATH"] ?? "").split(delimiter).filter(isAbsolute);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return isAbsolute(path);
  } catch {
    return false;
  }
}
