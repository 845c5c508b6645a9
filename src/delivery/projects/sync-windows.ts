// An AppProject's sync windows and an Application → those that govern it.
import { matchesGlob } from "../../lib/glob.ts";
import type { ApplicationSpec } from "../../model/application.ts";
import type { SyncWindow } from "../../model/project.ts";

/**
 * The windows that name the Application, its destination as it declares it, or its namespace; with `andOperator` all of
 * them that the window lists (argo-cd pkg/apis/application/v1alpha1/types.go, SyncWindows.Matches). Windows that list
 * nothing govern nothing.
 */
export function windowsOf(
  windows: readonly SyncWindow[],
  application: ApplicationSpec,
): readonly SyncWindow[] {
  const { name, destination } = application;
  return windows.filter((window) => {
    const lists = [
      [window.applications, [name]],
      [window.clusters, [destination.name, destination.server].filter((text) => text !== "")],
      [window.namespaces, [destination.namespace]],
    ] as const;
    const verdicts = lists
      .filter(([patterns]) => patterns.length > 0)
      .map(([patterns, values]) => patterns.some((p) => values.some((v) => p === "*" || matchesGlob(p, v))));
    return window.andOperator ? verdicts.length > 0 && verdicts.every(Boolean) : verdicts.some(Boolean);
  });
}
