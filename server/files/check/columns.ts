import { z } from "zod";
import type { ImportField, ImportKind } from "#contract/import-fields.ts";
import { lookup } from "../lookup.ts";
import { FileProblem, shown } from "../row.ts";
import { fieldUnit, fieldUnitsOf, type UnitChange } from "./units.ts";

/**
 * How a foreign file's columns and words read in ours. `fields`: column in the file → our field (also `lon`, `lat`, `x`, `y`, `wkt`);
 * `values`: our field → their word → ours; `units`: our field → the unit their column is in.
 */
export const FieldMap = z.strictObject({
  fields: z.record(z.string(), z.string()).default({}),
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  units: z.record(z.string(), z.string()).default({}),
});
export type FieldMap = z.infer<typeof FieldMap>;

/** Where coordinates stand when they are columns: a pair, or one column of text. */
export type GeometryColumns = { readonly pair: readonly [number, number] } | { readonly text: number };

export interface Mapping {
  /** For each field of the kind its column, or -1. */
  readonly columnOf: readonly number[];
  readonly geometry: GeometryColumns | null;
  /** Columns of the file that nothing reads. */
  readonly extras: readonly string[];
  /** For each field a change of unit, or null. */
  readonly units: readonly (UnitChange | null)[];
  /** For each field their words → ours, or null. */
  readonly words: readonly (Readonly<Record<string, string>> | null)[];
}

const PAIRS: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ["lon", "lng", "longitude", "经度"],
    ["lat", "latitude", "纬度"],
  ],
  [
    ["x", "easting", "x坐标", "横坐标", "东坐标"],
    ["y", "northing", "y坐标", "纵坐标", "北坐标"],
  ],
];
const TEXTS = ["wkt", "geom", "geometry", "the_geom", "shape_wkt", "wkb"];
const OWN_GEOMETRY = ["lon", "lat", "x", "y", "wkt"];

/** Names that official boundary files use (domain.md §1); no other kind has a field `code`. */
const BOUNDARY_CODE = ["gb", "adcode", "id", "区划码"];

const plain = (name: string) => name.trim().toLowerCase();

/** Reads a field map file; a wrong one is named with the place in it. */
export function readFieldMap(text: string, kind: ImportKind): FieldMap {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new FileProblem("map_broken", "a JSON file", shown((error as Error).message));
  }
  const read = FieldMap.safeParse(json);
  if (!read.success) {
    const issue = read.error.issues[0];
    throw new FileProblem("map_broken", issue?.message ?? "a field map", shown(issue?.path.join(".") ?? ""));
  }
  const names = new Set([...kind.fields.map((field) => field.name), ...OWN_GEOMETRY]);
  const { fields, values, units } = read.data;
  for (const name of [...Object.values(fields), ...Object.keys(values), ...Object.keys(units)])
    if (!names.has(name)) throw new FileProblem("map_broken", `a field of ${[...names].join(", ")}`, shown(name));
  for (const [name, unit] of Object.entries(units))
    if (!fieldUnit(name, unit))
      throw new FileProblem("map_broken", `for ${name} one of ${fieldUnitsOf(name)}`, shown(unit));
  return read.data;
}

/** Finds each field's column: by the field map, by name, by name in any case, and by the ten bytes a .dbf leaves of a name. */
export function mapColumns(columns: readonly string[], kind: ImportKind, map: FieldMap, hasGeometry: boolean): Mapping {
  const ours = columns.map((column) => lookup(map.fields, column) ?? column);
  const used = new Set<number>();
  const columnOf = kind.fields.map((field) => {
    const found = columnFor(field, ours, kind.fields);
    if (found >= 0) used.add(found);
    return found;
  });
  const geometry = hasGeometry || kind.geometry === null ? null : geometryColumns(ours);
  if (geometry) for (const column of "pair" in geometry ? geometry.pair : [geometry.text]) used.add(column);
  return {
    columnOf,
    geometry,
    extras: columns.filter((_, i) => !used.has(i)),
    units: kind.fields.map(({ name }) => (map.units[name] ? fieldUnit(name, map.units[name]) : null)),
    words: kind.fields.map(({ name }) => map.values[name] ?? null),
  };
}

const DBF_NAME = 10;

function columnFor(field: ImportField, ours: readonly string[], fields: readonly ImportField[]): number {
  const exact = ours.indexOf(field.name);
  if (exact >= 0) return exact;
  const loose = ours.findIndex((name) => plain(name) === field.name);
  if (loose >= 0) return loose;
  if (field.name === "code") return ours.findIndex((name) => BOUNDARY_CODE.includes(plain(name)));
  const cut = field.name.slice(0, DBF_NAME);
  const isAlone = fields.filter((other) => other.name.startsWith(cut)).length === 1;
  return isAlone && field.name.length > DBF_NAME ? ours.findIndex((name) => plain(name) === cut) : -1;
}

function geometryColumns(ours: readonly string[]): GeometryColumns | null {
  const names = ours.map(plain);
  const first = (words: readonly string[]) => names.findIndex((name) => words.includes(name));
  for (const [xs, ys] of PAIRS) {
    const pair = [first(xs), first(ys)] as const;
    if (pair[0] >= 0 && pair[1] >= 0) return { pair };
  }
  const text = first(TEXTS);
  return text >= 0 ? { text } : null;
}

/** A column that every row needs and no row has: better said once than a million times. */
export function missingColumns(mapping: Mapping, kind: ImportKind): string[] {
  return kind.fields.filter((field, i) => field.required && mapping.columnOf[i] === -1).map((field) => field.name);
}
