// The namespace of an Argo CD → the same with a tag, where a repository describes several Argo CDs by one namespace.

import { readRegistration } from "../../manifests/argocd/registration.ts";
import type { ApplicationSpec, Registration } from "../../model/application.ts";
import type { Manifest } from "../../model/manifest.ts";

/** No namespace of Kubernetes holds it. */
const MARK = "@";

/** "argocd" of the overlay "prod" → "argocd@prod". */
function taggedNamespace(namespace: string, tag: string): string {
  return tag === "" || namespace.includes(MARK) ? namespace : `${namespace}${MARK}${tag}`;
}

/** The tag of a namespace; "" for none. */
export function tagOf(namespace: string): string {
  const at = namespace.indexOf(MARK);
  return at < 0 ? "" : namespace.slice(at + 1);
}

/** The namespace in the cluster. */
export function plainNamespace(namespace: string): string {
  const at = namespace.indexOf(MARK);
  return at < 0 ? namespace : namespace.slice(0, at);
}

/** What belongs to one Argo CD, an object of its API, is known by the tagged namespace; `otherwise` is the one where it names none. */
export function inInstance(manifest: Manifest, tag: string, otherwise: string): Manifest {
  if (tag === "" || manifest.group !== "argoproj.io") return manifest;
  return { ...manifest, namespace: taggedNamespace(manifest.namespace || otherwise || "argocd", tag) };
}

/** What a manifest registers, with the Argo CD of the Application that delivers it where that is a tagged one. */
export function registrationOf(
  manifest: Manifest,
  { namespace, destination }: ApplicationSpec,
): Registration | undefined {
  const registration = readRegistration(manifest, manifest.namespace || destination.namespace);
  if (!registration || registration.argoNamespace === "") return registration;
  return { ...registration, argoNamespace: taggedNamespace(registration.argoNamespace, tagOf(namespace)) };
}
