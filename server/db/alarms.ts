import type { JournalEntry } from "#contract/alarms.ts";
import type { WarningLevel } from "#contract/gas.ts";
import type { AlarmRecord } from "#model/alarms/record.ts";
import { ALARM_COLUMNS, type AlarmRow, recordOf } from "#server/alarms/rows.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

/** What a list of alarms is narrowed by; undefined = not. */
export interface AlarmWhere {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly station?: string | undefined;
  readonly tag?: string | undefined;
  readonly incident?: string | undefined;
  readonly rule?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly level?: readonly string[] | undefined;
  readonly kind?: readonly string[] | undefined;
  readonly hold: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const HELD = "(a.hold_kind is not null and not a.is_leak)";
/** What a person is waited for: the same that the overview counts. */
export const OPEN = `a.state <> 'normal' and not ${HELD}`;
const OPEN_STATES = ["unacknowledged", "acknowledged", "returned"];

const HOLDS: Readonly<Record<string, string>> = { no: `not ${HELD}`, yes: HELD, any: "true" };

/** Conditions on `alarm a left join tag t`, with their values from `$1` on. */
function conditions(where: AlarmWhere, states: readonly string[]) {
  const texts: string[] = [];
  const values: unknown[] = [];
  const add = (value: unknown, text: (p: string) => string) => {
    if (value === undefined) return;
    values.push(Array.isArray(value) ? [...value] : value);
    texts.push(text(`$${values.length}`));
  };
  add(states, (p) => `a.state = any (${p}::text[])`);
  add(where.area, (p) => `a.area_code in ${COUNTIES_OF(`${p}::text`)}`);
  add(where.enterprise, (p) => `a.enterprise_id = ${p}`);
  add(where.station, (p) => `t.station_id = ${p}`);
  add(where.tag, (p) => `a.tag_id = ${p}`);
  add(where.incident, (p) => `a.incident_id = ${p}`);
  add(where.rule, (p) => `a.rule_id = ${p}`);
  add(where.level, (p) => `a.level = any (${p}::text[])`);
  add(where.kind, (p) => `t.kind = any (${p}::text[])`);
  add(where.from, (p) => `a.raised_at >= ${p}::timestamptz`);
  add(where.to, (p) => `a.raised_at < ${p}::timestamptz`);
  const hold = HOLDS[where.hold];
  if (hold !== undefined) texts.push(hold);
  else add(where.hold, (p) => `${HELD} and a.hold_kind = ${p}`);
  return { text: texts.join(" and "), values };
}

const FROM = "alarm a left join tag t on t.id = a.tag_id";
const LEVEL_RANK = "array_position(array['red','orange','yellow','blue'], a.level)";
const STATE_RANK = "array_position(array['unacknowledged','returned','acknowledged','normal'], a.state)";

export type AlarmOrder = "seq" | "urgency";

/** The place after a row: what a cursor holds. */
export type AlarmPlace = readonly (string | number)[];

/** Occurrences from one file all have number 0: their time tells them apart. */
const AGE = "(extract(epoch from a.raised_at) * 1000)::bigint";

const ORDERS: Readonly<Record<AlarmOrder, { readonly keys: readonly string[]; readonly types: readonly string[] }>> = {
  seq: { keys: ["-a.seq", `-${AGE}`, "a.id"], types: ["bigint", "bigint", "text"] },
  urgency: {
    keys: [LEVEL_RANK, STATE_RANK, "-a.seq", `-${AGE}`, "a.id"],
    types: ["int", "int", "bigint", "bigint", "text"],
  },
};

export async function listAlarms(
  tx: Tx,
  where: AlarmWhere,
  order: AlarmOrder,
  after: AlarmPlace | null,
  limit: number,
): Promise<{ alarms: AlarmRecord[]; next: AlarmPlace | null }> {
  const { text, values } = conditions(where, where.state ?? OPEN_STATES);
  const { keys, types } = ORDERS[order];
  const later =
    after === null
      ? ""
      : `and (${keys.join(", ")}) > (${types.map((type, i) => `$${values.length + 1 + i}::${type}`).join(", ")})`;
  const rows = await tx.query<AlarmRow & { place: string[] }>(
    `select ${ALARM_COLUMNS}, array[${keys.map((key) => `(${key})::text`).join(", ")}] as place
       from ${FROM} where ${text} ${later} order by ${keys.join(", ")} limit ${limit + 1}`,
    [...values, ...(after ?? [])],
  );
  const page = rows.slice(0, limit);
  return { alarms: page.map(recordOf), next: rows.length > limit ? (page.at(-1)?.place ?? null) : null };
}

export type ByLevel = Record<WarningLevel, number>;
export const noneByLevel = (): ByLevel => ({ red: 0, orange: 0, yellow: 0, blue: 0 });

/** Open and not held: of the filter, of those unacknowledged, and those in sight that the filter leaves out. */
export async function countAlarms(
  tx: Tx,
  where: AlarmWhere,
): Promise<{ open: ByLevel; unacknowledged: ByLevel; hidden: ByLevel }> {
  const { text, values } = conditions(where, where.state ?? OPEN_STATES);
  const rows = await tx.query<{ level: WarningLevel; open: number; unacknowledged: number; hidden: number }>(
    `select a.level, count(*) filter (where ${text}) as open,
            count(*) filter (where ${text} and a.state = 'unacknowledged') as unacknowledged,
            count(*) filter (where not coalesce(${text}, false)) as hidden
       from ${FROM} where ${OPEN} group by 1`,
    values,
  );
  const counts = { open: noneByLevel(), unacknowledged: noneByLevel(), hidden: noneByLevel() };
  for (const row of rows) {
    counts.open[row.level] = row.open;
    counts.unacknowledged[row.level] = row.unacknowledged;
    counts.hidden[row.level] = row.hidden;
  }
  return counts;
}

export async function findAlarm(tx: Tx, id: string): Promise<AlarmRecord | null> {
  const [row] = await tx.query<AlarmRow>(`select ${ALARM_COLUMNS} from alarm a where a.id = $1`, [id]);
  return row === undefined ? null : recordOf(row);
}

export async function findAlarms(tx: Tx, ids: readonly string[]): Promise<AlarmRecord[]> {
  const rows = await tx.query<AlarmRow>(`select ${ALARM_COLUMNS} from alarm a where a.id = any ($1)`, [[...ids]]);
  return rows.map(recordOf);
}

export interface JournalWhere {
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
  readonly alarm?: string | undefined;
  readonly tag?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly after: number;
  readonly limit: number;
  /** The last ones instead of the first. */
  readonly isLast?: boolean;
}

/** Entries in sight in the order of their numbers. */
export async function readJournal(tx: Tx, w: JournalWhere): Promise<JournalEntry[]> {
  const rows = await tx.query<Omit<JournalEntry, "at" | "valueAt"> & { at: Date; valueAt: Date | null }>(
    `select * from (
       select seq, at, kind, alarm_id as "alarmId", tag_id as "tagId", area_code as "areaCode", enterprise_id as "enterpriseId", state, level,
              is_heard as heard, value, value_at as "valueAt", by_name as "by", comment
         from alarm_event e
        where e.seq > $1
          and ($2::text is null or e.area_code in ${COUNTIES_OF("$2")})
          and ($3::text is null or e.enterprise_id = $3)
          and ($4::text is null or e.alarm_id = $4)
          and ($5::text is null or e.tag_id = $5)
          and ($6::timestamptz is null or e.at >= $6)
          and ($7::timestamptz is null or e.at < $7)
        order by e.seq ${w.isLast ? "desc" : "asc"}
        limit $8
     ) page order by seq`,
    [
      w.after,
      w.area ?? null,
      w.enterprise ?? null,
      w.alarm ?? null,
      w.tag ?? null,
      w.from ?? null,
      w.to ?? null,
      w.limit,
    ],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), valueAt: row.valueAt?.toISOString() ?? null }));
}
