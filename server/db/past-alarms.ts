import { PAST_ALARMS_LIMIT, PAST_STEPS, type PastAlarm } from "#contract/history.ts";
import type { Tx } from "./db.ts";

/** An alarm of the past without the dense number, which only the snapshot knows. */
export type StoredPastAlarm = Omit<PastAlarm, "tagSeq">;

const ISO = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const SELECT = `select a.id, a.tag_id as "tagId", t.station_id as "stationId", s.name as "stationName", t.name as "tagName", a.area_code as "areaCode",
                       case when s.geom is not null then array[st_x(s.geom), st_y(s.geom)] end as "lngLat", a.level,
                       ${ISO("a.raised_at")} as "raisedAt", ${ISO("a.cleared_at")} as "clearedAt", a.value, a.incident_id as incident,
                       coalesce((select jsonb_agg(jsonb_build_object('at', ${ISO("e.at")}, 'kind', e.kind, 'state', e.state, 'level', e.level,
                                                                     'by', e.by_name, 'incident', e.incident_id) order by e.seq)
                                   from (select * from alarm_event own where own.alarm_id = a.id order by own.seq desc limit ${PAST_STEPS}) e),
                                '[]') as course
                  from alarm a
                  left join tag t on t.id = a.tag_id
                  left join station s on s.id = t.station_id`;

/**
 * Alarms that were open at any time within a span, by the time they rang; one more than the limit when there are more. Open is also what had returned
 * and waited for somebody.
 */
export const listPastAlarms = (
  tx: Tx,
  from: Date,
  to: Date,
  tags: readonly string[] | null = null,
): Promise<StoredPastAlarm[]> =>
  tx.query(
    `${SELECT}
      where a.raised_at <= $2
        and (a.cleared_at is null or a.cleared_at >= $1 or a.state <> 'normal' or a.acked_at >= $1
             or a.id in (select e.alarm_id from alarm_event e where e.at >= $1 and e.at <= $2))
        and ($3::text[] is null or a.tag_id = any ($3))
      order by a.raised_at, a.id
      limit ${PAST_ALARMS_LIMIT + 1}`,
    [from, to, tags],
  );

/** The alarm that rang next after an instant, or last before it. */
export async function findPastAlarm(tx: Tx, at: Date, direction: "after" | "before"): Promise<StoredPastAlarm | null> {
  const [sign, order] = direction === "after" ? [">", "asc"] : ["<", "desc"];
  const [row] = await tx.query<StoredPastAlarm>(
    `${SELECT}
      where a.raised_at ${sign} $1
      order by a.raised_at ${order}, a.id
      limit 1`,
    [at],
  );
  return row ?? null;
}
