import type { AlarmRule } from "#contract/alarm-rules.ts";
import type { AlarmReading, AlarmTag } from "#model/alarms/tag.ts";
import { windowOf } from "#model/alarms/watch.ts";
import type { PastValue } from "#model/alarms/window.ts";
import type { Tx } from "#server/db/db.ts";

/** Windows longer than this are told by the means of hours, shorter ones by readings: a start must not read a day of every tag. */
const READINGS_S = 10_800;
/** So far back readings are read at most, as means of equal parts of the window. */
const MOST_S = 3600;
const PARTS = 16;

interface PastRow extends PastValue {
  readonly tagId: string;
  readonly windowS: number;
}

/** Values of tags, each over its seconds before its newest, oldest first. Bad ones are none. */
async function readPast(tx: Tx, tagIds: readonly string[], windowsS: readonly number[]): Promise<PastRow[]> {
  return await tx.query<PastRow>(
    `with asked as (
       select a.id, a.s, l.t as newest from unnest($1::text[], $2::int[]) as a (id, s) join latest l on l.tag_id = a.id
     ), hours as (
       select a.id, a.s, h.t, h.mean, h.n - h.n_bad as n
         from asked a join reading_hour h on h.tag_id = a.id and h.t > a.newest - make_interval(secs => a.s)
        where a.s > ${READINGS_S} and h.mean is not null and h.n > h.n_bad
     ), readings as (
       select a.id, a.s, avg(extract(epoch from r.t) * 1000)::float8 as t, avg(r.v)::float8 as v, count(*)::int as n
         from asked a
        cross join lateral (
          select r.t, r.v from reading r
           where r.tag_id = a.id and r.t <= a.newest and r.q <> 2
             and r.t > a.newest - make_interval(secs => least(a.s, ${MOST_S}))
        ) r
        where a.s <= ${READINGS_S}
        group by a.id, a.s, floor(extract(epoch from r.t) * ${PARTS} / a.s)
     )
     select id as "tagId", s as "windowS", (extract(epoch from t) * 1000 + 1800000)::float8 as t, mean as v, n from hours
      union all
     select id, s, t, v, n from readings
      order by 1, 2, 3`,
    [tagIds, windowsS],
  );
}

/**
 * What rules that look back begin with, so that a new start or another rule does not make them blind, or take the mean of a minute for that of a day. Ends before what is
 * judged again (`unjudged`, in the order of time).
 */
export async function readPastOf(
  tx: Tx,
  tags: Iterable<AlarmTag>,
  rulesOf: (tag: AlarmTag) => readonly AlarmRule[],
  unjudged: readonly AlarmReading[],
): Promise<(tagId: string, rule: AlarmRule) => readonly PastValue[]> {
  const asked = new Map<string, readonly [string, number]>();
  for (const tag of tags)
    for (const rule of rulesOf(tag)) {
      const windowS = windowOf(rule);
      if (windowS !== null) asked.set(`${tag.id} ${windowS}`, [tag.id, windowS]);
    }
  if (asked.size === 0) return () => [];
  const pairs = [...asked.values()];
  const rows = await readPast(
    tx,
    pairs.map(([id]) => id),
    pairs.map(([, windowS]) => windowS),
  );
  const ends = new Map<string, number>();
  for (const { tagId, t } of unjudged) if (!ends.has(tagId)) ends.set(tagId, t);
  const isBefore = ({ tagId, t }: PastRow) => t < (ends.get(tagId) ?? Number.POSITIVE_INFINITY);
  const past = Map.groupBy(rows.filter(isBefore), ({ tagId, windowS }) => `${tagId} ${windowS}`);
  return (tagId, rule) => past.get(`${tagId} ${windowOf(rule)}`) ?? [];
}
