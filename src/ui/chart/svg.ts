import { type EChartsCoreOption, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { init } from "./echarts.ts";

use([SVGRenderer]);

/** Draws an option as the text of an SVG, without a place on the page. Sizes in CSS pixels. */
export function svgOf(option: EChartsCoreOption, width: number, height: number): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ ...option, animation: false });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
