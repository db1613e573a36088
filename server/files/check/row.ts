import type { ImportField, ImportKind } from "#contract/import-fields.ts";
import { fromWkb } from "#server/files/read/wkb.ts";
import { fromWkt } from "#server/files/read/wkt.ts";
import { lookup } from "../lookup.ts";
import { type FileGeometry, type RawRow, shown } from "../row.ts";
import type { Mapping } from "./columns.ts";
import type { Finding, Severity } from "./findings.ts";
import { Fault, isEmpty, readValue, type Value } from "./values.ts";

/** A row with its meaning: values in the order of the kind's fields, and its geometry, as yet in the file's coordinates. */
export interface FieldRow {
  readonly line: number;
  readonly values: Value[];
  geometry: FileGeometry | null;
  areaCode: string | null;
  enterpriseId: string | null;
  /** False when a field could not be read: the row is rejected, and the other checks only add what else is wrong. */
  isWhole: boolean;
}

export type Report = (
  severity: Severity,
  row: Pick<FieldRow, "line" | "areaCode" | "enterpriseId">,
  rule: string,
  field: string | null,
  expected: string,
  received: unknown,
) => void;

export const finding = (
  severity: Severity,
  row: Pick<FieldRow, "line" | "areaCode" | "enterpriseId">,
  rule: string,
  field: string | null,
  expected: string,
  received: unknown,
): Finding => ({
  severity,
  line: row.line,
  field,
  rule,
  expected,
  received: shown(received),
  areaCode: row.areaCode,
  enterpriseId: row.enterpriseId,
});

/** Position of a field in `FieldRow.values`; -1 when the kind has none of that name. */
export function fieldIndex(kind: ImportKind, name: string): number {
  const known = indices.get(kind);
  if (known) return known.get(name) ?? -1;
  const made = new Map(kind.fields.map((field, i) => [field.name, i]));
  indices.set(kind, made);
  return made.get(name) ?? -1;
}
const indices = new Map<ImportKind, ReadonlyMap<string, number>>();

/**
 * Reads every field of a row. All faults of a row are reported, not only the first; null when not even its cells could be told apart.
 * The ids that say whose the row is are read first, so that its faults are shown to the right people.
 */
export function readRow(raw: RawRow, kind: ImportKind, mapping: Mapping, report: Report): FieldRow | null {
  const row: FieldRow = {
    line: raw.line,
    values: new Array<Value>(kind.fields.length).fill(null),
    geometry: raw.geometry,
    areaCode: ownerCell(raw, kind, mapping, "area_code"),
    enterpriseId: ownerCell(raw, kind, mapping, "enterprise_id"),
    isWhole: true,
  };
  if (raw.broken) {
    const { rule, field, expected, received } = raw.broken;
    report("reject", row, rule, field, expected, received);
    return null;
  }
  for (let i = 0; i < kind.fields.length; i++) readField(row, raw, kind.fields[i] as ImportField, mapping, i, report);
  if (mapping.geometry) row.geometry = cellGeometry(raw, mapping);
  return row;
}

function readField(row: FieldRow, raw: RawRow, field: ImportField, mapping: Mapping, i: number, report: Report): void {
  const column = mapping.columnOf[i] as number;
  const cell = column < 0 ? null : raw.values[column];
  const words = mapping.words[i];
  const unit = mapping.units[i];
  const said = words ? (lookup(words, String(cell ?? "").trim()) ?? cell) : cell;
  const value = readValue(unit ? withoutLimits(field) : field, said);
  if (value instanceof Fault) {
    report("reject", row, value.rule, field.name, value.expected, cell ?? "");
    row.isWhole = false;
    return;
  }
  if (!unit || typeof value !== "number") {
    row.values[i] = value;
    return;
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = field;
  const own = value * unit.factor + unit.offset;
  row.values[i] = own;
  if (own >= min && own <= max) return;
  report("reject", row, "range", field.name, `${min} … ${max}`, own);
  row.isWhole = false;
}

function ownerCell(raw: RawRow, kind: ImportKind, mapping: Mapping, name: string): string | null {
  const field = fieldIndex(kind, name);
  if (field < 0) return null;
  const column = mapping.columnOf[field] ?? -1;
  const cell = column < 0 ? null : raw.values[column];
  return isEmpty(cell) || typeof cell === "object" ? null : String(cell).trim().slice(0, 64);
}

/** A column in another unit has its limits checked after the change, not before. */
function withoutLimits(field: ImportField): ImportField {
  const { min: _min, max: _max, ...rest } = field;
  return rest;
}

const DEGREE_OR_METRE = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function coordinate(cell: unknown): number {
  if (typeof cell === "number") return cell;
  const text = String(cell ?? "").trim();
  return DEGREE_OR_METRE.test(text) ? Number(text) : Number.NaN;
}

/** The geometry that a row carries in columns; null when it has none. */
export function cellGeometry(raw: RawRow, mapping: Mapping): FileGeometry | null {
  const columns = mapping.geometry;
  if (!columns) return null;
  if ("pair" in columns) {
    const [x, y] = columns.pair.map((column) => raw.values[column]);
    if (isEmpty(x) && isEmpty(y)) return null;
    return { kind: "point", name: "Point", xy: [coordinate(x), coordinate(y)], parts: [0], polygons: [] };
  }
  const cell = raw.values[columns.text];
  if (isEmpty(cell)) return null;
  const text = String(cell);
  if (/^[0-9a-f]{10,}$/i.test(text))
    try {
      return fromWkb(Buffer.from(text, "hex"));
    } catch {
      return { kind: "other", name: shown(text, 40), xy: [], parts: [], polygons: [] };
    }
  return fromWkt(text) ?? { kind: "other", name: shown(text, 40), xy: [], parts: [], polygons: [] };
}
