// Files before and after → a patch that Git applies.
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** `before` is undefined for a new file. In the order of their paths; "" where nothing differs. */
export function renderPatch(
  files: readonly { readonly path: string; readonly before: string | undefined; readonly after: string }[],
): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return sorted
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const head = `diff --git a/${path} b/${path}\n${before === undefined ? "new file mode 100644\n" : ""}`;
      const from = before === undefined ? "/dev/null" : `a/${path}`;
      const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
      return (
        head + createTwoFilesPatch(from, `b/${path}`, before ?? "", after, undefined, undefined, options)
      );
    })
    .join("");
}
