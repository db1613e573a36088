import type { FieldPerson, FieldPosition, FieldTrack } from "#contract/field/coverage.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { type CoverageWhere, DAYS_BACK, PACES, patrolPaces } from "./coverage.ts";

const MOST_PEOPLE = 500;
const AMONG = (t: string) =>
  `($1::text is null or ${t}.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or ${t}.enterprise_id = $2)`;

/** How many people with a record of the last thirty days are in sight, and the five hundred of them with most flags. */
export async function listPeople(
  tx: Tx,
  { area, enterprise }: CoverageWhere,
  day: string,
): Promise<{ readonly total: number; readonly people: FieldPerson[] }> {
  const paces = await patrolPaces(tx, day);
  // A province's people of thirty days, 150 000 rows, are sorted in memory: 17 MB.
  await tx.exec("set local work_mem = '32MB'");
  const rows = await tx.query<
    Omit<FieldPerson, "lastAt" | "doors"> & FieldPerson["doors"] & { readonly lastAt: Date; readonly total: number }
  >(
    `with pace as (select * from ${PACES(4)}),
          -- Grouped in the order of bytes: in that of a language, sorting a province's takes most of the answer.
          person as (
            select author collate "C" as author, sum(records)::int as records, sum(flagged)::int as flagged, max(last_at) as last, sum(visited)::int as visited,
                   sum(entered)::int as entered, sum(refused)::int as refused, sum(nobody_home)::int as nobody_home
              from field_person_day d where day >= $3::date - ${DAYS_BACK} and ${AMONG("d")}
             group by 1 having sum(records) > 0
          ),
          record as (
            select author collate "default" as author, records, flagged, last, visited, entered, refused, nobody_home
              from person order by flagged desc, last desc, 1 limit ${MOST_PEOPLE}
          ),
          piece as (
            select w.author, w.pipe_id, range_agg(numrange(w.from_m::numeric, w.to_m::numeric)) as walked
              from field_walk w join pipe p on p.id = w.pipe_id join pace on pace.level = p.pressure_level
             where w.to_m > w.from_m and w.at >= ($3::date - pace."everyDays"::int + 1)::timestamp at time zone 'Asia/Shanghai'
               and w.author in (select author from record) and ${AMONG("w")}
             group by 1, 2
          ),
          metres as (
            select author, sum(upper(r) - lower(r))::float8 as m from piece cross join lateral unnest(walked) r group by author
          )
     select r.author as account, n.author_name as name, n.area_code as "areaCode", n.enterprise_id as "enterpriseId", r.records, r.flagged, r.last as "lastAt",
            coalesce(m.m, 0) as "walkedM", r.visited, r.entered, r.refused, r.nobody_home as "nobodyHome",
            r.visited - r.entered - r.refused - r.nobody_home as other, (select count(*)::int from person) as total
       from record r
       cross join lateral (
         select author_name, area_code, enterprise_id from field_record r2
          where r2.author = r.author and r2.finished_at = r.last and ${AMONG("r2")} order by r2.id limit 1
       ) n
       left join metres m using (author)
      order by r.flagged desc, r.last desc, r.author`,
    [area, enterprise, day, JSON.stringify(paces)],
  );
  const people = rows.map(({ visited, entered, refused, nobodyHome, other, lastAt, total: _, ...person }) => ({
    ...person,
    lastAt: lastAt.toISOString(),
    doors: { visited, entered, refused, nobodyHome, other },
  }));
  return { total: rows[0]?.total ?? 0, people };
}

const WAY = `record_id as "recordId", author, author_name as "authorName", area_code as "areaCode", enterprise_id as "enterpriseId",
            from_at as "fromAt", to_at as "toAt", points, length_m as "lengthM", matched_m as "matchedM",
            case jsonb_typeof(line) when 'array' then line else '[]' end as line`;
type WayRow = Omit<FieldTrack, "fromAt" | "toAt"> & { readonly fromAt: Date; readonly toAt: Date };
const trackOf = ({ fromAt, toAt, ...row }: WayRow): FieldTrack => ({
  ...row,
  fromAt: fromAt.toISOString(),
  toAt: toAt.toISOString(),
});

/** Not a way that a person has left out in favour of what came first under its number (ledger/withdraw.ts). */
const STANDS = "not exists (select from field_record r where r.id = t.record_id and r.replaced_by is not null)";

/** Ways of everybody that touch a span, in the order of their beginnings. */
export async function listWays(
  tx: Tx,
  { area, enterprise }: CoverageWhere,
  { from, to }: { readonly from: string; readonly to: string },
  limit: number,
): Promise<FieldTrack[]> {
  const rows = await tx.query<WayRow>(
    `select ${WAY} from field_track t where to_at >= $3 and from_at < $4 and ${STANDS} and ${AMONG("t")} order by from_at, record_id limit $5`,
    [area, enterprise, from, to, limit],
  );
  return rows.map(trackOf);
}

/** Ways of one person, the newest first. */
export async function listTracks(
  tx: Tx,
  { author, from, to }: { readonly author: string; readonly from: string; readonly to: string },
  limit: number,
): Promise<FieldTrack[]> {
  const rows = await tx.query<WayRow>(
    `select ${WAY} from field_track t where author = $1 and to_at >= $2 and from_at < $3 and ${STANDS} order by from_at desc, record_id limit $4`,
    [author, from, to, limit],
  );
  return rows.map(trackOf);
}

/** The last place of everybody whose way ended so lately. */
export async function listPositions(
  tx: Tx,
  { area, enterprise }: CoverageWhere,
  since: Date,
): Promise<FieldPosition[]> {
  const rows = await tx.query<Omit<FieldPosition, "at" | "lngLat"> & { at: Date; lng: number; lat: number }>(
    `select distinct on (author) author as account, author_name as name, area_code as "areaCode", enterprise_id as "enterpriseId",
            record_id as "recordId", to_at as at, (line -> -1 ->> 0)::float8 as lng, (line -> -1 ->> 1)::float8 as lat
       from field_track t
      where to_at >= $3 and jsonb_typeof(line) = 'array' and jsonb_array_length(line) > 0 and ${STANDS} and ${AMONG("t")}
      order by author, to_at desc`,
    [area, enterprise, since],
  );
  return rows.map(({ at, lng, lat, ...row }) => ({ ...row, at: at.toISOString(), lngLat: [lng, lat] }));
}
