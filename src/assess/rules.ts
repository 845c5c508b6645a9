// Every rule, in the order findings are reported within one severity.
import { addonConfigOrphaned } from "./addon-config-orphaned.ts";
import { addonDependencyMissing } from "./addon-dependency-missing.ts";
import { addonDowngrade } from "./addon-downgrade.ts";
import { addonMovesWithCluster } from "./addon-moves-with-cluster.ts";
import { addonOverlap } from "./addon-overlap.ts";
import { addonPinIncompatible } from "./addon-pin-incompatible.ts";
import { addonSelectsNothing } from "./addon-selects-nothing.ts";
import { addonUninstalled } from "./addon-uninstalled.ts";
import { annotationIgnored } from "./annotation-ignored.ts";
import { applicationCycle } from "./application-cycle.ts";
import { appliedLater } from "./applied-later.ts";
import { appsetDeletion } from "./appset-deletion.ts";
import { appsetFlaw } from "./appset-flaw.ts";
import { argocdFinalizerOnNonApplication } from "./argocd-finalizer-on-non-application.ts";
import { automatedSyncEnabled } from "./automated-sync-enabled.ts";
import { automatedSyncRemoved } from "./automated-sync-removed.ts";
import { autoscalerAbsent } from "./autoscaler-absent.ts";
import { autoscalerReplicasConflict } from "./autoscaler-replicas-conflict.ts";
import { cascadeDelete } from "./cascade-delete.ts";
import { cascadeDeleteEnabled } from "./cascade-delete-enabled.ts";
import { chartVersionBump } from "./chart-version-bump.ts";
import { cidrOverlap } from "./cidr-overlap.ts";
import { classVersionPairing } from "./class-version-pairing.ts";
import { clusterClassInUse } from "./cluster-class-in-use.ts";
import { clusterDeleted } from "./cluster-deleted.ts";
import { cniChange } from "./cni-change.ts";
import { configurationInvalid } from "./configuration-invalid.ts";
import { controlPlaneEven } from "./control-plane-even.ts";
import { controlPlaneSingle } from "./control-plane-single.ts";
import { danglingDestination } from "./dangling-destination.ts";
import { danglingSecretRef } from "./dangling-secret-ref.ts";
import { dataLoss } from "./data-loss.ts";
import { declaredAgain } from "./declared-again.ts";
import { deletionRace } from "./deletion-race.ts";
import { deprecatedApi } from "./deprecated-api.ts";
import { deregistersCluster } from "./deregisters-cluster.ts";
import { destinationChanged } from "./destination-changed.ts";
import { duplicateObject } from "./duplicate-object.ts";
import { fileTooLarge } from "./file-too-large.ts";
import { fipsFlavourChange } from "./fips-flavour-change.ts";
import { forwardOnly } from "./forward-only.ts";
import { immutableField } from "./immutable-field.ts";
import { invalidManifest } from "./invalid-manifest.ts";
import { invalidYaml } from "./invalid-yaml.ts";
import { majorVersionBump } from "./major-version-bump.ts";
import { misplacedField } from "./misplaced-field.ts";
import { namespaceLessRegistration } from "./namespace-less-registration.ts";
import { nodeRollout } from "./node-rollout.ts";
import { nonObjectDocument } from "./non-object-document.ts";
import { orphanedResources } from "./orphaned-resources.ts";
import { pathMissing } from "./path-missing.ts";
import { pathNowExists } from "./path-now-exists.ts";
import { pdbBlocksDrain } from "./pdb-blocks-drain.ts";
import { preserveResourcesMisplaced } from "./preserve-resources-misplaced.ts";
import { projectPermissionsChanged } from "./project-permissions-changed.ts";
import { pruneBySourceRemoval } from "./prune-by-source-removal.ts";
import { pruneDisabled } from "./prune-disabled.ts";
import { pruneRefused } from "./prune-refused.ts";
import { quotaExceeded } from "./quota-exceeded.ts";
import { recreatedBySync } from "./recreated-by-sync.ts";
import { refusedBase } from "./refused-base.ts";
import { registrationCollision } from "./registration-collision.ts";
import { remoteSource } from "./remote-source.ts";
import { removedApi } from "./removed-api.ts";
import { resourcesDeleted } from "./resources-deleted.ts";
import { revisionPinned } from "./revision-pinned.ts";
import { rootObjectChanged } from "./root-object-changed.ts";
import type { Rule } from "./rule.ts";
import { scaleDown } from "./scale-down.ts";
import { secretInPlainText } from "./secret-in-plain-text.ts";
import { securityContextRemoved } from "./security-context-removed.ts";
import { selectorChanged } from "./selector-changed.ts";
import { selfManagingApplication } from "./self-managing-application.ts";
import { severalRoots } from "./several-roots.ts";
import { sharedResource } from "./shared-resource.ts";
import { singleReplicaOnRollingCluster } from "./single-replica-on-rolling-cluster.ts";
import { skipFileRenderingMarker } from "./skip-file-rendering-marker.ts";
import { spreadExceedsNodes } from "./spread-exceeds-nodes.ts";
import { syncWindowClosed } from "./sync-window-closed.ts";
import { syncWindowInvalid } from "./sync-window-invalid.ts";
import { templatedManifest } from "./templated-manifest.ts";
import { titleContradictsDiff } from "./title-contradicts-diff.ts";
import { unmanagedEdit } from "./unmanaged-edit.ts";
import { unresolvedGenerator } from "./unresolved-generator.ts";
import { upgradeTooSoon } from "./upgrade-too-soon.ts";
import { versionDowngrade } from "./version-downgrade.ts";
import { versionRespelled } from "./version-respelled.ts";
import { versionSkipsMinor } from "./version-skips-minor.ts";
import { vmClassInUse } from "./vm-class-in-use.ts";
import { waveInverted } from "./wave-inverted.ts";
import { waveNotGating } from "./wave-not-gating.ts";

