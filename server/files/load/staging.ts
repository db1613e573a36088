import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS, type ImportField } from "#contract/import-fields.ts";
import { pinyinOf } from "#server/db/pinyin.ts";
import { type FieldRow, fieldIndex } from "#server/files/check/row.ts";
import { copyCell, ewkbHex } from "./copy-text.ts";

const SQL_TYPES: Readonly<Record<ImportField["type"], string>> = {
  text: "text",
  number: "double precision",
  integer: "integer",
  boolean: "boolean",
  date: "date",
  instant: "timestamptz",
  area: "text",
  choice: "text",
};
const SQL_GEOMETRY = {
  point: "geometry(Point, 4490)",
  line: "geometry(LineString, 4490)",
  polygon: "geometry(MultiPolygon, 4490)",
};

export const STAGING = "import_row";

/** The temporary table in which the rows of one import wait until all of them are known to be right. It ends with its transaction. */
export interface Staging {
  readonly ddl: string;
  readonly columns: readonly string[];
  /** One line of COPY text, with its line break. */
  line(row: FieldRow): string;
}

/** Staging holds every field of the kind under its own name, `line`, `geom`, and for names their pinyin. */
export function stagingOf(kind: DatasetKind): Staging {
  const { fields, geometry } = IMPORT_KINDS[kind];
  const isNamed = kind === "station" || kind === "enterprise";
  const name = fieldIndex(IMPORT_KINDS[kind], "name");
  const typed = [
    "line integer",
    ...fields.map((field) => `${field.name} ${SQL_TYPES[field.type]}`),
    ...(isNamed ? ["pinyin text", "initials text"] : []),
    ...(geometry ? [`geom ${SQL_GEOMETRY[geometry]}`] : []),
  ];
  return {
    ddl: `create temporary table ${STAGING} (${typed.join(", ")}) on commit drop`,
    columns: typed.map((column) => column.slice(0, column.indexOf(" "))),
    line: (row) => {
      let text = String(row.line);
      for (const value of row.values) text += `\t${copyCell(value)}`;
      if (isNamed) {
        const { pinyin, initials } = pinyinOf(String(row.values[name]));
        text += `\t${copyCell(pinyin)}\t${copyCell(initials)}`;
      }
      if (geometry && row.geometry) text += `\t${ewkbHex(row.geometry)}`;
      return `${text}\n`;
    },
  };
}
