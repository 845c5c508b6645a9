// A cluster and its ClusterClass, where Git declares it → what the webhook refuses by the class.

import { violation } from "../../../manifests/values/schema.ts";
import type { ClusterClass } from "../../../manifests/vks/cluster-class.ts";
import type { ClusterSpec } from "../../../model/cluster.ts";

/**
 * The first thing in the cluster that the class does not know or allow: a version it does not list, a pool of an
 * unknown class, an unknown variable or one whose value does not fit, a required one that is missing (cluster-api
 * core/webhooks/admission/cluster.go, ValidateClusterForClusterClass; internal/topology/variables,
 * cluster_variable_validation.go).
 */
export function refusedByClass(head: ClusterSpec, klass: ClusterClass | undefined): string | undefined {
  if (!klass) return undefined;
  return refusedVersion(head, klass) ?? refusedPool(head, klass) ?? refusedVariable(head, klass);
}

function refusedVersion({ version }: ClusterSpec, { name, versions }: ClusterClass): string | undefined {
  const plain = (text: string) => text.replace("---", "+");
  if (versions.length === 0 || versions.some((known) => plain(known) === plain(version))) return undefined;
  return `ClusterClass ${name} does not list version ${version}`;
}

function refusedPool({ pools }: ClusterSpec, klass: ClusterClass): string | undefined {
  const pool = pools.find((p) => p.class !== "" && !klass.pools.has(p.class));
  return (
    pool && `pool ${pool.name} is of class ${pool.class}, which ClusterClass ${klass.name} does not have`
  );
}

function refusedVariable(head: ClusterSpec, { name: klass, variables }: ClusterClass): string | undefined {
  if (!variables) return undefined;
  const places = [head.variables, head.controlPlane.overrides, ...head.pools.map((pool) => pool.overrides)];
  for (const place of places) {
    for (const [name, { value }] of place) {
      const definition = variables.get(name);
      if (!definition) return `ClusterClass ${klass} has no variable ${name}`;
      const wrong = violation(value, definition.schema);
      if (wrong !== undefined) return `variable ${name}: ${wrong}`;
    }
  }
  const missing = [...variables].find(([name, { required }]) => required && !head.variables.has(name));
  return missing && `variable ${missing[0]}, which ClusterClass ${klass} requires, is missing`;
}
