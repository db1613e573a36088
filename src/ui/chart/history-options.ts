import type uPlot from "uplot";
import { lonePoints } from "#lib/trend-lines.ts";
import { FONTS, type Theme } from "#theme/tokens.ts";
import { room } from "./trend-options.ts";

/** One line of the chart: a tag, or the same tag at the time compared with. */
export interface HistoryLine {
  readonly key: string;
  readonly label: string;
  readonly unit: string;
  /** Place in the theme's colours of series. */
  readonly color: number;
  /** Of the time compared with: dashed and without its band. */
  readonly isBefore: boolean;
}

export interface HistoryLimit {
  readonly unit: string;
  readonly value: number;
  readonly level: "warning" | "alarm";
}

/** A span to be marked, ms since 1970. */
export interface HistoryBand {
  readonly from: number;
  readonly until: number;
  readonly level: "red" | "orange" | "yellow" | "blue";
}

export interface HistoryMarks {
  readonly limits: readonly HistoryLimit[];
  readonly bands: readonly HistoryBand[];
  /** Times of notes, numbered as in the list beside the chart. */
  readonly notes: readonly { readonly at: number; readonly until: number | null; readonly number: number }[];
  /** The moment of the past that the map shows; null = live. */
  readonly moment: number | null;
}

export interface HistoryOptions {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly lines: readonly HistoryLine[];
  readonly timeLabel: string;
  readonly formatTime: (ms: number) => string;
  readonly formatValue: (value: number) => string;
  /** The marks at the time of drawing. */
  readonly marks: () => HistoryMarks;
  /** A person drew a span, in seconds since 1970. */
  readonly onSelect: (from: number, to: number) => void;
  readonly from: number;
  readonly to: number;
}

const DASH = [6, 4];
const scaleOf = (unit: string) => `y ${unit}`;
const fontOf = () => `12px ${FONTS.map((name) => (name.includes(" ") ? `"${name}"` : name)).join(", ")}`;

function seriesOf({ lines, theme, formatValue }: HistoryOptions): uPlot.Series[] {
  return lines.flatMap(({ label, unit, color, isBefore }) => {
    const stroke = isBefore ? theme.quiet : (theme.chart[color % theme.chart.length] as string);
    const scale = scaleOf(unit);
    const value = (_: uPlot, raw: number | null | undefined) =>
      typeof raw === "number" ? `${formatValue(raw)} ${unit}` : "–";
    const edge = { scale, stroke: "transparent", points: { show: false }, value };
    return [
      { label: `${label} ▲`, ...edge },
      { label: `${label} ▼`, ...edge },
      {
        label,
        scale,
        stroke,
        width: isBefore ? 1 : 1.5,
        ...(isBefore ? { dash: DASH } : {}),
        points: { show: true, size: 4, fill: stroke, filter: (plot, place) => lonePoints(plot.data[place] ?? []) },
        value,
      },
    ];
  });
}

const bandsOf = ({ lines, theme }: HistoryOptions): uPlot.Band[] =>
  lines.flatMap(({ color, isBefore }, i) =>
    isBefore
      ? []
      : [
          {
            series: [3 * i + 1, 3 * i + 2] as uPlot.Band["series"],
            fill: `${theme.chart[color % theme.chart.length]}2b`,
          },
        ],
  );

function axesOf({ lines, theme, formatTime, formatValue }: HistoryOptions): uPlot.Axis[] {
  const units = [...new Set(lines.map(({ unit }) => unit))];
  const axis = { font: fontOf(), stroke: theme.quiet, ticks: { show: false } };
  const grid = { stroke: theme.border, width: 1 };
  return [
    { ...axis, grid, space: 90, size: 30, values: (_, ticks) => ticks.map((s) => formatTime(s * 1000)) },
    ...units.map((unit, i) => ({
      ...axis,
      scale: scaleOf(unit),
      side: i === 0 ? (3 as const) : (1 as const),
      size: 56,
      label: unit,
      labelSize: 18,
      labelFont: fontOf(),
      grid: i === 0 ? grid : { show: false },
      values: (_: uPlot, ticks: number[]) => ticks.map(formatValue),
    })),
  ];
}

