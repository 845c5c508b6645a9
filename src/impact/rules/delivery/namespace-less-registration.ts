// An ArgoNamespace without a namespace of its own registers where the Application happens to put it.

import { subjectOf } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";

/** The service registers the object's own namespace; its name plays no part (argocd-attach-service controller/main.go). */
export const namespaceLessRegistration = defineRule({
  id: "namespace-less-registration",
  severity: "caution",
  find: ({ changes }) =>
    changes.flatMap(({ operation, object, head, evidence }) => {
      const registers = object.kind === "ArgoNamespace" && object.group === "field.vmware.com";
      if (!registers || !head || !["register", "update", "adopt"].includes(operation)) return [];
      const { manifest, ref } = head;
      if (manifest.namespace !== "" || ref.namespace === "" || ref.namespace === ref.name) return [];
      return {
        subject: subjectOf(ref),
        facts: { name: ref.name, namespace: ref.namespace },
        source: { side: "head", path: manifest.origin.path, line: manifest.lineOf(["metadata"]) },
        evidence,
      } as const;
    }),
  text: ({ facts: { name, namespace } }) => ({
    message: `ArgoNamespace \`${name}\` has no namespace and registers \`supervisor-ns-${namespace}\`, not \`supervisor-ns-${name}\``,
    why: `Argo CD puts it into the Application's destination namespace, \`${namespace}\`, and what is registered is the namespace it sits in. Applications that name \`supervisor-ns-${name}\` find no cluster.`,
    do: `Set \`metadata.namespace: ${name}\`.`,
  }),
});
