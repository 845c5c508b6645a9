// The answers GitHub gives: status, headers, body; its errors, and pages of lists.

/** An answer before it becomes a Response. A Buffer is sent as it is, anything else as JSON. */
export type ApiResponse = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export function ok(body: unknown): ApiResponse {
  return { status: 200, body };
}

/** An error with GitHub's envelope. */
export function refuse(status: number, message: string, errors?: readonly unknown[]): ApiResponse {
  const envelope = { documentation_url: "https://docs.github.com/rest", status: String(status) };
  return { status, body: { message, ...(errors ? { errors } : {}), ...envelope } };
}

/** What GitHub says both for what is not there and for what one may not see. */
export function notFound(): ApiResponse {
  return refuse(404, "Not Found");
}

/** 422 with the field that is at fault. */
export function invalid(resource: string, field: string, code: string, message?: string): ApiResponse {
  return refuse(422, "Validation Failed", [{ resource, code, field, ...(message ? { message } : {}) }]);
}

/**
 * One page of a list, by `page` and `per_page` (30 unless told, 100 at most), with the Link header GitHub sends when
 * there is more than one page. `wrap` puts the page into an object.
 */
export function listPage<T>(
  url: URL,
  items: readonly T[],
  wrap: (page: readonly T[]) => unknown = (page) => page,
): ApiResponse {
  const perPage = Math.min(Math.max(Number(url.searchParams.get("per_page")) || 30, 1), 100);
  const page = Math.max(Number(url.searchParams.get("page")) || 1, 1);
  const last = Math.max(Math.ceil(items.length / perPage), 1);
  const at = (number: number, relation: string) => {
    const target = new URL(url);
    target.searchParams.set("page", String(number));
    return `<${target.href}>; rel="${relation}"`;
  };
  const links = [
    ...(page > 1 ? [at(page - 1, "prev")] : []),
    ...(page < last ? [at(page + 1, "next"), at(last, "last")] : []),
    ...(page > 1 ? [at(1, "first")] : []),
  ];
  const body = wrap(items.slice((page - 1) * perPage, page * perPage));
  return { status: 200, body, headers: links.length > 0 ? { link: links.join(", ") } : {} };
}
