import { type BrokenRow, FileProblem, type RawRow, ROWS_PER_BATCH, type Source, shown } from "../row.ts";
import type { Bytes } from "./bytes.ts";
import { type CsvRecord, CsvRecords } from "./csv-records.ts";
import { type Encoding, sniffEncoding } from "./encoding.ts";

/** Text of a file, without its byte order mark, and the CSV records in it. */
export async function* readRecords(
  bytes: Bytes,
  encoding: Encoding,
  separator: string,
): AsyncGenerator<readonly CsvRecord[]> {
  const decoder = new TextDecoder(encoding);
  const records = new CsvRecords(separator);
  for await (const chunk of bytes.open()) yield [...records.push(decoder.decode(chunk, { stream: true }))];
  yield [...records.push(decoder.decode()), ...records.end()];
}

/** Reads CSV with a header: UTF-8 (with or without BOM), UTF-16 or GBK; comma, semicolon or tab. Rows without a cell are passed over. */
export async function openCsv(bytes: Bytes, asked: Encoding | null): Promise<Source> {
  const encoding = asked ?? (await sniffEncoding(bytes.open()));
  const { columns, separator } = await readHeader(bytes, encoding);

  async function* batches(): AsyncGenerator<readonly RawRow[]> {
    let batch: RawRow[] = [];
    let isHeader = true;
    for await (const records of readRecords(bytes, encoding, separator))
      for (const record of records) {
        if (record.cells.length === 1 && record.cells[0]?.trim() === "") continue;
        if (isHeader) {
          isHeader = false;
          continue;
        }
        batch.push(csvRow(record, columns.length, encoding));
        if (batch.length < ROWS_PER_BATCH) continue;
        yield batch;
        batch = [];
      }
    if (batch.length > 0) yield batch;
  }
  return {
    format: "csv",
    layer: null,
    declaredCrs: () => null,
    columns,
    hasGeometry: false,
    encoding,
    progress: () => bytes.progress(),
    batches,
    close: () => bytes.close(),
  };
}

async function readHeader(bytes: Bytes, encoding: Encoding): Promise<{ columns: string[]; separator: string }> {
  for (const separator of [",", "\t", ";"])
    for await (const records of readRecords(bytes, encoding, separator)) {
      const header = records.find(({ cells }) => cells.length > 1 || cells[0]?.trim() !== "");
      if (!header) continue;
      if (header.cells.length < 2) break;
      return { columns: header.cells.map((name) => name.trim()), separator };
    }
  throw new FileProblem("header_missing", "a first line with two or more column names", shown(bytes.name));
}

function csvRow({ line, cells }: CsvRecord, width: number, encoding: Encoding): RawRow {
  const broken = (rule: string, expected: string, received: string): RawRow => ({
    line,
    values: cells,
    geometry: null,
    broken: { rule, field: null, expected, received } satisfies BrokenRow,
  });
  // A spreadsheet often leaves empty cells at the end of a line.
  const isWider = cells.length > width && cells.slice(width).some((cell) => cell !== "");
  if (isWider || cells.length < width)
    return broken("row_broken", `${width} cells`, `${cells.length}: ${shown(cells.join(" | "))}`);
  const strange = cells.find((cell) => cell.includes("\uFFFD"));
  if (strange !== undefined) return broken("encoding", encoding, shown(strange));
  return { line, values: cells, geometry: null, broken: null };
}
