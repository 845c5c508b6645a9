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

/** Names that end like a secret but are not one. */
const REFERENCES = new Set(["serviceaccounttoken", "automountserviceaccounttoken"]);

const LONGEST = 128;

/** `key` alone is no secret. Neither is `secret`, which is mostly the name of a Secret; `JWT_SECRET` is one. */
export function isSecretName(name: string): boolean {
  if (name.length > LONGEST) return false;
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (REFERENCES.has(plain)) return false;
  const single = plain.endsWith("s") ? plain.slice(0, -1) : plain;
  return /[A-Z0-9]_SECRETS?$/.test(name) || NAMES.some((n) => plain.endsWith(n) || single.endsWith(n));
}

/** The value of such a key refers to a secret; it is not the secret itself. */
export function isReference(name: string): boolean {
  return /^(?:valueFrom|serviceAccountToken|.*Ref)$/.test(name);
}
