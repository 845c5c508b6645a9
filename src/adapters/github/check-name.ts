// How the bot's check is called, on GitHub and in the rules that protect a branch.
export const CHECK_NAME = "breakwater/impact";
