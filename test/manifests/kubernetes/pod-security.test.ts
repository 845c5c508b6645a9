// The checks of the Pod Security Standards, each against what its file upstream allows and forbids.
import { describe, expect, test } from "@jest/globals";
import type { Json, JsonObject } from "../../../src/lib/json-types.ts";
import { securityViolations } from "../../../src/manifests/kubernetes/pod-security.ts";

const SAFE: JsonObject = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
  capabilities: { drop: ["ALL"] },
};

/** A pod that `restricted` lets in, with other fields in its container's context, container and spec. */
function pod(
  context: JsonObject,
  container: JsonObject = {},
  spec: JsonObject = {},
  metadata: JsonObject = {},
): Json {
  const containers = [{ name: "web", ...container, securityContext: { ...SAFE, ...context } }];
  return { metadata, spec: { containers, ...spec } };
}

// kubernetes staging/src/k8s.io/pod-security-admission/policy: check_<first column>.go
describe("baseline", () => {
  test.each<[string, Json, string | undefined]>([
    ["hostNamespaces", pod({}, {}, { hostNetwork: true }), "hostNamespaces"],
    ["hostNamespaces", pod({}, {}, { hostPID: true }), "hostNamespaces"],
    ["hostNamespaces", pod({}, {}, { hostIPC: false }), undefined],
    ["privileged", pod({ privileged: true }), "privileged"],
    ["privileged", pod({ privileged: false }), undefined],
    ["capabilities_baseline", pod({ capabilities: { add: ["NET_ADMIN"] } }), "capabilities"],
    ["capabilities_baseline", pod({ capabilities: { add: ["NET_RAW"] } }), "capabilities"],
    ["capabilities_baseline", pod({ capabilities: { add: ["CHOWN"] } }), undefined],
    [
      "hostPathVolumes",
      pod({}, {}, { volumes: [{ name: "a", hostPath: { path: "/" } }] }),
      "hostPathVolumes",
    ],
    ["hostPathVolumes", pod({}, {}, { volumes: [{ name: "a", emptyDir: {} }] }), undefined],
    ["hostPorts", pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }), "hostPorts"],
    ["hostPorts", pod({}, { ports: [{ containerPort: 80, hostPort: 0 }] }), undefined],
    ["appArmorProfile", apparmor("unconfined"), "appArmorProfile"],
    ["appArmorProfile", apparmor("localhost/web"), undefined],
    ["appArmorProfile", apparmor("runtime/default"), undefined],
    ["appArmorProfile", pod({ appArmorProfile: { type: "Unconfined" } }), "appArmorProfile"],
    ["seLinuxOptions", pod({ seLinuxOptions: { type: "spc_t" } }), "seLinuxOptions"],
    ["seLinuxOptions", pod({ seLinuxOptions: { user: "root" } }), "seLinuxOptions"],
    ["seLinuxOptions", pod({ seLinuxOptions: { type: "container_t", level: "s0" } }), undefined],
    ["procMount", pod({ procMount: "Unmasked" }), "procMount"],
    ["procMount", pod({ procMount: "Default" }), undefined],
    ["seccompProfile_baseline", pod({ seccompProfile: { type: "Unconfined" } }), "seccompProfile"],
    ["seccompProfile_baseline", pod({ seccompProfile: null }), undefined],
    ["sysctls", pod({}, {}, { securityContext: { sysctls: [{ name: "kernel.msgmax" }] } }), "sysctls"],
    [
      "sysctls",
      pod({}, {}, { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies" }] } }),
      undefined,
    ],
    ["windowsHostProcess", pod({ windowsOptions: { hostProcess: true } }), "windowsHostProcess"],
    ["hostProbesAndHostLifecycle", probe("10.0.0.1"), "hostProbesAndHostLifecycle"],
    ["hostProbesAndHostLifecycle", probe(""), undefined],
  ])("%s %#", (_, template, id) => {
    expect(securityViolations(template, "baseline", 34)).toEqual(id === undefined ? [] : [id]);
    expect(securityViolations(template, "privileged", 34)).toEqual([]);
  });

  test("a check counts from the release that brought it", () => {
    expect(securityViolations(probe("10.0.0.1"), "baseline", 33)).toEqual([]);
  });
});

