import { escapeXml as escaped } from "#lib/escape-xml.ts";

/** A chart with the words that it must not be parted from. */
export interface ChartSheet {
  readonly title: string;
  /** One below the other beneath the chart: of when, as known when, how complete, from which tables. */
  readonly notes: readonly string[];
  readonly colors: { readonly ground: string; readonly text: string; readonly quiet: string };
  readonly font: string;
  /** What the file says of itself, by keyword; nobody sees it in the picture. */
  readonly words: Readonly<Record<string, string>>;
}

/** CSS pixels. */
const EDGE = 16;
const TITLE = 32;
const NOTE = 18;

export interface SheetSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** How large a picture is around a chart of that size. */
export const sheetSize = ({ notes }: Pick<ChartSheet, "notes">, chart: SheetSize): SheetSize => ({
  width: chart.width + 2 * EDGE,
  height: chart.height + 2 * EDGE + TITLE + NOTE * notes.length,
});

/** A whole SVG: the title, the chart's own SVG, and the notes beneath it. */
export function chartSheet(sheet: ChartSheet, chartSvg: string, chart: SheetSize): string {
  const { title, notes, colors, font, words } = sheet;
  const { width, height } = sheetSize(sheet, chart);
  const line = (text: string, y: number, size: number, color: string, weight = 400) =>
    `<text x="${EDGE}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${escaped(color)}">${escaped(text)}</text>`;
  const below = EDGE + TITLE + chart.height;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(font)}">`,
    `<metadata>${escaped(JSON.stringify(words))}</metadata>`,
    `<rect width="${width}" height="${height}" fill="${escaped(colors.ground)}"/>`,
    line(title, EDGE + 16, 16, colors.text, 600),
    `<g transform="translate(${EDGE} ${EDGE + TITLE})">${chartSvg}</g>`,
    ...notes.map((note, at) => line(note, below + NOTE * (at + 1), 12, colors.quiet)),
    "</svg>",
  ].join("");
}
