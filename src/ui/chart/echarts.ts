import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

/** The few parts of ECharts that the product draws with; the rest is shaken off. */
use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer]);

export { init };
