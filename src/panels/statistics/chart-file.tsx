import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Statistics } from "#contract/statistics.ts";
import { measureOf } from "#contract/statistics-measures.ts";
import { isStock } from "#contract/statistics-topics.ts";
import { formatDay, formatInstant, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { withWords } from "#lib/png-words.ts";
import { useMe } from "#panels/me.ts";
import { usePlace } from "#panels/shell/place.ts";
import { useTake } from "#panels/use-take.ts";
import { useTheme } from "#panels/use-theme.ts";
import { FONTS } from "#theme/tokens.ts";
import { saveFile } from "#ui/save-file.ts";
import { problemWords } from "#ui/problem-words.ts";
import { type ChartSheet, chartSheet, type SheetSize, sheetSize } from "./chart-sheet.ts";
import { askedOf, pictureWords } from "./picture-words.ts";
import { filterText, measureName, measureUnit, said } from "./words.ts";

const WIDTH = 960;
const FORMATS = ["png", "svg"] as const;
type Format = (typeof FORMATS)[number];
/** Twice as sharp as it is large: it goes into documents. */
const SHARP = 2;

async function pngOf(sheet: ChartSheet, svg: string, { width, height }: SheetSize): Promise<Blob> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const canvas = new OffscreenCanvas(width * SHARP, height * SHARP);
    const context = canvas.getContext("2d");
    if (!context) throw new Error("the browser gives no canvas to draw on");
    context.fillStyle = sheet.colors.ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const drawn = await canvas.convertToBlob({ type: "image/png" });
    return new Blob([withWords(new Uint8Array(await drawn.arrayBuffer()), sheet.words)], { type: "image/png" });
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

/** What a picture says beneath its chart: of when, as known when, how complete, by which formula, from which tables. */
function notesOf(t: TFunction, { measure, from, to, known, completeness, where, suppressed }: Statistics): string[] {
  const language = languageNow();
  const { formula, says, sources } = measureOf(measure);
  const day = formatDay(to, language);
  const times = isStock(formula)
    ? t("statistics.asOf", { day })
    : t("statistics.during", { from: formatDay(from, language), to: day });
  const complete = completeness === null ? t("statistics.notDue") : formatPercent(completeness, language);
  return [
    `${times} · ${t("statistics.asKnown", { time: formatInstant(known, language) })} · ${t("statistics.complete")} ${complete}`,
    ...(where === "" ? [] : [`${t("statistics.filters")}: ${filterText(t, where)}`]),
    ...(suppressed > 0 ? [t("statistics.suppressedCells", { count: suppressed })] : []),
    `${t("statistics.formula")}: ${said(says)}`,
    `${t("statistics.sources")}: ${sources.join(", ")}`,
  ];
}

/** An SVG and how tall it is, CSS pixels. */
export interface Drawn {
  readonly svg: string;
  readonly height: number;
}

export interface PictureFileProps {
  /** Draws the picture on that ground, so wide in CSS pixels. */
  readonly draw: (width: number, ground: string) => Promise<Drawn> | Drawn;
  readonly answer: Statistics;
  /** What must be said beside the answer's own. */
  readonly notes?: readonly string[];
  readonly kind: "chart" | "map";
  /** What is taken away, where it is not the chart. */
  readonly of?: string;
}

/** A picture for a document, with both times, completeness and sources in it: SVG to be drawn at any size, or PNG. */
export function PictureFile({ draw, answer, notes = [], kind, of }: PictureFileProps) {
  const { t } = useTranslation();
  const theme = useTheme();
  const me = useMe();
  const place = usePlace().crumbs.at(-1)?.name;
  const name = measureName(answer.measure);
  const title = `${place === undefined ? "" : `${place} · `}${name} (${measureUnit(answer.measure)})`;
  const sheetNow = (): ChartSheet => ({
    title,
    notes: [...notesOf(t, answer), ...notes],
    colors: { ground: theme.surface, text: theme.text, quiet: theme.quiet },
    font: FONTS.join(", "),
    words: pictureWords(title, answer, me, new Date()),
  });
  const take = useTake();
  const make = async (format: Format): Promise<Blob> => {
    const drawn = await draw(WIDTH, theme.surface);
    const chart = { width: WIDTH, height: drawn.height };
    const sheet = sheetNow();
    const svg = chartSheet(sheet, drawn.svg, chart);
    return format === "svg"
      ? new Blob([svg], { type: "image/svg+xml" })
      : await pngOf(sheet, svg, sheetSize(sheet, chart));
  };
  const save = (format: Format) =>
    take.mutate({
      kind,
      format,
      query: askedOf(answer),
      make: async () => {
        const file = await make(format);
        return () => saveFile(file, `${of === undefined ? name : `${name} ${of}`}.${format}`);
      },
    });
  return (
    <p className="statistics-kinds">
      {FORMATS.map((format) => (
        <button key={format} type="button" className="button" disabled={take.isPending} onClick={() => save(format)}>
          {[of, t("statistics.chartFile", { kind: format.toUpperCase() })].filter(Boolean).join(" ")}
        </button>
      ))}
      {take.isError && (
        <span role="alert">
          {t("statistics.chartFileFailed")} {problemWords(take.error)}
        </span>
      )}
    </p>
  );
}
