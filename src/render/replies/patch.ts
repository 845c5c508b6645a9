// Files before and after → a patch that Git applies.
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { FileChange } from "../../model/edit.ts";

/** In the order of their paths; "" where nothing differs. */
export function renderPatch(files: readonly FileChange[]): string {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return sorted
    .filter(({ before, after }) => before !== after)
    .map(({ path, before, after }) => {
      const mode = before === undefined ? "new file" : after === undefined ? "deleted file" : undefined;
      const head = `diff --git a/${path} b/${path}\n${mode === undefined ? "" : `${mode} mode 100644\n`}`;
      const from = before === undefined ? "/dev/null" : `a/${path}`;
      const to = after === undefined ? "/dev/null" : `b/${path}`;
      const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
      return head + createTwoFilesPatch(from, to, before ?? "", after ?? "", undefined, undefined, options);
    })
    .join("");
}
