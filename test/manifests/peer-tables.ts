// Tables of other projects, where the checkout has them beside it. Empty where it does not.
import { existsSync, readFileSync } from "node:fs";

const FILE = new URL("../../../shared/corpus/peer-tables.jsonl", import.meta.url);

export const HAVE_PEER_TABLES = existsSync(FILE);

export function peerRows<T>(suite: string): readonly T[] {
  const lines = HAVE_PEER_TABLES ? readFileSync(FILE, "utf8").split("\n") : [];
  return lines
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line))
    .filter((row) => row.suite === suite);
}
