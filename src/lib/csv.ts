/** A cell that a spreadsheet opens: quoted where it must be, and never taken for a formula although its text came from somebody's file. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const isFormula = typeof value === "string" && /^[=+\-@\t\r]/.test(text) && !/^[+-]?[\d.]+$/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180, with the mark by which spreadsheets in Chinese know UTF-8. */
export const csvText = (lines: readonly (readonly (string | number | null)[])[]): string =>
  `\uFEFF${lines.map((line) => line.map(csvCell).join(",")).join("\r\n")}\r\n`;
