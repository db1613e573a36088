/** The numbers of a region, in words, as they are shown: one table for the clipboard and for a file. */
export interface RegionRow {
  readonly group: string;
  readonly name: string;
  readonly count: number;
  readonly lengthM: number;
}

const METRES_IN_KM = 1000;
const km = (lengthM: number) => (lengthM / METRES_IN_KM).toFixed(3);

const cells = ({ group, name, count, lengthM }: RegionRow) => [group, name, String(count), km(lengthM)];

/** Lines of cells held apart by tabs: what a spreadsheet or a letter takes from the clipboard. */
export const regionText = (heads: readonly string[], rows: readonly RegionRow[]): string =>
  [heads, ...rows.map(cells)].map((line) => line.join("\t")).join("\n");

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** RFC 4180, with the mark by which spreadsheets in Chinese know UTF-8. */
export const regionCsv = (heads: readonly string[], rows: readonly RegionRow[]): string =>
  `\uFEFF${[heads, ...rows.map(cells)].map((line) => line.map(quoted).join(",")).join("\r\n")}\r\n`;
