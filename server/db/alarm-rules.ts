import type { AlarmRule, Maintenance, RuleBody } from "#contract/alarm-rules.ts";
import { type RuleRow, ruleOf } from "#server/alarms/load.ts";
import type { Tx } from "./db.ts";

const COLUMNS =
  "id, version, area_code, enterprise_id, status, body, created_at, created_by, activated_at, activated_by";

/** Rules in sight, newest version first; `live` leaves out what is replaced or retired. */
export async function listRules(tx: Tx, isLive: boolean): Promise<AlarmRule[]> {
  const rows = await tx.query<RuleRow>(
    `select ${COLUMNS} from alarm_rule where not $1 or status in ('draft', 'active') order by id, version desc`,
    [isLive],
  );
  return rows.map(ruleOf);
}

export async function listVersions(tx: Tx, id: string): Promise<AlarmRule[]> {
  const rows = await tx.query<RuleRow>(`select ${COLUMNS} from alarm_rule where id = $1 order by version desc`, [id]);
  return rows.map(ruleOf);
}

export interface NewVersion {
  readonly id: string;
  readonly body: RuleBody;
  readonly areaCode: string;
  readonly enterpriseId: string | null;
  readonly by: string;
}

/** The next version as a draft; null when the id is somebody else's. Two at once get two numbers. */
export async function insertVersion(
  tx: Tx,
  { id, body, areaCode, enterpriseId, by }: NewVersion,
): Promise<AlarmRule | null> {
  await tx.query("select pg_advisory_xact_lock(1309000014)");
  const [row] = await tx.query<RuleRow>(
    `insert into alarm_rule (id, version, area_code, enterprise_id, status, body, created_by)
     select $1, coalesce(max(version), 0) + 1, $2, $3, 'draft', $4::jsonb, $5 from alarm_rule where id = $1
     having not coalesce(bool_or(area_code <> $2 or enterprise_id is distinct from $3), false)
     returning ${COLUMNS}`,
    [id, areaCode, enterpriseId, JSON.stringify(body), by],
  );
  return row === undefined ? null : ruleOf(row);
}

/** Puts one version in force; what was in force is replaced. null when there is no such draft or version. */
export async function activate(tx: Tx, id: string, version: number, by: string): Promise<AlarmRule | null> {
  await tx.query("update alarm_rule set status = 'replaced' where id = $1 and status = 'active' and version <> $2", [
    id,
    version,
  ]);
  const [row] = await tx.query<RuleRow>(
    `update alarm_rule set status = 'active', activated_at = now(), activated_by = $3 where id = $1 and version = $2 returning ${COLUMNS}`,
    [id, version, by],
  );
  return row === undefined ? null : ruleOf(row);
}

export async function retire(tx: Tx, id: string): Promise<AlarmRule | null> {
  const [row] = await tx.query<RuleRow>(
    `update alarm_rule set status = 'retired' where id = $1 and status = 'active' returning ${COLUMNS}`,
    [id],
  );
  return row === undefined ? null : ruleOf(row);
}

interface WindowRow extends Omit<Maintenance, "from" | "to" | "endedAt"> {
  readonly from: Date;
  readonly to: Date;
  readonly endedAt: Date | null;
}

const WINDOW = `w.id, w.station_id as "stationId", w.tag_id as "tagId", coalesce(s.name, t.name, w.station_id, w.tag_id, '') as name,
  w.area_code as "areaCode", w.enterprise_id as "enterpriseId", w.from_at as "from", w.to_at as "to", w.reason, w.by_name as "by",
  w.ended_at as "endedAt", w.ended_by as "endedBy"`;
const WINDOWS = "maintenance_window w left join station s on s.id = w.station_id left join tag t on t.id = w.tag_id";

const windowOf = (row: WindowRow): Maintenance => ({
  ...row,
  from: row.from.toISOString(),
  to: row.to.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

const STATES: Readonly<Record<string, string>> = {
  now: "w.ended_at is null and w.from_at <= now() and w.to_at > now()",
  planned: "w.ended_at is null and w.from_at > now()",
  past: "w.ended_at is not null or w.to_at <= now()",
  any: "true",
};

const MOST_WINDOWS = 1000;

export async function listWindows(tx: Tx, state: string): Promise<Maintenance[]> {
  const rows = await tx.query<WindowRow>(
    `select ${WINDOW} from ${WINDOWS} where ${STATES[state] ?? "true"} order by w.from_at desc, w.id limit ${MOST_WINDOWS}`,
  );
  return rows.map(windowOf);
}

export async function findWindow(tx: Tx, id: string): Promise<Maintenance | null> {
  const [row] = await tx.query<WindowRow>(`select ${WINDOW} from ${WINDOWS} where w.id = $1`, [id]);
  return row === undefined ? null : windowOf(row);
}

export interface NewWindow {
  readonly id: string;
  readonly stationId: string | null;
  readonly tagId: string | null;
  readonly areaCode: string;
  readonly enterpriseId: string;
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly by: string;
}

export async function insertWindow(tx: Tx, w: NewWindow): Promise<void> {
  await tx.query(
    `insert into maintenance_window (id, station_id, tag_id, area_code, enterprise_id, from_at, to_at, reason, by_name)
     values ($1, $2, $3, $4, $5, $6::timestamptz, $7::timestamptz, $8, $9)`,
    [w.id, w.stationId, w.tagId, w.areaCode, w.enterpriseId, w.from, w.to, w.reason, w.by],
  );
}

export async function endWindow(tx: Tx, id: string, by: string): Promise<void> {
  await tx.query("update maintenance_window set ended_at = now(), ended_by = $2 where id = $1 and ended_at is null", [
    id,
    by,
  ]);
}

/** Whose a station or tag is, as far as the transaction sees it. */
export async function findOwner(
  tx: Tx,
  table: "station" | "tag",
  id: string,
): Promise<{ areaCode: string; enterpriseId: string } | null> {
  const [row] = await tx.query<{ areaCode: string; enterpriseId: string }>(
    `select area_code as "areaCode", enterprise_id as "enterpriseId" from ${table} where id = $1`,
    [id],
  );
  return row ?? null;
}
