// Every rule, by its id. The order of the ids is the order in which findings are reported within one severity.

import { RULE_IDS, type RuleId } from "../../model/finding.ts";
import { addonConfigOrphaned } from "./addon/addon-config-orphaned.ts";
import { addonDependencyMissing } from "./addon/addon-dependency-missing.ts";
import { addonDowngrade } from "./addon/addon-downgrade.ts";
import { addonMovesWithCluster } from "./addon/addon-moves-with-cluster.ts";
import { addonOverlap } from "./addon/addon-overlap.ts";
import { addonPinIncompatible } from "./addon/addon-pin-incompatible.ts";
import { addonSelectsNothing } from "./addon/addon-selects-nothing.ts";
import { addonUninstalled } from "./addon/addon-uninstalled.ts";
import { autoscalerAbsent } from "./cluster/autoscaler-absent.ts";
import { autoscalerReplicasConflict } from "./cluster/autoscaler-replicas-conflict.ts";
import { cidrOverlap } from "./cluster/cidr-overlap.ts";
import { classVersionPairing } from "./cluster/class-version-pairing.ts";
import { clusterClassInUse } from "./cluster/cluster-class-in-use.ts";
import { cniChange } from "./cluster/cni-change.ts";
import { controlPlaneEven } from "./cluster/control-plane-even.ts";
import { controlPlaneSingle } from "./cluster/control-plane-single.ts";
import { declaredAgain } from "./cluster/declared-again.ts";
import { fipsFlavourChange } from "./cluster/fips-flavour-change.ts";
import { forwardOnly } from "./cluster/forward-only.ts";
import { nodeRollout } from "./cluster/node-rollout.ts";
import { quotaExceeded } from "./cluster/quota-exceeded.ts";
import { refusedBase } from "./cluster/refused-base.ts";
import { scaleDown } from "./cluster/scale-down.ts";
import { upgradeTooSoon } from "./cluster/upgrade-too-soon.ts";
import { versionDowngrade } from "./cluster/version-downgrade.ts";
import { versionRespelled } from "./cluster/version-respelled.ts";
import { versionSkipsMinor } from "./cluster/version-skips-minor.ts";
import { vmClassInUse } from "./cluster/vm-class-in-use.ts";
import type { Rule } from "./define-rule.ts";
import { annotationIgnored } from "./delivery/annotation-ignored.ts";
import { applicationCycle } from "./delivery/application-cycle.ts";
import { appliedLater } from "./delivery/applied-later.ts";
import { appsetFlaw } from "./delivery/appset-flaw.ts";
import { argocdFinalizerOnNonApplication } from "./delivery/argocd-finalizer-on-non-application.ts";
import { automatedSyncEnabled } from "./delivery/automated-sync-enabled.ts";
import { automatedSyncRemoved } from "./delivery/automated-sync-removed.ts";
import { chartVersionBump } from "./delivery/chart-version-bump.ts";
import { danglingDestination } from "./delivery/dangling-destination.ts";
import { duplicateObject } from "./delivery/duplicate-object.ts";
import { majorVersionBump } from "./delivery/major-version-bump.ts";
import { namespaceLessRegistration } from "./delivery/namespace-less-registration.ts";
import { pathNowExists } from "./delivery/path-now-exists.ts";
import { projectPermissionsChanged } from "./delivery/project-permissions-changed.ts";
import { registrationCollision } from "./delivery/registration-collision.ts";
import { remoteSource } from "./delivery/remote-source.ts";
import { revisionPinned } from "./delivery/revision-pinned.ts";
import { rootObjectChanged } from "./delivery/root-object-changed.ts";
import { selfManagingApplication } from "./delivery/self-managing-application.ts";
import { severalRoots } from "./delivery/several-roots.ts";
import { sharedResource } from "./delivery/shared-resource.ts";
import { syncWindowClosed } from "./delivery/sync-window-closed.ts";
import { syncWindowInvalid } from "./delivery/sync-window-invalid.ts";
import { unmanagedEdit } from "./delivery/unmanaged-edit.ts";
import { unresolvedGenerator } from "./delivery/unresolved-generator.ts";
import { waveInverted } from "./delivery/wave-inverted.ts";
import { waveNotGating } from "./delivery/wave-not-gating.ts";
import { configurationInvalid } from "./manifest/configuration-invalid.ts";
import { deprecatedApi } from "./manifest/deprecated-api.ts";
import { fileTooLarge } from "./manifest/file-too-large.ts";
import { immutableField } from "./manifest/immutable-field.ts";
import { invalidManifest } from "./manifest/invalid-manifest.ts";
import { invalidYaml } from "./manifest/invalid-yaml.ts";
import { misplacedField } from "./manifest/misplaced-field.ts";
import { missingSeparator } from "./manifest/missing-separator.ts";
import { nonObjectDocument } from "./manifest/non-object-document.ts";
import { objectTooLarge } from "./manifest/object-too-large.ts";
import { removedApi } from "./manifest/removed-api.ts";
import { skipFileRenderingMarker } from "./manifest/skip-file-rendering-marker.ts";
import { templatedManifest } from "./manifest/templated-manifest.ts";
import { titleContradictsDiff } from "./manifest/title-contradicts-diff.ts";
import { appsetDeletion } from "./removal/appset-deletion.ts";
import { cascadeDelete } from "./removal/cascade-delete.ts";
import { cascadeDeleteEnabled } from "./removal/cascade-delete-enabled.ts";
import { clusterDeleted } from "./removal/cluster-deleted.ts";
import { dataLoss } from "./removal/data-loss.ts";
import { deletionRace } from "./removal/deletion-race.ts";
import { deregistersCluster } from "./removal/deregisters-cluster.ts";
import { destinationChanged } from "./removal/destination-changed.ts";
import { orphanedResources } from "./removal/orphaned-resources.ts";
import { pathMissing } from "./removal/path-missing.ts";
import { preserveResourcesMisplaced } from "./removal/preserve-resources-misplaced.ts";
import { pruneBySourceRemoval } from "./removal/prune-by-source-removal.ts";
import { pruneDisabled } from "./removal/prune-disabled.ts";
import { pruneRefused } from "./removal/prune-refused.ts";
import { recreatedBySync } from "./removal/recreated-by-sync.ts";
import { resourcesDeleted } from "./removal/resources-deleted.ts";
import { danglingSecretRef } from "./workload/dangling-secret-ref.ts";
import { pdbBlocksDrain } from "./workload/pdb-blocks-drain.ts";
import { secretInPlainText } from "./workload/secret-in-plain-text.ts";
import { securityContextRemoved } from "./workload/security-context-removed.ts";
import { selectorChanged } from "./workload/selector-changed.ts";
import { singleReplicaOnRollingCluster } from "./workload/single-replica-on-rolling-cluster.ts";
import { spreadExceedsNodes } from "./workload/spread-exceeds-nodes.ts";

