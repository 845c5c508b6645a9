// A record of an event's outcome → the metrics that CloudWatch extracts from the log.

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
export function withMetrics(component: string, namespace: string) {
  return ({ outcome, milliseconds, remaining }: Fields, time: number): Fields | undefined => {
    if (typeof outcome !== "string") return undefined;
    const counter = COUNTERS[outcome] ?? "Handled";
    const Metrics: { Name: string; Unit: Unit }[] = [{ Name: counter, Unit: "Count" }];
    const measured: Record<string, unknown> = { component, [counter]: 1 };
    const add = (Name: string, Unit: Unit, value: unknown) => {
      if (typeof value !== "number") return;
      Metrics.push({ Name, Unit });
      measured[Name] = value;
    };
    add("QueueAge", "Milliseconds", (milliseconds as { waited?: unknown } | undefined)?.waited);
    add("RateLimitRemaining", "Count", remaining);
    const declared = { Namespace: namespace, Dimensions: [["component"]], Metrics };
    measured["_aws"] = { Timestamp: time, CloudWatchMetrics: [declared] };
    return measured;
  };
}
