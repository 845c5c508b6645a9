// A record that tells what came of an event → the metrics that CloudWatch reads out of the log.

type Fields = Readonly<Record<string, unknown>>;

/** Outcomes → the counter they add to; any other counts as handled. */
const COUNTERS: Readonly<Record<string, string>> = {
  failed: "Failed",
  ignored: "Ignored",
  refused: "Refused",
  postponed: "Postponed",
};

type Unit = "Count" | "Milliseconds";

/**
 * Fields to add to a record, in the embedded metric format (Amazon CloudWatch user guide, "Specification: Embedded metric
 * format"). A record without an outcome has none. `namespace` keeps two stages in one account apart. `QueueAge`: milliseconds from the event to its job's start.
 */
export function withMetrics(component: string, namespace: string): (record: Fields) => Fields {
  return (record) => {
    const { outcome, time, milliseconds, remaining } = record;
    if (typeof outcome !== "string") return {};
    const Metrics: { Name: string; Unit: Unit }[] = [];
    const measured: Record<string, unknown> = { component };
    const add = (Name: string, Unit: Unit, value: number) => {
      Metrics.push({ Name, Unit });
      measured[Name] = value;
    };
    add(COUNTERS[outcome] ?? "Handled", "Count", 1);
    const waited = (milliseconds as { waited?: number } | undefined)?.waited;
    if (waited !== undefined) add("QueueAge", "Milliseconds", waited);
    if (typeof remaining === "number") add("RateLimitRemaining", "Count", remaining);
    const declared = { Namespace: namespace, Dimensions: [["component"]], Metrics };
    const _aws = { Timestamp: Date.parse(String(time)), CloudWatchMetrics: [declared] };
    return Object.assign(measured, { _aws });
  };
}
