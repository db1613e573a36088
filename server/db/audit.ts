import type { AuditRow } from "#contract/session.ts";
import type { Tx } from "./db.ts";

export interface AuditEntry {
  /** What was done, as `thing.verb`: session.begin, session.refused, account.locked … */
  readonly action: string;
  readonly account: string | null;
  readonly subject?: string | null;
  readonly areaCode?: string | null;
  readonly enterpriseId?: string | null;
  readonly ip?: string | null;
  readonly detail?: Readonly<Record<string, unknown>>;
}

// One number names the queue of those who append, whatever the process.
const LOCK = 7_205_759;

/** Everything a row says but its number, as one text; the same expression writes a hash and checks it. */
const CANONICAL = `jsonb_build_array(to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
                     account, action, subject, area_code, enterprise_id, ip, detail)::text`;
const HASH = (previous: string) =>
  `encode(sha256(convert_to(coalesce(${previous}, '') || ${CANONICAL}, 'UTF8')), 'hex')`;

/**
 * Appends a row, its hash made over itself and the hash before it. Appenders wait for each other until their transaction ends:
 * do it last. Returns the new head of the chain; in the log, it proves later that no tail was cut off.
 */
export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<string> {
  await tx.query("select pg_advisory_xact_lock($1)", [LOCK]);
  const values = [
    entry.account,
    entry.action,
    entry.subject ?? null,
    entry.areaCode ?? null,
    entry.enterpriseId ?? null,
    entry.ip ?? null,
    JSON.stringify(entry.detail ?? {}),
  ];
  const [row] = await tx.query<{ hash: string }>(
    `insert into audit (at, account, action, subject, area_code, enterprise_id, ip, detail, hash)
     select n.*, ${HASH("(select a.hash from audit a order by a.id desc limit 1)")}
       from (select clock_timestamp() as at, $1::text as account, $2::text as action, $3::text as subject,
                    $4::text as area_code, $5::text as enterprise_id, $6::text as ip, $7::jsonb as detail) n
     returning hash`,
    values,
  );
  if (!row) throw new Error("the audit row was not written");
  return row.hash;
}

/** Whether every row still carries the hash of what it says and of the row before it. Reads the whole trail. */
export async function isChainIntact(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ intact: boolean }>(
    `select coalesce(bool_and(hash = expected), true) as intact
       from (select hash, ${HASH("lag(hash) over (order by id)")} as expected from audit) checked`,
  );
  return row?.intact ?? false;
}

/** A page of the trail as far as the transaction may see it, newest first. `before` is the id of the last row of the page above. */
export async function listAudit(tx: Tx, before: string | null, limit: number): Promise<AuditRow[]> {
  return await tx.query<AuditRow>(
    `select id::text as id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
            account, action, subject, area_code as "areaCode", ip
       from audit
      where $1::text is null or id < $1::text::bigint
      order by audit.id desc
      limit $2`,
    [before, limit],
  );
}
