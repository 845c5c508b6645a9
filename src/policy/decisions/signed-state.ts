// State ↔ the hidden, signed line that ends the bot's comment.
import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { FoundState, State } from "../../model/state.ts";

/** Where a state belongs. */
export type StatePlace = {
  /** GitHub's number for it, which outlives names. */
  readonly repository: number;
  readonly pull: number;
};

/**
 * What GitHub lets a comment hold (65,536) less what render/comment/comment.ts takes of it (60,000), and some air. A state that
 * would be longer forgets numbers of findings, the oldest first.
 */
export const STATE_ROOM = 5_400;

const LINE = /(?:^|\n)<!-- breakwater state v1 ([A-Za-z0-9+/]+={0,2})\.([A-Za-z0-9+/]+=) -->\s*$/;

/** A key that fits one pull request of one repository, from the app's secret (HKDF, RFC 5869). */
export function stateKey(secret: string, { repository, pull }: StatePlace): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", `breakwater state v1 ${repository}#${pull}`, 32));
}

/** One line without its end, at most STATE_ROOM long if the rest of the state leaves room; see `fits`. */
export function signState(state: State, key: Uint8Array): string {
  let kept = state;
  for (;;) {
    const line = lineOf(kept, key);
    const numbers = Object.entries(kept.ids);
    if (line.length <= STATE_ROOM || numbers.length === 0) return line;
    const newest = numbers.sort(([, a], [, b]) => a - b).slice(Math.ceil(numbers.length / 4));
    kept = { ...kept, ids: Object.fromEntries(newest) };
  }
}

/** Whether all but the numbers of findings has room. A decision that does not fit cannot be remembered. */
export function fits(state: State): boolean {
  return lineOf({ ...state, ids: {} }, new Uint8Array(32)).length <= STATE_ROOM;
}

/**
 * The state at the end of the bot's comment; "lost" where none is there, or not one that this key signed. Whether the
 * comment is the bot's, and nobody else's hand was in it, is for the caller to know.
 */
export function verifyState(comment: string, key: Uint8Array): FoundState {
  const [, payload, signature] = LINE.exec(comment) ?? [];
  if (payload === undefined || signature === undefined) return "lost";
  // Text against text: several spellings in base64 mean the same bytes.
  const expected = Buffer.from(sign(payload, key));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return "lost";
  return JSON.parse(inflateRawSync(Buffer.from(payload, "base64")).toString("utf8")) as State;
}

function lineOf(state: State, key: Uint8Array): string {
  const payload = deflateRawSync(JSON.stringify(state)).toString("base64");
  return `<!-- breakwater state v1 ${payload}.${sign(payload, key)} -->`;
}

function sign(payload: string, key: Uint8Array): string {
  return createHmac("sha256", key).update(payload).digest("base64");
}
