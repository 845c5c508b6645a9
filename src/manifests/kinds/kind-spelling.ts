// API group and kind as written → the kind that was meant, where only upper and lower case differ.

/** Kinds of groups that Kubernetes, Cluster API and Argo CD define themselves; a kind is case-sensitive. */
const KINDS: Readonly<Record<string, string>> = {
  "": "ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount",
  "addons.kubernetes.vmware.com":
    "Addon AddonConfig AddonConfigDefinition AddonInstall AddonRelease AddonRepository AddonRepositoryInstall ClusterAddon",
  apps: "ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet",
  "argoproj.io": "AppProject Application ApplicationSet",
  autoscaling: "HorizontalPodAutoscaler",
  batch: "CronJob Job",
  "cluster.x-k8s.io":
    "Cluster ClusterClass Machine MachineDeployment MachineHealthCheck MachinePool MachineSet",
  "field.vmware.com": "ArgoCluster ArgoNamespace",
  "networking.k8s.io": "Ingress IngressClass NetworkPolicy",
  policy: "PodDisruptionBudget",
  "rbac.authorization.k8s.io": "ClusterRole ClusterRoleBinding Role RoleBinding",
  "run.tanzu.vmware.com": "TanzuKubernetesCluster",
  "storage.k8s.io": "CSIDriver CSINode StorageClass VolumeAttachment",
};

const SPELLINGS = new Map(
  Object.entries(KINDS).flatMap(([group, kinds]) =>
    kinds.split(" ").map((kind) => [`${group}/${kind.toLowerCase()}`, kind] as const),
  ),
);

/** undefined where the kind is right, or not one that is known here. */
export function kindMeant(group: string, kind: string): string | undefined {
  const meant = SPELLINGS.get(`${group}/${kind.toLowerCase()}`);
  return meant === kind ? undefined : meant;
}
