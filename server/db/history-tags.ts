import type { HistoryTag } from "#contract/history.ts";
import type { Tx } from "./db.ts";

/** Tags by id, as far as the transaction sees them, in the order asked for. */
export const listHistoryTags = (tx: Tx, ids: readonly string[]): Promise<HistoryTag[]> =>
  tx.query(
    `select t.id, t.name, t.kind, t.unit, t.station_id as "stationId", s.name as "stationName", t.low_alarm as "lowAlarm",
            t.low_warning as "lowWarning", t.high_warning as "highWarning", t.high_alarm as "highAlarm"
       from tag t
       left join station s on s.id = t.station_id
      where t.id = any ($1)
      order by array_position($1::text[], t.id)`,
    [ids],
  );
