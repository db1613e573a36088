import { OLD_AREA_CODES } from "#contract/area-codes.ts";
import type { Tx } from "#server/db/db.ts";
import { fromWkb } from "#server/files/read/wkb.ts";
import { lookup } from "../lookup.ts";
import type { FileGeometry } from "../row.ts";
import { metresPerDegree } from "./lines.ts";

export interface County {
  readonly code: string;
  readonly name: string;
  readonly lngLat: readonly [number, number];
  readonly city: string | null;
  readonly unit: string | null;
  readonly outline: Outline | null;
}

export interface Outline {
  readonly shape: FileGeometry;
  readonly bbox: readonly [number, number, number, number];
  readonly isIndicative: boolean;
}

/** How an area code of a file reads today. */
export type CodeReading =
  | { readonly kind: "county"; readonly code: string; readonly wasOld: boolean }
  /** A city, the province or a supervision unit: not where a thing stands, but the counties it can be. */
  | { readonly kind: "above"; readonly counties: readonly County[] }
  | { readonly kind: "unknown" };

/** The counties of the province, their tree and outlines, in memory for the length of an import. */
export class Areas {
  readonly counties: ReadonlyMap<string, County>;
  /** Every code of the tree with its name: counties, cities, province, supervision units. */
  readonly names: ReadonlyMap<string, string>;
  readonly #above = new Map<string, County[]>();

  constructor(counties: readonly County[], names: ReadonlyMap<string, string>, province: string | null) {
    this.counties = new Map(counties.map((county) => [county.code, county]));
    this.names = names;
    for (const county of counties)
      for (const above of new Set([county.city, county.unit, province]))
        if (above !== null && above !== county.code)
          this.#above.set(above, [...(this.#above.get(above) ?? []), county]);
  }

  read(code: string): CodeReading {
    if (this.counties.has(code)) return { kind: "county", code, wasOld: false };
    const today = lookup(OLD_AREA_CODES, code);
    if (today !== undefined && this.counties.has(today)) return { kind: "county", code: today, wasOld: true };
    const counties = this.#above.get(code);
    return counties ? { kind: "above", counties } : { kind: "unknown" };
  }

  /** The one county of these whose outline holds the point; null when none or outlines are missing. */
  holding(counties: Iterable<County>, lng: number, lat: number): County | null {
    for (const county of counties) if (county.outline && isInside(county.outline, lng, lat)) return county;
    return null;
  }

  /**
   * Who may know of all these counties: the county, its supervision unit, or the province. Never the city of the division tree: its code is
   * read as that of the unit, and 保定's unit has no business with 雄安's counties.
   */
  common(codes: ReadonlySet<string>, province: string): string {
    const [first] = codes;
    if (first === undefined) return province;
    if (codes.size === 1) return first;
    const units = new Set([...codes].map((code) => this.counties.get(code)?.unit ?? null));
    const [unit] = units;
    return units.size === 1 && unit ? unit : province;
  }
}

/** Whether a point lies within an outline (even-odd over all its rings). */
export function isInside({ shape, bbox }: Outline, lng: number, lat: number): boolean {
  if (lng < bbox[0] || lat < bbox[1] || lng > bbox[2] || lat > bbox[3]) return false;
  const { xy, parts } = shape;
  let inside = false;
  for (let part = 0; part < parts.length; part++) {
    const end = parts[part + 1] ?? xy.length / 2;
    for (let i = parts[part] as number; i + 1 < end; i++) {
      const y1 = xy[2 * i + 1] as number;
      const y2 = xy[2 * i + 3] as number;
      if (y1 > lat === y2 > lat) continue;
      const x1 = xy[2 * i] as number;
      if (lng < x1 + (((xy[2 * i + 2] as number) - x1) * (lat - y1)) / (y2 - y1)) inside = !inside;
    }
  }
  return inside;
}

/** Metres from a point outside to the nearest edge of an outline; 0 inside. */
export function metresOutside(outline: Outline, lng: number, lat: number): number {
  if (isInside(outline, lng, lat)) return 0;
  const [perLng, perLat] = metresPerDegree(lat);
  const { xy, parts } = outline.shape;
  let best = Number.POSITIVE_INFINITY;
  for (let part = 0; part < parts.length; part++) {
    const end = parts[part + 1] ?? xy.length / 2;
    for (let i = parts[part] as number; i + 1 < end; i++) {
      const ax = ((xy[2 * i] as number) - lng) * perLng;
      const ay = ((xy[2 * i + 1] as number) - lat) * perLat;
      const dx = ((xy[2 * i + 2] as number) - lng) * perLng - ax;
      const dy = ((xy[2 * i + 3] as number) - lat) * perLat - ay;
      const along = Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy || 1)));
      best = Math.min(best, Math.hypot(ax + along * dx, ay + along * dy));
    }
  }
  return best;
}

interface CountyRow {
  code: string;
  name: string;
  lng: number;
  lat: number;
  parent: string | null;
  unit: string | null;
  wkb: Uint8Array | null;
  isIndicative: boolean | null;
}

/** Reads divisions, units and county outlines. */
export async function loadAreas(tx: Tx): Promise<Areas> {
  const rows = await tx.query<CountyRow>(
    `select d.code, d.name, d.lng, d.lat, d.parent, u.unit_code as unit,
            st_asbinary(o.geom) as wkb, o.is_indicative as "isIndicative"
       from division d
       left join unit_county u on u.county_code = d.code
       left join outline o on o.code = d.code
      where d.level = 'county'
      order by d.code`,
  );
  const names = await tx.query<{ code: string; name: string; level: string }>(
    `select code, name, level from division
      union all
     select code, name, 'unit' from supervision_unit s where not exists (select 1 from division d where d.code = s.code)`,
  );
  if (rows.length === 0) throw new Error("the table of divisions is empty: the database has not been set up");
  const counties = rows.map(
    ({ code, name, lng, lat, parent, unit, wkb, isIndicative }): County => ({
      code,
      name,
      lngLat: [lng, lat],
      city: parent,
      unit,
      outline: wkb ? outlineOf(fromWkb(wkb), isIndicative ?? true) : null,
    }),
  );
  const province = names.find(({ level }) => level === "province")?.code ?? null;
  return new Areas(counties, new Map(names.map(({ code, name }) => [code, name])), province);
}

export function outlineOf(shape: FileGeometry, isIndicative: boolean): Outline {
  const bbox: [number, number, number, number] = [180, 90, -180, -90];
  for (let i = 0; i < shape.xy.length; i += 2) {
    const [x, y] = [shape.xy[i] as number, shape.xy[i + 1] as number];
    bbox[0] = Math.min(bbox[0], x);
    bbox[1] = Math.min(bbox[1], y);
    bbox[2] = Math.max(bbox[2], x);
    bbox[3] = Math.max(bbox[3], y);
  }
  return { shape, bbox, isIndicative };
}
