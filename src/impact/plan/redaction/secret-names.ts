// The name of a key, a variable or a flag → whether its value is a secret.

/** Compared without case and separators, as the end of a name: `adminPassword`, `DB_PASSWORD`, `db.password`. */
const NAMES = [
  "password",
  "passwd",
  "passphrase",
  "passcode",
  "pwd",
  "token",
  "apikey",
  "privatekey",
  "clientkeydata",
  "clientsecret",
  "sharedsecret",
  "webhooksecret",
  "secretkey",
  "sharedkey",
  "signingkey",
  "encryptionkey",
  "accesskey",
  "accountkey",
  "connectionstring",
  "authorization",
  "dockerconfigjson",
  "dockercfg",
  "htpasswd",
  "kubeconfig",
  "userdata",
  "cloudconfig",
  "encrypteddata",
];

/** These end like a secret and lead to none. */
const REFERENCES = new Set(["serviceaccounttoken", "automountserviceaccounttoken"]);

const LONGEST = 128;

/** `key` alone is no secret, and neither is `secret`, which is the name of one in most places; `JWT_SECRET` is. */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST) return false;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (REFERENCES.has(plain)) return false;
  const single = plain.endsWith("s") ? plain.slice(0, -1) : plain;
  return /[A-Z0-9]_SECRETS?$/.test(name) || NAMES.some((n) => plain.endsWith(n) || single.endsWith(n));
}

/** Below such a key stands where a secret is, not the secret. */
export function isReference(name: string): boolean {
  return /^(?:valueFrom|serviceAccountToken|.*Ref)$/.test(name);
}