describe("restricted", () => {
  test.each<[string, Json, string | undefined]>([
    ["nothing to say", pod({}), undefined],
    [
      "restrictedVolumes",
      pod({}, {}, { volumes: [{ name: "a", nfs: { server: "x" } }] }),
      "restrictedVolumes",
    ],
    ["restrictedVolumes", pod({}, {}, { volumes: [{ name: "a", persistentVolumeClaim: {} }] }), undefined],
    ["allowPrivilegeEscalation", pod({ allowPrivilegeEscalation: null }), "allowPrivilegeEscalation"],
    ["allowPrivilegeEscalation", pod({ allowPrivilegeEscalation: true }), "allowPrivilegeEscalation"],
    ["runAsNonRoot", pod({ runAsNonRoot: null }), "runAsNonRoot"],
    ["runAsNonRoot", pod({ runAsNonRoot: null }, {}, { securityContext: { runAsNonRoot: true } }), undefined],
    ["runAsNonRoot", pod({}, {}, { securityContext: { runAsNonRoot: false } }), "runAsNonRoot"],
    ["runAsNonRoot", pod({ runAsNonRoot: false }, {}, { hostUsers: false }), undefined],
    ["runAsUser", pod({ runAsUser: 0 }), "runAsUser"],
    ["runAsUser", pod({}, {}, { securityContext: { runAsUser: 0 } }), "runAsUser"],
    ["runAsUser", pod({ runAsUser: 1000 }), undefined],
    ["seccompProfile_restricted", pod({ seccompProfile: null }), "seccompProfile"],
    ["seccompProfile_restricted", underPod({ type: "RuntimeDefault" }), undefined],
    ["seccompProfile_restricted", pod({ seccompProfile: { type: "Localhost" } }), undefined],
    ["capabilities_restricted", pod({ capabilities: null }), "capabilities"],
    ["capabilities_restricted", pod({ capabilities: { drop: ["NET_RAW"] } }), "capabilities"],
    [
      "capabilities_restricted",
      pod({ capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } }),
      undefined,
    ],
    ["capabilities_restricted", pod({ capabilities: { drop: ["ALL"], add: ["CHOWN"] } }), "capabilities"],
  ])("%s %#", (_, template, id) => {
    expect(securityViolations(template, "restricted", 34)).toEqual(id === undefined ? [] : [id]);
  });

  test("includes baseline, and init containers", () => {
    const bare = {
      spec: { containers: [], initContainers: [{ name: "a", securityContext: { privileged: true } }] },
    };
    expect(securityViolations(bare, "restricted", 34)).toEqual([
      "privileged",
      "allowPrivilegeEscalation",
      "runAsNonRoot",
      "seccompProfile",
      "capabilities",
    ]);
  });

  test("lets a pod for Windows off what Linux alone knows", () => {
    const windows = {
      spec: { os: { name: "windows" }, containers: [{ securityContext: { runAsNonRoot: true } }] },
    };
    expect(securityViolations(windows, "restricted", 34)).toEqual([]);
  });

  test("odd types fail nothing they do not say", () => {
    expect(
      securityViolations({ spec: { containers: "x", volumes: 3, securityContext: [] } }, "restricted", 34),
    ).toEqual([]);
    expect(securityViolations(null, "baseline", 34)).toEqual([]);
  });
});

function apparmor(profile: string): Json {
  return pod({}, {}, {}, { annotations: { "container.apparmor.security.beta.kubernetes.io/web": profile } });
}

function probe(host: string): Json {
  return pod({}, { readinessProbe: { httpGet: { host, port: 80 } } });
}

function underPod(profile: JsonObject): Json {
  return pod({ seccompProfile: null }, {}, { securityContext: { seccompProfile: profile } });
}
