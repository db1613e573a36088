import { ProblemError } from "#server/http/problem.ts";
import { CsvRecords } from "#server/files/read/csv-records.ts";
import { FileProblem } from "#server/files/row.ts";
import { jsonOf } from "./parse.ts";

/** One value per line; a line that is no JSON becomes undefined, which is judged malformed like any other. */
export function readLines(text: string): unknown[] {
  return text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map(jsonOf);
}

const COLUMNS = ["tag", "t", "v", "q", "u"] as const;
const NEEDED = ["tag", "t", "v"] as const;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A cell as JSON would hold it: a number where it reads as one, null where it is empty. */
function readCell(column: string, cell: string): unknown {
  const text = cell.trim();
  if (column === "tag" || column === "u") return text;
  if (text === "") return null;
  return NUMBER.test(text) ? Number(text) : text;
}

/** CSV whose first line names its columns; each further line is one reading, an empty one none. Throws 400 where the header lacks a column. */
export function readCsv(text: string): unknown[] {
  try {
    const records = new CsvRecords(",");
    const all = [...records.push(text.replace(/^\uFEFF/, "")), ...records.end()];
    const header = (all[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
    const missing = NEEDED.filter((name) => !header.includes(name));
    if (missing.length > 0) {
      throw new ProblemError(
        "bad_request",
        `The first line names the columns ${COLUMNS.join(",")}; missing: ${missing.join(", ")}.`,
      );
    }
    return all
      .slice(1)
      .flatMap(({ cells }) => (cells.every((cell) => cell.trim() === "") ? [] : [rowOf(header, cells)]));
  } catch (cause) {
    if (cause instanceof FileProblem)
      throw new ProblemError("bad_request", `The CSV cannot be read: ${cause.message}`, { cause });
    throw cause;
  }
}

function rowOf(header: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const column of COLUMNS) {
    const cell = cells[header.indexOf(column)];
    // A quality or unit that is not said is not there; a value that is not said is no number.
    if (cell === undefined || (cell.trim() === "" && (column === "q" || column === "u"))) continue;
    row[column] = readCell(column, cell);
  }
  return row;
}
