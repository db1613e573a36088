/** Accounts that exist only with demo data. Names, never passwords; no schema, so that the sign-in page stays light. */
export const DEMO_ACCOUNTS = [
  "province",
  "city",
  "county",
  "enterprise",
  "analyst",
  "inspector",
  "clerk",
  "sysadmin",
  "secadmin",
  "auditor",
] as const;
export type DemoAccount = (typeof DEMO_ACCOUNTS)[number];
