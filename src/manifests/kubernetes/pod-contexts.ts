// Pod template → its security contexts, and questions about them. Never throws.

import { bool, get, list, map, str, stringMap, strings } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";

export type Pod = {
  readonly spec: Json;
  readonly annotations: ReadonlyMap<string, string>;
  /** The pod's own securityContext. */
  readonly own: Json;
  readonly containers: readonly Json[];
  /** The securityContexts of the pod and its containers; a container without one has an empty one. */
  readonly contexts: readonly Json[];
};

export const CONTEXT = ["securityContext"];
const SELINUX_TYPES = new Set([
  "",
  "container_t",
  "container_init_t",
  "container_kvm_t",
  "container_engine_t",
]);
const PROFILES = ["RuntimeDefault", "Localhost"];
const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"];
const HOOKS = ["postStart", "preStop"];

export function readPod(template: Json): Pod {
  const spec = get(template, ["spec"]) ?? null;
  const containers = [...list(spec, ["initContainers"]), ...list(spec, ["containers"])];
  const own = get(spec, CONTEXT) ?? null;
  return {
    spec,
    annotations: stringMap(template, ["metadata", "annotations"]),
    own,
    containers,
    contexts: [own, ...containers.map((c) => get(c, CONTEXT) ?? null)],
  };
}

export function volumes(spec: Json): readonly Json[] {
  return list(spec, ["volumes"]);
}

export function added(container: Json): readonly string[] {
  return strings(container, [...CONTEXT, "capabilities", "add"]);
}

export function dropped(container: Json): readonly string[] {
  return strings(container, [...CONTEXT, "capabilities", "drop"]);
}

/** Checks that only apply to Linux do not apply to a pod for Windows (KEP-2802, from 1.25). */
export function isWindows(spec: Json): boolean {
  return str(spec, ["os", "name"]) === "windows";
}

/** A pod in its own user namespace is not root outside of it (helpers.go, relaxPolicyForUserNamespacePod). */
export function ownUsers(spec: Json): boolean {
  return bool(spec, ["hostUsers"]) === false;
}

export function profileOf(context: Json | undefined): Json | undefined {
  const profile = get(context, ["seccompProfile"]);
  return profile === null ? undefined : profile;
}

export function hasProfile(context: Json | undefined): boolean {
  return PROFILES.includes(str(context, ["seccompProfile", "type"]) ?? "");
}

export function allowedAppArmor(profile: string): boolean {
  return profile === "" || profile === "runtime/default" || profile.startsWith("localhost/");
}

export function oddSeLinux(context: Json): boolean {
  const options = map(context, ["seLinuxOptions"]);
  return (
    !SELINUX_TYPES.has(str(options, ["type"]) ?? "") || !!str(options, ["user"]) || !!str(options, ["role"])
  );
}

/** Whether a context sets false, or neither a container nor the pod sets the field. */
export function mayBeRoot(own: Json, containers: readonly Json[]): boolean {
  const pod = bool(own, ["runAsNonRoot"]);
  return pod === false || containers.some((c) => (bool(c, [...CONTEXT, "runAsNonRoot"]) ?? pod) !== true);
}

export function namesHost(container: Json): boolean {
  const handlers = [...PROBES.map((name) => [name]), ...HOOKS.map((name) => ["lifecycle", name])];
  return handlers.some(
    (path) =>
      !!str(container, [...path, "httpGet", "host"]) || !!str(container, [...path, "tcpSocket", "host"]),
  );
}
