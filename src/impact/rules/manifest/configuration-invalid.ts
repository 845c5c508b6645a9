// A key of the configuration does not validate.
import { defineRule } from "../define-rule.ts";

export const configurationInvalid = defineRule({
  id: "configuration-invalid",
  severity: "caution",
  find: ({ config, deliveries }) =>
    // Where no file differs there is nothing to judge, rightly or wrongly.
    (deliveries.changedFiles === 0 ? [] : config.problems).map(({ path, line, message }) => ({
      subject: `Configuration ${path}`,
      facts: { path, message },
      source: { side: "base", path, line },
      evidence: "git",
    })),
  text: ({ facts }) => ({
    message: `\`${facts.path}\`: ${facts.message}`,
    why: "The default holds for this key, so the plan may judge otherwise than intended.",
    do: "Correct the key where the file stands; on GitHub that is the base branch, or the organisation's repository.",
  }),
});