/** Lines with a scale for each unit, so that what is measured alike is compared alike. */
export function historyOptions(ask: HistoryOptions): uPlot.Options {
  const units = [...new Set(ask.lines.map(({ unit }) => unit))];
  const y = (_: uPlot, low: number | null, high: number | null) => room(low, high);
  return {
    width: ask.width,
    height: ask.height,
    legend: { show: false },
    cursor: { points: { size: 6 }, drag: { x: true, y: false, setScale: false } },
    scales: {
      x: { time: true, min: ask.from / 1000, max: ask.to / 1000 },
      ...Object.fromEntries(units.map((unit) => [scaleOf(unit), { range: y }])),
    },
    axes: axesOf(ask),
    series: [{ label: ask.timeLabel }, ...seriesOf(ask)],
    bands: bandsOf(ask),
    hooks: {
      drawClear: [(plot) => drawBands(plot, ask)],
      draw: [(plot) => drawMarks(plot, ask)],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width < LEAST_PX) return;
          ask.onSelect(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

/** A shorter drag is a click. */
const LEAST_PX = 8;
const STRIP_PX = 8;

const clampX = ({ bbox }: uPlot, x: number) => Math.min(bbox.left + bbox.width, Math.max(bbox.left, x));

/** Alarms as strips along the foot, in the colour of their level; beneath the lines. */
function drawBands(plot: uPlot, { theme, marks }: HistoryOptions): void {
  const { ctx, bbox } = plot;
  const size = STRIP_PX * devicePixelRatio;
  ctx.save();
  for (const { from, until, level } of marks().bands) {
    const left = clampX(plot, plot.valToPos(from / 1000, "x", true));
    const end = Number.isFinite(until) ? plot.valToPos(until / 1000, "x", true) : bbox.left + bbox.width;
    const right = Math.max(left + 2, clampX(plot, end));
    if (right <= bbox.left || left >= bbox.left + bbox.width) continue;
    ctx.fillStyle = `${theme.warning[level]}22`;
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
    ctx.fillStyle = theme.warning[level];
    ctx.fillRect(left, bbox.top + bbox.height - size, right - left, size);
  }
  ctx.restore();
}

function line(ctx: CanvasRenderingContext2D, from: readonly [number, number], to: readonly [number, number]): void {
  ctx.beginPath();
  ctx.moveTo(...from);
  ctx.lineTo(...to);
  ctx.stroke();
}

function drawLimits(plot: uPlot, { theme }: HistoryOptions, limits: readonly HistoryLimit[]): void {
  const { ctx, bbox } = plot;
  ctx.setLineDash(DASH.map((px) => px * devicePixelRatio));
  for (const { unit, value, level } of limits) {
    const y = plot.valToPos(value, scaleOf(unit), true);
    if (!(y >= bbox.top && y <= bbox.top + bbox.height)) continue;
    ctx.strokeStyle = theme.state[level];
    line(ctx, [bbox.left, y], [bbox.left + bbox.width, y]);
  }
  ctx.setLineDash([]);
}

/** Limits, notes and the moment that the map shows; above the lines. */
function drawMarks(plot: uPlot, ask: HistoryOptions): void {
  const { ctx, bbox } = plot;
  const { limits, notes, moment } = ask.marks();
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.lineWidth = devicePixelRatio;
  drawLimits(plot, ask, limits);
  ctx.font = fontOf().replace("12px", `${12 * devicePixelRatio}px`);
  for (const { at, number } of notes) {
    const x = plot.valToPos(at / 1000, "x", true);
    ctx.strokeStyle = ask.theme.text;
    line(ctx, [x, bbox.top], [x, bbox.top + bbox.height]);
    const size = 16 * devicePixelRatio;
    // At the right end, where a new note stands in replay, the number stands before its line.
    const left = x + size > bbox.left + bbox.width ? x - size : x;
    ctx.fillStyle = ask.theme.text;
    ctx.fillRect(left, bbox.top, size, size);
    ctx.fillStyle = ask.theme.surface;
    ctx.fillText(String(number), left + size / 4, bbox.top + size * 0.8);
  }
  if (moment !== null) {
    const x = plot.valToPos(moment / 1000, "x", true);
    ctx.strokeStyle = ask.theme.text;
    ctx.lineWidth = 3 * devicePixelRatio;
    line(ctx, [x, bbox.top], [x, bbox.top + bbox.height]);
  }
  ctx.restore();
}
