import type { LngLat } from "#contract/route.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import type { Owner } from "#server/field/sight.ts";

/** A place within a record that names no pipe: `n` is its number there. */
export interface Unnamed {
  readonly n: number;
  readonly lngLat: LngLat;
  /** As the phone's system gives it, m; null = not said. */
  readonly accuracyM: number | null;
}

/** The pipe nearest to a place, and how far it is. */
export interface NearPipe extends Owner {
  readonly n: number;
  readonly pipeId: string;
  readonly distanceM: number;
}

const LEAST_M = 15;
const MOST_M = 50;
const DEGREE_M = 111_195.08;

/** How far off a pipe may lie to be named, m: as far as the place is unsure, within limits; a place that says nothing counts as sure. */
const reachOf = (accuracyM: number | null): number => Math.min(MOST_M, Math.max(LEAST_M, accuracyM ?? 0));

const POINT = "st_setsrid(st_makepoint(q.lng, q.lat), 4490)";
/** Within so few metres the plane that touches the ball is the ball. */
const flat = (geom: string) => `st_scale(${geom}, q.kx, ${DEGREE_M})`;

/**
 * Names the pipe nearest to each of a record's places, within its accuracy, and keeps that beside the record: of the pipes of its enterprise;
 * for an authority's person, of their area. Done again, it replaces what was named before. Places with none near are left out.
 */
export async function nameNearPipes(
  tx: Tx,
  recordId: string,
  { areaCode, enterpriseId }: Owner,
  places: readonly Unnamed[],
): Promise<NearPipe[]> {
  await tx.query("delete from field_near_pipe where record_id = $1", [recordId]);
  if (places.length === 0) return [];
  const rows = places.map(({ n, lngLat: [lng, lat], accuracyM }) => {
    const kx = DEGREE_M * Math.cos((lat * Math.PI) / 180);
    const reach = reachOf(accuracyM);
    return { n, lng, lat, kx, reach, dx: reach / Math.max(1, kx), dy: reach / DEGREE_M };
  });
  return await tx.query<NearPipe>(
    `insert into field_near_pipe (record_id, n, area_code, enterprise_id, pipe_id, distance_m)
     select $1, q.n, near.area_code, near.enterprise_id, near.id, near.m
       from jsonb_to_recordset($2::jsonb) q (n int, lng float8, lat float8, kx float8, reach float8, dx float8, dy float8)
      cross join lateral (
        select p.id, p.area_code, p.enterprise_id, st_distance(${flat("p.geom")}, ${flat(POINT)}) as m from pipe p
         where p.geom && st_expand(${POINT}, q.dx, q.dy) and p.status <> 'planned'
           and case when $3 = '' then p.area_code in ${COUNTIES_OF("$4")} else p.enterprise_id = $3 end
         order by m, p.id limit 1
      ) near where near.m <= q.reach
     returning n, pipe_id as "pipeId", distance_m as "distanceM", area_code as "areaCode", enterprise_id as "enterpriseId"`,
    [recordId, JSON.stringify(rows), enterpriseId, areaCode],
  );
}
