import { PAST_DOUBTS_LIMIT } from "#contract/history.ts";
import type { Tx } from "./db.ts";

/** A time at which a tag was not to be trusted, or worked on; ms since 1970, null while it goes on. */
export interface DoubtSpan {
  readonly tagId: string;
  readonly doubt: "suspect" | "maintenance";
  readonly from: number;
  readonly to: number | null;
}

const MS = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/**
 * Which tags in sight were suspect, or under a maintenance window, at any time within a span; one more than the limit when there are more. A tag on which a confirmed
 * leak stood is never told as maintained.
 */
export const listDoubtSpans = (tx: Tx, from: Date, to: Date): Promise<DoubtSpan[]> =>
  tx.query(
    `with windows as (select tag_id, station_id, from_at, least(to_at, coalesce(ended_at, to_at)) as until from maintenance_window
                       where from_at <= $2 and least(to_at, coalesce(ended_at, to_at)) > $1)
     select * from (
       select tag_id as "tagId", 'suspect' as doubt, ${MS("from_at")} as "from", ${MS("to_at")} as "to"
         from tag_quality_span where from_at <= $2 and (to_at is null or to_at > $1)
        union all
       select g.id, 'maintenance', ${MS("w.from_at")}, ${MS("w.until")}
         from windows w join tag g on g.id = w.tag_id or g.station_id = w.station_id
        where not exists (select 1 from alarm a where a.tag_id = g.id and a.is_leak
                             and a.raised_at < w.until and (a.cleared_at is null or a.cleared_at > w.from_at))
     ) s
      order by "from", "tagId", doubt
      limit ${PAST_DOUBTS_LIMIT + 1}`,
    [from, to],
  );
