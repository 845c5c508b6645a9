// A cluster gets a ClusterClass and a version that are not known to fit together.

import { str } from "../../../lib/json.ts";
import { CLASSES_AS_OF, knownClass } from "../../../manifests/vks/class-pairings.ts";
import { parseVkr, sameRelease } from "../../../manifests/vks/vkr.ts";
import type { Catalogue } from "../../../model/context.ts";
import type { Comparison } from "../../../model/finding.ts";
import type { Evidence } from "../../../model/plan.ts";
import type { Vkr } from "../../../model/vkr.ts";
import { type ClusterChange, clusterChanges, lineIn, takesEffect } from "../../facts/cluster-changes.ts";
import { defineRule } from "../define-rule.ts";

/** What is known, in the order in which it counts: the configuration's catalogue, releases in Git, the bundled table. */
type Misfit = {
  readonly by: "catalogue" | "release" | "table" | "leaving";
  readonly known: string;
  readonly evidence: Evidence;
};

/** Only where class or version changes and the API accepts it. A version that is no VKr is not judged. */
export const classVersionPairing = defineRule({
  id: "class-version-pairing",
  severity: "caution",
  find: (input) => {
    const edits = clusterChanges(input.changes).filter(changesPairing);
    if (edits.length === 0) return [];
    const declared = declaredReleases(input);
    return edits.flatMap((edit) => {
      const { class: klass, vkr, version } = edit.head;
      const misfit = klass && vkr && misfitOf(klass.name, vkr, input.config.catalog, declared);
      if (!misfit) return [];
      const { by, known, evidence } = misfit;
      return [
        {
          subject: edit.subject,
          facts: { cluster: edit.cluster, class: klass.name, version, by, known },
          source: lineIn(edit, edit.head.versionPath),
          evidence,
        },
      ];
    });
  },
  text: ({ facts: { cluster, class: klass, version, by, known } }) => ({
    message:
      by === "release"
        ? `\`${cluster}\` takes \`${version}\`, and no KubernetesRelease in Git has that version`
        : `\`${cluster}\` takes \`${version}\` with ClusterClass \`${klass}\`, which ${SAID[by](known)}`,
    why: "A Supervisor resolves the version to a release and its images; where class and release do not fit, the webhook refuses the object or the first new node does not come up.",
    do: "Compare with `kubectl get kubernetesreleases` and the release notes of VKS, and declare what is right in `catalog.releases`.",
  }),
});

const SAID: Readonly<Record<Exclude<Misfit["by"], "release">, (known: string) => string>> = {
  catalogue: () => "the catalogue does not list for it",
  table: (known) => `is known to fit ${known}`,
  leaving: (known) => `is ${known}`,
};

function changesPairing({ base, head, changes }: ClusterChange): boolean {
  const same = base?.version === head.version && base.class?.name === head.class?.name;
  return !same && changes.some(takesEffect);
}

function misfitOf(
  klass: string,
  vkr: Vkr,
  { releases }: Catalogue,
  declared: readonly Vkr[],
): Misfit | undefined {
  const listed = [...releases].find(([name]) => {
    const release = parseVkr(name);
    return release !== undefined && sameRelease(release, vkr);
  });
  if (listed?.[1] !== undefined)
    return listed[1].includes(klass) ? undefined : { by: "catalogue", known: "", evidence: "catalog" };
  if (declared.length > 0 && !declared.some((release) => sameRelease(release, vkr)))
    return { by: "release", known: "", evidence: "git" };
  return bundledMisfit(klass, vkr);
}

/** The row of the bundled table for a class. It raises a warning at most. */
function bundledMisfit(klass: string, vkr: Vkr): Misfit | undefined {
  const { minors, deprecated, removed } = knownClass(klass);
  if (minors && (vkr.major !== 1 || vkr.minor < minors.from || vkr.minor > minors.to)) {
    const known = `Kubernetes 1.${minors.from} to 1.${minors.to} (as of ${CLASSES_AS_OF})`;
    return { by: "table", known, evidence: "catalog" };
  }
  if (deprecated === undefined) return undefined;
  const known = removed === undefined ? `deprecated from VKS ${deprecated}` : `gone from VKS ${removed}`;
  return { by: "leaving", known: `${known} on (as of ${CLASSES_AS_OF})`, evidence: "catalog" };
}

/** Versions of the KubernetesRelease objects that the head delivers. */
function declaredReleases({ head }: Comparison): Vkr[] {
  const found: Vkr[] = [];
  for (const [object] of head.delivery.objects.values()) {
    if (object?.ref.kind !== "KubernetesRelease") continue;
    const vkr = parseVkr(str(object.manifest.object, ["spec", "version"]) ?? object.ref.name);
    if (vkr) found.push(vkr);
  }
  return found;
}
