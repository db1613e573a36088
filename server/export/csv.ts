import { type Format, headingOf, type Sink, type SinkPlan } from "./sink.ts";
import { type ExportRow, textOf } from "./source.ts";
import { TextFile } from "./text-file.ts";

/** Excel reads a file without it as the machine's own code page. */
const BOM = "\uFEFF";
const LINE = "\r\n";
/** Begins a formula in a spreadsheet, or hides the beginning of one. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const QUOTABLE = /[",\r\n]/;

/** A text that no spreadsheet takes for a formula: an apostrophe before it says that it is text. */
export const formulaSafe = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

const quoted = (text: string): string => (QUOTABLE.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A cell: numbers as they are (a minus is no formula there), texts made safe. */
export const csvCell = (value: unknown): string =>
  quoted(typeof value === "string" ? formulaSafe(value) : textOf(value));

function lineOf({ values, place }: ExportRow, hasPlace: boolean): string {
  let line = "";
  for (let i = 0; i < values.length; i += 1) line += i === 0 ? csvCell(values[i]) : `,${csvCell(values[i])}`;
  return hasPlace ? `${line},${csvCell(place)}${LINE}` : line + LINE;
}

async function openCsv(plan: SinkPlan): Promise<Sink> {
  const file = await TextFile.create(plan.file);
  const hasPlace = plan.geometry !== null;
  const place = { zh: "位置 WKT", en: "Place WKT", name: "geometry" }[plan.headings];
  const heads = [...plan.columns.map((column) => headingOf(plan, column)), ...(hasPlace ? [place] : [])];
  await file.add(BOM + heads.map(csvCell).join(",") + LINE);
  return {
    write: async (rows) => await file.add(rows.map((row) => lineOf(row, hasPlace)).join("")),
    end: async () => await file.end(),
    abandon: async () => await file.close(),
  };
}

/** RFC 4180 with a byte order mark; places as well-known text in EPSG:4490, longitude first. What is known of the file stands beside it (`/about`). */
export const csv: Format = {
  extension: "csv",
  type: "text/csv; charset=utf-8",
  form: "wkt",
  needsPlace: false,
  open: openCsv,
};
