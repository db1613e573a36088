import type uPlot from "uplot";
import { FONTS, type Theme } from "#theme/tokens.ts";

export interface TrendAsk {
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
  readonly unit: string;
  readonly limits: readonly (number | null)[];
  readonly names: { readonly time: string; readonly mean: string; readonly min: string; readonly max: string };
  readonly formatTime: (ms: number) => string;
  readonly formatValue: (value: number) => string;
  /** ms since 1970: the span asked for, whether or not there are readings in all of it. */
  readonly from: number;
  readonly to: number;
}

/** Series in the order of the data: time, maximum, minimum, mean. */
export function trendOptions(ask: TrendAsk): uPlot.Options {
  const { theme } = ask;
  const value = (_: uPlot, raw: number | null) => (raw === null ? "–" : `${ask.formatValue(raw)} ${ask.unit}`);
  const font = `12px ${FONTS.map((name) => (name.includes(" ") ? `"${name}"` : name)).join(", ")}`;
  const axis = { font, stroke: theme.quiet, grid: { stroke: theme.border, width: 1 }, ticks: { show: false } };
  const edge = { stroke: "transparent", points: { show: false }, value };
  return {
    width: ask.width,
    height: ask.height,
    cursor: { points: { size: 6 }, drag: { x: true, y: false } },
    scales: {
      x: { time: true, min: ask.from / 1000, max: ask.to / 1000 },
      y: { range: (_, low, high) => room(low, high) },
    },
    axes: [
      { ...axis, space: 90, values: (_, ticks) => ticks.map((s) => ask.formatTime(s * 1000)) },
      { ...axis, size: 56, values: (_, ticks) => ticks.map(ask.formatValue) },
    ],
    series: [
      { label: ask.names.time, value: (_, raw: number | null) => (raw === null ? "–" : ask.formatTime(raw * 1000)) },
      { label: ask.names.max, ...edge },
      { label: ask.names.min, ...edge },
      { label: ask.names.mean, stroke: theme.accent, width: 1.5, points: { show: false }, value },
    ],
    bands: [{ series: [1, 2], fill: `${theme.accent}33` }],
    hooks: {
      draw: [(plot) => drawLimits(plot, ask)],
      ready: [showNewest],
      // The pointer has left: the line below the chart says the newest again, not nothing.
      setCursor: [(plot) => plot.cursor.idx ?? showNewest(plot)],
    },
  };
}

const showNewest = (plot: uPlot): void => plot.setLegend({ idx: plot.data[0].length - 1 }, false);

/** A little room above and below, and never a scale of no height. */
export function room(low: number | null, high: number | null): [number, number] {
  const from = low ?? 0;
  const to = high ?? 1;
  const pad = (to - from) * 0.1 || Math.abs(to) * 0.05 || 1;
  return [from - pad, to + pad];
}

function drawLimits(plot: uPlot, { limits, theme }: TrendAsk): void {
  const { ctx, bbox } = plot;
  const [lowAlarm, lowWarning, highWarning, highAlarm] = limits;
  ctx.save();
  ctx.setLineDash([6, 4]);
  ctx.lineWidth = 1;
  for (const [limit, color] of [
    [lowAlarm, theme.state.alarm],
    [lowWarning, theme.state.warning],
    [highWarning, theme.state.warning],
    [highAlarm, theme.state.alarm],
  ] as const) {
    if (limit === null || limit === undefined) continue;
    const y = plot.valToPos(limit, "y", true);
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.strokeStyle = color;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
  }
  ctx.restore();
}
