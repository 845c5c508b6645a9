// Every rule, in the order findings are reported within one severity.
import { addonDependencyMissing } from "./addon-dependency-missing.ts";
import { addonSelectsNothing } from "./addon-selects-nothing.ts";
import { autoscalerReplicasConflict } from "./autoscaler-replicas-conflict.ts";
import { clusterDeleted } from "./cluster-deleted.ts";
import { cniChange } from "./cni-change.ts";
import { controlPlaneEven } from "./control-plane-even.ts";
import { controlPlaneSingle } from "./control-plane-single.ts";
import { danglingDestination } from "./dangling-destination.ts";
import { deregistersCluster } from "./deregisters-cluster.ts";
import { fileTooLarge } from "./file-too-large.ts";
import { fipsFlavourChange } from "./fips-flavour-change.ts";
import { forwardOnly } from "./forward-only.ts";
import { immutableField } from "./immutable-field.ts";
import { invalidManifest } from "./invalid-manifest.ts";
import { invalidYaml } from "./invalid-yaml.ts";
import { namespaceLessRegistration } from "./namespace-less-registration.ts";
import { nodeRollout } from "./node-rollout.ts";
import { nonObjectDocument } from "./non-object-document.ts";
import { registrationCollision } from "./registration-collision.ts";
import type { Rule } from "./rule.ts";
import { scaleDown } from "./scale-down.ts";
import { templatedManifest } from "./templated-manifest.ts";
import { versionDowngrade } from "./version-downgrade.ts";
import { versionRespelled } from "./version-respelled.ts";
import { versionSkipsMinor } from "./version-skips-minor.ts";

export const RULES: readonly Rule[] = [
  versionDowngrade,
  versionSkipsMinor,
  versionRespelled,
  fipsFlavourChange,
  controlPlaneEven,
  controlPlaneSingle,
  immutableField,
  cniChange,
  autoscalerReplicasConflict,
  scaleDown,
  nodeRollout,
  clusterDeleted,
  deregistersCluster,
  registrationCollision,
  namespaceLessRegistration,
  danglingDestination,
  forwardOnly,
  invalidYaml,
  nonObjectDocument,
  invalidManifest,
  templatedManifest,
  fileTooLarge,
  addonSelectsNothing,
  addonDependencyMissing,
];
