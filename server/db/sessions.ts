import type { Role, Scope } from "#contract/scope.ts";
import type { Session } from "#server/auth/sessions.ts";
import type { Tx } from "./db.ts";

interface SessionRow {
  account: string;
  name: string;
  role: Role;
  level: Scope["level"];
  areaCode: string;
  enterpriseId: string | null;
  csrf: string;
  isDemo: boolean;
  expiresAt: number;
  seenAt: number;
}

/** A session with its person as they are now: a role or scope changed since is already in force. */
export async function findSession(tx: Tx, id: string): Promise<Session | null> {
  const [row] = await tx.query<SessionRow>(
    `select a.account, a.name, a.role, a.level, a.area_code as "areaCode", a.enterprise_id as "enterpriseId",
            s.csrf, a.is_demo as "isDemo",
            (extract(epoch from s.expires_at) * 1000)::float8 as "expiresAt",
            (extract(epoch from s.seen_at) * 1000)::float8 as "seenAt"
       from session s
       join account a on a.account = s.account
      where s.token_hash = $1`,
    [id],
  );
  if (!row) return null;
  const { level, areaCode, enterpriseId, ...rest } = row;
  return { id, ...rest, scope: { level, areaCode, enterpriseId } };
}

export interface NewSession {
  readonly id: string;
  readonly account: string;
  readonly csrf: string;
  readonly at: number;
  readonly expiresAt: number;
  readonly ip: string;
  readonly userAgent: string | null;
}

export async function insertSession(tx: Tx, s: NewSession): Promise<void> {
  await tx.query(
    `insert into session (token_hash, account, csrf, created_at, seen_at, expires_at, ip, user_agent)
     values ($1, $2, $3, to_timestamp($4::float8 / 1000), to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000), $6, $7)`,
    [s.id, s.account, s.csrf, s.at, s.expiresAt, s.ip, s.userAgent?.slice(0, 256) ?? null],
  );
}

/** `seenAt` in ms; never moves back. */
export async function touchSession(tx: Tx, id: string, seenAt: number): Promise<void> {
  await tx.query(
    "update session set seen_at = greatest(seen_at, to_timestamp($2::float8 / 1000)) where token_hash = $1",
    [id, seenAt],
  );
}

export async function endSession(tx: Tx, id: string): Promise<void> {
  await tx.query("delete from session where token_hash = $1", [id]);
}

/** Ends all sessions of an account; returns their ids. */
export async function endAccountSessions(tx: Tx, account: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('delete from session where account = $1 returning token_hash as "id"', [
    account,
  ]);
  return rows.map((row) => row.id);
}

/** Deletes what ended before `now` or was last seen before `idleSince` (both ms); returns their ids. */
export async function purgeSessions(tx: Tx, now: number, idleSince: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `delete from session
      where expires_at <= to_timestamp($1::float8 / 1000) or seen_at <= to_timestamp($2::float8 / 1000)
     returning token_hash as "id"`,
    [now, idleSince],
  );
  return rows.map((row) => row.id);
}
