import { randomBytes } from "node:crypto";
import type { Scope } from "#contract/scope.ts";
import { appendAudit } from "#server/db/audit.ts";
import type { Db, Tx } from "#server/db/db.ts";

/*
 * Logins of reporting tools (docs/bi.md). What a login may see stands in bi_login, which it cannot write; the views run as gas_bi_view, a role
 * under the same policies as people.
 */

const NAME = /^[a-z][a-z0-9_]{0,39}$/;
/** One statement of a tool may take so long, and a login may open so many connections at once. */
const LIMIT = { statement: "5min", connections: 5 } as const;

export interface BiLogin {
  readonly login: string;
  readonly level: Scope["level"];
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  readonly madeAt: Date;
}

/** What an administrator asked for cannot be done; the message says why. */
export class BiRefused extends Error {
  override name = "BiRefused";
}

export function loginOf(name: string): string {
  if (!NAME.test(name))
    throw new BiRefused(
      `A name is small letters, digits and _, a letter first, at most 40: came ${JSON.stringify(name)}.`,
    );
  return `gasbi_${name}`;
}

function refuseEmbedded(db: Db): void {
  if (db.engine === "embedded")
    throw new BiRefused(
      "The embedded database lets no other program in: reporting tools need PostgreSQL (DATABASE_URL).",
    );
}

/** A statement with names and texts put in by the database itself. */
async function run(tx: Tx, format: string, ...values: readonly string[]): Promise<void> {
  const places = values.map((_, i) => `$${i + 2}::text`).join(", ");
  const [row] = await tx.query<{ text: string }>(`select format($1::text, ${places}) as text`, [format, ...values]);
  await tx.exec((row as { text: string }).text);
}

const isRole = async (tx: Tx, name: string): Promise<boolean> =>
  (await tx.query("select from pg_roles where rolname = $1", [name])).length > 0;

/** What the policies of enterprises read through a view of the caller's: where each is present. */
const PRESENCE = ["enterprise_area", "pipe_rollup", "station_rollup", "customer_rollup"] as const;
const IN_SIGHT = `(select app_level()) = 'province' or area_code = any ((select app_areas())::text[])
  or enterprise_id = (select app_enterprise())`;

/**
 * Makes the two roles behind the views once: gas_bi may read them, gas_bi_view is whom they run as. Functions and
 * policies of a view read as who asks, so that gas_bi reads what these do: its own line of bi_login, which county answers to whom, and who is
 * present in its sight.
 */
async function prepare(tx: Tx): Promise<void> {
  for (const name of ["gas_bi", "gas_bi_view"])
    if (!(await isRole(tx, name))) await run(tx, "create role %I nologin nosuperuser nobypassrls", name);
  await tx.exec(`
    grant gas_province, gas_area, gas_enterprise to gas_bi_view;
    grant gas_bi_view to current_user;
    grant usage, create on schema bi to gas_bi_view;
    grant usage on schema bi to gas_bi;
    grant select on bi_login, unit_county to gas_bi;
    drop policy if exists bi on unit_county;
    create policy bi on unit_county for select to gas_bi using (true);`);
  for (const table of PRESENCE) {
    await run(tx, "grant select on %I to gas_bi", table);
    await run(tx, "drop policy if exists bi on %I", table);
    await run(tx, `create policy bi on %I for select to gas_bi using (${IN_SIGHT})`, table);
  }
  const views = await tx.query<{ name: string }>("select viewname as name from pg_views where schemaname = 'bi'");
  for (const { name } of views) {
    await run(tx, "alter view bi.%I owner to gas_bi_view", name);
    await run(tx, "grant select on bi.%I to gas_bi", name);
  }
  await tx.exec("revoke create on schema bi from gas_bi_view");
}

/**
 * Makes a login with this sight; answers its name and its password, which is kept nowhere. Throws {@link BiRefused} for a name that is taken or
 * malformed, an area that does not exist, and a database account that may make no roles.
 */
export async function addLogin(
  db: Db,
  name: string,
  { level, areaCode, enterpriseId }: Scope,
  by: string,
): Promise<{ readonly login: string; readonly password: string }> {
  refuseEmbedded(db);
  const login = loginOf(name);
  const password = randomBytes(24).toString("base64url");
  await db.asOwner(async (tx) => {
    const [can] = await tx.query<{ may: boolean }>(
      "select rolcreaterole or rolsuper as may from pg_roles where rolname = current_user",
    );
    if (!can?.may) throw new BiRefused("The database account may make no roles: give it CREATEROLE for this.");
    if (await isRole(tx, login)) throw new BiRefused(`There is a login ${login} already.`);
    await prepare(tx);
    await run(
      tx,
      `create role %I login nosuperuser nobypassrls nocreaterole nocreatedb connection limit ${LIMIT.connections} password %L`,
      login,
      password,
    );
    await run(tx, "grant gas_bi to %I", login);
    await run(tx, "alter role %I set default_transaction_read_only = on", login);
    await run(tx, `alter role %I set statement_timeout = '${LIMIT.statement}'`, login);
    await run(tx, "alter role %I set search_path = bi", login);
    await tx.exec("set local role gas_system");
    await tx.query("insert into bi_login (login, level, area_code, enterprise_id) values ($1, $2, $3, $4)", [
      login,
      level,
      areaCode,
      enterpriseId,
    ]);
    await appendAudit(tx, {
      action: "bi.login",
      account: by,
      subject: login,
      areaCode,
      enterpriseId,
      detail: { level },
    });
  });
  return { login, password };
}

/** Takes a login away and ends what it has open. Throws {@link BiRefused} when there is none. */
export async function removeLogin(db: Db, name: string, by: string): Promise<void> {
  refuseEmbedded(db);
  const login = loginOf(name);
  await db.asOwner(async (tx) => {
    if (!(await isRole(tx, login))) throw new BiRefused(`There is no login ${login}.`);
    await run(tx, "alter role %I nologin", login);
    await tx.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = $1", [login]);
    await run(tx, "drop role %I", login);
    await tx.exec("set local role gas_system");
    const [row] = await tx.query<{ area: string; enterprise: string | null }>(
      "delete from bi_login where login = $1 returning area_code as area, enterprise_id as enterprise",
      [login],
    );
    const [areaCode, enterpriseId] = [row?.area ?? null, row?.enterprise ?? null];
    await appendAudit(tx, { action: "bi.logout", account: by, subject: login, areaCode, enterpriseId });
  });
}

export const listLogins = (db: Db): Promise<BiLogin[]> =>
  db.asSystem((tx) =>
    tx.query<BiLogin>(
      'select login, level, area_code as "areaCode", enterprise_id as "enterpriseId", made_at as "madeAt" from bi_login order by login',
    ),
  );
