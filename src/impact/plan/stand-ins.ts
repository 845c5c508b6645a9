// A plan with stand-ins in it → the same as a person reads it: whom a finding is about, and names for symbols.

import type { Deliveries } from "../../model/delivery.ts";
import type { FindingDraft } from "../../model/finding.ts";
import { labelOf, labelText, type StandIn, type Symbols, spelledOut } from "../../model/stand-in.ts";

type Sides = Pick<Deliveries, "base" | "head">;

/** All of both sides, by name. */
export function standInsOf({ base, head }: Sides): ReadonlyMap<string, StandIn> {
  const applications = [base, head].flatMap((side) => [...side.applications.values()]);
  return new Map(applications.flatMap(({ standIn }) => (standIn ? [[standIn.name, standIn] as const] : [])));
}

/** A finding that names what stands in for clusters says that it is about each of them, and that Git does not list them. */
export function aboutStandIns(draft: FindingDraft, standIns: ReadonlyMap<string, StandIn>): FindingDraft {
  if (standIns.size === 0) return draft;
  const said = JSON.stringify([draft.subject, draft.message, draft.facts]);
  const labels = [...standIns.values()].filter(({ name }) => said.includes(name)).map(labelOf);
  if (labels.length === 0) return draft;
  const unsaid = labels.filter((label) => !draft.message.includes(labelText(label)));
  const where = [...new Set(unsaid)].sort().map(labelText).join(" and on ");
  return {
    ...draft,
    evidence: "unknown",
    ...(where === "" ? {} : { message: `On ${where}: ${draft.message}` }),
  };
}

/** What a person reads in place of symbols, in every text of a value. */
export function symbolsOf({ base, head }: Sides): Symbols {
  return new Map([...base.symbols, ...head.symbols]);
}

export function withoutSymbols<T>(value: T, symbols: Symbols): T {
  return symbols.size === 0 ? value : (spelled(value, symbols) as T);
}

function spelled(value: unknown, symbols: Symbols): unknown {
  if (typeof value === "string") return spelledOut(value, symbols);
  if (Array.isArray(value)) return value.map((entry) => spelled(entry, symbols));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [spelledOut(key, symbols), spelled(child, symbols)]),
  );
}
