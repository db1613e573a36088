import { expect, test } from "vitest";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import { FieldMap, mapColumns, missingColumns, readFieldMap } from "./columns.ts";

const pipe = IMPORT_KINDS.pipe;
const none = FieldMap.parse({});
const columnOf = (columns: readonly string[], field: string, map = none) =>
  mapColumns(columns, pipe, map, true).columnOf[pipe.fields.findIndex(({ name }) => name === field)];

test("a column is found by the field map, by name, in any case, and by what a .dbf leaves of a name", () => {
  const map = readFieldMap('\ufeff{"fields": {"管径": "dn_mm"}}', pipe);
  expect(columnOf(["管径"], "dn_mm", map)).toBe(0);
  expect(columnOf(["x", "dn_mm"], "dn_mm")).toBe(1);
  expect(columnOf(["DN_MM"], "dn_mm")).toBe(0);
  expect(columnOf(["enterprise", "PRESSURE_L"], "pressure_level")).toBe(1);
  expect(columnOf(["operating_"], "operating_kpa")).toBe(0);
});

test("every field of every kind is found by the ten bytes of a .dbf, or not mistaken for another", () => {
  for (const kind of Object.values(IMPORT_KINDS)) {
    const cut = kind.fields.map(({ name }) => name.slice(0, 10));
    const { columnOf: found } = mapColumns(cut, kind, none, true);
    found.forEach((column, i) => {
      if (column >= 0) expect(cut[column]).toBe(cut[i]);
    });
    expect(new Set(found.filter((column) => column >= 0)).size).toBe(found.filter((column) => column >= 0).length);
  }
});

test("coordinates are found as a pair, in Chinese too, or as text", () => {
  const station = IMPORT_KINDS.station;
  const geometry = (columns: string[]) => mapColumns(columns, station, none, false).geometry;
  expect(geometry(["id", "lon", "lat"])).toEqual({ pair: [1, 2] });
  expect(geometry(["纬度", "经度"])).toEqual({ pair: [1, 0] });
  expect(geometry(["X", "Y"])).toEqual({ pair: [0, 1] });
  expect(geometry(["id", "WKT"])).toEqual({ text: 1 });
  expect(geometry(["id"])).toBeNull();
});

test("what nothing reads and what is missing are listed", () => {
  const mapping = mapColumns(["id", "备注"], pipe, none, true);
  expect(mapping.extras).toEqual(["备注"]);
  expect(missingColumns(mapping, pipe)).toContain("area_code");
  expect(missingColumns(mapping, pipe)).not.toContain("id");
});

test("a field map that names no field of ours, or a unit that does not fit, is refused with the word in it", () => {
  for (const [text, received] of [
    ["{", /JSON|Expected/],
    ['{"fields": {"管径": "diameter"}}', /diameter/],
    ['{"units": {"dn_mm": "kg"}}', /kg/],
    ['{"columns": {}}', /./],
    ["[]", /./],
  ] as const)
    expect(() => readFieldMap(text, pipe), text).toThrow(received);
});
