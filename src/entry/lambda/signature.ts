// A body and GitHub's signature of it → whether the sender knows one of the secrets.
import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * `signature` is the header `X-Hub-Signature-256`; a body that is a text means its UTF-8 bytes. Compares digests in
 * constant time, with every secret there is (docs.github.com, "Validating webhook deliveries"). Two secrets are valid while one replaces the other.
 */
export function isSigned(body: Uint8Array | string, signature: string, secrets: readonly string[]): boolean {
  const [, hex] = /^sha256=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (hex === undefined) return false;
  const given = Buffer.from(hex, "hex");
  let signed = false;
  for (const secret of secrets) {
    const expected = createHmac("sha256", secret).update(body).digest();
    signed = timingSafeEqual(given, expected) || signed;
  }
  return signed;
}
