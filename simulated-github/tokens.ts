// Who calls: the app by its JWT, an installation by its token.
import { createHash, verify } from "node:crypto";
import type { Repository } from "./state.ts";
import { installationFor, type World } from "./world.ts";

/** What a token stands for. `repositories` undefined: all of the installation. */
export type Token = {
  readonly installationId: number;
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  readonly repositories: readonly number[] | undefined;
};

export type Tokens = ReturnType<typeof createTokens>;

/** Tokens that were issued. They run out after an hour of the simulation's clock. */
export function createTokens(world: World) {
  const issued = new Map<string, { readonly of: Token; readonly expiresAt: number }>();
  return {
    /** A new token, in the form installations get since April 2026: `ghs_APPID_JWT`. */
    issue: (of: Token): { token: string; expiresAt: number } => {
      const expiresAt = world.now() + 3_600_000;
      const claims = { n: issued.size, installation: of.installationId };
      const header = base64url(JSON.stringify({ alg: "none", typ: "JWT" }));
      const signature = createHash("sha256").update(`token ${issued.size}`).digest("base64url");
      const token = `ghs_${world.app.id}_${header}.${base64url(JSON.stringify(claims))}.${signature}`;
      issued.set(token, { of, expiresAt });
      return { token, expiresAt };
    },
    /** The token of an Authorization header; undefined when it is none, unknown or has run out. */
    find: (authorization: string | null): Token | undefined => {
      const found = issued.get(/^(?:token|bearer) (.+)$/i.exec(authorization ?? "")?.[1] ?? "");
      return found && found.expiresAt > world.now() ? found.of : undefined;
    },
  };
}

/**
 * Why GitHub would refuse a JWT; undefined when it is right: RS256, issued by the app, valid for ten minutes at most,
 * with the app's signature when its public key is known. Times are compared with each other, not with the clock.
 */
export function faultOfJwt(world: World, authorization: string | null): string | undefined {
  const jwt = /^bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/i.exec(authorization ?? "");
  if (!jwt) return "A JSON web token could not be decoded";
  const [, head, body, signature] = jwt as unknown as [string, string, string, string];
  const header = parse(head);
  const claims = parse(body);
  if (header?.["alg"] !== "RS256" || !claims) return "A JSON web token could not be decoded";
  if (String(claims["iss"]) !== String(world.app.id)) return "'Issuer' claim ('iss') must be the app's ID";
  const lifetime = Number(claims["exp"]) - Number(claims["iat"]);
  if (!(lifetime > 0 && lifetime <= 660)) {
    return "'Expiration time' claim ('exp') is too far in the future";
  }
  const key = world.app.publicKey;
  const bytes = Buffer.from(`${head}.${body}`);
  if (key && !verify("sha256", bytes, key, Buffer.from(signature, "base64url"))) {
    return "A JSON web token could not be decoded";
  }
  return undefined;
}

function parse(part: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** Whether a token reaches a repository: of its installation, and among those it was narrowed to. */
export function mayAccess(world: World, token: Token, repository: Repository): boolean {
  if (installationFor(world, repository)?.id !== token.installationId) return false;
  return token.repositories === undefined || token.repositories.includes(repository.id);
}
