// Why planning was ended → the check that says so.
import type { CheckRun } from "../../render/check-run.ts";

/** `reason`: a clause about the plan, without a name of the repository's in it. */
export function limitCheck(reason: string): CheckRun {
  return {
    conclusion: "action_required",
    title: "Not evaluated",
    summary: `Planning this pull request was ended because ${reason}, so nothing is known about its impact. It is not tried again at this commit. Split the pull request, or take out what multiplies: an ApplicationSet with nested generators, a template that loops, a chart or a manifest of many megabytes. The next commit is planned again.`,
    text: "",
    annotations: [],
  };
}
