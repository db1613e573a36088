import type { ImportKind } from "#contract/import-fields.ts";
import { fromWkb } from "#server/files/read/wkb.ts";
import { fromWkt } from "#server/files/read/wkt.ts";
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
export const fieldIndex = (kind: ImportKind, name: string): number =>
  kind.fields.findIndex((field) => field.name === name);

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
  kind.fields.forEach((field, i) => {
    const column = mapping.columnOf[i] ?? -1;
    const cell = column < 0 ? null : raw.values[column];
    const said = mapping.words[i]?.[String(cell ?? "").trim()] ?? cell;
    const value = readValue(unlimited(field, mapping, i), said);
    if (value instanceof Fault) {
      report("reject", row, value.rule, field.name, value.expected, cell ?? "");
      row.isWhole = false;
    } else row.values[i] = inOurUnit(value, mapping, i);
    const own = row.values[i];
    if (
      mapping.units[i] &&
      typeof own === "number" &&
      (own < (field.min ?? -Infinity) || own > (field.max ?? Infinity))
    ) {
      report("reject", row, "range", field.name, `${field.min} … ${field.max}`, own);
      row.isWhole = false;
    }
  });
  if (mapping.geometry) row.geometry = cellGeometry(raw, mapping);
  return row;
}

function ownerCell(raw: RawRow, kind: ImportKind, mapping: Mapping, name: string): string | null {
  const column = mapping.columnOf[fieldIndex(kind, name)] ?? -1;
  const cell = column < 0 ? null : raw.values[column];
  return isEmpty(cell) || typeof cell === "object" ? null : String(cell).trim().slice(0, 64);
}

/** A column in another unit has its limits checked after the change, not before. */
const unlimited = (field: ImportKind["fields"][number], mapping: Mapping, i: number) => {
  if (!mapping.units[i]) return field;
  const { min: _min, max: _max, ...rest } = field;
  return rest;
};

function inOurUnit(value: Value, mapping: Mapping, i: number): Value {
  const change = mapping.units[i];
  return change && typeof value === "number" ? value * change.factor + change.offset : value;
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
