import type { Role, Scope } from "#contract/scope.ts";
import type { AccountRow } from "#contract/session.ts";
import type { Tx } from "./db.ts";

export const FAILURES_TO_LOCK = 5;
export const LOCK_MINUTES = 15;

export interface Attempt {
  readonly passwordHash: string;
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  /** True when this very attempt, should it fail, is the one that locks. */
  readonly locks: boolean;
}

/**
 * Counts an attempt before its password is looked at, so that many at once are no more than five; `recordSuccess` takes the count
 * back. One statement whatever comes of it: `locked` when the account is, `unknown` when there is none.
 */
export async function beginAttempt(tx: Tx, account: string): Promise<Attempt | "locked" | "unknown"> {
  const [row] = await tx.query<Attempt & { exists: boolean }>(
    `with hit as (
       update account
          set failures = case when locked_until is null then failures + 1 else 1 end,
              locked_until = case when locked_until is null and failures + 1 >= $2::int
                                  then now() + make_interval(mins => $3::int) end
        where account = $1 and (locked_until is null or locked_until <= now())
       returning password_hash, area_code, enterprise_id, locked_until
     )
     select exists (select 1 from account where account = $1) as "exists", hit.password_hash as "passwordHash",
            hit.area_code as "areaCode", hit.enterprise_id as "enterpriseId", hit.locked_until is not null as "locks"
       from (select 1) one left join hit on true`,
    [account, FAILURES_TO_LOCK, LOCK_MINUTES],
  );
  if (!row?.exists) return "unknown";
  return row.passwordHash === null ? "locked" : row;
}

/** After a success: no failures, no lock, and the time of it. */
export async function recordSuccess(tx: Tx, account: string): Promise<void> {
  await tx.query("update account set failures = 0, locked_until = null, last_sign_in = now() where account = $1", [
    account,
  ]);
}

export async function setPasswordHash(tx: Tx, account: string, passwordHash: string): Promise<void> {
  await tx.query("update account set password_hash = $2 where account = $1", [account, passwordHash]);
}

/** Lifts a lock; returns false when there is no such account. */
export async function unlockAccount(tx: Tx, account: string): Promise<boolean> {
  const rows = await tx.query(
    "update account set failures = 0, locked_until = null where account = $1 returning account",
    [account],
  );
  return rows.length > 0;
}

/** Locks until somebody unlocks; returns false when there is no such account. */
export async function lockAccount(tx: Tx, account: string): Promise<boolean> {
  const rows = await tx.query("update account set locked_until = 'infinity' where account = $1 returning account", [
    account,
  ]);
  return rows.length > 0;
}

export async function removeAccount(tx: Tx, account: string): Promise<boolean> {
  const rows = await tx.query("delete from account where account = $1 returning account", [account]);
  return rows.length > 0;
}

export interface NewAccount {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  readonly passwordHash: string;
  readonly isDemo: boolean;
}

/** Adds an account; returns false when the name is taken. */
export async function insertAccount(tx: Tx, a: NewAccount): Promise<boolean> {
  const { level, areaCode, enterpriseId } = a.scope;
  const rows = await tx.query(
    `insert into account (account, name, role, level, area_code, enterprise_id, password_hash, is_demo)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (account) do nothing
     returning account`,
    [a.account, a.name, a.role, level, areaCode, enterpriseId, a.passwordHash, a.isDemo],
  );
  return rows.length > 0;
}

/** Brings a demo account up to date; returns false when there is none of that name. */
export async function updateDemoAccount(tx: Tx, a: NewAccount): Promise<boolean> {
  const { level, areaCode, enterpriseId } = a.scope;
  const rows = await tx.query(
    `update account
        set name = $2, role = $3, level = $4, area_code = $5, enterprise_id = $6, password_hash = $7, failures = 0, locked_until = null
      where account = $1 and is_demo
     returning account`,
    [a.account, a.name, a.role, level, areaCode, enterpriseId, a.passwordHash],
  );
  return rows.length > 0;
}

export async function readPasswordHash(tx: Tx, account: string): Promise<string | null> {
  const [row] = await tx.query<{ hash: string }>("select password_hash as hash from account where account = $1", [
    account,
  ]);
  return row?.hash ?? null;
}

export async function removeDemoAccounts(tx: Tx): Promise<void> {
  await tx.query("delete from account where is_demo");
}

interface FlatAccount extends Omit<AccountRow, "scope">, Scope {}

/** Accounts the transaction may see, by name, with their living sessions. Never a hash. */
export async function listAccounts(tx: Tx): Promise<AccountRow[]> {
  const rows = await tx.query<FlatAccount>(
    `select a.account, a.name, a.role, a.level, a.area_code as "areaCode", a.enterprise_id as "enterpriseId",
            case when a.locked_until > now() then
              case when isfinite(a.locked_until) then to_char(a.locked_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
                   else 'until unlocked' end
            end as "lockedUntil",
            to_char(a.last_sign_in at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "lastSignIn",
            (select count(*)::int from session s where s.account = a.account and s.expires_at > now()) as sessions
       from account a
      order by a.account`,
  );
  return rows.map(({ level, areaCode, enterpriseId, ...rest }) => ({
    ...rest,
    scope: { level, areaCode, enterpriseId },
  }));
}