export const RULES: readonly Rule[] = [
  versionDowngrade,
  versionSkipsMinor,
  versionRespelled,
  fipsFlavourChange,
  classVersionPairing,
  refusedBase,
  upgradeTooSoon,
  declaredAgain,
  controlPlaneEven,
  controlPlaneSingle,
  immutableField,
  cniChange,
  autoscalerReplicasConflict,
  autoscalerAbsent,
  scaleDown,
  nodeRollout,
  clusterClassInUse,
  vmClassInUse,
  quotaExceeded,
  cidrOverlap,
  clusterDeleted,
  dataLoss,
  cascadeDelete,
  cascadeDeleteEnabled,
  appsetDeletion,
  preserveResourcesMisplaced,
  orphanedResources,
  deletionRace,
  deregistersCluster,
  registrationCollision,
  namespaceLessRegistration,
  danglingDestination,
  danglingSecretRef,
  destinationChanged,
  projectPermissionsChanged,
  unmanagedEdit,
  pathNowExists,
  pathMissing,
  pruneBySourceRemoval,
  resourcesDeleted,
  pruneRefused,
  forwardOnly,
  pruneDisabled,
  rootObjectChanged,
  selfManagingApplication,
  sharedResource,
  duplicateObject,
  waveNotGating,
  waveInverted,
  appliedLater,
  syncWindowClosed,
  syncWindowInvalid,
  automatedSyncRemoved,
  automatedSyncEnabled,
  invalidYaml,
  nonObjectDocument,
  invalidManifest,
  misplacedField,
  annotationIgnored,
  argocdFinalizerOnNonApplication,
  templatedManifest,
  unresolvedGenerator,
  appsetFlaw,
  fileTooLarge,
  skipFileRenderingMarker,
  remoteSource,
  revisionPinned,
  majorVersionBump,
  chartVersionBump,
  applicationCycle,
  severalRoots,
  selectorChanged,
  recreatedBySync,
  addonUninstalled,
  addonSelectsNothing,
  addonDependencyMissing,
  addonDowngrade,
  addonPinIncompatible,
  addonMovesWithCluster,
  addonOverlap,
  addonConfigOrphaned,
  singleReplicaOnRollingCluster,
  pdbBlocksDrain,
  spreadExceedsNodes,
  removedApi,
  deprecatedApi,
  securityContextRemoved,
  secretInPlainText,
  configurationInvalid,
  titleContradictsDiff,
];
