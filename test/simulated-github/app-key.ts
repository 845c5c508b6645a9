// The key of the simulated GitHub App. A worker of Jest's makes it once for all suites, so this module imports nothing of Jest's.
import { generateKeyPairSync } from "node:crypto";

export const APP_KEY = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
