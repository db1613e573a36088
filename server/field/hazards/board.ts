import type { HazardCell } from "#contract/field/hazard-board.ts";
import type { HazardPlace } from "#contract/field/hazard-places.ts";
import type { Bbox } from "#contract/route.ts";
import type { HazardGrade } from "#contract/gas.ts";
import { COUNTIES_OF } from "#server/db/areas.ts";
import type { Tx } from "#server/db/db.ts";
import { stateOf } from "#server/field/hazard-rows.ts";
import { AGE_OF, DUE_OF } from "./buckets.ts";

export interface BoardWhere {
  readonly area: string | null;
  readonly enterprise: string | null;
  readonly now: Date;
}

const NOW = "$3::timestamptz";

/** Open hazards in the transaction's sight by grade, state, age, deadline and climb: all from the index `hazard_board`. */
export async function readBoard(tx: Tx, { area, enterprise, now }: BoardWhere): Promise<HazardCell[]> {
  const rows = await tx.query<Omit<HazardCell, "state"> & { state: string }>(
    `select h.grade, h.state, ${AGE_OF(NOW)} as age, ${DUE_OF(NOW)} as due, h.climbed_to as "climbedTo", count(*)::int as count
       from hazard h
      where h.state <> 'closed' and ($1::text is null or h.area_code in ${COUNTIES_OF("$1")}) and ($2::text is null or h.enterprise_id = $2)
      group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5`,
    [area, enterprise, now],
  );
  return rows.map((row) => ({ ...row, state: stateOf(row.state) }));
}

export interface PlacesWhere {
  readonly grade: HazardGrade | null;
  readonly bbox: Bbox | null;
  readonly now: Date;
  readonly most: number;
}

/** How much of a note a mark on the map tells. */
const NOTE_LENGTH = 60;

/** Open hazards of a box in the transaction's sight, the gravest first and of a grade those whose deadline is first; one more than asked for where there are more. */
export async function readPlaces(
  tx: Tx,
  { grade, bbox, now, most }: PlacesWhere,
): Promise<{ places: HazardPlace[]; isCut: boolean }> {
  const rows = await tx.query<Omit<HazardPlace, "lngLat" | "state"> & { state: string; lng: number; lat: number }>(
    `select h.id, h.grade, h.state, st_x(h.geom) as lng, st_y(h.geom) as lat, h.code, left(coalesce(h.note, ''), ${NOTE_LENGTH}) as note,
            coalesce(h.state <> 'rechecked' and h.due_at < $1::timestamptz, false) as "isOverdue"
       from hazard h
      where h.state <> 'closed' and ($2::text is null or h.grade = $2)
        and ($3::float8 is null or h.geom && st_makeenvelope($3::float8, $4::float8, $5::float8, $6::float8, 4490))
      order by case h.grade when 'major' then 0 when 'general' then 1 else 2 end, h.due_at, h.id
      limit $7`,
    [now, grade, ...(bbox ?? [null, null, null, null]), most + 1],
  );
  const places = rows.slice(0, most).map(
    ({ lng, lat, state, ...row }): HazardPlace => ({
      ...row,
      state: stateOf(state),
      lngLat: [lng, lat],
    }),
  );
  return { places, isCut: rows.length > most };
}
