// A text → a name Kubernetes accepts, as ApplicationSets make one.

/** Lower case, other characters than `-a-z0-9.` as `-`, 253 at most, none of `-.` at the ends (argo-cd applicationset/utils, SanitizeName). */
export function sanitiseName(name: string): string {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^-a-z0-9.]/gu, "-")
    .slice(0, 253);
  let [from, to] = [0, plain.length];
  while (from < to && "-.".includes(plain[from] as string)) from++;
  while (to > from && "-.".includes(plain[to - 1] as string)) to--;
  return plain.slice(from, to);
}

/** Whether the API takes it as a name: dot-separated parts of `-a-z0-9` (apimachinery validation, IsDNS1123Subdomain). */
export function isObjectName(name: string): boolean {
  if (name.length > 253) return false;
  return name.split(".").every((part) => /^[a-z0-9][-a-z0-9]*$/.test(part) && !part.endsWith("-"));
}
