import { z } from "zod";
import { route } from "./route.ts";
import { Role, Scope } from "./scope.ts";

/** The signed-in person, as the SPA knows them. `csrf` goes back in the `x-csrf-token` header of every write. */
export const Me = z.object({
  account: z.string(),
  name: z.string(),
  role: Role,
  scope: Scope,
  areaName: z.string(),
  enterpriseName: z.string().nullable(),
  csrf: z.string(),
  demo: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const CSRF_HEADER = "x-csrf-token";
export const SESSION_COOKIE = "gas_session";

export const signIn = route({
  method: "POST",
  path: "/api/session",
  who: "public",
  summary: "Sign in; sets the session cookie",
  body: z.object({ account: z.string().min(1).max(64), password: z.string().min(1).max(256) }),
  reply: Me,
});

export const getMe = route({ path: "/api/session", summary: "Who is signed in", reply: Me });

export const signOut = route({
  method: "DELETE",
  path: "/api/session",
  summary: "Sign out; the session is revoked at once",
  reply: z.object({ signedOut: z.literal(true) }),
});

/** What a page asks first: what the sign-in page may say before anybody is known, and whether somebody is. */
export const getWelcome = route({
  path: "/api/welcome",
  who: "public",
  summary: "Name of the installation, whether it runs on demo data, and who is signed in",
  reply: z.object({
    name: z.string(),
    demo: z.boolean(),
    version: z.string(),
    /** Whom the caller's cookie knows; null: nobody. Told here, so that a page on a slow line asks once before it opens. */
    me: Me.nullable().optional(),
  }),
});

export const AccountRow = z.object({
  account: z.string(),
  name: z.string(),
  role: Role,
  scope: Scope,
  lockedUntil: z.string().nullable(),
  lastSignIn: z.string().nullable(),
  sessions: z.int(),
});
export type AccountRow = z.infer<typeof AccountRow>;

export const listAccounts = route({
  path: "/api/accounts",
  who: ["security_admin"],
  summary: "Accounts within the caller's area",
  reply: z.object({ accounts: z.array(AccountRow) }),
});

export const revokeSessions = route({
  method: "DELETE",
  path: "/api/accounts/:account/sessions",
  who: ["security_admin"],
  summary: "Revoke every session of an account and lift its lock",
  params: z.object({ account: z.string().min(1).max(64) }),
  reply: z.object({ revoked: z.int() }),
});

export const AuditRow = z.object({
  id: z.string(),
  at: z.string(),
  account: z.string().nullable(),
  action: z.string(),
  subject: z.string().nullable(),
  areaCode: z.string().nullable(),
  ip: z.string().nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;

export const listAudit = route({
  path: "/api/audit",
  who: ["audit_admin"],
  summary: "Audit trail within the caller's area, newest first",
  query: z.object({
    cursor: z.string().max(64).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  reply: z.object({ rows: z.array(AuditRow), next: z.string().nullable(), chainIntact: z.boolean() }),
});
