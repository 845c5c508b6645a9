// One GraphQL request: the world it is asked of, whose token asks, and whether answers lag.
import type { Token } from "./tokens.ts";
import type { World } from "./world.ts";

/** One request: whose token, and whether it reads what was before the last change. */
export type GraphqlCall = { readonly world: World; readonly token: Token; readonly stale: boolean };
