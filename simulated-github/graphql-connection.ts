// A list and its paging arguments → a connection, with GitHub's refusals of pages it does not give.
import { refuseGraphql } from "./graphql-access.ts";

export type PageArguments = {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
};

/** Pages forwards by `first` and `after` or backwards by `last` and `before`, 100 at most. */
export function connection<T>(args: PageArguments, items: readonly T[], node: (item: T) => unknown) {
  const size = args.first ?? args.last;
  if (size === undefined || size === null) {
    const message = "You must provide a `first` or `last` value to properly paginate the connection.";
    throw refuseGraphql("MISSING_PAGINATION_BOUNDARIES", message);
  }
  if (size > 100) {
    const message = `Requesting ${size} records on the connection exceeds the \`first\` limit of 100 records.`;
    throw refuseGraphql("EXCESSIVE_PAGINATION", message);
  }
  const from = args.after ? positionOf(args.after) + 1 : 0;
  const to = args.before ? positionOf(args.before) : items.length;
  const forwards = args.first !== undefined && args.first !== null;
  const start = forwards ? from : Math.max(from, to - size);
  const end = forwards ? Math.min(to, from + size) : to;
  return {
    totalCount: items.length,
    nodes: () => items.slice(start, end).map(node),
    edges: () =>
      items.slice(start, end).map((item, at) => ({ cursor: cursorOf(start + at), node: node(item) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: end > start ? cursorOf(start) : null,
      endCursor: end > start ? cursorOf(end - 1) : null,
    },
  };
}

function cursorOf(position: number): string {
  return Buffer.from(`cursor:${position}`).toString("base64");
}

function positionOf(cursor: string): number {
  const position = Number(/^cursor:(\d+)$/.exec(Buffer.from(cursor, "base64").toString())?.[1] ?? "x");
  if (Number.isNaN(position)) {
    throw refuseGraphql("INVALID_CURSOR_ARGUMENTS", `\`${cursor}\` does not appear to be a valid cursor.`);
  }
  return position;
}
