// A table of API lifecycles → the lifecycle of a manifest, and whether a release has reached one of its dates.
import type { CatalogueApi } from "../../model/context.ts";
import type { Manifest } from "../../model/manifest.ts";
import { KINDS } from "./kinds.ts";
import { type ApiLifecycle, REMOVED_APIS } from "./removed-apis.ts";

/** An index by apiVersion and kind. Of two rows for the same kind the last one counts, so that a later table overrides an earlier one. */
export type ApiIndex = ReadonlyMap<string, ApiLifecycle>;

export function indexApis(table: readonly ApiLifecycle[]): ApiIndex {
  return new Map(table.flatMap((row) => row.kinds.map((kind) => [`${row.api} ${kind}`, row])));
}

const BUNDLED = indexApis(REMOVED_APIS);

/** The bundled table, overlaid with the rows of the configuration. */
export function apiIndex(configured: readonly CatalogueApi[]): ApiIndex {
  return indexApis([...REMOVED_APIS, ...configured.map(declared)]);
}

function declared({ api, kinds, deprecated, removed, use }: CatalogueApi): ApiLifecycle {
  const end = removed === undefined ? {} : { removed };
  return { api, kinds, by: "Kubernetes", deprecated, ...end, ...(use === undefined ? {} : { use }) };
}

export function lifecycleOf({ group, version, kind }: Manifest, index: ApiIndex): ApiLifecycle | undefined {
  return index.get(`${apiName(group, version)} ${kind}`);
}

/** What Kubernetes of that minor serves by default of its own kinds; `api` is the apiVersion. */
export function servedKinds(minor: number): { readonly api: string; readonly kind: string }[] {
  return KINDS.flatMap(({ group, kind, facts: { served = {} } }) =>
    Object.entries(served).flatMap(([version, since]) => {
      const api = apiName(group, version);
      const isServed = minor >= since && !reached(BUNDLED.get(`${api} ${kind}`)?.removed, minor);
      return isServed ? [{ api, kind }] : [];
    }),
  );
}

/** Whether `release` ("1.25") is in effect in `minor` of major version 1; false where there is none. */
export function reached(release: string | undefined, minor: number | undefined): boolean {
  const text = /^1\.(\d{1,4})$/.exec(release ?? "")?.[1];
  return text !== undefined && minor !== undefined && minor >= Number(text);
}

/** The minor of a Kubernetes version as written, `v1.33.6---vmware.1` or the prefix `v1.33`; undefined where it names none. */
export function kubernetesMinor(version: string): number | undefined {
  const text = /^v?1\.(\d{1,4})(?![\d])/.exec(version)?.[1];
  return text === undefined ? undefined : Number(text);
}

function apiName(group: string, version: string): string {
  return group === "" ? version : `${group}/${version}`;
}
