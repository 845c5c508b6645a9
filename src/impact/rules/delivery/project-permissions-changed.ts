// An AppProject permits more or less, or an Application asks its project for more than that permits.

import { count } from "../../../lib/english.ts";
import type { DeliveredApplication } from "../../../model/delivery.ts";
import type { Comparison, RuleMatch } from "../../../model/finding.ts";
import { nameList } from "../../facts/object-names.ts";
import { defineRule } from "../define-rule.ts";
import { changedProjects, denials, type ProjectChange } from "./project-changes.ts";

type ProjectFacts = {
  readonly about: "project" | "application";
  readonly name: string;
  readonly project: string;
  readonly fields: readonly string[];
  readonly reason: string;
  readonly loses: readonly string[];
  readonly gains: readonly string[];
  readonly leaving: readonly string[];
  readonly state: "changes" | "goes" | "new" | "known" | "still";
  readonly waiting: number;
};

const NONE = { fields: [], reason: "", loses: [], gains: [], leaving: [], waiting: 0 } as const;

/**
 * One finding for each AppProject that permits something else, and one for each Application that is refused without
 * that: a new one, one that asks for more, and one that was refused before and has changes that do not happen.
 */
export const projectPermissionsChanged = defineRule<ProjectFacts>({
  id: "project-permissions-changed",
  severity: "caution",
  find: (input) => {
    const projects = changedProjects(input);
    const losing = new Set(projects.flatMap(({ loses }) => loses.map(({ ref }) => ref)));
    const refused = [...input.deliveries.head.applications.values()].filter(
      (application) => denials(application).length > 0 && !losing.has(application.ref),
    );
    return [
      ...projects.filter(isTold).map(projectFound),
      ...refused.flatMap((application) => applicationFound(application, input)),
    ];
  },
  text: ({ facts }) => (facts.about === "project" ? projectText(facts) : applicationText(facts)),
});

/** Deleting a project without Applications changes no permission. */
function isTold({ head, loses, leaving }: ProjectChange): boolean {
  return head !== undefined || loses.length > 0 || leaving.length > 0;
}

function projectFound({ ref, base, head, fields, ...change }: ProjectChange): RuleMatch<ProjectFacts> {
  const { manifest } = (head ?? base).object;
  const refs = (applications: readonly DeliveredApplication[]) => applications.map((app) => app.ref).sort();
  const stops = change.loses.length > 0 || change.leaving.length > 0;
  return {
    subject: `AppProject ${ref}`,
    facts: {
      ...NONE,
      about: "project",
      name: ref,
      project: ref,
      fields,
      reason: denials(change.loses[0])[0] ?? "",
      loses: refs(change.loses),
      gains: refs(change.gains),
      leaving: refs(change.leaving),
      state: head ? "changes" : "goes",
    },
    source: {
      side: head ? "head" : "base",
      path: manifest.origin.path,
      line: fields[0] === undefined ? manifest.origin.line : manifest.lineOf(["spec", fields[0]]),
    },
    evidence: "git",
    ...(stops ? { severity: "stop" as const } : {}),
  };
}

function applicationFound(application: DeliveredApplication, input: Comparison): RuleMatch<ProjectFacts>[] {
  const { ref, manifest, project } = application;
  const base = input.deliveries.base.applications.get(ref);
  const waiting = input.changes.filter((c) => c.application === ref).length;
  const still = denials(base).length > 0;
  if (still && waiting === 0) return [];
  return [
    {
      subject: `Application ${ref}`,
      facts: {
        ...NONE,
        about: "application",
        name: ref,
        project: project?.ref ?? "",
        reason: denials(application)[0] ?? "",
        state: still ? "still" : base ? "known" : "new",
        waiting,
      },
      source: { side: "head", path: manifest.origin.path, line: manifest.lineOf(["spec", "project"]) },
      evidence: "git",
      ...(still ? {} : { severity: "stop" as const }),
    },
  ];
}

const REFUSED =
  "Argo CD does not sync an Application that its project refuses: what runs keeps running, but nothing is applied, repaired or pruned, and every later change waits as well.";

function projectText({ name, fields, reason, loses, gains, leaving, state }: ProjectFacts) {
  const parts = [
    ...(loses.length > 0
      ? [`${applications(loses)} ${loses.length === 1 ? "loses its" : "lose their"} right: ${reason}`]
      : []),
    ...(leaving.length > 0 ? [`the deletion of ${applications(leaving)} may never finish without it`] : []),
    ...(gains.length > 0
      ? [
          `${applications(gains)} ${gains.length === 1 ? "is" : "are"} permitted now, and what ${gains.length === 1 ? "it brings" : "they bring"} begins to apply`,
        ]
      : []),
  ];
  const what = state === "goes" ? "goes" : `changes what it permits (${fields.join(", ")})`;
  const message = `AppProject \`${name}\` ${what}: ${parts.length > 0 ? parts.join("; ") : "no Application in Git loses or gains by it"}`;
  if (loses.length > 0) {
    const advice = `Permit it again, or move ${loses.length === 1 ? "the Application" : "the Applications"} out of the project first.`;
    return { message, why: REFUSED, do: advice };
  }
  if (leaving.length > 0) {
    const why =
      "Argo CD asks the project what it may delete. Once the project is gone, a deleted Application stays half deleted with its finalizer, and what it manages keeps running or goes in part.";
    return { message, why, do: "Remove the Applications first, and the AppProject in a later pull request." };
  }
  if (gains.length > 0) {
    const why =
      "Nothing of a refused Application was applied as long as it was refused; what Git says by now is applied at once, over whatever runs there.";
    return {
      message,
      why,
      do: "Look at the objects marked as adopted: Git does not show whether they exist.",
    };
  }
  const why =
    "A project bounds what its Applications may read and where they may deliver; what it permits holds for every Application somebody adds later.";
  return { message, why, do: "Check that the project is meant to permit this." };
}

function applicationText({ name, reason, state, waiting }: ProjectFacts) {
  const message =
    state === "still"
      ? `Application \`${name}\` is refused by its project as before, so ${count(waiting, "change")} ${waiting === 1 ? "does" : "do"} not happen: ${reason}`
      : `Application \`${name}\` ${state === "new" ? "is new and refused by its project" : "asks for what its project refuses"}: ${reason}`;
  return { message, why: REFUSED, do: "Permit it in the AppProject, or choose a project that does." };
}

function applications(refs: readonly string[]): string {
  return `${refs.length === 1 ? "Application" : `${refs.length} Applications`} ${nameList(refs)}`;
}
