// API group and kind as written → the kind that was meant, where only upper and lower case differ.

import { KINDS } from "./kinds.ts";

const SPELLINGS = new Map(KINDS.map(({ group, kind }) => [`${group}/${kind.toLowerCase()}`, kind]));

/** undefined where the kind is right, or not one that is known here. A kind is case-sensitive. */
export function kindMeant(group: string, kind: string): string | undefined {
  const meant = SPELLINGS.get(`${group}/${kind.toLowerCase()}`);
  return meant === kind ? undefined : meant;
}
