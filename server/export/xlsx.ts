import { createWriteStream } from "node:fs";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { ValueType } from "#server/features/property.ts";
import { type Format, headingOf, type Sink, type SinkPlan } from "./sink.ts";
import type { ExportColumn, ExportRow } from "./source.ts";
import { numberCell, rowText, STYLE, sheetHead, sheetTail, textCell, workbookParts } from "./xlsx-parts.ts";

/** As many as a sheet has, less the heading. */
export const XLSX_MOST_ROWS = 1_048_575;
/** Days of a spreadsheet begin in 1899. */
const EPOCH_DAYS = 25_569;
const DAY_MS = 86_400_000;
/** A spreadsheet knows no zones: times are written as clocks in the province show them, and the heading says so. */
const BEIJING_MS = 8 * 3_600_000;
const WIDTHS: Readonly<Record<ValueType, number>> = {
  text: 22,
  number: 14,
  integer: 12,
  boolean: 8,
  date: 12,
  instant: 20,
};

function dayCell(value: unknown): string {
  const at = Date.parse(`${String(value)}T00:00:00Z`);
  return Number.isNaN(at) ? textCell(String(value)) : numberCell(at / DAY_MS + EPOCH_DAYS, STYLE.date);
}

function cellOf(value: unknown, type: ValueType): string {
  if (value === null || value === undefined) return "<c/>";
  if (value instanceof Date) return numberCell((value.getTime() + BEIJING_MS) / DAY_MS + EPOCH_DAYS, STYLE.instant);
  if (typeof value === "boolean") return `<c t="b"><v>${value ? 1 : 0}</v></c>`;
  if (typeof value === "number")
    return Number.isFinite(value) ? numberCell(value, type === "integer" ? STYLE.integer : STYLE.plain) : "<c/>";
  return type === "date" ? dayCell(value) : textCell(String(value));
}

function placeCells(place: unknown): string {
  if (!Array.isArray(place)) return "<c/><c/>";
  return place.map((value) => numberCell(Number(value))).join("");
}

function headingCells(plan: SinkPlan): string {
  const text = (column: ExportColumn) => {
    const heading = headingOf(plan, column);
    const zone = { zh: "（北京时间）", en: " (Beijing time)", name: "" }[plan.headings];
    return column.type === "instant" ? heading + zone : heading;
  };
  const place = { zh: ["经度", "纬度"], en: ["Longitude", "Latitude"], name: ["lng", "lat"] }[plan.headings];
  const heads = [...plan.columns.map(text), ...(plan.geometry === null ? [] : place)];
  return heads.map((heading) => textCell(heading, STYLE.heading)).join("");
}

/** A workbook while it is written: the rows go straight into the archive and never stand in memory together. */
class XlsxSink implements Sink {
  readonly #plan: SinkPlan;
  readonly #zip = new ZipFile();
  readonly #sheet = new PassThrough();
  readonly #done: Promise<void>;
  readonly #hasPlace: boolean;
  #rows = 1;

  constructor(plan: SinkPlan) {
    this.#plan = plan;
    this.#hasPlace = plan.geometry !== null;
    this.#zip.addReadStream(this.#sheet, "xl/worksheets/sheet1.xml");
    for (const [path, text] of workbookParts(plan.headings === "zh" ? plan.facts.title : plan.name, plan.facts))
      this.#zip.addBuffer(Buffer.from(text, "utf8"), path);
    this.#zip.end();
    this.#done = pipeline(this.#zip.outputStream, createWriteStream(plan.file, { flags: "wx" }));
    // Asked for by `end`; an abandoned file is nobody's error.
    this.#done.catch(() => undefined);
    const widths = [...plan.columns.map(({ type }) => WIDTHS[type]), ...(this.#hasPlace ? [12, 12] : [])];
    this.#sheet.write(sheetHead(widths) + rowText(headingCells(plan)));
  }

  #rowOf({ values, place }: ExportRow): string {
    let cells = "";
    this.#plan.columns.forEach(({ type }, i) => {
      cells += cellOf(values[i], type);
    });
    return rowText(this.#hasPlace ? cells + placeCells(place) : cells);
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    this.#rows += rows.length;
    if (this.#sheet.write(rows.map((row) => this.#rowOf(row)).join(""))) return;
    await Promise.race([once(this.#sheet, "drain"), this.#done]);
  }

  async end(): Promise<void> {
    this.#sheet.end(sheetTail(this.#plan.columns.length + (this.#hasPlace ? 2 : 0), this.#rows));
    await this.#done;
  }

  async abandon(): Promise<void> {
    this.#sheet.destroy();
    (this.#zip.outputStream as NodeJS.ReadableStream & { destroy?(): void }).destroy?.();
    await this.#done.catch(() => undefined);
  }
}

/** Office Open XML with types, a heading that stays, a filter, and a sheet of sources. Places as longitude and latitude of one point of each. */
export const xlsx: Format = {
  extension: "xlsx",
  type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  form: "point",
  needsPlace: false,
  mostRows: XLSX_MOST_ROWS,
  open: async (plan) => new XlsxSink(plan),
};
