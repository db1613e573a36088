import type { EChartsCoreOption } from "echarts/core";
import { useEffect, useState } from "react";

export interface SvgChartProps {
  readonly option: EChartsCoreOption;
  /** CSS pixels that the chart is laid out in; it is shown as wide as its place. */
  readonly width: number;
  readonly height: number;
  readonly label: string;
}

/** A chart that nobody presses, drawn as an SVG: sharp on paper and as large as the wall. Without the drawing code there is none. */
export function SvgChart({ option, width, height, label }: SvgChartProps) {
  const [svg, setSvg] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    import("#ui/chart/svg.ts").then(
      ({ svgOf }) => isGone || setSvg(svgOf(option, width, height)),
      () => isGone || setSvg(null),
    );
    return () => {
      isGone = true;
    };
  }, [option, width, height]);
  if (svg === null) return null;
  return (
    <img
      className="report-chart"
      src={`data:image/svg+xml,${encodeURIComponent(svg)}`}
      width={width}
      height={height}
      alt={label}
    />
  );
}
