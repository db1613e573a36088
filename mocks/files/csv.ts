import type { DatasetKind } from "#contract/dataset.ts";
import { IMPORT_KINDS } from "#contract/import-fields.ts";
import type { LngLat } from "#contract/route.ts";
import { type FileRow, type Sink, TextFile } from "./sink.ts";

/** One cell, quoted where RFC 4180 asks for it. Booleans read true/false, null is empty. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

export interface CsvAsk {
  readonly path: string;
  readonly kind: DatasetKind;
  /** For point kinds: how degrees become the two coordinate columns, and their names. */
  readonly place?: { readonly columns: readonly [string, string]; readonly convert: (lngLat: LngLat) => LngLat };
}

/** CSV in UTF-8 with a header; the columns are the contract's, points have their coordinates first. */
export function csvSink(ask: CsvAsk): Sink {
  const names = IMPORT_KINDS[ask.kind].fields.map((f) => f.name);
  const file = new TextFile(ask.path);
  const place = ask.place;
  file.write(`${[...(place ? place.columns : []), ...names].join(",")}\n`);
  return {
    add(row: FileRow) {
      let line = "";
      if (place) {
        const xy = row.lngLat ? place.convert(row.lngLat) : null;
        line = xy ? `${xy[0]},${xy[1]},` : ",,";
      }
      for (let i = 0; i < names.length; i++) line += (i > 0 ? "," : "") + csvCell(row[names[i] as string]);
      file.write(`${line}\n`);
    },
    close: () => file.close(),
  };
}
