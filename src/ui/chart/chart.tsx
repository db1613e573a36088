import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Failed, Skeleton } from "../notice.tsx";
import "./chart.css";

/** A part of a chart that was clicked. */
export interface ChartPick {
  readonly seriesId: string;
  readonly dataIndex: number;
}

export interface ChartProps {
  readonly option: EChartsCoreOption;
  /** CSS pixels. */
  readonly height: number;
  /** What a reader hears instead of the picture. */
  readonly label: string;
  readonly onPick?: (pick: ChartPick) => void;
}

/** Draws an ECharts option; the library is fetched when the first chart comes into sight. Keyboard and readers have the table beside it. */
export function Chart({ option, height, label, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const [chart, setChart] = useState<EChartsType | null>(null);
  const [error, setError] = useState<unknown>(null);
  const pick = useEffectEvent((seriesId: string, dataIndex: number) => onPick?.({ seriesId, dataIndex }));

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let made: EChartsType | null = null;
    let isHere = true;
    const resized = new ResizeObserver(() => made?.resize());
    const begin = () =>
      import("./echarts.ts").then(
        ({ init }) => {
          if (!isHere) return;
          made = init(element, null, { renderer: "canvas" });
          made.on("click", (event) => pick(String(event.seriesId ?? ""), Number(event.dataIndex ?? -1)));
          resized.observe(element);
          setChart(made);
        },
        (thrown: unknown) => isHere && setError(thrown),
      );
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      void begin();
    });
    seen.observe(element);
    return () => {
      isHere = false;
      seen.disconnect();
      resized.disconnect();
      made?.dispose();
      setChart(null);
    };
  }, []);

  useEffect(() => {
    chart?.setOption(option, { notMerge: true });
  }, [chart, option]);

  if (error) return <Failed error={{ code: "offline" }} />;
  return (
    <div className="chart" style={{ height }}>
      {!chart && <Skeleton lines={3} />}
      <div ref={box} className="chart-box" role="img" aria-label={label} />
    </div>
  );
}
