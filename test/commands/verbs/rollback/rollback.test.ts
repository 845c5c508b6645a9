// Rolling back → where it goes, and who may have it done.
import { expect, test } from "@jest/globals";
import { converse } from "../../../support/conversations.ts";

test.each([
  ["rollback-of-a-scale", "pr", undefined],
  ["rollback-of-the-part-that-can-go-back", "pr", "owner"],
  ["rollback-of-what-changed-since", "pr", "owner"],
  ["rollback-of-a-new-cluster-that-is-accepted", "pr", "owner"],
  ["rollback-of-one-cluster-on-an-open-pull-request", "here", undefined],
  ["undo", "here", undefined],
  ["promote-to-the-next-clusters", "pr", undefined],
])("%s goes to %s and takes the role %s", async (name, where, role) => {
  const [executed] = await converse(name);
  expect(executed?.stages.map((stage) => stage.where)).toEqual([where]);
  expect(executed?.role).toBe(role);
});
