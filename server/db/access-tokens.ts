import type { AccessToken } from "#contract/access-tokens.ts";
import type { Role, Scope } from "#contract/scope.ts";
import type { Tx } from "./db.ts";

/** Whom a token speaks for, as they are now. */
export interface TokenOwner {
  readonly id: string;
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly isDemo: boolean;
  /** ms since 1970. */
  readonly expiresAt: number;
}

interface OwnerRow extends Omit<TokenOwner, "scope"> {
  readonly level: Scope["level"];
  readonly areaCode: string;
  readonly enterpriseId: string | null;
}

/** The owner of a token in force, or null. An account that was locked by a person opens nothing; one locked by wrong passwords for minutes does. */
export async function findTokenOwner(tx: Tx, hash: string): Promise<TokenOwner | null> {
  const [row] = await tx.query<OwnerRow>(
    `select t.id, a.account, a.name, a.role, a.level, a.area_code as "areaCode", a.enterprise_id as "enterpriseId",
            a.is_demo as "isDemo", (extract(epoch from t.expires_at) * 1000)::float8 as "expiresAt"
       from access_token t join account a on a.account = t.account
      where t.token_hash = $1 and t.expires_at > now() and a.locked_until is distinct from 'infinity'`,
    [hash],
  );
  if (!row) return null;
  const { level, areaCode, enterpriseId, ...rest } = row;
  return { ...rest, scope: { level, areaCode, enterpriseId } };
}

/** When a token was last used, exact to an hour: a tile a second is no reason to write. */
export async function touchToken(tx: Tx, hash: string): Promise<void> {
  await tx.query(
    `update access_token set used_at = now()
      where token_hash = $1 and (used_at is null or used_at < now() - interval '1 hour')`,
    [hash],
  );
}

/** False when there is no such account. */
export async function insertToken(
  tx: Tx,
  t: {
    readonly id: string;
    readonly hash: string;
    readonly account: string;
    readonly name: string;
    readonly days: number;
  },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into access_token (token_hash, id, account, name, expires_at)
     select $1, $2, a.account, $4, now() + make_interval(days => $5::int) from account a where a.account = $3
     returning 1`,
    [t.hash, t.id, t.account, t.name, t.days],
  );
  return rows.length === 1;
}

interface TokenRow extends Omit<AccessToken, "createdAt" | "expiresAt" | "usedAt"> {
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly usedAt: Date | null;
}

/** An account's tokens in force, newest first. */
export async function listTokens(tx: Tx, account: string): Promise<AccessToken[]> {
  const rows = await tx.query<TokenRow>(
    `select id, name, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt"
       from access_token where account = $1 and expires_at > now()
      order by created_at desc, id`,
    [account],
  );
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    usedAt: row.usedAt?.toISOString() ?? null,
  }));
}

/** Ends an account's own token; its name, or null when there is none of that id. */
export async function removeToken(tx: Tx, account: string, id: string): Promise<string | null> {
  const [row] = await tx.query<{ name: string }>(
    "delete from access_token where account = $1 and id = $2 returning name",
    [account, id],
  );
  return row?.name ?? null;
}
