import { type KeyboardEvent, useEffect, useEffectEvent, useRef } from "react";
import type uPlot from "uplot";
import type { ChartData } from "#lib/trend-lines.ts";
import type { Theme } from "#theme/tokens.ts";
import type { HistoryLine, HistoryMarks } from "./history-options.ts";
import "./trend-chart.css";

export interface HistoryChartProps {
  readonly lines: readonly HistoryLine[];
  readonly data: ChartData;
  readonly marks: HistoryMarks;
  /** ms since 1970: what the axis shows, whether or not there are readings in all of it. */
  readonly from: number;
  readonly to: number;
  readonly label: string;
  readonly timeLabel: string;
  readonly theme: Theme;
  readonly formatTime: (ms: number) => string;
  readonly formatValue: (value: number) => string;
  /** Zooms about a time by a factor, below 1 is closer. */
  readonly onZoom: (about: number, factor: number) => void;
  /** Moves by a share of the span. */
  readonly onMove: (share: number) => void;
  readonly onSpan: (from: number, to: number) => void;
  readonly onReset: () => void;
  /** Place in the data under the pointer; null when it left. */
  readonly onPoint: (index: number | null) => void;
}

const HEIGHT = 280;
const CLOSER = 0.8;
const FARTHER = 1 / CLOSER;
const STEP = 0.2;

/** Draws the chart into an element; answers how to take it away, and the plot once uPlot has been fetched. */
function openChart(element: HTMLElement, shape: string, theme: Theme, newest: () => HistoryChartProps) {
  let isHere = true;
  let close = () => {};
  const opened: { plot: uPlot | null } = { plot: null };
  void Promise.all([import("./uplot.ts"), import("./history-options.ts")]).then(([{ UPlot }, { historyOptions }]) => {
    if (!isHere) return;
    const { formatTime, formatValue, timeLabel, data, from, to } = newest();
    const plot = new UPlot(
      historyOptions({
        width: element.clientWidth,
        height: HEIGHT,
        theme,
        lines: JSON.parse(shape) as HistoryLine[],
        timeLabel,
        formatTime,
        formatValue,
        from,
        to,
        marks: () => newest().marks,
        onSelect: (a, b) => newest().onSpan(a * 1000, b * 1000),
      }),
      data as unknown as uPlot.AlignedData,
      element,
    );
    opened.plot = plot;
    const stops = [watchSize(element, plot), watchWheel(plot, (about, factor) => newest().onZoom(about, factor))];
    plot.over.addEventListener("pointermove", () => newest().onPoint(plot.cursor.idx ?? null));
    plot.over.addEventListener("pointerleave", () => newest().onPoint(null));
    close = () => {
      for (const stop of stops) stop();
      plot.destroy();
    };
  });
  return {
    opened,
    close: () => {
      isHere = false;
      close();
    },
  };
}

/** What a key does; undefined when nothing. */
function actOf({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, props: HistoryChartProps): (() => void) | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const middle = (props.from + props.to) / 2;
  const acts: Record<string, () => void> = {
    "+": () => props.onZoom(middle, CLOSER),
    "=": () => props.onZoom(middle, CLOSER),
    "-": () => props.onZoom(middle, FARTHER),
    ArrowLeft: () => props.onMove(-STEP),
    ArrowRight: () => props.onMove(STEP),
    "0": props.onReset,
  };
  return acts[key];
}

/** Lines of one or several tags. Wheel, drag and keys (+ − ← → 0) zoom and move; what the axis shows moves at once, data follow. */
export function HistoryChart(props: HistoryChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<ReturnType<typeof openChart> | null>(null);
  const newest = useEffectEvent(() => props);
  const { lines, data, marks, from, to, theme } = props;
  const shape = JSON.stringify(lines);

  useEffect(() => {
    if (!box.current) return;
    const made = openChart(box.current, shape, theme, () => newest());
    chart.current = made;
    return () => {
      chart.current = null;
      made.close();
    };
  }, [shape, theme]);

  useEffect(() => {
    const plot = chart.current?.opened.plot;
    plot?.setData(data as unknown as uPlot.AlignedData, false);
    plot?.setScale("x", { min: from / 1000, max: to / 1000 });
  }, [data, from, to]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are read while drawing
  useEffect(() => chart.current?.opened.plot?.redraw(false), [marks]);

  return (
    <div
      className="trend-chart history-chart"
      ref={box}
      role="application"
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is steered by keys
      tabIndex={0}
      onKeyDown={(event) => {
        const act = actOf(event, props);
        if (!act) return;
        event.preventDefault();
        act();
      }}
      onDoubleClick={props.onReset}
    />
  );
}

function watchSize(element: HTMLElement, plot: uPlot): () => void {
  const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
  resized.observe(element);
  return () => resized.disconnect();
}

/** The wheel zooms about the pointer; the panel must not scroll meanwhile. */
function watchWheel(plot: uPlot, zoom: (about: number, factor: number) => void): () => void {
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const left = event.clientX - plot.over.getBoundingClientRect().left;
    zoom(plot.posToVal(left, "x") * 1000, event.deltaY < 0 ? CLOSER : FARTHER);
  };
  plot.over.addEventListener("wheel", onWheel, { passive: false });
  return () => plot.over.removeEventListener("wheel", onWheel);
}
