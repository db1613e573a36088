import { useEffect, useEffectEvent, useRef } from "react";
import type { Theme } from "#theme/tokens.ts";
import "./trend-chart.css";

export interface TrendChartProps {
  readonly data: {
    /** ms since 1970. */
    readonly at: readonly number[];
    readonly min: readonly number[];
    readonly max: readonly number[];
    readonly mean: readonly number[];
    readonly from: number;
    readonly to: number;
  };
  readonly label: string;
  readonly unit: string;
  readonly words: { readonly time: string; readonly mean: string; readonly min: string; readonly max: string };
  readonly limits: readonly (number | null)[];
  readonly theme: Theme;
  readonly formatTime: (ms: number) => string;
  readonly formatValue: (value: number) => string;
}

const HEIGHT = 200;

/** A band from minimum to maximum, the mean as a line, limits as dashes. uPlot is fetched with the first trend. */
export function TrendChart(props: TrendChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const { data, theme, label, unit } = props;
  const words = useEffectEvent(() => props);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isHere = true;
    let close = () => {};
    void Promise.all([import("./uplot.ts"), import("./trend-options.ts")]).then(([{ UPlot }, { trendOptions }]) => {
      if (!isHere) return;
      const { formatTime, formatValue, limits, words: names } = words();
      const plot = new UPlot(
        trendOptions({
          width: element.clientWidth,
          height: HEIGHT,
          theme,
          unit,
          limits,
          names,
          formatTime,
          formatValue,
          from: data.from,
          to: data.to,
        }),
        [data.at.map((ms) => ms / 1000), [...data.max], [...data.min], [...data.mean]],
        element,
      );
      const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: HEIGHT }));
      resized.observe(element);
      close = () => {
        resized.disconnect();
        plot.destroy();
      };
    });
    return () => {
      isHere = false;
      close();
    };
  }, [data, theme, unit]);

  return <div className="trend-chart" ref={box} role="img" aria-label={label} />;
}
