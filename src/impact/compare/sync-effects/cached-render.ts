// An Application whose render Argo CD keeps → that the merge does not reach it.
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { SyncEffect } from "./effect.ts";

/** The cache lasts 24 hours unless set otherwise (argo-cd cmd/argocd-repo-server, repo-cache-expiration). */
export function cachedRenderEffect({ ref, servedFromCache }: DeliveredApplication): SyncEffect | undefined {
  if (!servedFromCache) return undefined;
  const because = `nothing that manifest-generate-paths of Application ${ref} names changes, so Argo CD keeps what it rendered before; this arrives with the next change there, a hard refresh, or when that cache expires`;
  return { applies: "never", because, later: "generate-paths" };
}
