// Pod template and level of the Pod Security Standards → which checks it fails. A table. Never throws.

import { bool, get, isMap, list, num, str } from "../../lib/json.ts";
import type { Json } from "../../lib/json-types.ts";
import {
  added,
  allowedAppArmor,
  CONTEXT,
  dropped,
  hasProfile,
  isWindows,
  mayBeRoot,
  namesHost,
  oddSeLinux,
  ownUsers,
  type Pod,
  profileOf,
  readPod,
  volumes,
} from "./pod-contexts.ts";

const SECURITY_LEVELS = ["privileged", "baseline", "restricted"] as const;
export type SecurityLevel = (typeof SECURITY_LEVELS)[number];

type PodSecurityCheck = {
  /** Upstream's id, without its level. */
  readonly id: string;
  readonly level: Exclude<SecurityLevel, "privileged">;
  /** The minor of Kubernetes that added the check, where it matters. */
  readonly since?: number;
  readonly fails: (pod: Pod) => boolean;
};

/**
 * The checks that a pod made from `template` fails at `level` in Kubernetes 1.`minor`, by id, in the table's order.
 * "restricted" includes "baseline". Values that newer releases allow are allowed throughout (kubernetes
 * staging/src/k8s.io/pod-security-admission/policy, one file for each check).
 */
export function securityViolations(template: Json, level: SecurityLevel, minor: number): string[] {
  if (level === "privileged") return [];
  const pod = readPod(template);
  const failed = CHECKS.filter(
    ({ level: own, since = 0, fails }) =>
      (own === "baseline" || level === "restricted") && minor >= since && fails(pod),
  );
  return [...new Set(failed.map(({ id }) => id))];
}

/** The level a text names; undefined for anything else. */
export function securityLevel(text: string | undefined): SecurityLevel | undefined {
  return SECURITY_LEVELS.find((level) => level === text);
}

const DEFAULT_CAPABILITIES = new Set(
  "AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(
    " ",
  ),
);
const SAFE_SYSCTLS = new Set([
  "kernel.shm_rmid_forced",
  "net.ipv4.ip_local_port_range",
  "net.ipv4.ip_local_reserved_ports",
  "net.ipv4.ip_unprivileged_port_start",
  "net.ipv4.ping_group_range",
  "net.ipv4.tcp_fin_timeout",
  "net.ipv4.tcp_keepalive_intvl",
  "net.ipv4.tcp_keepalive_probes",
  "net.ipv4.tcp_keepalive_time",
  "net.ipv4.tcp_rmem",
  "net.ipv4.tcp_syncookies",
  "net.ipv4.tcp_wmem",
]);
const VOLUMES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

const HOST = ["hostNetwork", "hostPID", "hostIPC"];
const APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

const CHECKS: readonly PodSecurityCheck[] = [
  {
    id: "hostNamespaces",
    level: "baseline",
    fails: ({ spec }) => HOST.some((f) => bool(spec, [f]) === true),
  },
  {
    id: "privileged",
    level: "baseline",
    fails: ({ containers }) => containers.some((c) => bool(c, [...CONTEXT, "privileged"]) === true),
  },
  {
    id: "capabilities",
    level: "baseline",
    fails: ({ containers }) =>
      containers.some((c) => added(c).some((name) => !DEFAULT_CAPABILITIES.has(name))),
  },
  {
    id: "hostPathVolumes",
    level: "baseline",
    fails: ({ spec }) => volumes(spec).some((v) => isMap(get(v, ["hostPath"]))),
  },
  {
    id: "hostPorts",
    level: "baseline",
    fails: ({ containers }) =>
      containers.some((c) => list(c, ["ports"]).some((port) => (num(port, ["hostPort"]) ?? 0) !== 0)),
  },
  {
    id: "appArmorProfile",
    level: "baseline",
    fails: ({ annotations, contexts }) =>
      [...annotations].some(([key, profile]) => key.startsWith(APPARMOR) && !allowedAppArmor(profile)) ||
      contexts.some((c) => str(c, ["appArmorProfile", "type"]) === "Unconfined"),
  },
  { id: "seLinuxOptions", level: "baseline", fails: ({ contexts }) => contexts.some(oddSeLinux) },
  {
    id: "procMount",
    level: "baseline",
    fails: ({ spec, containers }) =>
      !ownUsers(spec) &&
      containers.some((c) => (str(c, [...CONTEXT, "procMount"]) ?? "Default") !== "Default"),
  },
  {
    id: "seccompProfile",
    level: "baseline",
    fails: ({ contexts }) => contexts.some((c) => profileOf(c) !== undefined && !hasProfile(c)),
  },
  {
    id: "sysctls",
    level: "baseline",
    fails: ({ own }) => list(own, ["sysctls"]).some((s) => !SAFE_SYSCTLS.has(str(s, ["name"]) ?? "")),
  },
  {
    id: "windowsHostProcess",
    level: "baseline",
    fails: ({ contexts }) => contexts.some((c) => bool(c, ["windowsOptions", "hostProcess"]) === true),
  },
  {
    id: "hostProbesAndHostLifecycle",
    level: "baseline",
    since: 34,
    fails: ({ containers }) => containers.some(namesHost),
  },
  {
    id: "restrictedVolumes",
    level: "restricted",
    fails: ({ spec }) => volumes(spec).some((v) => !VOLUMES.some((kind) => isMap(get(v, [kind])))),
  },
  {
    id: "allowPrivilegeEscalation",
    level: "restricted",
    fails: ({ spec, containers }) =>
      !isWindows(spec) && containers.some((c) => bool(c, [...CONTEXT, "allowPrivilegeEscalation"]) !== false),
  },
  {
    id: "runAsNonRoot",
    level: "restricted",
    fails: ({ spec, own, containers }) => !ownUsers(spec) && mayBeRoot(own, containers),
  },
  {
    id: "runAsUser",
    level: "restricted",
    fails: ({ spec, contexts }) => !ownUsers(spec) && contexts.some((c) => num(c, ["runAsUser"]) === 0),
  },
  {
    id: "seccompProfile",
    level: "restricted",
    fails: ({ spec, own, containers }) =>
      !isWindows(spec) &&
      containers.some((c) => !hasProfile(profileOf(get(c, CONTEXT)) === undefined ? own : get(c, CONTEXT))),
  },
  {
    id: "capabilities",
    level: "restricted",
    fails: ({ spec, containers }) =>
      !isWindows(spec) &&
      containers.some(
        (c) => !dropped(c).includes("ALL") || added(c).some((name) => name !== "NET_BIND_SERVICE"),
      ),
  },
];
