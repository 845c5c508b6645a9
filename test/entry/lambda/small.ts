// Enough of the example fleet to plan for one cluster.
import { FLEET } from "../../support/repository.ts";

export const SMALL = Object.fromEntries(
  Object.entries(FLEET).filter(([path]) => /^(?:root-app\.yaml|bootstrap\/|clusters\/cl01\/)/.test(path)),
);
