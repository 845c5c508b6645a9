// A record that tells what came of an event → the same record with metrics that CloudWatch reads out of the log.

type Fields = Readonly<Record<string, unknown>>;

/** Outcomes → the counter they add to; any other counts as handled. */
const COUNTERS: Readonly<Record<string, string>> = {
  failed: "Failed",
  ignored: "Ignored",
  refused: "Refused",
  postponed: "Postponed",
};

/**
 * Embedded metric format (Amazon CloudWatch user guide, "Specification: Embedded metric format"). Records without an
 * outcome pass as they are. `QueueAge`: milliseconds from the event to its job's start.
 */
export function withMetrics(component: string): (record: Fields) => Fields {
  return (record) => {
    const { outcome, time, milliseconds, remaining } = record;
    if (typeof outcome !== "string") return record;
    const waited = (milliseconds as { waited?: number } | undefined)?.waited;
    const counter = COUNTERS[outcome] ?? "Handled";
    const metrics = [{ Name: counter, Unit: "Count", Value: 1 }];
    if (waited !== undefined) metrics.push({ Name: "QueueAge", Unit: "Milliseconds", Value: waited });
    if (typeof remaining === "number")
      metrics.push({ Name: "RateLimitRemaining", Unit: "Count", Value: remaining });
    return {
      ...record,
      _aws: {
        Timestamp: Date.parse(String(time)),
        CloudWatchMetrics: [
          {
            Namespace: "Breakwater",
            Dimensions: [["component"]],
            Metrics: metrics.map(({ Name, Unit }) => ({ Name, Unit })),
          },
        ],
      },
      component,
      ...Object.fromEntries(metrics.map(({ Name, Value }) => [Name, Value])),
    };
  };
}
