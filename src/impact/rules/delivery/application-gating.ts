// Applications of one plan → whether the sync of their parent really makes one wait for the other.

import type { DeliveredObject } from "../../../model/delivery.ts";
import type { Comparison } from "../../../model/finding.ts";
import { comparePositions } from "../../compare/sync-effects/sync-order.ts";
import { applicationHealth } from "../../facts/application-health.ts";
import type { Dependency } from "./dependencies.ts";
import { syncPositions } from "./sync-positions.ts";

/**
 * `waits`: the dependent is created once the provider is healthy. `ordersAll`: every one of them is created in its turn.
 * `isApart`: they have different parents. `assesses`: a parent's instance assesses Applications.
 */
export type Gating = {
  readonly assesses: (parent: string) => boolean;
  readonly waits: (dependency: Dependency) => boolean;
  readonly ordersAll: (parent: string, applications: ReadonlySet<string>) => boolean;
  readonly isApart: (dependency: Dependency) => boolean;
};

/**
 * A parent waits for an Application only where its health is assessed and it has just been created: one that is there
 * already is Healthy from before (gitops-engine pkg/sync/sync_context.go, Sync).
 */
export function createGating(input: Comparison): Gating {
  const { base, head, config } = input;
  const { applications, objects } = head.delivery;
  const healthy = applicationHealth(input);
  const assesses = (ref: string) => healthy(applications.get(ref)?.instance ?? "");
  const order = syncPositions(head.delivery, config.argocd.version);
  const objectOf = (ref: string): DeliveredObject | undefined =>
    objects.get(applications.get(ref)?.key ?? "")?.[0];
  const isNew = (ref: string) => !base.delivery.applications.has(ref);
  const parentOf = (ref: string) => applications.get(ref)?.via.at(-2);
  const placesOf = ({ dependent, provider }: Dependency) => {
    const [one, other] = [objectOf(provider), objectOf(dependent)];
    return one && other ? order(one, other) : undefined;
  };
  return {
    assesses,
    ordersAll: (parent, refs) => assesses(parent) && [...refs].every(isNew),
    isApart: ({ dependent, provider }) => parentOf(dependent) !== parentOf(provider),
    waits: (dependency) => {
      const at = placesOf(dependency);
      if (!at || !assesses(at.parent) || comparePositions(at.first.place, at.second.place) >= 0) return false;
      return isNew(dependency.dependent) && isNew(dependency.provider);
    },
  };
}
