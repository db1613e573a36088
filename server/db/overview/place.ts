import type { Scope } from "#contract/scope.ts";
import type { Tx } from "../db.ts";

interface Unit {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county";
  /** In the supervision tree; 定州 and 辛集 are counties right under the province. */
  readonly parent: string | null;
  readonly areaKm2: number;
}

/** One line of the comparison: a sub-area, or an enterprise. */
export interface Bin {
  readonly code: string;
  readonly name: string;
  readonly areaKm2: number;
}

/** What an overview is about, and into which parts its numbers fall. */
export interface Place {
  readonly area: string;
  /** Area codes whose rows count; null = everything in sight. */
  readonly areas: readonly string[] | null;
  readonly binBy: "area_code" | "enterprise_id";
  /** Known beforehand; enterprises are found in the rows. */
  readonly bins: readonly Bin[];
  readonly areaKm2: number;
  /** The bin of a row's area code or enterprise id. */
  binOf(key: string): string;
  /** What a bin that is not in `bins` is called. */
  nameOf(key: string): string;
}

const readUnits = (tx: Tx): Promise<Unit[]> =>
  tx.query<Unit>(
    `select code, name, 'province' as level, null as parent, area_km2 as "areaKm2" from division where level = 'province'
     union all
     select u.code, u.name, 'city', u.parent, (select sum(d.area_km2) from unit_county m join division d on d.code = m.county_code where m.unit_code = u.code)
       from supervision_unit u
      where u.parent is not null and u.code not in (select county_code from unit_county)
     union all
     select d.code, d.name, 'county', case when m.unit_code = d.code then u.parent else m.unit_code end, d.area_km2
       from division d join unit_county m on m.county_code = d.code join supervision_unit u on u.code = m.unit_code
      where d.level = 'county'
     order by code`,
  );

/** The codes of an area and all below it. */
function below(units: readonly Unit[], code: string): readonly string[] {
  const children = units.filter((unit) => unit.parent === code);
  return [code, ...children.flatMap((child) => below(units, child.code))];
}

/** An enterprise as a whole, wherever it works: its parts are the areas in which its rows lie. */
function everywhere(units: readonly Unit[], area: string): Place {
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  return {
    area,
    areas: null,
    binBy: "area_code",
    bins: [],
    areaKm2: byCode.get(area)?.areaKm2 ?? 0,
    binOf: (code) => code,
    nameOf: (code) => byCode.get(code)?.name ?? code,
  };
}

function subAreas(units: readonly Unit[], unit: Unit): Place {
  const bins = units.filter(({ parent }) => parent === unit.code);
  const binOf = new Map(bins.flatMap((bin) => below(units, bin.code).map((code) => [code, bin.code] as const)));
  return {
    area: unit.code,
    // All of the province, so that a row with a code nobody knows still counts.
    areas: unit.level === "province" ? null : below(units, unit.code),
    binBy: "area_code",
    bins,
    areaKm2: unit.areaKm2,
    // What belongs to the area itself and to none of its parts (a trunk line of the province) has a line of its own.
    binOf: (code) => binOf.get(code) ?? unit.code,
    nameOf: () => unit.name,
  };
}

/**
 * The place that a question is about, or null when it is none of the caller's. Without `asked` it is the caller's own area; an
 * enterprise's own place is all of its counties.
 */
export async function findPlace(tx: Tx, scope: Scope, asked: string | undefined): Promise<Place | null> {
  const units = await readUnits(tx);
  if (asked === undefined && scope.level === "enterprise") return everywhere(units, scope.areaCode);
  const code = asked ?? scope.areaCode;
  const unit = units.find((one) => one.code === code);
  if (!unit) return null;
  const own = new Set(below(units, scope.areaCode));
  if (!own.has(code)) {
    if (scope.level !== "enterprise") return null;
    const works = await tx.query("select 1 from enterprise_presence where area_code = $1", [code]);
    if (works.length === 0) return null;
  }
  if (unit.level !== "county") return subAreas(units, unit);
  const names = await tx.query<{ id: string; name: string }>("select id, name from enterprise");
  const nameOf = new Map(names.map(({ id, name }) => [id, name]));
  return {
    area: code,
    areas: [code],
    binBy: "enterprise_id",
    bins: [],
    areaKm2: unit.areaKm2,
    binOf: (id) => id,
    nameOf: (id) => nameOf.get(id) ?? id,
  };
}
