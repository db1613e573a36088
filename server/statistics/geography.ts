import type { Scope } from "#contract/scope.ts";
import type { PlaceDimension } from "#contract/statistics-dimensions.ts";
import type { Tx } from "#server/db/db.ts";
import { findPlace, type Place } from "#server/db/overview/place.ts";

interface DivisionRow {
  readonly code: string;
  readonly name: string;
  readonly level: "province" | "city" | "county";
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly areaKm2: number;
}

/** The place a question is about, and in which part of it a county lies. */
export interface Geography {
  readonly place: Place;
  /** Counties of the place, by code. */
  readonly counties: readonly string[];
  /** The part of a dimension of place that a row of this area and enterprise falls into; "" for none. */
  keyOf(dimension: PlaceDimension, areaCode: string, enterpriseId: string): string;
  /** What the parts of a dimension are; those that are known beforehand, whether or not they hold anything. */
  keys(dimension: PlaceDimension): readonly string[];
  /** Area codes that fall into a key; null for all of the place (an enterprise). */
  areasOf(dimension: PlaceDimension, key: string): readonly string[] | null;
  /** Areas that fall into the same parts of some dimensions as another, which stands for all of them: [area, that other one]. */
  twins(dimensions: readonly PlaceDimension[]): readonly (readonly [string, string])[];
  nameOf(dimension: PlaceDimension, key: string): string;
  /** Square kilometres of a part; of the place itself where the key is no area. */
  km2(dimension: PlaceDimension, key: string): number;
  areaName(code: string): string | null;
}

const readDivisions = (tx: Tx): Promise<DivisionRow[]> =>
  tx.query<DivisionRow>(
    `select d.code, d.name, d.level, m.unit_code as unit, u.name as "unitName", d.area_km2 as "areaKm2"
       from division d left join unit_county m on m.county_code = d.code left join supervision_unit u on u.code = m.unit_code
      order by d.code`,
  );

const cityOf = (code: string): string => `${code.slice(0, 4)}00`;

/** The place asked about, in the caller's transaction; null when it is out of sight. */
export async function readGeography(tx: Tx, scope: Scope, area: string | undefined): Promise<Geography | null> {
  const place = await findPlace(tx, scope, area);
  if (place === null) return null;
  const divisions = await readDivisions(tx);
  const byCode = new Map(divisions.map((row) => [row.code, row]));
  const unitNames = new Map(
    divisions.flatMap(({ unit, unitName }) => (unit ? [[unit, unitName ?? unit] as const] : [])),
  );
  const inPlace = place.areas === null ? null : new Set(place.areas);
  const counties = divisions.filter(({ code, level }) => level === "county" && (inPlace?.has(code) ?? true));
  const own = counties.map(({ code }) => code);

  const keyOf = (dimension: PlaceDimension, areaCode: string, enterpriseId: string): string => {
    if (dimension === "enterprise") return enterpriseId;
    if (dimension === "area") return place.binOf(place.binBy === "area_code" ? areaCode : enterpriseId);
    const county = byCode.get(areaCode);
    if (dimension === "county") return county?.level === "county" ? areaCode : "";
    if (dimension === "unit") return county?.unit ?? (unitNames.has(areaCode) ? areaCode : "");
    return county === undefined || county.level === "province" ? "" : cityOf(areaCode);
  };
  const keys = (dimension: PlaceDimension): readonly string[] => {
    if (dimension === "enterprise" || scope.enterpriseId !== null) return [];
    if (dimension === "area") return place.bins.map(({ code }) => code);
    return [...new Set(own.map((code) => keyOf(dimension, code, "")))].filter((key) => key !== "");
  };
  const areasOf = (dimension: PlaceDimension, key: string): readonly string[] | null => {
    if (dimension === "enterprise" || (dimension === "area" && place.binBy === "enterprise_id")) return null;
    const codes = [...byCode.keys(), ...unitNames.keys()].filter((code) => inPlace?.has(code) ?? true);
    return [...new Set(codes)].filter((code) => keyOf(dimension, code, "") === key);
  };
  const twins = (dimensions: readonly PlaceDimension[]): (readonly [string, string])[] => {
    const first = new Map<string, string>();
    return [...new Set([...byCode.keys(), ...unitNames.keys()])].flatMap((code) => {
      const keys = dimensions.map((dimension) => keyOf(dimension, code, "")).join(" ");
      const other = first.get(keys);
      if (other === undefined) first.set(keys, code);
      return other === undefined ? [] : [[code, other] as const];
    });
  };
  // Asked for each cell of a table: a year of a county's days has one area.
  const squares = new Map<string, number>();
  const reckonKm2 = (dimension: PlaceDimension, key: string): number => {
    const areas = areasOf(dimension, key);
    if (areas === null) return place.areaKm2;
    return areas.reduce(
      (sum, code) => sum + (byCode.get(code)?.level === "county" ? (byCode.get(code)?.areaKm2 ?? 0) : 0),
      0,
    );
  };
  const areaName = (code: string): string | null => byCode.get(code)?.name ?? unitNames.get(code) ?? null;
  return {
    place,
    counties: own,
    keyOf,
    keys,
    areasOf,
    twins,
    areaName,
    nameOf: (dimension, key) => {
      if (dimension === "enterprise") return place.binBy === "enterprise_id" ? place.nameOf(key) : key;
      if (dimension === "area") return place.bins.find(({ code }) => code === key)?.name ?? place.nameOf(key);
      return (dimension === "unit" ? unitNames.get(key) : undefined) ?? areaName(key) ?? key;
    },
    km2: (dimension, key) => {
      const name = `${dimension} ${key}`;
      const km2 = squares.get(name) ?? reckonKm2(dimension, key);
      squares.set(name, km2);
      return km2;
    },
  };
}
