// A cluster's labels → the environment it belongs to.
import type { Config } from "../../model/context.ts";
import type { FleetCluster } from "../../model/fleet.ts";

/**
 * The first of the configuration's groups whose label it has, else its label `environment` or `env`; "" where none is
 * set.
 */
export function environmentOf({ labels }: FleetCluster, { comment }: Config): string {
  const group = comment.groups.find((entry) => {
    const [label = "", value] = entry.split("=", 2);
    return labels.get(label) === value;
  });
  return group?.split("=", 2)[1] ?? labels.get("environment") ?? labels.get("env") ?? "";
}
