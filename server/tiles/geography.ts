import { createHash } from "node:crypto";
import type { Tx } from "#server/db/db.ts";
import type { OutlineUnit } from "./snapshot.ts";

/** Which county answers to which supervision unit. */
export type UnitCounties = ReadonlyMap<string, readonly string[]>;

/** What a database holds, by version. */
export interface Versions {
  /** Short hash of all of it. */
  readonly version: string;
  readonly datasets: ReadonlyMap<string, { readonly kind: string; readonly version: number }>;
  /** Hash of what is no dataset: the program's facts, and whose outlines are drawn. */
  readonly facts: string;
}

/** What a snapshot is built from: datasets by version, the program's facts, and whose outlines are drawn. Cheap enough to ask every few seconds. */
export async function readVersions(tx: Tx): Promise<Versions> {
  const rows = await tx.query<{ name: string; kind: string; version: number }>(
    // Walks of pipes change pipes' last patrol: they are told as an import of pipes would be (server/field/walks/tell-map.ts).
    `select name, kind, version from dataset
      union all select dataset_name, 'pipe', max(version) from dataset_change where dataset_name = 'field walks' group by 1`,
  );
  const facts = await tx.query<{ line: string }>(
    `select 'f' || chr(31) || name || chr(31) || sha256 as line from fact_file
     union all select 'o' || chr(31) || code || chr(31) || is_indicative || chr(31) || source || chr(31) || coalesce(review_number, '') from outline`,
  );
  const factLines = facts.map(({ line }) => line).sort();
  const lines = [...rows.map(({ name, version }) => `d\u001f${name}\u001f${version}`).sort(), ...factLines];
  return {
    version: shortHash(lines),
    datasets: new Map(rows.map(({ name, kind, version }) => [name, { kind, version }])),
    facts: shortHash(factLines),
  };
}

function shortHash(lines: readonly string[]): string {
  const hash = createHash("sha256");
  for (const line of lines) hash.update(line).update("\n");
  return hash.digest("hex").slice(0, 12);
}

/** Codes of all counties, and the counties of each unit. */
export async function readUnits(tx: Tx): Promise<{ counties: string[]; units: UnitCounties }> {
  const counties = await tx.query<{ code: string }>(`select code from division where level = 'county' order by code`);
  const rows = await tx.query<{ county: string; unit: string }>(
    "select county_code as county, unit_code as unit from unit_county order by county_code",
  );
  const units = new Map<string, string[]>();
  for (const { county, unit } of rows) units.set(unit, [...(units.get(unit) ?? []), county]);
  return { counties: counties.map((row) => row.code), units };
}

interface OutlineRow {
  code: string;
  name: string;
  level: OutlineUnit["level"];
  parent: string | null;
  indicative: boolean;
  lng: number | null;
  lat: number | null;
  inside: number[];
  wkb: Uint8Array;
}

/**
 * Outlines with their place in the supervision tree. The point of a unit is its table's when it lies inside the outline; otherwise
 * (neighbours, or an official outline that disagrees with the table) any point inside.
 */
export async function readOutlines(tx: Tx): Promise<OutlineUnit[]> {
  const rows = await tx.query<OutlineRow>(
    `select o.code, o.name, o.level, o.is_indicative as indicative,
            case when o.level = 'county' and m.unit_code <> o.code then m.unit_code
                 else coalesce(u.parent, (select s.parent from supervision_unit s where s.code = m.unit_code), d.parent) end as parent,
            case when st_contains(o.geom, st_setsrid(st_makepoint(coalesce(d.lng, u.lng), coalesce(d.lat, u.lat)), 4490))
                 then coalesce(d.lng, u.lng) end as lng,
            coalesce(d.lat, u.lat) as lat,
            array[st_x(p.inside), st_y(p.inside)] as inside,
            ST_AsBinary(o.geom, 'NDR') as wkb
       from outline o
       left join division d on d.code = o.code
       left join supervision_unit u on u.code = o.code
       left join unit_county m on m.county_code = o.code
       cross join lateral (select st_pointonsurface(o.geom) as inside) p
      order by o.code`,
  );
  return rows.map(({ code, name, level, parent, indicative, lng, lat, inside, wkb }) => {
    const polygons = readMultiPolygon(wkb);
    const lngLat: [number, number] =
      lng === null || lat === null ? [inside[0] as number, inside[1] as number] : [lng, lat];
    return {
      code,
      name,
      level,
      parent: level === "neighbour" ? null : parent,
      indicative,
      lngLat,
      bbox: boxOf(polygons),
      polygons,
    };
  });
}

/** A little-endian WKB multi-polygon as rings of degrees. Throws on anything else. */
export function readMultiPolygon(wkb: Uint8Array): Float64Array[][] {
  const view = new DataView(wkb.buffer, wkb.byteOffset, wkb.byteLength);
  let at = 0;
  const uint = () => {
    at += 4;
    return view.getUint32(at - 4, true);
  };
  const head = (type: number) => {
    if (view.getUint8(at++) !== 1 || uint() !== type) throw new Error("an outline is no plain multi-polygon");
  };
  head(6);
  return Array.from({ length: uint() }, () => {
    head(3);
    return Array.from({ length: uint() }, () => {
      const ring = new Float64Array(2 * uint());
      for (let i = 0; i < ring.length; i++, at += 8) ring[i] = view.getFloat64(at, true);
      return ring;
    });
  });
}

function boxOf(polygons: readonly (readonly Float64Array[])[]): [number, number, number, number] {
  const box: [number, number, number, number] = [180, 90, -180, -90];
  for (const [outer] of polygons)
    for (let i = 0; outer && i < outer.length; i += 2) {
      box[0] = Math.min(box[0], outer[i] as number);
      box[1] = Math.min(box[1], outer[i + 1] as number);
      box[2] = Math.max(box[2], outer[i] as number);
      box[3] = Math.max(box[3], outer[i + 1] as number);
    }
  return box;
}