const CATALOGUE: Readonly<Record<RuleId, Rule>> = {
  "addon-config-orphaned": addonConfigOrphaned,
  "addon-dependency-missing": addonDependencyMissing,
  "addon-downgrade": addonDowngrade,
  "addon-moves-with-cluster": addonMovesWithCluster,
  "addon-overlap": addonOverlap,
  "addon-pin-incompatible": addonPinIncompatible,
  "addon-selects-nothing": addonSelectsNothing,
  "addon-uninstalled": addonUninstalled,
  "annotation-ignored": annotationIgnored,
  "application-cycle": applicationCycle,
  "applied-later": appliedLater,
  "appset-deletion": appsetDeletion,
  "appset-flaw": appsetFlaw,
  "argocd-finalizer-on-non-application": argocdFinalizerOnNonApplication,
  "automated-sync-enabled": automatedSyncEnabled,
  "automated-sync-removed": automatedSyncRemoved,
  "autoscaler-absent": autoscalerAbsent,
  "autoscaler-replicas-conflict": autoscalerReplicasConflict,
  "cascade-delete": cascadeDelete,
  "cascade-delete-enabled": cascadeDeleteEnabled,
  "chart-version-bump": chartVersionBump,
  "cidr-overlap": cidrOverlap,
  "class-version-pairing": classVersionPairing,
  "cluster-class-in-use": clusterClassInUse,
  "cluster-deleted": clusterDeleted,
  "cni-change": cniChange,
  "configuration-invalid": configurationInvalid,
  "control-plane-even": controlPlaneEven,
  "control-plane-single": controlPlaneSingle,
  "dangling-destination": danglingDestination,
  "dangling-secret-ref": danglingSecretRef,
  "data-loss": dataLoss,
  "declared-again": declaredAgain,
  "deletion-race": deletionRace,
  "deprecated-api": deprecatedApi,
  "deregisters-cluster": deregistersCluster,
  "destination-changed": destinationChanged,
  "duplicate-object": duplicateObject,
  "file-too-large": fileTooLarge,
  "fips-flavour-change": fipsFlavourChange,
  "forward-only": forwardOnly,
  "immutable-field": immutableField,
  "object-too-large": objectTooLarge,
  "invalid-manifest": invalidManifest,
  "invalid-yaml": invalidYaml,
  "major-version-bump": majorVersionBump,
  "misplaced-field": misplacedField,
  "missing-separator": missingSeparator,
  "namespace-less-registration": namespaceLessRegistration,
  "node-rollout": nodeRollout,
  "non-object-document": nonObjectDocument,
  "orphaned-resources": orphanedResources,
  "path-missing": pathMissing,
  "path-now-exists": pathNowExists,
  "pdb-blocks-drain": pdbBlocksDrain,
  "preserve-resources-misplaced": preserveResourcesMisplaced,
  "project-permissions-changed": projectPermissionsChanged,
  "prune-by-source-removal": pruneBySourceRemoval,
  "prune-disabled": pruneDisabled,
  "prune-refused": pruneRefused,
  "quota-exceeded": quotaExceeded,
  "recreated-by-sync": recreatedBySync,
  "refused-base": refusedBase,
  "registration-collision": registrationCollision,
  "remote-source": remoteSource,
  "removed-api": removedApi,
  "resources-deleted": resourcesDeleted,
  "revision-pinned": revisionPinned,
  "root-object-changed": rootObjectChanged,
  "scale-down": scaleDown,
  "secret-in-plain-text": secretInPlainText,
  "security-context-removed": securityContextRemoved,
  "selector-changed": selectorChanged,
  "self-managing-application": selfManagingApplication,
  "several-roots": severalRoots,
  "shared-resource": sharedResource,
  "single-replica-on-rolling-cluster": singleReplicaOnRollingCluster,
  "skip-file-rendering-marker": skipFileRenderingMarker,
  "spread-exceeds-nodes": spreadExceedsNodes,
  "sync-window-closed": syncWindowClosed,
  "sync-window-invalid": syncWindowInvalid,
  "templated-manifest": templatedManifest,
  "title-contradicts-diff": titleContradictsDiff,
  "unmanaged-edit": unmanagedEdit,
  "unresolved-generator": unresolvedGenerator,
  "upgrade-too-soon": upgradeTooSoon,
  "version-downgrade": versionDowngrade,
  "version-respelled": versionRespelled,
  "version-skips-minor": versionSkipsMinor,
  "vm-class-in-use": vmClassInUse,
  "wave-inverted": waveInverted,
  "wave-not-gating": waveNotGating,
};

export const RULES: readonly Rule[] = RULE_IDS.map((id) => CATALOGUE[id]);
