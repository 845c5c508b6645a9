// A repository address → host and path, the part that identifies the repository. Never throws.

/**
 * The address without scheme, user, port, letter case, `.git` and trailing slashes; the scp form `git@host:path` is
 * understood. Two addresses that give the same text mean the same repository, as for Argo CD's webhook
 * (argo-cd util/webhook/webhook.go, GetWebURLRegex). A local path is kept.
 */
export function normaliseRepoUrl(url: string): string {
  const text = url.trim().toLowerCase();
  const scheme = text.indexOf("://");
  if (scheme >= 0) return joined(text.slice(scheme + 3));
  const colon = text.indexOf(":");
  const slash = text.indexOf("/");
  const scp = colon > 0 && (slash < 0 || colon < slash);
  return scp ? joined(`${text.slice(0, colon)}/${text.slice(colon + 1)}`) : withoutSuffix(text);
}

/** `user@host:port/path` → `host/path`. */
function joined(text: string): string {
  const slash = text.indexOf("/");
  const authority = slash < 0 ? text : text.slice(0, slash);
  const host = authority.slice(authority.lastIndexOf("@") + 1).replace(/:[0-9]*$/, "");
  const path = slash < 0 ? "" : withoutSlashes(text.slice(slash));
  return withoutSuffix(path === "" ? host : `${host}/${path}`);
}

function withoutSlashes(path: string): string {
  let start = 0;
  while (path[start] === "/") start++;
  return path.slice(start);
}

function withoutSuffix(text: string): string {
  const plain = trimEnd(text);
  return plain.endsWith(".git") ? trimEnd(plain.slice(0, -".git".length)) : plain;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 1 && text[end - 1] === "/") end--;
  return text.slice(0, end);
}
