import { type Hex, hexSide, MERCATOR_RADIUS_M } from "#contract/hex-grid.ts";
import type { Tx } from "#server/db/db.ts";
import type { Question } from "./question.ts";
import { narrowTo, recordConditions } from "./records.ts";
import { Values } from "./sql-values.ts";

export type CountedHex = Hex & { readonly count: number };

/** Fractional axial coordinates to the hexagon they lie in: of the three that add up to nought, the one rounded farthest gives way. */
const ROUNDED = `
  select case when dq > dr and dq > ds then -r0 - s0 else q0 end as q, case when dr > ds and dr >= dq then -q0 - s0 else r0 end as r
    from (select round(qf) as q0, round(rf) as r0, round(-qf - rf) as s0, abs(round(qf) - qf) as dq, abs(round(rf) - rf) as dr,
                 abs(round(-qf - rf) + qf + rf) as ds from axial) rounding`;

/**
 * The records behind a question, counted by the hexagons of a grid (see `contract/hex-grid.ts`): the same records that `readRecords` lists.
 * @param sizeM side of a hexagon, metres on the ground
 */
export async function readHexes(tx: Tx, question: Question, sizeM: number): Promise<CountedHex[]> {
  const { records } = question.facts;
  const narrowed = narrowTo(question, { row: null, column: null });
  const values = new Values();
  const conditions = recordConditions(question, narrowed, values);
  if (narrowed.areas) conditions.push(`t.area_code = any(${values.add(narrowed.areas)}::text[])`);
  const side = values.add(hexSide(sizeM));
  const rows = await tx.query<CountedHex>(
    `with places as (select st_pointonsurface(t.geom) as p from ${records.table} t where ${conditions.join(" and ")}),
          plane as (select ${MERCATOR_RADIUS_M} * radians(st_x(p)) as x, ${MERCATOR_RADIUS_M} * ln(tan(pi() / 4 + radians(st_y(p)) / 2)) as y
                      from places),
          axial as (select (sqrt(3) / 3 * x - y / 3) / ${side}::float8 as qf, (2 * y / 3) / ${side}::float8 as rf from plane)
     select q::float8 as q, r::float8 as r, count(*)::float8 as count from (${ROUNDED}) hexes group by 1, 2 order by 1, 2`,
    values.list,
  );
  // SQL knows a nought below nought.
  return rows.map(({ q, r, count }) => ({ q: q + 0, r: r + 0, count }));
}
