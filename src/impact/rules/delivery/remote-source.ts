// An Application newly delivers from outside the repository, or from another outside source than before.
import type { RemoteReference } from "../../../model/source-result.ts";
import { applicationList, applicationNames } from "../application-groups.ts";
import { defineRule } from "../define-rule.ts";
import { type RemoteEdit, remoteEdits } from "./remote-edits.ts";

/** A note for a new Application, a caution where an existing one gets another source. */
export const remoteSource = defineRule({
  id: "remote-source",
  severity: "note",
  find: (input) =>
    remoteEdits(input).map((group) => {
      const [{ isNew, base, head, application }] = group as [RemoteEdit];
      const { path, line } = head;
      return {
        subject: `Application ${application}`,
        facts: {
          ...applicationNames(group.map((g) => g.application)),
          kind: head.kind,
          ...shownParts(base, head),
        },
        source: { side: "head" as const, path, line },
        evidence: "git" as const,
        ...(isNew ? {} : { severity: "caution" as const }),
      };
    }),
  text: ({ facts }) => ({
    message: `${applicationList(facts)} ${facts.count === 1 ? "takes" : "take"} ${KINDS[facts.kind]} ${facts.to} from outside this repository${facts.from === "" ? "" : `, instead of ${facts.from}`}`,
    why: "It is not fetched here, so what it renders, and how that differs from what runs, is not part of this plan.",
    do: "Render it before and after, and compare; or vendor it, so that a change of it is reviewed here.",
  }),
});

const KINDS: Readonly<Record<RemoteReference["kind"], string>> = {
  chart: "chart",
  repository: "its manifests",
  base: "a base",
};

/** Both references in words. The former one is shortened to the parts that differ. */
function shownParts(base: RemoteReference | undefined, head: RemoteReference): { from: string; to: string } {
  const to = whole(head);
  if (!base) return { from: "", to };
  const moved = base.address !== head.address;
  return { from: moved ? whole(base) : `\`${base.version || "its default revision"}\``, to };
}

function whole({ kind, name, address, version }: RemoteReference): string {
  const at = version === "" ? "" : ` at \`${version}\``;
  if (kind === "chart") return `\`${[name, version].filter(Boolean).join(" ")}\` of \`${address}\``;
  return kind === "base" ? `\`${address}\`${at}` : `\`${name || "."}\` of \`${address}\`${at}`;
}
