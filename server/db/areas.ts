import type { Area } from "#contract/area.ts";
import type { Bbox } from "#contract/route.ts";
import type { Scope } from "#contract/scope.ts";
import type { Tx } from "./db.ts";

/** What a person's area and enterprise are called. */
export async function findNames(
  tx: Tx,
  areaCode: string,
  enterpriseId: string | null,
): Promise<{ areaName: string | null; enterpriseName: string | null }> {
  const [row] = await tx.query<{ areaName: string | null; enterpriseName: string | null }>(
    `select coalesce((select name from supervision_unit where code = $1), (select name from division where code = $1)) as "areaName",
            (select name from enterprise where id = $2) as "enterpriseName"`,
    [areaCode, enterpriseId],
  );
  return row ?? { areaName: null, enterpriseName: null };
}

interface UnitRow {
  code: string;
  name: string;
  level: Area["level"];
  parent: string | null;
  divisionParent: string | null;
  lng: number;
  lat: number;
  bbox: Bbox | null;
  areaKm2: number | null;
  indicative: boolean | null;
}

// A place without an outline is still a place one can fly to: a box of this many degrees about its point.
const HALF_DEGREE_BOX = 0.15;

function asArea(row: UnitRow): Area {
  const { lng, lat } = row;
  const d = HALF_DEGREE_BOX;
  return {
    code: row.code,
    name: row.name,
    level: row.level,
    parent: row.parent,
    divisionParent: row.divisionParent,
    lngLat: [lng, lat],
    bbox: row.bbox ?? [lng - d, lat - d, lng + d, lat + d],
    areaKm2: row.areaKm2 ?? 0,
    indicative: row.indicative ?? true,
  };
}

/**
 * The whole supervision tree: the province, its units, and each county under its unit. 定州 and 辛集, units that are one county
 * themselves, stand once, as county, right under the province. Geography is public to anybody signed in; routes cut it to a scope.
 */
export async function listUnits(tx: Tx): Promise<Area[]> {
  const rows = await tx.query<UnitRow>(
    `with unit as (
       select d.code, d.name, 'province' as level, null as parent, null as division_parent, d.lng, d.lat, d.area_km2
         from division d where d.level = 'province'
       union all
       select u.code, u.name, 'city', u.parent, d.parent, u.lng, u.lat,
              (select sum(c.area_km2) from unit_county m join division c on c.code = m.county_code where m.unit_code = u.code)
         from supervision_unit u
         left join division d on d.code = u.code
        where u.parent is not null and not exists (select 1 from unit_county m where m.county_code = u.code)
       union all
       select d.code, d.name, 'county',
              case when m.unit_code = d.code then (select u.parent from supervision_unit u where u.code = d.code) else m.unit_code end,
              d.parent, d.lng, d.lat, d.area_km2
         from division d join unit_county m on m.county_code = d.code
        where d.level = 'county'
     )
     select unit.code, unit.name, unit.level, unit.parent, unit.division_parent as "divisionParent", unit.lng, unit.lat,
            unit.area_km2 as "areaKm2", o.is_indicative as indicative,
            case when o.code is not null then array[st_xmin(o.box), st_ymin(o.box), st_xmax(o.box), st_ymax(o.box)] end as bbox
       from unit
       left join lateral (select code, is_indicative, geom::box2d as box from outline where outline.code = unit.code) o on true
      order by unit.code`,
  );
  return rows.map(asArea);
}

export interface Territory {
  readonly root: string;
  readonly areas: Area[];
  readonly ancestors: Area[];
}

/** The part of the tree that a scope stands on: its own area with all below it, and the way up to the province. */
export function territory(units: readonly Area[], scope: Scope): Territory {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const below = new Map<string, Area[]>();
  for (const unit of units) {
    if (unit.parent !== null) below.set(unit.parent, [...(below.get(unit.parent) ?? []), unit]);
  }
  const own = byCode.get(scope.areaCode);
  const areas: Area[] = [];
  const queue = own ? [own] : [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    areas.push(next);
    queue.push(...(below.get(next.code) ?? []));
  }
  const ancestors: Area[] = [];
  for (let up = own?.parent; up; up = byCode.get(up)?.parent) {
    const unit = byCode.get(up);
    if (unit) ancestors.unshift(unit);
  }
  return { root: scope.areaCode, areas, ancestors };
}

/** An area code and those below it: the counties that answer to a unit, all units and counties for the province. */
export const COUNTIES_OF = (code: string) =>
  `(select ${code}::text
    union select county_code from unit_county where unit_code = ${code}
    union select codes.code from (select d.code from division d where d.level = 'county' union select code from supervision_unit) codes
     where ${code} in (select d.code from division d where d.level = 'province'))`;
