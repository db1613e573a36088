import type { KpiEvent } from "#model/alarms/kpis.ts";
import { COUNTIES_OF } from "./areas.ts";
import type { Tx } from "./db.ts";

export interface KpiWhere {
  readonly from: string;
  readonly to: string;
  readonly area?: string | undefined;
  readonly enterprise?: string | undefined;
}

const IN_PLACE = (table: string) =>
  `($3::text is null or ${table}.area_code in ${COUNTIES_OF("$3")}) and ($4::text is null or ${table}.enterprise_id = $4)`;
const valuesOf = (w: KpiWhere) => [w.from, w.to, w.area ?? null, w.enterprise ?? null];

/** Entries of the journal in sight that the measures are made of, in order. */
export async function readKpiEvents(tx: Tx, w: KpiWhere): Promise<KpiEvent[]> {
  return await tx.query<KpiEvent>(
    `select (extract(epoch from e.at) * 1000)::float8 as at, e.kind, e.alarm_id as "alarmId", e.tag_id as "tagId",
            coalesce(a.rule_id, '') as "ruleId", e.level, e.is_heard as "isHeard"
       from alarm_event e left join alarm a on a.id = e.alarm_id
      where e.at >= $1::timestamptz and e.at < $2::timestamptz and ${IN_PLACE("e")}
        and (e.is_heard or e.kind in ('raised', 'rang_again', 'came_again', 'acknowledged', 'cleared', 'shelved', 'chatter_began'))
      order by e.seq`,
    valuesOf(w),
  );
}

/** Occurrences in sight that at `to` have stood for longer than `hours`: the 200 that stood longest first, each with how many there are in all. */
export async function readStale(
  tx: Tx,
  w: KpiWhere,
  hours: number,
): Promise<{ alarmId: string; tagId: string; hours: number; all: number }[]> {
  return await tx.query(
    `select a.id as "alarmId", a.tag_id as "tagId", extract(epoch from ($2::timestamptz - a.raised_at)) / 3600.0 as hours,
            count(*) over ()::int as "all"
       from alarm a
      where a.raised_at < $2::timestamptz - make_interval(hours => $5::int) and a.raised_at < $2::timestamptz
        and (a.cleared_at is null or a.cleared_at > $2::timestamptz) and $1::timestamptz is not null and ${IN_PLACE("a")}
      order by a.raised_at, a.id limit 200`,
    [...valuesOf(w), hours],
  );
}

export async function readFolded(tx: Tx, w: KpiWhere): Promise<{ alarms: number; incidents: number }> {
  const [row] = await tx.query<{ alarms: number; incidents: number }>(
    `select count(*) as alarms, count(distinct a.incident_id) as incidents from alarm a
      where a.raised_at >= $1::timestamptz and a.raised_at < $2::timestamptz and a.incident_id is not null and ${IN_PLACE("a")}`,
    valuesOf(w),
  );
  return row ?? { alarms: 0, incidents: 0 };
}
